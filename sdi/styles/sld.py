"""Styles as SLD 1.1 with Symbology Encoding 1.1 (OGC 05-078r4, 05-077r4), for map servers and other GIS.

Labels, casings and features are three feature type styles: a server draws each for all features before the next, so
that crossing roads join. Labels come first in the file, though every server draws them last: MapServer draws a layer as
what its last rule is for, and with labels there all areas would be points.

The rest says what it is in full, in two rules, for features of other codes and for those of none: QGIS 3.22 takes
``ElseFilter`` for everything, and to QGIS a code that is absent is not another code; MapServer 8.0 takes
``PropertyIsNull`` for everything, unless it is twice denied.

What grows with the scale has the size of the largest scale here: the standard has no word for it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from xml.etree import ElementTree

from sdi.styles.model import Fill, Hatch, Label, LayerStyle, MapStyle, Marker, Rule, Stroke, Symbol, denominator

SLD, SE, OGC = "http://www.opengis.net/sld", "http://www.opengis.net/se", "http://www.opengis.net/ogc"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{SLD} http://schemas.opengis.net/sld/1.1.0/StyledLayerDescriptor.xsd"

for _prefix, _uri in (("sld", SLD), ("se", SE), ("ogc", OGC), ("xsi", _XSI)):
    ElementTree.register_namespace(_prefix, _uri)

_SHAPES = {"circle": "circle", "square": "square", "diamond": "square", "triangle": "triangle", "star": "star"}
_SHAPES |= {"cross": "cross"}
_TURNED = {"diamond": 45.0}
"""Marks that the standard knows; a diamond is a square that stands on a corner."""

Element = ElementTree.Element


def document(style: MapStyle, language: str) -> str:
    """A style as SLD: a named layer for each layer that is drawn, from below to above."""
    root = Element(f"{{{SLD}}}StyledLayerDescriptor", {"version": "1.1.0", f"{{{_XSI}}}schemaLocation": _SCHEMA})
    for layer in style.layers:
        named = _sub(root, SLD, "NamedLayer")
        _text(named, SE, "Name", layer.layer)
        user = _sub(named, SLD, "UserStyle")
        _text(user, SE, "Name", style.id)
        _described(user, layer.title.get(language))
        _text(user, SLD, "IsDefault", "1")
        for content in (_labels(layer, language), _casings(layer, language), _features(layer, language)):
            if content is not None:
                user.append(content)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _casings(layer: LayerStyle, language: str) -> Element | None:
    def draw(rule: Element, symbol: Symbol) -> None:
        if symbol.below is not None:
            _line(rule, symbol.below)

    if not any(rule.symbol.below for rule in layer.rules):
        return None
    return _styled(layer, [rule for rule in layer.rules if rule.symbol.below or not rule.codes], draw, language)


def _features(layer: LayerStyle, language: str) -> Element:
    def draw(rule: Element, symbol: Symbol) -> None:
        if symbol.fill or (symbol.stroke and layer.dimension == 2 and not symbol.hatch):
            _polygon(rule, symbol.fill, None if symbol.hatch else symbol.stroke)
        if symbol.hatch:
            _hatched(rule, symbol.hatch, symbol.stroke)
        if symbol.stroke and layer.dimension == 1:
            _line(rule, symbol.stroke)
        if symbol.marker:
            _point(rule, symbol.marker)

    return _styled(layer, layer.rules, draw, language)


def _styled(
    layer: LayerStyle, rules: Iterable[Rule], draw: Callable[[Element, Symbol], None], language: str
) -> Element:
    parent = Element(f"{{{SE}}}FeatureTypeStyle")
    for number, rule in enumerate(rules):
        for name, condition in _conditions(layer, rule, f"rule{number}"):
            found = _sub(parent, SE, "Rule")
            _text(found, SE, "Name", name)
            _described(found, rule.title.get(language))
            if condition is not None:
                found.append(condition)
            _text(found, SE, "MaxScaleDenominator", f"{denominator(rule.from_zoom)}")
            before = len(found)
            draw(found, rule.symbol)
            if len(found) == before:  # a rule draws something, or is none
                parent.remove(found)
    return parent


def _labels(layer: LayerStyle, language: str) -> Element | None:
    if layer.label is None:
        return None
    parent = Element(f"{{{SE}}}FeatureTypeStyle")
    zooms = sorted({max(rule.from_zoom, layer.label.from_zoom or 0) for rule in layer.rules})
    rule = _sub(parent, SE, "Rule")
    _text(rule, SE, "Name", "label")
    if layer.label.codes:
        _codes(_sub(rule, OGC, "Filter"), layer, layer.label.codes)
    _text(rule, SE, "MaxScaleDenominator", f"{denominator(zooms[0])}")
    _label(rule, layer, layer.label)
    return parent


def _conditions(layer: LayerStyle, rule: Rule, name: str) -> Iterator[tuple[str, Element | None]]:
    """The rules that a rule becomes: name and filter of each."""
    if rule.codes:
        found = Element(f"{{{OGC}}}Filter")
        _codes(found, layer, rule.codes)
        yield rule.codes[0], found
    elif layer.by is None:
        yield name, None
    else:
        other, none = Element(f"{{{OGC}}}Filter"), Element(f"{{{OGC}}}Filter")
        _codes(_sub(other, OGC, "Not"), layer, [code for one in layer.rules for code in one.codes])
        yield name, other
        twice = _sub(_sub(none, OGC, "Not"), OGC, "Not")
        _text(_sub(twice, OGC, "PropertyIsNull"), OGC, "PropertyName", layer.by)
        yield f"{name}-null", none


def _codes(parent: Element, layer: LayerStyle, codes: Iterable[str]) -> None:
    """A condition that the field has one of the codes, or begins with it where it may hold several."""
    conditions = []
    for code in codes:
        conditions.append(_compared("PropertyIsEqualTo", layer, code, {}))
        if layer.compound:
            wild = {"wildCard": "*", "singleChar": "?", "escapeChar": "!"}
            conditions.append(_compared("PropertyIsLike", layer, f"{code}+*", wild))
    (parent if len(conditions) == 1 else _sub(parent, OGC, "Or")).extend(conditions)


def _compared(name: str, layer: LayerStyle, value: str, attributes: dict[str, str]) -> Element:
    found = Element(f"{{{OGC}}}{name}", attributes)
    _text(found, OGC, "PropertyName", layer.by or "")
    _text(found, OGC, "Literal", value)
    return found


def _polygon(parent: Element, fill: Fill | None, stroke: Stroke | None) -> None:
    symbolizer = _sub(parent, SE, "PolygonSymbolizer")
    if fill is not None:
        _parameters(_sub(symbolizer, SE, "Fill"), {"fill": fill.color, "fill-opacity": fill.opacity})
    if stroke is not None:
        _stroke(symbolizer, stroke)


def _hatched(parent: Element, hatch: Hatch, stroke: Stroke | None) -> None:
    symbolizer = _sub(parent, SE, "PolygonSymbolizer")
    graphic = _sub(_sub(_sub(symbolizer, SE, "Fill"), SE, "GraphicFill"), SE, "Graphic")
    mark = _sub(graphic, SE, "Mark")
    _text(mark, SE, "WellKnownName", "horline")
    _parameters(_sub(mark, SE, "Stroke"), {"stroke": hatch.color, "stroke-width": hatch.width})
    _text(graphic, SE, "Size", f"{hatch.spacing:g}")
    if hatch.angle:  # by the standard a graphic turns clockwise
        _text(_sub(graphic, SE, "Rotation"), OGC, "Literal", f"{-hatch.angle % 180}")
    if stroke is not None:
        _stroke(symbolizer, stroke)


def _line(parent: Element, stroke: Stroke) -> None:
    _stroke(_sub(parent, SE, "LineSymbolizer"), stroke)


def _stroke(parent: Element, stroke: Stroke) -> None:
    said: dict[str, str | float] = {"stroke": stroke.color}
    if stroke.opacity < 1:
        said["stroke-opacity"] = stroke.opacity
    said |= {"stroke-width": stroke.width, "stroke-linejoin": "round"}
    said |= {"stroke-dasharray": " ".join(f"{length:g}" for length in stroke.dash)} if stroke.dash else {}
    _parameters(_sub(parent, SE, "Stroke"), said)


def _point(parent: Element, marker: Marker) -> None:
    graphic = _sub(_sub(parent, SE, "PointSymbolizer"), SE, "Graphic")
    mark = _sub(graphic, SE, "Mark")
    _text(mark, SE, "WellKnownName", _SHAPES[marker.shape])
    _parameters(_sub(mark, SE, "Fill"), {"fill": marker.color})
    if marker.outline_width:
        outline: dict[str, str | float] = {"stroke": marker.outline, "stroke-width": marker.outline_width}
        _parameters(_sub(mark, SE, "Stroke"), outline)
    inner = marker.size - marker.outline_width  # half of the outline lies outside
    if marker.shape == "diamond":  # from corner to corner
        inner /= math.sqrt(2)
    _text(graphic, SE, "Size", f"{inner:.3g}")
    if marker.shape in _TURNED:
        _text(_sub(graphic, SE, "Rotation"), OGC, "Literal", f"{_TURNED[marker.shape]:g}")


def _label(parent: Element, layer: LayerStyle, label: Label) -> None:
    symbolizer = _sub(parent, SE, "TextSymbolizer")
    _text(_sub(symbolizer, SE, "Label"), OGC, "PropertyName", label.field)
    font: dict[str, str | float] = {"font-family": "Noto Sans", "font-size": label.size}
    font |= {"bold": {"font-weight": "bold"}, "italic": {"font-style": "italic"}}.get(label.weight, {})
    _parameters(_sub(symbolizer, SE, "Font"), font)
    placement = _sub(symbolizer, SE, "LabelPlacement")
    if layer.dimension == 1:
        _sub(placement, SE, "LinePlacement")
    else:
        point = _sub(placement, SE, "PointPlacement")
        anchor = _sub(point, SE, "AnchorPoint")
        _text(anchor, SE, "AnchorPointX", "0.5" if layer.dimension == 2 else "0")
        _text(anchor, SE, "AnchorPointY", "0.5")
        if layer.dimension == 0:  # right of the sign
            shift = _sub(point, SE, "Displacement")
            _text(shift, SE, "DisplacementX", f"{layer.reach + 2:g}")
            _text(shift, SE, "DisplacementY", "0")
    halo = _sub(symbolizer, SE, "Halo")
    _text(halo, SE, "Radius", f"{label.halo_width:g}")
    _parameters(_sub(halo, SE, "Fill"), {"fill": label.halo})
    _parameters(_sub(symbolizer, SE, "Fill"), {"fill": label.color})


def _described(parent: Element, title: str) -> None:
    _text(_sub(parent, SE, "Description"), SE, "Title", title)


def _parameters(parent: Element, values: dict[str, str | float]) -> None:
    for name, value in values.items():
        found = _sub(parent, SE, "SvgParameter")
        found.set("name", name)
        found.text = value if isinstance(value, str) else f"{value:g}"


def _sub(parent: Element, namespace: str, name: str) -> Element:
    return ElementTree.SubElement(parent, f"{{{namespace}}}{name}")


def _text(parent: Element, namespace: str, name: str, text: str) -> None:
    _sub(parent, namespace, name).text = text
