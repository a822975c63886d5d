"""Maps: folium, with our styles and legend, and nothing from any other host.

A map is drawn in the provincial CRS itself: Leaflet's plane coordinate system takes easting and northing as they are,
so that nothing is reprojected, scale bar and shapes are true, and no datum operation can be chosen wrongly. Leaflet
lies in the package; the base map is drawn from the layers of the service's own. So a saved page works anywhere.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

import folium
import geopandas
import numpy as np
import pandas as pd
import shapely
from branca.element import Element, MacroElement
from folium.template import Template

from sdi.errors import UsageError
from sdi.notebook.source import Box, Json

BASE_MAP = "base-map"
GROUND = "#F6F4EF"

PIXELS = 900
"""Width that a map is assumed to have, for what of the base map can be read on it."""

SHAPE = 2.7
"""Width of the widest window by its height."""

MARGIN = 0.08
"""Share of the extent around what is shown."""

LEAST_EXTENT_M = 120.0
DECIMALS = 1
"""Of coordinates in metres on a map."""

_EQUATOR_M_PER_PIXEL = 156_543.034
_SWATCH = '<svg xmlns="http://www.w3.org/2000/svg" width="28" height="18" viewBox="0 0 28 18">{}</svg>'


@dataclass(frozen=True)
class Look:
    """How a group of features is drawn.

    Attributes:
        title: In the legend.
        paths: Leaflet's options of each line or area, from below to above; of a sign ``sign`` (SVG) and ``size``.
        svg: The sign of the legend.
    """

    title: str
    paths: Sequence[Json]
    svg: str


@dataclass(frozen=True)
class Shown:
    """Features on a map.

    Attributes:
        frame: In the provincial CRS.
        looks: By the key that ``key`` gives of a feature.
        keys: For each feature the key of its look.
        told: For each feature pairs of name and value, shown under the pointer.
    """

    title: str
    frame: geopandas.GeoDataFrame
    looks: Mapping[str, Look]
    keys: Sequence[str]
    told: Sequence[Sequence[tuple[str, str]]] = ()


@dataclass(frozen=True)
class Name:
    """A name on the base map; ``turn`` in degrees clockwise."""

    text: str
    at: tuple[float, float]
    size: float
    color: str
    turn: float = 0.0
    italic: bool = False


@dataclass(frozen=True)
class Ground:
    """What lies below: the base map."""

    background: str = GROUND
    layers: Sequence[Shown] = ()
    names: Sequence[Name] = field(default_factory=tuple)


class Map(folium.Map):
    """A map of folium's without what folium loads from elsewhere."""

    default_js: list[tuple[str, str]] = []
    default_css: list[tuple[str, str]] = []

    def __init__(self, height: int) -> None:
        super().__init__(
            location=(0, 0), zoom_start=0, crs="Simple", tiles=None, height=height, font_size="13px",
            zoom_snap=0.25, zoom_delta=0.5,
        )  # fmt: skip

    def render(self, **kwargs: Any) -> str:
        """Put Leaflet and the drawing into the page's head before folium asks for them."""
        header = self.get_root().header  # type: ignore[attr-defined]
        for name, text in _assets().items():
            header.add_child(Element(text), name=name)
        return str(super().render(**kwargs))


class Picture(MacroElement):
    """What is drawn, as data, and the call that draws it."""

    _template = Template("{% macro script(this, kwargs) %}drawPicture({{ this.map }}, {{ this.data }});{% endmacro %}")

    def __init__(self, map: str, data: str) -> None:
        super().__init__()
        self._name = "Picture"
        self.map = map
        self.data = data


def draw(shown: Sequence[Shown], ground: Ground, box: Box, source: str, *, height: int, legend: bool) -> Map:
    """The map.

    Args:
        shown: From below to above.
        ground: Below them.
        box: What is to be seen at first.
        source: Whose data it is.
        height: In pixels.
        legend: Whether there is one.
    """
    picture = {
        "box": [round(number, DECIMALS) for number in box],
        "source": source,
        "background": ground.background,
        "legend": legend,
        "base": [_document(layer) for layer in ground.layers],
        "names": [vars(name) for name in ground.names],
        "layers": [_document(layer) for layer in shown],
    }
    made = Map(height)
    made.add_child(Picture(made.get_name(), _script_json(picture)))
    return made


