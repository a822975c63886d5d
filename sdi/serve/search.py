"""``/portal/search``: one box for parcels, names, decisions and coordinates; ``/portal/here`` beside it."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.serve.finding import Finder
from sdi.serve.here import here
from sdi.serve.negotiation import begin, language, respond
from sdi.serve.problems import Problem
from sdi.serve.search_desk import Knowledge
from sdi.wording import wording

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
    asked = request.query_params.get("q", "").replace("\0", " ")
    limit = _limit(request.query_params.get("limit"))
    spoken = language(request, "json")
    results, message = await Finder(known, await known.ground(), spoken).find(asked[:MAX_QUERY].strip(), limit)
    document: dict[str, Any] = {"query": asked, "results": results, "message": message}
    if not results:
        document["help"] = wording("search.help").get(spoken)
    return respond(request, edition, "json", document, {}, "")


def _limit(given: str | None) -> int:
    if given is None:
        return RESULTS
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:9]) <= MAX_RESULTS:
        raise Problem(400, wording("search.bad_limit", most=MAX_RESULTS))
    return int(given)
