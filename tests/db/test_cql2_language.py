"""CQL2 as a language: both encodings say the same, as OGC's standard and another implementation understand it."""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any

import cql2 as rust
import pytest
from cql2_kit import FIELDS
from hypothesis import given
from hypothesis import strategies as st

from sdi.db.cql2 import FilterError, canonical, parse_json, parse_text
from sdi.db.cql2.tree import MAX_DEPTH

# Kinds of expressions that the standard's examples have (OGC 21-065r2 and its schema folder), here about our fields.
PAIRS: list[tuple[str, Any]] = [
    ("kind='ODT'", {"op": "=", "args": [{"property": "kind"}, "ODT"]}),
    ("width-150.0 > 0", {"op": ">", "args": [{"op": "-", "args": [{"property": "width"}, 150.0]}, 0]}),
    ("built >= date('1970-01-01')", {"op": ">=", "args": [{"property": "built"}, {"date": "1970-01-01"}]}),
    ("geometry IS NOT NULL", {"op": "not", "args": [{"op": "isNull", "args": [{"property": "geometry"}]}]}),
    ("name LIKE 'Smith%'", {"op": "like", "args": [{"property": "name"}, "Smith%"]}),
    ("name NOT LIKE '%x'", {"op": "not", "args": [{"op": "like", "args": [{"property": "name"}, "%x"]}]}),
    ("width BETWEEN 100.0 and 150.0", {"op": "between", "args": [{"property": "width"}, 100.0, 150.0]}),
    ("floors NOT IN (1,2)", {"op": "not", "args": [{"op": "in", "args": [{"property": "floors"}, [1, 2]]}]}),
    (
        "CASEI(name) IN (CASEI('Οδος'),CASEI('Straße'))",
        {"op": "in", "args": [{"op": "casei", "args": [{"property": "name"}]},
                              [{"op": "casei", "args": ["Οδος"]}, {"op": "casei", "args": ["Straße"]}]]},
    ),
    (
        "ACCENTI(name) = ACCENTI('débárquér')",
        {"op": "=", "args": [{"op": "accenti", "args": [{"property": "name"}]},
                             {"op": "accenti", "args": ["débárquér"]}]},
    ),
    (
        "S_INTERSECTS(geometry,POINT(36.319836 32.288087))",
        {"op": "s_intersects", "args": [{"property": "geometry"},
                                        {"type": "Point", "coordinates": [36.319836, 32.288087]}]},
    ),
    (
        "S_WITHIN(geometry,BBOX(-118,33.8,-117.9,34))",
        {"op": "s_within", "args": [{"property": "geometry"}, {"bbox": [-118, 33.8, -117.9, 34]}]},
    ),
    (
        "S_EQUALS(POLYGON Z ((0 0 1, 1 0 1, 1 1 1, 0 0 1)), \"geometry\")",
        {"op": "s_equals", "args": [{"type": "Polygon", "coordinates": [[[0, 0, 1], [1, 0, 1], [1, 1, 1], [0, 0, 1]]]},
                                    {"property": "geometry"}]},
    ),
    (
        "S_EQUALS(GEOMETRYCOLLECTION (POINT (1.9 2.0), MULTILINESTRING ((-2 0, -77.2 -0.5))), geometry)",
        {"op": "s_equals", "args": [{"type": "GeometryCollection", "geometries": [
            {"type": "Point", "coordinates": [1.9, 2.0]},
            {"type": "MultiLineString", "coordinates": [[[-2, 0], [-77.2, -0.5]]]}]}, {"property": "geometry"}]},
    ),
    (
        "T_DURING(INTERVAL(valid_from, valid_to), INTERVAL('2017-06-10T07:30:00Z', '..'))",
        {"op": "t_during", "args": [{"interval": [{"property": "valid_from"}, {"property": "valid_to"}]},
                                    {"interval": ["2017-06-10T07:30:00Z", ".."]}]},
    ),
    (
        "T_AFTER(built, TIMESTAMP('2012-08-10T05:30:00.000000Z'))",
        {"op": "t_after", "args": [{"property": "built"}, {"timestamp": "2012-08-10T05:30:00Z"}]},
    ),
    (
        "width = - height * 2.0 + \"floors\" / 6.1234 - \"x\" ^ 2.0",
        {"op": "=", "args": [{"property": "width"}, {"op": "-", "args": [{"op": "+", "args": [
            {"op": "*", "args": [{"op": "*", "args": [-1, {"property": "height"}]}, 2.0]},
            {"op": "/", "args": [{"property": "floors"}, 6.1234]}]},
            {"op": "^", "args": [{"property": "x"}, 2.0]}]}]},
    ),
    ("0 = (floors % 2)", {"op": "=", "args": [0, {"op": "%", "args": [{"property": "floors"}, 2]}]}),
    ("1 = floors div 2", {"op": "=", "args": [1, {"op": "div", "args": [{"property": "floors"}, 2]}]}),
    ("A_CONTAINS(layer:ids, ('a', TRUE, 1.0))",
     {"op": "a_contains", "args": [{"property": "layer:ids"}, ["a", True, 1]]}),
    ("NOT listed = true OR (floors>5 AND kind='x')", {"op": "or", "args": [
        {"op": "not", "args": [{"op": "=", "args": [{"property": "listed"}, True]}]},
        {"op": "and", "args": [{"op": ">", "args": [{"property": "floors"}, 5]},
                               {"op": "=", "args": [{"property": "kind"}, "x"]}]}]}),
    ("name = 'O''Hara'", {"op": "=", "args": [{"property": "name"}, "O'Hara"]}),
    ("name = 'a\nb'", {"op": "=", "args": [{"property": "name"}, "a\nb"]}),
    ("floors = -1 AND width > -1.5E-3", {"op": "and", "args": [
        {"op": "=", "args": [{"property": "floors"}, -1]}, {"op": ">", "args": [{"property": "width"}, -0.0015]}]}),
    ("\"tên đường\" = tên", {"op": "=", "args": [{"property": "tên đường"}, {"property": "tên"}]}),
    ("true", True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "document"), PAIRS)
