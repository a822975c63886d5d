"""Formats written by hand, because GDAL does not write them as offices do: DXF with extended data, GML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import geopandas as gpd
import numpy as np
import shapely

from sdi.text import TextEncoding, encode

from .formats import fresh

Group = tuple[int, object]


def dxf(path: Path, layers: Sequence[str], application: str, entities: Iterable[Group]) -> None:
    """Write an ASCII DXF (R2000, text in CP1258) with its layers; ``entities`` are group codes and values."""
    head: list[Group] = [
        (0, "SECTION"),
        (2, "HEADER"),
        (9, "$ACADVER"),
        (1, "AC1015"),
        (9, "$DWGCODEPAGE"),
        (3, "ANSI_1258"),
        (9, "$INSUNITS"),
        (70, 6),
        (0, "ENDSEC"),
        (0, "SECTION"),
        (2, "TABLES"),
        (0, "TABLE"),
        (2, "LAYER"),
        (70, len(layers)),
    ]
    for layer in layers:
        head += [
            (0, "LAYER"),
            (100, "AcDbSymbolTableRecord"),
            (100, "AcDbLayerTableRecord"),
            (2, layer),
            (70, 0),
            (62, 5),
            (6, "CONTINUOUS"),
        ]
    head += [
        (0, "ENDTAB"),
        (0, "TABLE"),
        (2, "APPID"),
        (70, 1),
        (0, "APPID"),
        (100, "AcDbSymbolTableRecord"),
        (100, "AcDbRegAppTableRecord"),
        (2, application),
        (70, 0),
        (0, "ENDTAB"),
        (0, "ENDSEC"),
        (0, "SECTION"),
        (2, "ENTITIES"),
    ]
    tail: list[Group] = [(0, "ENDSEC"), (0, "EOF")]
    text = "".join(f"{code:>3}\n{value}\n" for code, value in [*head, *entities, *tail])
    fresh(path).write_bytes(encode(text, TextEncoding.CP1258))


def dxf_line(handle: int, layer: str, points: np.ndarray, application: str, note: str) -> list[Group]:
    """A 3D polyline; points (n, 3), ``note`` as its extended data."""
    groups: list[Group] = [
        (0, "POLYLINE"),
        (5, f"{handle:X}"),
        (100, "AcDbEntity"),
        (8, layer),
        (100, "AcDb3dPolyline"),
        (66, 1),
        (10, 0.0),
        (20, 0.0),
        (30, 0.0),
        (70, 8),
        (1001, application),
        (1000, note),
    ]
    for k, (x, y, z) in enumerate(points.tolist(), 1):
        groups += [
            (0, "VERTEX"),
            (5, f"{handle + k:X}"),
            (100, "AcDbEntity"),
            (8, layer),
            (100, "AcDbVertex"),
            (100, "AcDb3dPolylineVertex"),
            (10, f"{x:.3f}"),
            (20, f"{y:.3f}"),
            (30, f"{z:.3f}"),
            (70, 32),
        ]
    end = handle + len(points) + 1
    return [*groups, (0, "SEQEND"), (5, f"{end:X}"), (100, "AcDbEntity"), (8, layer)]


def dxf_text(handle: int, layer: str, x: float, y: float, text: str) -> list[Group]:
    """A text of one metre height."""
    return [
        (0, "TEXT"),
        (5, f"{handle:X}"),
        (100, "AcDbEntity"),
        (8, layer),
        (100, "AcDbText"),
        (10, f"{x:.3f}"),
        (20, f"{y:.3f}"),
        (30, 0.0),
        (40, 1.0),
        (1, text),
        (100, "AcDbText"),
    ]


def gml(path: Path, layers: Mapping[str, gpd.GeoDataFrame]) -> None:
    """Write points and lines of several layers as one GML 3.2 collection in their own CRS."""
    crs = next(iter(layers.values())).crs
    name = f"urn:ogc:def:crs:EPSG::{crs.to_epsg()}"
    box = np.array([table.total_bounds for table in layers.values()])
    low, high = box[:, :2].min(axis=0), box[:, 2:].max(axis=0)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gml:FeatureCollection gml:id="dien" xmlns:d="urn:mau:dien" xmlns:gml="http://www.opengis.net/gml/3.2">',
        f'<gml:boundedBy><gml:Envelope srsName="{name}"><gml:lowerCorner>{low[0]} {low[1]}</gml:lowerCorner>'
        f"<gml:upperCorner>{high[0]} {high[1]}</gml:upperCorner></gml:Envelope></gml:boundedBy>",
    ]
    for layer, table in layers.items():
        for k, row in enumerate(table.to_dict("records"), 1):
            values = "".join(f"<d:{c}>{escape(str(v))}</d:{c}>" for c, v in row.items() if c != "geometry")
            ident = f"{layer}.{k}"
            shape = _gml_shape(row["geometry"], name, ident)
            lines.append(
                f'<gml:featureMember><d:{layer} gml:id="{ident}">{values}<d:geometry>{shape}</d:geometry>'
                f"</d:{layer}></gml:featureMember>"
            )
    fresh(path).write_text("\n".join([*lines, "</gml:FeatureCollection>", ""]), encoding="utf-8")


def _gml_shape(geometry: shapely.Geometry, srs: str, ident: str) -> str:
    places = " ".join(f"{v:.3f}" for v in shapely.get_coordinates(geometry).ravel())
    head = f'srsName="{srs}" gml:id="{ident}.g"'
    if geometry.geom_type == "Point":
        return f"<gml:Point {head}><gml:pos>{places}</gml:pos></gml:Point>"
    return f"<gml:LineString {head}><gml:posList>{places}</gml:posList></gml:LineString>"
