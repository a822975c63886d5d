"""Cases that overlays are known to fail on, through publication and PostGIS, against numbers known beforehand.

Every test also compares all rows with plain PostGIS (``overlay_kit``), as the public and as the internal audience sees
them.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import psycopg
import pytest
import shapely
from intake_kit.desk import Desk
from overlay_kit.plain import judge
from overlay_kit.publishing import Values, World, publish
from psycopg import sql
from shapely import MultiPolygon, box

from sdi.db.layers import SCHEMAS
from sdi.db.roles import audience_url, sync_roles
from sdi.model import Audience

E, N = 585_000.0, 1_672_000.0


def at(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    """A rectangle in the middle of the province."""
    return box(E + x, N + y, E + x + width, N + y + height)


def parcel(number: int, shape: shapely.Geometry, **values: Any) -> World:
    """One parcel of sheet 1."""
    key = {"commune_code": "21025", "map_sheet": "1", "parcel_number": str(number)}
    return {f"21025-1-{number}": feature(shape, parcel_id=f"21025-1-{number}", land_use="ODT", **key, **values)}


def zone(number: int, shape: shapely.Geometry, function: str = "NO") -> World:
    """One zone of plan "QH"."""
    return {f"QH-{number}": feature(shape, plan_id="QH", zone_no=str(number), function=function)}


def feature(shape: shapely.Geometry, **values: Any) -> Values:
    return values | {"geom": shape if shape.geom_type == "MultiPolygon" else MultiPolygon([shape])}


def seen(desk: Desk, number: int, layer: str = "planning_zones", schema: str = "pub") -> dict[tuple[str, str], Any]:
    """(kind, feature) → (m², percent) of what an audience sees on a parcel."""
    rows = desk.connection.execute(
        sql.SQL(
            "SELECT kind, coalesce(feature_id, ''), round(area_m2::numeric, 4)::float, share_pct"
            " FROM {}.parcel_overlays WHERE parcel_id = %s AND layer = %s"
        ).format(sql.Identifier(schema)),
        (f"21025-1-{number}", layer),
    ).fetchall()
    return {(kind, name): (area, share) for kind, name, area, share in rows}


def agrees(desk: Desk, *layers: str) -> None:
    """Everything stored is what plain PostGIS computes."""
    for layer in layers or ("planning_zones",):
        for audience in (Audience.PUBLIC, Audience.INTERNAL):
            declared = desk.project.layers
            found = judge(
                desk.connection,
                desk.project.overlays["parcel_overlays"],
                declared["parcels"],
                declared[layer],
                audience,
            )
            assert (found.rows, found.partition, found.nearest) == ([], [], []), (layer, audience)


def test_parts_and_holes(desk: Desk) -> None:
    """A parcel of two parts, one of them a ring; a zone whose hole holds an island of its own."""
    ring = at(0, 0, 20, 20) - at(5, 5, 10, 10)
    parcels = parcel(1, MultiPolygon([ring, at(30, 0, 10, 10)]))
    island = (at(-10, -10, 60, 60) - at(4, 4, 12, 12)) | at(8, 8, 4, 4)
    publish(desk, {"parcels": parcels, "planning_zones": zone(1, island) | zone(2, at(5, 5, 10, 10))})
    # The ring has 300 m², of which the zone's hole takes 144 - 100; the second part lies inside; zone 2 fills the hole.
    assert seen(desk, 1) == {
        ("feature", "QH-1"): (356.0, 89.0),
        ("single", "QH-1"): (356.0, 89.0),
        ("none", ""): (44.0, 11.0),
    }
    agrees(desk)


def test_shared_edges(desk: Desk) -> None:
    """A parcel that is exactly a zone, whose neighbours touch it on all sides, meets that zone alone."""
    turn = lambda shape: shapely.affinity.rotate(shape, 23.7, origin=(E, N))  # noqa: E731
    cells = {k: turn(at(7.3 * (k % 3), 7.3 * (k // 3), 7.3, 7.3)) for k in range(9)}
    zones: World = {}
    for k, cell in cells.items():
        zones |= zone(k, cell)
    publish(desk, {"parcels": parcel(1, cells[4]) | parcel(2, cells[0] | cells[1]), "planning_zones": zones})
    assert seen(desk, 1) == {("feature", "QH-4"): (53.29, 100.0), ("single", "QH-4"): (53.29, 100.0)}
    assert seen(desk, 2) == {(kind, name): (53.29, 50.0) for kind in ("feature", "single") for name in ("QH-0", "QH-1")}
    agrees(desk)


def test_a_zone_over_everything_and_a_registered_area_of_zero(desk: Desk) -> None:
    """The share is of the computed area, whatever the certificate says."""
    parcels = parcel(1, at(0, 0, 20, 15), area_registered_m2=0) | parcel(2, at(50, 0, 10, 10))
    everywhere = zone(1, at(-20_000, -20_000, 40_000, 40_000)) | zone(2, at(0, 0, 10, 15))
    publish(desk, {"parcels": parcels, "planning_zones": everywhere})
    assert desk.published("parcels", "area_registered_m2")["21025-1-1"] == 0
    assert seen(desk, 1) == {
        ("feature", "QH-1"): (300.0, 100.0),
        ("single", "QH-1"): (150.0, 50.0),
        ("feature", "QH-2"): (150.0, 50.0),
        ("multiple", ""): (150.0, 50.0),
    }
    assert seen(desk, 2) == {("feature", "QH-1"): (100.0, 100.0), ("single", "QH-1"): (100.0, 100.0)}
    agrees(desk)


def test_a_layer_that_was_never_published_says_nothing_and_one_that_was_emptied_says_none(desk: Desk) -> None:
    parcels = parcel(1, at(0, 0, 10, 10)) | parcel(2, at(20, 0, 10, 10))
    publish(desk, {"parcels": parcels})
    assert seen(desk, 1) == {}
    publish(desk, {"planning_zones": zone(1, at(0, 0, 5, 10))})
    full, before = desk.epoch, seen(desk, 1)
    assert before[("none", "")] == (50.0, 50.0)
    assert publish(desk, {"planning_zones": {}})
    assert seen(desk, 1) == seen(desk, 2) == {("none", ""): (100.0, 100.0)}
    agrees(desk)
    then = desk.all(
        "SELECT kind, area_m2 FROM pub.parcel_overlays_versions WHERE parcel_id = '21025-1-1'"
        " AND r0 <= %s AND %s < r1 ORDER BY kind", full, full,
    )  # fmt: skip
    assert then == [("feature", 50.0), ("none", 50.0), ("single", 50.0)]
    publish(desk, {"parcels": {}})
    assert desk.all("SELECT * FROM pub_internal.parcel_overlays") == []


def test_a_zone_of_a_million_vertices(desk: Desk) -> None:
    """A disc with a disc cut out: parcels inside, in the hole, and across both boundaries."""
    angle = np.linspace(0, 2 * np.pi, 500_000, endpoint=False)
    circle = np.c_[np.cos(angle), np.sin(angle)]
    disc = shapely.Polygon((E, N) + 1000 * circle, [(E, N) + 500 * circle])
    assert shapely.get_num_coordinates(disc) > 1_000_000
    parcels = parcel(1, at(700, 0, 20, 20)) | parcel(2, at(0, 0, 20, 20))
    parcels |= parcel(3, at(990, -10, 20, 20)) | parcel(4, at(-10, 490, 20, 20))
    publish(desk, {"parcels": parcels, "planning_zones": zone(1, disc)})
    assert seen(desk, 1) == {("feature", "QH-1"): (400.0, 100.0), ("single", "QH-1"): (400.0, 100.0)}
    assert seen(desk, 2) == {("none", ""): (400.0, 100.0)}
    agrees(desk)


# --- what the public may know -------------------------------------------------------------------------------

CONTENT = "parcel_id, layer, kind, feature_id, plan_id, decision_no, area_m2, share_pct, length_m, count, distance_m"


def public(desk: Desk, query: str) -> list[Any]:
    """What the public's own role gets."""
    with psycopg.connect(audience_url(desk.url, desk.settings, Audience.PUBLIC)) as connection:
        return connection.execute(query).fetchall()  # type: ignore[arg-type]


