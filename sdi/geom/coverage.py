"""Overlaps and gaps of a layer that should cover an area without either (parcels, zones).

Width tells a sliver from a real fault: a strip of 300 m by 1 cm has the area of a balcony and no meaning.
The width of a piece is its area over half its perimeter, which for a long strip is its breadth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

_PAIRS_AT_ONCE = 200_000
_GRID_M = 1e-4
"""A tenth of a millimetre: below what any survey can tell."""
_NOISE_M2 = 1e-6
"""Below this an overlap is rounding of shared corners."""


@dataclass(frozen=True)
class Overlaps:
    """Pairs of features that share an area; arrays of shape (m,), ordered by ``i``, then ``j``.

    Attributes:
        i: Index of the first feature.
        j: Index of the second feature, always larger.
        area: Shared area, square metres.
        width: Width of the widest shared piece, metres.
        sliver: Below the asked area or width; to be counted, not complained about one by one.
    """

    i: NDArray[np.intp]
    j: NDArray[np.intp]
    area: NDArray[np.float64]
    width: NDArray[np.float64]
    sliver: NDArray[np.bool_]
    _geoms: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.i)

    def pieces(self, which: NDArray[np.intp] | slice | None = None) -> NDArray[np.object_]:
        """The shared areas as polygons, made when asked for.

        Args:
            which: Positions in these arrays, a slice of them, or None for all.
        """
        chosen = slice(None) if which is None else which
        return _shared(self._geoms[self.i[chosen]], self._geoms[self.j[chosen]])


def overlaps(
    geoms: NDArray[np.object_], min_area: float, min_width: float, suspects: NDArray[np.intp] | None = None
) -> Overlaps:
    """All pairs of polygons that share an area.

    Args:
        geoms: Valid polygons in metres, shape (n,); None and empty ones take no part.
        min_area: Square metres below which an overlap is a sliver.
        min_width: Metres below which an overlap is a sliver.
        suspects: Positions at which to begin, one at least in each region of overlap
            (:func:`sdi.geom.free_edges.suspects` finds them); None: look at every polygon.
    """
    values = np.asarray(geoms, dtype=object)
    tree = shapely.STRtree(values)
    seen = np.zeros(len(values), np.bool_)
    looking = np.arange(len(values)) if suspects is None else np.unique(suspects)
    found = [_measure(values, looking[:0], looking[:0])]
    while len(looking):
        before = seen.copy()
        seen[looking] = True
        position, other = tree.query(values[looking], predicate="intersects")
        one = looking[position]
        # Two that are looked at now meet twice, one that was looked at before has met this one then.
        once = ~before[other] & ((one < other) | ~seen[other])
        i, j = np.minimum(one, other)[once], np.maximum(one, other)[once]
        pairs = _measure(values, i, j)
        found.append(pairs)
        reached = np.unique(np.concatenate(pairs[:2]))
        looking = reached[~seen[reached]]
    i, j, area, width = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((j, i))
    i, j, area, width = i[order], j[order], area[order], width[order]
    return Overlaps(i, j, area, width, (area < min_area) | (width < min_width), values)


def gaps(geoms: NDArray[np.object_], max_width: float, min_area: float = 0.01) -> NDArray[np.object_]:
    """Narrow gaps between polygons, closed or open to the outside, as polygons, the largest first.

    The layer is closed morphologically (grown by half of ``max_width`` and shrunk again): what that fills is
    narrower than ``max_width``. Features that do not grow together are worked on apart, because one difference
    over many scattered groups costs far more than the groups one by one.

    Args:
        geoms: Valid polygons in metres, shape (n,).
        max_width: Metres; wider openings are streets and courts, not faults.
        min_area: Square metres below which a gap is left out.
    """
    covered = _parts(shapely.disjoint_subset_union_all(np.asarray(geoms, dtype=object)))
    if not len(covered):
        return covered
    half = max_width / 2
    # Mitred corners: round ones would leave a crumb in every concave corner.
    grown = shapely.buffer(covered, half, join_style="mitre", mitre_limit=10.0)
    groups = _parts(shapely.disjoint_subset_union_all(grown))
    part, group = shapely.STRtree(groups).query(covered, predicate="within")
    order = np.argsort(group, kind="stable")
    members = shapely.multipolygons(covered[part[order]], indices=group[order])
    closed = shapely.buffer(groups, -half, join_style="mitre", mitre_limit=10.0)
    # The edges of the two agree but for rounding; on a grid GEOS sees that at once, without it only after trying.
    pieces = shapely.get_parts(shapely.get_parts(shapely.difference(closed, members, grid_size=_GRID_M)))
    pieces = pieces[shapely.get_dimensions(pieces) == 2]
    area = shapely.area(pieces)
    # What mitres leave at acute corners is thinner than any survey can tell.
    real = (area >= min_area) & (_width(area, shapely.length(pieces)) > 1e-4)
    pieces, area = pieces[real], area[real]
    return np.asarray(pieces[np.argsort(-area, kind="stable")], dtype=object)


def _parts(union: shapely.Geometry) -> NDArray[np.object_]:
    parts = shapely.get_parts(union)
    return np.asarray(parts[(shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)], dtype=object)


def _measure(
    geoms: NDArray[np.object_], i: NDArray[np.intp], j: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Those of the pairs that share an area, the area, and the width of its widest piece."""
    # Most neighbours only touch, and the test for that costs a third of an intersection.
    inside = shapely.relate_pattern(geoms[i], geoms[j], "T********")
    i, j = i[inside], j[inside]
    area, width = np.zeros(len(i)), np.zeros(len(i))
    for begin in range(0, len(i), _PAIRS_AT_ONCE):
        some = slice(begin, begin + _PAIRS_AT_ONCE)
        shared = _shared(geoms[i[some]], geoms[j[some]])
        area[some] = shapely.area(shared)
        parts, owner = shapely.get_parts(shared, return_index=True)
        np.maximum.at(width[some], owner, _width(shapely.area(parts), shapely.length(parts)))
    real = area > _NOISE_M2
    return i[real], j[real], area[real], width[real]


def _shared(a: NDArray[np.object_], b: NDArray[np.object_]) -> NDArray[np.object_]:
    """Intersections without the points and lines along which the two merely touch."""
    pieces = np.asarray(shapely.intersection(a, b), dtype=object)
    for row in np.flatnonzero(shapely.get_type_id(pieces) == 7):
        parts = shapely.get_parts(pieces[row])
        pieces[row] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    return pieces


def _width(area: NDArray[np.float64], perimeter: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(perimeter > 0, area / (perimeter / 2), 0.0)
