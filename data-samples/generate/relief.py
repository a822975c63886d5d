"""What the surveying office hands in: a model of the ground, as two sheets without a coordinate system.

Levels are those of :meth:`Ground.height`, with waters, banks and paddies sunk into them and what a flight misses: so
manholes, control points, the river and the model tell of one ground.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from rasterio.features import rasterize
from rasterio.transform import from_origin

from . import basemap
from .faults import Ledger
from .formats import fresh
from .ground import REACH, Floats
from .places import Province
from .town import Town

CELL = 5.0
"""Metres."""

ACCURACY = 0.07
"""Standard deviation of the model on open ground, metres."""

STEP = 1 / 64
"""Metres between the levels that are kept: sums of powers of two pack well, and a centimetre says too much."""

NODATA = -9999.0
SHEETS = ("tay", "dong")
WATER = 0.65  # level of the river where it leaves the model, metres
BANK = 0.3  # metres that its bank falls to the metre


def survey(out: Path, province: Province, town: Town, ledger: Ledger) -> None:
    """The model as GeoTIFF: a western and an eastern sheet that meet at a column."""
    levels, west, north = model(town, province.survey_crs)
    middle = levels.shape[1] * 9 // 20
    for name, part, left in (
        (SHEETS[0], levels[:, :middle], west),
        (SHEETS[1], levels[:, middle:], west + middle * CELL),
    ):
        file = f"so_nong_nghiep_moi_truong/DEM_{town.plan.wards[0].slug}_{name}.tif"
        with rasterio.open(
            fresh(out / file), "w", driver="GTiff", width=part.shape[1], height=part.shape[0], count=1,
            dtype="float32", nodata=NODATA, transform=from_origin(left, north, CELL, CELL),
            compress="deflate", predictor=3, zlevel=9, tiled=True,
        ) as sheet:  # fmt: skip
            sheet.write(part, 1)
        ledger.wrote(file, 1)


def model(town: Town, crs: int) -> tuple[NDArray[np.float32], float, float]:
    """Levels in metres above Hòn Dấu on a grid of a survey's CRS, with its western and northern edge.

    Cells outside the flown area hold :data:`NODATA`.
    """
    there = Transformer.from_crs(town.crs, crs, always_xy=True)

    def moved(shape: shapely.Polygon) -> shapely.Polygon:
        return shapely.transform(shape, lambda points: np.column_stack(there.transform(points[:, 0], points[:, 1])))

    flown = moved(_flown(town))
    west, south, east, north = (round(value / CELL) * CELL for value in flown.bounds)
    columns, rows = round((east - west) / CELL), round((north - south) / CELL)
    grid = from_origin(west, north, CELL, CELL)

    def cells(shapes: list[shapely.Polygon]) -> NDArray[np.int32]:
        """Number of the shape that each cell lies in, from 1; 0 outside."""
        numbered = [(moved(shape), k + 1) for k, shape in enumerate(shapes)]
        found = rasterize(numbered, out_shape=(rows, columns), transform=grid, dtype="int32")
        return np.asarray(found)

    inside = cells([_flown(town)]).ravel() > 0
    x, y = np.meshgrid(west + (np.arange(columns) + 0.5) * CELL, north - (np.arange(rows) + 0.5) * CELL)
    points = np.column_stack(there.transform(x.ravel()[inside], y.ravel()[inside], direction="INVERSE"))
    heights = town.ground.height(points)
    rng = town.rng("relief")
    paddies = _paddies(town)
    number = cells(paddies).ravel()[inside]
    heights -= np.concatenate([[0.0], rng.uniform(0.35, 0.75, len(paddies))])[number]
    waters = basemap.water_bodies(town)
    still = [shape for shape, kind in zip(waters.geometry, waters["loai"], strict=True) if kind != "Mặt nước sông"]
    number = cells(still).ravel()[inside]
    for k in range(len(still)):  # a pond is flat
        if (pond := number == k + 1).any():
            heights[pond] = heights[pond].min() - 1.1
    calm = number > 0
    heights[~calm] += ACCURACY * _waves(rng, points[~calm])
    heights = _carved(town, points, heights)
    levels = np.full(rows * columns, NODATA)
    levels[inside] = np.round(heights / STEP) * STEP
    return levels.reshape(rows, columns).astype(np.float32), west, north


def _flown(town: Town) -> shapely.Polygon:
    """What was flown: the town and some way around it, with the ragged edge of strips."""
    plan = town.plan
    west, east = -plan.west - 480, plan.east + 480
    south, north = -plan.south - 420, plan.river_width + 1.1 * plan.south
    strips = np.arange(west, east, 180.0)
    ragged = 45 * np.sin(np.arange(len(strips)) * 2.4)
    top = [(u, north + d) for a, d in zip(strips, ragged, strict=True) for u in (a, min(a + 180, east))]
    bottom = [(u, south + d) for a, d in zip(strips, ragged[::-1], strict=True) for u in (a, min(a + 180, east))]
    return shapely.Polygon(town.ground.map(*np.array([*top, *bottom[::-1]]).T))


def _paddies(town: Town) -> list[shapely.Polygon]:
    """Rice fields within their dikes."""
    table = town.register.table
    fields = table.loc[table["land_use"].isin(["LUC", "LUK", "LUA"]), "geometry"]
    return [p for p in fields.buffer(-2.5, join_style="mitre") if p.geom_type == "Polygon" and p.area > 4 * CELL**2]


def _waves(rng: np.random.Generator, points: Floats) -> Floats:
    """What a flight errs by: smooth over some 25 m, of standard deviation 1."""
    count = 24
    turn, phase = rng.uniform(0, 2 * np.pi, (2, count))
    pace = 2 * np.pi / rng.uniform(18, 60, count)
    along = points[:, :1] * np.cos(turn) + points[:, 1:] * np.sin(turn)
    return np.sqrt(2 / count) * np.sin(along * pace + phase).sum(axis=1)


def _carved(town: Town, points: Floats, heights: Floats) -> Floats:
    """Heights with the river and the stream in them: banks that fall to a surface that falls downstream.

    Streets cross the stream on embankments, which is where their manholes are.
    """
    ground = town.ground
    spots = shapely.points(points)
    river, stream = ground.river(REACH), ground.stream_line()
    axis = ground.river_axis(REACH)
    shapely.prepare(river)
    wet = shapely.contains(river, spots)
    surface = WATER + 1e-4 * (axis.length - shapely.line_locate_point(axis, spots[wet]))
    heights[wet] = np.maximum(surface, heights[wet] - BANK * shapely.distance(spots[wet], river.exterior))
    beside = ~wet & shapely.dwithin(spots, stream, 14.0)
    streets = shapely.union_all([s.line for s in town.network.stretches]).buffer(2 * CELL)
    shapely.prepare(streets)
    beside[beside] = ~shapely.contains(streets, spots[beside])
    heights[beside] -= 1.9 * np.clip((14.0 - shapely.distance(spots[beside], stream)) / 8.0, 0, 1)
    return heights
