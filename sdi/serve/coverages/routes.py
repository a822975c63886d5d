"""Coverages and maps of raster layers under ``/api/collections/{collection}``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import cast

import numpy as np
import orjson
import shapely
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from sdi.publish.configuration import CRS84
from sdi.raster.cog import MEDIA_TYPE as COG
from sdi.raster.coloring import Form, encoded, painted
from sdi.raster.reading import Target, heights_at, read
from sdi.raster.writing import geotiff
from sdi.serve import access, caching
from sdi.serve.coverages import documents, maptiles, question
from sdi.serve.coverages.desk import CoverageDesk, Surface, coverage_layer, readable
from sdi.serve.coverages.question import Answer
from sdi.serve.editions import Edition
from sdi.serve.negotiation import language, require_known, require_language
from sdi.serve.problems import Problem
from sdi.serve.projection import Projections
from sdi.wording import wording

FORMS = {
    "geotiff": documents.GEOTIFF, "cog": COG, "json": documents.COVERAGEJSON, "png": "image/png",
}  # fmt: skip
"""Formats of a coverage: ``f`` → media type."""

_CALLED = {"gtiff": "geotiff", "tiff": "geotiff", "coveragejson": "json", "covjson": "json"}
"""Other names of formats that clients use."""

_ACCEPTED = (
    ("application/prs.coverage+json", "json"), ("application/vnd.cov+json", "json"), ("application/json", "json"),
    ("image/tiff", "geotiff"), ("image/png", "png"), ("text/html", "png"),
)  # fmt: skip

_POINT = re.compile(r"\s*POINT\s*Z?\s*\(\s*(\S+)\s+([^\s)]+)(?:\s+[^\s)]+)?\s*\)\s*", re.IGNORECASE)


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    one = "/api/collections/{collection}"
    return [
        Route(f"{one}/coverage", coverage),
        Route(f"{one}/coverage/schema", range_schema),
        Route(f"{one}/map", map_image),
        Route(f"{one}/map/legend", legend),
        Route(f"{one}/position", position),
        Route(f"{one}/sheets/{{sheet:path}}", sheet_file),
        *maptiles.routes(),
    ]


async def coverage(request: Request) -> Response:
    """Pixels of a part, in a CRS and a size that are asked for."""
    edition = _begin(request, *question.COVERAGE)
    form = _form(request)
    most = question.MAX_JSON_CELLS if form == "json" else question.MAX_CELLS
    surface, answer = await _answer(
        request,
        edition,
        lambda values, surface, projections: question.coverage(values, surface, projections, most=most),
    )
    spoken = language(request, "json")
    etag = caching.tag(surface.content, repr(answer.target), form, spoken, edition.version, caching.coding(request))
    if caching.has(request, etag):
        return caching.not_modified(request, etag)
    desk: CoverageDesk = request.app.state.coverages
    body = await desk.work(lambda: _coverage(edition, surface, answer, form, spoken))
    return _sent(request, body, FORMS[form], etag, answer)


async def map_image(request: Request) -> Response:
    """A picture of just the box that is asked for."""
    edition = _begin(request, *question.MAP, forms=("png", "webp"))
    form = request.query_params.get("f", "png")
    surface, answer = await _answer(
        request,
        edition,
        lambda values, surface, projections: question.map_image(values, surface.extent, projections),
    )
    sheets = question.sheets(request.url.query)
    if sheets is not None:
        surface = surface.only(sheets)
    etag = caching.tag("map", surface.content, repr(answer.target), form, edition.version)
    if caching.has(request, etag):
        return caching.not_modified(request, etag)
    desk: CoverageDesk = request.app.state.coverages
    body = await desk.work(lambda: encoded(maptiles.drawn(edition, surface, answer.target), cast(Form, form)))
    return _sent(request, body, f"image/{form}", etag, answer)


async def position(request: Request) -> Response:
    """Values at a place, as OGC API – EDR asks for them: ``coords=POINT(108.79 15.12)``."""
    edition = _begin(request, "coords", "crs", "as-of", forms=("json", "coveragejson", "covjson"))
    projections = _projections(request, edition)
    uri = request.query_params.get("crs", CRS84)
    if uri not in projections:
        raise Problem(400, wording("problems.no_crs", asked=uri[:120], offered=", ".join(projections)))
    projection = projections[uri]
    text = request.query_params.get("coords", "")
    match = _POINT.fullmatch(text)
    try:
        first, second = (float(part) for part in match.groups()) if match else (np.nan, np.nan)
    except ValueError:
        first = second = np.nan
    if not np.isfinite(first + second):
        raise Problem(400, wording("rasters.bad_point", text=text[:80]))
    place = (second, first) if projection.swapped else (first, second)
    stored = projection.stored(shapely.Point(first, second))
    desk: CoverageDesk = request.app.state.coverages
    surface = await run_in_threadpool(desk.surface, edition, _name(request), question.day(request.query_params))
    values = await desk.work(lambda: _values_at(edition, surface, (stored.x, stored.y)))
    answer = Answer(Target(projection.epsg, (*place, *place), 1, 1), projection)
    document = documents.position_json(values, place, answer, surface.layer, language(request, "json"))
    body = orjson.dumps(document)
    return _sent(request, body, documents.COVERAGEJSON, caching.tag_of_bytes(request, body), answer)


async def range_schema(request: Request) -> Response:
    """What the bands mean."""
    edition = _begin(request, forms=("json",))
    layer, spoken = coverage_layer(edition, _name(request)), language(request, "json")
    address = f"{edition.base_url}/collections/{layer.id}/coverage/schema"
    body = orjson.dumps(documents.range_schema(layer, address, spoken))
    return caching.answered(request, body, "application/schema+json", spoken)


async def legend(request: Request) -> Response:
    """The colours, as a document or a drawing."""
    edition = _begin(request, forms=("json", "svg"))
    layer, spoken = coverage_layer(edition, _name(request)), language(request, "json")
    if request.query_params.get("f", "json") == "svg":
        body, media_type = documents.legend_svg(layer, spoken).encode(), "image/svg+xml"
    else:
        body, media_type = orjson.dumps(documents.legend(layer, spoken)), "application/json"
    return caching.answered(request, body, media_type, spoken)


async def sheet_file(request: Request) -> Response:
    """A sheet's file, whole or in parts: GDAL and QGIS read it where it lies (``/vsicurl``)."""
    edition = _begin(request, "as-of", forms=())
    desk: CoverageDesk = request.app.state.coverages
    surface = await run_in_threadpool(desk.surface, edition, _name(request), question.day(request.query_params))
    name = request.path_params["sheet"]
    found = next((sheet for sheet in surface.sheets if sheet.feature_id == name), None)
    if found is None:
        raise Problem(404, wording("rasters.no_sheet", name=name[:80]))
    etag = f'"{found.file}"'
    if caching.has(request, etag):
        return caching.not_modified(request, etag)
    path = desk.shelf.path(found.file)
    try:
        state = path.stat()
    except FileNotFoundError:
        raise Problem(503, wording("rasters.file_away")) from None
    headers = {"ETag": etag, "Vary": access.VARY, "Cache-Control": _age(request)}
    kept = "".join(c if c.isalnum() and c.isascii() else "-" for c in f"{surface.layer.id}-{name}")
    return FileResponse(path, media_type=COG, headers=headers, stat_result=state, filename=f"{kept}.tif")


