"""What each audience sees of the same overlay: a parcel's partition depends on which zones one may see."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sdi.db.overlays import span
from sdi.model import Audience, Layer
from sdi.overlay.arrays import Bools
from sdi.overlay.engine import Prepared, measure, rows
from sdi.overlay.rules import Rule

Levels = NDArray[np.int8]
"""Positions in :class:`~sdi.model.Audience`, lowest first."""


def steps_of(layer: Layer) -> list[int]:
    """Positions of the audiences from which on more of a layer may be seen: its own, and those of its ``restrict``."""
    order = list(Audience)
    lowest = order.index(layer.visibility)
    return sorted({lowest, *(level for rule in layer.restrict if (level := order.index(rule.visibility)) > lowest)})


def by_audience(
    base: NDArray[np.object_],
    base_levels: Levels,
    features: Prepared,
    levels: Levels,
    rule: Rule,
    steps: Sequence[int],
) -> pa.Table:
    """Rows of an overlay for all audiences: each with the span of audiences for which it is the answer.

    Every step has rows of its own, also where two agree: were they one, then the day something secret is published
    over a parcel would show in the number and the epoch of its public rows.

    Args:
        base: base features, shape (n,), and ``base_levels`` who may see each.
        features: the other layer's features; ``levels``, shape (m,), who may see each.
        rule: how they are laid over.
        steps: of :func:`steps_of`.

    Returns:
        The columns of :func:`sdi.overlay.engine.rows`, and ``audience``: the name of the span.
    """
    pairs = measure(base, features, rule)
    counting = levels if rule.nearest_m else levels[pairs.feature]  # whatever lies on no base feature changes nothing
    tables = []
    hidden: Bools | None = None
    for step, following in zip(steps, [*steps[1:], len(Audience)], strict=True):
        before, hidden = hidden, counting > step
        if before is None or (hidden != before).any():
            seen = rows(base, features, pairs, rule, levels <= step if hidden.any() else None)
        low, high = np.maximum(step, base_levels[seen["base"].to_numpy()]), following - 1
        shown = np.flatnonzero(low <= high)
        spans = pa.array(_SPANS[low[shown], high], pa.string())
        tables.append(seen.take(pa.array(shown)).append_column("audience", spans))
    return pa.concat_tables(tables)


def _names() -> NDArray[np.object_]:
    order = list(Audience)
    names = np.full((len(order), len(order)), "", dtype=object)
    for low, one in enumerate(order):
        for high in range(low, len(order)):
            names[low, high] = span(one, order[high])
    return names


_SPANS = _names()
