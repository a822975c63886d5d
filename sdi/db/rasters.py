"""Which sheets a raster layer has: their files and where they lie."""

from __future__ import annotations

from typing import Any, NamedTuple

import psycopg
from psycopg import sql

from sdi.db.names import short_name

Box = tuple[float, float, float, float]


class SheetRow(NamedTuple):
    """A sheet at an epoch.

    Attributes:
        feature_id: Its stable id.
        file: SHA-256 of its file.
        resolution_m: Side of a pixel in metres.
        box: Min E, min N, max E, max N of its footprint, in metres of the provincial CRS.
    """

    feature_id: str
    file: str
    resolution_m: float
    box: Box


def sheets_of(
    connection: psycopg.Connection[Any],
    schema: str,
    layer: str,
    epoch: int,
    *,
    within: tuple[str, list[str]] | None = None,
) -> list[SheetRow]:
    """All sheets of a raster layer at an epoch, as they are laid upon each other: coarse ones first, new ones last.

    Args:
        schema: ``data``, for the owner, or an audience's schema of views (``pub``, ``pub_agency``, ``pub_internal``).
        within: A field and those of its values that are wanted, e.g. ``("plan_id", ["QHC_NghiaLo_2025"])``.
    """
    table = layer if schema == "data" else short_name(f"{layer}_versions")
    condition: sql.Composable = sql.SQL("true")
    values: dict[str, Any] = {"epoch": epoch}
    if within is not None:
        condition, values["wanted"] = sql.SQL("{} = ANY(%(wanted)s)").format(sql.Identifier(within[0])), within[1]
    rows = connection.execute(
        sql.SQL(
            "SELECT feature_id, file, resolution_m, ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)"
            " FROM {} WHERE r0 <= %(epoch)s AND %(epoch)s < r1 AND {}"
            " ORDER BY resolution_m DESC, r0, feature_id"
        ).format(sql.Identifier(schema, table), condition),
        values,
    ).fetchall()
    return [SheetRow(id, file, float(size), (x0, y0, x1, y1)) for id, file, size, x0, y0, x1, y1 in rows]
