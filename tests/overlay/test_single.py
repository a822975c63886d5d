"""One polygon is answered as a polygon among many is."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.affinity import rotate

from sdi.overlay.engine import Rule, expand, overlay
from sdi.overlay.prepared import Prepared
from sdi.overlay.shares import tenths, tenths_of
from sdi.overlay.single import Single

E, N = 585_000.0, 1_672_000.0
step = st.integers(0, 40)


@st.composite
def boxes(draw: st.DrawFn) -> shapely.Polygon:
    x, y = E + draw(step), N + draw(step)
    width, height = draw(st.sampled_from([0.05, 0.4, 5, 20, 40])), draw(st.sampled_from([0.1, 5, 20, 60]))
    return rotate(shapely.box(x, y, x + width, y + height), draw(st.sampled_from([0, 17, 45])))


@st.composite
def features(draw: st.DrawFn, dimension: int) -> list[shapely.Geometry]:
    shapes = draw(st.lists(boxes(), max_size=6))
    if dimension == 2:
        return shapes
    return [shape.centroid if dimension == 0 else shape.boundary for shape in shapes]


@pytest.mark.parametrize("dimension", [0, 1, 2])
@pytest.mark.parametrize("nearest_m", [None, 15.0])
@given(data=st.data())
def test_rows_are_those_of_the_engine(dimension: int, nearest_m: float | None, data: st.DataObject) -> None:
    polygon, rule = data.draw(boxes()), Rule(dimension, 0.1, 0.7, nearest_m)
    prepared = Prepared.of(np.array(data.draw(features(dimension)), dtype=object))
    single = Single(polygon)
    found = sorted(
        (
            (row.kind, row.feature, row.area_m2, row.share_pct, row.length_m, row.count, row.distance_m)
            for row in single.rows(prepared, single.pairs(prepared, rule), rule)
        ),
        key=repr,
    )
    table = expand(overlay(np.array([polygon], dtype=object), prepared, rule))
    columns = ("kind", "feature", "area_m2", "share_pct", "length_m", "count", "distance_m")
    expected = sorted((tuple(row[c] for c in columns) for row in table.to_pylist()), key=repr)
    assert [row[:-1] for row in found] == [row[:-1] for row in expected]
    # The engine's kernel and GEOS multiply in another order: a distance differs in its last digits.
    assert [row[-1] for row in found] == pytest.approx([row[-1] for row in expected], abs=1e-9)


@given(amounts=st.lists(st.one_of(st.floats(1e-9, 1e7), st.sampled_from([1.0, 2.5, 1 / 3])), min_size=1, max_size=12))
def test_shares_of_one_are_those_of_many(amounts: list[float]) -> None:
    expected = tenths(np.zeros(len(amounts), np.int64), np.array(amounts), 1)
    assert tenths_of(amounts) == expected.tolist()
    assert tenths_of([0.0]) == [100.0]
