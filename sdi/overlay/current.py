"""Features of a layer as an epoch has them, read in portions.

Values are taken from the server's answer as bytes; only geometries become objects, on the thread that needs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from psycopg import sql
from psycopg.pq.abc import PGresult

from sdi.db.connect import Connection
from sdi.model import Audience
from sdi.overlay.arrays import Geoms
from sdi.overlay.polygons import Polygons
from sdi.overlay.wkb import geoms_of_wkb

_TEXTS = ("ids", "plans", "decisions")
_CURSOR = "overlay_features"
_ORDER = {audience.value.encode(): at for at, audience in enumerate(Audience)}


@dataclass(frozen=True)
class Features:
    """Features of a layer, arrays of shape (n,)."""

    ids: pa.Array
    levels: NDArray[np.int8]
    """Position of the audience of each in :class:`~sdi.model.Audience`."""
    wkb: list[bytes | None]
    plans: pa.Array
    decisions: pa.Array

    @cached_property
    def polygons(self) -> Polygons:
        """Their geometries, if they are areas, as base polygons."""
        return Polygons.of_wkb(self.wkb)

    @cached_property
    def geoms(self) -> Geoms:
        """Their geometries, in metres."""
        return geoms_of_wkb(self.wkb)


def read(connection: Connection, query: sql.Composed, values: Mapping[str, Any], size: int) -> Iterator[Features]:
    """Features in portions of at most ``size``; the connection may do other things in between.

    Args:
        connection: In a transaction.
        query: Selects id, audience, WKB and perhaps plan and decision.
        values: Bound to it.
        size: Rows of a portion.
    """
    fetch = sql.SQL("FETCH FORWARD {} FROM {}").format(sql.Literal(size), sql.Identifier(_CURSOR))
    with connection.cursor(_CURSOR) as declared, connection.cursor(binary=True) as cursor:
        declared.execute(query, values)
        while True:
            result = cursor.execute(fetch).pgresult
            assert result is not None
            if not result.ntuples:
                return
            yield _features(result)


def joined(portions: Iterable[Features]) -> Features:
    """Portions as one."""
    parts = list(portions)
    texts = ([pa.array([], pa.string()), *(getattr(part, name) for part in parts)] for name in _TEXTS)
    ids, plans, decisions = map(pa.concat_arrays, texts)
    levels = np.concatenate([np.empty(0, np.int8), *(part.levels for part in parts)])
    return Features(ids, levels, [value for part in parts for value in part.wkb], plans, decisions)


def _features(result: PGresult) -> Features:
    """The rows of a binary result."""

    def column(at: int) -> list[bytes | None]:
        return [value(row, at) for row in range(result.ntuples)]

    def text(at: int) -> pa.Array:
        return pa.array(column(at), pa.string()) if at < result.nfields else pa.nulls(result.ntuples, pa.string())

    value = result.get_value
    levels = np.fromiter((_ORDER[audience] for audience in column(1)), np.int8, result.ntuples)  # type: ignore[index]
    return Features(text(0), levels, column(2), text(3), text(4))
