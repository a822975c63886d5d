"""Elements that QGIS's files consist of."""

from __future__ import annotations

import uuid
from functools import lru_cache
from xml.etree import ElementTree

from pyproj import CRS

from sdi.crs.operations import Box
from sdi.wording import wording

Element = ElementTree.Element

_SPACE = uuid.UUID("7c0a5a0e-5b1f-5b52-9b69-8f4e3d1f2a6b")
"""Names below it are those of this project's items: the same item has the same key in every project made."""


def sub(parent: Element, name: str, attributes: dict[str, str] | None = None, text: str | None = None) -> Element:
    """A new child."""
    found = ElementTree.SubElement(parent, name, attributes or {})
    found.text = text
    return found


def word(name: str, language: str) -> str:
    """A text of ``wording/qgis.yml``."""
    return wording(f"qgis.{name}").get(language)


def key(name: str) -> str:
    """A UUID in braces that belongs to a name."""
    return f"{{{uuid.uuid5(_SPACE, name)}}}"


def crs(parent: Element, epsg: int) -> None:
    """A coordinate reference system, as ``spatialrefsys``."""
    wkt, authid, geographic = _described(epsg)
    found = sub(parent, "spatialrefsys", {"nativeFormat": "Wkt"})
    sub(found, "wkt", text=wkt)
    sub(found, "authid", text=authid)
    sub(found, "geographicflag", text=geographic)


@lru_cache
def _described(epsg: int) -> tuple[str, str, str]:
    found = CRS.from_epsg(epsg)
    return found.to_wkt(), f"EPSG:{epsg}", "true" if found.is_geographic else "false"


def corners(parent: Element, name: str, box: Box) -> None:
    """A box as an element with four children."""
    found = sub(parent, name)
    for corner, value in zip(("xmin", "ymin", "xmax", "ymax"), box, strict=True):
        sub(found, corner, text=f"{value:.3f}")


def polygon(box: Box) -> str:
    """A box as WKT."""
    west, south, east, north = box
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return f"POLYGON(({', '.join(f'{x:.3f} {y:.3f}' for x, y in ring)}))"
