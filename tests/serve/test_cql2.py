"""Filters of requests: PostGIS answers them as SQLite, shapely and Unicode do; nothing else gets through."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import numpy as np
import psycopg
import pytest
import shapely
from cql2_kit import COLUMNS, E0, LAYER, N0, ROWS, SHAPES, fill, matching, numbers, sqlite, unaccented
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from psycopg import sql
from pyproj import Transformer
from serve_kit import PROJECT, Town

from sdi.db.migrate import migrate
from sdi.db.roles import audience_url
from sdi.model import Audience, read_project
from sdi.publish.configuration import CRS84
from sdi.serve import cql2
from sdi.serve.problems import Problem
from sdi.serve.projection import Projections
from sdi.serve.values import Values
from sdi.settings import Settings

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
STORED = EPSG + "5898"

Ask = Callable[..., list[int]]


@pytest.fixture(scope="module")
def projections() -> Projections:
    return Projections(read_project(PROJECT).province)


@pytest.fixture(scope="module")
def connection(database: str) -> Iterator[psycopg.Connection[Any]]:
    migrate(database)
    with psycopg.connect(database, autocommit=True) as connection:
        fill(connection)
        connection.prepare_threshold = None
        yield connection


@pytest.fixture(scope="module")
def other() -> sqlite3.Connection:
    return sqlite()


@pytest.fixture(scope="module")
def ask(connection: psycopg.Connection[Any], projections: Projections) -> Ask:
    def ask(filter: Any, lang: str = "cql2-text", crs: str = CRS84) -> list[int]:
        values = Values()
        condition = cql2.condition(
            cql2.read(filter, lang), fields=LAYER.fields, projection=projections[crs], srid=5898, values=values
        )
        return matching(connection, condition, values)

    return ask


def where(keep: Callable[[dict[str, Any]], bool | None]) -> list[int]:
    """Numbers of the rows that a condition in Python keeps; None is unknown."""
    return [n for n, row in enumerate(ROWS) if keep(dict(zip(COLUMNS, row, strict=True)))]


# --- values and logic, as SQLite has them ----------------------------------------------------------------------

_TEXTS = ["name", "kind"]
_NUMBERS = ["floors", "width", "height"]
_number = st.sampled_from(["0", "1", "2", "-1", "1.5", "-2.25", "0.5", "40", "1e2", "7", ".5", "2."])
_string = st.sampled_from(["ODT", "CLN", "ODT+CLN", "Nghĩa Lộ", "nghia lo", "O''Hara", "", "100%", "a_b", "zzz"]).map(
    "'{}'".format
)
_pattern = st.sampled_from(["%", "O%", "%CLN", "N%o", "_____ __", "%''%", "nghĩa%", "Nghĩa L_", "", "%a%"]).map(
    "'{}'".format
)
_day = st.sampled_from(["2019-12-31", "2020-01-01", "2020-06-15", "2030-01-01"]).map("DATE('{}')".format)
_numeric = st.recursive(
    st.sampled_from(_NUMBERS) | _number,
    lambda inner: (
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "/"]), inner) | inner.map("-({})".format)
    ),
    max_leaves=4,
)
_text = st.recursive(
    st.sampled_from(_TEXTS) | _string,
    lambda inner: st.builds("{}({})".format, st.sampled_from(["CASEI", "ACCENTI", "casei"]), inner),
    max_leaves=2,
)
_comparison = st.sampled_from(["=", "<>", "<", ">", "<=", ">="])
_not = st.sampled_from(["", "NOT "])
_predicate = st.one_of(
    st.builds("{} {} {}".format, _numeric, _comparison, _numeric),
    st.builds("{} {} {}".format, _text, _comparison, _text),
    st.builds("built {} {}".format, _comparison, _day),
    st.builds("{} {} valid_from".format, st.sampled_from(["built", "valid_to"]), _comparison),
    st.builds("{} {}LIKE {}".format, _text, _not, _pattern),
    st.builds("CASEI({}) {}LIKE CASEI({})".format, st.sampled_from(_TEXTS), _not, _pattern),
    st.builds("{} {}BETWEEN {} AND {}".format, _numeric, _not, _numeric, _numeric),
    st.builds("{} {}IN ({}, {}, {})".format, _numeric, _not, _number, _number, _number),
    st.builds("{} {}IN ({}, {})".format, _text, _not, _string, _string),
    st.builds("{} IS {}NULL".format, st.sampled_from(COLUMNS), _not),
    st.builds("listed = {}".format, st.sampled_from(["true", "FALSE"])),
    st.sampled_from(["listed", "true", "false"]),
)
_filter = st.recursive(
    _predicate,
    lambda inner: (
        st.builds("{} {} {}".format, inner, st.sampled_from(["AND", "OR", "and"]), inner)
        | st.builds("({})".format, inner)
        | st.builds("NOT ({})".format, inner)
    ),
    max_leaves=6,
)


@examples(max_examples=600)
@given(text=_filter)
def test_sqlite_answers_the_same(ask: Ask, other: sqlite3.Connection, text: str) -> None:
    """SQLite reads the text itself: grammar, precedence, absent values, arithmetic and patterns."""
    assert ask(text) == numbers(other.execute(f"SELECT n FROM things WHERE {text}").fetchall())


@pytest.mark.parametrize(
    ("text", "keep"),
    [
        ("floors / 2 = 0.5", lambda row: row["floors"] == 1),
        ("floors % 2 = 1", lambda row: row["floors"] is not None and np.fmod(row["floors"], 2) == 1),
        ("floors div 2 = 3", lambda row: row["floors"] == 7),
        ("-7 div 2 = -3 AND -7 % 2 = -1", lambda row: True),
        ("floors ^ 2 = 4", lambda row: row["floors"] == 2),
        ("-2 ^ 2 = 4", lambda row: True),
        ("2 ^ 3 ^ 2 = 512", lambda row: True),
        ("width ^ 0.5 >= 0", lambda row: row["width"] is not None and row["width"] >= 0),
        ("width ^ -1 > 0", lambda row: row["width"] is not None and row["width"] > 0),
        ("width ^ 99999 >= 0 OR width ^ -99999 < 1", lambda row: row["width"] == 0),
        ("floors / 0 = 1 OR floors % 0 = 1 OR floors div 0 = 1", lambda row: False),
        ("floors = 2.0", lambda row: row["floors"] == 2),
        ("floors < 1.5", lambda row: row["floors"] is not None and row["floors"] < 1.5),
        ("floors = 12345678901234567890123", lambda row: False),
        ("(floors = 1) = listed",
         lambda row: None not in (row["floors"], row["listed"]) and (row["floors"] == 1) == row["listed"]),
        ("built = '2020-01-01'", lambda row: row["built"] == date(2020, 1, 1)),
        ("built IN ('2020-01-01', DATE('2020-06-15'))",
         lambda row: row["built"] in (date(2020, 1, 1), date(2020, 6, 15))),
        ("built > TIMESTAMP('2020-01-01T00:00:00Z')", lambda row: row["built"] and row["built"] > date(2020, 1, 1)),
        ("built >= TIMESTAMP('2020-01-01T00:00:01Z')", lambda row: row["built"] and row["built"] > date(2020, 1, 1)),
        (r"name LIKE '100\%'", lambda row: row["name"] == "100%"),
        (r"name LIKE 'a\_b'", lambda row: row["name"] == "a_b"),
        (r"name LIKE 'a\\b'", lambda row: row["name"] == "a\\b"),
        (r"name = 'a\b'", lambda row: row["name"] == "a\\b"),
        (r"name = 'O\'Hara'", lambda row: row["name"] == "O'Hara"),
        ("name = 'Nghi\u0303a Lo\u0302\u0323'", lambda row: row["name"] == "Nghĩa Lộ"),
        ("\"name\" = 'O''Hara'", lambda row: row["name"] == "O'Hara"),
        ("kind = name OR kind > name",
         lambda row: None not in (row["kind"], row["name"]) and row["kind"] >= row["name"]),
        ("geometry IS NULL", lambda row: False),
    ],
)  # fmt: skip
def test_what_sqlite_says_in_other_words(ask: Ask, text: str, keep: Callable[[dict[str, Any]], bool | None]) -> None:
    assert ask(text) == where(keep)


# --- accents and case -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["ACCENTI(CASEI(name)) = 'nghia lo'", "ACCENTI(CASEI(name)) = ACCENTI(CASEI('NGHĨA lộ'))",
     "CASEI(ACCENTI(name)) LIKE CASEI(ACCENTI('nghĩa%'))", "accenti(casei(name)) = 'nghia lo'",
     "ACCENTI(CASEI(name)) = ACCENTI(CASEI('Nghi\u0303a Lo\u0323\u0302'))"],
)  # fmt: skip
def test_names_are_found_without_accents_and_case(ask: Ask, text: str) -> None:
    assert ask(text) == where(lambda row: row["name"] in ("Nghĩa Lộ", "NGHĨA LỘ", "nghia lo"))


def test_case_alone_keeps_accents_and_accents_alone_keep_case(ask: Ask) -> None:
    assert ask("CASEI(name) = CASEI('nGHĨA LỘ')") == where(lambda row: row["name"] in ("Nghĩa Lộ", "NGHĨA LỘ"))
    assert ask("ACCENTI(name) = 'nghia lo'") == where(lambda row: row["name"] == "nghia lo")
    assert ask("ACCENTI(name) = 'Duc Pho'") == where(lambda row: row["name"] == "Đức Phổ")


@given(st.text(st.characters(max_codepoint=0x1EFF, exclude_characters="\0", exclude_categories=["Cs"]), max_size=12))
def test_the_database_takes_marks_away_as_unicode_does(connection: psycopg.Connection[Any], text: str) -> None:
    found = connection.execute("SELECT public.sdi_unaccented(%s), public.sdi_lower(%s)", (text, text)).fetchone()
    latin = all(ord(char) < 0x370 or 0x1E00 <= ord(char) <= 0x1EFF for char in text)
    if latin:
        assert found is not None and found[0] == unaccented(text.replace("ð", "d").replace("Ð", "D"))
    if text.isascii() or text in "ĂÂĐÊÔƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ":
        assert found is not None and found[1] == text.lower()


def test_a_serving_role_may_fold_texts(database: str, town: Town, settings: Settings) -> None:
    """The module's database has the roles of the service: they see their own schema and these functions."""
    with psycopg.connect(audience_url(database, settings, Audience.PUBLIC)) as public:
        found = public.execute("SELECT public.sdi_unaccented(public.sdi_lower('ĐỨC PHỔ')), public.sdi_power(2, 3)")
        assert found.fetchone() == ("duc pho", 8.0)


