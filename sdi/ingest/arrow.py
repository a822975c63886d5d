"""Arrow arrays as GDAL hands them out, put into the shape that the intake works with."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_HEAD = 5
"""Bytes at the beginning of every WKB: the order of bytes, and the kind of geometry."""

_CURVES = frozenset({8, 9, 10, 11, 12, 13, 14})
"""ISO 19125 / SQL-MM codes of curves and of what is made of them (CircularString … Surface)."""

LIST_JOINT = " | "
"""Stands between the values of a list column (extended data of DXF, lists of GML and GeoJSON)."""


def plain(array: pa.Array) -> pa.Array:
    """A column without dictionaries, lists or extension types; text is valid UTF-8.

    A coded value stays the code that is stored. A list becomes one text, its values joined by
    :data:`LIST_JOINT`, from which a profile takes what it wants by ``pattern``. Text that is not UTF-8 is
    read as ISO 8859-1, value by value, so that each byte is kept.
    """
    if isinstance(array.type, pa.BaseExtensionType):
        array = array.storage
    if pa.types.is_dictionary(array.type):
        array = array.indices
    if pa.types.is_nested(array.type):  # of all nested types, OGR has only lists of scalars
        array = pc.binary_join(array.cast(pa.list_(pa.string())), LIST_JOINT)
    if pa.types.is_large_string(array.type):
        array = array.cast(pa.string())
    return _readable(array) if pa.types.is_string(array.type) else array


def _readable(array: pa.Array) -> pa.Array:
    try:
        array.validate(full=True)
    except pa.ArrowInvalid:
        raw = array.cast(pa.binary()).to_pylist()
        return pa.array([None if value is None else _text(value) for value in raw], type=pa.string())
    return array


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def as_wkb(array: pa.Array) -> pa.Array:
    """The geometry column as a plain binary array; what GDAL cannot put into WKB comes without a head: null."""
    if isinstance(array.type, pa.BaseExtensionType):
        array = array.storage
    array = array if pa.types.is_binary(array.type) else array.cast(pa.binary())
    empty = pc.less(pc.binary_length(array), _HEAD)
    return pc.if_else(empty, pa.scalar(None, pa.binary()), array) if pc.any(empty).as_py() else array


def curved_rows(geometry: pa.Array) -> np.ndarray:
    """Indices of the geometries that are curves, by the type code of their WKB."""
    if not len(geometry):
        return np.empty(0, dtype=np.int64)
    heads = pc.fill_null(pc.binary_slice(geometry, 0, _HEAD), b"\1\0\0\0\0")
    flat = np.frombuffer(b"".join(heads.to_pylist()), dtype=np.uint8).reshape(len(geometry), _HEAD)
    codes = np.ascontiguousarray(flat[:, 1:_HEAD]).view("<u4").ravel()
    big = flat[:, 0] == 0
    codes = np.where(big, codes.byteswap(), codes) & 0x0FFFFFFF
    return np.flatnonzero(np.isin(codes % 1000, list(_CURVES)))


def cut(batch: pa.RecordBatch, rows: int, size: int) -> Iterator[pa.RecordBatch]:
    """Slices of at most ``rows`` rows and about ``size`` bytes."""
    while batch.num_rows:
        take = min(rows, batch.num_rows)
        if batch.nbytes > size:
            take = max(1, min(take, batch.num_rows * size // batch.nbytes))
        yield batch.slice(0, take)
        batch = batch.slice(take)
