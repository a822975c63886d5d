"""What a delivered raster is, judged before a pixel of it is decoded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.enums import ColorInterp
from rasterio.errors import RasterioError

from sdi.model.raster import Raster
from sdi.raster.environment import gdal
from sdi.raster.faults import Unusable
from sdi.raster.placing import Placed, placed
from sdi.wording import number

DRIVERS = {
    b"II*\0": "GTiff", b"MM\0*": "GTiff", b"II+\0": "GTiff", b"MM\0+": "GTiff",
    b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"ncol": "AAIGrid",
}  # fmt: skip
"""GDAL's driver by the first bytes: formats whose pixels lie in the file itself. VRT, WMS, ERDAS and others name
further files or addresses."""

SUFFIXES = (".tif", ".tiff", ".png", ".jpg", ".jpeg", ".asc")
"""What is looked for in a folder."""

MAX_SIDE = 400_000
MAX_PIXELS = 20_000_000_000
"""Largest raster: 20 thousand million pixels are a province at one metre."""

RATIO_FROM = 1024**3
MAX_RATIO = 1_100
"""Decoded to stored bytes, judged above :data:`RATIO_FROM`; deflate reaches 1,032 on a surface of one value."""

MAX_BLOCK = 768 * 1024**2
"""Decoded bytes of one block: it lies in memory as a whole. A0 in black and white at 600 dpi is one such block."""

_POINTERS = (
    b"<VRTDataset",
    b"<GDAL_WMS",
    b"<GDAL_WMTS",
    b"<WMS_Capabilities",
    b"<Capabilities",
    b"<MRF_META",
    b"<TileServer",
)


@dataclass(frozen=True)
class Source:
    """A raster that may be read.

    Attributes:
        path: The file.
        driver: GDAL's name of the format.
        columns, rows: Size in pixels.
        kind: ``elevation`` for one band of numbers; ``gray`` or ``color`` for pictures.
        colors: Palette, value → (red, green, blue, alpha).
        halved: Bits are 16 per band and shown with 8.
        placed: Where the pixels lie.
        crs: The CRS that the file claims (WKT), None when it says nothing.
    """

    path: Path
    driver: str
    columns: int
    rows: int
    kind: str
    colors: dict[int, tuple[int, int, int, int]] | None
    halved: bool
    placed: Placed
    crs: str | None


def examine(path: Path, declared: Raster) -> Source:
    """Look at a file's head.

    Args:
        path: The file; a world file and a ``.prj`` may lie beside it.
        declared: What the layer takes.

    Raises:
        Unusable: FIL-1, FIL-5, FIL-6, FIL-8, FIL-9, FIL-11, FIL-17, or FIL-19 to FIL-23.
    """
    _sniff(path)
    with opened(path) as dataset:
        _check_size(path, dataset)
        if dataset.subdatasets:
            raise Unusable("FIL-22", f"Tệp {path.name} có nhiều trang hoặc nhiều ảnh ({len(dataset.subdatasets)}).")
        if dataset.tags(ns="OVERVIEWS"):
            raise Unusable("FIL-21", f"Tệp {path.name} khai ảnh thu nhỏ nằm ở tệp hoặc địa chỉ khác.")
        kind, colors, halved = _pixels(path, dataset, declared)
        place, crs = placed(path, dataset, declared.max_control_rms_px)
        return Source(path, dataset.driver, dataset.width, dataset.height, kind, colors, halved, place, crs)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A dataset of one of the formats that we read.

    Raises:
        Unusable: FIL-11, it is none; FIL-17, it is damaged.
    """
    with path.open("rb") as stream:
        head = stream.read(64).lstrip(b" \t\r\n").lower()
    driver = next((name for start, name in DRIVERS.items() if head.startswith(start.lower())), None)
    if driver is None:
        raise Unusable("FIL-11", f"Tệp {path.name} không phải ảnh hay lưới độ cao đọc được.")
    with gdal():
        try:
            dataset = rasterio.open(path, driver=driver, sharing=False)
        except RasterioError as error:
            raise damaged(path, error) from error
        with dataset:
            yield dataset


