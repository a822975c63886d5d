"""The CRS gate: where do these numbers lie, and is that where the sender says?

A bounding box cannot see a wrong central meridian; the commune can (a third of the province's communes read in a
neighbouring axis still fall inside the province). Verdicts are by evidence, and only what the numbers
decide uniquely (swapped axes) is mended; everything else is refused with the candidates ranked.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from sdi.crs import AxisOrder, Candidate, Range, Reprojector, axis_order, identify, name_of, rank, swap_axes
from sdi.crs.operations import Operation, authority_crs
from sdi.errors import Refused, UsageError
from sdi.quality.issues import Issue

MOSTLY = 0.5
"""A sample of which less than this lies in the accepted range is elsewhere, whatever single features do."""


@dataclass(frozen=True)
class Ground:
    """What the province knows of where things must lie; all in the provincial CRS ``target``.

    ``reference`` is the union of the declared communes, or of all communes, or ``None`` while no commune is
    loaded. ``declared`` tells whether the sender named communes.
    """

    target: int
    extent: Range
    datum_operation: str | None
    candidates: tuple[int, ...]
    max_outside_pct: float
    reference: shapely.Geometry | None = None
    declared: bool = False
    place: str = "phạm vi tỉnh"
    self_reference: bool = False
    """The delivery fills the commune layer itself: there is nothing to compare it with, and nothing missing."""


@dataclass(frozen=True)
class Placement:
    """How coordinates of a source layer become provincial ones."""

    source: int
    swapped: bool
    operation: Operation

    def reprojector(self, ground: Ground) -> Reprojector | None:
        """The transformation, ``None`` when the numbers already are in the provincial CRS."""
        if self.source == ground.target:
            return None
        return Reprojector(self.source, ground.target, ground.datum_operation)


@dataclass(frozen=True)
class Verdict:
    """The gate's answer for one source layer: where it lies, and what was noticed."""

    placement: Placement
    issues: list[Issue]
    candidates: list[Candidate] = field(default_factory=list)


@dataclass(frozen=True)
class Claim:
    """What is said of a layer's coordinates: by a person, by the profile, by the file."""

    argument: str | None
    profile: str | None
    file: str | None
    trust_file: bool = True


def judge(claim: Claim, sample: np.ndarray, stated_areas: np.ndarray | None, ground: Ground, name: str) -> Verdict:
    """Judge a sample of a source layer.

    Args:
        claim: who says what of the CRS; a person's argument wins, then the file's own, then the profile.
        sample: geometries in the file's coordinates, shape (n,), ``None`` where there is none.
        stated_areas: areas in m² as the sender states them, shape (n,), or ``None``.
        ground: the province.
        name: of the source layer, for the issues.

    Raises:
        Refused: CRS-1, CRS-3 or CRS-4, the fitting candidates named best first.
        UsageError: the person's argument is no CRS.
    """
    present, stated_areas = _present(sample, stated_areas)
    issues: list[Issue] = []
    epsg = _resolve(claim, present, stated_areas, ground, name, issues)
    if not len(present):
        return Verdict(_placement(epsg, False, ground), issues)
    swapped = _check_numbers(epsg, present, stated_areas, ground, name, issues)
    placement = _placement(epsg, swapped, ground)
    placed = swap_axes(present) if swapped else present
    reprojector = placement.reprojector(ground)
    if reprojector:
        placed = reprojector.geometries(placed)
    if ground.self_reference:
        return Verdict(placement, issues)
    if ground.reference is None:
        issues.append(Issue("CRS-7", "kept", "Chưa nạp ranh giới xã nên chưa kiểm tra được vị trí.", source_layer=name))
    else:
        share = outside_share(placed, ground.reference)
        if share * 100 >= ground.max_outside_pct:
            raise _misplaced(share, epsg, present, stated_areas, ground)
    return Verdict(placement, issues)


def _present(sample: np.ndarray, stated_areas: np.ndarray | None) -> tuple[np.ndarray, np.ndarray | None]:
    """The geometries that there are, and the areas that are stated of them."""
    there = ~shapely.is_missing(sample) & ~shapely.is_empty(sample)
    return sample[there], None if stated_areas is None else stated_areas[there]


