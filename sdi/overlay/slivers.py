"""Slivers: overlaps that say more about the accuracy of two surveys than about the land."""

from __future__ import annotations

import numpy as np

from sdi.overlay.arrays import Bools, Floats
from sdi.overlay.rules import Rule

_WHOLE = 0.99
"""An overlap of this share of the base polygon or of the feature is that thing itself, however small or narrow."""


def slivers(area: Floats, perimeter: Floats, whole: Floats, rule: Rule) -> Bools:
    """Which overlaps are too small or too narrow.

    The width is the area over half the perimeter, which for a long strip is its breadth.

    Args:
        area: Of each overlap, m², shape (pairs,).
        perimeter: Of each overlap, m, shape (pairs,).
        whole: The share of the base polygon or of the feature, whichever is larger, 0 … 1, shape (pairs,).
        rule: Of the two layers.
    """
    small, narrow = area < rule.min_area_m2, 2 * area < rule.min_width_m * perimeter
    return np.asarray((small | narrow) & (whole < _WHOLE))
