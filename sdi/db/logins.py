"""Personal logins for planners' own PostGIS connections from QGIS: the grants of an audience's role, few connections.

A login is a member of no audience's role. A member could ``SET ROLE`` to it and give it a new password, which would
shut the service out; so every login has the same grants of its own instead. The one group that it belongs to,
:data:`sdi.db.cluster_config.REMOTE`, may do nothing: it only says who may come in over the network.

``meta.login`` says which logins there are; the roles are made from it, on a restored database as well.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg import sql

from sdi.db.cluster_config import REMOTE
from sdi.db.connect import Connection
from sdi.db.keys import check_person
from sdi.db.layers import SCHEMAS
from sdi.errors import UsageError
from sdi.model import Audience
from sdi.settings import Settings

CONNECTIONS = 6
"""Of one login at a time. QGIS opens a few for each layer that it draws."""

_NAME = re.compile(r"[a-z][a-z0-9_]{1,29}")


Grant = Callable[[Connection, Settings, str, Audience], None]
"""Grants a role what its audience may see: :func:`sdi.db.roles.grant_login`."""


@dataclass(frozen=True)
class Login:
    """A login as it is listed."""

    name: str
    audience: str
    owner: str
    purpose: str
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    revoked_at: datetime | None


def login_role(settings: Settings, name: str) -> str:
    """Name of the role of a login; two underscores, so that none is ever one of the service's own."""
    return f"{settings.role_prefix}__{name}"


def create_login(
    connection: Connection, settings: Settings, name: str, audience: Audience, owner: str, purpose: str,
    grant: Grant, *, actor: str, expires_at: datetime | None = None,
) -> tuple[str, str]:  # fmt: skip
    """A new login; returns its role and its password, which nobody can find out later.

    Raises:
        UsageError: The name is no name, or has been used before.
    """
    check_person(owner, purpose)
    if not _NAME.fullmatch(name):
        raise UsageError(f"'{name}' không dùng làm tên được.", "Dùng 2–30 chữ thường, số, gạch dưới; ví dụ: nguyen_an.")
    role, password = login_role(settings, name), secrets.token_urlsafe(24)
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    with connection.transaction():
        made = connection.execute(
            "INSERT INTO meta.login (name, audience, verifier, owner, purpose, created_by, expires_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (name, audience.value, verifier, owner.strip(), purpose.strip(), actor, expires_at),
        )
        if not made.rowcount:
            raise UsageError(
                f"Tên '{name}' đã được dùng; tên cũ không dùng lại, để nhật ký luôn chỉ đúng người.",
                "Chọn tên khác. Xem danh sách bằng 'sdi logins list'.",
            )
        sync_logins(connection, settings, grant)
    return role, password


def list_logins(connection: Connection) -> list[Login]:
    """All logins, the newest first."""
    rows = connection.execute(
        "SELECT name, audience, owner, purpose, created_at, created_by, expires_at, revoked_at"
        " FROM meta.login ORDER BY created_at DESC"
    ).fetchall()
    return [Login(*row) for row in rows]


def revoke_login(connection: Connection, settings: Settings, name: str, *, actor: str) -> None:
    """The login holds no more, and its connections are cut.

    Raises:
        UsageError: There is no such login, or it was revoked before.
    """
    role = login_role(settings, name)
    with connection.transaction():
        done = connection.execute(
            "UPDATE meta.login SET revoked_at = clock_timestamp(), revoked_by = %s"
            " WHERE name = %s AND revoked_at IS NULL RETURNING audience",
            (actor, name),
        ).fetchone()
        if done is None:
            raise UsageError(f"Không có tài khoản '{name}' đang dùng.", "Xem danh sách bằng 'sdi logins list'.")
        if _exists(connection, role):
            names = {
                "role": sql.Identifier(role),
                "schema": sql.Identifier(SCHEMAS[Audience(done[0])]),
                "database": sql.Identifier(connection.info.dbname),
            }
            for command in _LEAVING:
                connection.execute(sql.SQL(command).format(**names))
    try:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (role,))
    except psycopg.errors.InsufficientPrivilege:
        raise UsageError(
            f"Tài khoản '{name}' đã bị thu hồi và không đăng nhập lại được, nhưng kết nối đang mở chưa cắt được.",
            "Nhờ người quản trị máy chủ PostgreSQL cắt, hoặc cấp pg_signal_backend cho tài khoản chủ sở hữu.",
        ) from None


def sync_logins(connection: Connection, settings: Settings, grant: Grant) -> None:
    """Make the roles that are missing, and grant each what there is to see now. Passwords stay as they are."""
    group = sql.Identifier(REMOTE)
    if not _exists(connection, REMOTE):
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(group))
    rows = connection.execute("SELECT name, audience, verifier, expires_at FROM meta.login WHERE revoked_at IS NULL")
    for name, audience, verifier, expires_at in rows.fetchall():
        role = login_role(settings, name)
        if not _exists(connection, role):
            command = "CREATE ROLE {} LOGIN NOINHERIT CONNECTION LIMIT {} PASSWORD {} VALID UNTIL {}"
            until = expires_at.isoformat() if expires_at else "infinity"
            connection.execute(
                sql.SQL(command).format(
                    sql.Identifier(role), sql.Literal(CONNECTIONS), sql.Literal(verifier), sql.Literal(until)
                )
            )
            connection.execute(sql.SQL("GRANT {} TO {}").format(group, sql.Identifier(role)))
        grant(connection, settings, role, Audience(audience))


_LEAVING = (
    "ALTER ROLE {role} NOLOGIN PASSWORD NULL",
    "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
    "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {schema} FROM {role}",
    "REVOKE ALL ON SCHEMA {schema} FROM {role}",
    "REVOKE ALL ON DATABASE {database} FROM {role}",
)
"""The role itself stays: a name in PostgreSQL's own logs must not become another person's."""


def _exists(connection: Connection, role: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is not None
