"""What one audience can read: a small pool of connections of its own login role.

pygeoapi makes a new provider for every request and hands it only names, so pools live here, by name.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg_pool import ConnectionPool

from sdi.db.fitting import Views, read_views
from sdi.db.layers import SCHEMAS
from sdi.model import Audience, Layer, Project
from sdi.overlay.request import Overlays
from sdi.overlay.shelf import Shelf
from sdi.publish.configuration import Collection
from sdi.serve.lookups import Lookups
from sdi.serve.projection import Box, Projections
from sdi.serve.wire import Wires

POOL_SIZE = 4
"""Connections per audience and worker for threads, made when they are needed; beside them stand the event loop's
:data:`WIRES` and the one for lookups. Times audiences and workers, all must stay under max_connections."""

WIRES = 3
"""Connections of the event loop per audience and worker."""

_SESSION = {"jit": "off", "max_parallel_workers_per_gather": "0", "DateStyle": "ISO", "extra_float_digits": "1"}
"""Many short questions share the machine: a core for each, and values as the answers write them."""

WAIT_S = 10.0
"""How long a request waits for a connection before it is told that we are busy."""

_numbers = itertools.count(1)
_sources: dict[str, Source] = {}


@dataclass(frozen=True)
class State:
    """What an audience's part of the database holds.

    Attributes:
        rows: What is published.
        views: What there is to be read.
    """

    rows: list[Collection]
    views: Views


NOTHING = State([], {})


class Source:
    """An audience's view of the database, and the declarations that say what its columns mean.

    Args:
        project: The declarations; see :meth:`use`.
        audience: Whose view.
        url: Address with the login of the audience's role.
    """

    def __init__(self, project: Project, audience: Audience, url: str, *, pool_size: int = POOL_SIZE) -> None:
        self.project = project
        self.audience = audience
        self.schema = SCHEMAS[audience]
        self.name = f"{audience.value}{next(_numbers)}"
        self.projections = Projections(project.province)
        self._shelf = Shelf()
        self._overlays: dict[str, Overlays] = {}
        self.readers: dict[str, Any] = {}
        """What was made of the declarations for each collection (:mod:`sdi.serve.reading`)."""
        login: dict[str, Any] = {"application_name": f"sdi-{audience.value}", "connect_timeout": 5}
        self._pool = ConnectionPool(
            url, min_size=1, max_size=pool_size, timeout=WAIT_S, open=False, kwargs=login,
            configure=_configure, check=ConnectionPool.check_connection, name=self.name,
        )  # fmt: skip
        self.lookups = Lookups(url, login["application_name"])
        self.wires = Wires(url, login["application_name"], _SESSION, WIRES)

    def open(self) -> None:
        """Start the pool and become known to providers; returns at once, even when the database is down."""
        self._pool.open()
        _sources[self.name] = self

    def use(self, project: Project) -> None:
        """Go on with declarations that were read anew, or after a publication."""
        if project.province != self.project.province:
            self.projections = Projections(project.province)
        self.project = project
        self._overlays = {}
        self.readers = {}
        self._shelf.clear()

    def close(self) -> None:
        """Close all connections but those of the event loop, see :meth:`hang_up`."""
        _sources.pop(self.name, None)
        self._shelf.close()
        self._pool.close()

    def hang_up(self) -> None:
        """Close the connections of the event loop; called in it."""
        self.lookups.close()
        self.wires.close()

    @contextmanager
    def snapshot(self, *, timeout: float = WAIT_S) -> Iterator[psycopg.Connection[Any]]:
        """A read-only connection on which all statements see the same moment.

        Raises:
            psycopg.OperationalError: The database does not answer, or all connections stay busy
            (``PoolTimeout``).
        """
        with self._pool.connection(timeout=timeout) as connection:
            yield connection

    def overlays(self, table: Layer) -> Overlays:
        """Answers questions by the rules of a table of overlays."""
        made = self._overlays  # replaced after the declarations are: what was made of old ones goes with them
        if table.id not in made:
            made[table.id] = Overlays(self.project, table, self.audience, self.snapshot, self._shelf)
        return made[table.id]

    def state(self, *, timeout: float = WAIT_S) -> State:
        """What is there to be served, all of one moment."""
        with self.snapshot(timeout=timeout) as connection:
            return State(self.collections_on(connection), read_views(connection, self.schema))

    def collections_on(self, connection: psycopg.Connection[Any]) -> list[Collection]:
        """What is published of each layer that the audience may see; without a release it is left out."""
        statement = sql.SQL(
            "SELECT layer, epoch, published_at, feature_count, bbox, storage_bbox FROM {}"
            " WHERE epoch IS NOT NULL ORDER BY layer"
        ).format(sql.Identifier(self.schema, "collections"))
        rows = connection.execute(statement).fetchall()
        return [
            Collection(layer, epoch, at, count, _box(bbox), _box(storage_bbox))
            for layer, epoch, at, count, bbox, storage_bbox in rows
        ]

    def epoch(self, *, timeout: float = WAIT_S) -> int:
        """The current epoch."""
        statement = sql.SQL("SELECT epoch FROM {}").format(sql.Identifier(self.schema, "epoch"))
        with self.snapshot(timeout=timeout) as connection:
            row = connection.execute(statement).fetchone()
        return int(row[0]) if row else 0


def source(name: str) -> Source:
    """The open source of that name."""
    return _sources[name]


def _box(numbers: list[float | None] | None) -> Box | None:
    """A box, or None of a release without a row that this audience may see."""
    if numbers is None or None in numbers:
        return None
    west, south, east, north = (float(number or 0) for number in numbers)
    return west, south, east, north


def _configure(connection: psycopg.Connection[Any]) -> None:
    # One snapshot per request: a rollback and a new publication between two statements stay invisible.
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    # Values decide about plans (a small box is not a large one), so no generic plans.
    connection.prepare_threshold = None
