"""Who writes which format. Its libraries are heavy: only what writes a file needs this module."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sdi.serve.formats.dxf import dxf
from sdi.serve.formats.geojson import zipped_geojson
from sdi.serve.formats.parquet import geoparquet
from sdi.serve.formats.rows import Rows
from sdi.serve.formats.shapefile import shapefile
from sdi.serve.formats.spreadsheet import csv
from sdi.serve.formats.vector import flatgeobuf, geopackage

WRITERS: dict[str, Callable[[Rows, Path], None]] = {
    "gpkg": geopackage,
    "fgb": flatgeobuf,
    "parquet": geoparquet,
    "csv": csv,
    "shp": shapefile,
    "dxf": dxf,
    "geojson": zipped_geojson,
}
"""By name of the format: writes rows into a new file."""
