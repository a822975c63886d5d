"""Where things must lie: the communes and the trusted layer, from the current release."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np
import shapely
from psycopg import sql

from sdi.crs import Range, displacement
from sdi.db.connect import Connection
from sdi.errors import UsageError
from sdi.ingest.crs_gate import Ground
from sdi.model import Audience, Project, SourceProfile
from sdi.quality.issues import Issue

NEAR_M = 1_000.0
"""The trusted layer is taken from this far around the delivery."""
_CODE = re.compile(r"(?<![0-9])[0-9]{5}(?![0-9])")
"""A commune's code in a file's name: five digits, as in the national list; dates and years have other lengths."""


@dataclass(frozen=True)
class Communes:
    """Communes of a release; both arrays have shape (n,), geometries in the provincial CRS.

    ``names`` are what their titles say; none when the layer declares no field with the role ``title``.
    """

    codes: np.ndarray
    geoms: np.ndarray
    names: frozenset[str] = frozenset()

    def union(self, codes: Sequence[str] = ()) -> shapely.Geometry | None:
        """Union of the named communes, of all when none is named; ``None`` while none is loaded.

        Raises:
            UsageError: a code that the loaded communes do not have.
        """
        if not len(self.codes):
            return None
        unknown = sorted(set(codes) - set(self.codes))
        if unknown:
            raise UsageError(
                f"Không có xã mang mã {', '.join(unknown)} trong lớp đơn vị hành chính.",
                "Kiểm tra lại mã xã (5 chữ số, sau 1/7/2025).",
            )
        chosen = self.geoms[np.isin(self.codes, list(codes))] if codes else self.geoms
        return shapely.union_all(chosen)

    def holding(self, geoms: np.ndarray) -> np.ndarray:
        """Code of the commune that holds each geometry's inner point; ``None`` where there is none."""
        found = np.full(len(geoms), None, dtype=object)
        if len(self.codes):
            points = shapely.point_on_surface(geoms)
            rows, communes = shapely.STRtree(self.geoms).query(points, predicate="intersects")
            found[rows[::-1]] = self.codes[communes[::-1]]
        return found


def read_communes(connection: Connection, project: Project, epoch: int) -> Communes:
    """The communes that are public at an epoch."""
    reference = project.province.reference
    layer = project.layers.get(reference.communes)
    if layer is None:
        return Communes(np.empty(0, dtype=object), np.empty(0, dtype=object))
    title = layer.field_of("title", Audience.INTERNAL)
    rows = connection.execute(
        sql.SQL("SELECT {}, ST_AsBinary(geom), {} FROM data.{} WHERE r0 <= %(n)s AND r1 > %(n)s ORDER BY 1").format(
            sql.Identifier(reference.commune_code),
            sql.Identifier(title) if title else sql.NULL,
            sql.Identifier(layer.id),
        ),
        {"n": epoch},
    ).fetchall()
    codes = np.array([row[0] for row in rows], dtype=object)
    geoms = shapely.from_wkb(np.array([row[1] for row in rows], dtype=object))
    return Communes(codes, geoms, frozenset(row[2] for row in rows if row[2]))


def codes_in_names(delivery: str, file: str) -> list[str]:
    """Commune codes in a file's own name, else in the nearest folder above it, else in the delivery's name.

    Args:
        delivery: name of the delivery.
        file: name of the file, relative to the delivery.
    """
    for part in (*reversed(PurePosixPath(file).parts), delivery):
        found = list(dict.fromkeys(_CODE.findall(part)))
        if found:
            return found
    return []


def ground(project: Project, profile: SourceProfile, communes: Communes, codes: Sequence[str]) -> Ground:
    """The gate's knowledge for a delivery that belongs to ``codes`` (all communes when empty)."""
    province, rule = project.province, profile.crs
    own = province.reference.communes in profile.targets
    place = f"xã {', '.join(codes)}" if codes else "các xã của tỉnh"
    return Ground(
        target=province.crs,
        extent=Range(*province.extent),
        datum_operation=rule.datum_operation or province.datum_operation,
        candidates=tuple(province.axes),
        max_outside_pct=province.max_outside_pct if rule.max_outside_pct is None else rule.max_outside_pct,
        reference=None if own else communes.union(codes),
        self_reference=own,
        declared=bool(codes),
        place=place,
    )


def shift_issues(
    connection: Connection, project: Project, epoch: int, layers: Sequence[str], geoms: np.ndarray
) -> list[Issue]:
    """Rule CRS-3b: is the delivery shifted as a whole against a trusted layer?

    Args:
        layers: that the delivery fills; a layer is not compared with itself.
        geoms: a sample of the staged geometries, provincial CRS.
    """
    trusted = [name for name in project.province.reference.trusted if name not in layers]
    found = [_trusted(connection, name, epoch, shapely.total_bounds(geoms)) for name in trusted] if len(geoms) else []
    found = [lines for lines in found if len(lines)]
    if not found:
        reason = (
            "Chưa có lớp tin cậy quanh khu vực này nên không thể thấy độ lệch đều (như lệch 226 m khi bỏ hệ quy chiếu)."
        )
        return [Issue("CRS-3b", "kept", reason, layer=layers[0] if layers else None, severity_override="info")]
    province = project.province
    shift = displacement(geoms, np.concatenate(found), target=province.crs, datum_operation=province.datum_operation)
    if shift is None:
        return []
    vector = f"{shift.dx:+.0f} m theo hướng đông, {shift.dy:+.0f} m theo hướng bắc"
    known = f" Đây là dấu hiệu: {shift.known}." if shift.known else ""
    distance = f"{np.hypot(shift.dx, shift.dy):.0f}"
    reason = f"Dữ liệu lệch đều {distance} m ({vector}) so với lớp {', '.join(trusted)}.{known}"
    return [Issue("CRS-3b", "kept", reason, layer=layers[0])]


def _trusted(connection: Connection, layer: str, epoch: int, box: np.ndarray) -> np.ndarray:
    rows = connection.execute(
        sql.SQL(
            "SELECT ST_AsBinary(geom) FROM data.{} WHERE r0 <= %(n)s AND r1 > %(n)s"
            " AND geom && ST_MakeEnvelope(%(x0)s, %(y0)s, %(x1)s, %(y1)s, %(srid)s)"
            " ORDER BY gid LIMIT 20000"
        ).format(sql.Identifier(layer)),
        {
            "n": epoch, "x0": box[0] - NEAR_M, "y0": box[1] - NEAR_M, "x1": box[2] + NEAR_M, "y1": box[3] + NEAR_M,
            "srid": _srid(connection, layer),
        },
    ).fetchall()  # fmt: skip
    return np.asarray(shapely.from_wkb(np.array([row[0] for row in rows], dtype=object)), dtype=object)


def _srid(connection: Connection, layer: str) -> int:
    row = connection.execute("SELECT (declaration ->> 'srid')::int FROM meta.layer WHERE id = %s", (layer,)).fetchone()
    assert row is not None
    return int(row[0])
