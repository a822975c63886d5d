"""The map of a slip, as coordinates to a scale; :mod:`sdi.slip.svg` draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from sdi.model import Audience, Project, Text
from sdi.slip.declaration import MapSheet
from sdi.slip.model import Drawn, LegendEntry, Map, MapLayer
from sdi.slip.reading import Box, Feature
from sdi.styles.derive import color_of

SUBJECT_COLOR = "#C1121F"
_INK = "#6B7785"
_PAPER_MM = 0.08
"""Detail that a printer cannot show is left out."""
_GRIDS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
_GRID_MM = 30.0
_SHAPES = {0: "point", 1: "line", 2: "area"}


def sheet_of(geometry: shapely.Geometry, declared: MapSheet) -> tuple[int, Box]:
    """The largest scale at which the geometry fits, and the frame around its middle in m."""
    west, south, east, north = shapely.bounds(geometry)
    wide, high = declared.width_mm * declared.fill_share, declared.height_mm * declared.fill_share
    needed = max((east - west) * 1000 / wide, (north - south) * 1000 / high)
    scale = next((scale for scale in sorted(declared.scales) if scale >= needed), None)
    if scale is None:  # a drawn area may be as large as the province
        scale = int(np.ceil(needed / 5000) * 5000)
    half_e, half_n = declared.width_mm * scale / 2000, declared.height_mm * scale / 2000
    e, n = round((west + east) / 2, 2), round((south + north) / 2, 2)
    return scale, (round(e - half_e, 3), round(n - half_n, 3), round(e + half_e, 3), round(n + half_n, 3))


def draw(
    project: Project,
    declared: MapSheet,
    audience: Audience,
    scale: int,
    frame: Box,
    near: Mapping[str, Sequence[Feature]],
    language: str,
    subject_title: str,
) -> Map:
    """The map.

    Args:
        project: The declarations: titles, colours.
        declared: What is on the map.
        audience: Whose fields count.
        scale: Denominator.
        frame: In m.
        near: Features by layer; what is not published is not there.
        language: Of the legend.
        subject_title: What the legend calls the parcel.
    """
    layers: list[MapLayer] = []
    legend: dict[tuple[str, str], LegendEntry] = {}
    for entry in declared.layers:
        if entry.layer not in near or (entry.down_to and scale > entry.down_to):
            continue
        layer = project.layers[entry.layer]
        field = entry.by if entry.color else entry.by or layer.style.by
        fields = layer.fields_for(audience)
        codes = project.codes[fields[field].codes or ""].codes if field and field in fields else {}
        shape = _SHAPES[layer.dimension] if entry.fill or layer.dimension < 2 else "outline"
        drawn = []
        for feature, shown in zip(near[entry.layer], _shown(near[entry.layer], frame, scale), strict=True):
            value = str(feature.fields.get(field or "") or "")
            paths = [] if entry.only and value not in entry.only else _paths(shown)
            if not paths:
                continue
            code = codes.get(value) or codes.get(value.split("+")[0])
            color = entry.color or color_of(layer, code) or _INK
            label = feature.fields.get(entry.label or "")
            drawn.append(
                Drawn(code=value or None, label=None if label is None else str(label), color=color, paths=paths)
            )
            meaning = (
                Text(vi=code.vi, en=code.en).get(language) if code and not entry.color else layer.title.get(language)
            )
            key = (entry.layer, meaning)
            legend.setdefault(key, LegendEntry(shape=shape, color=color, dash=entry.dash, label=meaning))
        layers.append(
            MapLayer(
                layer=entry.layer, title=layer.title.get(language), shape=shape,
                width_mm=entry.width_mm, dash=entry.dash, drawn=drawn,
            )
        )  # fmt: skip
    subject = LegendEntry(shape="subject", color=SUBJECT_COLOR, label=subject_title)
    wide = _GRID_MM * scale / 1000
    return Map(
        scale=scale,
        width_mm=declared.width_mm,
        height_mm=declared.height_mm,
        frame=frame,
        grid_m=min(_GRIDS, key=lambda step: abs(step - wide)),
        layers=layers,
        legend=[subject, *reversed(legend.values())],
    )


def _shown(features: Sequence[Feature], frame: Box, scale: int) -> Sequence[shapely.Geometry]:
    """What of each lies in the frame, with the detail that paper shows."""
    clipped = shapely.clip_by_rect(np.array([feature.geometry for feature in features], dtype=object), *frame)
    simplified: Sequence[shapely.Geometry] = shapely.simplify(
        clipped, _PAPER_MM * scale / 1000, preserve_topology=False
    )
    return simplified


def _paths(shown: shapely.Geometry) -> list[list[tuple[float, float]]]:
    """Its rings, lines or points; none of what is empty."""
    found = []
    for part in shapely.get_parts(shown):
        if part.is_empty:
            continue
        lines = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        found += [_pairs(line) for line in lines]
    return found


def _pairs(line: shapely.Geometry) -> list[tuple[float, float]]:
    return [(e, n) for e, n in np.round(shapely.get_coordinates(line), 2).tolist()]
