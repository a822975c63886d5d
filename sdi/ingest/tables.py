"""Tables as layers: a header row, rows of cells, points out of two coordinate columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from sdi.ingest.columns import find_column
from sdi.ingest.coordinates import points
from sdi.ingest.limits import Limits
from sdi.ingest.refusals import refused
from sdi.ingest.sniff import Format
from sdi.ingest.source import Batch, SourceLayer
from sdi.model.source import Reader

Row = list[Any]


@dataclass
class TableLayer:
    """One table; its rows are read anew for every stream."""

    layer: SourceLayer
    rows: Callable[[], Iterator[Row]]
    x: str | None
    y: str | None
    limits: Limits
    size_of: Callable[[Row], int]
    array_of: Callable[[tuple[Any, ...], str], pa.Array]
    seekable: bool = False
    warnings: list[str] = field(default_factory=list)

    def batches(self, skip: int = 0, limit: int | None = None) -> Iterator[Batch]:
        """Rows from index ``skip``; blank rows do not count."""
        held: list[Row] = []
        size, first = 0, skip
        end = None if limit is None else skip + limit
        for at, row in enumerate(self.rows()):
            if at < skip:
                continue
            if end is not None and at >= end:
                break
            held.append(row)
            size += self.size_of(row)
            if len(held) >= self.limits.batch_rows or size >= self.limits.batch_bytes:
                yield self._batch(held, first)
                first, held, size = first + len(held), [], 0
        if held:
            yield self._batch(held, first)

    def _batch(self, rows: list[Row], first: int) -> Batch:
        names = list(self.layer.fields)
        columns = list(zip(*rows, strict=True))
        arrays = [self.array_of(column, kind) for column, kind in zip(columns, self.layer.fields.values(), strict=True)]
        if self.x is None or self.y is None:
            geometry = pa.nulls(len(rows), pa.binary())
        else:
            geometry = points(arrays[names.index(self.x)], arrays[names.index(self.y)])
        return Batch(
            self.layer.name,
            first,
            pa.RecordBatch.from_arrays(arrays, names=names),
            geometry,
        )


def describe_table(path: Path, name: str, found: Format, kinds: dict[str, str], count: int) -> SourceLayer:
    return SourceLayer(name, "None", kinds, count, None, "none", path.name, found.value)


def located(layer: TableLayer, reader: Reader) -> TableLayer:
    """Point the layer at its coordinate columns, where the profile names them and both are there."""
    if reader.coordinates is None:
        return layer
    x = find_column(layer.layer.fields, reader.coordinates.x)
    y = find_column(layer.layer.fields, reader.coordinates.y)
    if x is None or y is None:
        return layer
    return replace(layer, x=x, y=y, layer=replace(layer.layer, geometry_type="Point"))


def header(cells: Row) -> list[str]:
    """Unique column names; an empty one is called by its position, a repeated one is numbered."""
    names: list[str] = []
    for position, cell in enumerate(cells, 1):
        base = str(cell) if cell is not None and str(cell).strip() else f"cot_{position}"
        name, number = base, 2
        while name in names:
            name, number = f"{base} ({number})", number + 1
        names.append(name)
    return names


def trimmed(cells: Row) -> Row:
    while cells and (cells[-1] is None or not str(cells[-1]).strip()):
        cells = cells[:-1]
    return cells


def broken(path: Path, line: int, why: str) -> Exception:
    return refused("FIL-18", f"Bảng {path.name}, dòng {line}: {why}.")
