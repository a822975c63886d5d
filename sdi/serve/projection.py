"""Between the provincial CRS, in which everything is stored, and the CRS of a question or an answer.

The pinned datum operation of the project holds in both directions; PROJ is never left to choose. Axis
order is the authority's: CRS84 longitude first, EPSG geographic CRSs latitude first, the provincial CRS
as EPSG says.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from sdi.crs.operations import Reprojector
from sdi.crs.surface import Surface
from sdi.model import Province
from sdi.publish.configuration import CRS84, offered_crs
from sdi.wording import wording

Box = tuple[float, float, float, float]

DEGREE_DECIMALS, METRE_DECIMALS = 9, 4
"""About 1 mm on the ground, and 0.1 mm."""

_DOMAIN_MARGIN_DEG = 5.0
"""Boxes are cut off this far outside the province: a box around the world has no image in the projection."""

_POINTS_PER_EDGE = 21

_EDGE_DEG = 0.004
"""Longest edge, in degrees, of a drawn geometry that is projected: a chord of 450 m leaves a parallel by 1 mm."""

_MAX_POINTS = 100_000

_SURFACE_MARGIN_M = 10_000.0
_EXACT_TO_DEG, _EXACT_TO_M = 1e-12, 1e-6
"""How far fast projection may be from PROJ's: less than a thousandth of the last decimal, or a hundredth."""


