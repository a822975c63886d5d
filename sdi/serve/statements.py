"""SQL of questions: one statement looks whether the release still is, and reads the page.

The number of the release is written into the statement, so that PostgreSQL knows how many rows hold there; nothing
that a client sends is. A row of a page is: release, ``gid``, sort key as text or NULL, and the feature itself as
:mod:`sdi.serve.geojson` reads it. A page without features still has one row, whose ``gid`` is NULL. Its release is NULL
when the release of a walk is gone, and another than was asked for when something was published meanwhile.

What matches is counted by a statement of its own, and only for a page that is full: most are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import shapely
from psycopg import sql

from sdi.db.names import short_name, sql_type
from sdi.model import Layer
from sdi.publish.configuration import Collection
from sdi.serve.projection import Box
from sdi.serve.question import Question, Sort
from sdi.serve.values import Values, valid_at
from sdi.serve.wire import Query

_SMALL_SHARE = 0.1
"""A box under this share of the layer is read by the spatial index and then sorted, a larger one by key."""
_SHRUNK = (0.0, 0.005, 0.02, 0.08)
"""By how much of its sides a box is drawn in until the area holds it."""

_COARSE_M = 1.0
"""By how much more: PostGIS compares boxes in single precision, which is up to 0.25 m in northings of this country, so
that a lamp 12 cm outside a box would lie "in" it."""

_SHAPES = 200
"""Statements without filters that are kept for each collection: they differ by release, fields and order alone."""

_COMMA = sql.SQL(", ")
_AND = sql.SQL(" AND ")
_NO = sql.SQL("NULL")
_OFFSET = sql.SQL("OFFSET {}").format(sql.Placeholder("offset"))
_AREA, _INNER = sql.Placeholder("area"), sql.Placeholder("inner")
_RELEASE = sql.Placeholder("release")
_GID, _KEY = sql.Placeholder("gid"), sql.SQL("{}::text").format(sql.Placeholder("key"))


def inner_box(area: shapely.Geometry) -> Box | None:
    """A box well inside an area, large where the area is almost a box, as boxes of other CRSs are; None: there is none.

    What lies in it, even by boxes in single precision, meets the area for certain.
    """
    if area.is_empty:
        return None
    west, south, east, north = area.bounds
    shapely.prepare(area)
    for share in _SHRUNK:
        x, y = share * (east - west), share * (north - south)
        if shapely.covers(area, shapely.box(west + x, south + y, east - x, north - y)):
            x, y = x + _COARSE_M, y + _COARSE_M
            found = (west + x, south + y, east - x, north - y)
            return found if found[0] < found[2] and found[1] < found[3] else None
    return None


class Statements:
    """Statements over one collection for one audience.

    Args:
        layer: The collection.
        schema: Schema of the audience's views.
        srid: Of the provincial CRS.
    """

    _id: sql.Composable = sql.SQL("feature_id")
    """Expression of the id that people see."""
    _geometry: sql.Composable = sql.SQL("geom")
    _key: sql.Composable | None = None
    """What pages are sorted by before ``gid`` when nothing else is asked."""

    def __init__(self, layer: Layer, schema: str, srid: int) -> None:
        self._layer = layer
        self._schema = schema
        self._srid = srid
        self._view = self._view_of(layer.id)
        self._releases = sql.Identifier(schema, "releases")
        self._shapes: dict[tuple[Any, ...], bytes] = {}

    def page(self, question: Question, state: Collection) -> Query:
        """The statement of a page.

        Args:
            state: What is published of the layer; says which boxes are small.
        """
        values = self._bound(question)
        place = question.place
        release = place.release if place else state.epoch
        share, whole = self._share(question, state)
        if question.conditions or question.filter is not None:
            return Query(self._page(question, release, share, whole, values).as_bytes(), values)
        shape = (
            question.names, question.geometry, question.sort, question.area is None, whole, place is None,
            place is not None and place.key is None, share < _SMALL_SHARE, release, question.limit, question.offset > 0,
        )  # fmt: skip
        if shape not in self._shapes:
            if len(self._shapes) >= _SHAPES:
                self._shapes.clear()
            self._shapes[shape] = self._page(question, release, share, whole, values).as_bytes()
        lasting = question.names == tuple(self._layer.published_fields)
        return Query(self._shapes[shape], values, lasting)

    def count(self, question: Question, state: Collection, upto: int | None) -> Query:
        """The statement of the number of matches: release, number; one more than ``upto`` stands for all above."""
        values = self._bound(question)
        release = question.place.release if question.place else state.epoch
        where = self._where(question, release, self._share(question, state)[1], values)
        limit = sql.SQL("ALL") if upto is None else sql.Literal(upto + 1)
        statement = sql.SQL(
            "SELECT release.epoch, (SELECT count(*) FROM (SELECT FROM {view} WHERE {where} LIMIT {limit}) AS matching)"
            " FROM ({release}) AS release"
        ).format(
            view=self._view, where=_AND.join(where), limit=limit, release=self._release(question.place is not None)
        )
        return Query(statement.as_bytes(), values)

    def whole(self, question: Question, state: Collection) -> bool:
        """Whether the box of a question, if it has one, holds all of the layer for certain."""
        return self._share(question, state)[1]

    def means_all(self, question: Question, state: Collection) -> bool:
        """Whether all features of the release match, for certain."""
        return not question.filtered or (
            not question.conditions and question.filter is None and self.whole(question, state)
        )

    def _page(self, question: Question, release: int, share: float, whole: bool, values: Values) -> sql.Composed:
        return sql.SQL(
            'SELECT release.epoch, page.gid, page."#key", {row} FROM ({release}) AS release'
            " LEFT JOIN LATERAL ({page}) AS page ON true"
        ).format(
            row=self._row(question.names),
            release=self._release(question.place is not None),
            page=self._ordered(question, release, share, whole, values),
        )

    def _ordered(self, question: Question, release: int, share: float, whole: bool, values: Values) -> sql.Composable:
        """The rows of a page in their order, column by column."""
        where = self._where(question, release, whole, values)
        select = self._select(question)
        if question.sort is not None:
            return self._sorted(select, where, question, question.sort)
        beyond = [] if question.place is None else [self._beyond()]
        return sql.SQL("{} ORDER BY {} LIMIT {} {}").format(
            self._rows(select, [*where, *beyond]),
            self._order(share),
            sql.Literal(question.limit),
            _OFFSET if question.offset else sql.SQL(""),
        )

    def _where(self, question: Question, release: int, whole: bool, values: Values) -> list[sql.Composable]:
        """What a feature must meet; its box only if that is not all of the layer."""
        where = [valid_at(sql.Literal(release)), *(condition(values) for condition in question.conditions)]
        if question.area is not None and not whole:
            where.append(self._meets(self._geometry_of(_AREA), release, self._geometry_of(_INNER)))
        if question.filter is not None:
            elsewhere = partial(self._meets, release=release) if self._layer.overlays_of else None
            where.append(question.filter(values=values, meets=elsewhere))
        return where

    def _bound(self, question: Question) -> Values:
        """What the placeholders of every statement stand for."""
        values, place = Values(offset=question.offset), question.place
        if question.area is not None:
            values["area"] = shapely.to_wkb(question.area)
            inner = inner_box(question.area)
            # none is NULL, which leaves the closer look to decide: in PostGIS 3.5 everything is @ an empty polygon
            values["inner"] = shapely.to_wkb(shapely.box(*inner)) if inner else None
        if place is not None:
            values |= {"release": place.release, "gid": place.gid, "key": place.key}
        return values

    def export(self, question: Question, state: Collection, release: int) -> Query:
        """The statement of a page as columns: ``gid``, sort key, id, the fields, and the geometry if it is wanted."""
        values = self._bound(question)
        page = self._ordered(question, release, *self._share(question, state), values)
        names = ["gid", "#key", "#id", *question.names]
        columns: list[sql.Composable] = [sql.SQL("page.{}").format(sql.Identifier(name)) for name in names]
        if question.geometry:
            columns.append(sql.SQL('ST_AsBinary(page."#geometry")'))
        statement = sql.SQL("SELECT {} FROM ({}) AS page").format(_COMMA.join(columns), page)
        return Query(statement.as_bytes(), values)

    def items(self, names: Sequence[str], ids: sql.Composable) -> sql.Composed:
        """The statement of features by id, as of a lookup (:mod:`sdi.serve.lookups`): release, gid or NULL, feature."""
        question = Question(names=tuple(names))
        return sql.SQL(
            "SELECT wanted.n, release.epoch, page.gid, {row}"
            " FROM unnest({ids}::text[]) WITH ORDINALITY AS wanted (id, n)"
            " CROSS JOIN (SELECT max(epoch) AS epoch FROM {releases} WHERE layer = {layer}) AS release"
            " LEFT JOIN LATERAL ({select} LIMIT 1) AS page ON true ORDER BY wanted.n"
        ).format(
            row=self._row(question.names),
            ids=ids,
            releases=self._releases,
            layer=sql.Literal(self._layer.id),
            select=self._rows(
                self._select(question),
                [valid_at(sql.SQL("release.epoch")), self._identified(sql.SQL("wanted.id"))],
            ),
        )

    def every(self, names: Sequence[str], release: int) -> sql.Composed:
        """The statement of all features of a release, ``gid`` and feature, along PostGIS's Hilbert curve."""
        question = Question(names=tuple(names))
        return sql.SQL('SELECT page.gid, {row} FROM ({select}) AS page ORDER BY page."#geometry", page.gid').format(
            row=self._row(question.names),
            select=self._rows(self._select(question), [valid_at(sql.Literal(release))]),
        )

    # --- what a table of overlays does in another way -------------------------------------------------------

    def _identified(self, identifier: sql.Composable) -> sql.Composable:
        return sql.SQL("{} = {}").format(self._id, identifier)

    def _meets(self, area: sql.Composable, release: int, inner: sql.Composable | None = None) -> sql.Composable:
        """The condition that a feature meets an area.

        Args:
            inner: A box that the area holds: what lies in it needs no closer look, which is most of what a box meets.
        """
        if inner is None:
            return sql.SQL("ST_Intersects(geom, {})").format(area)
        return sql.SQL("(geom && {area} AND (geom @ {inner} OR ST_Intersects(geom, {area})))").format(
            area=area, inner=inner
        )

    def _order(self, share: float) -> sql.Composable:
        """The order of pages.

        PostgreSQL would answer ``box ORDER BY gid LIMIT n`` for a small box by walking the whole key (measured: 95 ms
        instead of 19); ``gid + 0`` hides the index from it.
        """
        return sql.SQL("gid + 0") if share < _SMALL_SHARE else sql.SQL("gid")

    def _beyond(self) -> sql.Composable:
        """The condition that a feature comes after the last one seen, in the order of pages."""
        return sql.SQL("gid > {}").format(_GID)

    # --- parts of statements --------------------------------------------------------------------------------

    def _view_of(self, layer: str) -> sql.Identifier:
        """All versions of a layer that the audience may see."""
        return sql.Identifier(self._schema, short_name(f"{layer}_versions"))

    def _release(self, of_walk: bool) -> sql.Composable:
        found = sql.SQL("SELECT max(epoch) AS epoch FROM {} WHERE layer = {}").format(
            self._releases, sql.Literal(self._layer.id)
        )
        return found + sql.SQL(" AND epoch = {}").format(_RELEASE) if of_walk else found

    def _share(self, question: Question, state: Collection) -> tuple[float, bool]:
        """The share of the layer that the box has, and whether it is all of it for certain."""
        if question.area is None:
            return 1.0, True
        if not state.storage_bbox:
            return 0.0, False
        whole = shapely.box(*state.storage_bbox)
        if question.place is None and shapely.contains_properly(question.area, whole):
            return 1.0, True
        return (question.area.area / whole.area if whole.area else 0.0), False

    def _geometry_of(self, wkb: sql.Composable) -> sql.Composable:
        return sql.SQL("ST_GeomFromWKB({}, {})").format(wkb, sql.Literal(self._srid))

    def _rows(self, select: sql.Composable, where: Sequence[sql.Composable]) -> sql.Composable:
        return sql.SQL("SELECT {} FROM {} WHERE {}").format(select, self._view, _AND.join(where))

    def _select(self, question: Question) -> sql.Composable:
        key = self._key
        if question.sort is not None:
            key = sql.Identifier(question.sort.name) + sql.SQL("::text")
        geometry = self._geometry if question.geometry else _NO
        parts = [
            sql.SQL("gid"),
            sql.SQL('{} AS "#id"').format(self._id),
            sql.SQL('{} AS "#geometry"').format(geometry),
            sql.SQL('{} AS "#key"').format(key or _NO),
            *map(sql.Identifier, question.names),
        ]
        return _COMMA.join(parts)

    def _row(self, names: Sequence[str]) -> sql.Composable:
        texts = [sql.SQL("page.{}::text").format(sql.Identifier(name)) for name in names]
        return sql.SQL("record_send(ROW({}))").format(
            _COMMA.join([sql.SQL('page."#id"'), sql.SQL('page."#geometry"'), *texts])
        )

    def _sorted(
        self,
        select: sql.Composable,
        where: Sequence[sql.Composable],
        question: Question,
        sort: Sort,
    ) -> sql.Composable:
        """A page in the order of a field: those with a value as the index has them, forwards or backwards, then those
        without. PostgreSQL's own NULLS LAST would fit the index in one direction only."""
        name = sql.Identifier(sort.name)
        direction, after = (sql.SQL("DESC"), sql.SQL("<")) if sort.descending else (sql.SQL("ASC"), sql.SQL(">"))
        place = question.place
        with_value = [*where, sql.SQL("{} IS NOT NULL").format(name)]
        without = [*where, sql.SQL("{} IS NULL").format(name)]
        if place is not None:
            kind = sql.SQL(sql_type(self._layer.fields[sort.name]))
            if place.key is None:
                with_value.append(sql.SQL("false"))
                without.append(sql.SQL("gid {} {}").format(after, _GID))
            else:
                with_value.append(sql.SQL("({}, gid) {} ({}::{}, {})").format(name, after, _KEY, kind, _GID))
        upto = sql.Literal(question.limit + question.offset)
        parts = [
            sql.SQL(
                '(SELECT {phase} AS "#phase", found.*'
                " FROM ({rows} ORDER BY {name} {way}, gid {way} LIMIT {upto}) AS found)"
            ).format(phase=sql.Literal(phase), rows=self._rows(select, chosen), name=name, way=direction, upto=upto)
            for phase, chosen in ((0, with_value), (1, without))
        ]  # fmt: skip
        return sql.SQL('SELECT * FROM ({}) AS phased ORDER BY "#phase", {} {}, gid {} LIMIT {} {}').format(
            sql.SQL(" UNION ALL ").join(parts), self._sort_column(sort, question), direction, direction,
            sql.Literal(question.limit), _OFFSET if question.offset else sql.SQL(""),
        )  # fmt: skip

    def _sort_column(self, sort: Sort, question: Question) -> sql.Composable:
        if sort.name in question.names:
            return sql.Identifier(sort.name)
        return sql.SQL('"#key"::') + sql.SQL(sql_type(self._layer.fields[sort.name]))


