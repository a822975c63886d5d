"""Evidence for the axis and the axis order of a delivery: ranges, containment in communes, stated areas.

Rules CRS-1 to CRS-3 of the intake. A province test cannot see a wrong central meridian (35 of 96 communes of
the measured province stay inside it); a test against the declared communes can: at least 92 % of the area
then lies outside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray

from sdi.crs.operations import CrsError, Reprojector, authority_crs

Geometries = NDArray[np.object_]
Floats = NDArray[np.float64]

_DECIDED = 0.99
"""Share of the points that must fit one order and must not fit the other; the rest may be stray points."""
_CONTAINMENT_STEP = 0.005
"""Differences in containment below this are boundary noise (a correct layer leaks up to 0.57 %)."""
_AREA_SCALE = 2e-5
"""Right zone: areas agree to 1e-6; neighbouring zone: off by 5e-5 to 1e-4."""


@dataclass(frozen=True)
class Range:
    """Accepted coordinates, in metres or degrees; x is easting or longitude."""

    min_x: float
    min_y: float
    max_x: float
    max_y: float

    def share(self, x: Floats, y: Floats) -> float:
        """Share (0 to 1) of the points inside; points that are not finite count as outside."""
        if len(x) == 0:
            return 0.0
        inside = (x >= self.min_x) & (x <= self.max_x) & (y >= self.min_y) & (y <= self.max_y)
        return float(np.mean(inside))


class AxisOrder(StrEnum):
    """Which of the two numbers of a coordinate comes first."""

    EAST_NORTH = "east_north"
    NORTH_EAST = "north_east"


@dataclass(frozen=True)
class Candidate:
    """One way to read the coordinates, and what speaks for it.

    Attributes:
        epsg: CRS tried.
        name: Its name in the EPSG database.
        swapped: The numbers were taken in the order northing, easting.
        inside_share: Share (0 to 1) of the sample inside the reference, by area, length or count according to
            the highest dimension in the sample.
        area_ratio: Median of stated over computed area, None if nothing is stated or comparable.
        score: Containment, refined by the agreement of areas and by the order of the candidates; larger is
            better, comparable within one ranking only.
    """

    epsg: int
    name: str
    swapped: bool
    inside_share: float
    area_ratio: float | None
    score: float


def axis_order(x: Floats, y: Floats, valid: Range) -> AxisOrder | None:
    """The order of two coordinate columns, when the accepted range decides it uniquely, else None.

    Args:
        x: First numbers, shape (n,).
        y: Second numbers, shape (n,).
        valid: Accepted range of the CRS, metres or degrees.
    """
    straight = valid.share(x, y)
    crossed = valid.share(y, x)
    if straight >= _DECIDED and crossed <= 1 - _DECIDED:
        return AxisOrder.EAST_NORTH
    if crossed >= _DECIDED and straight <= 1 - _DECIDED:
        return AxisOrder.NORTH_EAST
    return None


def swap_axes(geoms: Geometries) -> Geometries:
    """Exchange the first two numbers of every coordinate; Z stays, None stays None."""
    values = np.asarray(geoms, dtype=object)
    out = np.empty(values.shape, dtype=object)
    has_z = shapely.has_z(values)
    for mask, include_z in ((~has_z, False), (has_z, True)):
        if mask.any():
            out[mask] = shapely.transform(
                values[mask], lambda c: np.column_stack([c[:, 1], c[:, 0], c[:, 2:]]), include_z=include_z
            )
    return out


def rank(
    sample: Geometries,
    reference: shapely.Geometry,
    candidates: Sequence[int],
    target: int,
    datum_operation: str | None,
    stated_areas: Floats | None,
) -> list[Candidate]:
    """Try every candidate CRS in both axis orders and order them by evidence, best first.

    Containment in the reference counts first (in steps of half a percent), then how well stated and computed
    areas agree, then the order in which the candidates were given, then the usual axis order. Candidates to
    which the pinned datum operation does not lead are left out.

    Args:
        sample: Geometries in the file's own coordinates, shape (n,); None and empty ones are ignored.
        reference: Union of the declared communes, or the province, in the target CRS.
        candidates: EPSG codes, likeliest first.
        target: EPSG code of the provincial CRS.
        datum_operation: Pinned operation, for candidates on another datum than the target's.
        stated_areas: Areas in square metres from the attributes, shape (n,), NaN where unknown, or None.
    """
    values = np.asarray(sample, dtype=object)
    keep = ~(shapely.is_missing(values) | shapely.is_empty(values))
    values = values[keep]
    if not len(values):
        return []
    stated = None if stated_areas is None else np.asarray(stated_areas, dtype=float)[keep]
    shapely.prepare(reference)
    found: list[Candidate] = []
    for place, epsg in enumerate(candidates):
        try:
            reproject = Reprojector(epsg, target, datum_operation)
        except CrsError:
            continue
        for swapped in (False, True):
            placed = swap_axes(values) if swapped else values
            moved = reproject.geometries(placed)
            inside = _inside_share(moved, reference)
            ratio = _area_ratio(stated, placed, moved, authority_crs(epsg).is_geographic)
            order = (place + (0.5 if swapped else 0.0)) / (len(candidates) + 1)
            score = _score(inside, ratio, order)
            found.append(Candidate(epsg, authority_crs(epsg).name, swapped, inside, ratio, score))
    return sorted(found, key=lambda c: -c.score)


def _score(inside: float, ratio: float | None, order: float) -> float:
    agreement = 0.0 if ratio is None else 1.0 / (1.0 + abs(ratio - 1.0) / _AREA_SCALE)
    contained = round(inside / _CONTAINMENT_STEP) * _CONTAINMENT_STEP
    # Areas and order share what is left below one step, in this order of weight.
    return contained + _CONTAINMENT_STEP * (0.9 * agreement - 0.05 * order)


def _inside_share(geoms: Geometries, reference: shapely.Geometry) -> float:
    """Share of area, length or count inside the reference; what could not be placed on Earth is outside."""
    placed = np.isfinite(shapely.bounds(geoms)).all(axis=1)
    dimension = int(shapely.get_dimensions(geoms).max())
    if not placed.any():
        return 0.0
    good = geoms[placed]
    good = good[shapely.get_dimensions(good) == dimension]
    if dimension == 0:
        return float(shapely.intersects(reference, good).sum()) / max(1, int(_count(geoms, dimension)))
    measure = shapely.area if dimension == 2 else shapely.length
    invalid = ~shapely.is_valid(good)
    good[invalid] = shapely.make_valid(good[invalid], method="structure")
    total = measure(good)
    share = np.where(shapely.contains_properly(reference, good), total, 0.0)
    border = shapely.intersects(reference, good) & (share == 0)
    share[border] = measure(shapely.intersection(good[border], reference))
    # Features that left the Earth count like an average one.
    lost = 1.0 - len(good) / max(1, _count(geoms, dimension))
    whole = float(total.sum())
    return 0.0 if whole <= 0 else float(share.sum()) / whole * (1.0 - lost)


def _count(geoms: Geometries, dimension: int) -> int:
    return int((shapely.get_dimensions(geoms) == dimension).sum())


def _area_ratio(stated: Floats | None, placed: Geometries, moved: Geometries, geographic: bool) -> float | None:
    """Median of stated over computed area.

    A stated area was computed in the plane of the sender's axis, or in that of the province: whichever agrees
    better is taken. In the file's own plane a projected CRS cannot be told from another, so this never speaks
    for a wrong candidate.
    """
    if stated is None:
        return None
    ratios = []
    for geoms in (moved,) if geographic else (placed, moved):
        computed = shapely.area(geoms)
        usable = np.isfinite(computed) & (computed > 0) & np.isfinite(stated) & (stated > 0)
        if usable.any():
            ratios.append(float(np.median(stated[usable] / computed[usable])))
    return min(ratios, key=lambda r: abs(r - 1.0), default=None)
