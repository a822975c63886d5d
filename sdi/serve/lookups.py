"""Short questions by key, asked together: what requests want at the same time travels in one statement.

Starting a statement and its round trip cost several times what one key costs in it, and a cursor in Python costs as
much again. So keys that come while a statement is under way gather for the next, on one connection of their own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import psycopg

from sdi.serve.wire import Wire

_SETTINGS = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "jit": "off",
}
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
        self._wire = Wire(url, name, _SETTINGS)
        self._waiting: dict[bytes, list[tuple[str, asyncio.Future[Rows]]]] = {}
        self._asking: asyncio.Task[None] | None = None

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

    @property
    def waiting(self) -> int:
        """Keys that have been asked for and not answered."""
        return sum(map(len, self._waiting.values()))

    def close(self) -> None:
        """Close the connection; what waits gets an error. Called in the event loop, as everything here."""
        self._wire.drop()
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
            for row in await self._ask(statement, [key for key, _ in asked]):
                found[row[0] - 1].append(row[1:])
        except BaseException as error:  # whatever it was, nobody may wait for ever, and the connection is not trusted
            self._wire.drop()
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
        return self._wire.rows(await self._wire.result(statement, [_array(keys)]))


def _array(keys: Sequence[str]) -> bytes:
    """Keys as PostgreSQL writes an array."""
    quoted = (key.replace("\\", "\\\\").replace('"', '\\"') for key in keys)
    return ('{"' + '","'.join(quoted) + '"}').encode()
