"""Styles as QGIS reads them: the children of a layer in a project or in a QML file, QGIS 3.22 and later.

Sizes are millimetres, so that paper and screen agree; what grows with the scale is an expression over ``@map_scale``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from sdi.styles.model import PIXEL_MM, Fill, Hatch, Label, LayerStyle, Marker, Stroke, Symbol, denominator

VERSION = "3.22.16-Białowieża"
"""The oldest QGIS that we write for: Debian 12's; newer ones read it."""

_KINDS = ("marker", "line", "fill")
_SHAPES = {"cross": "cross_fill"}
_PLACEMENTS = ("6", "3", "4")
"""Of labels by dimension: around the point, curved along the line, horizontally inside."""
_EXPRESSION = "3"

Element = ElementTree.Element


@dataclass(frozen=True)
class FieldForm:
    """A field for people: what it is called, and what its codes mean (code, meaning), if it has any."""

    name: str
    title: str
    codes: tuple[tuple[str, str], ...] = ()


def document(style: LayerStyle, fields: Sequence[FieldForm], language: str) -> str:
    """A QML file of one layer."""
    root = Element("qgis", {"version": VERSION, "styleCategories": "Symbology|Labeling|Fields|Forms|Rendering"})
    write(root, style, fields, language)
    ElementTree.indent(root, " ")
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{ElementTree.tostring(root, 'unicode')}\n"


def write(parent: Element, style: LayerStyle, fields: Sequence[FieldForm], language: str) -> None:
    """Everything about a layer's look, into the element of the layer: attributes and children."""
    parent.set("hasScaleBasedVisibilityFlag", "1")
    parent.set("minScale", f"{denominator(min(rule.from_zoom for rule in style.rules))}")
    parent.set("maxScale", "0")
    parent.set("labelsEnabled", "1" if style.label else "0")
    parent.set("simplifyDrawingHints", "1" if style.dimension else "0")
    parent.append(_renderer(style, language))
    if style.label is not None:
        parent.append(_labeling(style, style.label))
    write_forms(parent, fields)


def _renderer(style: LayerStyle, language: str) -> Element:
    levels = "1" if any(rule.symbol.below for rule in style.rules) else "0"
    common = {"forceraster": "0", "symbollevels": levels, "enableorderby": "0"}
    symbols = Element("symbols")
    for number, rule in enumerate(style.rules):
        symbols.append(_symbol(f"{number}", style, rule.symbol))
    if style.by is None:
        found = Element("renderer-v2", {"type": "singleSymbol", **common})
    elif len({rule.from_zoom for rule in style.rules}) == 1:
        found = Element("renderer-v2", {"type": "categorizedSymbol", "attr": _key(style), **common})
        categories = ElementTree.SubElement(found, "categories")
        for number, rule in enumerate(style.rules):
            # QGIS takes the category with an empty value for all others
            said = {"value": rule.codes[0] if rule.codes else "", "label": rule.title.get(language)}
            ElementTree.SubElement(categories, "category", {**said, "symbol": f"{number}", "render": "true"})
    else:
        found = Element("renderer-v2", {"type": "RuleRenderer", **common})
        rules = ElementTree.SubElement(found, "rules", {"key": _identity(style.layer, "rules")})
        for number, rule in enumerate(style.rules):
            condition = _in(style, rule.codes) if rule.codes else "ELSE"
            said = {"filter": condition, "label": rule.title.get(language), "symbol": f"{number}"}
            said |= {"key": _identity(style.layer, f"{number}"), "scalemaxdenom": f"{denominator(rule.from_zoom)}"}
            ElementTree.SubElement(rules, "rule", {**said, "scalemindenom": "1"})
    found.append(symbols)
    return found


def _key(style: LayerStyle) -> str:
    return f"regexp_substr(\"{style.by}\", '^([^+]+)')" if style.compound else f"{style.by}"


def _in(style: LayerStyle, codes: Iterable[str]) -> str:
    key = _key(style) if style.compound else f'"{style.by}"'
    return f"{key} IN ({', '.join(_quoted(code) for code in codes)})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _identity(layer: str, part: str) -> str:
    """A key of a rule: braces, and the same each time."""
    return f"{{{layer}-{part}}}"


