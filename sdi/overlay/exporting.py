"""Layers out of the database as parts: what an audience sees at one epoch, sorted along a Hilbert curve."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
from psycopg import sql
from pyproj import CRS

from sdi.db.connect import Connection, statement
from sdi.db.layers import SCHEMAS
from sdi.db.names import short_name
from sdi.errors import UsageError
from sdi.model import Audience, Layer, Province
from sdi.overlay.parts import COLUMNS, Parts, Writer
from sdi.progress import Quiet

_SQL = Path(__file__).parent / "sql"
_ROWS_AT_ONCE = 5_000


def current_epoch(connection: Connection, audience: Audience) -> int:
    """Where the pointer stands."""
    query = sql.SQL("SELECT epoch FROM {}").format(sql.Identifier(SCHEMAS[audience], "epoch"))
    row = connection.execute(query).fetchone()
    assert row is not None  # the pointer is one row, always
    return int(row[0])


def export(
    connection: Connection,
    layer: Layer,
    audience: Audience,
    province: Province,
    epoch: int,
    folder: Path,
    shown: Quiet,
) -> Parts:
    """Write a layer into a folder of parts; memory does not grow with it.

    Args:
        connection: In a transaction.
        layer: What is written.
        audience: Who asks.
        province: Its CRS.
        epoch: As of which publication.
        folder: Where to.
        shown: Told how far it is.

    Raises:
        UsageError: Nothing of the layer is published for the audience.
    """
    schema = SCHEMAS[audience]
    known = sql.SQL("SELECT feature_count FROM {} WHERE layer = %s AND epoch IS NOT NULL").format(
        sql.Identifier(schema, "collections")
    )
    count = connection.execute(known, (layer.id,)).fetchone()
    if count is None:
        raise UsageError(f"Lớp '{layer.id}' chưa có gì được công bố cho đối tượng '{audience}'.", "Xem 'sdi status'.")
    query = statement(
        "export",
        _SQL,
        view=sql.Identifier(schema, short_name(f"{layer.id}_versions")),
        plan=_column(layer, audience, "plan"),
        decision=_column(layer, audience, "decision"),
    )
    shown.begin(f"Xuất {layer.title.vi}", int(count[0]))
    with Writer(folder, CRS(province.crs)) as writer, connection.cursor("export", binary=True) as cursor:
        cursor.execute(query, {"epoch": epoch})
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            columns = zip(zip(*rows, strict=True), COLUMNS.types, strict=True)
            writer.write(pa.table([pa.array(column, kind) for column, kind in columns], schema=COLUMNS))
            shown.advance(len(rows))
    return Parts.of(folder)


def _column(layer: Layer, audience: Audience, role: str) -> sql.Composable:
    name = layer.field_of(role, audience)
    return sql.Identifier(name) if name else sql.SQL("NULL::text")
