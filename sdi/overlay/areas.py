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
from numpy.typing import NDArray

from sdi.overlay.arrays import Floats, Geoms, Ints, starts_of
from sdi.overlay.rings import Rings, rings_of

_EDGES_PER_BIN = 4
"""A polygon's x'-range is cut into so many bins that one holds about this many edges."""
_SHEAR = 0.0117307
_DRAWN_IN = 1e-6
"""m by which a parcel is drawn in before boundaries are measured: above rounding, below any survey."""
_DRAWN_OUT = 1e-8
"""m by which a parcel is drawn out before lines are measured, so that a line along its boundary is inside."""
_ROUNDING = 1e-8
"""m that sheared coordinates of a province may be off by; bins are searched so much further."""

_EDGE = np.dtype(
    [
        ("x0", np.float64),  # the end with the smaller x'
        ("y0", np.float64),
        ("x1", np.float64),
        ("y1", np.float64),
        ("slope", np.float64),  # dy / dx'
        ("stretch", np.float64),  # length / dx'
        ("sign", np.float64),  # +1: land below, -1: land above
    ]
)


@dataclass(frozen=True)
class Edges:
    """Polygons as signed edges in bins.

    Attributes:
        edge: x0, y0, x1, y1, slope, stretch and sign of every edge, sorted by polygon, shape (edges,).
        start: edges of polygon i are start[i] … start[i + 1], shape (polygons + 1,).
        box: min x', min y, max x', max y of each polygon, shape (polygons, 4).
        corner: x and y near each polygon to which its coordinates are taken, shape (polygons, 2); y is its least.
        area: m² of each polygon, shape (polygons,).
        perimeter: m of each polygon, shape (polygons,).
        bin_start: bins of polygon i are bin_start[i] … bin_start[i + 1], shape (polygons + 1,). They cut its
            x'-range into equal parts, so that a narrow parcel meets few edges of a wide zone.
        bin_first: edges of bin b are members[bin_first[b]] … members[bin_first[b + 1]], shape (bins + 1,).
        members: Indices of edges, ascending within a bin.
    """

    edge: NDArray[np.void]
    start: Ints
    box: Floats
    corner: Floats
    area: Floats
    perimeter: Floats
    bin_start: Ints
    bin_first: Ints
    members: Ints


def edges_of(geoms: Geoms) -> Edges:
    """Signed edges of valid polygons and multipolygons; missing and empty ones have none and area 0.

    Args:
        geoms: shape (polygons,), in metres.
    """
    return _binned(geoms, rings_of(geoms))


def line_edges_of(geoms: Geoms) -> Edges:
    """Edges of lines and multilines, whose signs mean nothing; missing and empty ones have none.

    Args:
        geoms: shape (lines,), in metres.
    """
    parts, owner = shapely.get_parts(geoms, return_index=True)
    coords, line = shapely.get_coordinates(parts, return_index=True)
    start = starts_of(line, len(parts))
    paths = Rings(coords, start[:-1], start[1:], np.ones(len(parts), np.bool_), starts_of(owner, len(geoms)))
    return _binned(geoms, paths)


