"""The print layout of a planning slip's map: A4 upright, one page for each parcel (an atlas)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sdi.crs.operations import Box
from sdi.publish.qgis.elements import Element, key, sub
from sdi.slip.declaration import SlipDeclaration
from sdi.wording import wording

_PAGE, _MAP, _PICTURE, _LABEL, _LEGEND, _SCALE = ("65638", "65639", "65640", "65641", "65642", "65646")
"""QGIS's numbers of what stands on a page."""

_MARGIN, _WIDTH, _HEIGHT = 18.0, 174.0, 150.0
_NAME = "layout_slip"
_FONT = "Noto Sans"
_INK = "28,39,51,255"

Source = tuple[str, str, str]
"""Id, title and address of a layer."""


def slip_layout(
    slip: SlipDeclaration,
    coverage: Source,
    members: Sequence[Source],
    legend: Collection[str],
    provider: str,
    view: Box,
    language: str,
) -> Element:
    """The layout.

    Args:
        slip: Title and scales.
        coverage: Layer of parcels; each of them is a page.
        members: What the map shows, from above to below.
        legend: Ids of those that the legend tells of; the map below them speaks for itself.
        provider: Of all these layers.
        view: Where the map looks before a parcel is chosen.
        language: Of the words on the page.
    """

    def word(name: str) -> str:
        return wording(f"qgis.{name}").get(language)

    found = Element("Layout", {"name": word(_NAME), "units": "mm", "printResolution": "300", "worldFileMap": ""})
    pages = sub(found, "PageCollection")
    pages.append(_fill("255,255,255,255"))
    pages.append(_item(_PAGE, "page", (0, 0, 210, 297), background=True))
    map_key = key("item map")
    title = _label("title", slip.title.get(language).upper(), (_MARGIN, 14, _WIDTH, 9), size=14, bold=True, align=4)
    number, sheet = slip.subject.number, slip.subject.sheet
    parcel = _label(
        "parcel",
        f"{word('parcel')} [% coalesce(\"{number}\", '') %], {word('sheet')} [% coalesce(\"{sheet}\", '') %]",
        (_MARGIN, 24, _WIDTH, 7),
        size=11,
        align=4,
    )
    scale = _label(
        "scale",
        f"{word('scale')} 1:[% format_number(item_variables('map')['map_scale'], 0) %]",
        (_MARGIN, 186, 80, 6),
        size=9,
    )
    note = _label("note", word("not_legal"), (_MARGIN, 280, _WIDTH, 9), size=8)
    items = (
        _map(map_key, members, provider, view),
        _legend(map_key, [one for one in members if one[0] in legend], word("legend")),
        _bar(map_key),
        _arrow(map_key),
        note,
        scale,
        parcel,
        title,
    )
    for height, item in enumerate(items, start=1):  # from below to above
        item.set("zValue", f"{height}")
        found.append(item)
    identity, name, uri = coverage
    atlas = {"enabled": "1", "coverageLayer": identity, "coverageLayerName": name, "coverageLayerSource": uri}
    atlas |= {"coverageLayerProvider": provider, "hideCoverage": "0", "filterFeatures": "0", "sortFeatures": "0"}
    atlas |= {"pageNameExpression": f'"{number}"', "filenamePattern": "'phieu_' || @atlas_featurenumber"}
    sub(found, "Atlas", atlas)
    return found


def _item(kind: str, name: str, box: tuple[float, float, float, float], *, background: bool = False) -> Element:
    """An item; ``box`` is left, top, width and height in mm."""
    x, y, width, height = box
    identity = map_name = key(f"item {name}")
    said = {"type": kind, "uuid": identity, "templateUuid": map_name, "id": "" if kind == _PAGE else name}
    said |= {"position": f"{x:g},{y:g},mm", "positionOnPage": f"{x:g},{y:g},mm", "size": f"{width:g},{height:g},mm"}
    said |= {"referencePoint": "0", "opacity": "1", "visibility": "1", "frame": "false", "outlineWidthM": "0.3,mm"}
    said |= {"background": "true" if background else "false", "positionLock": "false", "itemRotation": "0"}
    found = Element("LayoutItem", said)
    _channels(found, "FrameColor", 28, 39, 51)
    _channels(found, "BackgroundColor", 255, 255, 255)
    return found


def _label(
    name: str,
    text: str,
    box: tuple[float, float, float, float],
    *,
    size: int,
    bold: bool = False,
    align: int = 1,
) -> Element:
    found = _item(_LABEL, name, box)
    for attribute, value in {"labelText": text, "halign": f"{align}", "valign": "128", "htmlState": "0"}.items():
        found.set(attribute, value)
    sub(found, "LabelFont", {"description": _font(size, bold=bold), "style": "Bold" if bold else "Regular"})
    _channels(found, "FontColor", 28, 39, 51)
    return found


def _map(identity: str, members: Sequence[Source], provider: str, view: Box) -> Element:
    found = _item(_MAP, "map", (_MARGIN, 33, _WIDTH, _HEIGHT), background=True)
    found.set("frame", "true")
    for attribute, value in {"keepLayerSet": "true", "mapRotation": "0", "drawCanvasItems": "false"}.items():
        found.set(attribute, value)
    assert found.get("uuid") == identity
    west, south, east, north = _shaped(view, _WIDTH / _HEIGHT)
    extent = {"xmin": west, "ymin": south, "xmax": east, "ymax": north}
    sub(found, "Extent", {side: f"{value:.3f}" for side, value in extent.items()})
    layers = sub(found, "LayerSet")
    for name, title, uri in members:
        sub(layers, "Layer", {"name": title, "source": uri, "provider": provider}, name)
    found.append(_grid())
    # the nearest of the scales that planners use, never one that cuts the parcel
    sub(found, "AtlasMap", {"atlasDriven": "1", "scalingMode": "1", "margin": "0.35"})
    return found


