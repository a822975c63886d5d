"""A table that filters are asked of, in PostGIS and in engines that nobody here wrote."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

import psycopg
import shapely
from psycopg import sql

from sdi.model import Layer

FIELDS: dict[str, Any] = {
    "name": {"type": "text", "title": {"vi": "Tên"}},
    "kind": {"type": "code", "codes": "kinds", "title": {"vi": "Loại"}},
    "floors": {"type": "integer", "title": {"vi": "Số tầng"}},
    "width": {"type": "number", "title": {"vi": "Rộng"}},
    "height": {"type": "number", "title": {"vi": "Cao"}},
    "listed": {"type": "boolean", "title": {"vi": "Xếp hạng"}},
    "built": {"type": "date", "title": {"vi": "Ngày xây"}},
    "valid_from": {"type": "date", "title": {"vi": "Hiệu lực từ"}},
    "valid_to": {"type": "date", "title": {"vi": "Hiệu lực đến"}},
}
LAYER = Layer.model_validate(
    {"id": "things", "title": {"vi": "Vật"}, "group": "base", "theme": "x", "owner": "y", "geometry": "Polygon",
     "key": ["name"], "fields": FIELDS}
)  # fmt: skip

_NAMES = ["Nghĩa Lộ", "NGHĨA LỘ", "nghia lo", "Đức Phổ", "O'Hara", "100%", "a_b", "a\\b", "", "Quảng  Ngãi", None]
_KINDS = ["ODT", "CLN", "ODT+CLN", None]
_DATES = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 6, 15), date(2026, 11, 26), None]


def _row(n: int) -> tuple[Any, ...]:
    """Values that come together in many ways, every one of them also absent."""
    return (
        _NAMES[n % 11],
        _KINDS[n % 4],
        [None, -1, 0, 1, 2, 7, 40][n % 7],
        [1.5, 0.0, -2.25, 100.0, None, 2.0][n % 6],
        [2.0, None, 0.5, 1.5, -2.25][n % 5],
        [True, False, None][n % 3],
        _DATES[n % 5],
        _DATES[(n + 1) % 4],
        _DATES[(n // 4) % 5] if n % 9 else None,
    )


ROWS = [_row(n) for n in range(120)]
E0, N0, SIDE = 585_000.0, 1_671_000.0, 20.0
SHAPES = [
    shapely.box(E0 + SIDE * (n % 12), N0 + SIDE * (n // 12), E0 + SIDE * (n % 12 + 1), N0 + SIDE * (n // 12 + 1))
    for n in range(120)
]
"""Squares of a grid, 12 wide and 10 high, EPSG:5898; number 0 in the south-west."""

COLUMNS = list(FIELDS)


def fill(connection: psycopg.Connection[Any]) -> None:
    """Make the table in PostGIS."""
    connection.execute(
        "CREATE TABLE things (n int, name text, kind text, floors bigint, width float8, height float8, listed boolean,"
        " built date, valid_from date, valid_to date, geom geometry(Polygon, 5898))"
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO things VALUES ({', '.join(['%s'] * 10)}, ST_GeomFromWKB(%s, 5898))",
            [(n, *row, shapely.to_wkb(shape)) for n, (row, shape) in enumerate(zip(ROWS, SHAPES, strict=True))],
        )


def matching(connection: psycopg.Connection[Any], condition: sql.Composable, values: dict[str, Any]) -> list[int]:
    """Numbers of the rows for which a condition is true."""
    statement = sql.SQL("SELECT n FROM things WHERE {} ORDER BY n").format(condition)
    return [row[0] for row in connection.execute(statement, values).fetchall()]


def sqlite() -> sqlite3.Connection:
    """The same rows in SQLite, which reads much of CQL2 text as it stands.

    Its dates are texts, which sort alike; ``%`` there is for whole numbers, ``/`` by zero is NULL, as here.
    """
    database = sqlite3.connect(":memory:")
    database.execute("PRAGMA case_sensitive_like = ON")
    database.create_function("casei", 1, lambda text: text if text is None else text.lower(), deterministic=True)
    database.create_function("accenti", 1, unaccented, deterministic=True)
    database.execute(
        "CREATE TABLE things (n int, name text, kind text, floors real, width real, height real, listed int,"
        " built text, valid_from text, valid_to text)"
    )
    database.executemany(
        f"INSERT INTO things VALUES ({', '.join('?' * 10)})",
        [(n, *(str(value) if isinstance(value, date) else value for value in row)) for n, row in enumerate(ROWS)],
    )
    return database


def unaccented(text: str | None) -> str | None:
    """Letters without marks, by Unicode's own decomposition."""
    if text is None:
        return None
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return bare.translate(str.maketrans("đĐ", "dD"))


def numbers(rows: Sequence[tuple[int]]) -> list[int]:
    return sorted(row[0] for row in rows)
