"""Numbers, dates and coordinates as Vietnamese documents write them: 2.159,6 m²; 21/11/2026; X (bắc) first."""

from __future__ import annotations

from datetime import datetime

from sdi import wording

_MARKS = str.maketrans(",.", ".,")
_THIN = "\N{NO-BREAK SPACE}"


def number(value: float, digits: int = 0) -> str:
    """``2159.63`` with one digit → ``2.159,6``."""
    return f"{value:,.{digits}f}".translate(_MARKS)


def measure(value: float) -> str:
    """A length or an area with as many digits as mean something: 12.345 · 123,4 · 1,23 · 0,012."""
    size = abs(value)
    return number(value, 0 if size >= 1000 or value == 0 else 1 if size >= 100 else 2 if size >= 1 else 3)


def percent(value: float) -> str:
    """``3.456`` → ``3,5 %``; what is not nothing never reads as 0, what is not all never as 100."""
    if 0 < value < 0.05:
        return f"dưới{_THIN}0,1{_THIN}%"
    if 99.95 <= value < 100:
        return f"trên{_THIN}99,9{_THIN}%"
    digits = 0 if float(value).is_integer() else 1
    return f"{number(value, digits)}{_THIN}%"


def area(m2: float) -> str:
    """Square metres, hectares from 10 ha on."""
    return f"{number(m2 / 10_000, 1)}{_THIN}ha" if abs(m2) >= 100_000 else f"{measure(m2)}{_THIN}m²"


def length(m: float) -> str:
    """Metres, kilometres from 10 km on."""
    return f"{number(m / 1000, 1)}{_THIN}km" if abs(m) >= 10_000 else f"{measure(m)}{_THIN}m"


def moment(value: datetime) -> str:
    """``14:05 ngày 21/11/2026``, local time."""
    return value.astimezone().strftime("%H:%M ngày %d/%m/%Y")


def size(value: int) -> str:
    """Bytes for people: ``3,4 MB``."""
    return wording.size(value).replace(" ", _THIN)


def place(easting: float, northing: float) -> str:
    """A point as surveyors write it, northing first: ``X 1.672.370,1; Y 585.791,0``."""
    return f"X {number(northing, 1)}; Y {number(easting, 1)}"
