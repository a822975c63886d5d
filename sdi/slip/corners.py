"""The boundary of a parcel as surveyors list it: corners clockwise from the north-west, X (north) before Y (east)."""

from __future__ import annotations

import numpy as np
import shapely

from sdi.slip.model import Corner, Ring

DECIMALS = 2
"""Of coordinates and lengths: centimetres, as on cadastral maps."""


def rings_of(geometry: shapely.Geometry) -> list[Ring]:
    """All rings of a polygon or multipolygon, in m; corners are numbered through all of them.

    Lengths are those between the rounded corners, so that who computes them from the list finds the same.
    """
    found: list[Ring] = []
    number = 1
    for part, polygon in enumerate(shapely.get_parts(geometry), start=1):
        shells = [shapely.get_exterior_ring(polygon), *polygon.interiors]
        for at, shell in enumerate(shells):
            points = _from_north_west(shapely.get_coordinates(shell)[:-1])
            edges = np.round(np.hypot(*(np.roll(points, -1, axis=0) - points).T), DECIMALS)
            corners = [
                Corner(no=number + at_corner, x=float(north), y=float(east), edge_m=float(edge))
                for at_corner, ((east, north), edge) in enumerate(zip(points.tolist(), edges.tolist(), strict=True))
            ]
            found.append(Ring(part=part, role="hole" if at else "outer", corners=corners))
            number += len(corners)
    return found


def _from_north_west(points: np.ndarray) -> np.ndarray:
    """Rounded, without repeated corners, clockwise, the one that lies farthest to the north-west first."""
    points = np.round(points, DECIMALS)
    points = points[np.any(points != np.roll(points, 1, axis=0), axis=1)]
    following = np.roll(points, -1, axis=0) - points[0]
    here = points - points[0]
    if np.sum(here[:, 0] * following[:, 1] - following[:, 0] * here[:, 1]) > 0:
        points = points[::-1]
    return np.roll(points, -int(np.argmax(points[:, 1] - points[:, 0])), axis=0)
