"""From plain pixels to the provincial CRS by one exact operation, and from there to any grid that is asked for.

GDAL is handed the pinned pipeline (``COORDINATE_OPERATION``) and so never chooses one. It repeats it along lines to
an eighth of a pixel, which is its habit and far below what a pixel tells.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from rasterio.enums import Resampling
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from sdi.crs.operations import Box, Operation, Reprojector, authority_crs
from sdi.model.raster import NODATA
from sdi.raster.environment import gdal

TOLERANCE_PX = 0.125
SIDE = 1024
"""Side of the windows that are warped at a time."""


@dataclass(frozen=True)
class Grid:
    """A north-up raster in the provincial CRS.

    Attributes:
        west, north: Its top left corner, in metres.
        size: Of a pixel, in metres.
        columns, rows: Number of pixels.
    """

    west: float
    north: float
    size: float
    columns: int
    rows: int

    @property
    def transform(self) -> Affine:
        """Column and row of pixel corners → easting and northing."""
        return Affine(self.size, 0.0, self.west, 0.0, -self.size, self.north)

    @property
    def box(self) -> Box:
        """What it covers."""
        return self.west, self.north - self.rows * self.size, self.west + self.columns * self.size, self.north


@dataclass
class Written:
    """What was written: pixels with a value, of all, and the range of values (kind ``elevation``)."""

    known: int = 0
    pixels: int = 0
    low: float = np.inf
    high: float = -np.inf


def pipeline(operation: Operation) -> str:
    """The operation as GDAL takes it: geographic coordinates in the authority's order, latitude first."""
    steps = operation.pipeline.removeprefix("proj=pipeline ")
    if not steps.startswith("step "):
        steps = f"step {steps}"
    swap = "step proj=axisswap order=2,1"
    before = f"{swap} " if authority_crs(operation.source).is_geographic else ""
    after = f" {swap}" if authority_crs(operation.target).is_geographic else ""
    return f"proj=pipeline {before}{steps}{after}"


def outline(transform: Affine, columns: int, rows: int, reproject: Reprojector | None, steps: int = 32) -> np.ndarray:
    """The edge of a raster, by way of the target CRS: points of shape (4 * steps, 2), from the first corner on."""
    t = np.arange(steps) / steps
    u = np.concatenate([t, np.ones(steps), 1 - t, np.zeros(steps)]) * columns
    v = np.concatenate([np.zeros(steps), t, np.ones(steps), 1 - t]) * rows
    x, y = transform.a * u + transform.b * v + transform.c, transform.d * u + transform.e * v + transform.f
    if reproject is not None:
        x, y = reproject.points(x, y)
    return np.column_stack([x, y])


def grid_for(
    transform: Affine, columns: int, rows: int, reproject: Reprojector | None, size: float | None, within: Box
) -> Grid | None:
    """The grid in which a raster is published; None when no pixel of it lies inside ``within``.

    A north-up raster of square pixels that already has the CRS and the size keeps its own pixels. Any other gets a
    grid whose lines are multiples of the pixel's size, so that sheets of a layer fit each other.
    """
    edge = outline(transform, columns, rows, reproject)
    own = float(abs(transform.a))
    square = transform.b == transform.d == 0 and transform.a > 0 and np.isclose(transform.a, -transform.e, rtol=1e-9)
    keeps = reproject is None and bool(square) and (size is None or np.isclose(size, own, rtol=1e-9))
    if keeps:
        west, north, pixel = transform.c, transform.f, own
        if not (_inside(edge, within)):
            return _cut(west, north, pixel, columns, rows, within)
        return Grid(west, north, pixel, columns, rows)
    pixel = size or _rounded(_pixel_size(transform, columns, rows, reproject))
    low, high = np.maximum(edge.min(axis=0), within[:2]), np.minimum(edge.max(axis=0), within[2:])
    if not (low < high).all():
        return None
    west, south = np.floor(low / pixel) * pixel
    east, north = np.ceil(high / pixel) * pixel
    return Grid(float(west), float(north), pixel, round((east - west) / pixel), round((north - south) / pixel))