def test_an_index_by_expression_answers_both(connection: psycopg.Connection[Any], projections: Projections) -> None:
    connection.execute('CREATE INDEX ON things ((public.sdi_unaccented(public.sdi_lower(name))) COLLATE "C")')
    connection.execute("SET enable_seqscan = off")
    plan = explain(connection, projections, "ACCENTI(CASEI(name)) = ACCENTI(CASEI('Nghĩa Lộ'))")
    connection.execute("RESET enable_seqscan")
    assert "Index Scan" in plan and "Index Cond" in plan


def explain(connection: psycopg.Connection[Any], projections: Projections, text: str, crs: str = CRS84) -> str:
    values = Values()
    condition = cql2.condition(
        cql2.read(text), fields=LAYER.fields, projection=projections[crs], srid=5898, values=values
    )
    rows = connection.execute(sql.SQL("EXPLAIN SELECT n FROM things WHERE {}").format(condition), values).fetchall()
    return "\n".join(row[0] for row in rows)


# --- space, as shapely has it -----------------------------------------------------------------------------------

_LITERALS = [
    shapely.Point(E0 + 30, N0 + 30),
    shapely.Point(E0 + 40, N0 + 40),
    shapely.MultiPoint([(E0 + 30, N0 + 30), (E0 + 90, N0 + 90)]),
    shapely.LineString([(E0 + 10, N0 + 10), (E0 + 110, N0 + 60)]),
    shapely.LineString([(E0 + 20, N0), (E0 + 20, N0 + 200)]),
    shapely.LineString([(E0 + 22, N0 + 22), (E0 + 30, N0 + 38)]),
    shapely.MultiLineString([[(E0, N0), (E0 + 50, N0 + 50)], [(E0 + 100, N0), (E0 + 100, N0 + 50)]]),
    shapely.box(E0 + 20, N0 + 20, E0 + 60, N0 + 60),
    shapely.box(E0 + 30, N0 + 30, E0 + 70, N0 + 50),
    shapely.box(E0 + 20, N0 + 20, E0 + 40, N0 + 40),
    shapely.Polygon([(E0, N0), (E0 + 100, N0), (E0 + 100, N0 + 100), (E0, N0)], []),
    shapely.MultiPolygon([shapely.box(E0, N0, E0 + 25, N0 + 25), shapely.box(E0 + 60, N0 + 60, E0 + 80, N0 + 80)]),
    shapely.box(E0 - 1000, N0 - 1000, E0 + 1000, N0 + 1000),
]
_PREDICATES = {
    "S_INTERSECTS": shapely.intersects, "S_DISJOINT": shapely.disjoint, "S_WITHIN": shapely.within,
    "S_CONTAINS": shapely.contains, "S_CROSSES": shapely.crosses, "S_TOUCHES": shapely.touches,
    "S_OVERLAPS": shapely.overlaps, "S_EQUALS": shapely.equals,
}  # fmt: skip


