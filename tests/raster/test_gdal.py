"""GDAL's own programs read what we serve: sheets where they lie, coverages, and tiles made by the same operation."""

from __future__ import annotations

import io
import json
import os
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import rasterio
from PIL import Image
from process_kit import free_port, serving
from raster_kit import E0, N0, OPERATION, slope

from sdi.crs import Reprojector
from sdi.db.roles import sync_roles
from sdi.raster.coloring import ramped
from sdi.serve.app import create_app
from sdi.serve.tiles.grids import grids

from .conftest import RasterDesk
from .test_serving import tile_in_the_middle

pytestmark = pytest.mark.clients

ONE = "/api/collections/elevation"


@contextmanager
def serving_desk(served: RasterDesk) -> Iterator[str]:
    """A real server; its address."""
    sync_roles(served.connection, served.settings)
    port = free_port()
    settings = served.settings.model_copy(update={"port": port})
    with serving(create_app(settings, served.url), port) as address:
        yield address


@pytest.fixture(scope="module")
def base(served: RasterDesk) -> Iterator[str]:
    """Address of a real server."""
    with serving_desk(served) as address:
        yield address


def _run(*command: object) -> str:
    environment = os.environ | {"GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR", "no_proxy": "127.0.0.1"}
    done = subprocess.run([*map(str, command)], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_sheet_is_read_over_http_without_being_downloaded(base: str) -> None:
    place = f"/vsicurl/{base}{ONE}/sheets/tay"
    told = json.loads(_run("gdalinfo", "-json", place))
    assert told["metadata"]["IMAGE_STRUCTURE"]["LAYOUT"] == "COG" and told["size"] == [150, 120]
    east, north = E0 + 345.0, N0 - 675.0
    found = float(_run("gdallocationinfo", "-valonly", "-geoloc", place, east, north))
    assert found == pytest.approx(float(slope(np.array(east), np.array(north))), abs=1e-4)


def test_a_coverage_is_what_gdal_translate_cuts(base: str, served: RasterDesk, tmp_path: Path) -> None:
    ours = tmp_path / "ours.tif"
    subset = f"E({E0 + 100}:{E0 + 600}),N({N0 - 700}:{N0 - 200})".replace(":", "%3A")
    with urllib.request.urlopen(f"{base}{ONE}/coverage?subset={subset}") as answer:
        ours.write_bytes(answer.read())
    theirs = tmp_path / "theirs.tif"
    window = (E0 + 100, N0 - 200, E0 + 600, N0 - 700)
    _run("gdal_translate", "-q", "-projwin", *window, f"/vsicurl/{base}{ONE}/sheets/tay", theirs)
    with rasterio.open(ours) as one, rasterio.open(theirs) as other:
        assert one.transform == other.transform
        np.testing.assert_array_equal(one.read(), other.read())


@pytest.mark.parametrize(("name", "level"), [("WebMercatorQuad", 15), ("VN2000-5898", 10)])
def test_a_tile_is_what_gdalwarp_makes_by_the_same_operation(
    base: str, served: RasterDesk, tmp_path: Path, name: str, level: int
) -> None:
    grid = grids(served.project.province)[name]
    row, col, box = tile_in_the_middle(grid, level)
    with urllib.request.urlopen(f"{base}{ONE}/map/tiles/{name}/{level}/{row}/{col}") as answer:
        colors = np.moveaxis(np.array(Image.open(io.BytesIO(answer.read())).convert("RGBA")), -1, 0)
    target = tmp_path / "tile.tif"
    operation = Reprojector(5898, grid.epsg, OPERATION).operation.pipeline
    plus = " ".join(word if word == "inv" else f"+{word}" for word in operation.split())
    _run(
        "gdalwarp", "-q", "-t_srs", f"EPSG:{grid.epsg}", "-te", *box, "-ts", 256, 256, "-r", "bilinear",
        *(["-ct", plus] if grid.epsg != 5898 else []),
        *(f"/vsicurl/{base}{ONE}/sheets/{sheet}" for sheet in ("dong", "tay")), target,
    )  # fmt: skip
    raster = served.project.layers["elevation"].raster
    assert raster is not None
    with rasterio.open(target) as made:
        wanted = ramped(made.read(1), raster.ramp)
    known = (colors[3] > 0) & (wanted[3] > 0)
    assert ((colors[3] > 0) != (wanted[3] > 0)).mean() < 0.01
    assert np.abs(colors[:3, known].astype(int) - wanted[:3, known]).max() <= 2