def test_both_encodings_say_the_same(text: str, document: Any) -> None:
    assert parse_text(text) == parse_json(json.dumps(document))
    assert canonical(parse_text(text)) == canonical(parse_json(document))


@pytest.mark.parametrize("text", [text for text, _ in PAIRS])
def test_another_implementation_reads_the_text_alike(text: str) -> None:
    assert canonical(parse_json(rust.parse_text(text).to_json())) == canonical(parse_text(text))


# --- what the standard leaves to other readers ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (r"name = 'O\'Hara'", "name = 'O''Hara'"),  # the grammar's second way; the other implementation has one
        ("name = 'C:\\'", '{"op": "=", "args": [{"property": "name"}, "C:\\\\"]}'),
        ("floors = 9007199254740993", '{"op": "=", "args": [{"property": "floors"}, 9007199254740993]}'),
        ("((((floors=1))))", "floors = 1"),
        ("orange = 1", "orange=1.0"),
        ("a=1 AND (b=2 AND c=3)", "(c=3.0 and b=2) and a = 1"),
        ("a=1 OR b=2 OR a=1", "b=2 or a=1"),
        ("a > 1", "1 < a"),
        ("a IN (3, 2, 1, 2)", "a in (1,2,3)"),
        ("name = 'Nghi\u0303a'", "name = 'Nghĩa'"),
        ("d = TIMESTAMP('2020-01-01T07:00:00+07:00')", "d = TIMESTAMP('2020-01-01T00:00:00Z')"),
        ("S_INTERSECTS(geometry, POLYGON((0 0,1 0,1 1,0 0)))", "S_INTERSECTS(POLYGON((1 1,0 0,1 0,1 1)), geometry)"),
    ],
)
def test_filters_that_say_the_same_have_one_canonical_text(text: str, same: str) -> None:
    other = parse_json(same) if same.startswith("{") else parse_text(same)
    assert canonical(parse_text(text)) == canonical(other)


