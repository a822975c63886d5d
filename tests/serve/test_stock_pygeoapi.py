"""A pygeoapi that knows nothing of us: its own command, the YAML of docs/pygeoapi.md, a process of its own.

What it passes on to the plugin is answered as our service answers it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from process_kit import free_port, wait_until_answered
from serve_kit import E0, N0, PROJECT, SIDE, Town, parcel
from starlette.testclient import TestClient

from sdi.db.roles import audience_url
from sdi.model import Audience
from sdi.settings import Settings

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "pygeoapi.md"
PYGEOAPI = Path(sys.executable).with_name("pygeoapi")
PATIENCE_S = 90.0
CRS = "http://www.opengis.net/def/crs/EPSG/0/"
WINDOW = f"{E0 + 1},{N0 + 1},{E0 + 2 * SIDE - 1},{N0 + SIDE - 1}"
"""Two parcels of the first row, EPSG:5898."""


@pytest.fixture(scope="module", params=["flask", "starlette"])
def stock(
    request: pytest.FixtureRequest, town: Town, settings: Settings, tmp_path_factory: Any
) -> Iterator[httpx.Client]:
    """pygeoapi's own server, configured as the document says."""
    folder = tmp_path_factory.mktemp("stock")
    (configuration,) = re.findall(r"^```yaml\n(.*?)^```", DOCUMENT.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (folder / "config.yml").write_text(configuration, "utf-8")
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SDI_", "PYGEOAPI_"))} | {
        "PYGEOAPI_CONFIG": str(folder / "config.yml"),
        "PYGEOAPI_OPENAPI": str(folder / "openapi.yml"),
        "PYGEOAPI_PORT": str(port),
        "SDI_PROJECT": str(PROJECT),
        "SDI_PUBLIC_DATABASE": audience_url(town.url, settings, Audience.PUBLIC),
    }
    make = [PYGEOAPI, "openapi", "generate", "config.yml", "--output-file", "openapi.yml"]
    made = subprocess.run(make, env=environment, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert made.returncode == 0, made.stdout + made.stderr
    serve = [sys.executable, "-c", _SERVE[request.param]]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(serve, env=environment, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            wait_until_answered(f"{client.base_url}/conformance?f=json", process, folder / "log", PATIENCE_S)
            yield client
    finally:
        process.terminate()
        process.wait(30)


_SERVE = {
    "flask": "from pygeoapi.flask_app import APP, api_; APP.run(port=api_.config['server']['bind']['port'])",
    "starlette": "from pygeoapi.starlette_app import APP, api_; import uvicorn;"
    " uvicorn.run(APP, port=api_.config['server']['bind']['port'])",
}
"""As ``pygeoapi serve`` does, without the second process that watches its files."""


def ask(stock: httpx.Client, query: str) -> dict[str, Any]:
    answer = stock.get(f"/collections/parcels/items?f=json&{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def ours(client: TestClient, query: str) -> dict[str, Any]:
    answer = client.get(f"/api/collections/parcels/items?f=json&{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    "query",
    [
        "limit=5",
        "limit=5&offset=3",
        "limit=100",
        f"limit=5&crs={CRS}5898",
        f"limit=5&crs={CRS}4326",
        f"limit=5&crs={CRS}4756",
        f"bbox={WINDOW}&bbox-crs={CRS}5898",
        f"bbox={WINDOW}&bbox-crs={CRS}5898&crs={CRS}5898&limit=1",
        "bbox=107.5,14.5,109.5,15.9&limit=30",
        "bbox=105,10,106,11",
        "land_use=ODT&limit=3",
        "parcel_number=7",
        "sortby=-parcel_number&limit=4",
        "properties=land_use,area_m2&limit=2",
        "skipGeometry=true&limit=2",
        "datetime=2026-06-01&limit=2",
    ],
)
def test_pages(stock: httpx.Client, client: TestClient, query: str) -> None:
    found, told = ask(stock, query), ours(client, query)
    assert found["features"] == told["features"]
    assert found["numberReturned"] == told["numberReturned"]
    assert found.get("numberMatched") == told.get("numberMatched")


def test_pages_follow_each_other(stock: httpx.Client) -> None:
    page, seen = ask(stock, "limit=10"), []
    while True:
        seen += [feature["id"] for feature in page["features"]]
        following = [link["href"] for link in page["links"] if link["rel"] == "next"]
        if not following or not page["features"]:
            break
        page = stock.get(following[0] + "&f=json").json()
    assert len(seen) == len(set(seen)) == 24


@pytest.mark.parametrize("query", ["", "land_use=ODT", f"bbox={WINDOW}&bbox-crs={CRS}5898"])
def test_hits(stock: httpx.Client, client: TestClient, query: str) -> None:
    found, told = (asks(f"resulttype=hits&{query}") for asks in (lambda q: ask(stock, q), lambda q: ours(client, q)))
    assert found["numberMatched"] == told["numberMatched"] > 0
    assert found["features"] == []


@pytest.mark.parametrize("crs", ["", f"crs={CRS}5898", f"crs={CRS}4326"])
def test_one_feature(stock: httpx.Client, client: TestClient, crs: str) -> None:
    path = f"collections/parcels/items/21025-12-7?f=json&{crs}"
    found, told = stock.get(f"/{path}").json(), client.get(f"/api/{path}").json()
    for member in ("type", "id", "geometry", "properties"):
        assert found[member] == told[member]


@pytest.mark.parametrize(
    "filter",
    [
        "parcel_number > 20 AND land_use = 'ODT'",
        "parcel_number BETWEEN 5 AND 9",
        "parcel_number NOT BETWEEN 5 AND 20",
        "parcel_number IN (3, 5, 13)",
        "land_use NOT IN ('ODT')",
        "land_use LIKE '%CLN'",
        "land_use LIKE 'O_T'",
        "land_use NOT LIKE '%CLN%'",
        "area_m2 / 2 + 1 >= 201",
        "surveyed_on IS NOT NULL AND NOT parcel_number < 23",
        "disputed = TRUE",
        "(parcel_number = 1 OR parcel_number = 2) AND commune_code = '21025'",
    ],
)
def test_filters_as_text(stock: httpx.Client, client: TestClient, filter: str) -> None:
    """Words that ECQL, which 0.21 reads, and CQL2 share."""
    query = str(httpx.QueryParams({"filter": filter, "limit": 30, "crs": f"{CRS}5898"}))
    found, told = ask(stock, query), ours(client, query)
    assert 0 < len(told["features"]) < 24 or "area_m2" in filter
    assert found["features"] == told["features"]


SQUARE = [[E0 - 5, N0 - 5], [E0 + 30, N0 - 5], [E0 + 30, N0 + 30], [E0 - 5, N0 + 30], [E0 - 5, N0 - 5]]


@pytest.mark.parametrize(
    ("filter", "size"),
    [
        ({"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Polygon", "coordinates": [SQUARE]}]}, 4),
        ({"op": "s_within", "args": [{"property": "geometry"}, {"type": "Polygon", "coordinates": [SQUARE]}]}, 1),
        ({"op": "like", "args": [{"op": "casei", "args": [{"property": "land_use"}]}, "odt"]}, 12),
        ({"op": "t_after", "args": [{"property": "surveyed_on"}, {"date": "2026-01-20"}]}, 5),
        ({"op": "t_during", "args": [{"property": "surveyed_on"}, {"interval": ["2026-01-01", "2026-01-04"]}]}, 2),
        ({"op": "and", "args": [{"op": ">", "args": [{"property": "parcel_number"}, n]} for n in range(20)]}, 6),
    ],
)
def test_filters_as_json(stock: httpx.Client, client: TestClient, filter: dict[str, Any], size: int) -> None:
    crs = {"filter-crs": f"{CRS}5898"}
    answer = stock.post("/collections/parcels/items", params={"f": "json", "limit": 30} | crs, json=filter)
    assert answer.status_code == 200, answer.text
    body = {"filter": filter, "filter-lang": "cql2-json", "limit": 30} | crs
    told = client.post("/api/collections/parcels/search", json=body)
    assert told.status_code == 200, told.text
    assert answer.json()["features"] == told.json()["features"]
    assert len(told.json()["features"]) == size


@pytest.mark.parametrize(
    "query",
    [
        "parcel_number=x", "q=house", "filter=no_such_field %3D 1", "filter=note IS NULL", "sortby=note",
        "filter=BBOX(geometry,1,2,3,4)", f"limit=1&crs={CRS}3857", "offset=100001",
    ],
)  # fmt: skip
def test_wrong_questions_are_refused(stock: httpx.Client, query: str) -> None:
    answer = stock.get(f"/collections/parcels/items?f=json&{query}")
    assert answer.status_code == 400, answer.text
    assert "Traceback" not in answer.text


def test_what_is_not_for_the_public_is_not_there(stock: httpx.Client) -> None:
    assert stock.get("/collections/parcels/items/21025-12-13?f=json").status_code == 404
    assert "note" not in ask(stock, "limit=1")["features"][0]["properties"]


def test_fields_are_those_of_the_declaration(stock: httpx.Client, client: TestClient) -> None:
    found = stock.get("/collections/parcels/queryables?f=json").json()["properties"]
    told = client.get("/api/collections/parcels/queryables?f=json").json()["properties"]
    assert set(found) == set(told)
    assert found["area_m2"]["type"] == told["area_m2"]["type"] == "number"


@pytest.mark.parametrize("path", ["items?f=html&limit=3", "items/21025-12-7?f=html", "items?f=csv&limit=3", "?f=html"])
def test_other_formats_of_its_own(stock: httpx.Client, path: str) -> None:
    answer = stock.get(f"/collections/parcels{'' if path.startswith('?') else '/'}{path}")
    assert answer.status_code == 200, answer.text
    assert "21025-12-" in answer.text or path == "?f=html"


def test_what_is_published_shows_with_the_next_request(stock: httpx.Client, town: Town) -> None:
    town.publish("parcels", [parcel(number) for number in range(1, 11)])
    try:
        assert len(ask(stock, "limit=100")["features"]) == 10
    finally:
        town.rollback()
    assert len(ask(stock, "limit=100")["features"]) == 24
