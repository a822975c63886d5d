"""Releases: what a delivery adds, changes and removes, within its scope, and how it is taken back."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
import shapely
from intake_kit import town
from intake_kit.desk import Desk
from intake_kit.files import write
from intake_kit.town import A, B, Feature

from sdi.db.connect import connect
from sdi.errors import Refused, UsageError


def thua(desk: Desk, name: str, features: list[Feature]) -> Path:
    return write(desk.folder / f"thua_{name}.gpkg", features, layer="thua")


def numbers(outcome_changes: list) -> list[tuple[str, int, int, int, int]]:  # type: ignore[type-arg]
    return [(c.layer, c.added, c.changed, c.removed, c.unchanged) for c in outcome_changes]


def test_the_same_delivery_again_makes_nothing(desk: Desk) -> None:
    first = desk.load(thua(desk, "a", town.parcels(40)))
    before = desk.everything()
    again = desk.load(desk.folder / "thua_a.gpkg")
    assert (again.state, again.again, again.run) == ("published", True, first.run)
    assert desk.everything() == before


def test_the_same_features_in_another_file_make_no_release(desk: Desk) -> None:
    desk.load(thua(desk, "a", town.parcels(40)))
    epoch, held = desk.epoch, desk.at_epoch("parcels", desk.epoch, "gid", "r0", "geom")
    turned = [
        f.but(shapely.Polygon(list(f.geom.exterior.coords)[2:] + list(f.geom.exterior.coords)[1:3]))
        for f in town.parcels(40)
    ]
    outcome = desk.load(thua(desk, "b", list(reversed(turned))))
    assert outcome.state == "unchanged"
    assert numbers(outcome.changes) == [("parcels", 0, 0, 0, 40)]
    assert (desk.epoch, desk.at_epoch("parcels", epoch, "gid", "r0", "geom")) == (epoch, held)


def test_a_changed_delivery_is_compared_by_stable_id(desk: Desk) -> None:
    old = town.parcels(40)
    desk.load(thua(desk, "a", old))
    gids = desk.published("parcels", "gid")
    first = desk.epoch
    moved = old[3].but(shapely.affinity.translate(old[3].geom, 0.5, 0))
    new = [*old[:3], moved, old[4].but(KHLOAIDAT="CLN" if old[4].values["KHLOAIDAT"] != "CLN" else "ODT"),
           *old[5:38], *town.parcels(3, first=41)]  # fmt: skip
    outcome = desk.load(thua(desk, "b", new))
    assert numbers(outcome.changes) == [("parcels", 3, 2, 2, 36)]
    assert (
        desk.one(
            "SELECT row(added, changed, removed, feature_count)::text FROM meta.release"
            " WHERE epoch = %s AND layer = 'parcels'",
            desk.epoch,
        )
        == "(3,2,2,41)"
    )
    now = desk.published("parcels", "gid")
    assert now.keys() == {town.key(f) for f in new}
    assert {name: gid for name, gid in now.items() if name in gids} == {k: v for k, v in gids.items() if k in now}
    assert not set(gids.values()) & {gid for name, gid in now.items() if name not in gids}
    assert desk.at_epoch("parcels", first, "gid") == gids
    versions = desk.all(
        "SELECT r0, r1 FROM pub_internal.parcels_versions WHERE feature_id = %s ORDER BY r0", town.key(old[3])
    )
    assert versions == [(first, desk.epoch), (desk.epoch, 2147483647)]


def test_a_feature_that_returns_has_its_old_number(desk: Desk) -> None:
    old = town.parcels(20)
    desk.load(thua(desk, "a", old))
    gid = desk.published("parcels", "gid")[town.key(old[0])]
    desk.load(thua(desk, "b", old[1:]))
    assert town.key(old[0]) not in desk.published("parcels")
    desk.load(thua(desk, "c", [*old, *town.parcels(1, first=21)]))
    assert desk.published("parcels", "gid")[town.key(old[0])] == gid


# --- scope ----------------------------------------------------------------------------------------------------


def test_a_delivery_of_one_commune_leaves_the_other_alone(desk: Desk) -> None:
    desk.load(thua(desk, "a", town.parcels(20)))
    desk.load(thua(desk, "b", town.parcels(20, B)))
    of_b = desk.published("parcels", "gid", "geom")
    outcome = desk.load(thua(desk, "a2", town.parcels(15)))
    assert numbers(outcome.changes) == [("parcels", 0, 0, 5, 15)]
    now = desk.published("parcels", "gid", "geom")
    assert {k: v for k, v in now.items() if k.startswith(B)} == {k: v for k, v in of_b.items() if k.startswith(B)}
    assert sum(name.startswith(A) for name in now) == 15


def plan(desk: Desk, name: str, rows: list[tuple[str, str, int]]) -> Path:
    """A drawing: (number, CAD layer, square) per zone, and one line."""
    x, y = town.CORNER
    features = [
        Feature({"so": no, "lop": lop, "stamp": 1}, shapely.box(x + 500 + 50 * i, y + 500, x + 540 + 50 * i, y + 540))
        for no, lop, i in rows
    ]
    features.append(
        Feature({"so": "L1", "lop": "TIM", "stamp": 1}, shapely.LineString([(x + 500, y), (x + 900, y + 9)]))
    )
    return write(desk.folder / f"{name}.geojson", features)


def test_one_file_fills_two_layers_in_one_publication(desk: Desk) -> None:
    outcome = desk.load(
        plan(desk, "QH-P1", [("1", "CAY XANH", 0), ("2", "Đất ở hiện trạng", 1), ("9", "KHUNG TEN", 2)])
    )
    assert numbers(outcome.changes) == [("plan_lines", 1, 0, 0, 0), ("zones", 2, 0, 0, 0)]
    assert {row[0] for row in desk.all("SELECT epoch FROM meta.release WHERE run_id = %s", outcome.run)} == {desk.epoch}
    assert desk.published("zones", "function") == {"QH-P1-1": "CX", "QH-P1-2": "DO"}
    assert desk.balance(outcome.run) == {"read": 4, "staged": 3, "out_of_scope": 1}


def test_an_id_of_another_scope_is_quarantined_and_stays_where_it_is(desk: Desk) -> None:
    """The id of a zone is made of plan and number: ``A-B`` + ``1`` and ``A`` + ``B-1`` collide."""
    desk.load(plan(desk, "QH-A-B", [("1", "CAY XANH", 0), ("2", "CAY XANH", 1)]))
    before = desk.published("zones", "plan_id", "geom")
    outcome = desk.load(plan(desk, "QH-A", [("B-1", "DUONG GT", 5), ("7", "DUONG GT", 6)]))
    assert desk.quarantined(outcome.run, "KEY-3") == ["QH-A-B-1"]
    assert desk.balance(outcome.run)["quarantined"] >= 1
    now = desk.published("zones", "plan_id", "geom")
    assert now.pop("QH-A-7")[0] == "QH-A"
    assert now == before


# --- what is quarantined is not removed ---------------------------------------------------------------------


def test_a_quarantined_row_leaves_the_published_feature_as_it_is(desk: Desk) -> None:
    old = town.parcels(20)
    desk.load(thua(desk, "a", old))
    before = desk.published("parcels", "gid", "land_use", "geom")
    bad = [*old[:5], old[5].but(KHLOAIDAT="XYZ"), old[6].but(shapely.LineString([(0, 0), (1, 1)])), *old[7:19]]
    outcome = desk.load(thua(desk, "b", [f for f in bad if f.geom.geom_type == "Polygon"]))
    assert desk.quarantined(outcome.run, "ATT-2") == [town.key(old[5])]
    assert numbers(outcome.changes) == [("parcels", 0, 0, 2, 17)]
    now = desk.published("parcels", "gid", "land_use", "geom")
    assert now[town.key(old[5])] == before[town.key(old[5])]
    assert before.keys() - now.keys() == {town.key(old[6]), town.key(old[19])}


def test_of_exact_copies_one_stays_and_of_different_ones_none(desk: Desk) -> None:
    old = town.parcels(30)
    desk.load(thua(desk, "a", old))
    new = [*old, old[2], old[2], old[4].but(KHLOAIDAT="LUC"), town.parcels(1, first=31)[0]]
    outcome = desk.load(thua(desk, "b", new))
    assert desk.quarantined(outcome.run, "DUP-2") == [town.key(old[2])] * 2
    assert desk.quarantined(outcome.run, "CAD-1") == [town.key(old[4])] * 2
    assert numbers(outcome.changes) == [("parcels", 1, 0, 0, 29)]
    assert len(desk.published("parcels")) == 31
    assert desk.balance(outcome.run) == {"read": 34, "staged": 30, "quarantined": 4}


# --- held ---------------------------------------------------------------------------------------------------


def test_held_is_published_later_and_survives(desk: Desk) -> None:
    desk.load(thua(desk, "a", town.parcels(20)))
    before, epoch = desk.published("parcels", "gid", "geom"), desk.epoch
    held = desk.load(thua(desk, "b", town.parcels(22)), hold=True)
    assert (held.state, numbers(held.changes)) == ("held", [("parcels", 2, 0, 0, 20)])
    assert (desk.published("parcels", "gid", "geom"), desk.epoch) == (before, epoch)
    persistence = desk.all(
        "SELECT relpersistence FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
        " WHERE nspname = 'stage' AND relkind = 'r'"
    )
    assert persistence == [(b"p",)] or persistence == [("p",)]
    again = desk.load(desk.folder / "thua_b.gpkg", hold=True)
    assert (again.run, again.again, again.state) == (held.run, True, "held")
    done = desk.publish(held.run)
    assert numbers(done.changes) == [("parcels", 2, 0, 0, 20)] and len(desk.published("parcels")) == 22
    with pytest.raises(UsageError, match="không chờ phát hành"):
        desk.publish(held.run)


def test_several_runs_go_public_in_one_epoch(desk: Desk) -> None:
    first = desk.load(thua(desk, "a", town.parcels(10)), hold=True)
    second = desk.load(thua(desk, "b", town.parcels(12, B)), hold=True)
    third = desk.load(plan(desk, "QH-P1", [("1", "CAY XANH", 0)]), hold=True)
    before = desk.epoch
    done = desk.publish(first.run, second.run, third.run)
    assert done.epoch == before + 1 == desk.epoch
    assert len(desk.published("parcels")) == 22 and len(desk.published("zones")) == 1
    assert (
        desk.one(
            "SELECT row(added, feature_count)::text FROM meta.release WHERE layer = 'parcels' AND epoch = %s",
            done.epoch,
        )
        == "(22,22)"
    )
    assert {row[0] for row in desk.all("SELECT r0 FROM pub_internal.parcels_versions")} == {done.epoch}


def test_two_held_runs_of_one_scope_are_not_published_together(desk: Desk) -> None:
    first = desk.load(thua(desk, "a", town.parcels(10)), hold=True)
    second = desk.load(thua(desk, "b", town.parcels(12)), hold=True)
    before = desk.everything()
    with pytest.raises(UsageError, match="cùng thay thế"):
        desk.publish(first.run, second.run)
    assert desk.everything() == before
    desk.publish(first.run)
    with pytest.raises(Refused, match="GATE-6"):  # the officer saw 12 new ones
        desk.publish(second.run)
    assert numbers(desk.publish(second.run).changes) == [("parcels", 2, 0, 0, 10)]


def test_a_held_run_whose_id_another_scope_took_meanwhile_is_refused_not_lost(desk: Desk) -> None:
    held = desk.load(plan(desk, "QH-A", [("B-1", "DUONG GT", 5), ("7", "DUONG GT", 6)]), hold=True)
    desk.load(plan(desk, "QH-A-B", [("1", "CAY XANH", 0)]))
    before = desk.everything()
    with pytest.raises(Refused, match="KEY-3"):
        desk.publish(held.run)
    assert desk.everything() == before
    outcome = desk.load(desk.folder / "QH-A.geojson")
    assert (outcome.run, outcome.state) == (held.run, "published")
    assert desk.quarantined(outcome.run, "KEY-3") == ["QH-A-B-1"]
    assert desk.published("zones", "plan_id") == {"QH-A-B-1": "QH-A-B", "QH-A-7": "QH-A"}


# --- taking back --------------------------------------------------------------------------------------------


def test_rollback_takes_back_all_layers_of_a_publication(desk: Desk) -> None:
    desk.load(plan(desk, "QH-P1", [("1", "CAY XANH", 0)]))
    zones, lines, epoch = desk.published("zones", "geom"), desk.published("plan_lines", "geom"), desk.epoch
    outcome = desk.load(plan(desk, "QH-P2", [("1", "CAY XANH", 3), ("2", "DUONG GT", 4)]))
    back = desk.rollback("zones")
    assert back.epoch == desk.epoch == epoch
    assert numbers(back.changes) == [("plan_lines", 0, 0, 1, 0), ("zones", 0, 0, 2, 0)]
    assert (desk.published("zones", "geom"), desk.published("plan_lines", "geom")) == (zones, lines)
    assert desk.all("SELECT kind, epoch, previous FROM meta.publication ORDER BY id DESC LIMIT 1") == [
        ("rollback", epoch, outcome.epoch)
    ]


def test_what_was_withdrawn_is_archived_and_never_comes_alive(desk: Desk) -> None:
    old = town.parcels(20)
    desk.load(thua(desk, "a", old))
    kept = desk.epoch
    bad = desk.load(thua(desk, "b", [old[0].but(KHLOAIDAT="NTD"), *old[2:], *town.parcels(1, first=21)]))
    desk.rollback("parcels")
    assert desk.epoch == kept
    next_ = desk.load(thua(desk, "c", [*old, *town.parcels(1, first=30)]))
    assert next_.epoch == bad.epoch + 1, "a number is never used twice"
    assert desk.published("parcels").keys() == {town.key(f) for f in [*old, *town.parcels(1, first=30)]}
    assert desk.published("parcels", "land_use")[town.key(old[0])] == old[0].values["KHLOAIDAT"]
    archived = desk.all(
        "SELECT feature_id, content ->> 'land_use', geom IS NOT NULL FROM meta.withdrawn WHERE epoch = %s ORDER BY 1",
        bad.epoch,
    )
    assert archived == sorted(
        [(town.key(old[0]), "NTD", True), (f"{A}-12-21", town.parcels(1, first=21)[0].values["KHLOAIDAT"], True)]
    )
    assert desk.one("SELECT count(*) FROM data.parcels WHERE r0 = %s OR r1 = %s", bad.epoch, bad.epoch) == 0
    assert desk.at_epoch("parcels", kept).keys() == {town.key(f) for f in old}


def test_rollback_of_the_first_release_and_loading_again(desk: Desk) -> None:
    desk.load(thua(desk, "a", town.parcels(20)))
    desk.rollback("parcels")
    assert desk.published("parcels") == {}
    outcome = desk.load(desk.folder / "thua_a.gpkg")
    assert (outcome.state, outcome.again) == ("published", False)
    assert len(desk.published("parcels")) == 20
    desk.rollback("parcels")
    with pytest.raises(UsageError, match="không có bản phát hành nào để thu hồi"):
        desk.rollback("parcels")


def test_a_layer_goes_back_alone_when_others_were_published_since(desk: Desk) -> None:
    old = town.parcels(20)
    desk.load(thua(desk, "a", old))
    before = desk.published("parcels", "gid", "land_use", "geom")
    second = desk.load(thua(desk, "b", [old[0].but(KHLOAIDAT="NTD"), *old[2:], *town.parcels(2, first=21)]))
    desk.load(plan(desk, "QH-P1", [("1", "CAY XANH", 0)]))
    zones, epoch = desk.published("zones", "geom"), desk.epoch
    back = desk.rollback("parcels")
    assert (back.epoch, numbers(back.changes)) == (epoch + 1, [("parcels", 1, 1, 2, 0)])
    assert desk.published("parcels", "gid", "land_use", "geom") == before
    assert desk.published("zones", "geom") == zones
    assert len(desk.at_epoch("parcels", second.epoch)) == 21, "the log still says what was public then"
    assert desk.load(desk.folder / "thua_b.gpkg").state == "published", "taken back is not published"


# --- two at once, gates, dry runs -----------------------------------------------------------------------------


def test_the_second_load_of_a_layer_waits_and_says_so(own_desk: Desk) -> None:
    path = thua(own_desk, "a", town.parcels(30))
    with connect(own_desk.url) as other, other.transaction():
        other.execute("SELECT pg_advisory_xact_lock(7145210, hashtext('parcels'))")
        done: list[str] = []

        def second() -> None:
            done.append(own_desk.load(path).state)

        thread = threading.Thread(target=second)
        thread.start()
        deadline = time.monotonic() + 20
        while not own_desk.notes.said and time.monotonic() < deadline:
            time.sleep(0.02)
        assert "đang được nạp bởi một lệnh khác; đang chờ" in own_desk.notes.said[0]
        assert not done
    thread.join(30)
    assert done == ["published"]


def test_two_loads_of_one_delivery_at_once_publish_once(own_desk: Desk) -> None:
    path = thua(own_desk, "a", town.parcels(60))
    states: list[tuple[str, bool]] = []

    def load() -> None:
        with connect(own_desk.url) as own:
            mine = Desk(own_desk.url, own, own_desk.project, own_desk.settings, own_desk.folder)
            outcome = mine.load(path)
            states.append((outcome.state, outcome.again))

    threads = [threading.Thread(target=load) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(states) == [("published", False), ("published", True), ("published", True)]
    assert own_desk.one("SELECT count(*) FROM meta.run WHERE profile = 'parcels'") == 1
    assert len(own_desk.published("parcels")) == 60


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("GATE-1", lambda old: [*old[:30], *(f.but(KHLOAIDAT="XYZ") for f in old[30:])]),
        ("GATE-2", lambda old: [*old[:34], *(f.but(SHTHUA=None) for f in old[34:])]),
        ("GATE-3", lambda old: old[:12]),
        ("GATE-4", lambda old: [*old[:38], *(f.but(shapely.buffer(f.geom, 60), KHLOAIDAT="XYZ") for f in old[38:])]),
    ],
)
def test_a_gate_that_fails_publishes_nothing(desk: Desk, rule: str, change) -> None:  # type: ignore[no-untyped-def]
    old = town.parcels(40)
    desk.load(thua(desk, "a", old))
    before, epoch = desk.published("parcels", "gid", "geom"), desk.epoch
    outcome = desk.load(thua(desk, "b", change(old)))
    assert outcome.state == "refused" and outcome.refusal is not None
    assert outcome.refusal.rule == rule
    assert (desk.published("parcels", "gid", "geom"), desk.epoch) == (before, epoch)
    assert desk.one("SELECT count(*) FROM meta.issue WHERE run_id = %s AND action = 'refused'", outcome.run) >= 1
    assert desk.all("SELECT FROM pg_tables WHERE schemaname = 'stage'") == []


def test_a_dry_run_changes_nothing(desk: Desk) -> None:
    """But for the log of who did what: that somebody tried stands there."""
    old = town.parcels(30)
    desk.load(thua(desk, "a", old))
    before = desk.everything()
    good = thua(desk, "b", [*old[:28], old[28].but(KHLOAIDAT="XYZ")])
    outcome = desk.load(good, dry_run=True)
    assert (outcome.state, numbers(outcome.changes)) == ("checked", [("parcels", 0, 0, 1, 28)])
    assert outcome.report is not None
    bad = write(desk.folder / "sai" / "thua.gpkg", town.in_crs(old, 9216), None)
    refused = desk.load(bad, dry_run=True)
    assert refused.state == "refused" and refused.report is not None
    after = desk.everything()
    assert after.pop("meta.audit") > before.pop("meta.audit")
    assert after == before
    assert desk.load(good).state == "published"
