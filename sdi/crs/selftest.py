"""Does this machine's PROJ do what the law says? The same reprojection by textbook formulas, at a few points.

Projection (Krüger's series) and datum shift (seven parameters) are calculated here without PROJ; only the parameters
come from its EPSG register. A wrong operation is off by decimetres to hundreds of metres; a changed sign shows as well.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from pyproj import CRS
from pyproj.crs import CoordinateOperation

from sdi.crs.operations import Box, Reprojector

TOLERANCE_M = 0.001
WGS84 = 4326


@dataclass(frozen=True)
class Check:
    """One control point: provincial coordinates, and how far PROJ's longitude and latitude are from the formulas'."""

    easting: float
    northing: float
    distance_m: float

    @property
    def good(self) -> bool:
        """Whether both agree."""
        return self.distance_m <= TOLERANCE_M


def check(crs: int, datum_operation: str, box: Box) -> list[Check]:
    """The corners and the middle of a box of the provincial CRS (metres).

    Raises:
        CrsError: The operation is not there.
        ValueError: The CRS or the operation is of a kind that these formulas do not cover.
    """
    west, south, east, north = box
    points = [(west, south), (west, north), (east, south), (east, north), ((west + east) / 2, (south + north) / 2)]
    e, n = (np.array(values) for values in zip(*points, strict=True))
    longitudes, latitudes = Reprojector(crs, WGS84, datum_operation).points(e, n)
    found = []
    for (x, y), longitude, latitude in zip(points, longitudes, latitudes, strict=True):
        expected = _shifted(datum_operation, *_unprojected(crs, x, y))
        north_m = math.radians(latitude - expected[1]) * 6_371_000
        east_m = math.radians(longitude - expected[0]) * 6_371_000 * math.cos(math.radians(latitude))
        found.append(Check(x, y, math.hypot(east_m, north_m)))
    return found


def _unprojected(code: int, easting: float, northing: float) -> tuple[float, float]:
    """Longitude and latitude in degrees on the CRS's own datum: the inverse of Transverse Mercator."""
    crs = CRS.from_epsg(code)
    operation, ellipsoid = crs.coordinate_operation, crs.ellipsoid
    if operation is None or ellipsoid is None or operation.method_name != "Transverse Mercator":
        raise ValueError(code)
    given = {parameter.name: float(parameter.value) for parameter in operation.params}
    n = 1 / (2 * ellipsoid.inverse_flattening - 1)
    radius = ellipsoid.semi_major_metre / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    scale = given["Scale factor at natural origin"]
    if given["Latitude of natural origin"] != 0:
        raise ValueError(code)
    xi = (northing - given["False northing"]) / (scale * radius)
    eta = (easting - given["False easting"]) / (scale * radius)
    beta = (n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96, n**2 / 48 + n**3 / 15, 17 * n**3 / 480)
    xi0 = xi - sum(b * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, b in enumerate(beta, 1))
    eta0 = eta - sum(b * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, b in enumerate(beta, 1))
    conformal = math.asin(math.sin(xi0) / math.cosh(eta0))
    delta = (2 * n - 2 * n**2 / 3 - 2 * n**3, 7 * n**2 / 3 - 8 * n**3 / 5, 56 * n**3 / 15)
    latitude = conformal + sum(d * math.sin(2 * j * conformal) for j, d in enumerate(delta, 1))
    longitude = given["Longitude of natural origin"] + math.degrees(math.atan2(math.sinh(eta0), math.cos(xi0)))
    return longitude, math.degrees(latitude)


def _shifted(code: str, longitude: float, latitude: float) -> tuple[float, float]:
    """Longitude and latitude on WGS 84, by the seven parameters of an operation that leads there."""
    operation = CoordinateOperation.from_authority(*code.split(":"))
    method = operation.method_name
    if not method.startswith(("Coordinate Frame rotation", "Position Vector transformation")):
        raise ValueError(code)
    given = {p.name: float(p.value) * p.unit_conversion_factor for p in operation.params}
    sign = 1 if method.startswith("Position") else -1
    rx, ry, rz = (sign * given[f"{axis}-axis rotation"] for axis in "XYZ")
    turn = np.array([[1, -rz, ry], [rz, 1, -rx], [-ry, rx, 1]])
    move = np.array([given[f"{axis}-axis translation"] for axis in "XYZ"])
    return _geographic(move + (1 + given["Scale difference"]) * turn @ _geocentric(longitude, latitude))


_A, _F = 6_378_137.0, 1 / 298.257223563  # VN-2000 has the ellipsoid of WGS 84
_E2 = _F * (2 - _F)


def _geocentric(longitude: float, latitude: float) -> np.ndarray:
    lam, phi = math.radians(longitude), math.radians(latitude)
    normal = _A / math.sqrt(1 - _E2 * math.sin(phi) ** 2)
    flat = normal * math.cos(phi)
    return np.array([flat * math.cos(lam), flat * math.sin(lam), normal * (1 - _E2) * math.sin(phi)])


def _geographic(point: np.ndarray) -> tuple[float, float]:
    x, y, z = (float(value) for value in point)
    flat = math.hypot(x, y)
    phi = math.atan2(z, flat * (1 - _E2))
    for _ in range(10):
        normal = _A / math.sqrt(1 - _E2 * math.sin(phi) ** 2)
        phi = math.atan2(z + _E2 * normal * math.sin(phi), flat)
    return math.degrees(math.atan2(y, x)), math.degrees(phi)