PARCELS = parcel(1, at(0, 0, 20, 20)) | parcel(2, at(20, 0, 20, 20)) | parcel(3, at(40, 0, 20, 20))
ZONES = zone(1, at(0, -10, 30, 30)) | zone(2, at(10, 0, 15, 20))


@pytest.fixture
def town(desk: Desk) -> Desk:
    """Three public parcels and two public zones that overlap."""
    publish(desk, {"parcels": PARCELS, "planning_zones": ZONES})
    sync_roles(desk.connection, desk.settings)
    return desk


def with_secrets(desk: Desk) -> None:
    """A defence zone over public parcels, a defence parcel under public zones."""
    secret = parcel(9, at(0, -20, 20, 20))
    secret["21025-1-9"]["land_use"] = "CQP"
    publish(desk, {"parcels": PARCELS | secret, "planning_zones": ZONES | zone(3, at(5, -30, 40, 45), "QP")})


def test_the_public_role_sees_what_it_would_see_without_the_secrets(town: Desk) -> None:
    query = f"SELECT {CONTENT} FROM pub.parcel_overlays ORDER BY {CONTENT}"
    count = "SELECT feature_count, bbox FROM pub.collections WHERE layer = 'parcel_overlays'"
    before, counted = public(town, query), public(town, count)
    assert len(before) > 8
    with_secrets(town)
    assert public(town, query) == before
    assert public(town, count) == counted
    inside = town.all(f"SELECT {CONTENT} FROM pub_internal.parcel_overlays")
    assert {"QH-3"} <= {row[3] for row in inside}
    assert {row[0] for row in inside} - {row[0] for row in before} == {"21025-1-9"}
    assert seen(town, 3)[("none", "")] == (400.0, 100.0)
    assert seen(town, 3, schema="pub_internal")[("none", "")] == (325.0, 81.2)
    agrees(town)


