"""Files of a layer in the formats that people ask for: what they are called; ``writing`` has who writes them."""

from __future__ import annotations

from dataclasses import dataclass

from sdi.model import Text


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        name: Value of ``f``.
        suffix: Of files, e.g. ``fgb`` or ``shp.zip``.
        media_type: Of answers.
        title: For people.
        tables: It can hold rows without geometries.
    """

    name: str
    suffix: str
    media_type: str
    title: Text
    tables: bool = False


FORMATS = {
    found.name: found
    for found in (
        Format("gpkg", "gpkg", "application/geopackage+sqlite3", Text(vi="GeoPackage"), tables=True),
        Format("fgb", "fgb", "application/flatgeobuf", Text(vi="FlatGeobuf")),
        Format("parquet", "parquet", "application/vnd.apache.parquet", Text(vi="GeoParquet"), tables=True),
        Format("csv", "csv", "text/csv; charset=utf-8", Text(vi="Bảng CSV", en="CSV table"), tables=True),
        Format("shp", "shp.zip", "application/zip", Text(vi="Shapefile (nén ZIP)", en="Shapefile (zipped)")),
        Format("dxf", "dxf", "image/vnd.dxf", Text(vi="Bản vẽ DXF", en="DXF drawing")),
        Format("geojson", "geojson.zip", "application/zip", Text(vi="GeoJSON (nén ZIP)", en="GeoJSON (zipped)")),
    )
}
"""All formats by name, in the order in which people should see them."""
