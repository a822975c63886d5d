"""Rows that were delivered before: the same bytes, read in the same way, give the same feature.

What a row becomes depends on its values and on how it is read: declarations, CRS, encodings, communes, this program. A
digest of all that stands beside every version that needed no mending and no word in the report. A row with the digest
of a version that is public is carried (:mod:`sdi.db.carried`) instead of being read, repaired and copied once more.
Columns that nobody reads, personal ones above all, take no part in it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from psycopg import sql
from xxhash import xxh3_64_intdigest, xxh3_128_digest

from sdi.db.connect import Connection
from sdi.db.copying import copied

Words = NDArray[np.uint64]
Ints = NDArray[np.int64]

_ROW = np.dtype(
    [("fields", ">i2"), ("", ">i4"), ("source", ">u8", 2), ("", ">i4"), ("gid", ">i8"), ("", ">i4"), ("r0", ">i4"),
     ("", ">i4"), ("amount", ">f8")]
)  # fmt: skip
"""A row of binary COPY: a uuid, two integers and a number, each after its length."""


_AT_ONCE = 25_000


@dataclass(frozen=True)
class Reading:
    """How the rows of one source layer are read.

    Attributes:
        columns: those that matter, in a fixed order.
        how: everything else that a row's outcome depends on; JSON can write it.
    """

    columns: Sequence[str]
    how: object

    def sources(self, rows: pa.Table, geometry: pa.Array) -> Words:
        """Digests of delivered rows, shape (n, 2).

        Args:
            rows: attributes as delivered.
            geometry: WKB as delivered.
        """
        columns = [rows.column(name).combine_chunks() for name in self.columns]
        types = [f"{name} {column.type}" for name, column in zip(self.columns, columns, strict=True)]
        how = json.dumps([self.how, types], sort_keys=True, default=str)
        texts = [column.cast(pa.string()).cast(pa.binary()) for column in columns]
        parts = [*texts, geometry.cast(pa.binary())]
        # Lengths first, so that no two rows are alike by where one value ends and the next begins.
        lengths = [pc.fill_null(pc.binary_length(part).cast(pa.string()), "-").cast(pa.binary()) for part in parts]
        joined = pc.binary_join_element_wise(*lengths, *[pc.fill_null(part, b"") for part in parts], b" ")
        # Quick, and not for secrets: whoever finds two rows with one digest has deceived himself alone.
        seed = xxh3_64_intdigest(how.encode())
        digests = [xxh3_128_digest(row, seed) for row in joined.to_pylist()]
        return np.frombuffer(b"".join(digests), ">u8").astype(np.uint64).reshape(-1, 2)


def as_column(sources: Words, wanted: NDArray[np.bool_]) -> pa.Array:
    """Digests for the column ``source_digest`` of staging; null where not wanted."""
    values = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(16), len(sources), [None, pa.py_buffer(np.ascontiguousarray(sources, ">u8"))]
    )
    return pc.if_else(pa.array(wanted), values, pa.scalar(None, pa.binary(16)))


@dataclass(frozen=True)
class Known:
    """Versions of one layer that are public, by the delivered row that they came from; arrays have shape (n,).

    Attributes:
        high: first half of the digests, ascending.
        low: second half.
        gid: feature.
        r0: version.
        amount: m² of areas, m of lines, 1 of points.
    """

    high: Words
    low: Words
    gid: Ints
    r0: Ints
    amount: NDArray[np.float64]

    def find(self, sources: Words) -> Ints:
        """Positions of the versions that came from such rows, -1 where there is none; shape (m,)."""
        if not len(self.high):
            return np.full(len(sources), -1)
        at = np.minimum(np.searchsorted(self.high, sources[:, 0]), len(self.high) - 1)
        same = (self.high[at] == sources[:, 0]) & (self.low[at] == sources[:, 1])
        return np.where(same, at, -1)


def read_known(connection: Connection, query: sql.Composed) -> Known:
    """What :meth:`sdi.db.carried.Carried.known` selects."""
    chunks = [_columns(b"".join(rows)) for rows in copied(connection, query, _AT_ONCE)] or [_columns(b"")]
    columns = [np.concatenate(parts) for parts in zip(*chunks, strict=True)]
    order = np.argsort(columns[0])
    return Known(*(column[order] for column in columns))


def _columns(rows: bytes) -> list[NDArray[Any]]:
    """High and low half of the digests, gid, r0 and amount, in this machine's order of bytes."""
    table = np.frombuffer(rows, _ROW)
    high, low = table["source"].T.astype(np.uint64)
    return [high, low, table["gid"].astype(np.int64), table["r0"].astype(np.int64), table["amount"].astype(np.float64)]
