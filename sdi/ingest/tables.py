"""CSV and XLSX as layers: a header row, rows of cells, points out of two coordinate columns."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.compute as pc

from sdi.ingest.columns import find_column
from sdi.ingest.coordinates import points
from sdi.ingest.limits import Limits
from sdi.ingest.refusals import refused
from sdi.ingest.sniff import Format
from sdi.ingest.source import Batch, SourceLayer
from sdi.ingest.unpack import check_container
from sdi.model.source import Reader

Row = list[Any]
_MAX_NOTES = 20
_DELIMITERS = (";", "\t", ",", "|")


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
        arrays = [
            self.array_of(column, kind)
            for column, kind in zip(columns, self.layer.fields.values(), strict=True)
        ]
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


def open_table(
    path: Path, found: Format, reader: Reader, used: list[str], limits: Limits
) -> list[TableLayer]:
    """The table of a CSV file, or the visible sheets of a workbook.

    Args:
        path: The file.
        found: CSV or XLSX.
        reader: Header row, delimiter, coordinate columns.
        used: Names and aliases of the columns that the profile takes anything from.
        limits: Bounds.

    Raises:
        Refused: FIL-8, FIL-13, FIL-17, FIL-18.
    """
    if found is Format.CSV:
        return [_csv(path, reader, limits)]
    return _workbook(path, reader, used, limits)


def _describe(path: Path, name: str, found: Format, kinds: dict[str, str], count: int) -> SourceLayer:
    return SourceLayer(name, "None", kinds, count, None, "none", path.name, found.value)


def _located(layer: TableLayer, reader: Reader) -> TableLayer:
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


# --- CSV -------------------------------------------------------------------------------------------


def _csv(path: Path, reader: Reader, limits: Limits) -> TableLayer:
    encoding = _encoding(path)
    delimiter = {"tab": "\t", "\\t": "\t"}.get(reader.delimiter or "", reader.delimiter)
    if delimiter is None:
        delimiter = _delimiter(path, encoding, reader.header_row)

    def records() -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(limits.cell)
        with path.open(encoding=encoding, newline="") as stream:
            lines = csv.reader(stream, delimiter=delimiter, strict=True)
            try:
                for row in lines:
                    yield lines.line_num, row
            except csv.Error as fault:
                raise _broken(path, lines.line_num, f"sai cấu trúc CSV ({fault})") from fault

    stream = records()
    heading = next(
        (row for number, (_, row) in enumerate(stream, 1) if number == reader.header_row),
        None,
    )
    stream.close()  # type: ignore[attr-defined]
    if not heading or not any(cell.strip() for cell in heading):
        raise refused(
            "FIL-18",
            f"Bảng {path.name} không có dòng tiêu đề ở dòng {reader.header_row}.",
        )
    names = header(_trimmed(heading))
    if len(names) > limits.columns:
        raise refused("FIL-18", f"Bảng {path.name} có {len(names)} cột, quá {limits.columns}.")

    def rows() -> Iterator[Row]:
        for number, (line, row) in enumerate(records(), 1):
            if number <= reader.header_row or not "".join(row).strip():
                continue
            if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
                raise _broken(path, line, f"có {len(row)} ô nhưng tiêu đề chỉ có {len(names)} cột")
            yield row if len(row) == len(names) else (row + [""] * (len(names) - len(row)))[: len(names)]

    count = sum(1 for _ in rows())
    layer = _describe(path, path.stem, Format.CSV, dict.fromkeys(names, "string"), count)
    return _located(TableLayer(layer, rows, None, None, limits, _text_size, _text_array), reader)


def _text_size(row: Row) -> int:
    return sum(map(len, row))


def _text_array(column: tuple[Any, ...], _kind: str) -> pa.Array:
    """A column of text; an empty cell is no value."""
    texts = pa.array(column, type=pa.string())
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _encoding(path: Path) -> str:
    """UTF-8 or UTF-16 where the whole file is; else ISO 8859-1, one code point per byte."""
    with path.open("rb") as stream:
        if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := stream.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "latin-1"
    return "utf-8-sig"


def _delimiter(path: Path, encoding: str, header_row: int) -> str:
    """The mark that occurs most often outside quotes in the header line."""
    with path.open(encoding=encoding) as stream:
        lines = [stream.readline(1 << 20) for _ in range(header_row)]
    bare = re.sub(r'"[^"]*"', "", lines[-1])
    return max(_DELIMITERS, key=bare.count)


def _trimmed(cells: Row) -> Row:
    while cells and (cells[-1] is None or not str(cells[-1]).strip()):
        cells = cells[:-1]
    return cells


def _broken(path: Path, line: int, why: str) -> Exception:
    return refused("FIL-18", f"Bảng {path.name}, dòng {line}: {why}.")


# --- XLSX ------------------------------------------------------------------------------------------

_TYPES = {
    "string": pa.string(),
    "int64": pa.int64(),
    "double": pa.float64(),
    "bool": pa.bool_(),
}


def _cell_size(row: Row) -> int:
    return sum(len(cell) if isinstance(cell, str) else 8 for cell in row)


def _cell_array(column: tuple[Any, ...], kind: str) -> pa.Array:
    if kind != "string":
        return pa.array(column, type=_TYPES[kind])
    texts = [cell if cell is None or isinstance(cell, str) else text_of(cell) for cell in column]
    return pa.array(texts, type=pa.string())


def text_of(cell: Any) -> str:
    """A typed cell as text. A number never looks as if it had thousands (12.345 becomes 12.3450)."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        text = f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        return text + "0" if re.fullmatch(r"-?\d{1,3}\.\d{3}", text) else text
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time.min else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def _workbook(path: Path, reader: Reader, used: list[str], limits: Limits) -> list[TableLayer]:
    check_container(path, replace(limits, total=limits.workbook))
    formulas = _has_formulas(path)
    layers = []
    with _opened(path) as book:
        sheets = [(sheet.title, sheet.sheet_state == "visible") for sheet in book.worksheets]
    wanted = [reader.layer] if isinstance(reader.layer, str) else reader.layer or []
    for title, visible in sheets:
        if not visible and title not in wanted:
            continue
        if (layer := _sheet(path, title, reader, limits)) is None:
            continue
        if formulas:
            taken = (find_column(layer.layer.fields, alias) for alias in used)
            _check_formulas(path, layer, title, frozenset(name for name in taken if name), reader.header_row)
        layers.append(_located(layer, reader))
    return layers


