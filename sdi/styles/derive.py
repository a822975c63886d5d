"""Symbology from a layer's declaration, its code list and its sheet.

A colour may be said by a word: ``code`` is the colour of the rule's code (or of the layer), ``dark``, ``light`` and
``pale`` are tones of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from sdi.errors import UsageError
from sdi.model import Audience, Code, Layer, Project, Text
from sdi.styles.model import Label, LayerStyle, MapStyle, Relief, Rule, Symbol
from sdi.styles.sheets import LayerSheet, MapSheet

Json = dict[str, Any]

GREY = "#8A8F98"
"""Of what has no colour: a code that is not in the list, or none."""

_INKS = {"base": "#6B7F93", "urban": "#A65E2E"}
"""Colours of layers that declare none, by group."""

_TONES = {"dark": ("#000000", 0.38), "light": ("#FFFFFF", 0.45), "pale": ("#FFFFFF", 0.75)}

OTHER = Text(vi="Khác, chưa rõ", en="Other or unknown")


def layer_style(
    project: Project,
    layer: Layer,
    audience: Audience,
    sheet: LayerSheet | None = None,
    hidden: Collection[str] = (),
) -> LayerStyle:
    """How a layer is drawn for one audience.

    Args:
        project: For the code list.
        layer: The declaration.
        audience: A field that it may not see decides nothing.
        sheet: The hand-made part.
        hidden: Codes whose features the audience may not see; no rule tells of them.

    Raises:
        UsageError: The sheet says what no symbol can be.
    """
    sheet = sheet or LayerSheet()
    fields = layer.fields_for(audience)
    by = layer.style.by if layer.style.by in fields and not sheet.plain else None
    codes = project.codes[fields[by].codes or ""].codes if by else {}
    zoom = layer.tiles.minzoom
    rules = [
        Rule(
            (code.code,),
            _title(code),
            _symbol(layer, sheet, color_of(layer, code) or GREY, code.code),
            zoom_of(sheet, code, zoom),
        )
        for code in codes.values()
        if code.code not in hidden and (not sheet.only or code.code in sheet.only)
    ]
    if by is None:
        rules = [Rule((), layer.title, _symbol(layer, sheet, color_of(layer, None) or _INKS[layer.group], None), zoom)]
    elif not sheet.only:
        rules.append(Rule((), OTHER, _symbol(layer, sheet, color_of(layer, None) or GREY, None), zoom))
    return LayerStyle(
        layer=layer.id,
        title=layer.title,
        dimension=layer.dimension,
        by=by,
        compound=bool(by and fields[by].compound),
        rules=tuple(rules),
        label=_label(layer, sheet, audience),
        zooms=(layer.tiles.minzoom, layer.tiles.maxzoom),
        order=layer.style.order,
    )


def map_style(
    project: Project,
    name: str,
    sheet: MapSheet,
    shown: Collection[str],
    audience: Audience,
    hidden: Mapping[str, Collection[str]],
) -> MapStyle:
    """A map of those of its layers that are shown to an audience."""
    layers = tuple(
        layer_style(project, project.layers[placed.layer], audience, placed, hidden.get(placed.layer, ()))
        for placed in sheet.layers
        if placed.layer in shown
    )
    return MapStyle(name, sheet.title, sheet.abstract, sheet.background, layers, _relief(sheet, shown))


def _relief(sheet: MapSheet, shown: Collection[str]) -> Relief | None:
    declared = sheet.relief
    if declared is None or declared.layer not in shown:
        return None
    order = [placed.layer for placed in sheet.layers]
    below = order[: order.index(declared.above) + 1]
    return Relief(declared.layer, sum(layer in shown for layer in below), declared.opacity)


def color_of(layer: Layer, code: Code | None) -> str | None:
    """The declared colour of a feature: that of its code, else the layer's."""
    return (code.color if code else None) or layer.style.color


def zoom_of(sheet: LayerSheet, code: Code, zoom: int) -> int:
    """Level from which on a code is drawn."""
    return max(sheet.from_zoom.get(code.code, zoom), zoom)


def _title(code: Code) -> Text:
    return Text(vi=code.vi, en=code.en)


def _symbol(layer: Layer, sheet: LayerSheet, color: str, code: str | None) -> Symbol:
    said = merged(merged(_default(layer), sheet.symbol), sheet.codes.get(code or "", {}))
    try:
        return Symbol.model_validate(_colored(said, color))
    except ValidationError as error:
        places = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise UsageError(f"Kiểu vẽ của lớp '{layer.id}' có lỗi: {places}", "Sửa tệp trong styles/.") from error


def _default(layer: Layer) -> Json:
    width = layer.style.width
    if layer.dimension == 2:
        return {"fill": {"color": "code", "opacity": 0.6}, "stroke": {"color": "dark", "width": width or 0.6}}
    if layer.dimension == 1:
        return {"stroke": {"color": "code", "width": width or 1.4, "far": 0.5}}
    return {"marker": {"color": "code", "size": 1.5 * (width or 4) + 2, "outline": "#FFFFFF", "far": 0.5}}


def _label(layer: Layer, sheet: LayerSheet, audience: Audience) -> Label | None:
    if sheet.label is None:
        return None
    said = {"field": layer.style.label, **sheet.label}
    if said["field"] is None or said["field"] not in layer.fields_for(audience):
        return None
    return Label.model_validate(said)


def merged(below: Json, above: Json) -> Json:
    """``below`` with what ``above`` says; null takes a member away."""
    found = dict(below)
    for key, value in above.items():
        known = found.get(key)
        found[key] = merged(known, value) if isinstance(value, dict) and isinstance(known, dict) else value
    return {key: value for key, value in found.items() if value is not None}


def _colored(said: Json, color: str) -> Json:
    """The same with words for colours replaced by colours."""
    words = {"code": color.upper()} | {tone: mixed(color, *mixture) for tone, mixture in _TONES.items()}

    def walk(key: str, value: Any) -> Any:
        if isinstance(value, dict):
            return dict(_walked(value))
        return words.get(value, value) if key in ("color", "outline", "halo") else value

    def _walked(node: Json) -> Iterator[tuple[str, Any]]:
        for key, value in node.items():
            yield key, walk(key, value)

    return dict(_walked(said))


def mixed(color: str, other: str, share: float) -> str:
    """A colour with a share of another in it."""
    pairs = zip(_channels(color), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
