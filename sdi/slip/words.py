"""The engine's own words, in both languages: ``words.yml`` of the contents, ``labels.yml`` of the layout."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from sdi.documents import load_yaml
from sdi.model import Text

_TEXTS = TypeAdapter(dict[str, Text])


@lru_cache
def words(name: str = "words") -> dict[str, Text]:
    """The texts of a file by their keys."""
    return _TEXTS.validate_python(load_yaml((Path(__file__).parent / f"{name}.yml").read_text("utf-8")))


def word(key: str, language: str, file: str = "words", **values: object) -> str:
    """One text."""
    text = words(file)[key].get(language)
    return text.format(**values) if values else text
