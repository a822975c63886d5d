"""Overlays: what lies on each base polygon, and how much of it.

Pure: arrays of geometries in one metric CRS go in, Arrow tables come out. ``docs/overlay.md`` has the mathematics.
"""

from __future__ import annotations

import pyarrow as pa

from sdi.overlay.arrays import Bools, Geoms
from sdi.overlay.clipping import clip
from sdi.overlay.pairs import Pairs, measure
from sdi.overlay.polygons import Polygons
from sdi.overlay.prepared import Prepared
from sdi.overlay.rules import Rule
from sdi.overlay.table import expand, nearest, rows

__all__ = ["Pairs", "Polygons", "Prepared", "Rule", "clip", "expand", "measure", "nearest", "overlay", "rows"]


def overlay(base: Geoms | Polygons, features: Geoms | Prepared, rule: Rule, visible: Bools | None = None) -> pa.Table:
    """What lies on each base polygon: :func:`rows` of :func:`measure`."""
    polygons, prepared = Polygons.of(base), Prepared.of(features)
    return rows(polygons, prepared, measure(polygons, prepared, rule), rule, visible)
