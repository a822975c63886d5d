"""CQL2 JSON → tree."""

from __future__ import annotations

import math
from typing import Any

import orjson

from sdi.db.cql2 import literals, tree
from sdi.db.cql2.tree import MAX_DEPTH, FilterError, Items, Node, Property, Value, call, shown

_EXACT = 2**63 - 1
"""Whole numbers above are no ``bigint`` and count as floating point."""


def parse(document: str | bytes | dict[str, Any] | bool) -> Node:
    """The tree of a filter in CQL2 JSON, as text or already read.

    Raises:
        FilterError: It is no JSON, does not follow the schema of CQL2, or is too large.
    """
    if isinstance(document, str | bytes):
        try:
            document = orjson.loads(document)
        except orjson.JSONDecodeError as error:
            raise FilterError("bad_json", error.pos + 1) from error
    return tree.bounded(_node(document, "filter", 1))


def _node(document: Any, at: str, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise FilterError("too_deep", at, most=MAX_DEPTH)
    match document:
        case bool():
            return Value(document, at=at)
        case int() | float():
            return Value(_number(document, at), at=at)
        case str():
            return tree.text(document, at)
        case list():
            return Items(tuple(_nodes(document, at, depth)), at=at)
        case {"op": str(op), "args": list(args)}:
            return call(op, _nodes(args, f"{at}.args", depth), at)
        case {"property": str(name)}:
            return Property(name, at=at)
        case {"date": text}:
            return literals.day(text, at)
        case {"timestamp": text}:
            return literals.moment(text, at)
        case {"interval": list(ends)}:
            return literals.interval([_end(end, at) for end in ends], at)
        case {"bbox": list(numbers)} if "type" not in document:
            return literals.box(numbers, at)
        case {"type": str()}:
            return literals.from_geojson(document, at)
        case dict():
            raise FilterError("no_object", at, keys=shown(", ".join(map(str, document))))
    raise FilterError("no_value", at, value=shown(str(document)))


def _number(number: int | float, at: str) -> int | float:
    if isinstance(number, int) and abs(number) <= _EXACT:
        return number
    try:
        found = float(number)
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise FilterError("number_too_large", at)
    return found


def _nodes(documents: list[Any], at: str, depth: int) -> list[Node]:
    return [_node(document, f"{at}[{number}]", depth + 1) for number, document in enumerate(documents)]


def _end(end: Any, at: str) -> object:
    return Property(end["property"], at=at) if isinstance(end, dict) and isinstance(end.get("property"), str) else end
