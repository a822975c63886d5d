"""Pairs of a base polygon and a feature that lies on it, and how much of it does."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter

import numpy as np

from sdi.overlay.areas import intersections, lengths_inside
from sdi.overlay.arrays import Bools, Floats, Geoms, Ints, on_threads, slices
from sdi.overlay.edges import Edges
from sdi.overlay.places import meeting
from sdi.overlay.polygons import Polygons
from sdi.overlay.prepared import Prepared
from sdi.overlay.rules import Rule
from sdi.overlay.slivers import slivers

_BASE_AT_ONCE = 25_000
TOUCHING_M = 1e-3
"""m below which a line only touches."""


@dataclass(frozen=True)
class Pairs:
    """What lies on what; arrays of shape (pairs,), sorted by ``base``, then ``feature``.

    Attributes:
        base: Index of the base polygon.
        feature: Index of the feature.
        area: m² that both share; 0 unless the features are areas.
        length: m of the feature inside or on the boundary; 0 unless the features are lines.
        count: Points of the feature inside or on the boundary; 0 unless the features are points.
        sliver: The area is too small or too narrow to be a fact (see :mod:`sdi.overlay.slivers`).
    """

    base: Ints
    feature: Ints
    area: Floats
    length: Floats
    count: Ints
    sliver: Bools

    @classmethod
    def of(cls, base: Ints, feature: Ints, **measured: Floats | Ints | Bools) -> Pairs:
        """With zeros for what was not measured."""
        none = {
            "area": np.zeros(len(base)),
            "length": np.zeros(len(base)),
            "count": np.zeros(len(base), np.int64),
            "sliver": np.zeros(len(base), np.bool_),
        }
        return cls(base, feature, **(none | measured))  # type: ignore[arg-type]

    def __len__(self) -> int:
        return len(self.base)

    def where(self, kept: Bools) -> Pairs:
        """The pairs where ``kept``, shape (pairs,), is true."""
        return Pairs(*(getattr(self, column.name)[kept] for column in fields(self)))


def measure(base: Geoms | Polygons, features: Geoms | Prepared, rule: Rule) -> Pairs:
    """Measure all features over all base polygons. Touching without area, or a line in a point only, is no pair.

    Args:
        base: Valid polygons and multipolygons in metres, shape (n,).
        features: Points, lines or areas as ``rule.dimension`` says, shape (m,); None is skipped.
        rule: Of the two layers.
    """
    polygons, prepared = Polygons.of(base), Prepared.of(features)
    for index in (("points",), ("line_edges.places", "line_edges.grid"), ("edges.places", "edges.grid"))[
        rule.dimension
    ]:
        attrgetter(index)(prepared)  # made before the threads start

    def work(chunk: slice) -> Pairs:
        found = (_counts, _lengths, _areas)[rule.dimension](polygons.part(chunk), prepared, rule)
        return Pairs(found.base + chunk.start, *(getattr(found, column.name) for column in fields(found)[1:]))

    parts = on_threads(work, slices(len(polygons), _BASE_AT_ONCE))
    return Pairs(*(np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(Pairs)))


def _candidates(base: Edges, features: Edges) -> tuple[Ints, Ints]:
    """Pairs whose boxes meet, sorted."""
    return meeting(base.bounds, base.exists, features.places)


def _areas(base: Polygons, features: Prepared, rule: Rule) -> Pairs:
    edges = base.edges
    i, j = _candidates(edges, features.edges)
    area, perimeter = intersections(edges, features.edges, i, j)
    real = area > touching(edges.box)[i]
    i, j, area, perimeter = i[real], j[real], area[real], perimeter[real]
    whole = np.maximum(area / edges.area[i], area / features.edges.area[j])
    return Pairs.of(i, j, area=area, sliver=slivers(area, perimeter, whole, rule))


def touching(box: Floats) -> Floats:
    """m² below which an area is rounding where a polygon only touches another.

    A square millimetre, and for polygons of many kilometres what their sum of products leaves of 16 digits.

    Args:
        box: min x, min y, max x, max y of each polygon, shape (n, 4).
    """
    return np.asarray(1e-6 + 1e-12 * (box[:, 2] - box[:, 0]) * (box[:, 3] - box[:, 1]))


def _lengths(base: Polygons, features: Prepared, rule: Rule) -> Pairs:
    i, j = _candidates(base.edges, features.line_edges)
    length = lengths_inside(base.edges, features.line_edges, i, j)
    real = length > TOUCHING_M
    return Pairs.of(i[real], j[real], length=length[real])


def _counts(base: Polygons, features: Prepared, rule: Rule) -> Pairs:
    tree, owner = features.points
    i, point = tree.query(base.geoms, predicate="intersects")
    key, count = np.unique(i * len(features) + owner[point], return_counts=True)
    return Pairs.of(key // max(len(features), 1), key % max(len(features), 1), count=count)
