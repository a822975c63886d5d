"""Which boxes meet: boxes in a grid of cells, for questions of many other boxes at a time.

A pair of boxes meets in several cells; it counts in the one that is the first of both in either direction. Cells are so
large that all of them together hold a few times as many entries as there are boxes, however uneven those are.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np

from sdi.overlay.arrays import Bools, Floats, Ints


class Places(NamedTuple):
    """Boxes by cells, column by column.

    Attributes:
        bounds: min x, min y, max x, max y of each box, shape (m, 4).
        corner: Least x and y of the grid.
        side: Of a cell.
        columns: Of the grid.
        rows: Of the grid.
        first: boxes of cell c are members[first[c]] … members[first[c + 1]], shape (cells + 1,).
        members: Boxes, ascending within a cell.
    """

    bounds: Floats
    corner: tuple[float, float]
    side: float
    columns: int
    rows: int
    first: Ints
    members: Ints


def places_of(bounds: Floats, exists: Bools) -> Places:
    """A grid of boxes, shape (m, 4); those that do not exist, shape (m,), are in no cell."""
    real = bounds[exists]
    if not len(real):
        return Places(bounds, (0.0, 0.0), 1.0, 1, 1, np.zeros(2, np.int64), np.empty(0, np.int64))
    corner, extent = real[:, :2].min(0), real[:, 2:].max(0) - real[:, :2].min(0)
    size, count = real[:, 2:] - real[:, :2], len(real)
    area = max(extent.prod(), size.prod(1).sum() / 4) / count
    side = float(max(np.sqrt(area), *(extent / count), *size.mean(0))) or 1.0
    columns, rows = (int(length / side) + 1 for length in extent)
    places = Places(bounds, (corner[0], corner[1]), side, columns, rows, np.zeros(columns * rows + 1, np.int64), _NONE)
    _enter(places, exists, False)
    first = np.cumsum(places.first)
    places = places._replace(first=first, members=np.empty(first[-1], np.int64))
    _enter(places, exists, True)
    return places


def meeting(bounds: Floats, exists: Bools, places: Places) -> tuple[Ints, Ints]:
    """Pairs of a box, shape (n, 4), and one of the places that share a point, sorted.

    Args:
        bounds: min x, min y, max x, max y.
        exists: Whether a box counts, shape (n,).
        places: Of the other boxes.
    """
    start = np.zeros(len(bounds) + 1, np.int64)
    _meet(bounds, exists, places, start, _NONE, False)
    np.cumsum(start, out=start)
    other = np.empty(start[-1], np.int64)
    _meet(bounds, exists, places, start, other, True)
    return np.repeat(np.arange(len(bounds)), np.diff(start)), other


_NONE = np.empty(0, np.int64)


@numba.njit(cache=True, nogil=True, inline="always")
def _cell(x, low, side, count):  # type: ignore[no-untyped-def]
    """Column or row of a coordinate; what is outside is in the outermost."""
    return int(min(max((x - low) / side, 0.0), count - 1.0))


@numba.njit(cache=True, nogil=True)
def _enter(places, exists, fill):  # type: ignore[no-untyped-def]
    """Count the boxes of each cell, one place further on, or write down which they are."""
    used = np.zeros(len(places.first) if fill else 0, np.int64)
    for b in range(len(exists)):
        if not exists[b]:
            continue
        west, south, east, north = places.bounds[b]
        for column in range(
            _cell(west, places.corner[0], places.side, places.columns),
            _cell(east, places.corner[0], places.side, places.columns) + 1,
        ):
            for row in range(
                _cell(south, places.corner[1], places.side, places.rows),
                _cell(north, places.corner[1], places.side, places.rows) + 1,
            ):
                cell = column * places.rows + row
                if fill:
                    places.members[places.first[cell] + used[cell]] = b
                    used[cell] += 1
                else:
                    places.first[cell + 1] += 1


@numba.njit(cache=True, nogil=True)
def _meet(bounds, exists, places, start, other, fill):  # type: ignore[no-untyped-def]
    """Count what each box meets, one place further on, or write it down."""
    low_x, low_y, side, columns, rows = places.corner[0], places.corner[1], places.side, places.columns, places.rows
    for b in range(len(exists)):
        if not exists[b]:
            continue
        west, south, east, north = bounds[b]
        first_column, last_column = _cell(west, low_x, side, columns), _cell(east, low_x, side, columns)
        first_row, last_row = _cell(south, low_y, side, rows), _cell(north, low_y, side, rows)
        found = 0
        for column in range(first_column, last_column + 1):
            for row in range(first_row, last_row + 1):
                cell = column * rows + row
                for k in range(places.first[cell], places.first[cell + 1]):
                    m = places.members[k]
                    box = places.bounds[m]
                    if box[0] > east or box[2] < west or box[1] > north or box[3] < south:
                        continue
                    if max(first_column, _cell(box[0], low_x, side, columns)) != column:
                        continue
                    if max(first_row, _cell(box[1], low_y, side, rows)) != row:
                        continue
                    if fill:
                        at = start[b] + found
                        while at > start[b] and other[at - 1] > m:
                            other[at] = other[at - 1]
                            at -= 1
                        other[at] = m
                    found += 1
        if not fill:
            start[b + 1] = found
