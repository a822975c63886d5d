"""Run as a program: brings a large height model to the provincial CRS and tells the peak of memory in megabytes.

``python tests/raster/measuring.py SIDE FOLDER``: the model has SIDE by SIDE float32 heights on WGS 84 and is
written in strips, so that it takes no memory either.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window

from sdi.crs import Reprojector
from sdi.model import read_project
from sdi.raster.cog import write_cog
from sdi.raster.plain import clip, place, plain
from sdi.raster.source import examine
from sdi.raster.warping import grid_for, warp

ROOT = Path(__file__).resolve().parents[2]


def large(path: Path, side: int, west: float = 108.72, north: float = 15.14, cell: float = 1e-5) -> Path:
    """A model of waves, tiled and deflated; made in strips."""
    random = np.random.default_rng(0)
    with rasterio.open(
        path, "w", driver="GTiff", width=side, height=side, count=1, dtype="float32", nodata=-9999, tiled=True,
        blockxsize=512, blockysize=512, compress="deflate", zlevel=1, BIGTIFF="YES", crs="EPSG:4326",
        transform=rasterio.Affine(cell, 0, west, 0, -cell, north),
    ) as out:  # fmt: skip
        across = np.sin(np.arange(side) / 900)
        for row in range(0, side, 512):
            rows = min(512, side - row)
            heights = 50 + 20 * across + np.cos((row + np.arange(rows)) / 700)[:, None]
            heights += np.round(random.normal(0, 0.05, (rows, 1)), 2)
            out.write(heights.astype("float32")[None], window=Window(0, row, side, rows))
    return path


def peak() -> float:
    """Megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(side: int, folder: Path) -> None:
    """Print the peak before and after."""
    project = read_project(ROOT)
    raster, province = project.layers["elevation"].raster, project.province
    assert raster is not None
    path = large(folder / "large.tif", side)
    before = peak()
    source = examine(path, raster)
    pixels, warped, done = folder / "plain.tif", folder / "warped.tif", folder / "done.tif"
    counted = plain(source, raster, pixels, lambda _: None)
    place(pixels, source.placed.transform, 4326)
    reproject = Reprojector(4326, province.crs, province.datum_operation)
    clip(pixels, lambda x, y: reproject.points(x, y)[0] < 600_000, counted)
    grid = grid_for(source.placed.transform, side, side, reproject, None, province.extent)
    assert grid is not None
    warp(pixels, warped, grid, province.crs, reproject.operation, raster.resampling, lambda _: None)
    write_cog(warped, done, elevation=True)
    print(f"{before:.0f} {peak():.0f} {path.stat().st_size / 2**20:.0f} {done.stat().st_size / 2**20:.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
