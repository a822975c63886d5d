"""Where a coverage may be faulty, told from the few edges that have no partner.

Turn every ring so that its polygon lies to the left. In a coverage without faults every edge inside meets exactly
one edge of another polygon that runs the other way between the same two corners. Such a couple changes nothing
about m(x), the number of polygons that cover a point x: one polygon ends where the next begins. All other edges are
*free*, and m changes across free edges only: both the regions that are covered twice and the gaps are bounded by
them. Free edges are the fronts to streets and waters, and the faults; only they are looked at.

A free edge e of a polygon Q is suspect of an **overlap** when

1. its midpoint lies inside another polygon, or
2. it comes within :data:`TOUCH_M` of a free edge of another polygon elsewhere than at one corner of both.

*Every region R with m >= 2 has a suspect polygon that covers part of it.* m drops along the border of R, so a piece
of the border lies on a free edge e of some Q that covers R's side of it (couples cancel, and what remains has its
polygon on the higher side). m >= 2 there, so other polygons reach up to that piece. Go from it to the midpoint of e.
If the others reach so far, the midpoint lies inside one of them (1), or on a free edge of one (2). If not, there is
a last point q of e that they reach. Of their edges that end or pass at q take the first to the left and the first to
the right of e's onward direction: between them and e there is none of the others, so no other can be their partner;
Q could be on one side only, since e is its border. So one of the two is free, and touches e at q (2); an edge that
shares a corner with e and still reaches q, inside e, lies along e, which (2) counts.

The rest of R follows from there: who overlaps a suspect is suspect himself
(:func:`sdi.geom.coverage.overlaps`). Step through R from one cell to the next, both covered at least twice: crossing
a couple exchanges one polygon for its neighbour and leaves another in place, which overlaps them both; crossing a free
edge only adds or takes away. What is not a fault costs a closer look and nothing else. So the special cases need no
cases: copies of a polygon have edges that run the same way twice, which are no couples; a polygon inside another has
its midpoints there; a long edge against two short ones touches their common corner; and the strip of a sweep may lack
its neighbours, because the argument is about the polygons given, whatever lies outside.

Polygons must be valid, with no ring that touches another of the same polygon in the middle of an edge.

Two free edges of different polygons are suspect of a **gap** when they face each other (:data:`FACING`) over some
length with less than the asked width between them. Who is suspect of an overlap is suspect of a gap, too: edges that
cross leave a gap as often as not.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from sdi.geom.rings import Rings

Flags = NDArray[np.bool_]

TOUCH_M = 1e-6
"""Closer than this counts as touching: far above the rounding of coordinates, far below what is ever reported."""
FACING = 0.25
"""Cosine up to which two edges face each other: streets meet at angles less acute than 75°."""
_LEVELS = 32


class Suspects(NamedTuple):
    """Masks of shape (n,) over the polygons given."""

    overlap: Flags
    gap: Flags


def suspects(rings: Rings, width: float = 0.0, zone: NDArray[np.float64] | None = None) -> Suspects:
    """Polygons that may overlap another or leave a narrow gap beside it; the others certainly do not.

    Args:
        rings: of n valid polygons and multipolygons, in metres; empty ones are never suspect.
        width: metres up to which an opening is a gap; 0: gaps are not looked for.
        zone: boxes of shape (k, 4), in metres; faults that lie wholly in them are looked for. Their polygons meet the
            boxes, and so do the edges along which they would be seen. None: everywhere.
    """
    overlap, gap = np.zeros(len(rings.boxes), np.bool_), np.zeros(len(rings.boxes), np.bool_)
    if len(rings.xy):
        # Near the origin, coordinates have digits to spare.
        corner = rings.xy.min(axis=0)
        xy, boxes = rings.xy - corner, rings.boxes - np.tile(corner, 2)
        start, end, owner = _free(xy, rings.start, rings.owner, rings.hole)
        if zone is not None:
            here = _meeting(start, end, zone - np.tile(corner, 2))
            start, end, owner = start[here], end[here], owner[here]
        _inside(xy, rings.start, rings.owner, boxes, start, end, owner, overlap)
        _meet(start, end, owner, width, overlap, gap)
    return Suspects(overlap, overlap | gap if width > 0 else gap)


@numba.njit(cache=True, nogil=True)
def _free(xy, ring_start, ring_owner, hole):  # type: ignore[no-untyped-def]
    """Free edges with their polygon on the left: start (m, 2), end (m, 2), owner (m,)."""
    count = len(xy) - len(ring_owner)
    begin, finish = np.empty(count, np.int64), np.empty(count, np.int64)
    owner = np.empty(count, np.int64)
    edges = 0
    for ring in range(len(ring_owner)):
        first, last = ring_start[ring], ring_start[ring + 1] - 1
        area = 0.0
        for k in range(first, last):
            area += (xy[k, 0] - xy[first, 0]) * (xy[k + 1, 1] - xy[first, 1])
            area -= (xy[k + 1, 0] - xy[first, 0]) * (xy[k, 1] - xy[first, 1])
        forward = (area > 0.0) != hole[ring]
        for k in range(first, last):
            if xy[k, 0] != xy[k + 1, 0] or xy[k, 1] != xy[k + 1, 1]:
                begin[edges], finish[edges] = (k, k + 1) if forward else (k + 1, k)
                owner[edges] = ring_owner[ring]
                edges += 1

    bits = xy.view(np.uint64)
    mask = np.uint64(1)
    while mask < 2 * edges:
        mask <<= np.uint64(1)
    mask -= np.uint64(1)
    table = np.full(mask + np.uint64(1), -1, np.int32)
    same = np.empty(edges, np.int32)  # the first edge between the same corners, in either direction
    along, against = np.zeros(edges, np.int32), np.zeros(edges, np.int32)
    partner = np.full(edges, -1, np.int32)
    for e in range(edges):
        a, b = begin[e], finish[e]
        # A sum does not tell the directions apart.
        slot = (_hash(bits[a, 0], bits[a, 1]) + _hash(bits[b, 0], bits[b, 1])) & mask
        while True:
            f = table[slot]
            if f < 0:
                table[slot] = f = e
            c, d = begin[f], finish[f]
            if xy[a, 0] == xy[c, 0] and xy[a, 1] == xy[c, 1] and xy[b, 0] == xy[d, 0] and xy[b, 1] == xy[d, 1]:
                along[f] += 1
                break
            if xy[a, 0] == xy[d, 0] and xy[a, 1] == xy[d, 1] and xy[b, 0] == xy[c, 0] and xy[b, 1] == xy[c, 1]:
                against[f] += 1
                partner[f] = owner[e]
                break
            slot = (slot + np.uint64(1)) & mask
        same[e] = f

    free = 0
    for e in range(edges):
        f = same[e]
        if along[f] != 1 or against[f] != 1 or partner[f] == owner[f]:
            begin[free], finish[free], owner[free] = begin[e], finish[e], owner[e]
            free += 1
    return xy[begin[:free]], xy[finish[:free]], owner[:free].copy()


@numba.njit(cache=True, nogil=True, inline="always")
def _hash(x, y):  # type: ignore[no-untyped-def]
    """Spread the bits of a pair of words (the constants are those of splitmix64)."""
    word = x * np.uint64(0x9E3779B97F4A7C15) + (y ^ (y >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


# --- boxes in a grid of many levels -------------------------------------------------------------------------
# A box lies in the level whose cells are at least as large as it, so it touches four cells at most, be it a garden's
# or a province's. Cells are kept in buckets by their hash: the grid has no extent, and outliers cost nothing.


@numba.njit(cache=True, nogil=True, inline="always")
def _level(box, cell):  # type: ignore[no-untyped-def]
    size, level = max(box[2] - box[0], box[3] - box[1]), 0
    while cell < size and level < _LEVELS - 1:
        cell *= 2.0
        level += 1
    return level, cell


@numba.njit(cache=True, nogil=True, inline="always")
def _bucket(level, x, y, mask):  # type: ignore[no-untyped-def]
    return np.int64(_hash(np.uint64(x) * np.uint64(_LEVELS) + np.uint64(level), np.uint64(y)) & np.uint64(mask))


@numba.njit(cache=True, nogil=True)
def _grid(boxes, cell):  # type: ignore[no-untyped-def]
    """Buckets of boxes: first (buckets + 1,), members, and which levels are in use."""
    mask = 1
    while mask < 2 * len(boxes):
        mask *= 2
    mask -= 1
    first = np.zeros(mask + 2, np.int64)
    used = np.zeros(_LEVELS, np.bool_)
    members = np.empty(0, np.int32)
    for phase in range(2):
        if phase == 1:
            for b in range(mask + 1):
                first[b + 1] += first[b]
            members = np.empty(first[-1], np.int32)
        for k in range(len(boxes)):
            if not boxes[k, 0] <= boxes[k, 2]:
                continue  # an empty geometry
            level, size = _level(boxes[k], cell)
            used[level] = True
            for x in range(int(np.floor(boxes[k, 0] / size)), int(np.floor(boxes[k, 2] / size)) + 1):
                for y in range(int(np.floor(boxes[k, 1] / size)), int(np.floor(boxes[k, 3] / size)) + 1):
                    b = _bucket(level, x, y, mask)
                    if phase == 0:
                        first[b + 1] += 1
                    else:
                        first[b + 1] -= 1
                        members[first[b + 1]] = k
        if phase == 1:
            # Filled from behind, first[b + 1] has become the beginning of bucket b.
            for b in range(mask + 1):
                first[b] = first[b + 1]
            first[mask + 1] = len(members)
    return first, members, used, mask


@numba.njit(cache=True, nogil=True)
def _mean_size(boxes):  # type: ignore[no-untyped-def]
    total, count = 0.0, 0
    for k in range(len(boxes)):
        if boxes[k, 0] <= boxes[k, 2]:
            total += max(boxes[k, 2] - boxes[k, 0], boxes[k, 3] - boxes[k, 1])
            count += 1
    return max(total / max(count, 1), 1e-3)


@numba.njit(cache=True, nogil=True)
def _meeting(start, end, zone):  # type: ignore[no-untyped-def]
    """Which edges have boxes that meet the zone."""
    meets = np.zeros(len(start), np.bool_)
    cell = _mean_size(zone)
    first, members, used, mask = _grid(zone, cell)
    for e in range(len(start)):
        x0, x1 = min(start[e, 0], end[e, 0]), max(start[e, 0], end[e, 0])
        y0, y1 = min(start[e, 1], end[e, 1]), max(start[e, 1], end[e, 1])
        size = cell
        for level in range(_LEVELS):
            if used[level]:
                for cx in range(int(np.floor(x0 / size)), int(np.floor(x1 / size)) + 1):
                    for cy in range(int(np.floor(y0 / size)), int(np.floor(y1 / size)) + 1):
                        bucket = _bucket(level, cx, cy, mask)
                        for m in range(first[bucket], first[bucket + 1]):
                            z = zone[members[m]]
                            if z[0] <= x1 and z[2] >= x0 and z[1] <= y1 and z[3] >= y0:
                                meets[e] = True
                                break
            size *= 2.0
    return meets


# --- the two tests ------------------------------------------------------------------------------------------


@numba.njit(cache=True, nogil=True)
def _inside(xy, ring_start, ring_owner, boxes, start, end, owner, overlap):  # type: ignore[no-untyped-def]
    """Mark the owners of free edges whose midpoint lies inside another polygon."""
    rings = np.zeros(len(boxes) + 1, np.int64)  # rings of polygon p are rings[p] … rings[p + 1]
    for ring in range(len(ring_owner)):
        rings[ring_owner[ring] + 1] += 1
    for p in range(len(boxes)):
        rings[p + 1] += rings[p]
    cell = _mean_size(boxes)
    first, members, used, mask = _grid(boxes, cell)
    for e in range(len(owner)):
        if overlap[owner[e]]:
            continue
        x, y = 0.5 * (start[e, 0] + end[e, 0]), 0.5 * (start[e, 1] + end[e, 1])
        size = cell
        for level in range(_LEVELS):
            if used[level]:
                b = _bucket(level, int(np.floor(x / size)), int(np.floor(y / size)), mask)
                for m in range(first[b], first[b + 1]):
                    p = members[m]
                    if (
                        p != owner[e]
                        and boxes[p, 0] <= x <= boxes[p, 2]
                        and boxes[p, 1] <= y <= boxes[p, 3]
                        and _contains(xy, ring_start, rings[p], rings[p + 1], x, y)
                    ):
                        overlap[owner[e]] = True
                        break
            size *= 2.0


@numba.njit(cache=True, nogil=True)
def _contains(xy, ring_start, ring_from, ring_to, x, y):  # type: ignore[no-untyped-def]
    inside = False
    for ring in range(ring_from, ring_to):
        for k in range(ring_start[ring], ring_start[ring + 1] - 1):
            if (xy[k, 1] > y) != (xy[k + 1, 1] > y):
                # From the lower end, whichever way the ring runs: two neighbours see their common edge alike.
                low, high = (k, k + 1) if xy[k, 1] < xy[k + 1, 1] else (k + 1, k)
                run, rise = xy[high, 0] - xy[low, 0], xy[high, 1] - xy[low, 1]
                if x < xy[low, 0] + (y - xy[low, 1]) / rise * run:
                    inside = not inside
    return inside


@numba.njit(cache=True, nogil=True)
def _meet(start, end, owner, width, overlap, gap):  # type: ignore[no-untyped-def]
    """Mark the owners of free edges that meet, or that face each other closely."""
    reach = max(width, TOUCH_M)
    boxes = np.empty((len(owner), 4))
    for e in range(len(owner)):
        for axis in range(2):
            boxes[e, axis] = min(start[e, axis], end[e, axis])
            boxes[e, axis + 2] = max(start[e, axis], end[e, axis])
    cell = _mean_size(boxes) + reach
    first, members, used, mask = _grid(boxes, cell)
    for e in range(len(owner)):
        a, b = (start[e, 0], start[e, 1]), (end[e, 0], end[e, 1])
        x0, y0, x1, y1 = boxes[e, 0] - reach, boxes[e, 1] - reach, boxes[e, 2] + reach, boxes[e, 3] + reach
        lowest, _ = _level(boxes[e], cell)
        size = cell
        for level in range(_LEVELS):
            # The smaller of two looks for the larger one; equals find each other.
            if level >= lowest and used[level]:
                for cx in range(int(np.floor(x0 / size)), int(np.floor(x1 / size)) + 1):
                    for cy in range(int(np.floor(y0 / size)), int(np.floor(y1 / size)) + 1):
                        bucket = _bucket(level, cx, cy, mask)
                        for m in range(first[bucket], first[bucket + 1]):
                            f = members[m]
                            p, q = owner[e], owner[f]
                            if (
                                p == q
                                or (overlap[p] and overlap[q])
                                or boxes[f, 0] > x1 or boxes[f, 2] < x0 or boxes[f, 1] > y1 or boxes[f, 3] < y0
                            ):  # fmt: skip
                                continue
                            c, d = (start[f, 0], start[f, 1]), (end[f, 0], end[f, 1])
                            if _touch(a, b, c, d):
                                overlap[p] = overlap[q] = True
                            elif not (gap[p] and gap[q]) and _facing(a, b, c, d, width):
                                gap[p] = gap[q] = True
            size *= 2.0


@numba.njit(cache=True, nogil=True)
def _touch(a, b, c, d):  # type: ignore[no-untyped-def]
    """Whether segments ab and cd come within TOUCH_M of each other elsewhere than at one common corner."""
    ac, ad = _equal(a, c), _equal(a, d)
    bc, bd = _equal(b, c), _equal(b, d)
    if (ac or ad) and (bc or bd):
        return True
    if ac or ad:
        return _near(b, c, d) or _near(d if ac else c, a, b)
    if bc or bd:
        return _near(a, c, d) or _near(d if bc else c, a, b)
    if _near(a, c, d) or _near(b, c, d) or _near(c, a, b) or _near(d, a, b):
        return True
    return (_side(a, b, c) > 0.0) != (_side(a, b, d) > 0.0) and (_side(c, d, a) > 0.0) != (_side(c, d, b) > 0.0)


@numba.njit(cache=True, nogil=True, inline="always")
def _equal(p, q):  # type: ignore[no-untyped-def]
    return p[0] == q[0] and p[1] == q[1]


@numba.njit(cache=True, nogil=True, inline="always")
def _side(a, b, p):  # type: ignore[no-untyped-def]
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])


@numba.njit(cache=True, nogil=True)
def _near(p, a, b):  # type: ignore[no-untyped-def]
    """Whether p lies within TOUCH_M of segment ab."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    t = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy)
    t = min(max(t, 0.0), 1.0)
    x, y = p[0] - a[0] - t * dx, p[1] - a[1] - t * dy
    return x * x + y * y <= TOUCH_M * TOUCH_M


