"""What a file is, by its content; the extension decides only between text formats without a signature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sdi.ingest.json_check import check_json
from sdi.ingest.limits import DEFAULT_LIMITS, Limits
from sdi.ingest.refusals import refused
from sdi.ingest.siblings import missing_siblings
from sdi.ingest.structure import check_dgn, check_dxf, check_geopackage, mapinfo_records, shapefile_records
from sdi.ingest.xml_check import check_well_formed, count_members, root_element


class Format(StrEnum):
    """Formats that are read; the value is what a profile calls ``reader.driver``."""

    SHAPEFILE = "ESRI Shapefile"
    GEOPACKAGE = "GPKG"
    FLATGEOBUF = "FlatGeobuf"
    FILEGDB = "OpenFileGDB"
    JSON = "JSON"
    GEOJSON = "GeoJSON"
    GEOJSONSEQ = "GeoJSONSeq"
    ESRIJSON = "ESRIJSON"
    TOPOJSON = "TopoJSON"
    KML = "LIBKML"
    GML = "GML"
    GPX = "GPX"
    DXF = "DXF"
    DGN = "DGN"
    MAPINFO = "MapInfo File"
    CSV = "CSV"
    XLSX = "XLSX"


@dataclass(frozen=True)
class Checked:
    """A data set whose content was looked at.

    Attributes:
        format: The dialect found.
        features: Number of features that the file itself states, independently of GDAL.
        has_crs: For GeoJSON: it has a ``crs`` member.
    """

    format: Format
    features: int | None = None
    has_crs: bool = False


_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = {
    b"Rar!\x1a\x07": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_DGN_V7 = (b"\x08\x09\xfe\x02", b"\xc8\x09\xfe\x02", b"\x08\x05\x17\x00")
_HTML = re.compile(
    rb"^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_FORMATS = {"kml": Format.KML, "gpx": Format.GPX}
_TEXT_TABLES = {".csv", ".txt", ".tsv", ".tab"}
_JSON_NAMES = {
    ".json",
    ".geojson",
    ".topojson",
    ".geojsonl",
    ".geojsons",
    ".ndjson",
    ".jsonl",
}


def sniff(path: Path, limits: Limits = DEFAULT_LIMITS) -> Format:
    """The format of a file or a ``.gdb`` folder, from its first bytes. Costs no more than those.

    Raises:
        Refused: FIL-1 … FIL-6, FIL-10, FIL-11, FIL-12, FIL-17.
    """
    if path.is_dir():
        return _folder(path)
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    _refuse_known(path, head)
    found = _by_signature(path, head) or _by_text(path, head, limits)
    if found is None:
        raise refused("FIL-11", f"Tệp {path.name} không thuộc định dạng nào đọc được.")
    if missing := missing_siblings(path):
        raise refused("FIL-12", f"Tệp {path.name} thiếu tệp đi kèm: {', '.join(missing)}.")
    return found


def inspect(path: Path, found: Format, limits: Limits = DEFAULT_LIMITS) -> Checked:
    """Look at the whole structure before GDAL does; JSON is parsed to its end.

    Raises:
        Refused: FIL-7, FIL-11, FIL-17.
    """
    if found is Format.JSON:
        summary = check_json(path, limits)
        if summary.driver is None:
            raise refused("FIL-11", f"Tệp {path.name} là JSON nhưng không phải dữ liệu bản đồ.")
        return Checked(Format(summary.driver), summary.features, summary.has_crs)
    if found is Format.GML:
        return Checked(found, count_members(path))
    if found is Format.SHAPEFILE:
        return Checked(found, shapefile_records(path))
    if found is Format.MAPINFO and path.suffix.lower() == ".tab":
        return Checked(found, mapinfo_records(path))
    if found is Format.GEOPACKAGE:
        check_geopackage(path)
    elif found in (Format.KML, Format.GPX):
        check_well_formed(path)
    elif found is Format.DXF:
        check_dxf(path)
    elif found is Format.DGN:
        check_dgn(path)
    return Checked(found)


def _folder(path: Path) -> Format:
    if any(path.glob("*.gdbtable")):
        return Format.FILEGDB
    raise refused("FIL-17", f"Thư mục {path.name} không có bảng dữ liệu nào của File Geodatabase.")


def _refuse_known(path: Path, head: bytes) -> None:
    """Refuse what is recognised and cannot be read."""
    name = path.name
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise refused("FIL-1", f"Tệp {name} rỗng ({path.stat().st_size} byte, không có nội dung).")
    if re.match(rb"AC10\d\d|AC[12]\.\d|MC0\.0", head):
        raise refused("FIL-2", f"Tệp {name} là bản vẽ DWG; DWG không đọc được trực tiếp.")
    if head.startswith(_OLE):
        raise _ole(path)
    for signature, kind in _PACKED.items():
        if head.startswith(signature):
            raise refused("FIL-4", f"Tệp {name} là tệp nén {kind}; chỉ nhận ZIP.")
    if head[257:262] == b"ustar":
        raise refused("FIL-4", f"Tệp {name} là tệp nén tar; chỉ nhận ZIP.")
    if head.startswith(b"version https://git-lfs.github.com/spec/"):
        raise refused("FIL-5", f"Tệp {name} chỉ là con trỏ Git LFS, không chứa dữ liệu.")
    if _HTML.match(_ascii(head)):
        raise refused("FIL-6", f"Tệp {name} là trang HTML được lưu dưới tên tệp dữ liệu.")


def _ole(path: Path) -> Exception:
    """DGN V8 and old Excel share the OLE container; its directory entries are UTF-16 names."""
    with path.open("rb") as stream:
        beginning = stream.read(1 << 20)
    if path.suffix.lower() == ".dgn" or "Dgn".encode("utf-16-le") in beginning:
        return refused("FIL-3", f"Tệp {path.name} là DGN V8; chỉ đọc được DGN V7.")
    return refused(
        "FIL-11",
        f"Tệp {path.name} là tài liệu Office kiểu cũ (.xls, .doc); hãy lưu thành XLSX.",
    )


def _by_signature(path: Path, head: bytes) -> Format | None:
    if head.startswith(b"\x00\x00\x27\x0a") and path.suffix.lower() != ".shx":
        return Format.SHAPEFILE
    if head.startswith(b"fgb\x03"):
        return Format.FLATGEOBUF
    if head.startswith(b"SQLite format 3\0"):
        if head[68:72] in (b"GPKG", b"GP10", b"GP11") or path.suffix.lower() == ".gpkg":
            return Format.GEOPACKAGE
        raise refused("FIL-11", f"Tệp {path.name} là SQLite nhưng không phải GeoPackage.")
    if head.startswith(_DGN_V7):
        return Format.DGN
    if head.startswith(b"PK\x03\x04") and path.suffix.lower() == ".xlsx":
        return Format.XLSX
    if head.startswith(b"AutoCAD Binary DXF"):
        return Format.DXF
    return None


def _by_text(path: Path, head: bytes, limits: Limits) -> Format | None:
    text, suffix = _ascii(head), path.suffix.lower()
    lower = text.lower().lstrip()
    if lower.startswith(b"!table") and suffix == ".tab":
        return Format.MAPINFO
    if lower.startswith(b"version") and suffix == ".mif":
        return Format.MAPINFO
    if lower.startswith(b"<") and suffix not in _JSON_NAMES:
        return _by_root(path, limits)
    if text.lstrip(b"\x1e \t\r\n").startswith((b"{", b"[")) or suffix in _JSON_NAMES:
        return Format.JSON
    if re.match(rb"(\s*999\s*\n[^\n]*\n)*\s*0\s*\r?\n\s*SECTION\b", text):
        return Format.DXF
    if suffix in _TEXT_TABLES and b"\0" not in text:
        return Format.CSV
    return None


def _by_root(path: Path, limits: Limits) -> Format | None:
    root = root_element(path, limits).rpartition(":")[2].lower()
    if root in _XML_FORMATS:
        return _XML_FORMATS[root]
    if root.startswith("ogrvrt") or root in ("vrtdataset", "ogrvrtdatasource"):
        raise refused("FIL-11", f"Tệp {path.name} là tệp VRT chỉ trỏ tới dữ liệu nơi khác.")
    with path.open("rb") as stream:
        beginning = _ascii(stream.read(_HEAD * 16))
    return Format.GML if b"opengis.net/gml" in beginning else None


def _ascii(head: bytes) -> bytes:
    """The head without a byte-order mark; UTF-16 reduced to its ASCII part."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")