class OverlayStatements(Statements):
    """Statements over a table of overlays (:mod:`sdi.db.overlays`): in the order of the base feature, then of ``gid``.

    Rows have no geometry here; what they cut out is computed when it is asked for.
    """

    _id = sql.SQL("gid::text")
    _geometry = _NO

    def __init__(self, layer: Layer, schema: str, srid: int) -> None:
        super().__init__(layer, schema, srid)
        self._base = sql.Identifier(layer.base_id)
        self._key = self._base

    def keys(self, gids: Sequence[int], release: int) -> Query:
        """The statement of what finds the geometries of rows: gid, base feature, layer, kind, feature."""
        values = Values()
        numbers = values.bind(list(gids))
        return Query(
            sql.SQL(
                "SELECT gid, {base}, layer, kind, feature_id FROM {view}"
                " WHERE stored = ANY (ARRAY(SELECT DISTINCT n / 2 FROM unnest({gids}::bigint[]) AS n))"
                " AND gid = ANY ({gids}) AND r0 <= {release} AND {release} < r1"
            )
            .format(base=self._base, view=self._view, gids=numbers, release=values.bind(release))
            .as_bytes(),
            values,
        )

    def _identified(self, identifier: sql.Composable) -> sql.Composable:
        return sql.SQL("stored = {0}::bigint / 2 AND gid = {0}::bigint").format(identifier)

    def _meets(self, area: sql.Composable, release: int, inner: sql.Composable | None = None) -> sql.Composable:
        """A row lies where its base feature lies."""
        assert self._layer.overlays_of is not None
        return sql.SQL("{} IN (SELECT feature_id FROM {} WHERE {} AND ST_Intersects(geom, {}))").format(
            self._base, self._view_of(self._layer.overlays_of), valid_at(sql.Literal(release)), area
        )

    def _order(self, share: float) -> sql.Composable:
        return sql.SQL("{}, gid").format(self._base)

    def _beyond(self) -> sql.Composable:
        return sql.SQL("{base} >= {key} AND ({base} > {key} OR gid > {gid})").format(
            base=self._base, key=_KEY, gid=_GID
        )


def statements_of(layer: Layer, schema: str, srid: int) -> Statements:
    """Statements over a collection; arguments as for :class:`Statements`."""
    return (OverlayStatements if layer.overlays_of else Statements)(layer, schema, srid)