def styled(
    legend: Json,
    frame: geopandas.GeoDataFrame,
    title: str | None = None,
    told: Sequence[Sequence[tuple[str, str]]] = (),
    opacity: float = 1.0,
) -> Shown:
    """Features as a layer's style draws them.

    Args:
        legend: The layer's part of a legend document.
        opacity: Of areas, times that of the style.
    """
    by, entries = legend["by"], legend["entries"]
    looks = {str(place): look(entry, legend["dimension"], opacity) for place, entry in enumerate(entries)}
    of_code = {code: str(place) for place, entry in enumerate(entries) for code in entry["codes"]}
    rest = next((str(place) for place, entry in enumerate(entries) if not entry["codes"]), None)
    if by is None or by not in frame:
        keys: list[str | None] = [rest or "0"] * len(frame)
    else:
        codes = frame[by].astype("object").where(frame[by].notna(), "")
        first = [code.split("+")[0] if legend["compound"] else code for code in codes]
        keys = [of_code.get(code, rest) for code in first]
    drawn = np.array([key is not None for key in keys], dtype=bool)
    told = [said for said, kept in zip(told, drawn, strict=True) if kept] if told else ()
    return Shown(title or legend["title"], frame[drawn], looks, [key for key in keys if key is not None], told)


def look(entry: Json, dimension: int, opacity: float = 1.0) -> Look:
    """A legend's entry as Leaflet's options."""
    symbol = entry["symbol"]
    if marker := symbol.get("marker"):
        return Look(entry["title"], [_marker(marker)], entry["svg"])
    stroke, fill, hatch, casing = (symbol.get(name) for name in ("stroke", "fill", "hatch", "casing"))
    paths: list[Json] = []
    if stroke and casing:
        paths.append({"color": casing["color"], "weight": stroke["width"] + 2 * casing["edge"], "opacity": 1, **_ROUND})
    path: Json = {"stroke": bool(stroke), "fill": dimension == 2 and bool(fill or hatch)}
    if stroke:
        path |= {"color": stroke["color"], "weight": stroke["width"], "opacity": stroke.get("opacity", 1), **_ROUND}
        if stroke.get("dash"):
            path |= {"dashArray": " ".join(f"{length:g}" for length in stroke["dash"]), "lineCap": "butt"}
    if fill:
        path |= {"fillColor": fill["color"], "fillOpacity": round(fill.get("opacity", 1) * opacity, 3)}
    elif hatch:  # a canvas has no patterns that move with the map: lines over an area become a light tone of it
        path |= {"fillColor": hatch["color"], "fillOpacity": round(0.28 * opacity, 3)}
    return Look(entry["title"], [*paths, path], entry["svg"])


_ROUND = {"lineCap": "round", "lineJoin": "round"}


def plain(
    title: str, color: str, dimension: int, *, width: float = 2.0, opacity: float = 0.45, size: float = 11
) -> Look:
    """A look of one's own, for what was found out."""
    if dimension == 0:
        marker = {"shape": "circle", "color": color, "size": size, "outline": "#FFFFFF", "outline_width": 1.5}
        svg = _SWATCH.format(f'<circle cx="14" cy="9" r="5" fill="{color}" stroke="#fff" stroke-width="1.5"/>')
        return Look(title, [_marker(marker)], svg)
    line = {"color": color, "weight": width, "opacity": 1, "fill": False, **_ROUND}
    if dimension == 1:
        svg = _SWATCH.format(f'<path d="M2 13C9 2 17 17 26 4" fill="none" stroke="{color}" stroke-width="{width:g}"/>')
        return Look(title, [line], svg)
    svg = _SWATCH.format(
        f'<rect x="2" y="2" width="24" height="14" fill="{color}" fill-opacity="{opacity:g}"'
        f' stroke="{color}" stroke-width="{min(width, 3):g}"/>'
    )
    return Look(title, [line | {"fill": True, "fillColor": color, "fillOpacity": opacity}], svg)


