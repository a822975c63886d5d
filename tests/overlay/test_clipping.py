"""Clipped geometries against GEOS, plain cases and all others."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import rotate, translate

from sdi.overlay.areas import intersections
from sdi.overlay.cutting import cut
from sdi.overlay.edges import edges_of
from sdi.overlay.engine import Prepared, clip
from sdi.overlay.pairs import touching
from tests.overlay.test_areas import ORIGIN, at, star


def plain(parcels: np.ndarray, zones: np.ndarray, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """What the kernel cuts out by itself."""
    p, z = edges_of(parcels), edges_of(zones)
    return cut(p, z, i, j, intersections(p, z, i, j)[0], touching(p.box)[i])


def check(found: np.ndarray, parcels: np.ndarray, zones: np.ndarray) -> None:
    """Valid polygons, the same as GEOS finds, vertex for vertex up to rounding."""
    whole = shapely.intersection(parcels, zones)
    assert shapely.is_valid(found).all()
    assert set(shapely.get_type_id(found)) <= {3, 6}
    np.testing.assert_allclose(shapely.area(found), shapely.area(whole), rtol=0, atol=1e-7)
    assert shapely.area(shapely.symmetric_difference(found, whole)).max() < 1e-6
    real = shapely.area(whole) > 1e-6
    assert shapely.hausdorff_distance(found[real], whole[real]).max() < 1e-6


def pairs(seed: int, vertices: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Spiky parcels on a ragged zone with a hole, and on one in parts."""
    random = np.random.default_rng(seed)
    parcels = np.array(
        [star(i, int(random.integers(3, 30)), 15.0, at(*random.uniform(-90, 90, 2))) for i in range(200)]
    )
    zone = star(seed + 500, vertices, 90.0, at(0, 0))
    zone -= star(seed + 501, max(vertices // 3, 5), 40.0, at(3, 4))
    parts = shapely.MultiPolygon(
        [p for k in range(4) for p in [star(k, vertices, 30.0, at(70 * (k % 2), 70 * (k // 2)))]]
    )
    zones = np.array([zone, parts], dtype=object)
    assert shapely.is_valid(zones).all()
    i, j = (part.ravel() for part in np.indices((200, 2)))
    return parcels, zones, i, j


@pytest.mark.parametrize("vertices", [6, 60, 1200])
@pytest.mark.parametrize("seed", range(3))
def test_plain_cases(seed: int, vertices: int) -> None:
    parcels, zones, i, j = pairs(seed, vertices)
    found = plain(parcels, zones, i, j)
    done = ~shapely.is_missing(found)
    assert done.sum() > 60
    check(found[done], parcels[i[done]], zones[j[done]])
    assert (shapely.get_type_id(found[done]) == 6).any()


@pytest.mark.parametrize("seed", range(3))
def test_all_cases(seed: int) -> None:
    parcels, zones, i, j = pairs(seed, 60)
    for turn in (0, 30):
        p, z = (np.array([rotate(g, turn, origin=ORIGIN) for g in geoms], dtype=object) for geoms in (parcels, zones))
        # Parcels that are parts of a zone share its edges: GEOS has to do those.
        p = np.concatenate([p, shapely.get_parts(shapely.intersection(p, z[0]))])
        p = p[shapely.get_type_id(p) == 3]
        a, b = (part.ravel() for part in np.indices((len(p), 2)))
        check(clip(p, Prepared(z), a, b), p[a], z[b])


def test_what_is_not_plain_is_left_to_geos() -> None:
    """A shared edge, a vertex on an edge, a grazing edge, an island, a hole, touching in a corner, a small gap."""
    square = shapely.box(0, 0, 10, 10)
    others = [
        shapely.box(5, 0, 15, 10),
        shapely.Polygon([(10, 5), (20, 0), (20, 10)]),
        shapely.Polygon([(5, 10), (8, 2), (15, 15)]),
        shapely.Polygon([(-1, 9.9995), (11, 10.0005), (11, -5), (-1, -5)]),
        shapely.box(4, 4, 6, 6) | shapely.box(8, 8, 12, 12),
        shapely.box(-5, -5, 15, 15) - shapely.box(2, 2, 8, 8),
        shapely.box(10, 10, 11, 11),
        shapely.box(-5, 3, 15, 5) | shapely.box(-5, 5 + 1e-9, 15, 7),
        shapely.box(-5, -5, 15, 15) - shapely.Polygon([(-5, -5), (5, 5), (5, 20), (4, 20)]),
    ]
    parcels = np.array([translate(square, *ORIGIN)] * len(others))
    zones = np.array([translate(other, *ORIGIN) for other in others])
    each = np.arange(len(others))
    assert shapely.is_missing(plain(parcels, zones, each, each))[:8].all()
    found = clip(parcels, zones, each, each)
    whole = shapely.intersection(parcels, zones)
    np.testing.assert_allclose(shapely.area(found), shapely.area(whole), rtol=0, atol=1e-7)
    assert shapely.is_valid(found).all() and set(shapely.get_type_id(found)) <= {3, 6}


coordinate = st.integers(-6, 6).map(float)
ring = st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=7).map(shapely.Polygon)
polygon = ring.filter(lambda p: p.is_valid and p.area > 0)


@settings(max_examples=400, deadline=None)
@given(polygon, polygon, polygon, st.floats(0, 360), st.floats(-3, 3))
def test_laws(a: shapely.Polygon, b: shapely.Polygon, c: shapely.Polygon, angle: float, shift: float) -> None:
    """On a grid, and turned off it: holes, parts, everything that meets."""
    zone = b.symmetric_difference(c)
    zone = shapely.MultiPolygon([p for p in shapely.get_parts(zone) if p.geom_type == "Polygon"])
    for moved in (zone, translate(rotate(zone, angle, origin=(0, 0)), shift, shift / 3)):
        if moved.area > 0 and moved.is_valid:
            one, other = (np.array([translate(g, *ORIGIN)], dtype=object) for g in (a, moved))
            only = np.zeros(1, np.int64)
            found = clip(one, other, only, only)
            assert shapely.is_valid(found).all()
            expected = shapely.intersection(one, other)
            assert shapely.area(found)[0] == pytest.approx(shapely.area(expected)[0], abs=1e-6)
            assert shapely.area(shapely.symmetric_difference(found, expected))[0] < 1e-5
