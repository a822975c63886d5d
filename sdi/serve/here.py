"""``/portal/here``: what lies at a point of the map, in all layers that the audience sees.

One statement asks every layer: areas that contain the point, lines and points within the tolerance. The event loop
sends it itself, prepared once for an edition, so that a click costs the database's work and little more.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from starlette.requests import Request
from starlette.responses import Response

from sdi.model import Layer
from sdi.publish.configuration import CRS84
from sdi.search.ground import Ground
from sdi.serve.negotiation import begin, language, respond
from sdi.serve.problems import Problem
from sdi.serve.projection import Projection
from sdi.serve.search_desk import Knowledge
from sdi.serve.told import fields_of, item_path, parcel_title, properties, slip_path, title_of
from sdi.wording import wording

PARAMETERS = ("lon", "lat", "x", "y", "tolerance_m")
TOLERANCE_M, MAX_TOLERANCE_M = 5.0, 500.0
"""How far lines and points may lie from a click, when nothing is said and at most."""

MAX_POINTS = 500
"""A geometry with more is not sent along; the feature's address gives it."""


async def here(request: Request) -> Response:
    """What is here."""
    edition, _ = begin(request, parameters=PARAMETERS)
    known: Knowledge = request.app.state.search.of(edition)
    crs84 = known.source.projections[CRS84]
    east, north = _place(request.query_params, crs84)
    reach = _number(request.query_params, "tolerance_m", TOLERANCE_M)
    if not 0 <= reach <= MAX_TOLERANCE_M:
        raise Problem(400, wording("search.bad_tolerance", most=int(MAX_TOLERANCE_M)))
    asked = {"east": east, "north": north, "reach": reach, "srid": edition.project.province.crs}
    found = await known.rows(known.here, "here", **asked) if known.layers else []
    document = _told(known, await known.ground(), language(request, "json"), (east, north), found)
    return respond(request, edition, "json", document, {}, "")


def _place(values: Mapping[str, str], crs84: Projection) -> tuple[float, float]:
    """Easting and northing of what was asked for.

    Raises:
        Problem: It is no place, or none that the projection reaches.
    """
    if ("lon" in values or "lat" in values) == ("x" in values or "y" in values):
        raise Problem(400, wording("search.which_place"))
    if "x" in values or "y" in values:
        return _number(values, "y"), _number(values, "x")
    lon, lat = _number(values, "lon"), _number(values, "lat")
    point = crs84.stored(shapely.Point(lon, lat)) if abs(lon) <= 180 and abs(lat) <= 90 else None
    if point is None or not np.isfinite([point.x, point.y]).all():
        raise Problem(400, wording("search.too_far"))
    return point.x, point.y


def _number(values: Mapping[str, str], name: str, default: float | None = None) -> float:
    if name not in values and default is not None:
        return default
    try:
        found = float(values[name])
    except (KeyError, ValueError):
        found = math.nan
    if not abs(found) < 1e8:
        raise Problem(400, wording("search.no_number", name=name))
    return found


def _told(
    known: Knowledge, ground: Ground, language: str, point: tuple[float, float], found: Sequence[tuple[Any, ...]]
) -> dict[str, Any]:
    """The answer, its layers in the order in which the edition shows them."""
    crs84 = known.source.projections[CRS84]
    lonlat = crs84.flat(np.array([shapely.Point(point)], dtype=object))[0]
    stored = shapely.from_wkb(np.array([row[3] for row in found], dtype=object))
    stored[shapely.get_num_coordinates(stored) > MAX_POINTS] = None
    shapes = crs84.geojson(list(stored)) if len(stored) else []
    listed: dict[str, list[dict[str, Any]]] = {}
    for (name, identifier, values, _, away), shape in zip(found, shapes, strict=True):
        layer = known.edition.project.layers[name]
        fields = fields_of(known.edition, layer, values)
        title = parcel_title(layer, fields, ground, language) or title_of(
            known.edition, layer, identifier, fields, language
        )
        listed.setdefault(name, []).append(
            {
                "id": identifier,
                "title": title,
                "properties": properties(known.edition, layer, fields, language),
                "distance_m": round(away, 2),
                "href": item_path(known.edition, name, identifier),
                "geometry": shape,
            }
        )
    first = {name: features[0] for name, features in listed.items()}
    parcels, communes = known.parcels, known.communes
    return {
        "storage": [round(point[0], 3), round(point[1], 3)],
        "lonlat": [round(lonlat.x, 9), round(lonlat.y, 9)],
        "commune": first.get(communes.id) if communes else None,
        "parcel": _parcel(known, parcels, first) if parcels else None,
        "layers": [
            {
                "layer": layer.id,
                "title": layer.title.get(language),
                "group": layer.group,
                "features": listed[layer.id],
            }
            for layer in known.layers
            if layer.id in listed
        ],
    }


def _parcel(known: Knowledge, parcels: Layer, first: Mapping[str, dict[str, Any]]) -> dict[str, Any] | None:
    found = first.get(parcels.id)
    return found and {**found, "slip": slip_path(known.edition, known.slip, parcels.id, found["id"])}
