"""Bounded repair of invalid geometries, with the geometry before and the change of area kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError

Method = Literal["structure", "linework"]


class Failure(StrEnum):
    """Why a geometry was not repaired."""

    TOO_MANY_VERTICES = "too_many_vertices"
    CRASHED = "repair_failed"
    COLLAPSED = "collapsed"
    BEYOND_BOUND = "area_change_beyond_bound"


@dataclass(frozen=True)
class Repaired:
    """Result of a repair; all arrays have shape (n,).

    Attributes:
        values: Valid geometries where ``ok``; the given ones elsewhere.
        before: The given geometry where it was changed, None elsewhere.
        ok: Valid now (missing geometries are neither repaired nor refused: they are ok).
        changed: Repaired.
        reason: What GEOS found wrong (``Self-intersection[585791 1672370]``), after a :class:`Failure` and
            ``: `` where it was not repaired; ``""`` for valid geometries.
        area_change_pct: Absolute change of area in percent of the area before, NaN where nothing was tried.
    """

    values: NDArray[np.object_]
    before: NDArray[np.object_]
    ok: NDArray[np.bool_]
    changed: NDArray[np.bool_]
    reason: NDArray[np.object_]
    area_change_pct: NDArray[np.float64]


def explain(geoms: NDArray[np.object_]) -> NDArray[np.object_]:
    """What is wrong with each geometry, with the place, in the words of GEOS; ``""`` if nothing is."""
    values = np.asarray(geoms, dtype=object)
    return _reasons(values, np.flatnonzero(~is_valid(values) & ~shapely.is_missing(values)))


def _reasons(values: NDArray[np.object_], bad: NDArray[np.intp]) -> NDArray[np.object_]:
    reasons = np.full(values.shape, "", dtype=object)
    for row in bad:
        try:
            reasons[row] = str(shapely.is_valid_reason(values[row]))
        except ShapelyError as error:
            reasons[row] = str(error).strip()
    return reasons


def repair(
    geoms: NDArray[np.object_],
    method: Method = "structure",
    max_area_change_pct: float = 1.0,
    max_vertices: int = 200_000,
    valid: NDArray[np.bool_] | None = None,
) -> Repaired:
    """Repair invalid geometries without ever stopping because of one of them.

    Args:
        geoms: Geometries or None, shape (n,); valid ones are passed through in one vectorised test.
        method: Preferred method of GEOS; the other one is tried where it raises.
        max_area_change_pct: Polygons whose area changes by more are refused (a change of shape that the
            sender must judge). An area before of zero, as of a symmetric figure of eight, or below it, as of
            holes larger than their shell, is always beyond the bound.
        max_vertices: Larger invalid geometries are refused untried, so that time and memory stay bounded.
        valid: Which geometries are valid, as :func:`is_valid` says, where that is known.
    """
    given = np.asarray(geoms, dtype=object)
    values = given.copy()
    ok = (is_valid(given) if valid is None else valid) | shapely.is_missing(given)
    reason = _reasons(given, np.flatnonzero(~ok))
    change = np.full(given.shape, np.nan)
    rows = np.flatnonzero(~ok)
    small = shapely.get_num_coordinates(given[rows]) <= max_vertices
    _fail(reason, rows[~small], Failure.TOO_MANY_VERTICES)
    rows = rows[small]

    mended = _mend(given[rows], method)
    crashed = shapely.is_missing(mended)
    _fail(reason, rows[crashed], Failure.CRASHED)
    rows, mended = rows[~crashed], mended[~crashed]

    collapsed = shapely.is_empty(mended) | (shapely.get_dimensions(mended) != shapely.get_dimensions(given[rows]))
    _fail(reason, rows[collapsed], Failure.COLLAPSED)
    rows, mended = rows[~collapsed], mended[~collapsed]

    change[rows] = _area_change_pct(given[rows], mended)
    beyond = change[rows] > max_area_change_pct
    _fail(reason, rows[beyond], Failure.BEYOND_BOUND)
    rows, mended = rows[~beyond], mended[~beyond]

    values[rows] = _as_multi(mended, shapely.get_type_id(given[rows]))
    ok[rows] = True
    changed = np.zeros(given.shape, dtype=bool)
    changed[rows] = True
    before = given.copy()
    before[~changed] = None
    return Repaired(values, before, ok, changed, reason, change)


def _fail(reason: NDArray[np.object_], rows: NDArray[np.intp], failure: Failure) -> None:
    for row in rows:
        reason[row] = f"{failure.value}: {reason[row]}"


def is_valid(geoms: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Validity of the whole array; should a row raise, each is asked alone and that one is invalid."""
    try:
        return np.asarray(shapely.is_valid(geoms), dtype=bool)
    except ShapelyError:
        return np.array([_is_valid_alone(g) for g in geoms], dtype=bool)


