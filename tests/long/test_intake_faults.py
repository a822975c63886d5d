"""Bad luck while data comes in: no more disk, a connection that breaks, a migration that is killed. Nothing is lost."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from intake_kit import town
from intake_kit.desk import PROJECT, Desk
from intake_kit.files import write
from intake_kit.fixtures import MakeDesk
from intake_kit.killing import export, wait_until_quiet
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import NullPool, create_engine

import sdi.db.migrate
from sdi.db import cluster as private_cluster
from sdi.db.connect import connect
from sdi.db.following import HEAD
from sdi.db.layers import sync_layers
from sdi.db.migrate import migrate
from sdi.model import read_project
from sdi.progress import Quiet
from sdi.publish.backup import backup, verified
from sdi.settings import Settings

pytestmark = pytest.mark.long

MANY = 100_000
STAGED = "SELECT count(*) FROM meta.batch JOIN meta.run ON run.id = run_id WHERE state = 'reading'"


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("giao") / "thua_lon.fgb", town.field(MANY))


@pytest.fixture(scope="module")
def undisturbed(make_desk: MakeDesk, province: str, delivery: Path) -> str:
    """Export of a load that nobody disturbed."""
    desk = make_desk(province)
    done = desk.cli("load", "parcels", delivery)
    assert done.returncode == 0, done.stderr
    return export(desk)


# --- no more disk -------------------------------------------------------------------------------------------


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system of its own, which every account may reach."""
    place = Path(tempfile.mkdtemp(prefix="sdi-small-", dir="/tmp"))
    place.chmod(0o755)
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(["mount", *options], check=False, capture_output=True).returncode:
        place.rmdir()
        pytest.skip("only root may mount a small disk, and here not even root")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
        place.rmdir()


def fill(place: Path, leave: int) -> Path:
    """A file that takes all but ``leave`` bytes of the disk."""
    ballast = place / "ballast"
    free = os.statvfs(place)
    with ballast.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, max(free.f_bavail * free.f_frsize - leave, 1))
    return ballast


@contextmanager
def desk_on(place: Path) -> Iterator[Desk]:
    """A desk whose cluster lies on that disk, with communes, roads and a few parcels."""
    settings = Settings(project=PROJECT, state=place / "state")
    found = private_cluster.ensure(settings.state_dir)
    try:
        migrate(found.url)
        with connect(found.url) as connection:
            project = read_project(PROJECT)
            sync_layers(connection, project)
            (place / "in").mkdir()
            desk = Desk(found.url, connection, project, settings, place / "in")
            desk.load(write(desk.folder / "xa.gpkg", town.communes()))
            desk.load(write(desk.folder / "duong.gpkg", town.roads()))
            connection.execute("CHECKPOINT")
            yield desk
    finally:
        private_cluster.destroy(settings.state_dir)


@contextmanager
def again(desk: Desk) -> Iterator[Desk]:
    """The same desk after its server may have stopped."""
    url = private_cluster.ensure(desk.settings.state_dir).url
    with connect(url) as connection:
        yield Desk(url, connection, desk.project, desk.settings, desk.folder)


def test_the_disk_is_full_while_a_delivery_is_read(delivery: Path, undisturbed: str) -> None:
    with small_disk(900) as place, desk_on(place) as desk:
        before = desk.everything()
        ballast = fill(place, 24 << 20)
        refused = desk.cli("load", "parcels", delivery)
        assert refused.returncode in (3, 4), refused.stderr
        assert "đầy" in refused.stderr or "Mất kết nối" in refused.stderr or "Không kết nối" in refused.stderr
        ballast.unlink()
        with again(desk) as mended:
            after = mended.everything()
            assert {n: c for n, c in after.items() if n.startswith("data.")} == {
                n: c for n, c in before.items() if n.startswith("data.")
            }
            assert after["epoch"] == before["epoch"]
            done = mended.cli("load", "parcels", delivery)
            assert done.returncode == 0, done.stderr
            assert export(mended) == undisturbed


def test_the_disk_is_full_while_a_candidate_is_published(delivery: Path, undisturbed: str) -> None:
    with small_disk(900) as place, desk_on(place) as desk:
        held = desk.load(delivery, hold=True)
        desk.connection.execute("CHECKPOINT")
        before = desk.everything()
        ballast = fill(place, 6 << 20)
        refused = desk.cli("publish", held.run)
        assert refused.returncode in (3, 4), refused.stderr
        ballast.unlink()
        with again(desk) as mended:
            assert mended.everything() == before, "the candidate is held as it was, and nothing is public of it"
            done = mended.cli("publish", held.run)
            assert done.returncode == 0, done.stderr
            assert export(mended) == undisturbed


