"""The portal for now: one page with a map of what is published, drawn from the API that everybody uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from sdi.model import Layer
from sdi.publish.configuration import GROUPS, Collection
from sdi.serve.editions import Edition
from sdi.serve.negotiation import language
from sdi.serve.pages import render

FEATURES_AT_ONCE = 5000
"""Features of a layer that the map asks for in one view; the page says when there are more."""

_COLOURS = {"base": ("#6b7f93", "#8a9a5b", "#5b8a9a"), "urban": ("#a65e2e", "#2e6aa6", "#7a4fa3", "#2f8f6b")}
"""For layers whose declaration names no colour."""


async def portal(request: Request) -> Response:
    """The page."""
    edition: Edition = request.app.state.edition(request)
    spoken = language(request, "html")
    headers = {"Content-Language": spoken}
    return render(request, "portal.html", edition=edition, headers=headers, map_layers=_layers(edition, spoken))


async def portal_layers(request: Request) -> Response:
    """What the page's map needs to know, as JSON."""
    edition: Edition = request.app.state.edition(request)
    layers = _layers(edition, language(request, "html"))
    return Response(
        orjson.dumps({"limit": FEATURES_AT_ONCE, "extent": _extent(edition), "layers": layers}),
        media_type="application/json",
    )


def _layers(edition: Edition, language: str) -> list[dict[str, Any]]:
    counters = dict.fromkeys(GROUPS, 0)
    shown = _shown_first(edition)
    found = []
    for layer, row in _mapped(edition):
        colours = _COLOURS[layer.group]
        color = layer.style.color or colours[counters[layer.group] % len(colours)]
        counters[layer.group] += 1
        found.append(
            {
                "id": layer.id,
                "title": layer.title.get(language),
                "group": layer.group,
                "count": row.feature_count,
                "published": row.published_at.isoformat(),
                "release": row.epoch,
                "office": edition.catalog.office(layer.owner).get(language),
                "dimension": layer.dimension,
                "order": layer.style.order,
                "on": layer.id in shown,
                "color": color,
                "width": layer.style.width,
                "by": layer.style.by,
                "label": layer.style.label,
                "classes": _classes(edition, layer, language),
            }
        )
    return found


def _mapped(edition: Edition) -> Iterator[tuple[Layer, Collection]]:
    """What has geometry of its own; a table of overlays has none."""
    for name, row in edition.collections.items():
        layer = edition.project.layers.get(name)
        if layer is not None:
            yield layer, row


def _shown_first(edition: Edition) -> set[str]:
    """Lines and areas of the base map, networks, and the richest urban coverage; more would hide a town."""
    layers = [layer for layer, _ in _mapped(edition)]
    coverages = [layer.id for layer in layers if layer.group == "urban" and layer.kind == "coverage"]
    richest = max(coverages, key=lambda name: edition.collections[name].feature_count, default=None)
    return {
        layer.id
        for layer in layers
        if layer.dimension > 0 and (layer.group == "base" or layer.kind == "network" or layer.id == richest)
    }


def _classes(edition: Edition, layer: Layer, language: str) -> list[dict[str, str]]:
    if not layer.style.by:
        return []
    codes = edition.project.codes[layer.fields[layer.style.by].codes or ""].codes.values()
    return [{"code": code.code, "title": code.title(language), "color": code.color} for code in codes if code.color]


def _extent(edition: Edition) -> Sequence[float] | None:
    """Where to look first: the middle-sized extent of the urban layers; one may hold far-off places."""
    mapped = list(_mapped(edition))
    urban = [row.bbox for layer, row in mapped if layer.group == "urban"]
    boxes = urban or [row.bbox for _, row in mapped]
    known = sorted((box for box in boxes if box), key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    return known[len(known) // 2] if known else None
