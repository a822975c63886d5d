"""What every format is written from: typed columns of a layer in Arrow batches, geometry as WKB in one CRS."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
import pyarrow as pa
from psycopg import sql

from sdi.db.arrow_types import ARROW_TYPES
from sdi.model import Field, Layer
from sdi.serve.projection import Projection

GEOMETRY = "geom"
"""Name of the geometry column; no field of a layer may have it."""

CHANGE = "change"
"""Column of a file of differences: ``upsert`` or ``removed``; the latter has nothing else but its id."""

_ROWS_AT_ONCE = 2_000
_BYTES_AT_ONCE = 8 * 1024**2


@dataclass(frozen=True)
class Rows:
    """Rows on their way into a file.

    Attributes:
        layer: The declaration: its id names the table, its geometry type the geometries.
        fields: Declared fields that are among the columns, in order.
        schema: Columns: the id first (QGIS takes the first column of a FlatGeobuf called ``id`` for it), the fields,
            and last, when there are geometries, :data:`GEOMETRY`.
        projection: The CRS of the geometries.
        crs84: The same data's way to longitude and latitude, for GeoJSON.
        batches: The rows; read once.
    """

    layer: Layer
    fields: Mapping[str, Field]
    schema: pa.Schema
    projection: Projection
    crs84: Projection
    batches: Iterable[pa.RecordBatch]

    @property
    def has_geometry(self) -> bool:
        """Whether there is a geometry column."""
        return GEOMETRY in self.schema.names

    @property
    def attributes(self) -> list[str]:
        """Names of all columns but the geometry."""
        return [name for name in self.schema.names if name != GEOMETRY]

    def reader(self) -> pa.RecordBatchReader:
        """The rows as a stream of Arrow."""
        return pa.RecordBatchReader.from_batches(self.schema, iter(self.batches))


def schema_of(fields: Mapping[str, Field], *, geometry: bool = True, differences: bool = False) -> pa.Schema:
    """Columns of a file; see :attr:`Rows.schema`."""
    first = [pa.field("id" if "id" not in fields else "feature_id", pa.string())]
    if differences:
        first.append(pa.field(CHANGE, pa.string()))
    declared = [pa.field(name, ARROW_TYPES[field.type]) for name, field in fields.items()]
    return pa.schema([*first, *declared, *([pa.field(GEOMETRY, pa.binary())] if geometry else [])])


def read(
    connection: psycopg.Connection[Any], query: sql.Composed | bytes, values: Mapping[str, Any], schema: pa.Schema
) -> Generator[pa.RecordBatch]:
    """Batches of a query whose columns are those of the schema; memory does not grow with their number.

    Large geometries make smaller batches: how many rows are fetched follows from the size of those before.

    Args:
        connection: In a transaction, which the caller ends after it has closed the generator.
    """
    with connection.cursor("rows", binary=True) as cursor:
        cursor.execute(query, values)
        wanted = 100
        while rows := cursor.fetchmany(wanted):
            columns = zip(zip(*rows, strict=True), schema.types, strict=True)
            batch = pa.record_batch([pa.array(column, kind) for column, kind in columns], schema=schema)
            yield batch
            wanted = max(1, min(_ROWS_AT_ONCE, _BYTES_AT_ONCE * len(rows) // max(batch.nbytes, 1)))
