"""The engine against overlays made the plain way, and what must hold of any partition."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from overlay_kit.brute import amounts, amounts_of, assert_same, star
from shapely.affinity import rotate, translate

from sdi.overlay.engine import Prepared, Rule, clip, expand, measure, overlay, rows

E, N = 585_000.0, 1_672_000.0
RULE = Rule(dimension=2, min_area_m2=0.1, min_width_m=0.05)
POINTS, LINES = Rule(0, 0.1, 0.05), Rule(1, 0.1, 0.05)


def geoms(*values: shapely.Geometry | None) -> Any:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def box(x0: float, y0: float, x1: float, y1: float) -> shapely.Polygon:
    return shapely.box(E + x0, N + y0, E + x1, N + y1)


def facts(table: pa.Table, *columns: str) -> list[tuple[Any, ...]]:
    """Rows as tuples of some columns, areas to the square millimetre."""
    shown = [tuple(row[name] for name in columns) for row in table.to_pylist()]
    return [tuple(round(v, 6) if isinstance(v, float) else v for v in row) for row in shown]


def assert_partition(table: pa.Table, base: Any) -> None:
    """The parts add up to the base polygon within 0.01 m² and to exactly 100.0 %."""
    area, tenths = np.zeros(len(base)), np.zeros(len(base), np.int64)
    for row in table.to_pylist():
        if row["kind"] in ("single", "multiple", "none", "suppressed"):
            assert row["area_m2"] >= 0 and row["share_pct"] == round(row["share_pct"], 1)
            area[row["base"]] += row["area_m2"]
            tenths[row["base"]] += round(10 * row["share_pct"])
    assert tenths.tolist() == [1000] * len(base)
    np.testing.assert_allclose(area, shapely.area(base), rtol=0, atol=0.01)


# --- one of each ----------------------------------------------------------------------------------------------


def test_two_zones_that_overlap() -> None:
    base = geoms(box(0, 0, 10, 10))
    table = overlay(base, geoms(box(-5, 0, 5, 10), None, box(4, -1, 8, 11)), RULE)
    assert facts(table, "base", "feature", "kind", "area_m2", "share_pct", "single_m2", "single_pct") == [
        (0, 0, "feature", 50.0, 50.0, 40.0, 40.0),
        (0, 2, "feature", 40.0, 40.0, 30.0, 30.0),
        (0, None, "multiple", 10.0, 10.0, None, None),
        (0, None, "none", 20.0, 20.0, None, None),
    ]
    assert facts(expand(table), "feature", "kind", "area_m2", "share_pct") == [
        (0, "feature", 50.0, 50.0),
        (0, "single", 40.0, 40.0),
        (2, "feature", 40.0, 40.0),
        (2, "single", 30.0, 30.0),
        (None, "multiple", 10.0, 10.0),
        (None, "none", 20.0, 20.0),
    ]
    assert "single_m2" not in expand(table).column_names


def test_the_same_zone_twice_covers_nothing_alone() -> None:
    table = overlay(geoms(box(0, 0, 10, 10)), geoms(box(0, 0, 5, 10), box(0, 0, 5, 10)), RULE)
    assert facts(table, "feature", "kind", "area_m2", "single_m2") == [
        (0, "feature", 50.0, None),
        (1, "feature", 50.0, None),
        (None, "multiple", 50.0, None),
        (None, "none", 50.0, None),
    ]


def test_three_zones_are_counted_once() -> None:
    zones = geoms(box(0, 0, 6, 10), box(3, 0, 10, 10), box(0, 4, 10, 5))
    table = overlay(geoms(box(0, 0, 10, 10)), zones, RULE)
    assert facts(table, "feature", "kind", "area_m2", "single_m2") == [
        (0, "feature", 60.0, 27.0),
        (1, "feature", 70.0, 36.0),
        (2, "feature", 10.0, None),
        (None, "multiple", 37.0, None),
    ]


def test_nothing_near_is_all_none() -> None:
    for zones in (geoms(), geoms(None), geoms(box(10, 0, 20, 10)), geoms(box(500, 500, 600, 600))):
        table = overlay(geoms(box(0, 0, 10, 10)), zones, RULE)
        assert facts(table, "feature", "kind", "area_m2", "share_pct") == [(None, "none", 100.0, 100.0)]


def test_no_base_polygons() -> None:
    for rule in (POINTS, LINES, Rule(2, 0.1, 0.05, nearest_m=10)):
        table = overlay(geoms(), geoms(box(0, 0, 1, 1)), rule)
        assert len(table) == 0 and len(expand(table)) == 0


def test_a_base_polygon_without_area_is_all_none() -> None:
    flat = shapely.Polygon([(E, N), (E + 5, N), (E, N)])
    table = overlay(geoms(flat, None, shapely.Polygon()), geoms(box(-1, -1, 6, 6)), RULE)
    assert facts(table, "base", "kind", "area_m2", "share_pct") == [(i, "none", 0.0, 100.0) for i in range(3)]


def test_a_small_base_polygon_is_not_a_trifle() -> None:
    """Smaller than the smallest sliver, but it is all there is."""
    small = geoms(box(0, 0, 0.2, 0.2))
    assert facts(overlay(small, geoms(box(5, 5, 6, 6)), RULE), "kind", "share_pct") == [("none", 100.0)]
    assert facts(overlay(small, geoms(box(-5, -5, 6, 6)), RULE), "kind", "single_pct") == [("feature", 100.0)]


def test_rounding_by_largest_remainder() -> None:
    thirds = geoms(*(box(10 * k, 0, 10 * k + 10, 10) for k in range(3)))
    table = overlay(geoms(box(0, 0, 30, 10)), thirds, RULE)
    assert facts(table, "share_pct", "single_pct") == [(33.3, 33.4), (33.3, 33.3), (33.3, 33.3)]


def test_multipart_base_with_a_hole() -> None:
    base = geoms(shapely.MultiPolygon([box(0, 0, 10, 10) - box(2, 2, 8, 8), box(4, 4, 6, 6), box(20, 0, 30, 10)]))
    table = overlay(base, geoms(box(5, 5, 25, 9)), RULE)
    assert facts(table, "kind", "area_m2") == [("feature", 1.0 + 8.0 + 3.0 + 20.0), ("none", 168.0 - 32.0)]
    assert_partition(expand(table), base)


def test_only_visible_features_count() -> None:
    base, zones = geoms(box(0, 0, 10, 10)), geoms(box(0, 0, 6, 10), box(4, 0, 10, 10), box(0, 0, 10, 10))
    visible = np.array([True, True, False])
    rule = Rule(2, 0.1, 0.05, nearest_m=5)
    seen = overlay(base, zones, rule, visible)
    assert seen.equals(overlay(base, zones[:2], rule))
    assert not seen.equals(overlay(base, zones, rule))


# --- slivers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "sliver"),
    [
        (box(-5, -5, 0.049, 15), True),  # 0.488 m², but 4.9 cm wide
        (box(-5, -5, 0.051, 15), False),
        (box(-5, -5, 0.3, 0.33), True),  # 0.099 m²
        (box(-5, -5, 0.3, 0.34), False),
        (box(1, 1, 1.04, 9), False),  # narrow, but the whole feature
        (box(-0.0003, 1, 0.0397, 9), False),  # nearly the whole feature
        (box(-0.002, 1, 0.038, 9), True),  # 95 % of it
    ],
)
def test_slivers(zone: shapely.Polygon, sliver: bool) -> None:
    base = geoms(box(0, 0, 10, 10))
    for angle in (0.0, 33.0, 90.0):
        turned = [geoms(rotate(g, angle, origin=(E, N))) for g in (base[0], zone)]
        pairs = measure(*turned, RULE)
        assert pairs.sliver.tolist() == [sliver]
        table = overlay(*turned, RULE)
        kinds = table["kind"].to_pylist()
        assert kinds == (["none", "suppressed"] if sliver else ["feature", "none"])
        assert_partition(expand(table), turned[0])


def test_what_is_left_beside_a_zone_may_be_a_trifle() -> None:
    base = geoms(box(0, 0, 10, 10))
    table = overlay(base, geoms(box(-1, -1, 9.9905, 11)), RULE)
    assert facts(table, "kind", "area_m2") == [("feature", 99.905), ("suppressed", 0.095)]
    table = overlay(base, geoms(box(-1, -1, 9.9895, 11)), RULE)
    assert facts(table, "kind", "area_m2") == [("feature", 99.895), ("none", 0.105)]


def test_a_sliver_takes_part_in_no_double_cover() -> None:
    """A strip 4 cm wide, half of it on a zone: that half is the zone's alone, the other half is suppressed."""
    zones = geoms(box(-1, -1, 0.04, 11), box(-1, 5, 11, 11))
    table = overlay(geoms(box(0, 0, 10, 10)), zones, RULE)
    assert facts(table, "feature", "kind", "area_m2", "single_m2") == [
        (1, "feature", 50.0, 50.0),
        (None, "none", 49.8, None),
        (None, "suppressed", 0.2, None),
    ]


