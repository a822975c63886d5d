"""Published rasters, read: into any grid, or at points. Several sheets are one surface, the last on top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.enums import Resampling
from rasterio.errors import RasterioError
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window

from sdi.crs.operations import Box, Reprojector
from sdi.model.raster import NODATA
from sdi.raster.cog import BLOCK, RasterShelf
from sdi.raster.environment import gdal
from sdi.raster.strips import strips
from sdi.raster.warping import TOLERANCE_PX, pipeline


class _Row(Protocol):
    @property
    def file(self) -> str: ...
    @property
    def box(self) -> Box: ...


@dataclass(frozen=True)
class Piece:
    """A published file and where it lies: min E, min N, max E, max N in the provincial CRS."""

    path: Path
    box: Box


@dataclass(frozen=True)
class Target:
    """A north-up grid to read into.

    Attributes:
        epsg: Its CRS, easting or longitude first.
        box: What it covers, in that CRS.
        columns, rows: Number of pixels.
    """

    epsg: int
    box: Box
    columns: int
    rows: int

    @property
    def transform(self) -> Affine:
        """Column and row of pixel corners → coordinates."""
        west, south, east, north = self.box
        return Affine((east - west) / self.columns, 0.0, west, 0.0, (south - north) / self.rows, north)


def pieces(shelf: RasterShelf, rows: Iterable[_Row]) -> list[Piece]:
    """Files of sheets (:class:`sdi.db.rasters.SheetRow`), in the order in which they are laid upon each other."""
    return [Piece(shelf.path(row.file), row.box) for row in rows]


def read(
    sheets: Sequence[Piece], target: Target, province: int, datum_operation: str | None, resampling: str
) -> NDArray[Any]:
    """The surface in a grid.

    Args:
        sheets: The last one lies on top.
        province: EPSG code of the provincial CRS.
        datum_operation: The pinned one.
        resampling: As in :class:`sdi.model.raster.Raster`. Where the grid is coarser, overviews are read.

    Returns:
        Heights, float32 of shape (1, rows, columns), :data:`~sdi.model.raster.NODATA` where nothing is known; or a
        picture, 8-bit red, green, blue and alpha of shape (4, rows, columns). Without a sheet: heights of nothing.

    Raises:
        OSError: A file is not there or damaged.
    """
    found: NDArray[Any] | None = None
    with published_files():
        for sheet in reached(sheets, target, province, datum_operation):
            part = _warped(sheet.path, target, province, datum_operation, resampling)
            if found is None:
                found = part
            elif len(part) == 1:
                np.copyto(found, part, where=part != NODATA)
            else:
                _paint(part, found)
    return np.full((1, target.rows, target.columns), NODATA, dtype=np.float32) if found is None else found


def reached(sheets: Sequence[Piece], target: Target, province: int, datum_operation: str | None) -> list[Piece]:
    """The sheets that a grid may show, in their order."""
    own = _reach(target, province, datum_operation)
    return [sheet for sheet in sheets if _meet(sheet.box, own)]


def lines_of(sheet: Piece) -> tuple[float, float]:
    """West and north edge of a published file: where the lines of its pixels begin."""
    with published_files(), rasterio.open(sheet.path) as dataset:
        return float(dataset.transform.c), float(dataset.transform.f)


def heights_at(sheets: Sequence[Piece], east: NDArray[Any], north: NDArray[Any]) -> NDArray[np.float64]:
    """Heights at points of the provincial CRS, between pixels by the four around (bilinear).

    Args:
        sheets: Of kind ``elevation``; the last one that knows the height answers.
        east, north: Shape (n,), metres.

    Returns:
        Shape (n,), NaN where no sheet knows: the pixel that holds the point has no value.
    """
    heights = np.full(len(east), np.nan)
    east, north = np.asarray(east, dtype=np.float64), np.asarray(north, dtype=np.float64)
    with published_files():
        for sheet in sheets:
            west, south, right, top = sheet.box
            inside = np.flatnonzero((west <= east) & (east <= right) & (south <= north) & (north <= top))
            if inside.size:
                with rasterio.open(sheet.path) as dataset:
                    found = _between(dataset, east[inside], north[inside])
                known = ~np.isnan(found)
                heights[inside[known]] = found[known]
    return heights


@contextmanager
def published_files() -> Iterator[None]:
    """Published files are read; one that cannot be is an :class:`OSError`, whatever GDAL calls it."""
    with gdal():
        try:
            yield
        except RasterioError as error:
            raise OSError(str(error)) from error


def _between(dataset: Any, east: NDArray[Any], north: NDArray[Any]) -> NDArray[np.float64]:
    """Bilinear values, block by block; unknown neighbours weigh nothing."""
    t = dataset.transform
    u, v = (east - t.c) / t.a, (north - t.f) / t.e
    inside = (u >= 0) & (u < dataset.width) & (v >= 0) & (v < dataset.height)
    found = np.full(len(east), np.nan)
    block = (np.floor(v / BLOCK) * 1_000_000 + np.floor(u / BLOCK)).astype(np.int64)
    for key in np.unique(block[inside]):
        rows = np.flatnonzero(inside & (block == key))
        first_row, first_column = int(key // 1_000_000) * BLOCK - 1, int(key % 1_000_000) * BLOCK - 1
        window = Window(first_column, first_row, BLOCK + 2, BLOCK + 2)
        values = dataset.read(1, window=window, boundless=True, fill_value=NODATA).astype(np.float64)
        x, y = u[rows] - 0.5 - first_column, v[rows] - 0.5 - first_row
        column, row = np.floor(x).astype(int), np.floor(y).astype(int)
        s, w = x - column, y - row
        total, weight = np.zeros(len(rows)), np.zeros(len(rows))
        for right, down in ((0, 0), (1, 0), (0, 1), (1, 1)):
            value = values[row + down, column + right]
            share = (s if right else 1 - s) * (w if down else 1 - w) * (value != NODATA)
            total, weight = total + share * np.where(value == NODATA, 0, value), weight + share
        own = values[np.floor(y + 0.5).astype(int), np.floor(x + 0.5).astype(int)]
        with np.errstate(invalid="ignore", divide="ignore"):
            found[rows] = np.where(own != NODATA, total / weight, np.nan)
    return found


def _warped(path: Path, target: Target, province: int, datum_operation: str | None, resampling: str) -> NDArray[Any]:
    options: dict[str, Any] = {}
    if target.epsg != province:
        options["COORDINATE_OPERATION"] = pipeline(Reprojector(province, target.epsg, datum_operation).operation)
    with (
        _opened(path, target, province, datum_operation) as dataset,
        WarpedVRT(
            dataset, crs=rasterio.CRS.from_epsg(target.epsg), transform=target.transform, width=target.columns,
            height=target.rows, resampling=Resampling[resampling], tolerance=TOLERANCE_PX, warp_mem_limit=64, **options,
        ) as view,
    ):  # fmt: skip
        pixels = view.read()
    if len(pixels) == 2:
        pixels = np.concatenate([pixels[:1]] * 3 + [pixels[1:]])
    return np.asarray(pixels)


@contextmanager
def _opened(path: Path, target: Target, province: int, datum_operation: str | None) -> Iterator[Any]:
    """A file for the warper, which takes the pixels that it is given: the coarsest overview that is not coarser than
    the grid is chosen here."""
    with rasterio.open(path) as dataset:
        ratio = _coarser(dataset, target, province, datum_operation)
        level = sum(factor <= ratio for factor in dataset.overviews(1)) - 1
        if level < 0:
            yield dataset
            return
    with rasterio.open(path, overview_level=level) as dataset:
        yield dataset


def _coarser(dataset: Any, target: Target, province: int, datum_operation: str | None) -> float:
    """How many pixels of a file lie along a side of one of the grid; the lesser of both directions."""
    west, south, east, north = dataset.bounds
    if target.epsg != province:
        t = np.linspace(0.0, 1.0, 9)
        x, y = np.meshgrid(west + t * (east - west), south + t * (north - south))
        x, y = Reprojector(province, target.epsg, datum_operation).points(x, y)
        west, south, east, north = x.min(), y.min(), x.max(), y.max()
    cell = target.transform
    ratios = dataset.width * cell.a / (east - west), dataset.height * -cell.e / (north - south)
    return float(min(ratios)) + 1e-6


def _paint(top: NDArray[np.uint8], below: NDArray[np.uint8]) -> None:
    """Paint a picture upon another; both (4, rows, columns) with alpha that is not multiplied in."""
    for strip in strips(below.shape[1]):
        over, under = top[:, strip], below[:, strip]
        a, b = over[3] / 255.0, under[3] / 255.0
        alpha = a + b * (1 - a)
        with np.errstate(invalid="ignore", divide="ignore"):
            mixed = np.where(alpha > 0, (over[:3] * a + under[:3] * b * (1 - a)) / alpha, 0)
        under[:3], under[3] = np.rint(mixed), np.rint(alpha * 255)


def _reach(target: Target, province: int, datum_operation: str | None) -> Box:
    """What a grid covers, in the provincial CRS; everything where its corners are beyond the projection's reach."""
    if target.epsg == province:
        return target.box
    west, south, east, north = target.box
    t = np.linspace(0.0, 1.0, 9)
    x, y = np.meshgrid(west + t * (east - west), south + t * (north - south))
    x, y = Reprojector(target.epsg, province, datum_operation).points(x, y)
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        return -np.inf, -np.inf, np.inf, np.inf
    pad = 0.02 * max(np.ptp(x), np.ptp(y))
    return float(x.min() - pad), float(y.min() - pad), float(x.max() + pad), float(y.max() + pad)


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
