"""Checks by one statement each: declared conditions, references between layers, identical shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import shapely
from psycopg import sql

from sdi.db.conditions import condition
from sdi.db.connect import statement
from sdi.model.layer import Reference, RowCheck, Topology
from sdi.quality.staged import MOST, Found, Staged


def row_check(staged: Staged, check: RowCheck) -> Found:
    """Rows that break a condition of the declaration; unknown values (NULL) break nothing."""
    found = staged.found(check.rule, check.severity)
    query = statement("check_rows", stage=staged.table, condition=condition(check.where, staged.layer))
    for source, no, feature, geom in _rows(staged, query, found):
        found.add(source, no, feature, check.message.vi, geom=shapely.from_wkb(geom))
    return found


def reference(staged: Staged, wanted: Reference) -> Found:
    """Rule REF-1: values that are no key of the other layer, this run's own rows of it included."""
    found = staged.found("REF-1", wanted.severity)
    other = staged.project.layers.get(wanted.layer)
    others = staged.after_publication(wanted.layer, sql.Identifier(wanted.to))
    title = other.title.vi if other else wanted.layer
    name = staged.layer.fields[wanted.field].title.vi
    if others is None:
        found.unknown(f"Chưa nạp lớp {title} nên chưa kiểm tra được '{name}'")
        return found
    query = statement(
        "check_references", stage=staged.table, field=sql.Identifier(wanted.field), to=sql.Identifier(wanted.to),
        others=others,
    )  # fmt: skip
    for source, no, feature, value, geom in _rows(staged, query, found):
        reason = f"{name} '{value}' không có trong lớp {title}"
        found.add(source, no, feature, reason, field=wanted.field, before=value, geom=shapely.from_wkb(geom))
    return found


def identical(staged: Staged, rules: Mapping[str, Topology]) -> Iterator[Found]:
    """Rule DUP-1: the same shape again; the first one of each is left alone."""
    found = staged.found("DUP-1", rules["DUP-1"].severity)
    query = statement("check_identical", stage=staged.table)
    for source, no, feature, first, geom in _rows(staged, query, found):
        found.add(source, no, feature, f"Hình học trùng khít với đối tượng {first}", geom=shapely.from_wkb(geom))
    yield found


def _rows(staged: Staged, query: sql.Composed, found: Found) -> list[tuple[Any, ...]]:
    """Rows without their last column, which is how many there are in all; the query stops at ``most``."""
    rows = staged.connection.execute(query, {"most": MOST}).fetchall()
    found.beyond = rows[0][-1] - len(rows) if rows else 0
    return [row[:-1] for row in rows]
