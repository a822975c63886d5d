"""One installation for all clients: the project with its samples, served from a PostGIS of this run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from intake_kit.desk import Desk
from process_kit import free_port, wait_until_answered
from psycopg import sql

from clients.installation import PATIENCE_S, Installation, missing_programs
from sdi.db.connect import connect
from sdi.model import Audience, read_project
from sdi.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def role_prefix(server_url: str) -> Iterator[str]:
    """Of the roles of this run; they go after the database that they may read."""
    prefix = f"clients{os.getpid()}"
    yield prefix
    with psycopg.connect(server_url, autocommit=True) as connection:
        for audience in Audience:
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(f"{prefix}_{audience.value}")))


@pytest.fixture(scope="session")
def installation(
    role_prefix: str, make_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """``sdi up`` over an empty database; then one delivery more, so that history is there too."""
    if missing := missing_programs():
        pytest.fail(
            f"Thiếu {', '.join(missing)}: hãy chạy make test-clients, hoặc scripts/packages clients trước.",
            pytrace=False,
        )
    folder = tmp_path_factory.mktemp("clients")
    url, port = make_database(), free_port()
    settings = Settings(project=ROOT, state=folder / "state", role_prefix=role_prefix, port=port)
    log = folder / "service.log"
    with connect(url) as connection:
        desk = Desk(url, connection, read_project(ROOT), settings, folder)
        with log.open("w") as stream:
            process = subprocess.Popen(
                desk.command("up"),
                env=desk.environment() | {"SDI_PORT": str(port)},
                stdout=stream,
                stderr=subprocess.STDOUT,
                cwd=folder,
            )
        try:
            base = f"http://127.0.0.1:{port}"
            wait_until_answered(f"{base}/readyz", process, log, PATIENCE_S)
            _deliver_again(desk)
            _deliver_many(desk)
            home = folder / "home"
            home.mkdir(mode=0o700)
            yield Installation(home, desk, base)
        finally:
            process.terminate()
            process.wait(30)


def _deliver_again(desk: Desk) -> None:
    """Bus stops once more, one of them renamed: its first version stays in ``bus_stops_versions``."""
    first = (ROOT / "data-samples/khac/bus_stops.csv").read_text("utf-8")
    again = desk.folder / "bus_stops_2.csv"
    again.write_text(first.replace("Trạm Bờ Nam 1;", "Trạm Bến Tam Thương;"), "utf-8")
    done = desk.cli("load", "bus_stops", again)
    assert done.returncode == 0, done.stdout + done.stderr


def _deliver_many(desk: Desk) -> None:
    """The trees, and 20,000 more in rows of 150, two metres apart: more than QGIS reads at once."""
    lines = (ROOT / "data-samples/ha_tang/cay_xanh.csv").read_text("utf-8").rstrip().splitlines()
    for number in range(20_000):
        lon, lat = 108.783 + number % 150 * 2e-5, 15.128 + number // 150 * 2e-5
        lines.append(f"CX9{number:05},Sao đen,30.0,9.0,Tốt,Không,Bờ Nam,{lon:.7f},{lat:.7f}")
    many = desk.folder / "cay_xanh_2.csv"
    many.write_text("\n".join(lines) + "\n", "utf-8")
    done = desk.cli("load", "trees", many)
    assert done.returncode == 0, done.stdout + done.stderr
