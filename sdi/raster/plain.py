"""A delivered raster as plain pixels: one form for each kind, whatever palette, depth or compression it came in.

``elevation``: float32, :data:`~sdi.model.raster.NODATA` where nothing is known. ``gray``: 8-bit grey and alpha;
``color``: 8-bit red, green, blue and alpha. Files are tiled and not compressed, and written in strips, so that memory
stays flat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.enums import ColorInterp
from rasterio.errors import RasterioError
from rasterio.windows import Window

from sdi.model.raster import NODATA, Raster
from sdi.raster.environment import gdal
from sdi.raster.source import Source, damaged, opened

TILE = 256
_NOBODYS = 1e38
"""From here on a float32 is no value: programs write its largest, ±3.4e38, where nothing is known."""
STRIP_BYTES = 32 * 1024**2
"""Decoded bytes that are taken at a time."""

CELLS = 24
"""The raster is looked at in this many cells by side: where it has known pixels."""

Mask = NDArray[np.bool_]
Inside = Callable[[NDArray[np.float64], NDArray[np.float64]], Mask]


@dataclass
class Counted:
    """Pixels of a source: ``read = known + nodata + implausible + outside``.

    Attributes:
        read: All.
        nodata: Those for which the file, or the declaration, says that nothing is known.
        implausible: Those outside the declared range.
        outside: Known ones outside the province's box (:func:`clip`).
        cells: Known pixels by cell, shape (CELLS, CELLS), from the first row.
    """

    read: int = 0
    nodata: int = 0
    implausible: int = 0
    outside: int = 0
    cells: NDArray[np.int64] = field(default_factory=lambda: np.zeros((CELLS, CELLS), dtype=np.int64))

    @property
    def known(self) -> int:
        """Pixels that are published."""
        return self.read - self.nodata - self.implausible - self.outside


def plain(source: Source, declared: Raster, target: Path, advance: Callable[[int], None]) -> Counted:
    """Write a source's pixels to ``target`` in their plain form, without a position.

    Args:
        advance: Told how many pixels more are done.

    Raises:
        Unusable: FIL-17, the file breaks off.
    """
    counted = Counted()
    bands = {"elevation": 1, "gray": 2, "color": 4}[source.kind]
    elevation = source.kind == "elevation"
    convert = _heights if elevation else _picture
    with opened(source.path) as dataset, _created(target, source, bands) as written:
        windows = _windows(dataset, 4 if elevation else bands)
        for window in windows:
            try:
                pixels = dataset.read(window=window)
                known = dataset.dataset_mask(window=window) > 0
            except RasterioError as error:
                raise damaged(source.path, error) from error
            written.write(convert(pixels, known, source, declared, counted), window=window)
            _count_cells(counted, known, window, source)
            counted.read += known.size
            counted.nodata += known.size - int(known.sum())
            advance(known.size)
    counted.nodata -= counted.implausible
    return counted


def place(plain_file: Path, transform: Affine, epsg: int) -> None:
    """Note where plain pixels lie."""
    with gdal(), rasterio.open(plain_file, "r+") as dataset:
        dataset.transform = transform
        dataset.crs = rasterio.CRS.from_epsg(epsg)


def clip(
    plain_file: Path, inside: Callable[[NDArray[np.float64], NDArray[np.float64]], Mask], counted: Counted
) -> None:
    """Make unknown what lies outside the province, and count it.

    Args:
        inside: Coordinates of the file's CRS, any shape → whether they lie inside a convex area, same shape.
    """
    with gdal(), rasterio.open(plain_file, "r+") as dataset:
        for window in _tiles(dataset):
            if inside(*_centres(dataset.transform, _rim(window))).all():
                continue  # the area is convex, and so nearly is the image of the window
            columns, rows = np.meshgrid(
                np.arange(window.col_off, window.col_off + window.width),
                np.arange(window.row_off, window.row_off + window.height),
            )
            out = ~inside(*_centres(dataset.transform, (columns, rows)))
            if not out.any():
                continue
            pixels = dataset.read(window=window)
            known = pixels[-1] != (NODATA if dataset.count == 1 else 0)
            counted.outside += int((known & out).sum())
            pixels[:, out] = NODATA if dataset.count == 1 else 0
            dataset.write(pixels, window=window)


def _heights(
    pixels: NDArray[Any], known: Mask, source: Source, declared: Raster, counted: Counted
) -> NDArray[np.float32]:
    heights = pixels[0].astype(np.float32)
    known &= np.abs(heights) < _NOBODYS  # false of what is no number, too
    for value in declared.nodata:
        known &= heights != np.float32(value)
    wrong = np.zeros_like(known)
    if declared.minimum is not None:
        wrong |= known & (heights < declared.minimum)
    if declared.maximum is not None:
        wrong |= known & (heights > declared.maximum)
    counted.implausible += int(wrong.sum())
    known &= ~wrong
    heights[~known] = NODATA
    return heights[None]


def _picture(
    pixels: NDArray[Any], known: Mask, source: Source, declared: Raster, counted: Counted
) -> NDArray[np.uint8]:
    colors = 1 if source.kind == "gray" else 3
    for value in declared.nodata:
        known &= ~(pixels[: 1 if source.colors else colors] == value).all(axis=0)
    if source.colors:
        table = np.zeros((256, 4), dtype=np.uint8)
        for value, color in source.colors.items():
            table[value] = color
        shown = np.moveaxis(table[pixels[0]], -1, 0)
        known &= shown[3] > 0
        shown = shown[:colors]
    else:
        shown = pixels[:colors]
        shown = (shown // 257).astype(np.uint8) if source.halved else shown
    alpha = np.where(known, 255, 0).astype(np.uint8)
    shown = np.where(known, shown, 0)
    return np.concatenate([shown, alpha[None]])


def _created(path: Path, source: Source, bands: int) -> Any:
    elevation = source.kind == "elevation"
    profile: dict[str, Any] = {
        "driver": "GTiff", "width": source.columns, "height": source.rows, "count": bands, "tiled": True,
        "blockxsize": TILE, "blockysize": TILE, "BIGTIFF": "IF_SAFER", "dtype": "float32" if elevation else "uint8",
        "interleave": "pixel",
    }  # fmt: skip
    if elevation:
        profile["nodata"] = NODATA
    else:
        profile |= {"photometric": "RGB" if bands == 4 else "MINISBLACK", "ALPHA": "NON-PREMULTIPLIED"}
    dataset = rasterio.open(path, "w", **profile)
    if not elevation:
        first = [ColorInterp.gray] if bands == 2 else [ColorInterp.red, ColorInterp.green, ColorInterp.blue]
        dataset.colorinterp = [*first, ColorInterp.alpha]
    return dataset


def _windows(dataset: Any, bytes_each: int) -> Iterator[Window]:
    """All of a raster, in the order in which it is stored, no more than :data:`STRIP_BYTES` at a time."""
    each = max(bytes_each, sum(np.dtype(dtype).itemsize for dtype in dataset.dtypes))
    block_rows, block_columns = dataset.block_shapes[0]
    wide = dataset.width
    if block_columns < dataset.width:  # tiled: a part of a row of tiles can be read by itself
        step = max(TILE, block_columns)
        wide = min(dataset.width, max(step, STRIP_BYTES // (each * max(TILE, block_rows)) // step * step))
    high = max(1, STRIP_BYTES // (each * wide))
    unit = max(TILE, block_rows)
    high = high // unit * unit if high >= unit else (block_rows if block_columns < dataset.width else high)
    for row in range(0, dataset.height, high):
        for column in range(0, dataset.width, wide):
            yield Window(column, row, min(wide, dataset.width - column), min(high, dataset.height - row))


def _tiles(dataset: Any, side: int = 1024) -> Iterator[Window]:
    for row in range(0, dataset.height, side):
        for column in range(0, dataset.width, side):
            yield Window(column, row, min(side, dataset.width - column), min(side, dataset.height - row))


def _rim(window: Window) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Pixels along the edges of a window, and a little beyond."""
    t = np.linspace(-1.0, 1.0, 9)
    one = np.ones_like(t)
    u, v = np.concatenate([t, t, one, -one]), np.concatenate([one, -one, t, t])
    half = (window.width / 2 + 1, window.height / 2 + 1)
    return window.col_off + window.width / 2 + u * half[0], window.row_off + window.height / 2 + v * half[1]


def _centres(transform: Affine, pixels: tuple[Any, Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    columns, rows = (np.asarray(one, dtype=np.float64) + 0.5 for one in pixels)
    return (
        transform.a * columns + transform.b * rows + transform.c,
        transform.d * columns + transform.e * rows + transform.f,
    )


def _count_cells(counted: Counted, known: Mask, window: Window, source: Source) -> None:
    rows = (np.arange(window.row_off, window.row_off + window.height) * CELLS) // source.rows
    columns = (np.arange(window.col_off, window.col_off + window.width) * CELLS) // source.columns
    first_row, by_row = np.unique(rows, return_index=True)
    first_column, by_column = np.unique(columns, return_index=True)
    sums = np.add.reduceat(np.add.reduceat(known.astype(np.int64), by_column, axis=1), by_row, axis=0)
    counted.cells[np.ix_(first_row, first_column)] += sums
