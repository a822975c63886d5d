"""Bringing geometries to the type that a layer declares: dimensions, parts, and what cannot be mended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray

_DIMENSION = {"Point": 0, "LineString": 1, "Polygon": 2}
_SINGLE_TYPE = {0: 0, 1: 1, 2: 3}
_MULTI_TYPE = {0: 4, 1: 5, 2: 6}
_COLLECTION = 7
_LINEAR_RING = 2
_DEEPEST_NESTING = 32


class Reason(StrEnum):
    """Why a geometry was changed or refused."""

    Z_DROPPED = "z_dropped"
    PARTS_EXTRACTED = "parts_extracted"
    MISSING = "missing"
    EMPTY = "empty"
    NOT_FINITE = "not_finite"
    WRONG_TYPE = "wrong_type"
    SEVERAL_PARTS = "several_parts"
    ZERO_LENGTH = "zero_length"
    ZERO_AREA = "zero_area"


@dataclass(frozen=True)
class Conformed:
    """Geometries of one type; all arrays have shape (n,).

    Attributes:
        values: The conformed geometry where ``ok``, the given one elsewhere.
        ok: The geometry has the declared type.
        changed: Something was left out (a height, a measure, parts of another dimension). Becoming a multi
            geometry of one part is no change.
        reasons: :class:`Reason` values joined by ``+``: the one refusal, or what was changed, or ``""``.
    """

    values: NDArray[np.object_]
    ok: NDArray[np.bool_]
    changed: NDArray[np.bool_]
    reasons: NDArray[np.object_]


def conform(geoms: NDArray[np.object_], geometry_type: str, promote: bool = True) -> Conformed:
    """Bring geometries to a declared type, in two dimensions.

    Singles become multis where the layer asks for them, parts of the right dimension are taken out of
    collections, Z and M go, a multi geometry of one part serves a layer of singles.

    Args:
        geoms: Geometries or None, shape (n,).
        geometry_type: ``Point``, ``LineString``, ``Polygon`` or their ``Multi`` forms.
        promote: False leaves singles in a layer of multis as they are, for whoever writes them to promote.

    Raises:
        ValueError: An unknown geometry type.
    """
    single = geometry_type.removeprefix("Multi")
    if single not in _DIMENSION:
        raise ValueError(f"Không có kiểu hình học {geometry_type!r}.")
    dimension, multi = _DIMENSION[single], geometry_type.startswith("Multi")
    given = np.asarray(geoms, dtype=object)
    refusal = np.full(given.shape, "", dtype=object)
    note = np.full(given.shape, "", dtype=object)

    refusal[shapely.is_missing(given)] = Reason.MISSING.value
    _refuse(refusal, shapely.is_empty(given), Reason.EMPTY)
    _refuse(refusal, ~_finite(given), Reason.NOT_FINITE)

    values = given.copy()
    high = (shapely.has_z(given) | shapely.has_m(given)) & (refusal == "")
    values[high] = shapely.force_2d(given[high])
    note[high] = Reason.Z_DROPPED.value

    _extract(values, refusal, note, dimension)
    if multi and promote:
        _promote(values, refusal, dimension)
    elif not multi:
        _demote(values, refusal, dimension)
    if dimension == 1:
        _refuse(refusal, shapely.length(values) == 0, Reason.ZERO_LENGTH)
    elif dimension == 2:
        _refuse(refusal, _without_area(values, refusal == ""), Reason.ZERO_AREA)

    ok = refusal == ""
    values[~ok] = given[~ok]
    return Conformed(values, ok, ok & (note != ""), np.where(ok, note, refusal))


def _refuse(refusal: NDArray[np.object_], where: NDArray[np.bool_], reason: Reason) -> None:
    refusal[where & (refusal == "")] = reason.value


def _finite(geoms: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether all X and Y are finite; the length of a line or boundary tells it without copying them."""
    finite = np.isfinite(shapely.length(geoms)) | shapely.is_missing(geoms)
    kind = shapely.get_type_id(geoms)
    for pointed in np.flatnonzero(np.isin(kind, (4, _COLLECTION))):
        finite[pointed] &= bool(np.isfinite(shapely.get_coordinates(geoms[pointed])).all())
    point = kind == 0
    finite[point] = (np.isfinite(shapely.get_x(geoms)) & np.isfinite(shapely.get_y(geoms)))[point] | (
        shapely.is_empty(geoms)[point]
    )
    return np.asarray(finite)


