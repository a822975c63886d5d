"""Tree of a filter → SQL condition, with every literal bound and every kind of value checked against the declaration.

Unknown stays unknown: a comparison with an absent value is neither true nor false, as in SQL. Two exceptions: the end
of an interval that is absent is open, as in the parameter ``datetime``; arithmetic without a result (division by zero)
is absent, so that one row's value never fails a whole answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

import shapely
from psycopg import sql

from sdi.db.cql2 import literals, temporal, tree
from sdi.db.cql2.tree import Box, Call, FilterError, Interval, Items, Node, Property, Shape, Value, shown
from sdi.model import Field, FieldType
from sdi.wording import Wording, joined, wording

GEOMETRY = "geometry"
"""Name of the geometry among the queryables."""

Bind = Callable[[Any], sql.Composable]
"""What makes a literal a part of a statement: a placeholder."""


class Place(Protocol):
    """How literal geometries come into the CRS of the database (:class:`sdi.serve.projection.Projection`)."""

    def area(self, numbers: tuple[float, ...]) -> shapely.Geometry:
        """Of a box, in the axis order of the CRS of the filter."""

    def drawn(self, geometry: shapely.Geometry) -> shapely.Geometry:
        """Of a geometry, in the axis order of the CRS of the filter."""


class Kind(Enum):
    """Kinds of values."""

    TRUTH = "truth"
    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    INSTANT = "instant"
    INTERVAL = "interval"
    GEOMETRY = "geometry"
    LIST = "list"

    @property
    def title(self) -> Wording:
        """What people call it."""
        return wording(f"filters.kind_{self.value}")


_KINDS = {
    FieldType.TEXT: Kind.TEXT,
    FieldType.CODE: Kind.TEXT,
    FieldType.INTEGER: Kind.INTEGER,
    FieldType.NUMBER: Kind.NUMBER,
    FieldType.BOOLEAN: Kind.TRUTH,
    FieldType.DATE: Kind.INSTANT,
}

_NUMERIC = (Kind.INTEGER, Kind.NUMBER)
_COMPARABLE = (Kind.TRUTH, *_NUMERIC, Kind.TEXT, Kind.INSTANT)

_FOLDS = {"casei": sql.SQL("public.sdi_lower({})"), "accenti": sql.SQL("public.sdi_unaccented({})")}


@dataclass(frozen=True)
class Column:
    """The geometry of the table.

    Args:
        srid: EPSG code of the database's CRS.
        place: Of literal geometries.
        meets: The condition that a row meets an area, for tables without a geometry column.
    """

    srid: int
    place: Place
    meets: Callable[[sql.Composable], sql.Composable] | None = None


@dataclass(frozen=True)
class _Said:
    """A part of the filter in SQL."""

    kind: Kind
    sql: sql.Composable


def condition(filter: Node, fields: Mapping[str, Field], bind: Bind, geometry: Column | None = None) -> sql.Composable:
    """The SQL condition of a filter, in parentheses.

    Args:
        filter: What :mod:`sdi.db.cql2.text` or :mod:`sdi.db.cql2.encoded` made.
        fields: What may be asked for: columns by name.
        bind: Binds a value.
        geometry: The geometry, when it may be asked for.

    Raises:
        FilterError: An unknown field, an operator on values that it is not for, or a literal that is none of its field.
    """
    return _Writer(fields, bind, geometry).truth(filter)


class _Writer:
    def __init__(self, fields: Mapping[str, Field], bind: Bind, geometry: Column | None) -> None:
        self._fields, self._bind, self._geometry = fields, bind, geometry

    # --- values -----------------------------------------------------------------------------------------------

    def truth(self, node: Node) -> sql.Composable:
        """A condition."""
        return self._of(node, (Kind.TRUTH,)).sql

    def _of(self, node: Node, kinds: tuple[Kind, ...]) -> _Said:
        said = self._said(node)
        if said.kind not in kinds:
            titles = [kind.title for kind in kinds if kind is not Kind.INTEGER or len(kinds) == 1]
            wanted = joined(*titles, by=wording("filters.or"))
            raise FilterError("wrong_kind", node.at, name=_name(node), kind=said.kind.title, wanted=wanted)
        return said

    def _said(self, node: Node) -> _Said:
        match node:
            case Property():
                return self._property(node)
            case Value(value=bool()):
                return _Said(Kind.TRUTH, sql.SQL("true" if node.value else "false"))
            case Value(value=str()):
                # A parameter that is a text only by its use has no type in some uses.
                return _Said(Kind.TEXT, sql.SQL("{}::text").format(self._bind(node.value)))
            case Value(value=value):
                return _Said(_kind_of(value), self._bind(value))
            case Call():
                return self._call(node)
            case Items():
                return _Said(Kind.LIST, sql.SQL("()"))
            case Interval():
                return _Said(Kind.INTERVAL, sql.SQL("()"))
            case Shape() | Box():
                return _Said(Kind.GEOMETRY, self._placed(node))
        raise AssertionError(node)

    def _property(self, node: Property) -> _Said:
        if node.name in self._fields:
            return _Said(_KINDS[self._fields[node.name].type], sql.Identifier(node.name))
        if node.name == GEOMETRY and self._geometry:
            if self._geometry.meets:
                raise FilterError("only_meeting", node.at, name=GEOMETRY)
            return _Said(Kind.GEOMETRY, sql.Identifier("geom"))
        if node.name.upper() == "NULL":
            raise FilterError("null_compared", node.at)
        names = [*self._fields, *([GEOMETRY] if self._geometry else [])]
        raise FilterError("no_field", node.at, name=shown(node.name), names=", ".join(names))

    # --- operators --------------------------------------------------------------------------------------------

    def _call(self, node: Call) -> _Said:
        op, args = node.op, node.args
        if op in ("and", "or"):
            return _truth(sql.SQL(f" {op.upper()} ").join(map(self.truth, args)))
        if op == "not":
            return _truth(sql.SQL("NOT {}").format(self.truth(args[0])))
        if op in tree.COMPARISON:
            left, right = self._alike(args)
            return _truth(sql.SQL(f"{{}} {op} {{}}").format(left, right))
        if op == "between":
            return _truth(sql.SQL("{} BETWEEN {} AND {}").format(*self._alike(args)))
        if op == "in":
            return self._among(node)
        if op == "isnull":
            return _truth(sql.SQL("{} IS NULL").format(self._of(args[0], (*_COMPARABLE, Kind.GEOMETRY)).sql))
        if op == "like":
            self._require_pattern(args[1])
            text = _collated(args, [self._of(arg, (Kind.TEXT,)).sql for arg in args])
            return _truth(sql.SQL("{} LIKE {}").format(*text))
        if op in _FOLDS:
            return _Said(Kind.TEXT, _FOLDS[op].format(self._of(args[0], (Kind.TEXT,)).sql))
        if op in tree.ARITHMETIC:
            return self._arithmetic(op, [self._of(arg, _NUMERIC) for arg in args])
        if op in tree.SPATIAL:
            return _truth(self._spatial(node))
        if op in tree.TEMPORAL:
            return _truth(temporal.relation(op, self._span(args[0]), self._span(args[1])))
        raise FilterError("only_arrays", node.at, op=op.upper())

    def _alike(self, nodes: tuple[Node, ...]) -> list[sql.Composable]:
        """Values that can be compared with each other; a text beside a date is read as a date."""
        said = [self._of(node, _COMPARABLE) for node in nodes]
        if any(one.kind is Kind.INSTANT for one in said):
            said = [self._instant(node, one) for node, one in zip(nodes, said, strict=True)]
        first = said[0]
        for node, one in zip(nodes[1:], said[1:], strict=True):
            if one.kind is not first.kind and not (one.kind in _NUMERIC and first.kind in _NUMERIC):
                raise FilterError(
                    "not_alike", node.at,
                    left=_name(nodes[0]), left_kind=first.kind.title, right=_name(node), right_kind=one.kind.title,
                )  # fmt: skip
        compared = [one.sql for one in said]
        return _collated(nodes, compared) if first.kind is Kind.TEXT else compared

    def _instant(self, node: Node, said: _Said) -> _Said:
        if isinstance(node, Value) and isinstance(node.value, str):
            return self._said(literals.instant(node.value, node.at))
        return said

    def _among(self, node: Call) -> _Said:
        left, items = node.args
        if not isinstance(items, Items) or not items.items:
            raise FilterError("in_list", node.at)
        first, *others = self._alike((left, *items.items))
        return _truth(sql.SQL("{} IN ({})").format(first, sql.SQL(", ").join(others)))

    def _require_pattern(self, node: Node) -> None:
        while isinstance(node, Call) and node.op in _FOLDS:
            node = node.args[0]
        if not isinstance(node, Value) or not isinstance(node.value, str):
            raise FilterError("like_text", node.at)
        if (len(node.value) - len(node.value.rstrip("\\"))) % 2:
            raise FilterError("like_backslash", node.at)

    def _arithmetic(self, op: str, operands: list[_Said]) -> _Said:
        """Whole numbers stay exact; what has no result in real numbers is absent."""
        exact = all(one.kind is Kind.INTEGER for one in operands)
        left, right = (one.sql for one in operands)
        if op == "^":
            return _Said(Kind.NUMBER, sql.SQL("public.sdi_power({}, {})").format(left, right))
        if op == "/":
            return _Said(Kind.NUMBER, sql.SQL("({}::float8 / nullif({}::float8, 0))").format(left, right))
        if op in ("%", "div"):
            name = {"%": "mod", "div": "div"}[op]
            quotient = sql.SQL(f"{name}({{}}::numeric, nullif({{}}::numeric, 0))").format(left, right)
            return _Said(Kind.INTEGER if exact else Kind.NUMBER, quotient)
        kind = "numeric" if exact else "float8"
        result = sql.SQL(f"({{}}::{kind} {op} {{}}::{kind})").format(left, right)
        return _Said(Kind.INTEGER if exact else Kind.NUMBER, result)

    # --- space ------------------------------------------------------------------------------------------------

    def _spatial(self, node: Call) -> sql.Composable:
        """Of ``S_…``; the literal is brought into the CRS of the column, never the other way, for the index's sake."""
        by_row = node.op in ("s_intersects", "s_disjoint")
        placed = [self._placed(arg, mixed=by_row) if isinstance(arg, Shape | Box) else None for arg in node.args]
        area = next((literal for literal in placed if literal), None)
        meets = self._geometry.meets if self._geometry and by_row and _asks_geometry(node) and area else None
        if meets and area:
            found = meets(area)
        else:
            left, right = (
                literal or self._of(arg, (Kind.GEOMETRY,)).sql for arg, literal in zip(node.args, placed, strict=True)
            )
            name = "Intersects" if by_row else node.op[2:].capitalize()
            found = sql.SQL(f"ST_{name}({{}}, {{}})").format(left, right)
        return sql.SQL("NOT {}").format(found) if node.op == "s_disjoint" else found

    def _placed(self, node: Shape | Box, *, mixed: bool = True) -> sql.Composable:
        """A literal geometry, bound, in the CRS of the database.

        PostGIS cannot relate collections of several dimensions (``mixed``), but for where they meet something.
        """
        if self._geometry is None:
            raise FilterError("no_geometry_here", node.at)
        place = self._geometry.place
        try:
            found = place.area(node.numbers) if isinstance(node, Box) else place.drawn(node.geometry)
        except ValueError as error:
            raise FilterError("misplaced", node.at, reason=error.args[0]) from error
        if found.geom_type == "GeometryCollection":
            found = shapely.union_all(shapely.get_parts(found))
            if found.geom_type == "GeometryCollection" and not mixed:
                raise FilterError("mixed_geometry", node.at)
        wkb, srid = self._bind(shapely.to_wkb(found)), self._bind(self._geometry.srid)
        return sql.SQL("ST_GeomFromWKB({}, {})").format(wkb, srid)

    # --- time -------------------------------------------------------------------------------------------------

    def _span(self, node: Node) -> temporal.Span:
        """First and last moment of an instant or an interval."""
        if isinstance(node, Interval):
            return self._end(node.start, "-infinity"), self._end(node.end, "infinity")
        at = self._instant(node, self._of(node, (Kind.INSTANT, Kind.TEXT)))
        if at.kind is not Kind.INSTANT:
            raise FilterError("no_instant", node.at, name=_name(node))
        return at.sql, at.sql

    def _end(self, end: Property | Value | None, open_end: str) -> sql.Composable:
        infinity = sql.SQL(f"'{open_end}'::date")
        if end is None:
            return infinity
        said = self._of(end, (Kind.INSTANT,))
        return sql.SQL("coalesce({}, {})").format(said.sql, infinity) if isinstance(end, Property) else said.sql


