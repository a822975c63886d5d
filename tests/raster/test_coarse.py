"""Grids coarser than the pixels of a file are read from its overviews, others never."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
from affine import Affine
from raster_kit import E0, N0, OPERATION
from rasterio.enums import Resampling

from sdi.crs import Reprojector
from sdi.raster.reading import Piece, Target, read

SIDE, CELL = 1024, 10.0
BOX = (E0, N0 - SIDE * CELL, E0 + SIDE * CELL, N0)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Piece:
    """A file whose every value tells from which pixels it comes: 1 the full ones, 2, 4 and 8 the overviews."""
    path = tmp_path_factory.mktemp("coarse") / "told.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=SIDE, height=SIDE, count=1, dtype="float32", nodata=-9999, tiled=True,
        crs="EPSG:5898", transform=Affine(CELL, 0, E0, 0, -CELL, N0),
    ) as written:  # fmt: skip
        written.write(np.full((1, SIDE, SIDE), 1, dtype="float32"))
    for factor in (2, 4, 8):
        with rasterio.open(path, "r+") as dataset:
            dataset.write(np.full((1, SIDE, SIDE), factor, dtype="float32"))
            dataset.build_overviews([factor], Resampling.nearest)
    with rasterio.open(path, "r+") as dataset:
        dataset.write(np.full((1, SIDE, SIDE), 1, dtype="float32"))
    return Piece(path, BOX)


@pytest.mark.parametrize(
    ("pixels", "factor"), [(2048, 1), (1024, 1), (513, 1), (512, 2), (257, 2), (256, 4), (129, 4), (128, 8), (16, 8)]
)
def test_the_coarsest_overview_that_is_fine_enough_is_read(told: Piece, pixels: int, factor: int) -> None:
    (found,) = read([told], Target(5898, BOX, pixels, pixels), 5898, None, "bilinear")
    assert (found == factor).all()


def test_a_grid_that_is_coarse_one_way_only_is_read_finely(told: Piece) -> None:
    (found,) = read([told], Target(5898, BOX, 16, 1024), 5898, None, "bilinear")
    assert (found == 1).all()


@pytest.mark.parametrize(("cell", "factor"), [(15, 1), (25, 2), (50, 4), (300, 8)])
def test_in_another_crs_as_well(told: Piece, cell: float, factor: int) -> None:
    """Mercator's metres are 1.035 of those on the ground here."""
    x, y = Reprojector(5898, 3857, OPERATION).points(np.array([E0 + 5000]), np.array([N0 - 5000]))
    box = (float(x[0]) - 8 * cell, float(y[0]) - 8 * cell, float(x[0]) + 8 * cell, float(y[0]) + 8 * cell)
    (found,) = read([told], Target(3857, box, 16, 16), 5898, OPERATION, "bilinear")
    assert (found == factor).all()
