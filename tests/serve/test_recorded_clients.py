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


@pytest.fixture(params=["3.22", "3.40"])
def answers(client: TestClient, request: pytest.FixtureRequest) -> list[tuple[str, str, Response]]:
    """Method, path without parameters, and answer of each recorded request."""
    return [
        (
            asked["method"],
            urlsplit(asked["path"]).path,
            client.request(asked["method"], filled(asked["path"]), headers=asked["headers"]),
        )
        for asked in requests(request.param)
    ]


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
