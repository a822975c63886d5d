"""Styles of what an audience is shown: one of each layer, and the maps of ``styles/``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sdi.db.implied import hidden_codes
from sdi.errors import UsageError
from sdi.model import Audience, Layer, Project
from sdi.styles.derive import layer_style, map_style
from sdi.styles.model import MapStyle
from sdi.styles.qml import FieldForm
from sdi.styles.sheets import LayerSheet, MapSheet, read_sheets

BASE_MAP = "base-map"
"""The map that lies below others."""


@dataclass(frozen=True)
class Sheets:
    """What ``styles/`` says: of layers and of maps."""

    layers: dict[str, LayerSheet] = field(default_factory=dict)
    maps: dict[str, MapSheet] = field(default_factory=dict)


def read_styles(project: Project) -> Sheets:
    """The hand-made part of all styles.

    Raises:
        UsageError: A file is faulty, or says what no symbol can be.
    """
    sheets = Sheets(*read_sheets(project))
    styles = styles_of(project, sheets, Audience.INTERNAL, project.layers)
    for layer in (layer for style in styles.values() for layer in style.layers):
        missing = set(layer.fields) - set(project.layers[layer.layer].tile_fields)
        if missing:
            raise UsageError(f"styles/: ô vector của lớp '{layer.layer}' không có trường {sorted(missing)}.")
    return sheets


def styles_of(project: Project, sheets: Sheets, audience: Audience, shown: Collection[str]) -> dict[str, MapStyle]:
    """Styles by id: the maps first, then one for each layer that is shown, in the given order.

    A layer that is not shown has no style and stands on no map; a code that the audience never sees is in no legend.
    """
    layers = [project.layers[name] for name in shown if name in project.layers]
    hidden = {layer.id: _hidden(project, layer, audience) for layer in layers}
    found = {
        name: map_style(project, name, sheet, {layer.id for layer in layers}, audience, hidden)
        for name, sheet in sheets.maps.items()
    }
    for layer in layers:
        style = layer_style(project, layer, audience, sheets.layers.get(layer.id), hidden[layer.id])
        found[layer.id] = MapStyle(layer.id, layer.title, layer.abstract, None, (style,))
    return {name: style for name, style in found.items() if style.layers}


def forms_of(project: Project, layer: Layer, audience: Audience, language: str) -> tuple[FieldForm, ...]:
    """What fields that an audience may see are called, and what their codes mean."""
    hidden = _hidden(project, layer, audience)
    return tuple(
        FieldForm(
            name,
            field.title.get(language),
            tuple(
                (code.code, code.title(language))
                for code in (project.codes[field.codes].codes.values() if field.codes and not field.compound else ())
                if name != layer.style.by or code.code not in hidden
            ),
        )
        for name, field in layer.fields_for(audience).items()
    )


def _hidden(project: Project, layer: Layer, audience: Audience) -> frozenset[str]:
    by = layer.style.by
    if by is None:
        return frozenset()
    return hidden_codes(layer, audience, by, project.codes[layer.fields[by].codes or ""].codes)
