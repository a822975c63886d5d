"""Polygons out of bytes, and boxes that meet, against GEOS."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box

from sdi.overlay.edges import Edges, edges_of
from sdi.overlay.places import meeting, places_of
from sdi.overlay.polygons import Polygons
from sdi.overlay.wkb import rings_of_wkb

RING = [(585_000.1, 1_672_000.7), (585_040.3, 1_672_001.9), (585_031.7, 1_672_060.1), (584_990.2, 1_672_033.3)]
HOLE = [(585_005.1, 1_672_010.7), (585_010.3, 1_672_030.9), (585_020.7, 1_672_015.1)]
SHAPES = [
    Polygon(RING),
    None,
    Polygon(RING[::-1], [HOLE]),
    MultiPolygon([Polygon(RING, [HOLE[::-1]]), box(585_100, 1_672_000, 585_130, 1_672_020)]),
    Polygon(),
    MultiPolygon(),
    MultiPolygon([box(585_200, 1_672_000, 585_230, 1_672_020)]),
    Point(585_000, 1_672_000).buffer(31.7, quad_segs=40),
]


def bytes_of(shapes: list[shapely.Geometry | None]) -> list[bytes | None]:
    return [None if shape is None else shapely.to_wkb(shape, byte_order=1) for shape in shapes]


def rings(edges: Edges) -> list[list[list[float]]]:
    """Points of each, wherever they lie."""
    shapes = edges.shapes
    return [shapes.points[begin:end].tolist() for begin, end in zip(shapes.begin, shapes.end, strict=True)]


def test_polygons_out_of_bytes_are_what_geos_reads() -> None:
    geoms = np.array(SHAPES, dtype=object)
    ours, plain = Polygons.of_wkb(bytes_of(SHAPES)), edges_of(geoms)
    assert rings(ours.edges) == rings(plain)
    for name in ("start", "box", "corner", "area", "perimeter"):
        assert np.array_equal(getattr(ours.edges.shapes, name), getattr(plain.shapes, name)), name
    assert np.array_equal(ours.area, np.nan_to_num(shapely.area(geoms)))
    assert np.array_equal(ours.bounds, np.nan_to_num(shapely.bounds(geoms)))
    assert np.allclose(ours.edges.shapes.perimeter, np.nan_to_num(shapely.length(geoms)), rtol=1e-14)
    assert shapely.equals(ours.take(np.array([3, 6])), geoms[[3, 6]]).all()
    part = ours.part(slice(2, 4))
    assert np.array_equal(part.area, ours.area[2:4])
    assert shapely.equals(part.geoms, geoms[2:4]).all()


@pytest.mark.parametrize(
    "value",
    [
        shapely.to_wkb(SHAPES[0], byte_order=0),
        shapely.to_wkb(shapely.force_3d(SHAPES[0]), byte_order=1),
        shapely.to_wkb(Point(1, 2), byte_order=1),
        shapely.to_wkb(SHAPES[3], byte_order=1)[:-1],
        shapely.to_wkb(SHAPES[3], byte_order=1) + b"\0",
        b"\1\3\0",
    ],
)
def test_what_the_kernel_does_not_know_is_left_to_geos(value: bytes) -> None:
    assert rings_of_wkb([shapely.to_wkb(SHAPES[0], byte_order=1), value]) is None


def test_polygons_in_the_other_byte_order_are_read_all_the_same() -> None:
    other = Polygons.of_wkb([shapely.to_wkb(SHAPES[3], byte_order=0)])
    assert rings(other.edges) == rings(edges_of(np.array(SHAPES[3:4], dtype=object)))
    assert np.array_equal(other.area, shapely.area(SHAPES[3:4]))


NUMBERS = st.integers(0, 60)
BOXES = st.lists(
    st.tuples(NUMBERS, NUMBERS, st.sampled_from([0, 1, 3, 60]), st.sampled_from([0, 2, 5, 60])), max_size=40
)


@given(BOXES, BOXES, st.sets(st.integers(0, 39)))
def test_boxes_meet_as_in_a_tree(one: list[tuple[int, ...]], other: list[tuple[int, ...]], missing: set[int]) -> None:
    first, second = (
        np.array([(x, y, x + w, y + h) for x, y, w, h in boxes], float).reshape(-1, 4) for boxes in (one, other)
    )
    there = np.array([k not in missing for k in range(len(second))], bool)
    found = meeting(first, np.ones(len(first), bool), places_of(second, there))
    close = (first[:, None, :2] <= second[None, :, 2:]).all(2) & (second[None, :, :2] <= first[:, None, 2:]).all(2)
    assert np.array_equal(np.argwhere(close & there), np.stack(found, 1))


def test_cells_stay_few_however_uneven_the_boxes_are() -> None:
    chance = np.random.default_rng(3)
    corner = chance.uniform(0, 1e5, (20_000, 2))
    size = np.where(chance.random((20_000, 1)) < 0.02, 1e5, 1.0)
    places = places_of(np.hstack([corner, corner + size]), np.ones(20_000, bool))
    assert len(places.members) < 10 * 20_000
    assert len(places.first) < 10 * 20_000
