"""Answers that a client may keep: strong ETags, 304, and how long (RFC 9110, 9111)."""

from __future__ import annotations

import gzip
from collections.abc import Mapping

import xxhash
from starlette.requests import Request
from starlette.responses import Response

_PACK_FROM = 1024
"""Bytes from which on a document is compressed."""


def tag_of(body: bytes) -> str:
    """The strong ETag of a content, without quotes."""
    return xxhash.xxh3_128_hexdigest(body)


def accepts_gzip(request: Request) -> bool:
    """Whether the client can unpack."""
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        coding, _, quality = part.partition(";")
        if coding.strip() in ("gzip", "*"):
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def tagged(
    request: Request, body: bytes, headers: Mapping[str, str], *, tag: str, packed: bytes | None, empty: int = 200
) -> Response:
    """The answer, or 304 when the client has it already.

    The compressed form has a tag of its own: a strong one tells the bytes that travel.

    Args:
        request: The question.
        body: Content as it is.
        headers: All but those that are made here.
        tag: ETag of the content, without quotes.
        packed: The content compressed, for a client that accepts it.
        empty: Status when there is no content.
    """
    etag = f'"{tag}-gzip"' if packed is not None else f'"{tag}"'
    kept = {**headers, "ETag": etag}
    if _known(request.headers.get("if-none-match"), etag):
        kept.pop("Content-Type", None)
        return Response(status_code=304, headers=kept)
    if packed is not None:
        return Response(packed, headers={**kept, "Content-Encoding": "gzip"})
    if not body and empty == 204:
        kept.pop("Content-Type", None)
    return Response(body, status_code=200 if body else empty, headers=kept)


def tagged_document(request: Request, body: bytes, headers: Mapping[str, str]) -> Response:
    """A document that is made anew at each question."""
    packed = gzip.compress(body, 5, mtime=0) if len(body) >= _PACK_FROM and accepts_gzip(request) else None
    return tagged(request, body, headers, tag=tag_of(body), packed=packed)


def _known(condition: str | None, etag: str) -> bool:
    if condition is None:
        return False
    return condition.strip() == "*" or etag in (part.strip().removeprefix("W/") for part in condition.split(","))
