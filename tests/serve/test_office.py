"""The officers' pages over the project's own samples: what they let do, and whom; orders run as real commands."""

from __future__ import annotations

import fcntl
import io
import json
import re
import time
import zipfile
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
from sdi.serve.office import jobs
from sdi.serve.office import upload as uploads
from sdi.serve.problems import Problem
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


def test_a_dry_run_reports_and_keeps_nothing(
    officer: Officer, roads: Callable[..., bytes], owner: psycopg.Connection[Any]
) -> None:
    before = owner.execute("SELECT count(*) FROM meta.run").fetchone()
    outcome, text = officer.order(
        officer.hand_in(("roads.gpkg", roads(renamed=1, salt="thử ")), layer="roads", way="dry-run")
    )
    assert outcome == "done" and "Không có gì được ghi lại" in text
    assert owner.execute("SELECT count(*) FROM meta.run").fetchone() == before
    report = officer.client.get(f"/office/runs/{run_of(text)}/report", headers=officer.headers)
    assert report.status_code == 200 and "<html" in report.text


def test_a_delivery_that_a_gate_refuses_says_so_as_the_command_does(
    officer: Officer, roads: Callable[..., bytes], owner: psycopg.Connection[Any]
) -> None:
    outcome, text = officer.order(officer.hand_in(("roads.gpkg", roads(without=400)), layer="roads"))
    assert outcome == "refused", text
    assert "[GATE-" in text and "dữ liệu đang công bố giữ nguyên" in text
    run = run_of(text)
    assert owner.execute("SELECT state FROM meta.run WHERE id = %s", (run,)).fetchone() == ("refused",)
    assert "bị từ chối" in officer.get(f"/office/runs/{run}")


def test_a_held_load_is_discarded_once(
    client: TestClient, officer: Officer, roads: Callable[..., bytes], owner: psycopg.Connection[Any]
) -> None:
    _, text = officer.order(officer.hand_in(("roads.gpkg", roads(renamed=2, salt="bỏ ")), layer="roads"))
    run = run_of(text)
    outcome, text = officer.order(officer.decide(run, "discard", note="gửi nhầm"))
    assert outcome == "done" and "đang công bố không đổi" in text
    assert owner.execute("SELECT state FROM meta.run WHERE id = %s", (run,)).fetchone() == ("dropped",)
    assert owner.execute("SELECT to_regclass(%s)", (f"stage.run_{run}_roads",)).fetchone() == (None,)
    told = owner.execute("SELECT actor, outcome FROM meta.audit WHERE action = 'discard'").fetchall()
    assert len(told) == 1 and "Lê Thu" in told[0][0] and told[0][1] == "gửi nhầm"
    assert officer.post(f"/office/runs/{run}/discard", data={"token": officer.token(), "seen": ""}).status_code == 409
    assert "gửi nhầm" in officer.get("/office/audit?action=discard")


def test_nobody_publishes_what_he_has_not_seen(officer: Officer, roads: Callable[..., bytes]) -> None:
    _, text = officer.order(officer.hand_in(("roads.gpkg", roads(renamed=4, salt="xem ")), layer="roads"))
    run = run_of(text)
    answer = officer.post(f"/office/runs/{run}/publish", data={"token": officer.token(), "seen": "roads:0:0:0"})
    assert answer.status_code == 409 and "Chưa phát hành gì" in answer.text
    outcome, _ = officer.order(officer.decide(run, "discard"))
    assert outcome == "done"


# --- documents ----------------------------------------------------------------------------------------------


def test_a_document_is_registered_seen_and_withdrawn(client: TestClient, officer: Officer) -> None:
    assert PDF is not None
    given = officer.hand_in(
        (PDF.name, PDF.read_bytes()), path="/office/documents", decision="99/QĐ-THỬ", title="Quyết định thử",
        audience="public", kind="decision",
    )  # fmt: skip
    outcome, text = officer.order(given)
    assert outcome == "done", text
    listed = officer.get("/office/documents")
    number = re.search(r'/documents/(\d+)">Quyết định thử', listed).group(1)  # type: ignore[union-attr]
    assert client.get(f"/documents/{number}").content == PDF.read_bytes()
    withdrawal = {"token": officer.token("/office/documents"), "note": "thay bản mới"}
    outcome, _ = officer.order(officer.post(f"/office/documents/{number}/withdraw", data=withdrawal))
    assert outcome == "done"
    assert client.get(f"/documents/{number}").status_code == 404
    outcome, text = officer.order(officer.post(f"/office/documents/{number}/withdraw", data=withdrawal))
    assert outcome == "wrong" and "đã được thu hồi" in text


def test_a_document_that_is_none_is_refused_in_words(officer: Officer) -> None:
    outcome, text = officer.order(
        officer.hand_in(("x.pdf", b"MZ no document"), path="/office/documents", decision="1/QĐ")
    )
    assert outcome == "wrong" and "chưa đăng ký gì" in text
    assert officer.hand_in(path="/office/documents", decision="1/QĐ").status_code == 400


# --- what others would do -----------------------------------------------------------------------------------


