"""What a layer is, out of GDAL's description of it and what lies beside the file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pyproj import CRS
from pyproj.exceptions import CRSError

from sdi.ingest.siblings import sibling
from sdi.ingest.sniff import Checked, Format
from sdi.ingest.source import CrsOrigin, SourceLayer

_STANDARD = {Format.KML, Format.GPX, Format.TOPOJSON, Format.GEOJSONSEQ}
_UNREFERENCED = {Format.SHAPEFILE, Format.DXF, Format.DGN}
_ARROW = {
    "OFTInteger": "int32",
    "OFTInteger64": "int64",
    "OFTReal": "double",
    "OFTDate": "date32[day]",
    "OFTTime": "time32[ms]",
    "OFSTBoolean": "bool",
    "OFSTInt16": "int16",
    "OFSTFloat32": "float",
}
"""OGR types and subtypes as they arrive; all others arrive as text."""


def describe(path: Path, info: dict[str, Any], checked: Checked) -> SourceLayer:
    wkt, origin = _crs(path, info["crs"], checked)
    return SourceLayer(
        name=str(info["layer_name"]) or path.stem,
        geometry_type=str(info["geometry_type"] or "None"),
        fields={},
        features=int(info["features"]) if checked.features is None else checked.features,
        crs_wkt=wkt,
        crs_origin=origin,
        file=path.name,
        format=checked.format.value,
    )


def fields_of(info: dict[str, Any], renamed: dict[str, str], dropped: frozenset[str], fid: str) -> dict[str, str]:
    """Column names and Arrow types, in the order in which the stream brings them."""
    fields = {fid: "int64"} if fid else {}
    for raw, kind, subtype in zip(info["fields"], info["ogr_types"], info["ogr_subtypes"], strict=True):
        if (name := renamed[str(raw)]) not in dropped:
            fields[name] = _ARROW.get(subtype, _ARROW.get(kind, "string"))
    return fields


def readable_names(names: list[str], fid: str, driver: str) -> dict[str, str]:
    """Raw to readable column names: DBF and MapInfo names that are UTF-8 are decoded, doubles numbered."""
    taken, renamed = {fid} if fid else set(), {}
    for raw in names:
        name = _utf8_name(raw) if driver in (Format.SHAPEFILE, Format.MAPINFO, Format.DXF, Format.DGN) else raw
        unique, number = name, 2
        while unique in taken:
            unique, number = f"{name} ({number})", number + 1
        taken.add(unique)
        renamed[raw] = unique
    return renamed


def _utf8_name(raw: str) -> str:
    """A name of at most ten bytes may have been cut within a letter; what is left of the letter goes."""
    if raw.isascii():
        return raw
    try:
        octets = raw.encode("latin-1")
    except UnicodeEncodeError:
        return raw
    for drop in range(3):
        try:
            decoded = octets[: len(octets) - drop].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return decoded if not decoded.isascii() else raw
    return raw


def _crs(path: Path, found: str | None, checked: Checked) -> tuple[str | None, CrsOrigin]:
    if checked.format in _UNREFERENCED:
        beside = sibling(path, ".prj")
        text = beside.read_bytes()[:65536].decode("utf-8", "replace").strip("\ufeff\0 \r\n\t") if beside else ""
        return (text, "prj") if text else (None, "none")
    if not found and checked.format is Format.TOPOJSON and not checked.has_crs:
        found = "EPSG:4326"
    if not found or re.match(r'\w+\["Undefined', found):
        return None, "none"
    try:
        wkt = CRS.from_user_input(found).to_wkt()
    except CRSError:
        wkt = found
    standard = checked.format in _STANDARD or (checked.format is Format.GEOJSON and not checked.has_crs)
    return wkt, "standard" if standard else "file"