def damaged(path: Path, error: Exception) -> Unusable:
    """What a file is that breaks off or does not decode."""
    return Unusable("FIL-17", f"Tệp {path.name} bị hỏng hoặc bị cắt cụt ({str(error)[:120]}).")


def _sniff(path: Path) -> None:
    if path.is_symlink() or not path.is_file():
        raise Unusable("FIL-9", f"{path.name} không phải một tệp thường.")
    with path.open("rb") as stream:
        head = stream.read(4096)
    if not head:
        raise Unusable("FIL-1", f"Tệp {path.name} rỗng.")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if any(mark in head for mark in _POINTERS):
        raise Unusable("FIL-21", f"Tệp {path.name} không chứa điểm ảnh mà trỏ tới tệp hoặc địa chỉ khác.")
    if start.startswith(b"version https://git-lfs"):
        raise Unusable("FIL-5", f"Tệp {path.name} là con trỏ Git LFS.")
    if start[:15].lower().startswith((b"<!doctype html", b"<html")):
        raise Unusable("FIL-6", f"Tệp {path.name} là một trang HTML.")


def _check_size(path: Path, dataset: Any) -> None:
    columns, rows = dataset.width, dataset.height
    if max(columns, rows) > MAX_SIDE or columns * rows > MAX_PIXELS:
        most = f"{number(MAX_PIXELS / 1e9)} tỷ điểm ảnh, mỗi cạnh {number(MAX_SIDE)}"
        raise Unusable("FIL-8", f"Tệp {path.name} có {columns} × {rows} điểm ảnh, quá giới hạn {most}.")
    each = sum(np.dtype(dtype).itemsize for dtype in dataset.dtypes)
    decoded, stored = columns * rows * each, path.stat().st_size
    if decoded > RATIO_FROM and decoded > MAX_RATIO * stored:
        raise Unusable("FIL-8", f"Tệp {path.name} nở ra {decoded // stored} lần ({decoded // 2**20} MB).")
    block = max(height * width for height, width in dataset.block_shapes) * each
    if block > MAX_BLOCK:
        raise Unusable("FIL-8", f"Tệp {path.name} nén thành một khối {block // 2**20} MB, phải giải nén cùng một lúc.")


def _pixels(
    path: Path, dataset: Any, declared: Raster
) -> tuple[str, dict[int, tuple[int, int, int, int]] | None, bool]:
    """Which of our forms the pixels are; else FIL-23."""
    bands, dtype, meaning = dataset.count, dataset.dtypes[0], dataset.colorinterp
    what = f"{bands} kênh kiểu {dtype}"
    colors = dataset.colormap(1) if meaning[0] == ColorInterp.palette else None
    if declared.kind == "elevation":
        if bands != 1 or colors or dtype in ("uint8", "int8") or dtype.startswith("complex"):
            raise Unusable("FIL-23", f"Tệp {path.name} là ảnh ({what}), không phải lưới độ cao.")
        return "elevation", None, False
    if len(set(dataset.dtypes)) > 1 or dtype not in ("uint8", "uint16") or (colors and (bands > 1 or dtype != "uint8")):
        raise Unusable("FIL-23", f"Tệp {path.name} không phải ảnh 8 hoặc 16 bit ({what}).")
    alpha = meaning[-1] == ColorInterp.alpha
    inks = {ColorInterp.cyan, ColorInterp.magenta, ColorInterp.yellow, ColorInterp.black} & set(meaning)
    if bands - alpha not in (1, 3) or inks:
        raise Unusable("FIL-23", f"Tệp {path.name} không phải ảnh xám hay ảnh màu đỏ–lục–lam ({what}).")
    gray = bands - alpha == 1 and not (colors and any(len({r, g, b}) > 1 for r, g, b, _ in colors.values()))
    return "gray" if gray else "color", colors, dtype == "uint16"
