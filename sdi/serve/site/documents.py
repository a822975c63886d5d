"""Decisions and drawings as files: ``/documents`` lists them, ``/documents/{id}`` is the file itself.

A file is sent as what its content is, never as what its name says, and no browser may guess otherwise. What a browser
shows by itself is shown, a TIFF is offered for keeping; nothing in a file can run here: none is HTML or SVG, and a
PDF with a program in it was refused when it came (:mod:`sdi.publish.papers`).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from sdi.db.connect import statement
from sdi.model import Audience
from sdi.publish.papers import KINDS
from sdi.serve import access, caching
from sdi.serve.negotiation import require_known
from sdi.serve.problems import Problem, of_database
from sdi.serve.site.asking import Asked, SiteDesk
from sdi.serve.site.kept import SQL
from sdi.serve.source import Source
from sdi.text import fold
from sdi.wording import wording

_SHOWN = frozenset(["application/pdf", "image/png", "image/jpeg"])
"""What browsers show themselves."""


@dataclass(frozen=True)
class Document:
    """A document that the audience may see."""

    id: int
    kind: str
    title: str
    plan_id: str | None
    decision_no: str | None
    media_type: str
    size_bytes: int
    pages: int
    file_name: str
    added_at: datetime
    sha256: str

    @property
    def form(self) -> str:
        """PDF, TIFF, PNG or JPEG."""
        return self.media_type.rsplit("/", 1)[1].upper()

    def told(self, root: str) -> dict[str, Any]:
        """As a JSON document has it."""
        return asdict(self) | {"href": f"{root}/documents/{self.id}", "added_at": self.added_at.isoformat()}


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    return [Route("/documents", documents), Route("/documents/{id}", document)]


async def documents(request: Request) -> Response:
    """All documents, or those of a plan or a decision."""
    asked = Asked.of(request, "plan", "decision", "q")
    return await run_in_threadpool(_documents, asked)


async def document(request: Request) -> Response:
    """A file, whole or in part."""
    request.app.state.edition(request)  # who may not ask at all is told so
    require_known(request.query_params, {"download"})
    text = request.path_params["id"]
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Problem(404, wording("site.no_document"))
    return await run_in_threadpool(_file, request, int(text))


def papers(
    request: Request, *, id: int | None = None, plan: str | None = None, decisions: Sequence[str] | None = None
) -> list[Document]:
    """Documents that who asks may see: one, those of a plan or of some decisions, or all.

    A key for some collections opens no documents but those of the public.

    Raises:
        Problem: The database does not answer.
    """
    who = access.identity(request)
    source: Source = request.app.state.editions.sources[who.audience if who.only is None else Audience.PUBLIC]
    try:
        with source.snapshot() as connection:
            return _find(connection, source.schema, id, plan, decisions)
    except psycopg.Error as error:
        raise of_database(error, "documents", source.audience) from error


def _find(
    connection: psycopg.Connection[Any],
    schema: str,
    id: int | None,
    plan: str | None,
    decisions: Sequence[str] | None,
) -> list[Document]:
    query = statement("documents", SQL, view=sql.Identifier(schema, "documents"))
    values = {"id": id, "plan": plan, "decisions": None if decisions is None else list(decisions)}
    return [Document(*row) for row in connection.execute(query, values).fetchall()]


def _documents(asked: Asked) -> Response:
    values = asked.request.query_params
    plan, decision, words = (values.get(name, "").replace("\0", "") or None for name in ("plan", "decision", "q"))
    found = papers(asked.request, plan=plan, decisions=[decision] if decision else None)
    if words:
        wanted = fold(words).split()
        said = {one.id: fold(f"{one.title} {one.plan_id or ''} {one.decision_no or ''}") for one in found}
        found = [one for one in found if all(word in said[one.id] for word in wanted)]
    document = {"count": len(found), "documents": [one.told(asked.root) for one in found]}
    return asked.answer("documents.html", document, documents=found, words=words or "", plan=plan, decision=decision)


def _file(request: Request, number: int) -> Response:
    found = papers(request, id=number)
    if not found:
        raise Problem(404, wording("site.no_document"))
    [one] = found
    desk: SiteDesk = request.app.state.site
    path = desk.shelf.path(one.sha256, one.media_type)
    try:
        state = path.stat()
    except FileNotFoundError:
        raise Problem(503, wording("site.document_away")) from None
    return _sent(request, one, path, state)


def _sent(request: Request, one: Document, path: Path, state: os.stat_result) -> Response:
    etag = f'"{one.sha256}"'
    if caching.has(request, etag):
        return caching.not_modified(request, etag)
    shown = one.media_type in _SHOWN and "download" not in request.query_params
    headers = {
        "ETag": etag,
        "Vary": access.VARY,
        "Cache-Control": caching.OPEN if access.is_public(request) else caching.KEYED,
    }
    return FileResponse(
        path, media_type=one.media_type, headers=headers, stat_result=state, filename=file_name(one),
        content_disposition_type="inline" if shown else "attachment",
    )  # fmt: skip


def file_name(one: Document) -> str:
    """A name for keeping: of the plan or decision and the kind, in letters that every system takes."""
    words = fold(f"{one.plan_id or one.decision_no} {one.kind} {one.id}")
    kept = "".join(c if c.isalnum() and c.isascii() else "-" for c in words)
    return "-".join(filter(None, kept.split("-"))) + KINDS[one.media_type][0]
