"""Coverages, maps, map tiles and sheets over HTTP, against GDAL reading the same files."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from openapi_spec_validator import validate
from PIL import Image
from raster_kit import E0, N0, OPERATION, checkered, model, slope
from rasterio.io import MemoryFile
from rasterio.transform import from_origin
from starlette.testclient import TestClient

from sdi.crs import Reprojector
from sdi.model import Project
from sdi.model.raster import NODATA
from sdi.raster.coloring import ramped
from sdi.serve.tiles.grids import grids

from .conftest import RasterDesk

ONE = "/api/collections/elevation"
SIZE = 10.0
COLUMNS, ROWS = 150, 120


def _tiff(response: Any) -> tuple[np.ndarray, Any, Any]:
    assert response.status_code == 200, response.text
    with MemoryFile(response.content) as memory, memory.open() as dataset:
        return dataset.read(), dataset.transform, dataset.crs


def test_a_coverage_is_the_stored_pixels(client: TestClient, served: RasterDesk) -> None:
    response = client.get(f"{ONE}/coverage")
    pixels, transform, crs = _tiff(response)
    assert response.headers["content-type"] == "image/tiff; application=geotiff"
    assert crs.to_epsg() == 5898 and transform == from_origin(E0, N0, SIZE, SIZE)
    rows, columns = np.indices((ROWS, 200))
    wanted = slope(E0 + (columns + 0.5) * SIZE, N0 - (rows + 0.5) * SIZE).astype("float32")
    np.testing.assert_array_equal(pixels[0], wanted)


@pytest.mark.parametrize(
    "query",
    [
        {"bbox": f"{E0 + 101},{N0 - 305},{E0 + 203},{N0 - 198}",
         "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/5898"},
        {"subset": f"E({E0 + 101}:{E0 + 203}),N({N0 - 305}:{N0 - 198})"},
        {
            "subset": f"N({N0 - 305}:{N0 - 198}),E({E0 + 101}:{E0 + 203})",
            "subset-crs": "http://www.opengis.net/def/crs/EPSG/0/5898",
        },
    ],
)  # fmt: skip
def test_a_part_is_the_pixels_that_it_meets(client: TestClient, query: dict[str, str]) -> None:
    pixels, transform, _ = _tiff(client.get(f"{ONE}/coverage", params=query))
    assert (transform.c, transform.f) == (E0 + 100, N0 - 190) and pixels.shape == (1, 12, 11)
    np.testing.assert_allclose(pixels[0, 0, 0], slope(np.array(E0 + 105), np.array(N0 - 195)))


def test_forms_and_scales(client: TestClient) -> None:
    cog = client.get(f"{ONE}/coverage", params={"f": "COG", "scale-factor": "2"})
    pixels, transform, _ = _tiff(cog)
    assert pixels.shape == (1, 60, 100) and transform.a == 20
    told = client.get(f"{ONE}/coverage", params={"f": "json", "scale-size": "E(20),N(12)"}).json()
    assert told["domain"]["axes"]["x"] == {"start": E0 + 50, "stop": E0 + 1950, "num": 20}
    values = np.array(told["ranges"]["height"]["values"], dtype=float).reshape(12, 20)
    x, y = np.meshgrid(E0 + 50 + np.arange(20) * 100.0, N0 - 50 - np.arange(12) * 100.0)
    np.testing.assert_allclose(values[1:-1, 1:-1], slope(x, y)[1:-1, 1:-1], atol=0.1)
    image = Image.open(io.BytesIO(client.get(f"{ONE}/coverage", params={"f": "png"}).content))
    assert image.size == (200, 120)
    schema = client.get(f"{ONE}/coverage/schema").json()
    assert schema["properties"]["height"]["x-ogc-unit"] == "m"


def test_another_crs_is_reached_by_the_pinned_operation(client: TestClient) -> None:
    uri = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    pixels, transform, crs = _tiff(client.get(f"{ONE}/coverage", params={"crs": uri}))
    assert crs.to_epsg() == 4326
    rows, columns = np.nonzero(pixels[0] != NODATA)
    lon, lat = transform @ (columns + 0.5, rows + 0.5)
    east, north = Reprojector(4326, 5898, OPERATION).points(np.asarray(lon), np.asarray(lat))
    inner = (east > E0 + 30) & (east < E0 + 1970) & (north < N0 - 30) & (north > N0 - 1170)
    off = pixels[0][rows, columns] - slope(east, north)
    seam = np.abs(east - (E0 + COLUMNS * SIZE)) < 1.5 * SIZE  # there each sheet knows one side only
    assert np.abs(off[inner & ~seam]).max() < SIZE / 100 / 20
    assert np.abs(off[inner]).max() < SIZE / 100 / 2


def test_limits_are_told(client: TestClient) -> None:
    for query, status in (
        ({"scale-size": "E(9000),N(9000)"}, 400), ({"scale-factor": "0"}, 400), ({"scale-factor": "x"}, 400),
        ({"f": "json", "scale-size": "E(900),N(900)"}, 400), ({"bbox": "1,2,3"}, 400), ({"subset": "Z(1:2)"}, 400),
        ({"subset": "E(1:2)"}, 400), ({"bbox": "100,10,101,11"}, 404), ({"crs": "EPSG:9"}, 400), ({"x": "1"}, 400),
        ({"f": "gif"}, 400), ({"subset-crs": "http://www.opengis.net/def/crs/EPSG/0/5898"}, 400),
        ({"subset": "E(1:2),N(3:4)", "subset-crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}, 400),
        ({"as-of": "2001-01-01"}, 404), ({"as-of": "x"}, 400), ({"as-of": "9999-12-31"}, 404),
        ({"as-of": (date.today() + timedelta(days=2)).isoformat()}, 404),
        ({"scale-factor": "2", "scale-size": "E(2),N(2)"}, 400), ({"bbox": "nan,1,2,3"}, 400),
    ):  # fmt: skip
        response = client.get(f"{ONE}/coverage", params=query)
        assert response.status_code == status, (query, response.text)
        assert response.headers["content-type"] == "application/problem+json"
    assert client.get("/api/collections/administrative_units/coverage").status_code == 404


def test_the_height_at_a_place(client: TestClient) -> None:
    east, north = E0 + 333.0, N0 - 444.0
    lon, lat = Reprojector(5898, 4326, OPERATION).points(np.array([east]), np.array([north]))
    told = client.get(f"{ONE}/position", params={"coords": f"POINT({lon[0]} {lat[0]})"}).json()
    assert told["ranges"]["height"]["values"] == [pytest.approx(slope(np.array(east), np.array(north)), abs=2e-3)]
    away = client.get(f"{ONE}/position", params={"coords": "POINT(108.1 15.0)"}).json()
    assert away["ranges"]["height"]["values"] == [None]
    own = client.get(
        f"{ONE}/position",
        params={"coords": f"POINT({east} {north})", "crs": "http://www.opengis.net/def/crs/EPSG/0/5898"},
    )
    assert own.json()["ranges"]["height"]["values"] == told["ranges"]["height"]["values"]
    assert client.get(f"{ONE}/position", params={"coords": "LINE"}).status_code == 400


def tile_in_the_middle(grid: Any, level: int) -> tuple[int, int, tuple[float, float, float, float]]:
    """The tile in the middle of the model."""
    move = Reprojector(5898, grid.epsg, OPERATION)
    x, y = move.points(np.array([E0 + 700.0]), np.array([N0 - 500.0]))
    side = grid.side(level)
    row, col = int((grid.origin[1] - y[0]) // side), int((x[0] - grid.origin[0]) // side)
    return row, col, grid.box(level, row, col)


@pytest.mark.parametrize(("name", "level"), [("WebMercatorQuad", 15), ("VN2000-5898", 10)])
def test_a_tile_is_the_surface_by_proj(client: TestClient, served: RasterDesk, name: str, level: int) -> None:
    """Every pixel has the colour of the height that the slope has at its middle, carried there by pyproj."""
    grid = grids(served.project.province)[name]
    row, col, box = tile_in_the_middle(grid, level)
    response = client.get(f"{ONE}/map/tiles/{name}/{level}/{row}/{col}")
    assert response.status_code == 200 and response.headers["content-type"] == "image/png"
    colors = np.moveaxis(np.array(Image.open(io.BytesIO(response.content)).convert("RGBA")), -1, 0)
    at = (np.arange(256) + 0.5) * (box[2] - box[0]) / 256
    x, y = np.meshgrid(box[0] + at, box[3] - at)
    east, north = Reprojector(grid.epsg, 5898, OPERATION).points(x, y) if grid.epsg != 5898 else (x, y)
    raster = served.project.layers["elevation"].raster
    assert raster is not None
    wanted = ramped(slope(east, north), raster.ramp)
    inner = (east > E0 + 10) & (east < E0 + 1990) & (north < N0 - 10) & (north > N0 - 1190)
    outer = (east < E0 - 1) | (east > E0 + 2001) | (north > N0 + 1) | (north < N0 - 1201)
    seam = np.abs(east - (E0 + COLUMNS * SIZE)) < 1.5 * SIZE
    assert (colors[3][inner] == 255).all() and (colors[3][outer] == 0).all() and inner.mean() > 0.3
    assert np.abs(colors[:3, inner & ~seam].astype(int) - wanted[:3, inner & ~seam]).max() <= 1


def test_the_world_and_the_lowest_level_are_no_trouble(client: TestClient, raster_project: Project) -> None:
    crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    world = {"bbox": "-180,-90,180,90", "crs": crs84, "width": "256"}
    assert client.get(f"{ONE}/map", params=world).status_code == 200
    far = {"bbox": "1e300,1e300,2e300,2e300", "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/5898"}
    assert client.get(f"{ONE}/map", params=far).status_code in (200, 400)
    assert client.get(f"{ONE}/coverage", params=far).status_code == 404
    today = datetime.now(raster_project.province.zone).date().isoformat()
    for grid in ("WebMercatorQuad", "VN2000-5898"):
        lowest = client.get(f"{ONE}/map/tiles/{grid}").json()["tileMatrixSetLimits"][0]
        address = "/".join(str(lowest[part]) for part in ("tileMatrix", "minTileRow", "minTileCol"))
        assert client.get(f"{ONE}/map/tiles/{grid}/{address}", params={"as-of": today}).status_code in (200, 204)
        # below it every pixel of a province would be read for one tile
        assert client.get(f"{ONE}/map/tiles/{grid}/0/0/0", params={"as-of": today}).status_code == 404
        assert client.get(f"{ONE}/map/tiles/{grid}/xyz/0/0/0.png", params={"as-of": today}).status_code == 204
    for text in ("POINT(1e300 1e300)", "POINT(0 90)", "POINT(-72 -15)"):
        response = client.get(f"{ONE}/position", params={"coords": text})
        assert response.json()["ranges"]["height"]["values"] == [None]


def test_tiles_are_kept_and_told(client: TestClient, served: RasterDesk) -> None:
    grid = grids(served.project.province)["VN2000-5898"]
    row, col, _ = tile_in_the_middle(grid, 10)
    path = f"{ONE}/map/tiles/VN2000-5898/10/{row}/{col}"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    webp = client.get(path, params={"f": "webp"})
    same = np.array(Image.open(io.BytesIO(webp.content)).convert("RGBA"))
    np.testing.assert_array_equal(same, np.array(Image.open(io.BytesIO(first.content)).convert("RGBA")))
    xyz = client.get(f"{ONE}/map/tiles/VN2000-5898/xyz/10/{col}/{row}.png")
    assert xyz.content == first.content
    assert client.get(f"{ONE}/map/tiles/VN2000-5898/xyz/10/0/0.png").status_code == 204
    assert client.get(f"{ONE}/map/tiles/VN2000-5898/10/0/0").status_code == 404
    assert client.get(f"{ONE}/map/tiles/Nowhere/10/0/0").status_code == 404
    described = client.get(f"{ONE}/map/tiles/VN2000-5898").json()
    limits = next(one for one in described["tileMatrixSetLimits"] if one["tileMatrix"] == "10")
    assert limits["minTileRow"] <= row <= limits["maxTileRow"]
    assert client.get(f"{ONE}/map/tiles/VN2000-5898", params={"f": "tilejson"}).json()["tiles"][0].endswith(".png")
    for page in ("map/tiles", "map/tiles/WebMercatorQuad"):
        assert client.get(f"{ONE}/{page}", headers={"Accept": "text/html"}).status_code == 200


def test_a_map_is_the_box_that_is_asked_for(client: TestClient) -> None:
    uri = "http://www.opengis.net/def/crs/EPSG/0/5898"
    query = {"bbox": f"{E0},{N0 - 100},{E0 + 140},{N0}", "bbox-crs": uri, "width": "140", "height": "100"}
    response = client.get("/api/collections/plan_sheets/map", params=query)
    shown = np.moveaxis(np.array(Image.open(io.BytesIO(response.content)).convert("RGB")), -1, 0)
    np.testing.assert_array_equal(shown, checkered())
    assert (
        client.get("/api/collections/plan_sheets/map", params=query | {"width": "30000", "height": "30000"}).status_code
        == 400
    )
    strip = query | {"width": "16384", "height": "1"}
    assert client.get("/api/collections/plan_sheets/map", params=strip).status_code == 200
    long = client.get("/api/collections/plan_sheets/map", params=strip | {"f": "webp"})
    assert long.status_code == 400 and "16.383" in long.json()["detail"]


@pytest.mark.parametrize("address", ["map?f=PNG", "map?f=WebP", "map/legend?f=SVG"])
def test_a_form_goes_by_one_name(client: TestClient, address: str) -> None:
    """Else a picture would be labelled as another, or a drawing asked for come as a document."""
    assert client.get(f"{ONE}/{address}").status_code == 400


def test_legends(client: TestClient) -> None:
    told = client.get(f"{ONE}/map/legend").json()
    assert told["stops"][0]["value"] == 2700 and told["unit"] == "m"
    drawn = client.get(f"{ONE}/map/legend", params={"f": "svg"})
    assert drawn.headers["content-type"].startswith("image/svg+xml") and "2.700 m" in drawn.text
    assert client.get("/api/collections/plan_sheets/map/legend").json()["stops"] == []


def test_a_sheet_is_read_where_it_lies(client: TestClient, served: RasterDesk) -> None:
    collection = client.get(ONE).json()
    files = {
        link["title"]: link["href"]
        for link in collection["links"]
        if link["rel"] == "enclosure" and "/sheets/" in link["href"]
    }
    assert len(files) == 2
    response = client.get(f"{ONE}/sheets/tay")
    assert response.headers["accept-ranges"] == "bytes" and "content-encoding" not in response.headers
    part = client.get(f"{ONE}/sheets/tay", headers={"Range": "bytes=0-99"})
    assert part.status_code == 206 and part.content == response.content[:100]
    same = client.get(f"{ONE}/sheets/tay", headers={"If-None-Match": response.headers["etag"]})
    assert same.status_code == 304
    assert client.get(f"{ONE}/sheets/no").status_code == 404


@pytest.mark.parametrize("address", ["coverage", "coverage?scale-factor=2", "map", "sheets/dong"])
def test_a_file_that_is_away_is_told(client: TestClient, served: RasterDesk, address: str) -> None:
    folder = served.settings.state_dir / "rasters"
    away = folder.rename(folder.with_name("rasters.away"))
    try:
        response = client.get(f"{ONE}/{address}")
        assert response.status_code == 503, response.text
        assert response.headers["content-type"] == "application/problem+json"
    finally:
        away.rename(folder)


def test_what_is_told_of_rasters_is_true(client: TestClient) -> None:
    document = client.get("/api/openapi", headers={"Accept": "application/json"}).json()
    validate(document)
    assert "/collections/{collectionId}/coverage" in document["paths"]
    classes = client.get("/api/conformance", headers={"Accept": "application/json"}).json()["conformsTo"]
    assert "http://www.opengis.net/spec/ogcapi-coverages-1/1.0/conf/core" in classes
    for page in (ONE, f"{ONE}/items", f"{ONE}/schema", "/api/collections"):
        assert client.get(page, headers={"Accept": "text/html"}).status_code == 200
    rels = {link["rel"] for link in client.get(ONE).json()["links"]}
    assert {"http://www.opengis.net/def/rel/ogc/1.0/coverage", "http://www.opengis.net/def/rel/ogc/1.0/map"} <= rels
    assert client.get(f"{ONE}/items", headers={"Accept": "application/json"}).json()["numberMatched"] == 2


def test_a_new_sheet_is_shown_without_a_restart_and_a_rollback_as_well(
    client: TestClient, served: RasterDesk, tmp_path: Path
) -> None:
    from sdi.publish.publication import rollback

    east, north = E0 + 505.0, N0 - 505.0
    place = {"coords": f"POINT({east} {north})", "crs": "http://www.opengis.net/def/crs/EPSG/0/5898"}
    before = client.get(f"{ONE}/position", params=place).json()["ranges"]["height"]["values"]
    finer = model(tmp_path / "mo.tif", from_origin(E0 + 500, N0 - 500, 1, 1), (20, 20))
    with rasterio.open(finer, "r+") as dataset:
        dataset.write(np.full((1, 20, 20), 77, dtype="float32"))
    assert served.load("elevation", finer).state == "published"
    client.app.state.editions.refresh(reread=True)  # type: ignore[attr-defined]
    assert client.get(f"{ONE}/position", params=place).json()["ranges"]["height"]["values"] == [77.0]
    rollback(served.connection, served.project, "elevation", "test")
    client.app.state.editions.refresh(reread=True)  # type: ignore[attr-defined]
    assert client.get(f"{ONE}/position", params=place).json()["ranges"]["height"]["values"] == before
