"""Reprojection by one pinned datum operation.

PROJ left to itself chooses an operation per point and, where a datum is unknown, falls back to a "ballpark"
one that silently drops the datum (225 m for VN-2000 against WGS 84). Here the operation is named by its code,
the pipeline is put together from exactly that operation, and anything else is an error.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError, ProjError
from pyproj.transformer import Transformer, TransformerGroup

from sdi.errors import UsageError

Box = tuple[float, float, float, float]


class CrsError(UsageError, ValueError):
    """A CRS or a datum operation that does not exist or cannot be used as asked."""


@dataclass(frozen=True)
class Operation:
    """What a reprojection does, for the lineage.

    Attributes:
        source: EPSG code read from.
        target: EPSG code written to.
        codes: Datum operations used, for example ``("EPSG:6960",)``; empty when both CRS share a datum.
        name: Their names as the authority gives them; empty when there is none.
        accuracy_m: Accuracy in metres as the authority states it; 0 without a datum operation, None if
            unstated.
        pipeline: The PROJ pipeline, longitude or easting first; enough to repeat the work with ``cct``.
    """

    source: int
    target: int
    codes: tuple[str, ...]
    name: str
    accuracy_m: float | None
    pipeline: str


class Reprojector:
    """Reprojects coordinates and geometries; easting or longitude always comes first.

    Heights pass through untouched. Points outside the domain of the projection become infinite, never wrong.
    Instances may be shared between threads (pyproj keeps one PROJ object per thread).

    Args:
        source: EPSG code of the coordinates that come in.
        target: EPSG code of those that go out.
        datum_operation: Code of the datum operation, for example ``"EPSG:6960"``, or a chain that the
            authority offers, ``"EPSG:1544+EPSG:6960"``; not used, and may be None, within one datum.

    Raises:
        CrsError: A code is unknown, no operation is named though the datums differ, or the named operation
            does not lead from one datum to the other (or lacks its grid).
    """

    operation: Operation

    def __init__(self, source: int, target: int, datum_operation: str | None) -> None:
        self.operation = _operation(source, target, datum_operation)
        self._transformer = Transformer.from_pipeline(self.operation.pipeline)

    def points(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Reproject coordinate arrays of equal shape; new arrays, the input stays as it is."""
        xs, ys = np.array(x, dtype=np.float64), np.array(y, dtype=np.float64)
        if xs.size == 0:
            return xs, ys
        out_x, out_y = self._transformer.transform(xs, ys, inplace=False)
        return np.asarray(out_x), np.asarray(out_y)

    def geometries(self, geoms: NDArray[np.object_]) -> NDArray[np.object_]:
        """Reproject an array of geometries; None stays None, Z is carried over unchanged."""
        values = np.asarray(geoms, dtype=object)
        out = np.empty(values.shape, dtype=object)
        has_z = shapely.has_z(values)
        for mask, include_z in ((~has_z, False), (has_z, True)):
            if mask.any():
                out[mask] = shapely.transform(values[mask], self._coordinates, include_z=include_z)
        return out

    def bounds(self, box: Box, densify: int = 21) -> Box:
        """The box in the target CRS that holds the given box, whose edges are curved there.

        Args:
            box: ``(min_x, min_y, max_x, max_y)`` in the source CRS.
            densify: Points put on each edge.

        Raises:
            CrsError: The box leaves the domain of the projection.
        """
        min_x, min_y, max_x, max_y = box
        t = np.linspace(0.0, 1.0, max(densify, 0) + 2)
        along_x, along_y = min_x + t * (max_x - min_x), min_y + t * (max_y - min_y)
        x, y = self.points(
            np.concatenate([along_x, along_x, np.full_like(t, min_x), np.full_like(t, max_x)]),
            np.concatenate([np.full_like(t, min_y), np.full_like(t, max_y), along_y, along_y]),
        )
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            raise CrsError(
                f"Khung {box} nằm ngoài phạm vi của phép chiếu EPSG:{self.operation.target}.",
                "Kiểm tra lại thứ tự trục và đơn vị của khung.",
            )
        return float(x.min()), float(y.min()), float(x.max()), float(y.max())

    def _coordinates(self, coords: NDArray[np.float64]) -> NDArray[np.float64]:
        out = coords.copy()
        out[:, 0], out[:, 1] = self.points(coords[:, 0], coords[:, 1])
        return out


