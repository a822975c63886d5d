"""A Shapefile in a ZIP, for those who still need one, with a list of what its short names mean."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc
from pyogrio.errors import DataSourceError

from sdi.errors import UsageError
from sdi.serve.formats.rows import Rows
from sdi.serve.formats.vector import write
from sdi.wording import wording

_NAME, _TEXT = 10, 254
"""Bytes of a field's name and of a text, at most."""

_INTRODUCTION = """{title}

Shapefile, {crs}, bảng mã UTF-8 (tệp .cpg). Tên trường dài nhất {name} ký tự, văn bản dài nhất {text} byte, mỗi tệp
lớn nhất 2 GB; GeoPackage không có các giới hạn này.
{cut}
Tên trong Shapefile ; tên đầy đủ ; ý nghĩa ; đơn vị
"""


def shapefile(rows: Rows, path: Path) -> None:
    """A ZIP with the Shapefile, its ``.prj`` and ``.cpg``, and ``<layer>_truong.txt`` which explains the fields.

    Raises:
        UsageError: One of its files would have more than 2 GB.
    """
    names = short_names(rows.attributes)
    shortened = _Shortened(rows.batches)
    schema = pa.schema([field.with_name(names.get(field.name, field.name)) for field in rows.schema])
    with TemporaryDirectory(dir=path.parent) as folder:
        reader = pa.RecordBatchReader.from_batches(schema, (batch.rename_columns(schema.names) for batch in shortened))
        try:
            options = {"ENCODING": "UTF-8", "2GB_LIMIT": "YES"}
            write(rows, reader, Path(folder) / f"{rows.layer.id}.shp", "ESRI Shapefile", options)
        except DataSourceError as error:
            if "2GB" not in str(error):
                raise
            raise UsageError(wording("files.shapefile_full"), wording("files.take_geopackage")) from error
        listed = Path(folder) / f"{rows.layer.id}_truong.txt"
        listed.write_text(_explained(rows, names, shortened.count), "utf-8-sig")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
            for part in sorted(Path(folder).iterdir()):
                archive.write(part, part.name)


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Names of at most ten characters, each once whatever its case, by full name."""
    found: dict[str, str] = {}
    for name in names:
        short, number = name[:_NAME], 1
        while short.lower() in {taken.lower() for taken in found.values()}:
            number += 1
            short = name[: _NAME - len(str(number))] + str(number)
        found[name] = short
    return found


class _Shortened:
    """Batches on their way; counts the texts that a Shapefile will cut."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self.count = 0
        self._batches = batches

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        for batch in self._batches:
            for column in batch.columns:
                if pa.types.is_string(column.type):
                    self.count += pc.sum(pc.greater(pc.binary_length(column), _TEXT)).as_py() or 0
            yield batch


def _explained(rows: Rows, names: dict[str, str], cut: int) -> str:
    lost = f"{cut} văn bản dài hơn đã bị cắt bớt.\n" if cut else ""
    text = _INTRODUCTION.format(
        title=rows.layer.title.vi, crs=f"EPSG:{rows.projection.epsg}", name=_NAME, text=_TEXT, cut=lost
    )
    for name, short in names.items():
        field = rows.fields.get(name)
        title, unit = (field.title.vi, field.unit or "") if field else ("Mã đối tượng" if name != "change" else "", "")
        text += f"{short} ; {name} ; {title} ; {unit}\n"
    return text