@pytest.mark.parametrize("name", _PREDICATES)
@pytest.mark.parametrize("literal", _LITERALS, ids=lambda shape: shape.geom_type)
def test_shapely_answers_the_same(ask: Ask, name: str, literal: shapely.Geometry) -> None:
    test = _PREDICATES[name]
    forward = np.flatnonzero(test(np.array(SHAPES), literal)).tolist()
    backward = np.flatnonzero(test(literal, np.array(SHAPES))).tolist()
    wkt, document = literal.wkt, shapely.geometry.mapping(literal)
    assert ask(f"{name}(geometry, {wkt})", crs=STORED) == forward
    assert ask(f"{name.lower()}({wkt}, geometry)", crs=STORED) == backward
    json = {"op": name.lower(), "args": [{"property": "geometry"}, document]}
    assert ask(json, "cql2-json", STORED) == forward


def test_collections_are_related_where_that_can_be_done(ask: Ask) -> None:
    point, area = shapely.Point(E0 + 30, N0 + 30), shapely.box(E0 + 90, N0 + 90, E0 + 95, N0 + 95)
    mixed = f"GEOMETRYCOLLECTION({point.wkt}, {area.wkt})"
    meeting = [n for n, shape in enumerate(SHAPES) if shape.intersects(point) or shape.intersects(area)]
    assert ask(f"S_INTERSECTS(geometry, {mixed})", crs=STORED) == meeting
    assert ask(f"S_DISJOINT(geometry, {mixed})", crs=STORED) == sorted(set(range(120)) - set(meeting))
    areas = f"GEOMETRYCOLLECTION({SHAPES[0].wkt}, {SHAPES[1].wkt})"
    assert ask(f"S_WITHIN(geometry, {areas})", crs=STORED) == [0, 1]
    with pytest.raises(Problem, match="GEOMETRYCOLLECTION"):
        ask(f"S_WITHIN(geometry, {mixed})", crs=STORED)


