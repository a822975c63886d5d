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

Of an edge above P only the area of P under it counts, and of a boundary that winds to and fro up there only where it
begins and ends. So what lies above some line y = h over P is pulled down to that line: an edge that crosses it goes on
level, and at the left end of P the count of the edges above is known (:mod:`sdi.overlay.edges`). What is left are the
edges near P. Where there are none the count is the answer, inside or outside.

Vertical edges have no height over x. They are avoided by a shear, x' = x + k y, which changes no area; lengths are
those of the edges before it. k is small and odd enough that no edge of a real drawing becomes vertical by it.

Coordinates are taken relative to the parcel's corner before anything is multiplied, so that six-digit eastings
and seven-digit northings cost no digits.
"""

from __future__ import annotations

import numba
import numpy as np

from sdi.overlay.arrays import Floats, Ints
from sdi.overlay.edges import SHEAR, Edges, crossing, edges_of, line_above, line_edges_of, part_of, sheared

__all__ = ["Edges", "edges_of", "intersections", "lengths_inside", "line_edges_of"]

_EDGES_PER_BIN = 4
"""A parcel's x'-range is cut into so many bins that one holds about this many edges."""
_DRAWN_IN = 1e-6
"""m by which a parcel is drawn in before boundaries are measured: above rounding, below any survey."""
_DRAWN_OUT = 1e-8
"""m by which a parcel is drawn out before lines are measured, so that a line along its boundary is inside."""
_ROUNDING = 1e-8
"""m that sheared coordinates of a province may be off by; cells and bins are searched so much further."""

_EDGE = np.dtype(
    [
        ("x0", np.float64),  # x' of the end with the smaller x', relative to the parcel's corner
        ("y0", np.float64),
        ("x1", np.float64),
        ("y1", np.float64),
        ("slope", np.float64),  # dy / dx'
        ("stretch", np.float64),  # length / dx'
        ("sign", np.float64),  # +1: land below, -1: land above
        ("bin", np.int64),  # the first that it is in
    ]
)


def intersections(parcels: Edges, zones: Edges, parcel: Ints, zone: Ints) -> tuple[Floats, Floats]:
    """Area and perimeter of the intersection of each pair, m² and m.

    Args:
        parcels: Polygons, the smaller the better: cost grows with the edges of the zone near the parcel.
        zones: Polygons of any size.
        parcel: Index of the parcel of each pair, shape (pairs,); pairs of one parcel had better follow one another.
        zone: Index of the zone of each pair, shape (pairs,).

    Returns:
        Two arrays of shape (pairs,). Polygons that only touch have area 0 up to rounding (about 1e-10 m² for
        parcels). The perimeter leaves out what is less than a micrometre wide.
    """
    area, perimeter = np.zeros(len(parcel)), np.zeros(len(parcel))
    _measure(parcels.shapes, zones.shapes, zones.grid, _room(parcels, zones), parcel, zone, area, perimeter)
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
    _inside(parcels.shapes, lines.shapes, lines.grid, _room(parcels, lines), parcel, line, out)
    return out


def _room(parcels: Edges, others: Edges) -> tuple[int, int]:
    """Points of the largest parcel and of the largest other geometry: what the kernels keep room for."""
    return parcels.most_points, others.most_points


@numba.njit(cache=True, nogil=True)
def _origin(shapes, p):  # type: ignore[no-untyped-def]
    """First point of a geometry."""
    return shapes.begin[shapes.start[p]] if shapes.start[p] < shapes.start[p + 1] else 0


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _spread(shapes, p, edges, first, members):  # type: ignore[no-untyped-def]
    """A parcel's edges, relative to its corner, in bins over x'; returns their x'-range and number.

    Bins are no narrower than an edge is on average, so ``members`` needs no more than three times the edges.
    """
    x, y = shapes.corner[p, 0], shapes.corner[p, 1]
    low, high = shapes.box[p, 0] - sheared(x, y), shapes.box[p, 2] - sheared(x, y)
    n, run = 0, 0.0
    for r in range(shapes.start[p], shapes.start[p + 1]):
        for k in range(shapes.begin[r], shapes.end[r] - 1):
            x0, y0 = shapes.points[k, 0] - x, shapes.points[k, 1] - y
            x1, y1 = shapes.points[k + 1, 0] - x, shapes.points[k + 1, 1] - y
            e = edges[n]
            e.x0, e.y0, e.x1, e.y1, e.sign = sheared(x0, y0), y0, sheared(x1, y1), y1, -1.0
            if e.x1 < e.x0:
                e.x0, e.y0, e.x1, e.y1, e.sign = e.x1, e.y1, e.x0, e.y0, 1.0
            if e.x0 < e.x1:
                e.slope = (e.y1 - e.y0) / (e.x1 - e.x0)
                e.stretch = np.hypot(x1 - x0, y1 - y0) / (e.x1 - e.x0)
                run += e.x1 - e.x0
                n += 1
    bins = max(min(n // _EDGES_PER_BIN, int(n * (high - low) / run)), 1) if n else 1
    first[: bins + 2] = 0
    for k in range(n):
        edges[k].bin = part_of(edges[k].x0, low, high, bins)
        for b in range(edges[k].bin, part_of(edges[k].x1, low, high, bins) + 1):
            first[b + 2] += 1
    for b in range(2, bins + 2):
        first[b] += first[b - 1]
    for k in range(n):
        for b in range(edges[k].bin, part_of(edges[k].x1, low, high, bins) + 1):
            members[first[b + 1]] = k
            first[b + 1] += 1
    return low, high, bins


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _measure(parcels, zones, grid, room, pairs_p, pairs_z, areas, perimeters):  # type: ignore[no-untyped-def]
    most = room[0]
    edges, first, members = np.empty(most, _EDGE), np.empty(most + 2, np.int64), np.empty(3 * most, np.int64)
    spread, start, end, bins = -1, 0.0, 0.0, 1
    seen = np.full(room[1], -1, np.int64)
    for pair in range(len(pairs_p)):
        p, z = pairs_p[pair], pairs_z[pair]
        left, bottom, right, top = parcels.box[p, 0], parcels.box[p, 1], parcels.box[p, 2], parcels.box[p, 3]
        west, south, east, north = zones.box[z, 0], zones.box[z, 1], zones.box[z, 2], zones.box[z, 3]
        if right <= west or left >= east or top <= south or bottom >= north:
            continue
        columns, rows, cell, origin = grid.columns[z], grid.rows[z], grid.start[z], _origin(zones, z)
        from_column = part_of(left - _ROUNDING, west, east, columns)
        to_column = part_of(right + _ROUNDING, west, east, columns)
        low = part_of(bottom - _ROUNDING, south, north, rows)
        high = part_of(top + _ROUNDING, south, north, rows)
        line = line_above(high, south, north, rows)
        x, y = parcels.corner[p, 0], parcels.corner[p, 1]
        level = line - y

        above = grid.winding[cell + from_column * rows + high]
        area, perimeter = above * parcels.area[p], above * parcels.perimeter[p]
        for c in range(cell + from_column * rows, cell + to_column * rows + 1, rows):
            for m in range(grid.first[c + low], grid.first[c + high + 1]):
                k = grid.members[m]
                if seen[k] == pair:
                    continue
                seen[k] = pair
                k += origin
                ax, ay, bx, by = zones.points[k, 0], zones.points[k, 1], zones.points[k + 1, 0], zones.points[k + 1, 1]
                if ay <= bottom and by <= bottom:
                    continue
                a_above, b_above = part_of(ay, south, north, rows) > high, part_of(by, south, north, rows) > high
                if a_above and b_above:
                    continue
                if spread != p:
                    spread = p
                    start, end, bins = _spread(parcels, p, edges, first, members)
                ay, by = ay - y, by - y
                ax, bx = sheared(ax - x, ay), sheared(bx - x, by)
                length = np.hypot(bx - ax - SHEAR * (by - ay), by - ay)
                sign = 1.0 if bx < ax else -1.0
                stretch = length / abs(bx - ax)
                if a_above or b_above:
                    # The count to the left of the parcel has what crosses the line there.
                    middle = crossing(ax, ay, bx, by, level)
                    if part_of(
                        crossing(sheared(zones.points[k, 0], zones.points[k, 1]), zones.points[k, 1],
                                 sheared(zones.points[k + 1, 0], zones.points[k + 1, 1]), zones.points[k + 1, 1], line),
                        west, east, columns,
                    ) >= from_column:  # fmt: skip
                        under, around, _ = _below(edges, first, members, start, end, bins, middle, level, end, level)
                        turn = -1.0 if b_above else 1.0
                        area += turn * under
                        perimeter += turn * around
                    if a_above:
                        ax, ay = middle, level
                    else:
                        bx, by = middle, level
                if bx < ax:
                    ax, ay, bx, by = bx, by, ax, ay
                if not ax < bx:
                    continue
                under, around, inside = _below(edges, first, members, start, end, bins, ax, ay, bx, by)
                area += sign * under
                perimeter += sign * around + stretch * inside
        areas[pair], perimeters[pair] = area, perimeter


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _below(edges, first, members, start, end, bins, x0, y0, x1, y1):  # type: ignore[no-untyped-def]
    """What a parcel has below a segment, x0 < x1.

    Returns:
        The area below it and below the parcel's edges; the length of the parcel's boundary below it; the run over
        which the segment is below the parcel's edges. All are sums with the signs of these edges.
    """
    under, around, inside = 0.0, 0.0, 0.0
    slope = (y1 - y0) / (x1 - x0)
    from_bin, to_bin = part_of(x0 - _ROUNDING, start, end, bins), part_of(x1 + _ROUNDING, start, end, bins)
    for b in range(from_bin, to_bin + 1):
        for m in range(first[b], first[b + 1]):
            e = edges[members[m]]
            from_x, to_x = max(e.x0, x0), min(e.x1, x1)
            width = to_x - from_x
            if not width > 0.0 or (b > from_bin and e.bin < b):
                continue
            u0, u1 = e.y0 + e.slope * (from_x - e.x0), e.y0 + e.slope * (to_x - e.x0)
            v0, v1 = y0 + slope * (from_x - x0), y0 + slope * (to_x - x0)
            under += e.sign * _under_lower(width, u0, u1, v0, v1)
            drawn_in = e.sign * _DRAWN_IN * e.stretch
            below = width * _positive(v0 - u0 + drawn_in, v1 - u1 + drawn_in)
            around += e.stretch * below
            inside += e.sign * (width - below)
    return under, around, inside


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _inside(parcels, lines, grid, room, pairs_p, pairs_l, lengths):  # type: ignore[no-untyped-def]
    most = room[0]
    edges, first, members = np.empty(most, _EDGE), np.empty(most + 2, np.int64), np.empty(3 * most, np.int64)
    spread, start, end, bins = -1, 0.0, 0.0, 1
    seen = np.full(room[1], -1, np.int64)
    for pair in range(len(pairs_p)):
        p, q = pairs_p[pair], pairs_l[pair]
        margin = _ROUNDING + _DRAWN_OUT
        left, right = parcels.box[p, 0] - margin, parcels.box[p, 2] + margin
        bottom, top = parcels.box[p, 1] - margin, parcels.box[p, 3] + margin
        west, south, east, north = lines.box[q, 0], lines.box[q, 1], lines.box[q, 2], lines.box[q, 3]
        if right < west or left > east or top < south or bottom > north:
            continue
        columns, rows, cell, origin = grid.columns[q], grid.rows[q], grid.start[q], _origin(lines, q)
        from_column, to_column = part_of(left, west, east, columns), part_of(right, west, east, columns)
        low, high = part_of(bottom, south, north, rows), part_of(top, south, north, rows)
        x, y = parcels.corner[p, 0], parcels.corner[p, 1]
        length = 0.0
        for c in range(cell + from_column * rows, cell + to_column * rows + 1, rows):
            for m in range(grid.first[c + low], grid.first[c + high + 1]):
                k = grid.members[m]
                if seen[k] == pair:
                    continue
                seen[k] = pair
                k += origin
                ay, by = lines.points[k, 1], lines.points[k + 1, 1]
                if (ay < bottom and by < bottom) or (ay > top and by > top):
                    continue
                if spread != p:
                    spread = p
                    start, end, bins = _spread(parcels, p, edges, first, members)
                ay, by = ay - y, by - y
                ax, bx = sheared(lines.points[k, 0] - x, ay), sheared(lines.points[k + 1, 0] - x, by)
                run = np.hypot(bx - ax - SHEAR * (by - ay), by - ay)
                if bx < ax:
                    ax, ay, bx, by = bx, by, ax, ay
                if ax < bx:
                    share = _share_inside(edges, first, members, start, end, bins, ax, ay, bx, by)
                    length += run / (bx - ax) * share
        lengths[pair] = length


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _share_inside(edges, first, members, start, end, bins, x0, y0, x1, y1):  # type: ignore[no-untyped-def]
    """The run of a segment, x0 < x1, inside a parcel."""
    inside = 0.0
    slope = (y1 - y0) / (x1 - x0)
    from_bin, to_bin = part_of(x0 - _ROUNDING, start, end, bins), part_of(x1 + _ROUNDING, start, end, bins)
    for b in range(from_bin, to_bin + 1):
        for m in range(first[b], first[b + 1]):
            e = edges[members[m]]
            from_x, to_x = max(e.x0, x0), min(e.x1, x1)
            width = to_x - from_x
            if not width > 0.0 or (b > from_bin and e.bin < b):
                continue
            drawn_out = e.sign * _DRAWN_OUT * e.stretch
            d0 = e.y0 + e.slope * (from_x - e.x0) + drawn_out - (y0 + slope * (from_x - x0))
            d1 = e.y0 + e.slope * (to_x - e.x0) + drawn_out - (y0 + slope * (to_x - x0))
            inside += e.sign * width * _positive(d0, d1)
    return inside


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
