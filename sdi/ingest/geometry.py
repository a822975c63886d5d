"""Geometry of a batch: file bytes → valid geometries of the declared type in the provincial CRS.

Order matters: CAD islands become parts first (a general repair would drop them, and land with them), the area that
came in is counted after that, and only then is anything mended.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import shapely

from sdi.crs import Range, Reprojector, swap_axes
from sdi.geom.islands import islands_to_parts
from sdi.geom.repair import Failure, is_valid, repair
from sdi.geom.types import Reason, conform
from sdi.geom.wkb import Decoded
from sdi.model import Layer

_REFUSED = {
    Reason.MISSING: ("GEO-1", "Đối tượng không có hình học"),
    Reason.EMPTY: ("GEO-1", "Hình học rỗng"),
    Reason.NOT_FINITE: ("GEO-10", "Tọa độ không phải là số"),
    Reason.WRONG_TYPE: ("GEO-2", "Kiểu hình học không đúng với lớp"),
    Reason.SEVERAL_PARTS: ("GEO-2", "Nhiều thành phần trong khi lớp chỉ nhận một"),
    Reason.ZERO_LENGTH: ("GEO-6", "Chiều dài bằng không"),
    Reason.ZERO_AREA: ("GEO-6", "Diện tích bằng không"),
}
_UNREPAIRED = {
    Failure.BEYOND_BOUND: ("GEO-5", "Sửa hình học làm đổi diện tích quá giới hạn"),
    Failure.TOO_MANY_VERTICES: ("GEO-8", "Hình học lỗi có quá nhiều đỉnh để sửa tự động"),
    Failure.CRASHED: ("GEO-8", "Không sửa được hình học"),
    Failure.COLLAPSED: ("GEO-6", "Hình học suy biến khi sửa"),
}


_LINEAR_RING, _COLLECTION = 2, 7
"""Type ids of shapely whose parts are put together anew."""


@dataclass(frozen=True)
class Finding:
    """One row's fault or repair; ``row`` is its position in the batch."""

    rule: str
    quarantine: bool
    row: int
    reason: str
    before: shapely.Geometry | None = None
    after: shapely.Geometry | None = None


@dataclass
class Shapes:
    """Geometries of a batch in the provincial CRS; all arrays have shape (n,).

    ``area_in`` (m²) and ``length_in`` (m) are what came in, islands counted; ``ok`` what may be staged.
    """

    values: np.ndarray
    ok: np.ndarray
    area_in: np.ndarray
    length_in: np.ndarray
    findings: list[Finding] = field(default_factory=list)
    dropped_heights: int = 0


def make_shapes(
    decoded: Decoded, layer: Layer, swapped: bool, reprojector: Reprojector | None, extent: Range
) -> Shapes:
    """Place, conform and mend the geometries of a batch for one layer.

    Args:
        decoded: what :func:`sdi.geom.wkb.from_wkb` read, shape (n,).
        layer: declares geometry type and how far repair may go.
        swapped: X and Y of the file are exchanged.
        reprojector: from the file's CRS to the provincial one; ``None`` when they are the same.
        extent: accepted range in the provincial CRS; what does not touch it is refused.
    """
    placed = swap_axes(decoded.values) if swapped else decoded.values
    if reprojector:
        placed = reprojector.geometries(placed)
    shapes = Shapes(placed, decoded.ok.copy(), np.zeros(len(placed)), np.zeros(len(placed)))
    _note_rings(shapes, decoded.ok, decoded.closed)
    valid = is_valid(shapes.values) if layer.dimension else np.ones(len(placed), bool)
    reshaped = np.zeros(len(placed), bool)
    if layer.dimension == 2 and layer.quality.repair.islands_to_parts:
        reshaped |= _islands(shapes, valid)
    reshaped |= _conform(shapes, layer)
    valid[reshaped] = is_valid(shapes.values[reshaped])
    # Holes larger than their shell give an area below zero, which is no land that came in
    shapes.area_in = np.where(shapes.ok, np.maximum(shapely.area(shapes.values), 0.0), 0.0)
    shapes.length_in = np.where(shapes.ok & (layer.dimension == 1), shapely.length(shapes.values), 0.0)
    if layer.dimension:
        _repair(shapes, layer, valid)
    _range(shapes, extent)
    return shapes


def _note_rings(shapes: Shapes, readable: np.ndarray, closed: np.ndarray) -> None:
    for row in np.flatnonzero(~readable):
        shapes.findings.append(Finding("GEO-8", True, int(row), "Không đọc được hình học trong tệp"))
    for row in np.flatnonzero(closed):
        shapes.findings.append(
            Finding("GEO-4", False, int(row), "Vòng ranh không khép kín đã được khép lại", after=shapes.values[row])
        )


