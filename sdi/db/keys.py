"""API keys: made, listed and revoked by the owner; the web workers see digests of those that hold.

A key is ``sdi_`` and 256 random bits. It is shown once; what is kept is its SHA-256, which cannot be searched for that
many bits, so that a slow hash would only slow down the service.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sdi.db.connect import Connection
from sdi.errors import UsageError
from sdi.model import Audience, Project
from sdi.settings import Settings

ACTIONS = ("read", "issue", "operate")
"""What a key may do: read, issue planning slips, operate (accept deliveries, publish, take back)."""

_FIRST = {Audience.AGENCY: ("read", "issue"), Audience.INTERNAL: ACTIONS}
"""What the keys of the first start may do."""

_TEXT = re.compile(r"[^\x00-\x1f\x7f]{1,200}")


@dataclass(frozen=True)
class Key:
    """A key as it is listed."""

    id: int
    audience: str
    scopes: tuple[str, ...]
    owner: str
    purpose: str
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used: datetime | None


def digest(key: str) -> bytes:
    """What is kept of a key."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()


def check_scopes(scopes: Iterable[str], project: Project) -> tuple[str, ...]:
    """Scopes as they are kept: an action, or ``read:<collection>`` to read that one alone.

    Raises:
        UsageError: An action or a collection that there is not.
    """
    found = tuple(dict.fromkeys(scopes)) or ("read",)
    for scope in found:
        action, _, collection = scope.partition(":")
        if action not in ACTIONS or (":" in scope and action != "read"):
            raise UsageError(f"Không có quyền '{scope}'.", "Các quyền: read, issue, operate, hoặc read:MÃ_BỘ_DỮ_LIỆU.")
        if collection not in project.collections and ":" in scope:
            raise UsageError(f"Không có bộ dữ liệu '{collection}'.", "Xem danh sách bằng 'sdi layers'.")
    return found


def create_key(
    connection: Connection, audience: Audience, scopes: Sequence[str], owner: str, purpose: str,
    *, actor: str, expires_at: datetime | None = None,
) -> tuple[int, str]:  # fmt: skip
    """A new key; returns its number and the key itself, which nobody can find out later.

    Raises:
        UsageError: Owner or purpose is missing, or the key would be over already.
    """
    check_person(owner, purpose)
    key = f"sdi_{secrets.token_urlsafe(32)}"
    number = _insert(connection, audience, scopes, owner, purpose, actor, expires_at, key)
    assert number is not None
    return number, key


def check_person(owner: str, purpose: str) -> None:
    """Whoever answers for a key or a login, and what it is for.

    Raises:
        UsageError: One of them is no line of text.
    """
    if not _TEXT.fullmatch(owner.strip()) or not _TEXT.fullmatch(purpose.strip()):
        raise UsageError("Cần nêu người giữ (--owner) và mục đích (--purpose), mỗi mục một dòng không quá 200 ký tự.")


def list_keys(connection: Connection) -> list[Key]:
    """All keys, the newest first, and when each was used last."""
    rows = connection.execute(
        "SELECT id, audience, scopes, owner, purpose, created_at, created_by, expires_at, revoked_at,"
        " (SELECT max(at) FROM meta.audit WHERE actor = 'key ' || access_key.id || ' · ' || access_key.owner)"
        " FROM meta.access_key ORDER BY id DESC"
    ).fetchall()
    return [Key(row[0], row[1], tuple(row[2]), *row[3:]) for row in rows]


def revoke_key(connection: Connection, number: int, *, actor: str) -> Key:
    """The key holds no more; running services know within a second or two.

    Raises:
        UsageError: There is no such key, or it was revoked before.
    """
    done = connection.execute(
        "UPDATE meta.access_key SET revoked_at = clock_timestamp(), revoked_by = %s"
        " WHERE id = %s AND revoked_at IS NULL",
        (actor, number),
    )
    found = next((key for key in list_keys(connection) if key.id == number), None)
    if found is None:
        raise UsageError(f"Không có khóa số {number}.", "Xem danh sách bằng 'sdi keys list'.")
    if not done.rowcount:
        raise UsageError(f"Khóa số {number} đã bị thu hồi từ trước; không có gì thay đổi.")
    return found


def keep_first_keys(connection: Connection, settings: Settings) -> None:
    """Make the keys of the first start known: the files ``secrets/api_key_<audience>``, made at random.

    One that was revoked stays revoked, for its digest is there already.
    """
    for audience, scopes in _FIRST.items():
        key = settings.secret(f"api_key_{audience.value}")
        _insert(connection, audience, scopes, "sdi", f"secrets/api_key_{audience.value}", "sdi", None, key)


def _insert(
    connection: Connection, audience: Audience, scopes: Sequence[str], owner: str, purpose: str,
    actor: str, expires_at: datetime | None, key: str,
) -> int | None:  # fmt: skip
    known = connection.execute("SELECT 1 FROM meta.access_key WHERE digest = %s", (digest(key),)).fetchone()
    if known:
        return None
    row = connection.execute(
        "INSERT INTO meta.access_key (digest, audience, scopes, owner, purpose, created_by, expires_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id",
        (digest(key), audience.value, list(scopes), owner.strip(), purpose.strip(), actor, expires_at),
    ).fetchone()
    return row[0] if row else None
