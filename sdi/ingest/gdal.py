"""Open data sets with GDAL (through pyogrio's Arrow streams) and nothing but what lies in the delivery."""

from __future__ import annotations

import re
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FieldError
from pyogrio.raw import open_arrow
from pyogrio.raw import read as read_rows

from sdi.ingest.arrow import as_wkb, curved_rows, cut, plain
from sdi.ingest.describe import describe, fields_of, readable_names
from sdi.ingest.limits import Limits
from sdi.ingest.refusals import refused
from sdi.ingest.sniff import Checked, Format
from sdi.ingest.source import Batch, SourceLayer
from sdi.ingest.working_copy import prepared

_FAULTS = (
    DataSourceError,
    DataLayerError,
    FieldError,
    pa.ArrowInvalid,
    pa.ArrowException,
    OSError,
    UnicodeError,
)
_RAW = {
    Format.SHAPEFILE: {"ENCODING": "ISO-8859-1"},
    Format.DGN: {"ENCODING": "ISO-8859-1"},
}
"""One code point per byte: GDAL's own CP1258 loses the last letters, and it knows no TCVN3 or VNI."""
_OPTIONS: dict[Format, dict[str, str]] = {
    Format.GEOJSON: {"DATE_AS_STRING": "YES"},
    Format.GEOPACKAGE: {"IMMUTABLE": "YES"},
    Format.GML: {
        "DOWNLOAD_SCHEMA": "NO",
        "USE_SCHEMA_IMPORT": "NO",
        "SKIP_RESOLVE_ELEMS": "ALL",
    },
    **_RAW,
}
_PREFIXED = {
    Format.GEOJSON: "GeoJSON:",
    Format.GEOJSONSEQ: "GeoJSONSeq:",
    Format.ESRIJSON: "ESRIJSON:",
    Format.TOPOJSON: "TopoJSON:",
}
_SINGLE = {
    Format.SHAPEFILE,
    Format.GEOJSON,
    Format.GEOJSONSEQ,
    Format.ESRIJSON,
    Format.FLATGEOBUF,
    Format.MAPINFO,
}
"""One layer a file: not opened once more to see whether there is a second."""
_SEEKABLE = {Format.SHAPEFILE, Format.GEOPACKAGE, Format.FLATGEOBUF, Format.FILEGDB}
"""Where starting in the middle is cheap. (GDAL says so of GeoJSON too, and parses it from the start.)"""
_MAX_WARNINGS = 100