def _symbol(name: str, style: LayerStyle, symbol: Symbol) -> Element:
    found = _bare_symbol(name, _KINDS[style.dimension])
    if style.dimension == 2:
        if symbol.fill is not None or (symbol.hatch is None and symbol.stroke is not None):
            found.append(_fill(symbol.fill, None if symbol.hatch else symbol.stroke))
        if symbol.hatch is not None:
            found.append(_hatch(name, symbol.hatch))
            if symbol.stroke is not None:
                found.append(_fill(None, symbol.stroke))
    elif style.dimension == 1:
        for level, stroke in enumerate((symbol.below, symbol.stroke)):
            if stroke is not None:
                found.append(_line(style, stroke, level))
    elif symbol.marker is not None:
        found.append(_marker(style, symbol.marker))
    return found


def _bare_symbol(name: str, kind: str) -> Element:
    said = {"name": name, "type": kind, "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"}
    return Element("symbol", said)


def _fill(fill: Fill | None, stroke: Stroke | None) -> Element:
    said = {"style": "solid" if fill else "no", "color": _color(fill.color, fill.opacity) if fill else "0,0,0,0"}
    if stroke is None:
        return _layer("SimpleFill", said | {"outline_style": "no"})
    said |= {"outline_color": _color(stroke.color, stroke.opacity), "outline_width": _mm(stroke.width)}
    said |= {"outline_width_unit": "MM", "joinstyle": "round", "outline_style": "dash" if stroke.dash else "solid"}
    if not stroke.dash:
        return _layer("SimpleFill", said)
    # a simple fill knows a few dashes only; a line around the area knows any
    return _layer("SimpleLine", _stroked(stroke)) if fill is None else _layer("SimpleFill", said)


def _hatch(name: str, hatch: Hatch) -> Element:
    said = {"angle": f"{hatch.angle}", "distance": _mm(hatch.spacing), "distance_unit": "MM"}
    said |= {"line_width": _mm(hatch.width), "line_width_unit": "MM", "color": _color(hatch.color)}
    found = _layer("LinePatternFill", said)
    line = _bare_symbol(f"@{name}@1", "line")
    line.append(_layer("SimpleLine", _stroked(Stroke(color=hatch.color, width=hatch.width)) | {"capstyle": "square"}))
    found.append(line)
    return found


def _line(style: LayerStyle, stroke: Stroke, level: int) -> Element:
    found = _layer("SimpleLine", _stroked(stroke), level)
    _grown(found, style, "outlineWidth", stroke.width, stroke.far)
    return found


def _stroked(stroke: Stroke) -> dict[str, str]:
    said = {"line_color": _color(stroke.color, stroke.opacity), "line_width": _mm(stroke.width)}
    said |= {"line_width_unit": "MM", "line_style": "solid", "joinstyle": "round"}
    said["capstyle"] = "flat" if stroke.dash else "round"
    if stroke.dash:
        said |= {"use_custom_dash": "1", "customdash": ";".join(_mm(length) for length in stroke.dash)}
        said["customdash_unit"] = "MM"
    return said


def _marker(style: LayerStyle, marker: Marker) -> Element:
    inner = marker.size - marker.outline_width  # QGIS draws half of the outline outside
    said = {"name": _SHAPES.get(marker.shape, marker.shape), "color": _color(marker.color), "size": _mm(inner)}
    said |= {"size_unit": "MM", "outline_color": _color(marker.outline), "outline_width": _mm(marker.outline_width)}
    said |= {"outline_width_unit": "MM", "outline_style": "solid" if marker.outline_width else "no"}
    found = _layer("SimpleMarker", said)
    _grown(found, style, "size", inner, marker.far)
    return found


def _layer(kind: str, values: dict[str, str], level: int = 0) -> Element:
    found = Element("layer", {"class": kind, "enabled": "1", "locked": "0", "pass": f"{level}"})
    found.append(_map(values))
    return found


def _grown(layer: Element, style: LayerStyle, name: str, size: float, far: float) -> None:
    """A size that shrinks with the logarithm of the scale, from the last level to the first."""
    first, last = style.zooms
    if far == 1 or first == last:
        return
    ends = f"ln({denominator(last)}), ln({denominator(first)}), {_mm(size)}, {_mm(size * far)}"
    defined(layer, {name: f"scale_linear(ln(@map_scale), {ends})"})


def defined(layer: Element, expressions: dict[str, str]) -> None:
    """Properties of a symbol layer by expressions over the feature; ``@value`` is what they are without."""
    outer = ElementTree.SubElement(layer, "data_defined_properties")
    options = ElementTree.SubElement(outer, "Option", {"type": "Map"})
    _option(options, "name", "")
    properties = ElementTree.SubElement(options, "Option", {"name": "properties", "type": "Map"})
    for name, expression in expressions.items():
        one = ElementTree.SubElement(properties, "Option", {"name": name, "type": "Map"})
        ElementTree.SubElement(one, "Option", {"name": "active", "type": "bool", "value": "true"})
        _option(one, "expression", expression)
        ElementTree.SubElement(one, "Option", {"name": "type", "type": "int", "value": _EXPRESSION})
    _option(options, "type", "collection")


