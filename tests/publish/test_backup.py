"""A backup, made while others publish, restored into an empty installation: every answer is the same, byte for byte."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import orjson
import psycopg
import pytest
from intake_kit.desk import Desk
from intake_kit.fixtures import MakeDesk
from starlette.testclient import TestClient
from walk_kit import Answers, walk

from sdi.db import cluster as private_cluster
from sdi.db.connect import connect
from sdi.errors import UsageError
from sdi.model import Project
from sdi.progress import Quiet
from sdi.publish.backup import Damaged, backup, verified
from sdi.publish.preparing import follow
from sdi.publish.restore import restore
from sdi.serve.app import create_app
from sdi.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
BASE = "http://testserver"
AUDIENCES = ("public", "agency", "internal")
DAYS = [(date.today() - timedelta(days)).isoformat() for days in (20, 5)]
"""Before anything was published, and between the publications."""


@dataclass
class Installation:
    """A database and the state beside it."""

    url: str
    settings: Settings

    def answers(self) -> dict[str, Answers]:
        """Everything that each audience is told."""
        with TestClient(create_app(self.settings, self.url)) as client:
            keys = {"public": {}} | {
                name: {"X-API-Key": self.settings.secret(f"api_key_{name}")} for name in AUDIENCES[1:]
            }
            return {name: walk(client, headers, days=DAYS) for name, headers in keys.items()}


@pytest.fixture(scope="module")
def original(make_desk: MakeDesk, samples: str, project: Project, settings: Settings) -> Desk:
    """The samples with a history: a release taken back, one changed since, a slip issued, documents beside."""
    desk = make_desk(samples, ROOT)
    shutil.copytree(settings.state_dir / "rasters", desk.settings.state_dir / "rasters")
    desk.settings = desk.settings.model_copy(update={"base_url": BASE})
    follow(desk.url, project, desk.settings)
    desk.rollback("roads")
    for sample in project.province.samples:
        if sample.profile == "roads.gpkg":
            desk.load(project.directory / sample.source, profile=sample.profile)
    _move_into_the_past(desk)
    documents = desk.settings.state_dir / "documents" / "ab"
    documents.mkdir(parents=True)
    (documents / "quyết định 12.pdf").write_bytes(b"%PDF-1.7 scan")
    with TestClient(create_app(desk.settings, desk.url)) as client:
        first = client.get("/api/collections/parcels/items?limit=1").json()["features"][0]["id"]
        assert client.post(f"/api/slip/{first}").status_code in (200, 201)
    return desk


def _move_into_the_past(desk: Desk) -> None:
    """All but the last publication happened ten days ago."""
    desk.connection.execute("ALTER TABLE meta.publication DISABLE TRIGGER append_only")
    for table, time in (("publication", "at"), ("release", "published_at")):
        desk.connection.execute(
            f"UPDATE meta.{table} SET {time} = {time} - interval '10 days'"  # type: ignore[arg-type]
            f" WHERE {time} < (SELECT max(at) FROM meta.publication)"
        )
    desk.connection.execute("ALTER TABLE meta.publication ENABLE TRIGGER append_only")


@pytest.fixture(scope="module")
def made(original: Desk, project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup with secrets."""
    target = tmp_path_factory.mktemp("backup") / "bản sao"
    backup(original.url, project, original.settings, target, secrets=True, progress=Quiet())
    return target


