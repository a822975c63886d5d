"""How the ground lies by published models of it: heights and slopes of an area, light on a surface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import rasterio
import shapely
from numpy.typing import NDArray
from rasterio.windows import Window

from sdi.crs.operations import Box
from sdi.model.raster import NODATA
from sdi.raster.cog import BLOCK
from sdi.raster.reading import Piece, Target, published_files, read

Floats = NDArray[np.float64]

CELLS = 250_000
"""Cells of an area that are looked at; of a larger area they are larger, a whole number of the model's own."""

BLOCKS = 24
"""Blocks of files that are kept, a megabyte each: who asks for a parcel often asks for its neighbours."""


@dataclass(frozen=True)
class Lie:
    """How an area lies; metres and per cent, weighted by how much of the area lies in each cell.

    ``slope`` is None where no cell has neighbours on all sides; ``known`` is the share of the area of which there are
    heights, 0 … 1.
    """

    lowest: float
    highest: float
    mean: float
    slope: float | None
    steepest: float | None
    known: float
    cell: float


def lie_of(sheets: Sequence[Piece], area: shapely.Geometry, epsg: int) -> Lie | None:
    """How an area of the provincial CRS lies; None where no sheet knows anything of it.

    Slopes are those of Horn over three by three cells, as ``gdaldem slope`` has them.

    Args:
        sheets: Models of the ground, the last one on top; its cells are looked at.
        area: In the provincial CRS.
        epsg: Code of that.

    Raises:
        OSError: A file is not there or damaged.
    """
    if not sheets:
        return None
    own = _about(sheets[-1].path)
    cell, left, top = own.cell, own.west, own.north
    west, south, east, north = shapely.bounds(area).tolist()
    step = cell * max(1, int(np.ceil(np.sqrt((east - west) * (north - south) / cell**2 / CELLS))))
    first, last = int(np.floor((west - left) / step)), int(np.floor((east - left) / step)) + 1
    above, below = int(np.floor((top - north) / step)), int(np.floor((top - south) / step)) + 1
    columns, rows = last - first, below - above
    # one more cell all around, for slopes
    box = left + (first - 1) * step, top - (below + 1) * step, left + (last + 1) * step, top - (above - 1) * step
    heights = _stored(sheets, box, rows + 2, columns + 2) if step == cell else None
    if heights is None:
        (found,) = read(sheets, Target(epsg, box, columns + 2, rows + 2), epsg, None, "bilinear")
        heights = np.where(found == NODATA, np.nan, found.astype(np.float64))
    x, y = (
        left + np.arange(first, last, dtype=np.float64) * step,
        top - np.arange(above, below, dtype=np.float64) * step,
    )
    weights = _weights(area, x, y, step)
    inner = heights[1:-1, 1:-1]
    told = weights * ~np.isnan(inner)
    if not told.any():
        return None
    slopes = slope(heights, step)
    steep = weights * ~np.isnan(slopes)
    return Lie(
        lowest=float(inner[told > 0].min()),
        highest=float(inner[told > 0].max()),
        mean=float(np.average(inner[told > 0], weights=told[told > 0])),
        slope=float(np.average(slopes[steep > 0], weights=steep[steep > 0])) if steep.any() else None,
        steepest=float(slopes[steep > 0].max()) if steep.any() else None,
        known=float(told.sum() / weights.sum()),
        cell=step,
    )


@dataclass(frozen=True)
class _About:
    """Where the cells of a published model lie: its north-western corner, their side and number."""

    west: float
    north: float
    cell: float
    rows: int
    columns: int


@lru_cache(1024)
def _about(path: Path) -> _About:
    """Kept, for a file is named by its content."""
    with published_files(), rasterio.open(path) as sheet:
        place = sheet.transform
        return _About(float(place.c), float(place.f), float(place.a), sheet.height, sheet.width)


@lru_cache(BLOCKS)
def _block(path: Path, row: int, column: int) -> NDArray[np.float32]:
    """A block of a file, NaN where nothing is known."""
    with published_files(), rasterio.open(path) as sheet:
        window = Window(column * BLOCK, row * BLOCK, BLOCK, BLOCK).intersection(Window(0, 0, sheet.width, sheet.height))
        cells = sheet.read(1, window=window)
    return np.where(cells == NODATA, np.float32(np.nan), cells)


