"""Instants, intervals, boxes and geometries as both encodings write them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

import orjson
import shapely

from sdi.db.cql2.tree import At, Box, FilterError, Interval, Node, Property, Shape, Value, shape, shown

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})", re.ASCII)
_MICROSECONDS = re.compile(r"(\.\d{6})\d+")
_GEOJSON = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection")


def day(text: object, at: At) -> Value:
    """``2026-06-30``."""
    if not isinstance(text, str) or not _DATE.fullmatch(text):
        raise FilterError("bad_day", at)
    try:
        return Value(date.fromisoformat(text), at=at)
    except ValueError as error:
        raise FilterError("no_day", at, text=text) from error


def moment(text: object, at: At) -> Value:
    """``2026-06-30T12:00:00Z``; other zones become UTC, a leap second and digits after microseconds are cut off."""
    if not isinstance(text, str) or not _TIMESTAMP.fullmatch(text):
        raise FilterError("bad_moment", at)
    try:
        found = datetime.fromisoformat(_MICROSECONDS.sub(r"\1", text.upper()).replace(":60", ":59"))
        return Value(found.astimezone(UTC).replace(tzinfo=None), at=at)
    except (ValueError, OverflowError) as error:
        raise FilterError("no_moment", at, text=shown(text)) from error


def instant(text: str, at: At) -> Value:
    """A date or a timestamp."""
    return day(text, at) if _DATE.fullmatch(text) else moment(text, at)


def interval(ends: Sequence[object], at: At) -> Interval:
    """An interval of two ends: texts, ``..``, or properties.

    Raises:
        FilterError: The ends are not two, or no instants, or in the wrong order.
    """
    if len(ends) != 2:
        raise FilterError("interval_ends", at)
    found: list[Property | Value | None] = []
    for end in ends:
        if isinstance(end, Property):
            found.append(end)
        elif isinstance(end, str):
            found.append(None if end == ".." else instant(end, at))
        else:
            raise FilterError("interval_end", at)
    first, last = (_moment_of(end) for end in found)
    if first is not None and last is not None and first > last:
        raise FilterError("interval_order", at)
    return Interval(*found, at=at)


def _moment_of(end: Node | None) -> datetime | None:
    if not isinstance(end, Value):
        return None
    value = end.value
    assert isinstance(value, date)
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)


def box(numbers: Sequence[object], at: At) -> Box:
    """A box of four or six numbers."""
    found = [float(number) for number in numbers if isinstance(number, int | float) and not isinstance(number, bool)]
    if len(found) != len(numbers) or len(found) not in (4, 6) or not all(map(math.isfinite, found)):
        raise FilterError("bad_box", at)
    return Box(tuple(found), at=at)


def from_wkt(wkt: str, at: At) -> Shape:
    """A geometry as WKT."""
    try:
        return shape(shapely.from_wkt(wkt), at)
    except shapely.errors.ShapelyError as error:
        raise FilterError("bad_wkt", at, reason=shown(str(error))) from error


def from_geojson(document: dict[str, object], at: At) -> Shape:
    """A geometry as GeoJSON."""
    if document.get("type") not in _GEOJSON:
        raise FilterError("no_geometry_type", at, type=shown(str(document.get("type"))))
    try:
        return shape(shapely.from_geojson(orjson.dumps(document)), at)
    except (shapely.errors.ShapelyError, orjson.JSONEncodeError, TypeError) as error:
        raise FilterError("bad_geojson", at, reason=shown(str(error))) from error
