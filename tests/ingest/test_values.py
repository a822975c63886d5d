"""What offices write, value by value: numbers, dates, yes and no, codes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdi.ingest.values import CodeReader, decimal_mark, read_boolean, read_date, read_integer, read_number
from sdi.model import CodeList
from sdi.model.codes import Code


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("2.159,6", ",", 2159.6),
        ("2159,6", ",", 2159.6),
        ("1.234.567", ",", 1234567.0),
        ("1 234,5", ",", 1234.5),
        ("-0,5", ",", -0.5),
        ("2,159.6", ".", 2159.6),
        ("12.5 m", ".", 12.5),
        ("80 m²", ".", 80.0),
        ("12,50 %", ",", 12.5),
        ("1.5E-3", ".", 0.0015),
        (" 7 ", ".", 7.0),
        ("", ".", None),
        ("-", ".", None),
        ("Không có", ".", None),
        ("<Null>", ".", None),
        ("NaN", ".", None),
    ],
)
def test_numbers(text: str, mark: str, value: float | None) -> None:
    assert read_number(text, mark) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "mark"),
    [("12.5", ","), ("1234.567", ","), ("1.2.3", ","), ("1,2,3", "."), ("12a", "."), ("inf", "."), ("1e999", "."),
     (",", ","),
     ("--5", "."), ("5-", "."), ("0x10", "."), ("1_000", "."), ("m", ".")],
)  # fmt: skip
def test_what_is_no_number_is_told_and_never_guessed(text: str, mark: str) -> None:
    with pytest.raises(ValueError):
        read_number(text, mark)  # type: ignore[arg-type]


@given(st.floats(min_value=-1e9, max_value=1e9), st.sampled_from([",", "."]))
def test_a_number_written_the_vietnamese_or_the_english_way_is_the_same(number: float, mark: str) -> None:
    written = f"{number:,.3f}"
    text = written.translate(str.maketrans(",.", ".,")) if mark == "," else written
    assert read_number(text, mark) == float(f"{number:.3f}")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("column", "mark"),
    [
        (["2.159,6", "12"], ","),
        (["2,159.6"], "."),
        (["12,5", "1.000"], ","),
        (["12.5", "1,000"], "."),
        (["2.159", "10.200"], ","),  # thousands: the Vietnamese way
        (["2,159", "1,987"], ","),  # levels to the millimetre: the Vietnamese way
        (["1,234,567"], "."),
        (["1.234.567"], ","),
        (["0.125", "0.250"], "."),  # a group of thousands never begins with a zero
        (["12", "7"], "."),
        ([], "."),
    ],
)
def test_the_decimal_mark_is_decided_for_the_column(column: list[str], mark: str) -> None:
    assert decimal_mark(column) == mark


def test_whole_numbers() -> None:
    assert [read_integer(text, ",") for text in ("12", "12,0", "1.200")] == [12, 12, 1200]
    with pytest.raises(ValueError):
        read_integer("12,5", ",")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("02/01/2026", date(2026, 1, 2)),
        ("2-1-2026", date(2026, 1, 2)),
        ("2.1.2026 08:30", date(2026, 1, 2)),
        ("2026-01-02", date(2026, 1, 2)),
        ("2026-01-02T08:30:00Z", date(2026, 1, 2)),
        ("20260102", date(2026, 1, 2)),
        ("46024", date(2026, 1, 2)),  # Excel counts days
        ("", None),
    ],
)
def test_dates(text: str, value: date | None) -> None:
    assert read_date(text) == value


@pytest.mark.parametrize(
    "text", ["31/02/2026", "13/13/2026", "2/1/26", "2026", "tháng 5/2026", "20261301", "0001-01-01"]
)
def test_dates_that_are_none(text: str) -> None:
    with pytest.raises(ValueError):
        read_date(text)


def test_a_profile_s_own_date_format() -> None:
    assert read_date("2026|01|02", "%Y|%m|%d") == date(2026, 1, 2)
    with pytest.raises(ValueError):
        read_date("02/01/2026", "%Y|%m|%d")


def test_yes_and_no() -> None:
    assert [read_boolean(t) for t in ("Có", "x", "1", "đúng", "TRUE")] == [True] * 5
    assert [read_boolean(t) for t in ("Không", "0", "sai", "không có")] == [False] * 4
    assert read_boolean(" ") is None
    with pytest.raises(ValueError):
        read_boolean("có lẽ")


CODES = CodeList(
    "land",
    {
        "ODT": Code("ODT", "Đất ở tại đô thị", aliases=("Đất ở đô thị",)),
        "CLN": Code("CLN", "Đất trồng cây lâu năm"),
        "A1": Code("A1", "Ba Tơ"),
        "A2": Code("A2", "Ba Tô"),
    },
)


@pytest.mark.parametrize(
    ("text", "code"),
    [("ODT", "ODT"), (" odt ", "ODT"), ("đất ở đô thị", "ODT"), ("DAT O TAI DO THI", "ODT"), ("", None),
     ("Đất trồng cây lâu năm", "CLN")],
)  # fmt: skip
def test_codes_and_their_writings(text: str, code: str | None) -> None:
    assert CodeReader(CODES)(text) == code


@pytest.mark.parametrize("text", ["XYZ", "ODT+CLN", "ba to"])
def test_a_code_that_is_not_in_the_list_or_could_be_two(text: str) -> None:
    with pytest.raises(ValueError):
        CodeReader(CODES)(text)


@pytest.mark.parametrize(
    ("text", "code"), [("ODT+CLN", "ODT+CLN"), ("odt, cln", "ODT+CLN"), ("ODT/CLN", "ODT+CLN"), ("CLN", "CLN")]
)
def test_compound_codes(text: str, code: str) -> None:
    assert CodeReader(CODES, compound=True)(text) == code


def test_one_unknown_part_spoils_a_compound_code() -> None:
    with pytest.raises(ValueError):
        CodeReader(CODES, compound=True)("ODT+XYZ")
