"""One layer of a vector tile (Mapbox Vector Tile 2.1) from rows of the database."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from sdi.crs.surface import Cells, unchanged
from sdi.protobuf import bytes_field, varint, zigzag
from sdi.serve.tiles.kernel import Lens, encode

EXTENT = 4096
"""Units along the side of a tile."""

BUFFER = 128
"""Units around a tile that it shows as well (8 pixels of 256): lines, outlines and signs do not break at edges."""


@dataclass(frozen=True)
class Frame:
    """Where a tile lies, and how fine it is.

    Attributes:
        move: From the storage CRS into the grid's.
        corner: Top left corner in the grid's CRS.
        side: Side in metres of the grid's CRS.
        snap: Coordinates are multiples of this many units.
    """

    move: Cells
    corner: tuple[float, float]
    side: float
    snap: int


def encode_layer(
    name: str,
    fields: Sequence[str],
    ids: Sequence[int],
    geometries: Sequence[bytes],
    columns: Sequence[Sequence[Any]],
    frame: Frame,
    most: int,
) -> bytes:
    """The layer as a part of a tile; nothing when no feature is left.

    Tiles are messages of one repeated field, so that layers joined end to end are a tile of them all.

    Args:
        name: Of the layer.
        fields: Names of the properties.
        ids: Feature ids.
        geometries: Little-endian WKB in the storage CRS.
        columns: Values of each property.
        frame: The tile.
        most: Bytes after which the remaining features are dropped.
    """
    starts = np.zeros(len(geometries) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, geometries), np.int64, len(geometries)), out=starts[1:])
    tags, values = _dictionary(columns, len(ids))
    lens = Lens(
        cells=frame.move,
        corner=frame.corner,
        scale=EXTENT / frame.side,
        snap=float(frame.snap),
        low=float(-BUFFER),
        high=float(EXTENT + BUFFER),
    )
    wkb = np.frombuffer(b"".join(geometries), np.uint8)
    features, kept = encode(wkb, starts, np.array(ids, np.int64), tags, lens, most)
    if not kept:
        return b""
    body = b"".join(
        (
            bytes_field(1, name.encode()),
            features.tobytes(),
            *(bytes_field(3, field.encode()) for field in fields),
            *values,
            b"\x28" + varint(EXTENT) + b"\x78\x02",  # extent, version
        )
    )
    return bytes_field(3, body)


def warm() -> None:
    """Compile the kernel, or read it from its cache."""
    frame = Frame(unchanged(), (0.0, 1.0), 1.0, 1)
    square = shapely.to_wkb(shapely.box(0.0, 0.0, 1.0, 1.0), byte_order=1)
    encode_layer("warm", [], [1], [square], [], frame, 1000)


def _dictionary(columns: Sequence[Sequence[Any]], rows: int) -> tuple[NDArray[np.int64], list[bytes]]:
    """Each distinct value once, and its index for each row and column, shape (rows, columns); -1 for NULL.

    Values come as fields of the layer. A dense tile has thousands of them: they cost as much as its geometry.
    """
    places: dict[bytes, int] = {}
    tags = np.empty((rows, len(columns)), np.int64)
    for number, column in enumerate(columns):
        index: dict[Any, int] = {None: -1}
        for value in dict.fromkeys(column):  # not a set: all workers must write the same bytes
            kind = type(value)
            if kind is float:
                written = _DOUBLE + _packed(value)
            elif kind is int and 0 <= value < len(_SMALL):
                written = _SMALL[value]
            elif kind is str and len(content := value.encode()) < len(_SHORT):
                written = _SHORT[len(content)] + content
            elif value is None:
                continue
            else:
                written = _value(value)
            index[value] = places.setdefault(written, len(places))
        tags[:, number] = np.fromiter(map(index.__getitem__, column), np.int64, rows)
    return tags, list(places)


_packed = struct.Struct("<d").pack
_DOUBLE = b"\x22\x09\x19"
"""What stands before a number of eight bytes, as a value of the layer."""

_SMALL = [bytes_field(4, b"\x28" + varint(number)) for number in range(1 << 12)]
"""Whole numbers, as values of the layer."""

_SHORT = [bytes([0x22, length + 2, 0x0A, length]) for length in range(126)]
"""What stands before a text of that many bytes, as a value of the layer."""


@lru_cache(maxsize=1 << 14, typed=True)
def _value(value: Any) -> bytes:
    if isinstance(value, bool):
        content = b"\x38\x01" if value else b"\x38\x00"
    elif isinstance(value, int):
        content = b"\x28" + varint(value) if value >= 0 else b"\x30" + varint(zigzag(value))
    else:
        text = value.isoformat() if isinstance(value, date) else str(value)
        content = bytes_field(1, text.encode())
    return bytes_field(4, content)
