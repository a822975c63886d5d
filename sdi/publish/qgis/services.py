"""What a QGIS Server needs to be told in the project to serve it as WMS and WMTS (``deploy/qgis-server``).

A planner's QGIS passes over it. Names are the ids of the API, so that addresses hold in any language; titles are for
people. Nothing is said of WFS: features are served by the OGC API.
"""

from __future__ import annotations

from collections.abc import Sequence

from sdi.model import Province, Text
from sdi.publish.configuration import service_description
from sdi.publish.qgis.elements import Element, sub

CRS_OFFERED = (3857, 4326)
"""Beside the provincial CRS: what map viewers speak, and what everything speaks."""

MAX_PIXELS = 4096
"""Largest width and height of a map."""

_ROOT = "sdi"
_TILE_BUFFER = 64
"""Pixels around a tile that are drawn too, so that texts and signs are not cut at its edge."""

_TILES = "EPSG:3857", "20037508.342789248", "-20037508.342789248", "559082264.028717", "20"
"""WebMercatorQuad as QGIS wants a grid: top, left, scale denominator of level 0, last level.

There are no tiles in the provincial CRS. Of any other grid QGIS Server computes cells in survey inches, 2e-6 too large:
tiles would lie up to half a metre from where their grid says. Maps (WMS) are exact in every CRS.
"""


def shortname(layer: Element, name: str, title: str, abstract: str) -> None:
    """How a layer is asked for, and what its entry in the capabilities says."""
    sub(layer, "shortname", text=name)
    sub(layer, "title", text=title)
    sub(layer, "abstract", text=abstract)


def group_name(group: Element, name: str, title: str) -> None:
    """The same for a group: asked for by its name, it is drawn with all that is in it."""
    properties = sub(group, "customproperties")
    options = sub(properties, "Option", {"type": "Map"})
    for key, value in (("wmsShortName", name), ("wmsTitle", title)):
        sub(options, "Option", {"name": key, "type": "QString", "value": value})


def services(
    properties: Element,
    province: Province,
    terms: Text,
    language: str,
    url: str,
    *,
    tables: Sequence[str],
    layers: Sequence[str],
    groups: Sequence[str],
    layouts: Sequence[str],
) -> None:
    """Write the services' part of a project's properties.

    Args:
        properties: Their element.
        province: Title and extent of the province.
        terms: On which the data may be used.
        language: Of title and abstract.
        url: Of the portal, without a trailing slash.
        tables: Names of layers without geometry; no map shows them.
        layers: Ids of those that have tiles of their own.
        groups: Names of groups that have.
        layouts: Names of layouts; they are printed by people, not by a server.
    """
    own = f"EPSG:{province.crs}"
    _texts(
        properties,
        WMSServiceTitle=province.title.get(language),
        WMSServiceAbstract=service_description(province).get(language),
        WMSOnlineResource=f"{url}/",
        WMSAccessConstraints=terms.get(language),
        WMSRootName=_ROOT,
    )
    _switch(properties, "WMSServiceCapabilities")
    _list(properties, "WMSCrsList", [own, *(f"EPSG:{code}" for code in CRS_OFFERED)])
    _list(properties, "WMSExtent", [f"{side:.3f}" for side in province.extent])
    _list(properties, "WMSRestrictedLayers", tables)
    _list(properties, "WMSRestrictedComposers", layouts)
    for name, number in (("MaxWidth", MAX_PIXELS), ("MaxHeight", MAX_PIXELS), ("TileBuffer", _TILE_BUFFER)):
        sub(properties, f"WMS{name}", {"type": "int"}, f"{number}")
    for kind in ("WMTSLayers", "WMTSPngLayers"):
        offered = sub(properties, kind)
        _list(offered, "Group", groups)
        _list(offered, "Layer", layers)
    grids = sub(properties, "WMTSGrids")
    _list(grids, "CRS", _TILES[:1])
    _list(grids, "Config", [",".join(_TILES)])
    sub(properties, "WMTSMinScale", {"type": "int"}, "1")  # the grid says where it ends


def _texts(properties: Element, **values: str) -> None:
    for name, value in values.items():
        sub(properties, name, {"type": "QString"}, value)


def _switch(properties: Element, name: str) -> None:
    sub(properties, name, {"type": "bool"}, "true")


def _list(properties: Element, name: str, values: Sequence[str]) -> None:
    found = sub(properties, name, {"type": "QStringList"})
    for value in values:
        sub(found, "value", text=value)
