"""The search box over the sample deliveries: every way of writing finds the same thing, and nothing that is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
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


@pytest.mark.parametrize(
    "q",
    [
        "1672370,10 585791,00",
        "585791; 1672370.1",
        "X = 1.672.370,1 Y = 585.791,0",
        "15°07'12\"N 108°48'00\"E",
        "15.12, 108.8",
    ],
)
def test_coordinates(client: TestClient, q: str) -> None:
    (only,) = ask(client, q)["results"]
    assert (only["kind"], only["subtitle"]) == ("coordinates", "Phường Cẩm Thành")
    assert only["storage"] == pytest.approx([585_791.0, 1_672_370.1], abs=0.1)
    assert only["center"] == pytest.approx([108.8, 15.12], abs=1e-5)
    assert only["title"].startswith("X 1.672.370,1")
    assert ask(client, q, lang="en")["results"][0]["title"].startswith("X 1,672,370.1")


def test_a_sheet_and_a_number_alone(client: TestClient) -> None:
    sheet = ask(client, "tờ 5 Nghĩa Lộ")["results"][0]
    assert (sheet["kind"], sheet["title"]) == ("sheet", "Tờ bản đồ 5, Phường Nghĩa Lộ")
    numbered = [result for result in ask(client, "thửa 3 Nghĩa Lộ")["results"] if result["kind"] == "parcel"]
    assert len(numbered) > 3 and {result["id"].split("-")[2] for result in numbered} == {"3"}


def test_a_parcel_that_is_not_there(client: TestClient) -> None:
    near = ask(client, "tờ 5 thửa 9999 Nghĩa Lộ")
    assert "Không có thửa 9999, tờ 5, Phường Nghĩa Lộ" in near["message"]
    first = near["results"][0]
    assert (first["kind"], first["title"]) == ("sheet", "Tờ bản đồ 5, Phường Nghĩa Lộ")
    nowhere = ask(client, "tờ 999 thửa 1 Nghĩa Lộ", lang="en")
    assert "no parcel 1 on sheet 999" in nowhere["message"] and "has the sheets" in nowhere["message"]


def test_communes_present_and_former(client: TestClient) -> None:
    for q in ("Nghĩa Lộ", "nghia lo", "phường NGHĨA LỘ", "21028", "Nghia Lo ward", "nghai lo"):
        first = ask(client, q)["results"][0]
        assert (first["kind"], first["id"], first["title"]) == ("commune", "21028", "Phường Nghĩa Lộ")
    former = ask(client, "phường Lê Hồng Phong")["results"][0]
    assert (former["kind"], former["id"]) == ("former_unit", "21028")
    assert former["subtitle"] == "Nay thuộc Phường Nghĩa Lộ"
    assert ask(client, "le hong phong ward", lang="en")["results"][0]["subtitle"] == "Today in Phường Nghĩa Lộ"
    district = ask(client, "TP Quảng Ngãi")["results"][0]
    assert (district["kind"], district["id"], district["href"]) == ("former_unit", None, None)
    assert "21289" in ask(client, "huyện Sơn Hà")["message"]  # a district none of whose communes is published here


def test_streets_are_one_however_many_parts(client: TestClient) -> None:
    for q in ("Lê Lợi", "le loi", "đường Lê Lợi", "Le Loi street", "Lê Lợi, Nghĩa Lộ"):
        streets = [result for result in ask(client, q)["results"] if result["kind"] == "street"]
        assert [street["title"] for street in streets] == ["Lê Lợi"]


def test_plans_projects_and_decisions(client: TestClient) -> None:
    plan = ask(client, "quy hoach chi tiet bo nam")["results"][0]
    assert (plan["kind"], plan["id"]) == ("plan", "QHCT_BoNam_2023")
    assert ask(client, "QHCT_BoNam_2023")["results"][0]["id"] == "QHCT_BoNam_2023"
    project = ask(client, "dự án khu dân cư Gò Đu")["results"][0]
    assert (project["kind"], project["id"]) == ("project", "DA-002")
    for q in ("11/QĐ-MAU", "quyết định số 11/QĐ-MAU", "qd 11", "11/qd-mau"):
        decisions = ask(client, q)["results"]
        assert any(one["kind"] == "decision" and one["title"] == "11/QĐ-MAU" for one in decisions), q
    assert ask(client, "11/QĐ-MAU")["results"][0]["title"] == "11/QĐ-MAU"


def test_english_speaks_english(client: TestClient) -> None:
    (first, *_) = ask(client, "sheet 5 parcel 3 Nghia Lo", lang="en")["results"]
    assert first["title"] == "Parcel 3, sheet 5, Phường Nghĩa Lộ"


@pytest.mark.parametrize("q", ["", " ", "a", "?!*", "zzzzqqqxxx", "%", "_", "\u0000", "💥"])
def test_a_hopeless_question_gets_help(client: TestClient, q: str) -> None:
    found = client.get("/portal/search", params={"q": q}).json()
    assert found["results"] == [] and "tờ 12 thửa 345" in found["help"]
    assert "sheet 12 parcel 345" in client.get("/portal/search", params={"q": q, "lang": "en"}).json()["help"]


@pytest.mark.parametrize(
    "q",
    [
        "'; DROP TABLE data.parcels; --",
        "tờ 1' OR '1'='1 thửa 2",
        "%' OR 1=1 --",
        "\\",
        "a" * 5_000,
        "Lê " * 500,
        "12/" * 100,
        "1 " * 100,
        "{}{0}%s%(text)s",
        "tờ 99999999999999999999 thửa 99999999999999999999",
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
        "<script>alert(1)</script>",
    ],
)
def test_hostile_questions(client: TestClient, q: str) -> None:
    assert client.get("/portal/search", params={"q": q}).status_code == 200


@pytest.mark.parametrize(
    "query", [{"q": "a", "limit": "0"}, {"q": "a", "limit": "51"}, {"q": "a", "limit": "x"}, {"z": "1"}]
)
def test_wrong_parameters_are_said(client: TestClient, query: dict[str, str]) -> None:
    answer = client.get("/portal/search", params=query)
    assert answer.status_code == 400 and answer.json()["detail"]


def test_the_limit_is_kept(client: TestClient) -> None:
    assert len(ask(client, "đường", limit=3)["results"]) == 3


def test_nobody_finds_what_he_may_not_see(client: TestClient, url: str, settings: Settings) -> None:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT feature_id FROM data.parcels WHERE audience = 'internal' AND r1 = 2147483647 ORDER BY 1"
        ).fetchone()
        count = connection.execute("SELECT count(*) FROM data.control_points").fetchone()
    assert row is not None and count is not None and count[0] > 0
    secret = str(row[0])
    hidden = ask(client, secret)
    assert secret not in [result["id"] for result in hidden["results"]]
    internal = {"X-API-Key": settings.secret("api_key_internal")}
    assert ask(client, secret, internal)["results"][0]["id"] == secret
    agency = {"X-API-Key": settings.secret("api_key_agency")}
    assert secret not in [result["id"] for result in ask(client, secret, agency)["results"]]


def test_personal_data_is_never_searched(project: Project) -> None:
    for layer in project.layers.values():
        for name in layer.search.fields if layer.search else ():
            assert not layer.fields[name].personal and layer.visibility.sees(layer.fields[name].visibility)
