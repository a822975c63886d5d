"""The nearest point or line of each polygon, within a reach.

Candidates are the features whose box comes within the reach. Of each, only segments whose box is nearer than the best
distance so far are compared with the polygon's edges, so that most cost one comparison. A feature that crosses no
edge is inside or outside with each of its parts as a whole, which the first point of the part decides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import shapely

from sdi.overlay.arrays import Bools, Floats, Geoms, Ints, on_threads, slices, starts_of
from sdi.overlay.rings import rings_of

_BASE_AT_ONCE = 5_000


@dataclass(frozen=True)
class Segments:
    """Points and lines as segments, sorted by feature; a point is a segment without length.

    Attributes:
        ends: x and y of both ends, shape (segments, 4).
        head: Whether the segment is the first of its part, shape (segments,).
        start: segments of feature i are start[i] … start[i + 1], shape (features + 1,).
        box: min x, min y, max x, max y of each feature, shape (features, 4).
    """

    ends: Floats
    head: Bools
    start: Ints
    box: Floats


def segments_of(geoms: Geoms) -> Segments:
    """Segments of points and lines, single or multi, shape (features,); missing and empty ones have none."""
    parts, part_owner = shapely.get_parts(geoms, return_index=True)
    coords, part = shapely.get_coordinates(parts, return_index=True)
    first = np.ones(len(part), np.bool_)
    first[1:] = part[1:] != part[:-1]
    alone = np.bincount(part, minlength=len(parts))[part] == 1
    begin = np.flatnonzero(alone | ~np.append(first[1:], True))  # all but the last point of a line
    end = np.where(alone[begin], begin, begin + 1)
    return Segments(
        np.hstack([coords[begin], coords[end]]),
        first[begin],
        starts_of(part_owner[part[begin]], len(geoms)),
        shapely.bounds(geoms),
    )


def nearest_within(
    base: Geoms, tree: shapely.STRtree, features: Segments, reach: float, visible: Bools | None = None
) -> tuple[Ints, Ints, Floats]:
    """The nearest feature of each polygon; distance 0 where it lies on it, and of equally near ones the first.

    Args:
        base: Valid polygons and multipolygons in metres, shape (n,).
        tree: Boxes of the features.
        features: Their segments.
        reach: Metres; what is farther does not count.
        visible: Which features count, shape (features,); None: all.

    Returns:
        Index of the polygon, of its nearest feature, and metres between them; polygons without one are left out.
    """

    def work(chunk: slice) -> tuple[Ints, Ints, Floats]:
        polygons = base[chunk]
        box = shapely.bounds(polygons)
        i, j = tree.query(shapely.box(*(box + [-reach, -reach, reach, reach]).T))
        if visible is not None:
            i, j = i[visible[j]], j[visible[j]]
        order = np.lexsort((j, i))
        rings = rings_of(polygons)
        found, distance = _nearest(
            rings.coords, rings.begin, rings.end, rings.start, box, starts_of(i, len(polygons)), j[order],
            features.ends, features.head, features.start, features.box, reach,
        )  # fmt: skip
        at = np.flatnonzero(found >= 0)
        return at + chunk.start, found[at], distance[at]

    parts = on_threads(work, slices(len(base), _BASE_AT_ONCE))
    i, j, distance = (np.concatenate(column) for column in zip(*parts, strict=True))
    return i, j, distance


@numba.njit(cache=True, nogil=True)
def _nearest(  # type: ignore[no-untyped-def]
    coords, ring_begin, ring_end, ring_start, box, first, candidates, ends, head, start, feature_box, reach
):
    count = len(box)
    found, distance = np.full(count, -1, np.int64), np.zeros(count)
    for p in range(count):
        best = reach * reach
        for c in range(first[p], first[p + 1]):
            f = candidates[c]
            apart = _apart(box[p], feature_box[f, 0], feature_box[f, 1], feature_box[f, 2], feature_box[f, 3])
            if apart > best or (apart == best and found[p] >= 0):
                continue
            for s in range(start[f], start[f + 1]):
                x0, y0, x1, y1 = ends[s, 0], ends[s, 1], ends[s, 2], ends[s, 3]
                apart = _apart(box[p], min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
                if apart > best or (apart == best and found[p] >= 0):
                    continue
                inside = False
                nearest = np.inf
                for r in range(ring_start[p], ring_start[p + 1]):
                    for k in range(ring_begin[r], ring_end[r] - 1):
                        ax, ay, bx, by = coords[k, 0], coords[k, 1], coords[k + 1, 0], coords[k + 1, 1]
                        if head[s] and (ay > y0) != (by > y0) and x0 - ax < (bx - ax) * (y0 - ay) / (by - ay):
                            inside = not inside
                        nearest = min(nearest, _between(x0, y0, x1, y1, ax, ay, bx, by))
                if inside:
                    nearest = 0.0
                if nearest < best or (nearest == best and found[p] < 0):
                    best, found[p] = nearest, f
                if best == 0.0 and found[p] >= 0:
                    break
            if best == 0.0 and found[p] >= 0:
                break
        distance[p] = np.sqrt(best)
    return found, distance


@numba.njit(cache=True, nogil=True, inline="always")
def _apart(box, min_x: float, min_y: float, max_x: float, max_y: float) -> float:  # type: ignore[no-untyped-def]
    """Square of the distance between two boxes."""
    dx = max(0.0, min_x - box[2], box[0] - max_x)
    dy = max(0.0, min_y - box[3], box[1] - max_y)
    return dx * dx + dy * dy


@numba.njit(cache=True, nogil=True)
def _between(x0: float, y0: float, x1: float, y1: float, ax: float, ay: float, bx: float, by: float) -> float:
    """Square of the distance between two segments."""
    dx, dy, ex, ey = x1 - x0, y1 - y0, bx - ax, by - ay
    turn = dx * ey - dy * ex
    if turn != 0.0:
        t = ((ax - x0) * ey - (ay - y0) * ex) / turn
        u = ((ax - x0) * dy - (ay - y0) * dx) / turn
        if 0.0 <= t <= 1.0 and 0.0 <= u <= 1.0:
            return 0.0
    return min(
        _from_point(x0, y0, ax, ay, ex, ey), _from_point(x1, y1, ax, ay, ex, ey),
        _from_point(ax, ay, x0, y0, dx, dy), _from_point(bx, by, x0, y0, dx, dy),
    )  # fmt: skip


@numba.njit(cache=True, nogil=True, inline="always")
def _from_point(px: float, py: float, x: float, y: float, dx: float, dy: float) -> float:
    """Square of the distance of a point from the segment that leads from (x, y) by (dx, dy)."""
    length = dx * dx + dy * dy
    t = 0.0 if length == 0.0 else min(1.0, max(0.0, ((px - x) * dx + (py - y) * dy) / length))
    nx, ny = x + t * dx - px, y + t * dy - py
    return nx * nx + ny * ny
