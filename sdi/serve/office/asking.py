"""What the pages read of the database: layers, loads, releases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import shapely
from psycopg import sql
from psycopg.rows import DictRow, dict_row

from sdi.db.connect import Connection, statement
from sdi.model import Layer
from sdi.serve.problems import Problem
from sdi.wording import wording

SQL = Path(__file__).parent / "sql"

RUNS = 30
"""Loads on a page."""

RELEASES = 100
"""Releases of a layer that are listed."""


def layers(connection: Connection) -> list[DictRow]:
    """What is published of every layer."""
    return _rows(connection, "layers")


def runs(
    connection: Connection,
    *,
    run: int | None = None,
    before: int | None = None,
    state: str | None = None,
    limit: int = RUNS,
) -> list[DictRow]:
    """Loads, the newest first."""
    values = {"run": run, "before": before, "state": state, "limit": limit}
    return _rows(connection, "runs", **values)


def run_of(connection: Connection, number: int) -> DictRow:
    """One load.

    Raises:
        Problem: 404, there is none.
    """
    found = runs(connection, run=number)
    if not found:
        raise Problem(404, wording("office.no_run", number=number))
    return found[0]


def releases(connection: Connection, layer: str) -> list[DictRow]:
    """Releases of a layer, the newest first."""
    return _rows(connection, "releases", layer=layer, limit=RELEASES)


def together(connection: Connection, epoch: int) -> list[DictRow]:
    """What a release brought to each layer."""
    return _rows(connection, "together", epoch=epoch)


def around(
    connection: Connection, layer: Layer, srid: int, box: tuple[float, ...], tolerance: float, most: int
) -> list[Any]:
    """Published features of a layer in a box as lines or points, for orientation; none where there are more."""
    lines = sql.SQL("ST_Boundary(geom)" if layer.dimension == 2 else "geom")
    view = sql.Identifier("pub_internal", layer.id)
    query = statement("around", SQL, view=view, lines=lines, srid=sql.Literal(srid))
    names = ("west", "south", "east", "north")
    values = dict(zip(names, box, strict=True)) | {"tolerance": tolerance, "most": most + 1}
    found = [row[0] for row in connection.execute(query, values).fetchall()]
    return [shapely.from_wkb(bytes(geom)) for geom in found if geom] if len(found) <= most else []


def _rows(connection: Connection, name: str, **values: object) -> list[DictRow]:
    return _dicts(connection, statement(name, SQL), values)


def _dicts(connection: Connection, query: sql.Composed, values: dict[str, Any]) -> list[DictRow]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query, values).fetchall()
