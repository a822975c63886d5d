"""Conditions of declarations: CQL2 text over declared fields → SQL that can be combined safely.

The text is the project's own (``restrict``, ``checks``), yet it goes the way of a stranger's filter: a typo is an error
at ``sdi layers check``, never a surprise in SQL. Literals are quoted, because what makes a view cannot bind them.
"""

from __future__ import annotations

from typing import Any

from psycopg import sql

from sdi.db import cql2
from sdi.errors import UsageError
from sdi.model import Layer


def condition(text: str, layer: Layer) -> sql.Composable:
    """SQL of a CQL2 text over ``layer``'s fields.

    The statement it goes into must be executed with bound values (``{}`` if there are none).

    Raises:
        UsageError: the text does not parse, or names something that the layer does not declare.
    """
    try:
        return cql2.condition(cql2.parse_text(text), layer.published_fields, _literal)
    except cql2.FilterError as error:
        raise UsageError(f"Lớp '{layer.id}': điều kiện không đọc được: {text!r} ({error}).") from error


def _literal(value: Any) -> sql.Literal:
    """A literal for a statement with bound values, in which psycopg reads a single % as a placeholder."""
    return sql.Literal(value.replace("%", "%%") if isinstance(value, str) else value)