def ground(
    legends: Sequence[Json], background: str | None, read: Callable[[str, Box], geopandas.GeoDataFrame], box: Box
) -> Ground:
    """The base map of a box, as much of it as can be read at that scale.

    Args:
        legends: Of the base map, from above to below.
        read: Reads the features of a layer in a box.
    """
    level = _level(box)
    wide = _around(box)
    layers: list[Shown] = []
    names: list[Name] = []
    for legend in reversed(legends):
        if legend["zooms"][0] > level + 0.5:
            continue
        there = [entry for entry in legend["entries"] if entry["fromZoom"] <= level + 0.5]
        frame = read(legend["layer"], wide)
        if not there or frame.empty:
            continue
        shapes = frame.geometry.array
        if legend["dimension"] == 2 and not any(entry["symbol"].get("fill") for entry in there):
            shapes = shapely.boundary(shapes)  # an outline alone: where it is cut there is no edge
        clipped = frame.set_geometry(shapely.clip_by_rect(shapes, *wide), crs=frame.crs)
        clipped = clipped[~clipped.geometry.is_empty]
        if legend["dimension"] > 0:
            layers.append(styled(legend | {"entries": there}, clipped))
        if (label := legend["label"]) and (label.get("from_zoom") or 0) <= level + 0.5:
            names += _names(frame, label, legend["dimension"], box)
    return Ground(background or GROUND, layers, sorted(names, key=lambda name: -name.size))


def extent(frames: Iterable[geopandas.GeoDataFrame]) -> Box:
    """The box of all features.

    Raises:
        UsageError: There are none.
    """
    boxes = np.array([frame.total_bounds for frame in frames if len(frame)]).reshape(-1, 4)
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    if not len(boxes):
        raise UsageError("Không có đối tượng nào để vẽ.", "Xem lại điều kiện lọc, hoặc cho bbox của bản đồ.")
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    short = max(LEAST_EXTENT_M - max(east - west, north - south), 0) / 2
    return grown((west - short, south - short, east + short, north + short), MARGIN)


def grown(box: Box, share: float) -> Box:
    """A box with so much of its larger side on every side of it."""
    west, south, east, north = box
    more = share * max(east - west, north - south)
    return float(west - more), float(south - more), float(east + more), float(north + more)


# --- parts ------------------------------------------------------------------------------------------------------


def _around(box: Box) -> Box:
    """What of the base map is drawn around a box: so much that a wide window shows no edge of it."""
    west, south, east, north = grown(box, 0.3)
    more = max(SHAPE * (north - south) - (east - west), 0) / 2
    return west - more, south, east + more, north


def _level(box: Box) -> float:
    """The level of WebMercatorQuad at which such a box fills the map, at the latitude of Vietnam."""
    per_pixel = max(box[2] - box[0], box[3] - box[1]) / PIXELS
    return math.log2(_EQUATOR_M_PER_PIXEL * 0.96 / per_pixel)


def _names(frame: geopandas.GeoDataFrame, label: Json, dimension: int, box: Box) -> list[Name]:
    """Names of features, each once: at the point, or along the longest line of that name."""
    if label["field"] not in frame:
        return []
    inside = frame.set_geometry(shapely.clip_by_rect(frame.geometry.array, *box), crs=frame.crs)
    inside = inside[inside[label["field"]].notna() & ~inside.geometry.is_empty]
    if label.get("longest"):
        inside = inside[inside[label["field"]].str.len() <= label["longest"]]
    per_pixel = max(box[2] - box[0], box[3] - box[1]) / PIXELS
    found = []
    for text, group in inside.groupby(label["field"], sort=True):
        style = {"size": label["size"], "color": label["color"], "italic": label.get("weight") == "italic"}
        if dimension == 1:
            parts = shapely.get_parts(group.geometry.array)
            line = max(parts, key=lambda part: part.length)
            if line.length < len(str(text)) * label["size"] * 0.45 * per_pixel:
                continue
            middle = line.length / 2
            a, b = line.interpolate(middle - 5), line.interpolate(middle + 5)
            turn = -math.degrees(math.atan2(b.y - a.y, b.x - a.x))
            at, turn = line.interpolate(middle), (turn + 90) % 180 - 90
        elif dimension == 0:
            at, turn = group.geometry.iloc[0], 0.0
        else:
            at, turn = max(group.geometry, key=lambda shape: shape.area).representative_point(), 0.0
        found.append(Name(str(text), (round(at.x, 1), round(at.y, 1)), turn=round(turn, 1), **style))
    return found


