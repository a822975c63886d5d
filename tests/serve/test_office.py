"""The officers' pages over the project's own samples: what they let do, and whom; orders run as real commands."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import geopandas
import psycopg
import pytest
from sample_kit import ROOT, project_with
from starlette.testclient import TestClient

from sdi.db.connect import connect
from sdi.db.keys import create_key
from sdi.model import Audience
from sdi.publish.preparing import prepare
from sdi.serve import guard
from sdi.serve.app import create_app
from sdi.settings import Settings

ROADS = ROOT / "data-samples" / "so_giao_thong" / "roads.gpkg"
HOST = "http://office.test"
HERE = {"Origin": HOST, "Accept": "text/html"}
PATIENCE_S = 120
PDF = next((ROOT / "data-samples").rglob("*.pdf"), None)


@pytest.fixture(scope="module")
def url(make_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_database()


@pytest.fixture(scope="module")
def settings(url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        project=ROOT, state=tmp_path_factory.mktemp("office"), role_prefix="office", base_url=HOST, database_url=url,
        rate_address=0, rate_key=0,
    )  # fmt: skip


@pytest.fixture(scope="module")
def client(url: str, settings: Settings) -> Iterator[TestClient]:
    prepare(url, project_with(("administrative_units.gpkg", "roads.gpkg")), settings, lambda text: None)
    with TestClient(create_app(settings, url), base_url=HOST, follow_redirects=False) as found:
        yield found


@pytest.fixture(scope="module")
def owner(url: str, client: TestClient) -> Iterator[psycopg.Connection[Any]]:
    with connect(url) as connection:
        yield connection


@pytest.fixture(scope="module")
def key(owner: psycopg.Connection[Any], client: TestClient) -> str:
    """An officer's key that the service knows already."""
    _, made = create_key(owner, Audience.INTERNAL, ("read", "operate"), "Sở Xây dựng – Lê Thu", "thử", actor="test")
    deadline = time.monotonic() + 10
    while client.get("/api/", headers={"X-API-Key": made}).status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return made


class Officer:
    """Somebody who has signed in."""

    def __init__(self, client: TestClient, key: str) -> None:
        client.cookies.clear()
        answer = client.post("/login", data={"key": key}, headers=HERE)
        assert answer.status_code == 303
        self.client = client
        self.cookie = answer.headers["set-cookie"].split(";")[0]
        self.headers = {**HERE, "Cookie": self.cookie}
        client.cookies.clear()

    def get(self, path: str) -> str:
        answer = self.client.get(path, headers=self.headers)
        self.client.cookies.clear()
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:400])
        assert "no-store" in answer.headers["cache-control"]
        return answer.text

    def token(self, page: str = "/office/upload") -> str:
        return re.search(r'name="token" value="([0-9a-f]+)"', self.get(page)).group(1)  # type: ignore[union-attr]

    def post(self, path: str, **more: Any) -> Any:
        answer = self.client.post(path, headers=self.headers, **more)
        self.client.cookies.clear()
        return answer

    def hand_in(self, *files: tuple[str, bytes], path: str = "/office/upload", **fields: str) -> Any:
        given = {"token": self.token()} | fields
        parts = [("files", (name, io.BytesIO(content))) for name, content in files]
        return self.post(path, data=given, files=parts)

    def order(self, answer: Any) -> tuple[str, str]:
        """How an order ended, and its page."""
        assert answer.status_code == 303, answer.text[:600]
        place = answer.headers["location"]
        assert place.startswith("/office/jobs/")
        deadline = time.monotonic() + PATIENCE_S
        while True:
            text = self.get(place)
            outcome = re.search(r'class="card outcome (\w+)"', text).group(1)  # type: ignore[union-attr]
            if outcome != "running":
                return outcome, text
            assert 'http-equiv="refresh"' in text
            assert time.monotonic() < deadline
            time.sleep(0.3)

    def decide(self, run: int, what: str, **more: str) -> Any:
        page = self.get(f"/office/runs/{run}")
        seen = re.search(r'name="seen" value="([^"]*)"', page).group(1)  # type: ignore[union-attr]
        token = re.search(r'name="token" value="([0-9a-f]+)"', page).group(1)  # type: ignore[union-attr]
        return self.post(f"/office/runs/{run}/{what}", data={"token": token, "seen": seen} | more)


@pytest.fixture
def officer(client: TestClient, key: str) -> Officer:
    return Officer(client, key)


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """The sample of roads with some left out and some renamed."""
    folder = tmp_path_factory.mktemp("roads")

    def make(*, without: int = 0, renamed: int = 0, salt: str = "") -> bytes:
        found = geopandas.read_file(ROADS)
        name = next(column for column in found.columns if "ten" in column.lower())
        found.loc[found.index[:renamed], name] = [f"Đường đổi tên {salt}{number}" for number in range(renamed)]
        path = folder / f"{without}-{renamed}-{salt}.gpkg"
        layer = geopandas.list_layers(ROADS).name[0]
        found.iloc[: len(found) - without].to_file(path, layer=layer, driver="GPKG")
        return path.read_bytes()

    return make


def run_of(text: str) -> int:
    return int(re.search(r"/office/runs/(\d+)", text).group(1))  # type: ignore[union-attr]


# --- who may come in ----------------------------------------------------------------------------------------

