"""The geometry that a feature and a base polygon share, made only when somebody asks."""

from __future__ import annotations

import numpy as np
import shapely

from sdi.overlay.areas import intersections
from sdi.overlay.arrays import Bools, Floats, Geoms, Ints, in_bulk
from sdi.overlay.edges import edges_of
from sdi.overlay.prepared import Prepared
from sdi.overlay.tiles import MOST, intersections_by_tiles

_AREA, _COLLECTION = 2, 7
_FEW = 100
_MULTI = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)


def clip(base: Geoms, features: Geoms | Prepared, i: Ints, j: Ints, area: Floats | None = None) -> Geoms:
    """What pairs share, shape (pairs,): of the feature's dimension, without points or lines where areas only touch.

    Args:
        base: Valid polygons, shape (n,).
        features: Shape (m,).
        i: Index of the base polygon of each pair, shape (pairs,).
        j: Index of the feature of each pair, shape (pairs,).
        area: m² that each pair shares, shape (pairs,), when areas were measured already.
    """
    prepared = Prepared.of(features)
    left, right = np.asarray(base, dtype=object)[i], prepared.geoms[j]
    dimensions = shapely.get_dimensions(right)
    found, crossing = left.copy(), ~_covered(left, prepared, right, np.asarray(j), area)
    large = crossing & (dimensions == _AREA) & (shapely.get_num_coordinates(right) > MOST)
    if large.sum() < _FEW:  # to cut a large feature into tiles costs more than to cut a few polygons out of it
        large[:] = False
    small = crossing & ~large
    found[small] = in_bulk(shapely.intersection, left[small], right[small])
    if large.any():
        tiles = prepared.tiles  # made before the threads start
        found[large] = in_bulk(
            lambda polygons, area: intersections_by_tiles(polygons, tiles, area), left[large], np.asarray(j)[large]
        )
    return only(found, dimensions)


def _covered(base: Geoms, features: Prepared, geoms: Geoms, j: Ints, area: Floats | None) -> Bools:
    """Which base polygons lie wholly on their feature: shared edges or not, their common area tells."""
    if not (shapely.get_dimensions(geoms) == 2).all():
        return np.zeros(len(base), np.bool_)
    if area is not None:
        return np.asarray(area >= shapely.area(base) - 1e-9)
    edges = edges_of(base)
    area, _ = intersections(edges, features.edges, np.arange(len(base)), j)
    return np.asarray(area >= edges.area - 1e-9)


def only(geoms: Geoms, dimension: Ints) -> Geoms:
    """Geometries without their parts of a lower dimension; empty ones of the wanted dimension where none is left."""
    kept = geoms.copy()
    for row in np.flatnonzero(
        (shapely.get_dimensions(geoms) != dimension) | (shapely.get_type_id(geoms) == _COLLECTION)
    ):
        parts = shapely.get_parts(geoms[row])
        kept[row] = _MULTI[max(int(dimension[row]), 0)](parts[shapely.get_dimensions(parts) == dimension[row]])
    return kept
