"""The land-use balance of a plan over the sample deliveries: it adds up, and agrees with the rows of its zones."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sample_kit import ROOT, project_with
from starlette.testclient import TestClient

from sdi.publish.preparing import prepare
from sdi.serve.app import create_app
from sdi.settings import Settings

SAMPLES = ("administrative_units.gpkg", "roads.gpkg", "parcels.shapefile", "planning.cad_geojson")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    state = tmp_path_factory.mktemp("state")
    return Settings(project=ROOT, state=state, role_prefix="serve_counted", base_url="http://testserver")


@pytest.fixture(scope="module")
def url(database: str, settings: Settings) -> str:
    prepare(database, project_with(SAMPLES), settings, lambda text: None)
    return database


@pytest.fixture(scope="module")
def client(url: str, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings, url)) as found:
        yield found


def test_the_balance_of_a_plan(client: TestClient, url: str) -> None:
    plans = client.get("/portal/statistics").json()
    assert plans["layer"] == "planning_zones" and plans["plans"]
    plan = plans["plans"][0]["plan"]
    found = client.get("/portal/statistics", params={"plan": plan, "lang": "en"}).json()
    with psycopg.connect(url) as connection:
        zones = connection.execute(
            "SELECT function, area_m2 FROM pub.planning_zones WHERE plan_id = %s", (plan,)
        ).fetchall()
        touched = dict(
            connection.execute(
                "SELECT split_part(parcel_id, '-', 1), count(DISTINCT parcel_id) FROM pub.parcel_overlays"
                " WHERE layer = 'planning_zones' AND kind = 'feature' AND plan_id = %s GROUP BY 1",
                (plan,),
            ).fetchall()
        )
        parcels = dict(connection.execute("SELECT commune_code, count(*) FROM pub.parcels GROUP BY 1").fetchall())
    assert found["zones"] == len(zones)
    assert found["area_m2"] == pytest.approx(sum(area for _, area in zones), abs=0.1)
    assert sum(one["share_pct"] for one in found["functions"]) == pytest.approx(100, abs=0.01 * len(zones))
    for one in found["functions"]:
        of_it = [area for code, area in zones if code == one["code"]]
        assert (one["zones"], one["area_m2"]) == (len(of_it), pytest.approx(sum(of_it), abs=0.1))
    assert {one["code"]: (one["affected"], one["parcels"]) for one in found["communes"]} == {
        code: (count, parcels[code]) for code, count in touched.items()
    }
    assert touched and all(one["title"].startswith(("Phường", "Xã")) for one in found["communes"])


def test_no_such_plan(client: TestClient) -> None:
    assert client.get("/portal/statistics", params={"plan": "' OR 1=1 --"}).status_code == 404
    assert client.get("/portal/statistics", params={"plan": ""}).status_code == 404
