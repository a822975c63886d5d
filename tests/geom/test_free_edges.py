"""Suspects of a coverage against GEOS: no overlap and no gap without one, and none where nothing is wrong."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from sdi.geom import free_edges
from sdi.geom.coverage import gaps, overlaps
from sdi.geom.free_edges import Suspects
from sdi.geom.rings import read_rings

ROWS, COLUMNS, SIDE = 5, 6, 12.0


def suspects(geoms: np.ndarray, width: float = 0.0, zone: np.ndarray | None = None) -> Suspects:
    return free_edges.suspects(read_rings(shapely.to_wkb(geoms, byte_order=1)), width, zone)


def meeting(geoms: np.ndarray, zone: np.ndarray) -> np.ndarray:
    """Which boxes of the geometries meet one of the zone's."""
    meets = np.zeros(len(geoms), bool)
    meets[shapely.STRtree(shapely.box(*zone.T)).query(shapely.box(*shapely.bounds(geoms).T))[0]] = True
    return meets


def boxes(*rows: tuple[float, float, float, float]) -> np.ndarray:
    return np.array([shapely.box(*row) for row in rows], dtype=object)


def placed(geoms: np.ndarray) -> np.ndarray:
    """Turned and moved to where provincial coordinates lie, rounded to the millimetre as deliveries are."""
    turn = np.array([[0.8, 0.6], [-0.6, 0.8]])
    return np.asarray(shapely.transform(geoms, lambda c: np.round(c @ turn + (585_000, 1_672_000), 3)), dtype=object)


def town(seed: int) -> tuple[np.ndarray, np.random.Generator]:
    """A block of quadrangles without faults, as corners (rows, columns, 2), and what to disturb it with."""
    rng = np.random.default_rng(seed)
    corners = np.stack(np.meshgrid(np.arange(COLUMNS + 1.0), np.arange(ROWS + 1.0)), axis=-1) * SIDE
    return corners + rng.uniform(-3, 3, corners.shape), rng


def quadrangles(corners: np.ndarray) -> list[shapely.Polygon]:
    return [
        shapely.Polygon([corners[r, c], corners[r, c + 1], corners[r + 1, c + 1], corners[r + 1, c]])
        for r in range(ROWS)
        for c in range(COLUMNS)
    ]


def moved_corner(cells: list[shapely.Polygon], rng: np.random.Generator) -> None:
    k = int(rng.integers(len(cells)))
    ring = shapely.get_coordinates(cells[k])[:-1]
    ring[rng.integers(len(ring))] += rng.normal(0, rng.choice([0.002, 0.2, 1.0]), 2)
    cells[k] = shapely.Polygon(ring)


def moved_cell(cells: list[shapely.Polygon], rng: np.random.Generator) -> None:
    k = int(rng.integers(len(cells)))
    shift = rng.normal(0, rng.choice([0.01, 0.3, 8.0]), 2)
    cells[k] = shapely.transform(cells[k], lambda c: c + shift)


def copied(cells: list[shapely.Polygon], rng: np.random.Generator) -> None:
    cells.append(cells[rng.integers(len(cells))])


def contained(cells: list[shapely.Polygon], rng: np.random.Generator) -> None:
    cells.append(cells[rng.integers(len(cells))].centroid.buffer(rng.choice([0.3, 2.0]), quad_segs=2))


def island(cells: list[shapely.Polygon], rng: np.random.Generator) -> None:
    k = int(rng.integers(len(cells)))
    pond = cells[k].centroid.buffer(1.0, quad_segs=2)
    cells[k] = cells[k].difference(pond)
    if rng.random() < 0.7:
        cells.append(pond)


def merged(cells: list[shapely.Polygon], rng: np.random.Generator) -> None:
    """Two neighbours become one that has lost a corner: long edges against short ones."""
    k = int(rng.integers(len(cells) - 1))
    whole = shapely.union_all([cells[k], cells.pop(k + 1)])
    if whole.geom_type == "Polygon":
        cells[k] = whole.simplify(rng.choice([0.0, 0.5, 3.0]))


def missing(cells: list[shapely.Polygon], rng: np.random.Generator) -> None:
    cells.pop(int(rng.integers(len(cells))))


def another_map(cells: list[shapely.Polygon], rng: np.random.Generator) -> None:
    """A second coverage over part of the first: inside it no edge is free."""
    shift = rng.uniform(-20, 20, 2)
    cells += [shapely.transform(cell, lambda c: 0.6 * c + shift) for cell in quadrangles(town(1)[0])]


def faulty_town(seed: int, faults: list) -> np.ndarray:
    """Polygons of a town that faults have disturbed."""
    corners, rng = town(seed)
    cells = quadrangles(corners)
    for fault in faults:
        fault(cells, rng)
    geoms = shapely.make_valid(placed(np.array(cells, dtype=object)))
    return np.asarray(geoms[np.isin(shapely.get_type_id(geoms), (3, 6))])


