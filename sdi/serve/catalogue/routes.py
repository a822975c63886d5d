"""The addresses of the catalogue."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.catalogue import dcat, iso19139, registry, words
from sdi.catalogue.building import Catalogue
from sdi.catalogue.records import GEOJSON, ISO_XML, JSONLD, record_document
from sdi.catalogue.searching import search
from sdi.model.record import Record
from sdi.publish.configuration import CATALOGUE
from sdi.serve import api, caching
from sdi.serve.catalogue.desk import CatalogueDesk
from sdi.serve.catalogue.documents import XLSX, complete, page_document, schema_document
from sdi.serve.catalogue.question import PARAMETERS, read_question
from sdi.serve.editions import Edition
from sdi.serve.items import options
from sdi.serve.negotiation import begin, language, require_known, require_language, respond
from sdi.serve.pages import render
from sdi.serve.problems import Problem
from sdi.serve.upstream import core
from sdi.wording import wording

HOME = f"/api/collections/{CATALOGUE}"


def routes() -> list[Route]:
    """Routes of the catalogue, relative to the root of the application; they stand before those of collections."""
    return [
        Route(HOME, collection),
        Route(f"{HOME}/items", records, methods=["GET", "OPTIONS"]),
        Route(f"{HOME}/items/{{record}}", record, methods=["GET", "OPTIONS"]),
        Route(f"{HOME}/dcat", whole),
        Route(f"{HOME}/registry.xlsx", workbook),
        *(Route(f"{HOME}/{which}", schema) for which in ("schema", "queryables", "sortables")),
    ]


async def collection(request: Request) -> Response:
    """The catalogue as a collection; as linked data, all of it."""
    edition, form = begin(request, "jsonld")
    if form == "jsonld":
        return await _whole(request, edition)
    spoken = language(request, form)
    headers, document = await api.ask(request, edition, form, core.describe_collections, CATALOGUE)
    complete(document, edition, spoken)
    return respond(request, edition, form, document, headers, "catalogue/collection.html")


async def records(request: Request) -> Response:
    """Records that answer a question."""
    if request.method == "OPTIONS":
        return options()
    edition, form = begin(request, parameters=PARAMETERS)
    query = dict(request.query_params)
    question = read_question(query)
    catalogue = await run_in_threadpool(_catalogue, request, edition)
    found = search(catalogue.records.values(), question.asked)
    shown = found[question.offset : question.offset + question.limit]
    spoken = language(request, form)
    document = page_document(catalogue, shown, len(found), question, query, spoken)
    if form == "html":
        context = {"catalogue": catalogue, "records": shown, "matched": len(found), "words": words, "query": query}
        return _page(request, edition, "catalogue/records.html", document, **context)
    return caching.answered(request, orjson.dumps(document), GEOJSON, spoken)


async def record(request: Request) -> Response:
    """One record, in any of its formats."""
    if request.method == "OPTIONS":
        return options()
    edition, form = begin(request, "iso", "jsonld")
    catalogue = await run_in_threadpool(_catalogue, request, edition)
    found = catalogue.records.get(request.path_params["record"])
    if found is None:
        raise Problem(404, wording("catalogue.none"))
    spoken = language(request, form)
    if form == "iso":
        return caching.answered(request, iso19139.document(found), ISO_XML, found.language)
    if form == "jsonld":
        return caching.answered(request, orjson.dumps(dcat.document(catalogue, [found])), JSONLD, found.language)
    document = record_document(found, catalogue, spoken)
    if form == "html":
        context = {"catalogue": catalogue, "record": found, "words": words, "drawn": _drawn(edition, found)}
        return _page(request, edition, "catalogue/record.html", document, **context)
    return caching.answered(request, orjson.dumps(document), GEOJSON, spoken)


async def whole(request: Request) -> Response:
    """The whole catalogue as DCAT-AP."""
    edition: Edition = request.app.state.edition(request)
    require_known(request.query_params, ())
    return await _whole(request, edition)


async def workbook(request: Request) -> Response:
    """The registry of data sets as a workbook."""
    edition: Edition = request.app.state.edition(request)
    require_known(request.query_params, {"lang"})
    require_language(request)
    spoken = language(request, "html")
    catalogue = await run_in_threadpool(_catalogue, request, edition)
    body = await run_in_threadpool(registry.workbook, catalogue, edition.catalog.cataloguing.registry, spoken)
    answer = caching.answered(request, body, XLSX, spoken)
    day = catalogue.of.updated.date() if catalogue.of.updated else date(1970, 1, 1)
    answer.headers["Content-Disposition"] = f'attachment; filename="{CATALOGUE}-{day.isoformat()}.xlsx"'
    return answer


async def schema(request: Request) -> Response:
    """Schema of records, or of what can be asked of them."""
    edition, form = begin(request)
    which, spoken = request.url.path.rsplit("/", 1)[1], language(request, form)
    document = schema_document(edition, which, spoken)
    headers = {"Content-Type": "application/schema+json"}
    return respond(request, edition, form, document, headers, "catalogue/schema.html", which=which)


async def _whole(request: Request, edition: Edition) -> Response:
    catalogue = await run_in_threadpool(_catalogue, request, edition)
    body = await run_in_threadpool(lambda: orjson.dumps(dcat.document(catalogue)))
    return caching.answered(request, body, JSONLD, catalogue.of.language)


def _catalogue(request: Request, edition: Edition) -> Catalogue:
    desk: CatalogueDesk = request.app.state.catalogue
    source = request.app.state.editions.sources[edition.audience]
    return desk.catalogue(edition, source, request.app.state.site.declared(edition))


def _page(request: Request, edition: Edition, template: str, document: Any, **context: Any) -> Response:
    spoken = language(request, "html")
    page = render(
        request, template, edition=edition, headers={"Content-Language": spoken}, document=document, **context
    )
    return caching.answered(request, bytes(page.body), "text/html", spoken)


def _drawn(edition: Edition, found: Record) -> dict[str, float] | None:
    """Where a record's box lies in the province's, in percent: left, top, width, height."""
    if found.storage_bbox is None:
        return None
    low_e, low_n, high_e, high_n = edition.project.province.extent
    west, south, east, north = found.storage_bbox
    wide, high = high_e - low_e, high_n - low_n
    left, right = (min(max((value - low_e) / wide, 0), 1) for value in (west, east))
    bottom, top = (min(max((value - low_n) / high, 0), 1) for value in (south, north))
    return {"left": left, "top": 1 - top, "width": right - left, "height": top - bottom, "ratio": high / wide}
