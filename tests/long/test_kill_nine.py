"""``kill -9`` at ten random moments of a load of 100,000 parcels, and of the server; then the work is finished."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest
from intake_kit import town
from intake_kit.desk import PROJECT, Desk
from intake_kit.files import write
from intake_kit.fixtures import MakeDesk
from intake_kit.killing import export, kill_when, wait_until_quiet

from sdi.db import cluster as private_cluster
from sdi.db.connect import connect
from sdi.db.layers import sync_layers
from sdi.db.migrate import migrate
from sdi.model import read_project
from sdi.settings import Settings

pytestmark = pytest.mark.long

MANY = 100_000
SEED = 20261121


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("giao") / "thua_lon.fgb", town.field(MANY))


@pytest.fixture(scope="module")
def undisturbed(make_desk: MakeDesk, province: str, delivery: Path) -> tuple[str, float]:
    """Export of a load that nobody disturbed, and how many seconds it took."""
    desk = make_desk(province)
    desk.load(write(desk.folder / "thua_0.gpkg", town.field(50)))
    begun = time.monotonic()
    done = desk.cli("load", "parcels", delivery)
    assert done.returncode == 0, done.stderr
    return export(desk), time.monotonic() - begun


@pytest.mark.parametrize("number", range(10))
def test_killed_at_a_random_moment(
    make_desk: MakeDesk, province: str, delivery: Path, undisturbed: tuple[str, float], number: int
) -> None:
    expected, seconds = undisturbed
    moment = random.Random(SEED + number).uniform(0.3, 1.0) * seconds
    desk = make_desk(province)
    desk.load(write(desk.folder / "thua_0.gpkg", town.field(50)))
    before, epoch = export(desk), desk.epoch
    killed = kill_when(desk, delivery, lambda elapsed: elapsed >= moment)
    wait_until_quiet(desk)
    assert (export(desk), desk.epoch) in ((before, epoch), (expected, epoch + 1))
    assert killed or desk.epoch == epoch + 1
    done = desk.cli("load", "parcels", delivery)
    assert done.returncode == 0, done.stderr
    assert (export(desk), desk.epoch) == (expected, epoch + 1)
    assert desk.one("SELECT count(*) FROM meta.release WHERE layer = 'parcels' AND NOT withdrawn") == 2


def test_the_server_is_killed_in_the_middle_of_a_load(
    tmp_path: Path, delivery: Path, undisturbed: tuple[str, float]
) -> None:
    """A cluster of its own, killed with SIGKILL: recovery empties unlogged tables."""
    settings = Settings(project=PROJECT, state=tmp_path / "state")
    found = private_cluster.ensure(settings.state_dir)
    try:
        migrate(found.url)
        project = read_project(PROJECT)
        with connect(found.url) as connection:
            sync_layers(connection, project)
            desk = Desk(found.url, connection, project, settings, tmp_path)
            desk.load(write(tmp_path / "xa.gpkg", town.communes()))
            desk.load(write(tmp_path / "duong.gpkg", town.roads()))
            desk.load(write(tmp_path / "thua_0.gpkg", town.field(50)))
            before = export(desk)
            staged = "SELECT count(*) FROM meta.batch JOIN meta.run ON run.id = run_id WHERE state = 'reading'"

            def kill_the_server(_: float) -> bool:
                if desk.one(staged) < 2:
                    return False
                lock = Path(desk.one("SHOW data_directory"), "postmaster.pid")
                os.kill(int(lock.read_text("ascii").splitlines()[0]), signal.SIGKILL)
                return True

            kill_when(desk, delivery, kill_the_server)
        private_cluster.stop(settings.state_dir)
        again = private_cluster.ensure(settings.state_dir)
        with connect(again.url) as connection:
            desk = Desk(again.url, connection, project, settings, tmp_path)
            assert export(desk) == before
            outcome = desk.load(delivery)
            assert outcome.state == "published"
            assert export(desk) == undisturbed[0]
    finally:
        private_cluster.destroy(settings.state_dir)