FAULTS = [moved_corner, moved_cell, copied, contained, island, merged, missing, another_map]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.sampled_from(FAULTS), max_size=5))
def test_every_overlap_and_gap_hangs_on_a_suspect(seed: int, faults: list) -> None:
    geoms = faulty_town(seed, faults)
    found = suspects(geoms, width=1.0)

    every = overlaps(geoms, 0.01, 0.05)
    fewer = overlaps(geoms, 0.01, 0.05, np.flatnonzero(found.overlap))
    assert np.array_equal(fewer.i, every.i) and np.array_equal(fewer.j, every.j)
    assert np.array_equal(fewer.area, every.area)

    edges = shapely.coverage_invalid_edges(geoms, gap_width=1.0)
    openings = gaps(geoms, 1.0)
    side, gap = shapely.STRtree(geoms).query(openings, predicate="dwithin", distance=0.002)[::-1]
    for k in np.unique(gap):
        sides = side[gap == k]
        # An edge that only ends at the opening was told for another one; the hole of one polygon is nobody's gap.
        along = shapely.length(shapely.intersection(edges[sides], openings[k].buffer(0.002)))
        assert found.gap[sides].any() or not (np.nan_to_num(along) > 0.01).any()


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.sampled_from(FAULTS), min_size=1, max_size=5), st.data())
def test_in_a_zone_no_overlap_is_missed_that_lies_in_it(seed: int, faults: list, data: st.DataObject) -> None:
    """The zone and the polygons that meet it are all that is known, as when little of a layer has changed."""
    geoms = faulty_town(seed, faults)
    every = overlaps(geoms, 0.01, 0.05)
    pieces = every.pieces()
    chosen = data.draw(st.lists(st.integers(0, len(geoms) - 1), min_size=1, max_size=4))
    zone = shapely.bounds(geoms[chosen])
    for _ in range(len(pieces)):  # a piece that the zone meets is in it
        zone = np.unique(np.concatenate([zone, shapely.bounds(pieces[meeting(pieces, zone)])]), axis=0)
    near = np.flatnonzero(meeting(geoms, zone))
    found = suspects(geoms[near], zone=zone)
    fewer = overlaps(geoms[near], 0.01, 0.05, np.flatnonzero(found.overlap))
    got = set(zip(near[fewer.i].tolist(), near[fewer.j].tolist(), strict=True))
    here = meeting(pieces, zone)
    assert got >= set(zip(every.i[here].tolist(), every.j[here].tolist(), strict=True))
    assert len(got) == len(fewer)


def test_nothing_is_suspect_where_nothing_is_wrong() -> None:
    corners, _ = town(3)
    block = np.array(quadrangles(corners), dtype=object)
    street = shapely.transform(block, lambda c: c + (COLUMNS * SIDE + 12, 0))
    pond = block[7].centroid.buffer(1.0)
    block[7] = block[7].difference(pond)
    geoms = placed(np.concatenate([block, street, [pond], [shapely.Polygon()]]))
    assert shapely.coverage_is_valid(geoms[:-1])
    found = suspects(geoms, width=1.0)
    assert not found.overlap.any() and not found.gap.any()
    assert not suspects(np.array([], dtype=object), 1.0).overlap.size


@pytest.mark.parametrize(
    ("geoms", "expected"),
    [
        (boxes((0, 0, 10, 10), (0, 0, 10, 10)), [True, True]),
        (boxes((0, 0, 10, 10), (2, 2, 3, 3)), [False, True]),
        (boxes((0, 0, 10, 10), (10, 0, 20, 10), (9, 4, 11, 6)), [False, False, True]),
        (boxes((0, 0, 10, 10), (10, 0, 20, 5), (10, 5, 20, 10)), [True, True, True]),
        (boxes((0, 0, 10, 10), (10, 10, 20, 20)), [False, False]),
        (boxes((0, 0, 10, 10), (11, 0, 21, 10)), [False, False]),
    ],
    ids=["copies", "one inside another", "across a border", "a corner on an edge", "corner to corner", "apart"],
)
def test_suspects_of_an_overlap(geoms: np.ndarray, expected: list[bool]) -> None:
    assert suspects(geoms).overlap.tolist() == expected


def test_only_fronts_that_face_each_other_closely_are_suspect_of_a_gap() -> None:
    geoms = boxes((0, 0, 10, 10), (10.4, 0, 20, 10), (0, 11.2, 20, 20), (22, 0, 30, 10), (30, 10.2, 40, 20))
    assert suspects(geoms, width=0.5).gap.tolist() == [True, True, False, False, False]
    assert suspects(geoms, width=1.5).gap.tolist() == [True, True, True, False, False]
    assert not suspects(geoms).gap.any()


def test_sizes_and_distances_of_any_kind() -> None:
    """A province around gardens, and a stray far away: the grid has to find what lies across its levels."""
    gardens = [(x, y, x + 8.0, y + 8.0) for x in range(0, 800, 40) for y in range(0, 800, 40)]
    geoms = boxes(*gardens, (-90_000, 400, 90_000, 60_000), (9e6, 9e6, 9e6 + 5, 9e6 + 5))
    found = suspects(geoms).overlap
    assert np.array_equal(np.flatnonzero(found[:400]), np.flatnonzero([y > 392 for _, y, *_ in gardens]))
    assert not found[401]