@numba.njit(cache=True, nogil=True)
def _facing(a, b, c, d, width):  # type: ignore[no-untyped-def]
    """Whether ab and cd, each with its polygon on the left, have a strip no wider than ``width`` between them."""
    if width <= 0.0:
        return False
    dx, dy = b[0] - a[0], b[1] - a[1]
    ex, ey = d[0] - c[0], d[1] - c[1]
    length = np.hypot(dx, dy)
    if dx * ex + dy * ey > -FACING * length * np.hypot(ex, ey):
        return False
    dx, dy = dx / length, dy / length
    # Along ab and away from its polygon; cd runs the other way, so d comes first.
    t0, t1 = (d[0] - a[0]) * dx + (d[1] - a[1]) * dy, (c[0] - a[0]) * dx + (c[1] - a[1]) * dy
    u0, u1 = (d[0] - a[0]) * dy - (d[1] - a[1]) * dx, (c[0] - a[0]) * dy - (c[1] - a[1]) * dx
    low, high = max(t0, 0.0), min(t1, length)
    if high - low <= TOUCH_M:
        return False
    slope = (u1 - u0) / (t1 - t0)
    near, far = u0 + (low - t0) * slope, u0 + (high - t0) * slope
    if near > far:
        near, far = far, near
    return near <= width and far > TOUCH_M
