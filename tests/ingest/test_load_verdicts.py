"""The same 200 parcels of one declared commune, eight ways: the table of verdicts, and what is said with each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely
from intake_kit import town
from intake_kit.desk import Desk
from intake_kit.files import write
from intake_kit.fixtures import MakeDesk
from intake_kit.town import Feature
from pyproj import CRS

from sdi.publish.loading import Outcome

VAGUE_PRJ = (
    'PROJCS["Unknown",GEOGCS["GCS_Unknown",DATUM["D_Unknown",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",108.0],'
    'PARAMETER["Scale_Factor",0.9999],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
OFFICIAL = 6960


def swapped(features: list[Feature]) -> list[Feature]:
    return [f.but(shapely.transform(f.geom, lambda c: c[:, ::-1])) for f in features]


def placed(desk: Desk) -> float:
    """Largest distance (m) of a published parcel from where it truly lies."""
    truth = {town.key(f): f.geom for f in town.parcels()}
    found = desk.published("parcels", "geom")
    assert found.keys() == truth.keys()
    return max(shapely.hausdorff_distance(shapely.from_wkb(found[name]), truth[name]) for name in truth)


def lineage(desk: Desk, outcome: Outcome) -> dict[str, Any]:
    """What the run remembers of the coordinates of its one source layer."""
    (layer,) = desk.one("SELECT evidence FROM meta.run WHERE id = %s", outcome.run)["layers"].values()
    crs: dict[str, Any] = layer["crs"]
    return crs


def first_named(text: str) -> str:
    """The candidate that a refusal names first."""
    return text.split("hệ khớp nhất", 1)[-1].split("Hệ khớp nhất", 1)[-1].split("EPSG:", 1)[1][:4]


def assert_nothing_published(desk: Desk, outcome: Outcome) -> None:
    assert outcome.state == "refused"
    assert desk.published("parcels") == {}
    assert desk.one("SELECT state FROM meta.run WHERE id = %s", outcome.run) == "refused"
    assert desk.all("SELECT FROM pg_tables WHERE schemaname = 'stage'") == []


def test_right_coordinates_and_right_prj(desk: Desk) -> None:
    outcome = desk.load(write(desk.folder / "thua.shp", town.parcels(), 5898))
    assert (outcome.state, [c.added for c in outcome.changes]) == ("published", [200])
    assert placed(desk) < 1e-6
    crs = lineage(desk, outcome)
    assert (crs["source"], crs["swapped"], crs["operation"]["codes"]) == (5898, False, [])
    assert {rule for rule, _ in desk.issues(outcome.run)} <= {"CRS-6"}


def test_coordinates_of_the_axis_of_kon_tum(desk: Desk) -> None:
    prj = CRS.from_epsg(5898).to_wkt("WKT1_ESRI")
    path = write(desk.folder / "thua.shp", town.in_crs(town.parcels(), 9216), None, prj=prj)
    outcome = desk.load(path)
    assert_nothing_published(desk, outcome)
    assert outcome.refusal is not None and outcome.refusal.rule == "CRS-3"
    assert first_named(outcome.refusal.message) == "9216"
    assert "100,0%" in outcome.refusal.message.split("nằm ngoài")[0]
    again = desk.load(path, crs="EPSG:9216")
    assert again.state == "published" and placed(desk) < 0.001
    assert lineage(desk, again)["source"] == 9216


def test_coordinates_of_utm_48n(desk: Desk) -> None:
    prj = CRS.from_epsg(5898).to_wkt("WKT1_ESRI")
    outcome = desk.load(write(desk.folder / "thua.shp", town.in_crs(town.parcels(), 3405), None, prj=prj))
    assert_nothing_published(desk, outcome)
    assert outcome.refusal is not None and outcome.refusal.rule in ("CRS-1", "CRS-3")
    assert first_named(outcome.refusal.message) == "3405"


def test_northing_and_easting_swapped(desk: Desk) -> None:
    outcome = desk.load(write(desk.folder / "thua.shp", swapped(town.parcels()), 5898))
    assert outcome.state == "published" and placed(desk) < 1e-6
    assert desk.issues(outcome.run)["CRS-2", "changed"] == 1
    assert lineage(desk, outcome)["swapped"] is True


def test_prj_with_an_unknown_datum(desk: Desk) -> None:
    outcome = desk.load(write(desk.folder / "thua.shp", town.parcels(), None, prj=VAGUE_PRJ))
    assert outcome.state == "published" and placed(desk) < 1e-6
    assert desk.issues(outcome.run)["CRS-6", "changed"] == 1
    crs = lineage(desk, outcome)
    assert crs["source"] == 5898 and "D_Unknown" in crs["file"].replace("unknown", "D_Unknown")
    assert "allpark" not in str(crs["operation"])


def test_unknown_datum_of_another_axis_is_moved_by_the_authority_s_definition(desk: Desk) -> None:
    prj = VAGUE_PRJ.replace("108.0", "107.5")
    outcome = desk.load(write(desk.folder / "thua.shp", town.in_crs(town.parcels(), 9216), None, prj=prj))
    assert outcome.state == "published" and placed(desk) < 0.001
    assert desk.issues(outcome.run)["CRS-6", "changed"] == 1


def test_degrees_label_on_metres(desk: Desk) -> None:
    path = write(desk.folder / "thua.shp", town.parcels(), None, prj=CRS.from_epsg(4326).to_wkt("WKT1_ESRI"))
    outcome = desk.load(path)
    assert_nothing_published(desk, outcome)
    assert outcome.refusal is not None and outcome.refusal.rule == "CRS-1"
    assert first_named(outcome.refusal.message) == "5898"


def test_withdrawn_definition_with_a_false_origin(desk: Desk) -> None:
    path = write(desk.folder / "thua.shp", town.parcels(), None, prj=CRS.from_epsg(6958).to_wkt("WKT1_ESRI"))
    outcome = desk.load(path)
    assert_nothing_published(desk, outcome)
    assert outcome.refusal is not None and outcome.refusal.rule == "CRS-4"
    told = desk.load(write(desk.folder / "thua2.shp", town.parcels(), None, prj=""), crs="EPSG:6958")
    assert told.refusal is not None and told.refusal.rule == "CRS-4"


def test_datum_taken_for_wgs_84_is_seen_against_the_roads(desk: Desk) -> None:
    outcome = desk.load(write(desk.folder / "thua.geojson", town.ignoring_datum(town.parcels()), None), crs="EPSG:4326")
    assert outcome.state == "published"
    (reason,) = desk.reasons(outcome.run, "CRS-3b")
    assert "226 m" in reason and "WGS 84" in reason and "+113 m theo hướng bắc" in reason
    assert desk.one("SELECT severity FROM meta.issue WHERE run_id = %s AND rule = 'CRS-3b'", outcome.run) == "warning"
    assert lineage(desk, outcome)["operation"]["codes"] == [f"EPSG:{OFFICIAL}"]
    assert 225 < placed(desk) < 228


def test_such_a_shift_cannot_be_seen_without_a_trusted_layer(make_desk: MakeDesk, bare: str) -> None:
    desk = make_desk(bare)
    desk.load(write(desk.folder / "xa.gpkg", town.communes()))
    outcome = desk.load(write(desk.folder / "thua.geojson", town.ignoring_datum(town.parcels()), None), crs="EPSG:4326")
    assert outcome.state == "published"
    (reason,) = desk.reasons(outcome.run, "CRS-3b")
    assert "không thể thấy" in reason
    assert desk.one("SELECT severity FROM meta.issue WHERE run_id = %s AND rule = 'CRS-3b'", outcome.run) == "info"


def test_without_communes_every_report_says_that_nothing_was_checked(make_desk: MakeDesk, bare: str) -> None:
    desk = make_desk(bare)
    outcome = desk.load(write(desk.folder / "thua.shp", town.in_crs(town.parcels(), 5899), None, prj=""))
    assert desk.issues(outcome.run)["CRS-7", "kept"] == 1
    loading_communes = desk.load(write(desk.folder / "xa.gpkg", town.communes()))
    assert loading_communes.state == "published"
    assert desk.issues(loading_communes.run)["CRS-7", "kept"] == 0


@pytest.mark.parametrize("epsg", [9216, 5899, 4756, 32649])
def test_a_confirmed_crs_puts_every_parcel_where_it_lies(desk: Desk, epsg: int) -> None:
    features = town.in_crs(town.parcels(), epsg)
    outcome = desk.load(write(desk.folder / "thua.gpkg", features, epsg))
    assert outcome.state == "published"
    assert placed(desk) < 0.01
    codes = lineage(desk, outcome)["operation"]["codes"]
    assert (f"EPSG:{OFFICIAL}" in codes) == (epsg == 32649)


# --- exit codes -----------------------------------------------------------------------------------------------


def test_exit_codes_of_the_command(own_desk: Desk) -> None:
    right = write(own_desk.folder / "thua.shp", town.parcels(), 5898)
    wrong = write(own_desk.folder / "sai" / "thua.shp", town.in_crs(town.parcels(), 9216), None, prj="")

    refused = own_desk.cli("load", "parcels", wrong)
    assert refused.returncode == 1, refused.stderr
    assert "[CRS-3]" in refused.stderr and first_named(refused.stderr) == "9216"
    assert "Bị từ chối, không có gì được phát hành" in refused.stdout
    assert own_desk.published("parcels") == {}

    done = own_desk.cli("load", "parcels", right)
    assert done.returncode == 0, done.stderr
    assert "thêm 200" in done.stdout and "Traceback" not in done.stderr
    assert len(own_desk.published("parcels")) == 200

    again = own_desk.cli("load", "parcels", right)
    assert again.returncode == 0 and "đã xử lý trước đây" in again.stdout

    assert own_desk.cli("load", "no_such_layer", right).returncode == 2
    assert own_desk.cli("load", "parcels", own_desk.folder / "no-such-file.shp").returncode == 2
    nobody = own_desk.cli("load", "parcels", right, SDI_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert nobody.returncode == 3 and "SDI_DATABASE_URL" in nobody.stderr

    own_desk.connection.execute("ALTER TABLE meta.tally RENAME COLUMN area_m2 TO broken")
    broken = own_desk.cli("load", "parcels", write(own_desk.folder / "moi" / "thua.shp", town.parcels(150), 5898))
    assert broken.returncode == 4
    assert "Traceback" not in broken.stderr and "được giữ nguyên" in broken.stderr
    assert list(Path(own_desk.settings.state_dir, "faults").glob("*.log"))
    assert len(own_desk.published("parcels")) == 200


def test_an_unknown_option_is_wrong_usage(own_desk: Desk) -> None:
    wrong = own_desk.cli("load", "parcels", own_desk.folder, "--no-such-option")
    assert wrong.returncode == 2
    assert "--no-such-option" in wrong.stderr


@pytest.mark.parametrize("name", ["thua.gpkg", "thua.geojson"])
def test_withdrawn_code_in_a_format_that_stores_codes(desk: Desk, name: str) -> None:
    outcome = desk.load(write(desk.folder / name, town.parcels(20), 6958))
    assert outcome.refusal is not None and outcome.refusal.rule == "CRS-4"
