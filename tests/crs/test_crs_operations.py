"""Reprojection against the measured tables of vietnam.md 1.2, GDAL's own PROJ, and PROJ's default choices."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS, Geod, Transformer
from rasterio.warp import transform as gdal_transform

from sdi.crs import CrsError, Reprojector

LON, LAT = np.array([108.8]), np.array([15.12])
EAST, NORTH = 585791.005, 1672370.101
GEOD = Geod(ellps="WGS84")


@pytest.mark.parametrize(
    ("epsg", "east", "north"),
    [
        (5898, EAST, NORTH),
        (9216, 639538.479, 1672626.630),
        (5899, 612663.809, 1672483.062),
        (9217, 558919.622, 1672287.738),
        (9218, 532049.214, 1672235.966),
        (3406, 263371.913, 1672898.960),
        (3405, 908363.318, 1675247.083),
        (5897, 908485.876, 1675749.858),
    ],
)
def test_one_point_in_every_axis(epsg: int, east: float, north: float) -> None:
    x, y = Reprojector(4326, epsg, "EPSG:6960").points(LON, LAT)
    assert (x[0], y[0]) == pytest.approx((east, north), abs=6e-4)
    back = Reprojector(epsg, 4326, "EPSG:6960").points(x, y)
    assert (back[0][0], back[1][0]) == pytest.approx((108.8, 15.12), abs=2e-9)
    across = Reprojector(5898, epsg, None).points(np.array([EAST]), np.array([NORTH]))
    assert (across[0][0], across[1][0]) == pytest.approx((east, north), abs=1e-3)
    by_gdal = gdal_transform("EPSG:5898", f"EPSG:{epsg}", [EAST], [NORTH])
    assert (across[0][0], across[1][0]) == pytest.approx((by_gdal[0][0], by_gdal[1][0]), abs=1e-4)


@pytest.mark.parametrize(
    ("operation", "lon", "lat"),
    [("EPSG:6960", 108.801810702, 15.118970200), ("EPSG:5194", 108.801817581, 15.118970564)],
)
def test_the_pinned_operation_is_the_one_that_is_used(operation: str, lon: float, lat: float) -> None:
    there = Reprojector(4756, 4326, operation)
    x, y = there.points(LON, LAT)
    assert (x[0], y[0]) == pytest.approx((lon, lat), abs=2e-9)
    assert there.operation.codes == (operation,)
    assert there.operation.accuracy_m == 1.0
    assert GEOD.inv(108.8, 15.12, x[0], y[0])[2] == pytest.approx(225.5, abs=1.0)


def test_it_is_pinned_where_proj_would_choose_another() -> None:
    """In the Mekong delta PROJ's default is 5194."""
    lon, lat = np.array([105.5]), np.array([10.0])
    pinned = Reprojector(4756, 4326, "EPSG:6960").points(lon, lat)
    default = Transformer.from_crs(4756, 4326, always_xy=True).transform(105.5, 10.0)
    assert GEOD.inv(pinned[0][0], pinned[1][0], *default)[2] > 0.5


def test_an_operation_proj_hides_between_projected_crs_is_found() -> None:
    """PROJ offers only 6960 from WGS 84 / UTM 49N to the zone; 5194 is as possible."""
    x, y = Reprojector(4326, 32649, None).points(LON, LAT)
    direct = Reprojector(4326, 5898, "EPSG:5194").points(LON, LAT)
    through = Reprojector(32649, 5898, "EPSG:5194").points(x, y)
    assert np.allclose(direct, through, atol=1e-6)


def test_one_datum_needs_no_operation() -> None:
    same = Reprojector(9216, 5898, "EPSG:6960").operation
    assert (same.codes, same.name, same.accuracy_m) == ((), "", 0.0)
    assert "helmert" not in same.pipeline
    x, y = Reprojector(5898, 5898, None).points(np.array([EAST]), np.array([NORTH]))
    assert (x[0], y[0]) == (EAST, NORTH)