def _stored(sheets: Sequence[Piece], box: Box, rows: int, columns: int) -> Floats | None:
    """The stored cells of a box that lies on the lines of the last sheet; None where another has lines of its own."""
    found = np.full((rows, columns), np.nan)
    for sheet in reversed(sheets):
        if not (sheet.box[0] < box[2] and box[0] < sheet.box[2] and sheet.box[1] < box[3] and box[1] < sheet.box[3]):
            continue
        about = _about(sheet.path)
        top, left = (about.north - box[3]) / about.cell, (box[0] - about.west) / about.cell
        same = abs((box[2] - box[0]) / columns - about.cell) < 1e-6 * about.cell
        if not same or max(abs(top - round(top)), abs(left - round(left))) > 1e-4:
            return None
        _fill(found, sheet.path, about, round(top), round(left))
    return found


def _fill(into: Floats, path: Path, about: _About, top: int, left: int) -> None:
    """Put what a file knows where nothing is known yet; ``into`` begins at its row ``top`` and column ``left``."""
    first, last = max(0, top), min(about.rows, top + into.shape[0])
    west, east = max(0, left), min(about.columns, left + into.shape[1])
    for row in range(first // BLOCK, -(-last // BLOCK)):
        for column in range(west // BLOCK, -(-east // BLOCK)):
            block = _block(path, row, column)
            r0, r1 = max(first, row * BLOCK), min(last, row * BLOCK + block.shape[0])
            c0, c1 = max(west, column * BLOCK), min(east, column * BLOCK + block.shape[1])
            part = into[r0 - top : r1 - top, c0 - left : c1 - left]
            cells = block[r0 - row * BLOCK : r1 - row * BLOCK, c0 - column * BLOCK : c1 - column * BLOCK]
            np.copyto(part, cells, where=np.isnan(part))


def slope(heights: Floats, cell: float) -> Floats:
    """Slope of all but the outermost cells, per cent; NaN where a neighbour is unknown."""
    a, b = _gradient(heights)
    return np.asarray(np.hypot(a, b) / (8 * cell) * 100)


def hillshade(heights: Floats, cell: float, *, azimuth: float = 315, altitude: float = 45, factor: float = 1) -> Floats:
    """Light on all but the outermost cells, 0 … 1, with heights times ``factor``, as ``gdaldem hillshade`` has it."""
    across, down = (gradient * factor / (8 * cell) for gradient in _gradient(heights))
    turn, up = np.radians(azimuth), np.radians(altitude)
    light = np.sin(up) - np.cos(up) * (across * np.sin(turn) - down * np.cos(turn))
    return np.asarray(np.clip(light / np.sqrt(1 + across**2 + down**2), 0, 1))


def _gradient(z: Floats) -> tuple[Floats, Floats]:
    """Eight times the rise from west to east, and from north to south, to one cell."""
    across = (z[:-2, 2:] + 2 * z[1:-1, 2:] + z[2:, 2:]) - (z[:-2, :-2] + 2 * z[1:-1, :-2] + z[2:, :-2])
    down = (z[2:, :-2] + 2 * z[2:, 1:-1] + z[2:, 2:]) - (z[:-2, :-2] + 2 * z[:-2, 1:-1] + z[:-2, 2:])
    unknown = np.isnan(z[1:-1, 1:-1])
    return np.where(unknown, np.nan, across), np.where(unknown, np.nan, down)


def _weights(area: shapely.Geometry, x: Floats, y: Floats, step: float) -> Floats:
    """How much of the area lies in each cell, m²; of a point or a line it is its cells that count."""
    west, north = (a.ravel() for a in np.meshgrid(x, y))
    cells = shapely.box(west, north - step, west + step, north)
    shapely.prepare(area)
    weights = np.where(shapely.contains_properly(area, cells), step**2, 0.0)
    edge = np.flatnonzero((weights == 0) & shapely.intersects(area, cells))
    weights[edge] = shapely.area(shapely.intersection(cells[edge], area))
    if not weights.any():
        weights[edge] = 1.0
    return np.asarray(weights.reshape(len(y), len(x)))
