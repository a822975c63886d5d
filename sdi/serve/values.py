"""What is common to all statements that serve: bound values, and the epoch that a row must hold at."""

from __future__ import annotations

from typing import Any

from psycopg import sql


class Values(dict[str, Any]):
    """Bound values of one statement."""

    def bind(self, value: Any) -> sql.Placeholder:
        """A placeholder for a value."""
        name = f"v{len(self)}"
        self[name] = value
        return sql.Placeholder(name)


def valid_at(epoch: sql.Composable) -> sql.Composable:
    """The condition that a row holds at an epoch."""
    return sql.SQL("r0 <= {0} AND {0} < r1").format(epoch)
