"""What people read, in Vietnamese and English: one YAML file per topic beside this module, ``name: {vi: …, en: …}``.

Code names a text and gives it values; which language is wanted is known later, where the answer is written.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sdi.documents import load_yaml

LANGUAGES = ("vi", "en")
"""The languages of all texts, the default first."""


class Wording(str):
    """A Vietnamese text that knows its English; whoever expects a plain text has the Vietnamese one."""

    en: str

    def __new__(cls, vi: str, en: str) -> Wording:
        found = super().__new__(cls, vi)
        found.en = en
        return found

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # what __new__ takes
        return str(self), self.en

    def get(self, language: str = "vi") -> str:
        """The text in ``language`` ("vi" or "en")."""
        return self.en if language == "en" else str(self)


def wording(name: str, /, **values: object) -> Wording:
    """The text ``topic.key`` with values in its ``{places}``.

    A value may be of two languages itself; ``{count:n}`` writes a number the way the language does.

    Raises:
        KeyError: There is no such text, or one of its places has no value.
    """
    topic, _, key = name.partition(".")
    texts = texts_of(topic)[key]
    return Wording(*(_Formatter(language).vformat(texts[language], (), values) for language in LANGUAGES))


def in_language(text: object, language: str) -> str:
    """A text of both languages in one of them; any other value as it is written anyway."""
    return str(text.get(language)) if hasattr(text, "en") and hasattr(text, "get") else str(text)


def joined(*parts: str, by: str = " ") -> Wording:
    """Texts after one another, as sentences are or as the members of a list; empty ones are left out."""
    return Wording(
        *(
            in_language(by, language).join(in_language(part, language) for part in parts if part)
            for language in LANGUAGES
        )
    )


@lru_cache
def texts_of(topic: str) -> Mapping[str, Mapping[str, str]]:
    """All texts of a topic, by key and language."""
    texts: dict[str, dict[str, str]] = load_yaml((Path(__file__).parent / f"{topic}.yml").read_text("utf-8"))
    return texts


def topics() -> list[str]:
    """All topics."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.yml"))


def number(amount: float, decimals: int = 0, language: str = "vi") -> str:
    """``1234567.5`` as Vietnamese people write it, ``1.234.567,5``, or as English ones do."""
    text = f"{amount:,.{decimals}f}"
    return text if language == "en" else text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def size(amount: int, language: str = "vi") -> str:
    """Bytes for people: ``63 kB``, ``1,4 MB``."""
    for unit, factor in (("GB", 1_000_000_000), ("MB", 1_000_000)):
        if amount >= factor:
            return f"{number(amount / factor, 1, language)} {unit}"
    return f"{number(amount / 1000, 0, language)} kB" if amount >= 1000 else f"{amount} byte"


def day(moment: date | datetime, language: str = "vi") -> str:
    """A day as ``21/11/2026``, or as ``21 Nov 2026``, which nobody reads the other way round."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    if language == "en":
        return f"{moment.day} {months[moment.month - 1]} {moment.year}"
    return moment.strftime("%d/%m/%Y")


class _Formatter(string.Formatter):
    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "n":
            return number(value, 0, self._language)
        return str(super().format_field(in_language(value, self._language), format_spec))
