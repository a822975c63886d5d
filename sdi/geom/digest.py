"""Digests of geometries: did a feature's shape change between two deliveries?

The digest sees coordinates rounded to 0.1 mm. Where a ring starts and which way it runs, and in what order
parts and holes are listed, does not count: programs change that at every export. The direction of a line
does count (a pipe's is the way the water flows). It is made of sums of mixed 64-bit words in two
independent lanes, which numpy does for all vertices at once; it tells changes apart, it is no protection
against forgery.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
import shapely
from numpy.typing import NDArray

Words = NDArray[np.uint64]

_STEPS_PER_METRE = 1e4
_CHUNK = 50_000
_GAMMA = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1B54A32D192ED03))
_ROLE_SHELL, _ROLE_HOLE, _ROLE_LINE, _ROLE_POINT = (np.uint64(n) for n in (1, 2, 3, 4))


def geometry_digest(geoms: NDArray[np.object_]) -> Words:
    """Digest of each geometry's X and Y.

    Args:
        geoms: Geometries or None, shape (n,), coordinates in metres. Z and M are not looked at.

    Returns:
        Two unsigned 64-bit words each, shape (n, 2); ``digest[i].tobytes()`` are its 16 bytes. A single
        geometry and the multi geometry of that one part have the same digest. None and empty geometries
        have zeros.
    """
    values = np.asarray(geoms, dtype=object)
    out = np.zeros((len(values), 2), dtype=np.uint64)
    for start in range(0, len(values), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        out[chunk] = _chunk(values[chunk])
    return out


def _chunk(values: NDArray[np.object_]) -> Words:
    out = np.zeros((len(values), 2), dtype=np.uint64)
    kind = shapely.get_type_id(values)
    digests: tuple[tuple[tuple[int, ...], Callable[[NDArray[np.object_]], Words]], ...] = (
        ((3, 6), _polygons),
        ((1, 2, 5), _lines),
        ((0, 4), _points),
        ((7,), _collections),
    )
    filled = ~shapely.is_empty(values)
    for kinds, digest in digests:
        rows = filled & np.isin(kind, kinds)
        if rows.all():
            return digest(values)
        if rows.any():
            out[rows] = digest(values[rows])
    return out


def _polygons(geoms: NDArray[np.object_]) -> Words:
    parts, part_owner = _parts(geoms)
    plain = shapely.get_num_interior_rings(parts) == 0
    if plain.all():
        count = shapely.get_num_coordinates(parts)
        shells = _rings(shapely.get_coordinates(parts), count, _ROLE_SHELL)
        return _sum_by(_mix_words(shells), part_owner, len(geoms))
    rings, ring_owner = shapely.get_rings(parts, return_index=True)
    first = np.r_[True, ring_owner[1:] != ring_owner[:-1]]
    role = np.where(first, _ROLE_SHELL, _ROLE_HOLE)
    each = _rings(shapely.get_coordinates(rings), shapely.get_num_coordinates(rings), role)
    return _sum_by(_mix_words(_sum_by(_mix_words(each, skip=first), ring_owner, len(parts))), part_owner, len(geoms))


def _lines(geoms: NDArray[np.object_]) -> Words:
    parts, owner = _parts(geoms)
    count = shapely.get_num_coordinates(parts)
    vertices = _vertices(shapely.get_coordinates(parts))
    starts = np.cumsum(count) - count
    position = (np.arange(len(vertices)) - np.repeat(starts, count)).astype(np.uint64)
    along = np.stack([_mix(vertices[:, lane] + position * _GAMMA[lane] + _ROLE_LINE) for lane in (0, 1)], axis=1)
    return _sum_by(_mix_words(_sum_runs(along, starts)), owner, len(geoms))


def _points(geoms: NDArray[np.object_]) -> Words:
    parts, owner = _parts(geoms)
    return _sum_by(_mix_words(_vertices(shapely.get_coordinates(parts)) + _ROLE_POINT), owner, len(geoms))


def _collections(geoms: NDArray[np.object_]) -> Words:
    """Layers have no collections; their rarity allows the slow way."""
    rounded = shapely.transform(geoms, lambda c: np.rint(c * _STEPS_PER_METRE) + 0.0)
    words = [hashlib.blake2b(w, digest_size=16).digest() for w in shapely.to_wkb(shapely.normalize(rounded))]
    return np.frombuffer(b"".join(words), dtype=np.uint64).reshape(-1, 2)


def _parts(geoms: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    parts, owner = shapely.get_parts(geoms, return_index=True)
    full = ~shapely.is_empty(parts)
    return (parts, owner) if full.all() else (parts[full], owner[full])


def _rings(coords: NDArray[np.float64], count: NDArray[np.intp], role: Words | np.uint64) -> Words:
    """One word pair per closed ring: a sum over its edges, in which start and direction cannot be seen."""
    vertices = _vertices(coords)
    ends = np.cumsum(count)
    edges = np.empty_like(vertices)
    for lane in (0, 1):
        v = vertices[:, lane]
        edges[:-1, lane] = _mix((v[:-1] + v[1:]) ^ (v[:-1] * v[1:]))
    # The last vertex of a ring repeats the first: no edge leads from it to the next ring.
    edges[ends - 1] = 0
    return _sum_runs(edges, ends - count) + np.asarray(role)[..., None]


def _vertices(coords: NDArray[np.float64]) -> Words:
    steps = np.rint(coords * _STEPS_PER_METRE).astype(np.int64).view(np.uint64)
    x, y = steps[:, 0], steps[:, 1]
    return np.stack([_mix(x * gamma + _mix(y + gamma)) | np.uint64(1) for gamma in _GAMMA], axis=1)


def _mix(words: Words) -> Words:
    """A bijection that spreads every bit over all 64 (the constants are those of splitmix64's finaliser)."""
    words = words ^ (words >> np.uint64(30))
    words *= np.uint64(0xBF58476D1CE4E5B9)
    words ^= words >> np.uint64(27)
    words *= np.uint64(0x94D049BB133111EB)
    words ^= words >> np.uint64(31)
    return words


def _mix_words(words: Words, skip: NDArray[np.bool_] | None = None) -> Words:
    mixed = np.stack([_mix(words[:, lane] + _GAMMA[lane]) for lane in (0, 1)], axis=1)
    return mixed if skip is None else np.where(skip[:, None], words, mixed)


def _sum_runs(words: Words, starts: NDArray[np.intp]) -> Words:
    return np.add.reduceat(words, starts, axis=0)


def _sum_by(words: Words, owner: NDArray[np.intp], size: int) -> Words:
    """Sums of words per owner; owners are sorted and need not all occur."""
    if len(words) == size and (size == 0 or (owner[0] == 0 and owner[-1] == size - 1)):
        return words
    out = np.zeros((size, 2), dtype=np.uint64)
    if len(owner):
        starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
        out[owner[starts]] = _sum_runs(words, starts)
    return out
