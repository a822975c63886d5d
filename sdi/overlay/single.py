"""One base polygon against one layer: the rows of :func:`sdi.overlay.table.rows`, without tables.

A question about one parcel is answered in well under a millisecond a layer; arrays made for a million parcels cost
more than that before they hold anything. Measures and rules are the engine's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from sdi.overlay.areas import Edges, edges_of, intersections, lengths_inside
from sdi.overlay.arrays import Bools, Floats, Geoms, Ints
from sdi.overlay.nearest import nearest_of
from sdi.overlay.pairs import TOUCHING_M, Pairs, touching
from sdi.overlay.partition import partition
from sdi.overlay.polygons import Polygons
from sdi.overlay.prepared import Prepared
from sdi.overlay.rules import Rule
from sdi.overlay.shares import tenths_of
from sdi.overlay.slivers import slivers


@dataclass(frozen=True, slots=True)
class Finding:
    """A row; columns as :func:`sdi.overlay.table.expand` has them, ``feature`` as a position in the layer."""

    kind: str
    feature: int | None = None
    area_m2: float | None = None
    share_pct: float | None = None
    length_m: float | None = None
    count: int | None = None
    distance_m: float | None = None


class Single:
    """A base polygon, valid, in metres."""

    def __init__(self, polygon: shapely.Geometry) -> None:
        self.polygon = polygon
        self._array: Geoms = np.array([polygon], dtype=object)
        self._area = float(polygon.area)
        self._near: dict[Prepared, Ints] = {}

    @cached_property
    def _edges(self) -> Edges:
        return edges_of(self._array)

    @cached_property
    def _rounding(self) -> float:
        return float(touching(np.nan_to_num(shapely.bounds(self._array)))[0])

    def near(self, features: Prepared) -> Ints:
        """Features whose box meets that of the polygon, ascending."""
        if features not in self._near:
            self._near[features] = np.sort(features.tree.query(self.polygon))
        return self._near[features]

    def pairs(self, features: Prepared, rule: Rule) -> Pairs:
        """:func:`sdi.overlay.pairs.measure` of this polygon."""
        near = self.near(features)
        if not len(near):
            return Pairs.of(near, near)
        return (self._counts, self._lengths, self._overlaps)[rule.dimension](features, near, rule)

    def _counts(self, features: Prepared, near: Ints, rule: Rule) -> Pairs:
        tree, owner = features.points
        feature, count = np.unique(owner[tree.query(self.polygon, predicate="intersects")], return_counts=True)
        return Pairs.of(np.zeros_like(feature), feature, count=count)

    def _lengths(self, features: Prepared, near: Ints, rule: Rule) -> Pairs:
        length = lengths_inside(self._edges, features.line_edges, np.zeros_like(near), near)
        real = length > TOUCHING_M
        near = near[real]
        return Pairs.of(np.zeros_like(near), near, length=length[real])

    def _overlaps(self, features: Prepared, near: Ints, rule: Rule) -> Pairs:
        area, perimeter = intersections(self._edges, features.edges, np.zeros_like(near), near)
        real = area > touching(self._edges.box)[0]
        near, area, perimeter = near[real], area[real], perimeter[real]
        whole = np.maximum(area / (self._area or np.inf), area / features.edges.area[near])
        return Pairs.of(np.zeros_like(near), near, area=area, sliver=slivers(area, perimeter, whole, rule))

    def rows(self, features: Prepared, pairs: Pairs, rule: Rule) -> Iterator[Finding]:
        """What lies on the polygon, kind by kind; for areas also its partition."""
        if rule.dimension == 0:
            for feature, count in zip(pairs.feature.tolist(), pairs.count.tolist(), strict=True):
                yield Finding("feature", feature, count=count)
        elif rule.dimension == 1:
            for feature, length in zip(pairs.feature.tolist(), pairs.length.tolist(), strict=True):
                yield Finding("feature", feature, length_m=length)
        else:
            yield from self._areas(features, pairs, rule)
        if rule.nearest_m is not None:
            yield from self._nearest(features, rule)

    def _areas(self, features: Prepared, pairs: Pairs, rule: Rule) -> Iterator[Finding]:
        if not len(pairs):
            yield Finding("none", None, self._area, 100.0)
            return
        single, multiple, by_slivers = self._partition(features, pairs)
        covered = float(single.sum()) + multiple
        rest = max(self._area - covered - by_slivers, 0.0)
        trifle = rest < rule.min_area_m2 and covered + by_slivers > 0
        none, suppressed = (0.0, by_slivers + rest) if trifle else (rest, by_slivers)
        parts = {"multiple": multiple, "none": none, "suppressed": suppressed}
        rounding = self._rounding
        shown = [
            kind
            for kind, amount in parts.items()
            if amount > rounding or (kind == "none" and covered + by_slivers == 0)
        ]
        alone = {at: amount for at, amount in enumerate(single.tolist()) if amount > rounding}
        shares = tenths_of([*alone.values(), *(parts[kind] for kind in shown)])
        share_of = dict(zip(alone, shares, strict=False))
        columns = (pairs.feature.tolist(), pairs.area.tolist(), pairs.sliver.tolist())
        for at, (feature, area, sliver) in enumerate(zip(*columns, strict=True)):
            if sliver:
                continue
            yield Finding("feature", feature, area, min(round(100 * area / self._area * 10) / 10, 100.0))
            if at in alone:
                yield Finding("single", feature, alone[at], share_of[at])
        for kind, share in zip(shown, shares[len(alone) :], strict=True):
            yield Finding(kind, None, parts[kind], share)

    def _partition(self, features: Prepared, pairs: Pairs) -> tuple[Floats, float, float]:
        """What each feature covers alone, what several cover, what slivers alone cover."""
        if len(pairs) < 2:  # nothing can overlap anything
            sliver: Bools = pairs.sliver
            return np.where(sliver, 0.0, pairs.area), 0.0, float(pairs.area[sliver].sum())
        parts = partition(Polygons.of(self._array), features, pairs)
        return parts.single, float(parts.multiple[0]), float(parts.slivers[0])

    def _nearest(self, features: Prepared, rule: Rule) -> Iterator[Finding]:
        _, found, distance = nearest_of(self._array, features, rule)
        for feature, metres in zip(found.tolist(), distance.tolist(), strict=True):
            yield Finding("nearest", feature, distance_m=metres)
