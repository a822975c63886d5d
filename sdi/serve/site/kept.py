"""Answers of the database that are kept as long as the layers they were read from have the same release.

A statement over a whole layer costs up to seconds; between two publications its answer stays the same. A release has
a number that is never used again, so an answer is either of this release or is asked anew.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from sdi.db.connect import statement
from sdi.db.names import short_name
from sdi.serve.editions import Edition
from sdi.serve.problems import of_database
from sdi.serve.recent import Recent
from sdi.serve.source import Source

SQL = Path(__file__).parent / "sql"

Row = tuple[Any, ...]

WHOLE_LAYERS = ("SET LOCAL jit = off", "SET LOCAL work_mem = '256MB'", "SET LOCAL statement_timeout = '120s'")
"""For statements that read whole layers: a million groups fit into memory, and nobody asks twice for a release."""

KEPT = 1024
"""Answers per worker; a plan's are some rows each."""


class Listed(tuple[str, ...]):
    """Texts that are bound as an array; psycopg takes a plain tuple for a row."""


@dataclass(frozen=True)
class Ask:
    """One statement.

    Attributes:
        name: File in ``sql/``.
        layers: Layers that it reads; the first one is ``{view}``.
        names: What stands in its other ``{places}``: the name of a column, several, or an expression.
        values: Bound values.
    """

    name: str
    layers: tuple[str, ...]
    names: tuple[tuple[str, Hashable], ...] = ()
    values: tuple[tuple[str, Any], ...] = ()


def ask(name: str, *layers: str, names: Mapping[str, Any] | None = None, **values: Any) -> Ask:
    """The statement ``name`` over ``layers``."""
    return Ask(name, layers, tuple((names or {}).items()), tuple(values.items()))


class Kept:
    """The answers of one worker."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: Recent[Hashable, list[Row]] = Recent(KEPT)
        self._asking: dict[Hashable, threading.Lock] = {}

    def rows(self, edition: Edition, source: Source, *asks: Ask) -> list[list[Row]]:
        """The answers to some questions, all of one moment.

        Raises:
            Problem: The database does not answer.
        """
        keys = [self._key(edition, one) for one in asks]
        found = [self._answers.get(key) for key in keys]
        if all(answer is not None for answer in found):
            return [answer for answer in found if answer is not None]
        with self._alone(tuple(keys)):
            found = [self._answers.get(key) for key in keys]
            if all(answer is not None for answer in found):  # who was here before has asked the same
                return [answer for answer in found if answer is not None]
            try:
                return self._read(edition, source, asks, keys)
            except psycopg.Error as error:
                raise of_database(error, asks[0].layers[0], source.audience) from error

    def _read(self, edition: Edition, source: Source, asks: tuple[Ask, ...], keys: list[Hashable]) -> list[list[Row]]:
        with source.snapshot() as connection:
            for setting in WHOLE_LAYERS:
                connection.execute(setting)
            answers = [_rows(connection, source.schema, one) for one in asks]
            now = {row.layer: row for row in source.collections_on(connection)}
        for one, key, answer in zip(asks, keys, answers, strict=True):
            if all(now.get(layer) == edition.collections.get(layer) for layer in one.layers):
                self._answers.put(key, answer)
        return answers

    def _alone(self, key: Hashable) -> threading.Lock:
        with self._lock:
            if len(self._asking) > KEPT:
                self._asking = {known: lock for known, lock in self._asking.items() if lock.locked()}
            return self._asking.setdefault(key, threading.Lock())

    @staticmethod
    def _key(edition: Edition, one: Ask) -> Hashable:
        rows = [edition.collections[layer] for layer in one.layers if layer in edition.collections]
        state = tuple((row.layer, row.epoch, row.feature_count) for row in rows)
        return edition.audience, edition.version, one, state


def _rows(connection: psycopg.Connection[Any], schema: str, one: Ask) -> list[Row]:
    def view(layer: str) -> sql.Identifier:
        return sql.Identifier(schema, short_name(layer))

    places = {name: _place(value) for name, value in one.names}
    places |= {"view": view(one.layers[0])}
    if len(one.layers) > 1:
        places["base_view"] = view(one.layers[1])
    values = {name: list(value) if isinstance(value, Listed) else value for name, value in one.values}
    return connection.execute(statement(one.name, SQL, **places), values).fetchall()


def _place(value: Any) -> sql.Composable:
    if isinstance(value, sql.Composable):
        return value
    if isinstance(value, tuple):
        return sql.SQL(", ").join(_place(one) for one in value)
    return sql.SQL("NULL") if value is None else sql.Identifier(value)