def test_slivers_that_overlap_are_suppressed_once() -> None:
    zones = geoms(box(-1, -1, 0.04, 11), box(-1, -1, 0.03, 11), box(-1, 2, 0.02, 11))
    table = overlay(geoms(box(0, 0, 10, 10)), zones, RULE)
    assert facts(table, "kind", "area_m2") == [("none", 99.6), ("suppressed", 0.4)]


# --- random ---------------------------------------------------------------------------------------------------


def scene(seed: int, parcels: int, zones: int, spread: float = 100.0) -> tuple[Any, Any]:
    random = np.random.default_rng(seed)

    def place() -> tuple[float, float]:
        return E + random.uniform(0, spread), N + random.uniform(0, spread)

    base = [star(random, int(random.integers(3, 12)), 15.0, place()) for _ in range(parcels)]
    features = [star(random, int(random.integers(3, 40)), 50.0, place()) for _ in range(zones)]
    holed = [zone - star(random, 9, 12.0, (zone.centroid.x, zone.centroid.y)) for zone in features]
    return geoms(*base), geoms(*holed)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rule", [RULE, Rule(2, 5.0, 1.5)], ids=["fine", "coarse"])
def test_equals_the_plain_way(seed: int, rule: Rule) -> None:
    base, zones = scene(seed, parcels=12, zones=7)
    table = expand(overlay(base, zones, rule))
    assert_same(amounts_of(table), amounts(base, zones, rule))
    assert_partition(table, base)