def _grid() -> Element:
    """Crosses every 100 m, with the coordinates along the frame."""
    said = {"name": "VN-2000", "uuid": key("grid"), "show": "1", "gridStyle": "1", "unit": "0", "position": "3"}
    said |= {"intervalX": "100", "intervalY": "100", "crossLength": "2", "annotationFormat": "0"}
    said |= {"showAnnotation": "1", "annotationPrecision": "0", "frameAnnotationDistance": "0.5", "gridFrameStyle": "0"}
    for side in ("left", "right", "top", "bottom"):
        said |= {f"{side}AnnotationDisplay": "0" if side in ("left", "top") else "3", f"{side}AnnotationPosition": "0"}
        said[f"{side}AnnotationDirection"] = "1" if side in ("left", "right") else "0"
    found = Element("ComposerMapGrid", said)
    line = sub(sub(found, "lineStyle"), "symbol", {"type": "line", "name": "", "alpha": "1"})
    line.append(_symbol_layer("SimpleLine", {"line_color": _INK, "line_width": "0.12"}))
    found.append(_text_style(6))
    return found


def _legend(map_key: str, members: Sequence[Source], title: str) -> Element:
    """What the map shows, and nothing else."""
    found = _item(_LEGEND, "legend", (_MARGIN, 194, _WIDTH, 84))
    said = {"title": title, "map_uuid": map_key, "legendFilterByMap": "1", "columnCount": "2", "splitLayer": "1"}
    said |= {"columnSpace": "4", "boxSpace": "0", "symbolWidth": "6", "symbolHeight": "3.5", "fontColor": "#1c2733"}
    said |= {
        "resizeToContents": "0",
        "symbolAlignment": "1",
        "titleAlignment": "1",
        "wrapChar": "",
        "equalColumnWidth": "1",
    }
    for attribute, value in said.items():
        found.set(attribute, value)
    styles = sub(found, "styles")
    sizes = {
        "title": (10, True),
        "group": (8, True),
        "subgroup": (8, True),
        "symbol": (7, False),
        "symbolLabel": (7, False),
    }
    for name, (size, bold) in sizes.items():
        style = sub(
            styles, "style", {"name": name, "marginTop": "1.5", "marginLeft": "2", "indent": "0", "alignment": "1"}
        )
        sub(style, "styleFont", {"description": _font(size, bold=bold), "style": "Bold" if bold else "Regular"})
    tree = sub(found, "layer-tree-group")
    for identity, name, _ in members:
        sub(tree, "layer-tree-layer", {"id": identity, "name": name, "checked": "Qt::Checked", "expanded": "1"})
    return found


def _bar(map_key: str) -> Element:
    found = _item(_SCALE, "bar", (110, 185, 60, 9))
    said = {"style": "Single Box", "mapUuid": map_key, "unitType": "meters", "unitLabel": "m", "height": "1.6"}
    said |= {
        "numSegments": "4",
        "numSegmentsLeft": "0",
        "segmentSizeMode": "1",
        "minBarWidth": "40",
        "maxBarWidth": "60",
    }
    said |= {
        "numUnitsPerSegment": "25",
        "numMapUnitsPerScaleBarUnit": "1",
        "boxContentSpace": "0.5",
        "labelBarSpace": "1",
    }
    said |= {"outlineWidth": "0.15", "alignment": "0"}
    for attribute, value in said.items():
        found.set(attribute, value)
    found.append(_text_style(7))
    for name, color in (("fillSymbol1", _INK), ("fillSymbol2", "255,255,255,255")):
        sub(found, name).append(_fill(color))
    return found


def _arrow(map_key: str) -> Element:
    """North of the grid."""
    found = _item(_PICTURE, "north", (176, 36, 13, 13))
    said = {"file": ":/images/north_arrows/layout_default_north_arrow.svg", "mode": "0", "resizeMode": "0"}
    said |= {"mapUuid": map_key, "northMode": "0", "northOffset": "0", "anchorPoint": "4", "pictureRotation": "0"}
    said |= {"svgFillColor": _INK, "svgBorderColor": _INK, "svgBorderWidth": "0.2"}
    for attribute, value in said.items():
        found.set(attribute, value)
    return found


def _shaped(box: Box, ratio: float) -> Box:
    """The box, grown to a shape of width by height."""
    west, south, east, north = box
    width, height = east - west, north - south
    wide, high = max(width, height * ratio), max(height, width / ratio)
    x, y = (west + east) / 2, (south + north) / 2
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _fill(color: str) -> Element:
    found = Element("symbol", {"type": "fill", "name": "", "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"})
    found.append(_symbol_layer("SimpleFill", {"color": color, "outline_style": "no", "style": "solid"}))
    return found


def _symbol_layer(kind: str, values: dict[str, str]) -> Element:
    found = Element("layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    options = sub(found, "Option", {"type": "Map"})
    for name, value in values.items():
        sub(options, "Option", {"name": name, "type": "QString", "value": value})
    return found


def _text_style(size: float) -> Element:
    said = {"fontFamily": _FONT, "fontSize": f"{size:g}", "fontSizeUnit": "Point", "textColor": _INK}
    return Element("text-style", said | {"textOpacity": "1", "namedStyle": "Regular", "fontWeight": "50"})


def _font(size: int, *, bold: bool) -> str:
    return f"{_FONT},{size},-1,5,{75 if bold else 50},0,0,0,0,0"


def _channels(parent: Element, name: str, red: int, green: int, blue: int) -> None:
    sub(parent, name, {"red": f"{red}", "green": f"{green}", "blue": f"{blue}", "alpha": "255"})
