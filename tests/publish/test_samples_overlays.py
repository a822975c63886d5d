"""Every overlay of the sample town is what plain PostGIS makes of the same views."""

from __future__ import annotations

import pytest
from overlay_kit.plain import judge
from psycopg import sql

from sdi.db.connect import Connection
from sdi.db.layers import SCHEMAS
from sdi.model import Audience, Project, read_project

from .conftest import ROOT

TABLE = "parcel_overlays"
LAID_OVER = [layer.id for layer in read_project(ROOT).laid_over("parcels")]
RESTRICTED = ["planning_zones", "roads", "street_lights"]
"""Rows that the public does not see are of parcels, of zones, and of neither."""


def agrees(owner: Connection, project: Project, layer: str, audience: Audience) -> int:
    """Assert that nothing differs; returns how many rows were compared."""
    verdict = judge(owner, project.overlays[TABLE], project.layers["parcels"], project.layers[layer], audience)
    assert (verdict.rows, verdict.partition, verdict.nearest) == ([], [], [])
    return verdict.compared


@pytest.mark.parametrize("layer", LAID_OVER)
def test_every_row_is_what_postgis_computes(owner: Connection, project: Project, layer: str) -> None:
    compared = agrees(owner, project, layer, Audience.INTERNAL)
    assert compared > 0 or layer == "water_pipes", "only pipes keep to the streets"


@pytest.mark.parametrize("layer", RESTRICTED)
def test_what_the_public_sees_is_computed_from_what_it_sees(owner: Connection, project: Project, layer: str) -> None:
    public = agrees(owner, project, layer, Audience.PUBLIC)
    assert 0 < public < agrees(owner, project, layer, Audience.INTERNAL)


@pytest.mark.parametrize(("kind", "column"), [("feature", "area_m2"), ("feature", "single_m2"), ("none", "area_m2")])
def test_one_square_centimetre_would_be_seen(owner: Connection, project: Project, kind: str, column: str) -> None:
    with owner.transaction(force_rollback=True):
        owner.execute(
            sql.SQL(
                "UPDATE data.parcel_overlays SET {0} = {0} + 0.0001 WHERE gid = (SELECT min(gid)"
                " FROM data.parcel_overlays WHERE layer = 'planning_areas' AND kind = %s AND {0} > 1)"
            ).format(sql.Identifier(column)),
            (kind,),
        )
        table, parcels, areas = project.overlays[TABLE], project.layers["parcels"], project.layers["planning_areas"]
        assert len(judge(owner, table, parcels, areas, Audience.INTERNAL).rows) == 1


def test_all_kinds_occur(owner: Connection) -> None:
    kinds = {row[0] for row in owner.execute(f"SELECT DISTINCT kind FROM pub.{TABLE}").fetchall()}
    assert kinds == {"feature", "single", "multiple", "none", "suppressed", "nearest"}


@pytest.mark.parametrize("audience", Audience)
def test_plan_and_decision_are_those_of_the_feature(owner: Connection, audience: Audience) -> None:
    """Asked from the plan: every row of a zone carries what the zone says."""
    query = sql.SQL(
        "SELECT count(*), count(*) FILTER (WHERE (o.plan_id, o.decision_no)"
        " IS DISTINCT FROM (z.plan_id, z.decision_no))"
        " FROM {} AS o JOIN {} AS z USING (feature_id) WHERE o.layer = 'planning_zones'"
    ).format(*(sql.Identifier(SCHEMAS[audience], name) for name in (TABLE, "planning_zones")))
    rows, wrong = owner.execute(query).fetchall()[0]
    assert rows > 4_000
    assert wrong == 0
