"""One text for all filters that say the same: of what ETags and cursors are made."""

from __future__ import annotations

from datetime import datetime

import orjson

from sdi.db.cql2.tree import Box, Call, Interval, Items, Node, Property, Shape, Value

_MIRRORED = {">": "<", ">=": "<="}
_SYMMETRIC = frozenset(("=", "<>", "+", "*", "s_intersects", "s_disjoint", "s_equals", "s_touches"))
_EXACT = 2**53


def canonical(node: Node) -> str:
    """The same text for a filter in either encoding, in any order of its alternatives, and however it is spaced."""
    match node:
        case Property(name=name):
            return f"p{_quoted(name)}"
        case Value():
            return _value(node)
        case Interval(start=start, end=end):
            return f"interval({_end(start)},{_end(end)})"
        case Shape(geometry=geometry):
            return f"shape({geometry.normalize().wkb_hex})"
        case Box(numbers=numbers):
            return f"box({','.join(map(repr, numbers))})"
        case Items(items=items):
            return f"[{','.join(map(canonical, items))}]"
        case Call(op="in", args=(left, Items(items=items))):
            return f"in({canonical(left)},[{','.join(sorted(set(map(canonical, items))))}])"
        case Call(op=("and" | "or") as op, args=args):
            parts = sorted(set(map(canonical, args)))
            return f"{op}({','.join(parts)})" if len(parts) > 1 else parts[0]
        case Call(op=op, args=args):
            parts = [canonical(arg) for arg in args]
            if op in _MIRRORED:
                op, parts = _MIRRORED[op], parts[::-1]
            return f"{op}({','.join(sorted(parts) if op in _SYMMETRIC else parts)})"
    raise AssertionError(node)


def _end(end: Node | None) -> str:
    return ".." if end is None else canonical(end)


def _value(node: Value) -> str:
    value = node.value
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < _EXACT:
            return str(int(value))
        case int() | float():
            return repr(value)
        case str():
            return _quoted(value)
    return f"{'timestamp' if isinstance(value, datetime) else 'date'}({value.isoformat()})"


def _quoted(text: str) -> str:
    return orjson.dumps(text).decode()