def _islands(shapes: Shapes, valid: np.ndarray) -> np.ndarray:
    """Mask of the geometries that were changed."""
    parted, changed = islands_to_parts(shapes.values, valid)
    for row in np.flatnonzero(changed):
        shapes.findings.append(
            Finding(
                "GEO-3",
                False,
                int(row),
                "Đảo vẽ thành lỗ nằm ngoài vỏ được trả về thành phần riêng",
                before=shapes.values[row],
                after=parted[row],
            )  # fmt: skip
        )
    shapes.values = parted
    return changed


def _conform(shapes: Shapes, layer: Layer) -> np.ndarray:
    """Mask of the geometries that may be less valid now; to become a multi geometry of one part changes nothing."""
    loose = np.isin(shapely.get_type_id(shapes.values), (_LINEAR_RING, _COLLECTION))
    # Singles become multis when they are written: as bytes that costs nothing, as objects a copy of each
    conformed = conform(shapes.values, layer.geometry, promote=False)
    for row in np.flatnonzero(~conformed.ok & shapes.ok):
        rule, reason = _REFUSED[Reason(conformed.reasons[row])]
        shapes.findings.append(Finding(rule, True, int(row), reason, before=shapes.values[row]))
    for row in np.flatnonzero(conformed.changed):
        reasons = conformed.reasons[row].split("+")
        shapes.dropped_heights += Reason.Z_DROPPED in reasons
        if Reason.PARTS_EXTRACTED in reasons:
            reason = "Đã tách các thành phần khác kiểu ra khỏi hình học"
            shapes.findings.append(Finding("GEO-4", False, int(row), reason, shapes.values[row], conformed.values[row]))
    shapes.values = conformed.values
    shapes.ok &= conformed.ok
    return conformed.changed | loose


def _repair(shapes: Shapes, layer: Layer, valid: np.ndarray) -> None:
    rules = layer.quality.repair
    rows = np.flatnonzero(shapes.ok)
    mended = repair(shapes.values[rows], rules.method, rules.max_area_change_pct, valid=valid[rows])
    for position in np.flatnonzero(mended.changed):
        percent = f"{mended.area_change_pct[position]:.4f}".replace(".", ",")
        reason = f"{in_vietnamese(mended.reason[position])}; diện tích đổi {percent} %"
        shapes.findings.append(
            Finding("GEO-4", False, int(rows[position]), reason, mended.before[position], mended.values[position])
        )
    for position in np.flatnonzero(~mended.ok):
        failure, _, fault = mended.reason[position].partition(": ")
        rule, reason = _UNREPAIRED[Failure(failure)]
        row = int(rows[position])
        if rule == "GEO-5":
            percent = mended.area_change_pct[position]
            told = f"{percent:.2f} %".replace(".", ",") if np.isfinite(percent) else "trước khi sửa không có diện tích"
            reason += f" ({told})"
        shapes.findings.append(Finding(rule, True, row, f"{reason}: {in_vietnamese(fault)}", before=shapes.values[row]))
    shapes.values[rows] = mended.values
    shapes.ok[rows[~mended.ok]] = False


def _range(shapes: Shapes, extent: Range) -> None:
    box = shapely.bounds(shapes.values)
    with np.errstate(invalid="ignore"):
        inside = (
            (box[:, 0] >= extent.min_x)
            & (box[:, 1] >= extent.min_y)
            & (box[:, 2] <= extent.max_x)
            & (box[:, 3] <= extent.max_y)
        )
    for row in np.flatnonzero(shapes.ok & ~inside):
        shapes.findings.append(
            Finding("GEO-7", True, int(row), "Đối tượng nằm ngoài phạm vi tỉnh", before=shapes.values[row])
        )
    shapes.ok &= inside


_FAULTS = {
    "Self-intersection": "ranh tự cắt",
    "Ring Self-intersection": "vòng ranh tự cắt",
    "Hole lies outside shell": "lỗ nằm ngoài vỏ",
    "Holes are nested": "lỗ lồng trong lỗ",
    "Nested shells": "thành phần lồng nhau",
    "Interior is disconnected": "phần trong bị chia cắt",
    "Duplicate Rings": "vòng ranh lặp lại",
    "Too few points in geometry component": "quá ít đỉnh",
    "Ring is not closed": "vòng ranh không khép kín",
}
_PLACE = re.compile(r"(?P<fault>[^\[]+)(?:\[(?P<x>\S+) (?P<y>\S+)\])?")


def in_vietnamese(fault: str) -> str:
    """What GEOS says is wrong, in the reader's words: ``ranh tự cắt tại E 584.658,30 N 1.673.323,58``."""
    match = _PLACE.fullmatch(fault.strip())
    if match is None:
        return fault
    words = _FAULTS.get(match["fault"].strip(), match["fault"])
    if match["x"] is None:
        return words
    x, y = (f"{float(match[name]):,.2f}".translate(str.maketrans(",.", ".,")) for name in ("x", "y"))
    return f"{words} tại E {x} N {y}"
