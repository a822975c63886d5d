"""Canonical JSON (RFC 8785): one document, one sequence of bytes, whatever wrote it and however it was indented.

orjson sorts by code point and writes the shortest number that reads back the same, as the standard wants; where both
differ (whole numbers with a point, very large and very small ones, keys beyond the basic plane) a slip has none, but
for whole numbers, which become integers here.
"""

from __future__ import annotations

import hashlib
from typing import Any

import orjson


def canonical(document: Any) -> bytes:
    """The bytes of a JSON document."""
    return orjson.dumps(_plain(document), option=orjson.OPT_SORT_KEYS)


def sha256(content: bytes) -> str:
    """Their digest, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, dict):
        return {key: _plain(content) for key, content in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(content) for content in value]
    return value