@pytest.mark.parametrize("seed", range(3))
def test_many_base_polygons_give_what_each_gives(seed: int) -> None:
    """Unions per feature (many base polygons) against pieces per base polygon (few)."""
    base, zones = scene(seed, parcels=400, zones=12)
    together = overlay(base, zones, RULE)
    prepared = Prepared(zones)
    apart = pa.concat_tables([overlay(base[[i]], prepared, RULE) for i in range(len(base))])
    for name in ("feature", "kind", "count"):
        assert together[name].to_pylist() == apart[name].to_pylist()
    for name in ("area_m2", "single_m2"):
        a, b = (np.nan_to_num(t[name].to_numpy().astype(float)) for t in (together, apart))
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-6)
    assert_partition(expand(together), base)


@settings(max_examples=60)
@given(
    st.integers(0, 10**6),
    st.lists(st.tuples(*[st.integers(0, 8)] * 4), min_size=1, max_size=5),
    st.floats(0, 360),
    st.sampled_from([0.0, 1e-9, 1e-4, 0.03]),
)
def test_coverages_and_overlaps_on_a_grid(seed: int, corners: list[Any], angle: float, moved: float) -> None:
    """Rectangles on a grid, where edges are shared all the time, turned, and zones moved by almost nothing."""
    random = np.random.default_rng(seed)
    base = [box(3 * i, 3 * j, 3 * i + 3, 3 * j + 3) for i in range(3) for j in range(3)]
    zones = [box(min(a, c), min(b, d), max(a, c) + 1, max(b, d) + 1) for a, b, c, d in corners]
    zones = [translate(zone, *random.uniform(-moved, moved, 2)) for zone in zones]
    turned_base, turned_zones = (geoms(*(rotate(g, angle, origin=(E, N)) for g in some)) for some in (base, zones))
    table = expand(overlay(turned_base, turned_zones, RULE))
    assert_partition(table, turned_base)
    if moved != 0.03:  # at 3 cm the pieces are slivers by a hair's breadth
        assert_same(amounts_of(table), amounts(turned_base, turned_zones, RULE), within=1e-4)


# --- lines, points, the nearest -------------------------------------------------------------------------------


