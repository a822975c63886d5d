"""Rule CRS-3b on invented towns: tube houses, whose fronts only run beside the centre lines."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from sdi.crs import Reprojector, displacement

DATUM, SCALE = (-195.0, 113.2), (-25.7, -501.8)
"""What the two mistakes cause at the town's place (vietnam.md 1.2), for EPSG:5898."""


def town(seed: int, streets: int = 10, regular: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Parcels and road centre lines, metres, turned and bent, with streets of 5 to 20 m."""
    rng = np.random.default_rng(seed)
    turn = rng.uniform(0, np.pi / 2)
    spread = 0 if regular else 1
    columns = np.r_[0, np.cumsum(rng.uniform(80, 80 + 90 * spread, streets))]
    rows = np.r_[0, np.cumsum(rng.uniform(55, 55 + 60 * spread, streets))]
    widths = rng.choice([5, 7, 10.5, 14, 20], (2, streets + 1)) / 2

    def place(points: np.ndarray) -> np.ndarray:
        x, y = points.T
        bent = np.c_[x + 8 * np.sin(y / 170 + seed), y + 8 * np.sin(x / 210 + 2 * seed)]
        rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        return bent @ rotation.T + (585_000, 1_672_000)

    plots = []
    for i in range(streets):
        for j in range(streets):
            left, right = columns[i] + widths[0, i], columns[i + 1] - widths[0, i + 1]
            low, high = rows[j] + widths[1, j], rows[j + 1] - widths[1, j + 1]
            fronts = np.linspace(left, right, 1 + max(1, int((right - left) / rng.uniform(4.5, 7))))
            middle = (low + high) / 2 + rng.uniform(-3, 3)
            for a, b in zip(fronts[:-1], fronts[1:], strict=True):
                for bottom, top in ((low, middle), (middle, high)):
                    if rng.random() > 0.06:
                        plots.append([(a, bottom), (b, bottom), (b, top), (a, top)])
    along_y, along_x = (np.linspace(-20, end + 20, 60) for end in (rows[-1], columns[-1]))
    lines = [np.c_[np.full(60, x), along_y] for x in columns] + [np.c_[along_x, np.full(60, y)] for y in rows]
    return (
        np.array([shapely.Polygon(place(np.array(p))) for p in plots], dtype=object),
        np.array([shapely.LineString(place(line)) for line in lines], dtype=object),
    )


def moved(geoms: np.ndarray, by: tuple[float, float]) -> np.ndarray:
    return np.asarray(shapely.transform(geoms, lambda c: c + by))


def centre_piece(geoms: np.ndarray, count: int) -> np.ndarray:
    places = shapely.get_coordinates(shapely.centroid(geoms))
    return geoms[np.argsort(((places - places.mean(axis=0)) ** 2).sum(axis=1))[:count]]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("by", [DATUM, (195.0, -113.2), SCALE])
def test_known_shifts_are_found_and_named(seed: int, by: tuple[float, float]) -> None:
    plots, roads = town(seed)
    found = displacement(moved(plots, by), roads, target=5898, datum_operation="EPSG:6960")
    assert found is not None
    assert (found.dx, found.dy) == pytest.approx(by, abs=2.0)
    assert found.spread < 5
    assert found.known is not None
    assert found.known.startswith("226 m" if by != SCALE else "502 m")


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("regular", [False, True])
def test_right_data_are_left_alone(seed: int, regular: bool) -> None:
    plots, roads = town(seed, regular=regular)
    for layer in (plots, centre_piece(plots, 200), moved(plots, (1.5, -1.0))):
        assert displacement(layer, roads, target=5898, datum_operation="EPSG:6960") is None
        assert displacement(layer, plots, target=5898, datum_operation="EPSG:6960") is None


@pytest.mark.parametrize("seed", range(6))
def test_two_hundred_parcels_are_enough_for_a_known_shift(seed: int) -> None:
    plots, roads = town(seed)
    found = displacement(moved(centre_piece(plots, 200), DATUM), roads, target=5898, datum_operation="EPSG:6960")
    assert found is not None
    assert (found.dx, found.dy) == pytest.approx(DATUM, abs=3.0)


@pytest.mark.parametrize("seed", range(4))
def test_other_shifts_and_other_kinds_of_layers(seed: int) -> None:
    plots, roads = town(seed)
    by = (-40.0, 300.0)
    for layer, base in ((plots, roads), (roads, roads), (plots, plots), (roads, plots)):
        found = displacement(moved(layer, by), base, target=5898, datum_operation="EPSG:6960")
        assert found is not None
        assert (found.dx, found.dy) == pytest.approx(by, abs=2.0)
        assert found.known is None


def test_streets_that_have_a_parcel_number_do_not_hide_it() -> None:
    plots, roads = town(3)
    street = shapely.difference(shapely.union_all(roads).buffer(2.4), shapely.union_all(plots))
    layer = np.append(plots, street)
    found = displacement(moved(layer, DATUM), roads, target=5898, datum_operation="EPSG:6960")
    assert found is not None and found.known is not None
    assert displacement(layer, roads, target=5898, datum_operation="EPSG:6960") is None


@pytest.mark.parametrize("seed", range(8))
def test_a_layer_without_streets_says_nothing(seed: int) -> None:
    """Planning zones cover streets too: there is no evidence, and none may be invented."""
    _, roads = town(seed)
    min_x, min_y, max_x, max_y = shapely.total_bounds(roads)
    rng = np.random.default_rng(seed)
    seeds = shapely.multipoints(rng.uniform((min_x, min_y), (max_x, max_y), (60, 2)))
    zones = shapely.get_parts(shapely.voronoi_polygons(seeds))
    assert displacement(zones, roads, target=5898, datum_operation="EPSG:6960") is None


def test_nothing_to_compare_says_nothing() -> None:
    plots, roads = town(1, streets=3)
    nothing = np.array([], dtype=object)
    assert displacement(nothing, roads) is None
    assert displacement(plots, nothing) is None
    assert displacement(np.array([None, shapely.Point()], dtype=object), roads) is None
    assert displacement(moved(plots, (1e6, 0)), roads) is None
    assert displacement(plots[:2], roads[:1]) is None


def test_a_layer_larger_than_the_window_is_bounded() -> None:
    plots, roads = town(2)
    far = moved(plots[:5], (80_000, -60_000))
    found = displacement(np.append(moved(plots, DATUM), far), roads, target=5898, datum_operation="EPSG:6960")
    assert found is not None and found.known is not None


def test_a_real_city(shared_data: Path) -> None:
    """Parcels, streets among them, against centre lines drawn by another department."""
    city = shared_data / "city_cambridge"
    parcels = pyogrio.read_dataframe(
        city / "Assessing/FY2014/FY2014_Parcels/ASSESSING_ParcelsFY2014.topojson", columns=[]
    )
    roads = pyogrio.read_dataframe(city / "Trans/Street_Centerlines/TRANS_Centerlines.geojson", columns=[])
    to_metres = Reprojector(4326, 26986, "EPSG:1188")
    layer, base = (to_metres.geometries(np.asarray(frame.geometry)) for frame in (parcels, roads))
    assert displacement(layer, base) is None
    found = displacement(moved(layer, DATUM), base)
    assert found is not None
    assert (found.dx, found.dy) == pytest.approx(DATUM, abs=1.5)
