"""Which tiles there are: of each layer and of the base map, in each grid, at which levels and where."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sdi.crs.operations import Box, Reprojector
from sdi.crs.surface import Cells, Surface, unchanged
from sdi.errors import SdiError
from sdi.model import Layer, Province
from sdi.publish.configuration import Collection
from sdi.serve.editions import Edition
from sdi.serve.problems import Problem
from sdi.serve.tiles.encoding import BUFFER, EXTENT, Frame
from sdi.serve.tiles.grids import WEB_MERCATOR, Grid, grids
from sdi.wording import wording

BASE_MAP = "base-map"
"""Name of the tile set that is composed of the layers of the base group."""

FINE_LEVELS = 2
"""At so many of the last levels of a layer nothing is generalised."""

COARSE = 4
"""Units that coordinates are snapped to at the other levels: a quarter of a pixel of 256."""

MARGIN = BUFFER / EXTENT

_REACH = 0.25
"""How far around the province its surface holds, in sides of its extent."""

_EXACT_TO_M = 1e-5


class Address(NamedTuple):
    """One tile of a grid."""

    level: int
    row: int
    col: int


class Projected:
    """A grid together with the way into it from the storage CRS, by the pinned datum operation.

    PostGIS cannot be told a datum operation before version 3.4 (ST_TransformPipeline), so nothing is transformed there.
    """

    def __init__(self, grid: Grid, province: Province) -> None:
        self.grid = grid
        self._same = grid.epsg == province.crs
        self.outward = Reprojector(province.crs, grid.epsg, province.datum_operation)
        self._inward = Reprojector(grid.epsg, province.crs, province.datum_operation)
        west, south, east, north = province.extent
        reach = _REACH * max(east - west, north - south)
        self._domain = (west - reach, south - reach, east + reach, north + reach)

    @cached_property
    def move(self) -> Cells:
        """What moves coordinates that lie in or near the province."""
        return unchanged() if self._same else Surface(self.outward, self._domain, _EXACT_TO_M).cells

    def near(self, box: Box) -> bool:
        """Whether :attr:`move` is exact in all of a box of the storage CRS."""
        west, south, east, north = self._domain
        return self._same or (west <= box[0] and south <= box[1] and box[2] <= east and box[3] <= north)

    def bounds(self, box: Box) -> Box:
        """A box of the storage CRS in the grid's."""
        return box if self._same else self.outward.bounds(box)

    def stored(self, box: Box) -> Box:
        """A box of the grid's CRS in the storage CRS: it is transformed, never the column."""
        return box if self._same else self._inward.bounds(box)


@dataclass(frozen=True)
class LayerTiles:
    """The tiles of one layer in one grid, as one audience sees them.

    Attributes:
        layer: The declaration.
        fields: Properties that tiles carry.
        row: What is published.
        place: The grid.
        bounds: What the layer covers, in the grid's CRS; None when this audience sees no feature.
        levels: Levels that have tiles.
        digest: Of all in the declaration that tiles depend on: who may see which rows and fields, and the zoom rules.
    """

    layer: Layer
    fields: tuple[str, ...]
    row: Collection
    place: Projected
    bounds: Box | None
    levels: range
    digest: str

    def has(self, tile: Address) -> bool:
        """Whether a tile is within the limits of the set."""
        if self.bounds is None or tile.level not in self.levels:
            return False
        rows, cols = self.limits(tile.level)
        return tile.row in rows and tile.col in cols

    def limits(self, level: int) -> tuple[range, range]:
        """Rows and columns that there are at a level: of the tiles that show something, be it in their margin."""
        if self.bounds is None:
            return range(0), range(0)
        margin = MARGIN * self.place.grid.side(level)
        west, south, east, north = self.bounds
        grown = (west - margin, south - margin, east + margin, north + margin)
        return self.place.grid.rows_and_cols(level, grown)

    def fine(self, level: int) -> bool:
        """Whether tiles of a level show every feature as it is."""
        return level > self.levels[-1] - FINE_LEVELS

    def stored_box(self, tile: Address) -> Box | None:
        """What a tile shows of the layer, in the storage CRS; None when it is nothing.

        Cut to what the layer covers first, for the tile of a low level has no image in the storage CRS.
        """
        if self.bounds is None:
            return None
        box = self.place.grid.box(tile.level, tile.row, tile.col, MARGIN)
        west, south = max(box[0], self.bounds[0]), max(box[1], self.bounds[1])
        east, north = min(box[2], self.bounds[2]), min(box[3], self.bounds[3])
        if west > east or south > north:
            return None
        return self.place.stored((west, south, east, north))

    def frame(self, tile: Address) -> Frame:
        """Where a tile lies, for the encoder."""
        grid = self.place.grid
        snap = 1 if self.fine(tile.level) else COARSE
        return Frame(self.place.move, grid.corner(tile.level, tile.row, tile.col), grid.side(tile.level), snap)


