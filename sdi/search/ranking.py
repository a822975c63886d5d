"""How near a name is to what was asked, and which results are one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sdi.search.coordinates import Box
from sdi.search.words import has_marks, searchable, similarity, toned

EXACT, UNMARKED, SAME, BEGINS, WORDS, ALIKE = range(6)
"""How a name answers: to the letter, but for marks, but for words like "street", by its beginning, by all words of the
question, or nearly."""

_DATE = re.compile(r"\b(?:ngai|date|dated|of)? ?[0-3]?[0-9] (?:thang )?[01]?[0-9] (?:nam )?(?:19|20)[0-9]{2}\b")
_SAID = (
    "quiet dinh so", "quiet dinh", "van ban so", "van ban", "decision no", "decision number", "decision",
    "do an qui hoach", "do an", "plan", "du an", "project", "duong pho", "duong", "pho", "street", "road",
    "dia danh", "place", "so", "no",
)  # fmt: skip
"""What people say before a name, or in English after it."""
_BEFORE = re.compile(f"^(?:{'|'.join(_SAID)}) ")
_AFTER = re.compile(f" (?:{'|'.join(_SAID)})$")


@dataclass(frozen=True)
class Asked:
    """What was asked for, as names are compared with it."""

    text: str

    @cached_property
    def plain(self) -> str:
        """Searchable, in full."""
        return searchable(self.text)

    @cached_property
    def core(self) -> str:
        """Without dates, and without words that say what kind of thing is meant."""
        return core(self.plain)

    @cached_property
    def words(self) -> list[str]:
        """Those of the core."""
        return self.core.split()

    @cached_property
    def _toned(self) -> str:
        return toned(self.text)

    @cached_property
    def _marked(self) -> bool:
        return has_marks(self.text)

    def patterns(self, most: int) -> list[str]:
        """LIKE patterns of its words, for texts with a space at either end: beginnings of words, and whole numbers."""
        return [f"% {word} %" if word.isdigit() else f"% {word}%" for word in self.words[:most]]

    def nearness(self, name: str) -> tuple[int, float]:
        """How a name answers, and how much of it is alike (0 to 1, 1 for all)."""
        plain = searchable(name)
        alike = max(similarity(self.core, core(plain)), similarity(self.plain, plain))
        if plain == self.plain:
            return EXACT if not self._marked or toned(name) == self._toned else UNMARKED, alike
        if core(plain) == self.core:
            return SAME, alike
        if f"{plain} ".startswith(f"{self.core} ") or core(plain).startswith(self.core):
            return BEGINS, alike
        if all(f" {plain}".find(f" {word}") >= 0 for word in self.words):
            return WORDS, alike
        return ALIKE, alike


def core(plain: str) -> str:
    """A searchable text without dates and without words for kinds at its beginning or end, if anything is left."""
    rest = _DATE.sub(" ", plain).strip() or plain
    while (shorter := _BEFORE.sub("", _AFTER.sub("", rest)).strip()) and shorter != rest:
        rest = shorter
    return " ".join(rest.split())


def clusters(boxes: Sequence[Box], gap_m: float) -> list[list[int]]:
    """Which boxes are chained together by gaps of at most ``gap_m``; groups of positions, in order of the first."""
    west, south, east, north = np.array(boxes, dtype=float).reshape(-1, 4).T
    alone = np.ones(len(boxes), dtype=bool)
    groups = []
    for first in range(len(boxes)):
        if not alone[first]:
            continue
        alone[first] = False
        group = [first]
        for at in group:  # grows while it is walked
            gaps = np.maximum(
                np.maximum(west - east[at], west[at] - east), np.maximum(south - north[at], south[at] - north)
            )
            near = np.flatnonzero(alone & (gaps <= gap_m))
            alone[near] = False
            group += near.tolist()
        groups.append(sorted(group))
    return groups
