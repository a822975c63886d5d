"""The QGIS project: real QGIS opens it from a file and from the database, and finds everything in its place.

``SDI_KEEP_QGIS=DIR`` keeps the pictures: those of the API, ``id-*.png``, are the pictures of docs/qgis.md.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import matplotlib.image
import numpy as np
import pytest
from PIL import Image
from psycopg import sql
from psycopg.rows import dict_row

from clients.installation import TEXT_STAYS_TEXT, Installation
from sdi.db.layers import SCHEMAS
from sdi.model import Audience

pytestmark = [pytest.mark.clients, pytest.mark.timeout(900)]  # QGIS opens 36 layers, one after the other

PARCEL = "21025-5-18"
SHEET = "QHC_NghiaLo_2025-QH-01"
BOX = [584_300, 1_672_750, 584_900, 1_673_200]
SIZE = [720, 540]
REFERENCE = Path(__file__).with_name("qgis_map.png")

Opened = dict[str, Any]


def opened(
    installation: Installation, path: str, ids: str, folder: Path, release: str = "3.22", **environment: str
) -> Opened:
    drawn = ("map", "plain", "page", "sheet", *(("form", "tree") if release == "3.22" else ()))
    files = {f"{name}_file": str(folder / f"{name}.png") for name in drawn}
    found: Opened = installation.qgis(
        "open_project",
        release=release,
        environment=TEXT_STAYS_TEXT | {"LANG": "vi_VN.UTF-8"} | environment,
        path=path,
        parcel=PARCEL,
        ids=ids,
        box=BOX,
        size=SIZE,
        **files,
    )
    if (keep := os.environ.get("SDI_KEEP_QGIS")) and release == "3.22":
        for name in ("map.png", "page.png", "form.png", "tree.png"):
            Image.open(folder / name).convert("RGB").quantize(96).save(Path(keep) / f"{ids}-{name}", optimize=True)
    return found | files


@pytest.fixture(scope="module")
def by_api(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    folder = tmp_path_factory.mktemp("api")
    path = folder / "quang-ngai.qgz"
    done = installation.desk.cli("qgis-project", "-o", path, "--url", installation.base)
    assert done.returncode == 0, done.stdout + done.stderr
    return opened(installation, str(path), "id", folder)


@pytest.fixture(scope="module")
def from_database(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return stored(installation, tmp_path_factory.mktemp("database"))


@pytest.fixture(scope="module", params=["3.40", "3.44"])
def by_later_releases(request: pytest.FixtureRequest, installation: Installation) -> Opened:
    """Their pictures stay in their chroot."""
    return stored(installation, Path("/tmp"), request.param)


def stored(installation: Installation, folder: Path, release: str = "3.22") -> Opened:
    """As the public's role finds it under "Open from PostgreSQL"; libpq knows the login, no file does."""
    login = installation.login(Audience.PUBLIC)
    name = quote(installation.desk.project.province.title.vi)
    place = f"{login['host']}:{login['port']}"
    path = f"postgresql://{place}?sslmode=prefer&dbname={login['dbname']}&schema=pub&project={name}"
    known = {"PGUSER": login["user"], "PGPASSWORD": login["password"]}
    return opened(installation, path, "feature_id", folder, release, **known)


@pytest.fixture(scope="module", params=["by_api", "from_database"])
def project(request: pytest.FixtureRequest) -> Opened:
    found: Opened = request.getfixturevalue(request.param)
    return found


def test_every_layer_is_valid_and_has_all_its_features(installation: Installation, project: Opened) -> None:
    assert project["crs"] == "EPSG:5898"
    assert [name for name, (valid, _, _) in project["layers"].items() if not valid] == []
    counts = installation.counts("pub")
    assert len(project["counts"]) > 20
    for name, count in project["counts"].items():
        assert count in (counts[name.removeprefix("sdi_lop_")], -1), name  # a table that QGIS has not read yet is -1


