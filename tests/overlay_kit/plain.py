"""The same overlays by plain PostGIS: ``ST_Intersection``, ``ST_Union`` and ``ST_Distance``, by no code of ours.

The rule of slivers is written a second time in ``areas.sql``; only its two numbers are taken from the declarations.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import sql

from sdi.db.connect import Connection
from sdi.db.layers import SCHEMAS
from sdi.model import Audience, Layer

HERE = Path(__file__).parent
STORED_TO = 5e-5
"""m², m: overlays are stored to a tenth of a millimetre."""
GEOS_TO = 1e-6
"""m², m: on parcels, GEOS and the kernel agree to this."""


@dataclass(frozen=True)
class Verdict:
    """What differs between the stored overlay of one layer and plain PostGIS; all empty when they agree."""

    rows: list[Any]
    partition: list[Any]
    nearest: list[Any]
    compared: int
    """Stored rows of the layer."""


def judge(
    connection: Connection, table: Layer, base: Layer, layer: Layer, audience: Audience, geos_to: float = GEOS_TO
) -> Verdict:
    """Compare all stored rows of one layer, as an audience sees them, with plain PostGIS.

    Args:
        geos_to: m² by which GEOS may differ: its points of intersection are rounded, which on a commune of a
            hundred kilometres' boundary is more than on a parcel.
    """
    assert layer.overlay is not None
    values = {
        "min_area_m2": layer.overlay.min_area_m2,
        "min_width_m": max(layer.overlay.min_width_m, math.hypot(base.accuracy_m, layer.accuracy_m)),
        "nearest_m": layer.overlay.nearest_m,
        "tolerance": STORED_TO + geos_to,
    }
    with _tables(connection, table, base, layer, audience):
        for statement in (["points"], ["lines"], ["pieces", "areas"])[layer.dimension]:
            _run(connection, statement, values)
        rows = _run(connection, "differences", values)
        partition = _run(connection, "partition", values) if layer.dimension == 2 else []
        nearest = _run(connection, "nearest", values) if layer.overlay.nearest_m else []
        (compared,) = connection.execute("SELECT count(*) FROM stored").fetchone() or (0,)
    return Verdict(rows, partition, nearest, compared)


@contextmanager
def _tables(connection: Connection, table: Layer, base: Layer, layer: Layer, audience: Audience) -> Iterator[None]:
    """Temporary tables ``base``, ``other`` and ``stored``: what the audience sees now."""
    schema = SCHEMAS[audience]
    with connection.transaction(force_rollback=True):
        for name, source in (("base", base), ("other", layer)):
            connection.execute(
                sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT gid, feature_id, geom FROM {}").format(
                    sql.Identifier(name), sql.Identifier(schema, source.id)
                )
            )
            connection.execute(sql.SQL("CREATE INDEX ON {} USING gist (geom)").format(sql.Identifier(name)))
            connection.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL(
                "CREATE TEMP TABLE stored ON COMMIT DROP AS SELECT {} AS base_id, kind, feature_id, share_pct,"
                " distance_m, coalesce(area_m2, length_m, count) AS amount FROM {} WHERE layer = {}"
            ).format(sql.Identifier(table.base_id), sql.Identifier(schema, table.id), sql.Literal(layer.id))
        )
        yield


def _run(connection: Connection, name: str, values: dict[str, Any]) -> list[Any]:
    text = (HERE / f"{name}.sql").read_text("utf-8")
    cursor = connection.execute(text, values if "%(" in text else None)  # type: ignore[arg-type]
    return cursor.fetchall() if cursor.description else []