def test_the_public_role_may_not_read_the_table(town: Desk) -> None:
    for table in ("data.parcel_overlays", "data.parcel_overlays__public", "pub_internal.parcel_overlays"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            public(town, f"SELECT * FROM {table}")


def test_versions_do_not_tell_where_a_secret_was_published(town: Desk) -> None:
    """Neither the id of a row nor since when it holds depends on what the audience may not see."""
    query = f"SELECT gid, r0, r1, {CONTENT} FROM pub.parcel_overlays_versions ORDER BY gid"
    before = public(town, query)
    with_secrets(town)
    assert public(town, query) == before


def looked_at(desk: Desk, audience: Audience) -> list[Any]:
    """How an audience's role gets at its rows: in which order they lie, and how many in which partition."""
    schema = SCHEMAS[audience]
    with psycopg.connect(audience_url(desk.url, desk.settings, audience)) as connection:
        rows = connection.execute(f"SELECT gid, r0, r1, {CONTENT} FROM {schema}.parcel_overlays_versions").fetchall()  # type: ignore[arg-type]
        plan = "".join(
            row[0]
            for row in connection.execute(
                "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF)"
                f" SELECT * FROM {schema}.parcel_overlays WHERE parcel_id >= ''"  # type: ignore[arg-type]
            )
        )
    return [rows, re.findall(r"Scan (?:using \w+ )?on (\w+).*?rows=(\d+)", plan)]


def test_no_trace_of_what_only_others_see_whatever_they_publish(town: Desk) -> None:
    """Rows are stored once for all, until secrets make a difference: the place of a public row must not tell."""
    edits = [
        {"planning_zones": zone(3, at(5, -30, 40, 45), "QP")},
        {"planning_zones": zone(3, at(5, -30, 20, 45), "QP"), "parcels": parcel(9, at(0, -20, 20, 20))},
        {},
        {"planning_zones": zone(4, at(-5, 3, 90, 5), "AN")},
        {"planning_zones": zone(4, at(-5, 3, 20, 5), "AN") | zone(5, at(30, 0, 40, 40), "QP")},
    ]
    before = {audience: looked_at(town, audience) for audience in (Audience.PUBLIC, Audience.AGENCY)}
    assert len(before[Audience.PUBLIC][0]) > 8
    assert before[Audience.PUBLIC][1]
    for round_of_edits in range(2):
        for edit in edits:
            secret = edit.get("parcels", {})
            for values in secret.values():
                values["land_use"] = "CQP"
            assert publish(
                town, {"parcels": PARCELS | secret, "planning_zones": ZONES | edit.get("planning_zones", {})}
            )
            agrees(town)
            assert {audience: looked_at(town, audience) for audience in before} == before
        if round_of_edits == 0:
            town.rollback("planning_zones")
            agrees(town)
            assert {audience: looked_at(town, audience) for audience in before} == before


def test_a_row_stands_once_for_all_who_read_the_same(town: Desk) -> None:
    def rows() -> set[tuple[Any, ...]]:
        query = f"SELECT audience, {CONTENT} FROM data.parcel_overlays WHERE r1 = 2147483647"
        return set(town.all(query))

    before = rows()
    assert {row[0] for row in before} == {"public"}
    publish(town, {"planning_zones": ZONES | zone(3, at(2, 5, 4, 4), "QP")})  # where zone 1 is alone
    added = rows() - before
    assert rows() >= before
    assert {(row[0], row[1]) for row in added} == {("internal", "21025-1-1")}
    assert {row[4] for row in added} == {"QH-1", "QH-3", None}, "the row of zone 2 stands for all"
    publish(town, {"planning_zones": ZONES})
    agrees(town)