def test_pictures_of_rasters_are_layers(project: Opened) -> None:
    pictures = {name for name in project["layers"] if name.startswith("sdi_anh_")}
    assert {"sdi_hillshade", "sdi_anh_elevation"} <= {*project["layers"]} and len(pictures) == 3
    assert all("type=xyz" in project["layers"][name][2] for name in (*pictures, "sdi_hillshade"))


def test_a_sheet_is_drawn_where_it_lies(installation: Installation, by_api: Opened) -> None:
    """By tiles in everybody's grid it is the map of the API in the provincial one, to a pixel."""
    uri = "http://www.opengis.net/def/crs/EPSG/0/5898"
    asked = {"bbox": ",".join(map(str, BOX)), "bbox-crs": uri, "crs": uri, "width": SIZE[0], "height": SIZE[1]}
    address = f"{installation.base}/api/collections/plan_sheets/map?{urlencode(asked | {'sheets': SHEET})}"
    with urlopen(address) as answer:
        expected = np.asarray(Image.open(io.BytesIO(answer.read())).convert("RGB")).astype(float)
    shown = np.asarray(Image.open(by_api["sheet_file"]).convert("RGB")).astype(float)
    assert len(np.unique(expected.reshape(-1, 3), axis=0)) > 20
    different = np.abs(shown - expected).max(axis=2) > 60
    assert different.mean() < 0.05
    moved = np.abs(np.roll(shown, 12, axis=1) - expected).max(axis=2) > 60
    assert moved.mean() > 2 * different.mean()  # ten metres off would show


def test_groups_and_names_are_vietnamese(project: Opened) -> None:
    groups = project["groups"]
    assert {"Bản đồ nền dùng chung", "Cơ sở dữ liệu hạ tầng đô thị", "Quy hoạch đô thị và nông thôn"} <= groups.keys()
    assert "sdi_lop_drainage_pipes" in groups["Cơ sở dữ liệu hạ tầng đô thị"]
    assert project["aliases"]["parcel_number"] == "Số thửa"
    assert {"Nhóm nhà ở": "NO"} in project["meanings"]["function"]
    assert not any("QP" in entry.values() for entry in project["meanings"]["function"])


def test_relations_bookmarks_themes_and_actions_are_there(installation: Installation, project: Opened) -> None:
    assert project["relations"]["Những gì nằm trên thửa"] and all(project["relations"].values())
    communes = installation.desk.all("SELECT name FROM pub.administrative_units ORDER BY name")
    assert sorted(project["bookmarks"]) == sorted(name for (name,) in communes)
    assert "Bản đồ phiếu thông tin quy hoạch" in project["themes"]
    assert project["actions"] == ["Phiếu thông tin quy hoạch (xem)", "Phiếu thông tin quy hoạch (PDF)"]


def test_what_lies_on_a_parcel_is_the_same_by_api_and_by_sql(installation: Installation, project: Opened) -> None:
    columns = ("layer", "kind", "feature_id", "area_m2", "length_m", "count", "distance_m")
    with installation.desk.connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute("SELECT * FROM pub.parcel_overlays WHERE parcel_id = %s", (PARCEL,)).fetchall()
    expected = sorted(repr(_numbers([row[name] for name in columns])) for row in rows)
    assert expected and sorted(repr(_numbers(row)) for row in project["rows"]) == expected
    zones = [row for row in rows if row["layer"] == "planning_zones" and row["kind"] == "feature"]
    title = installation.desk.project.layers["planning_zones"].title.vi
    for zone in zones:
        assert f"{title} {zone['feature_id']}: " in project["told"]
        assert any(name.startswith(f"{title} {zone['feature_id']}: ") for name in project["names"])


def _numbers(row: list[Any]) -> list[Any]:
    """Numbers as numbers: QGIS 3.22 takes a field for text whose first values are absent."""
    return [*row[:3], *(None if value is None else round(float(value), 4) for value in row[3:])]


