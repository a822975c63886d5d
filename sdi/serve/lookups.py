"""Short questions by key, asked together: what requests want at the same time travels in one statement.

Starting a statement and its round trip cost several times what one key costs in it, and a cursor in Python costs as
much again. So keys that come while a statement is under way gather for the next, on one connection that the event
loop itself drives through libpq.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg import pq
from psycopg.adapt import Transformer

WAIT_S = 10.0
"""How long an answer may take before the connection counts as lost."""

_SETTINGS = "; ".join(
    f"SET {name} = {value}"
    for name, value in {
        "plan_cache_mode": "force_generic_plan",
        "enable_seqscan": "off",
        "enable_bitmapscan": "off",
        "enable_hashjoin": "off",
        "enable_mergejoin": "off",
        "jit": "off",
    }.items()
)
"""Lookups go by a key, so one plan serves all values: along the index of that key, whatever the planner believes of a
table that is small, or that it knows nothing of yet."""

Rows = list[tuple[Any, ...]]


class Lookups:
    """Looks things up for requests of one event loop.

    Every statement is its own snapshot. It takes ``$1``, keys as ``text[]``, and gives rows sorted by their first
    column, the position of the key from 1.

    Args:
        url: Address with the login of the role that asks.
        name: What the server calls the connection.
    """

    def __init__(self, url: str, name: str) -> None:
        self._url = url
        self._name = name
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._socket = -1  # libpq no longer knows it when the server has gone
        self._prepared: dict[bytes, bytes] = {}
        self._waiting: dict[bytes, list[tuple[str, asyncio.Future[Rows]]]] = {}
        self._asking: asyncio.Task[None] | None = None
        self._arrived: asyncio.Future[None]

    async def rows(self, statement: bytes, key: str) -> Rows:
        """The rows of one key, without their first column.

        Raises:
            psycopg.Error: The database does not answer, or refuses.
        """
        answer: asyncio.Future[Rows] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(statement, []).append((key, answer))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_all())
        return await answer

    def close(self) -> None:
        """Close the connection; what waits gets an error. Called in the event loop, as everything here."""
        self._drop()
        if self._asking is not None:
            self._asking.cancel()

    async def _ask_all(self) -> None:
        try:
            while self._waiting:
                await self._gathered()
                statement = next(iter(self._waiting))
                await self._answer(statement, self._waiting.pop(statement))
        finally:
            self._asking = None

    async def _gathered(self) -> None:
        """Until a turn of the event loop brings no more: the requests of one moment are read in several."""
        known = 0
        while (waiting := sum(map(len, self._waiting.values()))) > known:
            known = waiting
            await asyncio.sleep(0)

    async def _answer(self, statement: bytes, asked: list[tuple[str, asyncio.Future[Rows]]]) -> None:
        found: list[Rows] = [[] for _ in asked]
        failure = None
        try:
            async with asyncio.timeout(WAIT_S):
                for row in await self._ask(statement, [key for key, _ in asked]):
                    found[row[0] - 1].append(row[1:])
        except BaseException as error:  # whatever it was, nobody may wait for ever, and the connection is not trusted
            self._drop()
            failure = error if isinstance(error, psycopg.Error) else psycopg.OperationalError(repr(error))
            if not isinstance(error, Exception):
                raise
        finally:
            for (_, answer), rows in zip(asked, found, strict=True):
                if answer.done():  # its request has gone
                    continue
                if failure:
                    answer.set_exception(failure)
                else:
                    answer.set_result(rows)

    async def _ask(self, statement: bytes, keys: Sequence[str]) -> Rows:
        connection = self._connection or await self._connect()
        libpq = connection.pgconn
        if statement not in self._prepared:
            name = b"lookup_%d" % len(self._prepared)
            libpq.send_prepare(name, statement)
            await self._result(libpq, pq.ExecStatus.COMMAND_OK)
            self._prepared[statement] = name
        libpq.send_query_prepared(self._prepared[statement], [_array(keys)], result_format=pq.Format.BINARY)
        result = await self._result(libpq, pq.ExecStatus.TUPLES_OK)
        transformer = Transformer(connection)
        transformer.set_pgresult(result, format=pq.Format.BINARY)
        return transformer.load_rows(0, result.ntuples, tuple)

    async def _result(self, libpq: pq.abc.PGconn, expected: pq.ExecStatus) -> pq.abc.PGresult:
        """The result of what was just sent, which is small enough to be sent at once."""
        libpq.flush()
        result = None
        while True:
            if libpq.is_busy():
                self._arrived = asyncio.get_running_loop().create_future()
                await self._arrived
            following = libpq.get_result()
            if following is None:
                break
            result = following
        if result is None or result.status != expected:
            raise psycopg.OperationalError(libpq.get_error_message())
        return result

    def _read(self, libpq: pq.abc.PGconn) -> None:
        """The server has sent something, or has gone."""
        try:
            libpq.consume_input()
        except psycopg.OperationalError as error:
            self._drop()
            if not self._arrived.done():
                self._arrived.set_exception(error)
            return
        if not libpq.is_busy() and not self._arrived.done():
            self._arrived.set_result(None)

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        connection = await psycopg.AsyncConnection.connect(
            self._url, autocommit=True, application_name=self._name, connect_timeout=5
        )
        await connection.execute(_SETTINGS)
        loop = asyncio.get_running_loop()
        self._connection, self._socket, self._arrived = connection, connection.pgconn.socket, loop.create_future()
        loop.add_reader(self._socket, self._read, connection.pgconn)
        return connection

    def _drop(self) -> None:
        """Forget the connection; the next question makes a new one."""
        connection, self._connection = self._connection, None
        self._prepared.clear()
        if connection is not None:
            asyncio.get_running_loop().remove_reader(self._socket)
            connection.pgconn.finish()


def _array(keys: Sequence[str]) -> bytes:
    """Keys as PostgreSQL writes an array."""
    quoted = (key.replace("\\", "\\\\").replace('"', '\\"') for key in keys)
    return ('{"' + '","'.join(quoted) + '"}').encode()