def configure(limits: Limits) -> None:
    """Keep GDAL from the network and from other files, and its batches from growing with the vertices."""
    pyogrio.set_gdal_config_options(
        {
            "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
            "GDAL_HTTP_TIMEOUT": "1",
            "GDAL_HTTP_MAX_RETRY": "0",
            "GML_DOWNLOAD_SCHEMA": "NO",
            "OGR_SQLITE_LOAD_EXTENSIONS": None,
            "SHAPE_RESTORE_SHX": "NO",
            "DXF_ENCODING": "ISO-8859-1",
            "OGR_GEOJSON_MAX_OBJ_SIZE": str(limits.json_element // (1024 * 1024)),
            "OGR_ARROW_MEM_LIMIT": str(limits.batch_bytes),
            # GDAL would replace a withdrawn code in silence; rule CRS-4 must see it.
            "OSR_USE_NON_DEPRECATED": "NO",
            "CPL_DEBUG": "OFF",
        }
    )


@dataclass
class GdalLayer:
    """One layer of a data set that GDAL reads."""

    layer: SourceLayer
    target: str
    index: int
    options: dict[str, str]
    limits: Limits
    rows: int
    seekable: bool
    renamed: dict[str, str]
    dropped: frozenset[str]
    fid_column: str
    warnings: list[str] = field(default_factory=list)

    def batches(self, skip: int = 0, limit: int | None = None) -> Iterator[Batch]:
        """Features from index ``skip``; a stream that ends too early is taken up again where it ended.

        (GDAL's FlatGeobuf reader ends its Arrow stream at the first batch that meets the memory bound.)

        Raises:
            Refused: FIL-17, the file cannot be read on, or holds fewer features than it says.
        """
        at, end = skip, None if limit is None else skip + limit
        known = self.layer.features
        while True:
            before = at
            for batch in self._stream(at, None if end is None else end - at):
                yield batch
                at += len(batch)
            if known < 0 or at >= (known if end is None else min(known, end)):
                return
            if at == before:
                if self._recount() <= at:
                    return
                raise refused(
                    "FIL-17",
                    f"Lớp {self.layer.name} ({self.layer.file}) ghi {known} đối tượng "
                    f"nhưng chỉ đọc được {at}; tệp bị hỏng hoặc bị cắt cụt.",
                )

    def _recount(self) -> int:
        """How many features there really are: the count that a GeoPackage states may be stale."""
        if self.layer.format != Format.GEOPACKAGE:
            return self.layer.features
        table = '"' + self.layer.name.replace('"', '""') + '"'
        with closing(sqlite3.connect(f"{Path(self.target).resolve().as_uri()}?mode=ro", uri=True)) as database:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def _stream(self, skip: int, limit: int | None) -> Iterator[Batch]:
        at = skip
        try:
            with ExitStack() as stack:
                with self._noted():
                    meta, reader = stack.enter_context(self._open(skip, limit))
                geometry = _geometry_index(reader.schema, meta["geometry_name"])
                while (found := self._next(reader)) is not None:
                    if limit is not None:
                        found = found.slice(0, skip + limit - at)
                    for part in cut(found, self.limits.batch_rows, self.limits.batch_bytes):
                        batch = self._batch(part, at, geometry)
                        yield batch
                        at += len(batch)
                    if limit is not None and at >= skip + limit:
                        return
        except _FAULTS as fault:
            raise self._unreadable(at, fault) from fault

    def _open(self, skip: int, limit: int | None) -> Any:
        return open_arrow(
            self.target,
            layer=self.index,
            skip_features=skip,
            batch_size=self.rows if limit is None else max(1, min(self.rows, limit)),
            use_pyarrow=True,
            return_fids=bool(self.fid_column),
            datetime_as_string=True,
            columns=self._columns(),
            **self.options,
        )

    def _next(self, reader: pa.RecordBatchReader) -> pa.RecordBatch | None:
        with self._noted():
            try:
                return reader.read_next_batch()
            except StopIteration:
                return None

    def _columns(self) -> list[str] | None:
        if not self.dropped:
            return None
        return [raw for raw, name in self.renamed.items() if name not in self.dropped]

    def _batch(self, part: pa.RecordBatch, first: int, geometry: int | None) -> Batch:
        wkb = pa.nulls(part.num_rows, pa.binary())
        if geometry is not None:
            wkb = self._straight(as_wkb(part.column(geometry)), first)
        names = list(self.layer.fields)
        kept = [column for column in range(part.num_columns) if column != geometry]
        arrays = [plain(part.column(column)) for column in kept]
        if len(arrays) != len(names):
            raise DataLayerError(f"{len(arrays)} columns instead of {len(names)}")
        return Batch(self.layer.name, first, _record(arrays, names, part.num_rows), wkb)

    def _straight(self, wkb: pa.Array, first: int) -> pa.Array:
        """Curves become lines: read once more by the row-wise way, which approximates them."""
        curved = curved_rows(wkb)
        if not curved.size:
            return wkb
        start, stop = int(curved[0]), int(curved[-1]) + 1
        _, _, lines, _ = read_rows(
            self.target,
            layer=self.index,
            columns=[],
            skip_features=first + start,
            max_features=stop - start,
            **self.options,
        )
        values = wkb.to_pylist()
        for row in curved:
            values[row] = lines[row - start]
        return pa.array(values, type=pa.binary())

    @contextmanager
    def _noted(self) -> Iterator[None]:
        with noted(self.warnings):
            yield

    def _unreadable(self, at: int, fault: BaseException) -> Exception:
        return refused(
            "FIL-17",
            f"Lớp {self.layer.name} ({self.layer.file}) không đọc tiếp được từ đối tượng thứ {at + 1}: {_brief(fault)}",
        )


@contextmanager
def noted(sink: list[str]) -> Iterator[None]:
    """GDAL's warnings go to the list, not to the terminal."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            yield
        finally:
            for warning in caught:
                text = str(warning.message)
                if text not in sink and len(sink) < _MAX_WARNINGS:
                    sink.append(text)


def open_gdal(path: Path, checked: Checked, options: dict[str, str], scratch: Path, limits: Limits) -> list[GdalLayer]:
    """All layers of a data set, in the order of the file.

    Args:
        path: The main file or the ``.gdb`` folder.
        checked: What :func:`sdi.ingest.sniff.inspect` found.
        options: Open options of the profile; they go before our own.
        scratch: An empty folder for working copies; GDAL writes nothing beside the delivery.
        limits: Bounds on batches.

    Raises:
        Refused: FIL-17, GDAL cannot open it.
    """
    target = prepared(path, checked.format, scratch)
    merged = {**_OPTIONS.get(checked.format, {}), **options}
    if checked.format is Format.GEOPACKAGE and target != path:
        merged.pop("IMMUTABLE", None)
    name = _PREFIXED.get(checked.format, "") + str(target)
    sink: list[str] = []
    try:
        with noted(sink):
            infos = list(_infos(name, checked.format, merged))
    except _FAULTS as fault:
        raise refused("FIL-17", f"Tệp {path.name} không mở được: {_brief(fault)}") from fault
    if checked.format is Format.GML:
        _check_total(path, infos, checked.features)
        checked = Checked(checked.format)
    layers = [
        _gdal_layer(describe(path, info, checked), info, name, index, merged, path, limits)
        for index, info in enumerate(infos)
    ]
    if layers:
        layers[0].warnings.extend(sink)
    return layers


def _check_total(path: Path, infos: list[dict[str, Any]], stated: int | None) -> None:
    """GDAL's GML reader stops at the first feature that it cannot read, and reports no error."""
    found = sum(int(info["features"]) for info in infos)
    if stated is not None and found < stated:
        raise refused(
            "FIL-17",
            f"Tệp {path.name} có {stated} đối tượng nhưng chỉ đọc được {found}; đối tượng kế tiếp bị hỏng.",
        )


def _infos(target: str, found: Format, options: dict[str, str]) -> Iterator[dict[str, Any]]:
    """GDAL's description of each layer. Not by ``list_layers``: that takes no open options."""
    for index in range(1 if found in _SINGLE else 10_000):
        try:
            yield pyogrio.read_info(target, layer=index, force_feature_count=True, **options)
        except DataLayerError:
            if found in _SINGLE:
                raise
            return
        except UnboundLocalError as fault:  # pyogrio, of a CRS that GDAL has read and cannot write out
            raise refused("FIL-17", f"Tệp {Path(target).name} có khai báo hệ tọa độ bị hỏng.") from fault


def _brief(fault: BaseException) -> str:
    """GDAL's own words on one line, without the paths of this machine."""
    text = " ".join(str(fault).split())
    return re.sub(r"(/[^/\s'\"]+)+/", "", text)[:300]


def _gdal_layer(
    layer: SourceLayer,
    info: dict[str, Any],
    target: str,
    index: int,
    options: dict[str, str],
    path: Path,
    limits: Limits,
) -> GdalLayer:
    binary = {str(name) for name, kind in zip(info["fields"], info["ogr_types"], strict=True) if kind == "OFTBinary"}
    fid = str(info["fid_column"] or "")
    fid = "" if fid in info["fields"] else fid
    renamed = readable_names([str(name) for name in info["fields"]], fid, layer.format)
    dropped = frozenset(renamed[name] for name in binary)
    result = GdalLayer(
        layer=replace(layer, fields=fields_of(info, renamed, dropped, fid)),
        target=target,
        index=index,
        options=options,
        limits=limits,
        rows=_rows(path, layer, limits),
        seekable=layer.format in _SEEKABLE,
        renamed=renamed,
        dropped=dropped,
        fid_column=fid,
    )
    if binary:
        result.warnings.append(f"Không đọc cột nhị phân: {', '.join(sorted(binary))}.")
    return result


def _rows(path: Path, layer: SourceLayer, limits: Limits) -> int:
    """Rows of a batch, so that it stays well under the memory bound for features of average size."""
    size = path.stat().st_size if path.is_file() else 0
    if layer.features <= 0 or not size:
        return limits.batch_rows
    average = max(size // layer.features, 1)
    return int(np.clip(limits.batch_bytes // (2 * average), 1, limits.batch_rows))


def _geometry_index(schema: pa.Schema, name: str) -> int | None:
    """Position of the geometry column: by its extension type, for an attribute may bear the same name."""
    for position, column in enumerate(schema):
        extension = (column.metadata or {}).get(b"ARROW:extension:name", b"")
        if isinstance(column.type, pa.BaseExtensionType):
            extension = column.type.extension_name.encode()
        if extension in (b"geoarrow.wkb", b"ogc.wkb"):
            return position
    wanted = name or "wkb_geometry"
    return next((at for at, column in enumerate(schema) if column.name == wanted), None)


def _record(arrays: list[pa.Array], names: list[str], rows: int) -> pa.RecordBatch:
    if arrays:
        return pa.RecordBatch.from_arrays(arrays, names=names)
    return pa.RecordBatch.from_struct_array(pa.array([{}] * rows, type=pa.struct([])))