@pytest.mark.parametrize("crs", [CRS84, EPSG + "4326", EPSG + "4756", STORED])
def test_axes_are_those_of_the_crs(ask: Ask, projections: Projections, crs: str) -> None:
    """CRS84 longitude first, EPSG's geographic CRSs latitude first, the provincial one easting first."""
    centre = SHAPES[50].centroid
    x, y = Transformer.from_pipeline(_pipeline(crs)).transform(centre.x, centre.y)
    assert ask(f"S_INTERSECTS(geometry, POINT({x:.9f} {y:.9f}))", crs=crs) == [50]
    d = 1e-6 if crs != STORED else 0.1
    assert ask(f"S_INTERSECTS(geometry, BBOX({x - d},{y - d},{x + d},{y + d}))", crs=crs) == [50]
    assert ask(f"S_INTERSECTS(geometry, POINT({y:.9f} {x:.9f}))", crs=crs) == []


def _pipeline(crs: str) -> str:
    """From stored coordinates to those of a CRS in its own order, put together by hand from EPSG's parameters."""
    if crs == STORED:
        return "+proj=noop"
    inverse = "+proj=pipeline +step +inv +proj=tmerc +lat_0=0 +lon_0=108 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84"
    shift = (
        " +step +proj=push +v_3 +step +proj=cart +ellps=WGS84 +step +proj=helmert +x=-191.90441429 +y=-39.30318279"
        " +z=-111.45032835 +rx=-0.00928836 +ry=0.01975479 +rz=-0.00427372 +s=0.252906278 +convention=position_vector"
        " +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3"
    )
    order = "" if crs == CRS84 else " +step +proj=axisswap +order=2,1"
    return inverse + ("" if crs.endswith("4756") else shift) + " +step +proj=unitconvert +xy_in=rad +xy_out=deg" + order


def _lonlat(projections: Projections, shape: shapely.Geometry) -> tuple[float, float]:
    document = projections[CRS84].geojson([shape.centroid])[0]
    assert document is not None
    x, y = document["coordinates"]
    return x, y


