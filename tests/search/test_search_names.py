"""Names: what is the same, what is nearer, which units are meant, which results are one."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdi.db.migrate import migrate
from sdi.search.gazetteer import Gazetteer, Unit, former_units
from sdi.search.ranking import ALIKE, BEGINS, EXACT, SAME, UNMARKED, WORDS, Asked, clusters
from sdi.search.words import searchable, similarity, toned

ROOT = Path(__file__).resolve().parents[2]
FORMER = (ROOT / "catalog" / "former_units.csv").read_text("utf-8")
COMMUNES = [line.split(",")[:2] for line in (ROOT / "catalog" / "communes.csv").read_text("utf-8").splitlines()[1:]]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer([*(Unit.of(title, [code]) for code, title in COMMUNES), *former_units(FORMER)])


@pytest.fixture(scope="module")
def connection(database: str) -> psycopg.Connection:
    migrate(database)
    return psycopg.connect(database, autocommit=True)


def in_database(connection: psycopg.Connection, text: str) -> str:
    row = connection.execute("SELECT public.sdi_search_text(%s)", (text,)).fetchone()
    assert row is not None
    return str(row[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hòa Mỹ", "hoà mĩ"), ("ĐẮK  Blà", "Đắk-Blà"), ("Thuỷ", "Thủy"), ("Quốc lộ 1A", "QUỐC LỘ 1A"), ("Lý", "Lí")],
)
def test_the_same_words(one: str, other: str) -> None:
    assert searchable(one) == searchable(other) and toned(one) == toned(other)


def test_marks_tell_names_apart() -> None:
    assert searchable("Sơn Hà") == searchable("Sơn Hạ") and toned("Sơn Hà") != toned("Sơn Hạ")
    assert similarity("nghia lo", "nghia lo") == 1.0 > similarity("nghia lo", "nghai lo") > 0.3


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0", max_codepoint=0x2FFF), max_size=40))
def test_the_database_compares_the_same(connection: psycopg.Connection, text: str) -> None:
    assert in_database(connection, text) == f" {searchable(text)} "


@pytest.mark.parametrize(
    ("asked", "name", "tier"),
    [
        ("Lê Lợi", "Lê Lợi", EXACT),
        ("le loi", "Lê Lợi", EXACT),
        ("Lê Lôi", "Lê Lợi", UNMARKED),
        ("đường Lê Lợi", "Lê Lợi", SAME),
        ("Le Loi street", "Đường Lê Lợi", SAME),
        ("quyết định số 123/QĐ-UBND ngày 12/5/2024", "123/QĐ-UBND", SAME),
        ("123/QĐ", "123/QĐ-UBND", BEGINS),
        ("cư gò", "Khu dân cư Gò Đu", WORDS),
        ("Lê Lọi nối dài", "Lê Lợi", ALIKE),
    ],
)
def test_how_a_name_answers(asked: str, name: str, tier: int) -> None:
    assert Asked(asked).nearness(name)[0] == tier


def named(gazetteer: Gazetteer, text: str) -> list[str]:
    found = gazetteer.mentions(text)
    return [mention.unit.title for mention in found if mention.closeness == found[0].closeness]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Sơn Hạ", ["Xã Sơn Hạ", "Xã Sơn Hạ"]),
        ("xã sơn hà", ["Xã Sơn Hà"]),
        ("huyện Sơn Hà", ["Huyện Sơn Hà"]),
        ("lí sơn", ["Đặc khu Lý Sơn", "Huyện Lý Sơn"]),
        ("huyen binh son", ["Huyện Bình Sơn"]),
        ("TX Đức Phổ", ["Thị xã Đức Phổ"]),
        ("p. tran hung dao", ["Phường Trần Hưng Đạo", "Phường Trần Hưng Đạo"]),
        ("Nghĩa Dõng", ["Xã Nghĩa Dõng"]),
        ("An Phu commune", ["Xã An Phú", "Xã An Phú"]),
    ],
)
def test_units(gazetteer: Gazetteer, text: str, titles: list[str]) -> None:
    assert named(gazetteer, text) == titles


def test_misspelled_units(gazetteer: Gazetteer) -> None:
    assert gazetteer.mentions("nghai lo") == []
    assert gazetteer.alike("nghai lo")[0].unit.title == "Phường Nghĩa Lộ"
    assert {mention.unit.title for mention in gazetteer.beginning("trương q")} == {"Phường Trương Quang Trọng"}


def test_former_units_lead_to_communes_that_are(gazetteer: Gazetteer) -> None:
    present = {code for code, _ in COMMUNES}
    former = former_units(FORMER)
    assert {code for unit in former for code in unit.codes} == present
    assert all(unit.kind for unit in former)
    assert {unit.codes for unit in former if unit.title == "Xã Trà Bùi"} == {("21136", "21157")}


@given(st.text(max_size=100))
def test_any_text_is_looked_up(text: str) -> None:
    gazetteer = Gazetteer([Unit.of("Phường Mẫu", ["1"]), Unit.of("Xã", ["2"])])
    for mention in [*gazetteer.mentions(text), *gazetteer.alike(text), *gazetteer.beginning(text)]:
        assert 0 <= mention.span[0] <= mention.span[1] <= len(text)
    Asked(text).nearness("Phường Mẫu")


def test_neighbours_are_chained() -> None:
    boxes = [(0.0, 0.0, 1.0, 1.0), (100.0, 0.0, 101.0, 1.0), (2.0, 0.0, 3.0, 1.0), (50.0, 0.0, 60.0, 1.0)]
    assert clusters(boxes, 45) == [[0, 2], [1, 3]]
    assert clusters(boxes, 47) == [[0, 1, 2, 3]]
