"""OGC API under ``/api``: pygeoapi's functions behind our own routes.

pygeoapi decides what an answer contains. Here it is decided who asks (one API object per audience), in
which format and language, and that errors are problem documents. HTML pages are drawn from the very
document that a program gets as JSON, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.publish.configuration import CATALOGUE
from sdi.serve import caching, cql2, downloads, processes, upstream
from sdi.serve.catalogue import documents as records
from sdi.serve.coverages import documents as coverages
from sdi.serve.coverages.desk import CoverageDesk
from sdi.serve.editions import Edition
from sdi.serve.negotiation import begin, language, respond
from sdi.serve.problems import from_pygeoapi
from sdi.serve.schemas import feature_schema, queryables, sortables
from sdi.serve.styles import documents as styles
from sdi.serve.tiles.documents import TILES_CONFORMANCE, collection_links, landing_links
from sdi.serve.upstream import core
from sdi.wording import wording

CONFORMANCE = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/json",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/landing-page",
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/core-roles-features",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/profile-codelists",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/returnables-and-receivables",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/sortables",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
)
"""What we do, no more: pygeoapi declares editing for every collection. Processes add their own."""

_SERVED_RELS = ("about", "alternate", "conformance", "data", "self", "service-desc", "service-doc")
"""Links of pygeoapi's landing page that lead somewhere here."""


_SCHEMAS = {"schema": feature_schema, "queryables": queryables, "sortables": sortables}
"""By the last part of the path."""

_PROCESSING = {"processes": "processes", "job-list": "jobs"}
"""Further links: relation → path."""


def routes() -> list[Route]:
    """Routes of the API, relative to the root of the application."""
    upstream.install()
    one = "/api/collections/{collection}"
    return [
        Route("/api", landing),
        Route("/api/", landing),
        Route("/api/openapi", openapi),
        Route("/api/conformance", conformance),
        Route("/api/collections", collections),
        Route(one, collection),
        Route(f"{one}/schema", schema),
        Route(f"{one}/queryables", schema),
        Route(f"{one}/sortables", schema),
    ]


async def landing(request: Request) -> Response:
    """The landing page."""
    edition, form = begin(request, "jsonld")
    headers, document = await ask(request, edition, form, core.landing_page)
    if form != "jsonld":
        document["links"] = [link for link in document["links"] if link["rel"] in _SERVED_RELS]
        for rel, path in _PROCESSING.items():
            title = wording(f"pages.{path}_title").get(language(request, form))
            link = {"rel": f"http://www.opengis.net/def/rel/ogc/1.0/{rel}", "type": "application/json", "title": title}
            document["links"].append(link | {"href": f"{edition.base_url}/{path}"})
        document["links"] += landing_links(edition.base_url, language(request, form))
        document["links"] += styles.landing_links(edition.base_url, language(request, form))
        document["links"] += records.landing_links(edition, language(request, form))
    return respond(request, edition, form, document, headers, "landing.html")


async def openapi(request: Request) -> Response:
    """The OpenAPI document; its bytes were made with the edition."""
    edition, form = begin(request)
    found = edition.openapi[language(request, form)]
    if form == "html":
        return respond(request, edition, form, orjson.loads(found.content), {}, "openapi.html")
    etag = caching.tag(found.digest, caching.coding(request))
    if caching.has(request, etag):
        return caching.not_modified(request, etag)
    headers = {"Content-Type": "application/vnd.oai.openapi+json;version=3.0"}
    answer = respond(request, edition, form, found.content, headers, "openapi.html")
    answer.headers.update(caching.headers(request, etag))
    return answer


async def conformance(request: Request) -> Response:
    """Conformance classes."""
    edition, form = begin(request)
    return respond(
        request,
        edition,
        form,
        {
            "conformsTo": [
                *CONFORMANCE,
                *cql2.CQL2_CONFORMANCE,
                *processes.CONFORMANCE,
                *TILES_CONFORMANCE,
                *styles.STYLES_CONFORMANCE,
                *coverages.conformance(edition),
                *records.RECORDS_CONFORMANCE,
            ]
        },
        {},
        "conformance.html",
    )


