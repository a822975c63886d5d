"""``styles/*.yml``: the hand-made part of styles, laid over what is derived from the declarations.

``styles/<layer>.yml`` is one :class:`LayerSheet`; any other file is one :class:`MapSheet`, a map of several layers.
"""

from __future__ import annotations

from typing import Any

import yaml
from pydantic import Field as Attribute
from pydantic import ValidationError

from sdi.documents import load_yaml
from sdi.errors import UsageError
from sdi.model import Project, Text
from sdi.model.base import Declaration, Identifier
from sdi.styles.model import Color

Json = dict[str, Any]


class LayerSheet(Declaration):
    """What differs from the derived style. Members of ``symbol`` and ``label`` are those of the model, any of them
    alone; null takes one away. ``color: code`` is the colour of the code."""

    symbol: Json = Attribute({}, description="for all rules")
    codes: dict[str, Json] = Attribute({}, description="for the rules of these codes, over `symbol`")
    from_zoom: dict[str, int] = Attribute({}, description="level of WebMercatorQuad from which on a code is drawn")
    plain: bool = Attribute(False, description="one rule for all, whatever the code")
    only: list[str] = Attribute([], description="codes that are drawn; empty: all")
    label: Json | None = Attribute({}, description="null: no labels")


class Placed(LayerSheet):
    """A layer on a map; it may stand there several times, drawn differently."""

    layer: Identifier


class Shaded(Declaration):
    """Light and shade of a model of the ground on a map, where the format has pictures."""

    layer: Identifier
    above: Identifier = Attribute(description="the layer of the map on which it lies, with all that lies below that")
    opacity: float = Attribute(0.3, gt=0, le=1)


class MapSheet(Declaration):
    """A map of several layers, from below to above."""

    title: Text
    abstract: Text | None = None
    background: Color | None = None
    relief: Shaded | None = None
    layers: list[Placed] = Attribute(min_length=1)


def read_sheets(project: Project) -> tuple[dict[str, LayerSheet], dict[str, MapSheet]]:
    """The sheets of layers by layer, and the maps by id.

    Raises:
        UsageError: with every fault, one line each.
    """
    sheets: dict[str, LayerSheet] = {}
    maps: dict[str, MapSheet] = {}
    faults: list[str] = []
    for path in sorted((project.directory / "styles").glob("*.yml")):
        try:
            content = load_yaml(path.read_text("utf-8"))
            if path.stem in project.layers:
                sheets[path.stem] = LayerSheet.model_validate(content)
            else:
                maps[path.stem] = MapSheet.model_validate(content)
        except yaml.MarkedYAMLError as error:
            faults.append(f"{path}: {error}")
        except ValidationError as error:
            faults += [f"{path}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
    for name, sheet in maps.items():
        unknown = sorted({placed.layer for placed in sheet.layers} - project.layers.keys())
        faults += [f"styles/{name}.yml: không có lớp '{layer}'" for layer in unknown]
        if sheet.relief:
            layer = project.layers.get(sheet.relief.layer)
            if layer is None or layer.raster is None or layer.raster.kind != "elevation":
                faults.append(f"styles/{name}.yml: relief: '{sheet.relief.layer}' không phải mô hình số độ cao")
            if sheet.relief.above not in {placed.layer for placed in sheet.layers}:
                faults.append(f"styles/{name}.yml: relief: bản đồ không có lớp '{sheet.relief.above}'")
    if faults:
        raise UsageError("\n".join(faults), "Sửa các tệp trong styles/ nêu trên.")
    return sheets, maps
