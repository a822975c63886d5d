"""Schemas of OGC API – Features, Part 5: what a feature returns, what may be asked for, what codes mean."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

KEYWORDS = {
    "type", "title", "description", "format", "enum", "oneOf", "minimum", "maximum", "maxLength", "pattern", "readOnly",
}  # fmt: skip
ROLES = {"id", "primary-geometry", "primary-interval-start", "primary-interval-end"}


def schema_of(client: TestClient, layer: str, resource: str = "schema", **query: str) -> dict[str, Any]:
    answer = client.get(f"/api/collections/{layer}/{resource}", params={"f": "json"} | query)
    assert answer.headers["content-type"] == "application/schema+json"
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("layer", ["parcels", "roads", "administrative_units"])
@pytest.mark.parametrize("resource", ["schema", "queryables"])
def test_requirements_of_part_5(client: TestClient, layer: str, resource: str) -> None:
    document = schema_of(client, layer, resource)
    Draft202012Validator.check_schema(document)
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema" and document["type"] == "object"
    itself = client.get(document["$id"], headers={"Accept": "application/schema+json"})
    assert "?" not in document["$id"] and itself.json() == document
    assert document["additionalProperties"] is False
    fields = document["properties"]
    for name, field in fields.items():
        assert field["title"]
        assert ("type" in field) is (name != "geometry")
        assert all(key in KEYWORDS or key.startswith("x-ogc-") for key in field), field
        assert field.get("x-ogc-role", "id") in ROLES
        assert ("x-ogc-unit" in field) is ("x-ogc-unitLang" in field) and field.get("x-ogc-unitLang", "UCUM") == "UCUM"
        assert ("oneOf" in field) is ("enum" in field), "one profile for all code lists (profile-codelists)"
        if "oneOf" in field:
            assert [entry["const"] for entry in field["oneOf"]] == field["enum"]
    assert fields["geometry"]["format"] in ("geometry-multipolygon", "geometry-multilinestring")
    assert [name for name, field in fields.items() if field.get("x-ogc-role") == "id"] == [
        {"parcels": "parcel_id", "roads": "road_id", "administrative_units": "commune_code"}[layer]
    ]
    sequence = [field["x-ogc-propertySeq"] for field in fields.values()]
    assert sequence == sorted(set(sequence))
    links = {link["rel"]: link for link in client.get(f"/api/collections/{layer}").json()["links"]}
    assert f"http://www.opengis.net/def/rel/ogc/1.0/{resource}" in links


def test_schema_and_queryables_differ_as_the_standard_says(client: TestClient) -> None:
    """Nothing of a question is required, and nothing that is asked for is only read."""
    schema, queryables = schema_of(client, "parcels"), schema_of(client, "parcels", "queryables")
    assert schema["properties"].keys() == queryables["properties"].keys()
    assert "parcel_number" in schema["required"] and "required" not in queryables
    assert all(field["readOnly"] for field in schema["properties"].values())
    assert not any("readOnly" in field for field in queryables["properties"].values())
    assert schema["$id"] != queryables["$id"]
    answer = client.get("/api/collections/parcels/items?no_such_field=1")
    assert answer.status_code == 400


def test_sortables_are_what_sortby_takes(client: TestClient) -> None:
    document = schema_of(client, "roads", "sortables")
    Draft202012Validator.check_schema(document)
    assert list(document["properties"]) == ["road_id"] and document["additionalProperties"] is False
    items = "/api/collections/roads/items"
    assert [f["id"] for f in client.get(f"{items}?sortby=-road_id").json()["features"]] == ["R-2", "R-1"]
    assert client.get(f"{items}?sortby=name").status_code == 400
    links = {link["rel"]: link["href"] for link in client.get("/api/collections/roads").json()["links"]}
    address = links["http://www.opengis.net/def/rel/ogc/1.0/sortables"]
    assert "Fields to sort by" in client.get(f"{address}?f=html&lang=en").text


def test_fields_are_described(client: TestClient) -> None:
    fields = schema_of(client, "parcels")["properties"]
    assert fields["area_m2"]["x-ogc-unit"] == "m2" and fields["surveyed_on"]["format"] == "date"
    assert fields["map_sheet"]["title"] == "Tờ bản đồ"
    assert "enum" not in fields["land_use"] and fields["land_use"]["x-ogc-codelistUri"].endswith(
        "/codelists/land_types"
    )
    roads = schema_of(client, "roads", "queryables")["properties"]
    assert roads["road_class"]["enum"] == ["CHINH", "HEM"]
    assert roads["valid_from"]["x-ogc-role"] == "primary-interval-start"
    assert roads["valid_to"]["x-ogc-role"] == "primary-interval-end"
    english = schema_of(client, "parcels", lang="en")
    assert english["title"] == "Land parcels" and english["properties"]["geometry"]["title"] == "Geometry"


@pytest.mark.parametrize("layer", ["parcels", "roads", "administrative_units"])
def test_features_meet_their_schema(client: TestClient, layer: str) -> None:
    validator = Draft202012Validator(schema_of(client, layer))
    for feature in client.get(f"/api/collections/{layer}/items").json()["features"]:
        validator.validate({name: value for name, value in feature["properties"].items() if value is not None})


def test_code_lists_are_where_schemas_point(client: TestClient) -> None:
    uri = schema_of(client, "parcels")["properties"]["land_use"]["x-ogc-codelistUri"]
    document = client.get(uri).json()
    assert {"code": "ODT", "title": "Đất ở tại đô thị"}.items() <= next(
        entry for entry in document["codes"] if entry["code"] == "ODT"
    ).items()
    page = client.get(f"{uri}?f=html&lang=en").text
    assert "Code list land_types" in page and "ODT" in page
    assert client.get("/api/codelists/no_such_list").status_code == 404


def test_code_lists_of_hidden_fields_are_not_there(client: TestClient, project: Any) -> None:
    used = {field.codes for layer in ("parcels", "roads", "administrative_units") for field in
            project.layers[layer].fields.values() if field.codes}  # fmt: skip
    for name in project.codes:
        assert client.get(f"/api/codelists/{name}").status_code == (200 if name in used else 404)
