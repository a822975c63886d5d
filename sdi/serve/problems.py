"""Errors for people and programs: RFC 9457 problem documents in Vietnamese or English, never a stack trace."""

from __future__ import annotations

from typing import Any

import psycopg
import structlog

from sdi.errors import Refused, SdiError
from sdi.model import Audience
from sdi.wording import Wording, in_language, joined, texts_of, wording

_log = structlog.get_logger(__name__)

_OF_PYGEOAPI = {
    "Collection not found": "no_collection",
    "identifier not found": "no_item",
    "Invalid format requested": "format_unknown",
    "bad sort property": "sort_unknown",
    "bad sortby property": "sort_unknown",
    "unknown properties specified": "properties_unknown",
    "offset value should be positive or zero": "offset_negative",
    "limit value should be strictly positive": "limit_positive",
    "bbox values must be numbers": "bbox_numbers",
    "miny should be less than maxy": "bbox_corners",
    "bbox-crs specified without bbox parameter": "bbox_crs_alone",
}
"""What pygeoapi says → the text for people in ``wording/problems.yml``."""


class Problem(Exception):
    """An answer that is an error.

    Args:
        status: HTTP status.
        detail: What happened and what to do next: a :class:`sdi.wording.Wording`, so that it can be said in the
            language of who asked. A plain text is said as it is.
        code: OGC exception code.
        type: URI of the kind of problem, where a standard names one.
        headers: Of the answer.
    """

    def __init__(
        self, status: int, detail: str, code: str = "", type: str = "about:blank", headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.type = type
        self.headers = headers or {}
        self.status = status
        self.detail = detail
        self.code = code or {400: "InvalidParameterValue", 404: "NotFound"}.get(status, "NoApplicableCode")

    @property
    def title(self) -> str:
        """The kind of error, in both languages."""
        key = f"title_{self.status}"
        return wording(f"problems.{key if key in texts_of('problems') else 'title_any'}")

    def document(self, language: str = "vi") -> dict[str, Any]:
        """The problem document; ``code`` and ``description`` are what OGC API clients read."""
        detail = in_language(self.detail, language)
        return {
            "type": self.type,
            "title": in_language(self.title, language),
            "status": self.status,
            "detail": detail,
            "code": self.code,
            "description": detail,
        }


def of_database(error: psycopg.Error, layer: str, audience: Audience) -> Problem:
    """What a question that the database refused, or did not answer, comes to; noted unless it is the client's fault."""
    if isinstance(error, psycopg.DataError):
        return Problem(400, wording("questions.wrong_filter_type"))
    _log.error("database", layer=layer, audience=audience.value, error=str(error))
    if isinstance(error, psycopg.errors.QueryCanceled):
        return Problem(503, wording("questions.too_slow"))
    return Problem(503, wording("questions.database_busy"))


def told(error: SdiError) -> str:
    """What an expected error says, with its advice, in the languages that it knows."""
    if isinstance(error, Refused):
        return Wording(str(error), wording("problems.refused", rule=error.rule).en)
    return joined(error.message, error.advice)


def from_pygeoapi(status: int, content: Any) -> Problem:
    """The problem that an error of pygeoapi stands for."""
    document = content if isinstance(content, dict) else {}
    detail = str(document.get("description", ""))
    if status == 400 and document.get("code") == "NotFound":
        status = 404
    key = "bbox_size" if detail.startswith("bbox should be") else _OF_PYGEOAPI.get(detail)
    if status == 404 and key is None:  # collections are looked up before pygeoapi is asked
        key = "no_item"
    return Problem(status, wording(f"problems.{key}") if key else detail, str(document.get("code", "")))
