"""What is told about the catalogue, and links between it and what it describes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from sdi.catalogue.building import Catalogue
from sdi.catalogue.records import CONFORMANCE, GEOJSON, ISO_XML, JSONLD, record_document
from sdi.catalogue.searching import SORTABLES
from sdi.model.record import Record
from sdi.publish.configuration import CATALOGUE
from sdi.serve.catalogue.question import Question
from sdi.serve.editions import Edition
from sdi.serve.links import Json
from sdi.wording import wording

_CLASSES = ("record-collection", "record-core-query-parameters", "records-api", "sorting", "json", "html", "oas30")

RECORDS_CONFORMANCE = (
    CONFORMANCE,
    *(f"http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/{name}" for name in _CLASSES),
)

_SORTABLES = "http://www.opengis.net/def/rel/ogc/1.0/sortables"

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_STRING: Json = {"type": "string"}
_MOMENT: Json = {"type": "string", "format": "date-time"}
_QUERYABLES: dict[str, Json] = {
    "id": _STRING | {"x-ogc-role": "id"}, "type": _STRING, "title": _STRING, "created": _MOMENT, "updated": _MOMENT,
}  # fmt: skip
_RETURNABLES: dict[str, Json] = _QUERYABLES | {
    "description": _STRING, "keywords": {"type": "array", "items": _STRING}, "license": _STRING, "rights": _STRING,
    "lineage": _STRING, "accessRights": _STRING, "updateFrequency": _STRING, "itemCount": {"type": "integer"},
    "release": {"type": "integer"}, "accuracy_m": {"type": "number"}, "crs": {"type": "string", "format": "uri"},
}  # fmt: skip


def page_document(
    catalogue: Catalogue, shown: list[Record], matched: int, question: Question, query: dict[str, str], language: str
) -> Json:
    """A page of records.

    Args:
        catalogue: Whose records they are.
        shown: The records on the page.
        matched: How many answer in all.
        question: Which page it is.
        query: The question's parameters as they came.
        language: "vi" or "en".
    """
    limit, offset = question.limit, question.offset
    here = f"{catalogue.of.address}/items"

    def address(**changes: Any) -> str:
        asked = {name: value for name, value in (query | changes).items() if value is not None}
        return f"{here}?{urlencode(asked)}" if asked else here

    title = catalogue.of.title.get(language)
    links = [
        _link("self", address(), GEOJSON, title),
        _link("alternate", address(f="html"), "text/html", title),
        _link("collection", catalogue.of.address, "application/json", title),
    ]
    kept = {} if "limit" in query else {"limit": limit}
    if offset + limit < matched:
        links.append(_link("next", address(offset=offset + limit, **kept), GEOJSON, title))
    if offset > 0:
        links.append(_link("prev", address(offset=max(offset - limit, 0) or None, **kept), GEOJSON, title))
    return {
        "type": "FeatureCollection",
        "features": [record_document(record, catalogue, language) for record in shown],
        "numberMatched": matched,
        "numberReturned": len(shown),
        "links": links,
    }


def complete(entry: Json, edition: Edition, language: str) -> None:
    """Add to pygeoapi's description of the catalogue what it does not know."""
    declared = edition.catalog.cataloguing
    entry["type"] = "Catalog"
    entry["itemType"] = "record"
    entry["conformsTo"] = list(RECORDS_CONFORMANCE)
    entry["language"] = {"code": language}
    entry["languages"] = [{"code": name} for name in ("vi", "en")]
    entry["recordLanguages"] = entry["languages"]
    entry["license"] = declared.licence.code or declared.licence.title.get(language)[:64]
    entry["itemCount"] = len(edition.collections)
    moments = [row.published_at for row in edition.collections.values()]
    if moments:
        entry["updated"] = max(moments).isoformat()
    if declared.publisher:
        entry["attribution"] = edition.catalog.office(declared.publisher).get(language)
    home, title = f"{edition.base_url}/collections/{CATALOGUE}", entry["title"]
    # pygeoapi 0.24 offers items as CSV too, whatever the provider has
    served = (GEOJSON, "text/html")
    ours = [link for link in entry["links"] if link["rel"] != "items" or link["type"].split(";")[0] in served]
    ours = [link for link in ours if not (link["type"] == JSONLD and link["href"].startswith(home))]
    sorting = wording("pages.sortables").get(language)
    registry = wording("catalogue.registry").get(language)
    ours += [
        _link("alternate", f"{home}/dcat", JSONLD, wording("catalogue.whole_dcat").get(language)),
        _link("enclosure", f"{home}/registry.xlsx", XLSX, f"{title} – {registry}"),
        _link(_SORTABLES, f"{home}/sortables", "application/schema+json", sorting),
    ]
    entry["links"] = ours


def record_links(base_url: str, layer: str, title: str) -> list[Json]:
    """From a collection to its record, in all its formats."""
    here, said = f"{base_url}/collections/{CATALOGUE}/items/{layer}", title
    return [
        _link("describedby", here, GEOJSON, said),
        _link("describedby", f"{here}?f=html", "text/html", said),
        _link("describedby", f"{here}?f=iso", ISO_XML, said),
        _link("describedby", f"{here}?f=jsonld", JSONLD, said),
    ]


def landing_links(edition: Edition, language: str) -> list[Json]:
    """From the landing page to the catalogue (OGC 20-004r1, autodiscovery)."""
    title = edition.catalog.cataloguing.title.get(language)
    rel = "http://www.opengis.net/def/rel/ogc/1.0/ogc-catalog"
    home = f"{edition.base_url}/collections/{CATALOGUE}"
    return [_link(rel, home, "application/json", title), _link(rel, f"{home}/items?f=html", "text/html", title)]


def schema_document(edition: Edition, which: str, language: str) -> Json:
    """JSON Schema of what records return, may be asked for, or are sorted by."""
    properties = {
        "schema": _RETURNABLES,
        "queryables": _QUERYABLES,
        "sortables": {name: _RETURNABLES[name] for name in SORTABLES},
    }[which]
    title = edition.catalog.cataloguing.title.get(language)
    place = {"x-ogc-role": "primary-geometry", "format": "geometry-polygon"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{edition.base_url}/collections/{CATALOGUE}/{which}",
        "type": "object",
        "title": title,
        "properties": ({} if which == "sortables" else {"geometry": place}) | properties,
        "additionalProperties": which == "schema",
    }


def _link(rel: str, href: str, media_type: str, title: str) -> Json:
    return {"rel": rel, "href": href, "type": media_type, "title": title}
