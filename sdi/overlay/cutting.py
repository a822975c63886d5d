"""What a small polygon shares with an area of any size, cut out along the edges near it.

Where two boundaries cross properly, the boundary of what they share runs along one of them up to the next crossing and
goes on along the other. At a crossing the zone's boundary enters the parcel exactly where the parcel's leaves the zone,
so the pieces are strung together by walking: along the zone from where it enters the parcel, along the parcel from
where that enters the zone.

Only plain cases are done here. A vertex on or almost on an edge, a grazing angle, a result with a hole: these are left
to GEOS, and so is everything whose area is not what the sums of :mod:`sdi.overlay.areas` say; a ring of either that
crosses nothing shows in the area. What is far enough from all that does not become invalid when the points of crossing
are rounded to the doubles next to them.
"""

from __future__ import annotations

import numba
import numpy as np
import shapely

from sdi.overlay.arrays import Floats, Geoms, Ints
from sdi.overlay.edges import Edges, part_of, sheared

MOST = 256
"""Points of a parcel; every edge of it is compared with every edge of the zone nearby."""
_APART = 1e-7
"""m between an edge and a vertex, or between two crossings of an edge; nearer ones are no plain case."""
_SINE = 1e-3
"""Of the angle of a crossing; what crosses at a smaller one is no plain case."""
_CROSSINGS = 64
"""Of a pair; what crosses more often is no plain case."""

_CROSSING = np.dtype(
    [
        ("ring_p", np.int64),  # of the parcel
        ("edge_p", np.int64),  # by its first point
        ("share_p", np.float64),  # of the edge that lies before the crossing
        ("ring_z", np.int64),  # and of the zone
        ("edge_z", np.int64),
        ("share_z", np.float64),
        ("x", np.float64),
        ("y", np.float64),
        ("enters", np.bool_),  # the zone's boundary enters the parcel
        ("walked", np.bool_),
    ]
)


def cut(parcels: Edges, zones: Edges, parcel: Ints, zone: Ints, area: Floats, rounding: Floats) -> Geoms:
    """Polygons and multipolygons that pairs share.

    Args:
        parcels: Valid polygons of at most :data:`MOST` points.
        zones: Valid polygons of any size.
        parcel: Index of the parcel of each pair, shape (pairs,).
        zone: Index of the zone of each pair, shape (pairs,).
        area: m² that each pair shares, shape (pairs,).
        rounding: m² by which the area of the result may differ from it, shape (pairs,).

    Returns:
        Shape (pairs,); None where the case is not plain.
    """
    points, ends, shells = _cut(parcels.shapes, zones.shapes, zones.grid, parcel, zone, area, rounding)
    found = np.full(len(parcel), None, dtype=object)
    offsets = np.concatenate([[0], ends])
    rings = shapely.from_ragged_array(shapely.GeometryType.POLYGON, points, (offsets, np.arange(len(offsets))))
    owner = np.repeat(np.arange(len(parcel)), shells)
    one = shells == 1
    found[one] = rings[one[owner]]
    several = shells > 1
    if several.any():
        place = np.cumsum(several) - 1
        mine = several[owner]
        found[several] = shapely.multipolygons(rings[mine], indices=place[owner[mine]])
    # Rings that touch in a point may have become one that touches itself.
    rings_of = [np.diff(edges.shapes.start)[which] for edges, which in ((parcels, parcel), (zones, zone))]
    doubtful = np.flatnonzero((shells > 0) & (np.maximum(*rings_of) > 1))
    found[doubtful[~shapely.is_valid(found[doubtful])]] = None
    return found


@numba.njit(cache=True, nogil=True)
def _cut(parcels, zones, grid, pairs_p, pairs_z, areas, roundings):  # type: ignore[no-untyped-def]
    """Points of all rings, where each ring ends, and how many rings each pair has; 0: no plain case."""
    most = 0
    for z in range(len(zones.start) - 1):
        if zones.start[z] < zones.start[z + 1]:
            most = max(most, zones.end[zones.start[z + 1] - 1] - zones.begin[zones.start[z]])
    seen, near = np.full(most, -1, np.int64), np.empty(most, np.int64)
    crossings = np.empty(_CROSSINGS, _CROSSING)
    points, ends = np.empty((64 * len(pairs_p), 2)), np.empty(2 * len(pairs_p), np.int64)
    shells = np.zeros(len(pairs_p), np.int64)
    used, rings = 0, 0
    for pair in range(len(pairs_p)):
        p, z = pairs_p[pair], pairs_z[pair]
        edges = _near(parcels, zones, grid, p, z, pair, seen, near)
        count = _cross(parcels, zones, p, z, near[:edges], crossings)
        if count < 2:
            continue
        room = used + edges + parcels.end[parcels.start[p + 1] - 1] - parcels.begin[parcels.start[p]] + 2 * count
        if room > len(points):
            points = np.concatenate((points, np.empty((room, 2))))
        if rings + count > len(ends):
            ends = np.concatenate((ends, np.empty(len(ends) + count, np.int64)))
        end, made, area = _walk(parcels, zones, p, crossings[:count], points[:room], used, ends, rings)
        if made > 0 and abs(area - areas[pair]) <= roundings[pair]:
            shells[pair], used, rings = made, end, rings + made
    return points[:used].copy(), ends[:rings].copy(), shells


