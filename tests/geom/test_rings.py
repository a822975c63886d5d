"""Rings read from bytes against those that GEOS takes out of geometries."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from sdi.geom.rings import read_rings

YARD = shapely.box(0, 0, 10, 10).difference(shapely.box(2, 2, 4, 4))
GEOMS = np.array(
    [YARD, shapely.MultiPolygon([YARD, shapely.box(20, 0, 21, 1)]), shapely.Polygon(), shapely.Point(1, 2),
     shapely.MultiPolygon(), shapely.box(-5, 7, 585_000.25, 1_672_000.125)], dtype=object,
)  # fmt: skip


@pytest.mark.parametrize("before", [b"", b"\0\4\0\0\1\0"])
def test_rings_are_those_of_geos(before: bytes) -> None:
    wkb = np.array([before + value + b"after" for value in shapely.to_wkb(GEOMS, byte_order=1)], dtype=object)
    found = read_rings(wkb, skip=len(before))
    polygons = np.where(shapely.get_dimensions(GEOMS) == 2, GEOMS, None)
    parts, owner = shapely.get_parts(polygons, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    assert np.array_equal(found.xy, shapely.get_coordinates(rings))
    assert np.array_equal(np.diff(found.start), shapely.get_num_coordinates(rings))
    assert np.array_equal(found.owner, owner[part])
    assert found.hole.tolist() == [False, True, False, True, False, False]
    assert np.array_equal(found.boxes, shapely.bounds(polygons), equal_nan=True)


@pytest.mark.parametrize(
    "wkb",
    [
        shapely.to_wkb(YARD, byte_order=0),
        shapely.to_wkb(shapely.set_srid(YARD, 5898), byte_order=1, include_srid=True),
        shapely.to_wkb(shapely.force_3d(YARD), byte_order=1),
    ],
    ids=["big-endian", "SRID", "three dimensions"],
)
def test_other_bytes_are_refused(wkb: bytes) -> None:
    with pytest.raises(ValueError, match="little-endian"):
        read_rings(np.array([wkb], dtype=object))


def test_nothing_has_no_rings() -> None:
    found = read_rings(np.empty(0, dtype=object))
    assert found.xy.shape == (0, 2) and found.boxes.shape == (0, 4)
