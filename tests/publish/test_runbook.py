"""The technician's runbook: every command in it is run, in its order; every message in it is one that we say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from intake_kit.desk import Desk
from intake_kit.fixtures import MakeDesk
from operation_kit import RUN, clients, wait_for
from process_kit import free_port

from sdi.db.connect import connect

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "van-hanh.md").read_text("utf-8")
COMMANDS = [
    line[2:]
    for block in re.findall(r"^```console\n(.*?)^```", TEXT, flags=re.M | re.S)
    for line in block.splitlines()
    if line.startswith("$ ")
]
ELSEWHERE = {"deploy/standby": "test_standby.py", "deploy/pgbouncer-users": "test_front.py", "nginx": "test_front.py"}
"""Commands that tests of their own run: ``tests/deploy``."""


class Machine:
    """What the commands find: the installation, its service, and a folder in place of /var/backups."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder, self.port = desk, folder, free_port()
        self.process: subprocess.Popen[str] | None = None

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """A command of the book, here."""
        with connect(self.desk.url) as connection:
            held = connection.execute("SELECT max(id) FROM meta.run WHERE state = 'held'").fetchone()
        text = command.replace("/var/backups", str(self.folder)).replace(":5000", f":{self.port}")
        if held and held[0]:
            text = text.replace("publish 12", f"publish {held[0]}")
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        return subprocess.run(
            ["bash", "-c", text], cwd=ROOT, env=self.desk.environment() | {"PATH": path},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    def systemctl(self, action: str, unit: str) -> None:
        """What systemd would do."""
        assert (ROOT / "deploy" / unit).is_file() or (ROOT / "deploy" / f"{unit}.service").is_file() or unit == "nginx"
        if unit != "sdi" or action == "status":
            return
        if action in ("stop", "restart") and self.process:
            self.process.terminate()
            self.process.wait(30)
        if action in ("start", "restart"):
            settings = self.desk.settings
            code = RUN.replace("port=int(port)", f"port=int(port), role_prefix={settings.role_prefix!r}")
            arguments = [str(ROOT), str(settings.state_dir), str(self.port), self.desk.url]
            self.process = subprocess.Popen([sys.executable, "-c", code, *arguments], text=True)
            assert wait_for(lambda: next(clients(self.port, "/readyz", {})).status == 200, 180)

    def off(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)


@pytest.fixture
def machine(make_desk: MakeDesk, samples: str, tmp_path: Path) -> Iterator[Machine]:
    """The samples, without their last release of roads, and nobody connected."""
    desk = make_desk(samples, ROOT)
    desk.rollback("roads")
    desk.connection.close()
    found = Machine(desk, tmp_path)
    assert found.run("sdi sync").returncode == 0
    yield found
    found.off()


@pytest.mark.timeout(600)
def test_every_command_does_what_the_book_says(machine: Machine) -> None:
    ran = 0
    for command in COMMANDS:
        if any(word in command for word in ELSEWHERE if word != "nginx") or "nginx -t" in command:
            continue
        if found := re.fullmatch(r"sudo systemctl (\w+)(?: --now)? (\S+)", command):
            machine.systemctl(found[1], found[2])
            continue
        done = machine.run(command)
        allowed = (0, 1) if command == "sdi doctor" else (0,)  # a small disk is told, and no fault of the book
        assert done.returncode in allowed, (command, done.stdout[-800:], done.stderr[-800:])
        ran += 1
    assert ran >= 14
    assert len(list((machine.folder / "sdi").iterdir())) == 2


def test_commands_that_are_run_elsewhere_are_run_there() -> None:
    for word, name in ELSEWHERE.items():
        assert Path(word).name in (ROOT / "tests" / "deploy" / name).read_text("utf-8")
    actions = {found[1] for command in COMMANDS if (found := re.search(r"deploy/standby (\w+)", command))}
    tests = (ROOT / "tests" / "deploy" / "test_standby.py").read_text("utf-8")
    assert actions == {"prepare", "make", "lag", "promote"}
    assert all(f'run("{action}"' in tests for action in actions)


def test_every_message_in_the_book_is_one_that_we_say() -> None:
    said = "\n".join(path.read_text("utf-8") for kind in ("*.py", "*.yml") for path in (ROOT / "sdi").rglob(kind))
    said = re.sub(r'"\s*\n\s*f?"', "", said)
    quoted = re.findall(r"^\| «(.+?)»", TEXT, flags=re.M)
    assert len(quoted) > 8
    assert [text for text in quoted if text not in said] == []
    events = re.findall(r"`(\w+)`", "\n".join(re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", TEXT, flags=re.M)))
    assert len(events) >= 6
    assert [event for event in events if f'"{event}"' not in said] == []


def test_every_setting_and_number_in_the_book_exists() -> None:
    settings = (ROOT / "sdi" / "settings.py").read_text("utf-8")
    scripts = (ROOT / "deploy" / "standby").read_text("utf-8")
    for name in set(re.findall(r"\bSDI_([A-Z_]+)", TEXT)):
        known = re.search(rf"^    {name.lower()}: ", settings, flags=re.M) or f"SDI_{name}" in scripts
        assert known, name
    told = (ROOT / "sdi" / "serve" / "telemetry.py").read_text("utf-8")
    for name in set(re.findall(r"`(sdi_[a-z_]+)", TEXT)):
        assert f'"{name}"' in told, name
