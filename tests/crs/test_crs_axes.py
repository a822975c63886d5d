"""Evidence for axis and axis order, on parcels at a known place written in wrong coordinates."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from sdi.crs import AxisOrder, Range, Reprojector, axis_order, rank, swap_axes

RANGE = Range(426_500, 1_538_500, 624_500, 1_708_500)
CANDIDATES = [5898, 9216, 5899, 9217, 9218, 3405, 3406, 5897, 4326, 32648, 32649]
COMMUNE = shapely.Point(585_800, 1_672_400).buffer(2_000)


def parcels(count: int = 200) -> np.ndarray:
    """Parcels of one commune in EPSG:5898, about as far from its border as 300 m."""
    rng = np.random.default_rng(7)
    angle, radius = rng.uniform(0, 2 * np.pi, count), 1_700 * np.sqrt(rng.random(count))
    x, y = 585_800 + radius * np.cos(angle), 1_672_400 + radius * np.sin(angle)
    return np.asarray(shapely.box(x, y, x + rng.uniform(4, 30, count), y + rng.uniform(15, 40, count)))


def written_in(epsg: int) -> np.ndarray:
    return Reprojector(5898, epsg, "EPSG:6960").geometries(parcels())


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        ([585_791, 600_000], [1_672_370, 1_600_000], AxisOrder.EAST_NORTH),
        ([1_672_370, 1_600_000], [585_791, 600_000], AxisOrder.NORTH_EAST),
        ([585_791, 1_600_000], [1_672_370, 600_000], None),
        ([108.8], [15.12], None),
        ([], [], None),
        ([np.nan], [np.nan], None),
    ],
)
def test_axis_order_in_metres(x: list[float], y: list[float], expected: AxisOrder | None) -> None:
    assert axis_order(np.array(x, dtype=float), np.array(y, dtype=float), RANGE) is expected


def test_axis_order_in_degrees_and_with_a_stray_point() -> None:
    degrees = Range(107, 13, 110, 16)
    lon, lat = np.full(500, 108.8), np.full(500, 15.1)
    lon[3] = lat[3] = 0.0
    assert axis_order(lon, lat, degrees) is AxisOrder.EAST_NORTH
    assert axis_order(lat, lon, degrees) is AxisOrder.NORTH_EAST


def test_axis_order_is_not_guessed_where_both_fit() -> None:
    square = Range(0, 0, 10, 10)
    assert axis_order(np.array([3.0]), np.array([4.0]), square) is None


@pytest.mark.parametrize("epsg", [5898, 9216, 5899, 9217, 9218, 3405, 3406, 4326])
@pytest.mark.parametrize("swapped", [False, True])
def test_the_true_crs_and_order_come_first(epsg: int, swapped: bool) -> None:
    sample = written_in(epsg)
    sample = swap_axes(sample) if swapped else sample
    best, *rest = rank(sample, COMMUNE, CANDIDATES, 5898, "EPSG:6960", None)
    assert (best.epsg, best.swapped) == (epsg, swapped)
    assert best.inside_share > 0.999
    if epsg != 3405 and epsg != 3406:
        # UTM has near twins: WGS 84 with 226 m and, for zone 48, TM-3 105 with 519 m.
        assert rest[0].inside_share < 0.1


def test_stated_areas_decide_between_near_twins() -> None:
    """UTM 48N and TM-3 105 lie 519 m apart, inside one commune; their scales differ by 3e-4."""
    sample, areas = written_in(3405), shapely.area(parcels())
    wide = COMMUNE.buffer(3_000)
    blind = rank(sample, wide, [5897, 3405], 5898, "EPSG:6960", None)
    assert blind[0].epsg == 5897  # both inside: the order of the candidates
    seeing = rank(sample, wide, [5897, 3405], 5898, "EPSG:6960", areas)
    assert seeing[0].epsg == 3405
    assert seeing[0].area_ratio == pytest.approx(1, abs=1e-6)
    assert abs((seeing[1].area_ratio or 1) - 1) > 1e-4


def test_stated_areas_never_outweigh_the_commune() -> None:
    sample = written_in(9216)
    best = rank(sample, COMMUNE, [5898, 9216], 5898, None, shapely.area(sample))[0]
    assert best.epsg == 9216


@pytest.mark.parametrize("wkt", ["POINT", "LINESTRING"])
def test_points_and_lines_count_too(wkt: str) -> None:
    centres = shapely.get_coordinates(shapely.centroid(parcels()))
    flat = (
        shapely.points(centres)
        if wkt == "POINT"
        else shapely.linestrings(np.stack([centres, centres + (10, 5)], axis=1))
    )
    moved = Reprojector(5898, 9216, None).geometries(np.asarray(flat))
    best = rank(moved, COMMUNE, CANDIDATES, 5898, "EPSG:6960", None)[0]
    assert (best.epsg, best.inside_share) == (9216, 1.0)


def test_bad_samples_stop_nothing() -> None:
    good = written_in(9216)
    bowtie = shapely.Polygon([(639_500, 1_672_600), (639_510, 1_672_610), (639_510, 1_672_600), (639_500, 1_672_610)])
    broken = [None, shapely.from_wkt("POLYGON EMPTY"), bowtie, shapely.Polygon([(639_500, 1_672_600)] * 5)]
    sample = np.array([*broken, *good], dtype=object)
    best = rank(sample, COMMUNE, CANDIDATES, 5898, "EPSG:6960", None)[0]
    assert best.epsg == 9216
    assert rank(np.array(broken[:2], dtype=object), COMMUNE, CANDIDATES, 5898, "EPSG:6960", None) == []


def test_candidates_without_an_operation_are_left_out() -> None:
    found = rank(written_in(5898), COMMUNE, [5898, 2045, 4326], 5898, None, None)
    assert {c.epsg for c in found} == {5898}


def test_real_communes_tell_the_axes_apart(shared_data: Path) -> None:
    """Rule CRS-3: read in a neighbouring axis at least 92 % of a commune's land lies outside it."""
    wards = sorted((shared_data / "vn_admin" / "vpd_quangngai" / "wards").glob("*.geojson"))[:12]
    assert wards
    to_vn2000 = Reprojector(4326, 5898, "EPSG:6960")
    for path in wards:
        feature = json.loads(path.read_text(encoding="utf-8"))
        shape = (feature.get("features") or [feature])[0]
        geometry = shapely.from_geojson(json.dumps(shape.get("geometry", shape)))
        commune = shapely.make_valid(to_vn2000.geometries(np.array([geometry]))[0])
        elsewhere = Reprojector(5898, 9216, None).geometries(np.array([commune]))
        found = rank(elsewhere, commune, [5898, 5899, 9216, 9217], 5898, None, None)
        assert found[0].epsg == 9216 and found[0].inside_share > 0.999
        assert max(c.inside_share for c in found if c.epsg != 9216) <= 0.08