def outside_share(geoms: np.ndarray, reference: shapely.Geometry) -> float:
    """Share (0 to 1) of area, length or count of ``geoms`` that lies outside ``reference``."""
    outside, total = (amounts.sum() for amounts in outside_amounts(geoms, reference))
    return float(outside / total) if total else 0.0


def outside_amounts(geoms: np.ndarray, reference: shapely.Geometry) -> tuple[np.ndarray, np.ndarray]:
    """Amount outside ``reference`` and in all of each geometry: m² of areas, else m of lines, else 1 for points.

    Exactly 0 outside for what the reference covers; only the rest is cut. The reference should be prepared.

    Args:
        geoms: Shape (n,), of one dimension; missing and empty ones amount to nothing.
        reference: Polygon.
    """
    outside, total = np.zeros(len(geoms)), np.zeros(len(geoms))
    rows = np.flatnonzero(~shapely.is_missing(geoms) & ~shapely.is_empty(geoms))
    if not rows.size:
        return outside, total
    good = geoms[rows]
    measure = {2: shapely.area, 1: shapely.length}.get(int(shapely.get_dimensions(good).max()), _one)
    shapely.prepare(reference)
    leaks = ~shapely.covers(reference, good)
    leaking = good[leaks]
    if measure is not _one:
        valid = shapely.is_valid(leaking)
        leaking[~valid] = _mended(leaking[~valid])
        good[leaks] = leaking
        outside[rows[leaks]] = measure(leaking) - measure(shapely.intersection(leaking, reference))
    else:
        outside[rows[leaks]] = 1.0
    total[rows] = measure(good)
    return outside, total


def _mended(geoms: np.ndarray) -> np.ndarray:
    """Invalid geometries as valid ones; empty where no point of one has a place, so that nothing can be measured."""
    try:
        return np.asarray(shapely.make_valid(geoms, method="structure"), dtype=object)
    except shapely.errors.GEOSException:
        if len(geoms) == 1:
            return np.array([shapely.Polygon()], dtype=object)
        return np.concatenate([_mended(geoms[row : row + 1]) for row in range(len(geoms))])


def refuse_outside(
    outside: float, total: float, verdict: Verdict, sample: np.ndarray, stated_areas: np.ndarray | None, ground: Ground
) -> None:
    """The same test over the whole delivery, after the last batch.

    Raises:
        Refused: CRS-3.
    """
    if ground.reference is not None and total and outside / total * 100 >= ground.max_outside_pct:
        present, stated_areas = _present(sample, stated_areas)
        raise _misplaced(outside / total, verdict.placement.source, present, stated_areas, ground)


def describe(epsg: int) -> str:
    """``EPSG:9216 (VN-2000, kinh tuyến trục 107°30′, múi chiếu 3°)``."""
    return f"EPSG:{epsg} ({name_of(epsg)})"


def _resolve(
    claim: Claim,
    sample: np.ndarray,
    stated_areas: np.ndarray | None,
    ground: Ground,
    name: str,
    issues: list[Issue],
) -> int:
    told = claim.argument or (claim.file if claim.trust_file and claim.file else None) or claim.profile
    finding = identify(told, ground.candidates)
    if claim.argument and finding is not None and finding.epsg is None:
        raise UsageError(f"--crs {claim.argument}: {finding.note}", "Nêu mã EPSG, ví dụ --crs EPSG:….")
    if finding is not None and finding.deprecated:
        raise Refused(
            f"Hệ tọa độ {finding.name} (EPSG:{finding.epsg}) đã bị bãi bỏ vì sai gốc tọa độ; "
            "không có gì được phát hành.",
            "Yêu cầu bên gửi xuất lại theo mã EPSG đang dùng, ví dụ " + describe(ground.target) + ".",
            rule="CRS-4",
        )
    if finding is None or finding.epsg is None:
        if finding is not None and told is claim.file and claim.profile:
            declared = identify(claim.profile, ground.candidates)
            if declared is not None and declared.epsg is not None:
                reason = f"{finding.note} Dùng hệ đã khai trong cấu hình nguồn: {describe(declared.epsg)}."
                issues.append(Issue("CRS-6", "changed", reason, source_layer=name, before=finding.name))
                return declared.epsg
        note = finding.note if finding else "Tệp không kèm hệ tọa độ và cấu hình nguồn cũng không khai."
        raise _unknown(note, sample, stated_areas, ground)
    if finding.replaced:
        issues.append(
            Issue(
                "CRS-6", "changed", finding.note, source_layer=name, before=finding.name, after=describe(finding.epsg)
            )
        )
    return finding.epsg


