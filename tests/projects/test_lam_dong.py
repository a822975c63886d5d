"""The second province is served by the same engine on its own axis, and its gate knows the neighbour's."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pyogrio
import pytest
import shapely
from pyproj import Transformer

from projects.conftest import Office

RIGHT, WRONG = 5899, 5898
"""107°45′ and 108°00′."""


@pytest.fixture(scope="module")
def parcels(lam_dong: Office) -> geopandas.GeoDataFrame:
    """All parcels of one commune, as the land office writes them."""
    source = next(s for s in lam_dong.sources if s.path.name == "doi_thong.zip")
    frame = pyogrio.read_dataframe(f"/vsizip/{source.path}/doi_thong.shp")
    return frame[[*frame.columns.drop("geometry"), "geometry"]]


def delivery(folder: Path, frame: geopandas.GeoDataFrame, numbers: int, label: int) -> Path:
    """The parcels with coordinates of one CRS and the .prj of another."""
    move = Transformer.from_crs(RIGHT, numbers, always_xy=True)
    geoms = shapely.transform(frame.geometry.array, lambda x, y: move.transform(x, y), interleaved=False)
    path = folder / "ThuaDat_thu.shp"
    pyogrio.write_dataframe(geopandas.GeoDataFrame(frame.drop(columns="geometry"), geometry=geoms, crs=label), path)
    return path


def test_the_axis_of_the_province_is_right(lam_dong: Office, parcels: geopandas.GeoDataFrame, tmp_path: Path) -> None:
    path = delivery(tmp_path, parcels, RIGHT, RIGHT)
    outcome = lam_dong.desk.load(path, profile="parcels.shapefile", communes=["68902"], dry_run=True)
    assert outcome.state == "checked", outcome.refusal


def test_the_neighbours_axis_is_refused_and_ours_named_first(
    lam_dong: Office, parcels: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    """Right numbers under the label 108°00′, as a neighbour's template writes it."""
    path = delivery(tmp_path, parcels, RIGHT, WRONG)
    outcome = lam_dong.desk.load(path, profile="parcels.shapefile", communes=["68902"], dry_run=True)
    assert outcome.refusal is not None
    assert outcome.refusal.rule == "CRS-3"
    assert outcome.refusal.message.split("khớp nhất:")[1].strip().startswith("EPSG:5899 ")


def test_numbers_of_the_neighbours_axis_are_refused_and_it_is_named(
    lam_dong: Office, parcels: geopandas.GeoDataFrame, tmp_path: Path
) -> None:
    path = delivery(tmp_path, parcels, WRONG, RIGHT)
    outcome = lam_dong.desk.load(path, profile="parcels.shapefile", communes=["68902"], dry_run=True)
    assert outcome.refusal is not None
    assert outcome.refusal.rule == "CRS-3"
    assert outcome.refusal.message.split("khớp nhất:")[1].strip().startswith("EPSG:5898 ")


def test_a_column_of_one_short_word_is_read_as_its_file_is(lam_dong: Office) -> None:
    """All pipes of this town are round, and ``Trßn`` alone does not say that it is TCVN3."""
    shapes = lam_dong.desk.all("SELECT DISTINCT shape FROM pub.drainage_pipes")
    assert shapes == [("TRON",)]