def test_a_long_edge_of_a_literal_follows_its_parallel(projections: Projections) -> None:
    """A chord between two corners would be off by some 130 m in the middle of 1.5 degrees."""
    projection = projections[CRS84]
    south, west, east = 15.0, 107.5, 109.0
    drawn = projection.drawn(shapely.box(west, south, east, south + 0.5))
    lon = np.linspace(west + 0.001, east - 0.001, 997)
    metre = 1 / 110_600
    for lat, inside in ((south + 0.005 * metre, True), (south - 0.005 * metre, False)):
        points = [projection.stored(shapely.Point(x, lat)) for x in lon]
        assert all(shapely.contains_xy(drawn, point.x, point.y) == inside for point in points)


def test_what_lies_beyond_the_projection_is_cut_off(ask: Ask) -> None:
    world = "POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))"
    everything = list(range(120))
    assert ask(f"S_WITHIN(geometry, {world})") == everything
    assert ask("S_INTERSECTS(geometry, BBOX(-180,-90,180,90))") == everything
    assert ask("S_INTERSECTS(geometry, POINT(-70 10))") == []
    assert ask("S_DISJOINT(geometry, LINESTRING(-70 10, -71 11))") == everything


def test_a_box_is_the_box_of_the_parameter(ask: Ask, projections: Projections) -> None:
    x, y = _lonlat(projections, SHAPES[50])
    box = (x - 3e-4, y - 2e-4, x + 3e-4, y + 2e-4)
    area = projections[CRS84].area(box)
    expected = [n for n, shape in enumerate(SHAPES) if shape.intersects(area)]
    assert ask(f"S_INTERSECTS(geometry, BBOX({','.join(map(str, box))}))") == expected
    assert 0 < len(expected) < 120


def test_a_spatial_filter_uses_the_index(database: str, projections: Projections) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(
            "CREATE TEMP TABLE things AS SELECT n, ST_SetSRID(ST_Point(%s + n %% 200, %s + n / 200), 5898) AS geom"
            " FROM generate_series(1, 20000) AS n",
            (E0, N0),
        )
        connection.execute("CREATE INDEX ON things USING gist (geom)")
        connection.execute("ANALYZE things")
        for text in ("S_INTERSECTS(geometry, {})", "S_WITHIN(geometry, {})", "S_EQUALS(geometry, {})",
                     "S_TOUCHES(geometry, {}) AND true"):  # fmt: skip
            plan = explain(connection, projections, text.format(shapely.box(E0, N0, E0 + 3, N0 + 3).wkt), STORED)
            assert "Index Cond: (geom" in plan, plan


# --- time -------------------------------------------------------------------------------------------------------

_RELATIONS: dict[str, Callable[[Any, Any, Any, Any], bool]] = {
    "T_AFTER": lambda a, b, c, d: a > d,
    "T_BEFORE": lambda a, b, c, d: b < c,
    "T_CONTAINS": lambda a, b, c, d: a < c and d < b,
    "T_DISJOINT": lambda a, b, c, d: b < c or a > d,
    "T_DURING": lambda a, b, c, d: c < a and b < d,
    "T_EQUALS": lambda a, b, c, d: (a, b) == (c, d),
    "T_FINISHEDBY": lambda a, b, c, d: a < c and b == d,
    "T_FINISHES": lambda a, b, c, d: c < a and b == d,
    "T_INTERSECTS": lambda a, b, c, d: not (b < c or a > d),
    "T_MEETS": lambda a, b, c, d: b == c,
    "T_METBY": lambda a, b, c, d: a == d,
    "T_OVERLAPPEDBY": lambda a, b, c, d: c < a < d < b,
    "T_OVERLAPS": lambda a, b, c, d: a < c < b < d,
    "T_STARTEDBY": lambda a, b, c, d: a == c and b > d,
    "T_STARTS": lambda a, b, c, d: a == c and b < d,
}
"""Allen's relations of [a, b] to [c, d]."""

_ENDS = ["..", "2019-12-31", "2020-01-01", "2020-06-15", "2020-01-01T00:00:00Z", "2026-11-26T12:30:00.5Z"]
_intervals = st.tuples(st.sampled_from(_ENDS), st.sampled_from(_ENDS)).filter(
    lambda ends: moment(ends[0], datetime.min) <= moment(ends[1], datetime.max)
)


def moment(value: date | str | None, open_end: datetime) -> datetime:
    if value is None or value == "..":
        return open_end
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    found = value if isinstance(value, datetime) else datetime.combine(value, time())
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


