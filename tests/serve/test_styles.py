"""Styles over HTTP: who is told of what, in which format, and that nothing is sent twice."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

HTML = {"Accept": "text/html"}


def test_every_layer_that_is_shown_has_a_style(client: TestClient) -> None:
    listed = client.get("/api/styles").json()
    assert {"parcels", "roads"} <= {entry["id"] for entry in listed["styles"]}
    for entry in listed["styles"]:
        for link in entry["links"]:
            answer = client.get(link["href"].replace("http://testserver", ""))
            assert answer.status_code == 200, link
            assert answer.headers["content-type"].split(";")[0] == link["type"].split(";")[0], link


def test_a_style_draws_our_tiles_by_fields_that_they_carry(client: TestClient) -> None:
    style = client.get("/api/styles/roads?f=mapbox").json()
    assert style["version"] == 8 and style["layers"]
    for source in style["sources"].values():
        tiles = client.get(source["url"].replace("http://testserver", "")).json()
        known = {layer["id"]: layer["fields"] for layer in tiles["vector_layers"]}
        assert {layer["source-layer"] for layer in style["layers"] if "source-layer" in layer} <= known.keys()
        assert "road_class" in known["roads"]


@pytest.mark.parametrize("path", ["/api/styles", "/api/styles/parcels", "/api/styles/parcels/legend"])
def test_what_the_client_has_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_the_legend_is_there_as_document_picture_and_page(client: TestClient) -> None:
    document = client.get("/api/styles/roads/legend?f=json&lang=en").json()
    layer = document["layers"][0]
    assert layer["by"] == "road_class" and {"CHINH", "HEM"} <= {code for e in layer["entries"] for code in e["codes"]}
    assert all(entry["svg"].startswith("<svg") for entry in layer["entries"])
    assert client.get("/api/styles/roads/legend?f=png").content.startswith(b"\x89PNG")
    assert client.get("/api/styles/roads/legend?f=svg").text.startswith("<svg")
    page = client.get("/api/styles/roads", headers=HTML).text
    assert all(entry["svg"] in page for entry in layer["entries"])


@pytest.mark.parametrize("path", ["/api/styles/nothing", "/api/styles/nothing/legend", "/api/collections/no/styles"])
def test_what_is_not_shown_has_no_style(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_links_lead_from_the_api_and_from_collections(client: TestClient) -> None:
    rel = "http://www.opengis.net/def/rel/ogc/1.0/styles"
    for path in ("/api/", "/api/collections/parcels"):
        links = [link for link in client.get(f"{path}?f=json").json()["links"] if link["rel"] == rel]
        assert len(links) == 1
        assert client.get(links[0]["href"].replace("http://testserver", "")).json()["styles"]
    assert client.get("/api/collections/parcels/styles").json()["default"] == "parcels"


@pytest.mark.parametrize("form", ["mapbox", "sld11", "qml", "html"])
def test_restricted_codes_and_layers_are_told_to_those_who_may_see_them(
    client: TestClient, keys: dict[str, dict[str, str]], form: str
) -> None:
    """Neither the code nor its meaning: nobody learns from a legend that there is defence land."""
    for audience, headers in keys.items():
        text = client.get(f"/api/styles/parcels?f={form}", headers=headers).text
        assert ("CQP" in text or "quốc phòng" in text) is (audience == "internal")
        answer = client.get("/api/styles/substations?f=json", headers=headers)
        listed = {entry["id"] for entry in client.get("/api/styles", headers=headers).json()["styles"]}
        assert (answer.status_code == 200) is ("substations" in listed)
        assert audience == "internal" or "substations" not in listed
        if headers and answer.status_code == 200:
            assert answer.headers["cache-control"] == "private, no-store"
