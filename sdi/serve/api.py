"""OGC API under ``/api``: pygeoapi's functions behind our own routes.

pygeoapi decides what an answer contains. Here it is decided who asks (one API object per audience), in
which format and language, and that errors are problem documents. HTML pages are drawn from the very
document that a program gets as JSON, so that the two cannot differ.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.publish.configuration import DEFAULT_ITEMS
from sdi.serve import processes, upstream
from sdi.serve.editions import Edition
from sdi.serve.negotiation import begin, language, respond
from sdi.serve.openapi import ITEM_PARAMETERS
from sdi.serve.problems import Problem, from_pygeoapi
from sdi.serve.schemas import feature_schema
from sdi.serve.tiles.documents import TILES_CONFORMANCE, collection_links, landing_links
from sdi.serve.upstream import core, itemtypes

GEOJSON = "application/geo+json"

MAX_CUT_ITEMS = 500
"""Rows on a page whose geometries are computed for the answer."""

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
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/core-roles-features",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
)
"""What we do, no more: pygeoapi declares editing for every collection. Processes add their own."""

_SERVED_RELS = ("about", "alternate", "conformance", "data", "self", "service-desc", "service-doc")
"""Links of pygeoapi's landing page that lead somewhere here."""


_PROCESSING = (("processes", "processes", "Các tiến trình"), ("job-list", "jobs", "Các việc đã gửi"))
"""Further links: relation, path and title."""


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
        Route(f"{one}/items", items, methods=["GET", "OPTIONS"]),
        Route(one + "/items/{item:path}", item, methods=["GET", "OPTIONS"]),
    ]


async def landing(request: Request) -> Response:
    """The landing page."""
    edition, form = begin(request, "jsonld")
    headers, document = await _ask(request, edition, form, core.landing_page)
    if form != "jsonld":
        document["links"] = [link for link in document["links"] if link["rel"] in _SERVED_RELS]
        for rel, path, title in _PROCESSING:
            link = {"rel": f"http://www.opengis.net/def/rel/ogc/1.0/{rel}", "type": "application/json", "title": title}
            document["links"].append(link | {"href": f"{edition.base_url}/{path}"})
        document["links"] += landing_links(edition.base_url)
    return respond(request, edition, form, document, headers, "landing.html")


async def openapi(request: Request) -> Response:
    """The OpenAPI document."""
    edition, form = begin(request)
    headers = {"Content-Type": "application/vnd.oai.openapi+json;version=3.0"}
    return respond(request, edition, form, edition.openapi, headers, "openapi.html")


async def conformance(request: Request) -> Response:
    """Conformance classes."""
    edition, form = begin(request)
    return respond(
        request,
        edition,
        form,
        {"conformsTo": [*CONFORMANCE, *processes.CONFORMANCE, *TILES_CONFORMANCE]},
        {},
        "conformance.html",
    )


async def collections(request: Request) -> Response:
    """All collections of the audience."""
    edition, form = begin(request, "jsonld")
    headers, document = await _ask(request, edition, form, core.describe_collections)
    if form != "jsonld":
        for entry in document["collections"]:
            _complete(entry, edition)
    return respond(request, edition, form, document, headers, "collections.html")


async def collection(request: Request) -> Response:
    """One collection."""
    name = request.path_params["collection"]
    edition, form = begin(request, "jsonld")
    headers, document = await _ask(request, edition, form, core.describe_collections, name)
    if form != "jsonld":
        _complete(document, edition)
    return respond(request, edition, form, document, headers, "collection.html", collection=name)


async def schema(request: Request) -> Response:
    """Schema of a collection's features, or its queryables: every field can be asked for."""
    name = request.path_params["collection"]
    edition, form = begin(request)
    layer = edition.layer(name)
    if layer is None:
        raise Problem(404, "Không có bộ dữ liệu này.")
    path = request.url.path.rsplit("/", 1)[1]
    document = feature_schema(
        edition.project,
        layer,
        edition.audience,
        url=f"{edition.base_url}/collections/{name}/{path}",
        language=language(request, form),
    )
    headers = {"Content-Type": "application/schema+json"}
    return respond(request, edition, form, document, headers, "fields.html", collection=name, which=path)


async def items(request: Request) -> Response:
    """Features of a collection."""
    if request.method == "OPTIONS":
        return _options()
    name = request.path_params["collection"]
    edition = request.app.state.edition(request)
    layer = edition.layer(name)
    fields = layer.fields_for(edition.audience) if layer else ()
    edition, form = begin(request, "jsonld", "csv", parameters=(*ITEM_PARAMETERS, *fields))
    _check_values(request)
    changes = _cut_when_asked(request) if layer and layer.overlays_of else {}
    headers, document = await _ask(request, edition, "json", itemtypes.get_collection_items, name, changes=changes)
    if form == "jsonld":
        headers["Content-Type"] = "application/ld+json"
        document = _linked(document, f"{edition.base_url}/collections/{name}")
    elif form == "csv":
        headers["Content-Type"] = "text/csv; charset=utf-8"
        headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        document = _csv(document)
    else:
        headers["Content-Type"] = GEOJSON
        _end_of_pages(document, request)
    return respond(request, edition, form, document, headers, "items.html", collection=name)


