"""Polygons and lines as edges in a grid of their own, so that only those near a place are looked at.

Each geometry has a grid over its box, of about as many cells as it has edges and none smaller than an edge is on
average, so that all cells together hold at most a few times as many. Coordinates are sheared, x' = x + k y, so that
no edge is vertical.

For areas a cell also knows how often the boundary winds around the left end of its upper side. It is counted along
the row, from outside: an edge that goes up through a row's upper line takes one off to its right, one that goes down
adds one. Whether an edge crosses a line and in which column is one calculation (:func:`row_of`, :func:`crossing`,
:func:`column_of`), the same wherever it is asked, so that no rounding can make the count of one place disagree with
that of the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numba
import numpy as np
import shapely
from numpy.typing import NDArray

from sdi.overlay.arrays import Bools, Floats, Geoms, Ints, on_threads, slices, starts_of
from sdi.overlay.places import Places, places_of
from sdi.overlay.rings import Rings, rings_of

SHEAR = 0.0117307
_GEOMETRIES_AT_ONCE = 16
_POINTS_AT_ONCE = 100_000


class Shapes(NamedTuple):
    """Paths of points, sorted by geometry, as the kernels take them.

    Attributes:
        points: x and y, shells counter-clockwise and holes clockwise, shape (points, 2).
        begin: First point of each path, shape (paths,); the paths of one geometry follow one another.
        end: Behind the last point of each path, shape (paths,).
        start: paths of geometry i are start[i] … start[i + 1], shape (geometries + 1,).
        box: min x', min y, max x', max y of each geometry, shape (geometries, 4).
        corner: x and y near each geometry, to which its coordinates are taken, shape (geometries, 2); y is its least.
        area: m² of each geometry, shape (geometries,).
        perimeter: m of each geometry, shape (geometries,).
    """

    points: Floats
    begin: Ints
    end: Ints
    start: Ints
    box: Floats
    corner: Floats
    area: Floats
    perimeter: Floats


class Grid(NamedTuple):
    """Cells, column by column, each from south to north, sorted by geometry.

    Attributes:
        columns: Of each geometry, shape (geometries,).
        rows: Of each geometry, shape (geometries,).
        start: cells of geometry i are start[i] … start[i + 1], shape (geometries + 1,).
        first: edges of cell c are members[first[c]] … members[first[c + 1]], shape (cells + 1,).
        members: Edges by their first point, counted from the first point of the geometry; ascending within a cell.
        winding: Around the left end of each cell's upper side, shape (cells,); 0 in the highest row.
    """

    columns: Ints
    rows: Ints
    start: Ints
    first: Ints
    members: NDArray[np.int32]
    winding: NDArray[np.int32]


@dataclass(frozen=True)
class Edges:
    """Geometries as edges; the grid is made when first asked for.

    Attributes:
        shapes: For the kernels.
        bounds: min x, min y, max x, max y of each geometry, 0 for those without edges, shape (geometries, 4).
    """

    shapes: Shapes
    bounds: Floats

    @property
    def box(self) -> Floats:
        """min x', min y, max x', max y of each geometry, shape (geometries, 4)."""
        return self.shapes.box

    @property
    def area(self) -> Floats:
        """m² of each geometry, shape (geometries,)."""
        return self.shapes.area

    @property
    def size(self) -> Ints:
        """Points of each geometry, shape (geometries,)."""
        start, begin, end = self.shapes.start, self.shapes.begin, self.shapes.end
        total = np.concatenate([[0], np.cumsum(end - begin)])
        return np.asarray(total[start[1:]] - total[start[:-1]])

    @cached_property
    def most_points(self) -> int:
        """Points of the largest geometry; looked for once, a short question asks no more than a few of them."""
        start, begin, end = self.shapes.start, self.shapes.begin, self.shapes.end
        full = start[:-1] < start[1:]
        return int((end[start[1:][full] - 1] - begin[start[:-1][full]]).max()) if full.any() else 0

    @property
    def exists(self) -> Bools:
        """Whether a geometry has edges, shape (geometries,)."""
        return self.shapes.start[:-1] < self.shapes.start[1:]

    @cached_property
    def places(self) -> Places:
        """Where the geometries are."""
        return places_of(self.bounds, self.exists)

    @cached_property
    def grid(self) -> Grid:
        """Where the edges are."""
        return _grid(self)


def edges_of(geoms: Geoms) -> Edges:
    """Edges of valid polygons and multipolygons; missing and empty ones have none and area 0.

    Args:
        geoms: shape (polygons,), in metres.
    """
    return edges_of_rings(rings_of(geoms))


def edges_of_rings(rings: Rings) -> Edges:
    """Edges of polygons that are there as rings, which are turned where they run the wrong way."""
    area = _areas(rings.coords, rings.begin, rings.end, rings.shell, rings.start)
    _turn(rings.coords, rings.begin, rings.end, rings.shell)
    return _edges(rings, area)


def line_edges_of(geoms: Geoms) -> Edges:
    """Edges of lines and multilines; missing and empty ones have none.

    Args:
        geoms: shape (lines,), in metres.
    """
    parts, owner = shapely.get_parts(geoms, return_index=True)
    coords, line = shapely.get_coordinates(parts, return_index=True)
    start = starts_of(line, len(parts))
    paths = Rings(coords, start[:-1], start[1:], np.ones(len(parts), np.bool_), starts_of(owner, len(geoms)))
    return _edges(paths, np.zeros(len(geoms)))


def _edges(paths: Rings, area: Floats) -> Edges:
    box, bounds, perimeter = _extents(paths.coords, paths.begin, paths.end, paths.start)
    corner = np.ascontiguousarray(bounds[:, :2])
    return Edges(Shapes(paths.coords, paths.begin, paths.end, paths.start, box, corner, area, perimeter), bounds)


def _grid(edges: Edges) -> Grid:
    shapes = edges.shapes
    count = len(shapes.start) - 1
    columns, rows = np.ones(count, np.int64), np.ones(count, np.int64)
    chunks = slices(count, max(_GEOMETRIES_AT_ONCE, _POINTS_AT_ONCE * count // max(len(shapes.points), 1)))
    on_threads(lambda chunk: _divide(shapes, columns, rows, chunk.start, chunk.stop), chunks)
    start = np.zeros(count + 1, np.int64)
    np.cumsum(columns * rows, out=start[1:])
    first, winding = np.zeros(start[-1] + 1, np.int64), np.zeros(start[-1], np.int32)
    grid = Grid(columns, rows, start, first, np.empty(0, np.int32), winding)
    on_threads(lambda chunk: _enter(shapes, grid, False, chunk.start, chunk.stop), chunks)
    np.cumsum(first, out=first)
    grid = grid._replace(members=np.empty(first[-1], np.int32))
    on_threads(lambda chunk: _enter(shapes, grid, True, chunk.start, chunk.stop), chunks)
    return grid


# --- places -------------------------------------------------------------------------------------------------


@numba.njit(cache=True, nogil=True, inline="always")
def sheared(x: float, y: float) -> float:
    """x'."""
    return x + SHEAR * y


