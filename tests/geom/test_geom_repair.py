"""Reading, conforming, islands and repair; oracles: GEOS, JTS's validity cases, areas known by design."""

from __future__ import annotations

import struct
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from sdi.crs import Reprojector
from sdi.geom.islands import islands_to_parts
from sdi.geom.repair import Failure, explain, repair
from sdi.geom.types import Reason, conform
from sdi.geom.wkb import from_wkb

BOX = shapely.box(0, 0, 10, 10)
POINT_RING = shapely.Polygon([(1, 1)] * 5)
"""The exterior ring is one repeated point: GEOS up to 3.13 raises in make_valid's default method."""
EIGHT = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
SPIKE = shapely.Polygon([(0, 0), (10, 0), (10, 10), (5, 10), (5, 12), (5, 10), (0, 10)])


def array(*geoms: shapely.Geometry | None) -> np.ndarray:
    out = np.empty(len(geoms), dtype=object)
    out[:] = geoms
    return out


def ring(*box: float) -> shapely.LinearRing:
    return shapely.box(*box).exterior


# --- WKB ----------------------------------------------------------------------------------------------------


def polygon_wkb(points: list[tuple[float, float]]) -> bytes:
    body = b"".join(struct.pack("<dd", *p) for p in points)
    return struct.pack("<BIII", 1, 3, 1, len(points)) + body


def test_wkb_fast_path_is_lossless() -> None:
    geoms = array(BOX, None, shapely.Point(1, 2, 3), shapely.from_wkt("POLYGON EMPTY"))
    read = from_wkb(shapely.to_wkb(geoms))
    assert read.ok.all() and not read.closed.any()
    assert list(shapely.to_wkb(read.values)) == list(shapely.to_wkb(geoms))


def test_broken_wkb_touches_no_other_row() -> None:
    data = np.array(
        [
            shapely.to_wkb(BOX),
            polygon_wkb([(0, 0), (4, 0), (4, 4), (0, 4)]),
            None,
            b"",
            b"\x01\x03",
            b"<html>",
            polygon_wkb([(0, 0)]),
            struct.pack("<BII", 1, 3, 0xFFFFFFFF),
            "text",
        ],
        dtype=object,
    )
    read = from_wkb(data)
    assert list(read.ok) == [True, True, True, False, False, False, False, False, False]
    assert list(read.closed) == [False, True] + [False] * 7
    assert read.values[0].equals(BOX)
    assert read.values[1].area == 16
    assert all(value is None for value in read.values[2:])


