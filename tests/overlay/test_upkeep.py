"""The materialised overlays equal a full computation at every epoch, whatever was published and taken back."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from intake_kit.desk import Desk
from overlay_kit.publishing import PROFILES, Values, World, publish
from psycopg import sql
from shapely.affinity import rotate

from sdi.db.layers import SCHEMAS, sync_layers
from sdi.model import Audience, Layer, Project, read_project
from sdi.model.layer import Overlay, Restrict
from sdi.overlay.engine import expand, overlay
from sdi.overlay.portions import Portion, portions
from sdi.overlay.rules import Rule
from sdi.overlay.upkeep import rules_of
from sdi.publish.deriving import derive

E, N = 585_000.0, 1_672_000.0
KEYS = {"street_lights": "pole_id", "power_lines": "line_id", "roads": "segment_id"}


@dataclass
class Town:
    """A small town that changes at random."""

    chance: random.Random
    layers: dict[str, World]

    def edit(self, layer: str) -> World:
        """The layer after some edits: a few features changed, gone and new."""
        now = dict(self.layers[layer])
        for name in [name for name in now if self.chance.random() < 0.1]:
            del now[name]
        for name in [name for name in now if self.chance.random() < 0.2]:
            now[name] = self.feature(layer, name)
        for _ in range(self.chance.randrange(4)):
            name = self.name(layer)
            now[name] = self.feature(layer, name)
        return now

    def name(self, layer: str) -> str:
        number = self.chance.randrange(40)
        return f"21025-{number // 6}-{number % 6}" if layer == "parcels" else f"{layer}-{number}"

    def feature(self, layer: str, name: str) -> Values:
        pick = self.chance
        if layer == "parcels":
            _, sheet, number = name.split("-")
            x, y = E + 20 * int(sheet), N + 20 * int(number)
            shape = shapely.box(x, y, x + pick.choice([20, 20, 12]), y + pick.choice([20, 20, 15]))
            use = pick.choice(["ODT", "ODT", "CLN", "CQP"])
            key = {"commune_code": "21025", "map_sheet": sheet, "parcel_number": number}
            return {"parcel_id": name, **key, "land_use": use, "geom": shapely.MultiPolygon([shape])}
        x, y = E + pick.uniform(-20, 140), N + pick.uniform(-20, 120)
        if layer == "planning_zones":
            shape = rotate(
                shapely.box(x, y, x + pick.choice([0.3, 20, 40, 90]), y + pick.uniform(5, 60)), pick.choice([0, 17])
            )
            plan, zone = name.split("-")
            use = pick.choice(["NO", "CXCC", "QP"])
            key = {"plan_id": plan, "zone_no": zone, "decision_no": f"{pick.randrange(3)}/QĐ-UBND"}
            return {**key, "function": use, "geom": shapely.MultiPolygon([shape])}
        if layer == "street_lights":
            return {"pole_id": name, "geom": shapely.Point(x, y)}
        line = shapely.LineString([(x, y), (x + pick.uniform(-60, 60), y + pick.uniform(-60, 60))])
        return {KEYS[layer]: name, "geom": shapely.MultiLineString([line]) if layer == "roads" else line}


# --- what there ought to be ---------------------------------------------------------------------------------

Rows = set[tuple[Any, ...]]


def computed(desk: Desk, audience: Audience) -> Rows:
    """All overlays from nothing, out of what an audience sees in the views of the layers."""
    base = desk.project.layers["parcels"]
    ids, parcels = seen(desk, base, audience)
    rows: Rows = set()
    for layer in desk.project.laid_over("parcels"):
        released = desk.one("SELECT 1 FROM pub_internal.collections WHERE layer = %s AND epoch IS NOT NULL", layer.id)
        if not audience.sees(layer.visibility) or not released:
            continue
        names, shapes = seen(desk, layer, audience)
        table = expand(overlay(parcels, shapes, Rule.of(base, layer)))
        for row in table.to_pylist():
            feature = None if row["feature"] is None else names[row["feature"]]
            rows.add((ids[row["base"]], layer.id, row["kind"], feature, *map(rounded, numbers(row))))
    return rows


def numbers(row: Mapping[str, Any]) -> list[Any]:
    return [row[name] for name in ("area_m2", "share_pct", "length_m", "count", "distance_m")]


def rounded(value: float | None) -> float | None:
    """As stored."""
    return None if value is None else round(value, 4) + 0.0


def seen(desk: Desk, layer: Layer, audience: Audience) -> tuple[list[str], np.ndarray]:
    rows = desk.connection.execute(
        sql.SQL("SELECT feature_id, ST_AsBinary(geom) FROM {} ORDER BY gid").format(
            sql.Identifier(SCHEMAS[audience], layer.id)
        )
    ).fetchall()
    return [row[0] for row in rows], np.array([shapely.from_wkb(row[1]) for row in rows], dtype=object)


def stored(desk: Desk, audience: Audience, epoch: int | None = None) -> Rows:
    """What the audience's view of the overlays says, now or at an epoch."""
    names = "parcel_id, layer, kind, feature_id, area_m2, share_pct, length_m, count, distance_m"
    schema = SCHEMAS[audience]
    query = f"SELECT {names} FROM {schema}.parcel_overlays"
    if epoch is not None:
        query = f"SELECT {names} FROM {schema}.parcel_overlays_versions WHERE r0 <= {epoch} AND {epoch} < r1"
    rows = desk.all(query)
    found = {(*row[:4], *map(rounded, row[4:])) for row in rows}
    assert len(found) == len(rows), "a row stands twice"
    return found


