"""Percentages of parts that add up to exactly 100.0."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from sdi.overlay.arrays import Floats, Ints

_TENTHS = 1000


def tenths(owner: Ints, amount: Floats, owners: int) -> Floats:
    """Percentages to one decimal of the parts of each owner, rounded by largest remainder.

    Every part gets its share rounded down to 0.1, and the tenths that are missing go to the parts that lost most,
    to the earlier ones where they lost the same.

    Args:
        owner: Whose part it is, shape (parts,).
        amount: Size of the part, not negative, shape (parts,); an owner whose parts are all 0 has one part only.
        owners: How many owners there are.

    Returns:
        Shape (parts,).
    """
    total = np.bincount(owner, amount, owners)[owner]
    exact = np.divide(_TENTHS * amount, total, out=np.full(len(amount), float(_TENTHS)), where=total > 0)
    floor = np.floor(exact)
    missing = _TENTHS - np.bincount(owner, floor, owners)
    order = np.lexsort((floor - exact, owner))
    starts = np.zeros(owners + 1, np.int64)
    np.cumsum(np.bincount(owner, minlength=owners), out=starts[1:])
    rank = np.empty(len(owner), np.int64)
    rank[order] = np.arange(len(owner)) - starts[owner[order]]
    return np.asarray((floor + (rank < missing[owner])) / 10)


def tenths_of(amounts: Sequence[float]) -> list[float]:
    """:func:`tenths` of the parts of one owner, without arrays."""
    total = 0.0
    for amount in amounts:  # one after the other, as bincount adds; sum() may add more exactly
        total += amount
    exact = [_TENTHS * amount / total if total > 0 else float(_TENTHS) for amount in amounts]
    floor = [math.floor(share) for share in exact]
    missing = max(_TENTHS - sum(floor), 0)
    for at in sorted(range(len(floor)), key=lambda at: floor[at] - exact[at])[:missing]:
        floor[at] += 1
    return [share / 10 for share in floor]