def _check_numbers(
    epsg: int,
    sample: np.ndarray,
    stated_areas: np.ndarray | None,
    ground: Ground,
    name: str,
    issues: list[Issue],
) -> bool:
    """Units and axis order against the accepted range; ``True`` when X and Y are swapped."""
    x, y = _coordinates(sample)
    degrees = bool(np.mean((np.abs(x) <= 180) & (np.abs(y) <= 180)) > MOSTLY)
    if degrees != authority_crs(epsg).is_geographic:
        unit = "độ" if degrees else "mét"
        note = f"Hệ tọa độ khai là {describe(epsg)} nhưng số trong tệp có đơn vị {unit}."
        raise _unknown(note, sample, stated_areas, ground)
    to_source = Reprojector(ground.target, epsg, ground.datum_operation)
    box = ground.extent
    valid = Range(*to_source.bounds((box.min_x, box.min_y, box.max_x, box.max_y)))
    if axis_order(x, y, valid) is not AxisOrder.NORTH_EAST:
        return False
    reason = "Cột thứ nhất là X (bắc), cột thứ hai là Y (đông); đã đổi lại theo khoảng giá trị của tỉnh."
    issues.append(
        Issue("CRS-2", "changed", reason, source_layer=name, before="X (bắc), Y (đông)", after="E (đông), N (bắc)")
    )
    return True


def _coordinates(geoms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    coords = shapely.get_coordinates(geoms)
    coords = coords[np.isfinite(coords).all(axis=1)]
    return coords[:, 0], coords[:, 1]


def _placement(epsg: int, swapped: bool, ground: Ground) -> Placement:
    return Placement(epsg, swapped, Reprojector(epsg, ground.target, ground.datum_operation).operation)


def _candidates(sample: np.ndarray, stated_areas: np.ndarray | None, ground: Ground) -> list[Candidate]:
    box = ground.extent
    reference = ground.reference or shapely.box(box.min_x, box.min_y, box.max_x, box.max_y)
    few = sample[:2000]
    areas = None if stated_areas is None else stated_areas[:2000]
    with np.errstate(invalid="ignore"):  # numbers far outside a projection's reach come back infinite
        return rank(few, reference, ground.candidates, ground.target, ground.datum_operation, areas)


def _fitting(candidates: list[Candidate]) -> str:
    found = [c for c in candidates if c.inside_share > MOSTLY][:3]
    named = [
        f"{describe(c.epsg)}{', đảo X/Y' if c.swapped else ''}: {c.inside_share:.1%} nằm trong".replace(".", ",")
        for c in found
    ]
    return "; ".join(named) or "không có hệ nào khớp, có thể xã đã khai không đúng"


def _unknown(note: str, sample: np.ndarray, stated_areas: np.ndarray | None, ground: Ground) -> Refused:
    fitting = _fitting(_candidates(sample, stated_areas, ground)) if len(sample) else "không có hệ nào khớp"
    return Refused(
        f"{note} Hệ khớp nhất với {ground.place}: {fitting}. Không có gì được phát hành.",
        "Hỏi bên gửi, rồi nạp lại với --crs EPSG:….",
        rule="CRS-1",
    )


def _misplaced(share: float, epsg: int, sample: np.ndarray, stated_areas: np.ndarray | None, ground: Ground) -> Refused:
    percent = f"{min(share, 1.0):.1%}".replace(".", ",")
    fitting = _fitting(_candidates(sample, stated_areas, ground))
    return Refused(
        f"{percent} dữ liệu nằm ngoài {ground.place} khi đọc theo {describe(epsg)}; "
        f"hệ khớp nhất: {fitting}. Không có gì được phát hành.",
        "Hỏi lại bên gửi; nếu họ xác nhận, nạp lại với --crs của hệ khớp nhất hoặc --commune của đúng xã.",
        rule="CRS-3",
    )


def _one(geoms: np.ndarray) -> np.ndarray:
    return np.ones(len(geoms))
