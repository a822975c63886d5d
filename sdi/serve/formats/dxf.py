r"""DXF drawings for CAD: one drawing layer for each code, attributes as extended data, labels as text.

Of a table GDAL writes neither attributes nor labels, and libraries that do keep the whole drawing in memory. So GDAL
writes the frame (tables, blocks, objects: what AutoCAD insists on), and the entities are put into it one by one. Signs
beyond ASCII are ``\U+XXXX``, as AutoCAD 2004 writes them, and labels are MTEXT: GDAL, and so QGIS, takes the UTF-8 of
later releases for ISO 8859-1, and reads those signs nowhere else. Coordinates have every digit that is stored.
"""

from __future__ import annotations

import itertools
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any

import numpy as np
import shapely
from pyogrio.raw import write

from sdi.model import FieldType
from sdi.serve.formats.rows import GEOMETRY, Rows

APPLICATION = "SDI"
"""Under this name an entity's extended data are: ``name=value``, one string each."""

LABEL_HEIGHT_M = 1.5

_STRING, _LAYER = 250, 60
"""Bytes of a string of extended data at most, and characters of the name of a drawing layer."""

_SIGN = "\\U+{:04X}"

_FIRST_HANDLE = 0x100000
"""Entities are numbered from here; what GDAL numbers lies below."""

_APPID = (
    "  0\nAPPID\n  5\nFFFFF\n330\n9\n100\nAcDbSymbolTableRecord\n100\nAcDbRegAppTableRecord\n"
    f"  2\n{APPLICATION}\n 70\n     0\n"
)


def dxf(rows: Rows, path: Path) -> None:
    """A drawing: points, and lines and rings as polylines in the plane; a label where the style has one."""
    by = rows.layer.style.by if rows.layer.style.by in rows.fields else None
    by = by or next((name for name, field in rows.fields.items() if field.type is FieldType.CODE), None)
    label = rows.layer.style.label if rows.layer.style.label in rows.fields else None
    layers: dict[str, None] = {}
    handles = itertools.count(_FIRST_HANDLE)
    with TemporaryFile("w+", encoding="ascii", dir=path.parent) as entities:
        for batch in rows.batches:
            columns = {name: batch.column(name).to_pylist() for name in rows.attributes}
            geometries = shapely.from_wkb(batch.column(GEOMETRY).to_numpy(zero_copy_only=False))
            places = shapely.point_on_surface(geometries)
            for number, geometry in enumerate(geometries):
                if geometry is None:
                    continue
                layer = layer_name(columns[by][number] if by else None, rows.layer.id)
                layers[layer] = None
                data = [(name, values[number]) for name, values in columns.items() if values[number] is not None]
                entities.writelines(_entities(geometry, layer, _extended(data), handles))
                if label and columns[label][number] is not None:
                    layers[f"{layer}_CHU"] = None
                    entities.write(_label(f"{layer}_CHU", places[number], str(columns[label][number]), handles))
        head, tail = _frame(layers or {rows.layer.id: None}, f"EPSG:{rows.projection.epsg}", path.parent, next(handles))
        entities.seek(0)
        with path.open("w", encoding="ascii") as file:
            file.write(f"999\n{escaped(rows.layer.title.vi)}, EPSG:{rows.projection.epsg}, X = E, Y = N, m\n{head}")
            shutil.copyfileobj(entities, file)
            file.write(tail)


def layer_name(code: Any, default: str) -> str:
    """Name of the drawing layer of a code, without what AutoCAD does not take in names."""
    return re.sub(r"""[<>/\\":;?*|=`',]+""", "_", " ".join(str(code or default).split()))[:_LAYER] or default


def escaped(text: str) -> str:
    """The text in ASCII, on one line."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(sign if sign.isascii() else _SIGN.format(ord(sign)) for sign in line)


def _frame(layers: Iterable[str], crs: str, folder: Path, seed: int) -> tuple[str, str]:
    """What stands before and after the entities of a drawing with these layers."""
    names = list(layers)
    points = np.array([shapely.to_wkb(shapely.Point(0.0, 0.0))] * len(names), dtype=object)
    with TemporaryDirectory(dir=folder) as place:
        frame = Path(place) / "frame.dxf"
        write(
            frame,
            points,
            [np.array([escaped(name) for name in names], dtype=object)],
            ["Layer"],
            driver="DXF",
            geometry_type="Point",
        )
        text = frame.read_text("ascii")
    text = re.sub(r"(\$HANDSEED\n *5\n)[^\n]*", rf"\g<1>{seed:X}", text, count=1)
    text = re.sub(r"(TABLE\n *2\nAPPID\n(?:(?! *0\nENDTAB).*\n)*)", rf"\g<1>{_APPID}", text, count=1)
    head, rest = text.split("ENTITIES\n", 1)
    return f"{head}ENTITIES\n", rest[rest.index("  0\nENDSEC") :]


def _extended(data: list[tuple[str, Any]]) -> str:
    strings = [f"1000\n{_cut(f'{name}={escaped(str(value))}')}\n" for name, value in data]
    return f"1001\n{APPLICATION}\n" + "".join(strings)


def _cut(text: str) -> str:
    """At most as long as allowed, and never inside an escaped sign."""
    return re.sub(r"\\(U(\+[0-9A-F]{0,3})?)?$", "", text[:_STRING]) if len(text) > _STRING else text


def _entities(geometry: shapely.Geometry, layer: str, data: str, handles: Iterator[int]) -> Iterator[str]:
    """Every part is an entity; the first carries the attributes."""
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Point":
            yield _entity("POINT", layer, handles) + f"100\nAcDbPoint\n{_place(part.x, part.y)} 30\n0.0\n{data}"
            data = ""
            continue
        closed = part.geom_type == "Polygon"
        for ring in [part.exterior, *part.interiors] if closed else [part]:
            points = shapely.get_coordinates(ring).tolist()
            points = points[:-1] if closed else points
            head = f"100\nAcDbPolyline\n 90\n{len(points)}\n 70\n{int(closed)}\n"
            yield _entity("LWPOLYLINE", layer, handles) + head + "".join(_place(x, y) for x, y in points) + data
            data = ""


def _label(layer: str, place: shapely.Point, text: str, handles: Iterator[int]) -> str:
    literal = _cut(escaped(re.sub(r"([\\{}])", r"\\\1", text)))
    body = f"{_place(place.x, place.y)} 30\n0.0\n 40\n{LABEL_HEIGHT_M}\n 71\n5\n  1\n{literal}\n"
    return _entity("MTEXT", layer, handles) + f"100\nAcDbMText\n{body}"


def _entity(kind: str, layer: str, handles: Iterator[int]) -> str:
    return f"  0\n{kind}\n  5\n{next(handles):X}\n100\nAcDbEntity\n  8\n{escaped(layer)}\n"


def _place(x: float, y: float) -> str:
    return f" 10\n{x!r}\n 20\n{y!r}\n"
