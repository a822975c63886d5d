"""The geometry that a feature and a base polygon share, made only when somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from sdi.overlay import cutting
from sdi.overlay.areas import intersections
from sdi.overlay.arrays import Floats, Geoms, Ints, in_bulk, on_threads, slices
from sdi.overlay.edges import edges_of
from sdi.overlay.pairs import touching
from sdi.overlay.prepared import Prepared
from sdi.overlay.tiles import MOST, intersections_by_tiles

_AREA, _COLLECTION = 2, 7
_TILING = 16
"""How many times as long cutting an area into tiles takes as cutting a polygon out of it."""
_PAIRS_AT_ONCE = 10_000
_CUTS_AT_ONCE = 50
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
    prepared, polygons, i, j = Prepared.of(features), np.asarray(base, dtype=object), np.asarray(i), np.asarray(j)
    found = np.full(len(i), None, dtype=object)
    dimensions = shapely.get_dimensions(prepared.geoms)[j]
    areas = np.flatnonzero(dimensions == _AREA)
    found[areas] = _areas(polygons, prepared, i[areas], j[areas], None if area is None else area[areas])
    left = np.flatnonzero(shapely.is_missing(found))
    hard = left[dimensions[left] == _AREA]
    points = shapely.get_num_coordinates(prepared.geoms)
    large = hard[points[j[hard]] > MOST]
    if points[j[large]].sum() > _TILING * points.sum():
        tiles = prepared.tiles  # made before the threads start
        found[large] = in_bulk(
            lambda polygons, area: intersections_by_tiles(polygons, tiles, area), polygons[i[large]], j[large]
        )
        left = np.setdiff1d(left, large)
    found[left] = in_bulk(shapely.intersection, polygons[i[left]], prepared.geoms[j[left]], size=_CUTS_AT_ONCE)
    return only(found, dimensions)


def _areas(base: Geoms, features: Prepared, i: Ints, j: Ints, area: Floats | None) -> Geoms:
    """Base polygons that lie wholly on their feature, and what is plain to cut out; None for the others."""
    found = np.full(len(i), None, dtype=object)
    if not len(i):
        return found
    features.edges.grid  # noqa: B018  made before the threads start

    def measured(pairs: Ints) -> Floats:
        used, position = np.unique(i[pairs], return_inverse=True)
        return intersections(edges_of(base[used]), features.edges, position, j[pairs])[0]

    common = _by_chunks(measured, np.arange(len(i))) if area is None else area
    # Shared edges or not, the common area tells.
    covered = common >= shapely.area(base)[i] - 1e-9
    found[covered] = base[i[covered]]

    def pieces(pairs: Ints) -> Geoms:
        used, position = np.unique(i[pairs], return_inverse=True)
        polygons = edges_of(base[used])
        rounding = touching(polygons.box)[position]
        return cutting.cut(polygons, features.edges, position, j[pairs], common[pairs], rounding)

    small = shapely.get_num_coordinates(base) <= cutting.MOST
    crossing = np.flatnonzero(~covered & small[i])
    found[crossing] = _by_chunks(pieces, crossing)
    return found


def _by_chunks(work: Callable[[Ints], NDArray[Any]], pairs: Ints) -> NDArray[Any]:
    """``work`` for pairs, shape (pairs,), by chunks on several threads."""
    return np.concatenate(on_threads(lambda chunk: work(pairs[chunk]), slices(len(pairs), _PAIRS_AT_ONCE)))


def only(geoms: Geoms, dimension: Ints) -> Geoms:
    """Geometries without their parts of a lower dimension; empty ones of the wanted dimension where none is left."""
    kept = geoms.copy()
    for row in np.flatnonzero(
        (shapely.get_dimensions(geoms) != dimension) | (shapely.get_type_id(geoms) == _COLLECTION)
    ):
        parts = shapely.get_parts(geoms[row])
        kept[row] = _MULTI[max(int(dimension[row]), 0)](parts[shapely.get_dimensions(parts) == dimension[row]])
    return kept
