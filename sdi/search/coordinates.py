"""A pair of coordinates out of whatever people write: metres in the provincial CRS, or degrees.

Which number is which, and whether a dot or a comma parts thousands or decimals, is decided by what lies in the
province: northings and eastings, latitudes and longitudes have ranges that do not meet. Surveyors write X (north)
first, maps write it second; both are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

Box = tuple[float, float, float, float]

_LONGEST = 120
_SIGNS = str.maketrans({"º": "°", "˚": "°", "′": "'", "’": "'", "‘": "'", "″": '"', "”": '"', "“": '"', "−": "-"})
_LABELS = re.compile(
    r"toa do|he toa do|vn[ -]?2000|wgs[ -]?84|kinh do|vi do|latitude|longitude|lat|long|lon|lng|easting|northing"
    r"|north|east|bac|dong|\b[xyenbd]\b|(?<=\d)\s*[mnebd](?=[\s,;)]|$)|(?<![a-z])[xyenbd](?=\s*[=:(]?\s*\d)"
)
_ANGLE = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_PLAIN = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,12})?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([ .,'])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]{1,12})?")


@dataclass(frozen=True)
class Position:
    """A place: easting and northing in metres of the provincial CRS, or longitude and latitude in degrees."""

    x: float
    y: float
    degrees: bool


def positions(text: str, extent: Box, degrees: Box) -> list[Position]:
    """The places that a text may mean, all within the province; none when it is no pair of coordinates.

    Args:
        text: What somebody wrote.
        extent: West, south, east, north of the province in metres.
        degrees: The same in degrees.
    """
    if len(text) > _LONGEST or sum(char.isdigit() for char in text) < 4:
        return []
    bare = _bare(text)
    found: dict[Position, None] = {}
    for first, second in [*_angles(bare), *_numbers(bare)]:
        for x, y in ((second, first), (first, second)):
            for box, is_degrees in ((extent, False), (degrees, True)):
                if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                    found[Position(x, y, is_degrees)] = None
    return list(found)


def _bare(text: str) -> str:
    """Small letters without marks; signs of degrees in one form; all white space one space."""
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).translate(_SIGNS).lower())
    bare = re.sub("[\u0300-\u036f]", "", letters).replace("đ", "d").replace("''", '"')
    return " ".join(bare.split())


def _angles(bare: str) -> Iterator[tuple[float, float]]:
    """Degrees, minutes and seconds, or degrees and minutes, of both; marked by signs or parted by spaces."""
    rest = _LABELS.sub(" ", re.sub(r"(?<=\d)\s*(?:do|phut|giay|[dms])(?=[\s\d,;]|$)", " ", bare))
    if re.sub(r"[0-9.,;:°'\"()/ -]", "", rest) or "-" in rest:
        return
    numbers = list(_ANGLE.finditer(rest))
    starts = [at for at, number in enumerate(numbers) if rest[number.end() :].lstrip().startswith("°")]
    if len(starts) == 2 and starts[0] == 0:
        half = starts[1]
    elif not starts and len(numbers) in (4, 6):
        half = len(numbers) // 2
    else:
        return
    parts = [number[0] for number in numbers[:half]], [number[0] for number in numbers[half:]]
    if max(map(len, parts)) > 3:
        return
    if any(sign in number for part in parts for number in part[:-1] for sign in ".,"):
        return
    first, second = ([float(number.replace(",", ".")) for number in part] for part in parts)
    if any(number >= 60 for part in (first, second) for number in part[1:]):
        return
    yield _degrees(first), _degrees(second)


def _degrees(parts: list[float]) -> float:
    return sum(part / 60**power for power, part in enumerate(parts))


def _numbers(bare: str) -> Iterator[tuple[float, float]]:
    """Two numbers, parted wherever both sides can be read."""
    rest = _LABELS.sub(";", bare)
    rest = re.sub(r"[=:()\[\]°|&]", ";", rest)
    rest = re.sub(r"\s*;[\s;,]*", ";", rest).strip("; ,")
    if re.sub(r"[0-9.,;'/ ]", "", rest):
        return
    strong = [part.strip() for part in re.split("[;/]", rest) if part.strip(" ,.")]
    if len(strong) == 2:
        splits = [(strong[0], strong[1])]
    elif len(strong) == 1:
        splits = [(rest[: at.start()], rest[at.end() :]) for at in re.finditer(r",? |,|\. ", rest)]
    else:
        return
    for left, right in splits:
        for first in _readings(left.strip(" ,")):
            for second in _readings(right.strip(" ,")):
                yield first, second


def _readings(number: str) -> Iterator[float]:
    """What a written number may be: ``585.791`` is a number with decimals or one with thousands."""
    if _PLAIN.fullmatch(number):
        yield float(number.replace(",", "."))
    grouped = _GROUPED.fullmatch(number)
    if grouped:
        whole = number
        decimals = ""
        if grouped[1] != " " or re.search(r"[.,]", number):
            tail = re.search(r"[.,]([0-9]+)$", number)
            if tail and tail[0][0] != grouped[1]:
                whole, decimals = number[: tail.start()], tail[1]
        yield float(re.sub("[^0-9]", "", whole) + "." + (decimals or "0"))
