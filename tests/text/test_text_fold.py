"""Keys for search, for CAD layer names and for sorting; ICU in PostgreSQL is the judge of the order."""

from __future__ import annotations

import random
import unicodedata

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdi.text import collation_key, fold, match_key

NAMES = (
    """
An Phú|Ăn Thuận|Ân Tín|Ba Tơ|Bà Tơ|Ba Vì|Bà|Bã|Bả|Bá|Bạ|Bình Sơn|Bình Sa|Cẩm Thành|Cam Thanh|Da|Đa
Đa Lộc|Da Lộc|Dục Nông|Đức Phổ|Đăk Tô|Đắk Tô|E|Ê|Ế|Em|Êm|Hà|Hạ|Ia Đal|La|Lá|Lô|Lơ|Lo|Lò|Lộ|Lỗ|Lố
Nghĩa Lộ|Nghĩa Hành|Nghia Lo|Oanh|Ông|Ơn|O|Sơn Hà|Sơn Hạ|Son Ha|Sông Vệ|Tư Nghĩa|Tu|Từ|Tự|Ưng|Ung
Vạn Tường|Xốp|Xã|xã|XÃ|Y|Ý|ý
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


def in_order(names: list[str]) -> list[str]:
    """The names sorted, from an order that helps no one."""
    return sorted(random.Random(7).sample(names, len(names)), key=collation_key)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nghĩa Lộ", "nghia lo"),
        ("  ĐƯỜNG\tNguyễn   Huệ ", "duong nguyen hue"),
        (unicodedata.normalize("NFD", "Đặng Thuỳ Trâm"), "dang thuy tram"),
        ("Ðất ở", "dat o"),
        ("", ""),
        ("Lô A-12", "lo a-12"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_match_key_of_layer_names() -> None:
    assert match_key("!ĐẤT Ở HỖN HỢP (QH)") == match_key("dat_o-hon hop qh") == "datohonhopqh"
    assert match_key("@Ð?t nhóm nhà ?") == "dtnhomnha"


@given(st.text())
def test_folding_twice_changes_nothing_and_form_does_not_matter(text: str) -> None:
    assert match_key(match_key(text)) == match_key(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_the_order_is_that_of_icu(database: str) -> None:
    shuffled = NAMES[:]
    random.Random(7).shuffle(shuffled)
    with psycopg.connect(database) as connection:
        query = 'SELECT name FROM unnest(%s::text[]) AS name ORDER BY name COLLATE "vi-x-icu"'
        expected = [row[0] for row in connection.execute(query, [shuffled])]
    assert sorted(shuffled, key=collation_key) == expected


def test_letters_then_tones_then_numbers() -> None:
    alphabet = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")
    assert in_order(alphabet) == alphabet
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert in_order(tones) == tones
    groups = ["Tổ 2", "Tổ 2A", "Tổ 10", "Tổ 10/3", "Tổ 010/4"]
    assert in_order(groups) == groups


@given(st.lists(st.text(max_size=8), max_size=8))
def test_any_text_has_a_place(texts: list[str]) -> None:
    assert len(sorted(texts, key=collation_key)) == len(texts)
