"""Features of one collection for one audience, out of the release that is public or the one that a walk began on."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg
import shapely
from psycopg import pq, sql

from sdi.model import Layer
from sdi.overlay.request import Key
from sdi.publish.configuration import Collection
from sdi.serve.geojson import FeatureWriter, with_geometry
from sdi.serve.problems import Problem, of_database
from sdi.serve.question import Question
from sdi.serve.source import Source
from sdi.serve.statements import OverlayStatements, statements_of
from sdi.wording import wording

ROWS_AT_ONCE = 256
"""Features that are held in memory while an answer is written, beside what was written already."""

_DIGITS = 19
"""A number with fewer digits is a ``bigint``."""


@dataclass(frozen=True)
class Piece:
    """A part of a page.

    Attributes:
        release: The release that was read.
        rows: Features as :mod:`sdi.serve.geojson` reads them, or, out of a file, as it writes them.
        last: Sort key and ``gid`` of the last of them.
    """

    release: int
    rows: Sequence[bytes | memoryview]
    last: tuple[str | None, int] | None


@dataclass(frozen=True)
class Snapshot:
    """What was read at one moment: what was published, a page, and how many features match (None: not counted)."""

    state: Collection
    piece: Piece
    matched: int | None


def reader(source: Source, layer: Layer) -> Reader:
    """What reads a collection for the audience of a source."""
    made = source.readers  # replaced when the declarations are
    if layer.id not in made:
        made[layer.id] = Reader(source, layer)
    found: Reader = made[layer.id]
    return found


class Reader:
    """Answers questions about one collection.

    Args:
        source: Of the audience.
        layer: The collection.
    """

    def __init__(self, source: Source, layer: Layer) -> None:
        self.layer = layer
        self._source = source
        self._statements = statements_of(layer, source.schema, source.project.province.crs)
        self.fields = layer.fields_for(source.audience)
        self._lookup = self._statements.items(list(self.fields), sql.SQL("$1")).as_bytes()
        self._writers: dict[str, FeatureWriter] = {}

    @property
    def computes_geometry(self) -> bool:
        """Whether geometries are cut out for each answer."""
        return self.layer.overlays_of is not None

    def writer(self, question: Question) -> FeatureWriter:
        """What writes the rows of a question."""
        fields = {name: self.fields[name] for name in question.names}
        if len(fields) < len(self.fields):
            return FeatureWriter(fields, self._source.projections[question.crs])
        if question.crs not in self._writers:
            self._writers[question.crs] = FeatureWriter(fields, self._source.projections[question.crs])
        return self._writers[question.crs]

    async def pieces(self, question: Question, state: Collection) -> AsyncGenerator[Piece]:
        """A page in parts; at least one, which may be empty. Not for computed geometries.

        Raises:
            Problem: 410, the release of the walk is gone; 400, a value does not fit; 503, the database does not
            answer, is busy or takes too long.
        """
        query = self._statements.page(question, state)
        try:
            async with aclosing(self._source.wires.pieces(query, ROWS_AT_ONCE)) as results:
                async for result in results:
                    if result.ntuples:
                        yield _piece(result)
        except psycopg.Error as error:
            raise self._problem(error) from error

    def at_length(self, question: Question) -> Snapshot:
        """A page as a whole, and what is known of it, in one snapshot, with computed geometries where they are wanted.

        From a thread. Whatever is published meanwhile, it is right at once.

        Raises:
            Problem: As :meth:`pieces`.
        """
        try:
            with self._source.snapshot() as connection:
                state = next(
                    (row for row in self._source.collections_on(connection) if row.layer == self.layer.id), None
                )
                if state is None:
                    raise Problem(404, wording("problems.no_collection"))
                piece = Piece(state.epoch, [], None) if question.hits else self._page(connection, question, state)
                return Snapshot(state, piece, self._matched(connection, question, state, piece))
        except psycopg.Error as error:
            raise self._problem(error) from error

    def _page(self, connection: psycopg.Connection[Any], question: Question, state: Collection) -> Piece:
        query = self._statements.page(question, state)
        rows = connection.cursor(binary=True).execute(query.statement, query.values).fetchall()
        if rows[0][0] is None:
            raise _gone()
        features = [row for row in rows if row[1] is not None]
        records = [row[3] for row in features]
        if features and question.geometry and isinstance(self._statements, OverlayStatements):
            records = self._cut(connection, rows[0][0], [row[1] for row in features], records)
        last = (features[-1][2], features[-1][1]) if features else None
        return Piece(rows[0][0], records, last)

    def _matched(
        self, connection: psycopg.Connection[Any], question: Question, state: Collection, piece: Piece
    ) -> int | None:
        known = self.known(question, state)
        if known is not None or question.place is not None:
            return known
        if not question.hits and len(piece.rows) < question.limit and (piece.rows or not question.offset):
            return question.offset + len(piece.rows)
        upto = self._upto(question)
        query = self._statements.count(question, state, upto)
        row = connection.execute(query.statement, query.values).fetchone()
        assert row is not None  # an aggregate has a row
        return None if upto is not None and row[1] > upto else row[1]

    def _upto(self, question: Question) -> int | None:
        """How far is counted: all the way for who asks for the number alone."""
        return None if question.hits else self.layer.count.exact_up_to

    async def item(self, identifier: str) -> Piece:
        """One feature by its id; no row when there is none. Not for computed geometries.

        Raises:
            Problem: 503, the database does not answer.
        """
        if not self._may_be_id(identifier):
            return Piece(0, [], None)
        try:
            ((release, gid, row),) = await self._source.lookups.rows(self._lookup, identifier)
        except psycopg.Error as error:
            raise self._problem(error) from error
        return Piece(release or 0, [] if gid is None else [row], None)

    def item_at_length(self, identifier: str) -> Piece:
        """As :meth:`item`, with its geometry if that is computed; from a thread."""
        if not self._may_be_id(identifier):
            return Piece(0, [], None)
        statement = self._statements.items(list(self.fields), sql.SQL("ARRAY[{}]").format(sql.Placeholder()))
        try:
            with self._source.snapshot() as connection:
                row = connection.cursor(binary=True).execute(statement, (identifier,)).fetchone()
                if row is None or row[2] is None:
                    return Piece(0, [], None)
                records = self._cut(connection, row[1], [row[2]], [row[3]]) if self.computes_geometry else [row[3]]
        except psycopg.Error as error:
            raise self._problem(error) from error
        return Piece(row[1], records, None)

    async def count(self, question: Question, state: Collection) -> tuple[int, int | None]:
        """Release, and the number of matches as far as the layer counts; None: more.

        Raises:
            Problem: 503, the database does not answer or takes too long.
        """
        upto = self._upto(question)
        try:
            async with aclosing(self._source.wires.pieces(self._statements.count(question, state, upto), 1)) as results:
                async for result in results:
                    if result.ntuples:
                        release, matched = _integer(result, 0, 0), _integer(result, 0, 1)
                        return release or 0, None if upto is not None and (matched or 0) > upto else matched
        except psycopg.Error as error:
            raise self._problem(error) from error
        return 0, None

    async def counted(self, question: Question, state: Collection) -> tuple[int, int | None]:
        """The same as a page of the question tells it: of a walk what its first page told, of all what is published.

        Raises:
            Problem: 410, the release of the walk is gone; and as :meth:`count`.
        """
        release, matched = await self.count(question, state)
        if not release:
            raise _gone()
        if question.place is None and (release != state.epoch or not self._statements.means_all(question, state)):
            return release, matched
        return release, self.known(question, state)

    def whole(self, question: Question, state: Collection) -> bool:
        """Whether the box of a question, if it has one, holds all of the layer for certain."""
        return self._statements.whole(question, state)

    def known(self, question: Question, state: Collection) -> int | None:
        """The number of matches where nobody has to count: of a walk, or of all."""
        if question.place is not None:
            return question.place.matched
        return state.feature_count if self._statements.means_all(question, state) else None

    def _may_be_id(self, identifier: str) -> bool:
        if self.computes_geometry:
            return identifier.isascii() and identifier.isdigit() and len(identifier) < _DIGITS
        return "\0" not in identifier  # no text of PostgreSQL has one, nor may a question

    def _cut(
        self, connection: psycopg.Connection[Any], release: int, gids: Sequence[int], records: Sequence[bytes]
    ) -> list[bytes]:
        assert isinstance(self._statements, OverlayStatements)
        query = self._statements.keys(gids, release)
        keys = {gid: Key(*key) for gid, *key in connection.execute(query.statement, query.values)}
        known = [gid for gid in gids if gid in keys]
        shapes = self._source.overlays(self.layer).cut(connection, [keys[gid] for gid in known])
        found = dict(zip(known, shapely.to_wkb(np.array(shapes, dtype=object)), strict=True))
        return [with_geometry(record, found.get(gid)) for gid, record in zip(gids, records, strict=True)]

    def _problem(self, error: psycopg.Error) -> Problem:
        return of_database(error, self.layer.id, self._source.audience)


def _gone() -> Problem:
    return Problem(410, wording("questions.release_gone"), "Gone")


def _piece(result: pq.abc.PGresult) -> Piece:
    release = _integer(result, 0, 0)
    if release is None:
        raise _gone()
    count = result.ntuples
    gid = _integer(result, count - 1, 1)
    if gid is None:
        return Piece(release, [], None)
    key = result.get_value(count - 1, 2)
    rows = [result.get_value(number, 3) or b"" for number in range(count)]
    return Piece(release, rows, (None if key is None else key.decode(), gid))


def _integer(result: pq.abc.PGresult, row: int, column: int) -> int | None:
    value = result.get_value(row, column)
    return None if value is None else int.from_bytes(value, "big", signed=True)
