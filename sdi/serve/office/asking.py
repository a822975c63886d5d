"""What the pages read of the database: layers, loads, releases, and what a held load would change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from psycopg import sql
from psycopg.rows import DictRow, dict_row

from sdi.db.connect import Connection, statement
from sdi.db.names import stage_table
from sdi.model import Layer
from sdi.publish.epochs import current_epoch
from sdi.serve.problems import Problem
from sdi.wording import wording

SQL = Path(__file__).parent / "sql"

RUNS = 30
"""Loads on a page."""

RELEASES = 100
"""Releases of a layer that are listed."""

KINDS = ("added", "changed", "removed")


@dataclass(frozen=True)
class Difference:
    """A feature that a held load would change.

    Attributes:
        kind: "added", "changed" or "removed".
        fields: What would be another value: name, before, after. Of a feature that comes or goes none.
        was: Its geometry now, in the provincial CRS; None for one that is added.
        becomes: And then; None for one that is removed.
    """

    kind: str
    id: str
    fields: list[tuple[str, Any, Any]]
    was: shapely.Geometry | None
    becomes: shapely.Geometry | None

    @property
    def moved(self) -> bool:
        """Whether a changed feature has another geometry."""
        return self.kind == "changed" and not shapely.equals_identical(self.was, self.becomes)


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


def differences(
    connection: Connection, run: int, layer: Layer, candidate: dict[str, Any], most: int
) -> list[Difference]:
    """Features that a held candidate would change: all of a kind, or of more than ``most`` an even share."""
    fields = [name for name, field in layer.published_fields.items() if not field.personal]
    said = sql.SQL("jsonb_build_object({}) AS said").format(
        sql.SQL(", ").join(
            part for name in fields for part in (sql.Literal(name), sql.SQL("one.{}").format(sql.Identifier(name)))
        )
    )
    geometry = sql.SQL("ST_AsBinary(one.geom)")
    query = statement(
        "differing", SQL, data=sql.Identifier("data", layer.id), stage=stage_table(run, layer.id),
        before=said, after=said, old_geom=geometry, new_geom=geometry,
    )  # fmt: skip
    shares = {kind: max(1, -(-(candidate[kind] or 0) // most)) for kind in KINDS}
    values = {
        "epoch": current_epoch(connection), "scopes": candidate["scopes"], "run": run, "layer": layer.id, "most": most,
    } | shares  # fmt: skip
    return [_difference(row) for row in _dicts(connection, query, values)]


def _difference(row: DictRow) -> Difference:
    before, after = row["before"] or {}, row["after"] or {}
    fields = (
        [(name, before.get(name), after[name]) for name in after if before.get(name) != after[name]]
        if row["kind"] == "changed" else []
    )  # fmt: skip
    was, becomes = (shapely.from_wkb(row[name]) if row[name] else None for name in ("was", "becomes"))
    return Difference(row["kind"], row["feature_id"], fields, was, becomes)


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
