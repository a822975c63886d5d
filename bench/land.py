"""Generated land: parcels like a town's grid, zones with winding boundaries, the same at every run.

A land is a grid of cells whose sides are drawn once and shared by the two cells beside them. A side winds within a
narrow cone around the straight line between its corners, so that no two sides cross and every cell is valid.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

CORNER = (584_000.0, 1_673_000.0)
"""South-west corner of all land, in EPSG:5898."""
PLOT = 16.0
"""Side of a parcel, m."""

Floats = NDArray[np.float64]
Geoms = NDArray[np.object_]


@dataclass(frozen=True)
class Grid:
    """A grid of cells.

    Attributes:
        columns: Cells from west to east.
        rows: Cells from south to north.
        width: Of all, m.
        height: Of all, m.
        segments: Of a side; a cell has four times as many vertices.
        winding: How far a side leaves the straight line, m.
        seed: Of all randomness.
        corner: South-west corner.
    """

    columns: int
    rows: int
    width: float
    height: float
    segments: int
    winding: float
    seed: int
    corner: tuple[float, float] = CORNER

    def cells(self) -> Geoms:
        """Polygons, shape (columns * rows,), row by row from the south-west."""
        random = np.random.default_rng(self.seed)
        dx, dy = self.width / self.columns, self.height / self.rows
        x, y = np.meshgrid(np.arange(self.columns + 1) * dx, np.arange(self.rows + 1) * dy)
        nodes = np.stack([x, y], axis=-1)
        inner = nodes[1:-1, 1:-1]
        inner += random.uniform(-0.08, 0.08, inner.shape) * (dx, dy)
        nodes += self.corner
        flat = self._sides(random, nodes[:, :-1], nodes[:, 1:], border=(0, -1))
        upright = self._sides(random, nodes[:-1].swapaxes(0, 1), nodes[1:].swapaxes(0, 1), border=(0, -1)).swapaxes(
            0, 1
        )
        south, north = flat[:-1, :, :-1], flat[1:, :, :0:-1]
        west, east = upright[:, :-1, :0:-1], upright[:, 1:, :-1]
        ring = np.concatenate([south, east, north, west, south[:, :, :1]], axis=2)
        return np.asarray(shapely.polygons(ring.reshape(-1, 4 * self.segments + 1, 2)), dtype=object)

    def _sides(self, random: np.random.Generator, begin: Floats, end: Floats, border: tuple[int, ...]) -> Floats:
        """Lines from ``begin`` to ``end``, shape (lines, sides, 2) → (lines, sides, segments + 1, 2)."""
        t = np.linspace(0.0, 1.0, self.segments + 1)
        straight = begin[:, :, None] + (end - begin)[:, :, None] * t[:, None]
        length = np.linalg.norm(end - begin, axis=-1)[:, :, None]
        shape = (*begin.shape[:2], 1)
        wave = sum(
            np.sin(2 * np.pi * (turns * t + random.uniform(0, 1, shape))) / (1 + turns / 3)
            for turns in (1, 3, 7, 19)
        )  # fmt: skip
        roughness = 0.2 * length / self.segments * random.uniform(-1, 1, (*begin.shape[:2], self.segments + 1))
        away = self.winding * wave / 2 + roughness
        cone = 0.35 * np.minimum(t, 1 - t) * length
        away = np.clip(away, -cone, cone)
        away[list(border)] = 0.0
        across = (end - begin) / length
        return straight + away[..., None] * np.stack([-across[..., 1], across[..., 0]], axis=-1)[:, :, None]


def town(columns: int, rows: int, seed: int = 1, corner: tuple[float, float] = CORNER) -> Grid:
    """Parcels of twelve vertices."""
    return Grid(columns, rows, columns * PLOT, rows * PLOT, 3, 0.5, seed, corner)


def zones(land: Grid, columns: int, rows: int, vertices: int) -> Grid:
    """Zones of so many vertices over the same land."""
    winding = 0.12 * land.width / columns
    return Grid(columns, rows, land.width, land.height, vertices // 4, winding, land.seed + 1_000_000, land.corner)


def write_land(folder: Path, columns: int, rows: int, zone_columns: int, zone_rows: int, vertices: int) -> None:
    """A town and its zones, each as one file of GeoParquet: ``folder/parcels`` and ``folder/zones``."""
    land = town(columns, rows)
    _write(folder, [(land, zones(land, zone_columns, zone_rows, vertices))], features=sys.maxsize)


def write_towns(folder: Path, count: int) -> None:
    """Towns of 50,000 parcels and 980 zones side by side, each a part of its own."""
    across = 14
    lands = (
        town(250, 200, 1 + k, (CORNER[0] + k % across * 250 * PLOT, CORNER[1] + k // across * 200 * PLOT))
        for k in range(count)
    )
    _write(folder, ((land, zones(land, 35, 28, 96)) for land in lands), features=50_000)


def _write(folder: Path, grids: Iterable[tuple[Grid, Grid]], features: int) -> None:
    import pyarrow as pa
    from pyproj import CRS

    from sdi.overlay.parts import Writer

    crs = CRS(5898)
    counts = [0, 0]
    with Writer(folder / "parcels", crs, features) as parcels, Writer(folder / "zones", crs, features) as over:
        for pair in grids:
            for which, (writer, grid) in enumerate(zip((parcels, over), pair, strict=True)):
                cells = grid.cells()
                gid = np.arange(counts[which], counts[which] + len(cells))
                counts[which] += len(cells)
                ids = pa.array(gid).cast(pa.string())
                writer.write(pa.table({"gid": gid, "feature_id": ids, "geometry": pa.array(shapely.to_wkb(cells))}))


if __name__ == "__main__":
    target, numbers = Path(sys.argv[1]), [int(word) for word in sys.argv[2:]]
    write_towns(target, *numbers) if len(numbers) == 1 else write_land(target, *numbers)
