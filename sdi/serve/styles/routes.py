"""OGC API – Styles under ``/api``: lists, styles in every format, metadata, legends, sprites.

An edition holds the styles of what its audience is shown, so what somebody may not see has no style here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.publish.styling import forms_of
from sdi.serve.editions import Edition
from sdi.serve.negotiation import begin, language, respond
from sdi.serve.problems import Problem
from sdi.serve.styles.documents import (
    encodings,
    legend_document,
    legend_groups,
    list_document,
    metadata_document,
)
from sdi.styles import glyphs, maplibre, pictures, qml, sld
from sdi.styles.legend import map_entries
from sdi.styles.model import MapStyle, denominator
from sdi.wording import wording

_RATIOS = {"": 1, "@2x": 2}


def routes() -> list[Route]:
    """Routes of styles, relative to the root of the application."""
    one = "/api/styles/{style}"
    return [
        Route("/api/styles", styles),
        Route("/api/collections/{collection}/styles", styles),
        Route(one, style),
        Route(f"{one}/metadata", metadata),
        Route(f"{one}/legend", legend),
        Route(f"{one}/sprite{{ratio}}.json", sprite),
        Route(f"{one}/sprite{{ratio}}.png", sprite),
        Route(f"{one}/sprite.json", sprite),
        Route(f"{one}/sprite.png", sprite),
        Route("/api/glyphs/{fonts}/{start:int}-{end:int}.pbf", letters),
    ]


async def styles(request: Request) -> Response:
    """All styles, or those of a collection."""
    edition, form = begin(request)
    name = request.path_params.get("collection")
    shown = [
        style
        for style in edition.styles.values()
        if name is None or style.id == name or name in {layer.layer for layer in style.layers}
    ]
    shown.sort(key=lambda style: style.id != name)
    document = list_document(edition, shown, name, language(request, form))
    signs = {style.id: _signs(style) for style in shown}
    return _answer(request, edition, form, document, "application/json", "styles.html", collection=name, signs=signs)


async def style(request: Request) -> Response:
    """One style, in the format that is asked for."""
    edition, found = _edition(request), _style(request)
    offered = encodings(found)
    _, form = begin(request, *offered)
    spoken = language(request, form)
    if form == "html":
        document = legend_document(edition, found, spoken)
        scales = {layer.layer: denominator(layer.zooms[0]) for layer in found.layers}
        context = {"style": found, "encodings": offered, "scales": scales}
        return _answer(request, edition, form, document, "", "style.html", **context)
    form = "mapbox" if form == "json" else form
    media_type, _ = offered[form]
    return _answer(request, edition, form, _WRITERS[form](found, edition, spoken), media_type, "")


async def metadata(request: Request) -> Response:
    """What a style is."""
    edition, form = begin(request)
    found = _style(request)
    if form == "html":
        return await style(request)
    document = metadata_document(edition, found, language(request, form))
    return _answer(request, edition, form, document, "application/json", "")


async def legend(request: Request) -> Response:
    """The legend of a style, as document, page or picture."""
    edition, form = begin(request, "svg", "png")
    found = _style(request)
    spoken = language(request, form)
    if form == "html":
        return await style(request)
    if form == "json":
        return _answer(request, edition, form, legend_document(edition, found, spoken), "application/json", "")
    svg = pictures.legend_svg(legend_groups(found, spoken))
    if form == "svg":
        return _answer(request, edition, form, svg, "image/svg+xml", "")
    return _answer(request, edition, form, await run_in_threadpool(_png, svg, 2), "image/png", "")


async def sprite(request: Request) -> Response:
    """The images of a style in one picture, or where each lies in it."""
    edition, found = _edition(request), _style(request)
    ratio = _RATIOS.get(request.path_params.get("ratio", ""))
    if ratio is None:
        raise Problem(404, wording("problems.no_page"))
    places, svg = pictures.sprite(maplibre.images(found), ratio)
    if request.url.path.endswith(".json"):
        return _answer(request, edition, "json", places, "application/json", "")
    return _answer(request, edition, "png", await run_in_threadpool(_png, svg, ratio), "image/png", "")


def _signs(style: MapStyle) -> list[str]:
    """The first signs of a legend, for a list of styles."""
    found = [entry.svg for _, entries in map_entries(style, "vi") for entry in entries]
    return list(dict.fromkeys(found))[:8]


async def letters(request: Request) -> Response:
    """A range of letters of the first font of a list that there is; the same for everybody, and for long."""
    names = [name.strip() for name in request.path_params["fonts"].split(",")]
    font = next((name for name in names if name in glyphs.FACES), None)
    start, end = request.path_params["start"], request.path_params["end"]
    if font is None or start % glyphs.RANGE or end != start + glyphs.RANGE - 1 or end > 0xFFFF:
        raise Problem(404, wording("problems.no_page"))
    body = await run_in_threadpool(glyphs.glyph_range, font, start)
    return Response(body, media_type="application/x-protobuf", headers={"Cache-Control": "public, max-age=86400"})


def _mapbox(found: MapStyle, edition: Edition, spoken: str) -> Any:
    return maplibre.style_document(found, edition.base_url, spoken)


def _sld(found: MapStyle, edition: Edition, spoken: str) -> Any:
    return sld.document(found, spoken)


def _qml(found: MapStyle, edition: Edition, spoken: str) -> Any:
    (layer,) = found.layers
    fields = forms_of(edition.project, edition.project.layers[layer.layer], edition.audience, spoken)
    return qml.document(layer, fields, spoken)


_WRITERS: dict[str, Callable[[MapStyle, Edition, str], Any]] = {"mapbox": _mapbox, "sld11": _sld, "qml": _qml}


@lru_cache(maxsize=256)
def _png(svg: str, ratio: int) -> bytes:
    return pictures.png(svg, ratio)


def _edition(request: Request) -> Edition:
    edition: Edition = request.app.state.edition(request)
    return edition


def _style(request: Request) -> MapStyle:
    found = _edition(request).styles.get(request.path_params["style"])
    if found is None:
        raise Problem(404, wording("styles.none"))
    return found


def _answer(
    request: Request, edition: Edition, form: str, content: Any, media_type: str, template: str, **context: Any
) -> Response:
    """The answer, or that the client has it; a style is made again each time, which is cheaper than to keep it."""
    return respond(request, edition, form, content, {"Content-Type": media_type}, template, **context)
