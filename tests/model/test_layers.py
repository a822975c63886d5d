"""The declarations of the province are complete, consistent, and say what the law and the design say."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from sdi.db.conditions import condition
from sdi.ingest.values import CodeReader
from sdi.model import Audience, Layer, Project, read_project
from sdi.model.reading import code_lists
from sdi.quality.rules import rules

ROOT = Path(__file__).resolve().parents[2]

BASE = {"administrative_units", "place_names", "waterways", "water_bodies", "buildings", "control_points", "elevation"}
URBAN = {
    "parcels",
    "planning_areas",
    "planning_zones",
    "planning_lines",
    "planning_projects",
    "roads",
    "road_reserves",
    "drainage_pipes",
    "drainage_manholes",
    "drainage_outfalls",
    "street_lights",
    "lighting_cabinets",
    "flood_zones",
    "existing_land_use",
    "heritage_sites",
    "trees",
    "parks",
    "water_pipes",
    "fire_hydrants",
    "waste_points",
    "bus_stops",
    "traffic_signals",
    "construction_works",
    "water_valves",
    "power_lines",
    "substations",
    "plan_sheets",
}
AGENCY = {"control_points", "water_valves", "power_lines"}
INTERNAL = {"substations"}


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(ROOT)


def test_every_collection_is_declared_in_its_group(project: Project) -> None:
    groups = {name: layer.group for name, layer in project.layers.items()}
    assert groups == dict.fromkeys(BASE, "base") | dict.fromkeys(URBAN, "urban")


def test_visibility_follows_the_design(project: Project) -> None:
    seen = {name: layer.visibility for name, layer in project.layers.items()}
    assert {name for name, audience in seen.items() if audience is Audience.AGENCY} == AGENCY
    assert {name for name, audience in seen.items() if audience is Audience.INTERNAL} == INTERNAL


def test_fields_that_others_rely_on(project: Project) -> None:
    parcels, zones = project.layers["parcels"], project.layers["planning_zones"]
    assert parcels.id_template == "{commune_code}-{map_sheet}-{parcel_number}"
    parcel_fields = "parcel_id commune_code map_sheet parcel_number land_use area_registered_m2 area_m2"
    assert set(parcel_fields.split()) <= parcels.fields_for(Audience.PUBLIC).keys()
    zone_fields = """zone_id plan_id plan_name plan_level zone_no function function_name status
    decision_no decision_date authority valid_from valid_to density_pct
    floor_area_ratio storeys_min storeys_max area_m2"""
    assert set(zone_fields.split()) <= zones.fields_for(Audience.PUBLIC).keys()


def test_owners_never_leave_staging(project: Project) -> None:
    parcels = project.layers["parcels"]
    personal = parcels.fields.keys() - parcels.published_fields.keys()
    assert personal == {"owner_name", "owner_address"}
    for audience in Audience:
        assert not personal & parcels.fields_for(audience).keys()


@pytest.mark.parametrize(
    ("layer", "field", "secret"),
    [
        ("parcels", "land_use", {"CQP", "CAN", "CQA"}),
        ("existing_land_use", "land_use", {"CQP", "CAN", "CQA"}),
        ("planning_zones", "function", {"QP", "AN"}),
    ],
)
def test_defence_and_security_rows_are_internal(project: Project, layer: str, field: str, secret: set[str]) -> None:
    declared = project.layers[layer]
    assert {rule.visibility for rule in declared.restrict} == {Audience.INTERNAL}
    where = " ".join(rule.where for rule in declared.restrict)
    assert secret == {
        code for code in code_lists(project, declared)[field].codes if f"'{code}'" in where or f"%{code}%" in where
    }
    titles = {code: entry.vi.lower() for code, entry in code_lists(project, declared)[field].codes.items()}
    assert secret == {code for code, title in titles.items() if "quốc phòng" in title or "an ninh" in title}


def test_some_fields_are_for_agencies_only(project: Project) -> None:
    hidden = {
        f"{layer.id}.{name}"
        for layer in project.layers.values()
        for name in layer.fields_for(Audience.AGENCY).keys() - layer.fields_for(Audience.PUBLIC).keys()
        if layer.visibility is Audience.PUBLIC
    }
    assert {"street_lights.maintenance_contract", "drainage_pipes.inspection_note"} <= hidden


def test_conditions_parse_and_rules_exist(project: Project) -> None:
    for layer in project.layers.values():
        for rule in layer.restrict:
            condition(rule.where, layer)
        for check in layer.quality.checks:
            condition(check.where, layer)
        named = [check.rule for check in layer.quality.checks] + [rule.rule for rule in layer.quality.topology]
        assert set(named) <= rules().keys(), layer.id


def test_overlays_are_against_parcels(project: Project) -> None:
    against = {layer.id: layer.overlay.against for layer in project.layers.values() if layer.overlay}
    assert set(map(tuple, against.values())) == {("parcels",)}
    planning = {"planning_zones", "planning_lines", "planning_areas", "planning_projects", "road_reserves"}
    assert planning | {"flood_zones", "drainage_pipes", "street_lights", "heritage_sites"} <= against.keys()


def test_themes_and_owners_are_in_the_catalogue(project: Project) -> None:
    themes = yaml.safe_load((ROOT / "catalog" / "themes.yml").read_text("utf-8"))
    contacts = yaml.safe_load((ROOT / "catalog" / "contacts.yml").read_text("utf-8"))
    assert {layer.theme for layer in project.layers.values()} <= themes.keys()
    assert {layer.owner for layer in project.layers.values()} <= contacts.keys()
    assert len({theme["order"] for theme in themes.values()}) == len(themes)


def test_communes_of_the_decision() -> None:
    with (ROOT / "catalog" / "communes.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    kinds = [row["type"] for row in rows]
    assert (kinds.count("xa"), kinds.count("phuong"), kinds.count("dac_khu")) == (86, 9, 1)
    assert len({row["code"] for row in rows}) == 96
    assert {row["code"]: row["vi"] for row in rows}["21548"] == "Đặc khu Lý Sơn"
    assert sum(row["old_province"] == "Kon Tum" for row in rows) == 40


# --- texts and code lists -----------------------------------------------------------------------------------


def _texts(layer: Layer) -> Iterator[tuple[str, str | None]]:
    yield layer.title.vi, layer.title.en
    if layer.abstract:
        yield layer.abstract.vi, layer.abstract.en
    for field in layer.fields.values():
        yield field.title.vi, field.title.en
    for check in layer.quality.checks:
        yield check.message.vi, check.message.en


def test_texts_are_bilingual_and_composed(project: Project) -> None:
    for layer in project.layers.values():
        assert layer.abstract, layer.id
        for vi, en in _texts(layer):
            assert en, (layer.id, vi)
            assert unicodedata.normalize("NFC", vi) == vi
            assert "\N{REPLACEMENT CHARACTER}" not in vi


def test_every_writing_of_a_code_means_that_code(project: Project) -> None:
    """Case and accents are folded when codes are read: no two codes of a list may then coincide."""
    read = {field.codes for layer in project.layers.values() for field in layer.fields.values() if field.codes}
    for codes in (project.codes[name] for name in sorted(read)):
        reader = CodeReader(codes)
        for code in codes.codes.values():
            for writing in (code.code, code.vi, *code.aliases):
                assert reader(writing) == code.code, (codes.id, writing)
            assert code.en, (codes.id, code.code)


def test_codes_that_style_a_layer_have_colours(project: Project) -> None:
    for layer in project.layers.values():
        assert layer.style.by or layer.style.color, layer.id
        if layer.style.by:
            for code in code_lists(project, layer)[layer.style.by].codes.values():
                assert code.color, (layer.id, code.code)


def test_unused_code_lists_are_not_kept(project: Project) -> None:
    used = {field.codes for layer in project.collections.values() for field in layer.fields.values() if field.codes}
    assert used == project.codes.keys()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (" odt", "ODT"),
        ("ODT+CLN", "ODT+CLN"),
        ("ont, cln", "ONT+CLN"),
        ("OCT", "OTC"),
        ("RSM", "RSM"),
        ("BHK", "BHK"),
    ],
)
def test_land_types_of_all_eras_are_accepted(project: Project, written: str, code: str) -> None:
    assert CodeReader(project.codes["land_types"], compound=True)(written) == code


# --- source profiles ----------------------------------------------------------------------------------------


def test_every_layer_has_a_sample_delivery_and_communes_come_first(project: Project) -> None:
    profiles = [project.profiles[sample.profile] for sample in project.province.samples if sample.profile]
    filled = [layer for profile in profiles for layer in profile.targets]
    assert set(filled) == {name for name, layer in project.layers.items() if not layer.raster}
    assert filled[:2] == ["administrative_units", "roads"]


def test_profiles_fill_what_a_layer_requires(project: Project) -> None:
    for profile in project.profiles.values():
        for target in profile.targets.values():
            assert target.geometry, f"{profile.id}: without geometry types nothing is counted as out of scope"
        for name, target in profile.targets.items():
            layer = project.layers[name]
            needed = {n for n, f in layer.fields.items() if f.required} | set(layer.key)
            given = profile.mapping_of(name).keys() | ({target.make_key.field} if target.make_key else set())
            assert needed <= given, (profile.id, name)


def test_lookups_lead_to_declared_codes(project: Project) -> None:
    for profile in project.profiles.values():
        for name in profile.targets:
            codes = code_lists(project, project.layers[name])
            for field, mapping in profile.mapping_of(name).items():
                if mapping.lookup and field in codes:
                    values = project.lookups[mapping.lookup].values()
                    assert set(values) <= codes[field].codes.keys(), mapping.lookup


def test_null_policies_are_quoted() -> None:
    """Unquoted, YAML reads ``null`` as nothing and the field's own policy would silently hold."""
    for path in [*(ROOT / "layers").glob("*.yml"), *(ROOT / "etl").glob("*.yml")]:
        assert "on_unknown: null" not in path.read_text("utf-8"), path.name


def test_every_file_names_its_schema() -> None:
    for folder, schema in (("layers", "layer.json"), ("etl", "source.json")):
        for path in (ROOT / folder).glob("*.yml"):
            first = path.read_text("utf-8").splitlines()[0]
            assert first == f"# yaml-language-server: $schema=../schemas/{schema}", path.name
