"""A real standby by the script: the primary is killed, reading goes on, one command promotes, the loader finds it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from operation_kit import Service, Site, cells, load, wait_for
from process_kit import free_port
from serve_kit import Town

from sdi.db import cluster as private_cluster
from sdi.db.connect import url_of

pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]

SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "standby"
ITEMS = "/api/collections/parcels/items?limit=1000"
PARCELS = 240


@dataclass
class Pair:
    """A primary and its standby.

    Attributes:
        url: Names both.
        account: Runs both servers.
    """

    site: Site
    folder: Path
    port: int
    url: str
    account: pwd.struct_passwd
    script: Path

    def run(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        """The script, as the account of the servers."""
        switch = self.account.pw_uid if os.geteuid() == 0 else None
        return subprocess.run(
            [str(self.script), *map(str, arguments)],
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"} | environment,
            capture_output=True, text=True, check=False, cwd="/",
            user=switch, group=self.account.pw_gid if switch else None, extra_groups=[] if switch else None,
        )  # fmt: skip


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    site = Site(tmp_path_factory.mktemp("site") / "state")
    site.town.publish("parcels", cells(PARCELS, "first"))
    primary = private_cluster.ensure(site.settings.state_dir, durable=False)
    account = pwd.getpwnam(primary.user)
    place = Path(tempfile.mkdtemp(prefix="sdi-standby-", dir="/tmp"))
    place.chmod(0o755)
    script = place / "standby"
    shutil.copy(SCRIPT, script)
    os.chown(place, account.pw_uid, account.pw_gid)
    port = free_port()
    password = url_of(site.url).split("@")[0].split(":")[2]
    url = f"host=127.0.0.1,127.0.0.1 port={primary.port},{port} user=sdi password={password} dbname=sdi"
    found = Pair(site, place / "data", port, url_of(url), account, script)
    superuser = f"host={primary.socket} port={primary.port} user=postgres dbname=postgres"
    for _ in range(2):  # it may be repeated
        done = found.run("prepare", superuser, SDI_STANDBY_PASSWORD="một mật khẩu 'dài'")
        assert done.returncode == 0, done.stderr
    copy = f"host=127.0.0.1 port={primary.port} user=sdi_standby"
    done = found.run("make", copy, found.folder, port, PGPASSWORD="một mật khẩu 'dài'")
    assert done.returncode == 0, done.stderr
    yield found
    found.run("stop", found.folder)
    site.destroy()
    shutil.rmtree(place)


@pytest.fixture(scope="module")
def service(pair: Pair) -> Iterator[Service]:
    found = pair.site.start(pair.url)
    yield found
    found.stop()


def shown(service: Service) -> int:
    return int(service.ask("/api/collections/parcels?f=json").json()["release"])


def test_wrong_usage_touches_nothing(pair: Pair) -> None:
    assert pair.run("make", "host=127.0.0.1", pair.folder, pair.port).returncode == 2
    assert pair.run("wrong", "x").returncode == 2
    if os.geteuid() == 0:
        assert subprocess.run([str(SCRIPT), "lag", "x"], capture_output=True, check=False).returncode == 2


def test_readers_read_the_standby_and_its_lag_is_told(pair: Pair, service: Service) -> None:
    ready = service.ask("/readyz").json()
    assert ready["database"]["standby"] is True
    assert ready["database"]["lag_s"] < 5
    metrics = service.ask("/metrics").body.decode()
    assert "sdi_database_standby 1.0" in metrics
    assert "sdi_database_lag_seconds " in metrics
    epoch = pair.site.town.publish("parcels", cells(PARCELS, "second"))
    assert wait_for(lambda: shown(service) == epoch, 10)
    primary = private_cluster.status(pair.site.settings.state_dir)
    assert primary is not None
    told = pair.run("lag", f"host={primary.socket} port={primary.port} user=postgres dbname=postgres")
    assert "sdi_standby · 127.0.0.1 · streaming" in told.stdout, told


def test_a_standby_that_falls_behind_says_how_far(pair: Pair, service: Service) -> None:
    with psycopg.connect(f"host={pair.folder} port={pair.port} user=postgres dbname=sdi", autocommit=True) as standby:
        standby.execute("SELECT pg_wal_replay_pause()")  # which only asks for it
        assert wait_for(lambda: standby.execute("SELECT pg_get_wal_replay_pause_state()").fetchone() == ("paused",), 15)
        before = shown(service)
        epoch = pair.site.town.publish("parcels", cells(PARCELS, "third"))
        assert wait_for(lambda: service.ask("/readyz").json()["database"]["lag_s"] >= 2, 15)
        assert shown(service) == before
        assert service.ask(ITEMS).status == 200
        standby.execute("SELECT pg_wal_replay_resume()")
    assert wait_for(lambda: shown(service) == epoch, 10)
    assert wait_for(lambda: service.ask("/readyz").json()["database"]["lag_s"] < 1, 10)


def test_the_primary_dies_reading_goes_on_and_the_standby_takes_over(pair: Pair, service: Service) -> None:
    whole = service.ask(ITEMS).json()["features"]
    workers = service.workers()
    with load(service.port, [ITEMS, "/api/collections/parcels?f=json"], 4, pause=0.02) as asked:
        time.sleep(1)
        pair.site.kill_database()
        time.sleep(4)
        assert asked.statuses().keys() == {200}, asked.statuses()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(pair.url, connect_timeout=5)  # the owner writes: a standby is no place for that
        promoted = pair.run("promote", pair.folder)
        assert promoted.returncode == 0, promoted.stderr
        town = Town(pair.url, pair.site.town.project)
        epoch = town.publish("parcels", cells(PARCELS, "after"))
        assert wait_for(lambda: shown(service) == epoch, 10)
        assert wait_for(lambda: service.ask("/readyz").json()["database"]["standby"] is False, 10)
    assert asked.statuses().keys() <= {200}, asked.statuses()
    assert service.workers() == workers, "nothing was restarted"
    after = service.ask(ITEMS).json()["features"]
    assert {f["id"] for f in after} == {f["id"] for f in whole}
    assert {f["properties"]["map_sheet"] for f in after} == {"after"}
    assert not (pair.folder / "standby.signal").exists()
