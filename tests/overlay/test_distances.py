"""Nearest points and lines against GEOS."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from sdi.overlay.distances import nearest_within, segments_of

E, N = 585_000.0, 1_672_000.0


def plain(base: np.ndarray, features: np.ndarray, reach: float) -> dict[int, float]:
    """Distance of the nearest feature of each polygon, pair by pair."""
    found = {}
    for i, polygon in enumerate(base):
        distances = [shapely.distance(polygon, feature) for feature in features if feature is not None]
        near = [d for d in distances if d <= reach]
        if near:
            found[i] = min(near)
    return found


def polygon(chance: np.random.Generator) -> shapely.Geometry:
    x, y = E + chance.uniform(0, 200), N + chance.uniform(0, 200)
    angles = np.sort(chance.uniform(0, 2 * np.pi, chance.integers(4, 12)))
    radii = chance.uniform(5, 25, len(angles))
    star = shapely.make_valid(shapely.Polygon(np.c_[x + radii * np.cos(angles), y + radii * np.sin(angles)]))
    hole = shapely.difference(star, shapely.Point(x, y).buffer(2, quad_segs=2))
    both = shapely.union(hole, shapely.box(x + 40, y, x + 45, y + chance.uniform(3, 30)))
    return shapely.MultiPolygon([part for part in shapely.get_parts(both) if part.geom_type == "Polygon"])


def line(chance: np.random.Generator) -> shapely.Geometry:
    steps = chance.normal(0, 12, (chance.integers(2, 8), 2)).cumsum(axis=0)
    return shapely.LineString(steps + [E + chance.uniform(-50, 250), N + chance.uniform(-50, 250)])


@given(st.integers(0, 2**32 - 1), st.sampled_from(["points", "lines", "multi"]))
def test_the_nearest_is_the_nearest(seed: int, kind: str) -> None:
    chance = np.random.default_rng(seed)
    base = np.array([polygon(chance) for _ in range(6)], dtype=object)
    lines = [line(chance) for _ in range(9)]
    features: list[shapely.Geometry | None] = list(lines)
    if kind == "points":
        features = [shapely.Point(line.coords[0]) for line in lines]
    if kind == "multi":
        features = [None, *(shapely.MultiLineString(lines[k : k + 3]) for k in range(0, 9, 3)), shapely.Point()]
    values = np.array(features, dtype=object)
    i, j, distance = nearest_within(base, shapely.STRtree(values), segments_of(values), 30.0)
    expected = plain(base, values, 30.0)
    assert set(i) == set(expected)
    for polygon_, feature, metres in zip(i, j, distance, strict=True):
        assert metres == pytest.approx(expected[polygon_], abs=1e-8)
        assert shapely.distance(base[polygon_], values[feature]) == pytest.approx(metres, abs=1e-8)


def test_ties_reach_and_visibility() -> None:
    base = np.array([shapely.box(0, 0, 10, 10), shapely.box(100, 0, 110, 10)])
    features = np.array([shapely.Point(15, 5), shapely.Point(-5, 5), shapely.Point(115, 5), shapely.Point(105, 5)])
    tree, segments = shapely.STRtree(features), segments_of(features)

    def found(reach: float, visible: list[bool] | None = None) -> list[tuple[int, int, float]]:
        mask = None if visible is None else np.array(visible)
        return [tuple(map(float, row)) for row in zip(*nearest_within(base, tree, segments, reach, mask), strict=True)]  # type: ignore[misc]

    assert found(5.0) == [(0, 0, 5), (1, 3, 0)], "the first of two equally near ones; inside is nearest"
    assert found(4.999) == [(1, 3, 0)]
    assert found(5.0, [False, True, True, False]) == [(0, 1, 5), (1, 2, 5)]
    assert found(5.0, [False] * 4) == []
