"""Gates close just beyond their limit, and a profile can move single limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sdi.ingest.registry import write_issues
from sdi.model import Project
from sdi.model.base import Text
from sdi.model.source import GateOverride
from sdi.quality.gates import Counts, check_gates, judge_gates
from sdi.quality.issues import Issue

from .conftest import Run

GOOD = Counts(
    read=1000, quarantined=30, bad_keys=10, area_read=1e6, area_staged=0.98e6, removed=20, published=100
)  # exactly the limits of parcels: 3 %, 1 %, 2 %, 20 %


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        ({}, []),
        ({"quarantined": 31}, ["GATE-1"]),
        ({"bad_keys": 11}, ["GATE-2"]),
        ({"removed": 21}, ["GATE-3"]),
        ({"area_staged": 0.979e6}, ["GATE-4"]),
        ({"quarantined": 500, "bad_keys": 500, "removed": 100, "area_staged": 0.0},
         ["GATE-1", "GATE-2", "GATE-3", "GATE-4"]),
        ({"area_staged": 2e6}, []),
        ({"read": 0, "quarantined": 0, "bad_keys": 0, "area_read": 0.0, "area_staged": 0.0, "removed": 100},
         ["GATE-3"]),
        ({"removed": 0, "published": 0}, []),
    ],
)  # fmt: skip
def test_a_limit_itself_is_allowed(project: Project, change: dict[str, float], rules: list[str]) -> None:
    issues = judge_gates(replace(GOOD, **change), project.layers["parcels"], None)  # type: ignore[arg-type]
    assert [issue.rule for issue in issues] == rules
    assert {(issue.action, issue.severity) for issue in issues} <= {("refused", "block")}


def test_a_profile_moves_one_limit_and_leaves_the_others(project: Project) -> None:
    override = GateOverride(max_duplicate_key_pct=30.0, reason=Text(vi="Bản đồ cũ, nhiều thửa chưa đánh số"))
    bad = replace(GOOD, bad_keys=250, quarantined=250)
    assert [i.rule for i in judge_gates(bad, project.layers["parcels"], override)] == ["GATE-1"]


def test_the_message_has_the_numbers(project: Project) -> None:
    (issue,) = judge_gates(replace(GOOD, read=2159, quarantined=400), project.layers["parcels"], None)
    assert "400 trong 2.159" in issue.reason and "18,5" in issue.reason and "ngưỡng 3" in issue.reason


def test_numbers_come_from_the_balance_of_this_layer_and_run(run: Run) -> None:
    def tally(layer: str, outcome: str, features: int, area: float) -> None:
        run.connection.execute(
            "INSERT INTO meta.tally (run_id, source_layer, layer, outcome, features, area_m2)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            (run.id, f"lop_{layer}", layer, outcome, features, area),
        )

    for outcome, features, area in (("read", 200, 1000.0), ("staged", 196, 990.0), ("quarantined", 4, 10.0)):
        tally("parcels", outcome, features, area)
        tally("roads", outcome, features * (50 if outcome == "quarantined" else 1), area)
    layer = run.project.layers["parcels"]
    key = [Issue("KEY-1", "quarantined", "x", layer="parcels"), Issue("CAD-1", "quarantined", "x", layer="parcels")]
    other = [Issue("KEY-1", "quarantined", "x", layer="roads"), Issue("DUP-2", "quarantined", "x", layer="parcels")]
    write_issues(run.connection, run.id, key + other, run.project.province.crs)
    assert check_gates(run.connection, run.id, layer, None, removed=0, published=0) == []
    write_issues(run.connection, run.id, key[:1], run.project.province.crs)
    (issue,) = check_gates(run.connection, run.id, layer, None, removed=0, published=0)
    assert issue.rule == "GATE-2" and issue.layer == "parcels"