async def item(request: Request) -> Response:
    """One feature by its stable id."""
    if request.method == "OPTIONS":
        return _options()
    name, identifier = request.path_params["collection"], request.path_params["item"]
    edition, form = begin(request, "jsonld", parameters=("crs",))
    headers, document = await _ask(request, edition, form, itemtypes.get_collection_item, name, identifier)
    if form != "jsonld":
        headers["Content-Type"] = GEOJSON
    return respond(request, edition, form, document, headers, "item.html", collection=name)


def _check_values(request: Request) -> None:
    """What pygeoapi takes without a word, or falls over: values that are empty or none of the allowed.

    Raises:
        Problem: A parameter has no value, or another than it may have (OGC API – Features, 7.15.1).
    """
    given = request.query_params
    for name in (name for name in ITEM_PARAMETERS if name in given):
        parts = given[name].split(",")
        if not all(parts) or (name == "sortby" and {"+", "-"} & set(parts)):
            raise Problem(400, f"Tham số {name} thiếu giá trị.")
    for name in ("limit", "offset"):  # pygeoapi takes "true" for the integer 1, and hands it on as it is
        if not re.fullmatch(r"[+-]?[0-9]+", given.get(name, "0")):
            raise Problem(400, f"{name} phải là số nguyên.")
    for name, allowed in (("resulttype", ("results", "hits")), ("skipGeometry", ("true", "false"))):
        if given.get(name, allowed[0]) not in allowed:
            raise Problem(400, f"Tham số {name} chỉ nhận: {', '.join(allowed)}.")


def _cut_when_asked(request: Request) -> dict[str, str]:
    """Query parameters of a computed collection: geometry on request, and then for shorter pages."""
    skip = request.query_params.get("skipGeometry", "true")
    limit = request.query_params.get("limit", str(DEFAULT_ITEMS))
    if skip == "true" or not limit.isdigit():
        return {"skipGeometry": skip}
    return {"limit": str(min(int(limit), MAX_CUT_ITEMS))}


async def _ask(
    request: Request,
    edition: Edition,
    form: str,
    function: Callable[..., upstream.Answer],
    *arguments: str,
    changes: Mapping[str, str] = MappingProxyType({}),
) -> tuple[dict[str, str], Any]:
    """What pygeoapi answers: headers and a document (for JSON-LD a text).

    Args:
        changes: Query parameters that it gets instead of the client's.

    Raises:
        Problem: pygeoapi answers with an error.
    """
    changes = {**changes, "f": "jsonld" if form == "jsonld" else "json"}
    query = [(key, value) for key, value in request.query_params.multi_items() if key not in changes]
    spoken = language(request, form)
    if form == "html":  # a page says what language it speaks, whatever was asked
        query = [(key, value) for key, value in query if key != "lang"]
    query += changes.items()
    inner = await upstream.pygeoapi_request(request, urlencode(query), spoken, edition.api)
    headers, status, content = await run_in_threadpool(function, edition.api, inner, *arguments)
    if status >= 400:
        raise from_pygeoapi(int(status), content)
    return headers, content


def _options() -> Response:
    return Response(status_code=200, headers={"Allow": "GET, HEAD, OPTIONS"})


def _complete(entry: dict[str, Any], edition: Edition) -> None:
    """Add what pygeoapi does not know: how many features, since when, of which office."""
    row, layer = edition.collections[entry["id"]], edition.project.collections[entry["id"]]
    entry["itemCount"] = row.feature_count
    entry["updated"] = row.published_at.isoformat()
    entry["release"] = row.epoch
    entry["group"] = layer.group
    entry["links"] += collection_links(edition.base_url, layer)
    entry["attribution"] = edition.catalog.office(layer.owner).vi


def _linked(document: dict[str, Any], collection: str) -> dict[str, Any]:
    """A page as linked data; pygeoapi's own is broken JSON when the page is empty or an id has a quote in it."""
    places = [
        {"@type": "schema:Place", "@id": f"{collection}/items/{quote(str(feature['id']), safe='')}"}
        for feature in document["features"]
    ]
    context = {
        "schema": "https://schema.org/",
        "type": "@type",
        "FeatureCollection": "schema:ItemList",
        "features": "schema:itemListElement",
    }
    return {"@context": [context], "type": "FeatureCollection", "@id": collection, "features": places}


def _csv(document: dict[str, Any]) -> str:
    """A table of ids, properties and points; it starts with a BOM, or Excel loses the accents."""
    text = io.StringIO("\ufeff", newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text)
    for number, feature in enumerate(document["features"]):
        geometry = feature["geometry"] or {}
        point = dict(zip("xy", geometry["coordinates"], strict=False)) if geometry.get("type") == "Point" else {}
        row = {"id": feature["id"], **feature["properties"], **point}
        if number == 0:
            writer.writerow(row)
        writer.writerow(row.values())
    return text.getvalue()


def _end_of_pages(document: dict[str, Any], request: Request) -> None:
    """pygeoapi offers a next page after a full one, even when that was the last."""
    seen = int(request.query_params.get("offset") or 0) + document["numberReturned"]
    if seen >= document["numberMatched"] or not document["numberReturned"]:
        document["links"] = [link for link in document["links"] if link["rel"] != "next"]
