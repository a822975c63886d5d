"""SQL of questions: one statement finds the release, counts what matches and reads the page, so all of one moment.

A row of a page is: release, number of matches (-1: more than are counted; NULL: see the rows), ``gid``, sort key as
text or NULL, and the feature itself as :mod:`sdi.serve.geojson` reads it. A page without features still has one row,
whose ``gid`` is NULL; no row at all means that the release of the walk is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import psycopg
import shapely
from psycopg import sql

from sdi.db.names import short_name, sql_type
from sdi.model import Layer
from sdi.publish.configuration import Collection
from sdi.serve.question import Question, Sort
from sdi.serve.values import Values
from sdi.serve.wire import Query

_SMALL_SHARE = 0.1
"""A box under this share of the layer is read by the spatial index and then sorted, a larger one by key."""
_FEW = 20_000
"""So many features of a box are counted while they are read."""

_COMMA = sql.SQL(", ")
_AND = sql.SQL(" AND ")
_NO = sql.SQL("NULL")
_VALID = sql.SQL("r0 <= release.epoch AND release.epoch < r1")
_COUNTED = sql.SQL("CROSS JOIN LATERAL (SELECT count(*) AS n FROM ({}) AS matching) AS counted")


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

    def page(self, question: Question, state: Collection) -> Query:
        """The statement of a page.

        Args:
            state: What is published of the layer; says which boxes are small.
        """
        values = Values()
        place = question.place
        where, share = self._where(question, state, values)
        whole = not where
        few = share * state.feature_count <= _FEW and question.sort is None and self._key is None
        window = few and not whole and place is None and question.offset == 0
        counted: sql.Composable = sql.SQL("")
        matched: sql.Composable = _NO
        if window:
            matched = sql.SQL('"#matched"')
        elif place is None and whole:  # all of a layer are counted when they are published
            matched = values.bind(state.feature_count) + sql.SQL("::bigint")
        elif place is None:
            upto = self._layer.count.exact_up_to
            matched = sql.SQL("CASE WHEN counted.n > {0} THEN -1 ELSE counted.n END").format(sql.Literal(upto))
            counted = _COUNTED.format(self._matching(where, sql.Literal(upto + 1)))
        sort = question.sort
        page: sql.Composable
        select = self._select(question, sql.SQL("count(*) OVER ()") if window else _NO)
        if sort is None:
            order = self._order(share)
            page = sql.SQL("{} ORDER BY {} LIMIT {} OFFSET {}").format(
                self._rows(select, [*where, *self._after(question, values)]), order,
                values.bind(question.limit), values.bind(question.offset),
            )  # fmt: skip
        else:
            page = self._sorted(select, where, question, sort, values)
        statement = sql.SQL(
            "SELECT release.epoch, {matched}, page.gid, {key}, {row} FROM ({release}) AS release {counted}"
            " LEFT JOIN LATERAL ({page}) AS page ON true"
        ).format(
            matched=matched,
            key=sql.SQL('page."#key"'),
            row=self._row(question.names),
            release=self._release(question, values),
            counted=counted,
            page=page,
        )
        lasting = not question.conditions and question.names == tuple(self._layer.published_fields)
        return Query(statement, values, lasting)

    def hits(self, question: Question, state: Collection) -> Query:
        """The statement of the exact number of matches: release, number."""
        values = Values()
        where, _ = self._where(replace(question, place=None), state, values)
        statement = sql.SQL("SELECT release.epoch, counted.n FROM ({}) AS release {}").format(
            self._release(question, values), _COUNTED.format(self._matching(where, sql.SQL("ALL")))
        )
        return Query(statement, values)

    def export(self, question: Question, state: Collection, release: int) -> Query:
        """The statement of a page as columns: ``gid``, sort key, id, the fields, and the geometry if it is wanted."""
        values = Values()
        where, share = self._where(question, state, values)
        select = self._select(question, _NO)
        if question.sort is None:
            page: sql.Composable = sql.SQL("{} ORDER BY {} LIMIT {} OFFSET {}").format(
                self._rows(select, [*where, *self._after(question, values)]), self._order(share),
                values.bind(question.limit), values.bind(question.offset),
            )  # fmt: skip
        else:
            page = self._sorted(select, where, question, question.sort, values)
        names = ["gid", "#key", "#id", *question.names]
        columns: list[sql.Composable] = [sql.SQL("page.{}").format(sql.Identifier(name)) for name in names]
        if question.geometry:
            columns.append(sql.SQL('ST_AsBinary(page."#geometry")'))
        statement = sql.SQL(
            "SELECT {} FROM (SELECT {}::int AS epoch) AS release CROSS JOIN LATERAL ({}) AS page"
        ).format(_COMMA.join(columns), sql.Literal(release), page)
        return Query(statement, values)

    def released(self, connection: psycopg.Connection[Any], question: Question) -> int | None:
        """The release that a question is about; None when it is gone."""
        values = Values()
        row = connection.execute(self._release(question, values).as_string(connection), values).fetchone()
        return row[0] if row else None

    def matched(
        self, connection: psycopg.Connection[Any], question: Question, state: Collection, release: int
    ) -> int | None:
        """How many features match; None when they are more than the layer's policy counts."""
        if question.place is not None:
            return question.place.matched
        values = Values()
        where, _ = self._where(question, state, values)
        if not where and release == state.epoch:
            return state.feature_count
        upto = self._layer.count.exact_up_to
        statement = sql.SQL(
            "SELECT count(*) FROM (SELECT {}::int AS epoch) AS release, LATERAL ({}) AS matching"
        ).format(sql.Literal(release), self._matching(where, sql.Literal(upto + 1)))
        row = connection.execute(statement, values).fetchone()
        return row[0] if row and row[0] <= upto else None

    def items(self, names: Sequence[str]) -> sql.Composable:
        """The statement of a lookup of features by id (:mod:`sdi.serve.lookups`): release, gid or NULL, feature."""
        question = Question(names=tuple(names))
        return sql.SQL(
            "SELECT wanted.n, release.epoch, page.gid, {row} FROM unnest($1::text[]) WITH ORDINALITY AS wanted (id, n)"
            " CROSS JOIN (SELECT max(epoch) AS epoch FROM {releases} WHERE layer = {layer}) AS release"
            " LEFT JOIN LATERAL ({select} LIMIT 1) AS page ON true ORDER BY wanted.n"
        ).format(
            row=self._row(question.names),
            releases=self._releases,
            layer=sql.Literal(self._layer.id),
            select=self._rows(self._select(question, _NO), [self._identified(sql.SQL("wanted.id"))]),
        )

    # --- what a table of overlays does in another way -------------------------------------------------------

    def _identified(self, identifier: sql.Composable) -> sql.Composable:
        return sql.SQL("{} = {}").format(self._id, identifier)

    def _meets(self, area: sql.Composable) -> sql.Composable:
        return sql.SQL("ST_Intersects(geom, {})").format(area)

    def _order(self, share: float) -> sql.Composable:
        """The order of pages.

        PostgreSQL would answer ``box ORDER BY gid LIMIT n`` for a small box by walking the whole key (measured: 95 ms
        instead of 19); ``gid + 0`` hides the index from it.
        """
        return sql.SQL("gid + 0") if share < _SMALL_SHARE else sql.SQL("gid")

    def _beyond(self, key: str | None, gid: int, values: Values) -> sql.Composable:
        """The condition that a feature comes after another in the order of pages."""
        return sql.SQL("gid > {}").format(values.bind(gid))

    # --- parts of statements --------------------------------------------------------------------------------

    def _view_of(self, layer: str) -> sql.Identifier:
        """All versions of a layer that the audience may see."""
        return sql.Identifier(self._schema, short_name(f"{layer}_versions"))

    def _release(self, question: Question, values: Values) -> sql.Composable:
        layer = values.bind(self._layer.id)
        if question.place is None:
            return sql.SQL("SELECT max(epoch) AS epoch FROM {} WHERE layer = {}").format(self._releases, layer)
        return sql.SQL("SELECT epoch FROM {} WHERE layer = {} AND epoch = {}").format(
            self._releases, layer, values.bind(question.place.release)
        )

    def _where(self, question: Question, state: Collection, values: Values) -> tuple[list[sql.Composable], float]:
        """Conditions beside the release's, and the share of the layer that the box has."""
        where = [condition(values) for condition in question.conditions]
        share = 1.0
        if question.area is not None:
            whole = shapely.box(*state.storage_bbox) if state.storage_bbox else shapely.Polygon()
            if question.place is None and not whole.is_empty and shapely.contains_properly(question.area, whole):
                return where, share
            share = question.area.area / whole.area if whole.area else 0.0
            area = sql.SQL("ST_GeomFromWKB({}, {})").format(
                values.bind(shapely.to_wkb(question.area)), sql.Literal(self._srid)
            )
            where.append(self._meets(area))
        return where, share

    def _rows(self, select: sql.Composable, where: Sequence[sql.Composable]) -> sql.Composable:
        return sql.SQL("SELECT {} FROM {} WHERE {}").format(select, self._view, _AND.join([_VALID, *where]))

    def _matching(self, where: Sequence[sql.Composable], limit: sql.Composable) -> sql.Composable:
        return sql.SQL("SELECT FROM {} WHERE {} LIMIT {}").format(self._view, _AND.join([_VALID, *where]), limit)

    def _select(self, question: Question, matched: sql.Composable) -> sql.Composable:
        key = self._key
        if question.sort is not None:
            key = sql.Identifier(question.sort.name) + sql.SQL("::text")
        geometry = self._geometry if question.geometry else _NO
        parts = [
            sql.SQL("gid"),
            sql.SQL('{} AS "#id"').format(self._id),
            sql.SQL('{} AS "#geometry"').format(geometry),
            sql.SQL('{} AS "#key"').format(key or _NO),
            sql.SQL('{} AS "#matched"').format(matched),
            *map(sql.Identifier, question.names),
        ]
        return _COMMA.join(parts)

    def _row(self, names: Sequence[str]) -> sql.Composable:
        texts = [sql.SQL("page.{}::text").format(sql.Identifier(name)) for name in names]
        return sql.SQL("record_send(ROW({}))").format(
            _COMMA.join([sql.SQL('page."#id"'), sql.SQL('page."#geometry"'), *texts])
        )

    def _after(self, question: Question, values: Values) -> list[sql.Composable]:
        place = question.place
        return [] if place is None else [self._beyond(place.key, place.gid, values)]

    def _sorted(
        self,
        select: sql.Composable,
        where: Sequence[sql.Composable],
        question: Question,
        sort: Sort,
        values: Values,
    ) -> sql.Composable:
        """A page in the order of a field: those with a value as the index has them, forwards or backwards, then those
        without. PostgreSQL's own NULLS LAST would fit the index in one direction only."""
        name = sql.Identifier(sort.name)
        direction, after = (sql.SQL("DESC"), sql.SQL("<")) if sort.descending else (sql.SQL("ASC"), sql.SQL(">"))
        place = question.place
        upto = values.bind(question.limit + question.offset)
        with_value = [*where, sql.SQL("{} IS NOT NULL").format(name)]
        without = [*where, sql.SQL("{} IS NULL").format(name)]
        if place is not None:
            kind = sql.SQL(sql_type(self._layer.fields[sort.name]))
            gid = values.bind(place.gid)
            if place.key is None:
                with_value.append(sql.SQL("false"))
                without.append(sql.SQL("gid {} {}").format(after, gid))
            else:
                with_value.append(
                    sql.SQL("({}, gid) {} ({}::{}, {})").format(name, after, values.bind(place.key), kind, gid)
                )
        parts = [
            sql.SQL(
                "(SELECT {phase} AS phase, found.*"
                " FROM ({rows} ORDER BY {name} {way}, gid {way} LIMIT {upto}) AS found)"
            ).format(phase=sql.Literal(phase), rows=self._rows(select, chosen), name=name, way=direction, upto=upto)
            for phase, chosen in ((0, with_value), (1, without))
        ]  # fmt: skip
        return sql.SQL("SELECT * FROM ({}) AS phased ORDER BY phase, {} {}, gid {} LIMIT {} OFFSET {}").format(
            sql.SQL(" UNION ALL ").join(parts), self._sort_column(sort, question), direction, direction,
            values.bind(question.limit), values.bind(question.offset),
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
            ).format(base=self._base, view=self._view, gids=numbers, release=values.bind(release)),
            values,
        )

    def _identified(self, identifier: sql.Composable) -> sql.Composable:
        return sql.SQL("stored = {0}::bigint / 2 AND gid = {0}::bigint").format(identifier)

    def _meets(self, area: sql.Composable) -> sql.Composable:
        """A row lies where its base feature lies."""
        assert self._layer.overlays_of is not None
        return sql.SQL("{} IN (SELECT feature_id FROM {} WHERE {} AND ST_Intersects(geom, {}))").format(
            self._base, self._view_of(self._layer.overlays_of), _VALID, area
        )

    def _order(self, share: float) -> sql.Composable:
        return sql.SQL("{}, gid").format(self._base)

    def _beyond(self, key: str | None, gid: int, values: Values) -> sql.Composable:
        return sql.SQL("{base} >= {key} AND ({base} > {key} OR gid > {gid})").format(
            base=self._base, key=values.bind(key or ""), gid=values.bind(gid)
        )
