"""The rings of many polygons, without making an object of each.

A ring of a valid polygon comes back to its first point only at its end, so the coordinates alone tell where rings
end. Which of them are holes is plain for a polygon and for a multipolygon without holes. GEOS is asked about the
few others: several parts with holes, and points repeated where a ring closes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import shapely

from sdi.overlay.arrays import Bools, Floats, Geoms, Ints, starts_of


@dataclass(frozen=True)
class Rings:
    """Closed rings, sorted by polygon.

    Attributes:
        coords: x and y of all points, shape (points, 2).
        begin: The first point of each ring, shape (rings,).
        end: Behind the last point of each ring, which equals the first, shape (rings,).
        shell: Whether the ring is a shell, not a hole, shape (rings,).
        start: rings of polygon i are start[i] … start[i + 1], shape (polygons + 1,).
    """

    coords: Floats
    begin: Ints
    end: Ints
    shell: Bools
    start: Ints


def rings_of(geoms: Geoms) -> Rings:
    """Rings of valid polygons and multipolygons, shape (polygons,); missing and empty ones have none."""
    coords, point_owner = shapely.get_coordinates(geoms, return_index=True)
    parts = shapely.get_num_geometries(geoms).astype(np.int64)
    begin, end, owner, shell, plain = _closed(coords, starts_of(point_owner, len(geoms)), parts)
    hard = np.flatnonzero(~plain)
    if len(hard):
        more = _asked(geoms[hard])
        kept = plain[owner]
        begin = np.concatenate([begin[kept], more.begin + len(coords)])
        end = np.concatenate([end[kept], more.end + len(coords)])
        shell = np.concatenate([shell[kept], more.shell])
        owner = np.concatenate([owner[kept], hard[np.repeat(np.arange(len(hard)), np.diff(more.start))]])
        coords = np.concatenate([coords, more.coords])
        order = np.argsort(owner, kind="stable")
        begin, end, shell, owner = begin[order], end[order], shell[order], owner[order]
    return Rings(coords, begin, end, shell, starts_of(owner, len(geoms)))


def _asked(geoms: Geoms) -> Rings:
    """Rings as GEOS tells them."""
    parts, part_owner = shapely.get_parts(geoms, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    coords, ring = shapely.get_coordinates(rings, return_index=True)
    shell = np.ones(len(rings), np.bool_)
    shell[1:] = ring_part[1:] != ring_part[:-1]
    start = starts_of(ring, len(rings))
    return Rings(coords, start[:-1], start[1:], shell, starts_of(part_owner[ring_part], len(geoms)))


@numba.njit(cache=True, nogil=True)
def _closed(coords, start, parts):  # type: ignore[no-untyped-def]
    """Where rings close, whose they are, which are shells; and which polygons are plain enough to tell."""
    begin, end = np.empty(len(coords), np.int64), np.empty(len(coords), np.int64)
    owner, shell = np.empty(len(coords), np.int64), np.empty(len(coords), np.bool_)
    plain = np.ones(len(parts), np.bool_)
    rings = 0
    for p in range(len(parts)):
        first_ring, first = rings, start[p]
        for k in range(start[p], start[p + 1]):
            if k == first:
                # A ring that begins where the last one closed may as well be a repeated point of that one.
                if k > start[p] and coords[k, 0] == coords[k - 1, 0] and coords[k, 1] == coords[k - 1, 1]:
                    plain[p] = False
            elif coords[k, 0] == coords[first, 0] and coords[k, 1] == coords[first, 1]:
                if k - first < 3:
                    plain[p] = False
                begin[rings], end[rings], owner[rings], shell[rings] = first, k + 1, p, True
                rings += 1
                first = k + 1
        if first != start[p + 1] or (parts[p] > 1 and rings - first_ring != parts[p]):
            plain[p] = False
        if parts[p] == 1:
            shell[first_ring + 1 : rings] = False
    return begin[:rings].copy(), end[:rings].copy(), owner[:rings].copy(), shell[:rings].copy(), plain