def test_later_releases_open_it_whole(by_later_releases: Opened, from_database: Opened) -> None:
    assert [name for name, (valid, _, _) in by_later_releases["layers"].items() if not valid] == []
    told = ("crs", "counts", "groups", "relations", "bookmarks", "actions", "aliases", "meanings", "told")
    assert {name: by_later_releases[name] for name in told} == {name: from_database[name] for name in told}
    assert set(by_later_releases["themes"]) == set(from_database["themes"])
    assert sorted(map(repr, by_later_releases["rows"])) == sorted(map(repr, from_database["rows"]))
    assert by_later_releases["scale"] == pytest.approx(from_database["scale"])


def test_the_map_looks_as_it_did(project: Opened) -> None:
    shown, known = (matplotlib.image.imread(path)[..., :3] for path in (project["plain_file"], REFERENCE))
    assert shown.shape == known.shape
    different = np.abs(shown - known).max(axis=2) > 0.15
    assert different.mean() < 0.02, "nếu đúng ý, thay tests/clients/qgis_map.png"


def test_texts_find_room_on_the_map(project: Opened) -> None:
    """Areas that keep texts away would leave a map with none."""
    labelled, plain = (matplotlib.image.imread(project[f"{name}_file"])[..., :3] for name in ("map", "plain"))
    dark = [(picture.max(axis=2) < 0.3).mean() for picture in (labelled, plain)]
    assert dark[0] > dark[1] + 0.001


def test_the_list_of_layers_and_the_form_can_be_drawn(project: Opened) -> None:
    """With what lies on the parcel below its own fields."""
    for name, size in (("tree", 20_000), ("form", 60_000)):
        picture = matplotlib.image.imread(project[f"{name}_file"])[..., :3]
        assert picture.shape[0] * picture.shape[1] > size and (picture.max(axis=2) < 0.4).mean() > 0.005


def test_the_page_of_a_parcel_shows_it_to_scale(project: Opened) -> None:
    assert project["scale"] in (pytest.approx(scale) for scale in (200, 500, 1000, 2000, 5000))
    page = matplotlib.image.imread(project["page_file"])[..., :3]
    subject = np.abs(page - np.array([0xC1, 0x12, 0x1F]) / 255).max(axis=2) < 0.02
    assert subject.sum() > 500  # the parcel's outline, in the colour of a slip's subject
    pixels = 96 / 25.4
    corner = page[int(36 * pixels) : int(49 * pixels), int(176 * pixels) : int(189 * pixels)]
    assert (corner.max(axis=2) < 0.3).mean() > 0.15  # the arrow to the north lies on the map, not below it


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.INTERNAL])
def test_tables_of_the_database_come_styled(installation: Installation, audience: Audience) -> None:
    login, schema = installation.login(audience), SCHEMAS[audience]
    names = ["planning_zones", "roads", "parcels", "street_lights"]
    found = installation.qgis("stored_styles", login=login, schema=schema, names=names)
    assert all(layer["loaded"] for layer in found.values()), found
    assert found["planning_zones"]["colors"]["DVCC"] == "#ff0000"
    assert ("QP" in found["planning_zones"]["colors"]) is (audience is Audience.INTERNAL)
    assert (
        found["parcels"]["aliases"]["land_use"]
        == installation.desk.project.layers["parcels"].fields["land_use"].title.vi
    )


def test_nobody_finds_the_styles_of_others(installation: Installation) -> None:
    with installation.seen_by(Audience.PUBLIC) as connection:
        names = {name for (name,) in connection.execute("SELECT f_table_name FROM layer_styles").fetchall()}
        schemas = {name for (name,) in connection.execute("SELECT f_table_schema FROM layer_styles").fetchall()}
    assert schemas == {"pub"} and not names & {"substations", "power_lines", "water_valves", "control_points"}
    assert names <= {
        name for (name,) in installation.desk.connection.execute(
            sql.SQL("SELECT viewname FROM pg_views WHERE schemaname = {}").format(sql.Literal("pub"))
        ).fetchall()
    }  # fmt: skip
