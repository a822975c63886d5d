"""Where the pixels of a delivered raster lie: by the file, by a world file, or by control points."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from affine import Affine

from sdi.raster.faults import Unusable
from sdi.wording import number

_WORLD = {".tif": ".tfw", ".tiff": ".tfw", ".png": ".pgw", ".jpg": ".jgw", ".jpeg": ".jgw"}
MAX_PRJ = 20_000


@dataclass(frozen=True)
class Placed:
    """A plane position.

    Attributes:
        transform: Column and row of pixel corners → coordinates.
        how: ``file``, ``world`` (a world file) or ``points`` (control points).
        points: Number of control points.
        rms_px: How well they fit, root mean square in pixels.
    """

    transform: Affine
    how: str
    points: int = 0
    rms_px: float = 0.0


def companions(path: Path) -> list[Path]:
    """Files beside a raster that belong to it: its world file and its ``.prj``."""
    names = [_WORLD.get(path.suffix.lower(), ".wld"), ".wld", ".prj"]
    if path.suffix:
        names.insert(1, f"{path.suffix}w")
    found = {path.with_suffix(suffix) for name in names for suffix in (name, name.upper())}
    return sorted(one for one in found if one.is_file() and not one.is_symlink())


def placed(path: Path, dataset: Any, max_rms_px: float) -> tuple[Placed, str | None]:
    """Position and CRS (as text, None when nothing is said) of an open dataset.

    Raises:
        Unusable: FIL-19, nothing says where it lies; FIL-20, control points contradict each other.
    """
    points, points_crs = dataset.gcps
    crs = _text(dataset.crs) or _text(points_crs) or _prj(path)
    if not dataset.transform.is_identity:
        return Placed(_sound(path, dataset.transform), "file"), crs
    if points:
        return _fitted(path, points, max_rms_px), crs
    for one in companions(path):
        if one.suffix.lower() != ".prj":
            return Placed(_sound(path, _world(one)), "world"), crs
    raise Unusable("FIL-19", f"Tệp {path.name} chưa nắn về tọa độ: không có vị trí, tệp world hay điểm khống chế.")


def _text(crs: Any) -> str | None:
    return crs.to_wkt() if crs else None


def _prj(path: Path) -> str | None:
    for one in companions(path):
        if one.suffix.lower() == ".prj":
            return one.read_bytes()[:MAX_PRJ].decode("utf-8", "replace")
    return None


def _world(path: Path) -> Affine:
    """A world file tells the middle of the first pixel."""
    try:
        a, d, b, e, c, f = (float(text.replace(",", ".")) for text in path.read_text("latin-1").split()[:6])
    except ValueError as error:
        raise Unusable("FIL-19", f"Tệp {path.name} không phải tệp world gồm sáu số.") from error
    return Affine(a, b, c - (a + b) / 2, d, e, f - (d + e) / 2)


def _sound(path: Path, transform: Affine) -> Affine:
    if not (np.isfinite(tuple(transform)).all() and abs(transform.determinant) > 0):
        raise Unusable("FIL-19", f"Tệp {path.name} khai vị trí không dùng được: {tuple(transform)[:6]}.")
    return transform


def _fitted(path: Path, points: list[Any], max_rms_px: float) -> Placed:
    """The plane position nearest to control points (least squares), judged in pixels."""
    pixels = np.array([(point.col, point.row) for point in points], dtype=float)
    there = np.array([(point.x, point.y) for point in points], dtype=float)
    design = np.column_stack([pixels, np.ones(len(points))])
    if len(points) < 3 or np.linalg.matrix_rank(design - design.mean(axis=0) + [0, 0, 1]) < 3:
        raise Unusable(
            "FIL-20", f"Tệp {path.name} có {len(points)} điểm khống chế; cần ít nhất ba điểm không thẳng hàng."
        )
    middle = there.mean(axis=0)  # coordinates are large, their differences small
    solution, *_ = np.linalg.lstsq(design, there - middle, rcond=None)
    (a, d), (b, e), (c, f) = solution
    transform = _sound(path, Affine(a, b, c + middle[0], d, e, f + middle[1]))
    back = ~transform
    back_to = [(back.a * x + back.b * y + back.c, back.d * x + back.e * y + back.f) for x, y in there]
    off = np.array(back_to) - pixels
    distance = np.hypot(off[:, 0], off[:, 1])
    rms = float(np.sqrt((distance**2).mean()))
    if rms > max_rms_px:
        worst = int(distance.argmax())
        raise Unusable(
            "FIL-20",
            f"Điểm khống chế của {path.name} lệch nhau {number(rms, 1)} điểm ảnh (tối đa {number(max_rms_px, 1)});"
            f" lệch nhất là điểm {worst + 1}: {number(distance[worst], 1)} điểm ảnh.",
        )
    return Placed(transform, "points", len(points), rms)
