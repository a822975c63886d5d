"""Whether what an audience finds in the database is what the declarations say.

Somebody may have changed a view by hand, restored half a database, or declared a field without ``sdi sync``. The
service asks once a second, in one statement over the catalogue, and sets aside the layers that do not fit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import psycopg
from psycopg import sql

from sdi.db.names import short_name, sql_type
from sdi.db.overlays import COLUMNS
from sdi.model import Audience, Layer
from sdi.wording import Wording, wording

Views = Mapping[str, Mapping[str, str] | None]
"""Views of a schema by name: their columns with PostgreSQL's names of the types; None may not be read."""

_COLUMNS = sql.SQL("""
SELECT relname, has_table_privilege(pg_class.oid, 'SELECT'),
       array_agg(ARRAY[attname::text, format_type(atttypid, atttypmod)])
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relnamespace = to_regnamespace({schema}) AND attnum > 0 AND NOT attisdropped
GROUP BY pg_class.oid, relname
""")


def read_views(connection: psycopg.Connection[tuple[object, ...]], schema: str) -> Views:
    """All views of a schema."""
    rows = connection.execute(_COLUMNS.format(schema=sql.Literal(schema))).fetchall()
    return {str(name): dict(columns) if readable else None for name, readable, columns in rows}  # type: ignore[call-overload]


def misfit(layer: Layer, audience: Audience, srid: int, views: Views) -> Wording | None:
    """Why a layer cannot be served from these views; None if it can.

    Args:
        layer: A layer, or a table of overlays, that the audience may see.
        srid: Of the provincial CRS.
        views: Of the audience's schema.
    """
    for name, columns in _wanted(layer, audience, srid).items():
        if name not in views:
            return wording("quarantine.no_view", view=name)
        found = views[name]
        if found is None:
            return wording("quarantine.unreadable", view=name)
        for column, kind in columns.items():
            if column not in found:
                return wording("quarantine.no_column", view=name, column=column)
            if found[column] != kind:
                return wording("quarantine.wrong_type", view=name, column=column, found=found[column], wanted=kind)
    return None


def broken_box(*boxes: tuple[float, float, float, float] | None) -> Wording | None:
    """What is wrong with the boxes of a publication's record; None stands for nothing to be seen."""
    for box in boxes:
        if box is not None and not (all(map(math.isfinite, box)) and box[0] <= box[2] and box[1] <= box[3]):
            return wording("quarantine.bad_record")
    return None


def _wanted(layer: Layer, audience: Audience, srid: int) -> dict[str, dict[str, str]]:
    fields = {name: sql_type(field).lower() for name, field in layer.fields_for(audience).items()}
    if layer.overlays_of:  # computed columns have types of their own
        fields |= {name: kind.split(" COLLATE")[0].split(" NOT")[0] for name, kind in COLUMNS if name in fields}
    key = {} if layer.overlays_of else {"feature_id": "text"}
    kind = "Geometry" if layer.overlays_of else layer.geometry
    current = {"gid": "bigint", **key, **fields, "geom": f"geometry({kind},{srid})"}
    versions = {**current, "r0": "integer", "r1": "integer"}
    found = {layer.id: current, short_name(f"{layer.id}_versions"): versions}
    if not layer.overlays_of:
        touched = {"feature_id": "text", "epoch": "integer", "withdrawn": "boolean"}
        found[short_name(f"{layer.id}_touched")] = touched
    return found