# --- types --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wkt", "target", "result", "reasons"),
    [
        ("POLYGON ((0 0, 1 0, 1 1, 0 0))", "MultiPolygon", "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))", ""),
        ("MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))", "Polygon", "POLYGON ((0 0, 1 0, 1 1, 0 0))", ""),
        (
            "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 0, 6 0, 6 1, 5 0)))",
            "Polygon",
            None,
            Reason.SEVERAL_PARTS,
        ),
        ("POINT Z (1 2 3)", "Point", "POINT (1 2)", Reason.Z_DROPPED),
        ("POINT M (1 2 3)", "Point", "POINT (1 2)", Reason.Z_DROPPED),
        ("LINESTRING (0 0, 1 0)", "MultiPolygon", None, Reason.WRONG_TYPE),
        ("LINEARRING (0 0, 1 0, 1 1, 0 0)", "LineString", "LINESTRING (0 0, 1 0, 1 1, 0 0)", ""),
        (
            "GEOMETRYCOLLECTION (POINT (9 9), GEOMETRYCOLLECTION (LINESTRING (0 0, 1 0), LINESTRING (2 0, 3 0)))",
            "MultiLineString",
            "MULTILINESTRING ((0 0, 1 0), (2 0, 3 0))",
            Reason.PARTS_EXTRACTED,
        ),
        (
            "GEOMETRYCOLLECTION Z (POLYGON Z ((0 0 1, 1 0 1, 1 1 1, 0 0 1)), POINT Z (1 1 1))",
            "Polygon",
            "POLYGON ((0 0, 1 0, 1 1, 0 0))",
            f"{Reason.Z_DROPPED}+{Reason.PARTS_EXTRACTED}",
        ),
        ("GEOMETRYCOLLECTION (POINT (1 1))", "Polygon", None, Reason.WRONG_TYPE),
        ("GEOMETRYCOLLECTION EMPTY", "Polygon", None, Reason.EMPTY),
        ("POLYGON EMPTY", "Polygon", None, Reason.EMPTY),
        ("LINESTRING (1 1, 1 1)", "LineString", None, Reason.ZERO_LENGTH),
        ("POLYGON ((0 0, 1 1, 2 2, 0 0))", "MultiPolygon", None, Reason.ZERO_AREA),
    ],
)
def test_conform(wkt: str, target: str, result: str | None, reasons: str) -> None:
    given_one = shapely.from_wkt(wkt)
    done = conform(array(BOX if "Polygon" in target else given_one, given_one), target)
    assert done.reasons[1] == reasons
    assert done.ok[1] == (result is not None)
    assert done.changed[1] == (result is not None and reasons != "")
    expected = given_one if result is None else shapely.from_wkt(result)
    assert done.values[1].geom_type == expected.geom_type
    assert shapely.equals_exact(done.values[1], expected)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_coordinates_that_are_not_finite_are_refused(bad: float) -> None:
    with np.errstate(invalid="ignore"):
        cases = {
            "Point": shapely.Point(bad, 1),
            "MultiPoint": shapely.MultiPoint([(0, 0), (1, bad)]),
            "LineString": shapely.LineString([(0, 0), (bad, 1)]),
            "MultiPolygon": shapely.Polygon([(0, 0), (1, 0), (1, bad)]),
        }
        for target, geom in cases.items():
            done = conform(array(geom, None), target)
            assert list(done.ok) == [False, False]
            assert done.reasons[1] == Reason.MISSING
            assert done.reasons[0] in (Reason.NOT_FINITE, Reason.EMPTY)


def test_holes_larger_than_their_shell_are_for_the_sender_to_judge() -> None:
    """Shell less holes is below zero, and a change in percent of that would pass any bound."""
    drawn = shapely.Polygon(ring(0, 0, 10, 10), [ring(-20, 5, 30, 30)])
    assert drawn.area < 0
    done = repair(array(drawn), max_area_change_pct=5)
    assert not done.ok[0] and done.reason[0].startswith(Failure.BEYOND_BOUND)


def test_a_figure_of_eight_is_not_without_area() -> None:
    assert shapely.area(EIGHT) == 0
    done = conform(array(EIGHT, POINT_RING), "Polygon")
    assert list(done.ok) == [True, False]
    assert done.reasons[1] == Reason.ZERO_AREA


def test_unknown_types_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="Circle"):
        conform(array(BOX), "Circle")


# --- islands ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holes", "area", "parts"),
    [
        ([ring(20, 0, 25, 4)], 120, 2),
        ([ring(2, 2, 4, 4), ring(20, 0, 25, 4)], 116, 2),
        ([ring(20, 0, 30, 10), ring(22, 2, 24, 4)], 196, 2),
        ([ring(20, 0, 30, 10), ring(22, 2, 28, 8), ring(23, 3, 24, 4)], 165, 3),
        ([ring(10, 0, 15, 10)], 150, 2),
        ([ring(2, 2, 8, 8), ring(4, 4, 5, 5)], 65, 2),
        ([ring(-5, -5, 15, 15)], 300, 1),
        ([ring(-5, -5, 15, 15), ring(4, 4, 5, 5)], 301, 2),
    ],
    ids=["island", "hole", "island's hole", "nested", "touching", "island in a hole", "outer second", "all"],
)
def test_loops_in_any_order_follow_the_even_odd_rule(holes: list[shapely.LinearRing], area: float, parts: int) -> None:
    drawn = shapely.Polygon(BOX.exterior, holes)
    assert not drawn.is_valid
    for geom in (drawn, shapely.MultiPolygon([drawn, shapely.box(90, 90, 91, 91)])):
        extra = geom.geom_type == "MultiPolygon"
        values, changed = islands_to_parts(array(BOX, geom, None))
        assert list(changed) == [False, True, False]
        assert values[0] is BOX and values[2] is None
        assert shapely.area(values[1]) == area + extra
        assert shapely.get_num_geometries(values[1]) == parts + extra
        assert repair(values[1:2]).values[0].area == area + extra


