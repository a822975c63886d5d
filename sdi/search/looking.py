"""What the search and the click ask of the database: rows of the audience's own views, values bound.

All statements are few, so that connections keep them prepared. Those of a search give rows of one form, :class:`Found`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import shapely
from psycopg import sql

from sdi.db.connect import statement
from sdi.db.layers import search_text
from sdi.db.names import short_name
from sdi.model import Audience, Layer
from sdi.search.coordinates import Box

_SQL = Path(__file__).parent / "sql"

MOST_HERE = 20
"""Features of a layer that a click tells of."""

MOST_WORDS = 6
"""Words of a question that names are looked up by."""

_MOST, _MOST_TOGETHER = 100, 300
"""Features of a layer that are looked at, and where a street is many features."""


class Found(NamedTuple):
    """A feature that may be meant: its searched fields, those that stand beside, its box and a point of it, in m."""

    layer: str
    id: str
    fields: list[Any]
    beside: list[Any]
    box: Box
    center: tuple[float, float]

    @classmethod
    def of(cls, row: Sequence[Any]) -> Found:
        """Out of a row."""
        point = shapely.from_wkb(row[5])
        west, south, east, north = row[4]
        return cls(row[0], row[1], row[2], row[3], (west, south, east, north), (point.x, point.y))


def here_statement(layers: Iterable[Layer], audience: Audience, schema: str) -> bytes:
    """What lies at a point, in all layers at once: layer, id, values of its fields, geometry as WKB, distance in m.

    It is bound to ``east``, ``north`` and ``reach``, in m, and to ``srid``, the EPSG code of the stored CRS.
    """
    parts = []
    for layer in layers:
        columns = sql.SQL(", ").join(map(sql.Identifier, layer.fields_for(audience)))
        name = "here_area" if layer.dimension == 2 else "here_near"
        most = sql.Literal(MOST_HERE)
        parts.append(
            statement(name, _SQL, layer=sql.Literal(layer.id), columns=columns, view=_view(schema, layer), most=most)
        )
    return _all(parts)


def names_statement(layers: Iterable[Layer], schema: str, words: int) -> bytes:
    """What is called by a phrase, and what has so many words that begin as given, in all layers searched by words.

    It is bound to ``phrase`` and to ``w0`` …, patterns for texts with a space at either end.
    """
    parts = []
    for layer, text in _searched(layers):
        begun = (sql.SQL("{} LIKE {}").format(text, sql.Placeholder(f"w{at}")) for at in range(words))
        whole = sql.SQL("{} LIKE {}").format(text, sql.Placeholder("phrase"))
        parts += [_called(layer, schema, called) for called in (whole, sql.SQL(" AND ").join(begun))]
    return _all(parts)


def alike_statement(layers: Iterable[Layer], schema: str) -> bytes:
    """What is called nearly so, bound to ``text``, as :func:`sdi.search.words.searchable` has it."""
    alike = sql.SQL("{} OPERATOR(public.<%%) {}")
    return _all(
        _called(layer, schema, alike.format(sql.Placeholder("text"), text)) for layer, text in _searched(layers)
    )


def _searched(layers: Iterable[Layer]) -> Iterator[tuple[Layer, sql.Composable]]:
    """Layers that are searched by words, and what the index of each is on."""
    for layer in layers:
        if layer.search is not None and layer.search.fields:
            yield layer, search_text(layer.search)


def _called(layer: Layer, schema: str, called: sql.Composable) -> sql.Composable:
    assert layer.search is not None
    most = sql.Literal(_MOST_TOGETHER if layer.search.together else _MOST)
    fields, beside = _columns(layer.search.fields), _columns(layer.search.beside)
    views = {
        "versions": sql.Identifier(schema, short_name(f"{layer.id}_versions")),
        "epoch": sql.Identifier(schema, "epoch"),
    }
    named = {"layer": sql.Literal(layer.id), "fields": fields, "beside": beside}
    return statement("names", _SQL, called=called, most=most, **named, **views)


def parcels_statement(layer: Layer, schema: str) -> bytes:
    """Parcels by ``ids``; their searched fields are commune, sheet and number."""
    assert layer.search is not None and layer.search.parcel is not None
    numbered = layer.search.parcel
    return statement(
        "parcels", _SQL, layer=sql.Literal(layer.id), view=_view(schema, layer),
        fields=_columns([numbered.commune, numbered.sheet, numbered.number]), beside=_columns(layer.search.beside),
    ).as_bytes()  # fmt: skip


def sheets_statement(layer: Layer, schema: str) -> bytes | None:
    """All sheets of each commune; None where no index leads from one to the next."""
    assert layer.search is not None and layer.search.parcel is not None
    numbered = layer.search.parcel
    if not any(names[:2] == [numbered.commune, numbered.sheet] for names in layer.indexes):
        return None
    return _numbered("sheets", layer, schema)


def sheet_statement(layer: Layer, schema: str) -> bytes:
    """Number of parcels and box of sheets, given as ``communes`` and ``sheets`` of the same length."""
    return _numbered("sheet", layer, schema)


def communes_statement(layer: Layer, code: str, name: str, schema: str) -> bytes:
    """Code, name and geometry of all communes."""
    return statement(
        "communes", _SQL, code=sql.Identifier(code), name=sql.Identifier(name), view=_view(schema, layer)
    ).as_bytes()


def _numbered(name: str, layer: Layer, schema: str) -> bytes:
    assert layer.search is not None and layer.search.parcel is not None
    numbered = layer.search.parcel
    parts = {"commune": sql.Identifier(numbered.commune), "sheet": sql.Identifier(numbered.sheet)}
    return statement(name, _SQL, view=_view(schema, layer), **parts).as_bytes()


def _view(schema: str, layer: Layer) -> sql.Identifier:
    return sql.Identifier(schema, layer.id)


def _columns(names: Sequence[str]) -> sql.Composable:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _all(parts: Iterable[sql.Composable]) -> bytes:
    return sql.SQL(" UNION ALL ").join(sql.SQL("({})").format(part) for part in parts).as_bytes()
