"""The partition of each base polygon: what one feature covers, what several do, what none does.

Where features overlap one another, every doubly covered point is charged to the first feature that covers it. Let
X(f, g) be the area that f and g share, f before g, and

    later(f) = union of X(h, f), h before f          first(f) = union of X(f, g), f before g, without later(f)

Of what f covers, f alone covers all but first(f) and later(f), which are disjoint; and the area that several
features cover is the disjoint union of first(f) over all f. Both hold on every base polygon, so the unions are made
once per feature, not once per base polygon, and the kernel measures them on each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import shapely

from sdi.overlay.areas import intersections
from sdi.overlay.arrays import Bools, Floats, Geoms, Ints, in_bulk, on_threads, slices, starts_of
from sdi.overlay.edges import edges_of
from sdi.overlay.pairs import Pairs, touching
from sdi.overlay.polygons import Polygons
from sdi.overlay.prepared import Prepared

_FEATURES_AT_ONCE = 2_000


@dataclass(frozen=True)
class Partition:
    """Areas of the partition, m².

    Attributes:
        single: What the feature of each pair covers alone; 0 for slivers; shape (pairs,).
        multiple: What two or more features cover, counted once, shape (n,).
        slivers: What slivers alone cover, shape (n,).
    """

    single: Floats
    multiple: Floats
    slivers: Floats


def partition(base: Polygons, features: Prepared, pairs: Pairs) -> Partition:
    """Who covers what alone, and what several cover."""
    single = np.where(pairs.sliver, 0.0, pairs.area)
    multiple = np.zeros(len(base))
    alone = np.where(pairs.sliver, pairs.area, 0.0)
    one, other = meetings(pairs, overlapping(features, pairs), len(base), len(features))
    if len(one):
        # A sliver takes part in no double cover, but which features are slivers differs from base to base.
        mixed = np.zeros(len(base), np.bool_)
        mixed[pairs.base[one[pairs.sliver[one] | pairs.sliver[other]]]] = True
        apart = mixed[pairs.base[one]] | _cheaper_apart(features, pairs, one, other)
        for charge, chosen in ((_charge_apart, apart), (_charge_together, ~apart)):
            if chosen.any():
                charge(base, features, pairs, one[chosen], other[chosen], single, multiple, alone)
    sliver_only = np.bincount(pairs.base, np.maximum(alone, 0.0), len(base)).astype(np.float64)
    return Partition(np.maximum(single, 0.0), multiple, sliver_only)


def overlapping(features: Prepared, pairs: Pairs) -> tuple[Ints, Ints]:
    """Features f < g that share an area, of those that lie on a base polygon with others."""
    several = np.bincount(pairs.base)[pairs.base] > 1 if len(pairs) else np.zeros(0, np.bool_)
    asked = np.unique(pairs.feature[several])
    wanted = np.zeros(len(features), np.bool_)
    wanted[asked] = True
    edges = features.edges

    def work(chunk: slice) -> tuple[Ints, Ints]:
        i, g = features.tree.query(features.geoms[asked[chunk]])
        f = asked[chunk][i]
        once = (f < g) & wanted[g]
        f, g = f[once], g[once]
        area, _ = intersections(edges, edges, f, g)
        real = area > touching(edges.box)[f]
        return f[real], g[real]

    found = on_threads(work, slices(len(asked), _FEATURES_AT_ONCE))
    return np.concatenate([f for f, _ in found]), np.concatenate([g for _, g in found])


def meetings(pairs: Pairs, overlaps: tuple[Ints, Ints], bases: int, features: int) -> tuple[Ints, Ints]:
    """Positions in ``pairs`` of two features that overlap and lie on the same base polygon, first before second."""
    f, g = overlaps
    order = np.lexsort((g, f))
    return _meetings(starts_of(pairs.base, bases), pairs.feature, starts_of(f, features), g[order], features)


@numba.njit(cache=True, nogil=True)
def _meetings(base_start, feature, start, neighbour, features):  # type: ignore[no-untyped-def]
    row_of = np.full(features, -1, np.int64)
    one, other = np.empty(0, np.int64), np.empty(0, np.int64)
    for phase in range(2):
        found = 0
        for b in range(len(base_start) - 1):
            begin, end = base_start[b], base_start[b + 1]
            if end - begin < 2:
                continue
            for row in range(begin, end):
                row_of[feature[row]] = row
            for row in range(begin, end):
                for k in range(start[feature[row]], start[feature[row] + 1]):
                    if row_of[neighbour[k]] >= begin:
                        if phase == 1:
                            one[found], other[found] = row, row_of[neighbour[k]]
                        found += 1
            for row in range(begin, end):
                row_of[feature[row]] = -1
        if phase == 0:
            one, other = np.empty(found, np.int64), np.empty(found, np.int64)
    return one, other


def _cheaper_apart(features: Prepared, pairs: Pairs, one: Ints, other: Ints) -> bool:
    """Whether few base polygons meet big overlaps, so that cutting out the pieces first costs less."""
    size = features.edges.size
    met = np.unique(pairs.feature[one] * len(features) + pairs.feature[other])
    together = 2_000 * len(met) + 30 * int((size[met // len(features)] + size[met % len(features)]).sum())
    rows = np.union1d(one, other)
    return 2_000 * (len(rows) + len(one)) + int(size[pairs.feature[rows]].sum()) < together


def _charge_together(
    base: Polygons,
    features: Prepared,
    pairs: Pairs,
    one: Ints,
    other: Ints,
    single: Floats,
    multiple: Floats,
    _: Floats,
) -> None:
    """Charge double cover by the unions of each feature's overlaps, measured on each base polygon by the kernel."""
    met = np.unique(pairs.feature[one] * len(features) + pairs.feature[other])
    first, later = charges(features.geoms, met // len(features), met % len(features), np.ones(len(met), np.bool_))
    rows = np.union1d(one, other)
    i, j = pairs.base[rows], pairs.feature[rows]
    used, position = np.unique(i, return_inverse=True)
    polygons = edges_of(base.take(used))
    for geoms, total in ((first, multiple), (later, None)):
        area = np.maximum(intersections(polygons, edges_of(geoms), position, j)[0], 0.0)
        single[rows] -= area
        if total is not None:
            total += np.bincount(i, area, len(base))


def _charge_apart(
    base: Polygons,
    features: Prepared,
    pairs: Pairs,
    one: Ints,
    other: Ints,
    single: Floats,
    multiple: Floats,
    alone: Floats,
) -> None:
    """Charge double cover by the pieces cut out on each base polygon; slivers come last and cover only what is left."""
    rows = np.union1d(one, other)
    rows = rows[np.lexsort((rows, pairs.sliver[rows]))]
    rank = np.zeros(len(pairs), np.int64)
    rank[rows] = np.arange(len(rows))
    f, g = np.minimum(rank[one], rank[other]), np.maximum(rank[one], rank[other])
    sliver = pairs.sliver[rows]
    pieces = in_bulk(shapely.intersection, base.take(pairs.base[rows]), features.geoms[pairs.feature[rows]])
    first, later = charges(pieces, f, g, ~sliver[g])
    lost, charged = shapely.area(later), np.where(sliver, 0.0, shapely.area(first))
    single[rows] -= np.where(sliver, 0.0, lost + charged)
    alone[rows] -= np.where(sliver, lost, 0.0)
    multiple += np.bincount(pairs.base[rows], charged, len(base))


def charges(geoms: Geoms, f: Ints, g: Ints, double: Bools) -> tuple[Geoms, Geoms]:
    """``first`` and ``later`` of every geometry, shape (m,); empty where it shares nothing.

    Args:
        geoms: Polygons, shape (m,).
        f: Index of the earlier of each overlapping pair, shape (pairs,).
        g: Index of the later one.
        double: Whether the pair counts as double cover, shape (pairs,).
    """
    shared = in_bulk(shapely.intersection, geoms[f], geoms[g])
    later = _unions(shared, g, len(geoms))
    first = _unions(shared[double], f[double], len(geoms))
    both = np.flatnonzero(~shapely.is_empty(first) & ~shapely.is_empty(later))
    first[both] = in_bulk(shapely.difference, first[both], later[both])
    return first, later


def _unions(geoms: Geoms, owner: Ints, owners: int) -> Geoms:
    """The union of the geometries of each owner."""
    found = np.full(owners, shapely.Polygon(), dtype=object)
    order = np.argsort(owner, kind="stable")
    start = starts_of(owner, owners)
    size = np.diff(start)
    geoms = geoms[order]
    found[size == 1] = geoms[start[:-1][size == 1]]
    for many in np.flatnonzero(size > 1):
        found[many] = shapely.union_all(geoms[start[many] : start[many + 1]])
    return found
