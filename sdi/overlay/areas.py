"""Area and perimeter of intersections without building intersections.

For a polygon whose shells run counter-clockwise and whose holes run clockwise, give every edge the sign +1 if it runs
to the left (land below it) and -1 if it runs to the right. At any point that lies on no edge

    1_P(x, y)  =  sum over the edges e of P that span x of  sign(e) * [y < y_e(x)]

because the edges above a point inside add up to one and cancel outside; below the whole polygon they cancel too.
Holes and parts need nothing special. The product of two such sums is the indicator of the intersection, and
[y < a] * [y < b] = [y < min(a, b)], so with a base line y = c below P

    area(P & Z)  =  sum over e of P, f of Z of  sign(e) * sign(f) * integral of max(0, min(y_e, y_f) - c) dx

over the x-range that e and f share. Each term is the area under the lower of two segments: a trapezoid, or two that
meet where the segments cross. The sum is continuous in all coordinates, so edges that are shared or almost shared need
no snapping and no tolerance: an error of d in a coordinate is an error of d times a length in the area, nothing more.

The same sums give the boundary of the intersection, which is what of the boundary of P lies in Z and what of the
boundary of Z lies in P: the part of e below f counts sign(f), the part of f below e counts sign(e). A length is not
continuous where edges are shared, so P is first drawn in by a micrometre: then a shared edge counts once where both
lie on the same side of it and not at all where they only touch.

Vertical edges have no height over x. They are avoided by a shear, x' = x + k y, which changes no area; lengths are
those of the edges before it. k is small and odd enough that no edge of a real drawing becomes vertical by it.

Coordinates are taken relative to the parcel's corner before anything is multiplied, so that six-digit eastings
and seven-digit northings cost no digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import shapely

from sdi.overlay.arrays import Floats, Geoms, Ints, starts_of

_EDGES_PER_BIN = 4
"""A polygon's x'-range is cut into so many bins that one holds about this many edges."""
_SHEAR = 0.0117307
_DRAWN_IN = 1e-6
"""m by which a parcel is drawn in before boundaries are measured: above rounding, below any survey."""
_ROUNDING = 1e-8
"""m that sheared coordinates of a province may be off by; bins and boxes are searched so much further."""


@dataclass(frozen=True)
class Edges:
    """Polygons as signed edges in bins.

    Attributes:
        left: x and y of the end of each edge with the smaller x', shape (edges, 2).
        right: x and y of the other end, shape (edges, 2).
        sign: +1.0 or -1.0, shape (edges,).
        start: edges of polygon i are start[i] … start[i + 1], shape (polygons + 1,).
        box: min x', min y, max x', max y of each polygon, shape (polygons, 4).
        corner: min x and min y of each polygon, shape (polygons, 2).
        area: m² of each polygon, shape (polygons,).
        bin_start: bins of polygon i are bin_start[i] … bin_start[i + 1], shape (polygons + 1,). They cut its
            x'-range into equal parts, so that a narrow parcel meets few edges of a wide zone.
        bin_first: edges of bin b are members[bin_first[b]] … members[bin_first[b + 1]], shape (bins + 1,).
        members: Indices of edges, ascending within a bin.
    """

    left: Floats
    right: Floats
    sign: Floats
    start: Ints
    box: Floats
    corner: Floats
    area: Floats
    bin_start: Ints
    bin_first: Ints
    members: Ints


def edges_of(geoms: Geoms) -> Edges:
    """Signed edges of valid polygons and multipolygons; missing and empty ones have none and area 0.

    Args:
        geoms: shape (polygons,), in metres.
    """
    parts, part_owner = shapely.get_parts(geoms, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    coords, ring = shapely.get_coordinates(rings, return_index=True)
    shell = np.ones(len(rings), np.bool_)
    shell[1:] = ring_part[1:] != ring_part[:-1]
    turned = np.where(shapely.is_ccw(rings) == shell, 1.0, -1.0)

    inner = ring[:-1] == ring[1:]
    begin, end, ring = coords[:-1][inner], coords[1:][inner], ring[:-1][inner]
    leftward = end[:, 0] + _SHEAR * end[:, 1] < begin[:, 0] + _SHEAR * begin[:, 1]
    left = np.where(leftward[:, None], end, begin)
    right = np.where(leftward[:, None], begin, end)
    start = starts_of(part_owner[ring_part[ring]], len(geoms))
    box = _boxes(left, right, start)
    counts = np.diff(start)
    bin_start = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(np.maximum(counts // _EDGES_PER_BIN, 1), out=bin_start[1:])
    return Edges(
        left=left,
        right=right,
        sign=np.where(leftward, 1.0, -1.0) * turned[ring],
        start=start,
        box=box,
        corner=np.nan_to_num(shapely.bounds(geoms)[:, :2]),
        area=np.nan_to_num(shapely.area(geoms)),
        bin_start=bin_start,
        **dict(zip(("bin_first", "members"), _fill_bins(left, right, start, box, bin_start), strict=True)),
    )


def intersections(parcels: Edges, zones: Edges, parcel: Ints, zone: Ints) -> tuple[Floats, Floats]:
    """Area and perimeter of the intersection of each pair, m² and m.

    Args:
        parcels: Polygons, the smaller the better: cost grows with the edges that share an x'-range.
        zones: Polygons of any size.
        parcel: Index of the parcel of each pair, shape (pairs,).
        zone: Index of the zone of each pair, shape (pairs,).

    Returns:
        Two arrays of shape (pairs,). Polygons that only touch have area 0 up to rounding (about 1e-10 m² for
        parcels). The perimeter leaves out what is less than a micrometre wide.
    """
    area, perimeter = np.zeros(len(parcel)), np.zeros(len(parcel))
    _measure(
        parcels.left, parcels.right, parcels.sign, parcels.start, parcels.box, parcels.corner, parcels.area,
        parcels.bin_start, parcels.bin_first, parcels.members,
        zones.left, zones.right, zones.sign, zones.box, zones.bin_start, zones.bin_first, zones.members,
        parcel, zone, area, perimeter,
    )  # fmt: skip
    return area, perimeter


@numba.njit(cache=True, nogil=True, inline="always")
def _sheared(point) -> float:  # type: ignore[no-untyped-def]
    return point[0] + _SHEAR * point[1]


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _bin(x: float, low: float, high: float, count: int) -> int:
    if count == 1 or x <= low:
        return 0
    if x >= high:
        return count - 1
    return min(int((x - low) / (high - low) * count), count - 1)


@numba.njit(cache=True, nogil=True)
def _boxes(left, right, start):  # type: ignore[no-untyped-def]
    box = np.zeros((len(start) - 1, 4))
    for p in range(len(box)):
        if start[p] == start[p + 1]:
            continue
        box[p] = np.inf, np.inf, -np.inf, -np.inf
        for e in range(start[p], start[p + 1]):
            box[p, 0] = min(box[p, 0], _sheared(left[e]))
            box[p, 2] = max(box[p, 2], _sheared(right[e]))
            box[p, 1] = min(box[p, 1], left[e, 1], right[e, 1])
            box[p, 3] = max(box[p, 3], left[e, 1], right[e, 1])
    return box


@numba.njit(cache=True, nogil=True)
def _fill_bins(left, right, edge_start, box, bin_start):  # type: ignore[no-untyped-def]
    polygons = len(bin_start) - 1
    first = np.zeros(bin_start[polygons] + 1, np.int64)
    members = np.empty(0, np.int64)
    used = np.zeros(len(first) - 1, np.int64)
    for phase in range(2):
        if phase == 1:
            for b in range(len(first) - 1):
                first[b + 1] += first[b]
            members = np.empty(first[-1], np.int64)
        for p in range(polygons):
            count = bin_start[p + 1] - bin_start[p]
            for e in range(edge_start[p], edge_start[p + 1]):
                begin = _bin(_sheared(left[e]), box[p, 0], box[p, 2], count)
                end = _bin(_sheared(right[e]), box[p, 0], box[p, 2], count)
                for b in range(bin_start[p] + begin, bin_start[p] + end + 1):
                    if phase == 0:
                        first[b + 1] += 1
                    else:
                        members[first[b] + used[b]] = e
                        used[b] += 1
    return first, members


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _measure(  # type: ignore[no-untyped-def]
    p_left, p_right, p_sign, p_start, p_box, p_corner, p_area, p_bin_start, p_bin_first, p_members,
    z_left, z_right, z_sign, z_box, z_bin_start, z_bin_first, z_members,
    pairs_p, pairs_z, areas, perimeters,
):  # fmt: skip
    for pair in range(len(pairs_p)):
        p, z = pairs_p[pair], pairs_z[pair]
        low, high, bins = z_box[z, 0], z_box[z, 2], z_bin_start[z + 1] - z_bin_start[z]
        if p_box[p, 2] <= low or p_box[p, 0] >= high or p_box[p, 3] <= z_box[z, 1] or p_box[p, 1] >= z_box[z, 3]:
            continue
        begin = _bin(p_box[p, 0] - _ROUNDING, low, high, bins)
        end = _bin(p_box[p, 2] + _ROUNDING, low, high, bins)

        if not _near(p_box[p], z_left, z_right, low, high, bins, z_bin_start[z], begin, end, z_bin_first, z_members):
            # The parcel lies wholly inside or outside: count the edges above it.
            middle, winding = 0.5 * (p_box[p, 0] + p_box[p, 2]), 0.0
            b = z_bin_start[z] + _bin(middle, low, high, bins)
            for m in range(z_bin_first[b], z_bin_first[b + 1]):
                f = z_members[m]
                if z_left[f, 1] > p_box[p, 1] and _sheared(z_left[f]) <= middle < _sheared(z_right[f]):
                    winding += z_sign[f]
            if winding > 0.5:
                areas[pair] = p_area[p]
                for e in range(p_start[p], p_start[p + 1]):
                    perimeters[pair] += np.hypot(p_right[e, 0] - p_left[e, 0], p_right[e, 1] - p_left[e, 1])
            continue

        x, y = p_corner[p, 0], p_corner[p, 1]
        p_bins = p_bin_start[p + 1] - p_bin_start[p]
        area, perimeter = 0.0, 0.0
        for b in range(begin, end + 1):
            for m in range(z_bin_first[z_bin_start[z] + b], z_bin_first[z_bin_start[z] + b + 1]):
                f = z_members[m]
                x0_absolute, x1_absolute = _sheared(z_left[f]), _sheared(z_right[f])
                if b > begin and _bin(x0_absolute, low, high, bins) < b:
                    continue  # seen in an earlier bin
                y0, y1 = z_left[f, 1] - y, z_right[f, 1] - y
                if y0 <= 0.0 and y1 <= 0.0:
                    continue
                x0, x1 = z_left[f, 0] - x + _SHEAR * y0, z_right[f, 0] - x + _SHEAR * y1
                slope = (y1 - y0) / (x1 - x0)
                length = np.hypot(z_right[f, 0] - z_left[f, 0], y1 - y0) / (x1 - x0)
                under, inside, around = 0.0, 0.0, 0.0
                p_begin = _bin(x0_absolute - _ROUNDING, p_box[p, 0], p_box[p, 2], p_bins)
                p_end = _bin(x1_absolute + _ROUNDING, p_box[p, 0], p_box[p, 2], p_bins)
                for c in range(p_begin, p_end + 1):
                    for n in range(p_bin_first[p_bin_start[p] + c], p_bin_first[p_bin_start[p] + c + 1]):
                        e = p_members[n]
                        if c > p_begin and _bin(_sheared(p_left[e]), p_box[p, 0], p_box[p, 2], p_bins) < c:
                            continue
                        ey0, ey1 = p_left[e, 1] - y, p_right[e, 1] - y
                        ex0, ex1 = p_left[e, 0] - x + _SHEAR * ey0, p_right[e, 0] - x + _SHEAR * ey1
                        begin_x, end_x = max(ex0, x0), min(ex1, x1)
                        width = end_x - begin_x
                        if width > 0.0:
                            e_slope = (ey1 - ey0) / (ex1 - ex0)
                            e_length = np.hypot(p_right[e, 0] - p_left[e, 0], ey1 - ey0) / (ex1 - ex0)
                            u0, u1 = ey0 + e_slope * (begin_x - ex0), ey0 + e_slope * (end_x - ex0)
                            v0, v1 = y0 + slope * (begin_x - x0), y0 + slope * (end_x - x0)
                            under += p_sign[e] * _under_lower(width, u0, u1, v0, v1)
                            drawn_in = p_sign[e] * _DRAWN_IN * e_length
                            below = _positive(v0 - u0 + drawn_in, v1 - u1 + drawn_in)
                            around += e_length * width * below
                            inside += p_sign[e] * width * (1.0 - below)
                area += z_sign[f] * under
                perimeter += z_sign[f] * around + length * inside
        areas[pair], perimeters[pair] = area, perimeter


@numba.njit(cache=True, nogil=True)
def _near(box, left, right, low, high, bins, start, begin, end, first, members):  # type: ignore[no-untyped-def]
    """Whether the box of any edge in these bins meets a box."""
    for b in range(begin, end + 1):
        for m in range(first[start + b], first[start + b + 1]):
            f = members[m]
            y0, y1 = left[f, 1], right[f, 1]
            beside = max(y0, y1) <= box[1] or min(y0, y1) >= box[3]
            if not beside and _sheared(right[f]) > box[0] and _sheared(left[f]) < box[2]:
                return True
    return False


@numba.njit(cache=True, nogil=True, inline="always")
def _positive(d0: float, d1: float) -> float:
    """The share of a segment's run over which a height that goes from d0 to d1 is positive."""
    if d0 > 0.0:
        return 1.0 if d1 >= 0.0 else d0 / (d0 - d1)
    return d1 / (d1 - d0) if d1 > 0.0 else 0.0


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
