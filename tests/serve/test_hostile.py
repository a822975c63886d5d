"""Whatever is sent, the answer is one of ours: never an error of the server, never a word of what is inside."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hostile_kit import INJECTIONS, addresses, encoded, is_well, speaks_both
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from starlette.testclient import TestClient

import sdi.serve

DEFAULTS = {
    "collectionId": "parcels", "tiledCollectionId": "parcels", "featureId": "21025-12-7", "codelistId": "land_types",
    "tileMatrixSetId": "WebMercatorQuad", "tileMatrix": "14", "tileRow": "7435", "tileCol": "13152", "z": "14",
    "y": "7435", "x": "13152", "file": "parcels.gpkg", "name": "parcels.gpkg", "format": "gpkg",
}  # fmt: skip
ITEMS = "/api/collections/parcels/items"
SEARCH = "/api/collections/parcels/search"

_any_text = st.text(st.characters(codec=None, categories=None), max_size=60)  # halves of characters as well
_piece = st.one_of(_any_text, st.sampled_from([one for one in INJECTIONS if isinstance(one, str)]))


# --- every parameter of every route -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def asked(client: TestClient) -> list[tuple[str, str]]:
    document = client.get("/api/openapi?f=json").json()
    found = list(addresses(document, DEFAULTS))
    assert len(found) > 100 and {path.count("{}") for path, _ in found} == {1}
    assert all("{" not in path.replace("{}", "") for path, _ in found), found
    return found


@pytest.mark.parametrize("number", range(len(INJECTIONS)), ids=[repr(one)[:24] for one in INJECTIONS])
def test_an_injection_into_every_parameter(client: TestClient, asked: list[tuple[str, str]], number: int) -> None:
    value = INJECTIONS[number]
    for address, _ in asked:
        is_well(client.get(address.replace("{}", encoded(value))), value)


@pytest.mark.parametrize("number", range(0, len(INJECTIONS), 4))
def test_every_error_is_told_in_both_languages(client: TestClient, asked: list[tuple[str, str]], number: int) -> None:
    value = INJECTIONS[number]
    for address, name in asked:
        if name != "lang":
            speaks_both(client, address.replace("{}", encoded(value)))


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "'\""])
def test_pages_show_what_was_sent_as_text(client: TestClient, asked: list[tuple[str, str]], value: str) -> None:
    for address, _ in asked:
        answer = client.get(address.replace("{}", encoded(value)), headers={"Accept": "text/html"})
        is_well(answer)
        if "text/html" in answer.headers.get("content-type", ""):
            assert value not in answer.text or "<" not in value, address


@pytest.mark.parametrize(
    "header",
    ["Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "Range", "Origin", "Host",
     "Content-Type", "X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Cookie", "X-API-Key"],
)  # fmt: skip
def test_an_injection_into_every_header(client: TestClient, header: str) -> None:
    for value in INJECTIONS:
        sent = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
        sent = sent.replace(b"\r", b" ").replace(b"\n", b" ").replace(b"\0", b"").strip()  # no server lets them in
        for path in (ITEMS, "/api/", "/readyz", f"{ITEMS}/21025-12-7"):
            answer = client.get(path, headers={header: sent})  # type: ignore[dict-item]
            if header == "X-API-Key":  # who guesses is made to wait
                assert answer.status_code in (401, 429) or not sent, answer.text
            else:
                is_well(answer, value)


def test_wrong_methods_and_paths(client: TestClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "X" * 50):
        for path in ("/", "/api/", ITEMS, "/readyz", "/static/style.css", SEARCH, "/api/nothing"):
            is_well(client.request(method, path))
    for value in INJECTIONS:
        for root in ("/", "/api/", "/static/", "/static/js/", "/api/collections/"):
            answer = client.get(root + encoded(value))
            is_well(answer, value)
            assert answer.status_code in (200, 307, 400, 404, 405), answer.url
            assert "root:" not in answer.text


# --- tiles, ids, filters, bodies -----------------------------------------------------------------------------

_number = st.one_of(
    st.integers().map(str),
    st.sampled_from(["0", "14", "7435", "13152", "-1", "30", "9" * 12, "9" * 13, "1.0", "+1"]),
    _piece,
)


@examples(max_examples=400)
@given(
    root=st.sampled_from(["/api", "/api/collections/parcels", "/api/collections/nothing"]),
    grid=st.one_of(st.sampled_from(["WebMercatorQuad", "VN2000-5898"]), _piece),
    level=_number, row=_number, col=_number, xyz=st.booleans(),
)  # fmt: skip
def test_addresses_of_tiles(
    client: TestClient, root: str, grid: str, level: str, row: str, col: str, xyz: bool
) -> None:
    parts = [encoded(part) for part in (grid, level, row, col)]
    address = "{}/tiles/{}/xyz/{}/{}/{}.mvt" if xyz else "{}/tiles/{}/{}/{}/{}"
    is_well(client.get(address.format(root, *parts)))


@examples(max_examples=300)
@given(name=_piece, form=st.sampled_from(["json", "html", "jsonld"]))
def test_ids(client: TestClient, name: str, form: str) -> None:
    answer = client.get(f"{ITEMS}/{encoded(name)}?f={form}")
    is_well(answer, name)
    is_well(client.get(f"/api/collections/{encoded(name)}/items?f={form}"), name)
    is_well(client.get(f"/api/collections/{encoded(name)}?f={form}"), name)


_word = st.one_of(
    st.sampled_from(
        ["parcel_id", "area_m2", "parcel_number", "surveyed_on", "disputed", "land_use", "geometry", "note",
         "owner_name",
         "=", "<>", "<", ">=", "AND", "OR", "NOT", "LIKE", "BETWEEN", "IN", "IS", "NULL", "(", ")", ",", "+", "-", "*",
         "/", "%", "div", "^", "'x'", "''", "1", "1e308", "-1", "0", "9" * 30, "true", "DATE('2026-01-01')", "CASEI(",
         "TIMESTAMP('9999-12-31T23:59:60Z')", "INTERVAL('..','2026-01-01')", "S_INTERSECTS(", "T_AFTER(", "A_EQUALS(",
         "POINT(108.8 15.1)", "POLYGON((0 0,1 1,0 1,0 0))", "BBOX(108,15,109,16)", "POINT EMPTY", "POINT(1e400 nan)",
         "POLYGON((0 0,1 1))", "POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))", "GEOMETRYCOLLECTION(POINT(0 0))"]
    ),
    _any_text,
)  # fmt: skip


@examples(max_examples=600)
@given(words=st.lists(_word, max_size=14))
def test_filters_in_text(client: TestClient, words: list[str]) -> None:
    text = " ".join(words)
    is_well(client.get(f"{ITEMS}?filter={encoded(text)}&limit=2"), text)


_leaf = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**30), 10**30), st.floats(), st.text(max_size=10),
    st.sampled_from(["parcel_id", "area_m2", "21025-12-7"]),
    st.sampled_from(["parcel_id", "area_m2", "surveyed_on", "geometry", "x", ""]).map(lambda name: {"property": name}),
    st.sampled_from(["2026-01-01", "x", "", "0000-00-00"]).map(lambda day: {"date": day}),
    st.sampled_from(["2026-01-01T00:00:00Z", "x"]).map(lambda moment: {"timestamp": moment}),
    st.lists(st.floats(), max_size=6).map(lambda numbers: {"bbox": numbers}),
    st.sampled_from(
        [{"type": "Point", "coordinates": [108.8, 15.1]}, {"type": "Point", "coordinates": []}, {"type": "Point"},
         {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 1], [0, 0]]]},
         {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 1], [1, 0], [0, 0]]]},
         {"type": "Polygon", "coordinates": [[[0, 89], [180, 90], [-180, 90], [0, 89]]]},
         {"type": "Polygon", "coordinates": [[[1e308, 1e308], [-1e308, 1], [0, 1], [1e308, 1e308]]]},
         {"type": "Polygon", "coordinates": [[["NaN", 0], [1, 1], [0, 1], ["NaN", 0]]]},
         {"type": "GeometryCollection", "geometries": []}, {"type": "MultiPoint", "coordinates": {}}, {"type": {}}]
    ),
)  # fmt: skip
_ops = st.sampled_from(
    ["and", "or", "not", "=", "<", "<>", "like", "between", "in", "isNull", "casei", "accenti", "+", "/", "%", "div",
     "^",
     "s_intersects", "s_within", "s_crosses", "t_after", "t_during", "a_equals", "nothing", "", "AND"]
)  # fmt: skip
_tree = st.recursive(
    _leaf,
    lambda inner: st.one_of(
        st.builds(lambda op, args: {"op": op, "args": args}, _ops, st.lists(inner, max_size=4)),
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["op", "args", "property", "interval", "type", "bbox", "x"]), inner, max_size=3
        ),
    ),
    max_leaves=12,
)


def dumped(document: Any) -> bytes:
    """As Python writes it, with NaN and halves of characters, which are no JSON."""
    import json

    return json.dumps(document).encode("utf-8", "surrogatepass")


@examples(max_examples=500)
@given(tree=_tree)
def test_filters_in_json(client: TestClient, tree: Any) -> None:
    is_well(client.post(SEARCH, content=dumped({"filter": tree, "limit": 2})))
    is_well(client.get(f"{ITEMS}?filter-lang=cql2-json&limit=2&filter={quote(dumped(tree))}"))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _piece,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_piece, inner, max_size=3),
    max_leaves=8,
)
_known = st.sampled_from(
    ["limit", "offset", "cursor", "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-lang", "filter-crs",
     "sortby",
     "properties", "skipGeometry", "resultType", "parcel_number", "area_m2", "surveyed_on", "disputed", "land_use", "f",
     "lang", "note", "owner_name", "x"]
)  # fmt: skip


@examples(max_examples=500)
@given(document=st.dictionaries(_known, _json, max_size=4))
def test_questions_in_a_body(client: TestClient, document: dict[str, Any]) -> None:
    is_well(client.post(SEARCH, content=dumped(document)))


@examples(max_examples=200)
@given(content=st.binary(max_size=200) | _any_text.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_bodies_that_are_anything(client: TestClient, content: bytes) -> None:
    is_well(client.post(SEARCH, content=content))
    is_well(client.post("/api/collections/nothing/search", content=content))


def test_bodies_that_are_too_large_or_too_deep(client: TestClient) -> None:
    for content in (b"[" * 100_000, b'{"filter":' * 50_000, b"1" * 3_000_000, b'{"limit":' + b"9" * 5_000 + b"}"):
        answer = client.post(SEARCH, content=content)
        is_well(answer)
        assert answer.status_code in (400, 413)


# --- JSONTestSuite as filters -------------------------------------------------------------------------------


def suite(shared: Path, prefix: str) -> list[Path]:
    return sorted((shared / "hostile").rglob(f"{prefix}_*.json"))


def test_json_that_is_none_is_no_filter(client: TestClient, shared_data: Path) -> None:
    """188 documents that no parser may take: refused as a body, as a filter in it, and as a filter in an address."""
    found = suite(shared_data, "n")
    assert len(found) == 188
    for path in found:
        content = path.read_bytes()
        for answer in (
            client.post(SEARCH, content=content),
            client.post(SEARCH, content=b'{"filter":' + content + b"}"),
            client.get(f"{ITEMS}?filter-lang=cql2-json&filter={encoded(content)[:60_000]}"),
        ):
            is_well(answer)
            assert answer.status_code in (400, 413), (path.name, answer.status_code, answer.text[:200])


def test_json_that_is_well_formed_is_judged_as_a_filter(client: TestClient, shared_data: Path) -> None:
    """95 documents that every parser must take. As JSON all are taken: what is refused is refused for what it says, for
    none of them is a filter but ``true`` and ``false``."""
    found = suite(shared_data, "y")
    assert len(found) == 95
    taken = set()
    for path in found:
        content = path.read_bytes()
        answers = [  # a text in a body is the filter's text: JSON in JSON
            client.post(SEARCH, content=b'{"filter":' + content + b',"filter-lang":"cql2-json"}'),
            client.get(f"{ITEMS}?filter-lang=cql2-json&filter={encoded(content)}"),
        ]
        for answer in answers:
            is_well(answer)
            assert answer.status_code in (200, 400)
            assert "Nội dung gửi lên không phải là JSON" not in answer.text, path.name
        assert "JSON không đúng" not in answers[1].text, path.name
        if answers[1].status_code == 200:
            taken.add(path.name)
    assert taken == {"y_structure_lonely_false.json", "y_structure_lonely_true.json"}


def test_json_that_parsers_differ_about_never_hurts(client: TestClient, shared_data: Path) -> None:
    for path in suite(shared_data, "i"):
        content = path.read_bytes()
        is_well(client.post(SEARCH, content=content))
        is_well(client.post(SEARCH, content=b'{"filter":' + content + b"}"))


# --- problems are made of texts in both languages -------------------------------------------------------------


def test_every_problem_that_code_raises_has_a_text_of_the_catalogue() -> None:
    """No text stands in code: what is said comes from ``wording/``, or from an error that was made of it."""
    folder = Path(sdi.serve.__file__).parent
    number = 0
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
                number += 1
                text = node.args[1]
                assert not isinstance(text, ast.Constant | ast.JoinedStr | ast.BinOp), f"{path}:{node.lineno}"
    assert number > 100
