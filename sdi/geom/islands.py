"""CAD hatch islands: parts of a planning zone that a drawing's export wrote as holes outside the shell.

Two thirds of the invalid polygons of real planning drawings are of this kind. A general repair drops such
"holes", and land with them; here they become parts of their own, before anything else is done and before
the area that came in is counted.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError

_TOUCHING = 1e-6
"""Share of a ring's area that may overlap the shell by the rounding of coordinates."""


def islands_to_parts(geoms: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Turn holes that lie outside their shell into parts, with the holes that lie in them.

    Args:
        geoms: Geometries or None, shape (n,).

    Returns:
        New geometries (MultiPolygon where an island was found, the given object elsewhere) and the mask of
        the changed ones, both of shape (n,). The result can still be invalid in other ways.
    """
    given = np.asarray(geoms, dtype=object)
    values = given.copy()
    changed = np.zeros(given.shape, dtype=bool)
    areal = np.flatnonzero(np.isin(shapely.get_type_id(given), (3, 6)))
    # A valid polygon has no hole outside its shell, and most polygons are valid.
    for row in areal[~shapely.is_valid(given[areal])]:
        parts = shapely.get_parts(given[row])
        if not shapely.get_num_interior_rings(parts).any():
            continue
        try:
            rebuilt = [piece for part in parts for piece in _split(part)]
        except ShapelyError:
            continue
        if len(rebuilt) > len(parts):
            values[row] = shapely.MultiPolygon(rebuilt)
            changed[row] = True
    return values, changed


def _split(polygon: shapely.Polygon) -> list[shapely.Polygon]:
    """A polygon with its real holes, followed by its islands with theirs."""
    holes = np.array([shapely.Polygon(ring) for ring in polygon.interiors], dtype=object)
    if not len(holes):
        return [polygon]
    shell = shapely.Polygon(polygon.exterior)
    outside = _apart(holes, shell)
    if not outside.any():
        return [polygon]
    own = [hole.exterior for hole in holes[~outside]]
    return [shapely.Polygon(shell.exterior, own), *_nest(holes[outside])]


def _apart(rings: NDArray[np.object_], shell: shapely.Polygon) -> NDArray[np.bool_]:
    solid, areas = _solid(rings), shapely.area(_solid(rings))
    common = shapely.area(shapely.intersection(solid, _solid(np.array([shell], dtype=object))[0]))
    return np.asarray((areas > 0) & (common <= _TOUCHING * areas))


def _nest(rings: NDArray[np.object_]) -> list[shapely.Polygon]:
    """Polygons of loose rings: a ring inside an odd number of others is a hole of the smallest around it."""
    solid = _solid(rings)
    areas = shapely.area(solid)
    tree = shapely.STRtree(solid)
    inner, outer = tree.query(solid, predicate="within")
    around = (inner != outer) & (areas[inner] < areas[outer])
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
