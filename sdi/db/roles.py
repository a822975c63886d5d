"""One login role per audience, which can select from its own schema of views and nothing else; one issues, one keeps
the gate.

A login role, not ``SET ROLE``: the latter can be left in plain SQL. Rows that an audience may not see lie in
other partitions, columns are left out of its views; no ``security_barrier``, which loses the spatial index.
"""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import sql

from sdi.db.connect import Connection, connect, url_of
from sdi.db.keys import keep_first_keys
from sdi.db.layers import SCHEMAS
from sdi.errors import MissingComponent, UsageError
from sdi.settings import Settings

TIMEOUT = "30s"
"""Longest statement of a serving role."""

_MARK = "sdi: "
"""What the comment of a role begins with; the name of its database follows."""


ISSUER = "issuer"
"""The role that adds slips to the register: it may call the functions of that schema, and read nothing."""

GATE = "gate"
"""The role that knows the digests of keys and writes the audit log, by the functions of its schema."""


def role_name(settings: Settings, role: str) -> str:
    """Name of the login role of an audience, e.g. ``sdi_public``, of :data:`ISSUER` or of :data:`GATE`."""
    return f"{settings.role_prefix}_{role}"


def sync_roles(connection: Connection, settings: Settings) -> None:
    """Make the roles, set their passwords, and grant exactly what each may see; the first keys become known.

    Raises:
        UsageError: the roles of this name serve another database of the same server.
    """
    database = sql.Identifier(connection.info.dbname)
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(7145203)")
        connection.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(database))
        for audience, schema in SCHEMAS.items():
            _make_role(connection, settings, audience)
            _grant(connection, settings, audience, (*_LOGIN, *_READING), schema)
        _make_role(connection, settings, ISSUER)
        _grant(connection, settings, ISSUER, (*_LOGIN, *_CALLING), "register")
        _make_role(connection, settings, GATE)
        _grant(connection, settings, GATE, (*_LOGIN, *_CALLING), "gate")
        keep_first_keys(connection, settings)


def _grant(connection: Connection, settings: Settings, role: str, commands: Sequence[str], schema: str) -> None:
    names = {
        "role": sql.Identifier(role_name(settings, role)),
        "schema": sql.Identifier(schema),
        "database": sql.Identifier(connection.info.dbname),
        "timeout": sql.Literal(TIMEOUT),
    }
    for command in commands:
        connection.execute(sql.SQL(command).format(**names))


_LOGIN = (
    "GRANT CONNECT ON DATABASE {database} TO {role}",
    "ALTER ROLE {role} SET statement_timeout = {timeout}",
    "ALTER ROLE {role} SET idle_in_transaction_session_timeout = '60s'",
)

_CALLING = (
    "ALTER ROLE {role} SET search_path = {schema}",
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} TO {role}",
)

_READING = (
    "ALTER ROLE {role} SET default_transaction_read_only = on",
    "ALTER ROLE {role} SET search_path = {schema}, public",
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} FROM PUBLIC",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} TO {role}",
)


def _make_role(connection: Connection, settings: Settings, role: str) -> None:
    """A new role can do nothing by default; an owner that is no superuser may not even say so.

    The password travels encrypted, so that a server that logs statements does not log it.
    """
    name, password = role_name(settings, role), settings.secret(f"role_{role}")
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone()
    if exists:
        _require_ours(connection, name)
    command = "ALTER ROLE {} LOGIN PASSWORD {}" if exists else "CREATE ROLE {} LOGIN NOINHERIT PASSWORD {}"
    encrypted = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    connection.execute(sql.SQL(command).format(sql.Identifier(name), sql.Literal(encrypted)))
    mark = sql.Literal(_MARK + connection.info.dbname)
    connection.execute(sql.SQL("COMMENT ON ROLE {} IS {}").format(sql.Identifier(name), mark))


def _require_ours(connection: Connection, name: str) -> None:
    """A new password would shut the other database's service out, and open it to ours."""
    other = connection.execute(
        "SELECT datname FROM pg_roles JOIN pg_database ON shobj_description(pg_roles.oid, 'pg_authid') = %s || datname"
        " WHERE rolname = %s AND datname <> current_database()",
        (_MARK, name),
    ).fetchone()
    if other:
        raise UsageError(
            f"Vai trò {name} đang phục vụ cơ sở dữ liệu '{other[0]}' trên cùng máy chủ; không có gì bị thay đổi.",
            "Đặt SDI_ROLE_PREFIX khác cho cơ sở dữ liệu này.",
        )


def require_logins(database_url: str, settings: Settings) -> None:
    """Every role can log in with our secret.

    Raises:
        MissingComponent: the database does not answer, was never prepared, or by an installation with other secrets.
    """
    for role in (*SCHEMAS, ISSUER, GATE):
        try:
            with connect(audience_url(database_url, settings, role)):
                continue
        except MissingComponent as error:
            raise MissingComponent(
                f"Vai trò {role_name(settings, role)} không đăng nhập được: cơ sở dữ liệu chưa được chuẩn bị"
                f" cho bản cài đặt này ({settings.state_dir}).",
                "Chạy 'sdi sync' trước.",
            ) from error


def audience_url(database_url: str, settings: Settings, role: str) -> str:
    """Address of the same database for the role of an audience, for :data:`ISSUER` or :data:`GATE`."""
    return url_of(database_url, user=role_name(settings, role), password=settings.secret(f"role_{role}"))