class TileSets:
    """All tile sets of one edition.

    Args:
        edition: What the audience is shown.
        projected: The province's grids, by id.
    """

    def __init__(self, edition: Edition, projected: Mapping[str, Projected]) -> None:
        self.edition = edition
        self.projected = dict(projected)
        self._made: dict[tuple[str, str], LayerTiles] = {}

    def place(self, grid: str) -> Projected:
        """A grid by its id.

        Raises:
            Problem: There is none of that name.
        """
        if grid not in self.projected:
            raise Problem(404, wording("tiles.no_grid", asked=grid, offered=", ".join(self.projected)))
        return self.projected[grid]

    def of(self, collection: str, grid: str) -> LayerTiles:
        """The tiles of a layer.

        Raises:
            Problem: No such collection or grid, or the collection has no tiles.
        """
        found = self._made.get((collection, grid))
        if found is None:
            layer = self.edition.require(collection)
            if layer.overlays_of:
                raise Problem(404, wording("tiles.no_tiles"))
            found = self._made[collection, grid] = self._make(layer, self.place(grid))
        return found

    def base_map(self, grid: str) -> list[LayerTiles]:
        """Layers of the base map, in drawing order.

        Raises:
            Problem: There is no grid of that name.
        """
        self.place(grid)
        layers = [self.edition.project.collections[name] for name in self.edition.collections]
        base = [layer for layer in layers if layer.group == "base" and not (layer.overlays_of or layer.raster)]
        return [self.of(layer.id, grid) for layer in sorted(base, key=lambda layer: (layer.style.order, layer.id))]

    def _make(self, layer: Layer, place: Projected) -> LayerTiles:
        row = self.edition.collections[layer.id]
        visible = layer.fields_for(self.edition.audience)
        fields = tuple(name for name in layer.tile_fields if name in visible)
        rules = [layer.visibility, layer.restrict, layer.geometry, fields, layer.tiles]
        digest = hashlib.sha256(repr(rules).encode()).hexdigest()
        bounds = _bounds(place, row.storage_bbox)
        return LayerTiles(layer, fields, row, place, bounds, levels(layer, place.grid), digest)


def levels(layer: Layer, grid: Grid) -> range:
    """Levels at which a layer has tiles: those with the cells of the declared levels of WebMercatorQuad."""
    return levels_between(layer.tiles.minzoom, layer.tiles.maxzoom, grid)


def levels_between(first: int, last: int, grid: Grid) -> range:
    """Levels of a grid with the cells of the levels ``first`` to ``last`` of WebMercatorQuad.

    Levels of the Mercator grid are told at the equator, as everybody's zoom is.
    """
    shift = math.log2(grid.cell / WEB_MERCATOR.cell)
    low, high = (min(max(round(zoom + shift), 0), grid.levels - 1) for zoom in (first, last))
    return range(low, max(low, high) + 1)


def projected(province: Province) -> dict[str, Projected]:
    """The grids of a province with the ways into them, by id."""
    return {name: Projected(grid, province) for name, grid in grids(province).items()}


def _bounds(place: Projected, box: Box | None) -> Box | None:
    if box is None:
        return None
    try:
        return place.bounds(box)
    except SdiError:  # a feature that lies where the projection ends: such a layer has no tiles here
        return None