def test_what_is_in_order_or_crosses_is_left_to_the_repair() -> None:
    valid = shapely.Polygon(BOX.exterior, [ring(2, 2, 4, 4)])
    crossing = shapely.Polygon(BOX.exterior, [ring(8, 2, 12, 4)])
    line = shapely.LineString([(0, 0), (1, 1)])
    for geom in (valid, crossing, EIGHT, POINT_RING, line):
        values, changed = islands_to_parts(array(geom))
        assert values[0] is geom and not changed[0]
    both, changed = islands_to_parts(array(shapely.Polygon(BOX.exterior, [ring(8, 2, 12, 4), ring(20, 0, 25, 4)])))
    assert changed[0]
    assert repair(both, max_area_change_pct=10).values[0].area == pytest.approx(100 - 4 + 20)


# --- repair -------------------------------------------------------------------------------------------------


def test_valid_and_missing_geometries_pass_untouched() -> None:
    geoms = array(BOX, None, shapely.from_wkt("POLYGON EMPTY"), shapely.Point(1, 1))
    done = repair(geoms)
    assert done.ok.all() and not done.changed.any()
    assert all(a is b for a, b in zip(done.values, geoms, strict=True))
    assert list(done.reason) == [""] * 4
    assert np.isnan(done.area_change_pct).all()


def test_a_repair_keeps_before_reason_and_change() -> None:
    done = repair(array(SPIKE, BOX))
    assert list(done.ok) == [True, True] and list(done.changed) == [True, False]
    assert done.before[0] is SPIKE and done.before[1] is None
    assert done.values[0].equals(BOX)
    assert done.reason[0].startswith("Self-intersection") or done.reason[0].startswith("Ring Self-intersection")
    assert done.area_change_pct[0] == 0


def test_beyond_the_bound_nothing_is_changed() -> None:
    flap = shapely.Polygon([(0, 0), (10, 0), (10, 10), (4, 10), (4, 12), (6, 12), (6, 9), (0, 9)])
    free = repair(array(flap), max_area_change_pct=100)
    assert free.ok[0] and free.area_change_pct[0] > 0.5
    bound = repair(array(flap), max_area_change_pct=free.area_change_pct[0] * 0.99)
    assert not bound.ok[0] and not bound.changed[0] and bound.values[0] is flap
    assert bound.reason[0].startswith(Failure.BEYOND_BOUND)
    assert bound.area_change_pct[0] == free.area_change_pct[0]


@pytest.mark.parametrize("method", ["structure", "linework"])
def test_one_bad_geometry_stops_neither_batch_nor_method(method: str) -> None:
    geoms = array(POINT_RING, SPIKE, BOX, EIGHT, None, shapely.LineString([(1, 1), (1, 1)]))
    done = repair(geoms, method=method)  # type: ignore[arg-type]
    assert list(done.ok) == [False, True, True, False, True, False]
    assert done.reason[0].startswith((Failure.COLLAPSED.value, Failure.CRASHED.value))
    assert done.reason[3].startswith(Failure.BEYOND_BOUND)


