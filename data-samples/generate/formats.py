"""Writers of the formats that offices deliver in: the same bytes every time, where the driver permits."""

from __future__ import annotations

import json
import re
import shutil
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import shapely
from pyproj import CRS, Transformer
from pyproj.transformer import TransformerGroup

from sdi.text import TextEncoding, encode

EPOCH = (2025, 10, 1, 0, 0, 0)  # the day on which all samples were written
pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2025-10-01T00:00:00.000Z"})


def legacy(table: gpd.GeoDataFrame, encoding: TextEncoding) -> gpd.GeoDataFrame:
    """Text columns as the bytes of a legacy encoding, one character per byte."""
    coded = table.copy()
    for column in coded.columns:
        if column != coded.geometry.name and pd.api.types.is_string_dtype(coded[column].dropna()):
            coded[column] = [None if pd.isna(v) else encode(str(v), encoding).decode("latin-1") for v in coded[column]]
    return coded


def to_wgs84(table: gpd.GeoDataFrame, digits: int = 8) -> gpd.GeoDataFrame:
    """The table in WGS 84 longitude, latitude by the official transformation (EPSG:6960)."""
    return table.set_geometry(
        gpd.GeoSeries([degrees(g, table.crs, digits) for g in table.geometry], crs="EPSG:4326", index=table.index)
    )


def degrees(geometry: shapely.Geometry, crs: CRS, digits: int = 8) -> shapely.Geometry:
    """One geometry in WGS 84 degrees, rounded."""
    transformer = _to_degrees(crs)

    def convert(points: np.ndarray) -> np.ndarray:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1])).round(digits)

    return shapely.transform(geometry, convert)


_TRANSFORMERS: dict[str, Transformer] = {}


def _to_degrees(crs: CRS) -> Transformer:
    key = crs.to_string()
    if key not in _TRANSFORMERS:
        group = TransformerGroup(crs, "EPSG:4326", always_xy=True)
        official = [t for t in group.transformers if "WGS 84 (2)" in t.description]
        _TRANSFORMERS[key] = official[0]
    return _TRANSFORMERS[key]


def write(table: gpd.GeoDataFrame, path: Path, driver: str, layer: str | None = None, **options: Any) -> None:
    """Write one layer with a GDAL driver; further layers of the same file are appended."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pyogrio.write_dataframe(narrow(table), path, driver=driver, layer=layer, **options)


def narrow(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The table with 32-bit integers: not every format knows longer ones."""
    return table.astype({c: "int32" for c in table.columns if table[c].dtype == "int64"})