def _is_valid_alone(geom: shapely.Geometry | None) -> bool:
    try:
        return bool(shapely.is_valid(geom))
    except ShapelyError:
        return False


def _mend(geoms: NDArray[np.object_], method: Method) -> NDArray[np.object_]:
    """Valid geometries of the given dimension; None where every method raised or gave something invalid."""
    if not len(geoms):
        return geoms.copy()
    try:
        mended = _make_valid(geoms, method)
    except ShapelyError:
        mended = np.array([_mend_alone(g, method) for g in geoms], dtype=object)
    wrong = ~is_valid(mended)
    if wrong.any():
        other: Method = "linework" if method == "structure" else "structure"
        mended[wrong] = [_mend_alone(g, other) for g in geoms[wrong]]
        mended[~is_valid(mended)] = None
    return mended


def _mend_alone(geom: shapely.Geometry, method: Method) -> shapely.Geometry | None:
    other: Method = "linework" if method == "structure" else "structure"
    for attempt in (method, other):
        try:
            return _make_valid(np.array([geom], dtype=object), attempt)[0]
        except ShapelyError:
            continue
    return None


def _make_valid(geoms: NDArray[np.object_], method: Method) -> NDArray[np.object_]:
    if method == "structure":
        out = shapely.make_valid(geoms, method="structure", keep_collapsed=False)
    else:
        out = shapely.make_valid(geoms, method="linework")
    out = np.asarray(out, dtype=object)
    mixed = np.flatnonzero(shapely.get_type_id(out) == 7)
    out[mixed] = [_of_dimension(out[row], int(shapely.get_dimensions(geoms[row]))) for row in mixed]
    return out


def _of_dimension(collection: shapely.Geometry, dimension: int) -> shapely.Geometry:
    """The parts of one dimension; linework leaves dangling lines beside the polygons."""
    parts = shapely.get_parts(shapely.get_parts(collection))
    return shapely.union_all(parts[shapely.get_dimensions(parts) == dimension])


def _as_multi(geoms: NDArray[np.object_], kinds: NDArray[np.intp]) -> NDArray[np.object_]:
    """Repair makes singles of multis that are left with one part; what came as a multi stays one."""
    out = geoms.copy()
    build = {4: shapely.multipoints, 5: shapely.multilinestrings, 6: shapely.multipolygons}
    for kind, function in build.items():
        rows = np.flatnonzero((kinds == kind) & (shapely.get_type_id(geoms) != kind))
        if len(rows):
            out[rows] = function(geoms[rows], indices=np.arange(len(rows)))
    return out


def _area_change_pct(before: NDArray[np.object_], after: NDArray[np.object_]) -> NDArray[np.float64]:
    # Planar area is the shell less the holes: below zero it measures nothing that a percentage could refer to.
    old, new = np.maximum(shapely.area(before), 0.0), shapely.area(after)
    change = np.abs(new - old)
    with np.errstate(divide="ignore", invalid="ignore"):
        pct = 100.0 * change / old
    return np.where(change == 0, 0.0, pct)
