"""``/developers``: examples that run against this server, each with what is published now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.serve.problems import Problem
from sdi.serve.site.asking import Asked
from sdi.serve.site.examples import TOOLS, Known, examples
from sdi.serve.site.kept import ask
from sdi.wording import wording

MARGIN_M = 50.0
"""Around the feature of the examples."""


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    return [Route("/developers", developers)]


async def developers(request: Request) -> Response:
    """The page."""
    return await run_in_threadpool(_developers, Asked.of(request))


def _developers(asked: Asked) -> Response:
    known = next(_known(asked), None)
    if known is None:
        raise Problem(404, wording("site.no_layer"))
    shown = examples(known, wording("site.example_note").get(asked.language))
    groups = [(tool, [one for one in shown if one.tool == tool]) for tool in TOOLS]
    document = {
        "api": known.api,
        "openapi": f"{known.api}/openapi",
        "examples": [asdict(one) | {"title": wording(f"site.example_{one.id}").get(asked.language)} for one in shown],
    }
    return asked.answer("developers.html", document, known=known, tools=groups)


def _known(asked: Asked) -> Iterator[Known]:
    """What examples can be made of, best first: the layer of parcels, then whatever has a geometry."""
    parcels = asked.site.statistics.parcels
    first = [parcels.layer] if parcels and asked.layer(parcels.layer) else []
    for name in dict.fromkeys([*first, *asked.edition.collections]):
        if asked.project.collections[name].overlays_of:
            continue
        [rows] = asked.rows(ask("first", name))
        for feature, west, south, east, north in rows:
            if west is None:
                continue
            box = asked.box((west - MARGIN_M, south - MARGIN_M, east + MARGIN_M, north + MARGIN_M))
            assert box is not None
            yield Known(asked.edition.base_url, name, feature, box, asked.tells_slips and name in first)
