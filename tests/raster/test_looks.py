"""Light and shade of a model of the ground as map tiles, and tiles of some sheets alone."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
import rasterio
from affine import Affine
from PIL import Image
from raster_kit import E0, N0, checkered, picture
from rasterio.transform import from_origin
from starlette.testclient import TestClient

from sdi.model.raster import NODATA
from sdi.raster.shading import FLAT, shaded
from sdi.serve.app import create_app

from .conftest import MakeDesk, RasterDesk

SHADES = "/api/collections/elevation/styles/hillshade/map/tiles"
SHEETS = "/api/collections/plan_sheets/map/tiles/VN2000-5898"


@pytest.fixture(scope="module")
def served(make_raster_desk: MakeDesk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RasterDesk]:
    """A cone of a hill, and two plan sheets that lie beside each other."""
    folder = tmp_path_factory.mktemp("delivered")
    with make_raster_desk("looks") as desk:
        hill = folder / "hill.tif"
        x, y = np.meshgrid(np.arange(200) - 99.5, np.arange(200) - 99.5)
        heights = (5 + np.clip(80 - np.hypot(x, y), 0, None) * 2).astype(np.float32)
        with rasterio.open(
            hill, "w", driver="GTiff", width=200, height=200, count=1, dtype="float32", crs="EPSG:5898",
            transform=from_origin(E0, N0, 5, 5),
        ) as out:  # fmt: skip
            out.write(heights, 1)
        assert desk.load("elevation", hill).state == "published"
        for name, east in (("to1", E0), ("to2", E0 + 400)):
            sheet = picture(folder / f"{name}.tif", checkered(), from_origin(east, N0, 1, 1))
            assert desk.load("plan_sheets", sheet, values={"plan_id": "QHC", "sheet": name}).state == "published"
        odd = picture(folder / "odd.tif", checkered(), from_origin(E0, N0 - 400, 1, 1))
        values = {"plan_id": "QH, 1/500", "sheet": "1,2/3"}
        assert desk.load("plan_sheets", odd, values=values).state == "published"
        yield desk


@pytest.fixture(scope="module")
def client(served: RasterDesk) -> Iterator[TestClient]:
    from sdi.db.roles import sync_roles

    sync_roles(served.connection, served.settings)
    with TestClient(create_app(served.settings, served.url), client=("127.0.0.1", 1)) as found:
        yield found


def pixels(answer: Any) -> np.ndarray:
    assert answer.status_code == 200, answer.text
    return np.asarray(Image.open(io.BytesIO(answer.content)).convert("RGBA"))


def tile_of(east: float, north: float, level: int) -> tuple[int, int, Affine]:
    """Column, row and transform of the province's tile that holds a place."""
    cell = 2048 / 2**level
    column, row = int((east - 300_000) // (256 * cell)), int((1_900_000 - north) // (256 * cell))
    return column, row, Affine(cell, 0, 300_000 + column * 256 * cell, 0, -cell, 1_900_000 - row * 256 * cell)


def test_shades_are_those_of_gdal_over_the_same_surface(served: RasterDesk, client: TestClient, tmp_path: Path) -> None:
    level = 9
    column, row, place = tile_of(E0 + 500, N0 - 500, level)
    found = pixels(client.get(f"{SHADES}/VN2000-5898/xyz/{level}/{column}/{row}.png")).astype(float)
    cell, west, north = place.a, place.c, place.f
    warped, shade = tmp_path / "tile.tif", tmp_path / "shade.tif"
    box = [west - cell, north - 257 * cell, west + 257 * cell, north + cell]
    subprocess.run(
        ["gdalwarp", "-q", "-r", "cubic", "-te", *map(str, box), "-ts", "258", "258", str(served.file()), str(warped)],
        check=True,
    )
    subprocess.run(["gdaldem", "hillshade", "-q", "-z", "2", str(warped), str(shade)], check=True)
    with rasterio.open(shade) as opened:
        light = opened.read(1)[1:-1, 1:-1].astype(float)
    known = light > 0
    assert known.mean() > 0.3
    expected = (light - 1) / 254 / FLAT - 1
    told = np.where(found[..., 0] > 0, (1 / FLAT - 1), -1) * found[..., 3] / 255
    assert np.abs(told - expected)[known].max() < 0.012
    assert (found[..., 3][~known] == 0).mean() > 0.99
    dark, bright = expected < -0.2, expected > 0.1
    assert dark.sum() > 500 < bright.sum()
    assert (found[dark][:, :3] == 0).all() and (found[bright][:, :3] == 255).all()


def test_level_ground_and_what_is_unknown_are_transparent() -> None:
    heights = np.full((5, 6), 12.0, dtype=np.float32)
    assert not shaded(heights, 5)[3].any()
    heights[2, 2] = NODATA
    assert not shaded(heights, 5)[3].any()
    tilted = np.add.outer(np.arange(5.0), np.zeros(6))  # falls northwards, where the light comes from
    assert (shaded(tilted, 5)[0] == 255).all() and (shaded(tilted[::-1], 5)[0] == 0).all()
    assert shaded(tilted, 5).shape == (4, 3, 4)


def test_in_everybodys_grid_the_metres_are_those_on_the_ground(client: TestClient) -> None:
    """The same slope has the same shade in both grids: of Mercator's metres there are 3.5 % too many."""
    from sdi.crs import Reprojector

    east, north = E0 + 500, N0 - 250  # on the flank that the light meets
    column, row, place = tile_of(east, north, 9)
    own = pixels(client.get(f"{SHADES}/VN2000-5898/xyz/9/{column}/{row}.png"))
    at = ~place @ (east, north)
    x, y = Reprojector(5898, 3857, "EPSG:6960").points(np.array([east]), np.array([north]))
    half, size = 20037508.342789244, 2 * 20037508.342789244 / 2**16
    column, row = int((x[0] + half) // size), int((half - y[0]) // size)
    web = pixels(client.get(f"{SHADES}/WebMercatorQuad/xyz/16/{column}/{row}.png"))
    there = ((x[0] + half) % size / size * 256, (half - y[0]) % size / size * 256)
    one = own[int(at[1]) - 2 : int(at[1]) + 3, int(at[0]) - 2 : int(at[0]) + 3]
    other = web[int(there[1]) - 2 : int(there[1]) + 3, int(there[0]) - 2 : int(there[0]) + 3]
    assert (one[..., 0] == 255).all() and (other[..., 0] == 255).all()
    assert abs(float(one[..., 3].mean()) - float(other[..., 3].mean())) < 3


def test_the_tile_set_says_where_its_tiles_are(client: TestClient) -> None:
    told = client.get(f"{SHADES}/WebMercatorQuad?f=tilejson").json()
    assert told["tiles"] == [
        f"{told['tiles'][0].partition('/api/')[0]}{SHADES}/WebMercatorQuad/xyz/{{z}}/{{x}}/{{y}}.png"
    ]
    assert told["description"] == "Bóng địa hình"
    assert client.get(f"{SHADES}?f=json").json()["tilesets"][0]["title"].startswith("Bóng địa hình")
    style = client.get("/api/styles/base-map?f=mapbox").json()
    assert style["sources"]["hillshade"]["url"].endswith(f"{SHADES}/WebMercatorQuad?f=tilejson")


@pytest.mark.parametrize(
    "address", ["elevation/styles/relief", "plan_sheets/styles/hillshade", "parcels/styles/hillshade"]
)
def test_there_is_no_other_look(client: TestClient, address: str) -> None:
    assert client.get(f"/api/collections/{address}/map/tiles/WebMercatorQuad/xyz/14/1/1.png").status_code == 404


def test_some_sheets_alone(client: TestClient) -> None:
    """Both sheets lie in one tile; each shows its own part."""
    column, row, place = tile_of(E0 + 100, N0 - 50, 9)
    address = f"{SHEETS}/xyz/9/{column}/{row}.png"
    both, first = pixels(client.get(address)), pixels(client.get(f"{address}?sheets=QHC-to1"))
    second = pixels(client.get(f"{address}?sheets=QHC-to2"))
    seen = [picture[..., 3] > 0 for picture in (both, first, second)]
    assert seen[1].any() and seen[2].any() and not (seen[1] & seen[2]).any()
    assert np.array_equal(seen[1] | seen[2], seen[0])
    assert np.array_equal(first[seen[1]], both[seen[1]])
    assert np.array_equal(pixels(client.get(f"{address}?sheets=QHC-to1,QHC-to2")), both)
    assert client.get(f"{address}?sheets=QHC-to3").status_code == 204
    tags = {client.get(f"{address}{query}").headers["etag"] for query in ("", "?sheets=QHC-to1", "?sheets=QHC-to2")}
    assert len(tags) == 3


def test_a_tile_that_shows_nothing_is_none(client: TestClient, served: RasterDesk, tmp_path: Path) -> None:
    """A sheet fills it, but with level ground, which has neither light nor shade."""
    column, row, place = tile_of(E0 + 1800, N0 - 1100, 10)
    with rasterio.open(
        tmp_path / "level.tif", "w", driver="GTiff", width=256, height=256, count=1, dtype="float32", crs="EPSG:5898",
        transform=place,
    ) as out:  # fmt: skip
        out.write(np.full((1, 256, 256), 7, dtype=np.float32))
    loaded = served.load("elevation", tmp_path / "level.tif")
    assert loaded.state == "published", loaded.refusal
    client.app.state.editions.refresh(reread=True)  # type: ignore[attr-defined]
    for address in (f"xyz/10/{column}/{row}.png", f"10/{row}/{column}"):
        answer = client.get(f"{SHADES}/VN2000-5898/{address}")
        assert answer.status_code == 204 and not answer.content
    own = SHADES.replace("styles/hillshade/", "")
    assert (pixels(client.get(f"{own}/VN2000-5898/10/{row}/{column}"))[..., 3] == 255).all()


def test_ids_may_hold_commas_and_slashes(client: TestClient) -> None:
    odd = quote("QH, 1/500-1,2/3", safe="")
    assert client.get(f"/api/collections/plan_sheets/sheets/{odd}").status_code == 200
    column, row, _ = tile_of(E0 + 50, N0 - 450, 12)
    address = f"{SHEETS}/xyz/12/{column}/{row}.png"
    alone = client.get(f"{address}?sheets={odd}")
    assert np.array_equal(pixels(alone), pixels(client.get(address)))
    assert np.array_equal(pixels(client.get(f"{address}?sheets=QHC-to1,{odd}")), pixels(alone))
    box = {"bbox": f"{E0},{N0 - 500},{E0 + 140},{N0 - 400}", "width": "140", "height": "100"}
    box["bbox-crs"] = "http://www.opengis.net/def/crs/EPSG/0/5898"
    shown = pixels(client.get("/api/collections/plan_sheets/map", params=box | {"sheets": "QH, 1/500-1,2/3"}))
    assert (shown[..., 3] == 255).all()


def test_tiles_meet_where_sheets_meet(client: TestClient, served: RasterDesk, tmp_path: Path) -> None:
    """What gives the light of a tile's outermost pixels may lie in a sheet that the tile does not meet."""
    column, row, place = tile_of(E0 + 1800, N0 - 500, 10)
    seam, north, side = place.c, place.f, 256 * place.a
    for name, west in (("west", seam - side), ("east", seam)):
        x = west + np.arange(256) * place.a
        heights = np.broadcast_to((x - seam + side) / 2, (256, 256)).astype(np.float32)
        with rasterio.open(
            tmp_path / f"{name}.tif", "w", driver="GTiff", width=256, height=256, count=1, dtype="float32",
            crs="EPSG:5898", transform=from_origin(west, north, place.a, place.a),
        ) as out:  # fmt: skip
            out.write(heights, 1)
    loaded = served.load("elevation", tmp_path / "west.tif", tmp_path / "east.tif")
    assert loaded.state == "published", loaded.refusal
    client.app.state.editions.refresh(reread=True)  # type: ignore[attr-defined]
    shown = pixels(client.get(f"{SHADES}/VN2000-5898/xyz/10/{column}/{row}.png"))
    assert (shown[100, 0] == shown[100, 1]).all() and shown[100, 0, 3] > 0
