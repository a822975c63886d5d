"""A reprojection as a surface of polynomials, for many points at once and for compiled code.

PROJ takes about half a microsecond for a point, which is most of the time of an answer with ten thousand of them. Over
a few kilometres the projections of a province and their datum operation are so smooth that a polynomial of the third
degree in both directions repeats PROJ to a nanometre. Its values at Chebyshev's nodes are PROJ's own, and how far it is
from PROJ in between is measured when it is made: a surface that is not exact enough is not made.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from sdi.crs.operations import Box, Reprojector

CELL_M = 8_000.0
"""Side of the cells, in metres of the projected CRS."""

_DEGREE = 3
_NODES = np.cos((2 * np.arange(_DEGREE + 1) + 1) * np.pi / (2 * (_DEGREE + 1)))
_POWERS = np.linalg.inv(np.vander(_NODES, increasing=True))
"""Values at the nodes → coefficients of 1, t, t², t³ on -1 … 1."""

Coordinates = NDArray[np.float64]


class Cells(NamedTuple):
    """The polynomials of square cells, as compiled code reads them.

    Attributes:
        corner: Where the first cell begins, in the first CRS.
        side: Of a cell.
        coefficients: Of sⁱ tʲ with s and t from -1 to 1 in each cell, shape (columns, rows, 2, 4, 4).
    """

    corner: tuple[float, float]
    side: float
    coefficients: NDArray[np.float64]


def unchanged() -> Cells:
    """One cell around zero that changes nothing; its polynomial holds everywhere."""
    coefficients = np.zeros((1, 1, 2, _DEGREE + 1, _DEGREE + 1))
    coefficients[0, 0, 0, 1, 0] = coefficients[0, 0, 1, 0, 1] = 1.0
    return Cells((-1.0, -1.0), 2.0, coefficients)


class Surface:
    """Reprojects from a projected CRS, inside a box through polynomials, outside of it through PROJ.

    Args:
        reprojector: From a projected CRS to any other.
        box: Where most points lie, in metres of the first.
        exact_to: Largest difference from PROJ that is allowed, in units of the second CRS.

    Raises:
        ValueError: The reprojection is not that smooth in the box.
    """

    def __init__(self, reprojector: Reprojector, box: Box, exact_to: float) -> None:
        self._reprojector = reprojector
        columns, rows = (np.ceil((np.array(box[2:]) - box[:2]) / CELL_M)).astype(int)
        middles_x = box[0] + (np.arange(columns) + 0.5) * CELL_M
        middles_y = box[1] + (np.arange(rows) + 0.5) * CELL_M
        x = middles_x[:, None] + _NODES * CELL_M / 2  # columns x nodes
        y = middles_y[:, None] + _NODES * CELL_M / 2
        at = np.broadcast_arrays(x[:, None, :, None], y[None, :, None, :])  # columns x rows x nodes x nodes
        values = np.stack(reprojector.points(at[0], at[1]), axis=2)
        coefficients = np.ascontiguousarray(np.einsum("ia,crkab,jb->crkij", _POWERS, values, _POWERS))
        self.cells = Cells((float(box[0]), float(box[1])), CELL_M, coefficients)
        self.error = self._measured(box)
        if not self.error <= exact_to:
            raise ValueError(f"{self.error} from PROJ")

    def points(self, points: Coordinates) -> Coordinates:
        """Coordinates of shape (n, 2), easting first → the same in the other CRS, longitude or easting first."""
        found, outside = _evaluate(points, self.cells)
        if outside:
            far = np.isnan(found[:, 0])
            found[far] = np.column_stack(self._reprojector.points(points[far, 0], points[far, 1]))
        return found

    def _measured(self, box: Box) -> float:
        """The largest difference from PROJ at points that lie apart from all nodes."""
        between = np.random.default_rng(0).uniform(box[:2], box[2:], (20_000, 2))
        told = np.column_stack(self._reprojector.points(between[:, 0], between[:, 1]))
        return float(np.abs(self.points(between) - told).max())


@numba.njit(cache=True, nogil=True, error_model="numpy", inline="always")
def moved(cells, x, y):  # type: ignore[no-untyped-def]  # pragma: no cover - compiled
    """The image of a point, for compiled code; outside of all cells it is told by the nearest one."""
    u, v = (x - cells.corner[0]) / cells.side, (y - cells.corner[1]) / cells.side
    column = min(max(int(np.floor(u)), 0), cells.coefficients.shape[0] - 1)
    row = min(max(int(np.floor(v)), 0), cells.coefficients.shape[1] - 1)
    s, t = 2 * (u - column) - 1, 2 * (v - row) - 1
    c, d = cells.coefficients[column, row, 0], cells.coefficients[column, row, 1]
    to_x, to_y = 0.0, 0.0
    for i in range(_DEGREE, -1, -1):
        to_x = to_x * s + (((c[i, 3] * t + c[i, 2]) * t + c[i, 1]) * t + c[i, 0])
        to_y = to_y * s + (((d[i, 3] * t + d[i, 2]) * t + d[i, 1]) * t + d[i, 0])
    return to_x, to_y


@numba.njit(cache=True, nogil=True, error_model="numpy")
def _evaluate(points: Coordinates, cells: Cells) -> tuple[Coordinates, bool]:  # pragma: no cover - compiled
    """The polynomials of the cells; NaN outside of all."""
    columns, rows = cells.coefficients.shape[:2]
    found = np.empty_like(points)
    outside = False
    for number in range(len(points)):
        x, y = points[number, 0], points[number, 1]
        u, v = (x - cells.corner[0]) / cells.side, (y - cells.corner[1]) / cells.side
        if 0 <= u < columns and 0 <= v < rows:
            found[number, 0], found[number, 1] = moved(cells, x, y)
        else:
            found[number] = np.nan
            outside = True
    return found, outside
