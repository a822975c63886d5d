"""Filters over HTTP: both ways of writing them, by address and by body, with walks and counts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from serve_kit import DEFENCE, E0, N0, SIDE
from starlette.testclient import TestClient

ITEMS = "/api/collections/parcels/items"
SEARCH = "/api/collections/parcels/search"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
ALL = [n for n in range(1, 26) if n != DEFENCE]
MIDDLE = f"POINT({E0 + 2.5 * SIDE} {N0 + 0.5 * SIDE})"


def numbers(page: dict[str, Any]) -> list[int]:
    return [int(feature["id"].rsplit("-", 1)[1]) for feature in page["features"]]


@pytest.mark.parametrize(
    ("text", "document", "expected"),
    [
        (
            "parcel_number BETWEEN 3 AND 5",
            {"op": "between", "args": [{"property": "parcel_number"}, 3, 5]},
            [3, 4, 5],
        ),
        (
            "land_use = 'ODT' AND parcel_number < 8",
            {"op": "and", "args": [
                {"op": "=", "args": [{"property": "land_use"}, "ODT"]},
                {"op": "<", "args": [{"property": "parcel_number"}, 8]},
            ]},
            [2, 4, 6],
        ),
        (
            f"S_INTERSECTS(geometry, {MIDDLE})",
            {"op": "s_intersects", "args": [
                {"property": "geometry"}, {"type": "Point", "coordinates": [E0 + 2.5 * SIDE, N0 + 0.5 * SIDE]},
            ]},
            [3],
        ),
    ],
)  # fmt: skip
def test_text_json_and_body_say_the_same(
    client: TestClient, text: str, document: dict[str, Any], expected: list[int]
) -> None:
    crs = {"filter-crs": f"{EPSG}5898"}
    by_text = client.get(ITEMS, params={"filter": text, **crs})
    assert by_text.status_code == 200, by_text.text
    assert numbers(by_text.json()) == expected and by_text.json()["numberMatched"] == len(expected)
    by_json = client.get(ITEMS, params={"filter": json.dumps(document), "filter-lang": "cql2-json", **crs}).json()
    bodies = [{"filter": document, **crs}, {"filter": text, **crs}, {"filter": text, "filter-lang": "cql2-text", **crs}]
    for page in (by_json, *(client.post(SEARCH, json=body).json() for body in bodies)):
        assert page["features"] == by_text.json()["features"]


def test_a_filtered_walk_by_address_and_by_body(client: TestClient) -> None:
    expected = [n for n in ALL if n % 2 == 0 or n > 20]
    url: str | None = f"{ITEMS}?limit=4&filter=land_use='ODT' OR parcel_number>20"
    seen: list[int] = []
    while url:
        page = client.get(url).json()
        seen += numbers(page)
        url = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
    assert seen == expected
    link: dict[str, Any] | None = {"href": SEARCH, "body": {"filter": "land_use='ODT' OR parcel_number>20", "limit": 4}}
    seen = []
    while link:
        page = client.post(link["href"], json=link["body"]).json()
        seen += numbers(page)
        link = next((link for link in page["links"] if link["rel"] == "next"), None)
    assert seen == expected


def test_a_filter_meets_other_parameters(client: TestClient) -> None:
    box = f"{E0 + 1},{N0 + 1},{E0 + 2 * SIDE - 1},{N0 + 5 * SIDE - 1}"
    page = client.get(
        ITEMS, params={"filter": "land_use='ODT'", "bbox": box, "bbox-crs": f"{EPSG}5898", "sortby": "-parcel_number"}
    ).json()
    assert numbers(page) == [22, 16, 12, 6, 2]
    hits = client.get(ITEMS, params={"filter": "casei(land_use)=casei('odt')", "resulttype": "hits"}).json()
    assert hits["numberMatched"] == 12


@pytest.mark.parametrize(
    "parameters",
    [
        {"filter": "owner_name='x'"}, {"filter": "note='x'"}, {"filter": "geom IS NULL"},
        {"filter": "parcel_number='a'"}, {"filter": "parcel_number=1;DROP TABLE x"}, {"filter": ""},
        {"filter-lang": "cql2-text"},
        {"filter": "parcel_number=1", "filter-lang": "cql-text"}, {"filter": "parcel_number=1", "filter-crs": "x"},
        {"filter": "{", "filter-lang": "cql2-json"}, {"filter": "parcel_number*1e308*1e308>1"},
    ],
)  # fmt: skip
def test_wrong_filters_are_refused_with_a_reason(client: TestClient, parameters: dict[str, str]) -> None:
    answer = client.get(ITEMS, params=parameters)
    assert answer.status_code == 400 and answer.headers["content-type"] == "application/problem+json", answer.text
    assert answer.json()["detail"] and "psycopg" not in answer.text
    assert client.post(SEARCH, json=parameters).status_code == 400


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"no_such": 1}', b'{"limit": {}}', b'{"filter": 5}'])
def test_bodies_that_are_no_questions(client: TestClient, body: bytes) -> None:
    assert client.post(SEARCH, content=body).status_code == 400
    assert client.post(SEARCH, content=b'{"filter": "' + b"x" * 3_000_000).status_code == 413


def test_long_filters_go_by_body(client: TestClient) -> None:
    text = " OR ".join(f"parcel_number = {n}" for n in range(1, 1200))
    assert client.get(ITEMS, params={"filter": text}).status_code == 400
    page = client.post(SEARCH, json={"filter": text, "limit": 50}).json()
    assert numbers(page) == ALL


def test_items_never_offer_post(client: TestClient) -> None:
    """QGIS would take the layer for editable."""
    assert "POST" not in client.options(ITEMS).headers["allow"]
    assert client.post(ITEMS, json={}).status_code == 405


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("filter=land_use%20=%20'ODT+CLN'", 12),  # QGIS: its spaces say that its plus is one
        ("filter=(land_use%20%3D%20'ODT%2BCLN')&lang=vi", 12),
        ("filter=land_use+%3D+'ODT%2BCLN'", 12),  # forms
        ("filter=land_use+=+'ODT+CLN'", 0),
    ],
)
def test_a_plus_is_what_the_client_means(client: TestClient, query: str, found: int) -> None:
    assert len(client.get(f"{ITEMS}?{query}").json()["features"]) == found