def _marker(marker: Json) -> Json:
    """A round sign is a circle of Leaflet's, any other a picture."""
    size, width = marker["size"], marker.get("outline_width", 1.0)
    if marker["shape"] == "circle":
        return {
            "radius": (size - width) / 2, "stroke": width > 0, "color": marker.get("outline", "#FFFFFF"),
            "weight": width, "fill": True, "fillColor": marker["color"], "fillOpacity": 1,
        }  # fmt: skip
    side = size + 2
    shapes: dict[str, Sequence[tuple[float, float]]] = {
        "square": ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
        "diamond": ((0, -1), (1, 0), (0, 1), (-1, 0)),
        "triangle": ((0, -1), (0.95, 0.75), (-0.95, 0.75)),
        "star": tuple(
            (math.sin(turn * math.pi / 5) * reach, -math.cos(turn * math.pi / 5) * reach)
            for turn, reach in ((step, 1 if step % 2 == 0 else 0.45) for step in range(10))
        ),
        "cross": tuple(
            (x / 3, y / 3)
            for x, y in (
                (-1, -3), (1, -3), (1, -1), (3, -1), (3, 1), (1, 1),
                (1, 3), (-1, 3), (-1, 1), (-3, 1), (-3, -1), (-1, -1),
            )
        ),
    }  # fmt: skip
    half, reach = side / 2, (size - width) / 2
    points = " ".join(f"{half + x * reach:.2f},{half + y * reach:.2f}" for x, y in shapes[marker["shape"]])
    paint = f'fill="{marker["color"]}" stroke="{marker.get("outline", "#FFFFFF")}" stroke-width="{width:g}"'
    box = f'width="{side:g}" height="{side:g}" viewBox="0 0 {side:g} {side:g}"'
    return {
        "sign": f'<svg xmlns="http://www.w3.org/2000/svg" {box}><polygon points="{points}" {paint}/></svg>',
        "size": side,
    }


def _document(shown: Shown) -> Json:
    """Features with the number of their look; the legend has the looks that occur, in its own order."""
    used = [key for key in shown.looks if key in set(shown.keys)]
    number = {key: place for place, key in enumerate(used)}
    shapes = shapely.set_precision(shown.frame.geometry.array, 10**-DECIMALS, mode="pointwise")
    features = []
    for place, (shape, key) in enumerate(zip(shapely.to_geojson(shapes), shown.keys, strict=True)):
        if shape is None:
            continue
        feature = {"type": "Feature", "properties": {}, "geometry": json.loads(shape), "s": number[key]}
        if shown.told:
            feature["t"] = shown.told[place]
        features.append(feature)
    return {
        "title": shown.title,
        "styles": [shown.looks[key].paths for key in used],
        "legend": [{"title": shown.looks[key].title, "svg": shown.looks[key].svg} for key in used],
        "features": features,
    }


def _script_json(content: Any) -> str:
    """JSON that may stand in a script of a page."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_number)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _number(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    if value is pd.NA:
        return None
    raise TypeError(type(value).__name__)


@lru_cache
def _assets() -> dict[str, str]:
    here = files("sdi.notebook")
    leaflet = here / "vendor" / "leaflet"

    def text(place: Any) -> str:
        return str(place.read_text("utf-8"))

    # Pictures of Leaflet's own markers and layer switch, which are not used here, would be looked for beside the page.
    style = "\n".join(line for line in text(leaflet / "leaflet.css").splitlines() if "url(images/" not in line)
    return {
        "leaflet_css": f"<style>{style}\n{text(here / 'map.css')}</style>",
        "leaflet_js": f"<script>{text(leaflet / 'leaflet.js')}</script>",
        "picture_js": f"<script>{text(here / 'map.js')}</script>",
    }
