"""OGC API – Tiles, TileJSON and XYZ: what GDAL reads of the tiles is what the database holds."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from serve_kit import DEFENCE, E0, N0, Town, parcel
from starlette.testclient import TestClient
from tile_kit import EXTENT, decode, in_units, tile_square

from sdi.serve.app import create_app
from sdi.serve.tiles import cache, content
from sdi.serve.tiles.encoding import BUFFER
from sdi.serve.tiles.grids import WEB_MERCATOR, Grid, grids
from sdi.settings import Settings

SIDE_COUNT = 20
STEP = 24.0
OWN = "VN2000-5898"
MVT = "application/vnd.mapbox-vector-tile"


def lots() -> list[shapely.Polygon]:
    """Four hundred lots side by side with crooked common borders; number 45 has a courtyard."""
    random = np.random.default_rng(7)
    corners = np.stack(np.meshgrid(np.arange(SIDE_COUNT + 1.0), np.arange(SIDE_COUNT + 1.0)), axis=-1) * STEP
    corners += random.uniform(-8, 8, corners.shape) + (E0, N0)
    found = []
    for i in range(SIDE_COUNT):
        for j in range(SIDE_COUNT):
            ring = [corners[i, j], corners[i, j + 1], corners[i + 1, j + 1], corners[i + 1, j]]
            found.append(shapely.Polygon(ring))
    found[44] = found[44].difference(shapely.box(*found[44].centroid.buffer(2.0).bounds))
    return found


LOTS = lots()


def rows() -> list[dict[str, Any]]:
    return [parcel(number, geom=shapely.MultiPolygon([lot]).wkt) for number, lot in enumerate(LOTS, start=1)]


@pytest.fixture(scope="module")
def client(town: Town, settings: Settings) -> Iterator[TestClient]:
    town.publish("parcels", rows())
    with TestClient(create_app(settings, town.url)) as found:
        yield found


@pytest.fixture(scope="module")
def own(client: TestClient) -> Grid:
    return grids(client.app.state.editions.of("public").project.province)[OWN]


def key(settings: Settings, audience: str) -> dict[str, str]:
    return {"X-API-Key": settings.secret(f"api_key_{audience}")}


def limits(client: TestClient, grid: str, level: int, collection: str = "parcels") -> tuple[range, range]:
    document = client.get(f"/api/collections/{collection}/tiles/{grid}?f=json").json()
    found = next(entry for entry in document["tileMatrixSetLimits"] if entry["tileMatrix"] == str(level))
    return (
        range(found["minTileRow"], found["maxTileRow"] + 1),
        range(found["minTileCol"], found["maxTileCol"] + 1),
    )


def addresses(client: TestClient, grid: str, level: int) -> list[tuple[int, int]]:
    in_rows, in_cols = limits(client, grid, level)
    return [(row, col) for row in in_rows for col in in_cols]


def url(grid: str, level: int, row: int, col: int, collection: str = "parcels") -> str:
    return f"/api/collections/{collection}/tiles/{grid}/{level}/{row}/{col}"


# --- documents ----------------------------------------------------------------------------------------------


def test_grids(client: TestClient) -> None:
    document = client.get("/api/tileMatrixSets?f=json").json()
    assert [entry["id"] for entry in document["tileMatrixSets"]] == ["WebMercatorQuad", OWN]
    for entry in document["tileMatrixSets"]:
        (link,) = entry["links"]
        assert link["rel"] == "item" and client.get(link["href"]).json()["id"] == entry["id"]
    world = client.get("/api/tileMatrixSets/WebMercatorQuad?f=json").json()
    # The numbers of OGC 17-083r4, annex D.1
    assert world["uri"] == "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
    first, last = world["tileMatrices"][0], world["tileMatrices"][24]
    assert first["pointOfOrigin"] == pytest.approx([-20037508.3427892, 20037508.3427892])
    assert first["scaleDenominator"] == pytest.approx(559082264.028717) and first["cellSize"] == 156543.03392804097
    assert last["scaleDenominator"] == pytest.approx(33.3238997477005) and last["matrixWidth"] == 16777216
    province = client.get(f"/api/tileMatrixSets/{OWN}?f=json").json()
    assert province["crs"] == "http://www.opengis.net/def/crs/EPSG/0/5898" and province["orderedAxes"] == ["E", "N"]
    assert [m["cellSize"] for m in province["tileMatrices"]] == [2048 / 2**z for z in range(15)]
    assert province["tileMatrices"][3]["pointOfOrigin"] == [300_000, 1_900_000]


def test_the_suite_s_way_from_the_landing_page_to_tiles(client: TestClient) -> None:
    """What ets-ogcapi-tiles10 follows: landing page or collection, list, tile set, template, tile."""
    landing = client.get("/api/").json()
    collections = client.get("/api/collections").json()["collections"]
    rel = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
    starts = [link["href"] for page in (landing, *collections) for link in page["links"] if link["rel"] == rel]
    assert len(starts) == 1 + len([one for one in collections if one["itemType"] == "feature"])
    for start in starts:
        found = client.get(start).json()["tilesets"]
        assert [entry["tileMatrixSetURI"] for entry in found] == [
            "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad",
            f"http://testserver/api/tileMatrixSets/{OWN}",
        ]
        for entry in found:
            links = {link["rel"]: link["href"] for link in entry["links"]}
            assert (
                client.get(links["http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"]).json()["crs"] == entry["crs"]
            )
            tileset = client.get(links["self"]).json()
            (template,) = [link for link in tileset["links"] if link.get("templated")]
            assert template["rel"] == "item" and template["type"] == MVT
            for limit in tileset["tileMatrixSetLimits"]:
                names = {"tileMatrix": limit["tileMatrix"], "tileCol": limit["minTileCol"]}
                there = client.get(template["href"].format(**names, tileRow=limit["maxTileRow"]))
                assert there.status_code in (200, 204)
                beyond = client.get(template["href"].format(**names, tileRow=limit["maxTileRow"] + 1))
                assert beyond.status_code == 404
                assert beyond.headers["content-type"] == "application/problem+json"


def test_tileset_document(client: TestClient) -> None:
    document = client.get(f"/api/collections/parcels/tiles/{OWN}?f=json&lang=vi").json()
    assert document["title"] == f"Thửa đất ({OWN})" and document["dataType"] == "vector"
    (layer,) = document["layers"]
    assert layer["id"] == "parcels" and layer["geometryDimension"] == 2
    # Declared 12 to 18 for cells of 38.2 and 0.6 m at the equator; here 32 and 0.5 m.
    assert (layer["minTileMatrix"], layer["maxTileMatrix"]) == ("6", "12")
    assert [entry["tileMatrix"] for entry in document["tileMatrixSetLimits"]] == [str(z) for z in range(6, 13)]
    assert list(layer["propertiesSchema"]["properties"]) == [
        "parcel_id", "land_use", "area_m2", "disputed", "surveyed_on", "parcel_number",
    ]  # fmt: skip
    box = document["boundingBox"]
    everything = shapely.union_all(LOTS).bounds
    assert [*box["lowerLeft"], *box["upperRight"]] == pytest.approx(everything, abs=0.001)


def test_tilejson(client: TestClient, tmp_path: Path) -> None:
    document = client.get("/api/collections/parcels/tiles/WebMercatorQuad?f=tilejson").json()
    assert document["tilejson"] == "3.0.0" and document["minzoom"] == 12 and document["maxzoom"] == 18
    west, south, east, north = document["bounds"]
    assert 108.7 < west < east < 109 and 15 < south < north < 15.2
    rows_, cols = limits(client, "WebMercatorQuad", 15)
    address = document["tiles"][0].format(z=15, x=cols[0], y=rows_[0])
    assert client.get(address).content == client.get(url("WebMercatorQuad", 15, rows_[0], cols[0])).content
    assert "parcels" in decode(client.get(address).content, tmp_path)


def test_html_pages(client: TestClient) -> None:
    for path in ("tileMatrixSets", f"tileMatrixSets/{OWN}", "tiles", f"tiles/{OWN}", "collections/parcels/tiles",
                 "collections/parcels/tiles/WebMercatorQuad"):  # fmt: skip
        answer = client.get(f"/api/{path}?f=html")
        assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"), path
        assert "ô" in answer.text


def test_conformance_is_declared(client: TestClient) -> None:
    classes = client.get("/api/conformance").json()["conformsTo"]
    for name in ("core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "mvt"):
        assert f"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{name}" in classes


# --- what a tile shows --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("grid_id", "level"), [("WebMercatorQuad", 18), ("WebMercatorQuad", 17), (OWN, 12), (OWN, 11)])
def test_tiles_hold_every_feature_where_the_pinned_operation_puts_it(
    client: TestClient, own: Grid, settings: Settings, tmp_path: Path, grid_id: str, level: int
) -> None:
    grid = own if grid_id == OWN else WEB_MERCATOR
    internal = key(settings, "internal")
    seen: set[int] = set()
    for row, col in addresses(client, grid_id, level):
        expected = in_units(np.array(LOTS), grid, level, row, col)
        answer = client.get(url(grid_id, level, row, col), headers=internal)
        layers = decode(answer.content, tmp_path)
        found = layers["parcels"].geometry if layers else {}
        inside = shapely.area(shapely.intersection(expected, tile_square(BUFFER)))
        assert (
            {i + 1 for i in np.flatnonzero(inside > 60)}
            <= set(found.keys())
            <= {i + 1 for i in np.flatnonzero(inside > 0)}
        )
        for number, geometry in dict(found).items():
            want = expected[number - 1]
            if shapely.within(want, tile_square(BUFFER)):
                got, exact = shapely.get_coordinates(geometry), shapely.get_coordinates(want)
                assert np.abs(got[:, None] - exact[None]).max(axis=2).min(axis=1).max() <= 0.5 + 1e-6
                assert np.abs(exact[:, None] - got[None]).max(axis=2).min(axis=1).max() <= 0.5 + 1e-6
                assert shapely.is_valid(geometry)
                seen.add(number)
            else:
                cut = shapely.intersection(want, tile_square(BUFFER))
                assert shapely.symmetric_difference(shapely.make_valid(geometry), cut).area <= cut.length * 0.75 + 4
    assert len(seen) > 250


@pytest.mark.parametrize(("grid_id", "level"), [("WebMercatorQuad", 14), ("WebMercatorQuad", 12), (OWN, 8), (OWN, 6)])
def test_generalised_tiles_leave_out_what_is_smaller_than_a_pixel(
    client: TestClient, own: Grid, settings: Settings, tmp_path: Path, grid_id: str, level: int
) -> None:
    grid = own if grid_id == OWN else WEB_MERCATOR
    pixel = EXTENT / 256
    for row, col in addresses(client, grid_id, level):
        expected = in_units(np.array(LOTS), grid, level, row, col)
        body = client.get(url(grid_id, level, row, col), headers=key(settings, "internal")).content
        layers = decode(body, tmp_path)
        found = dict(layers["parcels"].geometry) if layers else {}
        box = shapely.bounds(expected)
        wide = np.maximum(box[:, 2] - box[:, 0], box[:, 3] - box[:, 1])
        central = shapely.within(expected, tile_square())
        large = central & (wide > 1.2 * pixel) & (shapely.area(expected) > pixel**2 / 4)
        assert {i + 1 for i in np.flatnonzero(large)} <= found.keys()
        assert not {i + 1 for i in np.flatnonzero(wide < 0.8 * pixel)} & found.keys()
        for number, geometry in found.items():
            assert (shapely.get_coordinates(geometry) % 4 == 0).all() or not central[number - 1]
            if central[number - 1]:
                got, exact = shapely.get_coordinates(geometry), shapely.get_coordinates(expected[number - 1])
                assert np.abs(got[:, None] - exact[None]).max(axis=2).min(axis=1).max() <= 2.01


@pytest.mark.parametrize("level", [17, 18])
def test_what_crosses_an_edge_meets_in_both_tiles(client: TestClient, tmp_path: Path, level: int) -> None:
    in_rows, in_cols = limits(client, "WebMercatorQuad", level)
    joined = 0
    for row in in_rows:
        for col in in_cols[:-1]:
            left, right = (
                decode(client.get(url("WebMercatorQuad", level, row, c)).content, tmp_path).get("parcels")
                for c in (col, col + 1)
            )
            if left is None or right is None:
                continue
            edge = shapely.LineString([(EXTENT, 0), (EXTENT, EXTENT)])
            for number in left.index.intersection(right.index):
                here = shapely.intersection(shapely.make_valid(left.geometry[number]), edge)
                there = shapely.intersection(
                    shapely.transform(shapely.make_valid(right.geometry[number]), lambda p: p + (EXTENT, 0)), edge
                )
                if here.length > 4 and there.length > 4:
                    assert np.allclose(here.bounds, there.bounds, atol=1.01), number
                    joined += 1
                else:
                    assert abs(here.length - there.length) < 4
    assert joined > 3


def test_properties(client: TestClient, settings: Settings, tmp_path: Path) -> None:
    row, col = addresses(client, OWN, 11)[0]
    for headers, noted in (({}, False), (key(settings, "agency"), True)):
        table = decode(client.get(url(OWN, 11, row, col), headers=headers).content, tmp_path)["parcels"]
        number = table.index[0]
        assert table.parcel_id[number] == f"21025-12-{number}" and table.parcel_number[number] == number
        assert table.area_m2[number] == 400.0
        assert ("note" in table.columns) == noted
        assert not noted or table.note[number] == f"ghi chú {number}"


def test_restricted_rows_are_in_no_public_tile(client: TestClient, settings: Settings, tmp_path: Path) -> None:
    seen: dict[str, set[int]] = {"public": set(), "internal": set()}
    for grid in ("WebMercatorQuad", OWN):
        document = client.get(f"/api/collections/parcels/tiles/{grid}?f=json").json()
        for level in (int(entry["tileMatrix"]) for entry in document["tileMatrixSetLimits"]):
            for row, col in addresses(client, grid, level)[:40]:
                # the internal one first: what is kept for one audience is not another's
                for audience, headers in (("internal", key(settings, "internal")), ("public", {})):
                    layers = decode(client.get(url(grid, level, row, col), headers=headers).content, tmp_path)
                    seen[audience] |= set(layers["parcels"].index) if layers else set()
    assert DEFENCE in seen["internal"] and seen["public"] == seen["internal"] - {DEFENCE}


def test_layers_without_tiles_and_layers_of_others(client: TestClient, settings: Settings) -> None:
    for path in ("control_points", "nothing"):
        answer = client.get(f"/api/collections/{path}/tiles/{OWN}/8/1/1")
        assert answer.status_code == 404 and answer.headers["content-type"] == "application/problem+json"
    assert client.get("/api/collections/control_points/tiles", headers=key(settings, "agency")).status_code == 200


def test_the_base_map_is_composed_of_the_base_layers(client: TestClient, tmp_path: Path) -> None:
    document = client.get("/api/tiles/WebMercatorQuad?f=tilejson").json()
    assert document["name"] == "base-map"
    assert [layer["id"] for layer in document["vector_layers"]] == ["administrative_units"]
    tileset = client.get("/api/tiles/WebMercatorQuad?f=json").json()
    limit = next(entry for entry in tileset["tileMatrixSetLimits"] if entry["tileMatrix"] == "14")
    address = f"14/{limit['minTileRow']}/{limit['minTileCol']}"
    layers = decode(client.get(f"/api/tiles/WebMercatorQuad/{address}").content, tmp_path)
    assert list(layers) == ["administrative_units"]
    xyz = document["tiles"][0].format(z=14, x=limit["minTileCol"], y=limit["minTileRow"])
    assert client.get(xyz).content == client.get(f"/api/tiles/WebMercatorQuad/{address}").content


def test_lines_and_points(client: TestClient, town: Town, tmp_path: Path) -> None:
    trees = [
        {"gid": n, "feature_id": f"T-{n}", "tree_id": f"T-{n}", "geom": f"POINT({E0 + n % 40} {N0 + n // 40})"}
        for n in range(1600)
    ]
    town.publish("trees", trees)
    client.app.state.editions.refresh(reread=True)
    for level, most, least in ((16, 1600, 1600), (15, 1600, 1600), (14, 16, 4), (10, 2, 1)):
        found = set()
        rows_, cols = limits(client, "WebMercatorQuad", level, "trees")
        for row in rows_:
            for col in cols:
                layers = decode(client.get(url("WebMercatorQuad", level, row, col, "trees")).content, tmp_path)
                found |= set(layers["trees"].index) if layers else set()
        assert least <= len(found) <= most, (level, len(found))
    row, col = (r[0] for r in limits(client, "WebMercatorQuad", 16, "roads"))
    table = decode(client.get(url("WebMercatorQuad", 16, row, col, "roads")).content, tmp_path)["roads"]
    assert set(table.geom_type) <= {"LineString", "MultiLineString"} and len(table) >= 1


def test_caps_keep_the_largest(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row, col = addresses(client, OWN, 9)[0]
    monkeypatch.setattr(content, "MAX_FEATURES", 10)
    desk = client.app.state.tiles
    kept, desk.cache = desk.cache, cache.TileCache()
    try:
        table = decode(client.get(url(OWN, 9, row, col)).content, tmp_path)["parcels"]
        assert len(table) == 10
        areas = {n: lot.area for n, lot in enumerate(LOTS, start=1) if n != DEFENCE}
        assert set(table.index) <= set(sorted(areas, key=areas.__getitem__)[-60:])
        monkeypatch.setattr(content, "MAX_FEATURES", 20_000)
        monkeypatch.setattr(content, "MAX_BYTES", 2_000)
        desk.cache = cache.TileCache()
        body = client.get(url(OWN, 9, row, col)).content
        few = decode(body, tmp_path)["parcels"]
        assert 3 < len(few) < 60 and set(table.index) <= set(few.index)
    finally:
        desk.cache = kept


# --- HTTP ---------------------------------------------------------------------------------------------------


def test_etag_gzip_and_head(client: TestClient) -> None:
    row, col = addresses(client, OWN, 11)[0]
    address = url(OWN, 11, row, col)
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert plain.headers["content-type"] == MVT and "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip" and packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content)
    assert plain.headers["etag"] != packed.headers["etag"] and plain.headers["etag"].startswith('"')
    assert plain.headers["cache-control"] == "public, max-age=60"
    assert {"accept-encoding", "x-api-key"} <= {v.strip().lower() for v in plain.headers["vary"].split(",")}
    for tag, coding in ((plain.headers["etag"], "identity"), (packed.headers["etag"], "gzip")):
        for condition in (tag, f'"x", W/{tag}', "*"):
            again = client.get(address, headers={"Accept-Encoding": coding, "If-None-Match": condition})
            assert again.status_code == 304 and not again.content and again.headers["etag"] == tag
    assert client.get(address, headers={"If-None-Match": '"x"'}).status_code == 200
    head = client.head(address, headers={"Accept-Encoding": "identity"})
    assert head.status_code == 200 and int(head.headers["content-length"]) == len(plain.content)
    document = client.get("/api/collections/parcels/tiles")
    assert (
        client.get("/api/collections/parcels/tiles", headers={"If-None-Match": document.headers["etag"]}).status_code
        == 304
    )


def test_answers_to_a_key_are_not_for_others(client: TestClient, settings: Settings) -> None:
    row, col = addresses(client, OWN, 11)[0]
    answer = client.get(url(OWN, 11, row, col), headers=key(settings, "internal"))
    assert answer.headers["cache-control"] == "private, no-store"
    assert client.get(url(OWN, 11, row, col), headers={"X-API-Key": "wrong"}).status_code == 401


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("collections/parcels/tiles/WebMercatorQuad/14/a/1", 400),
        ("collections/parcels/tiles/WebMercatorQuad/-1/1/1", 400),
        ("collections/parcels/tiles/WebMercatorQuad/1.5/1/1", 400),
        ("collections/parcels/tiles/WebMercatorQuad/14/1/99999999999999999999", 400),
        ("collections/parcels/tiles/WebMercatorQuad/14/1/16384", 404),
        ("collections/parcels/tiles/WebMercatorQuad/25/1/1", 404),
        ("collections/parcels/tiles/WebMercatorQuad/3/1/1", 404),
        ("collections/parcels/tiles/WebMercatorQuad/xyz/3/1/1.mvt", 204),
        ("collections/parcels/tiles/WebMercatorQuad/xyz/14/1/1.mvt", 204),
        ("collections/parcels/tiles/WebMercatorQuad/xyz/14/1/16384.mvt", 404),
        ("collections/parcels/tiles/Nothing/14/1/1", 404),
        ("collections/parcels/tiles/Nothing", 404),
        ("collections/parcels/tiles/WebMercatorQuad/14/1/1?f=png", 400),
        ("collections/parcels/tiles/WebMercatorQuad/14/1/1?bbox=1", 400),
        ("collections/parcels/tiles/WebMercatorQuad?f=png", 400),
        ("tileMatrixSets/Nothing", 404),
        ("tiles/WebMercatorQuad/14/1/1", 404),
    ],
)
def test_addresses_of_nothing(client: TestClient, address: str, status: int) -> None:
    answer = client.get(f"/api/{address}")
    assert answer.status_code == status
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert not answer.json()["detail"].isascii()


@given(
    collection=st.sampled_from(["/collections/parcels", "/collections/roads", ""]),
    grid=st.sampled_from(["WebMercatorQuad", OWN]),
    level=st.integers(-1, 26),
    share=st.tuples(st.floats(-0.1, 1.1), st.floats(-0.1, 1.1)),
    xyz=st.booleans(),
)
def test_any_address_is_answered(
    client: TestClient, collection: str, grid: str, level: int, share: tuple[float, float], xyz: bool
) -> None:
    a, b = (int(part * 2 ** max(level, 0)) for part in share)
    tail = f"xyz/{level}/{a}/{b}.mvt" if xyz else f"{level}/{a}/{b}"
    assert client.get(f"/api{collection}/tiles/{grid}/{tail}").status_code in (200, 204, 400, 404)


def test_a_tile_that_takes_too_long_is_503(client: TestClient, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "TIMEOUT_MS", 200)
    desk = client.app.state.tiles
    kept, desk.cache = desk.cache, cache.TileCache()
    row, col = addresses(client, OWN, 10)[0]
    try:
        with psycopg.connect(town.url) as connection:
            connection.execute("LOCK TABLE data.parcels IN ACCESS EXCLUSIVE MODE")
            answer = client.get(url(OWN, 10, row, col))
            connection.rollback()
        assert answer.status_code == 503 and answer.headers["content-type"] == "application/problem+json"
        assert client.get(url(OWN, 10, row, col)).status_code == 200
    finally:
        desk.cache = kept


# --- what a publication changes -----------------------------------------------------------------------------


def test_a_publication_makes_anew_what_it_changed_and_nothing_else(
    client: TestClient, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[str, Any]] = []
    make = content.make

    def counted(source: Any, tiles: Any, tile: Any) -> content.Made:
        made.append((tiles.layer.id, tile))
        return make(source, tiles, tile)

    monkeypatch.setattr(cache, "make", counted)
    client.app.state.tiles.cache = cache.TileCache()
    tiles = addresses(client, OWN, 12)
    before = {address: client.get(url(OWN, 12, *address)) for address in tiles}
    assert len(made) == len(tiles)
    for address in tiles:
        assert client.get(url(OWN, 12, *address)).headers["etag"] == before[address].headers["etag"]
    assert len(made) == len(tiles)

    moved = shapely.transform(LOTS[0], lambda points: points + (0.0, -5.0))
    change(town, 1, moved)
    client.app.state.editions.refresh(reread=True)
    made.clear()
    changed = [a for a in tiles if client.get(url(OWN, 12, *a)).headers["etag"] != before[a].headers["etag"]]
    grid = grids(client.app.state.editions.of("public").project.province)[OWN]
    both = shapely.union(moved, LOTS[0])
    near = [a for a in tiles if shapely.box(*grid.box(12, *a, BUFFER / EXTENT)).intersects(shapely.box(*both.bounds))]
    assert changed and set(changed) <= set(near) and len(near) < len(tiles)
    assert {(tile.row, tile.col) for _, tile in made} == set(near)
    row, col = changed[0]
    table = decode(client.get(url(OWN, 12, row, col)).content, tmp_path)["parcels"]
    want = in_units(np.array([moved]), grid, 12, row, col)[0]
    assert np.abs(np.array(table.geometry[1].bounds) - want.bounds).max() < BUFFER + EXTENT


def change(town: Town, number: int, polygon: shapely.Polygon) -> int:
    """Publish another version of one lot alone."""
    with psycopg.connect(town.url) as connection:
        (epoch,) = connection.execute("UPDATE meta.epoch SET last = last + 1 RETURNING last").fetchone()  # type: ignore[misc]
        columns = "gid, feature_id, audience, scope, run_id, parcel_id, commune_code, map_sheet, parcel_number, area_m2"
        connection.execute(
            f"INSERT INTO data.parcels ({columns}, digest, r0, geom)"
            f" SELECT {columns}, gen_random_uuid(), %s, ST_GeomFromText(%s, 5898)"
            " FROM data.parcels WHERE gid = %s AND r1 = 2147483647",
            (epoch, shapely.MultiPolygon([polygon]).wkt, number),
        )
        connection.execute(
            "UPDATE data.parcels SET r1 = %s WHERE gid = %s AND r1 = 2147483647 AND r0 < %s", (epoch, number, epoch)
        )
        (run,) = connection.execute("SELECT max(id) FROM meta.run").fetchone()  # type: ignore[misc]
        connection.execute(
            "INSERT INTO meta.release (layer, epoch, run_id, added, changed, removed, feature_count)"
            " VALUES ('parcels', %s, %s, 0, 1, 0, 400)",
            (epoch, run),
        )
        connection.execute(
            "INSERT INTO meta.release_audience (layer, epoch, audience, feature_count, storage_bbox, bbox)"
            " SELECT layer, %s, audience, feature_count, storage_bbox, bbox FROM meta.release_audience"
            " WHERE layer = 'parcels'"
            " AND epoch = (SELECT max(epoch) FROM meta.release_audience WHERE layer = 'parcels')",
            (epoch,),
        )
        connection.execute("UPDATE meta.epoch SET current = %s", (epoch,))
    return int(epoch)


def test_what_was_taken_back_is_shown_no_more(client: TestClient, town: Town, tmp_path: Path) -> None:
    """A withdrawn release leaves no trace in the rows: tiles made of it are compared with nothing."""
    row, col = addresses(client, OWN, 12)[-1]
    address = url(OWN, 12, row, col)
    shown = client.get(address).headers["etag"]
    (number, *_) = decode(client.get(address).content, tmp_path)["parcels"].index
    withdrawn = change(town, number, LOTS[number - 1].buffer(-3.0))
    client.app.state.editions.refresh(reread=True)
    assert client.get(address).headers["etag"] != shown
    # Taken back, its rows removed, and another parcel published, before this worker looked again
    with psycopg.connect(town.url) as connection:
        connection.execute("DELETE FROM data.parcels WHERE r0 = %s", (withdrawn,))
        connection.execute("UPDATE data.parcels SET r1 = 2147483647 WHERE r1 = %s", (withdrawn,))
        connection.execute("UPDATE meta.release SET withdrawn = true WHERE epoch = %s", (withdrawn,))
    change(town, 1, LOTS[0])
    client.app.state.editions.refresh(reread=True)
    assert client.get(address).headers["etag"] == shown


def test_a_pointer_that_went_back_is_followed(client: TestClient, town: Town, tmp_path: Path) -> None:
    row, col = addresses(client, OWN, 12)[-1]
    address = url(OWN, 12, row, col)
    shown = client.get(address).headers["etag"]
    (number, *_) = decode(client.get(address).content, tmp_path)["parcels"].index
    with psycopg.connect(town.url) as connection:
        (before,) = connection.execute("SELECT current FROM meta.epoch").fetchone()  # type: ignore[misc]
    last = change(town, number, LOTS[number - 1].buffer(-3.0))
    client.app.state.editions.refresh(reread=True)
    assert client.get(address).headers["etag"] != shown
    with psycopg.connect(town.url) as connection:
        connection.execute("UPDATE meta.epoch SET current = %s", (before,))
        connection.execute("UPDATE meta.release SET withdrawn = true WHERE epoch = %s", (last,))
    # this worker does not know yet: made anew, it is what the pointer says
    desk = client.app.state.tiles
    kept, desk.cache = desk.cache, cache.TileCache()
    assert client.get(address).headers["etag"] == shown
    desk.cache = kept
    client.app.state.editions.refresh(reread=True)
    assert client.get(address).headers["etag"] == shown


def test_compressed_tiles_are_packed_once(client: TestClient) -> None:
    row, col = addresses(client, OWN, 11)[0]
    with client.stream("GET", url(OWN, 11, row, col), headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert gzip.decompress(raw) == client.get(url(OWN, 11, row, col)).content
