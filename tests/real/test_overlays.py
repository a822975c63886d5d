"""All drawings of the department over real land, through the stored overlays.

The parcels there are, of Di Lăng, lie in a valley that none of the drawings and projects reaches; that they meet
nothing is tested. What the drawings do meet are communes and projects, and the projects communes and flood spots:
``expected_overlays.csv`` has every plan and function; its totals agree with plain PostGIS. It is written anew by
``SDI_BLESS=1 make test ARGS=tests/real``; every row behind it is compared with plain PostGIS.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from intake_kit.desk import Desk
from overlay_kit.plain import GEOS_TO, Verdict, judge
from projects.office import BLESS
from psycopg import sql

from real.bases import with_bases
from real.conftest import Province
from sdi.db.layers import sync_layers
from sdi.model import Audience
from sdi.publish.deriving import derive

EXPECTED = Path(__file__).parent / "expected_overlays.csv"
CLASS = {"planning_zones": "function", "planning_lines": "kind", "planning_projects": "status", "flood_zones": "cause"}
"""What a layer is told apart by in the table of cases."""
PAIRS = [
    ("planning_projects", "planning_zones"),
    ("planning_projects", "planning_lines"),
    ("planning_projects", "flood_zones"),
    ("administrative_units", "planning_zones"),
    ("administrative_units", "planning_lines"),
    ("administrative_units", "planning_projects"),
    ("administrative_units", "flood_zones"),
    ("parcels", "administrative_units"),
]
OF_MINUTES = [("administrative_units", "planning_zones"), ("administrative_units", "planning_lines")]
"""Pairs that cost PostGIS half a minute each; their totals are tested every time."""
GEOS_ON_COMMUNES = 1e-3
"""m²: what rounding the points of intersection makes on areas of up to 10⁹ m²."""


@pytest.fixture(scope="module")
def desk(province: Province) -> Iterator[Desk]:
    """The desk with overlays of communes and projects too; taken back afterwards."""
    desk = province.desk
    with desk.connection.transaction(force_rollback=True):
        project = with_bases(desk.project)
        sync_layers(desk.connection, project)
        assert derive(desk.connection, project)
        yield replace(desk, project=project)


@dataclass(frozen=True)
class Case:
    """What one class of one plan does on one base layer; m² and m are sums over all features, overlaps each."""

    base: str
    layer: str
    plan: str
    kind: str
    features: int
    touched: int
    amount: float
    share_pct: float
    """Of the area of the base features that are touched; of lines and points 0."""

    def row(self) -> list[str]:
        """As in the file."""
        return [*map(str, (self.base, self.layer, self.plan, self.kind, self.features, self.touched)),
                f"{self.amount:.1f}", f"{self.share_pct:.2f}"]  # fmt: skip


def cases(desk: Desk, base: str, layer: str) -> list[Case]:
    """The stored rows of a pair by plan and class."""
    table = desk.project.overlays[{"parcels": "parcel_overlays"}.get(base, f"{base}_overlays")]
    query = sql.SQL(
        "SELECT coalesce(plan_id, ''), coalesce({kind}::text, ''), count(DISTINCT feature_id)::int,"
        " count(DISTINCT base_id)::int, sum(amount),"
        " coalesce(100 * sum(area_m2) / (SELECT sum(ST_Area(geom)) FROM {base} AS b WHERE b.feature_id = ANY("
        " array_agg(base_id))), 0)"
        " FROM (SELECT feature_id, plan_id, {base_id} AS base_id, area_m2, coalesce(area_m2, length_m, count) AS amount"
        " FROM {table} WHERE layer = %s AND kind = 'feature') AS stored"
        " JOIN (SELECT feature_id, {kind} FROM {layer}) AS features USING (feature_id) GROUP BY 1, 2 ORDER BY 1, 2"
    ).format(
        kind=sql.Identifier(CLASS.get(layer, "kind")), base=sql.Identifier("pub_internal", base),
        base_id=sql.Identifier(table.base_id), table=sql.Identifier("pub_internal", table.id),
        layer=sql.Identifier("pub_internal", layer),
    )  # fmt: skip
    rows = desk.connection.execute(query, (layer,)).fetchall()
    return [Case(base, layer, *row) for row in rows]


def test_every_plan_and_function_is_as_committed(desk: Desk) -> None:
    found = [case for pair in PAIRS for case in cases(desk, *pair)]
    head = ["base", "layer", "plan", "class", "features", "touched", "amount", "share_pct"]
    if os.environ.get(BLESS) == "1":
        with EXPECTED.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([head, *(case.row() for case in found)])
    with EXPECTED.open(encoding="utf-8", newline="") as stream:
        _, *wanted = csv.reader(stream)
    assert [case.row()[:6] for case in found] == [row[:6] for row in wanted]
    for case, row in zip(found, wanted, strict=True):  # other releases of PROJ differ by less than a millionth
        assert case.amount == pytest.approx(float(row[6]), rel=1e-6, abs=0.1), row
        assert case.share_pct == pytest.approx(float(row[7]), abs=0.02), row


def test_every_drawing_is_among_the_cases(desk: Desk, province: Province) -> None:
    """Zones and lines of all fifteen drawings lie in communes; three drawings meet projects."""
    drawings = {name for name in province.taken if name.startswith("QH")}
    assert len(drawings) == 15
    in_communes = {case.plan for layer in ("planning_zones", "planning_lines")
                   for case in cases(desk, "administrative_units", layer)}  # fmt: skip
    assert in_communes == drawings
    zoned = {case.plan for case in cases(desk, "planning_projects", "planning_zones")}
    assert zoned == {"QHPK_SDD_NghiaAn_2021", "QHPK_SDD_NghiaChanh_2021", "QHPK_SDD_QuangPhu_2021"}


def verdict(desk: Desk, base: str, layer: str) -> Verdict:
    table = desk.project.overlays[{"parcels": "parcel_overlays"}.get(base, f"{base}_overlays")]
    layers, geos_to = desk.project.layers, GEOS_ON_COMMUNES if base == "administrative_units" else GEOS_TO
    return judge(desk.connection, table, layers[base], layers[layer], Audience.INTERNAL, geos_to)


@pytest.mark.parametrize(
    ("base", "layer"),
    [pytest.param(*pair, marks=pytest.mark.long if pair in OF_MINUTES else ()) for pair in PAIRS],
)
def test_every_row_is_what_postgis_computes(desk: Desk, base: str, layer: str) -> None:
    """Rows, and of areas the partition: within 0.01 m² of the base feature, shares exactly 100.0."""
    found = verdict(desk, base, layer)
    assert found.compared > 100
    assert (found.rows, found.partition, found.nearest) == ([], [], [])


@pytest.mark.parametrize(
    ("base", "layer"), [("planning_projects", "planning_zones"), ("administrative_units", "planning_zones")]
)
def test_totals_of_a_plan_are_those_of_postgis(desk: Desk, base: str, layer: str) -> None:
    """One plain query over the tables themselves: a millionth of each plan's total, slivers put back."""
    stored: dict[str, float] = {}
    for case in cases(desk, base, layer):
        stored[case.plan] = stored.get(case.plan, 0.0) + case.amount
    rows = desk.connection.execute(
        sql.SQL(
            "SELECT plan_id, sum(m2), sum(m2) FILTER (WHERE NOT sliver) FROM (SELECT plan_id, ST_Area(shared) AS m2,"
            " (ST_Area(shared) < 0.1 OR 2 * ST_Area(shared) < %(width)s * ST_Perimeter(shared))"
            " AND ST_Area(shared) < 0.99 * least(ST_Area(base), ST_Area(zone)) AS sliver"
            " FROM (SELECT z.plan_id, b.geom AS base, z.geom AS zone, ST_Intersection(b.geom, z.geom) AS shared"
            " FROM data.planning_zones AS z JOIN {} AS b ON ST_Intersects(b.geom, z.geom)"
            " WHERE z.r1 = 2147483647 AND b.r1 = 2147483647 OFFSET 0) AS pairs) AS measured GROUP BY 1"
        ).format(sql.Identifier("data", base)),
        {"width": {"planning_projects": 1.25, "administrative_units": 25.25}[base] ** 0.5},
    ).fetchall()
    facts = {plan: m2 for plan, _, m2 in rows if m2}
    assert facts.keys() == stored.keys()
    for plan, m2 in facts.items():
        assert stored[plan] == pytest.approx(m2, rel=1e-6), plan
    everything = sum(m2 for _, m2, _ in rows)
    assert sum(stored.values()) <= everything
    assert sum(stored.values()) == pytest.approx(everything, rel=1e-3)


@pytest.mark.parametrize("layer", ["planning_zones", "planning_projects", "flood_zones"])
def test_no_drawing_reaches_di_lang(desk: Desk, layer: str) -> None:
    """All that the parcels have of these layers is one row each: nothing lies there."""
    found = verdict(desk, "parcels", layer)
    assert (found.rows, found.partition) == ([], [])
    kinds = desk.all(
        "SELECT kind, count(*), min(share_pct) FROM pub_internal.parcel_overlays WHERE layer = %s GROUP BY 1", layer
    )
    assert kinds == [("none", 3_177, 100.0)]
