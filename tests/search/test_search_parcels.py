"""Commune, sheet and number in every common writing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdi.search.parcels import Writing, spellings, writings


@pytest.mark.parametrize(
    ("text", "sheet", "number", "rest"),
    [
        ("tờ 12 thửa 345 Nghĩa Lộ", "12", "345", "Nghĩa Lộ"),
        ("thửa 345 tờ bản đồ 12", "12", "345", ""),
        ("12/345 nghia lo", "12", "345", "nghia lo"),
        ("TBĐ 12, thửa số 345, P. Nghĩa Lộ", "12", "345", "P. Nghĩa Lộ"),
        ("thửa đất số 345, tờ bản đồ số 12, phường Nghĩa Lộ", "12", "345", "phường Nghĩa Lộ"),
        ("Thửa 345/12 Nghĩa Lộ", "12", "345", "Nghĩa Lộ"),
        ("tờ 12/345", "12", "345", ""),
        ("345 tờ 12", "12", "345", ""),
        ("số thửa: 345; số tờ: 12", "12", "345", ""),
        ("tờ bản đồ địa chính số 12 thửa đất 345A", "12", "345a", ""),
        ("TBD12 thua 345", "12", "345", ""),
        ("to 12 thua 345 ba to", "12", "345", "ba to"),
        ("Ba Tơ tờ 12 thửa 5", "12", "5", "Ba Tơ"),
        ("Ba Tơ 12/345", "12", "345", "Ba Tơ"),
        ("sheet 12 parcel 345 Nghia Lo ward", "12", "345", "Nghia Lo ward"),
        ("Nghĩa Lộ 12 345", "12", "345", "Nghĩa Lộ"),
        ("tờ 21022.12 thửa 5", "21022.12", "5", ""),
        ("thửa 345 Nghĩa Lộ", None, "345", "Nghĩa Lộ"),
        ("tờ 12 Nghĩa Lộ", "12", None, "Nghĩa Lộ"),
    ],
)
def test_writings(text: str, sheet: str | None, number: str | None, rest: str) -> None:
    first = writings(text)[0]
    assert (first.sheet, first.number, first.rest) == (sheet, number, rest)


@pytest.mark.parametrize("text", ["21028-12-345", "21028 12 345", "21028/012/0345", "210280120345"])
def test_identifiers(text: str) -> None:
    (found,) = writings(text)
    assert (found.commune, found.rest, found.sure) == ("21028", "", True)
    assert found.sheet is not None and found.number is not None
    assert (spellings(found.sheet)[-1], spellings(found.number)[-1]) == ("12", "345")


def test_two_numbers_may_stand_either_way() -> None:
    assert writings("12/345") == [Writing("12", "345", "", sure=False), Writing("345", "12", "", sure=False)]


@pytest.mark.parametrize("text", ["", "Lê Lợi", "123/QĐ-UBND", "QĐ 123", "12/5/2024", "Quốc lộ 24B", "Ba Tơ"])
def test_what_is_no_parcel(text: str) -> None:
    assert writings(text) == []


@given(st.text(alphabet="tờ thửa sốTBĐ0123456789/.,;-()", max_size=200))
def test_any_text_is_read_in_bounded_time(text: str) -> None:
    begun = time.perf_counter()
    for found in writings(text):
        assert found.sheet or found.number
    assert time.perf_counter() - begun < 0.2
