"""Balance of features and areas of every real delivery, and the reason of every feature kept back.

``expected.csv``, ``expected_reasons.csv`` and ``expected_coverage.csv`` were reviewed by a person and are written
anew by ``SDI_BLESS=1 make test ARGS=tests/real``; look at the difference before you commit it.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from intake_kit.desk import Desk
from projects import oracle
from projects.office import BLESS, Line, Reason, Taken, expect

from real.conftest import Province
from real.deliveries import LINES_ONLY, OTHERS, drawings
from sdi.quality.report import build_report

HERE = Path(__file__).parent
ROUNDING_M2 = 1.0
"""Lines are rounded to 0.1 m²."""


def every_line(province: Province) -> list[Line]:
    return [line for taken in province.taken.values() for line in taken.lines]


def test_every_delivery_is_published(province: Province) -> None:
    refused = {
        n: str(t.outcome.refusal or t.outcome.state) for n, t in province.taken.items() if t.outcome.state != "held"
    }
    assert refused == {}


def test_fifteen_drawings_to_the_feature(province: Province, shared_data: Path) -> None:
    named = [d.name for d in drawings(shared_data)]
    assert len(named) == 15
    kinds = {"planning_zones": 0, "planning_lines": 0, "": 0}
    for line in every_line(province):
        if line.delivery in named:
            kinds[line.layer] += line.read
    drawn = [oracle.kinds(path) for name in named for path in province.taken[name].sources]
    assert sum(k["polygon"] for k in drawn) == 4_315
    assert sum(k["line"] for k in drawn) == 17_371
    assert sum(kinds.values()) == 4_315 + 17_371
    assert sum(line.read for line in every_line(province) if line.layer == "administrative_units") == 96


def test_the_balance_is_what_was_reviewed(province: Province) -> None:
    expect(HERE / "expected.csv", every_line(province), Line)


def test_every_reason_is_what_was_reviewed(province: Province) -> None:
    expect(HERE / "expected_reasons.csv", [r for t in province.taken.values() for r in t.reasons], Reason)


def test_nothing_is_lost_to_the_feature(province: Province) -> None:
    """GDAL's count = published + kept back + out of scope; every feature kept back has a reason."""
    for name, taken in province.taken.items():
        layer = province.deliveries[name].layer
        assert sum(oracle.count(path, layer) for path in taken.sources) == sum(line.read for line in taken.lines), name
        for line in taken.lines:
            assert line.read == line.published + line.quarantined + line.out_of_scope, line
            if line.layer:
                assert line.quarantined == reasoned(province.desk, taken, line.layer), line


def reasoned(desk: Desk, taken: Taken, layer: str) -> int:
    """Features with a rule and a reason why they were kept back."""
    return int(
        desk.one(
            "SELECT count(DISTINCT (source_layer, feature_no)) FROM meta.issue WHERE run_id = %s AND layer = %s"
            " AND action = 'quarantined' AND rule <> '' AND reason <> '' AND severity IN ('warning', 'error')",
            taken.run,
            layer,
        )
    )


def test_area_in_is_area_out_and_what_was_kept_back(province: Province) -> None:
    """The rest is what repairs changed, each of which shows its geometry before and after."""
    for taken in province.taken.values():
        for line in taken.lines:
            if line.layer:
                kept_back, mended = oracle.kept_back_and_mended(province.desk, taken.run, line.layer)
                assert line.area_in_m2 + mended == pytest.approx(
                    line.area_out_m2 + kept_back, rel=1e-9, abs=ROUNDING_M2
                ), line


def test_areas_agree_with_postgis(province: Province) -> None:
    """PROJ's pipeline and PostGIS on the raw file: each published polygon within 0.5 %, all within 0.05 %."""
    compared = 0
    for name, taken in province.taken.items():
        delivery = province.deliveries[name]
        if len(taken.sources) > 1:
            continue
        measured = oracle.areas(province.desk, taken.sources[0], delivery.layer, delivery.declared, "6960")
        ours = {number: area for (_, _, number), area in taken.staged.items() if number in measured}
        compared += len(ours)
        strange = {n: (round(a, 2), round(measured[n], 2)) for n, a in ours.items() if differs(a, measured[n])}
        assert strange == {}, name
        assert sum(ours.values()) == pytest.approx(sum(measured[n] for n in ours), rel=5e-4)
    assert compared > 6_000


