"""What the search and the click ask of the database: rows of the audience's own views, values bound."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from psycopg import sql

from sdi.db.connect import statement
from sdi.model import Audience, Layer

_SQL = Path(__file__).parent / "sql"

MOST_HERE = 20
"""Features of a layer that a click tells of."""


def here_statement(layers: Iterable[Layer], audience: Audience, schema: str) -> bytes:
    """What lies at a point, in all layers at once: layer, id, values of its fields, geometry as WKB, distance in m.

    It is bound to ``east``, ``north`` and ``reach``, in m, and to ``srid``, the EPSG code of the stored CRS.
    """
    parts = []
    for layer in layers:
        name = "here_area" if layer.dimension == 2 else "here_near"
        columns = sql.SQL(", ").join(map(sql.Identifier, layer.fields_for(audience)))
        view = sql.Identifier(schema, layer.id)
        filled = statement(
            name, _SQL, layer=sql.Literal(layer.id), columns=columns, view=view, most=sql.Literal(MOST_HERE)
        )
        parts.append(sql.SQL("({})").format(filled))
    return sql.SQL(" UNION ALL ").join(parts).as_bytes()
