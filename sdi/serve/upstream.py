"""The seam to pygeoapi: everything that leans on its inside stands here, and nowhere else.

pygeoapi 0.21 (Python 3.11) to 0.24 turn every answer into text before anyone can look at it. The function that does,
which its handlers look up by name in their own module, is replaced; ``tests/serve`` would notice if the name went away.
"""

from __future__ import annotations

from typing import Any

import pygeoapi.api as core
from pygeoapi.api import API, APIRequest
from starlette.requests import Request

__all__ = [
    "API",
    "APIRequest",
    "Answer",
    "core",
    "install",
    "pygeoapi_request",
]

Answer = tuple[dict[str, str], int, Any]
"""Headers, status, and a document (a dictionary) or a text."""


def _document(content: Any, pretty: bool = False) -> Any:
    return content


def install() -> None:
    """Replace the function; may be called again."""
    core.to_json = _document


async def pygeoapi_request(request: Request, query: str, language: str, api: API) -> APIRequest:
    """The same request with another query string and one language, as pygeoapi's functions want it."""
    headers = [(name, value) for name, value in request.scope["headers"] if not name.startswith(b"accept")]
    headers.append((b"accept-language", language.encode("ascii")))
    scope = dict(request.scope, query_string=query.encode("utf-8"), headers=headers)
    return await APIRequest.from_starlette(Request(scope, request.receive), api.locales)