def fresh(path: Path) -> Path:
    """The path with nothing at it, in a folder that exists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    elif path.exists():
        path.unlink()
    return path


def shapefile(table: gpd.GeoDataFrame, path: Path, encoding: str, prj: bool, cpg: bool) -> None:
    """Write a Shapefile; text is in ``encoding`` (ISO-8859-1 for bytes of a legacy encoding)."""
    fresh(path)
    pyogrio.write_dataframe(
        table,
        path,
        driver="ESRI Shapefile",
        encoding=encoding,
        geometry_type="Polygon",
        layer_options={"RESIZE": "YES", "DBF_DATE_LAST_UPDATE": "2025-10-01"},
    )
    for suffix, wanted in ((".prj", prj), (".cpg", cpg)):
        if not wanted:
            path.with_suffix(suffix).unlink(missing_ok=True)


def zipped(folder: Path, target: Path, keep: bool = False) -> None:
    """Pack a folder's files into a ZIP with a fixed date, and remove the folder."""
    fresh(target)
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(folder.iterdir()):
            info = zipfile.ZipInfo(file.name, EPOCH)
            archive.writestr(info, file.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    if not keep:
        shutil.rmtree(folder)


def delimited(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]], delimiter: str) -> None:
    """Write a CSV in UTF-8; cells with the delimiter or quotes are quoted."""

    def cell(value: object) -> str:
        text = "" if value is None or value != value else str(value)
        quoted = any(mark in text for mark in (delimiter, '"', "\n"))
        return '"' + text.replace('"', '""') + '"' if quoted else text

    lines = [delimiter.join(columns), *(delimiter.join(cell(v) for v in row) for row in rows)]
    fresh(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def workbook(path: Path, sheets: Mapping[str, tuple[Sequence[str], Sequence[str], Iterable[Sequence[object]]]]) -> None:
    """Write an XLSX: sheet → (title lines, column names, rows)."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, (titles, columns, rows) in sheets.items():
        sheet = book.create_sheet(name)
        for title in titles:
            sheet.append([title])
        sheet.append(list(columns))
        for row in rows:
            sheet.append([None if value is None else value for value in row])
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, date | datetime):
                    cell.number_format = "dd/mm/yyyy"
    raw = fresh(path).with_suffix(".tmp")
    book.save(raw)
    stamp = b"2025-10-01T00:00:00Z"
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = (
                re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, source.read(name))
                if "core" in name
                else source.read(name)
            )
            target.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED, 9)
    raw.unlink()


def degrees_minutes(value: float, positive: str) -> str:
    """Degrees as a surveyor writes them: ``108°47'12,5"E``."""
    tenths = round(abs(value) * 36_000)
    whole, rest = divmod(tenths, 36_000)
    minutes, seconds = divmod(rest, 600)
    return f"{whole}°{minutes:02d}'{seconds // 10:02d},{seconds % 10}\"{positive}"


def comma(value: float, digits: int) -> str:
    """A number with a decimal comma and no grouping."""
    return f"{value:.{digits}f}".replace(".", ",")


def dump(path: Path, content: object) -> None:
    """Write JSON, one line per member of a list of features, so that differences can be read."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    fresh(path).write_text(text.replace('{"type":"Feature"', '\n{"type":"Feature"') + "\n", encoding="utf-8")


def geojson_feature(properties: Mapping[str, object], geometry: Mapping[str, object]) -> dict[str, object]:
    """One GeoJSON feature, its geometry written as it is (also when it is wrong)."""
    return {"type": "Feature", "properties": dict(properties), "geometry": dict(geometry)}


def topojson(path: Path, table: gpd.GeoDataFrame, name: str, columns: Sequence[str]) -> None:
    """Write polygons as a TopoJSON object whose arcs are whole rings."""
    arcs: list[list[list[float]]] = []
    geometries = []
    for row in table.itertuples():
        parts = []
        for part in shapely.get_parts(row.geometry):
            rings = []
            for ring in (part.exterior, *part.interiors):
                rings.append([len(arcs)])
                arcs.append([list(point) for point in ring.coords])
            parts.append(rings)
        geometries.append({"type": "MultiPolygon", "arcs": parts, "properties": {c: getattr(row, c) for c in columns}})
    content = {
        "type": "Topology",
        "arcs": arcs,
        "objects": {name: {"type": "GeometryCollection", "geometries": geometries}},
    }
    dump(path, content)


def esri_json(path: Path, table: gpd.GeoDataFrame, fields: Mapping[str, str]) -> None:
    """Write points as an Esri feature set in WGS 84; fields are name → Esri field type."""
    features = [
        {
            "attributes": {name: _esri(row[name]) for name in fields},
            "geometry": {"x": row["geometry"].x, "y": row["geometry"].y},
        }
        for row in table.to_dict("records")
    ]
    dump(
        path,
        {
            "displayFieldName": next(iter(fields)),
            "geometryType": "esriGeometryPoint",
            "spatialReference": {"wkid": 4326, "latestWkid": 4326},
            "fields": [{"name": name, "type": kind, "alias": name} for name, kind in fields.items()],
            "features": features,
        },
    )


def _esri(value: object) -> object:
    if isinstance(value, date):
        return int(datetime(value.year, value.month, value.day).timestamp() - datetime(1970, 1, 1).timestamp()) * 1000
    return value


def mapinfo(table: gpd.GeoDataFrame, path: Path, **options: Any) -> None:
    """Write a MapInfo table (``.tab``) or interchange file (``.mif``); text is legacy bytes already."""
    for suffix in (".mif", ".mid") if path.suffix == ".mif" else (".tab", ".dat", ".id", ".map"):
        fresh(path.with_suffix(suffix))
    kind = {"FORMAT": "MIF"} if path.suffix == ".mif" else {}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "'crs' was not provided")  # such deliveries name none
        pyogrio.write_dataframe(
            narrow(table),
            path,
            driver="MapInfo File",
            encoding="ISO-8859-1",
            dataset_options=kind,
            layer_options=options,
        )
    if path.suffix == ".tab":
        _clear_names(path.with_suffix(".dat"))


def _clear_names(dat: Path) -> None:
    """Blank what GDAL leaves behind the ends of column names: it is not the same from run to run."""
    content = bytearray(dat.read_bytes())
    for start in range(32, int.from_bytes(content[8:10], "little") - 1, 32):
        name = bytes(content[start : start + 11]).split(b"\0")[0]
        content[start : start + 11] = name.ljust(11, b"\0")
    dat.write_bytes(content)


def dump_pretty(path: Path, content: object) -> None:
    """Write JSON for people."""
    fresh(path).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