def _coverage(edition: Edition, surface: Surface, answer: Answer, form: str, spoken: str) -> bytes:
    province = edition.project.province
    raster = surface.raster
    pixels = read(surface.files, answer.target, province.crs, province.datum_operation, raster.resampling)
    if raster.kind == "image" and len(pixels) == 1:
        pixels = np.zeros((4, *pixels.shape[1:]), dtype=np.uint8)
    if form == "json":
        return orjson.dumps(documents.coverage_json(pixels, answer, surface.layer, spoken))
    if form == "png":
        return encoded(painted(pixels, raster), "png")
    return geotiff(pixels, answer.target, cloud_optimized=form == "cog")


def _values_at(edition: Edition, surface: Surface, point: tuple[float, float]) -> list[float | None]:
    """Of each band at a point of the provincial CRS; None where nothing is known."""
    if surface.raster.kind == "elevation":
        (height,) = heights_at(surface.files, np.array([point[0]]), np.array([point[1]]))
        return [None if np.isnan(height) else round(float(height), 3)]
    province = edition.project.province
    size = surface.sheets[-1].resolution_m if surface.sheets else 1.0
    box = (point[0] - size / 2, point[1] - size / 2, point[0] + size / 2, point[1] + size / 2)
    pixels = read(surface.files, Target(province.crs, box, 1, 1), province.crs, None, "nearest")
    if len(pixels) == 1 or not pixels[3, 0, 0]:
        return [None] * 4
    return [int(value) for value in pixels[:, 0, 0]]


