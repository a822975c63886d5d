"""Cutting by tiles against cutting at once."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from sdi.overlay import clipping, cutting
from sdi.overlay.engine import Prepared, clip
from sdi.overlay.tiles import MOST, tiles_of

E, N = 585_000.0, 1_672_000.0


def zone(chance: np.random.Generator, vertices: int) -> shapely.Geometry:
    """A ragged zone with a hole and an island."""
    turn = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    radius = 150 + 10 * np.sin(7 * turn) + chance.uniform(-2, 2, vertices)
    centre = np.array([E, N]) + chance.uniform(-50, 50, 2)
    shell = shapely.Polygon(centre + radius[:, None] * np.c_[np.cos(turn), np.sin(turn)])
    hole = shapely.Point(*centre).buffer(60, quad_segs=vertices // 8)
    island = shapely.box(*(centre - 20), *(centre + 20))
    return shapely.union(shapely.difference(shapely.make_valid(shell), hole), island)


@pytest.mark.parametrize("vertices", [40, 400, 4000])
def test_pieces_are_those_of_the_whole(vertices: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "MOST", 0)  # no case is plain
    monkeypatch.setattr(clipping, "_TILING", 0)
    chance = np.random.default_rng(vertices)
    zones = np.array([zone(chance, vertices) for _ in range(3)], dtype=object)
    corner = np.array([E, N]) + chance.uniform(-220, 220, (600, 2))
    size = chance.uniform(5, 40, (600, 2))
    parcels = shapely.box(*corner.T, *(corner + size).T)
    i, j = (part.ravel() for part in np.indices((600, 3)))
    found = clip(parcels, Prepared(zones), i, j)
    whole = shapely.intersection(parcels[i], zones[j])
    assert (shapely.area(whole) > 1).sum() > 300 and (shapely.area(whole) == 0).sum() > 300
    assert shapely.area(found) == pytest.approx(shapely.area(whole), abs=1e-6)
    assert shapely.area(shapely.symmetric_difference(found, whole)).max() < 1e-5
    assert shapely.is_valid(found).all() and set(shapely.get_type_id(found)) <= {3, 6}


def test_tiles_are_small_and_cover_their_area() -> None:
    zones = np.array([zone(np.random.default_rng(1), 3000), shapely.box(E, N, E + 1, N + 1)], dtype=object)
    tiles = tiles_of(zones)
    assert shapely.get_num_coordinates(tiles.geoms).max() <= MOST
    for number, area in enumerate(zones):
        mine = tiles.geoms[tiles.owner == number]
        assert shapely.area(mine).sum() == pytest.approx(area.area, rel=1e-12)
        assert shapely.area(shapely.union_all(mine)) == pytest.approx(area.area, rel=1e-9)
    assert (tiles.owner == 1).sum() == 1