def _labeling(style: LayerStyle, label: Label) -> Element:
    found = Element("labeling", {"type": "simple"})
    settings = ElementTree.SubElement(found, "settings", {"calloutType": "simple"})
    name = f'"{label.field}"'
    if label.codes:
        name = f"if({_in(style, label.codes)}, {name}, NULL)"
    text = ElementTree.SubElement(
        settings,
        "text-style",
        {
            "fieldName": name if label.codes else label.field,
            "isExpression": "1" if label.codes else "0",
            "fontFamily": "Noto Sans",
            "namedStyle": {"regular": "Regular", "bold": "Bold", "italic": "Italic"}[label.weight],
            "fontWeight": "75" if label.weight == "bold" else "50",
            "fontItalic": "1" if label.weight == "italic" else "0",
            "fontSize": _mm(label.size),
            "fontSizeUnit": "MM",
            "fontLetterSpacing": _mm(label.spacing * label.size),
            "textColor": _color(label.color),
            "textOpacity": "1",
            "blendMode": "0",
        },
    )
    buffer = {"bufferDraw": "1" if label.halo_width else "0", "bufferSize": _mm(label.halo_width)}
    buffer |= {"bufferSizeUnits": "MM", "bufferColor": _color(label.halo), "bufferOpacity": "1"}
    ElementTree.SubElement(text, "text-buffer", {**buffer, "bufferNoFill": "0", "bufferJoinStyle": "128"})
    wrap = {"wrapChar": "", "autoWrapLength": "24" if style.dimension == 2 else "0", "multilineAlign": "1"}
    ElementTree.SubElement(settings, "text-format", wrap)
    placement = {"placement": _PLACEMENTS[style.dimension], "distUnits": "MM"}
    beside = style.dimension == 1 and not any(rule.symbol.casing for rule in style.rules)
    placement |= {
        "placementFlags": "10" if beside else "9",
        "dist": _mm(style.reach + 2) if style.dimension == 0 else "0.3",
    }
    placement |= {"predefinedPositionOrder": "BR,R,TR,B,T,L,BL,TL", "centroidInside": "1", "fitInPolygonOnly": "0"}
    placement |= {"repeatDistance": "60" if style.dimension == 1 else "0", "repeatDistanceUnits": "MM"}
    ElementTree.SubElement(settings, "placement", placement)
    zoom = max(min(rule.from_zoom for rule in style.rules), label.from_zoom or 0)
    rendering = {"scaleVisibility": "1", "scaleMin": "0", "scaleMax": f"{denominator(zoom)}", "drawLabels": "1"}
    # signs keep texts of others away; areas must not, or none would find room above them
    rendering |= {"obstacle": "1" if style.dimension == 0 else "0", "mergeLines": "1"}
    ElementTree.SubElement(settings, "rendering", rendering)
    return found


def write_forms(parent: Element, fields: Sequence[FieldForm]) -> None:
    """Names of fields, and meanings instead of codes wherever QGIS shows a value."""
    if not fields:
        return
    configuration = ElementTree.SubElement(parent, "fieldConfiguration")
    aliases = Element("aliases")
    for index, field in enumerate(fields):
        ElementTree.SubElement(aliases, "alias", {"index": f"{index}", "field": field.name, "name": field.title})
        if not field.codes:
            continue
        one = ElementTree.SubElement(configuration, "field", {"name": field.name})
        config = ElementTree.SubElement(ElementTree.SubElement(one, "editWidget", {"type": "ValueMap"}), "config")
        options = ElementTree.SubElement(config, "Option", {"type": "Map"})
        listed = ElementTree.SubElement(options, "Option", {"name": "map", "type": "List"})
        for code, meaning in field.codes:
            pair = ElementTree.SubElement(listed, "Option", {"type": "Map"})
            _option(pair, meaning, code)
    parent.append(aliases)


def _map(values: dict[str, str]) -> Element:
    found = Element("Option", {"type": "Map"})
    for name, value in values.items():
        _option(found, name, value)
    return found


def _option(parent: Element, name: str, value: str) -> None:
    ElementTree.SubElement(parent, "Option", {"name": name, "type": "QString", "value": value})


def _color(color: str, opacity: float = 1.0) -> str:
    channels = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return ",".join(map(str, channels)) + f",{round(opacity * 255)}"


def _mm(pixels: float) -> str:
    return f"{pixels * PIXEL_MM:.3g}"
