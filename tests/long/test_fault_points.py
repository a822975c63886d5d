"""``kill -9`` of a load at every named step: what is public is the state before or after, and the next run finishes."""

from __future__ import annotations

from pathlib import Path

import pytest
from intake_kit import town
from intake_kit.desk import Desk
from intake_kit.files import write
from intake_kit.fixtures import MakeDesk
from intake_kit.killing import export, wait_until_quiet

from sdi.faults import STEPS

pytestmark = pytest.mark.long

MANY = 400
COUNTED = ("data.parcels", "meta.issue", "meta.tally", "meta.release", "meta.run", "meta.publication", "epoch", "last")


@pytest.fixture(scope="module")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("giao") / "thua.fgb", town.field(MANY))


def prepared(desk: Desk) -> Desk:
    """With fifty parcels that the delivery changes and adds to."""
    desk.load(write(desk.folder / "thua_0.gpkg", town.field(50)))
    return desk


def counts(desk: Desk) -> dict[str, int]:
    everything = desk.everything()
    return {name: everything[name] for name in COUNTED}


@pytest.fixture(scope="module")
def undisturbed(make_desk: MakeDesk, province: str, delivery: Path) -> tuple[str, dict[str, int]]:
    desk = prepared(make_desk(province))
    desk.load(delivery)
    return export(desk), counts(desk)


@pytest.mark.parametrize("step", STEPS)
def test_killed_at(
    make_desk: MakeDesk, province: str, delivery: Path, undisturbed: tuple[str, dict[str, int]], step: str
) -> None:
    desk = prepared(make_desk(province))
    before = export(desk), desk.epoch
    killed = desk.cli("load", "parcels", delivery, SDI_KILL_AT=step)
    assert killed.returncode == -9, (step, killed.returncode, killed.stderr)
    wait_until_quiet(desk)
    whole = (undisturbed[0], undisturbed[1]["epoch"])
    assert (export(desk), desk.epoch) == (whole if step == "committed" else before)
    done = desk.cli("load", "parcels", delivery)
    assert done.returncode == 0, done.stderr
    assert (export(desk), counts(desk)) == undisturbed
    desk.balance(desk.one("SELECT max(id) FROM meta.run"))
    assert desk.all("SELECT FROM pg_tables WHERE schemaname = 'stage' AND tablename LIKE 'run%%'") == []
