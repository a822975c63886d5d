"""The nearest feature of each base polygon: points and lines by the kernel, areas by GEOS."""

from __future__ import annotations

import numpy as np
import shapely

from sdi.overlay.arrays import Bools, Floats, Geoms, Ints, on_threads, slices
from sdi.overlay.distances import nearest_within
from sdi.overlay.prepared import Prepared
from sdi.overlay.rules import Rule

_AREA = 2
_AT_ONCE = 10_000


def nearest_of(base: Geoms, features: Prepared, rule: Rule, visible: Bools | None = None) -> tuple[Ints, Ints, Floats]:
    """The nearest feature of each base polygon within ``rule.nearest_m``, of equally near ones the first.

    Args:
        base: Shape (n,).
        features: Shape (m,).
        rule: Of the two layers, with a reach.
        visible: Which features count, shape (m,); None: all.

    Returns:
        Index of the polygon, of its nearest feature, and metres between them (0 where it lies on it); polygons
        without one are left out.
    """
    assert rule.nearest_m is not None
    if rule.dimension < _AREA:
        return nearest_within(base, features.tree, features.segments, rule.nearest_m, visible)
    if visible is None:
        index, tree = np.arange(len(features)), features.tree
    else:
        index = np.flatnonzero(visible)
        tree = shapely.STRtree(features.geoms[index])

    def work(chunk: slice) -> tuple[Ints, Ints, Floats]:
        (i, j), distance = tree.query_nearest(
            base[chunk], max_distance=rule.nearest_m, return_distance=True, all_matches=True
        )
        order = np.lexsort((j, i))
        i, j, distance = i[order], j[order], distance[order]
        found, at = np.unique(i, return_index=True)
        return found + chunk.start, index[j[at]], distance[at]

    parts = on_threads(work, slices(len(base), _AT_ONCE))
    i, j, distance = (np.concatenate(column) for column in zip(*parts, strict=True))
    return i, j, distance