@pytest.fixture(scope="module")
def restored(original: Desk, made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The same in another cluster, by the command."""
    settings = original.settings.model_copy(update={"state": tmp_path_factory.mktemp("other") / "state"})
    with private_cluster.running(settings.state_dir, durable=False) as cluster:
        desk = Desk(cluster.url, original.connection, original.project, settings, made.parent)
        done = desk.cli("restore", made)
        assert done.returncode == 0, done.stderr
        assert "Đã phục hồi" in done.stdout
        yield Installation(cluster.url, settings)
    private_cluster.destroy(settings.state_dir)


def test_every_answer_is_the_same(original: Desk, restored: Installation) -> None:
    before = Installation(original.url, original.settings).answers()
    after = restored.answers()
    for audience in AUDIENCES:
        assert after[audience].keys() == before[audience].keys()
        different = [address for address, answer in before[audience].items() if after[audience][address] != answer]
        assert different == []
    asked = before["internal"]
    assert len(asked) > 250
    assert sum(status == 200 for status, _, _ in asked.values()) > 200
    assert any("cursor=" in address for address in asked)
    assert any("parcel_overlays/items" in address for address in asked)
    past = [answer for address, answer in asked.items() if f"as-of={DAYS[1]}" in address]
    assert [status for status, _, _ in past] == [200] * 3  # what had been published a week ago
    assert all(status == 404 for address, (status, _, _) in asked.items() if f"as-of={DAYS[0]}" in address)


def tables(desk: Desk) -> dict[str, int]:
    """Rows by table: partitioned ones have none of their own, and the log of who asked grows by asking."""
    parts = {f"{schema}.{name}" for schema, name in desk.all(PARTITIONED)}
    return {
        name: rows for name, rows in desk.everything().items() if "." in name and name not in {"meta.audit"} | parts
    }


PARTITIONED = "SELECT nspname, relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind = 'p'"


def test_every_row_and_file_is_there(original: Desk, restored: Installation, made: Path) -> None:
    with connect(restored.url) as connection:
        again = Desk(restored.url, connection, original.project, restored.settings, Path())
        told = verified(made, Quiet()).rows
        assert told["data.parcels__public"] > 1000
        assert tables(again) == {name: told[name] for name in tables(again)}
        assert again.all("SELECT id, content, signature FROM meta.slip") == original.all(
            "SELECT id, content, signature FROM meta.slip"
        )
        assert again.all("SELECT * FROM meta.publication ORDER BY id") == original.all(
            "SELECT * FROM meta.publication ORDER BY id"
        )
    for folder in ("documents", "deliveries", "rasters"):
        one, other = (_content(s.state_dir / folder) for s in (original.settings, restored.settings))
        assert one == other
    assert (restored.settings.state_dir / "documents/ab/quyết định 12.pdf").is_file()


def test_grants_are_the_same(original: Desk, restored: Installation) -> None:
    """No role may do more, or less, than before."""
    query = (
        "SELECT n.nspname, c.relname, c.relacl::text FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public') ORDER BY 1, 2"
    )
    functions = (
        "SELECT n.nspname, proname, pg_get_function_identity_arguments(p.oid), proacl::text FROM pg_proc p"
        " JOIN pg_namespace n ON n.oid = pronamespace"
        " WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public') ORDER BY 1, 2, 3"
    )
    schemas = "SELECT nspname, nspacl::text FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1"
    with connect(restored.url) as connection:
        for question in (query, functions, schemas):
            assert _sorted_grants(connection.execute(question).fetchall()) == _sorted_grants(original.all(question))


def _sorted_grants(rows: list[tuple[str, ...]]) -> list[tuple[object, ...]]:
    return [(*row[:-1], sorted((row[-1] or "").strip("{}").split(","))) for row in rows]


def _content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_work_goes_on_after_a_restore(original: Desk, restored: Installation, project: Project) -> None:
    """Numbers go on where they were: a publication after a restore takes an epoch that nobody has had."""
    with connect(restored.url) as connection:
        desk = Desk(restored.url, connection, project, restored.settings, Path())
        last = desk.one("SELECT last FROM meta.epoch")
        with connection.transaction(force_rollback=True):
            desk.rollback("roads")
            sample = next(s for s in project.province.samples if s.profile == "roads.gpkg")
            desk.load(project.directory / sample.source, profile=sample.profile)
            assert desk.epoch > last


def test_a_full_place_is_refused(original: Desk, restored: Installation, project: Project, made: Path) -> None:
    with pytest.raises(UsageError, match="đã có dữ liệu"):
        restore(restored.url, project, restored.settings, made, replace=False, progress=Quiet())


def test_a_place_in_use_is_refused(restored: Installation, project: Project, made: Path) -> None:
    with psycopg.connect(restored.url), pytest.raises(UsageError, match="1 kết nối khác"):
        restore(restored.url, project, restored.settings, made, replace=True, progress=Quiet())


def test_replacing_gives_the_same_again(original: Desk, restored: Installation, project: Project, made: Path) -> None:
    with psycopg.connect(restored.url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.x (); UPDATE data.roads SET name = 'x'")
    stale = restored.settings.state_dir / "downloads" / "public"
    stale.mkdir(parents=True, exist_ok=True)
    restore(restored.url, project, restored.settings, made, replace=True, progress=Quiet())
    assert not stale.exists()
    with connect(restored.url) as connection:
        again = Desk(restored.url, connection, project, restored.settings, Path())
        told = verified(made, Quiet()).rows
        assert tables(again) == {name: told[name] for name in tables(again)}
        assert again.one("SELECT to_regnamespace('elsewhere')") is None
        names = "SELECT md5(string_agg(name, ',' ORDER BY gid, r0)) FROM data.roads"
        assert again.one(names) == original.one(names)


@pytest.mark.parametrize("harm", ["flip", "cut", "missing", "extra", "sums", "manifest"])
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    original: Desk, restored: Installation, project: Project, made: Path, tmp_path: Path, harm: str
) -> None:
    bad = tmp_path / "bad"
    _link_tree(made, bad)
    rows = max((bad / "database").glob("*.dat.gz"), key=lambda path: path.stat().st_size)
    content = rows.read_bytes()
    if harm == "flip":
        _replace(rows, content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
    elif harm == "cut":
        _replace(rows, content[: len(content) // 2])
    elif harm == "missing":
        rows.unlink()
    elif harm == "extra":
        (bad / "state" / "documents" / "lạ.pdf").write_bytes(b"x")
    elif harm == "sums":
        lines = (bad / "SHA256SUMS").read_text("utf-8").splitlines()
        gone = lines.pop(3).split("  ", 1)[1]
        _replace(bad / "SHA256SUMS", "\n".join(lines).encode())
        (bad / gone).unlink()
    else:
        said = orjson.loads((bad / "manifest.json").read_bytes())
        _replace(bad / "manifest.json", orjson.dumps(said | {"epoch": 1}))
    with connect(restored.url) as connection:
        before = Desk(restored.url, connection, project, restored.settings, Path()).everything()
    with pytest.raises(Damaged, match="Chưa có gì bị thay đổi"):
        restore(restored.url, project, restored.settings, bad, replace=True, progress=Quiet())
    with connect(restored.url) as connection:
        assert Desk(restored.url, connection, project, restored.settings, Path()).everything() == before


def _link_tree(source: Path, target: Path) -> None:
    for path in source.rglob("*"):
        if path.is_file():
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.hardlink_to(path)


def _replace(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def test_a_restore_that_fails_leaves_the_database_as_it_was(
    restored: Installation, project: Project, made: Path, tmp_path: Path
) -> None:
    """The sums are right, the rows are not those that the manifest tells: found inside the transaction."""
    bad = tmp_path / "bad"
    _link_tree(made, bad)
    said = orjson.loads((bad / "manifest.json").read_bytes())
    said["rows"]["meta.publication"] += 1
    _replace(bad / "manifest.json", orjson.dumps(said))
    digest = hashlib.sha256((bad / "manifest.json").read_bytes()).hexdigest()
    lines = (bad / "SHA256SUMS").read_text("utf-8").splitlines()
    lines = [f"{digest}  manifest.json" if line.endswith("  manifest.json") else line for line in lines]
    _replace(bad / "SHA256SUMS", ("\n".join(lines) + "\n").encode())
    with connect(restored.url) as connection:
        before = Desk(restored.url, connection, project, restored.settings, Path()).everything()
    with pytest.raises(Exception, match="vẫn như trước"):
        restore(restored.url, project, restored.settings, bad, replace=True, progress=Quiet())
    with connect(restored.url) as connection:
        assert Desk(restored.url, connection, project, restored.settings, Path()).everything() == before


@pytest.mark.long
def test_a_backup_under_load_is_of_one_moment(
    make_desk: MakeDesk, original: Desk, project: Project, tmp_path: Path
) -> None:
    """Publications and rollbacks go on while it is made; what comes back is one of their states, whole."""
    sample = next(s for s in project.province.samples if s.profile == "roads.gpkg")
    states: dict[int, set[tuple[str, int]]] = {}
    stop = threading.Event()

    def note() -> None:
        rows = original.all("SELECT feature_id, r0 FROM data.roads WHERE r1 = 2147483647")
        states[original.one("SELECT max(id) FROM meta.publication")] = set(rows)

    def publish() -> None:
        while not stop.is_set():
            original.rollback("roads")
            note()
            original.load(project.directory / sample.source, profile=sample.profile)
            note()

    note()
    worker = threading.Thread(target=publish)
    worker.start()
    try:
        manifest = backup(original.url, project, original.settings, tmp_path / "live", secrets=True, progress=Quiet())
    finally:
        stop.set()
        worker.join()
    assert len(states) > 2, "nothing was published meanwhile"
    settings = original.settings.model_copy(update={"state": tmp_path / "state"})
    with private_cluster.running(settings.state_dir, durable=False) as cluster:
        restore(cluster.url, project, settings, tmp_path / "live", replace=False, progress=Quiet())
        with connect(cluster.url) as connection:
            again = Desk(cluster.url, connection, project, settings, tmp_path)
            assert again.epoch == manifest.epoch
            last = again.one("SELECT max(id) FROM meta.publication")
            rows = set(again.all("SELECT feature_id, r0 FROM data.roads WHERE r1 = 2147483647"))
            assert rows == states[last]
            assert again.all("SELECT * FROM meta.tally ORDER BY 1, 2, 3, 4, 5") != []
    private_cluster.destroy(settings.state_dir)


def test_the_command_says_what_it_made_and_overwrites_nothing(original: Desk, tmp_path: Path) -> None:
    done = original.cli("backup", tmp_path / "a")
    assert done.returncode == 0, done.stderr
    assert "Không kèm bí mật" in done.stdout
    assert "Xuất cơ sở dữ liệu" in done.stderr or done.stderr
    assert verified(tmp_path / "a", Quiet()).secrets is False
    assert not (tmp_path / "a" / "state" / "secrets").exists()
    again = original.cli("backup", tmp_path / "a")
    assert again.returncode == 2
    assert "không ghi đè" in again.stderr
    wrong = original.cli("restore", tmp_path)
    assert wrong.returncode == 2
    (tmp_path / "a" / "manifest.json").write_text("{}")
    damaged = original.cli("restore", tmp_path / "a", "--replace")
    assert damaged.returncode == 1
    assert "Bản sao lưu hỏng" in damaged.stderr
