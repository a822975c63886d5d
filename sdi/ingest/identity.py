"""What a feature is called, and whether it is still the same: keys, stable ids, digests."""

from __future__ import annotations

import string
from collections.abc import Sequence
from hashlib import blake2b

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
    parts = [columns[name] for name in made.made_from if name != GEOMETRY]
    rows = _joined(parts, geoms if GEOMETRY in made.made_from else None, len(geoms))
    return pa.array([blake2b(row, digest_size=6).hexdigest() for row in rows])


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
    rows = _joined(list(columns.values()), geoms, len(geoms))
    return pa.array([blake2b(row, digest_size=16).digest() for row in rows], pa.binary(16))


def _joined(parts: Sequence[pa.Array], geoms: np.ndarray | None, length: int) -> list[bytes]:
    """Values of a row as one text, the digest of its geometry behind; nulls and empty texts differ."""
    filled = [pc.fill_null(part.cast(pa.string()), "\x00").cast(pa.binary()) for part in parts]
    rows = pc.binary_join_element_wise(*filled, b"\x1f") if filled else pa.repeat(pa.scalar(b""), length)
    if geoms is not None:
        words = pa.FixedSizeBinaryArray.from_buffers(
            pa.binary(16), length, [None, pa.py_buffer(np.ascontiguousarray(geometry_digest(geoms)))]
        )
        rows = pc.binary_join_element_wise(rows, words.cast(pa.binary()), b"")
    return list(rows.to_pylist())
