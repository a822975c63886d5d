"""Deliveries damaged at random: each is loaded, quarantined or refused with a reason, in bounded time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from intake_kit import mutating
from intake_kit.fixtures import MakeDesk

from sdi.cli import guarded

KINDS = (
    "shapefile", "mapinfo-tab", "mapinfo-mif", "gml", "gpkg", "geojson", "fgb", "kml", "kmz", "dxf", "csv", "xlsx",
)  # fmt: skip
QUICK = 25
"""Of each format in every run; :data:`ALL` in a long one."""
ALL = 10_000

FOUND = (
    ("csv", 241), ("dxf", 353), ("fgb", 214), ("gpkg", 105), ("gpkg", 169), ("kml", 41), ("mapinfo-tab", 391),
    ("shapefile", 119), ("shapefile", 475), ("shapefile", 497),
)  # fmt: skip
"""Beyond the first few: those that once ended in an error of ours."""

SECONDS = 60.0
"""For one delivery, on a machine that has much else to do; most take a tenth of one."""
MEMORY_MB = 1_200


@dataclass
class Ledger:
    """What became of the deliveries of one format."""

    said: Counter[str] = field(default_factory=Counter)
    failed: dict[int, str] = field(default_factory=dict)
    slowest: float = 0.0
    memory_mb: int = 0


def carry_out(url: str, folder: Path, kind: str, first: int, last: int) -> Ledger:
    """Load deliveries in a process of its own; where it ends or hangs, the next one goes on behind that delivery.

    One at which a library fell is loaded once more, as the first of a process.
    """
    ledger = Ledger()
    while first < last:
        started, begun = first, first - 1
        command = [sys.executable, "-m", mutating.__name__, url, str(folder), kind, str(first), str(last)]
        paths = os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
        told = subprocess.run(
            ["timeout", str(int(60 + SECONDS + 3 * (last - first))), *command],
            env=os.environ | {"PYTHONPATH": paths}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        for line in map(json.loads, told.stdout.splitlines()):
            begun = line.get("begun", begun)
            if "said" in line:
                ledger.said[line["said"].split(":")[0]] += 1
                ledger.slowest = max(ledger.slowest, line["seconds"])
                ledger.memory_mb = max(ledger.memory_mb, line["memory_mb"])
                if line["said"].startswith("FAILED"):
                    ledger.failed[line["number"]] = line["said"]
                first = line["number"] + 1
        if -told.returncode in guarded.FALLS and begun > started:
            first = begun  # what others left in the process is no fault of this delivery: a command reads one
        elif told.returncode != 0:
            ledger.failed[begun] = f"the process ended with {told.returncode}: {told.stderr[-800:]}"
            ledger.said["FAILED process"] += 1
            first = begun + 1
    return ledger


@pytest.fixture(scope="module")
def url(make_desk: MakeDesk, province: str) -> str:
    return make_desk(province).url


def all_is_well(ledger: Ledger, count: int) -> None:
    assert not ledger.failed, dict(list(ledger.failed.items())[:5])
    assert sum(ledger.said.values()) == count
    assert ledger.slowest < SECONDS and ledger.memory_mb < MEMORY_MB, ledger


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_deliveries_end_well(url: str, tmp_path: Path, kind: str) -> None:
    ledger = carry_out(url, tmp_path / kind, kind, -1, QUICK)
    all_is_well(ledger, QUICK + 1)
    assert ledger.said["loaded (published)"] >= 1, ledger.said  # the undamaged one
    assert sum(number for said, number in ledger.said.items() if said.startswith("refused")) >= 1, ledger.said


@pytest.mark.parametrize(("kind", "number"), FOUND)
def test_what_was_once_an_error_of_ours_is_refused_or_loaded(url: str, tmp_path: Path, kind: str, number: int) -> None:
    all_is_well(carry_out(url, tmp_path / kind, kind, number, number + 1), 1)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_damaged_deliveries_end_well(url: str, tmp_path: Path, kind: str) -> None:
    first = int(os.environ.get("SDI_MUTATION_FIRST", "0"))
    last = int(os.environ.get("SDI_MUTATION_LAST", str(-(-ALL // len(KINDS)))))
    ledger = carry_out(url, tmp_path / kind, kind, first, last)
    print(kind, dict(ledger.said), f"{ledger.slowest} s, {ledger.memory_mb} MB")
    all_is_well(ledger, last - first)
