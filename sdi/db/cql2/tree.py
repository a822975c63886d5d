"""What a filter says, whichever encoding it came in: a tree of frozen nodes, equal when they say the same.

Nodes know where they stood in the question (``at``), which takes no part in equality. Depth, number
of nodes and of vertices are bounded here, so that whatever walks a tree later may do so by recursion.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date

import shapely

from sdi.text.codecs import compose
from sdi.wording import Wording, wording

MAX_DEPTH = 64
MAX_NODES = 10_000
MAX_VERTICES = 20_000


At = int | str
"""Where something stands: the number of a character in CQL2 text, a path in CQL2 JSON."""


class FilterError(ValueError):
    """A filter that says nothing, or nothing that can be answered.

    Args:
        key: Of the text in ``wording/filters.yml``.
        at: Where the fault is.
        values: For the places of the text.
    """

    def __init__(self, key: str, at: At = "", **values: object) -> None:
        self.text: Wording = wording(f"filters.{key}", at=_place(at), **values)
        super().__init__(self.text)


def _place(at: At) -> str:
    return wording("filters.character", number=at) if isinstance(at, int) else at[:200]


@dataclass(frozen=True)
class Node:
    """``depth`` counts the nodes above each other, ``size`` all of them, ``vertices`` those of geometries."""

    at: At = field(compare=False, kw_only=True)

    @property
    def parts(self) -> tuple[Node, ...]:
        return ()


@dataclass(frozen=True)
class Property(Node):
    name: str


@dataclass(frozen=True)
class Value(Node):
    """A literal: truth, number, text, date, or timestamp (without zone, in UTC)."""

    value: bool | int | float | str | date


@dataclass(frozen=True)
class Interval(Node):
    """From one instant to another; None is open."""

    start: Property | Value | None
    end: Property | Value | None

    @property
    def parts(self) -> tuple[Node, ...]:
        return tuple(end for end in (self.start, self.end) if end is not None)


@dataclass(frozen=True)
class Shape(Node):
    """A geometry in the CRS of the filter, without heights."""

    geometry: shapely.Geometry


@dataclass(frozen=True)
class Box(Node):
    """Four or six numbers in the axis order of the CRS of the filter, as in the parameter ``bbox``."""

    numbers: tuple[float, ...]


@dataclass(frozen=True)
class Items(Node):
    """A list."""

    items: tuple[Node, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.items


@dataclass(frozen=True)
class Call(Node):
    """An operator or function; ``op`` is its name in CQL2 JSON, in small letters."""

    op: str
    args: tuple[Node, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.args


SPATIAL = frozenset(
    ("s_contains", "s_crosses", "s_disjoint", "s_equals", "s_intersects", "s_overlaps", "s_touches", "s_within")
)
TEMPORAL = frozenset(
    ("t_after", "t_before", "t_contains", "t_disjoint", "t_during", "t_equals", "t_finishedby", "t_finishes",
     "t_intersects", "t_meets", "t_metby", "t_overlappedby", "t_overlaps", "t_startedby", "t_starts")
)  # fmt: skip
ARRAY = frozenset(("a_containedby", "a_contains", "a_equals", "a_overlaps"))
COMPARISON = frozenset(("=", "<>", "<", ">", "<=", ">="))
ARITHMETIC = frozenset(("+", "-", "*", "/", "%", "div", "^"))

_ARGUMENTS = (
    dict.fromkeys(SPATIAL | TEMPORAL | ARRAY | COMPARISON | ARITHMETIC | {"in", "like"}, 2)
    | dict.fromkeys(("not", "isnull", "casei", "accenti"), 1)
    | {"between": 3}
)


def call(op: str, args: list[Node], at: At) -> Call:
    """A node of an operator or function that exists, with as many arguments as it takes.

    Raises:
        FilterError: There is none of that name, or it takes others.
    """
    name = op.lower()
    if name in ("and", "or"):
        if len(args) < 2:
            raise FilterError("needs_two", at, op=op)
        # a AND b AND c is one conjunction, however it was written
        flat = [part for arg in args for part in (arg.parts if isinstance(arg, Call) and arg.op == name else (arg,))]
        return Call(name, tuple(flat), at=at)
    if name not in _ARGUMENTS:
        raise FilterError("no_operator", at, op=shown(op))
    if len(args) != _ARGUMENTS[name]:
        raise FilterError("arguments", at, op=op, needed=_ARGUMENTS[name], given=len(args))
    return Call(name, tuple(args), at=at)


def text(value: str, at: At) -> Value:
    """A text as the database holds it: composed (NFC), without what PostgreSQL cannot hold."""
    if "\0" in value or any(unicodedata.category(char) == "Cs" for char in value if char > "\ud7ff"):
        raise FilterError("bad_text", at)
    return Value(compose(value), at=at)


def shape(geometry: shapely.Geometry, at: At) -> Shape:
    """A literal geometry that can be asked about.

    Raises:
        FilterError: It is empty, invalid, or has coordinates that are no numbers.
    """
    flat = shapely.force_2d(geometry)
    if flat.is_empty:
        raise FilterError("empty_geometry", at)
    if shapely.get_num_coordinates(flat) > MAX_VERTICES:
        raise FilterError("large_geometry", at, most=MAX_VERTICES)
    if not shapely.is_valid(flat):
        raise FilterError("invalid_geometry", at, reason=shapely.is_valid_reason(flat))
    return Shape(flat, at=at)


def bounded(tree: Node) -> Node:
    """The tree itself, when it is small enough.

    Raises:
        FilterError: It is too deep, or has too many nodes or vertices.
    """
    nodes = vertices = 0
    rest = [(tree, 1)]
    while rest:
        node, depth = rest.pop()
        nodes += 1
        if isinstance(node, Shape):
            vertices += shapely.get_num_coordinates(node.geometry)
        if depth > MAX_DEPTH:
            raise FilterError("too_deep", node.at, most=MAX_DEPTH)
        if nodes > MAX_NODES:
            raise FilterError("too_many_nodes", most=MAX_NODES)
        if vertices > MAX_VERTICES:
            raise FilterError("too_many_vertices", most=MAX_VERTICES)
        rest.extend((part, depth + 1) for part in node.parts)
    return tree


def shown(word: str) -> str:
    """A word of the question, short and printable, for a message."""
    clean = "".join(char if char.isprintable() else "�" for char in word)
    return clean if len(clean) <= 60 else clean[:57] + "…"
