"""Lookups: many keys in one statement, each asker gets its own rows, and a lost connection is made anew."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import psycopg
import pytest

from sdi.serve.lookups import Lookups, Rows

NUMBERS = b"""
SELECT wanted.n, wanted.id, part FROM unnest($1::text[]) WITH ORDINALITY AS wanted (id, n)
LEFT JOIN LATERAL generate_series(1, length(wanted.id)) AS part ON true ORDER BY wanted.n, part
"""
SESSION = b"SELECT n, pg_backend_pid(), cardinality($1) FROM unnest($1::text[]) WITH ORDINALITY AS wanted (id, n)"
FAULTY = b"SELECT n, 1 / (length(id) - 1) FROM unnest($1::text[]) WITH ORDINALITY AS wanted (id, n)"

Result = TypeVar("Result")


def asked(database: str, questions: Callable[[Lookups], Awaitable[Result]]) -> Result:
    """What a coroutine finds with lookups of its own event loop."""

    async def run() -> Result:
        lookups = Lookups(database, "sdi-test")
        try:
            return await asyncio.wait_for(questions(lookups), 30)
        finally:
            lookups.close()

    return asyncio.run(run())


def test_everybody_gets_the_rows_of_their_own_key(database: str) -> None:
    keys = ["", "a", "bb", "bb", 'quoted "one"', "back\\slash", "comma,{brace}", "Đất ở đô thị", "NULL", " "]

    async def questions(lookups: Lookups) -> list[Rows]:
        return await asyncio.gather(*(lookups.rows(NUMBERS, key) for key in keys))

    found = asked(database, questions)
    assert found == [[(key, n) for n in range(1, len(key) + 1)] or [(key, None)] for key in keys]


def test_questions_of_one_moment_travel_together(database: str) -> None:
    async def questions(lookups: Lookups) -> list[Rows]:
        return await asyncio.gather(*(lookups.rows(SESSION, str(n)) for n in range(20)))

    found = asked(database, questions)
    assert len({rows[0][0] for rows in found}) == 1
    assert max(rows[0][1] for rows in found) == 20


def test_a_connection_that_was_lost_is_made_anew(database: str) -> None:
    async def questions(lookups: Lookups) -> tuple[int, int]:
        first = (await lookups.rows(SESSION, ""))[0][0]
        with psycopg.connect(database, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (first,))
        await asyncio.sleep(0.2)  # the event loop sees it go
        return first, (await lookups.rows(SESSION, ""))[0][0]

    first, second = asked(database, questions)
    assert first != second


def test_a_connection_lost_under_a_question_is_an_error_and_no_silence(database: str) -> None:
    sleeping = b"SELECT n, pg_sleep(20)::text FROM unnest($1::text[]) WITH ORDINALITY AS wanted (id, n)"

    async def questions(lookups: Lookups) -> None:
        process = (await lookups.rows(SESSION, ""))[0][0]
        waiting = asyncio.ensure_future(lookups.rows(sleeping, ""))
        await asyncio.sleep(0.2)
        with psycopg.connect(database, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (process,))
        with pytest.raises(psycopg.OperationalError):
            await waiting
        assert await lookups.rows(NUMBERS, "a") == [("a", 1)]

    asked(database, questions)


def test_an_error_goes_to_those_who_asked_and_to_nobody_after_them(database: str) -> None:
    async def questions(lookups: Lookups) -> list[Rows | BaseException]:
        failed = await asyncio.gather(
            lookups.rows(FAULTY, "a"), lookups.rows(FAULTY, "bb"), lookups.rows(NUMBERS, "a"), return_exceptions=True
        )
        return [*failed, await lookups.rows(FAULTY, "bb")]

    faulty, beside, other, after = asked(database, questions)
    assert isinstance(faulty, psycopg.Error) and isinstance(beside, psycopg.Error)
    assert other == [("a", 1)] and after == [(1,)]


def test_whoever_goes_away_keeps_nobody_waiting(database: str) -> None:
    async def questions(lookups: Lookups) -> Rows:
        gone = asyncio.ensure_future(lookups.rows(NUMBERS, "a"))
        stays = asyncio.ensure_future(lookups.rows(NUMBERS, "a"))
        await asyncio.sleep(0)
        gone.cancel()
        return await stays

    assert asked(database, questions) == [("a", 1)]


def test_a_silent_server_is_given_up(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sdi.serve.wire.WAIT_S", 0.3)
    sleeping = b"SELECT n, pg_sleep(20)::text FROM unnest($1::text[]) WITH ORDINALITY AS wanted (id, n)"

    async def questions(lookups: Lookups) -> Rows:
        with pytest.raises(psycopg.OperationalError):
            await lookups.rows(sleeping, "")
        return await lookups.rows(NUMBERS, "a")

    assert asked(database, questions) == [("a", 1)]


def test_no_server_is_an_error() -> None:
    async def questions(lookups: Lookups) -> None:
        with pytest.raises(psycopg.OperationalError):
            await lookups.rows(NUMBERS, "a")

    asked("postgresql://nobody@127.0.0.1:9/nothing", questions)
