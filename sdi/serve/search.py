"""``/portal/search``: one box for parcels, names, decisions and coordinates; ``/portal/here`` beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.publish.configuration import CRS84
from sdi.search.coordinates import Position, positions
from sdi.serve.here import here
from sdi.serve.negotiation import begin, language, respond
from sdi.serve.problems import Problem
from sdi.serve.projection import Projection
from sdi.serve.search_desk import Knowledge
from sdi.wording import number, wording

PARAMETERS = ("q", "limit")
RESULTS, MAX_RESULTS = 10, 50
MAX_QUERY = 200
"""Characters of a question that are read."""


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    return [Route("/portal/search", search), Route("/portal/here", here)]


async def search(request: Request) -> Response:
    """What a text may mean."""
    edition, _ = begin(request, parameters=PARAMETERS)
    known: Knowledge = request.app.state.search.of(edition)
    asked = request.query_params.get("q", "")
    limit = _limit(request.query_params.get("limit"))
    spoken = language(request, "json")
    results = _coordinates(known, asked[:MAX_QUERY], spoken)[:limit]
    document: dict[str, Any] = {"query": asked, "results": results}
    if not results:
        document["help"] = wording("search.help").get(spoken)
    return respond(request, edition, "json", document, {}, "")


def _limit(given: str | None) -> int:
    if given is None:
        return RESULTS
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:9]) <= MAX_RESULTS:
        raise Problem(400, wording("search.bad_limit", most=MAX_RESULTS))
    return int(given)


def _coordinates(known: Knowledge, text: str, language: str) -> list[dict[str, Any]]:
    province = known.edition.project.province
    crs84 = known.source.projections[CRS84]
    return [_position(found, crs84, language) for found in positions(text, province.extent, known.degrees)]


def _position(found: Position, crs84: Projection, language: str) -> dict[str, Any]:
    given = shapely.Point(found.x, found.y)
    if found.degrees:
        lonlat, stored = given, crs84.stored(given)
    else:
        lonlat, stored = crs84.flat(np.array([given], dtype=object))[0], given
    lon, lat = round(lonlat.x, 9), round(lonlat.y, 9)
    return {
        "kind": "coordinates",
        "title": _metres(stored, language),
        "subtitle": _degrees(lon, lat, language),
        "layer": None,
        "id": None,
        "center": [lon, lat],
        "bbox": [lon, lat, lon, lat],
        "storage": [round(stored.x, 3), round(stored.y, 3)],
        "slip": None,
        "href": None,
    }


def _metres(stored: shapely.Point, language: str) -> str:
    north, east = (number(value, 2, language) for value in (stored.y, stored.x))
    return wording("search.position", north=north, east=east).get(language)


def _degrees(lon: float, lat: float, language: str) -> str:
    return wording("search.lonlat", lon=number(lon, 6, language), lat=number(lat, 6, language)).get(language)
