"""The CRS gate by itself: who is believed, what is mended, and how much may lie outside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from intake_kit import town
from pyproj import CRS

from sdi.crs import Range
from sdi.errors import Refused, UsageError
from sdi.ingest.crs_gate import Claim, Ground, Verdict, judge, outside_amounts, outside_share, refuse_outside

A = town.communes()[0].geom
GROUND = Ground(
    target=5898,
    extent=Range(560_000, 1_650_000, 610_000, 1_700_000),
    datum_operation="EPSG:6960",
    candidates=(5898, 9216, 5899, 3405, 4756, 4326),
    max_outside_pct=1.0,
    reference=A,
    declared=True,
    place="xã 21025",
)
NOTHING = Claim(None, None, None)


def sample(epsg: int = 5898, count: int = 60) -> np.ndarray:
    return np.array([f.geom for f in town.in_crs(town.parcels(count), epsg)], dtype=object)


def judged(claim: Claim, geoms: np.ndarray, ground: Ground = GROUND) -> Verdict:
    return judge(claim, geoms, None, ground, "lop")


def rules(verdict: Verdict) -> list[str]:
    return [issue.rule for issue in verdict.issues]


def wkt(epsg: int) -> str:
    return CRS.from_epsg(epsg).to_wkt("WKT1_ESRI")


@pytest.mark.parametrize(
    ("claim", "epsg"),
    [
        (Claim("EPSG:9216", "EPSG:5898", wkt(5899)), 9216),
        (Claim(None, "EPSG:5898", wkt(9216)), 9216),
        (Claim(None, "EPSG:9216", None), 9216),
        (Claim(None, "EPSG:9216", wkt(5898), trust_file=False), 9216),
        (Claim("EPSG:9216", None, None, trust_file=False), 9216),
    ],
)
def test_a_person_is_believed_before_the_file_and_the_file_before_the_profile(claim: Claim, epsg: int) -> None:
    verdict = judged(claim, sample(epsg))
    assert verdict.placement.source == epsg and not verdict.placement.swapped


def test_nobody_says_anything() -> None:
    with pytest.raises(Refused, match="EPSG:5898") as refusal:
        judged(NOTHING, sample())
    assert refusal.value.rule == "CRS-1"


def test_a_file_that_is_not_understood_falls_back_to_the_profile_and_says_so() -> None:
    local = 'LOCAL_CS["Nonearth",UNIT["Meter",1]]'
    verdict = judged(Claim(None, "EPSG:5898", local), sample())
    assert verdict.placement.source == 5898 and rules(verdict) == ["CRS-6"]
    with pytest.raises(Refused) as refusal:
        judged(Claim(None, None, local), sample())
    assert refusal.value.rule == "CRS-1"


@pytest.mark.parametrize("argument", ["EPSG:99999", "nonsense", "9216x"])
def test_an_argument_that_is_no_crs_is_wrong_usage(argument: str) -> None:
    with pytest.raises(UsageError, match=argument):
        judged(Claim(argument, "EPSG:5898", None), sample())


@pytest.mark.parametrize("epsg", [6956, 6957, 6958, 6959])
def test_withdrawn_definitions_are_refused_however_they_come(epsg: int) -> None:
    for claim in (Claim(f"EPSG:{epsg}", None, None), Claim(None, None, wkt(epsg)), Claim(None, f"EPSG:{epsg}", None)):
        with pytest.raises(Refused) as refusal:
            judged(claim, sample())
        assert refusal.value.rule == "CRS-4"


@pytest.mark.parametrize("epsg", [5898, 9216, 3405])
def test_exchanged_axes_are_mended_in_every_projected_crs(epsg: int) -> None:
    turned = shapely.transform(sample(epsg), lambda c: c[:, ::-1])
    verdict = judged(Claim(f"EPSG:{epsg}", None, None), turned)
    assert verdict.placement.swapped and rules(verdict) == ["CRS-2"]


def test_latitude_before_longitude_is_mended() -> None:
    turned = shapely.transform(sample(4756), lambda c: c[:, ::-1])
    verdict = judged(Claim("EPSG:4756", None, None), turned)
    assert verdict.placement.swapped


@pytest.mark.parametrize(("label", "numbers", "unit"), [(4326, 5898, "mét"), (5898, 4756, "độ")])
def test_units_contradict_the_label(label: int, numbers: int, unit: str) -> None:
    with pytest.raises(Refused, match=unit) as refusal:
        judged(Claim(None, None, wkt(label)), sample(numbers))
    assert refusal.value.rule == "CRS-1"
    assert f"EPSG:{numbers}" in refusal.value.message


def test_a_few_lost_features_do_not_decide() -> None:
    """One feature at the origin is for GEO-7 to tell; the layer lies where it lies."""
    geoms = np.append(sample(count=200), shapely.box(0, 0, 1e-3, 1e-3))
    assert judged(Claim(None, "EPSG:5898", None), geoms).placement.source == 5898


def test_empty_and_missing_geometries_say_nothing() -> None:
    geoms = np.array([None, shapely.Polygon()], dtype=object)
    assert judged(Claim(None, "EPSG:5898", None), geoms).issues == []


@pytest.mark.parametrize(("limit", "refused"), [(1.0, True), (5.1, False)])
def test_the_share_outside_is_of_area(limit: float, refused: bool) -> None:
    """19 parts inside, 1 of the same size outside: 5 %."""
    x, y = town.CORNER
    geoms = np.array(
        [shapely.box(x + 10 * i, y, x + 10 * i + 10, y + 10) for i in range(19)]
        + [shapely.box(x, y - 20, x + 10, y - 10)]
    )
    ground = replace(GROUND, max_outside_pct=limit)
    if refused:
        with pytest.raises(Refused, match="5,0%") as refusal:
            judged(Claim(None, "EPSG:5898", None), geoms, ground)
        assert refusal.value.rule == "CRS-3"
    else:
        assert judged(Claim(None, "EPSG:5898", None), geoms, ground).placement.source == 5898


def test_outside_of_areas_lines_and_points() -> None:
    square = shapely.box(0, 0, 10, 10)
    areas = np.array([shapely.box(5, 0, 15, 10), shapely.box(0, 0, 1, 1), None], dtype=object)
    assert [amounts.tolist() for amounts in outside_amounts(areas, square)] == [[50.0, 0.0, 0.0], [100.0, 1.0, 0.0]]
    lines = np.array([shapely.LineString([(0, 5), (40, 5)])])
    assert [amounts.tolist() for amounts in outside_amounts(lines, square)] == [[30.0], [40.0]]
    points = np.array([shapely.Point(x, 5) for x in (1, 9, 10, 11)])
    assert [amounts.tolist() for amounts in outside_amounts(points, square)] == [[0.0, 0.0, 0.0, 1.0], [1.0] * 4]
    bow_tie = shapely.Polygon([(8, 0), (12, 4), (12, 0), (8, 4), (8, 0)])
    assert outside_share(np.array([bow_tie, None], dtype=object), square) == pytest.approx(0.5)
    assert outside_share(np.array([None], dtype=object), square) == 0.0


def test_the_whole_delivery_is_judged_again_at_the_end() -> None:
    verdict = judged(Claim(None, "EPSG:5898", None), sample())
    refuse_outside(0.9, 100.0, verdict, sample(), None, GROUND)
    with pytest.raises(Refused, match="1,0%"):
        refuse_outside(1.0, 100.0, verdict, sample(), None, GROUND)


def test_stated_areas_break_a_tie_between_candidates() -> None:
    """Without communes an axis and its neighbour both fall into the province; stated areas say nothing false."""
    ground = replace(GROUND, reference=None)
    areas = np.array([f.geom.area for f in town.parcels(60)])
    with pytest.raises(Refused) as refusal:
        judge(NOTHING, sample(3405), areas, ground, "lop")
    assert refusal.value.message.split("EPSG:")[1][:4] == "3405"