def test_a_form_of_another_site_or_session_changes_nothing(officer: Officer, settings: Settings) -> None:
    def orders() -> int:
        return len(list((settings.state_dir / "office").glob("*/order.json")))

    before, token = orders(), officer.token()
    files = [("files", ("roads.gpkg", b"x"))]
    for path in FORMS:
        given: dict[str, Any] = {"files": files} if path in ("/office/upload", "/office/documents") else {}
        assert officer.post(path, data={"token": "0" * 64, "seen": ""}, **given).status_code == 403, path
        assert officer.post(path, data={"seen": ""}, **given).status_code == 403, path
        elsewhere = officer.headers | {"Origin": "https://elsewhere.example"}
        answer = officer.client.post(path, headers=elsewhere, data={"token": token, "seen": ""}, **given)
        assert answer.status_code == 403, path
    assert orders() == before
    assert not [one for one in (settings.state_dir / "office").glob("*") if not (one / "order.json").is_file()]


@pytest.mark.parametrize("name", ["..", ".", ".htaccess", "a/..", "x" * 300 + ".gpkg", "\\..\\.."])
def test_names_that_lead_elsewhere_are_refused(officer: Officer, name: str, settings: Settings) -> None:
    answer = officer.hand_in((name, b"x"), layer="roads")
    assert answer.status_code == 400 and "chưa nhận gì" in answer.text


def test_a_path_in_a_name_is_left_out(officer: Officer, settings: Settings) -> None:
    for name in ("../../../evil.gpkg", "C:\\du lieu\\evil.gpkg", "/etc/evil.gpkg"):
        outcome, text = officer.order(officer.hand_in((name, b"no file of ours"), layer="roads"))
        assert outcome in ("refused", "wrong") and "evil.gpkg" in text
    assert not list(settings.state_dir.parent.rglob("evil.gpkg"))


def test_values_are_no_options_of_the_command(officer: Officer) -> None:
    answer = officer.hand_in(("roads.gpkg", b"x"), layer="--help", profile="--dry-run", crs="--hold")
    outcome, text = officer.order(answer)
    assert outcome == "wrong" and "Không có lớp &#39;--help&#39;" in text


def test_an_archive_that_swells_is_refused(officer: Officer, settings: Settings) -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("roads.gpkg", "w") as member:
        for _ in range(300):
            member.write(b"\0" * 1024**2)
    outcome, text = officer.order(officer.hand_in(("roads.zip", body.getvalue()), layer="roads"))
    assert outcome == "refused" and "[FIL-" in text and "Tệp không đọc được" in text
    assert sum(path.stat().st_size for path in settings.state_dir.rglob("roads.*")) < 10 * 1024**2


def test_too_much_is_refused_while_it_comes(
    officer: Officer, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(uploads, "UPLOAD_BODY", 64 * 1024)
    answer = officer.hand_in(("roads.gpkg", b"x" * 100_000), layer="roads")
    assert answer.status_code == 413 and "chưa nhận gì" in answer.text
    monkeypatch.setattr(uploads, "UPLOAD_FILES", 2)
    many = [(f"{number}.csv", b"x") for number in range(3)]
    assert officer.hand_in(*many, layer="roads").status_code == 413
    assert officer.hand_in(("a.csv", b"x"), ("a.csv", b"y"), layer="roads").status_code == 400
    assert not [one for one in (settings.state_dir / "office").glob("*") if not (one / "order.json").is_file()]


def test_a_broken_form_is_refused(officer: Officer) -> None:
    headers = officer.headers | {"Content-Type": "multipart/form-data; boundary=abc"}
    for body in (b"", b"nonsense", b'--abc\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\nx'):
        answer = officer.client.post("/office/upload", content=body, headers=headers)
        assert answer.status_code in (400, 403), body
    plain = officer.headers | {"Content-Type": "text/plain"}
    assert officer.client.post("/office/upload", content=b"x", headers=plain).status_code == 400


def test_an_order_that_was_broken_off_says_so(officer: Officer, settings: Settings) -> None:
    folder = settings.state_dir / "office" / ("ab" * 12)
    folder.mkdir()
    began = {"action": "publish", "about": "7", "actor": "key", "command": [], "began": "2026-01-01T00:00:00+00:00"}
    (folder / "order.json").write_text(json.dumps(began))
    assert "bị ngắt giữa chừng" in officer.get(f"/office/jobs/{folder.name}")
    for name in ("%2e%2e", "zz", "ab" * 11 + "..", "0" * 24):
        assert officer.client.get(f"/office/jobs/{name}", headers=officer.headers).status_code == 404


def test_pages_read_and_cannot_write(client: TestClient) -> None:
    with pytest.raises(Problem), client.app.state.office.reading() as connection:  # type: ignore[attr-defined]
        connection.execute("UPDATE meta.epoch SET current = 0")


def test_no_more_orders_run_than_the_machine_can_bear(
    officer: Officer, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "MOST_RUNNING", 1)
    folder = settings.state_dir / "office" / ("cd" * 12)
    folder.mkdir()
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        answer = officer.hand_in(("roads.gpkg", b"x"), layer="roads")
        assert answer.status_code == 503 and "chưa nhận gì" in answer.text
    assert officer.order(officer.hand_in(("roads.gpkg", b"x"), layer="roads"))[0] in ("refused", "wrong")
