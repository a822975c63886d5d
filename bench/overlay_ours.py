"""Child process, our side: ``python -m bench.overlay_ours areas|clipped PARCELS ZONES ROUNDS ANSWER``.

Timed is the way from geometries in memory to pairs with areas (and clipped geometries), all indexes included.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import shapely

from bench.overlay_answer import repeat
from sdi.overlay.engine import Prepared, Rule, clip, measure, rows
from sdi.overlay.wkb import rings_of_wkb


def main(kind: str, parcels: str, zones: str, rounds: str, target: str) -> None:
    """Measure one kind of result."""
    base, features = _read(Path(parcels)), _read(Path(zones))
    warm()

    def areas() -> tuple[Any, Any, Any]:
        pairs = measure(base, features, EVERYTHING)
        return pairs.base, pairs.feature, pairs.area

    def clipped() -> tuple[Any, Any, Any]:
        prepared = Prepared(features)
        pairs = measure(base, prepared, EVERYTHING)
        pieces = clip(base, prepared, pairs.base, pairs.feature, pairs.area)
        assert not shapely.is_missing(pieces).any()
        return pairs.base, pairs.feature, pairs.area

    repeat({"areas": areas, "clipped": clipped}[kind], int(rounds), Path(target))


EVERYTHING = Rule(dimension=2, min_area_m2=0.0, min_width_m=0.0)
"""No pair is a sliver: the peers know none."""


def _read(folder: Path) -> np.ndarray:
    rows = pq.read_table(folder, columns=["gid", "geometry"]).sort_by("gid")
    return np.asarray(shapely.from_wkb(rows["geometry"].to_numpy()), dtype=object)


def warm() -> None:
    """Read the compiled kernels from their cache, or compile them."""
    square = np.array([shapely.box(0, 0, 2, 2)], dtype=object)
    beside = np.array([shapely.box(1, 1, 3, 3)], dtype=object)
    pairs = measure(square, beside, EVERYTHING)
    rows(square, beside, pairs, EVERYTHING)
    clip(square, beside, pairs.base, pairs.feature, pairs.area)
    rings_of_wkb(shapely.to_wkb(square).tolist())


if __name__ == "__main__":
    warm() if sys.argv[1] == "warm" else main(*sys.argv[1:])
