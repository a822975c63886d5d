"""The table of a layer, derived from its declaration."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from sdi.db.names import OPEN, partition, short_name, sql_type
from sdi.model import FieldType, Layer

__all__ = ["OPEN", "partition", "short_name", "sql_type", "versions_ddl", "versions_table"]

SQL_TYPES: dict[FieldType, sa.types.TypeEngine[Any]] = {
    FieldType.TEXT: sa.Text(),
    FieldType.CODE: sa.Text(),
    FieldType.INTEGER: sa.BigInteger(),
    FieldType.NUMBER: sa.Double(),
    FieldType.BOOLEAN: sa.Boolean(),
    FieldType.DATE: sa.Date(),
}


def versions_ddl(layer: Layer, srid: int) -> str:
    """CREATE TABLE of :func:`versions_table`."""
    return str(CreateTable(versions_table(layer, srid)).compile(dialect=postgresql.dialect()))


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
        sa.Column("source_digest", sa.Uuid),
        *[sa.Column(name, SQL_TYPES[field.type]) for name, field in layer.published_fields.items()],
        sa.Column("geom", Geometry(layer.geometry.upper(), srid, spatial_index=False), nullable=False),
        schema="data",
        postgresql_partition_by="LIST (audience)",
    )
