"""What QGIS asks when it opens a layer, as recorded by ``make test-clients``, and what it needs in the answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from httpx import Response
from serve_kit import COLUMNS, ROWS
from starlette.testclient import TestClient

RECORDED = Path(__file__).parent / "recorded"
VALUES = {"BOX": "585000,1671000,585030,1671030", "PROVINCE": "5898"}
FEATURES = "http://www.opengis.net/spec/ogcapi-features"
CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf"
BOX_CRS84 = "108.79,15.105,108.80,15.115"


def requests(release: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((RECORDED / f"qgis-{release}.json").read_text("utf-8"))
    return found


def filled(path: str) -> str:
    """A recorded path with values of this town."""
    values = VALUES if "bbox-crs" in path else VALUES | {"BOX": BOX_CRS84}
    for name, value in values.items():
        path = path.replace(name, value)
    return path


def replayed(client: TestClient, release: str) -> list[tuple[str, str, Response]]:
    """Method, path without parameters, and answer of each recorded request."""
    return [
        (
            asked["method"],
            urlsplit(asked["path"]).path,
            client.request(asked["method"], filled(asked["path"]), headers=asked["headers"]),
        )
        for asked in requests(release)
    ]


@pytest.fixture(params=["3.22", "3.40", "3.44"])
def answers(client: TestClient, request: pytest.FixtureRequest) -> list[tuple[str, str, Response]]:
    return replayed(client, request.param)


@pytest.fixture(params=["3.40", "3.44"])
def later(client: TestClient, request: pytest.FixtureRequest) -> list[tuple[str, str, Response]]:
    """Of those that know Part 2 and CQL2."""
    return replayed(client, request.param)


def of(answers: list[tuple[str, str, Response]], method: str, end: str) -> Iterator[Response]:
    found = [answer for asked, path, answer in answers if asked == method and path.endswith(end)]
    assert found, f"QGIS no longer asks {method} …{end}"
    yield from found


def test_every_request_is_answered(answers: list[tuple[str, str, Response]]) -> None:
    assert {(path, answer.status_code) for _, path, answer in answers if answer.status_code not in (200, 204)} == set()


def test_landing_page_leads_on(answers: list[tuple[str, str, Response]]) -> None:
    for answer in of(answers, "GET", "/api"):
        links = {link["rel"]: link for link in answer.json()["links"]}
        assert {"service-desc", "conformance", "data"} <= set(links)
        assert links["service-desc"]["type"] == "application/vnd.oai.openapi+json;version=3.0"


def test_pages_have_a_thousand_features(answers: list[tuple[str, str, Response]]) -> None:
    """QGIS takes the page size from this place of the document and no other; without it, pages of 100."""
    for answer in of(answers, "GET", "/openapi"):
        assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
        limit = answer.json()["components"]["parameters"]["limit"]["schema"]
        assert min(max(1000, limit["default"]), limit["maximum"]) >= 1000


def test_a_collection_says_where_it_lies(answers: list[tuple[str, str, Response]]) -> None:
    for answer in of(answers, "GET", "/collections/parcels"):
        collection = answer.json()
        assert collection["storageCrs"] in collection["crs"]
        assert len(collection["extent"]["spatial"]["bbox"][0]) == 4
        assert "application/geo+json" in {link["type"] for link in collection["links"] if link["rel"] == "items"}


def test_all_that_makes_qgis_push_filters_down_is_promised(later: list[tuple[str, str, Response]]) -> None:
    """Without any one of these it downloads everything; the spatial ones it knows by the name of the draft only."""
    for answer in of(later, "GET", "/conformance"):
        told = set(answer.json()["conformsTo"])
        assert {f"{FEATURES}-2/1.0/conf/crs", f"{FEATURES}-3/1.0/conf/filter"} <= told
        assert {f"{FEATURES}-3/1.0/conf/features-filter", f"{FEATURES}-5/1.0/conf/schemas"} <= told
        assert {f"{CQL2}/{name}" for name in ("cql2-text", "basic-cql2", "advanced-comparison-operators")} <= told
        assert {f"{CQL2}/{name}" for name in ("case-insensitive-comparison", "basic-spatial-operators")} <= told
    for answer in of(later, "GET", "/queryables"):
        assert answer.headers["content-type"].split(";")[0] == "application/schema+json"
        assert answer.json()["properties"]["geometry"]["format"] == "geometry-multipolygon"


def test_filters_are_answered_by_the_service(later: list[tuple[str, str, Response]]) -> None:
    filtered = [answer for answer in of(later, "GET", "/items") if "filter=" in str(answer.request.url)]
    assert filtered
    for answer in filtered:
        values = [feature["properties"] for feature in answer.json()["features"]]
        assert len(values) == 12
        assert all(value["land_use"] == "ODT" and value["area_m2"] > 150 for value in values)


def test_fields_have_titles_and_an_order(client: TestClient) -> None:
    """QGIS 3.44 makes aliases of titles; a field without a type, or two in one place, and the order is lost."""
    for answer in of(replayed(client, "3.44"), "GET", "/parcels/schema"):
        assert answer.headers["content-type"].split(";")[0] == "application/schema+json"
        fields = {name: told for name, told in answer.json()["properties"].items() if name != "geometry"}
        assert {name: told["title"] for name, told in fields.items()}["land_use"] == "Loại đất"
        assert all(isinstance(told["type"], str) for told in fields.values())
        places = [told["x-ogc-propertySeq"] for told in fields.values()]
        assert places == sorted(set(places)) and min(places) > 0
        assert answer.json()["properties"]["geometry"]["x-ogc-role"] == "primary-geometry"


def test_items_lead_from_page_to_page(answers: list[tuple[str, str, Response]], client: TestClient) -> None:
    for answer in of(answers, "GET", "/collections/parcels/items"):
        assert answer.headers["content-type"].split(";")[0] == "application/geo+json"
        assert answer.json()["features"]
    first, seen = client.get("/api/collections/parcels/items?limit=10"), []
    while True:
        page = first.json()
        seen += [feature["id"] for feature in page["features"]]
        following = [link for link in page["links"] if link["rel"] == "next"]
        if not following:
            break
        (link,) = following
        assert link["type"] == "application/geo+json"
        first = client.get(link["href"])
    assert len(seen) == len(set(seen)) == COLUMNS * ROWS - 1  # one is for nobody outside


def test_nothing_can_be_written(client: TestClient) -> None:
    """QGIS takes a layer for editable when POST is allowed."""
    for path in ("/api/collections/parcels/items", "/api/collections/parcels/items/21025-12-7"):
        answer = client.options(path)
        assert answer.status_code in (200, 204)
        assert not {"POST", "PUT", "PATCH", "DELETE"} & set(answer.headers["allow"].replace(" ", "").split(","))