def test_filters_that_differ_have_different_canonical_texts() -> None:
    texts = [
        "a = 1", "a = '1'", "a = true", "a <> 1", "a < 1", "1 < a", "a <= 1", "b = 1", "a = 'true'", "a = 'A'",
        "a - 1 = 0", "1 - a = 0", "a / 2 = 1", "a = DATE('2020-01-01')", "a = '2020-01-01'", "a IS NULL",
        "a = TIMESTAMP('2020-01-01T00:00:00Z')", "a IN (1)", "a LIKE '1'", "CASEI(a) = '1'", "NOT a = 1",
        "a = 1 AND b = 1", "a = 1 OR b = 1", "S_WITHIN(a, POINT(1 2))", "S_WITHIN(POINT(1 2), a)",
        "S_WITHIN(a, POINT(2 1))", "T_BEFORE(a, INTERVAL('..', b))", "T_BEFORE(a, INTERVAL(b, '..'))",
        "a = 9007199254740993", "a = 9007199254740992", "a BETWEEN 1 AND 2", "a BETWEEN 2 AND 1",
    ]  # fmt: skip
    assert len({canonical(parse_text(text)) for text in texts}) == len(texts)


# --- what is no filter ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "chưa hết"),
        ("a =", r"chưa hết \(ký tự 4\)"),
        ("a = 'x", r"'x' \(ký tự 5\)"),
        ("a = 1;", r"';' \(ký tự 6\)"),
        ("a = 1 1", r"'1' \(ký tự 7\).*AND"),
        ("a = b = c", r"'=' \(ký tự 7\)"),
        ("a != 1", r"'!=.*\(ký tự 3\)"),
        ("a = 1e999", r"số quá lớn.*\(ký tự 5\)"),
        ("avg(a) > 1", r"'avg' \(ký tự 1\)"),
        ("a = 1 AND pg_sleep(9) = 1", r"'pg_sleep' \(ký tự 11\)"),
        ("CASEI(a, b) = 'x'", "cần 1 đối số"),
        ("DATE('2020-02-30') = a", "không có ngày"),
        ("DATE('20200201') = a", "YYYY-MM-DD"),
        ("TIMESTAMP('2020-01-01') = a", "hh:mm:ss"),
        ("T_AFTER(a, INTERVAL('2021-01-01', '2020-01-01'))", "đầu thứ nhất"),
        ("T_AFTER(a, INTERVAL('..'))", "hai đầu"),
        ("T_AFTER(a, INTERVAL(1, 2))", "đầu của INTERVAL"),
        ("S_WITHIN(a, BBOX(1,2,3))", "4 hoặc 6 số"),
        ("S_WITHIN(a, BBOX('1',2,3,4))", "4 hoặc 6 số"),
        ("S_WITHIN(a, POINT(x))", r"WKT.*\(ký tự 13\)|ký tự 13.*"),
        ("S_WITHIN(a, POINT(nan nan))", "ký tự 13"),
        ("S_WITHIN(a, POLYGON((0 0,1 1,0 1,1 0,0 0)))", "không hợp lệ.*Self-intersection"),
        ("a = '\0'", "ký tự không hợp lệ"),
        ("NOT " * 100 + "a", f"quá {MAX_DEPTH} tầng"),
        ("a = " + "1+" * 100 + "1", f"quá {MAX_DEPTH} tầng"),
        ("a IN (" + "1," * 12_000 + "1)", "quá|hơn|dài"),
        ("S_WITHIN(a, LINESTRING(" + "1 2," * 21_000 + "3 4))", "20000 đỉnh"),
    ],
)
def test_a_text_that_is_no_filter_says_where_and_why(text: str, message: str) -> None:
    with pytest.raises(FilterError, match=message):
        parse_text(text)


