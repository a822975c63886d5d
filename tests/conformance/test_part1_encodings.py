"""OGC API – Features, Part 1 (OGC 17-069r4), Annex A.3 to A.5: the classes GeoJSON, HTML and OpenAPI 3.0."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
import shapely
from jsonschema import Draft4Validator
from openapi_spec_validator import validate
from shapely.geometry import shape

from conformance.service import GEOJSON, Api, Json, link, resolve

RESOURCES = ["", "/schema", "/queryables", "/sortables", "/items", "/items/{id}"]


class Page(HTMLParser):
    """Text and addresses of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name == "href"]


# --- GeoJSON -------------------------------------------------------------------------------------------------


def test_geojson_geometry(api: Api, collection: str) -> None:
    """RFC 7946: longitude and latitude, closed rings of at least four positions, outer rings anticlockwise."""
    for feature in api.features(collection):
        geometry = shape(feature["geometry"])
        west, south, east, north = geometry.bounds
        assert -180 <= west <= east <= 180 and -90 <= south <= north <= 90, feature["id"]
        assert isinstance(feature["properties"], dict) and "crs" not in feature
        for polygon in (part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"):
            assert polygon.exterior.is_ccw and not any(ring.is_ccw for ring in polygon.interiors), feature["id"]
            for ring in (polygon.exterior, *polygon.interiors):
                assert len(ring.coords) >= 4 and ring.coords[0] == ring.coords[-1]


def test_geojson_by_f_and_by_accept(api: Api, collection: str) -> None:
    path = f"/collections/{collection}/items"
    asked = [api.ask(path, accept=GEOJSON, limit=1), api.ask(path, accept="text/html", f="json", limit=1)]
    assert [answer.headers["content-type"] for answer in asked] == [GEOJSON, GEOJSON]
    assert asked[0].json()["features"] == asked[1].json()["features"]
    assert api.ask(path, f="no-such-format").status_code == 400


# --- HTML ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", RESOURCES)
def test_html_of_every_resource(api: Api, collection: str, path: str) -> None:
    """html-content: the page says what the JSON says; html-definition: by ``Accept`` and by ``f``."""
    feature = api.features(collection)[0]
    address = f"/collections/{collection}{path.format(id=feature['id'])}"
    answer = api.ask(address, accept="text/html,application/xhtml+xml;q=0.9")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
    page = Page(answer.text)
    assert api.collections()[collection]["title"] in " ".join(page.words)
    if path in ("/items", "/items/{id}"):
        assert feature["id"] in " ".join(page.words)
    for found in page.addresses:
        assert not re.match(r"(https?:)?//(?!127\.0\.0\.1)", found), found


# --- OpenAPI 3.0 ---------------------------------------------------------------------------------------------


def test_oas_definition(api: Api) -> None:
    """OpenAPI Initiative's own JSON Schema of OpenAPI 3.0; the document needs nothing from the network."""
    document = api.document("/openapi")
    validate(document)
    for reference in set(_references(document)):
        assert reference.startswith("#/"), reference
        assert resolve(document, {"$ref": reference})
    assert [server["url"] for server in document["servers"]] == [api.root]


def test_oas_completeness(api: Api) -> None:
    """oas-impl: paths of the document and what is served are the same."""
    expected = {"/", "/openapi", "/conformance", "/collections", "/codelists/{codelistId}"}
    expected |= {
        "/processes",
        *(f"/processes/{name}{path}" for name in ("overlay", "slip") for path in ("", "/execution")),
    }
    expected |= {"/slip", *(f"/slip/{path}" for path in ("{parcelId}", "keys", "schema", "verify", "verify/{slipId}"))}
    expected |= {"/styles", *(f"/styles/{{styleId}}{path}" for path in ("", "/legend", "/metadata", "/{spriteFile}"))}
    expected |= {"/jobs", "/jobs/{jobId}", "/jobs/{jobId}/results"}
    expected |= {f"/collections/{{collectionId}}/{path}" for path in ("changes", "downloads/{file}")}
    expected |= {"/tileMatrixSets", "/tileMatrixSets/{tileMatrixSetId}", "/collections/{collectionId}/search"}
    tiles = ("", "/{tileMatrix}/{tileRow}/{tileCol}", "/xyz/{tileMatrix}/{tileCol}/{tileRow}.mvt")
    for root in ("/tiles", "/collections/{collectionId}/tiles"):
        expected |= {root, *(f"{root}/{{tileMatrixSetId}}{tile}" for tile in tiles)}
    one = "/collections/{collectionId}"
    for root in (one, f"{one}/styles/{{styleId}}"):
        tile = ("", "/{tileMatrix}/{tileRow}/{tileCol}", "/xyz/{tileMatrix}/{tileCol}/{tileRow}.png")
        expected |= {f"{root}/map/tiles", *(f"{root}/map/tiles/{{tileMatrixSetId}}{path}" for path in tile)}
    rasters = ("coverage", "coverage/schema", "map", "map/legend", "position", "sheets/{sheetId}", "styles")
    expected |= {f"{one}/{path}" for path in rasters}
    general = [path.replace("{id}", "{featureId}") for path in RESOURCES if path != "/items"]
    expected |= {f"/collections/{{collectionId}}{path}" for path in general}
    expected |= {f"/collections/{name}/items" for name in api.collections()}
    expected |= {f"/collections/catalogue/{path}" for path in ("items/{recordId}", "dcat", "registry.xlsx")}
    assert set(api.document("/openapi")["paths"]) == expected


def test_oas_parameters_are_those_that_are_taken(api: Api, collection: str) -> None:
    """Every documented parameter is taken, with a value from the first feature where it names a field."""
    document, path = api.document("/openapi"), f"/collections/{collection}/items"
    feature = api.features(collection)[0]
    box = ",".join(map(repr, shape(feature["geometry"]).bounds))
    fixed = {
        "bbox": box, "bbox-crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84", "datetime": "2024-01-01",
        "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84", "limit": "1", "offset": "0", "f": "json",
        "lang": "en", "skipGeometry": "true", "resulttype": "hits",
        "filter": "TRUE", "filter-lang": "cql2-text", "filter-crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    }  # fmt: skip
    for given in document["paths"][path]["get"]["parameters"]:
        name = resolve(document, given)["name"]
        value = fixed.get(name)
        if name == "properties":
            value = next(iter(feature["properties"]))
        if name == "sortby":
            value = next(iter(api.get(f"/collections/{collection}/sortables")["properties"]), None)
        if name == "cursor":
            following = link(api.get(path, limit=1), "next")
            value = parse_qs(urlsplit(following["href"]).query)["cursor"][0] if following else None
        if value is None and name in ("sortby", "cursor"):
            continue
        if value is None:
            value = feature["properties"][name]
            value = str(value).lower() if isinstance(value, bool) else value
        if value is None:
            continue
        query = {name: str(value)} | ({"bbox": box} if name == "bbox-crs" else {})
        query |= {"filter": "TRUE"} if name.startswith("filter-") else {}
        answer = api.ask(path, **query)
        assert answer.status_code == 200, (name, value, answer.text)
        if name in feature["properties"]:
            assert feature["id"] in [found["id"] for found in api.get(path, limit=10_000, **query)["features"]], name


@pytest.mark.parametrize("path", ["/", "/openapi", "/conformance", "/collections"])
def test_oas_answers_of_the_service(api: Api, path: str) -> None:
    _assert_described(api, path, path, {})


@pytest.mark.parametrize("path", RESOURCES)
def test_oas_answers_of_a_collection(api: Api, collection: str, path: str) -> None:
    template = f"/collections/{collection}{path.replace('{id}', '{featureId}')}"
    address = f"/collections/{collection}{path.format(id=api.features(collection)[0]['id'])}"
    _assert_described(api, template, address, {})
    _assert_described(api, template, address, {"unknownQueryParameter": "1"})
    if path == "/items":
        _assert_described(api, template, address, {"limit": "0"})
        _assert_described(api, template, address, {"resulttype": "hits"})
        _assert_described(api, template, address, {"skipGeometry": "true", "limit": "3"})


def test_rel_types_of_items_are_those_of_the_document(api: Api, collection: str) -> None:
    described = _answer(api, f"/collections/{collection}/items", 200)["content"]
    linked = {found["type"] for found in api.collections()[collection]["links"] if found["rel"] == "items"}
    assert linked <= described.keys()
    assert link(api.collections()[collection], "items", GEOJSON)


def _references(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [found for value in node.values() for found in _references(value)]
    return [found for value in node for found in _references(value)] if isinstance(node, list) else []


def _answer(api: Api, template: str, status: int) -> Json:
    document = api.document("/openapi")
    responses = api.operation(template)["responses"]
    known = str(status) if status < 400 else "default"
    assert known in responses, f"GET {template}: {status} is not in the OpenAPI document"
    return resolve(document, responses[known])


def _assert_described(api: Api, template: str, address: str, query: dict[str, str]) -> None:
    """Status, media type and content of an answer are what the OpenAPI document says."""
    for form in ("json", "html", "jsonld", "csv"):
        taken = api.parameter(template, "f")["schema"]["enum"]
        answer = api.ask(address, f=form, **query)
        if form not in taken:
            assert answer.status_code == 400, (form, taken)
            continue
        content = _answer(api, template, answer.status_code)["content"]
        types = {media_type.split(";")[0]: described for media_type, described in content.items()}
        media_type = answer.headers["content-type"].split(";")[0]
        assert media_type in types, (media_type, list(types))
        if media_type.endswith("json"):
            schema = _closed(api.document("/openapi"), types[media_type]["schema"])
            Draft4Validator(schema).validate(answer.json())


def _closed(document: Json, schema: Json) -> Json:
    """A schema of OpenAPI 3.0 with all it refers to, in words that JSON Schema draft 4 knows."""
    whole = {"components": {"schemas": document["components"]["schemas"]}, "allOf": [schema]}
    return _without_nullable(whole)  # type: ignore[return-value]


def _without_nullable(node: object) -> object:
    if isinstance(node, list):
        return [_without_nullable(value) for value in node]
    if not isinstance(node, dict):
        return node
    plain = {key: _without_nullable(value) for key, value in node.items() if key != "nullable"}
    return {"anyOf": [{"type": "null"}, plain]} if node.get("nullable") is True else plain