@numba.njit(cache=True, nogil=True)
def _near(parcels, zones, grid, p, z, pair, seen, near):  # type: ignore[no-untyped-def]
    """Edges of a zone whose boxes meet that of the parcel; how many."""
    left, bottom, right, top = parcels.box[p, 0], parcels.box[p, 1], parcels.box[p, 2], parcels.box[p, 3]
    west, south, east, north = zones.box[z, 0], zones.box[z, 1], zones.box[z, 2], zones.box[z, 3]
    columns, rows, cell = grid.columns[z], grid.rows[z], grid.start[z]
    origin = zones.begin[zones.start[z]]
    from_column = part_of(left - _APART, west, east, columns)
    to_column = part_of(right + _APART, west, east, columns)
    low, high = part_of(bottom - _APART, south, north, rows), part_of(top + _APART, south, north, rows)
    count = 0
    for c in range(cell + from_column * rows, cell + to_column * rows + 1, rows):
        for m in range(grid.first[c + low], grid.first[c + high + 1]):
            k = grid.members[m]
            if seen[k] == pair:
                continue
            seen[k] = pair
            k += origin
            y0, y1 = zones.points[k, 1], zones.points[k + 1, 1]
            if max(y0, y1) < bottom - _APART or min(y0, y1) > top + _APART:
                continue
            x0, x1 = sheared(zones.points[k, 0], y0), sheared(zones.points[k + 1, 0], y1)
            if max(x0, x1) >= left - _APART and min(x0, x1) <= right + _APART:
                near[count] = k
                count += 1
    return count


@numba.njit(cache=True, nogil=True)
def _cross(parcels, zones, p, z, near, crossings):  # type: ignore[no-untyped-def]
    """Where the boundaries cross, relative to the parcel's corner; how often, or 0 where this is no plain case."""
    x, y = parcels.corner[p, 0], parcels.corner[p, 1]
    own = np.arange(parcels.begin[parcels.start[p]], parcels.end[parcels.start[p + 1] - 1])
    count = 0
    for r in range(parcels.start[p], parcels.start[p + 1]):
        for e in range(parcels.begin[r], parcels.end[r] - 1):
            ax, ay = parcels.points[e, 0] - x, parcels.points[e, 1] - y
            bx, by = parcels.points[e + 1, 0] - x, parcels.points[e + 1, 1] - y
            ux, uy = bx - ax, by - ay
            long = np.hypot(ux, uy)
            if long == 0.0:
                continue
            left, right = min(ax, bx) - _APART, max(ax, bx) + _APART
            bottom, top = min(ay, by) - _APART, max(ay, by) + _APART
            for f in near:
                cx, cy = zones.points[f, 0] - x, zones.points[f, 1] - y
                dx, dy = zones.points[f + 1, 0] - x, zones.points[f + 1, 1] - y
                if max(cx, dx) < left or min(cx, dx) > right or max(cy, dy) < bottom or min(cy, dy) > top:
                    continue
                vx, vy = dx - cx, dy - cy
                reach = np.hypot(vx, vy)
                # Heights over the line of the other edge, and places along it.
                c_high, d_high = (ux * (cy - ay) - uy * (cx - ax)) / long, (ux * (dy - ay) - uy * (dx - ax)) / long
                if (c_high > _APART and d_high > _APART) or (c_high < -_APART and d_high < -_APART):
                    continue
                a_high, b_high = (vx * (ay - cy) - vy * (ax - cx)) / reach, (vx * (by - cy) - vy * (bx - cx)) / reach
                if (a_high > _APART and b_high > _APART) or (a_high < -_APART and b_high < -_APART):
                    continue
                sine = (ux * vy - uy * vx) / (long * reach)
                if min(abs(c_high), abs(d_high), abs(a_high), abs(b_high)) <= _APART or abs(sine) < _SINE:
                    return 0
                if count == _CROSSINGS:
                    return 0
                new = crossings[count]
                new.ring_p, new.edge_p, new.share_p = r, e, a_high / (a_high - b_high)
                new.ring_z, new.edge_z, new.share_z = _ring_of(zones, z, f), f, c_high / (c_high - d_high)
                new.x, new.y = ax + new.share_p * ux, ay + new.share_p * uy
                new.enters, new.walked = sine > 0.0, False
                for other in crossings[:count]:
                    if (other.edge_p == e or other.edge_z == f) and np.hypot(
                        new.x - other.x, new.y - other.y
                    ) <= _APART:
                        return 0
                count += 1
                if _crowded(parcels, own, e) or _crowded(zones, near, f):
                    return 0
    return count


