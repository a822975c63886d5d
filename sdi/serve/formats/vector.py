"""FlatGeobuf and GeoPackage, written by GDAL from a stream of Arrow."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
from pyogrio.raw import write_arrow

from sdi.serve.formats.rows import CHANGE, GEOMETRY, Rows


def flatgeobuf(rows: Rows, path: Path) -> None:
    """A FlatGeobuf with its spatial index; one of differences has none, because what is removed lies nowhere."""
    index = "NO" if CHANGE in rows.schema.names else "YES"
    options = {"SPATIAL_INDEX": index, "TEMPORARY_DIR": str(path.parent), "TITLE": rows.layer.title.vi}
    write(rows, rows.reader(), path, "FlatGeobuf", options)


def unindexed_flatgeobuf(rows: Rows, path: Path) -> None:
    """The same in the order of the rows: GDAL keeps nothing of it in memory."""
    write(rows, rows.reader(), path, "FlatGeobuf", {"SPATIAL_INDEX": "NO", "TITLE": rows.layer.title.vi})


def geopackage(rows: Rows, path: Path) -> None:
    """A GeoPackage with one table, named by the layer, and its spatial index."""
    write(rows, rows.reader(), path, "GPKG", {"IDENTIFIER": rows.layer.title.vi})


def write(rows: Rows, reader: pa.RecordBatchReader, path: Path, driver: str, options: dict[str, str]) -> None:
    """Hand a stream of Arrow to one of GDAL's drivers."""
    geometry = {}
    if rows.has_geometry:
        geometry = {
            "geometry_name": GEOMETRY,
            "geometry_type": "Unknown" if rows.layer.geometry == "Geometry" else rows.layer.geometry,
            "crs": f"EPSG:{rows.projection.epsg}",
        }
    write_arrow(reader, path, layer=rows.layer.id, driver=driver, layer_options=options, **geometry)