def _binned(geoms: Geoms, rings: Rings) -> Edges:
    edge, start, box = _signed(rings.coords, rings.begin, rings.end, rings.shell, rings.start)
    counts = np.diff(start)
    bin_start = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(np.maximum(counts // _EDGES_PER_BIN, 1), out=bin_start[1:])
    first, members = _fill_bins(edge, start, box, bin_start)
    corner, area, perimeter = map(_or_zero, (shapely.bounds(geoms)[:, :2], shapely.area(geoms), shapely.length(geoms)))
    return Edges(edge, start, box, corner, area, perimeter, bin_start, first, members)


def _or_zero(values: Floats) -> Floats:
    """Zero for what a missing geometry lacks; ``nan_to_num`` takes several times as long over one."""
    return np.where(np.isnan(values), 0.0, values)


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
        parcels.edge, parcels.box, parcels.corner, parcels.area, parcels.perimeter,
        parcels.bin_start, parcels.bin_first, parcels.members,
        zones.edge, zones.box, zones.bin_start, zones.bin_first, zones.members,
        parcel, zone, area, perimeter,
    )  # fmt: skip
    return area, perimeter


def lengths_inside(parcels: Edges, lines: Edges, parcel: Ints, line: Ints) -> Floats:
    """Length of each line inside a parcel or on its boundary, m.

    Args:
        parcels: Polygons.
        lines: Of :func:`line_edges_of`.
        parcel: Index of the parcel of each pair, shape (pairs,).
        line: Index of the line of each pair, shape (pairs,).

    Returns:
        Shape (pairs,). Where a line crosses a boundary its length is exact to 1e-8 m over the sine of the angle;
        where it only touches, what is left is of that size.
    """
    out = np.zeros(len(parcel))
    _inside(
        parcels.edge, parcels.box, parcels.corner, parcels.bin_start, parcels.bin_first, parcels.members,
        lines.edge, lines.box, lines.bin_start, lines.bin_first, lines.members, parcel, line, out,
    )  # fmt: skip
    return out


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _signed(coords, ring_begin, ring_end, shell, ring_start):  # type: ignore[no-untyped-def]
    """Edges of rings, which are sorted by polygon; edges without length are left out."""
    polygons = len(ring_start) - 1
    edge = np.empty(len(coords), _EDGE)
    start = np.zeros(polygons + 1, np.int64)
    box = np.zeros((polygons, 4))
    n = 0
    for p in range(polygons):
        if ring_start[p] < ring_start[p + 1]:
            box[p] = np.inf, np.inf, -np.inf, -np.inf
        for r in range(ring_start[p], ring_start[p + 1]):
            begin, end = ring_begin[r], ring_end[r]
            twice = 0.0
            for k in range(begin, end - 1):
                twice += (coords[k, 0] - coords[begin, 0]) * (coords[k + 1, 1] - coords[begin, 1])
                twice -= (coords[k + 1, 0] - coords[begin, 0]) * (coords[k, 1] - coords[begin, 1])
            turned = 1.0 if (twice > 0.0) == shell[r] else -1.0
            for k in range(begin, end - 1):
                x0, y0, x1, y1, sign = coords[k, 0], coords[k, 1], coords[k + 1, 0], coords[k + 1, 1], -turned
                if x0 == x1 and y0 == y1:
                    continue
                if _sheared(x1, y1) < _sheared(x0, y0):
                    x0, y0, x1, y1, sign = x1, y1, x0, y0, turned
                f = edge[n]
                f.x0, f.y0, f.x1, f.y1, f.sign = x0, y0, x1, y1, sign
                run = x1 - x0 + _SHEAR * (y1 - y0)
                f.slope, f.stretch = (y1 - y0) / run, np.hypot(x1 - x0, y1 - y0) / run
                n += 1
                box[p, 0], box[p, 2] = min(box[p, 0], _sheared(x0, y0)), max(box[p, 2], _sheared(x1, y1))
                box[p, 1], box[p, 3] = min(box[p, 1], y0, y1), max(box[p, 3], y0, y1)
        start[p + 1] = n
    return edge[:n].copy(), start, box


@numba.njit(cache=True, nogil=True, inline="always")
def _sheared(x: float, y: float) -> float:
    return x + _SHEAR * y


@numba.njit(cache=True, nogil=True, inline="always")
def _bin(x: float, low: float, high: float, count: int) -> int:
    if count == 1 or x <= low:
        return 0
    if x >= high:
        return count - 1
    return min(int((x - low) / (high - low) * count), count - 1)


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _fill_bins(edge, edge_start, box, bin_start):  # type: ignore[no-untyped-def]
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
            for k in range(edge_start[p], edge_start[p + 1]):
                e = edge[k]
                begin = _bin(_sheared(e.x0, e.y0), box[p, 0], box[p, 2], count)
                end = _bin(_sheared(e.x1, e.y1), box[p, 0], box[p, 2], count)
                for b in range(bin_start[p] + begin, bin_start[p] + end + 1):
                    if phase == 0:
                        first[b + 1] += 1
                    else:
                        members[first[b] + used[b]] = k
                        used[b] += 1
    return first, members


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _measure(  # type: ignore[no-untyped-def]
    p_edge, p_box, p_corner, p_area, p_perimeter, p_bin_start, p_first, p_members,
    z_edge, z_box, z_bin_start, z_first, z_members,
    pairs_p, pairs_z, areas, perimeters,
):  # fmt: skip
    for pair in range(len(pairs_p)):
        p, z = pairs_p[pair], pairs_z[pair]
        left, bottom, right, top = p_box[p, 0], p_box[p, 1], p_box[p, 2], p_box[p, 3]
        low, high, z_bin, bins = z_box[z, 0], z_box[z, 2], z_bin_start[z], z_bin_start[z + 1] - z_bin_start[z]
        if right <= low or left >= high or top <= z_box[z, 1] or bottom >= z_box[z, 3]:
            continue
        begin, end = _bin(left - _ROUNDING, low, high, bins), _bin(right + _ROUNDING, low, high, bins)

        # When no edge of the zone comes near, the parcel lies wholly inside or outside: count the edges above it.
        near, middle, winding = False, 0.5 * (left + right), 0.0
        middle_bin = _bin(middle, low, high, bins)
        for b in range(begin, end + 1):
            for m in range(z_first[z_bin + b], z_first[z_bin + b + 1]):
                f = z_edge[z_members[m]]
                if f.y0 <= bottom and f.y1 <= bottom:
                    continue
                x0, x1 = _sheared(f.x0, f.y0), _sheared(f.x1, f.y1)
                if (f.y0 < top or f.y1 < top) and x1 > left and x0 < right:
                    near = True
                    break
                if b == middle_bin and x0 <= middle < x1:
                    winding += f.sign
            if near:
                break
        if not near:
            if winding > 0.5:
                areas[pair], perimeters[pair] = p_area[p], p_perimeter[p]
            continue

        x, y = p_corner[p, 0], p_corner[p, 1]
        p_bin, p_bins = p_bin_start[p], p_bin_start[p + 1] - p_bin_start[p]
        area, perimeter = 0.0, 0.0
        for b in range(begin, end + 1):
            for m in range(z_first[z_bin + b], z_first[z_bin + b + 1]):
                f = z_edge[z_members[m]]
                y0, y1 = f.y0 - y, f.y1 - y
                if y0 <= 0.0 and y1 <= 0.0:
                    continue
                f_low, f_high = _sheared(f.x0, f.y0), _sheared(f.x1, f.y1)
                if b > begin and _bin(f_low, low, high, bins) < b:
                    continue  # seen in an earlier bin
                x0, x1 = f.x0 - x + _SHEAR * y0, f.x1 - x + _SHEAR * y1
                under, inside, around = 0.0, 0.0, 0.0
                p_begin = _bin(f_low - _ROUNDING, left, right, p_bins)
                p_end = _bin(f_high + _ROUNDING, left, right, p_bins)
                for c in range(p_begin, p_end + 1):
                    for n in range(p_first[p_bin + c], p_first[p_bin + c + 1]):
                        e = p_edge[p_members[n]]
                        ey0, ey1 = e.y0 - y, e.y1 - y
                        ex0, ex1 = e.x0 - x + _SHEAR * ey0, e.x1 - x + _SHEAR * ey1
                        from_x, to_x = max(ex0, x0), min(ex1, x1)
                        width = to_x - from_x
                        if not width > 0.0:
                            continue
                        if c > p_begin and _bin(_sheared(e.x0, e.y0), left, right, p_bins) < c:
                            continue
                        u0, u1 = ey0 + e.slope * (from_x - ex0), ey0 + e.slope * (to_x - ex0)
                        v0, v1 = y0 + f.slope * (from_x - x0), y0 + f.slope * (to_x - x0)
                        under += e.sign * _under_lower(width, u0, u1, v0, v1)
                        drawn_in = e.sign * _DRAWN_IN * e.stretch
                        below = width * _positive(v0 - u0 + drawn_in, v1 - u1 + drawn_in)
                        around += e.stretch * below
                        inside += e.sign * (width - below)
                area += f.sign * under
                perimeter += f.sign * around + f.stretch * inside
        areas[pair], perimeters[pair] = area, perimeter


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _inside(  # type: ignore[no-untyped-def]
    p_edge, p_box, p_corner, p_bin_start, p_first, p_members,
    l_edge, l_box, l_bin_start, l_first, l_members, pairs_p, pairs_l, lengths,
):  # fmt: skip
    for pair in range(len(pairs_p)):
        p, q = pairs_p[pair], pairs_l[pair]
        left, right = p_box[p, 0], p_box[p, 2]
        bottom, top = p_box[p, 1] - _ROUNDING - _DRAWN_OUT, p_box[p, 3] + _ROUNDING + _DRAWN_OUT
        low, high, l_bin, bins = l_box[q, 0], l_box[q, 2], l_bin_start[q], l_bin_start[q + 1] - l_bin_start[q]
        x, y = p_corner[p, 0], p_corner[p, 1]
        p_bin, p_bins = p_bin_start[p], p_bin_start[p + 1] - p_bin_start[p]
        begin, end = _bin(left - _ROUNDING, low, high, bins), _bin(right + _ROUNDING, low, high, bins)
        length = 0.0
        for b in range(begin, end + 1):
            for m in range(l_first[l_bin + b], l_first[l_bin + b + 1]):
                f = l_edge[l_members[m]]
                if (f.y0 < bottom and f.y1 < bottom) or (f.y0 > top and f.y1 > top):
                    continue
                f_low, f_high = _sheared(f.x0, f.y0), _sheared(f.x1, f.y1)
                if b > begin and _bin(f_low, low, high, bins) < b:
                    continue
                y0, y1 = f.y0 - y, f.y1 - y
                x0, x1 = f.x0 - x + _SHEAR * y0, f.x1 - x + _SHEAR * y1
                p_begin = _bin(f_low - _ROUNDING, left, right, p_bins)
                p_end = _bin(f_high + _ROUNDING, left, right, p_bins)
                for c in range(p_begin, p_end + 1):
                    for n in range(p_first[p_bin + c], p_first[p_bin + c + 1]):
                        e = p_edge[p_members[n]]
                        ey0, ey1 = e.y0 - y, e.y1 - y
                        ex0, ex1 = e.x0 - x + _SHEAR * ey0, e.x1 - x + _SHEAR * ey1
                        from_x, to_x = max(ex0, x0), min(ex1, x1)
                        width = to_x - from_x
                        if not width > 0.0:
                            continue
                        if c > p_begin and _bin(_sheared(e.x0, e.y0), left, right, p_bins) < c:
                            continue
                        drawn_out = e.sign * _DRAWN_OUT * e.stretch
                        d0 = ey0 + e.slope * (from_x - ex0) + drawn_out - (y0 + f.slope * (from_x - x0))
                        d1 = ey0 + e.slope * (to_x - ex0) + drawn_out - (y0 + f.slope * (to_x - x0))
                        length += f.stretch * e.sign * width * _positive(d0, d1)
        lengths[pair] = length


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
