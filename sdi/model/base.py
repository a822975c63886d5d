"""What all declarations share: strictness, bilingual text, audiences."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
"""Name of a layer, a field or a profile part: valid unquoted in SQL, in a URL and as a file name."""


def _known_zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(f"unknown time zone {value!r}") from error
    return value


TimeZone = Annotated[str, AfterValidator(_known_zone)]
"""Name of a time zone, e.g. ``Asia/Ho_Chi_Minh``."""


class Declaration(BaseModel):
    """Base of everything that is declared in a file: frozen, and unknown keys are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Text(Declaration):
    """A text for people. Vietnamese is required, English falls back to it."""

    vi: str
    en: str | None = None

    def get(self, language: str = "vi") -> str:
        """The text in ``language`` ("vi" or "en")."""
        return (self.en or self.vi) if language == "en" else self.vi


class Audience(StrEnum):
    """Who may see something. Each audience sees what the ones before it see, and more."""

    PUBLIC = "public"
    AGENCY = "agency"
    INTERNAL = "internal"

    def sees(self, visibility: Audience) -> bool:
        """Whether this audience may see what is declared with ``visibility``."""
        order = list(Audience)
        return order.index(visibility) <= order.index(self)
