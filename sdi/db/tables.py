"""The table of a layer, derived from its declaration."""

from __future__ import annotations

import hashlib
from typing import Any

import sqlalchemy as sa
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from sdi.model import Audience, Field, FieldType, Layer

OPEN = 2_147_483_647
"""``r1`` of a row that still holds."""

SQL_TYPES: dict[FieldType, sa.types.TypeEngine[Any]] = {
    FieldType.TEXT: sa.Text(),
    FieldType.CODE: sa.Text(),
    FieldType.INTEGER: sa.BigInteger(),
    FieldType.NUMBER: sa.Double(),
    FieldType.BOOLEAN: sa.Boolean(),
    FieldType.DATE: sa.Date(),
}


def sql_type(field: Field) -> str:
    """PostgreSQL's name of a field's type."""
    return SQL_TYPES[field.type].compile(dialect=postgresql.dialect())


def versions_table(layer: Layer, srid: int) -> sa.Table:
    """``data.<layer>``: every version of every feature, partitioned by audience."""
    return sa.Table(
        layer.id,
        sa.MetaData(),
        sa.Column("gid", sa.BigInteger, nullable=False),
        sa.Column("feature_id", sa.Text(collation="C"), nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("r0", sa.Integer, nullable=False),
        sa.Column("r1", sa.Integer, nullable=False, server_default=str(OPEN)),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("run_id", sa.Integer, nullable=False),
        sa.Column("digest", sa.Uuid, nullable=False),
        *[sa.Column(name, SQL_TYPES[field.type]) for name, field in layer.published_fields.items()],
        sa.Column("geom", Geometry(layer.geometry.upper(), srid, spatial_index=False), nullable=False),
        schema="data",
        postgresql_partition_by="LIST (audience)",
    )


def partition(layer: str, audience: Audience) -> str:
    """Name of the partition with the rows of one audience; shortened where PostgreSQL's 63 bytes end."""
    return short_name(f"{layer}__{audience.value}")


def short_name(name: str) -> str:
    """``name``, or its beginning and a digest when it is longer than an identifier may be."""
    return name if len(name) <= 63 else f"{name[:54]}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
