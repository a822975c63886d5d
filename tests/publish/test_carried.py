"""Rows that are delivered as before are carried; what comes of it is what a load of every row would give."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely
from intake_kit import town
from intake_kit.desk import Desk
from intake_kit.files import write
from intake_kit.fixtures import MakeDesk
from intake_kit.town import Feature

from sdi.db.carried import Carried
from sdi.ingest import load as intake
from sdi.ingest.known import Known
from sdi.model.layer import Quality
from sdi.publish.loading import Outcome
from sdi.quality import checks
from sdi.quality.recheck import Beyond, Recheck

RULES = [
    {"rule": "CAD-2", "severity": "warning", "min_area_m2": 0.05, "tolerance_m": 0.05},
    {"rule": "CAD-4", "severity": "info", "tolerance_m": 1.0},
    {"rule": "CAD-3", "severity": "warning"},
    {"rule": "CAD-5", "severity": "warning"},
    {"rule": "DUP-1", "severity": "warning"},
]
NOTHING = Known(np.empty(0, np.uint64), np.empty(0, np.uint64), np.empty(0, int), np.empty(0, int), np.empty(0))


def with_rules(desk: Desk) -> Desk:
    parcels = desk.project.layers["parcels"]
    quality = Quality.model_validate(parcels.quality.model_dump() | {"topology": RULES})
    quality = quality.model_copy(
        update={"gates": parcels.quality.gates.model_copy(update={"max_duplicate_key_pct": 50.0})}
    )
    parcels = parcels.model_copy(update={"quality": quality})
    catalog = desk.project.directory / "catalog" / "area_tolerance.csv"
    assert catalog.is_file()
    desk.project = replace(desk.project, layers=desk.project.layers | {"parcels": parcels})
    return desk


@pytest.fixture
def twins(make_desk: MakeDesk, province: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Desk, Desk]:
    """Two offices that receive the same; the second one reads every row."""
    one, other = with_rules(make_desk(province)), with_rules(make_desk(province))
    read = intake.read_known
    monkeypatch.setattr(
        intake,
        "read_known",
        lambda connection, query: NOTHING if connection is other.connection else read(connection, query),
    )
    return one, other


class Watched:
    """How many rows were carried, and how often only what is near was judged."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.carried: list[int] = []
        self.near, self.beyond = 0, 0
        complete, judge = Carried.complete, Recheck.judge

        def completed(carried: Carried, *arguments: Any) -> None:
            self.carried.append(carried.count())
            complete(carried, *arguments)

        def judged(recheck: Recheck, *arguments: Any) -> Any:
            try:
                found = judge(recheck, *arguments)
            except Beyond:
                self.beyond += 1
                raise
            self.near += 1
            return found

        patch.setattr(Carried, "complete", completed)
        patch.setattr(checks.Recheck, "judge", judged)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(monkeypatch)


def issues(desk: Desk, run: int, delivered: Sequence[Feature]) -> Counter[Any]:
    """What was said, whichever of two features it was said of; every place must be that of the feature named."""
    found: Counter[Any] = Counter()
    rows = desk.all(
        "SELECT rule, severity, action, feature_id, feature_no, reason, features, ST_AsBinary(geom_before)"
        " FROM meta.issue WHERE run_id = %s", run,
    )  # fmt: skip
    for rule, severity, action, feature, number, reason, features, geom in rows:
        if feature and number is not None:
            assert town.key(delivered[number]) == feature
        area = round(shapely.from_wkb(geom).area, 5) if geom and features == 1 else None
        ids = frozenset([feature, *re.findall(r"\d{5}-\d+-\d+", reason)])
        if "…" in reason:  # of many sides of a gap the first are named, in the order of their delivery
            ids = frozenset()
        text = re.sub(r"\d{5}-\d+-\d+|giữa.*", "", reason)
        found[rule, severity, action, ids, text, features, area] += 1
    return found


def balance(desk: Desk, run: int) -> dict[Any, Any]:
    rows = desk.all("SELECT source_layer, layer, outcome, features, area_m2 FROM meta.tally WHERE run_id = %s", run)
    return {row[:3]: (row[3], pytest.approx(row[4], abs=1e-6)) for row in rows if row[3]}


def public(desk: Desk) -> dict[str, Any]:
    return desk.published("parcels", "gid", "land_use", "area_registered_m2", "area_m2", "geom")


def numbers(outcome: Outcome) -> Any:
    return outcome.state, [(c.added, c.changed, c.removed, c.unchanged) for c in outcome.changes]