@given(name=st.sampled_from(list(_RELATIONS)), ends=_intervals, swap=st.booleans())
def test_intervals_are_related_as_allen_has_it(ask: Ask, name: str, ends: tuple[str, str], swap: bool) -> None:
    """An absent end of a feature's interval is open, as in the parameter ``datetime``."""
    mine, theirs = "INTERVAL(valid_from, valid_to)", f"INTERVAL('{ends[0]}', '{ends[1]}')"
    given_span = moment(ends[0], datetime.min), moment(ends[1], datetime.max)

    def keep(row: dict[str, Any]) -> bool:
        span = moment(row["valid_from"], datetime.min), moment(row["valid_to"], datetime.max)
        return _RELATIONS[name](*given_span, *span) if swap else _RELATIONS[name](*span, *given_span)

    assert ask(f"{name}({theirs}, {mine})" if swap else f"{name}({mine}, {theirs})") == where(keep)


@pytest.mark.parametrize("name", _RELATIONS)
@pytest.mark.parametrize(
    ("literal", "start", "end"),
    [
        ("DATE('2020-01-01')", datetime(2020, 1, 1), datetime(2020, 1, 1)),
        ("TIMESTAMP('2020-06-15T00:00:00Z')", datetime(2020, 6, 15), datetime(2020, 6, 15)),
        ("INTERVAL('..', '2020-06-15')", datetime.min, datetime(2020, 6, 15)),
    ],
)
def test_instants_are_intervals_without_length(
    ask: Ask, name: str, literal: str, start: datetime, end: datetime
) -> None:
    def keep(row: dict[str, Any]) -> bool:
        if row["built"] is None:
            return False
        built = datetime.combine(row["built"], time())
        return _RELATIONS[name](built, built, start, end)

    assert ask(f"{name}(built, {literal})") == where(keep)
    document = {"op": name.lower(), "args": [{"property": "built"}, {"interval": ["..", "2020-06-15"]}]}
    if literal.startswith("INTERVAL"):
        assert ask(document, "cql2-json") == where(keep)


# --- clients ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "keep"),
    [
        ("(name = 'O''Hara')", lambda row: row["name"] == "O'Hara"),
        ("(\"valid_to\" IS NULL)", lambda row: row["valid_to"] is None),
        ("(NOT ((floors IS NOT NULL)))", lambda row: row["floors"] is None),
        ("((floors > 1) AND (kind = 'ODT'))", lambda row: (row["floors"] or 0) > 1 and row["kind"] == "ODT"),
        ("(CASEI(name) LIKE CASEI('NGHĨA%'))", lambda row: (row["name"] or "").lower().startswith("nghĩa")),
        ("(CASEI(name) NOT LIKE CASEI('%o%'))", lambda row: row["name"] is not None and "o" not in row["name"].lower()),
        ("(floors BETWEEN 1 AND 2 OR kind IN ('CLN','x'))",
         lambda row: row["floors"] in (1, 2) or row["kind"] == "CLN"),
        ("kind NOT IN ('CLN','ODT')", lambda row: row["kind"] == "ODT+CLN"),
        ("(built >= DATE('2020-06-15'))", lambda row: row["built"] and row["built"] >= date(2020, 6, 15)),
        ("(built < TIMESTAMP('2020-06-15T00:00:00.000Z'))",
         lambda row: row["built"] and row["built"] < date(2020, 6, 15)),
        ("(listed = TRUE)", lambda row: row["listed"]),
        ("(( - (width)) > 2)", lambda row: row["width"] == -2.25),
        ("((floors % 2) = 1)", lambda row: row["floors"] in (1, 7)),
        ("((-2 ^ 2) = 4)", lambda row: True),
    ],
)  # fmt: skip
def test_what_qgis_sends(ask: Ask, text: str, keep: Callable[[dict[str, Any]], bool | None]) -> None:
    """Texts in the form of QGIS 3.40's compiler of expressions: parentheses everywhere, names quoted now and then."""
    assert ask(text) == where(keep)


def test_what_qgis_sends_about_geometry(ask: Ask, projections: Projections) -> None:
    x, y = _lonlat(projections, SHAPES[7])
    assert ask(f"S_INTERSECTS(geometry,POINT({x} {y}))") == [7]
    assert ask(
        f"(S_INTERSECTS(geometry,BBOX({y},{x},{y + 1e-7},{x + 1e-7})) AND (floors IS NULL))", crs=EPSG + "4326"
    ) == [7]
    assert ask("S_INTERSECTS(geometry,BBOX(585001,1671001,585002,1671002))", crs=STORED) == [0]


