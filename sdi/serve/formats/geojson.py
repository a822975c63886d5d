"""GeoJSON in a ZIP, in longitude and latitude as RFC 7946 wants it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import orjson
import shapely

from sdi.serve.formats.rows import GEOMETRY, Rows


def zipped_geojson(rows: Rows, path: Path) -> None:
    """A ZIP with ``<layer>.geojson``, one feature a line."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive,
        archive.open(f"{rows.layer.id}.geojson", "w", force_zip64=True) as stream,
    ):
        stream.write(b'{"type":"FeatureCollection","features":[')
        joint = b"\n"
        for batch in rows.batches:
            columns = {name: batch.column(name).to_pylist() for name in rows.attributes}
            shapes: list[Any] = [None] * batch.num_rows
            if rows.has_geometry:
                geometries = shapely.from_wkb(batch.column(GEOMETRY).to_numpy(zero_copy_only=False))
                shapes = rows.crs84.geojson(geometries.tolist())
            identifiers, names = columns[rows.attributes[0]], rows.attributes[1:]
            for number, shape in enumerate(shapes):
                properties = {name: columns[name][number] for name in names}
                feature = {"type": "Feature", "id": identifiers[number], "geometry": shape, "properties": properties}
                stream.write(joint + orjson.dumps(feature))
                joint = b",\n"
        stream.write(b"\n]}\n")
