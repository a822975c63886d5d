"""Rings of many polygons as arrays, straight from WKB.

Making a geometry of every feature only to take its corners out again costs more than most questions about them.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Rings(NamedTuple):
    """Rings of polygons and multipolygons, in the order of the polygons.

    Attributes:
        xy: corners, the first one of a ring again at its end, shape (corners, 2).
        start: corners of ring r are start[r] … start[r + 1], shape (rings + 1,).
        owner: index of the polygon that a ring belongs to, shape (rings,).
        hole: whether a ring is a hole, shape (rings,).
        boxes: min x, min y, max x, max y of each polygon, NaN for an empty one, shape (polygons, 4).
    """

    xy: Floats
    start: Ints
    owner: Ints
    hole: NDArray[np.bool_]
    boxes: Floats


def read_rings(wkb: NDArray[np.object_], skip: int = 0) -> Rings:
    """Rings from little-endian, two-dimensional WKB; geometries that are no polygons have none.

    Args:
        wkb: ``bytes``, shape (n,).
        skip: bytes that stand before the WKB in each value; what stands after it does not matter.

    Raises:
        ValueError: another byte order, a third dimension or an SRID.
    """
    values = wkb.tolist()
    length = np.fromiter(map(len, values), np.int64, len(values))
    begin = np.cumsum(length) - length + skip
    data = np.frombuffer(b"".join(values), np.uint8)
    corners, rings = _count(data, begin)
    if corners < 0:
        raise ValueError("WKB is not little-endian and two-dimensional")
    return Rings(*_fill(data, begin, corners, rings))


@numba.njit(cache=True, nogil=True, inline="always")
def _word(data, at):  # type: ignore[no-untyped-def]
    return (
        np.int64(data[at]) | np.int64(data[at + 1]) << 8 | np.int64(data[at + 2]) << 16 | np.int64(data[at + 3]) << 24
    )


@numba.njit(cache=True, nogil=True, inline="always")
def _polygons(data, at):  # type: ignore[no-untyped-def]
    """Number of polygons of the geometry at a place, and where the first begins; -1: cannot be read."""
    kind = _word(data, at + 1)
    if data[at] != 1 or not 1 <= kind <= 7:
        return -1, at
    if kind == 6:
        return _word(data, at + 5), at + 9
    return (1 if kind == 3 else 0), at


@numba.njit(cache=True, nogil=True)
def _count(data, begin):  # type: ignore[no-untyped-def]
    corners, rings = 0, 0
    for place in begin:
        polygons, at = _polygons(data, place)
        if polygons < 0:
            return -1, 0
        for _ in range(polygons):
            count = _word(data, at + 5)
            at += 9
            rings += count
            for _ in range(count):
                points = _word(data, at)
                corners += points
                at += 4 + 16 * points
    return corners, rings


@numba.njit(cache=True, nogil=True)
def _fill(data, begin, corners, rings):  # type: ignore[no-untyped-def]
    xy = np.empty((corners, 2), np.float64)
    flat = xy.view(np.uint8).reshape(-1)
    start, owner = np.zeros(rings + 1, np.int64), np.empty(rings, np.int64)
    hole = np.empty(rings, np.bool_)
    boxes = np.full((len(begin), 4), np.nan)
    ring = 0
    for feature in range(len(begin)):
        polygons, at = _polygons(data, begin[feature])
        first = start[ring]
        for _ in range(polygons):
            count = _word(data, at + 5)
            at += 9
            for k in range(count):
                points = _word(data, at)
                at += 4
                flat[16 * start[ring] : 16 * (start[ring] + points)] = data[at : at + 16 * points]
                at += 16 * points
                owner[ring], hole[ring] = feature, k > 0
                start[ring + 1] = start[ring] + points
                ring += 1
        if start[ring] > first:
            for axis in range(2):
                boxes[feature, axis] = xy[first : start[ring], axis].min()
                boxes[feature, axis + 2] = xy[first : start[ring], axis].max()
    return xy, start, owner, hole, boxes
