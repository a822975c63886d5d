"""All rows of a short statement, over a connection of the event loop."""

from __future__ import annotations

from contextlib import aclosing
from typing import Any

import psycopg
from psycopg import pq
from psycopg.adapt import Transformer

from sdi.model import Audience
from sdi.serve.problems import of_database
from sdi.serve.values import Values
from sdi.serve.wire import Query, Wires

_ROWS_AT_ONCE = 1_000


async def rows(wires: Wires, audience: Audience, statement: bytes, what: str, **values: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement that is one of few, so that it is prepared; ``what`` names it in the log.

    Raises:
        Problem: The database does not answer, or not in time.
    """
    found: list[tuple[Any, ...]] = []
    transformer = Transformer()
    try:
        query = Query(statement, Values(values), lasting=True)
        async with aclosing(wires.pieces(query, _ROWS_AT_ONCE)) as pieces:
            async for piece in pieces:
                transformer.set_pgresult(piece, format=pq.Format.BINARY)
                found += transformer.load_rows(0, piece.ntuples, tuple)
    except psycopg.Error as error:
        raise of_database(error, what, audience) from error
    return found
