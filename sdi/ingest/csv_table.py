"""CSV as a layer: delimiter and encoding by evidence, every row kept or the file refused."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sdi.ingest.limits import Limits
from sdi.ingest.refusals import refused
from sdi.ingest.sniff import Format
from sdi.ingest.tables import Row, TableLayer, broken, describe_table, header, located, trimmed
from sdi.model.source import Reader

_DELIMITERS = (";", "\t", ",", "|")


def open_csv(path: Path, reader: Reader, limits: Limits) -> TableLayer:
    """The table of a CSV file.

    Raises:
        Refused: FIL-18, with the line.
    """
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
                raise broken(path, lines.line_num, f"sai cấu trúc CSV ({fault})") from fault

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
    names = header(trimmed(heading))
    if len(names) > limits.columns:
        raise refused("FIL-18", f"Bảng {path.name} có {len(names)} cột, quá {limits.columns}.")

    def rows() -> Iterator[Row]:
        for number, (line, row) in enumerate(records(), 1):
            if number <= reader.header_row or not "".join(row).strip():
                continue
            if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
                raise broken(path, line, f"có {len(row)} ô nhưng tiêu đề chỉ có {len(names)} cột")
            yield row if len(row) == len(names) else (row + [""] * (len(names) - len(row)))[: len(names)]

    count = sum(1 for _ in rows())
    layer = describe_table(path, path.stem, Format.CSV, dict.fromkeys(names, "string"), count)
    return located(TableLayer(layer, rows, None, None, limits, _text_size, _text_array), reader)


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
