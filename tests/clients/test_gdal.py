"""Debian's GDAL takes everything home: pages without loss, and to the millimetre."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely
from psycopg import sql

from clients.installation import TEXT_STAYS_TEXT, Installation

pytestmark = pytest.mark.clients

MILLIMETRE = 0.001

Stored = dict[str, Any]


@pytest.fixture(scope="module")
def parcels(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """All parcels, downloaded page by page and brought to the provincial CRS by GDAL."""
    crs = f"EPSG:{installation.desk.project.province.crs}"
    return download(installation, tmp_path_factory.mktemp("parcels"), "parcels", "-t_srs", crs, "-oo", "PAGE_SIZE=700")


def download(installation: Installation, folder: Path, name: str, *options: str) -> Any:
    """A collection through ogr2ogr, as a table."""
    path = folder / f"{name}.gpkg"
    installation.run(
        ["ogr2ogr", "-f", "GPKG", *options, str(path), f"OAPIF:{installation.base}/api", name], **TEXT_STAYS_TEXT
    )
    return pyogrio.read_dataframe(path)


def stored(installation: Installation, name: str) -> Stored:
    """Geometries in the database, by feature id."""
    found = installation.desk.connection.execute(
        sql.SQL("SELECT feature_id, ST_AsBinary(geom) FROM {}").format(sql.Identifier("pub", name))
    ).fetchall()
    return dict(zip([row[0] for row in found], shapely.from_wkb([row[1] for row in found]), strict=True))


def ogrinfo(installation: Installation, *arguments: str, pattern: str) -> list[str]:
    """What a regular expression finds in ogrinfo's text (3.6 has no JSON)."""
    told = installation.run(["ogrinfo", "-ro", "-so", f"OAPIF:{installation.base}/api", *arguments])
    return re.findall(pattern, told.stdout, re.MULTILINE)


def test_ogrinfo_lists_every_collection(installation: Installation) -> None:
    names = ogrinfo(installation, pattern=r"^\d+: (\w+) ")
    assert sorted(names) == sorted(entry["id"] for entry in installation.get("/api/collections?f=json")["collections"])
    assert set(names) - {"catalogue"} == {
        view for view in installation.counts("pub") if view in installation.desk.project.collections
    }


def test_ogrinfo_counts_as_the_api_does(installation: Installation) -> None:
    for name in ("parcels", "roads", "planning_zones", "street_lights", "flood_zones"):
        counted = ogrinfo(installation, name, pattern=r"^Feature Count: (\d+)$")
        matched = installation.get(f"/api/collections/{name}/items?limit=1&f=json")["numberMatched"]
        assert [int(number) for number in counted] == [matched] == [installation.counts("pub")[name]]


def test_the_download_is_the_view(parcels: Any, installation: Installation) -> None:
    originals = stored(installation, "parcels")
    assert len(parcels) == len(originals) > 7 * 700
    assert set(parcels["id"]) == set(originals)
    assert list(parcels["parcel_id"]) == list(parcels["id"])
    areas = np.array([originals[identifier].area for identifier in parcels["id"]])
    boundaries = shapely.length([originals[identifier] for identifier in parcels["id"]])
    assert (np.abs(parcels.geometry.area.to_numpy() - areas) < MILLIMETRE * boundaries).all()
    assert parcels.geometry.area.sum() == pytest.approx(areas.sum(), rel=1e-6)
    assert parcels["area_m2"].to_numpy() == pytest.approx(areas, abs=0.01)


def test_coordinates_come_back_to_the_millimetre(parcels: Any, installation: Installation) -> None:
    originals = stored(installation, "parcels")
    there = shapely.normalize([originals[identifier] for identifier in parcels["id"]])
    distance = shapely.hausdorff_distance(there, shapely.normalize(parcels.geometry.to_numpy()))
    assert distance.max() < MILLIMETRE
    numbers = shapely.get_num_coordinates(parcels.geometry.to_numpy())
    assert numbers.tolist() == shapely.get_num_coordinates(there).tolist()


def test_the_provincial_crs_and_crs84_agree(installation: Installation, tmp_path: Path) -> None:
    """The service answers in its own CRS; GDAL takes that to CRS84 and meets what the service answers there."""
    code = installation.desk.project.province.crs
    items = f"{installation.base}/api/collections/roads/items?f=json&limit=10000"
    asked = {"there.gpkg": ["-nln", "roads", items]}
    provincial = f"{items}&crs=http://www.opengis.net/def/crs/EPSG/0/{code}"
    asked["own.gpkg"] = ["-nln", "roads", "-a_srs", f"EPSG:{code}", provincial]
    for name, arguments in asked.items():
        installation.run(["ogr2ogr", "-f", "GPKG", str(tmp_path / name), *arguments], **TEXT_STAYS_TEXT)
    own = pyogrio.read_dataframe(tmp_path / "own.gpkg").set_index("segment_id").sort_index()
    originals = stored(installation, "roads")
    assert len(own) == len(originals)
    exact = shapely.hausdorff_distance(own.geometry.to_numpy(), [originals[i] for i in own["id"]])
    assert exact.max() < MILLIMETRE / 10
    command = ["ogr2ogr", "-f", "GPKG", "-t_srs", "EPSG:4326"]
    installation.run([*command, str(tmp_path / "moved.gpkg"), str(tmp_path / "own.gpkg")])
    moved = pyogrio.read_dataframe(tmp_path / "moved.gpkg").set_index("segment_id").sort_index()
    there = pyogrio.read_dataframe(tmp_path / "there.gpkg").set_index("segment_id").sort_index()
    degrees = shapely.hausdorff_distance(moved.geometry.to_numpy(), there.geometry.to_numpy())
    assert degrees.max() * 111_320 < MILLIMETRE


@pytest.mark.parametrize("size", [1, 100, 10_000])
def test_pages_of_any_size_lose_nothing(installation: Installation, tmp_path: Path, size: int) -> None:
    name = "waste_points" if size == 1 else "street_lights"
    points = download(installation, tmp_path, name, "-oo", f"PAGE_SIZE={size}")
    assert sorted(points["id"]) == sorted(stored(installation, name))


def test_without_any_setting_no_identifier_is_lost(installation: Installation, tmp_path: Path) -> None:
    """GDAL 3.6 takes ``21028-2-1`` in ``parcel_id`` for a date; ``id`` keeps what was meant."""
    path = tmp_path / "parcels.csv"
    source = [f"OAPIF:{installation.base}/api", "parcels", "-oo", "PAGE_SIZE=1000"]
    installation.run(["ogr2ogr", "-f", "CSV", str(path), *source, "-select", "id,parcel_id"])
    identifiers = [line.split(",")[0].strip('"') for line in path.read_text("utf-8").splitlines()[1:]]
    assert sorted(identifiers) == sorted(stored(installation, "parcels"))
