"""Parts rounded so that they add up to the whole."""

from __future__ import annotations

import math
from collections.abc import Sequence


def apportion(amounts: Sequence[float], total: float, decimals: int = 1) -> list[float]:
    """Amounts to so many decimals that add up to ``total``, which has no more decimals itself.

    By largest remainder: each is rounded down, and what is missing goes to those that lost most, the earlier ones where
    they lost the same. A part differs from its amount by less than one unit.
    """
    unit = 10**decimals
    exact = [amount * unit for amount in amounts]
    floor = [math.floor(amount + 1e-9) for amount in exact]
    missing = round(total * unit) - sum(floor)
    order = sorted(range(len(floor)), key=lambda at: floor[at] - exact[at])
    for at in order[:missing] if missing > 0 else ():
        floor[at] += 1
    return [amount / unit for amount in floor]
