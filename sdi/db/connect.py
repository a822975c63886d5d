"""Connections to PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from sdi.errors import MissingComponent, UsageError

Connection = psycopg.Connection[Any]

_QUOTED = re.compile(r'"[^"]*"?')
"""What libpq repeats of a connection string that it cannot read: a password may be in it."""

_SQL = Path(__file__).parent / "sql"


@contextmanager
def connect(database_url: str, *, application: str = "sdi") -> Iterator[Connection]:
    """One connection of the owner, autocommit, closed at the end.

    Raises:
        MissingComponent: the database does not answer.
    """
    try:
        connection = psycopg.connect(database_url, autocommit=True, application_name=application, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise MissingComponent(
            f"Không kết nối được cơ sở dữ liệu: {_reason(error)}.",
            "Kiểm tra máy chủ PostgreSQL có chạy không, và địa chỉ, tài khoản, mật khẩu trong SDI_DATABASE_URL.",
        ) from error
    with connection:
        yield connection


def _reason(error: psycopg.OperationalError) -> str:
    """What libpq says, without its hints (lines of their own) and without a full stop."""
    lines = [line for line in str(error).strip().splitlines() if line and not line.startswith(("\t", "Multiple"))]
    return lines[-1].removesuffix(".") if lines else "không rõ lý do"


Wanted = Literal["read-write", "prefer-standby"]

WRITING: Wanted = "read-write"
READING: Wanted = "prefer-standby"
"""Which of several servers a session wants: the primary, whichever it is; a copy of it, or it where there is none."""


def url_of(conninfo: str, *, user: str | None = None, password: str | None = None, wanted: Wanted = WRITING) -> str:
    """A connection string of any form as one URL, for another login if asked.

    Where it names several hosts (a primary and its copies), ``wanted`` says which of them.

    A URL may hide user, password or ``options`` in its query, where libpq lets them win over the front: for
    another login they are replaced, and ``options`` (which could set a role) is dropped.

    Raises:
        UsageError: the string is no connection string.
    """
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(conninfo).items() if value is not None}
    except psycopg.ProgrammingError as error:
        raise UsageError(
            f"Địa chỉ cơ sở dữ liệu không đọc được: {_QUOTED.sub('…', str(error).strip())}.",
            "Viết dạng postgresql://tài_khoản@máy:cổng/tên.",
        ) from error
    if user is not None:
        for name in ("options", "passfile", "service"):
            parts.pop(name, None)
        parts |= {"user": user, "password": password or ""}
    if "," in parts.get("host", "") + parts.get("hostaddr", ""):
        parts["target_session_attrs"] = wanted
    login = quote(parts.pop("user", ""), safe="")
    if parts.get("password"):
        login += ":" + quote(parts["password"], safe="")
    parts.pop("password", None)
    database = quote(parts.pop("dbname", ""), safe="")
    place = ""
    if not parts.get("host", "/").startswith("/") and "," not in parts["host"]:
        place = parts.pop("host") + (":" + parts.pop("port") if "port" in parts else "")
    query = urlencode(parts)
    return f"postgresql://{login}{'@' if login else ''}{place}/{database}{'?' if query else ''}{query}"


def statement(name: str, folder: Path = _SQL, /, **identifiers: sql.Composable) -> sql.Composed:
    """The statement in ``<folder>/<name>.sql`` with its ``{placeholders}`` filled by identifiers or composables."""
    return _text(folder / f"{name}.sql").format(**identifiers)


@cache
def _text(file: Path) -> sql.SQL:
    return sql.SQL(file.read_text("utf-8"))