def test_the_disk_is_full_while_a_backup_is_written(make_desk: MakeDesk, province: str, delivery: Path) -> None:
    desk = make_desk(province)
    desk.load(delivery)
    before = desk.everything()
    with small_disk(64) as place:
        ballast = fill(place, 2 << 20)
        refused = desk.cli("backup", place / "today")
        assert refused.returncode == 4, refused.stderr
        assert "dung lượng" in refused.stderr
        assert list(place.iterdir()) == [ballast], "not half a backup, under no name"
        assert desk.everything() == before
        ballast.unlink()
        backup(desk.url, desk.project, desk.settings, place / "today", secrets=False, progress=Quiet())
        assert verified(place / "today", Quiet()).rows["data.parcels__public"] == MANY


# --- a connection that breaks -------------------------------------------------------------------------------


class Line:
    """A line to the database that can be cut."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(self._target)
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while block := source.recv(1 << 16):
                target.sendall(block)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """All connections break, and no new ones come about."""
        self._listener.close()
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def test_the_connection_breaks_in_the_middle_of_a_copy(
    make_desk: MakeDesk, province: str, delivery: Path, undisturbed: str
) -> None:
    desk = make_desk(province)
    before, epoch = export(desk), desk.epoch
    parts = conninfo_to_dict(desk.url)
    line = Line(str(parts["host"]), int(str(parts["port"])))
    through = make_conninfo(desk.url, host="127.0.0.1", port=line.port)
    process = subprocess.Popen(
        desk.command("load", "parcels", delivery),
        env=desk.environment() | {"SDI_DATABASE_URL": through},
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    copying = "SELECT count(*) FROM pg_stat_progress_copy WHERE datname = current_database() AND tuples_processed > 0"
    while process.poll() is None and not (desk.one(STAGED) >= 1 and desk.one(copying)):
        time.sleep(0.002)
    assert process.poll() is None, "the load was done before its line was cut"
    line.cut()
    _, said = process.communicate(timeout=60)
    assert process.returncode == 3, said
    assert "Dữ liệu đã công bố được giữ nguyên" in said
    wait_until_quiet(desk)
    assert (export(desk), desk.epoch) == (before, epoch)
    done = desk.cli("load", "parcels", delivery)
    assert done.returncode == 0, done.stderr
    assert (export(desk), desk.epoch) == (undisturbed, epoch + 1)
    run = desk.one("SELECT max(id) FROM meta.run")
    assert desk.balance(run)["read"] == MANY


# --- a migration that is killed -----------------------------------------------------------------------------


def shape(url: str) -> list[tuple[object, ...]]:
    """Every table, column, view and function of ours."""
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT table_schema, table_name, column_name, data_type, is_nullable FROM information_schema.columns"
            " WHERE table_schema IN ('meta', 'stage', 'data', 'pub', 'pub_agency', 'pub_internal', 'register', 'gate')"
            " UNION ALL SELECT specific_schema, routine_name, routine_type, data_type, ''"
            " FROM information_schema.routines"
            " WHERE specific_schema NOT IN ('public', 'pg_catalog', 'information_schema') ORDER BY 1, 2, 3"
        ).fetchall()


def migrate_to(url: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(sdi.db.migrate.__file__).parent / "migrations"))
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=NullPool)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


MIGRATE = "import sys; from sdi.db.migrate import migrate; migrate(sys.argv[1])"


def test_a_migration_that_is_killed_half_way_leaves_what_was_and_is_made_up_for(
    make_database: Callable[[], str],
) -> None:
    """Killed when some migrations are done and the next waits for a table that somebody holds."""
    undisturbed, url = make_database(), make_database()
    migrate(undisturbed)
    migrate_to(url, "0004")
    before = shape(url)
    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE meta.release IN ACCESS EXCLUSIVE MODE")
        process = subprocess.Popen([sys.executable, "-c", MIGRATE, url])
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'meta.release'::regclass"
        while process.poll() is None and other.execute(waits).fetchone() == (0,):
            time.sleep(0.01)
        assert process.poll() is None, "no migration has touched the table"
        process.kill()
        process.wait()
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(500):  # the server notices that nobody is there
            row = connection.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").fetchone()
            if row == (0,):
                break
            time.sleep(0.02)
        assert connection.execute("SELECT version_num FROM migration").fetchone() == ("0004",)
    assert shape(url) == before
    migrate(url)
    assert shape(url) == shape(undisturbed)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT version_num FROM migration").fetchone() == (HEAD,)
