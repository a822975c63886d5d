"""What a side says of its overlay, so that answers can be compared; needs numpy alone, all sides import it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

TOUCHING = 1e-6
"""m²; what two polygons share is an area from here on."""
KEY = 1_000_003


def answer(parcel: Any, zone: Any, area: Any) -> dict[str, float]:
    """Number of pairs, a checksum of which they are, and the sum of their areas.

    Args:
        parcel: Numbers of the parcels, shape (pairs,).
        zone: Numbers of the zones.
        area: m² of each pair; pairs that only touch may be among them.
    """
    parcel, zone, area = (np.asarray(values) for values in (parcel, zone, area))
    real = area > TOUCHING
    key = int((parcel[real].astype(np.int64) * KEY + zone[real]).sum())
    return {"pairs": int(real.sum()), "key": key, "area": float(area[real].sum())}


def repeat(work: Callable[[], tuple[Any, Any, Any]], rounds: int, target: Path) -> None:
    """Time some work and write the seconds and its answer."""
    seconds = []
    for _ in range(rounds):
        begin = time.perf_counter()
        found = work()
        seconds.append(time.perf_counter() - begin)
    target.write_text(json.dumps({"seconds": seconds} | answer(*found)))
