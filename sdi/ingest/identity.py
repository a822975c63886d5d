"""What a feature is called, and whether it is still the same: keys, stable ids, digests."""

from __future__ import annotations

import hashlib
import string
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sdi.geom.digest import geometry_digest
from sdi.model import Layer
from sdi.model.source import MadeKey

GEOMETRY = "geometry"
"""In ``make_key.made_from``: the geometry takes part."""


def made_key(made: MadeKey, columns: dict[str, pa.Array], geoms: np.ndarray) -> pa.Array:
    """Keys for a delivery that has none: 12 hexadecimal digits of a digest of fields and geometry."""
    text = _joined([columns[name] for name in made.made_from if name != GEOMETRY], len(geoms))
    words = geometry_digest(geoms).tobytes() if GEOMETRY in made.made_from else b""
    return pa.array([digest.hex() for digest in _hashed(text, words, size=6)])


def feature_ids(layer: Layer, columns: dict[str, pa.Array]) -> tuple[pa.Array, np.ndarray]:
    """Stable ids by the layer's format, and the mask of rows whose key is not complete (rule KEY-1)."""
    keys = {name: pc.utf8_trim_whitespace(columns[name].cast(pa.string())) for name in layer.key}
    empty = np.zeros(len(columns[layer.key[0]]), bool)
    for values in keys.values():
        empty |= np.asarray(pc.fill_null(pc.equal(values, ""), True))
    pieces: list[pa.Array | pa.Scalar] = []
    for literal, name, _, _ in string.Formatter().parse(layer.id_template):
        if literal:
            pieces.append(pa.scalar(literal))
        if name:
            value = keys[name] if name in keys else columns[name].cast(pa.string())
            pieces.append(pc.fill_null(value, ""))
    ids = pc.binary_join_element_wise(*pieces, "")
    return (ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids), empty


def digests(columns: dict[str, pa.Array], geoms: np.ndarray) -> pa.Array:
    """16 bytes per row over all published values and the geometry: another digest is another version."""
    text = _joined(list(columns.values()), len(geoms))
    return pa.array(_hashed(text, geometry_digest(geoms).tobytes(), size=16), pa.binary(16))


def _joined(parts: Sequence[pa.Array], length: int) -> list[str]:
    """Values of a row as one text; nulls and empty texts differ."""
    if not parts:
        return [""] * length
    filled = [pc.fill_null(part.cast(pa.string()), "\x00") for part in parts]
    return list(pc.binary_join_element_wise(*filled, "\x1f").to_pylist())


def _hashed(text: list[str], words: bytes, *, size: int) -> list[bytes]:
    if not words:
        return [hashlib.blake2b(value.encode(), digest_size=size).digest() for value in text]
    return [
        hashlib.blake2b(value.encode() + words[16 * i : 16 * i + 16], digest_size=size).digest()
        for i, value in enumerate(text)
    ]
