"""COPY into staging and into the issue table: Arrow batches and shapely geometries as PostgreSQL's bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
import pgpq
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from psycopg import sql

from sdi.db.connect import Connection

ISSUE_COLUMNS = (
    "run_id", "layer", "source_layer", "feature_no", "feature_id", "rule", "severity", "action", "field",
    "reason", "before", "after", "geom_before", "geom_after", "features", "responsible",
)  # fmt: skip


_COPY_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_COPY_END = b"\xff\xff"
_HAS_SRID = 0x20000000
_TO_THE_END = 2**30
"""pyarrow 26 fails on ``binary_slice`` without a stop."""


def copy_batch(connection: Connection, table: sql.Identifier, rows: pa.RecordBatch) -> None:
    """COPY a batch whose columns are named as the table's; ``geom`` is EWKB, digests are 16 bytes."""
    encoder = pgpq.ArrowToPostgresBinaryEncoder(rows.schema)
    columns = sql.SQL(", ").join(map(sql.Identifier, rows.schema.names))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(table, columns)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(encoder.write_header())
        copy.write(encoder.write_batch(rows))
        copy.write(encoder.finish())


def copy_issues(connection: Connection, issues: Iterable[Sequence[object]], srid: int) -> None:
    """COPY issues, tuples in the order of :data:`ISSUE_COLUMNS`; geometries are shapely's or ``None``."""
    geometry = [ISSUE_COLUMNS.index("geom_before"), ISSUE_COLUMNS.index("geom_after")]
    statement = sql.SQL("COPY meta.issue ({}) FROM STDIN").format(
        sql.SQL(", ").join(map(sql.Identifier, ISSUE_COLUMNS))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for issue in issues:
            row = list(issue)
            for position in geometry:
                if row[position] is not None:
                    row[position] = to_ewkb(np.array([row[position]]), srid)[0].as_py().hex()
            copy.write_row([value.replace("\0", "") if isinstance(value, str) else value for value in row])


def copied(connection: Connection, query: sql.Composable, at_once: int) -> Iterator[list[bytes]]:
    """Rows of a query as the server sends them by binary COPY, some at a time; the connection is busy meanwhile."""
    statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT binary)").format(query)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        blocks = map(bytes, copy)
        rows = list(islice(blocks, at_once))
        if rows:
            rows[0] = rows[0].removeprefix(_COPY_HEADER)
        while rows:
            if rows[-1] == _COPY_END:
                rows.pop()
            if rows:
                yield rows
            rows = list(islice(blocks, at_once))


def to_ewkb(geoms: np.ndarray, srid: int, *, multi: bool = False) -> pa.Array:
    """EWKB with the SRID, as PostGIS takes it in binary COPY; shape (n,), none may be missing.

    Works on the bytes: giving the SRID to the geometries first, or making multis of them, would copy every one.

    Args:
        geoms: Geometries, singles and multis mixed.
        srid: EPSG code.
        multi: Write singles as multi geometries of one part.
    """
    wkb = pa.array(shapely.to_wkb(geoms, byte_order=1), pa.binary())
    kinds = pc.binary_slice(wkb, 1, 5).dictionary_encode()
    heads = [_head(struct.unpack("<I", kind)[0], srid, multi) for kind in kinds.dictionary.to_pylist()]
    before = pa.array(heads, pa.binary()).take(kinds.indices)
    return pc.binary_join_element_wise(before, pc.binary_slice(wkb, 5, _TO_THE_END), pa.scalar(b"", pa.binary()))


def _head(kind: int, srid: int, multi: bool) -> bytes:
    """What stands before the coordinates: byte order, type, SRID; of a promoted single also the head of its part."""
    if multi and kind in (1, 2, 3):
        return struct.pack("<BIIIBI", 1, kind + 3 | _HAS_SRID, srid, 1, 1, kind)
    return struct.pack("<BII", 1, kind | _HAS_SRID, srid)
