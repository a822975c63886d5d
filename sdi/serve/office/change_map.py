"""A map of what a held load would change, as SVG that needs no script: before and after, among what is there.

Provincial CRS, north up. What is drawn is bounded, however much would change; the page says when it is a share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from markupsafe import Markup, escape

from sdi.publish.differences import Difference
from sdi.serve.projection import Box
from sdi.serve.vector_map import framed, scale_bar
from sdi.wording import wording

MOST = 1500
"""Features of each kind that are drawn."""

STEPS = 900
"""Smallest detail: this part of the map's longer side, about a pixel."""

MOST_VERTICES = 150_000
"""Of all that is drawn; beyond, the map is drawn more coarsely."""


def frame(differences: Sequence[Difference]) -> Box | None:
    """What the map shows: all that is different with a margin, no narrower than one to two; None where nothing is."""
    shapes = [geom for one in differences for geom in (one.was, one.becomes) if geom is not None]
    if not shapes:
        return None
    west, south, east, north = (float(value) for value in shapely.total_bounds(np.array(shapes, dtype=object)))
    if not np.isfinite([west, south, east, north]).all():
        return None
    return framed((west, south, east, north), least_m=40.0, margin=0.06, tallest=1 / 1.1)


def tolerance(box: Box) -> float:
    """Metres of the smallest detail."""
    return max(box[2] - box[0], box[3] - box[1]) / STEPS


def draw(
    box: Box, differences: Sequence[Difference], surroundings: Mapping[str, Sequence[Any]], title: str, language: str
) -> Markup:
    """The map; kinds are told by colour and by the kind of line, and each feature by a title."""
    step = tolerance(box)
    shapes = [geom for one in differences for geom in (one.was, one.becomes) if geom is not None]
    vertices = int(shapely.get_num_coordinates(np.array(shapes, dtype=object)).sum()) if shapes else 0
    step *= max(1.0, vertices / MOST_VERTICES)
    parts = [_shape(geom, kind, step, line=True) for kind, geoms in surroundings.items() for geom in geoms]
    for kind in ("removed", "changed", "added"):
        for one in differences:
            if one.kind == kind:
                parts.append(_feature(one, step, language))
    west, south, east, north = box
    west_, top, width, height = f"{west:.1f}", f"{-north:.1f}", f"{east - west:.1f}", f"{north - south:.1f}"
    return Markup(
        f'<svg class="change-map" viewBox="{west_} {top} {width} {height}" role="img" aria-labelledby="map-title">'
        f'<title id="map-title">{escape(title)}</title><g class="drawn">{"".join(parts)}</g>'
        f"{_scale(box, language)}</svg>"
    )


def _feature(one: Difference, step: float, language: str) -> str:
    named = escape(wording(f"office.one_{one.kind}", id=one.id).get(language))
    drawn = ""
    if one.kind == "changed" and one.moved:
        drawn += _shape(one.was, "was", step)
    drawn += _shape(one.becomes if one.becomes is not None else one.was, one.kind, step)
    return f"<g>{drawn}<title>{named}</title></g>"


def _shape(geom: Any, kind: str, step: float, *, line: bool = False) -> str:
    if geom is None or geom.is_empty:
        return ""
    if geom.geom_type in ("Point", "MultiPoint"):
        xy = shapely.get_coordinates(geom)
        return "".join(
            f'<circle class="{kind}" cx="{x:.1f}" cy="{-y:.1f}" r="{step * (2 if line else 6):.1f}"/>'
            for x, y in xy[:100]
        )
    thin = line or geom.geom_type in ("Polygon", "MultiPolygon")
    return f'<path class="{kind}{"" if thin else " line"}" d="{_path(geom, step)}"/>'


def _path(geom: Any, step: float) -> str:
    """Path data, to a tenth of a metre; what simplification would swallow is drawn as it is."""
    simple = shapely.simplify(geom, step / 2, preserve_topology=True)
    found = []
    for part in shapely.get_parts(simple if not simple.is_empty else geom):
        rings = shapely.get_rings(part) if part.geom_type == "Polygon" else [part]
        for ring in rings:
            xy = np.round(shapely.get_coordinates(ring) * (1, -1), 1)
            if len(xy):
                found.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in xy))
    return "".join(found)


def _scale(box: Box, language: str) -> str:
    """A bar of a round length at the lower left corner."""
    west, south, east, _ = box
    width = east - west
    length, said = scale_bar(width, language)
    x, y, thick = west + width * 0.02, -south - width * 0.02, width / 220
    return (
        f'<g class="bar" aria-hidden="true"><rect class="ground" x="{x - thick:.1f}" y="{y - 2 * thick:.1f}"'
        f' width="{length + 2 * thick:.1f}" height="{3 * thick:.1f}"/><rect x="{x:.1f}" y="{y - thick:.1f}"'
        f' width="{length}" height="{thick:.1f}"/><text x="{x:.1f}" y="{y - 3 * thick:.1f}"'
        f' font-size="{width / 36:.1f}">{said}</text></g>'
    )
