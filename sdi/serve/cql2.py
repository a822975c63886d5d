"""Filters of requests: the parameters ``filter``, ``filter-lang`` and ``filter-crs`` of OGC API – Features Part 3.

What CQL2 is and how it becomes SQL stands in :mod:`sdi.db.cql2`; here it meets the CRSs, the limits and the errors of
the API. Long filters come by POST; the limits here are those of both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from psycopg import sql

from sdi.db import cql2
from sdi.db.cql2 import Column, Node, canonical
from sdi.model import Field
from sdi.serve import limits
from sdi.serve.problems import Problem
from sdi.serve.projection import Projection
from sdi.serve.values import Values
from sdi.wording import wording

__all__ = ["CQL2_CONFORMANCE", "LANGUAGES", "canonical", "condition", "read"]

TEXT, JSON = "cql2-text", "cql2-json"
LANGUAGES = (TEXT, JSON)
"""Values of ``filter-lang``; the first is the default."""

_CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf/"
_PART_3 = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/"

CQL2_CONFORMANCE = [
    *(f"{_PART_3}{name}" for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")),
    *(
        f"{_CQL2}{name}"
        for name in (
            "cql2-text", "cql2-json", "basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison",
            "accent-insensitive-comparison", "basic-spatial-functions", "basic-spatial-functions-plus",
            "spatial-functions", "temporal-functions", "property-property", "arithmetic",
            # Names of the draft: QGIS leaves geometry to itself without the first.
            "basic-spatial-operators", "spatial-operators", "temporal-operators",
        )
    ),
]  # fmt: skip
"""What is true of filters here. No layer has a field that is an array, so array functions are not among it."""


def read(filter: str | dict[str, Any] | bool, lang: str = TEXT, *, longest: int = limits.FILTER_LENGTH) -> Node:
    """What a filter says.

    Args:
        filter: As it stands in the request; CQL2 JSON may have been read already.
        lang: One of :data:`LANGUAGES`.
        longest: Bytes it may have.

    Raises:
        Problem: 400 with the place of the fault.
    """
    if lang not in LANGUAGES:
        raise Problem(400, wording("questions.no_filter_lang", asked=lang[:40], offered=", ".join(LANGUAGES)))
    text = filter if isinstance(filter, str) else _written(filter)
    if len(text.encode("utf-8", "replace")) > longest:
        raise Problem(400, wording("questions.filter_too_long", most=longest))
    try:
        if lang == JSON:
            return cql2.parse_json(text)
        if not isinstance(filter, str):
            raise Problem(400, wording("questions.filter_no_text"))
        return cql2.parse_text(text)
    except cql2.FilterError as error:
        raise Problem(400, wording("questions.wrong_filter", error=error.text)) from error


def condition(
    filter: Node,
    *,
    fields: Mapping[str, Field],
    projection: Projection,
    srid: int,
    values: Values,
    meets: Callable[[sql.Composable], sql.Composable] | None = None,
) -> sql.Composable:
    """The SQL condition of a filter, for a WHERE clause over columns of the fields' names and ``geom``.

    PostgreSQL can still refuse a number that leaves the range of its type (``psycopg.errors.DataException``): that is
    a 400 as well.

    Args:
        filter: What :func:`read` made.
        fields: What the audience may ask for.
        projection: Of ``filter-crs``: the CRS of literal geometries.
        srid: EPSG code of the database's CRS.
        values: Takes the bound values.
        meets: The condition that a row meets an area, for a table without geometry.

    Raises:
        Problem: 400 with the field, operator or literal that is wrong, and where it stands.
    """
    try:
        return cql2.condition(filter, fields, values.bind, Column(srid, projection, meets))
    except cql2.FilterError as error:
        raise Problem(400, wording("questions.wrong_filter", error=error.text)) from error


def _written(document: object) -> str:
    try:
        return orjson.dumps(document).decode()
    except (orjson.JSONEncodeError, RecursionError) as error:
        raise Problem(400, wording("questions.filter_no_json")) from error
