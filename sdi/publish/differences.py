"""What publishing a held load would change, feature by feature."""

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


def differences(
    connection: Connection, run: int, layer: Layer, candidate: dict[str, Any], most: int
) -> list[Difference]:
    """Features that a held candidate would change: all of a kind, or of more than ``most`` an even share.

    Args:
        candidate: Its ``scopes``, and how many features are ``added``, ``changed`` and ``removed``.
    """
    fields = [name for name, field in layer.published_fields.items() if not field.personal]
    said = sql.SQL("jsonb_build_object({}) AS said").format(
        sql.SQL(", ").join(
            part for name in fields for part in (sql.Literal(name), sql.SQL("one.{}").format(sql.Identifier(name)))
        )
    )
    geometry = sql.SQL("ST_AsBinary(one.geom)")
    query = statement(
        "differing", Path(__file__).parent, data=sql.Identifier("data", layer.id), stage=stage_table(run, layer.id),
        before=said, after=said, old_geom=geometry, new_geom=geometry,
    )  # fmt: skip
    shares = {kind: max(1, -(-(candidate[kind] or 0) // most)) for kind in KINDS}
    values = {
        "epoch": current_epoch(connection), "scopes": candidate["scopes"], "run": run, "layer": layer.id, "most": most,
    } | shares  # fmt: skip
    with connection.cursor(row_factory=dict_row) as cursor:
        return [_difference(row) for row in cursor.execute(query, values).fetchall()]


def _difference(row: DictRow) -> Difference:
    before, after = row["before"] or {}, row["after"] or {}
    fields = (
        [(name, before.get(name), after[name]) for name in after if before.get(name) != after[name]]
        if row["kind"] == "changed" else []
    )  # fmt: skip
    was, becomes = (shapely.from_wkb(row[name]) if row[name] else None for name in ("was", "becomes"))
    return Difference(row["kind"], row["feature_id"], fields, was, becomes)
