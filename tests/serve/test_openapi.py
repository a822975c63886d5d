"""The OpenAPI document: small, valid, in two languages, with what QGIS looks for."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from typing import Any

import orjson
import pytest
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from sdi.model import Audience, Project, Text
from sdi.model.record import Licence
from sdi.serve.openapi import ITEM_PARAMETERS, definitions, merge, openapi_document, spoken

BYTES_PER_COLLECTION = 2_750
"""Of a collection with 16 fields of which it shares none: its own description."""
CATALOGUES = 1
"""The collection of records is a collection more, and may take as much as one."""
BYTES_AT_ALL = 33_000
"""What does not grow with collections; eleven paths of tiles and of /search take 6 kB of it, six of styles 3 kB."""

LICENCE = Licence(title=Text(vi="Giấy phép mẫu", en="A licence"), url="http://x/licence")


def resolved(document: dict[str, Any], parameters: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    known = document["components"]["parameters"]
    return [known[p["$ref"].rsplit("/", 1)[1]] if "$ref" in p else p for p in parameters]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_openapi_document(client: TestClient, language: str) -> None:
    answer = client.get(f"/api/openapi?lang={language}")
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    assert answer.headers["content-language"] == language
    document = answer.json()
    validate(document)
    title = {"vi": "Thửa đất", "en": "Land parcels"}[language]
    assert document["paths"]["/collections/parcels/items"]["get"]["summary"] == title
    writing = {path for path, item in document["paths"].items() if {"post", "put", "delete"} & item.keys()}
    assert writing == {"/collections/{collectionId}/search"}  # which reads; and QGIS looks at items only
    for path in (path for path in document["paths"] if "{" not in path):
        assert client.get(f"/api{path}").status_code == 200, path
    references = set(re.findall(r'"\$ref":"([^"]+)"', answer.text))
    assert references and all(reference.startswith("#/components/") for reference in references)
    for reference in references:
        _, _, kind, name = reference.split("/")
        assert name in document["components"][kind], reference


def test_paths_with_parameters_are_served(client: TestClient) -> None:
    document = client.get("/api/openapi").json()
    known = document["components"]["parameters"]["collectionId"]["schema"]["enum"]
    assert known == [entry["id"] for entry in client.get("/api/collections").json()["collections"]]
    tiled = document["components"]["parameters"]["tiledCollectionId"]["schema"]["enum"]
    assert [name for name in known if client.get(f"/api/collections/{name}/tiles").status_code == 200] == tiled
    values = {"collectionId": "parcels", "featureId": "21025-12-1", "codelistId": "land_types"}
    values |= {"tileMatrixSetId": "WebMercatorQuad", "file": "parcels.csv"}
    values |= {"styleId": "roads", "spriteFile": "sprite.json", "recordId": "parcels"}
    for path, operations in ((path, item) for path, item in document["paths"].items() if "{" in path):
        if "{tileRow}" in path:
            tiles = client.get(f"/api{path.split('/tiles/')[0].format_map(values)}/tiles/WebMercatorQuad").json()
            limits = tiles["tileMatrixSetLimits"][-1]
            values |= {"tileMatrix": limits["tileMatrix"], "tileRow": limits["minTileRow"]}
            values["tileCol"] = limits["minTileCol"]
        for method, operation in operations.items():
            body = {} if method == "get" else {"json": {"limit": 1}}
            needed = "?since=0" if path.endswith("/changes") else ""
            answer = client.request(method, f"/api{path.format_map(values)}{needed}", **body)
            assert str(answer.status_code) in operation["responses"], (method, path, answer.text)


def test_questions_in_a_body_are_those_of_an_address(client: TestClient) -> None:
    """What the document says of the body of /search is what it takes, parameter for parameter."""
    document = client.get("/api/openapi?lang=en").json()
    search = document["paths"]["/collections/{collectionId}/search"]["post"]
    body = search["requestBody"]["content"]["application/json"]["schema"]
    described = document["components"]["schemas"][body["$ref"].rsplit("/", 1)[1]]["properties"]
    assert described.keys() == set(ITEM_PARAMETERS) - {"f", "lang"}
    parts: list[object] = [{"op": "=", "args": [{"property": "parcel_number"}, 7]}, "parcel_number = 7"]
    for part in parts:
        answer = client.post("/api/collections/parcels/search", json={"filter": part, "bbox": [108, 15, 109, 16]})
        assert [feature["id"] for feature in answer.json()["features"]] == ["21025-12-7"], answer.text


@pytest.mark.parametrize("body", ["[]", "{", '{"limit":{}}', '{"wrong":1}', '{"filter":"a","filter-lang":"x"}'])
def test_what_a_body_has_wrong_is_told_in_english_too(client: TestClient, body: str) -> None:
    told = {
        language: client.post(f"/api/collections/parcels/search?lang={language}", content=body)
        for language in ("vi", "en")
    }
    assert all(answer.status_code == 400 for answer in told.values())
    assert not told["vi"].json()["detail"].isascii() and told["en"].json()["detail"].isascii()


def test_qgis_finds_page_size_and_fields_to_filter_by(client: TestClient) -> None:
    document = client.get("/api/openapi").json()
    limit = document["components"]["parameters"]["limit"]["schema"]
    assert limit["maximum"] == 10_000 and limit["default"] == 100
    listed = client.get("/api/collections").json()["collections"]
    for collection in (one for one in listed if one["itemType"] == "feature"):
        get = document["paths"][f"/collections/{collection['id']}/items"]["get"]
        parameters = {p["name"]: p for p in resolved(document, get["parameters"])}
        assert parameters.keys() >= set(ITEM_PARAMETERS)
        queryables = client.get(f"/api/collections/{collection['id']}/queryables").json()["properties"]
        fields = queryables.keys() - {"geometry"}
        assert parameters.keys() == set(ITEM_PARAMETERS) | fields
        for name in fields:
            field = parameters[name]
            assert (field["in"], field["style"], field["explode"]) == ("query", "form", False)
            assert field["schema"]["type"] == queryables[name]["type"]
            assert field["schema"]["title"] == queryables[name]["title"]


def test_what_collections_have_alike_is_described_once(project: Project) -> None:
    layers = [project.layers[name] for name in ("administrative_units", "parcels")]
    assert all("commune_code" in layer.fields for layer in layers)
    alike = layers[0].fields["commune_code"].title == layers[1].fields["commune_code"].title
    document = openapi_document(project, layers, Audience.PUBLIC, "http://x/api", LICENCE)
    assert document["info"]["license"] == {"name": "Giấy phép mẫu", "url": "http://x/licence"}
    assert ("commune_code-field" in document["components"]["parameters"]) is alike
    twice = [layers[0], layers[0].model_copy(update={"id": "other"})]
    shared = openapi_document(project, twice, Audience.PUBLIC, "http://x/api", LICENCE)
    assert "commune_code-field" in shared["components"]["parameters"]
    validate(shared)


def test_fields_of_a_higher_audience_are_no_parameters(project: Project) -> None:
    layers = [project.layers["parcels"]]
    for audience, seen in ((Audience.PUBLIC, False), (Audience.AGENCY, True)):
        document = openapi_document(project, layers, audience, "http://x/api", LICENCE)
        names = {
            p["name"] for p in resolved(document, document["paths"]["/collections/parcels/items"]["get"]["parameters"])
        }
        assert ("note" in names) is seen


def test_150_collections_stay_small(project: Project) -> None:
    """The worst case: no two collections have a field alike."""
    pattern = project.layers["parcels"]
    fields = list(pattern.fields.values())
    layers = [
        pattern.model_copy(
            update={
                "id": f"layer_{number}",
                "fields": {f"field_{number}_{k}": fields[k % len(fields)] for k in range(16)},
            }
        )
        for number in range(150)
    ]
    started = time.perf_counter()
    found = definitions(project, layers, Audience.AGENCY, "http://x/api", LICENCE)
    seconds = time.perf_counter() - started
    for definition in found.values():
        assert len(definition.content) < BYTES_AT_ALL + BYTES_PER_COLLECTION * (len(layers) + CATALOGUES)
    assert seconds < 5
    few = definitions(project, layers[:1], Audience.AGENCY, "http://x/api", LICENCE)["vi"].content
    assert len(few) < BYTES_AT_ALL + BYTES_PER_COLLECTION * (1 + CATALOGUES)
    validate(orjson.loads(few))


def test_it_is_kept_by_clients_until_it_changes(client: TestClient, town: Any) -> None:
    first = client.get("/api/openapi")
    assert first.headers["cache-control"] == "public, no-cache"
    again = client.get("/api/openapi", headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
    assert again.status_code == 304 and not again.content and again.headers["etag"] == first.headers["etag"]
    english = client.get("/api/openapi?lang=en", headers={"If-None-Match": first.headers["etag"]})
    assert english.status_code == 200 and english.headers["etag"] != first.headers["etag"]
    page = client.get("/api/openapi?f=html", headers={"If-None-Match": first.headers["etag"]})
    assert page.status_code == 200
    town.publish("trees", [{"gid": 1, "feature_id": "C-1", "tree_id": "C-1", "geom": "POINT(585000 1671000)"}])
    assert client.app.state.editions.refresh()  # type: ignore[attr-defined]
    changed = client.get("/api/openapi", headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200 and "/collections/trees/items" in changed.json()["paths"]


def test_parts_are_merged_and_nothing_is_described_twice() -> None:
    document: dict[str, Any] = {"tags": [], "paths": {"/a": {}}, "components": {"parameters": {"f": {}}}}
    merge(document, {"tags": [{"name": "x"}], "paths": {"/b": {}}, "components": {"schemas": {"tile": {}}}})
    assert document["paths"].keys() == {"/a", "/b"} and "tile" in document["components"]["schemas"]
    for part in ({"paths": {"/a": {}}}, {"components": {"parameters": {"f": {}}}}):
        with pytest.raises(ValueError, match="twice"):
            merge(document, part)
    declared = {"summary": {"vi": "một", "en": "one"}, "list": [{"vi": "hai", "en": "two"}], "vi": {"vi": "ba"}}
    assert spoken(declared, "en") == {"summary": "one", "list": ["two"], "vi": {"vi": "ba"}}