async def _answer(
    request: Request, edition: Edition, ask: Callable[[Mapping[str, str], Surface, Projections], Answer]
) -> tuple[Surface, Answer]:
    """Sheets and grid of a question, found in a thread."""
    desk: CoverageDesk = request.app.state.coverages
    values, name = request.query_params, _name(request)
    projections = _projections(request, edition)

    def found() -> tuple[Surface, Answer]:
        surface = desk.surface(edition, name, question.day(values))
        _ = surface.extent  # 404 where there is nothing
        with readable():
            return surface, ask(values, surface, projections)

    return await run_in_threadpool(found)


def _projections(request: Request, edition: Edition) -> Projections:
    projections: Projections = request.app.state.editions.sources[edition.audience].projections
    return projections


def _name(request: Request) -> str:
    name: str = request.path_params["collection"]
    return name


def _begin(request: Request, *parameters: str, forms: tuple[str, ...] | None = None) -> Edition:
    """The edition of who asks; the collection is one of rasters, and there is no unknown parameter."""
    edition: Edition = request.app.state.edition(request)
    coverage_layer(edition, _name(request))
    require_known(request.query_params, {"f", "lang", *parameters})
    if any(len(request.query_params.getlist(name)) > 1 for name in parameters):
        raise Problem(400, wording("problems.no_parameter", names=", ".join(parameters)))
    asked = request.query_params.get("f")
    if forms is not None and asked is not None and asked not in forms:
        raise Problem(400, wording("problems.no_format", asked=asked[:40], offered=", ".join(forms) or "—"))
    require_language(request)
    return edition


def _form(request: Request) -> str:
    """Format of a coverage: ``f``, else the first of ``Accept`` that there is, else GeoTIFF."""
    asked = request.query_params.get("f")
    if asked is not None:
        form = _CALLED.get(asked.lower(), asked.lower())
        if form not in FORMS:
            raise Problem(400, wording("problems.no_format", asked=asked[:40], offered=", ".join(FORMS)))
        return form
    accepted = [part.split(";")[0].strip().lower() for part in request.headers.get("accept", "").split(",")]
    return next((form for one in accepted for media_type, form in _ACCEPTED if media_type == one), "geotiff")


def _age(request: Request) -> str:
    return caching.OPEN if access.is_public(request) else caching.KEYED


def _sent(request: Request, body: bytes, media_type: str, etag: str, answer: Answer) -> Response:
    if caching.has(request, etag):
        return caching.not_modified(request, etag)
    headers = caching.headers(request, etag) | {"Content-Language": language(request, "json")}
    west, south, east, north = answer.target.box
    box = (south, west, north, east) if answer.projection.swapped else (west, south, east, north)
    digits = 9 if answer.projection.geographic else 3
    headers["Content-Crs"] = f"<{answer.projection.uri}>"
    headers["Content-Bbox"] = ",".join(f"{edge:.{digits}f}" for edge in box)
    return Response(body, media_type=media_type, headers=headers)
