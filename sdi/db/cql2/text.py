"""CQL2 text → tree.

The grammar is LALR: time grows with the length and nothing recurses, which parsers by backtracking cannot say (see
ADR 0017).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, UnexpectedToken

from sdi.db.cql2 import literals, tree
from sdi.db.cql2.tree import At, FilterError, Items, Node, Property, Value, call, shown
from sdi.wording import joined, wording

_MAX_TOKENS = 2 * tree.MAX_NODES
_EXACT_DIGITS = 18
"""Longer whole numbers are no ``bigint`` and read as floating point."""

_QUOTE = re.compile(r"''|\\'")

_EXPECTED = {
    "_OR": "OR", "_AND": "AND", "NOT": "NOT", "LIKE": "LIKE", "BETWEEN": "BETWEEN", "IN": "IN", "IS": "IS",
    "_NULL": "NULL", "COMPARISON": "token_comparison", "NAME": "token_name", "STRING": "token_string",
    "NUMBER": "token_number", "OPEN": "(", "LPAR": "(", "RPAR": ")", "COMMA": "token_comma", "$END": "token_end",
}  # fmt: skip
"""Tokens of the grammar as they are written, or the key of what people call them."""


def parse(text: str) -> Node:
    """The tree of a filter in CQL2 text.

    Raises:
        FilterError: It does not follow the grammar, or is too large.
    """
    try:
        reading = _grammar().parse_interactive(text)
        for number, _ in enumerate(reading.iter_parse()):
            if number > _MAX_TOKENS:
                raise FilterError("too_many_words", most=_MAX_TOKENS)
        found = reading.feed_eof()
    except UnexpectedInput as error:
        raise _unexpected(error, text) from None
    return tree.bounded(found)


@cache
def _grammar() -> Lark:
    grammar = (Path(__file__).parent / "cql2.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", transformer=_Tree())


def _unexpected(error: UnexpectedInput, text: str) -> FilterError:
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        found = FilterError("unfinished", len(text) + 1)
    elif isinstance(error, UnexpectedToken):
        found = FilterError("not_understood", _at(error.token), word=shown(str(error.token)))
    else:
        position = error.pos_in_stream or 0
        found = FilterError("not_understood", position + 1, word=shown(text[position : position + 12]))
    names = error.expected if isinstance(error, UnexpectedToken) else getattr(error, "allowed", None)
    wanted = dict.fromkeys(word for name, word in _EXPECTED.items() if name in (names or ()))
    if not wanted:
        return found
    words = (wording(f"filters.{word}") if word.startswith("token_") else word for word in wanted)
    return FilterError("expected", found=found.text, wanted=joined(*words, by=", "))


def _at(token: Token) -> int:
    return (token.start_pos or 0) + 1


class _Tree(Transformer[Token, Any]):
    """Rules of the grammar → nodes, from the leaves up."""

    def either(self, parts: list[Node]) -> Node:
        return call("or", parts, parts[0].at) if len(parts) > 1 else parts[0]

    def both(self, parts: list[Node]) -> Node:
        return call("and", parts, parts[0].at) if len(parts) > 1 else parts[0]

    def negated(self, parts: list[Any]) -> Node:
        return call("not", [parts[1]], _at(parts[0]))

    def binary(self, parts: list[Any]) -> Node:
        left, operator, right = parts
        return call(str(operator), [left, right], _at(operator))

    def sign(self, parts: list[Any]) -> Node:
        sign, operand = parts
        if isinstance(operand, Value) and type(operand.value) in (int, float):
            return Value(-operand.value if sign == "-" else operand.value, at=_at(sign))  # type: ignore[operator]
        return call("*", [Value(-1 if sign == "-" else 1, at=_at(sign)), operand], _at(sign))

    def like(self, parts: list[Any]) -> Node:
        left, no, word, pattern = parts
        return _unless(no, call("like", [left, pattern], _at(word)))

    def between(self, parts: list[Any]) -> Node:
        left, no, word, low, high = parts
        return _unless(no, call("between", [left, low, high], _at(word)))

    def among(self, parts: list[Any]) -> Node:
        left, no, word, *items = parts
        return _unless(no, call("in", [left, Items(tuple(items), at=_at(word))], _at(word)))

    def is_null(self, parts: list[Any]) -> Node:
        left, word, no = parts
        return _unless(no, call("isnull", [left], _at(word)))

    def string(self, parts: list[Token]) -> Node:
        return tree.text(_QUOTE.sub("'", parts[0][1:-1]), _at(parts[0]))

    def number(self, parts: list[Token]) -> Node:
        digits = str(parts[0])
        value: int | float = int(digits) if digits.isdecimal() and len(digits) <= _EXACT_DIGITS else float(digits)
        if not math.isfinite(value):
            raise FilterError("number_too_large", _at(parts[0]))
        return Value(value, at=_at(parts[0]))

    def true(self, parts: list[Token]) -> Node:
        return Value(True, at=_at(parts[0]))

    def false(self, parts: list[Token]) -> Node:
        return Value(False, at=_at(parts[0]))

    def geometry(self, parts: list[Token]) -> Node:
        return literals.from_wkt(str(parts[0]), _at(parts[0]))

    def name(self, parts: list[Token]) -> Node:
        return Property(str(parts[0]), at=_at(parts[0]))

    def quoted_name(self, parts: list[Token]) -> Node:
        return Property(parts[0][1:-1].replace('""', '"'), at=_at(parts[0]))

    def array(self, parts: list[Any]) -> Node:
        return Items(tuple(parts[1:]), at=_at(parts[0]))

    def group(self, parts: list[Any]) -> Node:
        return parts[1]

    def function(self, parts: list[Any]) -> Node:
        name, *args = parts
        args = [arg for arg in args if arg is not None]
        read = _LITERALS.get(name.upper())
        return read([_bare(arg) for arg in args], _at(name)) if read else call(str(name), args, _at(name))


def _unless(no: Token | None, node: Node) -> Node:
    return node if no is None else call("not", [node], node.at)


def _bare(node: Node) -> object:
    """What an argument of a literal is: a plain value, or a property."""
    return node.value if isinstance(node, Value) else node


def _one(read: Callable[[object, At], Node]) -> Callable[[list[object], At], Node]:
    return lambda args, at: read(args[0] if len(args) == 1 else None, at)


_LITERALS: dict[str, Callable[[list[object], At], Node]] = {
    "DATE": _one(literals.day),
    "TIMESTAMP": _one(literals.moment),
    "INTERVAL": literals.interval,
    "BBOX": literals.box,
}
