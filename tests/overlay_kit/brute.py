"""Overlays the plain way: a loop over all pairs with GEOS, as slow and as simple as can be."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from sdi.overlay.rules import Rule

Amounts = dict[tuple[int, str, int | None], float]
"""(base, kind, feature) → m²"""


def polygons(geom: shapely.Geometry) -> shapely.Geometry:
    """The polygons of an intersection, without the lines and points where things only touch."""
    parts = shapely.get_parts(geom, return_index=False)
    return shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"])


def is_sliver(piece: shapely.Geometry, base: shapely.Geometry, feature: shapely.Geometry, rule: Rule) -> bool:
    if piece.area >= 0.99 * min(base.area, feature.area):
        return False
    return bool(piece.area < rule.min_area_m2 or 2 * piece.area / piece.length < rule.min_width_m)


def amounts(base: Any, features: Any, rule: Rule, touching: float = 1e-6) -> Amounts:
    """Areas of all rows by definition: every region is made as a geometry."""
    found: Amounts = {}
    for b, polygon in enumerate(base):
        pieces = {f: polygons(polygon & feature) for f, feature in enumerate(features) if feature is not None}
        pieces = {f: piece for f, piece in pieces.items() if piece.area > touching}
        slivers = {f for f, piece in pieces.items() if is_sliver(piece, polygon, features[f], rule)}
        facts = {f: piece for f, piece in pieces.items() if f not in slivers}
        several = shapely.union_all([facts[f] & facts[g] for f, g in combinations(facts, 2)])
        covered = shapely.union_all(list(facts.values()))
        only_slivers = shapely.union_all([pieces[f] for f in slivers]) - covered
        none = polygon.area - covered.area - only_slivers.area
        suppressed = only_slivers.area
        if none < rule.min_area_m2 and pieces:
            none, suppressed = 0.0, suppressed + none
        for f, piece in facts.items():
            found[b, "feature", f] = piece.area
            found[b, "single", f] = (piece - shapely.union_all([facts[g] for g in facts if g != f])).area
        found |= {(b, "multiple", None): several.area, (b, "none", None): none, (b, "suppressed", None): suppressed}
    return {key: area for key, area in found.items() if area > touching}


def amounts_of(table: pa.Table) -> Amounts:
    """The same from expanded rows."""
    return {
        (row["base"], row["kind"], row["feature"]): row["area_m2"]
        for row in table.to_pylist()
        if row["kind"] != "nearest"
    }


def assert_same(found: Amounts, expected: Amounts, within: float = 1e-5) -> None:
    """Equal up to ``within`` m², rows that are no larger than that left aside."""
    for key in found.keys() | expected.keys():
        assert abs(found.get(key, 0.0) - expected.get(key, 0.0)) <= within, (key, found.get(key), expected.get(key))


def star(random: np.random.Generator, vertices: int, radius: float, centre: tuple[float, float]) -> shapely.Polygon:
    """A simple polygon with spikes, not convex."""
    angle = (np.arange(vertices) + random.uniform(0.0, 0.8, vertices)) * 2 * np.pi / vertices
    reach = radius * random.uniform(0.2, 1.0, vertices)
    return shapely.Polygon(np.c_[centre[0] + reach * np.cos(angle), centre[1] + reach * np.sin(angle)])
