"""What every resource of the API does first and last: who asks, in which format and language, and the answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from sdi.model import Audience
from sdi.serve import caching
from sdi.serve.access import VARY, is_public
from sdi.serve.editions import Edition
from sdi.serve.pages import render
from sdi.serve.problems import Problem
from sdi.wording import LANGUAGES, wording

RETRY_AFTER_S = "5"
"""When to come back after 503: most interruptions are shorter."""

_MEDIA_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/ld+json": "jsonld",
    "text/csv": "csv",
    "application/pdf": "pdf",
    "application/flatgeobuf": "fgb",
    "application/geopackage+sqlite3": "gpkg",
    "application/vnd.apache.parquet": "parquet",
    "application/zip": "shp",
    "image/vnd.dxf": "dxf",
    "application/vnd.mapbox.style+json": "mapbox",
    "application/vnd.ogc.sld+xml": "sld11",
    "application/vnd.qgis.qml": "qml",
    "image/svg+xml": "svg",
    "image/png": "png",
    "application/json": "json",
    "application/geo+json": "json",
    "application/schema+json": "json",
}


def language(request: Request, form: str) -> str:
    """Language of an answer: ``lang``; else pages are Vietnamese, and programs get what they accept."""
    accepted = [] if form == "html" else request.headers.get("accept-language", "").split(",")
    codes = [request.query_params.get("lang", ""), *(part.split(";")[0] for part in accepted)]
    short = (code.strip().lower()[:2] for code in codes)
    return next((code for code in short if code in LANGUAGES), LANGUAGES[0])


def negotiate(request: Request, *extra: str) -> str:
    """Format of an answer: ``f``, else the best of ``Accept``, else JSON.

    Raises:
        Problem: ``f`` names a format that this resource does not have.
    """
    offered = ("json", "html", *extra)
    asked = request.query_params.get("f")
    if asked:
        if asked not in offered:
            raise Problem(400, wording("problems.no_format", asked=asked, offered=", ".join(offered)))
        return asked
    for media_type in _by_quality(request.headers.get("accept", "")):
        if _MEDIA_TYPES.get(media_type) in offered:
            return _MEDIA_TYPES[media_type]
    return "json"


def _by_quality(accept: str) -> list[str]:
    weighted = []
    for part in accept.split(","):
        media_type, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((value[2:] for value in parameters if value.startswith("q=")), "1")
        try:
            weighted.append((-float(quality), media_type))
        except ValueError:
            continue
    return [media_type for _, media_type in sorted(weighted, key=lambda pair: pair[0])]


def begin(request: Request, *formats: str, parameters: Iterable[str] = ()) -> tuple[Edition, str]:
    """The edition of who asks, and the format; unknown query parameters are an error.

    Raises:
        Problem: Unknown key, format, parameter or language.
    """
    edition: Edition = request.app.state.edition(request)
    form = negotiate(request, *formats)
    name = request.path_params.get("collection")
    if name is not None:
        edition.require(name)
    require_known(request.query_params, {"f", "lang", *parameters})
    require_language(request)
    return edition, form


def require_known(given: Iterable[str], known: Iterable[str]) -> None:
    """Refuse parameters that a resource does not have.

    Raises:
        Problem: One of those given is unknown; all that are, are named.
    """
    unknown = sorted({*given} - {*known})
    if unknown:
        raise Problem(400, wording("problems.no_parameter", names=", ".join(unknown)))


def require_language(request: Request) -> None:
    """Refuse a language that nothing is written in.

    Raises:
        Problem: ``lang`` names it.
    """
    asked = request.query_params.get("lang", LANGUAGES[0])
    if asked.lower()[:2] not in LANGUAGES:
        raise Problem(400, wording("problems.no_language", asked=asked, offered=", ".join(LANGUAGES)))


def respond(
    request: Request,
    edition: Edition,
    form: str,
    document: Any,
    headers: dict[str, str],
    template: str,
    **context: Any,
) -> Response:
    """The document, or the page that ``template`` makes of it; of ``headers`` those that clients need are kept."""
    kept = {key: value for key, value in headers.items() if key in ("Content-Crs", "Content-Disposition")}
    spoken = language(request, form)
    media_type = headers.get("Content-Type", "application/json")
    if form != "html" and request.method in ("GET", "HEAD"):
        return caching.answered(request, _bytes_of(document), media_type, spoken, kept)
    kept |= {"Content-Language": spoken, "Vary": f"Accept, Accept-Language, {VARY}"}
    if not is_public(request):
        kept["Cache-Control"] = "private, no-store"
    if form == "html":
        return render(request, template, edition=edition, document=document, headers=kept, **context)
    return Response(_bytes_of(document), media_type=media_type, headers=kept)


def _bytes_of(document: Any) -> bytes:
    if isinstance(document, bytes):
        return document
    return document.encode() if isinstance(document, str) else orjson.dumps(document, default=str)


def apologise(request: Request, problem: Problem) -> Response:
    """A problem as a document, or as a page for people; always as the public sees it."""
    html = _wants_page(request)
    spoken = language(request, "html" if html else "json")
    headers = {"Content-Language": spoken, "Vary": f"Accept, Accept-Language, {VARY}"}
    if problem.status == 503:
        headers["Retry-After"] = RETRY_AFTER_S
    if problem.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="sdi"'
    headers |= problem.headers
    if html:
        edition = request.app.state.editions.of(Audience.PUBLIC)
        return render(request, "error.html", edition=edition, status=problem.status, headers=headers, problem=problem)
    body = orjson.dumps(problem.document(spoken))
    return Response(body, status_code=problem.status, media_type="application/problem+json", headers=headers)


def _wants_page(request: Request) -> bool:
    try:
        return negotiate(request, "jsonld", "csv") == "html"
    except Problem:
        return "text/html" in request.headers.get("accept", "") and "f" not in request.query_params