def _truth(condition: sql.Composable) -> _Said:
    return _Said(Kind.TRUTH, sql.SQL("({})").format(condition))


def _collated(nodes: tuple[Node, ...], texts: list[sql.Composable]) -> list[sql.Composable]:
    """Texts compared in collation "C": folded ones, for which there are indexes, and columns with each other.

    A column beside a literal keeps its own collation, and with it the order of ``sortby``; between the collations of
    two columns PostgreSQL does not choose.
    """
    folded = any(isinstance(node, Call) for node in nodes)
    if folded or sum(isinstance(node, Property) for node in nodes) > 1:
        return [sql.SQL('{} COLLATE "C"').format(texts[0]), *texts[1:]]
    return texts


def _asks_geometry(node: Call) -> bool:
    return any(isinstance(arg, Property) and arg.name == GEOMETRY for arg in node.args)


def _kind_of(value: object) -> Kind:
    if isinstance(value, int):
        return Kind.INTEGER
    return Kind.NUMBER if isinstance(value, float) else Kind.INSTANT


def _name(node: Node) -> str:
    match node:
        case Property(name=name):
            return wording("filters.name_field", name=shown(name))
        case Value(value=value):
            return wording("filters.name_value", value=shown(str(value)))
        case Call(op=op):
            return f"'{op.upper()}'"
    return wording("filters.name_other")