def check(desk: Desk, history: dict[int, dict[Audience, Rows]]) -> None:
    """Now equals a full computation, and every standing epoch what it was then."""
    standing = {row[0] for row in desk.all("SELECT DISTINCT epoch FROM meta.release WHERE NOT withdrawn")}
    seen_now = {}
    for audience in Audience:
        now = seen_now[audience] = stored(desk, audience)
        assert now == computed(desk, audience), audience
        count = desk.one(f"SELECT feature_count FROM {SCHEMAS[audience]}.collections WHERE layer = 'parcel_overlays'")
        assert (count or 0) == len(now)
        for epoch, rows in history.items():
            if epoch in standing and epoch <= desk.epoch:
                assert stored(desk, audience, epoch) == rows[audience], (audience, epoch)
    history[desk.epoch] = seen_now


# --- the tests ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("seed", "for_agencies"), [(1, False), (2, False), (3, True), (4, True)])
def test_overlays_follow_every_publication_and_rollback(desk: Desk, seed: int, for_agencies: bool) -> None:
    """With layers that two audiences see differently, or all three."""
    if for_agencies:
        zone = desk.project.layers["planning_zones"]
        rules = [*zone.restrict, Restrict(where="function = 'CXCC'", visibility=Audience.AGENCY)]
        desk = replace(desk, project=with_layer(desk.project, zone.model_copy(update={"restrict": rules})))
        sync_layers(desk.connection, desk.project)
    chance = random.Random(seed)
    town = Town(chance, {layer: {} for layer in PROFILES})
    town.layers["parcels"] = {
        f"21025-{i}-{j}": town.feature("parcels", f"21025-{i}-{j}") for i in range(6) for j in range(6)
    }
    assert publish(desk, {"parcels": town.layers["parcels"]})
    zones = [f"planning_zones-{number}" for number in range(15)]
    town.layers["planning_zones"] = {name: town.feature("planning_zones", name) for name in zones}
    assert publish(desk, {"planning_zones": town.layers["planning_zones"]})
    history: dict[int, dict[Audience, Rows]] = {}
    done = {"publish": 0, "rollback": 0}
    for _ in range(20):
        if chance.random() < 0.35 and desk.epoch > 1:
            layer = chance.choice(list(PROFILES))
            if not standing_releases(desk, layer):
                continue
            desk.rollback(layer)
            done["rollback"] += 1
            for name in PROFILES:
                town.layers[name] = {key: town.layers[name].get(key) or town.feature(name, key)
                                     for key in ids_of(desk, name)}  # fmt: skip
        else:
            picked = chance.sample(list(PROFILES), chance.choice([1, 1, 1, 2, 3]))
            worlds = {layer: town.edit(layer) for layer in picked}
            if publish(desk, worlds):
                done["publish"] += 1
            town.layers |= worlds
        check(desk, history)
    assert min(done.values()) >= 3, done
    kinds = {row[2] for rows in history.values() for seen in rows.values() for row in seen}
    assert kinds == {"feature", "single", "multiple", "none", "suppressed", "nearest"}
    assert any(rows[Audience.PUBLIC] != rows[Audience.INTERNAL] for rows in history.values())
    zones = [[{row for row in rows[it] if row[1] == "planning_zones"} for it in Audience] for rows in history.values()]
    assert for_agencies == any(public != agency for public, agency, _ in zones)


def standing_releases(desk: Desk, layer: str) -> bool:
    return bool(
        desk.all(
            "SELECT 1 FROM meta.release WHERE layer = %s AND NOT withdrawn"
            " AND epoch <= (SELECT current FROM meta.epoch) AND NOT EXISTS ("
            "SELECT FROM meta.publication AS log WHERE log.epoch = release.epoch AND kind IN ('revert', 'derive'))",
            layer,
        )
    )


def ids_of(desk: Desk, layer: str) -> list[str]:
    return [row[0] for row in desk.all(f"SELECT feature_id FROM pub_internal.{layer} ORDER BY gid")]


@pytest.mark.parametrize("budget", [1, 100_000])
def test_layers_too_large_for_memory_are_laid_in_portions(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, budget: int
) -> None:
    """With so small a budget every layer is alone, in many strips or in few."""
    made: list[Portion] = []

    def noted(*arguments: Any) -> Iterator[Portion]:
        for portion in portions(*arguments):
            made.append(portion)
            yield portion

    monkeypatch.setattr("sdi.overlay.portions.BUDGET", budget)
    monkeypatch.setattr("sdi.overlay.portions.MOST_STRIPS", 7)
    monkeypatch.setattr("sdi.overlay.upkeep.portions", noted)
    town = Town(random.Random(5), {layer: {} for layer in PROFILES})
    worlds = {layer: {name: town.feature(layer, name) for name in map(town.name, [layer] * 60)} for layer in PROFILES}
    for zone, parcel in zip(worlds["planning_zones"].values(), worlds["parcels"].values(), strict=False):
        zone["geom"] = parcel["geom"]  # strips are cut where zones begin, and there a parcel begins, too
    publish(desk, worlds)
    check(desk, {})
    assert any(not portion.whole for portion in made)
    assert all(len(portion.layers) == 1 for portion in made)
    made.clear()
    town.layers |= worlds
    for layer in PROFILES:
        if publish(desk, {layer: town.edit(layer)}):
            check(desk, {})
    assert made


