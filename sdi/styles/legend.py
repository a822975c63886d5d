"""The legend of a style: signs and titles, for portal, notebooks, rasters and paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sdi.styles.drawing import swatch
from sdi.styles.model import LayerStyle, MapStyle, Symbol

Json = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """A line of a legend.

    Attributes:
        layer: Whose.
        codes: Of the features that look so; empty for the rest, or for all of a layer with one rule.
        title: In the language asked for.
        color: The one colour that stands for it, e.g. in a chart.
        symbol: What is drawn.
        svg: The sign, a document of 28 by 18 pixels.
        from_zoom: Level of WebMercatorQuad from which on it is drawn.
    """

    layer: str
    codes: tuple[str, ...]
    title: str
    color: str
    symbol: Symbol
    svg: str
    from_zoom: int

    def document(self) -> Json:
        """The entry as JSON."""
        return {
            "layer": self.layer,
            "codes": list(self.codes),
            "title": self.title,
            "color": self.color,
            "fromZoom": self.from_zoom,
            "symbol": self.symbol.model_dump(exclude_none=True),
            "svg": self.svg,
        }


def entries(style: LayerStyle, language: str) -> list[Entry]:
    """The legend of a layer, in the order of its code list; rules that look and read alike are one entry."""
    found: dict[tuple[str, str], Entry] = {}
    for rule in style.rules:
        title, svg = rule.title.get(language), swatch(rule.symbol, style.dimension)
        known = found.get((title, svg))
        codes = (*known.codes, *rule.codes) if known else rule.codes
        found[title, svg] = Entry(style.layer, codes, title, color_of(rule.symbol), rule.symbol, svg, rule.from_zoom)
    return list(found.values())


def map_entries(style: MapStyle, language: str) -> list[tuple[LayerStyle, list[Entry]]]:
    """The legend of a map, layer by layer from above to below, as people read it; each layer once."""
    found: dict[str, tuple[LayerStyle, list[Entry]]] = {}
    for layer in reversed(style.layers):
        if layer.layer not in found:
            found[layer.layer] = (layer, entries(layer, language))
    return list(found.values())


def layer_document(style: LayerStyle, language: str, shown: Sequence[Entry]) -> Json:
    """The legend of one layer of a map as JSON, for whoever draws the features by it."""
    return {
        "layer": style.layer,
        "title": style.title.get(language),
        "dimension": style.dimension,
        "by": style.by,
        "compound": style.compound,
        "order": style.order,
        "zooms": list(style.zooms),
        "label": style.label.model_dump(exclude_none=True) if style.label else None,
        "entries": [entry.document() for entry in shown],
    }


def colors(style: LayerStyle) -> dict[str, str]:
    """Colour by code, for charts and for folium; "" is the colour of what has none."""
    found = {code: color_of(rule.symbol) for rule in style.rules for code in rule.codes}
    rest = style.rest
    return found | ({"": color_of(rest.symbol)} if rest else {})


def color_of(symbol: Symbol) -> str:
    """The colour that stands for a symbol."""
    for part in (symbol.marker, symbol.fill, symbol.hatch, symbol.stroke):
        if part is not None:
            return part.color
    return "#000000"
