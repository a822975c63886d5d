"""Figures that add up, and charts that say what the table says."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_kit import ROOT

from sdi.model import read_project
from sdi.serve.site.charts import Slice, band, bar, donut, readable
from sdi.serve.site.figures import Affected, Balance, Cross, share, total

CODES = st.sampled_from(["NO", "GT", "CX", None])
ROWS = st.lists(st.tuples(CODES, st.integers(1, 50), st.floats(0.01, 1e9)), min_size=1, max_size=30)


@given(ROWS)
def test_shares_add_up_to_exactly_100(rows: list[tuple[str | None, int, float]]) -> None:
    balance = Balance.of(rows)
    assert round(sum(round(part.share_pct * 10) for part in balance.parts)) == 1000
    assert balance.count == sum(count for _, count, _ in rows)
    assert balance.amount == pytest.approx(math.fsum(amount for _, _, amount in rows))
    assert len({part.code for part in balance.parts}) == len(balance.parts) == len({code for code, _, _ in rows})
    assert [p.amount for p in balance.parts] == sorted((p.amount for p in balance.parts), reverse=True)


@given(ROWS, st.integers(2, 5))
def test_what_is_drawn_together_is_all_the_rest(rows: list[tuple[str | None, int, float]], most: int) -> None:
    balance = Balance.of(rows)
    drawn = balance.main(most)
    assert len(drawn) == min(most, len(balance.parts))
    assert sum(part.count for part in drawn) == balance.count
    assert sum(part.amount for part in drawn) == pytest.approx(balance.amount)
    assert round(sum(part.share_pct for part in drawn), 1) == 100.0


def test_nothing_is_no_division_by_zero() -> None:
    assert Balance.of([]).parts == () and Balance.of([("NO", 2, 0.0)]).parts[0].share_pct == 0.0
    assert share(0, 0) == 0.0 and total([]).planned_pct == 0.0


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(1, 1, 100.0), (99_999, 100_000, 99.9), (1, 100_000, 0.1), (0, 5, 0.0), (1, 3, 33.3)]
)
def test_all_and_nothing_are_said_of_all_and_nothing_only(part: int, whole: int, said: float) -> None:
    assert share(part, whole) == said


def test_a_cross_table_counts_or_adds() -> None:
    rows = [("MUA", "TRON", 3, 30.0), ("MUA", None, 1, 10.0), ("CHUNG", "TRON", 2, 60.0)]
    lengths, numbers = Cross.of(rows, summed=True), Cross.of(rows, summed=False)
    assert [(p.code, p.amount, p.share_pct) for p in lengths.rows.parts] == [("CHUNG", 60.0, 60.0), ("MUA", 40.0, 40.0)]
    assert {p.code: p.amount for p in lengths.columns.parts} == {"TRON": 90.0, None: 10.0}
    assert numbers.cells == {"MUA": {"TRON": 3, None: 1}, "CHUNG": {"TRON": 2}}
    assert numbers.rows.amount == numbers.rows.count == 6 == lengths.rows.count


def test_communes_together() -> None:
    whole = total([Affected("1", 10, 100.0, 5, 1, 50.0), Affected("2", 30, 300.0, 0, 0, 0.0)])
    assert (whole.parcels, whole.planned_pct, whole.covered_pct, whole.in_projects_pct) == (40, 12.5, 12.5, 2.5)


def contrast(one: str, other: str) -> float:
    """WCAG 2, contrast ratio."""

    def light(color: str) -> float:
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_labels_can_be_read_on_every_colour_of_every_code() -> None:
    colours = {c.color for codes in read_project(ROOT).codes.values() for c in codes.codes.values() if c.color}
    assert len(colours) > 50
    assert min(contrast(colour, readable(colour)) for colour in colours) >= 4.5


SLICES = [
    Slice("NO", "Nhóm nhà ở: 60,0 %", 60.0, "#cc9900"),
    Slice("<b>&", 'Khác "lạ" <script>: 39,9 %', 39.9),
    Slice("GT", "0,1 %", 0.1),
]


def test_a_ring_is_well_formed_named_and_has_no_style_of_its_own() -> None:
    drawn = str(donut(SLICES, "Cơ cấu <1>", "Như bảng", ("12,5", "ha"), "x"))
    svg = ElementTree.fromstring(drawn)
    assert svg.attrib["role"] == "img"
    names = [svg.find(f"*[@id='{name}']") for name in svg.attrib["aria-labelledby"].split()]
    assert [one.text for one in names if one is not None] == ["Cơ cấu <1>", "Như bảng"]
    assert [one.text for one in svg.iter("title")][1:] == [one.title for one in SLICES]
    assert [one.text for one in svg.iter("text")] == ["NO", "<b>&", "12,5", "ha"]  # 0.1 % has no room for a label
    assert "style" not in drawn and "<script" not in drawn


def test_the_parts_of_a_ring_have_the_angles_of_their_shares() -> None:
    svg = ElementTree.fromstring(str(donut(SLICES, "t", "d", (), "x")))
    paths = [one.attrib["d"] for one in svg.iter("path")]
    turn = 0.0
    for path, one in zip(paths, SLICES, strict=True):
        numbers = [float(n) for n in re.findall(r"-?\d+\.\d+", path)]
        begin = math.atan2(numbers[0], -numbers[1]) / (2 * math.pi) % 1
        assert begin == pytest.approx(turn % 1, abs=1e-3)
        turn += one.share_pct / 100
    whole = ElementTree.fromstring(str(donut([Slice("A", "A", 100.0)], "t", "d", (), "x")))
    assert next(whole.iter("path")).attrib["d"].count("A") == 4  # a circle is two halves, inside and outside


def test_a_band_fills_its_width_and_a_bar_stays_within() -> None:
    svg = ElementTree.fromstring(str(band(SLICES, "t", "d", "x")))
    ends = [float(r.attrib["x"]) + float(r.attrib["width"]) for r in svg.iter("rect")]
    assert ends[-1] == pytest.approx(100.0)
    for amount, width in ((-5, 0.0), (33.33, 33.3), (250, 100.0)):
        assert float(list(ElementTree.fromstring(str(bar(amount))))[1].attrib["width"]) == width