def test_what_stayed_the_same_is_not_written_again(desk: Desk) -> None:
    town = Town(random.Random(7), {layer: {} for layer in PROFILES})
    parcels = {f"21025-{i}-{j}": town.feature("parcels", f"21025-{i}-{j}") for i in range(6) for j in range(6)}
    zones = {f"planning_zones-{k}": town.feature("planning_zones", f"planning_zones-{k}") for k in range(30)}
    publish(desk, {"parcels": parcels, "planning_zones": zones})
    before = desk.all("SELECT gid, r0, r1 FROM data.parcel_overlays ORDER BY gid")
    name = desk.one(
        "SELECT min(feature_id) FROM pub.parcel_overlays WHERE layer = 'planning_zones' AND kind = 'single'"
    )
    changed = zones | {name: zones[name] | {"decision_no": "99/QĐ-UBND"}}
    assert publish(desk, {"planning_zones": changed})
    touched = desk.all(
        "SELECT DISTINCT feature_id FROM data.parcel_overlays WHERE r0 = %s OR r1 = %s", desk.epoch, desk.epoch
    )
    assert touched == [(name,)]
    after = {gid: (r0, r1) for gid, r0, r1 in desk.all("SELECT gid, r0, r1 FROM data.parcel_overlays")}
    kept = [gid for gid, r0, r1 in before if after[gid] == (r0, r1)]
    closed = desk.one("SELECT count(*) FROM data.parcel_overlays WHERE r1 = %s", desk.epoch)
    assert len(kept) == len(before) - closed and closed > 0
    decisions = {row[0] for row in desk.all("SELECT decision_no FROM pub.parcel_overlays WHERE feature_id = %s", name)}
    assert decisions == {"99/QĐ-UBND"}


def test_new_rules_are_followed_and_hidden_rows_stay_hidden(desk: Desk) -> None:
    town = Town(random.Random(8), {layer: {} for layer in PROFILES})
    parcels = {f"21025-{i}-{j}": town.feature("parcels", f"21025-{i}-{j}") for i in range(6) for j in range(6)}
    zones = {f"planning_zones-{k}": town.feature("planning_zones", f"planning_zones-{k}") for k in range(30)}
    publish(desk, {"parcels": parcels, "planning_zones": zones})
    first = desk.epoch
    publish(desk, {"planning_zones": dict(list(zones.items())[:20])})
    assert any(row[1] == "planning_zones" and row[3] for row in stored(desk, Audience.PUBLIC, first))

    zone = desk.project.layers["planning_zones"]
    wider = Overlay(against=["parcels"], min_area_m2=30, min_width_m=3)
    hidden = [*zone.restrict, Restrict(where="function = 'CXCC'", visibility=Audience.AGENCY)]
    declared = zone.model_copy(update={"overlay": wider, "restrict": hidden})
    moved = replace(desk, project=with_layer(desk.project, declared))
    sync_layers(desk.connection, moved.project)
    assert derive(desk.connection, moved.project)
    assert not derive(desk.connection, moved.project), "the second time there is nothing to do"
    check(moved, {})
    green = {name for name, values in zones.items() if values["function"] == "CXCC"}
    for epoch in (None, first):
        shown = {row[3] for row in stored(moved, Audience.PUBLIC, epoch) if row[1] == "planning_zones"}
        assert not shown & green
    assert {row[3] for row in stored(moved, Audience.AGENCY)} & green

    alone = with_layer(moved.project, declared.model_copy(update={"overlay": None}))
    sync_layers(desk.connection, alone)
    assert derive(desk.connection, alone)
    assert not any(row[1] == "planning_zones" for row in stored(moved, Audience.INTERNAL))


def with_layer(project: Project, layer: Layer) -> Project:
    return replace(project, layers=project.layers | {layer.id: layer})


def test_rows_carry_no_field_that_some_of_their_readers_may_not_see() -> None:
    project = read_project(Path(__file__).resolve().parents[2])
    zones = project.layers["planning_zones"]
    assert rules_of(project.layers["parcels"], zones)["columns"] == ["plan_id", "decision_no"]
    for_agencies = zones.fields["decision_no"].model_copy(update={"visibility": Audience.AGENCY})
    secret = zones.model_copy(update={"fields": zones.fields | {"decision_no": for_agencies}})
    assert rules_of(project.layers["parcels"], secret)["columns"] == ["plan_id", None]
    assert secret.field_of("decision", Audience.AGENCY) == "decision_no"
