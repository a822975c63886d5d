"""Which states of a layer a question about changes lies between.

Epochs of a layer form a tree when the pointer has gone back. A client that has seen N stands on the newest epoch
below N that still stands, its *base*, and on what was taken back above that. So the answer is what differs between
the base and ``to``, and all that withdrawn epochs up to N had done: of the latter a client may be told what it knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from sdi.serve.problems import Problem
from sdi.wording import wording

SQL = Path(__file__).parent / "sql"
"""Statements over windows: ``changes``, and ``changes_all`` for who has nothing yet."""


@dataclass(frozen=True)
class Window:
    """Between which states of a layer the differences lie.

    Attributes:
        since: What the client has seen; 0 is nothing.
        base: Newest epoch that it has seen and that still stands; below ``since`` when that was taken back.
        to: The epoch that the client will have.
    """

    since: int
    base: int
    to: int

    @property
    def values(self) -> dict[str, Any]:
        """For ``changes.sql``."""
        return {"since": self.since, "base": self.base, "to": self.to}

    @classmethod
    def of(cls, connection: psycopg.Connection[Any], schema: str, since: int, to: int | None = None) -> Window:
        """The window of a question.

        Args:
            connection: Of the audience's role, in one snapshot.
            schema: The audience's views.
            since: See above.
            to: Where a walk that has begun will end; None for what is public now.

        Raises:
            Problem: 400, there was no such release yet; 410, it is too old, or ``to`` was taken back.
        """
        query = sql.SQL("SELECT epoch, last, oldest FROM {}").format(sql.Identifier(schema, "epoch"))
        row = connection.execute(query).fetchone()
        assert row is not None  # the pointer is one row, always
        current, last, oldest = row
        if max(since, to or 0) > last:
            raise Problem(400, wording("changes.never_released", asked=max(since, to or 0), last=last))
        base = _standing(connection, schema, since)
        if since and base < oldest:
            raise Problem(410, wording("changes.too_old", since=since))
        if to is not None and (to < oldest or _standing(connection, schema, to) != to):
            raise Problem(410, wording("changes.taken_back", to=to))
        return cls(since, base, current if to is None else to)


def _standing(connection: psycopg.Connection[Any], schema: str, epoch: int) -> int:
    """The newest epoch that stands of those on which ``epoch`` was built, itself included."""
    query = sql.SQL("SELECT low, high FROM {} ORDER BY number").format(sql.Identifier(schema, "rollbacks"))
    for low, high in connection.execute(query).fetchall():
        if low < epoch <= high:
            epoch = low
    return epoch
