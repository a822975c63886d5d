"""Overlaps and gaps against GEOS pair by pair and against areas known by design."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from sdi.geom.coverage import gaps, overlaps


def boxes(*rows: tuple[float, float, float, float]) -> np.ndarray:
    return np.array([shapely.box(*row) for row in rows], dtype=object)


def test_overlaps_tell_faults_from_slivers() -> None:
    geoms = boxes((0, 0, 10, 10), (10, 0, 20, 10), (19, 0, 30, 10), (29.99, 0, 40, 10), (0, 0, 1, 1))
    found = overlaps(geoms, min_area=0.5, min_width=0.05)
    assert list(zip(found.i, found.j, strict=True)) == [(0, 4), (1, 2), (2, 3)]
    assert found.area == pytest.approx([1, 10, 0.1])
    assert found.width[2] == pytest.approx(0.01, rel=0.01)
    assert list(found.sliver) == [False, False, True]
    assert shapely.area(found.pieces()) == pytest.approx(found.area)
    assert found.pieces(np.flatnonzero(found.sliver))[0].bounds == (29.99, 0, 30, 10)


def test_neighbours_holes_and_missing_rows_are_no_overlap() -> None:
    yard = shapely.Polygon(shapely.box(0, 0, 10, 10).exterior, [shapely.box(2, 2, 4, 4).exterior])
    geoms = np.array([yard, shapely.box(2, 2, 4, 4), None, shapely.from_wkt("POLYGON EMPTY")], dtype=object)
    found = overlaps(geoms, 0, 0)
    assert len(found) == 0 and len(found.pieces()) == 0
    assert len(overlaps(np.array([], dtype=object), 0, 0)) == 0


def test_duplicates_are_overlaps() -> None:
    found = overlaps(boxes((0, 0, 5, 5), (0, 0, 5, 5)), 0.1, 0.1)
    assert list(found.area) == [25.0]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(1, 8), st.integers(1, 8)),
        min_size=2,
        max_size=12,
    )
)
def test_overlaps_equal_geos_pair_by_pair(rows: list[tuple[int, int, int, int]]) -> None:
    geoms = boxes(*((x, y, x + w, y + h) for x, y, w, h in rows))
    found = overlaps(geoms, 0, 0)
    expected = {
        (i, j): geoms[i].intersection(geoms[j]).area
        for i in range(len(geoms))
        for j in range(i + 1, len(geoms))
        if geoms[i].intersection(geoms[j]).area > 0
    }
    assert dict(zip(zip(found.i, found.j, strict=True), found.area, strict=True)) == pytest.approx(expected)


def test_gaps_are_found_closed_and_open_but_streets_are_not() -> None:
    geoms = boxes(
        (0, 0, 10, 10),
        (10.2, 0, 20, 10),
        (0, 10.3, 20, 20),
        (30, 0, 40, 10),
        (30, 10, 34, 20),
        (36, 10, 40, 20),
    )
    found = gaps(geoms, max_width=0.5)
    # A T of two strips 0.2 and 0.3 m wide; the street of 10 m and the court of 2 m stay.
    assert shapely.area(found).sum() == pytest.approx(10 * 0.2 + 20 * 0.3, rel=0.01)
    assert len(gaps(geoms, max_width=0.1)) == 0
    assert shapely.area(gaps(geoms, max_width=2.5)).sum() == pytest.approx(10 * 0.2 + 20 * 0.3 + 20, rel=0.01)


def test_no_gaps_where_none_are() -> None:
    x, y = (grid.ravel() for grid in np.meshgrid(np.arange(20) * 7.3, np.arange(20) * 11.1))
    turned = shapely.transform(
        shapely.box(x, y, x + 7.3, y + 11.1),
        lambda c: c @ np.array([[0.8, 0.6], [-0.6, 0.8]]) + (585_000, 1_672_000),
    )
    assert len(gaps(turned, 0.5)) == 0
    found = overlaps(turned, 0.01, 0.01)
    assert not (~found.sliver).any()
    assert len(gaps(np.array([None], dtype=object), 1)) == 0
    holed = np.delete(turned, 210)
    assert shapely.area(gaps(holed, 8.0)).sum() == pytest.approx(7.3 * 11.1, rel=0.01)
