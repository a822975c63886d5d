"""What stands around the service: units that systemd takes, a real nginx and a real PgBouncer, configured by us."""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from front_kit import DEPLOY, NAME, Front
from operation_kit import Site, cells, wait_for
from process_kit import free_port

from sdi.db.roles import audience_url, role_name
from sdi.model import Audience

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = Site(tmp_path_factory.mktemp("site") / "state")
    found.town.publish("parcels", cells(240, "0"))
    yield found
    found.destroy()


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that accounts without rights may enter."""
    found = Path(tempfile.mkdtemp(prefix="sdi-front-", dir="/tmp"))
    found.chmod(0o755)
    yield found
    shutil.rmtree(found)


# --- systemd ------------------------------------------------------------------------------------------------


def test_units_are_what_systemd_takes_and_are_hardened(tmp_path: Path) -> None:
    """Programs and accounts of the target machine are put in place of those that are not here."""
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    units = []
    for unit in sorted(path for kind in ("service", "timer", "socket") for path in DEPLOY.rglob(f"*.{kind}")):
        text = re.sub(r"^ExecStart=\S+", f"ExecStart={program}", unit.read_text("utf-8"), flags=re.M)
        text = re.sub(r"(User|Group)=(sdi|sdi-ows|www-data)$", r"\1=daemon", text, flags=re.M)
        text = text.replace("file:///srv/sdi/project", f"file://{DEPLOY.parent}")
        (tmp_path / unit.name).write_text(text)
        units.append(str(tmp_path / unit.name))
    assert len(units) == 7
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    ours = [line for line in checked.stderr.splitlines() if str(tmp_path) in line or "sdi" in line]
    assert (checked.returncode, ours) == (0, []), checked.stderr
    for name in ("sdi.service", "sdi-backup.service", "sdi-ows@.service", "sdi-ows-project.service"):
        judged = subprocess.run(
            ["systemd-analyze", "security", "--offline=yes", "--threshold=25", str(tmp_path / name)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert judged.returncode == 0, judged.stdout[-400:]


def test_programs_of_the_units_are_there() -> None:
    for unit in DEPLOY.rglob("*.service"):
        (program,) = re.findall(r"^ExecStart=(\S+)", unit.read_text("utf-8"), flags=re.M)
        own = program.removeprefix("/srv/sdi/project/")
        assert own == ".venv/bin/sdi" or os.access(DEPLOY.parent / own, os.X_OK), program


def test_the_nightly_backup_keeps_the_newest_when_the_new_one_is_whole(tmp_path: Path) -> None:
    script = tmp_path / "deploy" / "backup"
    program, folder = tmp_path / ".venv" / "bin" / "sdi", tmp_path / "kept"
    for path in (script, program, folder / "x"):
        path.parent.mkdir(parents=True)
    shutil.copy(DEPLOY / "backup", script)
    program.write_text('#!/bin/sh\n[ ! -e "$0.broken" ] && mkdir "$3"\n')
    program.chmod(0o755)
    old = [f"202611{day:02d}T013000Z" for day in range(1, 5)]
    for name in (*old, "truoc-nang-cap"):
        (folder / name).mkdir()
    (program.parent / "sdi.broken").touch()
    assert subprocess.run([script, folder, "2"], check=False).returncode != 0
    assert len(list(folder.iterdir())) == 5, "a failed backup takes none away"
    (program.parent / "sdi.broken").unlink()
    assert subprocess.run([script, folder, "2"], check=False).returncode == 0
    left = sorted(path.name for path in folder.iterdir())
    assert len(left) == 3
    assert {"truoc-nang-cap", old[-1]} < set(left), "names that people gave stay"
    assert subprocess.run([script, folder, "0"], check=False, stderr=subprocess.DEVNULL).returncode == 2


# --- nginx --------------------------------------------------------------------------------------------------


def test_requests_come_through_nginx_and_a_dead_web_machine_is_not_noticed(site: Site, place: Path) -> None:
    services = [site.start(proxies=["127.0.0.1"]), site.start(proxies=["127.0.0.1"])]
    front = Front(place, [service.port for service in services])
    try:
        status, headers, body = front.ask("/api/collections/parcels/items?limit=3")
        assert (status, len(json.loads(body)["features"])) == (200, 3)
        assert headers["strict-transport-security"].startswith("max-age=")
        assert headers["content-security-policy"]
        assert re.fullmatch("[0-9a-f]{32}", headers["x-request-id"]), "nginx's id, for it is a trusted proxy"
        forged = front.ask("/healthz", **{"X-Request-ID": "mine-mine-mine", "X-Forwarded-For": "1.2.3.4"})
        assert forged[1]["x-request-id"] != "mine-mine-mine"
        assert front.ask("/metrics")[0] == 200
        assert front.ask("/api/processes/overlay/execution", data=b"x" * (17 << 20))[0] == 413
        services[0].process.kill()
        services[0].process.wait()
        time.sleep(0.5)
        assert {front.status("/api/collections/parcels/items?limit=3") for _ in range(30)} == {200}
        with pytest.raises(urllib.error.HTTPError) as moved:
            opener = urllib.request.build_opener(_Stay)
            opener.open(urllib.request.Request(f"http://127.0.0.1:{front.plain}/api?x=1", headers={"Host": NAME}))
        assert moved.value.headers["Location"] == f"https://{NAME}/api?x=1"
        statuses = [front.status("/healthz") for _ in range(30)]
        assert set(statuses) == {200}
    finally:
        front.stop()
        for service in services:
            service.stop()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


# --- PgBouncer ----------------------------------------------------------------------------------------------


def test_the_service_works_through_pgbouncer(site: Site, place: Path) -> None:
    port = free_port()
    subprocess.run(
        [DEPLOY / "pgbouncer-users", site.settings.state_dir, place / "userlist.txt"], check=True, capture_output=True
    )
    users = (place / "userlist.txt").read_text("utf-8")
    assert f'"{role_name(site.settings, Audience.PUBLIC)}"' in users
    own = psycopg.conninfo.conninfo_to_dict(site.url)
    (place / "userlist.txt").write_text(users + f'"sdi" "{own["password"]}"\n')
    text = (DEPLOY / "pgbouncer.ini").read_text("utf-8")
    for old, new in {
        "port=5432": f"port={own['port']}", "listen_port = 6432": f"listen_port = {port}",
        "/etc/pgbouncer/userlist.txt": f"{place}/userlist.txt", "/var/log/pgbouncer": str(place),
        "/run/pgbouncer": str(place),
    }.items():  # fmt: skip
        assert old in text, old
        text = text.replace(old, new)
    (place / "pgbouncer.ini").write_text(text)
    account = pwd.getpwnam("postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name)
    for path in (place, *place.iterdir()):
        os.chown(path, account.pw_uid, account.pw_gid)
    process = subprocess.Popen(
        ["/usr/sbin/pgbouncer", "-q", str(place / "pgbouncer.ini")], cwd="/",
        user=account.pw_uid if os.geteuid() == 0 else None, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        through = psycopg.conninfo.make_conninfo(site.url, port=port)
        reader = audience_url(through, site.settings, Audience.PUBLIC)
        assert wait_for(lambda: _answers(reader), 20), (place / "pgbouncer.log").read_text()
        service = site.start(through)
        epoch = site.town.publish("parcels", cells(240, "through"))
        seen = wait_for(lambda: service.ask("/api/collections/parcels?f=json").json()["release"] == epoch, 5)
        assert seen, "publications are noticed"
        for path in ("/api/collections/parcels/items?limit=1000", "/api/collections/parcels/items/21025-12-7"):
            assert service.ask(path).status == 200
        service.stop()
    finally:
        process.terminate()
        process.wait(20)


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            return connection.execute("SELECT epoch FROM pub.epoch").fetchone() is not None
    except psycopg.OperationalError:
        return False
