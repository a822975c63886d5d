"""Every rule has a bad delivery that raises it. See README.md in this folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from intake_kit import town
from intake_kit.desk import Desk
from intake_kit.files import write
from intake_kit.fixtures import MakeDesk

from sdi.quality.rules import rule, rules

HERE = Path(__file__).parent
FOLDERS = sorted(path.name for path in HERE.iterdir() if re.fullmatch(r"[A-Z]+-\d+[a-z]?", path.name))

ELSEWHERE = {name: "tests/ingest/test_delivery.py" for name in rules() if name.startswith("FIL-")}
"""Rules whose bad deliveries are files that cannot be read; they are made and judged there."""
ELSEWHERE |= {name: "tests/raster/test_reading.py" for name in rules() if name.startswith("RAS-")}
ELSEWHERE |= {f"FIL-{number}": "tests/raster/test_reading.py" for number in range(19, 24)}
ELSEWHERE["HT-9"] = "tests/quality/test_terrain.py"  # needs a released raster before
ELSEWHERE["GATE-6"] = "tests/publish/test_guards.py"  # no delivery is at fault: others published in between

QUARANTINES = {f"GEO-{number}" for number in (1, 2, 5, 6, 7, 8, 10)} | {
    *("DUP-2", "CAD-1", "ATT-1", "ATT-2", "ATT-6", "KEY-1", "KEY-3", "QH-1"),
}


def deliveries(folder: Path) -> list[Path]:
    """The files to load, siblings of a Shapefile left out."""
    return sorted(path for path in folder.iterdir() if path.suffix in (".geojson", ".csv", ".shp"))


@pytest.fixture(scope="module")
def office(make_desk: MakeDesk, province: str) -> Desk:
    return make_desk(province)


@pytest.fixture(scope="module")
def empty_office(make_desk: MakeDesk, bare: str) -> Desk:
    return make_desk(bare)


@pytest.mark.parametrize("name", FOLDERS)
def test_the_delivery_raises_its_rule(office: Desk, empty_office: Desk, name: str) -> None:
    desk = empty_office if name == "CRS-7" else office
    with desk.connection.transaction(force_rollback=True):  # everything that a load writes goes again
        check(desk, name)


def check(desk: Desk, name: str) -> None:
    """Load what comes before, then the bad delivery; assert that its rule is raised, and what follows from it."""
    if (HERE / name / "before").is_dir():
        for path in deliveries(HERE / name / "before"):
            assert desk.load(path).state == "published"
    (path,) = deliveries(HERE / name)
    before = desk.one("SELECT count(*) FROM data.parcels"), desk.epoch
    outcome = desk.load(path)
    declared = rule(name)
    found = desk.all(
        "SELECT action, severity, responsible, reason FROM meta.issue WHERE run_id = %s AND rule = %s",
        outcome.run,
        name,
    )
    assert found, desk.issues(outcome.run)
    assert all(reason for *_, reason in found)
    if declared.severity == "block":
        assert outcome.state == "refused" and outcome.refusal is not None and outcome.refusal.rule == name
        assert outcome.refusal.advice
        assert (desk.one("SELECT count(*) FROM data.parcels"), desk.epoch) == before
    else:
        assert outcome.state == "published", outcome.refusal
        assert ("quarantined" in {action for action, *_ in found}) == (name in QUARANTINES)
    desk.balance(outcome.run)


def test_every_rule_has_a_counterexample() -> None:
    assert set(FOLDERS) | ELSEWHERE.keys() == set(rules())
    listed = re.findall(r"^\| ([A-Z]+-\d+[a-z]?) \|", (HERE / "README.md").read_text("utf-8"), re.M)
    assert sorted(listed) == FOLDERS
    root = HERE.parent.parent
    assert [name for name, place in ELSEWHERE.items() if name not in (root / place).read_text("utf-8")] == []


def test_a_good_delivery_raises_nothing(desk: Desk) -> None:
    outcome = desk.load(write(desk.folder / "thua.gpkg", town.parcels(60)))
    assert outcome.state == "published"
    assert desk.all("SELECT rule FROM meta.issue WHERE run_id = %s", outcome.run) == []
