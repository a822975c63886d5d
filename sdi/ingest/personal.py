"""The firewall for personal data: nothing is published that nobody has declared (rule PII-1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sdi.documents import load_yaml
from sdi.text import match_key


@dataclass(frozen=True)
class Suspicion:
    """Why a column looks personal. No value of it is ever quoted."""

    column: str
    why: str


@dataclass(frozen=True)
class _Signs:
    names: tuple[str, ...]
    exact_names: frozenset[str]
    min_share: float
    min_values: int
    patterns: tuple[tuple[str, re.Pattern[str], float], ...]
    full_name: re.Pattern[str]
    places: tuple[str, ...]


@cache
def _signs() -> _Signs:
    content = load_yaml(Path(__file__).with_name("personal.yml").read_text("utf-8"))
    surnames = "|".join(content["surnames"])
    return _Signs(
        tuple(match_key(name) for name in content["names"]),
        frozenset(match_key(name) for name in content["exact_names"]),
        content["min_share"],
        content["min_values"],
        tuple((p["what"], re.compile(p["regex"], re.I), p.get("min_distinct_share", 0)) for p in content["patterns"]),
        re.compile(rf"(?i:{surnames})(\s+[^\W\d_]+){{1,4}}"),
        tuple(match_key(name) for name in content["places"]),
    )


def suspicion(column: str, values: Iterable[str | None]) -> Suspicion | None:
    """Whether a column looks personal, by its name or by a sample of its (decoded) values."""
    signs, key = _signs(), match_key(column)
    if key in signs.exact_names or any(name in key for name in signs.names):
        return Suspicion(column, "tên cột")
    filled = [value.strip() for value in values if value and value.strip()]
    if len(filled) < signs.min_values:
        return None
    distinct = len(set(filled)) / len(filled)
    for what, pattern, min_distinct in signs.patterns:
        share = sum(1 for value in filled if pattern.match(value)) / len(filled)
        if share >= signs.min_share and distinct >= min_distinct:
            return Suspicion(column, f"giá trị giống {what}")
    if not any(place in key for place in signs.places):
        share = sum(1 for value in filled if signs.full_name.fullmatch(value)) / len(filled)
        if share >= signs.min_share and distinct >= 0.5:
            return Suspicion(column, "giá trị giống họ tên người")
    return None
