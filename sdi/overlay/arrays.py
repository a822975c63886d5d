"""Arrays that the engine passes around, and work over long arrays by several threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Geoms = NDArray[np.object_]
"""Geometries or None, in metres."""

Result = TypeVar("Result")


def slices(length: int, size: int) -> list[slice]:
    """0 … length in slices of at most ``size``; one empty slice when there is nothing."""
    return [slice(k, min(k + size, length)) for k in range(0, max(length, 1), size)]


def on_threads(work: Callable[[slice], Result], chunks: Iterable[slice]) -> list[Result]:
    """Results of ``work`` for each chunk, in order; GEOS and the kernels run without Python's lock."""
    todo = list(chunks)
    if len(todo) == 1:
        return [work(todo[0])]
    with ThreadPoolExecutor(min(len(todo), os.cpu_count() or 1)) as pool:
        return list(pool.map(work, todo))


def in_bulk(function: Callable[..., Geoms], *arrays: Geoms, size: int = 5_000) -> Geoms:
    """A vectorised function of geometries over arrays of one length, by chunks on several threads."""
    found = on_threads(lambda chunk: function(*(a[chunk] for a in arrays)), slices(len(arrays[0]), size))
    return np.concatenate(found)


def starts_of(owner: Ints, owners: int) -> Ints:
    """Where the run of each owner begins in a sorted array, and its end: shape (owners + 1,)."""
    start = np.zeros(owners + 1, np.int64)
    np.cumsum(np.bincount(owner, minlength=owners), out=start[1:])
    return start
