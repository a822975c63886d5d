"""Areas of intersection without building intersections.

For a polygon whose shells run counter-clockwise and whose holes run clockwise, give every edge that is not vertical
the sign +1 if it runs to the left (land below it) and -1 if it runs to the right. At any point

    1_P(x, y)  =  sum over the edges e of P that span x of  sign(e) * [y < y_e(x)]

because the edges above a point inside add up to one and cancel outside; below the whole polygon they cancel too.
Holes and parts need nothing special. The product of two such sums is the indicator of the intersection, and
[y < a] * [y < b] = [y < min(a, b)], so with a base line y = c below P

    area(P & Z)  =  sum over e of P, f of Z of  sign(e) * sign(f) * integral of max(0, min(y_e, y_f) - c) dx

over the x-range that e and f share. Each term is the area under the lower of two segments: a trapezoid, or two that
meet where the segments cross. The sum is continuous in all coordinates, so edges that are shared or almost shared need
no snapping and no tolerance: an error of d in a coordinate is an error of d times a length in the area, nothing more.

Coordinates are taken relative to the parcel's corner before anything is multiplied, so that six-digit eastings
and seven-digit northings cost no digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_EDGES_PER_BIN = 4
"""A polygon's x-range is cut into so many bins that one holds about this many edges."""


@dataclass(frozen=True)
class Edges:
    """Polygons as signed edges, sorted by polygon; vertical edges are left out.

    Attributes:
        left: x and y of the left end of each edge, shape (n, 2).
        right: x and y of the right end, shape (n, 2).
        sign: +1.0 or -1.0, shape (n,).
        start: edges of polygon i are start[i] … start[i + 1], shape (polygons + 1,).
        box: min x, min y, max x, max y of each polygon, shape (polygons, 4).
        area: m² of each polygon, shape (polygons,).
    """

    left: Floats
    right: Floats
    sign: Floats
    start: Ints
    box: Floats
    area: Floats


@dataclass(frozen=True)
class Bins:
    """For each polygon, its x-range in equal bins and the edges that reach into each.

    Attributes:
        start: bins of polygon i are start[i] … start[i + 1], shape (polygons + 1,).
        first: edges of bin b are members[first[b]] … members[first[b + 1]], shape (bins + 1,).
        members: indices of edges, ascending within a bin.
    """

    start: Ints
    first: Ints
    members: Ints


