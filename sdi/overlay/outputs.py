"""One file out of the rows of many pieces, read and written bit by bit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from sdi.errors import UsageError

LAYER = "overlays"
"""Name of the table in a GeoPackage."""

_ROWS_AT_ONCE = 20_000

Write = Callable[[Sequence[Path], Path], int]
"""Puts Parquet files of one schema together, in order, and returns the number of rows."""


def writer_of(output: Path) -> Write:
    """How a file of that name is written.

    Raises:
        UsageError: Its form is not known.
    """
    form = output.suffix.lower()
    if form not in _WRITERS:
        raise UsageError(f"Không ghi được tệp '{output.name}'.", f"Đuôi tệp là một trong: {', '.join(_WRITERS)}.")
    return _WRITERS[form]


def _parquet(pieces: Sequence[Path], output: Path) -> int:
    with pq.ParquetWriter(output, pq.read_schema(pieces[0]), compression="zstd") as file:
        for batch in _batches(pieces):
            file.write_batch(batch)
    return _count(pieces)


def _csv(pieces: Sequence[Path], output: Path) -> int:
    with pa.csv.CSVWriter(output, pq.read_schema(pieces[0])) as file:
        for batch in _batches(pieces):
            file.write_batch(batch)
    return _count(pieces)


def _geopackage(pieces: Sequence[Path], output: Path) -> int:
    from pyogrio.raw import write_arrow

    rows = pa.RecordBatchReader.from_batches(pq.read_schema(pieces[0]), _batches(pieces))
    write_arrow(rows, output, layer=LAYER, driver="GPKG")
    return _count(pieces)


_WRITERS = {".parquet": _parquet, ".gpkg": _geopackage, ".csv": _csv}


def _batches(pieces: Sequence[Path]) -> Iterator[pa.RecordBatch]:
    for path in pieces:
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(_ROWS_AT_ONCE)


def _count(pieces: Sequence[Path]) -> int:
    return sum(pq.read_metadata(path).num_rows for path in pieces)
