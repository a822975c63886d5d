"""The geometry that a feature and a base polygon share, made only when somebody asks."""

from __future__ import annotations

import numpy as np
import shapely

from sdi.overlay.areas import edges_of, intersections
from sdi.overlay.arrays import Bools, Geoms, Ints, in_bulk
from sdi.overlay.prepared import Prepared

_COLLECTION = 7
_MULTI = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)


def clip(base: Geoms, features: Geoms | Prepared, i: Ints, j: Ints) -> Geoms:
    """What pairs share, shape (pairs,): of the feature's dimension, without points or lines where areas only touch.

    Args:
        base: Valid polygons, shape (n,).
        features: Shape (m,).
        i: Index of the base polygon of each pair, shape (pairs,).
        j: Index of the feature of each pair, shape (pairs,).
    """
    prepared = Prepared.of(features)
    left, right = np.asarray(base, dtype=object)[i], prepared.geoms[j]
    found, crossing = left.copy(), ~_covered(left, prepared, right, np.asarray(j))
    found[crossing] = in_bulk(shapely.intersection, left[crossing], right[crossing])
    return only(found, shapely.get_dimensions(right))


def _covered(base: Geoms, features: Prepared, geoms: Geoms, j: Ints) -> Bools:
    """Which base polygons lie wholly on their feature: shared edges or not, their common area tells."""
    if not (shapely.get_dimensions(geoms) == 2).all():
        return np.zeros(len(base), np.bool_)
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
