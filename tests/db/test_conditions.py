"""Conditions of declarations: what PostgreSQL makes of them is what CQL2 says, and nothing else gets through."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from psycopg import sql

from sdi.db.conditions import condition
from sdi.db.connect import Connection, connect
from sdi.errors import UsageError
from sdi.model import Layer

FIELDS = {
    "kind": {"type": "text", "title": {"vi": "Loại"}},
    "width": {"type": "number", "title": {"vi": "Rộng"}},
    "height": {"type": "number", "title": {"vi": "Cao"}},
    "built": {"type": "date", "title": {"vi": "Ngày"}},
    "owner": {"type": "text", "personal": True, "title": {"vi": "Chủ"}},
}
LAYER = Layer.model_validate(
    {"id": "things", "title": {"vi": "Vật"}, "group": "base", "theme": "x", "owner": "y", "geometry": "Point",
     "key": ["kind"], "fields": FIELDS}
)  # fmt: skip
ROWS = [
    ("A", 1.0, 2.0, datetime.date(2020, 1, 1)),
    ("A%B", 5.0, 0.5, None),
    ("O'Hara", None, 3.0, datetime.date(2026, 6, 30)),
    ("Đất ở + CQP", -1.0, 0.0, None),
    (None, 2.5, 2.5, None),
]


@pytest.fixture(scope="module")
def table(database: str) -> Iterator[Connection]:
    with connect(database) as connection:
        connection.execute("CREATE TEMP TABLE things (n int, kind text, width float8, height float8, built date)")
        for number, row in enumerate(ROWS):
            connection.execute("INSERT INTO things VALUES (%s, %s, %s, %s, %s)", (number, *row))
        yield connection


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("kind = 'A'", [0]),
        ("kind <> 'A'", [1, 2, 3]),
        ("kind = 'A%B'", [1]),
        ("kind LIKE '%CQP%'", [3]),
        ("kind NOT LIKE 'A%'", [2, 3]),
        ("kind IN ('A', 'Đất ở + CQP')", [0, 3]),
        ("kind NOT IN ('A')", [1, 2, 3]),
        ("kind IS NULL", [4]),
        ("kind IS NOT NULL AND width IS NULL", [2]),
        ("width BETWEEN 1 AND 2.5", [0, 4]),
        ("width > 1 OR height > 2.9", [1, 2, 4]),
        ("NOT (width > 1)", [0, 3]),
        ("width + height >= 5", [1, 4]),
        ("width * 2 - height / 2 < 1.5", [0, 3]),
        ("width < height", [0, 3]),
        ("built IS NOT NULL", [0, 2]),
        ("built < DATE('2026-01-01')", [0]),
        ("kind = 'O''Hara'", [2]),
        ("kind = 'x'' OR 1=1 --'", []),
        ("kind = '%(v0)s' OR kind LIKE 'A\\%%'", [1]),
    ],
)
def test_a_condition_selects_what_it_says(table: Connection, text: str, rows: list[int]) -> None:
    query = sql.SQL("SELECT n FROM things WHERE {} ORDER BY n").format(condition(text, LAYER))
    assert [row[0] for row in table.execute(query, {}).fetchall()] == rows


@pytest.mark.parametrize(
    "text",
    ["", "kind =", "nothing = 1", "owner = 'x'", "kind = 'A'; DROP TABLE things", "pg_sleep(1) = 1",
     "S_INTERSECTS(kind, POINT(0 0))",
     "kind = (SELECT 1)", "kind = 'x' OR 1=1 --'", "kind = 1", "width = 'A'", "kind LIKE height", "built + 1 > 2"],
)  # fmt: skip
def test_anything_else_is_a_fault_of_the_declaration(text: str) -> None:
    with pytest.raises(UsageError, match="things"):
        condition(text, LAYER)