def _extract(
    values: NDArray[np.object_], refusal: NDArray[np.object_], note: NDArray[np.object_], dimension: int
) -> None:
    """Replace geometries of other kinds by multi geometries of their parts of the wanted dimension."""
    kind = shapely.get_type_id(values)
    fits = np.isin(kind, (_SINGLE_TYPE[dimension], _MULTI_TYPE[dimension]))
    rows = np.flatnonzero(~fits & (refusal == ""))
    if not len(rows):
        return
    parts, index = _flat_parts(values[rows])
    right = (shapely.get_dimensions(parts) == dimension) & ~shapely.is_empty(parts)
    kept = np.bincount(index[right], minlength=len(rows))
    lost = np.bincount(index[~right], minlength=len(rows)) > 0
    refusal[rows[kept == 0]] = Reason.WRONG_TYPE.value
    values[rows[kept > 0]] = _collect(parts[right], index[right], dimension)
    for row in rows[(kept > 0) & lost]:
        note[row] = "+".join(filter(None, (note[row], Reason.PARTS_EXTRACTED.value)))


def _flat_parts(geoms: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    parts, index = shapely.get_parts(geoms, return_index=True)
    for _ in range(_DEEPEST_NESTING):
        nested = shapely.get_type_id(parts) >= 4
        if not nested.any():
            break
        inner, owner = shapely.get_parts(parts, return_index=True)
        parts, index = inner, index[owner]
    ring = shapely.get_type_id(parts) == _LINEAR_RING
    parts[ring] = [shapely.LineString(r) for r in parts[ring]]
    return parts, index


def _collect(parts: NDArray[np.object_], index: NDArray[np.intp], dimension: int) -> NDArray[np.object_]:
    """Multi geometries of parts with the same index; gaps in the index fall away."""
    build = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)[dimension]
    _, dense = np.unique(index, return_inverse=True)
    return np.asarray(build(parts, indices=dense), dtype=object)


def _promote(values: NDArray[np.object_], refusal: NDArray[np.object_], dimension: int) -> None:
    rows = np.flatnonzero((shapely.get_type_id(values) == _SINGLE_TYPE[dimension]) & (refusal == ""))
    if len(rows):
        values[rows] = _collect(values[rows], np.arange(len(rows)), dimension)


def _demote(values: NDArray[np.object_], refusal: NDArray[np.object_], dimension: int) -> None:
    multis = (shapely.get_type_id(values) == _MULTI_TYPE[dimension]) & (refusal == "")
    rows = np.flatnonzero(multis)
    parts, index = shapely.get_parts(values[rows], return_index=True)
    parts, index = parts[~shapely.is_empty(parts)], index[~shapely.is_empty(parts)]
    count = np.bincount(index, minlength=len(rows))
    refusal[rows[count > 1]] = Reason.SEVERAL_PARTS.value
    values[rows[count == 1]] = parts[np.isin(index, np.flatnonzero(count == 1))]


def _without_area(values: NDArray[np.object_], candidates: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Polygons that cover nothing; a figure of eight, whose signed area is 0 too, is looked at twice."""
    flat = candidates & (shapely.area(values) == 0)
    for row in np.flatnonzero(flat):
        try:
            flat[row] = shapely.area(shapely.make_valid(values[row], method="structure")) == 0
        except shapely.errors.ShapelyError:
            flat[row] = True
    return np.asarray(flat)
