"""Parcels as people write them: commune, map sheet and number in any order, with or without the words for them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = r"(?P<{}>[a-z]{{0,3}}[0-9][0-9a-z]{{0,11}}(?:\.[0-9a-z]{{1,12}})?)(?![0-9a-z])"
_OF = r"\s*(?:(?:so|no|number|num)\b)?\s*[.:#=°]*\s*"
_SHEET_WORD = (
    r"(?<![a-z])(?:so\s+)?(?:to\s+ban\s+do(?:\s+dia\s+chinh)?|to\s*bddc|to\s*bd|tbddc|tbd|bddc|manh\s+ban\s+do"
    r"|ban\s+do(?:\s+dia\s+chinh)?|map\s*sheet|sheet|to)(?![a-z])"
)
_NUMBER_WORD = r"(?<![a-z])(?:so\s+)?(?:thua\s+dat|thua|parcel|plot|lot)(?![a-z])"
_SHEET = _SHEET_WORD + _OF + _NUMBER.format("sheet")
_PARCEL = _NUMBER_WORD + _OF + _NUMBER.format("number")
_BARE_SHEET = r"(?<![0-9a-z./-])" + _NUMBER.format("sheet")

_WORDED = (
    re.compile(_NUMBER_WORD + _OF + _NUMBER.format("number") + r"\s*[/\\(]\s*" + _NUMBER.format("sheet") + r"\)?"),
    re.compile(_SHEET_WORD + _OF + _NUMBER.format("sheet") + r"\s*[/\\(]\s*" + _NUMBER.format("number") + r"\)?"),
)
"""``thửa 345/12`` and ``tờ 12/345``."""

_PAIR = re.compile(_BARE_SHEET + r"\s*[/\\|-]\s*" + _NUMBER.format("number") + r"(?!\s*[/\\-])")
_TWO = re.compile(_BARE_SHEET + r"[\s,;]+" + _NUMBER.format("number"))
_LONE = re.compile(r"(?<![0-9a-z./-])(?P<lone>[0-9]{1,6}[a-z]?)(?![0-9a-z/]|[.-][0-9])")
_COMPOSITE = re.compile(r"(?<![0-9a-z])([0-9]{5})([0-9]{3})([0-9]{4})(?![0-9a-z])")
_TO = re.compile(r"(?<!\w)t[oòóỏõọôồốổỗộơờớởỡợ](?!\w)", re.IGNORECASE)
"""With its marks, ``tờ`` is told from the end of a name such as ``Ba Tơ``."""

_LONGEST = 200


@dataclass(frozen=True)
class Writing:
    """A parcel, or a sheet or a number alone, and what else was written: mostly the commune.

    Attributes:
        sheet: As written; None where only the number was.
        number: As written; None where only the sheet was.
        rest: The text without them.
        commune: Code of the commune, where it was written as a number.
        sure: Whether words or an identifier said that it is a parcel.
    """

    sheet: str | None
    number: str | None
    rest: str
    commune: str | None = None
    sure: bool = True


def writings(text: str) -> list[Writing]:
    """How a text may name a parcel, the likeliest first."""
    if len(text) > _LONGEST:
        return []
    text = " ".join(unicodedata.normalize("NFC", text).split())
    bare = _TO.sub(lambda word: "to" if word[0].lower() in ("to", "tờ") else "??", text)
    bare = "".join(map(_bare, bare))
    return list(dict.fromkeys(_writings(text, bare)))


def spellings(number: str) -> list[str]:
    """A sheet or a number as it may stand in the data: as written, in capitals, without leading zeros."""
    plain = re.sub(r"^0+(?=[0-9])", "", number)
    return list(dict.fromkeys([number, number.upper(), plain, plain.upper()]))


def _writings(text: str, bare: str) -> Iterator[Writing]:
    identifiers = list(_identifier(text))
    if identifiers:
        yield from identifiers
        return
    for pattern in _WORDED:
        if found := pattern.search(bare):
            yield Writing(found["sheet"], found["number"], _without(text, found.span()))
            return
    sheet, number = re.search(_SHEET, bare), re.search(_PARCEL, bare)
    if sheet and number:
        yield Writing(sheet["sheet"], number["number"], _without(text, sheet.span(), number.span()))
        return
    if sheet or number:
        yield from _one_worded(text, bare, sheet, number)
        return
    for pattern in (_PAIR, _TWO):
        if found := pattern.search(bare):
            rest = _without(text, found.span())
            yield Writing(found["sheet"], found["number"], rest, sure=False)
            yield Writing(found["number"], found["sheet"], rest, sure=False)
            return


def _one_worded(text: str, bare: str, sheet: re.Match[str] | None, number: re.Match[str] | None) -> Iterator[Writing]:
    """With a word for one of the two: a number that stands alone is the other."""
    known = sheet or number
    assert known is not None
    blank = bare[: known.start()] + " " * (known.end() - known.start()) + bare[known.end() :]
    others = list(_LONE.finditer(blank))
    if len(others) == 1:
        rest = _without(text, known.span(), others[0].span())
        lone = others[0]["lone"]
        yield Writing(sheet["sheet"], lone, rest) if sheet else Writing(lone, known["number"], rest)
    rest = _without(text, known.span())
    yield Writing(sheet["sheet"], None, rest) if sheet else Writing(None, known["number"], rest)


def _identifier(text: str) -> Iterator[Writing]:
    """Commune's code, sheet and number in a row, as in identifiers; or as one number of 5, 3 and 4 digits."""
    parts = [part for part in re.split(r"[\s/_,;-]+", text) if part]
    if (
        len(parts) == 3
        and re.fullmatch("[0-9]{5}", parts[0])
        and all(re.fullmatch("[0-9A-Za-z.]{1,20}", p) for p in parts)
    ):
        yield Writing(parts[1], parts[2], "", parts[0])
    if found := _COMPOSITE.search(text):
        yield Writing(found[2], found[3], _without(text, found.span()), found[1])


def _bare(letter: str) -> str:
    """A letter without its marks, small; one for one, so that places in the text stay the same."""
    base = unicodedata.normalize("NFD", letter.lower())[:1] or " "
    return "d" if base in "đð" else base


def _without(text: str, *spans: tuple[int, int]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + " , " + text[end:]
    return text.strip(" ,;.")