PAGES = ("/office/", "/office/deliveries", "/office/upload", "/office/documents", "/office/keys", "/office/audit",
         "/office/layers/roads", "/office/layers/roads/rollback", "/office/runs/1")  # fmt: skip
FORMS = ("/office/upload", "/office/documents", "/office/runs/1/publish", "/office/runs/1/discard",
         "/office/layers/roads/rollback", "/office/documents/1/withdraw")  # fmt: skip


def test_the_public_is_led_to_where_one_signs_in(client: TestClient) -> None:
    for path in PAGES:
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/login?next=/office")
    for path in FORMS:
        assert client.post(path, data={"token": "x"}, headers=HERE).status_code == 401, path


def test_who_may_not_operate_is_refused(client: TestClient, settings: Settings, owner: psycopg.Connection[Any]) -> None:
    _, reader = create_key(owner, Audience.INTERNAL, ("read",), "Sở Xây dựng", "đọc", actor="test")
    _, agency = create_key(owner, Audience.AGENCY, ("read", "operate"), "Sở khác", "đọc", actor="test")
    time.sleep(2.5)
    for key in (reader, agency, settings.secret("api_key_agency")):
        headers = {"X-API-Key": key, "Accept": "text/html"}
        for path in PAGES:
            assert client.get(path, headers=headers).status_code == 403, path
        for path in FORMS:
            assert client.post(path, headers=headers).status_code == 403, path
        assert "/office/" not in client.get("/open-data", headers=headers).text


def test_nothing_of_it_is_in_the_api_s_description(client: TestClient, key: str) -> None:
    document = client.get("/api/openapi", headers={"X-API-Key": key}).json()
    assert document["paths"]
    assert not [path for path in document["paths"] if "office" in path]


def test_every_page_is_drawn_in_both_languages_under_the_house_s_policy(officer: Officer) -> None:
    for path in PAGES:
        for spoken in ("", "?lang=en"):
            answer = officer.client.get(path + spoken, headers=officer.headers)
            assert answer.status_code == 200, (path, answer.text[:300])
            assert answer.headers["content-security-policy"] == guard.POLICY
            assert answer.headers["cache-control"] == "private, no-store"
            assert " style=" not in answer.text and "<script" not in answer.text
            assert f'<html lang="{"en" if spoken else "vi"}"' in answer.text


# --- the walk of a delivery ---------------------------------------------------------------------------------


def test_a_delivery_is_handed_in_held_looked_at_published_and_taken_back(
    client: TestClient,
    officer: Officer,
    roads: Callable[..., bytes],
    owner: psycopg.Connection[Any],
    settings: Settings,
) -> None:
    def shown() -> int:
        return int(client.get("/api/collections/roads/items?limit=1&f=json").json()["numberMatched"])

    before = shown()
    outcome, text = officer.order(officer.hand_in(("roads.gpkg", roads(without=2, renamed=3)), layer="roads"))
    assert outcome == "done", text
    assert "Chưa có gì được công bố" in text
    run = run_of(text)
    assert shown() == before

    page = officer.get(f"/office/runs/{run}")
    assert "~3" in page and "−2" in page
    assert page.count('class="changed line"') == 3 and page.count('class="removed line"') == 2
    assert "Đường đổi tên 0" in page
    assert officer.get("/office/").count(f"/office/runs/{run}") >= 2
    report = client.get(f"/office/runs/{run}/report", headers=officer.headers)
    assert report.status_code == 200 and "sandbox" in report.headers["content-security-policy"]
    assert report.headers.get_list("content-security-policy") == [report.headers["content-security-policy"]]

    outcome, text = officer.order(officer.decide(run, "publish", note="đã xem"))
    assert outcome == "done", text
    deadline = time.monotonic() + 10
    while shown() != before - 2:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    log = owner.execute("SELECT actor, note FROM meta.publication ORDER BY id DESC LIMIT 1").fetchone()
    assert log is not None and "Lê Thu" in log[0] and log[1] == "đã xem"
    assert owner.execute(
        "SELECT count(*) FROM meta.audit WHERE action = 'publish' AND actor LIKE '%Lê Thu%'"
    ).fetchone() != (0,)

    again = officer.post(f"/office/runs/{run}/publish", data={"token": officer.token(), "seen": ""})
    assert again.status_code == 409 and "người khác đã xử lý" in again.text

    confirm = officer.get("/office/layers/roads/rollback")
    assert "3 đối tượng đã sửa sẽ trở lại như cũ" in confirm and "2 đối tượng đã bỏ sẽ hiện lại" in confirm
    release = re.search(r'name="release" value="(\d+)"', confirm).group(1)  # type: ignore[union-attr]
    said = {"token": officer.token(), "release": release, "note": "nhầm bản"}
    outcome, text = officer.order(officer.post("/office/layers/roads/rollback", data=said))
    assert outcome == "done", text
    deadline = time.monotonic() + 10
    while shown() != before:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    # The second officer had the same page open: nothing more is taken back, and he is told.
    outcome, text = officer.order(officer.post("/office/layers/roads/rollback", data=said))
    assert outcome == "wrong" and "người khác đã phát hành" in text
    assert shown() == before
    assert "nhầm bản" not in text and "đã thu hồi" in officer.get("/office/layers/roads")
