"""How one layer is laid over another, taken from both declarations."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sdi.model.layer import Layer, Overlay


@dataclass(frozen=True)
class Rule:
    """How the features of one layer are laid over those of a base layer.

    Attributes:
        dimension: Of the overlaid layer: 0 points, 1 lines, 2 areas.
        min_area_m2: m² below which an overlap is a sliver.
        min_width_m: m below which an overlap is a sliver.
        nearest_m: m within which the nearest feature is looked for; None: it is not asked for.
    """

    dimension: int
    min_area_m2: float
    min_width_m: float
    nearest_m: float | None = None

    @classmethod
    def of(cls, base: Layer, layer: Layer) -> Rule:
        """The rule of ``layer`` over ``base``.

        Two boundaries that mean the same line lie as far apart as the errors of both together allow, so nothing
        narrower than their root sum of squares is a fact, whatever width the declaration asks for.
        """
        declared = layer.overlay or Overlay(against=[base.id])
        width = max(declared.min_width_m, math.hypot(base.accuracy_m, layer.accuracy_m))
        return cls(layer.dimension, declared.min_area_m2, width, declared.nearest_m)
