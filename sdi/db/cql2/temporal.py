"""The relations in time of CQL2 (``T_…``), each over first and last moments.

A date is the moment at which it begins, in UTC; an instant is an interval without length.
"""

from __future__ import annotations

from psycopg import sql

Span = tuple[sql.Composable, sql.Composable]
"""First and last moment."""

_RELATIONS = {
    "t_after": "{a0} > {b1}",
    "t_before": "{a1} < {b0}",
    "t_contains": "{a0} < {b0} AND {a1} > {b1}",
    "t_disjoint": "{a1} < {b0} OR {a0} > {b1}",
    "t_during": "{a0} > {b0} AND {a1} < {b1}",
    "t_equals": "{a0} = {b0} AND {a1} = {b1}",
    "t_finishedby": "{a0} < {b0} AND {a1} = {b1}",
    "t_finishes": "{a0} > {b0} AND {a1} = {b1}",
    "t_intersects": "{a0} <= {b1} AND {a1} >= {b0}",
    "t_meets": "{a1} = {b0}",
    "t_metby": "{a0} = {b1}",
    "t_overlappedby": "{a0} > {b0} AND {a0} < {b1} AND {a1} > {b1}",
    "t_overlaps": "{a0} < {b0} AND {a1} > {b0} AND {a1} < {b1}",
    "t_startedby": "{a0} = {b0} AND {a1} > {b1}",
    "t_starts": "{a0} = {b0} AND {a1} < {b1}",
}


def relation(op: str, a: Span, b: Span) -> sql.Composable:
    """The condition that ``a`` stands in a relation to ``b``."""
    return sql.SQL(_RELATIONS[op]).format(a0=a[0], a1=a[1], b0=b[0], b1=b[1])
