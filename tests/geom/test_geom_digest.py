"""What a digest must see and what it must not."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from sdi.geom.digest import geometry_digest

SHELL = [(585000.0, 1672000.0), (585010.0, 1672001.0), (585009.0, 1672020.0), (584999.0, 1672019.0)]
HOLE = [(585003.0, 1672003.0), (585005.0, 1672003.0), (585004.0, 1672006.0)]


def digest(geom: shapely.Geometry | None) -> bytes:
    return geometry_digest(np.array([geom], dtype=object))[0].tobytes()


def test_start_and_direction_of_rings_and_the_order_of_parts_do_not_count() -> None:
    plain = shapely.Polygon(SHELL, [HOLE])
    other = shapely.box(585100, 1672000, 585110, 1672010)
    same = [
        shapely.Polygon(SHELL[2:] + SHELL[:2], [HOLE]),
        shapely.Polygon(SHELL[::-1], [HOLE[::-1]]),
        shapely.MultiPolygon([plain]),
        shapely.transform(plain, lambda c: c + 0.00001),
        shapely.force_3d(plain, 5),
    ]
    assert {digest(g) for g in same} == {digest(plain)}
    assert digest(shapely.MultiPolygon([plain, other])) == digest(shapely.MultiPolygon([other, plain]))


def test_everything_else_counts() -> None:
    plain = shapely.Polygon(SHELL, [HOLE])
    other = shapely.box(585100, 1672000, 585110, 1672010)
    line = shapely.LineString(SHELL)
    different = [
        plain,
        shapely.Polygon(SHELL),
        shapely.MultiPolygon([shapely.Polygon(SHELL), shapely.Polygon(HOLE)]),
        shapely.Polygon(HOLE, [SHELL]),
        shapely.MultiPolygon([plain, other]),
        shapely.MultiPolygon([plain, plain]),
        shapely.transform(plain, lambda c: c + (0.0002, 0)),
        shapely.transform(plain, lambda c: c[:, ::-1]),
        shapely.segmentize(plain, 5),
        line,
        line.reverse(),
        shapely.LineString(SHELL[:3]),
        shapely.MultiLineString([SHELL[:2], SHELL[2:]]),
        shapely.MultiPoint(SHELL),
        shapely.Point(SHELL[0]),
        shapely.GeometryCollection([line, shapely.Point(SHELL[0])]),
        None,
    ]
    assert len({digest(g) for g in different}) == len(different)


def test_mixed_arrays_equal_single_digests() -> None:
    mixed = np.array(
        [
            shapely.Polygon(SHELL, [HOLE]),
            None,
            shapely.Point(1, 2),
            shapely.MultiLineString([SHELL[:2], SHELL[1:]]),
            shapely.from_wkt("POLYGON EMPTY"),
            shapely.Polygon(SHELL),
            shapely.from_wkt("MULTIPOLYGON (EMPTY, ((0 0, 1 0, 1 1, 0 0)))"),
            shapely.GeometryCollection([shapely.Point(1, 2)]),
        ],
        dtype=object,
    )
    together = geometry_digest(mixed)
    assert together.shape == (8, 2) and together.dtype == np.uint64
    assert [row.tobytes() for row in together] == [digest(g) for g in mixed]
    assert not together[1].any() and not together[4].any() and together[0].all()
    assert geometry_digest(np.array([], dtype=object)).shape == (0, 2)


def test_chunks_do_not_show() -> None:
    x = np.arange(120_000) * 3.0
    boxes = shapely.box(x, 0, x + 2, 5)
    whole = geometry_digest(boxes)
    assert len(np.unique(whole, axis=0)) == len(boxes)
    assert np.array_equal(whole[49_990:50_010], geometry_digest(boxes[49_990:50_010]))


corners = st.tuples(st.integers(0, 4), st.integers(0, 4))


@pytest.mark.parametrize("make", [shapely.Polygon, shapely.LineString, shapely.MultiPoint])
@settings(max_examples=300, deadline=None)
@given(a=st.lists(corners, min_size=3, max_size=6), b=st.lists(corners, min_size=3, max_size=6))
def test_equal_exactly_when_geos_normalises_alike(
    make: type, a: list[tuple[int, int]], b: list[tuple[int, int]]
) -> None:
    first, second = make(a), make(b)
    if make is shapely.LineString:
        same = list(first.coords) == list(second.coords)
    elif make is shapely.Polygon and not (first.is_valid and second.is_valid):
        return
    else:
        same = shapely.equals_exact(shapely.normalize(first), shapely.normalize(second))
    assert (digest(first) == digest(second)) == same
