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
        raise BadPolygon("Đa giác phải là một đối tượng GeoJSON.")
    try:
        geometry = shapely.from_geojson(orjson.dumps(document))
    except (ShapelyError, TypeError, ValueError, orjson.JSONEncodeError) as error:
        raise BadPolygon("Không đọc được GeoJSON của đa giác.", "Kiểm tra 'type' và 'coordinates'.") from error
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
        raise BadPolygon("Đa giác rỗng.")
    if any(shapely.get_type_id(part) not in _POLYGONS for part in parts):
        raise BadPolygon("Chỉ nhận đa giác (Polygon, MultiPolygon), không nhận điểm hay đường.")
    vertices = int(shapely.get_num_coordinates(np.array(parts, dtype=object)).sum())
    if vertices > MAX_VERTICES:
        raise BadPolygon(
            f"Đa giác có {vertices} đỉnh, quá {MAX_VERTICES}.", "Giản lược ranh giới, hoặc chia thành nhiều phần."
        )
    if not all(np.isfinite(shapely.get_coordinates(part)).all() for part in parts):
        raise BadPolygon("Tọa độ của đa giác phải là số hữu hạn.")
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
        raise BadPolygon(
            f"Đa giác nằm ngoài phạm vi {province.name.vi}.",
            f"Kiểm tra hệ tọa độ và thứ tự trục; phạm vi theo EPSG:{province.crs} là {west:.0f} {south:.0f}"
            f" {east:.0f} {north:.0f} (Đ, B).",
        )
    alone = np.array([geometry], dtype=object)
    valid = is_valid(alone)
    if valid[0] and geometry.area > 0:
        return Drawn(geometry)
    result = repair(alone, max_area_change_pct=math.inf, valid=valid)
    if not result.ok[0] or shapely.area(result.values[0]) == 0:
        raise BadPolygon("Đa giác không có diện tích.", "Các đỉnh phải bao quanh một vùng.")
    return Drawn(result.values[0], f"Đa giác tự cắt hoặc có vòng sai, đã được sửa: {result.reason[0]}.")
