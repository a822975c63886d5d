"""Faults as they occur in real deliveries, planted one by one and counted."""

from __future__ import annotations

from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import shapely
from shapely import Polygon

from .planning import CAD_LAYERS, Plan, Zone


@dataclass
class Ledger:
    """What was planted where: file → features, and fault → the features that carry it."""

    files: dict[str, dict[str, object]] = field(default_factory=dict)

    def wrote(self, file: str, features: int | dict[str, int]) -> None:
        """Record a file with its number of features (per layer if it has several)."""
        self.files.setdefault(file, {"faults": {}})["features"] = features

    def plant(self, file: str, fault: str, expect: str, features: list[str]) -> None:
        """Record a fault; ``expect`` says what the intake should do: quarantined, mended or reported."""
        entry = self.files.setdefault(file, {"faults": {}})
        faults = entry["faults"]
        assert isinstance(faults, dict)
        faults[fault] = {"count": len(features), "expect": expect, "features": features}


def spoil_parcels(table: gpd.GeoDataFrame, ledger: Ledger, file: str, rng: np.random.Generator) -> gpd.GeoDataFrame:
    """Plant the faults of a land office in a delivery with the columns SHBANDO, SHTHUA, KHLOAIDAT, DIENTICH.

    Keys in the ledger are ``sheet/number`` as the parcel had them before the fault.
    """
    table = table.copy()
    plain = np.flatnonzero((shapely.area(table.geometry.array) > 60) & (shapely.area(table.geometry.array) < 400))
    picks = iter(rng.permutation(plain).tolist())
    keys = (table["SHBANDO"].astype(str) + "/" + table["SHTHUA"].astype(str)).tolist()

    def take(count: int) -> list[int]:
        return [next(picks) for _ in range(count)]

    shapes = table.geometry.to_numpy().copy()
    ties, spikes = take(3), take(1)
    for i in ties:
        shapes[i] = bow_tie(shapes[i])
    for i in spikes:
        shapes[i] = spike(shapes[i])
    table = table.set_geometry(gpd.GeoSeries(shapes, crs=table.crs))
    ledger.plant(file, "bow_tie", "quarantined", [keys[i] for i in ties])
    ledger.plant(file, "spike", "mended", [keys[i] for i in spikes])

    originals, copies = take(2), take(2)
    for one, other in zip(originals, copies, strict=True):
        table.loc[other, ["SHBANDO", "SHTHUA"]] = table.loc[one, ["SHBANDO", "SHTHUA"]].to_numpy()
    ledger.plant(file, "duplicate_key", "quarantined", [keys[i] for i in (*originals, *copies)])
    empty = take(2)
    table.loc[empty, "SHTHUA"] = None
    ledger.plant(file, "empty_key", "quarantined", [keys[i] for i in empty])
    unknown = take(1)
    table.loc[unknown, "KHLOAIDAT"] = "XYZ"
    ledger.plant(file, "unknown_land_type", "quarantined", [keys[i] for i in unknown])
    wrong = take(4)
    for i in wrong:
        stated = float(table.loc[i, "DIENTICH"].replace(".", "").replace(",", "."))
        table.loc[i, "DIENTICH"] = f"{stated * 1.08:.1f}".replace(".", ",")
    ledger.plant(file, "area_differs", "reported", [keys[i] for i in wrong])
    return table


def bow_tie(polygon: Polygon) -> Polygon:
    """A polygon with two neighbouring corners exchanged, so that its sides cross."""
    ring = shapely.get_coordinates(polygon.exterior)[:-1]
    for k in range(len(ring)):
        swapped = ring.copy()
        swapped[[k, (k + 1) % len(ring)]] = swapped[[(k + 1) % len(ring), k]]
        crossed = Polygon(swapped)
        if not crossed.is_valid and abs(crossed.area) < 0.9 * polygon.area:
            return crossed
    raise ValueError("no pair of corners makes the ring cross itself")