# --- what is refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nothing = 1", r"không có trường 'nothing' \(ký tự 1\).*name, kind.*geometry"),
        ("geom IS NULL", "không có trường 'geom'"),
        ("gid = 1 OR r1 = 2", "không có trường 'gid'"),
        ("name = 1", r"trường 'name' \(văn bản\) với giá trị '1' \(số nguyên\) \(ký tự 8\)"),
        ("floors = 'x'", "không so sánh được"),
        ("floors IN (1, 'x')", "không so sánh được"),
        ("name BETWEEN 'a' AND 2", "không so sánh được"),
        ("listed = 1", "không so sánh được"),
        ("built = 1", "không so sánh được"),
        ("built = 'yesterday'", "thời điểm phải có dạng"),
        ("built = name", "không so sánh được"),
        ("floors", "trường 'floors' là số nguyên, ở đây cần điều kiện"),
        ("name AND listed", "trường 'name' là văn bản"),
        ("floors + name = 1", "trường 'name' là văn bản, ở đây cần số"),
        ("CASEI(floors) = 'x'", "'floors' là số nguyên, ở đây cần văn bản"),
        ("name LIKE kind", "mẫu của LIKE"),
        ("name LIKE 1", "mẫu của LIKE"),
        ("floors LIKE '1%'", "'floors' là số nguyên"),
        ("name LIKE 'x\\\\\\'", "kết thúc bằng"),
        ("S_INTERSECTS(name, POINT(1 2))", "'name' là văn bản, ở đây cần hình học"),
        ("S_INTERSECTS(geometry, 'POINT(1 2)')", "ở đây cần hình học"),
        ("geometry = POINT(1 2)", "trường 'geometry' là hình học"),
        ("T_AFTER(name, DATE('2020-01-01'))", "'name' không phải ngày"),
        ("T_AFTER(floors, DATE('2020-01-01'))", "'floors' là số nguyên"),
        ("T_AFTER(built, INTERVAL(name, '..'))", "'name' là văn bản, ở đây cần ngày"),
        ("A_CONTAINS(kind, ('ODT'))", "'A_CONTAINS' chỉ dùng cho trường kiểu mảng"),
        ("name = ('a', 'b')", "danh sách"),
        ("built = INTERVAL('..', '..')", "khoảng thời gian"),
        ("name = NULL", "IS NULL"),
        ("S_INTERSECTS(geometry, LINESTRING(" + ",".join(f"{107 + n % 2 * 3} 15.{n:04}" for n in range(999)) + "))",
         "cạnh quá dài"),
        ("S_INTERSECTS(geometry, BBOX(3,2,1,1))", "góc"),
        ("name = '" + "x" * 20_000 + "'", "dài hơn 16\\.384 byte"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(ask: Ask, text: str, message: str) -> None:
    with pytest.raises(Problem, match=message) as caught:
        ask(text)
    assert caught.value.status == 400


def test_what_an_audience_may_not_see_does_not_exist(projections: Projections) -> None:
    parcels = read_project(PROJECT).layers["parcels"]
    for name in ("note", "owner_name"):
        with pytest.raises(Problem, match=f"không có trường '{name}'"):
            cql2.condition(cql2.read(f"{name} = 'x'"), fields=parcels.fields_for(Audience.PUBLIC),
                           projection=projections[CRS84], srid=5898, values=Values())  # fmt: skip


def test_a_table_without_geometry_asks_what_meets(projections: Projections) -> None:
    values = Values()
    asked = {"fields": LAYER.fields, "projection": projections[STORED], "srid": 5898, "values": values}
    meets: Callable[[sql.Composable], sql.Composable] = lambda area: sql.SQL("meets({})").format(area)  # noqa: E731
    found = cql2.condition(cql2.read("S_DISJOINT(geometry, POINT(1 2))"), **asked, meets=meets)  # type: ignore[arg-type]
    assert found.as_string(None) == "(NOT meets(ST_GeomFromWKB(%(v0)s, %(v1)s)))"
    for text in ("S_WITHIN(geometry, POINT(1 2))", "geometry IS NULL"):
        with pytest.raises(Problem, match="S_INTERSECTS, S_DISJOINT"):
            cql2.condition(cql2.read(text), **asked, meets=meets)  # type: ignore[arg-type]


_INJECTIONS = [
    "'; DROP TABLE things; --", "' OR '1'='1", "%(v0)s", "%s", "{0}", "$1", "\\'; SELECT 1 --", "\"; --", "''''", "\\",
    "%%", "/*", "*/ OR true", "E'\\x41'", "$$x$$", "?", ":x", "%(", "{", "}", "\u2019 OR 1=1", "x' UNION SELECT 1",
    "\n--", "\r",
]  # fmt: skip


@pytest.mark.parametrize("evil", _INJECTIONS)
def test_nothing_of_a_literal_or_a_name_becomes_sql(ask: Ask, connection: psycopg.Connection[Any], evil: str) -> None:
    quoted = evil.replace("'", "''")
    assert ask({"op": "=", "args": [{"property": "name"}, evil]}, "cql2-json") == []
    assert ask({"op": "in", "args": [{"property": "name"}, [evil, "O'Hara"]]}, "cql2-json") == where(
        lambda row: row["name"] == "O'Hara"
    )
    if not {"%", "\\"} & set(evil):
        assert ask(f"name = '{quoted}'") == []
        assert ask(f"NOT name LIKE '{quoted}'") == where(lambda row: row["name"] is not None)
    for document in ({"op": "isNull", "args": [{"property": evil}]}, {"op": evil, "args": [1, 2]}):
        with pytest.raises(Problem):
            ask(document, "cql2-json")
    assert connection.execute("SELECT count(*) FROM things").fetchone() == (120,)


def test_no_literal_stands_in_the_statement(projections: Projections) -> None:
    values = Values()
    text = "name = 'secret' AND floors = 4711 AND built > DATE('1987-06-05') AND S_WITHIN(geometry, POINT(108.5 15.25))"
    condition = cql2.condition(
        cql2.read(text), fields=LAYER.fields, projection=projections[CRS84], srid=5898, values=values
    ).as_string(None)
    assert not any(word in condition for word in ("secret", "4711", "1987", "108", "5898"))
    assert [values["v0"], values["v1"], values["v2"]] == ["secret", 4711, date(1987, 6, 5)]


_PARTS = ["name", "kind", "floors", "width", "listed", "built", "valid_to", "geometry", "'x'", "'%'", "1", "0", "-2.5",
          "1e300",
          "true", "DATE('2020-01-01')", "TIMESTAMP('2020-01-01T00:00:00Z')", "POINT(108 15)", "BBOX(108,15,109,16)",
          "INTERVAL(valid_from,'..')", "INTERVAL('..','2020-01-01')", "LINESTRING(108 15,108.1 15.1)"]  # fmt: skip
_expression = st.recursive(
    st.sampled_from(_PARTS),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["=", "<", "+", "-", "*", "/", "^", "%", "DIV", "AND",
                                                               "OR", "LIKE", "NOT LIKE"]), inner),
        st.builds("{}({})".format, st.sampled_from(["CASEI", "ACCENTI", "NOT "]), inner),
        st.builds("{}({}, {})".format, st.sampled_from(["S_INTERSECTS", "S_WITHIN", "T_AFTER", "T_MEETS", "A_EQUALS"]),
                  inner, inner),
        st.builds("({} IS NULL)".format, inner),
        st.builds("({} IN ({}, {}))".format, inner, inner, inner),
        st.builds("({} BETWEEN {} AND {})".format, inner, inner, inner),
    ),
    max_leaves=6,
)  # fmt: skip


@examples(max_examples=500)
@given(text=_expression)
def test_any_filter_is_answered_or_refused(ask: Ask, text: str) -> None:
    """What passes the check of types, PostgreSQL answers too; numbers out of range are its only refusal."""
    try:
        ask(text)
    except Problem as problem:
        assert problem.status == 400
    except psycopg.errors.NumericValueOutOfRange:
        assert "1e300" in text


@pytest.mark.parametrize("lang", ["cql-text", "", "x" * 100])
def test_an_unknown_language_is_refused(lang: str) -> None:
    with pytest.raises(Problem, match="cql2-text, cql2-json"):
        cql2.read("true", lang)


def test_conformance_has_both_names_of_the_spatial_class() -> None:
    for name in ("basic-spatial-operators", "basic-spatial-functions", "cql2-text", "basic-cql2"):
        assert f"http://www.opengis.net/spec/cql2/1.0/conf/{name}" in cql2.CQL2_CONFORMANCE
    assert "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter" in cql2.CQL2_CONFORMANCE
    assert not any("array" in uri for uri in cql2.CQL2_CONFORMANCE)
