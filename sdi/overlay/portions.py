"""In which portions layers are laid over a base layer, so that memory stays flat whatever the layers hold.

Layers are taken together as long as what their features need in memory stays within a budget. A layer that is too
large alone is laid strip by strip over the base, from west to east; a base feature belongs to the strip in which its
box begins.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from psycopg import sql

from sdi.db.connect import Connection
from sdi.model import Layer

BUDGET = 512 * 2**20
"""Bytes that prepared features may take at a time, about."""

MOST_STRIPS = 100
"""Each reads the base layer once."""

_GROWTH = 8
"""Bytes in memory for each byte of a table: a corner of 16 becomes a geometry's, and an edge with its bins."""


@dataclass(frozen=True)
class Portion:
    """Layers that are laid over the base features of a strip; x in metres."""

    layers: Sequence[Layer]
    west: float = -math.inf
    east: float = math.inf

    @property
    def whole(self) -> bool:
        """Whether it is all there is of the base."""
        return math.isinf(self.west) and math.isinf(self.east)

    @property
    def holds(self) -> sql.Composed:
        """SQL condition on ``geom``: the base feature belongs to the strip; one without a place to the first."""
        begin = sql.SQL("coalesce(ST_XMin(geom), '-Infinity')")
        return sql.SQL("{begin} >= {} AND {begin} < {}").format(self.west, self.east, begin=begin)


def portions(connection: Connection, layers: Sequence[Layer], epoch: int, share: float) -> Iterator[Portion]:
    """Portions that together lay all layers over all of the base, each once.

    Args:
        connection: Of the database with the layers.
        layers: What is laid over.
        epoch: At which strips are drawn so that each holds about as many features.
        share: Of the base layer that is laid over, and so, about, of the features that will be read; 0 … 1.
    """
    together: list[Layer] = []
    used = 0.0
    for layer in layers:
        need = _GROWTH * share * _table_bytes(connection, layer)
        if together and used + need > BUDGET:
            yield Portion(together)
            together, used = [], 0.0
        if need > BUDGET:
            yield from _strips(connection, layer, epoch, min(math.ceil(need / BUDGET), MOST_STRIPS))
        else:
            together.append(layer)
            used += need
    if together:
        yield Portion(together)


def _table_bytes(connection: Connection, layer: Layer) -> int:
    """Size of a layer's table, closed rows included: known without reading it."""
    query = "SELECT sum(pg_table_size(relid))::bigint FROM pg_partition_tree(%s::regclass)"
    row = connection.execute(query, (f"data.{layer.id}",)).fetchone()
    assert row is not None
    return int(row[0])


def _strips(connection: Connection, layer: Layer, epoch: int, count: int) -> Iterator[Portion]:
    query = sql.SQL(
        "SELECT percentile_disc(%s::float8[]) WITHIN GROUP (ORDER BY ST_XMin(geom)) FROM {}"
        " WHERE r0 <= %s AND r1 > %s AND NOT ST_IsEmpty(geom)"
    ).format(sql.Identifier("data", layer.id))
    row = connection.execute(query, ([k / count for k in range(1, count)], epoch, epoch)).fetchone()
    assert row is not None
    cuts = [-math.inf, *sorted(set(row[0] or ())), math.inf]
    for west, east in zip(cuts, cuts[1:], strict=False):
        yield Portion([layer], west, east)