@pytest.mark.parametrize(
    ("source", "target", "operation", "words"),
    [
        (4326, 5898, None, "EPSG:5194, EPSG:6960"),
        (4326, 5898, "EPSG:1544", "EPSG:5194, EPSG:6960"),
        (4326, 5898, "6960", "EPSG:6960"),
        (2045, 5898, "EPSG:6960", "EPSG:1544+EPSG:6960"),
        (4326, 999999, "EPSG:6960", "EPSG:999999"),
        (4326, 5727, "EPSG:6960", "EPSG:5727"),
    ],
)
def test_no_ballpark_and_no_guess(source: int, target: int, operation: str | None, words: str) -> None:
    with pytest.raises(CrsError) as caught:
        Reprojector(source, target, operation)
    assert words in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_the_authoritys_chains_can_be_pinned() -> None:
    chain = Reprojector(2045, 5898, "EPSG:1544+EPSG:6960").operation
    assert chain.codes == ("EPSG:1544", "EPSG:6960")


def test_the_trap_of_the_unknown_datum_is_real() -> None:
    """Why a recognised definition is replaced: PROJ calls it 5898 and drops the datum."""
    vague = CRS.from_user_input("+proj=tmerc +lat_0=0 +lon_0=108 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m")
    assert vague.to_epsg() == 5898
    lon, lat = Transformer.from_crs(vague, 4326, always_xy=True).transform(EAST, NORTH)
    right = Reprojector(5898, 4326, "EPSG:6960").points(np.array([EAST]), np.array([NORTH]))
    assert GEOD.inv(lon, lat, right[0][0], right[1][0])[2] == pytest.approx(225.5, abs=0.5)


def test_geometries_keep_none_heights_and_order() -> None:
    geoms = np.array(
        [
            shapely.Point(108.8, 15.12, 7.5),
            None,
            shapely.box(108, 15, 108.1, 15.1),
            shapely.from_wkt("POINT EMPTY"),
        ]
    )
    out = Reprojector(4326, 5898, "EPSG:6960").geometries(geoms)
    assert shapely.get_coordinates(out[0], include_z=True)[0] == pytest.approx([EAST, NORTH, 7.5], abs=1e-3)
    assert out[1] is None
    assert not out[2].has_z
    assert out[2].is_valid
    assert out[3].is_empty
    assert Reprojector(4326, 5898, "EPSG:6960").geometries(np.array([], dtype=object)).shape == (0,)


def test_what_cannot_be_projected_becomes_infinite() -> None:
    x, y = Reprojector(4326, 5898, "EPSG:6960").points(np.array([585791.0, 108.8]), np.array([1672370.0, 15.12]))
    assert list(np.isfinite(x)) == list(np.isfinite(y)) == [False, True]


@settings(max_examples=40, deadline=None)
@given(st.floats(107.3, 109.1), st.floats(13.9, 15.3), st.floats(0.001, 0.5))
def test_bounds_hold_the_whole_box(west: float, south: float, size: float) -> None:
    there = Reprojector(4326, 5898, "EPSG:6960")
    box = (west, south, west + size, south + size)
    min_x, min_y, max_x, max_y = there.bounds(box)
    t = np.linspace(0, 1, 57)
    x, y = there.points(*(np.array(grid).ravel() for grid in np.meshgrid(west + t * size, south + t * size)))
    slack = 0.05
    assert min_x - slack <= x.min() and x.max() <= max_x + slack
    assert min_y - slack <= y.min() and y.max() <= max_y + slack
    expected = Transformer.from_crs(4326, 5898, always_xy=True).transform_bounds(*box)
    assert (min_x, min_y, max_x, max_y) == pytest.approx(expected, abs=0.01)


def test_bounds_of_metres_read_as_degrees_are_refused() -> None:
    with pytest.raises(CrsError):
        Reprojector(4326, 5898, "EPSG:6960").bounds((585000, 1672000, 586000, 1673000))


def test_threads_may_share_one() -> None:
    there = Reprojector(4326, 5898, "EPSG:6960")
    lon = np.linspace(107.5, 109, 20_000)
    lat = np.linspace(14, 15.4, 20_000)
    alone = there.points(lon, lat)
    with ThreadPoolExecutor(4) as pool:
        for x, y in pool.map(lambda _: there.points(lon, lat), range(12)):
            assert np.array_equal(x, alone[0]) and np.array_equal(y, alone[1])
