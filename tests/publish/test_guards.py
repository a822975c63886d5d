"""What may go public: only what was held and seen, only what is whole, and only as far back as there is history."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from intake_kit import town
from intake_kit.desk import Desk, Notes
from intake_kit.files import write
from intake_kit.fixtures import MakeDesk
from intake_kit.town import Feature

from sdi.db.connect import connect
from sdi.errors import Refused, UsageError
from sdi.publish.pruning import prune
from sdi.publish.reports import describe, list_releases


def thua(desk: Desk, name: str, features: list[Feature]) -> Path:
    return write(desk.folder / f"thua_{name}.gpkg", features, layer="thua")


def plan(desk: Desk, name: str, *zones: str, place: str = "") -> Path:
    """A drawing of a plan with these zones."""
    x, y = town.CORNER
    features = [
        Feature({"so": no, "lop": "CAY XANH"}, shapely.box(x + 500 + 50 * i, y + 500, x + 540 + 50 * i, y + 540))
        for i, no in enumerate(zones)
    ]
    return write(desk.folder / place / f"{name}.geojson", features)


def told(desk: Desk, run: int) -> tuple[int, int, int]:
    (row,) = desk.all("SELECT added, changed, removed FROM meta.candidate WHERE run_id = %s", run)
    return tuple(row)


def count(desk: Desk) -> int:
    return len(desk.published("parcels"))


class Meanwhile(Notes):
    """Does something, on a connection of its own, just before a load publishes."""

    def __init__(self, desk: Desk, act: Callable[[Desk], object]) -> None:
        super().__init__()
        self._desk, self._act = desk, act

    def note(self, text: str) -> None:
        super().note(text)
        if text.startswith("Đang phát hành"):
            with connect(self._desk.url) as own:
                self._act(replace(self._desk, connection=own, notes=Notes()))


# --- held, checked, whole -----------------------------------------------------------------------------------


def test_a_run_that_was_killed_before_its_gates_is_not_published(desk: Desk) -> None:
    desk.load(thua(desk, "a", town.parcels(20)))
    path = thua(desk, "b", town.parcels(22))
    run = desk.load(path, hold=True).run
    desk.connection.execute("UPDATE meta.run SET state = 'checked' WHERE id = %s", (run,))
    before = desk.everything()
    with pytest.raises(UsageError, match="không chờ phát hành"):
        desk.publish(run)
    assert desk.everything() == before
    outcome = desk.load(path)
    assert (outcome.run, outcome.state, count(desk)) == (run, "published", 22)


def test_staging_that_lost_rows_is_not_published(desk: Desk) -> None:
    desk.load(thua(desk, "a", town.parcels(20)))
    path = thua(desk, "b", town.parcels(22))
    run = desk.load(path, hold=True).run
    desk.connection.execute(f"DELETE FROM stage.run_{run}_parcels WHERE feature_no >= 18")
    before = desk.everything()
    with pytest.raises(UsageError, match="không còn đủ"):
        desk.publish(run)
    assert desk.everything() == before
    assert (desk.load(path).run, count(desk)) == (run, 22)


def test_a_held_run_goes_public_only_as_it_was_seen(own_desk: Desk) -> None:
    desk = own_desk
    desk.load(thua(desk, "a", town.parcels(20)))
    run = desk.load(thua(desk, "b", town.parcels(22)), hold=True).run
    desk.load(thua(desk, "c", town.parcels(30)))
    assert told(desk, run) == (2, 0, 0)
    before = desk.everything()
    said = desk.cli("publish", run)
    assert said.returncode == 1 and "GATE-6" in said.stderr
    assert "thêm 2, sửa 0, bỏ 0; bây giờ: thêm 0, sửa 0, bỏ 8" in said.stderr
    assert desk.everything() == before
    assert desk.one("SELECT state FROM meta.run WHERE id = %s", run) == "held"
    assert told(desk, run) == (0, 0, 8)
    assert desk.publish(run).state == "published", "the officer has looked again"
    assert count(desk) == 22


def test_a_held_run_meets_the_gates_again(desk: Desk) -> None:
    desk.load(thua(desk, "a", town.parcels(20)))
    run = desk.load(thua(desk, "b", town.parcels(15)), hold=True).run
    desk.load(thua(desk, "c", town.parcels(50)))
    before = desk.everything()
    for _ in range(2):  # not by asking twice either
        with pytest.raises(Refused, match="35 trong 50 .* vẫn được giữ") as refused:
            desk.publish(run)
        assert refused.value.rule == "GATE-3"
        assert desk.everything() == before
    assert desk.one("SELECT state FROM meta.run WHERE id = %s", run) == "held"


def test_publishing_waits_for_a_load_of_its_layer(own_desk: Desk) -> None:
    desk = own_desk
    run = desk.load(thua(desk, "a", town.parcels(20)), hold=True).run
    done: list[str] = []
    with connect(desk.url) as other, other.transaction():
        other.execute("SELECT pg_advisory_xact_lock(7145210, hashtext('parcels'))")
        thread = threading.Thread(target=lambda: done.append(desk.publish(run).state))
        thread.start()
        deadline = time.monotonic() + 20
        while not any("đang chờ" in said for said in desk.notes.said) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert "parcels" in desk.notes.said[-1] and not done
    thread.join(30)
    assert done == ["published"]


def test_a_held_run_that_changes_nothing_says_so(desk: Desk) -> None:
    desk.load(thua(desk, "a", town.parcels(20)))
    run = desk.load(thua(desk, "b", list(reversed(town.parcels(20)))), hold=True).run
    epoch = desk.epoch
    outcome = desk.publish(run)
    assert (outcome.state, outcome.epoch, desk.epoch) == ("unchanged", epoch, epoch)
    assert describe(outcome, None).startswith("Không có gì thay đổi")
    assert desk.one("SELECT state FROM meta.run WHERE id = %s", run) == "unchanged"


@pytest.mark.parametrize(("part", "said"), [("layers", "lớp 'parcels'"), ("profiles", "cấu hình nguồn 'parcels'")])
def test_a_held_run_that_is_no_longer_declared_is_kept(desk: Desk, part: str, said: str) -> None:
    run = desk.load(thua(desk, "a", town.parcels(20)), hold=True).run
    whole, before = desk.project, desk.everything()
    rest = {name: declared for name, declared in getattr(whole, part).items() if name != "parcels"}
    desk.project = replace(whole, **{part: rest})  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=said):
        desk.publish(run)
    assert desk.everything() == before
    desk.project = whole
    assert desk.publish(run).state == "published"


# --- others publish or take back while a load is checked ------------------------------------------------------


def test_a_load_whose_id_came_back_to_another_scope_meanwhile_is_refused_with_a_report(own_desk: Desk) -> None:
    desk = own_desk
    desk.load(plan(desk, "QH-A-B", "1", "2"))
    desk.load(plan(desk, "QH-A-B", "2", place="sau"))
    path = plan(desk, "QH-A", "B-1", "7")
    desk.notes = Meanwhile(desk, lambda other: other.rollback("zones"))
    outcome = desk.load(path)
    assert outcome.state == "refused" and outcome.refusal is not None and outcome.report is not None
    assert outcome.refusal.rule == "KEY-3" and "vẫn được giữ" not in str(outcome.refusal)
    assert desk.issues(outcome.run)["KEY-3", "refused"] == 1
    assert desk.published("zones", "plan_id") == {"QH-A-B-1": "QH-A-B", "QH-A-B-2": "QH-A-B"}
    assert desk.all("SELECT FROM pg_tables WHERE schemaname = 'stage'") == []
    desk.notes = Notes()
    again = desk.load(path)
    assert (again.state, desk.quarantined(again.run, "KEY-3")) == ("published", ["QH-A-B-1"])


def test_gates_hold_for_what_is_public_when_the_pointer_moves(own_desk: Desk) -> None:
    desk = own_desk
    desk.load(thua(desk, "a", town.parcels(100)))
    desk.load(thua(desk, "b", town.parcels(45)))
    desk.notes = Meanwhile(desk, lambda other: other.rollback("parcels"))
    outcome = desk.load(thua(desk, "c", town.parcels(30)))
    assert outcome.state == "refused" and outcome.refusal is not None and outcome.refusal.rule == "GATE-3"
    assert "70 trong 100" in outcome.refusal.message
    assert count(desk) == 100


# --- the first load ------------------------------------------------------------------------------------------


def test_indexes_are_made_by_the_first_load_and_no_reader_is_in_its_way(make_desk: MakeDesk, bare: str) -> None:
    desk = make_desk(bare)
    query = "SELECT count(*) FROM pg_indexes WHERE schemaname = 'data' AND tablename = 'parcels'"
    assert desk.one(query) == 0
    with connect(desk.url) as reader, reader.transaction():
        reader.execute("SELECT count(*) FROM pub_internal.parcels")
        desk.connection.execute("SET lock_timeout = '10s'")
        assert desk.load(thua(desk, "a", town.parcels(40))).state == "published"
    assert desk.one(query) == 5
    made = "SELECT array_agg(indexrelid ORDER BY 1) FROM pg_index"
    before = desk.one(made)
    desk.load(thua(desk, "b", town.parcels(44)))
    desk.rollback("parcels")
    desk.rollback("parcels")
    assert desk.load(thua(desk, "c", town.parcels(40))).state == "published"
    assert [name for name in desk.one(made) if name in before] == before


def test_a_delivery_from_which_nothing_comes_is_refused_not_unchanged(desk: Desk) -> None:
    frame = [Feature({"so": "1", "lop": "KHUNG TEN"}, shapely.box(584_500, 1_671_500, 584_540, 1_671_540))]
    outcome = desk.load(write(desk.folder / "QH-K.geojson", frame))
    assert outcome.state == "refused" and outcome.refusal is not None and outcome.refusal.rule == "GATE-5"
    assert outcome.report is not None and "trong 1 đối tượng" in outcome.refusal.message


# --- taking back ---------------------------------------------------------------------------------------------


def test_taking_back_again_goes_back_further_though_others_published(desk: Desk) -> None:
    states: list[dict[str, object]] = [{}]
    old = town.parcels(30)
    for name, features in (("a", old[:10]), ("b", [old[0].but(KHLOAIDAT="NTD"), *old[2:18]]), ("c", old[:20])):
        desk.load(thua(desk, name, features))
        states.append(desk.published("parcels", "gid", "land_use", "geom"))
    last = desk.epoch
    desk.load(plan(desk, "QH-P1", "1"))
    zones = desk.published("zones")
    for state in (states[2], states[1], states[0]):
        desk.rollback("parcels")
        assert desk.published("parcels", "gid", "land_use", "geom") == state
        assert desk.published("zones") == zones
    with pytest.raises(UsageError, match="không có bản phát hành nào"):
        desk.rollback("parcels")
    for step, state in enumerate(reversed(states[1:])):
        assert desk.at_epoch("parcels", last - step, "gid", "land_use", "geom") == state, "the past stays as it was"
    listed = list_releases(desk.connection, desk.project, "parcels").splitlines()
    assert [("(đã thu hồi)" in line, "(trở lại" in line) for line in listed[1:]] == [(False, True)] * 3 + [
        (True, False)
    ] * 3
    assert desk.load(thua(desk, "d", old)).state == "published"
    assert {key: row[0] for key, row in states[3].items()}.items() <= desk.published("parcels", "gid").items()  # type: ignore[index]
    desk.rollback("parcels")
    assert count(desk) == 0, "what was taken back does not come alive"


def test_taking_back_by_the_pointer_and_alone_in_turn(desk: Desk) -> None:
    desk.load(thua(desk, "a", town.parcels(10)))
    desk.load(plan(desk, "QH-P1", "1"))
    desk.load(thua(desk, "b", town.parcels(18)))
    desk.load(thua(desk, "c", town.parcels(20)))
    for expected in (18, 10, 0):
        desk.rollback("parcels")
        assert (count(desk), len(desk.published("zones"))) == (expected, 1)
    kinds = [row[0] for row in desk.all("SELECT kind FROM meta.publication ORDER BY id DESC LIMIT 3")]
    assert kinds == ["revert", "rollback", "rollback"]
    desk.load(thua(desk, "d", town.parcels(12)))
    desk.rollback("zones")
    assert (count(desk), len(desk.published("zones"))) == (12, 0)


def pruned(desk: Desk) -> None:
    """Everything so far is older than the retention time."""
    desk.connection.execute("ALTER TABLE meta.publication DISABLE TRIGGER append_only")
    desk.connection.execute("UPDATE meta.publication SET at = at - interval '30 years'")
    assert "0 phiên bản" not in prune(desk.connection, desk.project, desk.settings.state_dir)


def test_what_was_archived_cannot_be_gone_back_to(desk: Desk) -> None:
    old = town.parcels(20)
    desk.load(thua(desk, "a", old[:18]))
    desk.load(thua(desk, "b", [old[0].but(KHLOAIDAT="NTD"), *old[1:]]))
    pruned(desk)
    before = desk.everything()
    with pytest.raises(UsageError, match="quá hạn lưu.*archive"):
        desk.rollback("parcels")
    desk.load(plan(desk, "QH-P1", "1"))
    with pytest.raises(UsageError, match="quá hạn lưu.*archive"):
        desk.rollback("parcels")
    desk.rollback("zones")
    assert desk.epoch == before["epoch"]
    desk.load(thua(desk, "c", town.parcels(22)))
    desk.load(plan(desk, "QH-P2", "1"))
    desk.rollback("parcels")
    assert count(desk) == 20, "what came after the retention time can be taken back"
