"""Documents from the command to the reader: registered once, served to their audience, withdrawn but not forgotten."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from PIL import Image
from sample_kit import ROOT
from starlette.testclient import TestClient

from sdi.errors import UsageError
from sdi.model import Audience
from sdi.publish import documents
from sdi.publish.documents import DocumentShelf, Wanted, add, withdraw
from sdi.settings import Settings

PLAN = "QHPK_CamThanh_2024"


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    """A drawing that is like no other."""
    path = tmp_path / "Bản vẽ <1>.png"
    Image.frombytes("RGB", (20, 20), os.urandom(1200)).save(path)
    return path


@pytest.fixture
def shelf(settings: Settings) -> DocumentShelf:
    return DocumentShelf(settings.state_dir)


def register(url: str, shelf: DocumentShelf, path: Path, **more: object) -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        wanted = Wanted(path, **({"plan": PLAN, "kind": "drawing"} | more))  # type: ignore[arg-type]
        return add(connection, shelf, wanted, "test")


def test_the_samples_bring_decisions_and_drawings(client: TestClient) -> None:
    found = client.get("/documents?f=json").json()["documents"]
    kinds = {(one["plan_id"], one["kind"], one["media_type"]) for one in found}
    assert (PLAN, "decision", "application/pdf") in kinds and (PLAN, "drawing", "image/tiff") in kinds
    for one in found:
        body = client.get(one["href"]).content
        assert hashlib.sha256(body).hexdigest() == one["sha256"] and len(body) == one["size_bytes"]


def test_the_same_is_registered_once(client: TestClient, url: str, shelf: DocumentShelf, drawing: Path) -> None:
    number = register(url, shelf, drawing)
    assert register(url, shelf, drawing) == number
    assert register(url, shelf, drawing, plan="QHC_NghiaLo_2025") != number
    answer = client.get(f"/documents/{number}")
    assert answer.content == drawing.read_bytes()
    place = shelf.path(hashlib.sha256(answer.content).hexdigest(), "image/png")
    assert place.stat().st_mode & 0o777 == 0o444
    assert not [one for one in shelf.folder.iterdir() if one.name.startswith(".")]


def test_a_file_is_sent_as_what_it_is_and_runs_nowhere(
    client: TestClient, url: str, shelf: DocumentShelf, drawing: Path
) -> None:
    with drawing.open("ab") as stream:
        stream.write(b"<html><script>alert(1)</script></html>")
    answer = client.get(f"/documents/{register(url, shelf, drawing)}")
    assert answer.headers["content-type"] == "image/png" and answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith('inline; filename="qhpk-camthanh-2024-drawing-')
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "content-encoding" not in answer.headers
    kept = client.get(f"/documents/{register(url, shelf, drawing)}?download=1")
    assert kept.headers["content-disposition"].startswith("attachment;")


def test_what_browsers_do_not_show_is_for_keeping(client: TestClient) -> None:
    [tiff] = [one for one in client.get("/documents?f=json").json()["documents"] if one["media_type"] == "image/tiff"]
    assert client.get(tiff["href"]).headers["content-disposition"].startswith("attachment;")


def test_parts_and_conditions(client: TestClient, url: str, shelf: DocumentShelf, drawing: Path) -> None:
    address = f"/documents/{register(url, shelf, drawing)}"
    whole = drawing.read_bytes()
    head = client.head(address)
    assert head.status_code == 200 and head.content == b"" and head.headers["content-length"] == str(len(whole))
    assert head.headers["accept-ranges"] == "bytes"
    etag = head.headers["etag"]
    part = client.get(address, headers={"Range": "bytes=8-15"})
    assert part.status_code == 206 and part.content == whole[8:16]
    assert part.headers["content-range"] == f"bytes 8-15/{len(whole)}"
    assert client.get(address, headers={"Range": "bytes=-4"}).content == whole[-4:]
    assert client.get(address, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    assert client.get(address, headers={"Range": "bytes=0-3", "If-Range": etag}).status_code == 206
    assert client.get(address, headers={"Range": "bytes=0-3", "If-Range": '"other"'}).content == whole
    known = client.get(address, headers={"If-None-Match": etag})
    assert known.status_code == 304 and known.content == b"" and known.headers["etag"] == etag


def test_each_audience_has_its_own(
    client: TestClient, url: str, shelf: DocumentShelf, drawing: Path, inside: dict[str, str]
) -> None:
    number = register(url, shelf, drawing, audience=Audience.INTERNAL, title="Hồ sơ nội bộ")
    assert client.get(f"/documents/{number}").status_code == 404
    assert "Hồ sơ nội bộ" not in client.get(f"/plans/{PLAN}").text + client.get("/documents").text
    shown = client.get(f"/documents/{number}", headers=inside)
    assert shown.status_code == 200 and shown.headers["cache-control"] == "private, no-store"
    assert "Hồ sơ nội bộ" in client.get(f"/plans/{PLAN}", headers=inside).text
    with psycopg.connect(url) as connection:
        assert (number,) not in connection.execute("SELECT id FROM pub.documents").fetchall()
        assert (number,) not in connection.execute("SELECT id FROM pub_agency.documents").fetchall()


def test_withdrawn_is_out_of_sight_and_stays_in_the_books(
    client: TestClient, url: str, shelf: DocumentShelf, drawing: Path
) -> None:
    number = register(url, shelf, drawing, title="Sẽ thu hồi")
    assert "Sẽ thu hồi" in client.get(f"/plans/{PLAN}").text
    with psycopg.connect(url, autocommit=True) as connection:
        withdraw(connection, number, "test", "nhầm bản vẽ")
        with pytest.raises(UsageError, match="đã được thu hồi"):
            withdraw(connection, number, "test", None)
        with pytest.raises(UsageError, match="Không có tài liệu số"):
            withdraw(connection, 99_999, "test", None)
        [kept] = [one for one in documents.documents(connection, plan=PLAN) if one.id == number]
        assert kept.withdrawn_at is not None and shelf.path(kept.sha256, kept.media_type).exists()
        for change in ("UPDATE meta.document SET title = 'x'", "DELETE FROM meta.document_withdrawal"):
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                connection.execute(change)  # type: ignore[call-overload]
    assert client.get(f"/documents/{number}").status_code == 404
    assert "Sẽ thu hồi" not in client.get(f"/plans/{PLAN}").text
    assert register(url, shelf, drawing) != number


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/documents/0", 404), ("/documents/x", 404), ("/documents/..%2f..%2fsecrets", 404), ("/documents/1%00", 404),
        ("/documents/99999999999999999999", 404), ("/documents/%D9%A1", 404), ("/documents/1?x=1", 400),
        ("/documents?x=1", 400), ("/documents?f=xml", 400),
    ],
)  # fmt: skip
def test_addresses_that_lead_nowhere(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == status and answer.json()["detail"]


def test_a_file_that_is_gone_is_said_to_be_away(
    client: TestClient, url: str, shelf: DocumentShelf, drawing: Path
) -> None:
    number = register(url, shelf, drawing)
    shelf.path(hashlib.sha256(drawing.read_bytes()).hexdigest(), "image/png").unlink()
    assert client.get(f"/documents/{number}").status_code == 503
    register(url, shelf, drawing)  # who brings it again mends it
    assert client.get(f"/documents/{number}").status_code == 200


def test_finding(client: TestClient) -> None:
    def found(query: str) -> set[str]:
        return {one["plan_id"] for one in client.get(f"/documents?f=json&{query}").json()["documents"]}

    assert found("decision=02/QĐ-MAU") == {PLAN}
    assert found(f"plan={PLAN}") == {PLAN}
    assert found("q=phan khu CAM THANH quyet dinh") == {PLAN}
    assert found("plan=none") == set() and "Không có kết quả" in client.get("/documents?plan=none").text


def test_what_names_nothing_or_may_not_be_kept(url: str, shelf: DocumentShelf, drawing: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Nêu đồ án"):
        register(url, shelf, drawing, plan=None)
    with pytest.raises(UsageError, match="Không có loại"):
        register(url, shelf, drawing, kind="song")
    (tmp_path / "a.pdf").write_text("<script>", "utf-8")
    before = sorted(shelf.folder.rglob("*"))
    with pytest.raises(UsageError, match="không phải PDF"):
        register(url, shelf, tmp_path / "a.pdf")
    assert sorted(shelf.folder.rglob("*")) == before


def test_the_commands(url: str, settings: Settings, drawing: Path, client: TestClient) -> None:
    known = {"SDI_DATABASE_URL": url, "SDI_STATE": str(settings.state_dir), "SDI_ROLE_PREFIX": settings.role_prefix}
    environment = os.environ | known | {"SDI_BASE_URL": settings.public_url}

    def sdi(*words: str) -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).with_name("sdi")), "--project", str(ROOT), "documents", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    added = sdi("add", str(drawing), "--decision", "02/QĐ-MAU", "--title", "Bản vẽ  giao thông", "--kind", "drawing")
    assert added.returncode == 0, added.stderr
    address = added.stdout.split()[-1]
    assert client.get(address).content == drawing.read_bytes()
    assert "Bản vẽ giao thông" in client.get(f"/plans/{PLAN}").text  # found by the plan's decision
    number = address.rsplit("/", 1)[1]
    assert f"{number}\t" in sdi("list", "--decision", "02/QĐ-MAU").stdout
    gone = sdi("remove", number, "--reason", "thử")
    assert gone.returncode == 0 and "Bản vẽ giao thông" in gone.stdout
    assert "thu hồi" in sdi("list", "--decision", "02/QĐ-MAU").stdout
    assert client.get(address).status_code == 404
    assert sdi("remove", number).returncode == 2 and sdi("add", str(drawing)).returncode == 2
    assert sdi("add", str(drawing), "--plan", "x", "--kind", "song").returncode == 2
