"""Stated against computed area: a survey difference (CAD-3) or a fault of the attribute join (CAD-5).

The stated area is never changed. One value on many features whose shapes differ comes from joining a table
many to one; those are named once per value and left out of the survey differences.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from psycopg import sql

from sdi.db.connect import statement
from sdi.errors import UsageError
from sdi.model import Layer
from sdi.model.layer import Topology
from sdi.quality.staged import CHUNK, Found, Staged
from sdi.quality.vietnamese import measure, number

REPEATED = 5
"""More features than this with one stated area are a pattern, not a coincidence."""
DIFFERS = 0.01
"""Share of the stated area beyond which the computed one contradicts it."""
DEFAULT_SCALE = 500
"""Where the map scale is not stated: that of urban cadastral maps, the strictest but one."""
SCALE_FIELD = "map_scale"

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Tolerances:
    """Permitted difference of two areas by map scale; arrays of shape (n,), ordered by scale, then ``start``.

    Above ``start`` m² it is ``base`` m² and ``rate`` m² for every further 10 m².
    """

    scale: NDArray[np.int64]
    start: Floats
    base: Floats
    rate: Floats

    def allowed(self, stated: Floats, scale: NDArray[np.int64]) -> Floats:
        """Permitted difference in m².

        Args:
            stated: areas in m², shape (n,).
            scale: denominators, shape (n,); one between two of the table counts as the coarser.
        """
        scales = np.unique(self.scale)
        chosen = scales[np.minimum(np.searchsorted(scales, scale), len(scales) - 1)]
        allowed = np.zeros(len(stated))
        for value in np.unique(chosen):
            mine, of = chosen == value, self.scale == value
            step = np.maximum(np.searchsorted(self.start[of], stated[mine], side="right") - 1, 0)
            beyond = np.maximum(stated[mine] - self.start[of][step], 0.0)
            allowed[mine] = self.base[of][step] + beyond / 10 * self.rate[of][step]
        return allowed


def read_tolerances(path: Path) -> Tolerances:
    """Read ``catalog/area_tolerance.csv``: scale, from_m2, tolerance_m2, per_10_m2.

    Raises:
        UsageError: the file is missing or a number cannot be read.
    """
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = sorted(
                (int(r["scale"]), float(r["from_m2"]), float(r["tolerance_m2"]), float(r["per_10_m2"]))
                for r in csv.DictReader(stream)
            )
        scale, start, base, rate = zip(*rows, strict=True)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"Không đọc được bảng hạn sai diện tích {path} ({error}).",
            "Bảng cần các cột scale, from_m2, tolerance_m2, per_10_m2.",
        ) from error
    return Tolerances(np.array(scale), np.array(start), np.array(base), np.array(rate))


def stated_area(layer: Layer) -> str | None:
    """The field in which the sender states the area: the first in m² that the engine does not compute."""
    names = [name for name, f in layer.published_fields.items() if f.unit == "m2" and not f.derive]
    return names[0] if names and layer.dimension == 2 else None


def check(staged: Staged, rules: Mapping[str, Topology]) -> Iterator[Found]:
    """Rules CAD-3 and CAD-5."""
    field = stated_area(staged.layer)
    if field is None:
        return
    repeated: list[float] = []
    if "CAD-5" in rules:
        found = staged.found("CAD-5", rules["CAD-5"].severity)
        repeated = _repeated(staged, field, found)
        yield found
    if "CAD-3" in rules:
        found = staged.found("CAD-3", rules["CAD-3"].severity)
        _over_tolerance(staged, field, repeated, found)
        yield found


def _repeated(staged: Staged, field: str, found: Found) -> list[float]:
    query = statement("check_repeated_area", stage=staged.table, stated=sql.Identifier(field))
    rows = staged.connection.execute(query, {"differs": DIFFERS, "most": REPEATED}).fetchall()
    for value, count, least, largest, source, no, feature in rows:
        found.add(
            source, no, feature,
            f"Diện tích {measure(value)} m² lặp lại ở {number(count)} đối tượng, trong khi diện tích tính toán"
            f" từ {measure(least)} đến {measure(largest)} m²",
            field=field, before=number(value, 1), features=count,
        )  # fmt: skip
    return [row[0] for row in rows]


def _over_tolerance(staged: Staged, field: str, repeated: list[float], found: Found) -> None:
    tolerances = read_tolerances(staged.project.directory / "catalog" / "area_tolerance.csv")
    has_scale = SCALE_FIELD in staged.layer.published_fields
    query = statement(
        "check_area", stage=staged.table, stated=sql.Identifier(field),
        scale=sql.Identifier(SCALE_FIELD) if has_scale else sql.SQL("NULL::bigint"),
    )  # fmt: skip
    values = {"least": float(tolerances.base.min()), "repeated": repeated, "differs": DIFFERS}
    with staged.connection.transaction(), staged.connection.cursor("areas", binary=True) as cursor:
        cursor.execute(query, values)
        while rows := cursor.fetchmany(CHUNK):
            stated, computed = (np.array([row[k] for row in rows], dtype=float) for k in (3, 4))
            scale = np.array([row[5] or DEFAULT_SCALE for row in rows], dtype=np.int64)
            allowed = tolerances.allowed(stated, scale)
            for k in np.flatnonzero(np.abs(stated - computed) > allowed):
                source, no, feature, *_, known, geom = rows[k]
                basis = f"tỷ lệ 1:{number(scale[k])}" + ("" if known else ", hồ sơ không ghi tỷ lệ")
                reason = (
                    f"Diện tích pháp lý {number(stated[k], 1)} m², tính toán {number(computed[k], 1)} m²: lệch"
                    f" {measure(abs(stated[k] - computed[k]))} m², hạn sai {measure(allowed[k])} m² ({basis})"
                )
                found.add(
                    source, no, feature, reason, field=field, before=number(stated[k], 1),
                    after=number(computed[k], 1), geom=shapely.from_wkb(geom),
                )  # fmt: skip
