"""What each audience sees of the same overlay: a parcel's partition depends on which zones one may see."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sdi.db.overlays import span
from sdi.model import Audience
from sdi.overlay.engine import Prepared, measure, rows
from sdi.overlay.rules import Rule

Levels = NDArray[np.int8]
"""Positions in :class:`~sdi.model.Audience`, lowest first."""


def by_audience(
    base: NDArray[np.object_], base_levels: Levels, features: Prepared, levels: Levels, rule: Rule, lowest: int
) -> pa.Table:
    """Rows of an overlay for all audiences: each with the span of audiences for which it is the answer.

    Args:
        base: base features, shape (n,), and ``base_levels`` who may see each.
        features: the other layer's features; ``levels``, shape (m,), who may see each.
        rule: how they are laid over.
        lowest: the lowest audience that may see the other layer at all.

    Returns:
        The columns of :func:`sdi.overlay.engine.rows`, and ``audience``: the name of the span.
    """
    pairs = measure(base, features, rule)
    steps = sorted({lowest, *np.unique(levels).tolist()})
    tables = []
    for at, step in enumerate(steps):
        seen = rows(base, features, pairs, rule, None if len(steps) == 1 else levels <= step)
        tables.append(seen.append_column("step", pa.repeat(pa.scalar(at, pa.int8()), len(seen))))
    merged = pa.concat_tables(tables)
    if len(steps) > 1:
        # What two steps agree on is one row for both.
        names = [name for name in merged.column_names if name != "step"]
        merged = merged.group_by(names).aggregate([("step", "min"), ("step", "max")])
        first, last = (merged[name].to_numpy() for name in ("step_min", "step_max"))
    else:
        names = [name for name in merged.column_names if name != "step"]
        first = last = merged["step"].to_numpy()
    ends = np.array([*steps[1:], len(Audience)]) - 1
    low = np.maximum(np.array(steps)[first], base_levels[merged["base"].to_numpy()])
    high = ends[last]
    shown = np.flatnonzero(low <= high)
    table = merged.select(names).take(pa.array(shown))
    return table.append_column("audience", pa.array(_SPANS[low[shown], high[shown]], pa.string()))


def _names() -> NDArray[np.object_]:
    order = list(Audience)
    names = np.full((len(order), len(order)), "", dtype=object)
    for low, one in enumerate(order):
        for high in range(low, len(order)):
            names[low, high] = span(one, order[high])
    return names


_SPANS = _names()
