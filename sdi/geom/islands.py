"""CAD hatches: planning zones whose export mixed up which ring is a shell, a hole, or an island.

A hatch is a set of loops that is filled by the even-odd rule; in what order they are listed means nothing.
An export takes the first loop for the shell and calls all others holes. Two thirds of the invalid polygons of
real planning drawings come from this: islands outside the shell, islands inside a hole, the outer loop listed
second. A general repair drops such rings, and land with them. Here they are put right by the even-odd rule,
before anything else is done and before the area that came in is counted.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError

_TOUCHING = 1e-6
"""Share of the smaller ring's area by which two rings may overlap through the rounding of coordinates."""


def islands_to_parts(
    geoms: NDArray[np.object_], valid: NDArray[np.bool_] | None = None
) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Turn holes that lie outside their shell, or inside another hole, into parts with holes of their own.

    Args:
        geoms: Geometries or None, shape (n,).
        valid: Which of them are valid, where that is known.

    Returns:
        New geometries (MultiPolygon where rings were out of order, the given object elsewhere) and the mask
        of the changed ones, both of shape (n,). The result can still be invalid in other ways.
    """
    given = np.asarray(geoms, dtype=object)
    values = given.copy()
    changed = np.zeros(given.shape, dtype=bool)
    areal = np.flatnonzero(np.isin(shapely.get_type_id(given), (3, 6)))
    # A valid polygon has no hole outside its shell, and most polygons are valid.
    sound = shapely.is_valid(given[areal]) if valid is None else valid[areal]
    for row in areal[~sound]:
        parts = shapely.get_parts(given[row])
        if not shapely.get_num_interior_rings(parts).any():
            continue
        try:
            split = [_split(part) for part in parts]
        except (ShapelyError, KeyError):
            # Rings too broken to be compared: the repair will say what is wrong with them.
            continue
        if any(pieces[0] is not part for pieces, part in zip(split, parts, strict=True)):
            values[row] = shapely.MultiPolygon([piece for pieces in split for piece in pieces])
            changed[row] = True
    return values, changed


def _split(polygon: shapely.Polygon) -> list[shapely.Polygon]:
    """The polygons that the loops of one polygon mean; itself if its rings are in order."""
    rings = np.array([shapely.Polygon(r) for r in (polygon.exterior, *polygon.interiors)], dtype=object)
    solid = _solid(rings)
    areas = shapely.area(solid)
    shared = shapely.area(shapely.intersection(solid, solid[0]))
    smaller = np.minimum(areas, areas[0])
    # A hole that crosses the shell is no matter of order; it stays a hole, for the repair to judge.
    clear = (shared <= _TOUCHING * smaller) | (shared >= (1 - _TOUCHING) * smaller)
    clear &= areas > 0
    clear[0] = True
    crossing = [ring.exterior for ring in rings[~clear]]
    parts = _nest(rings[clear], solid[clear])
    if len(parts) == 1 and parts[0].exterior.equals_exact(polygon.exterior):
        return [polygon]
    if crossing:
        parts[0] = shapely.Polygon(parts[0].exterior, [*parts[0].interiors, *crossing])
    return parts


def _nest(rings: NDArray[np.object_], solid: NDArray[np.object_]) -> list[shapely.Polygon]:
    """Polygons of loops by the even-odd rule: inside an odd number of others, a loop is a hole."""
    areas = shapely.area(solid)
    # By a point and the area, because loops that touch along an edge differ in their last digits.
    inner, outer = shapely.STRtree(solid).query(shapely.point_on_surface(solid), predicate="within")
    around = (areas[inner] < areas[outer]) | ((areas[inner] == areas[outer]) & (inner > outer))
    inner, outer = inner[around], outer[around]
    depth = np.bincount(inner, minlength=len(rings))
    holes: dict[int, list[shapely.LinearRing]] = {int(i): [] for i in np.flatnonzero(depth % 2 == 0)}
    for ring in np.flatnonzero(depth % 2 == 1):
        containers = outer[inner == ring]
        holes[int(containers[np.argmin(areas[containers])])].append(rings[ring].exterior)
    return [shapely.Polygon(rings[i].exterior, inside) for i, inside in holes.items()]


def _solid(polygons: NDArray[np.object_]) -> NDArray[np.object_]:
    """The same polygons, valid, so that they can be compared."""
    solid = polygons.copy()
    bad = ~shapely.is_valid(solid)
    solid[bad] = shapely.make_valid(solid[bad], method="structure", keep_collapsed=False)
    return solid