def edited(parcels: list[Feature], chance: random.Random, share: float) -> list[Feature]:
    """A next edition with some of everything that offices do to their files."""
    new = []
    for parcel in parcels:
        if chance.random() > share:
            new.append(parcel)
            continue
        x, y = chance.uniform(-0.6, 0.6), chance.uniform(-0.6, 0.6)
        corners = list(parcel.geom.exterior.coords)[:-1]
        match chance.randrange(10):
            case 0:  # a corner moves: an overlap here, a gap there
                corners[chance.randrange(len(corners))] = (corners[0][0] + x, corners[0][1] + y)
                new.append(parcel.but(shapely.Polygon(corners)))
            case 1:
                new.append(parcel.but(shapely.affinity.translate(parcel.geom, x, y)))
            case 2:  # a sliver
                new.append(parcel.but(shapely.affinity.translate(parcel.geom, x / 20, 0)))
            case 3:  # gone
                pass
            case 4:  # twice, the same
                new += [parcel, parcel]
            case 5:  # twice, different
                new += [parcel, parcel.but(KHLOAIDAT="CLN+ODT")]
            case 6:  # the same shape under another number
                new += [parcel, parcel.but(SHTHUA=str(chance.randrange(9_000, 9_900)))]
            case 7:
                new.append(parcel.but(DIENTICHPL=parcel.values["DIENTICHPL"] + 30))
            case 8:  # written otherwise
                new.append(parcel.but(KHLOAIDAT=" ntd"))
            case 9:  # crosses itself
                new.append(parcel.but(shapely.Polygon([corners[0], corners[2], corners[1], corners[3]])))
    return new


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(n, marks=pytest.mark.long) for n in range(3, 12))])
def test_editions_of_a_town(twins: tuple[Desk, Desk], watched: Watched, seed: int) -> None:
    chance = random.Random(20261126 + seed)
    first = town.parcels(400)
    edition = first
    for number in range(7):
        delivered = list(edition)
        if number == 4:
            chance.shuffle(delivered)
        told = []
        for desk in twins:
            path = write(desk.folder / f"thua_{number}.gpkg", delivered, layer="thua")
            outcome = desk.load(path)
            assert outcome.state in ("published", "unchanged"), outcome.refusal
            told.append(
                (numbers(outcome), public(desk), balance(desk, outcome.run), issues(desk, outcome.run, delivered))
            )
        one, other = told
        assert one[0] == other[0]
        assert one[1] == other[1]
        assert one[2] == other[2]
        assert one[3] == other[3]
        if number == 2:  # taken back: what was withdrawn is carried no more
            assert [desk.rollback("parcels").epoch for desk in twins] == [twins[0].epoch] * 2
        known = {town.key(f): f for f in first} if number % 3 == 2 else {}
        edition = [known.get(town.key(f), f) for f in edited(edition, chance, 0.03)]
        edition = list({(town.key(f), f.values["KHLOAIDAT"], id(f)): f for f in edition}.values())
    assert len(watched.carried) >= 5 and min(watched.carried) > 200
    assert watched.near >= 6


def test_an_unchanged_town_is_carried_whole(twins: tuple[Desk, Desk], watched: Watched) -> None:
    desk = twins[0]
    desk.load(write(desk.folder / "thua_a.gpkg", town.parcels(50), layer="thua"))
    outcome = desk.load(write(desk.folder / "thua_b.gpkg", list(reversed(town.parcels(50))), layer="thua"))
    assert (outcome.state, watched.carried) == ("unchanged", [50])
    assert desk.balance(outcome.run) == {"read": 50, "staged": 50}
    assert not desk.all("SELECT FROM pg_tables WHERE schemaname = 'stage'")


def test_a_held_candidate_carries_nothing(twins: tuple[Desk, Desk]) -> None:
    desk = twins[0]
    desk.load(write(desk.folder / "thua_a.gpkg", town.parcels(50), layer="thua"))
    new = [town.parcels(50)[0].but(KHLOAIDAT="CLN+ODT"), *town.parcels(50)[1:]]
    held = desk.load(write(desk.folder / "thua_b.gpkg", new, layer="thua"), hold=True)
    assert desk.one(f"SELECT count(*) FROM stage.run_{held.run}_parcels") == 50
    desk.load(write(desk.folder / "duong_2.gpkg", town.roads()[:-1]))  # somebody else publishes
    assert numbers(desk.publish(held.run)) == ("published", [(0, 1, 0, 49)])


def test_other_declarations_are_read_anew(twins: tuple[Desk, Desk], watched: Watched) -> None:
    desk = twins[0]
    first = town.parcels(50)
    desk.load(write(desk.folder / "thua_a.gpkg", first, layer="thua"))
    parcels = desk.project.layers["parcels"]
    limited = parcels.fields["area_registered_m2"].model_copy(update={"maximum": 1.0})
    fields = parcels.fields | {"area_registered_m2": limited}
    desk.project = replace(
        desk.project, layers=desk.project.layers | {"parcels": parcels.model_copy(update={"fields": fields})}
    )
    outcome = desk.load(write(desk.folder / "thua_b.gpkg", [*first[1:], first[0]], layer="thua"))
    assert watched.carried == [] and desk.issues(outcome.run)["ATT-5", "kept"] == 50
    limited = limited.model_copy(update={"maximum": 1e6})
    fields = parcels.fields | {"area_registered_m2": limited}
    desk.project = replace(
        desk.project, layers=desk.project.layers | {"parcels": parcels.model_copy(update={"fields": fields})}
    )
    assert desk.load(write(desk.folder / "thua_c.gpkg", first[::-1], layer="thua")).state == "unchanged"
    assert watched.carried == []
    assert desk.load(write(desk.folder / "thua_d.gpkg", first[::2] + first[1::2], layer="thua")).state == "unchanged"
    assert watched.carried == [50]


def test_published_by_others_between_check_and_publication(
    twins: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pointer moves after the gates: what is carried goes to staging, and is compared again."""
    from sdi.publish import carrying_out

    desk = twins[0]
    desk.load(write(desk.folder / "thua_a.gpkg", town.parcels(50), layer="thua"))
    publish = carrying_out.publish

    def late(*arguments: Any, **named: Any) -> Any:
        monkeypatch.setattr(carrying_out, "publish", publish)
        desk.load(write(desk.folder / "duong_2.gpkg", town.roads()[:-1]))
        return publish(*arguments, **named)

    monkeypatch.setattr(carrying_out, "publish", late)
    new = [town.parcels(50)[0].but(KHLOAIDAT="CLN+ODT"), *town.parcels(50)[1:49]]
    outcome = desk.load(write(desk.folder / "thua_b.gpkg", new, layer="thua"))
    assert numbers(outcome) == ("published", [(0, 1, 1, 48)])
    assert desk.published("parcels", "land_use")["21025-12-1"] == "CLN+ODT"
