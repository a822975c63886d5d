"""Connections to PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from sdi.errors import MissingComponent

Connection = psycopg.Connection[Any]

_SQL = Path(__file__).parent / "sql"


@contextmanager
def connect(database_url: str, *, application: str = "sdi") -> Iterator[Connection]:
    """One connection of the owner, autocommit, closed at the end.

    Raises:
        MissingComponent: the database does not answer.
    """
    try:
        connection = psycopg.connect(
            database_url, autocommit=True, application_name=application, connect_timeout=10
        )
    except psycopg.OperationalError as error:
        raise MissingComponent(
            f"Không kết nối được cơ sở dữ liệu: {str(error).strip().splitlines()[-1]}",
            "Kiểm tra PostgreSQL đang chạy ('sdi status') và địa chỉ trong SDI_DATABASE_URL.",
        ) from error
    with connection:
        yield connection


def statement(name: str, **identifiers: sql.Composable) -> sql.Composed:
    """The statement in ``sql/<name>.sql`` with its ``{placeholders}`` filled by identifiers or composables."""
    text = (_SQL / f"{name}.sql").read_text("utf-8")
    return sql.SQL(text).format(**identifiers)
