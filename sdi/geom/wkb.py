"""Reading WKB without losing a row.

GEOS either refuses a whole array because of one unclosed ring or turns such rows into silent nulls. Neither
will
do: unclosed rings are closed and said to be, anything else that cannot be read is marked.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError


class Decoded(NamedTuple):
    """Geometries read from WKB, all arrays of shape (n,).

    Attributes:
        values: Geometries; None where the input was None or could not be read.
        ok: False where there were bytes that could not be read.
        closed: True where an unclosed ring was closed.
    """

    values: NDArray[np.object_]
    ok: NDArray[np.bool_]
    closed: NDArray[np.bool_]


def from_wkb(data: NDArray[np.object_]) -> Decoded:
    """Read WKB, ISO WKB or EWKB; one broken row never touches another.

    Args:
        data: ``bytes`` or None, shape (n,).
    """
    raw = np.asarray(data, dtype=object)
    nothing = np.zeros(raw.shape, dtype=bool)
    try:
        return Decoded(np.asarray(shapely.from_wkb(raw), dtype=object), ~nothing, nothing)
    except (ShapelyError, TypeError):
        pass
    given = np.array([value is not None for value in raw], dtype=bool)
    readable = np.array([isinstance(value, bytes) for value in raw], dtype=bool)
    bytes_only = raw.copy()
    bytes_only[~readable] = None
    strict = _lenient(bytes_only, "ignore")
    broken = readable & shapely.is_missing(strict)
    values = strict.copy()
    values[broken] = _lenient(raw[broken], "fix")
    closed = broken & ~shapely.is_missing(values)
    return Decoded(values, ~given | ~shapely.is_missing(values), closed)


def _lenient(raw: NDArray[np.object_], on_invalid: str) -> NDArray[np.object_]:
    return np.asarray(shapely.from_wkb(raw, on_invalid=on_invalid), dtype=object)
