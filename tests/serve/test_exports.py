"""Matching features in the formats of files: the same as GeoJSON says, opened by others."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import geopandas
import pyogrio
import pytest
import shapely
from serve_kit import COLUMNS, E0, N0, ROWS, SIDE
from starlette.testclient import TestClient

from sdi.serve import exports, items
from sdi.serve.question import Place
from sdi.settings import Settings

STORED = "http://www.opengis.net/def/crs/EPSG/0/5898"
GEOGRAPHIC = "http://www.opengis.net/def/crs/EPSG/0/4756"
ITEMS = "/api/collections/parcels/items"
ALL = COLUMNS * ROWS - 1
TYPES = {
    "fgb": "application/flatgeobuf", "gpkg": "application/geopackage+sqlite3",
    "parquet": "application/vnd.apache.parquet", "csv": "text/csv; charset=utf-8", "shp": "application/zip",
    "dxf": "image/vnd.dxf",
}  # fmt: skip


def opened(tmp_path: Path, form: str, content: bytes) -> geopandas.GeoDataFrame:
    path = tmp_path / {"shp": "answer.shp.zip"}.get(form, f"answer.{form}")
    path.write_bytes(content)
    if form == "parquet":
        return geopandas.read_parquet(path)
    return pyogrio.read_dataframe(f"/vsizip/{path}" if form == "shp" else path)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("form", ["fgb", "gpkg", "parquet", "shp"])
@pytest.mark.parametrize("crs", [None, STORED, GEOGRAPHIC])
def test_a_filtered_answer_is_what_geojson_says(client: TestClient, tmp_path: Path, form: str, crs: str | None) -> None:
    box = {"bbox": f"{E0},{N0},{E0 + 2.5 * SIDE},{N0 + 1.5 * SIDE}", "bbox-crs": STORED, "land_use": "ODT+CLN"}
    query: dict[str, Any] = box | ({"crs": crs} if crs else {})
    answer = client.get(ITEMS, params=query | {"f": form})
    assert answer.status_code == 200 and answer.headers["content-type"] == TYPES[form]
    frame = opened(tmp_path, form, answer.content)
    wanted = {f["id"]: f for f in client.get(ITEMS, params=query).json()["features"]}
    assert set(frame["id"]) == wanted.keys() and len(wanted) == 3
    assert answer.headers["ogc-numberreturned"] == answer.headers["ogc-numbermatched"] == "3"
    if form != "shp":
        assert frame.crs.to_epsg() == {None: 4326, STORED: 5898, GEOGRAPHIC: 4756}[crs]
        assert list(frame.columns)[:2] == ["id", "parcel_id"]
    for name, geometry in zip(frame["id"], frame.geometry, strict=True):
        expected = shapely.geometry.shape(wanted[name]["geometry"])
        if crs == GEOGRAPHIC:
            expected = shapely.transform(expected, lambda points: points[:, ::-1])
        assert shapely.hausdorff_distance(geometry, expected) < (1e-3 if crs == STORED else 1e-9), name
    assert sorted(map(int, frame["parcel_number" if form != "shp" else "parcel_num"])) == sorted(
        feature["properties"]["parcel_number"] for feature in wanted.values()
    )


@pytest.mark.parametrize("form", list(TYPES))
def test_without_limit_everything_comes(
    client: TestClient, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr("sdi.serve.question.DEFAULT_ITEMS", 3)
    answer = client.get(ITEMS, headers={"Accept": TYPES[form].split(";")[0]})
    assert answer.headers["content-type"] == TYPES[form]
    assert answer.headers["ogc-numberreturned"] == str(ALL)
    assert "link" not in answer.headers
    assert f'filename="parcels.{ {"shp": "shp.zip"}.get(form, form) }"' in answer.headers["content-disposition"]
    if form == "csv":
        assert len(rows(answer.content)) == ALL
    elif form == "dxf":
        frame = opened(tmp_path, form, answer.content)
        assert frame[frame["Layer"] != "ODT_CHU"].total_bounds[0] >= E0, "a drawing is in metres"
    else:
        assert len(opened(tmp_path, form, answer.content)) == ALL
    assert not list((settings.state_dir / "work").glob(".answer-*"))


@pytest.mark.parametrize("more", ["", "&sortby=-parcel_number", "&sortby=commune_code", "&land_use=ODT"])
def test_pages_follow_links_in_headers_as_qgis_does(client: TestClient, tmp_path: Path, more: str) -> None:
    whole = [f["id"] for f in client.get(f"{ITEMS}?limit=1000{more}").json()["features"]]
    address: str | None = f"{ITEMS}?f=fgb&limit=5{more}"
    found: list[str] = []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        assert answer.headers["ogc-numbermatched"] == str(len(whole))
        page = opened(tmp_path, "fgb", answer.content)["id"].tolist()
        assert answer.headers["ogc-numberreturned"] == str(len(page)) and len(page) <= 5
        found += page
        link = answer.headers.get("link")
        assert link is None or link.endswith('rel="next"; type="application/flatgeobuf"')
        address = link[1 : link.index(">")] if link else None
    assert found == whole


def test_a_csv_without_geometry_and_with_chosen_fields(client: TestClient) -> None:
    answer = client.get(f"{ITEMS}?f=csv&properties=land_use&skipGeometry=true&parcel_number=2")
    assert rows(answer.content) == [{"id": "21025-12-2", "land_use": "ODT"}]


def test_rows_and_fields_of_others_are_not_in_it(client: TestClient, settings: Settings) -> None:
    key = {"X-API-Key": settings.secret("api_key_internal")}
    found = [rows(client.get(f"{ITEMS}?f=csv", headers=headers).content) for headers in ({}, key)]
    assert [(len(page), "note" in page[0]) for page in found] == [(ALL, False), (ALL + 1, True)]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("f=fgb&skipGeometry=true", 400), ("f=shp&skipGeometry=true", 400), ("f=geojson", 400),
        ("f=gpkg&skipGeometry=true", 200), ("f=fgb&bbox=1,2,1,2", 200), ("f=fgb&limit=0", 400), ("f=xlsx", 400),
    ],
)  # fmt: skip
def test_what_a_format_cannot_do(client: TestClient, query: str, status: int) -> None:
    assert client.get(f"{ITEMS}?{query}").status_code == status


def test_hits_stay_a_number(client: TestClient) -> None:
    answer = client.get(f"{ITEMS}?f=fgb&resulttype=hits")
    assert answer.headers["content-type"] == "application/geo+json" and answer.json()["numberMatched"] == ALL


def test_unchanged_answers_are_not_made_again(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client.get(f"{ITEMS}?f=fgb")
    monkeypatch.setattr("sdi.serve.items.export", None)
    again = client.get(f"{ITEMS}?f=fgb", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(("limit", "value", "said"), [("RUNS_S", -1.0, "thời gian"), ("FREE_BYTES", 1 << 60, "đĩa")])
@pytest.mark.parametrize("form", list(TYPES))
def test_budgets_end_in_a_clear_word(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, form: str, limit: str, value: float, said: str
) -> None:
    monkeypatch.setattr(exports, limit, value)
    answer = client.get(f"{ITEMS}?f={form}")
    assert answer.status_code == 503 and said in answer.json()["detail"], answer.text


@pytest.mark.parametrize("form", list(TYPES))
@pytest.mark.parametrize("query", ["", "&limit=5", "&land_use=ODT", "&filter=parcel_number<4"])
def test_head_tells_the_same_and_writes_nothing(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, form: str, query: str
) -> None:
    address = f"{ITEMS}?f={form}{query}"
    with monkeypatch.context() as patch:
        patch.setattr(items, "export", lambda *_: pytest.fail("a file was written"))
        head = client.head(address)
    answer = client.get(address)
    assert head.status_code == 200 and head.content == b""
    assert head.headers.pop("x-request-id") != answer.headers.pop("x-request-id")
    unknown = {"content-length", "ogc-numberreturned", "link"}  # what only who reads the rows can tell
    assert {n: v for n, v in answer.headers.items() if n not in unknown} == dict(head.headers)
    assert client.head(address, headers={"If-None-Match": head.headers["etag"]}).status_code == 304


def test_head_knows_what_is_wrong(client: TestClient) -> None:
    for query, status in (("filter=parcel_number<'a'", 400), ("filter=area_m2 / 0 = 1", 200), ("nothing=1", 400)):
        assert client.head(f"{ITEMS}?f=csv&{query}").status_code == client.get(f"{ITEMS}?f=csv&{query}").status_code
        assert client.head(f"{ITEMS}?f=csv&{query}").status_code == status


def test_head_of_a_walk_whose_release_is_gone(client: TestClient) -> None:
    cursor = Place(4_000, 24, 5, None, 5).cursor("x")
    for ask in (client.head, client.get):
        answer = ask(f"{ITEMS}?f=csv&limit=5&cursor={cursor}")
        assert answer.status_code in (400, 410)
