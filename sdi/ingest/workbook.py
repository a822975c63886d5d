"""XLSX as layers: one sheet after the other, row by row, the cached results of formulas."""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa

from sdi.ingest.columns import find_column
from sdi.ingest.limits import Limits
from sdi.ingest.refusals import refused
from sdi.ingest.sniff import Format
from sdi.ingest.tables import Row, TableLayer, broken, describe_table, header, located, trimmed
from sdi.ingest.unpack import check_container
from sdi.model.source import Reader

_MAX_NOTES = 20
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


def open_workbook(path: Path, reader: Reader, used: list[str], limits: Limits) -> list[TableLayer]:
    """The visible sheets of an XLSX, and hidden ones that the profile names.

    Args:
        path: The workbook.
        reader: Header row, sheets, coordinate columns.
        used: Names and aliases of the columns that the profile takes anything from.
        limits: Bounds.

    Raises:
        Refused: FIL-8, FIL-17, FIL-18.
    """
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
        layers.append(located(layer, reader))
    return layers


def _sheet(path: Path, title: str, reader: Reader, limits: Limits) -> TableLayer | None:
    first = (list(row) for at, row in enumerate(_cells(path, title), 1) if at == reader.header_row)
    heading = trimmed(next(first, []))
    if not heading:
        return None
    kinds: list[set[type]] = [set() for _ in heading]
    count = 0
    for row in _filled_rows(path, title, reader.header_row):
        count += 1
        kinds += [set() for _ in range(len(trimmed(row)) - len(kinds))]
        if len(kinds) > limits.columns:
            raise refused("FIL-18", f"Trang {title} của {path.name} có {len(kinds)} cột, quá {limits.columns}.")
        for seen, cell in zip(kinds, row, strict=False):
            seen.add(type(cell))
    width = len(kinds)
    names = header(heading + [None] * (width - len(heading)))

    def rows() -> Iterator[Row]:
        for row in _filled_rows(path, title, reader.header_row):
            yield (row + [None] * (width - len(row)))[:width]

    fields = {name: _kind(seen) for name, seen in zip(names, kinds, strict=True)}
    return TableLayer(
        describe_table(path, title, Format.XLSX, fields, count),
        rows,
        None,
        None,
        limits,
        _cell_size,
        _cell_array,
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
    zlib.error,
    NotImplementedError,
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
    try:
        with zipfile.ZipFile(path) as archive:
            sheets = (name for name in archive.namelist() if name.startswith("xl/worksheets/"))
            return any(_has_formula(archive, name) for name in sheets)
    except _DAMAGE as fault:
        raise _damaged(path, fault) from fault


def _has_formula(archive: zipfile.ZipFile, name: str) -> bool:
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
                    raise broken(path, line, what)
                note = f"cột {names[position] if position < len(names) else position + 1}: {what}"
                if len(layer.warnings) < _MAX_NOTES:
                    layer.warnings.append(note)
