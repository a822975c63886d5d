"""Connections to PostgreSQL that the event loop itself drives through libpq.

A thread, a cursor and a transaction around one statement cost more than the statement. Here a statement is one round
trip, its result stays as the bytes that arrived, and a long one arrives in pieces, as fast as the client takes them.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import pq
from psycopg._queries import PostgresQuery
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result

from sdi.serve.limits import QUEUE, QUEUE_S
from sdi.serve.values import Values

WAIT_S = 10.0
"""How long the next piece of an answer may take before the connection counts as lost."""

LIFETIME_S = 600.0
"""Connections are renewed after so long, so that a server that was moved or a leak in a session does not stay."""

MAX_PREPARED = 500
"""Statements that a session may hold, each some ten kilobytes."""


@dataclass(frozen=True)
class Query:
    """A statement with named placeholders, and what they stand for.

    ``lasting`` ones are prepared: their text is one of few, and one plan serves all their values.
    """

    statement: bytes
    values: Values
    lasting: bool = False


class Wire:
    """One connection; one statement at a time.

    Args:
        url: Address with the login of the role that asks.
        name: What the server calls the connection.
        settings: Of the session, e.g. ``{"jit": "off"}``.
    """

    def __init__(self, url: str, name: str, settings: dict[str, str]) -> None:
        self._url = url
        self._name = name
        self._settings = "; ".join(f"SET {key} = {value}" for key, value in settings.items())
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._socket = -1  # libpq no longer knows it when the server has gone
        self._prepared: dict[tuple[bytes, tuple[int, ...]], bytes] = {}
        self._arrived: asyncio.Future[None]
        self._since = 0.0

    @property
    def connected(self) -> bool:
        """Whether a connection stands, as far as we know."""
        return self._connection is not None

    @property
    def old(self) -> bool:
        """Whether it should be made anew."""
        return time.monotonic() - self._since > LIFETIME_S or len(self._prepared) > MAX_PREPARED

    async def result(self, statement: bytes, values: Sequence[bytes | None]) -> pq.abc.PGresult:
        """The whole result of a statement with ``$1`` …, prepared at its first use, in binary form.

        Raises:
            psycopg.Error: The database does not answer, or refuses.
        """
        connection = self._connection or await self._connect()
        libpq = connection.pgconn
        libpq.send_query_prepared(await self._name_of(libpq, statement), values, result_format=pq.Format.BINARY)
        return await self._last(libpq)

    async def pieces(self, query: Query, rows: int) -> AsyncGenerator[pq.abc.PGresult]:
        """The result of a statement in binary form and pieces of so many rows; more is not read than is taken.

        Raises:
            psycopg.Error: The database does not answer, or refuses.
        """
        connection = self._connection or await self._connect()
        libpq = connection.pgconn
        bound = PostgresQuery(Transformer(connection))
        bound.convert(query.statement, query.values)
        if query.lasting:
            name = await self._name_of(libpq, bound.query, bound.types)
            libpq.send_query_prepared(name, bound.params, bound.formats, pq.Format.BINARY)
        else:
            libpq.send_query_params(bound.query, bound.params, bound.types, bound.formats, pq.Format.BINARY)
        libpq.set_chunked_rows_mode(rows)
        libpq.flush()
        loop = asyncio.get_running_loop()
        while (found := await self._next(libpq)) is not None:
            if found.status not in (pq.ExecStatus.TUPLES_CHUNK, pq.ExecStatus.TUPLES_OK):
                raise error_from_result(found)
            loop.remove_reader(self._socket)  # what the client has no time for stays with the server
            yield found
            loop.add_reader(self._socket, self._read, libpq)

    def rows(self, result: pq.abc.PGresult) -> list[tuple[Any, ...]]:
        """The values of a result in binary form."""
        transformer = Transformer(self._connection)
        transformer.set_pgresult(result, format=pq.Format.BINARY)
        return transformer.load_rows(0, result.ntuples, tuple)

    def drop(self) -> None:
        """Forget the connection; the next statement makes a new one."""
        connection, self._connection = self._connection, None
        self._prepared.clear()
        if connection is not None:
            asyncio.get_running_loop().remove_reader(self._socket)
            connection.pgconn.finish()

    async def _name_of(self, libpq: pq.abc.PGconn, statement: bytes, types: Sequence[int] | None = None) -> bytes:
        """The name of a prepared statement."""
        key = (statement, tuple(types or ()))
        if key not in self._prepared:
            name = b"wire_%d" % len(self._prepared)
            libpq.send_prepare(name, statement, types)
            await self._last(libpq)
            self._prepared[key] = name
        return self._prepared[key]

    async def _last(self, libpq: pq.abc.PGconn) -> pq.abc.PGresult:
        """The result of what was just sent, which is small enough to be sent at once."""
        libpq.flush()
        result = None
        while (following := await self._next(libpq)) is not None:
            result = following
        if result is None or result.status not in (pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK):
            raise error_from_result(result) if result is not None else psycopg.OperationalError("no result")
        return result

    async def _next(self, libpq: pq.abc.PGconn) -> pq.abc.PGresult | None:
        while libpq.is_busy():
            self._arrived = asyncio.get_running_loop().create_future()
            try:
                async with asyncio.timeout(WAIT_S):
                    await self._arrived
            except TimeoutError as error:
                raise psycopg.OperationalError("no answer in time") from error
        return libpq.get_result()

    def _read(self, libpq: pq.abc.PGconn) -> None:
        """The server has sent something, or has gone."""
        try:
            libpq.consume_input()
        except psycopg.OperationalError as error:
            self.drop()
            if not self._arrived.done():
                self._arrived.set_exception(error)
            return
        if not libpq.is_busy() and not self._arrived.done():
            self._arrived.set_result(None)

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        connection = await psycopg.AsyncConnection.connect(
            self._url, autocommit=True, application_name=self._name, connect_timeout=5
        )
        await connection.execute(self._settings)
        loop = asyncio.get_running_loop()
        self._connection, self._socket, self._arrived = connection, connection.pgconn.socket, loop.create_future()
        self._since = time.monotonic()
        loop.add_reader(self._socket, self._read, connection.pgconn)
        return connection


class Wires:
    """A few connections of one audience for whatever is asked, made when they are needed.

    Args:
        size: How many at most.
    """

    def __init__(self, url: str, name: str, settings: dict[str, str], size: int) -> None:
        self._all = [Wire(url, name, settings) for _ in range(size)]
        self._idle = list(self._all)
        self._free = asyncio.Semaphore(size)
        self.waiting = 0
        """Requests that wait for a connection."""

    async def pieces(self, query: Query, rows: int) -> AsyncGenerator[pq.abc.PGresult]:
        """As :meth:`Wire.pieces`; a connection that was lost while nobody used it is replaced without a word.

        Raises:
            psycopg.Error: The database does not answer, refuses, or all connections stay busy.
        """
        async with self._borrowed() as wire:
            used, begun = wire.connected, False
            try:
                async with aclosing(wire.pieces(query, rows)) as pieces:
                    async for piece in pieces:
                        begun = True
                        yield piece
                return
            except psycopg.OperationalError as error:
                if not used or begun or error.sqlstate is not None:
                    raise
            wire.drop()
            async with aclosing(wire.pieces(query, rows)) as pieces:
                async for piece in pieces:
                    yield piece

    @property
    def busy(self) -> int:
        """Connections that are answering."""
        return len(self._all) - len(self._idle)

    def close(self) -> None:
        """Close all connections; what waits gets an error."""
        for wire in self._all:
            wire.drop()

    @asynccontextmanager
    async def _borrowed(self) -> AsyncIterator[Wire]:
        if self.waiting >= QUEUE:
            raise psycopg.OperationalError("too many wait for a connection")
        self.waiting += 1
        try:
            async with asyncio.timeout(QUEUE_S):
                await self._free.acquire()
        except TimeoutError as error:
            raise psycopg.OperationalError("all connections are busy") from error
        finally:
            self.waiting -= 1
        wire = self._idle.pop()
        whole = False
        try:
            yield wire
            whole = True
        finally:
            if not whole or wire.old:  # an answer that was not read to its end leaves a session that nobody may use
                wire.drop()
            self._idle.append(wire)
            self._free.release()
