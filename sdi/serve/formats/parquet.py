"""GeoParquet 1.1: WKB, and a box of every geometry by which readers skip what they do not need.

https://geoparquet.org/releases/v1.1.0/
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS

from sdi.serve.formats.rows import GEOMETRY, Rows

BOX = f"{GEOMETRY}_bbox"
_SIDES = ("xmin", "ymin", "xmax", "ymax")
_BOX = pa.struct([(side, pa.float64()) for side in _SIDES])

_GROUP_BYTES = 32 * 1024**2
"""Size of a row group before compression: what a writer holds in memory, and a reader skips or reads."""


def geoparquet(rows: Rows, path: Path) -> None:
    """A GeoParquet file, or a Parquet file when there are no geometries."""
    schema = rows.schema.append(pa.field(BOX, _BOX)) if rows.has_geometry else rows.schema
    seen = _Seen()
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        group: list[pa.RecordBatch] = []
        for batch in rows.batches:
            group.append(_with_boxes(batch, schema, seen) if rows.has_geometry else batch)
            if sum(part.nbytes for part in group) > _GROUP_BYTES:
                file.write_table(pa.Table.from_batches(group, schema), row_group_size=len(group) * batch.num_rows + 1)
                group = []
        file.write_table(pa.Table.from_batches(group, schema))
        if rows.has_geometry:
            file.add_key_value_metadata({"geo": orjson.dumps(_metadata(rows, seen)).decode()})


class _Seen:
    """What the metadata say of all geometries, gathered on the way."""

    def __init__(self) -> None:
        self.types: set[str] = set()
        self.box = np.array([np.inf, np.inf, -np.inf, -np.inf])


_NAMES = ("Point", "LineString", "", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection")


def _with_boxes(batch: pa.RecordBatch, schema: pa.Schema, seen: _Seen) -> pa.RecordBatch:
    geometries = shapely.from_wkb(batch.column(GEOMETRY).to_numpy(zero_copy_only=False))
    boxes = shapely.bounds(geometries)
    there = ~np.isnan(boxes[:, 0])
    if there.any():
        seen.box[:2] = np.minimum(seen.box[:2], boxes[there, :2].min(axis=0))
        seen.box[2:] = np.maximum(seen.box[2:], boxes[there, 2:].max(axis=0))
        seen.types |= {_NAMES[kind] for kind in np.unique(shapely.get_type_id(geometries[there]))}
    sides = [pa.array(np.ascontiguousarray(boxes[:, side])) for side in range(4)]
    column = pa.StructArray.from_arrays(sides, fields=list(_BOX), mask=pa.array(~there))
    return pa.record_batch([*batch.columns, column], schema=schema)


def _metadata(rows: Rows, seen: _Seen) -> dict[str, Any]:
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(seen.types),
        "crs": CRS.from_epsg(rows.projection.epsg).to_json_dict(),
        "covering": {"bbox": {side: [BOX, side] for side in _SIDES}},
    }
    if np.isfinite(seen.box).all():
        column["bbox"] = seen.box.tolist()
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
