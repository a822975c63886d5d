"""Documents of plans and decisions: kept by content beside the database, registered in it, never changed.

``<state>/documents/<first two digits>/<SHA-256>.<suffix>`` is the file, mode 0444; ``meta.document`` says of which plan
or decision it is and who may see it. Withdrawing notes the day and keeps both.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sdi.db.connect import Connection
from sdi.errors import UsageError
from sdi.model import Audience
from sdi.publish.papers import KINDS, MAX_BYTES, inspect

KINDS_OF_DOCUMENT = ("decision", "drawing", "regulation", "report", "other")
"""In the order in which people see them."""

FREE_BYTES = 1024**3
"""Disk that stays free for the database."""


@dataclass(frozen=True)
class Wanted:
    """What is to be registered. At least one of plan and decision says what it is of."""

    path: Path
    plan: str | None = None
    decision: str | None = None
    title: str | None = None
    kind: str = "decision"
    audience: Audience = Audience.PUBLIC


@dataclass(frozen=True)
class Document:
    """A registered document, for whoever keeps the register."""

    id: int
    kind: str
    title: str
    plan_id: str | None
    decision_no: str | None
    audience: str
    media_type: str
    size_bytes: int
    pages: int
    file_name: str
    sha256: str
    added_at: datetime
    withdrawn_at: datetime | None


class DocumentShelf:
    """The folder of an installation."""

    def __init__(self, state_dir: Path) -> None:
        self.folder = state_dir / "documents"

    def path(self, sha256: str, media_type: str) -> Path:
        """Where a file lies."""
        return self.folder / sha256[:2] / f"{sha256}{KINDS[media_type][0]}"

    def keep(self, source: Path) -> tuple[str, str, int, int]:
        """Copy a file to its place, checked as the copy that it is: digest, media type, size and pages.

        Raises:
            UsageError: It may not be kept, or there is no room.
        """
        inspect(source)  # before anything is written
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if shutil.disk_usage(self.folder).free < source.stat().st_size + FREE_BYTES:
            raise UsageError("Đĩa sắp hết chỗ; chưa đăng ký gì.", f"Giải phóng chỗ ở {self.folder}.")
        draft = self.folder / f".{secrets.token_hex(8)}"
        try:
            digest, size = hashlib.sha256(), 0
            with source.open("rb") as read, draft.open("xb") as written:
                while block := read.read(1 << 20):
                    size += len(block)
                    if size > MAX_BYTES:
                        break
                    digest.update(block)
                    written.write(block)
                written.flush()
                os.fsync(written.fileno())
            paper = inspect(draft)  # the source may be another one by now
            name = digest.hexdigest()
            place = self.path(name, paper.media_type)
            place.parent.mkdir(exist_ok=True, mode=0o700)
            draft.chmod(0o444)
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)
        return name, paper.media_type, paper.size_bytes, paper.pages


def add(connection: Connection, shelf: DocumentShelf, wanted: Wanted, actor: str) -> int:
    """Register a document; the same content for the same plan, decision and audience is registered once.

    Returns:
        Its number.

    Raises:
        UsageError: The file may not be kept, or nothing says what it is of.
    """
    plan, decision = _text(wanted.plan, 80), _text(wanted.decision, 100)
    title = _text(wanted.title or wanted.path.stem.replace("_", " "), 300)
    if not (plan or decision):
        raise UsageError("Nêu đồ án (--plan) hoặc số quyết định (--decision) của tài liệu.")
    if wanted.kind not in KINDS_OF_DOCUMENT:
        raise UsageError(f"Không có loại tài liệu '{wanted.kind}'.", f"Chọn một trong: {', '.join(KINDS_OF_DOCUMENT)}.")
    sha256, media_type, size, pages = shelf.keep(wanted.path)
    with connection.transaction():
        connection.execute("LOCK TABLE meta.document IN SHARE ROW EXCLUSIVE MODE")
        known = connection.execute(
            "SELECT id FROM meta.document WHERE sha256 = %s AND plan_id IS NOT DISTINCT FROM %s"
            " AND decision_no IS NOT DISTINCT FROM %s AND audience = %s"
            " AND NOT EXISTS (SELECT FROM meta.document_withdrawal WHERE document = id)",
            (sha256, plan, decision, wanted.audience.value),
        ).fetchone()
        row = known or connection.execute(
            "INSERT INTO meta.document (sha256, media_type, size_bytes, pages, kind, title, plan_id, decision_no,"
            " audience, file_name, actor) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
            (
                sha256, media_type, size, pages, wanted.kind, title, plan, decision, wanted.audience.value,
                _text(wanted.path.name, 200), actor,
            ),
        ).fetchone()  # fmt: skip
    assert row is not None
    return int(row[0])


def withdraw(connection: Connection, number: int, actor: str, reason: str | None) -> Document:
    """Take a document out of sight; the file and its entry stay.

    Raises:
        UsageError: There is no such document, or it is withdrawn already.
    """
    known = next((one for one in documents(connection) if one.id == number), None)
    if known is None:
        raise UsageError(f"Không có tài liệu số {number}.", "Xem số bằng 'sdi documents list'.")
    if known.withdrawn_at:
        raise UsageError(f"Tài liệu số {number} đã được thu hồi ngày {known.withdrawn_at:%d/%m/%Y}.")
    connection.execute(
        "INSERT INTO meta.document_withdrawal (document, reason, actor) VALUES (%s, %s, %s)",
        (number, _text(reason, 500), actor),
    )
    return known


def documents(connection: Connection, *, plan: str | None = None, decision: str | None = None) -> list[Document]:
    """All documents of the register, withdrawn ones too; of one plan or decision if asked."""
    rows = connection.execute(
        "SELECT id, kind, title, plan_id, decision_no, audience, media_type, size_bytes, pages, file_name, sha256,"
        " added_at, withdrawn_at FROM meta.document LEFT JOIN meta.document_withdrawal ON document = id"
        " WHERE (%(plan)s::text IS NULL OR plan_id = %(plan)s)"
        " AND (%(decision)s::text IS NULL OR decision_no = %(decision)s) ORDER BY id",
        {"plan": plan, "decision": decision},
    ).fetchall()
    return [Document(*row) for row in rows]


def _text(text: str | None, most: int) -> str | None:
    """A text as it is kept: composed letters, no control characters, no more than ``most`` characters."""
    if text is None:
        return None
    clean = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text))
    return " ".join(clean.split())[:most] or None