def spike(polygon: Polygon) -> Polygon:
    """A polygon whose ring runs two metres out from a corner and back."""
    ring = shapely.get_coordinates(polygon.exterior)
    middle = np.array(polygon.centroid.coords[0])
    out = ring[1] + 2 * (ring[1] - middle) / np.hypot(*(ring[1] - middle))
    return Polygon(np.vstack([ring[:2], out.round(3), ring[1:]]))


def kink(polygon: Polygon) -> Polygon:
    """A polygon with a tiny loop in its longest side, as a slipped hand draws it."""
    ring = shapely.get_coordinates(polygon.exterior)
    sides = np.diff(ring, axis=0)
    k = int(np.argmax(np.hypot(sides[:, 0], sides[:, 1])))
    along = sides[k] / np.hypot(*sides[k])
    middle, across = (ring[k] + ring[k + 1]) / 2, np.array([-along[1], along[0]])
    loop = [middle + 0.5 * along + 0.5 * across, middle - 0.5 * along + 0.5 * across]
    return Polygon(np.vstack([ring[: k + 1], np.round(loop, 3), ring[k + 1 :]]))


@dataclass(frozen=True)
class Drawn:
    """A zone as the drawing shows it: rings as exported, CAD layer, colour, label."""

    rings: list[np.ndarray]
    layer: str
    colour: str
    label: str | None


def as_drawing(plan: Plan, ledger: Ledger, file: str, rng: np.random.Generator) -> list[Drawn]:
    """Zones as a CAD export writes them: layer names of many hands, and the faults of such exports."""
    zones = list(plan.zones)
    drawn: list[Drawn] = []
    plain = [k for k, z in enumerate(zones) if z.function == "NO" and z.polygon.area > 1500 and not z.polygon.interiors]
    picks = iter(rng.permutation(plain).tolist())
    invalid = {next(picks) for _ in range(max(1, round(0.04 * len(zones))))}
    damaged = {next(picks)}
    islands = {next(picks): next(picks), next(picks): next(picks)}
    swallowed = set(islands.values())
    counts: dict[tuple[str, str], int] = {}
    for k, zone in enumerate(zones):
        if k in swallowed:
            continue
        names, colour = CAD_LAYERS[zone.function]
        layer = "@Ð?t nhóm nhà ?" if k in damaged else names[int(rng.integers(0, len(names)))]
        counts[(layer, zone.function)] = counts.get((layer, zone.function), 0) + 1
        shape = kink(zone.polygon) if k in invalid else zone.polygon
        rings = [shapely.get_coordinates(shape.exterior), *map(shapely.get_coordinates, shape.interiors)]
        if k in islands:
            rings.append(shapely.get_coordinates(zones[islands[k]].polygon.exterior)[::-1])
        label = zone.number if rng.random() < 0.25 else None
        drawn.append(Drawn(rings, layer, colour, label))
    ledger.plant(file, "invalid_zone", "mended", [zones[k].number for k in sorted(invalid)])
    ledger.plant(file, "island_as_hole", "mended", [zones[k].number for k in sorted(islands)])
    ledger.plant(file, "damaged_layer_name", "quarantined", [zones[k].number for k in sorted(damaged)])
    overlaps = overlap_pairs(zones)
    ledger.plant(file, "overlap", "reported", overlaps)
    ledger.files[file]["cad_layers"] = [
        {"layer": layer, "function": function, "count": n} for (layer, function), n in sorted(counts.items())
    ]
    return drawn


def overlap_pairs(zones: list[Zone]) -> list[str]:
    """Pairs of zones that share more than a square metre."""
    shapes = [z.polygon for z in zones]
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    return [
        f"{zones[i].number} × {zones[j].number}"
        for i, j in zip(first.tolist(), second.tolist(), strict=True)
        if i < j and shapely.intersection(shapes[i], shapes[j]).area > 1.0
    ]
