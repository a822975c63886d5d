"""Conditional requests: an answer that the client has already is not made again, nor sent.

The tag of an answer out of the database is made of what decides it (releases, declarations, question, form, language,
audience and compression), so that "not modified" costs no look into the database. It is strong: equal tags are equal
bytes (RFC 9110, 8.8.3), which is why the compression belongs to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette_compress._utils import parse_accept_encoding

from sdi.serve import access

VARY = f"Accept, Accept-Encoding, Accept-Language, {access.VARY}"

OPEN, KEYED = "public, no-cache", "private, no-store"
"""Cache-Control: kept by anybody and asked for again each time, so that a publication is seen at once; or, of what is
not public, kept by nobody."""

_NEGOTIATED = (b"accept", b"accept-encoding", b"accept-language")


class Known:
    """Tags of answers that were given, by the request to the letter: who comes with one of them is done in a glance.

    It belongs to one edition, and goes with it.
    """

    def __init__(self, size: int = 20_000) -> None:
        self._size = size
        self._tags: dict[tuple[object, ...], str] = {}

    def tag(self, request: Request) -> str | None:
        """The tag of the answer to this very request, if it was given before."""
        return self._tags.get(self._key(request))

    def remember(self, request: Request, etag: str) -> None:
        """Note the tag of an answer."""
        if len(self._tags) >= self._size:
            self._tags.clear()
        self._tags[self._key(request)] = etag

    @staticmethod
    def _key(request: Request) -> tuple[object, ...]:
        scope = request.scope
        said = tuple(sorted(pair for pair in scope["headers"] if pair[0] in _NEGOTIATED))
        return scope["path"], scope["query_string"], said


def tag(*parts: object) -> str:
    """A strong entity tag of what decides an answer."""
    return f'"{hashlib.blake2b(orjson.dumps(parts, default=str), digest_size=15).hexdigest()}"'


def codings(request: Request) -> frozenset[str]:
    """Of ``zstd``, ``br`` and ``gzip`` those that the client takes, read as the middleware that compresses does."""
    return parse_accept_encoding(request.headers.get("accept-encoding", ""))


def coding(request: Request) -> str:
    """How an answer is compressed on its way, if it is (:class:`starlette_compress.CompressMiddleware`)."""
    accepted = codings(request)
    return next((name for name in ("zstd", "br", "gzip") if name in accepted), "identity")


def tag_of_bytes(request: Request, body: bytes) -> str:
    """A strong entity tag of an answer that is made already."""
    digest = hashlib.blake2b(body, digest_size=15)
    digest.update(coding(request).encode())
    return f'"{digest.hexdigest()}"'


def has(request: Request, etag: str) -> bool:
    """Whether the client says that it has the answer with this tag; weak comparison, as RFC 9110, 13.1.2 wants."""
    asked = request.headers.get("if-none-match")
    if asked is None or request.method not in ("GET", "HEAD"):
        return False
    tags = (part.strip().removeprefix("W/") for part in asked.split(","))
    return any(one in ("*", etag) for one in tags)


def headers(request: Request, etag: str) -> dict[str, str]:
    """What every answer with a tag says to caches."""
    return {"ETag": etag, "Vary": VARY, "Cache-Control": OPEN if access.is_public(request) else KEYED}


def not_modified(request: Request, etag: str) -> Response:
    """The answer to whoever has it."""
    return Response(status_code=304, headers=headers(request, etag))


def answered(
    request: Request, body: bytes, media_type: str, language: str, more: Mapping[str, str] | None = None
) -> Response:
    """An answer that is made already, with a tag of its bytes; 304 to whoever has it."""
    etag = tag_of_bytes(request, body)
    if has(request, etag):
        return not_modified(request, etag)
    told = headers(request, etag) | {"Content-Language": language, **(more or {})}
    return Response(body, media_type=media_type, headers=told)


def canonical(items: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """A query in one order, without what is negotiated and stands in the tag by its result."""
    return sorted((name, value) for name, value in items if name not in ("f", "lang"))