def warp(
    source: Path,
    target: Path,
    grid: Grid,
    epsg: int,
    operation: Operation | None,
    resampling: str,
    advance: Callable[[int], None],
) -> Written:
    """Write placed plain pixels into a grid of the CRS ``epsg``.

    Args:
        operation: From the source's CRS; None when it is the same.
    """
    written = Written()
    options: dict[str, Any] = {"COORDINATE_OPERATION": pipeline(operation)} if operation else {}
    with gdal(), rasterio.open(source) as plain:
        exact = operation is None and np.allclose(tuple(_aligned(plain.transform, grid)), (1, 0, 1), atol=1e-9)
        profile = plain.profile | {"width": grid.columns, "height": grid.rows, "transform": grid.transform}
        profile |= {"crs": rasterio.CRS.from_epsg(epsg), "blockxsize": 512, "blockysize": 512, "BIGTIFF": "IF_SAFER"}
        if plain.count > 1:
            profile |= {"photometric": "RGB" if plain.count == 4 else "MINISBLACK", "ALPHA": "NON-PREMULTIPLIED"}
        with rasterio.open(target, "w", **profile) as out:
            if plain.count > 1:
                out.colorinterp = plain.colorinterp
            how = Resampling.nearest if exact else Resampling[resampling]
            with WarpedVRT(
                plain, crs=out.crs, transform=grid.transform, width=grid.columns, height=grid.rows, resampling=how,
                tolerance=TOLERANCE_PX, warp_mem_limit=64, **options,
            ) as view:  # fmt: skip
                for window in _windows(grid):
                    pixels = view.read(window=window)
                    _count(written, pixels)
                    out.write(pixels, window=window)
                    advance(int(window.width * window.height))
    return written


def _aligned(transform: Affine, grid: Grid) -> tuple[float, float, float]:
    """Scale, rest of the offset in pixels, and scale again: (1, 0, 1) where pixels fall on pixels."""
    off = np.array([(transform.c - grid.west) / grid.size, (grid.north - transform.f) / grid.size])
    return transform.a / grid.size, float(np.abs(off - np.round(off)).max()), -transform.e / grid.size


def _count(written: Written, pixels: np.ndarray) -> None:
    known = pixels[0] != NODATA if len(pixels) == 1 else pixels[-1] > 0
    written.pixels += known.size
    written.known += int(known.sum())
    if len(pixels) == 1 and known.any():
        values = pixels[0][known]
        written.low, written.high = min(written.low, float(values.min())), max(written.high, float(values.max()))


def _windows(grid: Grid) -> list[Window]:
    return [
        Window(column, row, min(SIDE, grid.columns - column), min(SIDE, grid.rows - row))
        for row in range(0, grid.rows, SIDE)
        for column in range(0, grid.columns, SIDE)
    ]


def _inside(edge: np.ndarray, box: Box) -> bool:
    return bool((edge.min(axis=0) >= box[:2]).all() and (edge.max(axis=0) <= box[2:]).all())


def _cut(west: float, north: float, pixel: float, columns: int, rows: int, box: Box) -> Grid | None:
    """The part of a grid that meets a box, on the same lines."""
    first_column = max(0, int(np.floor((box[0] - west) / pixel)))
    first_row = max(0, int(np.floor((north - box[3]) / pixel)))
    last_column = min(columns, int(np.ceil((box[2] - west) / pixel)))
    last_row = min(rows, int(np.ceil((north - box[1]) / pixel)))
    if last_column <= first_column or last_row <= first_row:
        return None
    return Grid(
        west + first_column * pixel, north - first_row * pixel, pixel, last_column - first_column, last_row - first_row
    )


def _pixel_size(transform: Affine, columns: int, rows: int, reproject: Reprojector | None) -> float:
    """Side of the square as large as the middle pixel, in metres of the target CRS."""
    u, v = np.array([0.0, 1.0, 0.0]) + columns / 2, np.array([0.0, 0.0, 1.0]) + rows / 2
    x, y = transform.a * u + transform.b * v + transform.c, transform.d * u + transform.e * v + transform.f
    if reproject is not None:
        x, y = reproject.points(x, y)
    area = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0])
    return float(np.sqrt(abs(area)))


def _rounded(size: float) -> float:
    """To three digits, so that grids of neighbouring sheets are the same."""
    return float(f"{size:.3g}")