@numba.njit(cache=True, nogil=True, inline="always")
def part_of(x: float, low: float, high: float, count: int) -> int:
    """Which of ``count`` equal parts of low … high a number is in; those outside are in the outermost."""
    if count == 1 or x <= low:
        return 0
    if x >= high:
        return count - 1
    return min(int((x - low) / (high - low) * count), count - 1)


@numba.njit(cache=True, nogil=True, inline="always")
def line_above(row: int, low: float, high: float, rows: int) -> float:
    """y of the upper line of a row that is not the highest."""
    return low + (high - low) * (row + 1) / rows


@numba.njit(cache=True, nogil=True, inline="always")
def crossing(x0: float, y0: float, x1: float, y1: float, y: float) -> float:
    """x where an edge crosses the height y, which lies between its ends up to rounding; the same from both ends."""
    if y0 > y1:
        x0, y0, x1, y1 = x1, y1, x0, y0
    share = min(max((y - y0) / (y1 - y0), 0.0), 1.0)
    return x0 + share * (x1 - x0)


# --- kernels ------------------------------------------------------------------------------------------------


@numba.njit(cache=True, nogil=True)
def _turn(points, begin, end, shell):  # type: ignore[no-untyped-def]
    """Reverse the rings that run the wrong way."""
    for r in range(len(begin)):
        first, last = begin[r], end[r] - 1
        twice = 0.0
        for k in range(first, last):
            twice += (points[k, 0] - points[first, 0]) * (points[k + 1, 1] - points[first, 1])
            twice -= (points[k + 1, 0] - points[first, 0]) * (points[k, 1] - points[first, 1])
        if (twice > 0.0) != shell[r]:
            while first < last:
                for axis in range(2):
                    points[first, axis], points[last, axis] = points[last, axis], points[first, axis]
                first, last = first + 1, last - 1


@numba.njit(cache=True, nogil=True)
def _areas(points, begin, end, shell, start):  # type: ignore[no-untyped-def]
    """As GEOS sums them up, shells less holes, to the last digit."""
    area = np.zeros(len(start) - 1)
    for p in range(len(area)):
        for r in range(start[p], start[p + 1]):
            twice, x0 = 0.0, points[begin[r], 0]
            for k in range(begin[r] + 1, end[r] - 1):
                twice += (points[k, 0] - x0) * (points[k - 1, 1] - points[k + 1, 1])
            area[p] += abs(twice) / 2.0 if shell[r] else -abs(twice) / 2.0
    return area