def edges_of(geoms: NDArray[np.object_]) -> Edges:
    """Signed edges of valid polygons and multipolygons; none may be missing.

    Args:
        geoms: shape (polygons,), in metres.
    """
    oriented = shapely.orient_polygons(np.asarray(geoms, dtype=object))
    parts, part_owner = shapely.get_parts(oriented, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    coords, ring = shapely.get_coordinates(rings, return_index=True)
    inner = ring[:-1] == ring[1:]
    begin, end = coords[:-1][inner], coords[1:][inner]
    owner = part_owner[ring_part[ring[:-1][inner]]]
    slanted = begin[:, 0] != end[:, 0]
    begin, end, owner = begin[slanted], end[slanted], owner[slanted]
    leftward = end[:, 0] < begin[:, 0]
    left = np.where(leftward[:, None], end, begin)
    right = np.where(leftward[:, None], begin, end)
    start = np.zeros(len(geoms) + 1, np.int64)
    np.cumsum(np.bincount(owner, minlength=len(geoms)), out=start[1:])
    return Edges(left, right, np.where(leftward, 1.0, -1.0), start, shapely.bounds(oriented), shapely.area(oriented))


def bins_of(edges: Edges) -> Bins:
    """Cut the x-range of each polygon into bins, so that a narrow parcel meets few edges of a wide zone."""
    counts = np.diff(edges.start)
    start = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(np.maximum(counts // _EDGES_PER_BIN, 1), out=start[1:])
    first, members = _fill_bins(edges.left, edges.right, edges.start, edges.box, start)
    return Bins(start, first, members)


def intersection_areas(parcels: Edges, zones: Edges, zone_bins: Bins, parcel: Ints, zone: Ints) -> Floats:
    """Area of intersection of each pair, m².

    Args:
        parcels: the small polygons; any size works, cost grows with the product of edges that share an x-range.
        zones: the large polygons.
        zone_bins: of ``zones``.
        parcel: index of the parcel of each pair, shape (pairs,).
        zone: index of the zone of each pair, shape (pairs,); pairs sorted by zone are kinder to the cache.

    Returns:
        Shape (pairs,). Polygons that only touch have area 0 up to rounding (about 1e-10 m² for parcels).
    """
    out = np.zeros(len(parcel))
    _areas(
        parcels.left, parcels.right, parcels.sign, parcels.start, parcels.box, parcels.area,
        zones.left, zones.right, zones.sign, zones.start, zones.box,
        zone_bins.start, zone_bins.first, zone_bins.members, parcel, zone, out,
    )  # fmt: skip
    return out


@numba.njit(cache=True, nogil=True)
def _bin(x: float, low: float, high: float, count: int) -> int:
    position = int((x - low) / (high - low) * count)
    return min(max(position, 0), count - 1)


@numba.njit(cache=True, nogil=True)
def _fill_bins(left, right, edge_start, box, bin_start):  # type: ignore[no-untyped-def]
    polygons = len(bin_start) - 1
    first = np.zeros(bin_start[polygons] + 1, np.int64)
    for phase in range(2):
        if phase == 1:
            for b in range(len(first) - 1):
                first[b + 1] += first[b]
            members = np.empty(first[-1], np.int64)
            used = np.zeros(len(first) - 1, np.int64)
        for p in range(polygons):
            count = bin_start[p + 1] - bin_start[p]
            for e in range(edge_start[p], edge_start[p + 1]):
                begin = _bin(left[e, 0], box[p, 0], box[p, 2], count)
                end = _bin(right[e, 0], box[p, 0], box[p, 2], count)
                for b in range(bin_start[p] + begin, bin_start[p] + end + 1):
                    if phase == 0:
                        first[b + 1] += 1
                    else:
                        members[first[b] + used[b]] = e
                        used[b] += 1
    return first, members


@numba.njit(cache=True, nogil=True)
def _areas(  # type: ignore[no-untyped-def]
    p_left, p_right, p_sign, p_start, p_box, p_area,
    z_left, z_right, z_sign, z_start, z_box,
    bin_start, bin_first, bin_members, pairs_p, pairs_z, out,
):  # fmt: skip
    for pair in range(len(pairs_p)):
        p, z = pairs_p[pair], pairs_z[pair]
        min_x, min_y, max_x, max_y = p_box[p, 0], p_box[p, 1], p_box[p, 2], p_box[p, 3]
        low, high, count = z_box[z, 0], z_box[z, 2], bin_start[z + 1] - bin_start[z]
        if max_x <= low or min_x >= high or max_y <= z_box[z, 1] or min_y >= z_box[z, 3]:
            continue
        begin = bin_start[z] + _bin(min_x, low, high, count)
        end = bin_start[z] + _bin(max_x, low, high, count)

        # When no edge of the zone comes near, the parcel lies wholly inside or outside: count the edges above it.
        near = False
        middle = 0.5 * (min_x + max_x)
        winding = 0.0
        for b in range(begin, end + 1):
            for m in range(bin_first[b], bin_first[b + 1]):
                f = bin_members[m]
                x0, y0, x1, y1 = z_left[f, 0], z_left[f, 1], z_right[f, 0], z_right[f, 1]
                if x1 <= min_x or x0 >= max_x:
                    continue
                if b > begin and _bin(x0, low, high, count) + bin_start[z] < b:
                    continue  # seen in an earlier bin
                if max(y0, y1) <= min_y:
                    continue
                if min(y0, y1) < max_y:
                    near = True
                    break
                if x0 <= middle < x1:
                    winding += z_sign[f]
            if near:
                break
        if not near:
            out[pair] = p_area[p] if winding > 0.5 else 0.0
            continue

        total = 0.0
        for b in range(begin, end + 1):
            for m in range(bin_first[b], bin_first[b + 1]):
                f = bin_members[m]
                x0, x1 = z_left[f, 0] - min_x, z_right[f, 0] - min_x
                if x1 <= 0.0 or x0 >= max_x - min_x:
                    continue
                if b > begin and _bin(z_left[f, 0], low, high, count) + bin_start[z] < b:
                    continue
                y0, y1 = z_left[f, 1] - min_y, z_right[f, 1] - min_y
                if y0 <= 0.0 and y1 <= 0.0:
                    continue
                slope = (y1 - y0) / (x1 - x0)
                under = 0.0
                for e in range(p_start[p], p_start[p + 1]):
                    ex0, ex1 = p_left[e, 0] - min_x, p_right[e, 0] - min_x
                    a, c = max(ex0, x0), min(ex1, x1)
                    if a < c:
                        ey0, ey1 = p_left[e, 1] - min_y, p_right[e, 1] - min_y
                        e_slope = (ey1 - ey0) / (ex1 - ex0)
                        under += p_sign[e] * _under_lower(
                            c - a,
                            ey0 + e_slope * (a - ex0), ey0 + e_slope * (c - ex0),
                            y0 + slope * (a - x0), y0 + slope * (c - x0),
                        )  # fmt: skip
                total += z_sign[f] * under
        out[pair] = total


@numba.njit(cache=True, nogil=True, inline="always")
def _under_lower(width: float, u0: float, u1: float, v0: float, v1: float) -> float:
    """Area between the base line and the lower of two segments over ``width``; what is below the base is left out.

    ``u`` is the parcel's edge, never below the base; ``v`` the zone's.
    """
    if v0 >= u0 and v1 >= u1:
        return 0.5 * width * (u0 + u1)
    if v0 <= u0 and v1 <= u1:
        return _above_base(width, v0, v1)
    t = (v0 - u0) / ((v0 - u0) - (v1 - u1))
    y = u0 + t * (u1 - u0)
    if v0 < u0:
        return _above_base(t * width, v0, y) + 0.5 * (1.0 - t) * width * (y + u1)
    return 0.5 * t * width * (u0 + y) + _above_base((1.0 - t) * width, y, v1)


@numba.njit(cache=True, nogil=True, inline="always")
def _above_base(width: float, v0: float, v1: float) -> float:
    """Area of the part of the trapezoid under a segment that lies above the base line."""
    if v0 >= 0.0 and v1 >= 0.0:
        return 0.5 * width * (v0 + v1)
    if v0 <= 0.0 and v1 <= 0.0:
        return 0.0
    top = max(v0, v1)
    return 0.5 * width * top * top / (top - min(v0, v1))
