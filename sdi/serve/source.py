"""What one audience can read: a small pool of connections of its own login role.

pygeoapi makes a new provider for every request and hands it only what its configuration says, so sources are kept
here, by that: in our service they are open already, in any other pygeoapi the first request opens them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from psycopg import sql
from psycopg_pool import ConnectionPool

from sdi.db.fitting import Views, read_views
from sdi.db.layers import SCHEMAS
from sdi.model import Audience, Layer, Project, read_project
from sdi.overlay.request import Overlays
from sdi.overlay.shelf import Shelf
from sdi.publish.configuration import Collection
from sdi.serve.limits import QUEUE, QUEUE_S
from sdi.serve.lookups import Lookups
from sdi.serve.projection import Box, Projections
from sdi.serve.wire import Wires

POOL_SIZE = 4
"""Connections per audience and worker for threads, made when they are needed; beside them stand the event loop's
:data:`WIRES` and the one for lookups. Times audiences and workers, all must stay under max_connections."""

WIRES = 3
"""Connections of the event loop per audience and worker."""

SESSION = {"jit": "off", "max_parallel_workers_per_gather": "0", "DateStyle": "ISO", "extra_float_digits": "1"}
"""Many short questions share the machine: a core for each, and values as the answers write them."""


class Address(NamedTuple):
    """What a source is made of, as a configuration can say it.

    Attributes:
        project: Directory of the declarations.
        audience: Whose view.
        database: Connection string (URL or ``name=value``) with the login of the audience's role.
    """

    project: str
    audience: str
    database: str


_sources: dict[Address, Source] = {}
_opening = threading.Lock()


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
        self.address = Address(str(project.directory), audience.value, url)
        self.projections = Projections(project.province)
        self._shelf = Shelf()
        self._overlays: dict[str, Overlays] = {}
        self.readers: dict[str, Any] = {}
        """What was made of the declarations for each collection (:mod:`sdi.serve.reading`)."""
        login: dict[str, Any] = {"application_name": f"sdi-{audience.value}", "connect_timeout": 5}
        self._pool = ConnectionPool(
            url, min_size=1, max_size=pool_size, timeout=QUEUE_S, max_waiting=QUEUE, open=False, kwargs=login,
            configure=_configure, check=ConnectionPool.check_connection, name=audience.value,
        )  # fmt: skip
        self.lookups = Lookups(url, login["application_name"])
        self.wires = Wires(url, login["application_name"], SESSION, WIRES)

    def open(self) -> None:
        """Start the pool and become known to providers; returns at once, even when the database is down."""
        self._pool.open()
        _sources[self.address] = self

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
        if _sources.get(self.address) is self:
            del _sources[self.address]
        self._shelf.close()
        self._pool.close()

    def hang_up(self) -> None:
        """Close the connections of the event loop; called in it."""
        self.lookups.close()
        self.wires.close()

    @contextmanager
    def snapshot(self, *, timeout: float = QUEUE_S) -> Iterator[psycopg.Connection[Any]]:
        """A read-only connection on which all statements see the same moment.

        Raises:
            psycopg.OperationalError: The database does not answer, or all connections stay busy
            (``PoolTimeout``).
        """
        with self._pool.connection(timeout=timeout) as connection:
            yield connection

    def load(self) -> tuple[dict[str, int], dict[str, int]]:
        """Connections by state, and requests that wait for one by queue."""
        pool = self._pool.get_stats()
        idle = pool.get("pool_available", 0)
        connections = {"idle": idle, "busy": pool.get("pool_size", 0) - idle + self.wires.busy}
        queues = {"pool": pool.get("requests_waiting", 0), "wires": self.wires.waiting, "lookups": self.lookups.waiting}
        return connections, queues

    def overlays(self, table: Layer) -> Overlays:
        """Answers questions by the rules of a table of overlays."""
        made = self._overlays  # replaced after the declarations are: what was made of old ones goes with them
        if table.id not in made:
            made[table.id] = Overlays(self.project, table, self.audience, self.snapshot, self._shelf)
        return made[table.id]

    def state(self, *, timeout: float = QUEUE_S) -> State:
        """What is there to be served, all of one moment."""
        with self.snapshot(timeout=timeout) as connection:
            return State(self.collections_on(connection), read_views(connection, self.schema))

    def collections_on(self, connection: psycopg.Connection[Any]) -> list[Collection]:
        """What is published of each layer that the audience may see."""
        return read_collections(connection, self.schema)

    def epoch(self, *, timeout: float = QUEUE_S) -> int:
        """The current epoch."""
        statement = sql.SQL("SELECT epoch FROM {}").format(sql.Identifier(self.schema, "epoch"))
        with self.snapshot(timeout=timeout) as connection:
            row = connection.execute(statement).fetchone()
        return int(row[0]) if row else 0


def source(address: Address) -> Source:
    """The open source of an address; opened if it is not yet, and then for as long as the process lives.

    Raises:
        SdiError: There is no project at that place, or its declarations are faulty.
        ValueError: There is no such audience.
    """
    with _opening:
        if address not in _sources:
            project = read_project(Path(address.project))
            Source(project, Audience(address.audience), address.database).open()
        return _sources[address]


def read_collections(connection: psycopg.Connection[Any], schema: str) -> list[Collection]:
    """What is published of each layer that an audience may see, out of its schema; without a release it is left out."""
    statement = sql.SQL(
        "SELECT layer, epoch, published_at, feature_count, bbox, storage_bbox FROM {}"
        " WHERE epoch IS NOT NULL ORDER BY layer"
    ).format(sql.Identifier(schema, "collections"))
    rows = connection.execute(statement).fetchall()
    return [
        Collection(layer, epoch, at, count, _box(bbox), _box(storage_bbox))
        for layer, epoch, at, count, bbox, storage_bbox in rows
    ]


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