@numba.njit(cache=True, nogil=True)
def _extents(points, begin, end, start):  # type: ignore[no-untyped-def]
    """Sheared box, bounds and length of each geometry."""
    count = len(start) - 1
    box, bounds, length = np.zeros((count, 4)), np.zeros((count, 4)), np.zeros(count)
    for p in range(count):
        if start[p] == start[p + 1]:
            continue
        west, east, low_x, low_y, high_x, high_y = np.inf, -np.inf, np.inf, np.inf, -np.inf, -np.inf
        for r in range(start[p], start[p + 1]):
            for k in range(begin[r], end[r]):
                x, y = points[k, 0], points[k, 1]
                west, east, low_y, high_y = min(west, x), max(east, x), min(low_y, y), max(high_y, y)
                low_x, high_x = min(low_x, sheared(x, y)), max(high_x, sheared(x, y))
                if k > begin[r]:
                    length[p] += np.sqrt((x - points[k - 1, 0]) ** 2 + (y - points[k - 1, 1]) ** 2)
        box[p, 0], box[p, 1], box[p, 2], box[p, 3] = low_x, low_y, high_x, high_y
        bounds[p, 0], bounds[p, 1], bounds[p, 2], bounds[p, 3] = west, low_y, east, high_y
    return box, bounds, length


@numba.njit(cache=True, nogil=True)
def _divide(shapes, columns, rows, from_shape, to_shape):  # type: ignore[no-untyped-def]
    """Columns and rows of each grid."""
    points = shapes.points
    for p in range(from_shape, to_shape):
        edges, extent = 0, 0.0
        for r in range(shapes.start[p], shapes.start[p + 1]):
            for k in range(shapes.begin[r], shapes.end[r] - 1):
                dx, dy = points[k + 1, 0] - points[k, 0], points[k + 1, 1] - points[k, 1]
                extent += abs(sheared(dx, dy)) + abs(dy)
                edges += 1
        width, height = shapes.box[p, 2] - shapes.box[p, 0], shapes.box[p, 3] - shapes.box[p, 1]
        if edges == 0 or extent == 0.0:
            continue
        side = max(np.sqrt(width * height / edges), extent / edges)
        columns[p] = min(max(int(width / side), 1), edges)
        rows[p] = min(max(int(height / side), 1), edges)


@numba.njit(cache=True, nogil=True)
def _enter(shapes, grid, fill, from_shape, to_shape):  # type: ignore[no-untyped-def]
    """Count the edges of each cell and its winding number, or, when all are counted, write down which they are."""
    points = shapes.points
    most = 0
    for p in range(from_shape, to_shape):
        most = max(most, grid.start[p + 1] - grid.start[p])
    used = np.zeros(most if fill else 0, np.int64)
    for p in range(from_shape, to_shape):
        if shapes.start[p] == shapes.start[p + 1]:
            continue
        columns, rows, cell = grid.columns[p], grid.rows[p], grid.start[p]
        west, south, east, north = shapes.box[p, 0], shapes.box[p, 1], shapes.box[p, 2], shapes.box[p, 3]
        origin = shapes.begin[shapes.start[p]]
        if fill:
            used[: columns * rows] = 0
        for r in range(shapes.start[p], shapes.start[p + 1]):
            for k in range(shapes.begin[r], shapes.end[r] - 1):
                x0, y0, x1, y1 = points[k, 0], points[k, 1], points[k + 1, 0], points[k + 1, 1]
                if x0 == x1 and y0 == y1:
                    continue
                turn = -1
                if y0 > y1:
                    x0, y0, x1, y1, turn = x1, y1, x0, y0, 1
                x0, x1 = sheared(x0, y0), sheared(x1, y1)
                row, last = part_of(y0, south, north, rows), part_of(y1, south, north, rows)
                column = part_of(x0, west, east, columns)
                while row <= last:
                    x = crossing(x0, y0, x1, y1, line_above(row, south, north, rows)) if row < last else x1
                    next_column = part_of(x, west, east, columns)
                    for c in range(min(column, next_column), max(column, next_column) + 1):
                        here = c * rows + row
                        if fill:
                            grid.members[grid.first[cell + here] + used[here]] = k - origin
                            used[here] += 1
                        else:
                            grid.first[cell + here + 1] += 1
                    if not fill and row < last and next_column + 1 < columns:
                        grid.winding[cell + (next_column + 1) * rows + row] += turn
                    column, row = next_column, row + 1
        if not fill:
            for here in range(rows, columns * rows):
                grid.winding[cell + here] += grid.winding[cell + here - rows]
