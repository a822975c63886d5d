"""Coordinates as people type them into tables: 585.791,005 · 108°47'12,5"E · 108-47-12.5."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

_PLAIN = r"^[+-]?[0-9]+([.,][0-9]+)?$"
_GROUPS = re.compile(r"[+-]?\d{1,3}([.,' ])\d{3}(\1\d{3})*")
_DMS = re.compile(
    r"""^(?P<sign>[+-])?\s*(?P<before>[NSEWBĐTnsewbđt])?\s*
    (?P<degrees>\d{1,3})\s*[°º˚dD*\s:-]\s*
    (?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*(?:['′’‘m:\s-]\s*
    (?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:["″”“s]|''|’’|′′)?)?)?
    \s*(?P<after>[NSEWBĐTnsewbđt])?$""",
    re.VERBOSE,
)
_NEGATIVE = frozenset("SWT")
"""South, west, and Vietnamese T (tây); B (bắc) and Đ (đông) are north and east. N is read as north."""


def points(x: pa.Array, y: pa.Array) -> pa.Array:
    """WKB points out of two columns of text or numbers, null where either cannot be read.

    Args:
        x: Easting or longitude, as the profile declares it.
        y: Northing or latitude.

    Returns:
        Binary array (little-endian WKB, two-dimensional) of the same length.
    """
    east, north = _column(x, y), _column(y, x)
    good = np.isfinite(east) & np.isfinite(north)
    wkb = np.full(len(x), None, dtype=object)
    if good.any():
        wkb[good] = shapely.to_wkb(shapely.points(east[good], north[good]), byte_order=1)
    return pa.array(wkb, type=pa.binary())


def parse(text: str | None, partner: str | None = None) -> float | None:
    """One coordinate, or None when it cannot be read with certainty.

    A single separator is a decimal mark, unless the other coordinate of the same point uses it to group
    thousands (``585.791`` beside ``1.674.123``).

    Args:
        text: As it stands in the cell.
        partner: The other coordinate of the same point.
    """
    if text is None:
        return None
    text = text.strip().replace("\u00a0", " ").replace("\u202f", " ")
    if not text:
        return None
    number = _number(text, _grouping(partner))
    return number if number is not None else _angle(text)


def _column(values: pa.Array, partners: pa.Array) -> np.ndarray:
    if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
        return pc.cast(values, pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    partners = pc.cast(partners, pa.string())
    trimmed = pc.utf8_trim_whitespace(values)
    plain = pc.fill_null(pc.match_substring_regex(trimmed, _PLAIN), False)
    grouped = pc.fill_null(pc.greater(pc.count_substring_regex(partners, "[.,' ]"), 1), False)
    plain = pc.and_(plain, pc.invert(grouped))
    numbers = pc.cast(pc.replace_substring(pc.if_else(plain, trimmed, None), ",", "."), pa.float64())
    out = numbers.to_numpy(zero_copy_only=False).astype(np.float64, copy=True)
    for row in np.flatnonzero(~plain.to_numpy(zero_copy_only=False)):
        number = parse(values[row].as_py(), partners[row].as_py())
        out[row] = np.nan if number is None else number
    return out


def _grouping(partner: str | None) -> str | None:
    """The mark that groups thousands in the partner beyond doubt."""
    text = (partner or "").strip()
    match = _GROUPS.match(text)
    if match and (text.count(match[1]) > 1 or any(mark in text[match.end() :] for mark in ".,")):
        return match[1]
    return None


def _number(text: str, grouping: str | None) -> float | None:
    text = re.sub(r"\s*m\.?$", "", text)
    marks = [mark for mark in ".,' " if mark in text]
    if not marks:
        return _float(text)
    last = max(marks, key=text.rindex)
    if len(marks) == 1 and text.count(last) == 1 and last in ".," and last != grouping:
        return _float(text.replace(",", "."))
    whole, decimal, fraction = text, "", ""
    if len(marks) == 2 and text.count(last) == 1 and last in ".,":
        whole, decimal, fraction = text.rpartition(last)
    if not _GROUPS.fullmatch(whole) or (decimal and not fraction.isdigit()):
        return None
    return _float(re.sub(r"[.,' ]", "", whole) + ("." + fraction if fraction else ""))


def _angle(text: str) -> float | None:
    match = _DMS.match(text)
    if match is None:
        return None
    degrees = float(match["degrees"])
    minutes = float(match["minutes"].replace(",", "."))
    seconds = float((match["seconds"] or "0").replace(",", "."))
    letter = (match["before"] or match["after"] or "").upper()
    if minutes >= 60 or seconds >= 60 or degrees > 180 or (match["seconds"] and minutes % 1):
        return None
    negative = (match["sign"] == "-") != (letter in _NEGATIVE)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if negative else value


def _float(text: str) -> float | None:
    try:
        value = float(text) if re.fullmatch(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?|[+-]?\.\d+", text) else None
    except ValueError:
        return None
    return value