@pytest.mark.parametrize(
    "document",
    ["", "[1", "nul", "null", "{}", "[" * 100_000, '{"op":"and","args":[' * 900 + "true" + "]}" * 900,
     '{"op":"and","args":[true,' * 90 + "true" + "]}" * 90, '{"op":1,"args":[]}', '{"op":"=","args":{}}',
     '{"op":"=","args":[1]}', '{"op":"and","args":[true]}', '{"property":1}', '{"date":1}', '{"interval":[1,2]}',
     '{"type":"Point","coordinates":["a",1]}', '{"type":"Point"}', '{"type":"Feature","geometry":null}', '{"bbox":[1]}',
     '{"type":"Point","coordinates":[1e999,1]}', '{"op":"=","args":["\\ud800",1]}', '{"op":"=","args":["\\u0000",1]}',
     '{"op":"sleep","args":[1]}', '{"a":1,"b":2}', "NaN"],
)  # fmt: skip
def test_a_json_that_is_no_filter_is_refused(document: str) -> None:
    with pytest.raises(FilterError):
        parse_json(document)


@pytest.mark.parametrize("document", [float("nan"), 10**400, {"op": "=", "args": [float("inf"), 1]}, None, object()])
def test_a_document_that_no_json_can_be_is_refused(document: Any) -> None:
    with pytest.raises(FilterError):
        parse_json(document)


@pytest.mark.parametrize(
    "text",
    ["(" * 200_000, "(" * 100_000 + "a" + ")" * 100_000, "NOT " * 60_000 + "a", "-" * 250_000 + "a",
     "'" + "\\'" * 120_000, "POINT(" * 40_000, "POLYGON((" * 25_000, "GEOMETRYCOLLECTION(" * 12_000,
     "a=1 OR " * 35_000, '"' * 250_000, "CASEI(" * 40_000, "1" * 250_000, "a LIKE '" + "%" * 250_000,
     "GEOMETRYCOLLECTION(((" + "1 " * 100_000, "(a AND " * 35_000],
)  # fmt: skip
def test_a_long_text_costs_little_time(text: str) -> None:
    """250 KB each: a parser by backtracking takes for ever, or the stack."""
    began = time.perf_counter()
    with contextlib.suppress(FilterError):
        parse_text(text)
    assert time.perf_counter() - began < 5


_WORDS = [
    "AND", "OR", "NOT", "LIKE", "IN", "IS", "NULL", "BETWEEN", "(", ")", ",", "'", '"', "=", "<", ">", "+", "-", "*",
    "/", "^", "%", "DIV", "POINT(1 2)", "BBOX(1,2,3,4)", "DATE('2020-01-01')", "INTERVAL('..','..')", "CASEI(", "'x'",
    "S_INTERSECTS(", "T_AFTER(", "A_EQUALS(", "1", "-1e3", "true", "\\", "\0", "é", "\ud800", *FIELDS, "geometry",
]  # fmt: skip


@given(st.lists(st.sampled_from(_WORDS), max_size=25).map(" ".join) | st.text(max_size=60))
def test_any_text_is_a_filter_or_a_fault(text: str) -> None:
    with contextlib.suppress(FilterError):
        canonical(parse_text(text))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from([*FIELDS, ".."]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["op", "args", "property", "date", "timestamp", "interval", "bbox", "type",
                                       "coordinates", "geometries"]), inner, max_size=3)
    | st.builds(lambda op, args: {"op": op, "args": args},
                st.sampled_from(["and", "or", "not", "=", "<", "like", "in", "between", "isNull", "casei", "+", "div",
                                 "s_within", "t_after", "a_equals"]), st.lists(inner, max_size=3)),
    max_leaves=12,
)  # fmt: skip


@given(_JSON)
def test_any_json_is_a_filter_or_a_fault(document: Any) -> None:
    with contextlib.suppress(FilterError):
        canonical(parse_json(document))