@numba.njit(cache=True, nogil=True)
def _crowded(shapes, near, edge):  # type: ignore[no-untyped-def]
    """Whether one of some vertices of a shape comes close to an edge of it that does not end there."""
    points = shapes.points
    ax, ay, bx, by = points[edge, 0], points[edge, 1], points[edge + 1, 0], points[edge + 1, 1]
    ux, uy = bx - ax, by - ay
    long = np.hypot(ux, uy)
    for k in near:
        x, y = points[k, 0] - ax, points[k, 1] - ay
        end = (x == 0.0 and y == 0.0) or (points[k, 0] == bx and points[k, 1] == by)
        beside = -_APART * long <= ux * x + uy * y <= long * (long + _APART)
        if beside and not end and abs(ux * y - uy * x) <= _APART * long:
            return True
    return False


@numba.njit(cache=True, nogil=True)
def _ring_of(shapes, i, point):  # type: ignore[no-untyped-def]
    """The ring of a geometry that a point is of."""
    low, high = shapes.start[i], shapes.start[i + 1]
    while high - low > 1:
        middle = (low + high) // 2
        if shapes.begin[middle] <= point:
            low = middle
        else:
            high = middle
    return low


@numba.njit(cache=True, nogil=True)
def _next(crossings, here, along_zone):  # type: ignore[no-untyped-def]
    """The next crossing along the ring of the zone or of the parcel, which may be the same; its position."""
    after, first = -1, here
    for k in range(len(crossings)):
        if _same_ring(crossings, k, here, along_zone):
            if _before(crossings, here, k, along_zone) and (after < 0 or _before(crossings, k, after, along_zone)):
                after = k
            if _before(crossings, k, first, along_zone):
                first = k
    return after if after >= 0 else first


@numba.njit(cache=True, nogil=True, inline="always")
def _same_ring(crossings, a, b, along_zone):  # type: ignore[no-untyped-def]
    if along_zone:
        return crossings[a].ring_z == crossings[b].ring_z
    return crossings[a].ring_p == crossings[b].ring_p


@numba.njit(cache=True, nogil=True, inline="always")
def _before(crossings, a, b, along_zone):  # type: ignore[no-untyped-def]
    one, other = crossings[a], crossings[b]
    if along_zone:
        return one.edge_z < other.edge_z or (one.edge_z == other.edge_z and one.share_z < other.share_z)
    return one.edge_p < other.edge_p or (one.edge_p == other.edge_p and one.share_p < other.share_p)


@numba.njit(cache=True, nogil=True)
def _walk(parcels, zones, p, crossings, points, begin, ends, rings):  # type: ignore[no-untyped-def]
    """Write the rings; where the last one ends, how many (0: no plain case), and the area of all."""
    x, y = parcels.corner[p, 0], parcels.corner[p, 1]
    end, made, area = begin, 0, 0.0
    for start in range(len(crossings)):
        if crossings[start].walked or not crossings[start].enters:
            continue
        first, here, along_zone = end, start, True
        while True:
            there = _next(crossings, here, along_zone)
            if crossings[there].enters == along_zone or end == len(points):
                return begin, 0, 0.0
            crossings[here].walked = True
            points[end, 0], points[end, 1] = x + crossings[here].x, y + crossings[here].y
            end += 1
            shapes = zones if along_zone else parcels
            ring = crossings[here].ring_z if along_zone else crossings[here].ring_p
            at = crossings[here].edge_z if along_zone else crossings[here].edge_p
            to = crossings[there].edge_z if along_zone else crossings[there].edge_p
            around = at == to and not _before(crossings, here, there, along_zone)
            while at != to or around:
                at, around = at + 1, False
                if at == shapes.end[ring] - 1:
                    at = shapes.begin[ring]
                if end == len(points):
                    return begin, 0, 0.0
                points[end, 0], points[end, 1] = shapes.points[at, 0], shapes.points[at, 1]
                end += 1
            here, along_zone = there, not along_zone
            if here == start and along_zone:
                break
        if end == len(points):
            return begin, 0, 0.0
        points[end, 0], points[end, 1] = points[first, 0], points[first, 1]
        end += 1
        twice = 0.0
        for k in range(first, end - 1):
            twice += (points[k, 0] - x) * (points[k + 1, 1] - y) - (points[k + 1, 0] - x) * (points[k, 1] - y)
        if twice <= 0.0:  # a hole
            return begin, 0, 0.0
        area += 0.5 * twice
        ends[rings + made] = end
        made += 1
    return end, made, area
