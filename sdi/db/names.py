"""Names and types that tables of layers share. Light: commands that read nothing need no more than this."""

from __future__ import annotations

import hashlib

from psycopg import sql

from sdi.model import Audience, Field, FieldType

OPEN = 2_147_483_647
"""``r1`` of a row that still holds."""

_SQL_TYPES = {
    FieldType.TEXT: "TEXT",
    FieldType.CODE: "TEXT",
    FieldType.INTEGER: "BIGINT",
    FieldType.NUMBER: "DOUBLE PRECISION",
    FieldType.BOOLEAN: "BOOLEAN",
    FieldType.DATE: "DATE",
}


def sql_type(field: Field) -> str:
    """PostgreSQL's name of a field's type."""
    return _SQL_TYPES[field.type]


def partition(layer: str, audience: Audience) -> str:
    """Name of the partition with the rows of one audience; shortened where PostgreSQL's 63 bytes end."""
    return short_name(f"{layer}__{audience.value}")


def short_name(name: str) -> str:
    """``name``, or its beginning and a digest when it is longer than an identifier may be."""
    return name if len(name) <= 63 else f"{name[:54]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def stage_name(run: int, layer: str) -> str:
    """Name of a run's table of one layer, in schema ``stage``."""
    return short_name(f"run_{run}_{layer}")


def stage_table(run: int, layer: str) -> sql.Identifier:
    """The same, as an identifier."""
    return sql.Identifier("stage", stage_name(run, layer))
