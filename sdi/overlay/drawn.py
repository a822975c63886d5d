"""A polygon that somebody drew or uploaded, checked before anything is laid over it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
import shapely
from shapely.errors import ShapelyError

from sdi.errors import UsageError
from sdi.geom.repair import is_valid, repair
from sdi.model import Province
from sdi.wording import wording

MAX_VERTICES = 10_000
_POLYGONS = (3, 6)
_COLLECTION = 7


class BadPolygon(UsageError):
    """What was drawn cannot be laid over anything; the message says why."""


@dataclass(frozen=True)
class Drawn:
    """A polygon or multipolygon, valid, in the provincial CRS.

    Attributes:
        geometry: What is laid over.
        repaired: What was wrong with what came in, in Vietnamese; empty when nothing was.
    """

    geometry: shapely.Geometry
    repaired: str = ""


def from_geojson(document: Any) -> shapely.Geometry:
    """The polygons of a GeoJSON geometry, feature or feature collection, in its own coordinates.

    Raises:
        BadPolygon: It is no GeoJSON, or holds something else than polygons, or more vertices than allowed.
    """
    if not isinstance(document, Mapping):
        raise BadPolygon(wording("polygons.not_geojson"))
    try:
        geometry = shapely.from_geojson(orjson.dumps(document))
    except (ShapelyError, TypeError, ValueError, orjson.JSONEncodeError) as error:
        raise BadPolygon(wording("polygons.unreadable"), wording("polygons.check_members")) from error
    return polygons_of([geometry])


def polygons_of(geometries: list[shapely.Geometry | None]) -> shapely.Geometry:
    """All polygons of geometries and collections as one geometry; what overlaps is merged.

    Raises:
        BadPolygon: There is none, something else than a polygon, or more vertices than allowed.
    """
    parts = list(shapely.get_parts(shapely.get_parts(np.array(geometries, dtype=object))))
    while any(shapely.get_type_id(part) == _COLLECTION for part in parts):
        parts = list(shapely.get_parts(np.array(parts, dtype=object)))
    parts = [part for part in parts if not part.is_empty]
    if not parts:
        raise BadPolygon(wording("polygons.empty"))
    if any(shapely.get_type_id(part) not in _POLYGONS for part in parts):
        raise BadPolygon(wording("polygons.other_shape"))
    vertices = int(shapely.get_num_coordinates(np.array(parts, dtype=object)).sum())
    if vertices > MAX_VERTICES:
        raise BadPolygon(
            wording("polygons.too_many_vertices", vertices=vertices, most=MAX_VERTICES), wording("polygons.simplify")
        )
    if not all(np.isfinite(shapely.get_coordinates(part)).all() for part in parts):
        raise BadPolygon(wording("polygons.infinite"))
    return shapely.force_2d(parts[0] if len(parts) == 1 else shapely.MultiPolygon(_polygons(parts)))


def _polygons(parts: list[shapely.Geometry]) -> list[shapely.Geometry]:
    return list(shapely.get_parts(np.array(parts, dtype=object)))


def accept(geometry: shapely.Geometry, province: Province) -> Drawn:
    """The drawn polygon, repaired where it crosses itself.

    Args:
        geometry: In the provincial CRS; coordinates may be infinite where the projection does not reach.
        province: Whose extent it must lie in.

    Raises:
        BadPolygon: It lies outside the province, or nothing is left of it.
    """
    bounds = shapely.bounds(geometry)
    west, south, east, north = province.extent
    inside = np.isfinite(shapely.get_coordinates(geometry)).all() and (
        bounds[0] >= west and bounds[1] >= south and bounds[2] <= east and bounds[3] <= north
    )
    if not inside:
        extent = f"{west:.0f} {south:.0f} {east:.0f} {north:.0f}"
        raise BadPolygon(
            wording("polygons.outside", province=province.name),
            wording("polygons.check_crs", crs=province.crs, extent=extent),
        )
    alone = np.array([geometry], dtype=object)
    valid = is_valid(alone)
    if valid[0] and geometry.area > 0:
        return Drawn(geometry)
    result = repair(alone, max_area_change_pct=math.inf, valid=valid)
    if not result.ok[0] or shapely.area(result.values[0]) == 0:
        raise BadPolygon(wording("polygons.no_area"), wording("polygons.enclose"))
    return Drawn(result.values[0], f"Đa giác tự cắt hoặc có vòng sai, đã được sửa: {result.reason[0]}.")
