"""The document of the map page: nothing that its scripts need is missing, and each audience has its own."""

from __future__ import annotations

from starlette.testclient import TestClient

from sdi.crs.proj4 import proj4_text


def test_the_document_tells_system_grid_and_layers(client: TestClient) -> None:
    told = client.get("/portal.json").json()
    assert told["crs"]["code"] == "EPSG:5898" and told["crs"]["surveyed"]
    assert told["crs"]["proj4"] == proj4_text(5898, "EPSG:6960")
    grid = client.get(f"/api/tileMatrixSets/{told['grid']['id']}?f=json").json()
    assert grid["tileMatrices"][0]["cellSize"] == told["grid"]["cell"]
    assert grid["tileMatrices"][0]["pointOfOrigin"] == told["grid"]["origin"]
    west, south, east, north = told["home"]
    assert 500_000 < west < east < 700_000 and 1_600_000 < south < north < 1_700_000
    layers = {layer["id"]: layer for layer in told["layers"]}
    assert {"parcels", "roads"} <= layers.keys() and "parcel_overlays" not in layers
    for layer in layers.values():
        assert client.get(layer["style"]).json()["version"] == 8
        assert client.get(layer["legend"]).json()["layers"][0]["layer"] == layer["id"]
        level = layer["tiles"]["levels"][1]
        address = layer["tiles"]["url"].format(z=level, x=0, y=0)
        assert client.get(address).status_code in (200, 204)
        if layer["named_by"]:
            schema = client.get(f"/api/collections/{layer['id']}/schema?f=json").json()
            assert layer["named_by"] in schema["properties"]


def test_nobody_in_between_keeps_it_and_languages_differ(client: TestClient) -> None:
    answer, english = client.get("/portal.json"), client.get("/portal.json?lang=en")
    assert answer.headers["cache-control"].startswith("private")
    assert answer.headers["content-language"] == "vi" and english.headers["content-language"] == "en"
    assert answer.json()["layers"][0]["title"] != english.json()["layers"][0]["title"]


def test_a_province_without_wishes_shows_its_richest_coverage(client: TestClient) -> None:
    layers = client.get("/portal.json").json()["layers"]
    assert [layer["id"] for layer in layers if layer["on"]] == ["parcels"]
