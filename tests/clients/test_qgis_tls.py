"""A planner's QGIS on another machine: `sdi up --listen`, `sdi logins create`, and TLS or nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from process_kit import free_port, own_address, wait_until_answered

from clients.conftest import ROOT
from clients.installation import PATIENCE_S, Programs, missing_programs
from sdi.db import cluster
from sdi.db.layers import SCHEMAS
from sdi.model import Audience

pytestmark = pytest.mark.clients

SCHEMA = SCHEMAS[Audience.AGENCY]
SECRET_LAYER = (SCHEMA, "control_points", "geom", '"gid"')
"""A layer that the public does not see."""


SDI = [sys.executable, "-c", "from sdi.cli import main; main()"]


@dataclass
class Opened(Programs):
    """A service whose cluster the network may reach."""

    environment: dict[str, str]
    state: Path

    def sdi(self, *words: str) -> str:
        done = subprocess.run([*SDI, *words], env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def opens(self, login: dict[str, str], **environment: str) -> dict[str, Any]:
        """What QGIS makes of the layer."""
        found = self.qgis("database_layers", environment=environment, login=login, tables=[SECRET_LAYER])
        layer: dict[str, Any] = found[f"{SCHEMA}.control_points"]
        return layer


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    assert not missing_programs(), "scripts/packages clients"
    folder = tmp_path_factory.mktemp("opened")
    state, port, log = folder / "state", free_port(), folder / "service.log"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SDI_")} | {
        "SDI_PROJECT": str(ROOT), "SDI_STATE": str(state), "SDI_PORT": str(port),
    }  # fmt: skip
    with log.open("w") as stream:
        process = subprocess.Popen(
            [*SDI, "up", "--listen", own_address()], env=environment, stdout=stream, stderr=subprocess.STDOUT
        )
    try:
        wait_until_answered(f"http://127.0.0.1:{port}/readyz", process, log, PATIENCE_S)
        home = folder / "home"
        home.mkdir(mode=0o700)
        yield Opened(home, environment, state)
    finally:
        process.terminate()
        process.wait(60)
        cluster.destroy(state)


@pytest.fixture(scope="module")
def login(opened: Opened) -> dict[str, str]:
    """As the command prints it for the planner."""
    said = opened.sdi("logins", "create", "nguyen_an", "--audience", "agency", "--owner", "Phòng Quy hoạch")
    words = said.split()
    return {
        "host": own_address(), "port": words[words.index("cổng") + 1], "dbname": words[words.index("liệu") + 1],
        "user": words[words.index("khoản") + 1].rstrip(","), "password": said.splitlines()[-1],
        "certificate": words[words.index("chỉ", words.index("verify-full")) + 1],
    }  # fmt: skip


def refused(layer: dict[str, Any]) -> str:
    """What QGIS tells the planner."""
    assert not layer["valid"]
    return "\n".join(layer["said"])


def test_a_personal_login_opens_what_its_audience_sees(opened: Opened, login: dict[str, str]) -> None:
    layer = opened.opens(login | {"sslmode": "require"})
    assert layer["valid"], layer
    assert layer["count"] > 5 and layer["crs"] == "EPSG:5898"


def test_qgis_verifies_the_server_by_its_certificate(opened: Opened, login: dict[str, str], tmp_path: Path) -> None:
    certificate = shutil.copy(login["certificate"], tmp_path)
    verified = login | {"sslmode": "verify-full"}
    assert opened.opens(verified, PGSSLROOTCERT=str(certificate))["valid"]
    assert "root certificate file" in refused(opened.opens(verified))  # nobody told this one whom to trust


def test_without_tls_nobody_comes_in(opened: Opened, login: dict[str, str]) -> None:
    assert "no encryption" in refused(opened.opens(login | {"sslmode": "disable"}))


def test_a_revoked_login_is_shut_out(opened: Opened, login: dict[str, str]) -> None:
    opened.sdi("logins", "revoke", "nguyen_an")
    assert "authentication failed" in refused(opened.opens(login | {"sslmode": "require"}))
