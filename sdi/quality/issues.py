"""What happened to a feature: the one form in which every part of the intake reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import shapely

from sdi.quality.rules import rule

Action = Literal["kept", "changed", "quarantined", "refused"]


@dataclass(frozen=True, slots=True)
class Issue:
    """One row of ``meta.issue``.

    ``feature_no`` counts from 0 in the source layer; ``None`` marks an issue of the whole delivery.
    Geometries are in the provincial CRS. ``features`` is how many features a systematic change stands for.
    """

    rule: str
    action: Action
    reason: str
    layer: str | None = None
    source_layer: str | None = None
    feature_no: int | None = None
    feature_id: str | None = None
    field: str | None = None
    before: str | None = None
    after: str | None = None
    geom_before: shapely.Geometry | None = None
    geom_after: shapely.Geometry | None = None
    features: int = 1
    severity_override: str | None = None

    @property
    def severity(self) -> str:
        """Severity of this occurrence: the rule's, unless the declaration set another."""
        return self.severity_override or rule(self.rule).severity

    @property
    def responsible(self) -> str:
        """Who must mend it: ``sender``, ``office`` (the receiving department) or ``system``."""
        return rule(self.rule).responsible


@dataclass
class Tally:
    """Features, area (m²) and length (m) by (source layer, layer, outcome, reason)."""

    rows: dict[tuple[str, str, str, str], list[float]] = field(default_factory=dict)

    def add(
        self,
        source_layer: str,
        layer: str,
        outcome: Literal["read", "staged", "quarantined", "out_of_scope"],
        features: int,
        *,
        reason: str = "",
        area_m2: float = 0.0,
        length_m: float = 0.0,
    ) -> None:
        """Add to a row; nothing is added for no features."""
        if features:
            row = self.rows.setdefault((source_layer, layer, outcome, reason), [0, 0.0, 0.0])
            row[0] += features
            row[1] += area_m2
            row[2] += length_m
