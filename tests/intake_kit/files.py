"""Writers of deliveries, by programs that are not ours (GDAL through pyogrio)."""

from __future__ import annotations

import csv
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas
from pyproj import CRS

from intake_kit.town import PROVINCE, Feature


def write(
    path: Path, features: Sequence[Feature], crs: int | None = PROVINCE, *, prj: str | None = None, **options: Any
) -> Path:
    """Write features; the format is told by the suffix. ``prj`` replaces what GDAL wrote beside a Shapefile."""
    frame = geopandas.GeoDataFrame(
        [feature.values for feature in features],
        geometry=[feature.geom for feature in features],
        crs=None if crs is None else CRS.from_epsg(crs),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided", UserWarning)
        frame.to_file(path, engine="pyogrio", **options)
    if prj is not None:
        path.with_suffix(".prj").write_text(prj, "utf-8")
    return path


def write_csv(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """Write a table in UTF-8, with the columns of the first row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
