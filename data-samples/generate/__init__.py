"""The sample town: a deterministic generator of deliveries with the faults of real ones.

``generate(out)`` writes the samples; ``generate(out, parcels=1_000_000, only=("parcels",))`` grows the town.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

__all__ = ["generate"]


def generate(
    out: Path,
    *,
    province: str = "quang_ngai",
    parcels: int | None = None,
    only: tuple[str, ...] | None = None,
    formats: tuple[str, ...] = ("gpkg", "shp"),
    change: float = 0.0,
) -> dict[str, Any]:
    """Write sample deliveries.

    Args:
        out: Folder to write to; made if missing.
        province: Key of :data:`generate.places.PROVINCES`.
        parcels: Grow the town to exactly this many parcels, for benchmarks; absent: the samples.
        only: Layers to grow (``parcels``, ``administrative_units``, ``planning_zones``); absent: all of them.
        formats: ``gpkg``, ``shp`` or both, for grown layers.
        change: Share of parcels that differ from the first edition (0 … 1), for grown parcels.

    Returns:
        What was written: file → features and planted faults, or file → number of features.
    """
    from . import deliveries, grow, places, town
    from .formats import dump_pretty

    place = places.PROVINCES[province]
    out.mkdir(parents=True, exist_ok=True)
    first = town.build(place.town, place.crs)
    if parcels is not None:
        return grow.write(out, place, first, parcels, only or grow.LAYERS, formats, change)
    second = town.build(place.second, place.crs) if place.second else None
    ledger = deliveries.write_all(out, place, first, second)
    report = {"province": place.id, "crs": place.crs, "files": dict(sorted(ledger.files.items()))}
    dump_pretty(out / "faults.json", report)
    return report
