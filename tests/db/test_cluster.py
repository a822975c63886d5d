"""The private cluster, on real servers that are killed, moved, crowded out and robbed of their password."""

from __future__ import annotations

import json
import os
import pwd
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sdi.db import cluster, postmaster
from sdi.db.cluster_config import server_settings
from sdi.errors import MissingComponent

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A state directory that root's unprivileged account cannot reach when root runs the tests, with a name
    that is too long for a socket and has letters to quote."""
    folder = tmp_path_factory.mktemp("kho") / "Hạ tầng dữ liệu không gian" / ("x" * 60) / ".sdi"
    yield folder
    cluster.destroy(folder)


def ask(url: str, query: str, *parameters: object) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(query, parameters).fetchone()
    return row[0] if row else None


def run(url: str, *commands: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for command in commands:
            connection.execute(command)


def server_pid(running: cluster.Cluster) -> int:
    return int((running.directory / "postmaster.pid").read_text().split()[0])


def test_first_call_makes_it_second_finds_it(state: Path) -> None:
    first = cluster.ensure(state, durable=False)
    second = cluster.ensure(state, durable=False)
    assert (first.started, second.started) == (True, False)
    assert (first.url, first.port, first.directory) == (second.url, second.port, second.directory)
    assert ask(first.url, "SELECT current_setting('data_checksums')") == "on"
    assert ask(first.url, "SELECT pg_encoding_to_char(encoding) FROM pg_database LIMIT 1") == "UTF8"
    assert ask(first.url, "SELECT ST_Area(ST_MakeEnvelope(0, 0, 3, 4))") == 12
    # TCVN order needs ICU: by code points "Đ" stands behind "Z".
    assert ask(first.url, "SELECT 'Đức Phổ' < 'Mộ Đức' COLLATE \"vi-x-icu\"") is True
    assert first.url.rsplit(":", 2)[1].split("@")[0] not in repr(first)


def test_no_server_process_runs_as_root(state: Path) -> None:
    running = cluster.ensure(state, durable=False)
    owner = Path(f"/proc/{server_pid(running)}").stat().st_uid
    assert owner != 0
    assert owner == (pwd.getpwnam(running.user).pw_uid)
    assert stat.S_IMODE(running.directory.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((state / "secrets" / "database_owner").stat().st_mode) == 0o600


def test_closed_directories_stay_closed(tmp_path: Path) -> None:
    """A project under root's home: the data goes elsewhere, nobody's permissions change."""
    closed = tmp_path / "home-of-root"
    closed.mkdir(mode=0o700)
    state = closed / "project" / ".sdi"
    try:
        running = cluster.ensure(state, durable=False)
        assert ask(running.url, "SELECT 1") == 1
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert (state / "postgres").is_symlink() == (os.geteuid() == 0)
        home = (state / "postgres").resolve()
    finally:
        cluster.destroy(state)
    assert not home.exists()
    assert not (state / "postgres").is_symlink()


def test_owner_is_no_superuser_but_can_build(state: Path) -> None:
    url = cluster.ensure(state, durable=False).url
    assert ask(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    run(
        url,
        "CREATE DATABASE of_the_owner",
        "CREATE ROLE a_reader LOGIN PASSWORD 'x'",
        "INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid) VALUES (990001, 'TEST', 1)",
        "DELETE FROM spatial_ref_sys WHERE srid = 990001",
        "CHECKPOINT",
    )
    other = url.removesuffix("/sdi") + "/of_the_owner"
    assert ask(other, "SELECT count(*) FROM spatial_ref_sys WHERE srid = 4326") == 1
    run(url, "DROP DATABASE of_the_owner", "DROP ROLE a_reader")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        run(url, "COPY (SELECT 1) TO PROGRAM 'id'")


def test_nobody_enters_without_the_password(state: Path) -> None:
    running = cluster.ensure(state, durable=False)
    known = {"host": "127.0.0.1", "port": running.port, "dbname": "sdi"}
    for attempt in (
        {"user": "sdi", "password": "wrong"},
        {"user": "postgres", "password": ""},
        {"user": "sdi", "password": "wrong", "host": str(running.socket)},
    ):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(**(known | attempt)).close()  # type: ignore[arg-type]


def test_log_keeps_no_values(state: Path) -> None:
    running = cluster.ensure(state, durable=False)
    run(running.url, "CREATE TABLE people (name text UNIQUE, number int)")
    with psycopg.connect(running.url, autocommit=True) as connection:
        connection.execute("INSERT INTO people VALUES ('Nguyen-Van-Bi-Mat', 1)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO people VALUES ('Nguyen-Van-Bi-Mat', 2)")
        with pytest.raises(psycopg.errors.NotNullViolation), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE people ALTER number SET NOT NULL")
            with cursor.copy("COPY people FROM STDIN") as copy:
                copy.write("Tran-Thi-Bi-Mat\t\\N\n")
    logs = "".join(p.read_text("utf-8") for p in (running.directory.parent / "log").iterdir())
    assert "people" in logs
    assert "Bi-Mat" not in logs


def test_killed_server_comes_back_with_all_that_was_committed(state: Path) -> None:
    running = cluster.ensure(state, durable=False)
    run(running.url, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    busy = psycopg.connect(running.url)
    busy.execute("DELETE FROM kept")  # never committed
    # A worker that does not look up from its work outlives its server.
    sleeper = psycopg.connect(running.url, autocommit=True)
    sleeper.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 2000000000)")
    pid = server_pid(running)
    os.kill(pid, signal.SIGKILL)
    assert not _alive(pid)
    again = cluster.ensure(state, durable=False)
    assert again.started
    assert ask(again.url, "SELECT count(*) FROM kept") == 1000
    busy.close()
    sleeper.close()


def test_lock_file_with_the_number_of_a_stranger(state: Path) -> None:
    """After a reboot the number in the stale lock file may belong to any program of the same account."""
    running = cluster.ensure(state, durable=False)
    lock = running.directory / "postmaster.pid"
    text = lock.read_text()
    cluster.stop(state)
    account = pwd.getpwnam(running.user)
    switch = {"user": account.pw_uid, "group": account.pw_gid} if os.geteuid() == 0 else {}
    with subprocess.Popen(["sleep", "60"], cwd="/", **switch) as stranger:  # type: ignore[call-overload]
        try:
            lock.write_text("\n".join([str(stranger.pid), *text.split("\n")[1:]]))
            lock.chmod(0o600)
            os.chown(lock, account.pw_uid, account.pw_gid)
            assert cluster.status(state) is None
            assert cluster.ensure(state, durable=False).started
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_taken_port_is_left_to_the_other_program(state: Path) -> None:
    before = cluster.ensure(state, durable=False)
    cluster.stop(state)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", before.port))
        other.listen()
        after = cluster.ensure(state, durable=False)
        assert after.port != before.port
        assert ask(after.url, "SELECT 1") == 1
    cluster.stop(state)
    assert cluster.ensure(state, durable=False).port == after.port


def test_lost_password_is_replaced(state: Path) -> None:
    before = cluster.ensure(state, durable=False)
    (state / "secrets" / "database_owner").unlink()
    after = cluster.ensure(state, durable=False)
    assert after.url != before.url
    assert ask(after.url, "SELECT 1") == 1
    with pytest.raises(psycopg.OperationalError):
        ask(before.url, "SELECT 1")


def test_stop_and_status(state: Path) -> None:
    running = cluster.ensure(state, durable=False)
    pid = server_pid(running)
    seen = cluster.status(state)
    assert seen is not None
    assert (seen.url, seen.started) == (running.url, False)
    cluster.stop(state)
    assert cluster.status(state) is None
    assert not _alive(pid)
    cluster.stop(state)  # stopping what is stopped is no error
    assert cluster.status(state / "never made") is None


def test_last_block_stops_it(state: Path) -> None:
    """A command that started the server ends before the service that came later, which is then killed."""
    cluster.stop(state)
    script = (
        "import sys, time; from pathlib import Path; from sdi.db import cluster\n"
        "with cluster.running(Path(sys.argv[1]), durable=False) as c:\n"
        "    print(c.started, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", script, str(state)]
    with cluster.running(state, durable=False) as first:
        assert first.started
        service = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert service.stdout is not None
        assert service.stdout.readline() == "False\n"
    assert ask(first.url, "SELECT 1") == 1
    service.kill()
    service.communicate()
    with cluster.running(state, durable=False) as last:
        assert not last.started
    assert cluster.status(state) is None


def test_many_at_once_make_one_cluster(tmp_path: Path) -> None:
    """Four processes at a state directory that does not exist, beside the rest of a killed first attempt."""
    state = tmp_path / "state"
    script = (
        "import json, sys; from pathlib import Path; from sdi.db import cluster;"
        "c = cluster.ensure(Path(sys.argv[1]), durable=False); print(json.dumps([c.started, c.url]))"
    )
    try:
        cluster.ensure(state, durable=False)
        cluster.stop(state)
        home = (state / "postgres").resolve()
        (home / "data").rename(home / "data.new")  # as if initdb had been killed
        (home / "data.new" / "PG_VERSION").unlink()
        (home / "provisioned").unlink()
        command = [sys.executable, "-c", script, str(state)]
        crowd = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(4)]
        answers = [json.loads(process.communicate()[0]) for process in crowd]
        assert sorted(started for started, _ in answers) == [False, False, False, True]
        assert len({url for _, url in answers}) == 1
        assert ask(answers[0][1], "SELECT postgis_lib_version() IS NOT NULL") is True
    finally:
        cluster.destroy(state)


def test_missing_component_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postmaster, "_VERSIONS", tmp_path / "lib")
    monkeypatch.setattr(postmaster, "_EXTENSIONS", tmp_path / "share")
    with pytest.raises(MissingComponent, match="chưa có PostgreSQL và PostGIS") as nothing:
        cluster.find_binaries()
    assert nothing.value.exit_code == 3
    for version in ("9.6", "15", "17"):
        (tmp_path / "lib" / version / "bin").mkdir(parents=True)
        (tmp_path / "lib" / version / "bin" / "initdb").touch()
    with pytest.raises(MissingComponent, match="postgresql-17-postgis-3"):
        cluster.find_binaries()
    for version in ("9.6", "15"):
        (tmp_path / "share" / version / "extension").mkdir(parents=True)
        (tmp_path / "share" / version / "extension" / "postgis.control").touch()
    assert cluster.find_binaries() == tmp_path / "lib" / "15" / "bin"
    with pytest.raises(MissingComponent, match="dữ liệu vẫn nguyên"):
        cluster.find_binaries("14")


@pytest.mark.parametrize(
    ("memory_gib", "expected", "major"), [(0.5, "64MB", "14"), (8, "1024MB", "15"), (64, "4096MB", "17")]
)
def test_the_server_follows_the_machine(memory_gib: float, expected: str, major: str) -> None:
    folder = Path("/srv/cụm 'một'")
    text = server_settings(int(memory_gib * 2**30), major=major, listen="127.0.0.1", port=1, sockets=folder, log=folder)
    settings = dict(line.split(" = ", 1) for line in text.splitlines())
    assert settings["shared_buffers"] == f"'{expected}'"
    assert settings["log_directory"] == "'/srv/cụm ''một'''"
    assert "fsync" not in settings
    assert settings["wal_compression"] == ("'on'" if major == "14" else "'lz4'")  # 14 knows no other


def _alive(pid: int) -> bool:
    """Whether a process still works; one that only waits to be collected by its parent does not."""
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return False
        if state == "Z":
            return False
        time.sleep(0.1)
    return True