class Projection:
    """One CRS that collections are offered in.

    Args:
        province: Whose CRS, extent and pinned datum operation hold.
        uri: OGC URI of the CRS.
        epsg: Its EPSG code (4326 for CRS84).
    """

    def __init__(self, province: Province, uri: str, epsg: int) -> None:
        self.uri = uri
        self._province = province
        self.epsg = epsg
        crs = CRS.from_epsg(epsg)
        self.geographic = crs.is_geographic
        """Whether coordinates are degrees."""
        self._swap = uri != CRS84 and crs.axis_info[0].direction == "north"
        self._identity = epsg == province.crs
        self.oriented = uri == CRS84
        """Whether rings turn as RFC 7946 wants, outer ones counter-clockwise."""
        self.decimals = DEGREE_DECIMALS if self.geographic else METRE_DECIMALS

    @property
    def swapped(self) -> bool:
        """Whether latitude or northing comes first in this CRS."""
        return self._swap

    def bounds(self, stored: Box) -> Box:
        """The box in this CRS, east first, that holds a stored box."""
        return stored if self._identity else self._outward.bounds(stored)

    def ordered(self, numbers: Sequence[float]) -> Box:
        """The four numbers of a box as (west, south, east, north)."""
        a, b, c, d = numbers
        return (b, a, d, c) if self._swap else (a, b, c, d)

    @cached_property
    def _outward(self) -> Reprojector:
        return Reprojector(self._province.crs, self.epsg, self._province.datum_operation)

    @cached_property
    def _inward(self) -> Reprojector:
        return Reprojector(self.epsg, self._province.crs, self._province.datum_operation)

    @cached_property
    def _surface(self) -> Surface:
        west, south, east, north = self._province.extent
        margin = _SURFACE_MARGIN_M
        box = (west - margin, south - margin, east + margin, north + margin)
        return Surface(self._outward, box, _EXACT_TO_DEG if self.geographic else _EXACT_TO_M)

    @cached_property
    def _domain(self) -> Box:
        """Longitudes and latitudes around the province in which boxes are understood."""
        west, south, east, north = self._outward.bounds(self._province.extent)
        margin = _DOMAIN_MARGIN_DEG
        return west - margin, max(south - margin, -89.0), east + margin, min(north + margin, 89.0)

    def geojson(self, stored: Sequence[shapely.Geometry | None]) -> list[dict[str, Any] | None]:
        """GeoJSON geometries of stored ones, in the order of the argument.

        Rings of CRS84 answers turn as RFC 7946 wants (outer ones counter-clockwise).
        """
        geometries = np.array(stored, dtype=object)
        if not self._identity:
            geometries = self._outward.geometries(geometries)
        if self.oriented:
            geometries = shapely.orient_polygons(geometries)
        rounded = shapely.transform(geometries, self._finish)
        return [orjson.loads(text) if text else None for text in shapely.to_geojson(rounded)]

    def positions(self, stored: NDArray[np.float64]) -> NDArray[np.float64]:
        """Stored positions of shape (n, 2) in this CRS and its axis order; not rounded."""
        projected = stored if self._identity else self._surface.points(stored)
        return projected[:, ::-1] if self._swap else projected

    def flat(self, stored: NDArray[np.object_]) -> NDArray[np.object_]:
        """Stored geometries in this CRS as files have them: east (or longitude) first, whatever the authority says."""
        return stored if self._identity else self._outward.geometries(stored)

    def stored(self, geometry: shapely.Geometry) -> shapely.Geometry:
        """A geometry of this CRS in the provincial one; coordinates are infinite where the projection ends."""
        ordered = shapely.transform(geometry, lambda points: points[:, ::-1]) if self._swap else geometry
        if self._identity:
            return ordered
        found: shapely.Geometry = self._inward.geometries(np.array([ordered], dtype=object))[0]
        return found

    def drawn(self, geometry: shapely.Geometry) -> shapely.Geometry:
        """A geometry of a question in the provincial CRS; empty where the projection does not reach.

        Its edges are straight in this CRS, so they are densified before they are projected, and what lies outside
        the domain of boxes is cut off, as with :meth:`area`.

        Args:
            geometry: Valid, in this CRS's axis order.

        Raises:
            ValueError: The edges are so long that following them takes too many points.
        """
        if geometry.geom_type == "GeometryCollection":
            return shapely.GeometryCollection([self.drawn(part) for part in shapely.get_parts(geometry)])
        if self._identity:
            return self.stored(geometry)
        ordered = shapely.transform(geometry, lambda points: points[:, ::-1]) if self._swap else geometry
        domain = shapely.box(*self._domain)
        inside = ordered if shapely.covers(domain, ordered) else shapely.intersection(ordered, domain)
        if inside.length / _EDGE_DEG > _MAX_POINTS:
            raise ValueError(wording("filters.long_edges"))
        found: shapely.Geometry = self._inward.geometries(
            np.array([shapely.segmentize(inside, _EDGE_DEG)], dtype=object)
        )[0]
        return found if shapely.is_valid(found) else shapely.make_valid(found)

    def _finish(self, coordinates: np.ndarray) -> np.ndarray:
        ordered = coordinates[:, ::-1] if self._swap else coordinates
        return np.round(ordered, self.decimals)

    def area(self, numbers: Sequence[float]) -> shapely.Geometry:
        """The area of a ``bbox`` parameter in the provincial CRS; empty where the projection does not reach.

        The edges of a box in degrees are curves in metres, so they are densified before they are
        projected: two corners alone would lose features at the edges.

        Args:
            numbers: Four numbers, or six with heights (which are ignored), in this CRS's axis order.

        Raises:
            ValueError: A number is not finite.
        """
        if not np.isfinite(numbers).all():
            raise ValueError(wording("problems.bbox_finite"))
        half = len(numbers) // 2
        low, high = numbers[:2], numbers[half : half + 2]
        if self._swap:
            low, high = low[::-1], high[::-1]
        if low[1] > high[1] or (low[0] > high[0] and not self.geographic):
            raise ValueError(wording("problems.bbox_corners"))
        if self._identity:
            return _polygon(np.array([low, (high[0], low[1]), high, (low[0], high[1])]))
        if low[0] > high[0]:  # across the antimeridian
            return shapely.union_all(
                [
                    self._project((low[0], low[1], 180.0, high[1])),
                    self._project((-180.0, low[1], high[0], high[1])),
                ]
            )
        return self._project((low[0], low[1], high[0], high[1]))

    def _project(self, box: Box) -> shapely.Geometry:
        west, south, east, north = (
            pick(a, b) for pick, a, b in zip((max, max, min, min), box, self._domain, strict=True)
        )
        if west > east or south > north:
            return shapely.Polygon()
        t = np.linspace(0.0, 1.0, _POINTS_PER_EDGE)
        along_x, along_y = west + t * (east - west), south + t * (north - south)
        x = np.concatenate([along_x, np.full_like(t, east), along_x[::-1], np.full_like(t, west)])
        y = np.concatenate([np.full_like(t, south), along_y, np.full_like(t, north), along_y[::-1]])
        return _polygon(np.column_stack(self._inward.points(x, y)))


def _polygon(ring: np.ndarray) -> shapely.Geometry:
    """The polygon inside a ring; a point or a line when the box has no width or height."""
    polygon = shapely.Polygon(ring)
    if polygon.area > 0:
        return polygon
    unique = np.unique(ring, axis=0)
    return shapely.Point(unique[0]) if len(unique) == 1 else shapely.LineString(unique)


class Projections(dict[str, Projection]):
    """All CRSs that the province's collections are offered in, by URI."""

    def __init__(self, province: Province) -> None:
        self.provincial = province.crs
        super().__init__({uri: Projection(province, uri, code) for uri, code in offered_crs(province.crs).items()})
