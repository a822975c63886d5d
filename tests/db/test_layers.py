"""Tables and views follow the declarations, and what was published is never lost on the way."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from intake_kit import town
from intake_kit.desk import PROJECT, Desk
from intake_kit.files import write

from sdi.db.layers import sync_layers
from sdi.errors import UsageError
from sdi.model import Audience, read_project

Redeclare = Callable[..., list[str]]


@pytest.fixture
def redeclare(desk: Desk, tmp_path: Path) -> Redeclare:
    """``redeclare("parcels", old, new, …)`` changes a declaration and syncs; returns the layers that were touched."""
    place = tmp_path / "project"
    shutil.copytree(PROJECT, place)

    def change(layer: str, *pairs: str) -> list[str]:
        path = place / "layers" / f"{layer}.yml"
        text = path.read_text("utf-8")
        for old, new in zip(pairs[::2], pairs[1::2], strict=True):
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
        desk.project = read_project(place)
        return sync_layers(desk.connection, desk.project)

    return change


@pytest.fixture
def loaded(desk: Desk) -> Desk:
    features = [f.but(DONVIDO="Đội 1") for f in town.parcels(20)]
    desk.load(write(desk.folder / "thua1.gpkg", features[:18]))
    desk.load(write(desk.folder / "thua2.gpkg", [features[0].but(KHLOAIDAT="NTD"), *features[1:]]))
    return desk


def counts(desk: Desk) -> dict[str, int]:
    return {
        audience.value: desk.one(f"SELECT feature_count FROM {schema}.collections WHERE layer = 'parcels'") or 0
        for audience, schema in zip(Audience, ("pub", "pub_agency", "pub_internal"), strict=True)
    }


def test_nothing_is_touched_when_nothing_changed(loaded: Desk) -> None:
    assert sync_layers(loaded.connection, loaded.project) == []


def test_another_restriction_moves_rows_history_and_counts(loaded: Desk, redeclare: Redeclare) -> None:
    assert counts(loaded) == {"public": 19, "agency": 20, "internal": 20}
    of_kind = {name for name, use in loaded.published("parcels", "land_use").items() if use == "LUC"}
    touched = redeclare("parcels", "land_use = 'NTD'", "land_use = 'LUC'")
    assert touched == ["parcels"] and of_kind
    assert counts(loaded) == {"public": 20 - len(of_kind), "agency": 20, "internal": 20}
    assert loaded.published("parcels", schema="pub").keys() == loaded.published("parcels").keys() - of_kind
    versions = {row[0] for row in loaded.all("SELECT feature_id FROM pub.parcels_versions")}
    assert not versions & of_kind
    loaded.rollback("parcels")
    older = {name for name, use in loaded.published("parcels", "land_use").items() if use == "LUC"}
    assert counts(loaded) == {"public": 18 - len(older), "agency": 18, "internal": 18}
    assert len(loaded.published("parcels", schema="pub")) == 18 - len(older)


def test_counts_of_an_audience_that_loses_everything(loaded: Desk, redeclare: Redeclare) -> None:
    redeclare("parcels", "land_use = 'NTD'", "commune_code IS NOT NULL")
    assert counts(loaded) == {"public": 0, "agency": 20, "internal": 20}
    assert loaded.one("SELECT bbox FROM pub.collections WHERE layer = 'parcels'") is None


def test_a_new_field_keeps_data_and_history(loaded: Desk, redeclare: Redeclare) -> None:
    before = loaded.at_epoch("parcels", loaded.epoch - 1, "gid", "land_use", "geom")
    redeclare("parcels", "  dispute:", "  remark: {type: text, title: {vi: Ghi chú}}\n  dispute:")
    assert loaded.at_epoch("parcels", loaded.epoch - 1, "gid", "land_use", "geom") == before
    assert set(loaded.published("parcels", "remark").values()) == {None}


def test_a_field_no_longer_declared_is_hidden_and_kept(loaded: Desk, redeclare: Redeclare) -> None:
    line = "  surveyor: {type: text, visibility: agency, title: {vi: Đơn vị đo đạc}}\n"
    redeclare("parcels", line, "")
    columns = {
        row[0]
        for row in loaded.all("SELECT column_name FROM information_schema.columns WHERE table_schema = 'pub_internal'")
    }
    assert "surveyor" not in columns
    assert loaded.one("SELECT count(*) FROM data.parcels WHERE surveyor = 'Đội 1'") >= 20
    redeclare("parcels", "  dispute:", line + "  dispute:")
    assert set(loaded.published("parcels", "surveyor").values()) == {"Đội 1"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("geometry: MultiPolygon", "geometry: MultiLineString", "kiểu hình học"),
        (
            "area_registered_m2: {type: number, unit: m2, minimum: 0,",
            "area_registered_m2: {type: text,",
            "area_registered_m2",
        ),
    ],
)
def test_another_type_is_refused_and_nothing_is_lost(
    loaded: Desk, redeclare: Redeclare, old: str, new: str, said: str
) -> None:
    before = loaded.published("parcels", "gid", "geom")
    with pytest.raises(UsageError, match=said):
        redeclare("parcels", old, new)
    assert loaded.published("parcels", "gid", "geom") == before


def test_a_type_is_not_changed_by_leaving_the_field_out_for_a_while(loaded: Desk, redeclare: Redeclare) -> None:
    line = "  surveyor: {type: text, visibility: agency, title: {vi: Đơn vị đo đạc}}\n"
    redeclare("parcels", line, "")
    with pytest.raises(UsageError, match="surveyor"):
        redeclare("parcels", "  dispute:", line.replace("text", "integer") + "  dispute:")


def test_a_layer_that_becomes_internal_vanishes_for_the_others(loaded: Desk, redeclare: Redeclare) -> None:
    redeclare("parcels", "kind: coverage", "kind: coverage\nvisibility: internal")
    views = loaded.all("SELECT schemaname FROM pg_views WHERE viewname = 'parcels'")
    assert views == [("pub_internal",)]
    assert loaded.one("SELECT count(*) FROM pub_agency.collections WHERE layer = 'parcels'") == 0
    assert loaded.one("SELECT count(*) FROM pub_internal.parcels") == 20


def test_a_layer_that_is_gone_keeps_its_data(loaded: Desk) -> None:
    project = loaded.project
    without = replace(project, layers={k: v for k, v in project.layers.items() if k != "parcels"})
    assert sync_layers(loaded.connection, without) == ["parcels"]
    assert loaded.all("SELECT FROM pg_views WHERE viewname = 'parcels'") == []
    assert loaded.one("SELECT count(*) FROM data.parcels WHERE r1 = 2147483647") == 20
    sync_layers(loaded.connection, project)
    assert len(loaded.published("parcels")) == 20


def test_a_held_candidate_from_before_a_new_field_is_not_published(loaded: Desk, redeclare: Redeclare) -> None:
    held = loaded.load(write(loaded.folder / "thua3.gpkg", town.parcels(25)), hold=True)
    redeclare("parcels", "  dispute:", "  remark: {type: text, title: {vi: Ghi chú}}\n  dispute:")
    before = loaded.everything()
    with pytest.raises(UsageError, match="remark"):
        loaded.publish(held.run)
    assert loaded.everything() == before


def test_the_index_of_the_search_follows_the_declaration(loaded: Desk, redeclare: Redeclare) -> None:
    query = (
        "SELECT array_agg(indexname::text) FROM pg_indexes WHERE tablename = 'parcels' AND indexdef LIKE '%gin_trgm%'"
    )
    assert loaded.one(query) is None
    redeclare("parcels", "\nfields:", "\nsearch: {kind: parcel, names: [map_sheet]}\nfields:")
    assert loaded.one(query) == ["parcels__search_map_sheet"]
    redeclare("parcels", "names: [map_sheet]", "names: [parcel_number], numbers: [map_sheet]")
    assert loaded.one(query) == ["parcels__search_parcel_number_map_sheet"]
    redeclare("parcels", "\nsearch: {kind: parcel, names: [parcel_number], numbers: [map_sheet]}", "")
    assert loaded.one(query) is None
