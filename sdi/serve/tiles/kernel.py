"""From WKB to the features of a vector tile, compiled: move, snap, clip, and write the bytes.

A dense tile has some ten thousand corners. In PostGIS each of its polygons passes through wagyu (ST_AsMVTGeom), which
costs more than finding them, and through PROJ; here a corner costs some fifty nanoseconds.

Coordinates are snapped before they are cut, to a lattice that neighbouring tiles share: borders that two features or
two tiles have in common stay in common.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from sdi.crs.surface import Cells, moved

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]

POINT, LINE, POLYGON = 1, 2, 3
_MOVE, _LINE, _CLOSE = 1, 2, 7

_jit = numba.njit(cache=True, nogil=True, error_model="numpy")
_inline = numba.njit(cache=True, nogil=True, error_model="numpy", inline="always")


class Lens(NamedTuple):
    """From coordinates of the storage CRS to units of the tile.

    Attributes:
        cells: From the storage CRS into the grid's. How they are read is compiled in here, and numba's cache looks at
            the time of this file only: a working copy in which only ``surface.py`` changed needs its caches deleted.
        corner: The tile's top left corner in the grid's CRS.
        scale: Units of the tile per unit of the grid's CRS.
        snap: Coordinates become multiples of this many units.
        low: Features are cut off to the left of and above this unit,
        high: and beyond this one.
    """

    cells: Cells
    corner: tuple[float, float]
    scale: float
    snap: float
    low: float
    high: float


@_jit
def encode(wkb: Bytes, starts: Ints, ids: Ints, tags: Ints, lens: Lens, most: int) -> tuple[Bytes, int]:
    """The features of one layer of a tile.

    Args:
        wkb: Little-endian WKB of all features (points, lines, polygons, or several of one kind), one behind the other.
        starts: Feature i is ``wkb[starts[i] : starts[i + 1]]``, shape (n + 1,).
        ids: Feature ids, not negative, shape (n,).
        tags: Index of each property's value, -1 where there is none, shape (n, keys).
        lens: The tile.
        most: When that many bytes are written, the features that are left are dropped.

    Returns:
        Bytes of the features, as they follow each other in a layer; and how many of them there are.
    """
    count = len(starts) - 1
    longest = 0
    for i in range(count):
        longest = max(longest, starts[i + 1] - starts[i])
    room = longest // 16 + 4
    raw = np.empty((2, room))
    work = np.empty((2, 6 * room + 16))
    other = np.empty((2, 6 * room + 16))
    geometry = np.empty(24 * 6 * room + 64, np.uint8)
    tagged = np.empty(20 * tags.shape[1] + 1, np.uint8)
    out = np.empty(min(most, 8 * len(wkb) + (64 + len(tagged)) * count) + len(geometry) + len(tagged) + 64, np.uint8)
    at, kept = 0, 0
    for i in range(count):
        if at >= most:
            break
        kind, size = _geometry(wkb, starts[i], lens, raw, work, other, geometry)
        if size == 0:
            continue
        width = 0
        for key in range(tags.shape[1]):
            if tags[i, key] >= 0:
                width = _varint(tagged, width, key)
                width = _varint(tagged, width, tags[i, key])
        inner = 1 + _length(ids[i]) + 2 + 1 + _length(size) + size
        if width:
            inner += 1 + _length(width) + width
        out[at] = 0x12
        at = _varint(out, at + 1, inner)
        out[at] = 0x08
        at = _varint(out, at + 1, ids[i])
        if width:
            out[at] = 0x12
            at = _varint(out, at + 1, width)
            out[at : at + width] = tagged[:width]
            at += width
        out[at] = 0x18
        out[at + 1] = kind
        out[at + 2] = 0x22
        at = _varint(out, at + 3, size)
        out[at : at + size] = geometry[:size]
        at += size
        kept += 1
    return out[:at], kept


@_jit
def _geometry(wkb, start, lens, raw, work, other, out):  # type: ignore[no-untyped-def]
    """Commands of one feature: its kind, and how many bytes of ``out`` were written."""
    form = _integer(wkb, start + 1)
    at, parts = start + 5, 1
    if form > 3:
        parts = _integer(wkb, at)
        at += 4
    kind = form - 3 if form > 3 else form
    to, cursor_x, cursor_y = 0, 0, 0
    if kind == POINT:
        return kind, _points(wkb, at, form, parts, lens, work, out)
    for _ in range(parts):
        if form > 3:
            at += 5
        rings = 1
        if kind == POLYGON:
            rings = _integer(wkb, at)
            at += 4
        shell = False
        for ring in range(rings):
            points = _integer(wkb, at)
            at += 4
            here = at
            at += 16 * points
            if kind == POLYGON and ring > 0 and not shell:
                continue  # a hole in what is not to be seen
            inside, beyond = _load(wkb, here, points, lens, raw)
            if beyond:
                continue
            if kind == LINE:
                to, cursor_x, cursor_y = _line(raw, points, inside, lens, work, out, to, cursor_x, cursor_y)
                continue
            held, size = raw, points
            if not inside:
                size = _cut(raw, points, 0, lens.low, True, other)
                size = _cut(other, size, 0, lens.high, False, work)
                size = _cut(work, size, 1, lens.low, True, other)
                size = _cut(other, size, 1, lens.high, False, work)
                held = work
            first, size, area = _tidy_ring(held, size)
            if area == 0.0:
                continue
            if ring == 0:
                shell = True
            to, cursor_x, cursor_y = _ring(held, first, size, (area > 0) == (ring == 0), out, to, cursor_x, cursor_y)
    return kind, to


@_jit
def _load(wkb, at, points, lens, raw):  # type: ignore[no-untyped-def]
    """Read coordinates into units of the tile; whether all lie inside the box, and whether all lie on one far side."""
    source = wkb[at : at + 16 * points].view(np.float64)
    min_x, min_y, max_x, max_y = np.inf, np.inf, -np.inf, -np.inf
    for i in range(points):
        x, y = moved(lens.cells, source[2 * i], source[2 * i + 1])
        u = np.floor((x - lens.corner[0]) * lens.scale / lens.snap + 0.5) * lens.snap
        v = np.floor((lens.corner[1] - y) * lens.scale / lens.snap + 0.5) * lens.snap
        raw[0, i], raw[1, i] = u, v
        min_x, max_x, min_y, max_y = min(min_x, u), max(max_x, u), min(min_y, v), max(max_y, v)
    inside = min_x >= lens.low and min_y >= lens.low and max_x <= lens.high and max_y <= lens.high
    return inside, max_x < lens.low or max_y < lens.low or min_x > lens.high or min_y > lens.high


@_jit
def _points(wkb, at, form, parts, lens, work, out):  # type: ignore[no-untyped-def]
    found = 0
    one = np.empty((2, 1))
    for _ in range(parts):
        if form > 3:
            at += 5
        inside, _far = _load(wkb, at, 1, lens, one)
        at += 16
        if inside:
            work[0, found], work[1, found] = one[0, 0], one[1, 0]
            found += 1
    if found == 0:
        return 0
    to = _varint(out, 0, found << 3 | _MOVE)
    x, y = 0, 0
    for i in range(found):
        to, x, y = _step(out, to, work[0, i], work[1, i], x, y)
    return to


@_jit
def _line(raw, points, inside, lens, run, out, to, x, y):  # type: ignore[no-untyped-def]
    """Write a line, in as many pieces as the box leaves of it."""
    size = 0
    for i in range(points - 1):
        ax, ay, bx, by = raw[0, i], raw[1, i], raw[0, i + 1], raw[1, i + 1]
        if not inside:
            some, ax, ay, bx, by = _within(ax, ay, bx, by, lens.low, lens.high)
            if not some:
                continue
        if size == 0 or run[0, size - 1] != ax or run[1, size - 1] != ay:
            to, x, y = _piece(run, size, out, to, x, y)
            run[0, 0], run[1, 0] = ax, ay
            size = 1
        if ax == bx and ay == by:
            continue
        if size >= 2:
            fx, fy = run[0, size - 1] - run[0, size - 2], run[1, size - 1] - run[1, size - 2]
            gx, gy = bx - run[0, size - 1], by - run[1, size - 1]
            if fx * gy == fy * gx and fx * gx + fy * gy > 0:
                size -= 1
        run[0, size], run[1, size] = bx, by
        size += 1
    return _piece(run, size, out, to, x, y)


@_jit
def _piece(run, size, out, to, x, y):  # type: ignore[no-untyped-def]
    if size < 2:
        return to, x, y
    to = _varint(out, to, 1 << 3 | _MOVE)
    to, x, y = _step(out, to, run[0, 0], run[1, 0], x, y)
    to = _varint(out, to, (size - 1) << 3 | _LINE)
    for i in range(1, size):
        to, x, y = _step(out, to, run[0, i], run[1, i], x, y)
    return to, x, y


@_jit
def _within(ax, ay, bx, by, low, high):  # type: ignore[no-untyped-def]
    """The part of a segment inside the box (Liang and Barsky), in whole units; whether there is one."""
    dx, dy = bx - ax, by - ay
    enter, leave = 0.0, 1.0
    for side in range(4):
        if side == 0:
            p, q = -dx, ax - low
        elif side == 1:
            p, q = dx, high - ax
        elif side == 2:
            p, q = -dy, ay - low
        else:
            p, q = dy, high - ay
        if p == 0.0:
            if q < 0.0:
                return False, ax, ay, bx, by
        elif p < 0.0:
            enter = max(enter, q / p)
        else:
            leave = min(leave, q / p)
    if enter > leave:
        return False, ax, ay, bx, by
    cx, cy, ex, ey = ax, ay, bx, by
    if enter > 0.0:
        cx, cy = np.floor(ax + enter * dx + 0.5), np.floor(ay + enter * dy + 0.5)
    if leave < 1.0:
        ex, ey = np.floor(ax + leave * dx + 0.5), np.floor(ay + leave * dy + 0.5)
    return True, cx, cy, ex, ey


@_jit
def _cut(ring, size, axis, edge, above, out):  # type: ignore[no-untyped-def]
    """The part of a ring on one side of an edge of the box (Sutherland and Hodgman); returns its size.

    Where a ring leaves the box several times its pieces are joined along the edge, out of sight.
    """
    found = 0
    sign = 1.0 if above else -1.0
    for i in range(size):
        j = i - 1 if i else size - 1
        here, before = (ring[axis, i] - edge) * sign, (ring[axis, j] - edge) * sign
        if (here >= 0.0) != (before >= 0.0):
            share = before / (before - here)
            across = ring[1 - axis, j] + share * (ring[1 - axis, i] - ring[1 - axis, j])
            out[axis, found], out[1 - axis, found] = edge, np.floor(across + 0.5)
            found += 1
        if here >= 0.0:
            out[0, found], out[1, found] = ring[0, i], ring[1, i]
            found += 1
    return found


@_jit
def _tidy_ring(ring, size):  # type: ignore[no-untyped-def]
    """Remove corners that are none, in place: repeated, on a straight line, or the tip of a spike.

    Returns:
        Where the ring begins now, how many corners it has, and twice its area (0 when nothing is left; positive when
        it turns clockwise on the screen, where y points down).
    """
    top = 0
    for i in range(size):
        x, y = ring[0, i], ring[1, i]
        while top > 0:
            same = ring[0, top - 1] == x and ring[1, top - 1] == y
            if not same and (top == 1 or not _straight(ring, top - 2, top - 1, x, y)):
                break
            top -= 1
        ring[0, top], ring[1, top] = x, y
        top += 1
    first = 0
    while top - first >= 3:
        x, y = ring[0, first], ring[1, first]
        if _straight(ring, top - 2, top - 1, x, y):  # also where the last corner is the first one
            top -= 1
        elif _straight(ring, top - 1, first, ring[0, first + 1], ring[1, first + 1]):
            first += 1
        else:
            break
    if top - first < 3:
        return first, 0, 0.0
    area = 0.0
    for i in range(first, top):
        j = i + 1 if i + 1 < top else first
        area += ring[0, i] * ring[1, j] - ring[0, j] * ring[1, i]
    return first, top - first, area


@_inline
def _straight(ring, i, j, x, y):  # type: ignore[no-untyped-def]
    return (ring[0, j] - ring[0, i]) * (y - ring[1, j]) == (ring[1, j] - ring[1, i]) * (x - ring[0, j])


@_jit
def _ring(ring, first, size, forward, out, to, x, y):  # type: ignore[no-untyped-def]
    """Write a ring, without its last point; shells turn clockwise on the screen, holes the other way."""
    to = _varint(out, to, 1 << 3 | _MOVE)
    for i in range(size):
        j = first + i if forward else first + size - 1 - i
        to, x, y = _step(out, to, ring[0, j], ring[1, j], x, y)
        if i == 0:
            to = _varint(out, to, (size - 1) << 3 | _LINE)
    return _varint(out, to, 1 << 3 | _CLOSE), x, y


@_jit
def _step(out, to, u, v, x, y):  # type: ignore[no-untyped-def]
    new_x, new_y = np.int64(u), np.int64(v)
    dx, dy = new_x - x, new_y - y
    to = _varint(out, to, (dx << 1) ^ (dx >> 63))
    to = _varint(out, to, (dy << 1) ^ (dy >> 63))
    return to, new_x, new_y


@_jit
def _varint(out, to, value):  # type: ignore[no-untyped-def]
    while value > 0x7F:
        out[to] = value & 0x7F | 0x80
        value >>= 7
        to += 1
    out[to] = value
    return to + 1


@_jit
def _length(value):  # type: ignore[no-untyped-def]
    found = 1
    while value > 0x7F:
        value >>= 7
        found += 1
    return found


@_jit
def _integer(wkb, at):  # type: ignore[no-untyped-def]
    return np.int64(wkb[at]) | np.int64(wkb[at + 1]) << 8 | np.int64(wkb[at + 2]) << 16 | np.int64(wkb[at + 3]) << 24
