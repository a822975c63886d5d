"""Filters as pygeoapi hands them to a provider: pygeofilter's tree, whatever language they were written in.

They become CQL2 JSON, so that what a filter means, which fields it may ask and how it reaches SQL is decided in one
place. Literal geometries were brought into the storage CRS by pygeoapi. What pygeofilter's tree cannot tell apart, or
pygeoapi leaves in a CRS that it keeps to itself, is refused instead of guessed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from pygeofilter import ast, values

from sdi.db.cql2 import FilterError
from sdi.db.cql2.tree import shown

Document = Any
"""A part of CQL2 JSON."""

_TEMPORAL = {
    "DISJOINT": "t_disjoint", "AFTER": "t_after", "BEFORE": "t_before", "BEGINS": "t_starts",
    "BEGUNBY": "t_startedby", "TCONTAINS": "t_contains", "DURING": "t_during", "ENDEDBY": "t_finishedby",
    "ENDS": "t_finishes", "TEQUALS": "t_equals", "MEETS": "t_meets", "METBY": "t_metby",
    "OVERLAPPEDBY": "t_overlappedby",
}  # fmt: skip
"""Without ``TOVERLAPS``: pygeofilter reads ``T_INTERSECTS`` as that, too."""

_NEITHER = {"BEFORE_OR_DURING": "t_after", "DURING_OR_AFTER": "t_before"}
"""Of an instant: what it is not."""

_FUNCTIONS = {"casei": "casei", "lower": "casei", "accenti": "accenti"}
"""pygeofilter calls CASEI ``lower``."""


def to_cql2(node: Any) -> Document:
    """CQL2 JSON of a tree.

    Raises:
        FilterError: Something in it has no counterpart in CQL2, or more than one.
    """
    match node:
        case ast.Combination():
            return _combination(node)
        case ast.Not():
            return _not(to_cql2(node.sub_node))
        case ast.Comparison() | ast.Arithmetic():
            return _call(node.op.value, node.lhs, node.rhs)
        case ast.Between():
            return _maybe_not(node.not_, _call("between", node.lhs, node.low, node.high))
        case ast.In():
            return _maybe_not(node.not_, _call("in", node.lhs, list(node.sub_nodes)))
        case ast.IsNull():
            return _maybe_not(node.not_, _call("isNull", node.lhs))
        case ast.Like():
            return _maybe_not(node.not_, _like(node))
        case ast.Include():
            return not node.not_
        case ast.SpatialComparisonPredicate():
            return _call(f"s_{node.op.name.lower()}", node.lhs, node.rhs)
        case ast.TemporalPredicate():
            return _temporal(node)
        case ast.Function():
            return _function(node)
        case ast.Attribute():
            return {"property": node.name}
        case _:
            return _literal(node)


def _literal(value: Any) -> Document:
    match value:
        case bool() | int() | float() | str():
            return value
        case list():
            return [to_cql2(part) for part in value]
        case datetime():
            return {"timestamp": _instant(value)}
        case date():
            return {"date": _instant(value)}
        case values.Interval():
            return {"interval": _ends(value.start, value.end)}
        case values.Geometry():
            return {name: part for name, part in value.geometry.items() if name != "crs"}
    raise FilterError("no_counterpart", name=type(value).__name__)


def _call(op: str, *args: Any) -> Document:
    return {"op": op, "args": [to_cql2(arg) for arg in args]}


def _not(document: Document) -> Document:
    return {"op": "not", "args": [document]}


def _maybe_not(negated: bool, document: Document) -> Document:
    return _not(document) if negated else document


def _combination(node: Any) -> Document:
    """``a AND b AND c`` as one conjunction: pygeofilter nests what was written side by side."""
    op = node.op.name.lower()
    args: list[Document] = []
    for side in map(to_cql2, (node.lhs, node.rhs)):
        args += side["args"] if isinstance(side, dict) and side.get("op") == op else [side]
    return {"op": op, "args": args}


def _like(node: Any) -> Document:
    """The pattern as it was written: ``%`` and ``_`` are the wildcards of CQL2 and of ECQL.

    (The "." that pygeofilter notes as the one for a single character comes from no standard.)
    """
    sides = [to_cql2(node.lhs), to_cql2(node.pattern)]
    return {"op": "like", "args": [{"op": "casei", "args": [side]} for side in sides] if node.nocase else sides}


def _function(node: Any) -> Document:
    name = node.name.lower()
    if name not in _FUNCTIONS:
        raise FilterError("no_function", name=shown(node.name))
    return _call(_FUNCTIONS[name], *node.arguments)


def _temporal(node: Any) -> Document:
    name = node.op.name
    if name in _NEITHER:
        return _not(_call(_NEITHER[name], node.lhs, node.rhs))
    if name not in _TEMPORAL:
        raise FilterError("same_overlaps")
    return _call(_TEMPORAL[name], node.lhs, node.rhs)


def _ends(start: Any, end: Any) -> list[str]:
    """Ends of an interval, of which one may be given as its length."""
    if isinstance(start, timedelta) and isinstance(end, date):
        start = end - start
    elif isinstance(end, timedelta) and isinstance(start, date):
        end = start + end
    if not all(end is None or isinstance(end, date) for end in (start, end)):
        raise FilterError("lengths_only")
    return [".." if end is None else _instant(end) for end in (start, end)]


def _instant(moment: date) -> str:
    """As CQL2 writes it; a time without zone is UTC."""
    if isinstance(moment, datetime):
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
    return moment.isoformat()
