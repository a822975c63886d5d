"""From what offices write to typed values: numbers, dates, codes. Pure; one value at a time.

Every reader returns the value, or raises ``ValueError``; ``None`` means that nothing was written.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from sdi.model import CodeList
from sdi.text import fold

_EMPTY = frozenset({"", "-", "--", "null", "none", "nan", "n/a", "không có", "<null>"})
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}([.,]\d{3})+")
_WRITTEN = {
    mark: re.compile(rf"[+-]?(?:\d+|\d{{1,3}}(?:{other}\d{{3}})+)?(?:{mark_}\d*)?(?:[eE][+-]?\d+)?")
    for mark, mark_, other in ((",", ",", r"\."), (".", r"\.", ","))
}
"""What a number may look like with each decimal mark; the other mark only groups thousands."""
_SEPARATORS = re.compile(r"\s*[+,;/\-]\s*")
_EXCEL_EPOCH = date(1899, 12, 30)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?")

Decimal = Literal[",", "."]


def is_empty(text: str) -> bool:
    """Whether a cell says in one way or another that it is empty."""
    return text.strip().lower() in _EMPTY


def decimal_mark(texts: Iterable[str]) -> Decimal:
    """The decimal mark of a column, by evidence: Vietnamese documents write 2.159,6.

    A comma that cannot be a thousands separator decides; so does a point, and a mark that comes twice in one
    value. Where every value reads both ways, the Vietnamese way holds: ``2.159`` is two thousand, ``2,159`` is two.
    """
    separated = False
    for text in texts:
        value = text.strip().replace(" ", "")
        if "," in value and "." in value:
            return "," if value.rindex(",") > value.rindex(".") else "."
        if "," in value and not _GROUPED.fullmatch(value):
            return ","
        if "." in value and not _GROUPED.fullmatch(value):
            return "."
        if value.count(",") > 1 or value.count(".") > 1:
            return "." if "," in value else ","
        separated |= "," in value or "." in value
    return "," if separated else "."


def read_number(text: str, mark: Decimal = ".") -> float | None:
    """A number with the column's decimal mark; spaces and a trailing unit of m or m² are dropped.

    The other mark may group thousands and nothing else: 12.5 in a column of decimal commas is a fault to be
    reported, not 125.
    """
    if is_empty(text):
        return None
    value = re.sub(r"(?:\s|\u00a0|m2|m²|m|%)+$", "", text.strip(), flags=re.IGNORECASE).replace(" ", "")
    if not _WRITTEN[mark].fullmatch(value):
        raise ValueError(text)
    number = float(value.replace("," if mark == "." else ".", "").replace(mark, "."))
    if math.isinf(number):
        raise ValueError(text)
    return number


def read_integer(text: str, mark: Decimal = ".") -> int | None:
    """A whole number; 12,0 is one, 12,5 is not."""
    number = read_number(text, mark)
    if number is None:
        return None
    if number != int(number):
        raise ValueError(text)
    return int(number)


def read_boolean(text: str) -> bool | None:
    """Có/không, true/false, 1/0, x."""
    if is_empty(text) and text.strip().lower() != "không có":
        return None
    value = fold(text)
    if value in ("co", "true", "1", "yes", "x", "t", "dung"):
        return True
    if value in ("khong", "false", "0", "no", "f", "sai", "khong co"):
        return False
    raise ValueError(text)


def read_date(text: str, date_format: str | None = None) -> date | None:
    """A date: the profile's format, else ISO, else day/month/year, else an Excel day number."""
    if is_empty(text):
        return None
    value = text.strip()
    if date_format:
        return datetime.strptime(value, date_format).date()
    if match := _DAY_FIRST.fullmatch(value):
        day, month, year = map(int, match.groups())
    elif match := _ISO.fullmatch(value):
        year, month, day = map(int, match.groups())
    elif re.fullmatch(r"[1-9]\d{4}(\.0+)?", value):
        return _EXCEL_EPOCH + timedelta(days=int(float(value)))
    else:
        raise ValueError(text)
    if not 1800 <= year <= 2200:
        raise ValueError(text)
    return date(year, month, day)


class CodeReader:
    """Reads codes of one list; equal but for case, accents and blanks is equal."""

    def __init__(self, codes: CodeList, *, compound: bool = False) -> None:
        self._exact = codes.synonyms
        self._folded: dict[str, str] = {}
        ambiguous: set[str] = set()
        titles = [(code.vi, code.code) for code in codes.codes.values()]
        for writing, code in [*self._exact.items(), *titles]:
            if self._folded.setdefault(fold(writing), code) != code:
                ambiguous.add(fold(writing))
        for writing in ambiguous - {fold(exact) for exact in self._exact}:
            del self._folded[writing]
        self._compound = compound

    def __call__(self, text: str) -> str | None:
        """The code, or codes joined by ``+``. Raises ``ValueError`` when one is not in the list."""
        if is_empty(text):
            return None
        value = text.strip()
        whole = self._one(value)
        if whole is not None or not self._compound:
            if whole is None:
                raise ValueError(text)
            return whole
        parts = [self._one(part) for part in _SEPARATORS.split(value) if part]
        if not parts or None in parts:
            raise ValueError(text)
        return "+".join(part for part in parts if part)

    def _one(self, value: str) -> str | None:
        return self._exact.get(value) or self._folded.get(fold(value))