def line(*points: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString([(E + x, N + y) for x, y in points])


def test_lengths() -> None:
    base = geoms(box(0, 0, 10, 10), box(10, 0, 20, 10) - box(12, 2, 18, 8))
    lines = geoms(
        line((-5, 5), (25, 5)),  # through both, across the hole
        line((10, 2), (10, 6)),  # along the boundary that both share
        None,
        line((10, 10), (10, 20)),  # touches corners only
        line((1, 1), (4, 5)),  # inside
        line((30, 0), (40, 0)),
        shapely.MultiLineString([line((1, 1), (1, 2)), line((9, 9), (12, 9))]),
    )
    pairs = measure(base, lines, LINES)
    assert list(zip(pairs.base.tolist(), pairs.feature.tolist(), np.round(pairs.length, 5).tolist(), strict=True)) == [
        (0, 0, 10.0),
        (0, 1, 4.0),
        (0, 4, 5.0),
        (0, 6, 2.0),
        (1, 0, 4.0),
        (1, 1, 4.0),
        (1, 6, 2.0),
    ]
    table = rows(base, lines, pairs, LINES)
    assert set(table["kind"].to_pylist()) == {"feature"} and table["area_m2"].null_count == len(table) == 7


@pytest.mark.parametrize("seed", range(3))
def test_lengths_equal_geos(seed: int) -> None:
    base, _ = scene(seed, parcels=60, zones=1)
    random = np.random.default_rng(seed)
    lines = geoms(*(line(*random.uniform(-20, 120, (int(random.integers(2, 9)), 2))) for _ in range(40)))
    pairs = measure(base, lines, LINES)
    found = np.zeros((len(base), len(lines)))
    found[pairs.base, pairs.feature] = pairs.length
    expected = shapely.length(shapely.intersection(base[:, None], lines[None, :]))
    expected[expected < 1e-3] = 0.0
    assert len(pairs) == (expected > 0).sum() > 200
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


def test_counts() -> None:
    inside, corner, edge, outside = ((E + x, N + y) for x, y in ((1, 1), (10, 10), (0, 5), (11, 11)))
    points = geoms(
        shapely.MultiPoint([inside, corner, outside]), None, shapely.Point(edge), shapely.Point(outside),
        shapely.MultiPoint([inside, (E + 2, N + 2)]),
    )  # fmt: skip
    table = overlay(geoms(box(0, 0, 10, 10), box(50, 50, 60, 60)), points, POINTS)
    assert facts(table, "base", "feature", "kind", "count") == [
        (0, 0, "feature", 2),
        (0, 2, "feature", 1),
        (0, 4, "feature", 2),
    ]


def test_the_nearest() -> None:
    base = geoms(box(0, 0, 10, 10), box(100, 0, 110, 10), box(30, 0, 40, 10))
    lights = geoms(
        shapely.Point(E + 13, N + 14), shapely.Point(E + 13, N + 14), None, shapely.Point(E + 105, N + 5),
        shapely.Point(E + 20, N + 5),
    )  # fmt: skip
    rule = Rule(0, 0.1, 0.05, nearest_m=10.0)
    table = overlay(base, lights, rule)
    nearest_rows = [row for row in facts(table, "base", "kind", "feature", "distance_m") if row[1] == "nearest"]
    assert nearest_rows == [(0, "nearest", 0, 5.0), (1, "nearest", 3, 0.0), (2, "nearest", 4, 10.0)]
    hidden = overlay(base, lights, rule, np.array([False, False, True, True, True]))
    assert [row for row in facts(hidden, "base", "feature", "distance_m") if row[2] is not None] == [
        (0, 4, 10.0), (1, 3, 0.0), (2, 4, 10.0),
    ]  # fmt: skip


# --- geometry on request --------------------------------------------------------------------------------------


def test_clipped_geometries() -> None:
    base = geoms(box(0, 0, 10, 10), box(10, 0, 20, 10))
    # Overlaps the first in an area and touches it along a line beside that; only touches the second.
    zone = shapely.union_all([box(5, 5, 10, 8), box(10, 0, 12, 5)])
    found = clip(base, geoms(zone, line((5, 5), (15, 5)), shapely.Point(E + 1, N + 1)), [0, 0, 1, 0], [0, 1, 0, 2])
    assert shapely.get_dimensions(found).tolist() == [2, 1, 2, 0]
    assert "Collection" not in {g.geom_type for g in found} and found[0].equals(box(5, 5, 10, 8))
    assert found[1].equals(line((5, 5), (10, 5))) and found[2].equals(box(10, 0, 12, 5))


def test_clipped_areas_are_the_measured_ones() -> None:
    base, zones = scene(9, parcels=40, zones=10)
    pairs = measure(base, zones, RULE)
    clipped = clip(base, zones, pairs.base, pairs.feature)
    assert set(shapely.get_dimensions(clipped)) == {2}
    np.testing.assert_allclose(shapely.area(clipped), pairs.area, rtol=0, atol=1e-7)


def test_a_zone_of_a_million_vertices() -> None:
    angle = np.linspace(0, 2 * np.pi, 1_000_001)[:-1]
    reach = 5_000 + 3 * np.sin(200 * angle)
    zone = shapely.Polygon(np.c_[E + reach * np.cos(angle), N + reach * np.sin(angle)])
    at = np.linspace(0, 2 * np.pi, 50)
    base = shapely.box(*(E + 5_000 * np.cos(at) - 8, N + 5_000 * np.sin(at) - 8),
                       *(E + 5_000 * np.cos(at) + 8, N + 5_000 * np.sin(at) + 8))  # fmt: skip
    pairs = measure(base, geoms(zone), RULE)
    assert len(pairs) == 50
    np.testing.assert_allclose(pairs.area, shapely.area(shapely.intersection(base, zone)), rtol=0, atol=1e-6)
