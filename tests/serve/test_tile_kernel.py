"""The compiled encoder against GEOS: any geometry, cut and snapped."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import reduce
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from tile_kit import EXTENT, decode, tile_square

from sdi.crs.operations import Reprojector
from sdi.crs.surface import Surface, unchanged
from sdi.serve.tiles.encoding import BUFFER, Frame, encode_layer

FRAME = Frame(unchanged(), (0.0, float(EXTENT)), float(EXTENT), 1)
"""Units are metres, y upwards as GDAL tells them."""

NUMBERS = st.integers(-6000, 10000).map(lambda tenth: tenth + 0.3)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tiles")


def shown(geometry: shapely.Geometry, folder: Path, frame: Frame = FRAME) -> shapely.Geometry | None:
    wkb = shapely.to_wkb(geometry, byte_order=1)
    layers = decode(encode_layer("a", [], [7], [wkb], [], frame, 10**6), folder)
    return layers["a"].geometry[7] if layers else None


@given(
    center=st.tuples(NUMBERS, NUMBERS), radii=st.lists(st.floats(20, 5000), min_size=3, max_size=40), hole=st.booleans()
)
def test_polygons(folder: Path, center: tuple[float, float], radii: list[float], hole: bool) -> None:
    angles = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    ring = np.column_stack([np.cos(angles), np.sin(angles)]) * np.array(radii)[:, None] + center
    star = shapely.Polygon(ring, [np.asarray(center) + (ring - center) * 0.5] if hole else [])
    assume(star.is_valid)
    snapped = shapely.make_valid(shapely.transform(star, np.round))
    want = shapely.intersection(snapped, tile_square(BUFFER))
    found = shown(star, folder)
    if found is None:
        assert want.area <= 0.75 * want.length + 4
        return
    # GDAL takes a hole that was cut along the same edge as its shell for another shell, so parts count odd or even
    repaired = shapely.make_valid(shapely.get_parts(found), method="structure", keep_collapsed=False)
    parts = reduce(shapely.symmetric_difference, repaired)
    assert parts.symmetric_difference(want).area <= 0.75 * want.length + 4
    assert np.abs(shapely.get_coordinates(found) - EXTENT / 2).max() <= EXTENT / 2 + BUFFER
    middle = shapely.intersection(snapped.boundary, tile_square())
    if not middle.is_empty:  # nothing is lost or joined where it is seen
        assert shapely.distance(shapely.points(shapely.get_coordinates(middle)), found.boundary).max() <= 1.5


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=2, max_size=30))
def test_lines(folder: Path, points: list[tuple[float, float]]) -> None:
    line = shapely.LineString(points)
    want = shapely.intersection(shapely.transform(line, np.round), tile_square(BUFFER))
    found = shown(line, folder)
    if found is None:
        assert want.length < 2
        return
    for one, other in ((found, want), (want, found)):
        dense = shapely.points(shapely.get_coordinates(shapely.segmentize(one, 50)))
        assert shapely.distance(dense, other).max() <= 1.0
    assert np.abs(shapely.get_coordinates(found) - EXTENT / 2).max() <= EXTENT / 2 + BUFFER


def test_shells_turn_clockwise_on_the_screen_and_holes_the_other_way(folder: Path) -> None:
    """As the specification wants it; a hole with the wrong turn would be read as another shell."""
    shell, hole = [(10, 10), (10, 90), (90, 90), (90, 10)], [(30, 30), (30, 60), (60, 60), (60, 30)]
    for outer in (shell, shell[::-1]):
        for inner in (hole, hole[::-1]):
            found = shown(shapely.Polygon(outer, [inner]), folder)
            assert found is not None and found.area == 80 * 80 - 30 * 30


def test_what_vanishes_is_left_out(folder: Path) -> None:
    assert shown(shapely.box(10.1, 10.1, 10.3, 10.4), folder) is None
    assert shown(shapely.box(10, 10, 900, 10.2), folder) is None
    assert shown(shapely.LineString([(10.1, 10.1), (10.3, 10.3)]), folder) is None
    assert shown(shapely.box(5000, 10, 5100, 100), folder) is None
    assert shown(shapely.Point(4096 + BUFFER + 1, 5), folder) is None
    assert shown(shapely.Point(4096 + BUFFER, 5), folder) is not None
    ring_in_a_hole = shapely.Polygon([(5000, 10), (6000, 10), (6000, 900)], [[(5500, 100), (5600, 100), (5600, 150)]])
    assert shown(ring_in_a_hole, folder) is None


def test_corners_on_a_straight_line_and_spikes_fall_away(folder: Path) -> None:
    found = shown(shapely.Polygon([(0, 0), (50, 0), (100, 0), (100, 100), (100, 180), (100, 100), (0, 100)]), folder)
    assert found is not None and len(shapely.get_coordinates(found)) == 5


def test_values_keep_their_types(folder: Path) -> None:
    squares = [shapely.to_wkb(shapely.Point(n, n), byte_order=1) for n in range(3)]
    columns = [["Nghĩa Lộ", None, "a"], [True, False, None], [1, -7, 2**40], [1.0, 0.25, None]]
    body = encode_layer("lớp", ["t", "b", "i", "f"], [1, 2, 3], squares, columns, FRAME, 10**6)
    table = decode(body, folder)["lớp"]
    assert table.t.to_list()[0] == "Nghĩa Lộ" and table.i.to_list() == [1, -7, 2**40]
    assert table.f.to_list()[:2] == [1.0, 0.25] and table.b.to_list()[:2] == [1, 0]
    assert table.isna().sum().sum() == 3


def test_every_process_writes_the_same_bytes() -> None:
    """Texts hash differently in each worker, and a strong ETag tells the bytes."""
    program = (
        "from sdi.serve.tiles.encoding import *; import shapely, xxhash;"
        "names = [f'thửa {n}' for n in range(300)];"
        "points = [shapely.to_wkb(shapely.Point(n, n), byte_order=1) for n in range(300)];"
        "frame = Frame(unchanged(), (0.0, 4096.0), 4096.0, 1);"
        "print(xxhash.xxh3_128_hexdigest(encode_layer('a', ['n'], range(300), points, [names], frame, 10**6)))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_points_lie_where_the_pinned_operation_puts_them(folder: Path) -> None:
    """Inside the cells to the unit, which is a micrometre here; by ``unchanged`` at any coordinates."""
    reprojector = Reprojector(5898, 3857, "EPSG:6960")
    move = Surface(reprojector, (426_500.0, 1_538_500.0, 624_500.0, 1_708_500.0), 1e-6).cells
    random = np.random.default_rng(3)
    for x, y in random.uniform((426_500.0, 1_538_500.0), (624_500.0, 1_708_500.0), (20, 2)):
        [there] = np.column_stack(reprojector.points(np.array([x]), np.array([y])))
        for cells, stored in ((move, (x, y)), (unchanged(), there)):
            frame = Frame(cells, (there[0] - 0.002048, there[1] + 0.002048), 0.004096, 1)
            found = shown(shapely.Point(stored), folder, frame)
            assert found is not None
            assert np.abs(shapely.get_coordinates(found) - EXTENT / 2).max() <= 1
