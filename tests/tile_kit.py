"""Tiles as GDAL reads them, and what they should show as GEOS and PROJ see it."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import shapely

from sdi.crs.operations import Reprojector
from sdi.serve.tiles.grids import Grid

EXTENT = 4096


def decode(body: bytes, folder: Path) -> dict[str, geopandas.GeoDataFrame]:
    """Layers of a tile, in units of the tile with y upwards, the margin included; ``mvt_id`` is the index."""
    if not body:
        return {}
    path = folder / "0.mvt"
    path.write_bytes(body)
    names = [str(name) for name, _ in pyogrio.list_layers(path)]
    # GDAL marks every layer as multi-part and cuts tiles at their edge, unless told otherwise
    return {name: pyogrio.read_dataframe(path, layer=name, CLIP="NO").set_index("mvt_id") for name in names}


def in_units(geometries: np.ndarray, grid: Grid, level: int, row: int, col: int) -> np.ndarray:
    """Geometries of EPSG:5898 in units of a tile, y upwards, unrounded, by pyproj's pinned operation."""
    moved = Reprojector(5898, grid.epsg, "EPSG:6960").geometries(np.asarray(geometries, dtype=object))
    x, y = grid.corner(level, row, col)
    scale = EXTENT / grid.side(level)

    def to_units(points: np.ndarray) -> np.ndarray:
        return np.column_stack([(points[:, 0] - x) * scale, (points[:, 1] - y) * scale + EXTENT])

    return shapely.transform(moved, to_units)


def tile_square(margin: float = 0.0) -> shapely.Polygon:
    """A tile in its units."""
    return shapely.box(-margin, -margin, EXTENT + margin, EXTENT + margin)
