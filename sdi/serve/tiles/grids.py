"""Tile matrix sets: WebMercatorQuad and the province's own grid (OGC 17-083r4).

pygeoapi knows two grids of its own; nobody who draws in VN-2000 is served by either.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sdi.crs.operations import Box
from sdi.model import Province
from sdi.publish.configuration import crs_uri
from sdi.wording import in_language, wording

TILE_PIXELS = 256
_PIXEL_M = 0.00028
"""OGC's pixel: scale denominators are told for it."""

MERCATOR = 3857
_HALF_WORLD = math.pi * 6_378_137.0
_REGISTER = "http://www.opengis.net/def/tilematrixset/OGC/1.0/"


@dataclass(frozen=True)
class Grid:
    """Square tiles in a projected CRS; each level halves the cells of the one before.

    Attributes:
        id: Name in addresses.
        title: For people, in the languages that it knows.
        uri: Where the definition is registered, if anywhere.
        epsg: The CRS, easting first, in metres.
        axes: Names of its axes.
        origin: Top left corner.
        cell: Size of a pixel at level 0, in metres.
        levels: How many levels there are; level z has 2ᶻ times 2ᶻ tiles.
    """

    id: str
    title: str
    uri: str | None
    epsg: int
    axes: tuple[str, str]
    origin: tuple[float, float]
    cell: float
    levels: int

    def cell_size(self, level: int) -> float:
        """Size of a pixel in metres of the CRS."""
        return self.cell / 2.0**level

    def side(self, level: int) -> float:
        """Side of a tile in metres of the CRS."""
        return TILE_PIXELS * self.cell_size(level)

    def corner(self, level: int, row: int, col: int) -> tuple[float, float]:
        """Top left corner of a tile."""
        return self.origin[0] + col * self.side(level), self.origin[1] - row * self.side(level)

    def box(self, level: int, row: int, col: int, margin: float = 0.0) -> Box:
        """What a tile covers, with a margin told in sides of a tile."""
        side = self.side(level)
        x, y = self.corner(level, row, col)
        return x - margin * side, y - (1 + margin) * side, x + (1 + margin) * side, y + margin * side

    def rows_and_cols(self, level: int, box: Box) -> tuple[range, range]:
        """Rows and columns of the tiles that a box meets."""
        side, last = self.side(level), 2**level - 1
        edges = (
            (self.origin[1] - box[3], self.origin[1] - box[1]),
            (box[0] - self.origin[0], box[2] - self.origin[0]),
        )
        low_high = [[min(max(math.floor(edge / side), 0), last) for edge in pair] for pair in edges]
        rows, cols = (range(low, high + 1) for low, high in low_high)
        return rows, cols

    @cached_property
    def crs(self) -> str:
        """URI of the CRS."""
        return crs_uri(self.epsg)

    def document(self, language: str) -> dict[str, Any]:
        """The definition as OGC's JSON, its title in ``language``."""
        matrices = [
            {
                "id": str(level),
                "scaleDenominator": self.cell_size(level) / _PIXEL_M,
                "cellSize": self.cell_size(level),
                "cornerOfOrigin": "topLeft",
                "pointOfOrigin": list(self.origin),
                "tileWidth": TILE_PIXELS,
                "tileHeight": TILE_PIXELS,
                "matrixWidth": 2**level,
                "matrixHeight": 2**level,
            }
            for level in range(self.levels)
        ]
        registered = {"uri": self.uri, "wellKnownScaleSet": _GOOGLE} if self.uri else {}
        return {
            "id": self.id,
            "title": in_language(self.title, language),
            **registered,
            "crs": self.crs,
            "orderedAxes": list(self.axes),
            "tileMatrices": matrices,
        }


_GOOGLE = "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible"

WEB_MERCATOR = Grid(
    id="WebMercatorQuad",
    title="Google Maps Compatible for the World",
    uri=f"{_REGISTER}WebMercatorQuad",
    epsg=MERCATOR,
    axes=("X", "Y"),
    origin=(-_HALF_WORLD, _HALF_WORLD),
    cell=2 * _HALF_WORLD / TILE_PIXELS,
    levels=25,
)


def grids(province: Province) -> dict[str, Grid]:
    """The grids of a province, by id: everybody's, and its own where it declares one."""
    found = {WEB_MERCATOR.id: WEB_MERCATOR}
    if province.tiles is not None:
        own = Grid(
            id=f"VN2000-{province.crs}",
            title=wording("tiles.own_grid", province=province.name, crs=province.crs),
            uri=None,
            epsg=province.crs,
            axes=("E", "N"),
            origin=province.tiles.origin,
            cell=province.tiles.cell_size_m,
            levels=province.tiles.levels,
        )
        found[own.id] = own
    return found
