"""Layers of rasters in a project: pictures from the service's map tiles, wherever the features come from.

QGIS counts tiles by x and y in WebMercatorQuad alone, so that is the grid; how it gets from there to the provincial CRS
is said in the project like any other way between datums.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from sdi.model import Project, Text
from sdi.publish.qgis.elements import Element, crs, sub
from sdi.styles.maplibre import HILLSHADE
from sdi.styles.model import MapStyle
from sdi.wording import Wording, wording

WEB_MERCATOR = 3857
PROVIDER = "wms"
"""QGIS's name of what reads map tiles."""

_GRID = "map/tiles/WebMercatorQuad/xyz/{z}/{x}/{y}.png"
MOST_PICTURES = 60
"""Scanned sheets that are layers of their own; of more there is one layer with all of them."""

_LAID_OVER = 0.7
"""Opacity of scanned sheets, through which the map can be read."""


@dataclass(frozen=True)
class Picture:
    """A layer of pictures.

    Attributes:
        id: In the project.
        theme: Of the layer whose pixels they are.
        uri: In the provider's words.
        opacity: 0 … 1.
        on: Whether it is shown when the project is opened.
        order: Among the layers of the urban database; None: it belongs to the base map.
    """

    id: str
    title: Text | Wording
    theme: str
    uri: str
    opacity: float
    on: bool
    order: int | None


def pictures_of(
    project: Project,
    sheets: Mapping[str, Sequence[tuple[str, str]]],
    base_map: MapStyle | None,
    public_url: str,
) -> list[Picture]:
    """Pictures of the layers of rasters that everybody sees: QGIS keeps no access key in a project.

    Args:
        project: The declarations.
        sheets: Published layers of rasters, with id and title of each of their sheets.
        base_map: With its light and shade, which comes first.
        public_url: Of the service, without a trailing slash.
    """
    relief = base_map.relief if base_map else None
    found = []
    for name, listed in sheets.items():
        layer = project.layers[name]
        assert layer.raster is not None
        levels = layer.raster.minzoom, layer.raster.maxzoom
        root = f"{public_url}/api/collections/{name}"
        all_of_it = Picture(
            id=f"sdi_anh_{name}",
            title=wording("qgis.pictures", title=layer.title),
            theme=layer.theme,
            uri=_xyz(f"{root}/{_GRID}", *levels),
            opacity=1.0 if layer.group == "base" else _LAID_OVER,
            on=False,
            order=None if layer.group == "base" else layer.style.order,
        )
        if relief and relief.layer == name:
            uri = _xyz(f"{root}/styles/{HILLSHADE}/{_GRID}", *levels)
            shades = replace(all_of_it, id=f"sdi_{HILLSHADE}", title=wording("rasters.hillshade"), uri=uri)
            found.append(replace(shades, opacity=relief.opacity, on=True))
        if layer.raster.kind == "elevation" or len(listed) > MOST_PICTURES:
            found.append(all_of_it)
            continue
        for identifier, title in listed:
            uri = _xyz(f"{root}/{_GRID}?sheets={quote(identifier, safe='')}", *levels)
            own = re.sub(r"\W", "_", identifier)
            found.append(replace(all_of_it, id=f"{all_of_it.id}_{own}", title=Text(vi=title, en=title), uri=uri))
    return found


def picture_layer(picture: Picture, language: str) -> Element:
    """The layer as a project has it."""
    found = Element("maplayer", {"type": "raster", "hasScaleBasedVisibilityFlag": "0"})
    sub(found, "id", text=picture.id)
    sub(found, "datasource", text=picture.uri)
    sub(found, "layername", text=picture.title.get(language))
    sub(found, "shortname", text=picture.id.removeprefix("sdi_"))
    crs(sub(found, "srs"), WEB_MERCATOR)
    sub(found, "provider", text=PROVIDER)
    pipe = sub(found, "pipe")
    said = {"type": "singlebandcolordata", "band": "1", "alphaBand": "-1", "nodataColor": ""}
    sub(pipe, "rasterrenderer", said | {"opacity": f"{picture.opacity:g}"})
    sub(pipe, "brightnesscontrast", {"brightness": "0", "contrast": "0", "gamma": "1"})
    sub(pipe, "huesaturation", {"saturation": "0", "grayscaleMode": "0", "colorizeOn": "0"})
    sub(
        pipe,
        "rasterresampler",
        {"zoomedInResampler": "bilinear", "zoomedOutResampler": "bilinear", "maxOversampling": "2"},
    )
    sub(found, "blendMode", text="0")
    return found


def _xyz(address: str, low: int, high: int) -> str:
    return f"type=xyz&url={quote(address, safe=':/')}&zmax={high}&zmin={low}"
