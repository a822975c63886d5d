"""A pair of coordinates is read however it is written, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdi.search.coordinates import Position, positions

EXTENT = (426_500.0, 1_538_500.0, 624_500.0, 1_708_500.0)
DEGREES = (107.3, 13.9, 109.2, 15.5)
METRES = Position(585_791.005, 1_672_370.101, False)
WHOLE = Position(585_791.0, 1_672_370.0, False)
ANGLES = Position(108.8, 15.12, True)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1672370.101 585791.005", METRES),
        ("585791.005, 1672370.101", METRES),
        ("1.672.370,101 585.791,005", METRES),
        ("1 672 370,101 585 791,005", METRES),
        ("1,672,370.101, 585,791.005", METRES),
        ("1672370,101,585791,005", METRES),
        ("1672370,101; 585791,005", METRES),
        ("X=1672370.101 Y=585791.005", METRES),
        ("X: 1.672.370,101m; Y: 585.791,005m", METRES),
        ("x = 585791.005 y = 1672370.101", METRES),  # as maps name the axes
        ("1672370.101\t585791.005", METRES),
        ("(1672370,101 ; 585791,005)", METRES),
        ("Tọa độ X 1672370 Y 585791 (VN-2000)", WHOLE),
        ("E 585791 N 1672370", WHOLE),
        ("585791E 1672370N", WHOLE),
        ("1672370/585791", WHOLE),
        ("585791,1672370", WHOLE),
        ("108.8, 15.12", ANGLES),
        ("15.12 108.8", ANGLES),
        ("108,8; 15,12", ANGLES),
        ("108,8 15,12", ANGLES),
        ("15,12,108,8", ANGLES),
        ("15.12°N, 108.8°E", ANGLES),
        ("N15.12 E108.8", ANGLES),
        ("15,12°B; 108,8°Đ", ANGLES),
        ("vĩ độ 15,12 kinh độ 108,8", ANGLES),
        ("lat=15.12&lon=108.8", ANGLES),
        ("15°07'12\"N 108°48'00\"E", ANGLES),
        ("15°7'12''N 108°48'0''E", ANGLES),
        ("15 07 12 N, 108 48 00 E", ANGLES),
        ("15°07.2'N, 108°48'E", ANGLES),
        ("15°07′12.0″B 108°48′Đ", ANGLES),
        ("15d07m12s 108d48m00s", ANGLES),
    ],
)
def test_writings(text: str, meant: Position) -> None:
    found = positions(text, EXTENT, DEGREES)
    assert len(found) == 1
    assert found[0].degrees is meant.degrees
    assert (found[0].x, found[0].y) == pytest.approx((meant.x, meant.y), abs=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "", "12/345", "12 345", "21025-12-345", "tờ 12 thửa 345", "123/QĐ-UBND", "1672370", "15°12'", "10.77 106.7",
        "1672370 1585791", "585791 600000", "15°61'00\" 108°48'00\"", "nan inf", "1e6 5e5", "Quốc lộ 1", "9" * 200,
        "-15.12 -108.8", "15.12 108.8 đường Lê Lợi",
    ],
)  # fmt: skip
def test_what_is_none(text: str) -> None:
    assert positions(text, EXTENT, DEGREES) == []


def _written(metres: int, group: str, decimal: str) -> str:
    whole, part = divmod(metres, 1000)
    return f"{whole:,}".replace(",", group) + f"{decimal}{part:03d}"


@given(
    st.integers(426_500_000, 624_500_000),
    st.integers(1_538_500_000, 1_708_500_000),
    st.sampled_from([("", "."), ("", ","), (".", ","), (",", "."), (" ", ","), (" ", ".")]),
    st.sampled_from([" ", "; ", " / ", "\n", " ; "]),
    st.booleans(),
)
def test_every_style_reads_the_same(east: int, north: int, style: tuple[str, str], between: str, x_first: bool) -> None:
    numbers = [_written(north, *style), _written(east, *style)]
    text = between.join(numbers if x_first else numbers[::-1])
    assert Position(east / 1000, north / 1000, False) in positions(text, EXTENT, DEGREES)


@given(st.text(max_size=200))
def test_any_text_is_read_and_stays_in_the_province(text: str) -> None:
    for found in positions(text, EXTENT, DEGREES):
        west, south, east, north = DEGREES if found.degrees else EXTENT
        assert west <= found.x <= east and south <= found.y <= north
