"""Large areas cut into small tiles, so that cutting a parcel out of a zone does not look at the whole zone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely

from sdi.overlay.arrays import Geoms, Ints, on_threads, slices

MOST = 256
"""Points of a tile. A cut of two polygons costs about as many steps as they have points together."""


@dataclass(frozen=True)
class Tiles:
    """Tiles of areas, sorted by area.

    Attributes:
        geoms: shape (tiles,).
        owner: The area that each tile is of, shape (tiles,).
        tree: Boxes of the tiles.
    """

    geoms: Geoms
    owner: Ints
    tree: shapely.STRtree


def tiles_of(geoms: Geoms) -> Tiles:
    """Tiles of valid polygons and multipolygons, shape (areas,); a small one is its own tile."""
    large = np.flatnonzero(shapely.get_num_coordinates(geoms) > MOST)
    pieces = [geoms[area : area + 1] for area in range(len(geoms))]
    cut = [tiles for some in on_threads(_cut_all(geoms, large), slices(len(large), 8)) for tiles in some]
    for area, tiles_of_area in zip(large.tolist(), cut, strict=True):
        pieces[area] = tiles_of_area
    tiles = np.concatenate(pieces) if pieces else np.empty(0, dtype=object)
    owner = np.repeat(np.arange(len(geoms)), [len(piece) for piece in pieces])
    return Tiles(tiles, owner.astype(np.int64), shapely.STRtree(tiles))


def intersections_by_tiles(base: Geoms, tiles: Tiles, area: Ints) -> Geoms:
    """What each base polygon shares with its area, shape (pairs,), put together from the area's tiles.

    Args:
        base: Valid polygons, shape (pairs,).
        tiles: Of the areas.
        area: Of each pair, as ``tiles.owner`` counts them, shape (pairs,).
    """
    pair, tile = tiles.tree.query(base)
    mine = tiles.owner[tile] == area[pair]
    order = np.argsort(pair[mine], kind="stable")
    pair, tile = pair[mine][order], tile[mine][order]
    pieces = shapely.intersection(base[pair], tiles.geoms[tile])
    full = shapely.get_dimensions(pieces) == 2
    found = np.full(len(base), shapely.Polygon(), dtype=object)
    each, first, count = np.unique(pair[full], return_index=True, return_counts=True)
    pieces = pieces[full]
    found[each[count == 1]] = pieces[first[count == 1]]
    for k in np.flatnonzero(count > 1):
        found[each[k]] = shapely.union_all(pieces[first[k] : first[k] + count[k]])
    return found


def _cut_all(geoms: Geoms, large: Ints) -> Callable[[slice], list[Geoms]]:
    return lambda chunk: [_cut(geoms[area]) for area in large[chunk]]


def _cut(geometry: shapely.Geometry) -> Geoms:
    """Halve the longer side of the box until every piece is small."""
    done, boxes, todo = [], [], [(geometry, shapely.bounds(geometry).tolist())]
    while todo:
        piece, (x0, y0, x1, y1) = todo.pop()
        points = shapely.get_num_coordinates(piece)
        if points <= MOST:
            if points:
                done.append(piece)
                boxes.append((x0, y0, x1, y1))
            continue
        if x1 - x0 > y1 - y0:
            middle = (x0 + x1) / 2
            halves = [(x0, y0, middle, y1), (middle, y0, x1, y1)]
        else:
            middle = (y0 + y1) / 2
            halves = [(x0, y0, x1, middle), (x0, middle, x1, y1)]
        todo += [(shapely.clip_by_rect(piece, *half), half) for half in halves]
    tiles = np.array(done, dtype=object)
    unclean = ~shapely.is_valid(tiles)  # the price of a fast cut
    if unclean.any():
        tiles[unclean] = shapely.intersection(geometry, shapely.box(*np.array(boxes)[unclean].T))
    tiles = tiles[shapely.get_dimensions(tiles) == 2]
    # A cut that lost anything is no cut.
    return tiles if abs(shapely.area(tiles).sum() - geometry.area) < 1e-6 else np.array([geometry], dtype=object)
