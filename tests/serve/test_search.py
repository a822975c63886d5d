"""The search box over the sample deliveries: every way of writing finds the same thing, and nothing that is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sample_kit import ROOT, project_with
from starlette.testclient import TestClient

from sdi.model import Project
from sdi.publish.preparing import prepare
from sdi.serve.app import create_app
from sdi.settings import Settings

SAMPLES = (
    "administrative_units.gpkg", "roads.gpkg", "place_names.csv", "parcels.shapefile", "planning_areas.gpkg",
    "planning_projects.gpkg", "control_points.xlsx", "heritage_sites.esrijson",
)  # fmt: skip


@pytest.fixture(scope="module")
def project() -> Project:
    return project_with(SAMPLES)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    state = tmp_path_factory.mktemp("state")
    return Settings(project=ROOT, state=state, role_prefix="serve_found", base_url="http://testserver")


@pytest.fixture(scope="module")
def url(database: str, project: Project, settings: Settings) -> str:
    prepare(database, project, settings, lambda text: None)
    return database


@pytest.fixture(scope="module")
def client(url: str, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings, url)) as found:
        yield found


def ask(client: TestClient, q: str, headers: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    answer = client.get("/portal/search", params={"q": q, **more}, headers=headers or {})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert found["query"] == q
    return found


def titles(found: dict[str, Any]) -> list[str]:
    return [result["title"] for result in found["results"]]


@pytest.mark.parametrize(
    "q",
    [
        "tờ 5 thửa 3 Nghĩa Lộ",
        "thửa 3 tờ bản đồ 5, phường Nghĩa Lộ",
        "5/3 nghia lo",
        "TBĐ 05, thửa số 003, P. Nghĩa Lộ",
        "21028-5-3",
        "sheet 5 parcel 3 Nghia Lo ward",
        "NGHĨA LỘ tờ 5 thửa 3",
        "thua 3 to 5 nghai lo",
        "thửa 3 tờ 5 phường Lê Hồng Phong cũ",
    ],
)
def test_a_parcel_in_every_writing(client: TestClient, q: str) -> None:
    first = ask(client, q)["results"][0]
    assert (first["kind"], first["id"], first["layer"]) == ("parcel", "21028-5-3", "parcels")
    assert first["title"] == "Thửa 3, tờ 5, Phường Nghĩa Lộ"
    assert first["slip"] == "/api/slip/21028-5-3"
    west, south, east, north = first["bbox"]
    assert west < first["center"][0] < east and south < first["center"][1] < north
    assert client.get(first["href"]).json()["id"] == "21028-5-3"
    here = client.get("/portal/here", params={"x": first["storage"][1], "y": first["storage"][0]}).json()
    assert here["parcel"]["id"] == "21028-5-3"
