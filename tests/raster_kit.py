"""Rasters for tests: a plain slope whose height at any place is known, and pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.transform import from_origin

from sdi.crs import Reprojector

ROOT = Path(__file__).resolve().parents[1]
COMMUNES = ROOT / "data-samples/so_noi_vu/administrative_units.gpkg"
OPERATION = "EPSG:6960"
E0, N0 = 585_000.0, 1_673_000.0
"""A corner in the middle of the sample communes, EPSG:5898."""


AT_10_M, AT_1_M = from_origin(E0, N0, 10, 10), from_origin(E0, N0, 1, 1)


def slope(east: NDArray[Any], north: NDArray[Any]) -> NDArray[Any]:
    """Height in metres at a place of EPSG:5898: 1 m in 100 m eastwards, 1 m in 200 m northwards."""
    return 20.0 + (east - E0) / 100 + (north - N0) / 200


def model(
    path: Path,
    transform: Affine = AT_10_M,
    shape: tuple[int, int] = (120, 150),
    epsg: int | None = 5898,
    true_epsg: int = 5898,
    dtype: str = "float32",
    nodata: float | None = -9999,
    **options: Any,
) -> Path:
    """A GeoTIFF of :func:`slope`.

    Args:
        transform: In the CRS ``true_epsg``.
        epsg: What the file claims, None: nothing.
    """
    rows, columns = np.indices(shape)
    x, y = transform @ (columns + 0.5, rows + 0.5)
    if true_epsg != 5898:
        x, y = Reprojector(true_epsg, 5898, OPERATION).points(x, y)
    heights = slope(x, y)
    kind = np.dtype(dtype)
    heights = np.round(heights).astype(kind) if kind.kind in "iu" else heights.astype(kind)
    profile = {
        "driver": "GTiff", "width": shape[1], "height": shape[0], "count": 1, "dtype": dtype, "transform": transform,
        "crs": epsg and f"EPSG:{epsg}", "nodata": nodata,
    }  # fmt: skip
    with rasterio.open(
        path, "w", **{key: value for key, value in (profile | options).items() if value is not None}
    ) as out:
        out.write(heights, 1)
    return path


def picture(
    path: Path,
    bands: NDArray[Any],
    transform: Affine | None = AT_1_M,
    epsg: int | None = 5898,
    driver: str = "GTiff",
    **options: Any,
) -> Path:
    """A picture of shape (bands, rows, columns)."""
    profile: dict[str, Any] = {
        "driver": driver, "width": bands.shape[2], "height": bands.shape[1], "count": bands.shape[0],
        "dtype": str(bands.dtype), **options,
    }  # fmt: skip
    if transform is not None:
        profile["transform"] = transform
    if epsg is not None:
        profile["crs"] = f"EPSG:{epsg}"
    colors = profile.pop("colors", None)
    with rasterio.open(path, "w", **profile) as out:
        out.write(bands)
        if colors:
            out.write_colormap(1, colors)
    return path


def checkered(rows: int = 100, columns: int = 140, bands: int = 3) -> NDArray[np.uint8]:
    """A picture in which every pixel is told by its place."""
    row, column = np.indices((rows, columns))
    found = [(row * 2) % 256, (column * 3) % 256, (row + column) % 256, np.full((rows, columns), 255)]
    return np.stack(found[:bands]).astype(np.uint8)
