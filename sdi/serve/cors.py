"""Pages of other sites may read what is open to anybody, and ask long questions. They may change nothing."""

from __future__ import annotations

from typing import Any

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from sdi.serve.access import HEADER
from sdi.serve.guard import changeable

_READING: dict[str, Any] = {
    "allow_origins": ["*"],
    "allow_methods": ["GET", "HEAD", "POST"],
    "allow_headers": [
        "Accept", "Accept-Language", "Authorization", "Content-Type", "If-None-Match", "Range", HEADER,
    ],
    "expose_headers": [
        "Content-Crs", "Content-Disposition", "Content-Range", "ETag", "Link", "Location",
        "OGC-NumberMatched", "OGC-NumberReturned", "Retry-After",
    ],
    "max_age": 86_400,
}  # fmt: skip
"""Credentials of the browser are never asked for: whoever reads from elsewhere shows a key, or is the public."""


class Cors:
    """Middleware: cross-origin reading, and not a word to anybody who would write."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open = CORSMiddleware(app, **_READING)
        # A browser takes all methods of a preflight for good, so none is named that only writes.
        self._read_only = CORSMiddleware(app, **(_READING | {"allow_methods": ["GET", "HEAD"]}))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not changeable(scope["path"]):
            await self._open(scope, receive, send)
        elif _method(scope) in ("GET", "HEAD"):
            await self._read_only(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _method(scope: Scope) -> str:
    """The method of a request, or the one that it asks about beforehand."""
    if scope["method"] != "OPTIONS":
        return str(scope["method"])
    wanted = next((value for name, value in scope["headers"] if name == b"access-control-request-method"), b"GET")
    return wanted.decode("latin-1")
