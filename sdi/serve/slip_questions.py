"""What is asked for in an address or a body: a parcel, corners, a polygon; days, language."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast

import numpy as np
import shapely

from sdi.crs import Reprojector
from sdi.crs.names import name_of
from sdi.crs.operations import authority_crs
from sdi.model import Province
from sdi.overlay.drawn import BadPolygon, Drawn, accept, polygons_of
from sdi.serve import limits
from sdi.serve.problems import Problem
from sdi.slip.build import Language, Question
from sdi.wording import LANGUAGES, Wording, wording

PARAMETERS = ("as-of", "compare")
CORNER_PARAMETERS = ("corners", "crs", "order")
ORDERS = ("xy", "en")
"""Which coordinate comes first: ``xy`` X (north) before Y (east), ``en`` easting before northing."""


def question(subject: str | Drawn, values: Mapping[str, Any], language: str) -> Question:
    """The question about a subject.

    Raises:
        Problem: A day is none.
    """
    return Question(
        subject, cast(Language, language), _day(values.get("as-of"), "as-of"), _day(values.get("compare"), "compare")
    )


def corners_of(values: Mapping[str, Any], province: Province) -> Drawn:
    """The polygon of a list of corners: numbers ``X,Y;X,Y;…`` in a projected CRS of the province.

    Raises:
        Problem: It is no list of corners, or an unknown CRS or order.
        BadPolygon: The corners enclose nothing, or lie outside the province.
    """
    order = str(values.get("order", ORDERS[0]))
    if order not in ORDERS:
        raise Problem(400, wording("slip.bad_order", offered=", ".join(ORDERS)))
    code = _code(values.get("crs"), province)
    points = np.array(list(_pairs(values.get("corners"))))
    if len(points) > 1 and (points[0] == points[-1]).all():
        points = points[:-1]
    if not 3 <= len(points) <= limits.SLIP_CORNERS:
        raise Problem(400, wording("slip.corners_count", most=limits.SLIP_CORNERS))
    eastings, northings = (points[:, 1], points[:, 0]) if order == "xy" else (points[:, 0], points[:, 1])
    east, north = Reprojector(code, province.crs, province.datum_operation).points(eastings, northings)
    polygon = polygons_of([shapely.Polygon(np.column_stack([east, north]))])
    try:
        return accept(polygon, province)
    except BadPolygon as error:
        west, south, right, top = province.extent
        turned = shapely.bounds(polygon)[[1, 0, 3, 2]]
        if turned[0] >= west and turned[1] >= south and turned[2] <= right and turned[3] <= top:
            other = ORDERS[1 - ORDERS.index(order)]
            raise BadPolygon(wording("slip.swapped"), wording("slip.swap", other=other)) from error
        raise


def axes(province: Province) -> dict[int, Wording]:
    """Projected CRSs in which corners may be given, by EPSG code, the provincial one first."""
    codes = [province.crs, *(code for code in province.axes if code != province.crs)]
    named = {code: Wording(name_of(code), authority_crs(code).name) for code in codes}
    return {code: name for code, name in named.items() if name.startswith("VN-2000,")}


def listed(province: Province) -> Wording:
    """The same as a list for people."""
    names = axes(province).items()
    return Wording(*("; ".join(f"EPSG:{code} ({name.get(spoken)})" for code, name in names) for spoken in LANGUAGES))


def _code(given: Any, province: Province) -> int:
    offered = axes(province)
    if given in (None, ""):
        return province.crs
    digits = re.fullmatch(r"(?:EPSG:|http://www\.opengis\.net/def/crs/EPSG/0/)?([0-9]{4,6})", str(given))
    if digits is None or int(digits[1]) not in offered:
        raise Problem(400, wording("slip.no_axis", given=given, axes=listed(province)))
    return int(digits[1])


def _pairs(corners: Any) -> Iterable[tuple[float, float]]:
    """From ``X,Y;X,Y`` with points, or from lists of two numbers. Decimal commas go with spaces between X and Y."""
    rows: Sequence[Any] = re.split(r"[;\n|]+", corners.strip(" ;\n")) if isinstance(corners, str) else corners or ()
    if not isinstance(rows, list | tuple):
        raise Problem(400, wording("slip.corners_pairs"))
    for row in rows:
        cells = _cells(row) if isinstance(row, str) else row
        try:
            first, second = (float(cell) for cell in cells)
        except (TypeError, ValueError) as error:
            raise Problem(400, wording("slip.bad_corner", row=row)) from error
        if not math.isfinite(first + second):
            raise Problem(400, wording("slip.infinite_corner", row=row))
        yield first, second


def _cells(row: str) -> list[str]:
    parts = row.split()
    if len(parts) == 2:  # 1672558,58 584871,98
        return [part.strip(",").replace(",", ".") for part in parts]
    return row.split(",")


def _day(given: Any, name: str) -> date | None:
    if given in (None, ""):
        return None
    text = str(given)
    try:
        if turned := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
            return date(int(turned[3]), int(turned[2]), int(turned[1]))
        return date.fromisoformat(text)
    except ValueError as error:
        raise Problem(400, wording("slip.bad_day", name=name, text=text)) from error