def _sheet(path: Path, title: str, reader: Reader, limits: Limits) -> TableLayer | None:
    first = (list(row) for at, row in enumerate(_cells(path, title), 1) if at == reader.header_row)
    heading = _trimmed(next(first, []))
    if not heading:
        return None
    kinds: list[set[type]] = [set() for _ in heading]
    count = 0
    for row in _filled_rows(path, title, reader.header_row):
        count += 1
        kinds += [set() for _ in range(len(_trimmed(row)) - len(kinds))]
        if len(kinds) > limits.columns:
            raise refused(
                "FIL-18", f"Trang {title} của {path.name} có {len(kinds)} cột, quá {limits.columns}."
            )
        for seen, cell in zip(kinds, row, strict=False):
            seen.add(type(cell))
    width = len(kinds)
    names = header(heading + [None] * (width - len(heading)))

    def rows() -> Iterator[Row]:
        for row in _filled_rows(path, title, reader.header_row):
            yield (row + [None] * (width - len(row)))[:width]

    fields = {name: _kind(seen) for name, seen in zip(names, kinds, strict=True)}
    return TableLayer(
        _describe(path, title, Format.XLSX, fields, count), rows, None, None, limits, _cell_size, _cell_array
    )


def _filled_rows(path: Path, title: str, header_row: int) -> Iterator[Row]:
    for line, row in enumerate(_cells(path, title), 1):
        if line > header_row and any(_filled(cell) for cell in row):
            yield list(row)


def _cells(path: Path, title: str) -> Iterator[tuple[Any, ...]]:
    """Rows of cached values; the dimensions that the sheet states are not believed."""
    with _opened(path) as book:
        sheet = book[title]
        sheet.reset_dimensions()
        try:
            yield from sheet.iter_rows(values_only=True)
        except _DAMAGE as fault:
            raise _damaged(path, fault) from fault


_DAMAGE = (
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    SyntaxError,
    EOFError,
    OSError,
)
"""What openpyxl raises on damaged workbooks (a ParseError is a SyntaxError)."""


class _opened:
    """A workbook, read row by row, closed again (openpyxl has no context manager of its own)."""

    def __init__(self, path: Path, *, values: bool = True) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._book = openpyxl.load_workbook(path, read_only=True, data_only=values, keep_links=False)
        except _DAMAGE as fault:
            raise _damaged(path, fault) from fault

    def __enter__(self) -> openpyxl.Workbook:
        return self._book

    def __exit__(self, *_: object) -> None:
        self._book.close()


def _damaged(path: Path, fault: BaseException) -> Exception:
    return refused("FIL-17", f"Bảng tính {path.name} bị hỏng: {fault}.")


def _filled(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _kind(seen: set[type]) -> str:
    """Arrow type of a column: a number or a truth value only when all its cells are."""
    seen = seen - {type(None)}
    if seen == {bool}:
        return "bool"
    if seen and seen <= {int, float}:
        return "double"
    return "string"


def _has_formulas(path: Path) -> bool:
    """Whether any sheet holds a formula; looks at the raw parts, in bounded pieces."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            with archive.open(name) as part:
                tail = b""
                while chunk := part.read(1 << 20):
                    if re.search(rb"<(\w+:)?f[ >/]", tail + chunk):
                        return True
                    tail = chunk[-16:]
    return False


def _check_formulas(path: Path, layer: TableLayer, title: str, used: frozenset[str], header_row: int) -> None:
    """A formula that no program has computed yet has no value: the cell would silently be empty.

    In a column that the profile does not use it is only noted.

    Raises:
        Refused: FIL-18, names the cell.
    """
    names = list(layer.layer.fields)
    with _opened(path, values=False) as formulas, _opened(path) as results:
        pair = [formulas[title], results[title]]
        for sheet in pair:
            sheet.reset_dimensions()
        for line, (cells, values) in enumerate(zip(*(sheet.iter_rows() for sheet in pair), strict=False), 1):
            if line <= header_row:
                continue
            for position, (cell, value) in enumerate(zip(cells, values, strict=False)):
                # an empty text is a result (type str); no result at all is an empty number
                if cell.data_type != "f" or value.value is not None or value.data_type != "n":
                    continue
                what = f"ô {cell.coordinate} là công thức chưa có kết quả"
                if position < len(names) and names[position] in used:
                    raise _broken(path, line, what)
                note = f"cột {names[position] if position < len(names) else position + 1}: {what}"
                if len(layer.warnings) < _MAX_NOTES:
                    layer.warnings.append(note)