def differs(ours: float, theirs: float) -> bool:
    return abs(ours - theirs) > max(0.005 * theirs, 0.1)


# --- CAD layer names ----------------------------------------------------------------------------------------


def test_coverage_of_cad_names_per_drawing(province: Province, shared_data: Path) -> None:
    """How many features of each drawing found their function or kind by name, and how many names nobody knows."""
    found = []
    for delivery in drawings(shared_data):
        report = build_report(province.desk.connection, province.desk.project, province.taken[delivery.name].run)
        for lookup in report.lookups:
            if lookup.table.startswith("cad_"):
                found.append([delivery.name, lookup.layer, lookup.features, lookup.mapped, len(lookup.unknown)])
    rows = [["delivery", "layer", "features", "mapped", "unknown_names"], *sorted(found)]
    path = HERE / "expected_coverage.csv"
    if os.environ.get(BLESS) == "1":
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(rows)
    with path.open(encoding="utf-8", newline="") as stream:
        assert [[str(value) for value in row] for row in rows] == list(csv.reader(stream))


def test_damaged_names_are_listed_for_a_person(province: Province) -> None:
    """A name with lost letters is kept back, reported as it stands, and never guessed."""
    desk = province.desk
    damaged = desk.all(
        "SELECT DISTINCT t.before FROM meta.issue t JOIN meta.issue q USING (run_id, source_layer, feature_no)"
        " WHERE t.rule = 'TXT-2' AND t.field = 'function' AND q.rule = 'QH-1' AND q.action = 'quarantined'"
    )
    assert damaged
    assert all("?" in name for (name,) in damaged)
    assert (
        desk.one("SELECT count(*) FROM data.planning_zones WHERE function_name = ANY(%s)", [n for (n,) in damaged]) == 0
    )


def test_a_drawing_of_nameless_polygons_is_refused(province: Province) -> None:
    """With the profile of whole drawings nothing of it is published; its lines come by their own profile."""
    outcome = province.desk.load(*province.taken[LINES_ONLY].sources, profile="planning.cad_geojson", dry_run=True)
    assert outcome.refusal is not None
    assert outcome.refusal.rule == "GATE-1"


# --- single deliveries --------------------------------------------------------------------------------------


def test_unknown_land_use_of_di_lang_is_never_published_as_empty(province: Province) -> None:
    """QPH may be defence land: without its land use it would be public."""
    desk, run = province.desk, province.taken["Di Lăng"].run
    unknown = dict(
        desk.all(
            "SELECT before, count(*) FROM meta.issue WHERE run_id = %s AND rule = 'ATT-2' AND action = 'quarantined'"
            " GROUP BY 1",
            run,
        )
    )
    assert unknown == {"GTO": 4, "QPH": 2, "GT": 1}
    assert desk.one("SELECT count(*) FROM data.parcels WHERE land_use IS NULL") == 0
    assert desk.one("SELECT count(*) FROM pub.parcels WHERE land_use LIKE %s", "%Q%") == 0


def test_the_operation_is_pinned_in_every_lineage(province: Province) -> None:
    for name, taken in province.taken.items():
        report = build_report(province.desk.connection, province.desk.project, taken.run)
        wanted = [] if province.deliveries[name].declared == 5898 else ["EPSG:6960"]
        assert {tuple(lineage.datum_operations) for lineage in report.lineage} == {tuple(wanted)}, name


def test_everything_is_stored_in_the_provincial_crs(province: Province) -> None:
    for layer in ("administrative_units", "planning_zones", "planning_lines", "parcels", "waterways"):
        rows = province.desk.all(
            f"SELECT DISTINCT ST_SRID(geom), bool_and(ST_IsValid(geom)) FROM pub.{layer} GROUP BY 1"
        )
        assert rows == [(5898, True)], layer


@pytest.mark.parametrize("name", [delivery.name for delivery in OTHERS])
def test_the_same_delivery_again_publishes_nothing(province: Province, name: str) -> None:
    before = province.desk.epoch
    outcome = province.desk.load(*province.taken[name].sources, profile=province.deliveries[name].profile)
    assert outcome.again
    assert province.desk.epoch == before
