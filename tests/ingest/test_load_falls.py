"""A library that falls over a delivery, and a command that is ended: what is said, and what is left."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from intake_kit import town
from intake_kit.files import write
from intake_kit.fixtures import MakeDesk
from intake_kit.killing import export, wait_until_quiet


def children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    ("number", "to_child", "code"),
    [
        (signal.SIGSEGV, True, 1), (signal.SIGABRT, True, 1), (signal.SIGKILL, True, -9), (signal.SIGKILL, False, -9),
        (signal.SIGTERM, False, -15),
    ],
)  # fmt: skip
def test_a_load_that_falls(
    make_desk: MakeDesk, province: str, tmp_path: Path, number: signal.Signals, to_child: bool, code: int
) -> None:
    desk = make_desk(province)
    desk.load(write(tmp_path / "thua_0.gpkg", town.field(50)))
    before, runs = export(desk), desk.one("SELECT count(*) FROM meta.run")
    delivery = write(tmp_path / "thua_lon.fgb", town.field(4_000))
    process = subprocess.Popen(
        desk.command("load", "parcels", delivery), env=desk.environment(), stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while desk.one("SELECT count(*) FROM meta.run") == runs:
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.005)
    (child,) = children(process.pid)
    os.kill(child if to_child else process.pid, number)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == code, said
    assert ("[FIL-17]" in said and "dừng đột ngột" in said) == (code == 1), said
    assert "Traceback" not in said and "core dumped" not in said
    wait_until_quiet(desk)
    assert not lives(child)
    assert export(desk) == before
    done = desk.cli("load", "parcels", delivery)
    assert done.returncode == 0, done.stderr
    assert desk.one("SELECT count(*) FROM pub.parcels") == 4_000
