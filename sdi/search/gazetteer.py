"""Names of communes, present and former, and of former districts, found in whatever else was written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sdi.search.words import has_marks, searchable, similarity, toned

_KINDS = {
    "phuong": ("phuong", "p", "ward"),
    "xa": ("xa", "x", "commune"),
    "thi_tran": ("thi tran", "tt", "town", "township"),
    "dac_khu": ("dac khu", "dk", "special zone"),
    "huien": ("huien", "h", "district"),
    "thi_xa": ("thi xa", "tx", "town"),
    "thanh_pho": ("thanh pho", "tp", "citi"),
    "quan": ("quan", "q", "district"),
    "tinh": ("tinh", "t", "province"),
}
"""Kinds of units, as :func:`searchable` has them, with what people write before a name, or in English after it."""

_KIND_OF = [(words.split(), kind) for kind, known in _KINDS.items() for words in known]
_FUZZY = 0.45
_MOST_WORDS = 7
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Unit:
    """A unit that people name.

    Attributes:
        title: As it is written in full, with its kind.
        kind: Of :data:`_KINDS`; empty where the title does not say.
        name: Without its kind.
        codes: Codes of the communes that it is today, or that it lies in.
        former: Whether it is no more.
        within: The former district, to tell namesakes apart.
    """

    title: str
    kind: str
    name: str
    codes: tuple[str, ...]
    former: bool = False
    within: str = ""

    @classmethod
    def of(cls, title: str, codes: Sequence[str], *, former: bool = False, within: str = "") -> Unit:
        """The unit of a title."""
        words = _words(title)
        for known, kind in sorted(_KIND_OF, key=lambda pair: -len(pair[0])):
            if len(words) > len(known) and [word.plain for word in words[: len(known)]] == known:
                name = title[words[len(known)].start :]
                return cls(title, kind, name, tuple(codes), former, within)
        return cls(title, "", title, tuple(codes), former, within)


@dataclass(frozen=True)
class Mention:
    """A unit that was named.

    Attributes:
        unit: Which.
        closeness: 1 for its very name, less where marks or letters differ.
        span: Where in the text, with the word for its kind.
    """

    unit: Unit
    closeness: float
    span: tuple[int, int]


@dataclass(frozen=True)
class _Word:
    plain: str
    toned: str
    start: int
    end: int


class Gazetteer:
    """All units that can be named.

    Args:
        units: Present ones first.
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = list(units)
        self._by_name: dict[tuple[str, ...], list[Unit]] = {}
        self._plain = [searchable(unit.name) for unit in self.units]
        for unit, plain in zip(self.units, self._plain, strict=True):
            self._by_name.setdefault(tuple(plain.split()), []).append(unit)

    def mentions(self, text: str) -> list[Mention]:
        """Units whose names stand in a text, the closest first; longer names win over shorter ones within them."""
        words = _words(text)
        found: list[Mention] = []
        taken: set[int] = set()
        for length in range(min(_MOST_WORDS, len(words)), 0, -1):
            for at in range(len(words) - length + 1):
                places = range(at, at + length)
                units = self._by_name.get(tuple(words[place].plain for place in places), ())
                if units and not taken.intersection(places):
                    taken.update(places)
                    found += _named(words, at, at + length, units)
        return sorted(found, key=lambda mention: (-mention.closeness, mention.unit.former))

    def alike(self, text: str, most: int = 5) -> list[Mention]:
        """Units whose names are nearly what was written."""
        wanted = searchable(Unit.of(text, ()).name)
        if not 2 < len(wanted) <= _LONGEST_NAME:
            return []
        scored = [(similarity(wanted, name), unit) for name, unit in zip(self._plain, self.units, strict=True)]
        best = sorted((pair for pair in scored if pair[0] >= _FUZZY), key=lambda pair: (-pair[0], pair[1].former))
        return [Mention(unit, 0.8 * score, (0, len(text))) for score, unit in best[:most]]

    def beginning(self, text: str, most: int = 5) -> list[Mention]:
        """Units whose names begin with what was written, as while somebody types."""
        wanted = searchable(Unit.of(text, ()).name)
        if not wanted:
            return []
        found = [unit for unit, name in zip(self.units, self._plain, strict=True) if name.startswith(wanted)]
        return [Mention(unit, 0.7, (0, len(text))) for unit in found[:most]]


def former_units(content: str) -> list[Unit]:
    """Units that are no more, out of a table ``title,within,became``; ``became`` joins codes of communes by ``|``.

    A title is in full, e.g. ``Xã Mẫu``; ``within`` is the district that it lay in, or empty.
    """
    rows = csv.DictReader(io.StringIO(content))
    return [Unit.of(row["title"], row["became"].split("|"), former=True, within=row["within"]) for row in rows]


def _named(words: Sequence[_Word], start: int, end: int, units: Sequence[Unit]) -> list[Mention]:
    """Mentions of namesakes by the words from ``start`` to ``end``."""
    kinds, first, last = _kinds_beside([word.plain for word in words], start, end)
    written = " ".join(word.toned for word in words[start:end])
    span = words[first].start, words[last - 1].end
    return [Mention(unit, _closeness(unit, written, kinds), span) for unit in units]


def _closeness(unit: Unit, written: str, kinds: set[str]) -> float:
    closeness = 1.0
    if written != toned(unit.name):
        closeness -= 0.3 if has_marks(written) else 0.1
    if kinds and unit.kind not in kinds:
        closeness -= 0.15
    return closeness


def _kinds_beside(plain: Sequence[str], start: int, end: int) -> tuple[set[str], int, int]:
    """Kinds that the words just before a name, or just after it, tell; and where name and words begin and end."""
    for length in (2, 1):
        for first, last in ((start - length, start), (end, end + length)):
            beside = list(plain[first:last]) if first >= 0 else []
            kinds = {kind for words, kind in _KIND_OF if words == beside}
            if kinds and last <= len(plain):
                return kinds, min(first, start), max(last, end)
    return set(), start, end


def _words(text: str) -> list[_Word]:
    found = [(match[0], match.start(), match.end()) for match in re.finditer(r"[^\W_]+", text)]
    return [_Word(plain, toned(word), start, end) for word, start, end in found if (plain := searchable(word))]