async def collections(request: Request) -> Response:
    """All collections of the audience."""
    edition, form = begin(request, "jsonld")
    headers, document = await ask(request, edition, form, core.describe_collections)
    if form != "jsonld":
        for entry in document["collections"]:
            _complete(entry, edition, language(request, form))
    return respond(request, edition, form, document, headers, "collections.html")


async def collection(request: Request) -> Response:
    """One collection."""
    name = request.path_params["collection"]
    edition, form = begin(request, "jsonld")
    headers, document = await ask(request, edition, form, core.describe_collections, name)
    if form != "jsonld":
        spoken = language(request, form)
        _complete(document, edition, spoken)
        layer = edition.project.collections[name]
        document["links"] += downloads.enclosures(request.app.state.downloads, edition, layer, spoken)
        if layer.raster:
            desk: CoverageDesk = request.app.state.coverages
            surface = await run_in_threadpool(desk.surface, edition, name)
            document["links"] += coverages.file_links(edition.base_url, surface, spoken)
    return respond(request, edition, form, document, headers, "collection.html", collection=name)


async def schema(request: Request) -> Response:
    """Schema of a collection's features, or of what can be asked of them."""
    name = request.path_params["collection"]
    edition, form = begin(request)
    layer = edition.require(name)
    path = request.url.path.rsplit("/", 1)[1]
    document = _SCHEMAS[path](
        edition.project, layer, edition.audience, base_url=edition.base_url, language=language(request, form)
    )
    headers = {"Content-Type": "application/schema+json"}
    return respond(request, edition, form, document, headers, "fields.html", collection=name, which=path)


async def ask(
    request: Request,
    edition: Edition,
    form: str,
    function: Callable[..., upstream.Answer],
    *arguments: str,
) -> tuple[dict[str, str], Any]:
    """What pygeoapi answers: headers and a document (for JSON-LD a text).

    Raises:
        Problem: pygeoapi answers with an error.
    """
    query = [(key, value) for key, value in request.query_params.multi_items() if key != "f"]
    spoken = language(request, form)
    if form == "html":  # a page says what language it speaks, whatever was asked
        query = [(key, value) for key, value in query if key != "lang"]
    query.append(("f", "jsonld" if form == "jsonld" else "json"))
    inner = await upstream.pygeoapi_request(request, urlencode(query), spoken, edition.api)
    headers, status, content = await run_in_threadpool(function, edition.api, inner, *arguments)
    if status >= 400:
        raise from_pygeoapi(int(status), content)
    return headers, content


def _complete(entry: dict[str, Any], edition: Edition, language: str) -> None:
    """Add what pygeoapi does not know of a collection."""
    if entry["id"] == CATALOGUE:
        records.complete(entry, edition, language)
    else:
        _complete_layer(entry, edition, language)


def _complete_layer(entry: dict[str, Any], edition: Edition, language: str) -> None:
    """How many features, since when, of which office; the table, and what sorts."""
    row, layer = edition.collections[entry["id"]], edition.project.collections[entry["id"]]
    entry["itemCount"] = row.feature_count
    entry["updated"] = row.published_at.isoformat()
    entry["release"] = row.epoch
    entry["group"] = layer.group
    entry["links"] += collection_links(edition.base_url, layer, language)
    entry["links"] += styles.collection_links(edition, layer.id, language)
    entry["links"] += coverages.collection_links(edition.base_url, layer, language)
    entry["links"] += records.record_links(edition.base_url, layer.id, wording("catalogue.see_record").get(language))
    entry["attribution"] = edition.catalog.office(layer.owner).get(language)
    table = {"href": f"{edition.base_url}/collections/{layer.id}/items?f=csv", "rel": "items", "type": "text/csv"}
    entry["links"].append(table | {"title": "CSV"})
    sorting = {"href": f"{edition.base_url}/collections/{layer.id}/sortables", "type": "application/schema+json"}
    title = wording("pages.sortables").get(language)
    entry["links"].append(sorting | {"rel": "http://www.opengis.net/def/rel/ogc/1.0/sortables", "title": title})
