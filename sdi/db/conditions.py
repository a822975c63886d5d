"""Conditions of declarations: CQL2 text over declared fields → SQL that can be combined safely.

The text is the project's own (``restrict``, ``checks``), yet it goes through a parser and only declared
columns and quoted literals come out: a typo is an error at ``sdi layers check``, never a surprise in SQL.
"""

from __future__ import annotations

from functools import singledispatch

from psycopg import sql
from pygeofilter import ast
from pygeofilter.parsers.cql2_text import parse

from sdi.errors import UsageError
from sdi.model import Layer

_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mul: "*", ast.Div: "/"}
_COMPARISON = {
    ast.Equal: "=", ast.NotEqual: "<>", ast.LessThan: "<", ast.LessEqual: "<=",
    ast.GreaterThan: ">", ast.GreaterEqual: ">=",
}  # fmt: skip


def condition(text: str, layer: Layer) -> sql.Composable:
    """SQL of a CQL2 text over ``layer``'s fields: comparison, IN, BETWEEN, LIKE, IS NULL, AND, OR, NOT, + - * /.

    The statement it goes into must be executed with bound values (``{}`` if there are none).

    Raises:
        UsageError: the text does not parse, or names something that the layer does not declare.
    """
    try:
        tree = parse(text)
        unknown = _names(tree) - layer.published_fields.keys()
        if unknown:
            raise ValueError(f"không có trường {sorted(unknown)}")
        return _sql(tree)
    except UsageError:
        raise
    except Exception as error:  # the parser raises its grammar library's own types
        raise UsageError(f"Lớp '{layer.id}': điều kiện không đọc được: {text!r} ({error}).") from error


def _names(node: object) -> set[str]:
    if isinstance(node, ast.Attribute):
        return {node.name}
    children = node.get_sub_nodes() if isinstance(node, ast.Node) else []
    return set().union(*(_names(child) for child in children)) if children else set()


@singledispatch
def _sql(node: object) -> sql.Composable:
    if isinstance(node, ast.Node):
        raise ValueError(f"phép '{type(node).__name__}' không dùng được ở đây")
    return _literal(node)


def _literal(value: object) -> sql.Literal:
    """A literal for a statement with bound values, in which psycopg reads a single % as a placeholder."""
    return sql.Literal(value.replace("%", "%%") if isinstance(value, str) else value)


@_sql.register
def _(node: ast.Attribute) -> sql.Composable:
    return sql.Identifier(node.name)


@_sql.register
def _(node: ast.Comparison) -> sql.Composable:
    return sql.SQL("({} " + _COMPARISON[type(node)] + " {})").format(_sql(node.lhs), _sql(node.rhs))


@_sql.register
def _(node: ast.Arithmetic) -> sql.Composable:
    return sql.SQL("({} " + _ARITHMETIC[type(node)] + " {})").format(_sql(node.lhs), _sql(node.rhs))


@_sql.register
def _(node: ast.And) -> sql.Composable:
    return sql.SQL("({} AND {})").format(_sql(node.lhs), _sql(node.rhs))


@_sql.register
def _(node: ast.Or) -> sql.Composable:
    return sql.SQL("({} OR {})").format(_sql(node.lhs), _sql(node.rhs))


@_sql.register
def _(node: ast.Not) -> sql.Composable:
    return sql.SQL("(NOT {})").format(_sql(node.sub_node))


@_sql.register
def _(node: ast.In) -> sql.Composable:
    options = sql.SQL(", ").join(_sql(option) for option in node.sub_nodes)
    return sql.SQL("({} " + ("NOT " if node.not_ else "") + "IN ({}))").format(_sql(node.lhs), options)


@_sql.register
def _(node: ast.Between) -> sql.Composable:
    return sql.SQL("({} " + ("NOT " if node.not_ else "") + "BETWEEN {} AND {})").format(
        _sql(node.lhs), _sql(node.low), _sql(node.high)
    )


@_sql.register
def _(node: ast.IsNull) -> sql.Composable:
    return sql.SQL("({} IS " + ("NOT " if node.not_ else "") + "NULL)").format(_sql(node.lhs))


@_sql.register
def _(node: ast.Like) -> sql.Composable:
    return sql.SQL("({} " + ("NOT " if node.not_ else "") + "LIKE {})").format(_sql(node.lhs), _literal(node.pattern))
