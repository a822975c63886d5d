"""Features written from PostgreSQL's bytes are what the usual libraries write of the same values."""

from __future__ import annotations

import json
import math
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from sdi.crs.operations import Reprojector
from sdi.crs.surface import CELL_M, Surface
from sdi.model import Field, Province, Text, read_project
from sdi.publish.configuration import CRS84
from sdi.serve.geojson import FeatureWriter, with_geometry
from sdi.serve.projection import Projections

PROJECT = Path(__file__).parents[2]
FIELDS = {
    "name": Field(type="text", title=Text(vi="Tên")),
    "count": Field(type="integer", title=Text(vi="Số")),
    "area": Field(type="number", title=Text(vi="Diện tích")),
    "open": Field(type="boolean", title=Text(vi="Mở")),
    "day": Field(type="date", title=Text(vi="Ngày")),
}


@pytest.fixture(scope="module")
def province() -> Province:
    return read_project(PROJECT).province


@pytest.fixture(scope="module")
def projections(province: Province) -> Projections:
    return Projections(province)


def row(identifier: str, geometry: Any, values: list[str | None]) -> bytes:
    """As ``record_send`` writes it."""
    wkb = None
    if geometry is not None:
        wkb = shapely.to_wkb(shapely.set_srid(geometry, 5898), include_srid=True)
    columns = [identifier.encode(), wkb, *(None if value is None else value.encode() for value in values)]
    sent = [
        struct.pack(">ii", 25, -1) if column is None else struct.pack(">ii", 25, len(column)) + column
        for column in columns
    ]
    return struct.pack(">i", len(columns)) + b"".join(sent)


texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)
numbers = st.floats(allow_nan=True, allow_infinity=True)


@given(st.lists(st.tuples(texts, texts, st.integers(-(2**63), 2**63 - 1), numbers, st.booleans()), max_size=5))
def test_values_are_those_that_json_reads(values: list[tuple[str, str, int, float, bool]]) -> None:
    writer = FeatureWriter(FIELDS, Projections(read_project(PROJECT).province)[CRS84])
    rows = [
        row(identifier, None, [name, str(count), _as_postgres(area), str(open_).lower(), "2026-11-26"])
        for identifier, name, count, area, open_ in values
    ]
    found = json.loads(b"[" + writer.features(rows) + b"]") if rows else []
    assert [(f["type"], f["id"], f["geometry"]) for f in found] == [("Feature", value[0], None) for value in values]
    for feature, (_, name, count, area, open_) in zip(found, values, strict=True):
        told = area if math.isfinite(area) else None
        assert feature["properties"] == {"name": name, "count": count, "area": told, "open": open_, "day": "2026-11-26"}
        assert isinstance(feature["properties"]["area"], float | None)


def _as_postgres(number: float) -> str:
    """float8out: the shortest text that is read as the same number."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return repr(number).removesuffix(".0")


def test_null_is_null(projections: Projections) -> None:
    text = FeatureWriter(FIELDS, projections[CRS84]).features([row("a", None, [None] * 5)])
    assert json.loads(text)["properties"] == dict.fromkeys(FIELDS)


def test_geometries_are_shapelys_in_every_crs(projections: Projections) -> None:
    east, north = 560_000.25, 1_670_000.5
    hole = [(east + 10, north + 10), (east + 20, north + 10), (east + 20, north + 20), (east + 10, north + 10)]
    square = shapely.Polygon(shapely.box(east, north, east + 50, north + 40).exterior, [hole])
    turned = shapely.Polygon(square.exterior.reverse(), [ring.reverse() for ring in square.interiors])
    line = shapely.LineString([(east, north), (east + 0.12345, north + 3), (east + 7, north - 2)])
    shapes = [
        shapely.Point(east, north), line, square, turned, shapely.MultiPoint([(east, north), (east + 1, north)]),
        shapely.MultiLineString([line, line.reverse()]),
        shapely.MultiPolygon([square, shapely.box(east + 100, north, east + 101, north + 1)]), shapely.MultiPolygon(),
    ]  # fmt: skip
    for uri, projection in projections.items():
        text = FeatureWriter(FIELDS, projection).features([row("x", shape, [None] * 5) for shape in shapes])
        found = [feature["geometry"] for feature in json.loads(b"[" + text + b"]")]
        assert found == projection.geojson(shapes), uri


def test_a_place_that_a_crs_does_not_have_is_an_error(projections: Projections) -> None:
    far = shapely.Point(9e9, 9e9)
    with pytest.raises(ValueError, match="no place"):
        FeatureWriter(FIELDS, projections[CRS84]).features([row("x", far, [None] * 5)])


def test_a_computed_geometry_takes_the_place_of_none(projections: Projections) -> None:
    point = shapely.Point(560_000, 1_670_000)
    filled = with_geometry(row("mã", None, ["a", *[None] * 4]), shapely.to_wkb(point))
    found = json.loads(FeatureWriter(FIELDS, projections[CRS84]).features([filled]))
    assert found["geometry"] == projections[CRS84].geojson([point])[0] and found["properties"]["name"] == "a"
    assert with_geometry(filled, None) == filled


@pytest.mark.parametrize(("epsg", "exact"), [(4326, 1e-12), (4756, 1e-12), (3857, 1e-6), (3405, 1e-6), (9217, 1e-6)])
def test_surfaces_agree_with_proj(province: Province, epsg: int, exact: float) -> None:
    reprojector = Reprojector(province.crs, epsg, province.datum_operation)
    surface = Surface(reprojector, province.extent, exact)
    west, south, east, north = province.extent
    chosen = np.random.default_rng(7).uniform(
        (west - 50_000, south - 50_000), (east + 50_000, north + 50_000), (50_000, 2)
    )
    seams = np.array([(west + CELL_M * n, south + CELL_M * n) for n in range(10)])  # where cells meet
    for points in (chosen, seams, seams - 1e-9):
        told = np.column_stack(reprojector.points(points[:, 0], points[:, 1]))
        assert np.abs(surface.points(points) - told).max() <= exact


def test_a_surface_that_is_not_exact_enough_is_not_made(province: Province) -> None:
    with pytest.raises(ValueError, match="from PROJ"):
        Surface(Reprojector(province.crs, 4326, province.datum_operation), province.extent, 1e-18)


WARMED = """
import sys
from pathlib import Path
import shapely
sys.path.insert(0, sys.argv[1])
from serve.test_geojson import FIELDS, PROJECT, row
from sdi.crs import surface
from sdi.model import read_project
from sdi.serve import geojson
from sdi.serve.projection import Projections

province = read_project(PROJECT).province
west, south, east, north = province.extent
kernels = (geojson._read, geojson._write, surface._evaluate)
geojson.warm(Projections(province).values(), ((west + east) / 2, (south + north) / 2))
before = [len(kernel.signatures) for kernel in kernels]
for projection in Projections(province).values():
    for shape in (shapely.box(west, south, west + 9, south + 9), shapely.Point(west, south), None):
        text = geojson.FeatureWriter(FIELDS, projection).features([row("a", shape, ["x", "1", "2.5", None, None])])
        assert text.startswith(b'{"type":"Feature"')
assert before == [len(kernel.signatures) for kernel in kernels], "something was left to compile"
"""


def test_whoever_asks_first_need_not_wait_for_the_compiler() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WARMED, str(PROJECT / "tests")], capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr
