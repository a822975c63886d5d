"""The ground of a town: how its plane is bent, where the river runs, how high the land lies.

The town is laid out in a straight plane (u along the river to the east, v away from the river, negative is
inland), which is then bent into the map so that streets curve a little, as streets do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from .places import TownPlan

Floats = NDArray[np.float64]
MM = 0.001  # coordinates are millimetres, as in a survey
REACH = 900.0  # metres that the river runs on beyond the town, on both sides


@dataclass(frozen=True)
class Ground:
    """The bent plane of one town."""

    plan: TownPlan

    def map(self, u: Floats, v: Floats) -> Floats:
        """Town plane to easting and northing, metres; shape (n, 2)."""
        phase = (self.plan.seed % 97) / 97 * 2 * np.pi
        x = u + 38 * np.sin(v / 300 + phase) + 11 * np.sin(u / 190 + v / 330 + 2 * phase)
        y = v + 42 * np.sin(u / 390 + phase) + 9 * np.sin(v / 210 - u / 240 + phase)
        turn = np.radians(self.plan.turn)
        east = self.plan.centre[0] + x * np.cos(turn) - y * np.sin(turn)
        north = self.plan.centre[1] + x * np.sin(turn) + y * np.cos(turn)
        return np.column_stack([east, north])

    def line(self, points: list[tuple[float, float]], step: float = 18.0) -> LineString:
        """A line of the plane on the map, with a vertex about every ``step`` metres."""
        plane = shapely.get_coordinates(shapely.segmentize(LineString(points), step))
        bent = LineString(self.map(plane[:, 0], plane[:, 1]))
        return shapely.set_precision(bent.simplify(0.12), MM)

    def polygon(self, points: list[tuple[float, float]], step: float = 18.0) -> Polygon:
        """An area of the plane on the map."""
        plane = shapely.get_coordinates(shapely.segmentize(Polygon(points), step).exterior)
        return shapely.set_precision(Polygon(self.map(plane[:, 0], plane[:, 1])).simplify(0.12), MM)

    def river(self, reach: float = 0.0) -> Polygon:
        """The river's water surface, ``reach`` metres beyond the town on both sides."""
        plan = self.plan
        u = np.arange(-plan.west - reach, plan.east + reach + 1, 25.0)
        south = 6 + 5 * np.sin(u / 190) + 3 * np.sin(u / 61)
        north = plan.river_width * (1 + 0.10 * np.sin(u / 400 + 1)) + 4 * np.sin(u / 83)
        ring = np.vstack([self.map(u, south), self.map(u[::-1], north[::-1])])
        return shapely.set_precision(Polygon(ring), MM)

    def river_axis(self, reach: float = 0.0) -> LineString:
        """The middle line of the river, digitised downstream (to the east)."""
        plan = self.plan
        return self.line([(-plan.west - reach, plan.river_width / 2), (plan.east + reach, plan.river_width / 2)], 40)

    def stream_line(self) -> LineString:
        """A stream that winds from the fields to the river, digitised downstream."""
        v = np.arange(-self.plan.south - 200, 21, 20.0)
        u = -0.62 * self.plan.west + 38 * np.sin(v / 130) + 14 * np.sin(v / 47)
        return shapely.set_precision(LineString(self.map(u, v)), MM)

    def outline(self) -> Polygon:
        """The built and farmed land of the town: from the river bank to its outer edge."""
        plan = self.plan
        v, u = np.arange(0, plan.south + 1, 20.0), np.arange(-plan.west, plan.east + 1, 20.0)
        ragged = min(35.0, plan.south / 25)
        west = np.column_stack([-plan.west + ragged * np.sin(v / 83) + 0.5 * ragged * np.sign(np.sin(v / 57)), -v])
        east = np.column_stack([plan.east + ragged * np.sin(v / 71 + 2) + 0.5 * ragged * np.sign(np.cos(v / 49)), -v])
        south = np.column_stack([u, -plan.south + ragged * np.sin(u / 77) + 0.4 * ragged * np.sign(np.sin(u / 43))])
        return self.polygon([*west[:-1].tolist(), *south[1:-1].tolist(), *east[::-1].tolist()])

    def height(self, points: Floats) -> Floats:
        """Ground level of map points, metres above Hòn Dấu: it rises from the river bank, and to two hills."""
        away = shapely.distance(shapely.points(points), self.river(REACH))
        swell = 0.12 * np.sin(points[:, 0] / 140) * np.cos(points[:, 1] / 170)
        return 5.2 + 0.0036 * away + swell + self._hills(points)

    def _hills(self, points: Floats) -> Floats:
        """What two hills add, metres: a flat one across the river, a round one whose foot reaches the last fields."""
        plan = self.plan
        added = np.zeros(len(points))
        for u, v, reach, rise, top in (
            (0.62 * plan.east, plan.river_width + 0.68 * plan.south, 0.55 * plan.south, 62.0, 0.42),
            (0.98 * plan.east, -1.28 * plan.south, 0.40 * plan.south, 38.0, 0.05),
        ):
            east, north = (points - self.map(np.array([u]), np.array([v]))).T
            turn = np.arctan2(north, east)
            spurs = 1 - 0.10 * np.cos(2 * turn + u) - 0.07 * np.sin(3 * turn) - 0.04 * np.sin(7 * turn + v)
            slope = np.clip((1 - np.hypot(east, north) / reach / spurs) / (1 - top), 0, 1)
            added += rise * slope**2 * (3 - 2 * slope)
        return added


def centrality(plan: TownPlan, u: float, v: float) -> float:
    """0 in the middle of the town, 1 at the edge of the dense core, more outside."""
    middle = (-0.05 * plan.west, -0.36 * plan.south)
    reach = (0.50 * (plan.west + plan.east) / 2, 0.40 * plan.south)
    return float(np.hypot((u - middle[0]) / reach[0], (v - middle[1]) / reach[1]))


def areas(geometry: BaseGeometry, smallest: float = 0.0) -> MultiPolygon:
    """The areal parts of a geometry that are larger than ``smallest`` square metres."""
    return MultiPolygon(
        [p for p in shapely.get_parts(shapely.get_parts(geometry)) if p.geom_type == "Polygon" and p.area > smallest]
    )
