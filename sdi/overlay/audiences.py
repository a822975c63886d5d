"""What each audience sees of the same overlay: a parcel's partition depends on which zones one may see."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sdi.model import Audience, Layer
from sdi.overlay.arrays import Bools
from sdi.overlay.engine import Polygons, Prepared, measure, rows
from sdi.overlay.rules import Rule

Levels = NDArray[np.int8]
"""Positions in :class:`~sdi.model.Audience`, lowest first."""

ALL = (1 << len(Audience)) - 1
"""Readers are a number with the bit ``1 << position`` for each audience; these are all."""

RUNS = {
    (low, high): (2 << high) - (1 << low)
    for low in range(len(Audience))
    for high in range(low, len(Audience))
}  # fmt: skip
"""Audiences that follow one another, from position to position, as readers: a stored row has one such run."""

_DECIMALS = 4
_MEASURES = ("area_m2", "share_pct", "single_m2", "single_pct", "length_m", "distance_m")


def steps_of(layer: Layer) -> list[int]:
    """Positions of the audiences from which on more of a layer may be seen: its own, and those of its ``restrict``."""
    order = list(Audience)
    lowest = order.index(layer.visibility)
    return sorted({lowest, *(level for rule in layer.restrict if (level := order.index(rule.visibility)) > lowest)})


def by_audience(
    base: Polygons,
    base_levels: Levels,
    features: Prepared,
    levels: Levels,
    rule: Rule,
    steps: Sequence[int],
) -> pa.Table:
    """Rows of an overlay for all audiences, each once, with those for whom it is the answer.

    The rows of lower audiences come first, in the order in which they would stand if there were no others.

    Args:
        base: base features, shape (n,), and ``base_levels`` who may see each.
        features: the other layer's features; ``levels``, shape (m,), who may see each.
        rule: how they are laid over.
        steps: of :func:`steps_of`.

    Returns:
        The columns of :func:`sdi.overlay.engine.rows`, measures to a tenth of a millimetre, and ``readers``.
    """
    pairs = measure(base, features, rule)
    counting = levels if rule.nearest_m else levels[pairs.feature]  # whatever lies on no base feature changes nothing
    answers: list[tuple[pa.Table, int]] = []
    hidden: Bools | None = None
    for step, following in zip(steps, [*steps[1:], len(Audience)], strict=True):
        before, hidden = hidden, counting > step
        readers = RUNS[step, following - 1]
        if before is not None and (hidden == before).all():
            answers[-1] = (answers[-1][0], answers[-1][1] | readers)
        else:
            seen = rows(base, features, pairs, rule, levels <= step if hidden.any() else None)
            answers.append((_rounded(seen), readers))
    table = _together(answers)
    may_see = np.array([RUNS[low, len(Audience) - 1] for low in range(len(Audience))], np.int32)
    readers = table["readers"].to_numpy() & may_see[base_levels[table["base"].to_numpy()]]
    table = table.set_column(table.schema.get_field_index("readers"), "readers", pa.array(readers))
    return table.filter(pa.array(readers != 0)) if not readers.all() else table


def runs_of(readers: NDArray[np.int32]) -> dict[tuple[int, int], Bools]:
    """Which rows, of shape (rows,), have readers in each of :data:`RUNS`, all of the run and none next to it."""
    found = {}
    for (low, high), run in RUNS.items():
        found[low, high] = (readers & around(run)) == run
    return found


def around(run: int) -> int:
    """A run with the audiences next to it."""
    return (run << 1 | run >> 1 | run) & ALL


def _together(answers: Sequence[tuple[pa.Table, int]]) -> pa.Table:
    """Answers to several readers as one table, in which what is the same stands once, where it stands first."""
    tables = [
        table.append_column("readers", pa.array(np.full(len(table), readers, np.int32))) for table, readers in answers
    ]
    if len(tables) == 1:
        return tables[0]
    table = pa.concat_tables(tables).unify_dictionaries()
    names = [name for name in table.column_names if name != "readers"]
    merged = table.group_by(names, use_threads=False).aggregate([("readers", "sum")])
    readers = merged["readers_sum"].cast(pa.int32())
    return merged.drop_columns(["readers_sum"]).append_column("readers", readers)


def _rounded(table: pa.Table) -> pa.Table:
    """As stored, so that it is what is stored that is the same for several readers."""
    for name in _MEASURES:
        column = pc.round(table[name], _DECIMALS)
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table