def authority_crs(epsg: int) -> CRS:
    """The authority's own definition of a code.

    Raises:
        CrsError: The code is unknown.
    """
    try:
        return CRS.from_epsg(epsg)
    except CRSError as error:
        raise CrsError(f"Không có hệ tọa độ EPSG:{epsg}.", "Kiểm tra lại mã EPSG trong cấu hình nguồn.") from error


def same_datum(a: CRS, b: CRS) -> bool:
    """Whether two CRS share their datum, so that no datum operation lies between them."""
    return a.geodetic_crs is not None and b.geodetic_crs is not None and a.datum == b.datum


@lru_cache(maxsize=256)
def _operation(source: int, target: int, datum_operation: str | None) -> Operation:
    crs_in, crs_out = authority_crs(source), authority_crs(target)
    base_in, base_out = crs_in.geodetic_crs, crs_out.geodetic_crs
    if base_in is None or base_out is None:
        raise CrsError(f"EPSG:{source} hoặc EPSG:{target} không gắn với Trái Đất nên không chuyển đổi được.")
    if same_datum(crs_in, crs_out):
        pipeline = _join(_conversion(crs_in, crs_out))
        return Operation(source, target, (), "", 0.0, pipeline)
    step = _pinned(base_in, base_out, datum_operation)
    pipeline = _join(_conversion(crs_in, base_in), step.definition, _conversion(base_out, crs_out))
    used = _identities(step)
    codes, name = tuple(code for code, _ in used), " + ".join(name for _, name in used)
    accuracy = step.accuracy if step.accuracy is not None and step.accuracy >= 0 else None
    return Operation(source, target, codes, name, accuracy, pipeline)


def _pinned(source: CRS, target: CRS, code: str | None) -> Transformer:
    """The one operation between two geodetic CRS that consists of the named datum operation."""
    with warnings.catch_warnings():
        # pyproj warns when a better operation lacks its grid; we take the named one or none.
        warnings.simplefilter("ignore", UserWarning)
        group = TransformerGroup(source, target, always_xy=True, allow_ballpark=False)
    usable = {"+".join(c for c, _ in _identities(t)): t for t in group.transformers}
    if code is not None and code.strip().upper() in usable:
        return usable[code.strip().upper()]
    choices = ", ".join(sorted(usable)) or "không có"
    between = f"từ {source.name} sang {target.name}"
    if code is None:
        raise CrsError(
            f"Chưa chọn phép chuyển hệ quy chiếu {between}; hệ thống không tự đoán.",
            f"Khai báo một trong các phép: {choices}.",
        )
    raise CrsError(f"Phép chuyển {code} không dùng được {between}.", f"Các phép có thể dùng: {choices}.")


def _identities(transformer: Transformer) -> list[tuple[str, str]]:
    """(code, name) of the datum operations inside a transformer, conversions left out."""
    found = []
    for step in transformer.operations or ():
        if step.type_name not in ("Transformation", "Concatenated Operation"):
            continue
        ident = step.to_json_dict().get("id")
        if ident is None:
            # Nothing that could be pinned or written into a lineage.
            found.append(("?", step.name))
            continue
        authority = str(ident["authority"]).removeprefix("INVERSE(").removesuffix(")")
        found.append((f"{authority}:{ident['code']}", step.name.removeprefix("Inverse of ")))
    return found


def _conversion(source: CRS, target: CRS) -> str:
    """The pipeline between two CRS of one datum."""
    try:
        return Transformer.from_crs(source, target, always_xy=True, allow_ballpark=False).definition
    except ProjError as error:
        raise CrsError(f"Không chuyển được từ {source.name} sang {target.name}.") from error


_TO_DEGREES = "step proj=unitconvert xy_in=rad xy_out=deg"
_TO_RADIANS = "step proj=unitconvert xy_in=deg xy_out=rad"


def _join(*parts: str) -> str:
    """Chain pipelines; neighbouring conversions to degrees and back to radians fall away."""
    steps = []
    for part in parts:
        if part.startswith("proj=pipeline "):
            steps.append(part.removeprefix("proj=pipeline "))
        elif not part.startswith("proj=noop"):
            steps.append(f"step {part}")
    if not steps:
        return "proj=noop"
    chain = " ".join(steps).replace(f"{_TO_DEGREES} {_TO_RADIANS}", "").split()
    return " ".join(["proj=pipeline", *chain])
