"""The geometry that a feature and a base polygon share, made only when somebody asks."""

from __future__ import annotations

import numpy as np
import shapely

from sdi.overlay.arrays import Geoms, Ints, in_bulk
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
    left, right = np.asarray(base, dtype=object)[i], Prepared.of(features).geoms[j]
    return only(in_bulk(shapely.intersection, left, right), shapely.get_dimensions(right))


def only(geoms: Geoms, dimension: Ints) -> Geoms:
    """Geometries without their parts of a lower dimension; empty ones of the wanted dimension where none is left."""
    kept = geoms.copy()
    for row in np.flatnonzero(
        (shapely.get_dimensions(geoms) != dimension) | (shapely.get_type_id(geoms) == _COLLECTION)
    ):
        parts = shapely.get_parts(geoms[row])
        kept[row] = _MULTI[max(int(dimension[row]), 0)](parts[shapely.get_dimensions(parts) == dimension[row]])
    return kept
