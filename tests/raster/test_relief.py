"""How an area lies, and light on a surface, against GDAL's own slopes and shades."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine

from sdi.raster.reading import Piece
from sdi.raster.relief import Lie, hillshade, lie_of, slope

CELL = 5.0
WEST, NORTH = 584_000.0, 1_673_000.0


def surface(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return 20 + 0.03 * (x - WEST) - 0.02 * (y - NORTH) + 4 * np.sin(x / 60) * np.cos(y / 45)


def sheet(
    path: Path, column: int, row: int, width: int, height: int, hole: tuple[int, int] | None = None, down: float = 0.0
) -> Path:
    """A sheet of the surface whose first cell is that column and row of the common grid, or lies so far below it."""
    x = WEST + (column + np.arange(width) + 0.5) * CELL
    y = NORTH - down - (row + np.arange(height) + 0.5) * CELL
    levels = surface(*np.meshgrid(x, y)).astype(np.float32)
    if hole:
        levels[hole] = -9999
    place = Affine(CELL, 0, WEST + column * CELL, 0, -CELL, NORTH - down - row * CELL)
    with rasterio.open(
        path, "w", driver="GTiff", width=width, height=height, count=1, dtype="float32", nodata=-9999,
        crs="EPSG:5898", transform=place,
    ) as written:  # fmt: skip
        written.write(levels, 1)
    return path


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sheet(tmp_path_factory.mktemp("relief") / "whole.tif", 0, 0, 120, 90)


@pytest.fixture(scope="module")
def halves(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("halves")
    return [sheet(folder / "west.tif", 0, 0, 53, 90), sheet(folder / "east.tif", 53, 0, 67, 90)]


def read(path: Path) -> np.ndarray:
    with rasterio.open(path) as found:
        return np.asarray(found.read(1, masked=True).astype(float).filled(np.nan))


def lie(paths: list[Path], area: shapely.Geometry) -> Lie | None:
    sheets = []
    for path in paths:
        with rasterio.open(path) as opened:
            sheets.append(Piece(path, tuple(opened.bounds)))
    return lie_of(sheets, area, 5898)


def gdaldem(kind: str, source: Path, target: Path, *options: str) -> np.ndarray:
    subprocess.run(["gdaldem", kind, "-q", *options, str(source), str(target)], check=True)
    return read(target)


def test_sheets_that_meet_are_one_model(whole: Path, halves: list[Path]) -> None:
    """Also for slopes, whose cells have neighbours in the other sheet."""
    seam = WEST + 53 * CELL
    area = shapely.Point(seam, NORTH - 210).buffer(30)
    assert lie(halves, area) == lie([whole], area) is not None
    assert lie(halves[::-1], area) == lie([whole], area)


def test_sheets_with_lines_of_their_own_are_one_model_too(tmp_path: Path, whole: Path) -> None:
    """The eastern half begins half a cell further south: its heights are taken between its cells."""
    west = sheet(tmp_path / "west.tif", 0, 0, 53, 90)
    shifted = sheet(tmp_path / "shifted.tif", 53, 0, 67, 89, down=CELL / 2)
    area = shapely.box(WEST + 200, NORTH - 260, WEST + 330, NORTH - 180)
    found, expected = lie([shifted, west], area), lie([whole], area)
    assert found is not None and expected is not None and found.known == 1
    assert found.mean == pytest.approx(expected.mean, abs=0.02) and found.slope == pytest.approx(
        expected.slope, abs=0.1
    )
    assert found != expected


def test_blocks_of_a_file_meet(tmp_path: Path) -> None:
    """An area over the corner of four blocks of 512 cells is that of the formula."""
    path = sheet(tmp_path / "large.tif", 0, 0, 700, 700)
    corner = shapely.box(WEST + 510 * CELL, NORTH - 514 * CELL, WEST + 514 * CELL, NORTH - 510 * CELL)
    found = lie([path], corner)
    heights = read(path)[510:514, 510:514]
    assert found is not None and found.known == 1
    assert (found.lowest, found.highest) == (heights.min(), heights.max())
    assert found.mean == pytest.approx(heights.mean())


def test_nothing_is_known_beside_a_hole_and_outside(tmp_path: Path) -> None:
    path = sheet(tmp_path / "holed.tif", 0, 0, 20, 20, hole=(10, 10))
    hole = shapely.box(WEST + 50, NORTH - 55, WEST + 55, NORTH - 50)
    assert lie([path], hole) is None
    around = lie([path], hole.buffer(5, join_style="mitre"))
    assert around is not None and around.known == pytest.approx(8 / 9) and around.slope is None
    assert lie([path], shapely.Point(WEST - 900, NORTH).buffer(9)) is None
    assert lie([], hole) is None


def test_an_area_is_told_by_the_cells_and_how_much_of_it_lies_in_each(whole: Path, tmp_path: Path) -> None:
    area = shapely.Polygon([(120.3, -80.2), (161.7, -88.9), (150.2, -131.4), (118.8, -121.1)])
    area = shapely.transform(area, lambda p: p + (WEST, NORTH))
    found = lie([whole], area)
    assert found is not None and found.cell == CELL and found.known == 1
    # Oracle: a thousand times finer cells, each with the height and the slope of the cell that it lies in
    heights = read(whole)
    slopes = gdaldem("slope", whole, tmp_path / "slope.tif", "-p")
    x, y = np.meshgrid(np.arange(110, 170, 0.1) + 0.05, np.arange(70, 140, 0.1) + 0.05)
    inside = shapely.contains_xy(area, WEST + x, NORTH - y)
    cells = (y[inside] // CELL).astype(int), (x[inside] // CELL).astype(int)
    assert found.mean == pytest.approx(heights[cells].mean(), abs=2e-3)
    assert (found.lowest, found.highest) == (heights[cells].min(), heights[cells].max())
    assert found.slope == pytest.approx(slopes[cells].mean(), abs=5e-3)
    assert found.steepest == pytest.approx(slopes[cells].max(), abs=1e-3)


def test_a_parcel_smaller_than_a_cell_and_one_half_outside(whole: Path) -> None:
    small = shapely.box(WEST + 101, NORTH - 104, WEST + 103, NORTH - 102)
    found = lie([whole], small)
    assert found is not None and found.lowest == found.highest == found.mean == read(whole)[20, 20]
    edge = shapely.box(WEST - 20, NORTH - 120, WEST + 20, NORTH - 100)
    half = lie([whole], edge)
    assert half is not None and half.known == pytest.approx(0.5)
    assert half.slope is not None  # of the cells that have neighbours


def test_a_large_area_is_told_by_fewer_cells(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    area = shapely.Point(WEST + 300, NORTH - 220).buffer(190)
    every = lie([whole], area)
    monkeypatch.setattr("sdi.raster.relief.CELLS", 600)
    some = lie([whole], area)
    assert every is not None and some is not None
    assert every.cell == CELL < some.cell and some.mean == pytest.approx(every.mean, abs=0.05)


@pytest.mark.parametrize("options", [{}, {"azimuth": 30, "altitude": 60, "factor": 4}])
def test_slope_and_light_are_those_of_gdal(whole: Path, tmp_path: Path, options: dict[str, float]) -> None:
    heights = read(whole)
    assert slope(heights, CELL) == pytest.approx(
        gdaldem("slope", whole, tmp_path / "s.tif", "-p")[1:-1, 1:-1], abs=1e-3
    )
    names = {"azimuth": "-az", "altitude": "-alt", "factor": "-z"}
    told = [text for name, value in options.items() for text in (names[name], str(value))]
    light = gdaldem("hillshade", whole, tmp_path / "h.tif", *told)[1:-1, 1:-1]
    assert np.abs(1 + 254 * hillshade(heights, CELL, **options) - light).max() < 0.51
