"""Styles for MapLibre (and whatever reads Mapbox style JSON, version 8), drawn from our own vector tiles.

MapLibre cannot read a dash length or choose between circle and image by feature, so a layer of ours becomes one of its
layers for each part of the symbol, level and such choice; what it can read by feature is a ``match`` over the code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sdi.styles.model import Hatch, LayerStyle, MapStyle, Marker, Relief, Rule, Stroke

Json = dict[str, Any]

FONTS = {"regular": "Noto Sans Regular", "bold": "Noto Sans Bold", "italic": "Noto Sans Italic"}

HILLSHADE = "hillshade"
"""Name of the source, and of the style of a model of the ground, with light and shade."""

SHADED = "collections/{layer}/styles/" + HILLSHADE + "/map/tiles/WebMercatorQuad"

GROWTH = 1.5
"""Base of the exponential by which widths grow with the level."""


def style_document(style: MapStyle, base_url: str, language: str) -> Json:
    """The style of a map.

    Args:
        style: What is drawn.
        base_url: Of the API, without a trailing slash.
        language: Of names, "vi" or "en".
    """
    layers: list[Json] = []
    if style.background:
        layers.append({"id": "background", "type": "background", "paint": {"background-color": style.background}})
    drawn = [_layers(layer, place) for place, layer in enumerate(style.layers)]
    relief = style.relief
    parts = [below for below, _ in drawn]
    if relief:
        parts.insert(relief.after, [_relief(relief)])
    layers += [layer for part in parts for layer in part]
    layers += [layer for _, above in drawn for layer in above]
    sources = {layer.layer: _source(layer.layer, base_url) for layer in style.layers}
    if relief:
        sources[HILLSHADE] = {"type": "raster", "url": f"{base_url}/{SHADED.format(layer=relief.layer)}?f=tilejson"}
        sources[HILLSHADE]["tileSize"] = 256
    document: Json = {
        "version": 8,
        "name": style.title.get(language),
        "metadata": {"sdi:id": style.id},
        "sources": sources,
        "sprite": f"{base_url}/styles/{style.id}/sprite",
        "glyphs": f"{base_url}/glyphs/{{fontstack}}/{{range}}.pbf",
        "layers": layers,
    }
    if not images(style):
        del document["sprite"]
    return document


def images(style: MapStyle) -> dict[str, Hatch | Marker]:
    """What a style takes from its sprite, by name."""
    found: dict[str, Hatch | Marker] = {}
    for symbol in (rule.symbol for layer in style.layers for rule in layer.rules):
        if symbol.hatch is not None:
            found[_hatch_name(symbol.hatch)] = symbol.hatch
        if symbol.marker is not None and symbol.marker.shape != "circle":
            found[_marker_name(symbol.marker)] = symbol.marker
    return dict(sorted(found.items()))


def _source(layer: str, base_url: str) -> Json:
    return {"type": "vector", "url": f"{base_url}/collections/{layer}/tiles/WebMercatorQuad?f=tilejson"}


def _relief(relief: Relief) -> Json:
    return {"id": HILLSHADE, "type": "raster", "source": HILLSHADE, "paint": {"raster-opacity": relief.opacity}}


def _layers(style: LayerStyle, place: int) -> tuple[list[Json], list[Json]]:
    """Layers of MapLibre, and those of labels, which lie above all others."""
    writer = _Writer(style, place)
    return list(writer.parts()), list(writer.labels())


class _Writer:
    def __init__(self, style: LayerStyle, place: int) -> None:
        self._style = style
        self._prefix = f"{place:02d}-{style.layer}"
        self._low, self._high = style.zooms
        self._names: Counter[str] = Counter()
        self._places = {rule.codes: number for number, rule in enumerate(style.rules)}
        self._key: Any = None
        if style.by:
            value = ["to-string", ["get", style.by]]
            self._key = ["slice", value, 0, ["index-of", "+", ["concat", value, "+"]]] if style.compound else value

    def parts(self) -> Iterator[Json]:
        yield from self._part("fill", lambda rule: rule.symbol.fill, self._fill)
        yield from self._part("hatch", lambda rule: rule.symbol.hatch, self._hatch)
        yield from self._part("casing", lambda rule: rule.symbol.below, self._stroke(lambda rule: rule.symbol.below))
        yield from self._part("stroke", lambda rule: rule.symbol.stroke, self._stroke(lambda rule: rule.symbol.stroke))
        yield from self._part("marker", lambda rule: rule.symbol.marker, self._marker)

    def labels(self) -> Iterator[Json]:
        label = self._style.label
        if label is None:
            return
        rules = [rule for rule in self._style.rules if not label.codes or set(rule.codes) & set(label.codes)]
        text: Any = ["to-string", ["get", label.field]]
        if label.longest:
            text = ["case", [">", ["length", text], label.longest], "", text]
        layout: Json = {
            "text-field": text,
            "text-font": [FONTS[label.weight]],
            "text-size": label.size,
            "text-letter-spacing": label.spacing,
        }
        if self._style.dimension == 1:
            layout |= {"symbol-placement": "line", "symbol-spacing": 320, "text-max-angle": 30}
            if not any(rule.symbol.casing for rule in rules):  # a thin line would strike the text through
                layout["text-offset"] = [0, -0.75]
        elif self._style.dimension == 0 and any(rule.symbol.marker for rule in rules):
            layout |= {
                "text-anchor": "top",
                "text-offset": [0, round(self._style.reach / label.size + 0.15, 2)],
                "text-optional": True,
            }
        else:
            layout |= {"text-max-width": 8}
        paint = {"text-color": label.color, "text-halo-color": label.halo, "text-halo-width": label.halo_width}
        for zoom, some in _by(rules, lambda rule: rule.from_zoom):
            found = self._layer("label", "symbol", some, max(zoom, label.from_zoom or 0))
            yield found | {"layout": layout, "paint": paint}

    def _part(
        self,
        name: str,
        part: Callable[[Rule], Any],
        write: Callable[[str, list[Rule]], Iterator[Json]],
    ) -> Iterator[Json]:
        rules = [rule for rule in self._style.rules if part(rule) is not None]
        if rules:
            yield from write(name, rules)

    def _fill(self, name: str, rules: list[Rule]) -> Iterator[Json]:
        for zoom, some in _by(rules, lambda rule: rule.from_zoom):
            color = self._match(some, lambda rule: rule.symbol.fill and rule.symbol.fill.color)
            opacity = self._match(some, lambda rule: rule.symbol.fill and rule.symbol.fill.opacity)
            paint = {"fill-color": color, "fill-opacity": opacity, "fill-antialias": False}
            yield self._layer(name, "fill", some, zoom) | {"paint": paint}

    def _hatch(self, name: str, rules: list[Rule]) -> Iterator[Json]:
        for zoom, some in _by(rules, lambda rule: rule.from_zoom):
            pattern = self._match(some, lambda rule: rule.symbol.hatch and _hatch_name(rule.symbol.hatch))
            yield self._layer(name, "fill", some, zoom) | {"paint": {"fill-pattern": pattern}}

    def _stroke(self, part: Callable[[Rule], Stroke | None]) -> Callable[[str, list[Rule]], Iterator[Json]]:
        def stroke(rule: Rule) -> Stroke:
            found = part(rule)
            assert found is not None
            return found

        def kind(rule: Rule) -> tuple[Any, ...]:
            found = stroke(rule)
            return rule.from_zoom, tuple(round(length / found.width, 2) for length in found.dash)

        def write(name: str, rules: list[Rule]) -> Iterator[Json]:
            for (zoom, dash), some in _by(rules, kind):
                cap = "butt" if dash or name == "casing" else "round"
                paint: Json = {
                    "line-color": self._match(some, lambda rule: stroke(rule).color),
                    "line-width": self._grown(some, lambda rule: (stroke(rule).width, stroke(rule).far)),
                }
                if any(stroke(rule).opacity < 1 for rule in some):
                    paint["line-opacity"] = self._match(some, lambda rule: stroke(rule).opacity)
                if dash:
                    paint["line-dasharray"] = list(dash)
                layout: Json = {"line-cap": cap, "line-join": "round"}
                if self._style.dimension == 1 and len(some) > 1:  # what comes first in the code list lies on top
                    layout["line-sort-key"] = self._match(some, lambda rule: -self._places[rule.codes])
                yield self._layer(name, "line", some, zoom) | {"layout": layout, "paint": paint}

        return write

    def _marker(self, name: str, rules: list[Rule]) -> Iterator[Json]:
        def sign(rule: Rule) -> Marker:
            assert rule.symbol.marker is not None
            return rule.symbol.marker

        for (zoom, circle), some in _by(rules, lambda rule: (rule.from_zoom, sign(rule).shape == "circle")):
            if circle:
                radius = self._grown(
                    some, lambda rule: (sign(rule).size / 2 - sign(rule).outline_width, sign(rule).far)
                )
                paint = {
                    "circle-color": self._match(some, lambda rule: sign(rule).color),
                    "circle-radius": radius,
                    "circle-stroke-color": self._match(some, lambda rule: sign(rule).outline),
                    "circle-stroke-width": self._match(some, lambda rule: sign(rule).outline_width),
                }
                yield self._layer(name, "circle", some, zoom) | {"paint": paint}
            else:
                layout = {
                    "icon-image": self._match(some, lambda rule: _marker_name(sign(rule))),
                    "icon-size": self._grown(some, lambda rule: (1.0, sign(rule).far)),
                    "icon-allow-overlap": True,
                }
                yield self._layer(name, "symbol", some, zoom) | {"layout": layout}

    def _layer(self, part: str, kind: str, rules: list[Rule], zoom: int) -> Json:
        """A layer that draws the features of some rules."""
        name = f"{self._prefix}-{part}"
        self._names[name] += 1
        count = self._names[name]
        found: Json = {
            "id": name if count == 1 else f"{name}-{count}",
            "type": kind,
            "source": self._style.layer,
            "source-layer": self._style.layer,
        }
        if zoom:
            found["minzoom"] = zoom
        if len(rules) < len(self._style.rules) or self._style.rest is None:
            found["filter"] = self._filter(rules)
        return found

    def _filter(self, rules: list[Rule]) -> Any:
        codes = [code for rule in rules for code in rule.codes]
        if all(rule.codes for rule in rules):
            return ["in", self._key, ["literal", codes]]
        others = [code for rule in self._style.rules if rule not in rules for code in rule.codes]
        return ["!", ["in", self._key, ["literal", others]]]

    def _match(self, rules: list[Rule], value: Callable[[Rule], Any]) -> Any:
        """A constant, or what is by the code; what no code decides is the last rule's."""
        grouped: dict[Any, list[str]] = {}
        for rule in rules:
            grouped.setdefault(value(rule), []).extend(rule.codes)
        if len(grouped) == 1:
            return next(iter(grouped))
        rest = next((value(rule) for rule in rules if not rule.codes), value(rules[-1]))
        branches = [part for found, codes in grouped.items() if codes and found != rest for part in (codes, found)]
        return ["match", self._key, *branches, rest]

    def _grown(self, rules: list[Rule], sizes: Callable[[Rule], tuple[float, float]]) -> Any:
        """A size that grows from its far share at the first level to the whole at the last."""
        near = self._match(rules, lambda rule: round(sizes(rule)[0], 2))
        if all(sizes(rule)[1] == 1 for rule in rules) or self._low == self._high:
            return near
        far = self._match(rules, lambda rule: round(sizes(rule)[0] * sizes(rule)[1], 2))
        return ["interpolate", ["exponential", GROWTH], ["zoom"], self._low, far, self._high, near]


def _by(rules: Iterable[Rule], kind: Callable[[Rule], Any]) -> list[tuple[Any, list[Rule]]]:
    """Rules by their kind, in the order in which kinds appear."""
    found: dict[Any, list[Rule]] = {}
    for rule in rules:
        found.setdefault(kind(rule), []).append(rule)
    return list(found.items())


def _hatch_name(hatch: Hatch) -> str:
    return f"hatch-{hatch.color[1:]}-{hatch.width:g}-{hatch.spacing:g}-{hatch.angle}"


def _marker_name(sign: Marker) -> str:
    return f"{sign.shape}-{sign.color[1:]}-{sign.size:g}-{sign.outline[1:]}-{sign.outline_width:g}"
