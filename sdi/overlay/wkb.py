"""Geometries out of the bytes in which a database sends them."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numba
import numpy as np
import shapely

from sdi.overlay.arrays import Geoms
from sdi.overlay.rings import Rings

_HEAD = 9
_OF_ONE_PART = frozenset(struct.pack("<BII", 1, kind, 1) for kind in (4, 5, 6))
"""How the WKB of a multi geometry begins that has one part; the part follows."""

_POLYGON, _MULTIPOLYGON = 3, 6


def geoms_of_wkb(wkb: Sequence[bytes | None]) -> Geoms:
    """Geometries; one of a single part is that part, which costs half as much in every way."""
    parts = [value[_HEAD:] if value and value[:_HEAD] in _OF_ONE_PART else value for value in wkb]
    return np.asarray(shapely.from_wkb(np.array(parts, dtype=object)), dtype=object)


def rings_of_wkb(wkb: Sequence[bytes | None]) -> Rings | None:
    """Rings of polygons and multipolygons; None if one is of another kind, has Z, or has the other byte order."""
    values = [value or b"" for value in wkb]
    data = np.frombuffer(b"".join(values), np.uint8)
    start = np.zeros(len(wkb) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, values), np.int64, len(wkb)), out=start[1:])
    rings = np.zeros(len(wkb) + 1, np.int64)
    points = _count(data, start, rings)
    if points < 0:
        return None
    np.cumsum(rings, out=rings)
    coords = np.empty((points, 2))
    begin, shell = np.empty(rings[-1] + 1, np.int64), np.empty(rings[-1], np.bool_)
    _fill(data, start, coords.view(np.uint8).reshape(-1), begin, shell)
    return Rings(coords, begin[:-1], begin[1:], shell, rings)


@numba.njit(cache=True, nogil=True, inline="always")
def _number(data, at):  # type: ignore[no-untyped-def]
    """An unsigned integer of four bytes, the lowest first."""
    return (
        np.int64(data[at]) | np.int64(data[at + 1]) << 8 | np.int64(data[at + 2]) << 16 | np.int64(data[at + 3]) << 24
    )


@numba.njit(cache=True, nogil=True)
def _count(data, start, rings):  # type: ignore[no-untyped-def]
    """Write rings + 1 of each polygon behind it; returns how many points there are, -1 if one is not understood."""
    points = 0
    for p in range(len(start) - 1):
        at, end = start[p], start[p + 1]
        if at == end:
            continue
        parts = 1
        if end - at < 9 or data[at] != 1:
            return -1
        kind = _number(data, at + 1)
        if kind == _MULTIPOLYGON:
            parts = _number(data, at + 5)
            at += 9
        elif kind != _POLYGON:
            return -1
        for _ in range(parts):
            if end - at < 9 or data[at] != 1 or _number(data, at + 1) != _POLYGON:
                return -1
            count = _number(data, at + 5)
            at += 9
            for _ in range(count):
                size = _number(data, at) if end - at >= 4 else end
                at += 4 + 16 * size
                if at > end:
                    return -1
                points += size
            rings[p + 1] += count
        if at != end:
            return -1
    return points


@numba.njit(cache=True, nogil=True)
def _fill(data, start, coords, begin, shell):  # type: ignore[no-untyped-def]
    """Copy the coordinates, as bytes, and note where rings begin and which are shells."""
    ring, point = 0, 0
    for p in range(len(start) - 1):
        at = start[p]
        if at == start[p + 1]:
            continue
        parts = 1
        if _number(data, at + 1) == _MULTIPOLYGON:
            parts = _number(data, at + 5)
            at += 9
        for _ in range(parts):
            count = _number(data, at + 5)
            at += 9
            for k in range(count):
                size = _number(data, at)
                at += 4
                coords[16 * point : 16 * (point + size)] = data[at : at + 16 * size]
                begin[ring], shell[ring] = point, k == 0
                at += 16 * size
                point += size
                ring += 1
    begin[ring] = point
