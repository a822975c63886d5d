"""Query parameters of the catalogue become a question: OGC 20-004r1, 7.5, and sorting."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import shapely

from sdi.catalogue.searching import SORTABLES, Asked
from sdi.publish.configuration import DEFAULT_ITEMS, MAX_ITEMS, MAX_OFFSET
from sdi.serve.problems import Problem
from sdi.serve.question import box_numbers, integer_of, interval_of
from sdi.wording import wording

PARAMETERS = ("q", "bbox", "datetime", "type", "ids", "externalIds", "sortby", "limit", "offset")
"""Query parameters of ``/items`` beside those of every resource."""


@dataclass(frozen=True)
class Question:
    """What is asked, and which page of the answer."""

    asked: Asked
    limit: int
    offset: int


def read_question(given: Mapping[str, str]) -> Question:
    """The question that parameters stand for.

    Raises:
        Problem: 400, a value cannot be one of its parameter.
    """
    first, last = interval_of(given["datetime"]) if given.get("datetime") else (None, None)
    asked = Asked(
        terms=_list(given, "q"),
        area=_area(given.get("bbox")),
        first=first,
        last=last,
        types=_list(given, "type"),
        ids=_list(given, "ids"),
        external=_list(given, "externalIds"),
        order=_order(given.get("sortby")),
    )
    limit = min(integer_of(given, "limit", DEFAULT_ITEMS, least=1), MAX_ITEMS)
    return Question(asked, limit, min(integer_of(given, "offset", 0, least=0), MAX_OFFSET))


def _list(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Values between commas; a parameter without one asks for nothing, as a form sends it."""
    return tuple(part.strip() for part in given.get(name, "").split(",") if part.strip())


def _order(text: str | None) -> tuple[str, ...]:
    # A plus that nobody encoded is a space by the time it is here
    names = tuple(part.strip() for part in (text or "").split(",") if part.strip())
    if any(name.lstrip("+-") not in SORTABLES for name in names):
        raise Problem(400, wording("catalogue.bad_sort", offered=", ".join(SORTABLES)))
    return names


def _area(text: str | None) -> shapely.Geometry | None:
    """A box in CRS84; it may cross the antimeridian."""
    if not text:
        return None
    numbers = box_numbers(text)
    if not all(map(math.isfinite, numbers)):
        raise Problem(400, wording("problems.bbox_finite"))
    half = len(numbers) // 2
    west, south, east, north = *numbers[:2], *numbers[half : half + 2]
    if south > north:
        raise Problem(400, wording("problems.bbox_corners"))
    if west <= east:
        return shapely.box(west, south, east, north)
    return shapely.union(shapely.box(west, south, 180, north), shapely.box(-180, south, east, north))