def test_a_raising_row_is_isolated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Older GEOS raises for such rings and the array call with it; here the same is brought about by hand."""
    real = shapely.make_valid

    def raising(geoms: np.ndarray, **options: object) -> np.ndarray:
        if any(g.equals_exact(POINT_RING) for g in geoms):
            raise shapely.errors.GEOSException("IllegalArgumentException: Invalid number of points")
        return np.asarray(real(geoms, **options))

    monkeypatch.setattr(shapely, "make_valid", raising)
    done = repair(array(SPIKE, POINT_RING, SPIKE))
    assert list(done.ok) == [True, False, True]
    assert done.reason[1].startswith(Failure.CRASHED)


def test_size_is_bounded() -> None:
    done = repair(array(SPIKE), max_vertices=4)
    assert not done.ok[0]
    assert done.reason[0].startswith(Failure.TOO_MANY_VERTICES)


def test_multis_stay_multis() -> None:
    multi = shapely.MultiPolygon([SPIKE])
    assert repair(array(multi)).values[0].geom_type == "MultiPolygon"
    assert repair(array(SPIKE)).values[0].geom_type == "Polygon"


coordinates = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=9)


@settings(max_examples=200, deadline=None)
@given(st.lists(coordinates, min_size=1, max_size=5), st.floats(0, 200))
def test_what_is_ok_is_valid_and_within_the_bound(rings: list[list[tuple[int, int]]], bound: float) -> None:
    geoms = array(*(shapely.Polygon(r) for r in rings))
    done = repair(geoms, max_area_change_pct=bound)
    assert shapely.is_valid(done.values[done.ok]).all()
    assert not shapely.is_valid(geoms[~done.ok]).any()
    assert (done.area_change_pct[done.changed] <= bound).all()
    assert all(a is b for a, b in zip(done.values[~done.changed], geoms[~done.changed], strict=True))
    assert [r != "" for r in done.reason] == [not v for v in shapely.is_valid(geoms)]
    old, new = shapely.area(geoms[done.changed]), shapely.area(done.values[done.changed])
    assert (np.abs(new - old) <= old * bound / 100 + 1e-9).all()


def test_real_planning_drawings_lose_no_land(shared_data: Path) -> None:
    """What GEOS calls a hole outside its shell is land; the general repair alone would lose it."""
    invalid = mended = refused = 0
    for path in sorted((shared_data / "vn_quangngai_sxd").glob("QH*.geojson")):
        read = pyogrio.read_dataframe(path, columns=[], on_invalid="ignore")
        drawn = np.asarray(read.geometry, dtype=object)
        drawn = drawn[shapely.get_dimensions(drawn) == 2]
        if abs(shapely.total_bounds(drawn)[0]) <= 180:
            drawn = Reprojector(4326, 5898, "EPSG:6960").geometries(drawn)
        ordered, changed = islands_to_parts(drawn)
        done = repair(ordered, max_area_change_pct=1.0)
        invalid += int((~shapely.is_valid(drawn)).sum())
        mended += int((changed & done.ok).sum())
        refused += int((~done.ok).sum())
        alone = shapely.make_valid(drawn[changed], method="structure", keep_collapsed=False)
        assert shapely.area(done.values[changed & done.ok]).sum() >= shapely.area(alone).sum() * 0.99
    assert invalid > 350
    assert mended > 0.6 * invalid
    assert refused < 0.1 * invalid


def test_the_validity_cases_of_jts(shared_data: Path) -> None:
    """917 geometries with the verdict of the library's authors."""
    folder = shared_data / "robustness" / "jts_testxml"
    geoms, verdicts = [], []
    for path in sorted(folder.glob("*/Test*alid*.xml")):
        for case in ElementTree.parse(path).getroot().iter("case"):
            for test in case.iter("op"):
                text = (case.findtext("a") or "").strip()
                if test.get("name") == "isValid" and text[:1].isalpha():
                    geoms.append(shapely.from_wkt(text, on_invalid="ignore"))
                    verdicts.append((test.text or "").strip() == "true")
    read = array(*geoms)
    known = ~shapely.is_missing(read)
    assert known.sum() > 800
    done = repair(read, max_area_change_pct=np.inf)
    reasons = explain(read)
    assert [r == "" for r in reasons[known]] == [v for v, k in zip(verdicts, known, strict=True) if k]
    assert shapely.is_valid(done.values[known & done.ok]).all()
    assert done.changed.any()
