"""The area kernel against GEOS, and against what must hold whoever computes it."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate

from sdi.overlay.areas import edges_of, intersections

ORIGIN = (585_000.0, 1_672_000.0)


def areas(parcels: list[shapely.Geometry], zones: list[shapely.Geometry]) -> np.ndarray:
    """Area of every parcel with every zone, shape (parcels, zones)."""
    p, z = np.array(parcels, dtype=object), np.array(zones, dtype=object)
    grid = np.indices((len(p), len(z))).reshape(2, -1)
    return intersections(edges_of(p), edges_of(z), grid[0], grid[1])[0].reshape(len(p), len(z))


def perimeter(a: shapely.Geometry, b: shapely.Geometry) -> float:
    one = np.zeros(1, np.int64)
    return float(intersections(edges_of(np.array([a])), edges_of(np.array([b])), one, one)[1][0])


def geos_perimeter(a: shapely.Geometry, b: shapely.Geometry) -> float:
    """Of the polygons of the intersection, without what only touches."""
    parts = shapely.get_parts(a.intersection(b))
    return float(sum(part.length for part in parts if part.geom_type == "Polygon"))


def geos(parcels: list[shapely.Geometry], zones: list[shapely.Geometry]) -> np.ndarray:
    p, z = np.array(parcels, dtype=object), np.array(zones, dtype=object)
    return np.asarray(shapely.area(shapely.intersection(p[:, None], z[None, :])))


def star(seed: int, vertices: int, radius: float, centre: tuple[float, float]) -> shapely.Polygon:
    """A simple polygon with spikes, not convex."""
    random = np.random.default_rng(seed)
    angle = (np.arange(vertices) + random.uniform(0.0, 0.8, vertices)) * 2 * np.pi / vertices
    reach = radius * random.uniform(0.2, 1.0, vertices)
    return shapely.Polygon(np.c_[centre[0] + reach * np.cos(angle), centre[1] + reach * np.sin(angle)])


def at(x: float, y: float) -> tuple[float, float]:
    return ORIGIN[0] + x, ORIGIN[1] + y


@pytest.mark.parametrize("seed", range(6))
def test_equals_geos_on_random_polygons(seed: int) -> None:
    random = np.random.default_rng(seed)
    parcels = [star(i, int(random.integers(3, 14)), 15.0, at(*random.uniform(0, 300, 2))) for i in range(60)]
    zones = [star(100 + i, int(random.integers(3, 400)), 150.0, at(*random.uniform(0, 300, 2))) for i in range(8)]
    zones = [
        zone.difference(star(200 + i, 20, 60.0, (zone.centroid.x, zone.centroid.y))) for i, zone in enumerate(zones)
    ]
    expected = geos(parcels, zones)
    assert (expected > 0).sum() > 50
    # GEOS rounds the points of intersection to the doubles near six- and seven-digit coordinates: about 1e-10 m.
    np.testing.assert_allclose(areas(parcels, zones), expected, rtol=0, atol=1e-7)


def test_holes_and_parts() -> None:
    zone = shapely.MultiPolygon(
        [shapely.box(0, 0, 10, 10) - shapely.box(2, 2, 8, 8), shapely.box(4, 4, 6, 6), shapely.box(20, 0, 30, 10)]
    )
    parcel = shapely.box(5, 5, 25, 9)
    assert areas([parcel], [zone])[0, 0] == pytest.approx(1.0 + 8.0 + 3.0 + 20.0, abs=1e-12)
    assert areas([zone], [parcel])[0, 0] == pytest.approx(32.0, abs=1e-12)


def test_shared_edges_need_no_tolerance() -> None:
    """Nine cells of a grid that share their edges exactly, turned to an awkward angle: a partition stays one."""
    turn = lambda g: rotate(translate(g, *ORIGIN), 23.7, origin=ORIGIN)  # noqa: E731
    cells = [turn(shapely.box(7.3 * i, 7.3 * j, 7.3 * (i + 1), 7.3 * (j + 1))) for i in range(3) for j in range(3)]
    found = areas(cells, cells)
    np.testing.assert_allclose(np.diag(found), 7.3**2, rtol=0, atol=1e-8)
    assert np.abs(found - np.diag(np.diag(found))).max() < 1e-8


def test_touching_and_apart_are_nothing() -> None:
    square = shapely.box(0, 0, 1, 1)
    others = [shapely.box(1, 0, 2, 1), shapely.box(1, 1, 2, 2), shapely.box(0, 1, 1, 2), shapely.box(5, 5, 6, 6)]
    assert areas([square], others).tolist() == [[0.0, 0.0, 0.0, 0.0]]


def test_inside_and_around() -> None:
    """The short cut for parcels that no edge comes near: inside, in a hole, in the notch of a U."""
    ring = shapely.box(0, 0, 100, 100) - shapely.box(40, 40, 60, 60)
    u = shapely.Polygon([(0, 0), (100, 0), (100, 100), (70, 100), (70, 30), (30, 30), (30, 100), (0, 100)])
    parcels = [shapely.box(10, 10, 12, 13), shapely.box(48, 48, 50, 50), shapely.box(45, 80, 50, 90)]
    np.testing.assert_allclose(areas(parcels, [ring, u]), [[6.0, 6.0], [0.0, 0.0], [50.0, 0.0]], atol=1e-12)


def test_rings_that_only_geos_can_tell_apart() -> None:
    """Several parts with holes, points repeated where a ring closes, a hole that begins where the shell does."""
    frame = shapely.box(0, 0, 10, 10) - shapely.box(2, 2, 8, 8)
    repeated = shapely.Polygon(
        [(0, 0), (0, 0), (0, 0), (0, 0), (10, 0), (10, 10), (0, 10), (0, 0), (0, 0)], [[(0, 0), (4, 1), (1, 4)]]
    )
    clockwise = shapely.Polygon([(0, 0), (0, 10), (10, 10), (10, 0)], [[(0, 0), (4, 1), (1, 4)]])
    several = shapely.MultiPolygon([frame, translate(frame, 20, 0), shapely.box(4, 4, 6, 6)])
    plain = shapely.box(0, 0, 10, 10)
    zones = [
        plain,
        several,
        repeated,
        shapely.Polygon(),
        clockwise,
        shapely.MultiPolygon([plain, translate(plain, 50)]),
    ]
    parcels = [shapely.box(-1, -1, 40, 3), several, repeated]
    assert all(zone.is_valid for zone in zones)
    np.testing.assert_allclose(areas(parcels, zones), geos(parcels, zones), rtol=0, atol=1e-9)


def test_a_zone_of_a_hundred_thousand_vertices() -> None:
    angle = np.linspace(0, 2 * np.pi, 100_001)[:-1]
    reach = 500 + 3 * np.sin(200 * angle)
    zone = shapely.Polygon(np.c_[ORIGIN[0] + reach * np.cos(angle), ORIGIN[1] + reach * np.sin(angle)])
    parcels = [star(i, 8, 10.0, at(500 * np.cos(i), 500 * np.sin(i))) for i in range(30)]
    np.testing.assert_allclose(areas(parcels, [zone]), geos(parcels, [zone]), rtol=0, atol=1e-7)


@pytest.mark.parametrize("turn", [0, 90, 33])
def test_a_comb_of_long_teeth(turn: float) -> None:
    """Edges as long as the zone, whose vertices lie on lines of its grid; parcels on teeth, gaps and both."""
    teeth = 2000
    x = np.repeat(np.arange(teeth) * 0.5, 2)
    y = np.where((np.arange(len(x)) + 1) // 2 % 2, 1000.0, 2.0)
    comb = translate(shapely.Polygon([(0, 0), *zip(x, y, strict=True), (x[-1], 0)]), *ORIGIN)
    assert comb.is_valid
    parcels = [star(i, 12, 8.0, at(37.0 * i % 1000, 61.0 * i % 1000)) for i in range(60)]
    zone, *cells = [rotate(g, turn, origin=ORIGIN) for g in [comb, *parcels, shapely.box(*at(3, 5), *at(7, 9))]]
    expected = geos(cells, [zone])
    assert (expected > 0).sum() > 50
    np.testing.assert_allclose(areas(cells, [zone]), expected, rtol=0, atol=1e-7)
    members = edges_of(np.array([zone])).grid.members
    assert len(members) < 5 * shapely.get_num_coordinates(zone)


def test_vertices_on_the_lines_of_the_grid() -> None:
    """A staircase of unit steps and parcels of unit squares: everything meets everything at corners and edges."""
    steps = [(float(i), float(j)) for i in range(12) for j in (i, i + 1)]
    zone = shapely.Polygon([*steps, (12.0, 12.0), (12.0, 0.0)])
    parcels = [shapely.box(i / 2, j / 2, i / 2 + 1, j / 2 + 1) for i in range(-2, 26) for j in range(-2, 26)]
    zones = [zone, translate(zone, *ORIGIN)]
    parcels += [translate(parcel, *ORIGIN) for parcel in parcels]
    np.testing.assert_allclose(areas(parcels, zones), geos(parcels, zones), rtol=0, atol=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_perimeters_equal_geos(seed: int) -> None:
    random = np.random.default_rng(seed)
    met = 0
    for k in range(40):
        a = star(1000 * seed + k, int(random.integers(3, 30)), 20.0, at(*random.uniform(0, 30, 2)))
        b = star(1000 * seed + 500 + k, int(random.integers(3, 200)), 40.0, at(*random.uniform(0, 30, 2)))
        b -= star(k, 12, 9.0, (b.centroid.x, b.centroid.y))
        expected = geos_perimeter(a, b)
        met += expected > 0
        # Drawing in by a micrometre shortens every corner by about as much, a sharp one by more.
        assert perimeter(a, b) == pytest.approx(expected, abs=2e-3)
        assert perimeter(b, a) == pytest.approx(expected, abs=2e-3)
    assert met > 20


def test_a_shared_edge_counts_once() -> None:
    """Inside along one, two, four edges, beside, around and the same; turned in every direction."""
    square = shapely.box(0, 0, 10, 10)
    others = {
        shapely.box(0, 2, 5, 8): 22.0,
        shapely.box(0, 0, 5, 10): 30.0,
        square: 40.0,
        shapely.box(-5, 0, 15, 10): 40.0,
        shapely.box(10, 0, 20, 10): 0.0,
        shapely.box(10, 0, 20, 10) | shapely.box(8, 0, 10, 1): 6.0,
        shapely.box(-9, -9, 19, 19) - square: 0.0,
        shapely.box(-9, -9, 19, 19) - shapely.box(2, 0, 8, 10): 48.0,
    }
    for angle in (0, 30, 45, 90, 123, 180, 270, 359):
        for other, length in others.items():
            a, b = (translate(rotate(g, angle, origin=(0, 0)), *ORIGIN) for g in (square, other))
            assert perimeter(a, b) == pytest.approx(length, abs=1e-3), (angle, other)
            assert perimeter(b, a) == pytest.approx(length, abs=1e-3), (angle, other)


coordinate = st.integers(-6, 6).map(float)
triangle = st.tuples(*[st.tuples(coordinate, coordinate)] * 3).map(shapely.Polygon).filter(lambda t: t.area > 0)


@settings(max_examples=300, deadline=None)
@given(triangle, triangle, st.floats(-50, 50), st.floats(0, 360))
def test_laws(a: shapely.Polygon, b: shapely.Polygon, shift: float, angle: float) -> None:
    """On a grid where edges meet, overlap and touch all the time: GEOS, symmetry, bounds, motion."""
    found = areas([a], [b])[0, 0]
    assert found == pytest.approx(a.intersection(b).area, abs=1e-9)
    assert found == pytest.approx(areas([b], [a])[0, 0], abs=1e-9)
    assert -1e-9 <= found <= min(a.area, b.area) + 1e-9
    if found > 1e-3:
        assert perimeter(a, b) == pytest.approx(geos_perimeter(a, b), abs=1e-3)
    moved = [rotate(translate(g, shift, -shift), angle, origin=(0, 0)) for g in (a, b)]
    assert areas(moved[:1], moved[1:])[0, 0] == pytest.approx(found, abs=1e-8)
