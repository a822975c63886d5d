"""The seam to pygeoapi: everything that leans on its inside stands here, and nowhere else.

pygeoapi 0.21 (Python 3.11) to 0.24 reproject with whatever operation PROJ likes best, move a box by two
of its corners, and turn every answer into text before anyone can look at it. Three functions, which its
item handlers look up by name in their own modules, are replaced; ``tests/serve`` would notice if the
names went away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pygeoapi.api as core
import pygeoapi.api.itemtypes as itemtypes
from pygeoapi.api import API, APIRequest
from starlette.requests import Request

from sdi.publish.configuration import CRS84

__all__ = [
    "API",
    "APIRequest",
    "Answer",
    "AskedBox",
    "core",
    "install",
    "itemtypes",
    "pygeoapi_request",
]

Answer = tuple[dict[str, str], int, Any]
"""Headers, status, and a document (a dictionary) or a text."""


@dataclass(frozen=True)
class AskedBox:
    """A ``bbox`` parameter as the client sent it."""

    numbers: tuple[float, ...]
    crs: str

    def __len__(self) -> int:
        return len(self.numbers)


def _asked_box(bbox: Sequence[float], from_crs: str, to_crs: str, *_: Any) -> AskedBox:
    return AskedBox(tuple(bbox), from_crs)


def _asked_crs(config: dict[str, Any], query_crs_uri: str | None = None) -> str:
    uri = CRS84 if query_crs_uri is None else query_crs_uri
    if uri not in config["crs"]:
        raise ValueError(f"Hệ tọa độ {uri!r} không được hỗ trợ; hãy dùng một trong: {', '.join(config['crs'])}.")
    return uri


def _document(content: Any, pretty: bool = False) -> Any:
    return content


def install() -> None:
    """Replace the functions; may be called again."""
    itemtypes.transform_bbox = _asked_box
    itemtypes.create_crs_transform_spec = _asked_crs
    itemtypes.to_json = _document
    core.to_json = _document


async def pygeoapi_request(request: Request, query: str, language: str, api: API) -> APIRequest:
    """The same request with another query string and one language, as pygeoapi's functions want it."""
    headers = [(name, value) for name, value in request.scope["headers"] if not name.startswith(b"accept")]
    headers.append((b"accept-language", language.encode("ascii")))
    scope = dict(request.scope, query_string=query.encode("utf-8"), headers=headers)
    return await APIRequest.from_starlette(Request(scope, request.receive), api.locales)
