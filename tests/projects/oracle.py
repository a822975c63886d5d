"""What others say of the same files: GDAL counts, PROJ places, PostGIS measures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyogrio
import shapely
from intake_kit.desk import Desk
from pyproj.transformer import Transformer, TransformerGroup

POLYGONS = (3, 6)
"""Shapely's type ids of areas."""


def count(path: Path, layer: str | None = None) -> int:
    """Features as GDAL counts them by reading the file."""
    return int(pyogrio.read_info(path, layer=layer, force_feature_count=True)["features"])


def operation(source: int, target: int, code: str) -> Transformer:
    """PROJ's own pipeline that contains the operation of that EPSG code."""
    for transformer in TransformerGroup(source, target, always_xy=True, allow_ballpark=False).transformers:
        ids = [step.to_json_dict().get("id", {}).get("code") for step in transformer.operations or ()]
        if int(code) in ids:
            return transformer
    raise LookupError(code)


def areas(desk: Desk, path: Path, layer: str | None, source: int, code: str | None) -> dict[int, float]:
    """Area in m² of every polygon of a file, by its number, measured by PostGIS in the project's CRS.

    Of an invalid one the faces are summed that an odd number of its rings goes around.
    """
    target = desk.project.province.crs
    _, _, wkb, _ = pyogrio.raw.read(path, layer=layer, columns=[])
    geoms = shapely.force_2d(shapely.from_wkb(wkb, on_invalid="fix"))
    numbers = np.flatnonzero(np.isin(shapely.get_type_id(geoms), POLYGONS))
    drawn = geoms[numbers]
    if source != target:
        transform = operation(source, target, code) if code else Transformer.from_crs(source, target, always_xy=True)
        drawn = shapely.transform(drawn, lambda xy: np.column_stack(transform.transform(xy[:, 0], xy[:, 1])))
    desk.connection.execute("CREATE TEMP TABLE IF NOT EXISTS oracle (number int, geom geometry)")
    desk.connection.execute("TRUNCATE oracle")
    with desk.connection.cursor().copy("COPY oracle FROM STDIN") as copy:
        for number, text in zip(numbers.tolist(), shapely.to_wkb(drawn, hex=True), strict=True):
            copy.write_row((number, text))
    return dict(desk.all("SELECT number, ST_Area(geom) FROM oracle WHERE ST_IsValid(geom)")) | dict(desk.all(_EVEN_ODD))


_EVEN_ODD = """
WITH ring AS (
    SELECT number, (ST_DumpRings((part).geom)).geom
    FROM (SELECT number, ST_Dump(geom) AS part FROM oracle WHERE NOT ST_IsValid(geom)) AS parts
), face AS (
    SELECT number, (ST_Dump(faces)).geom
    FROM (SELECT number, ST_Polygonize(line) AS faces
          FROM (SELECT number, ST_UnaryUnion(ST_Collect(ST_ExteriorRing(geom))) AS line FROM ring GROUP BY number) AS l
          GROUP BY number) AS f
)
SELECT number, coalesce(sum(ST_Area(face.geom)) FILTER (WHERE mod((
    SELECT count(*) FROM ring
    WHERE ring.number = face.number AND ST_Intersects(ring.geom, ST_PointOnSurface(face.geom))
), 2) = 1), 0)
FROM face GROUP BY number
"""


def kinds(path: Path) -> dict[str, int]:
    """Polygons and lines of a file."""
    _, _, wkb, _ = pyogrio.raw.read(path, columns=[])
    ids = shapely.get_type_id(shapely.from_wkb(wkb, on_invalid="fix"))
    return {"polygon": int(np.isin(ids, POLYGONS).sum()), "line": int(np.isin(ids, (1, 5)).sum())}


def kept_back_and_mended(desk: Desk, run: int, layer: str) -> tuple[float, float]:
    """Area in m² of what was kept back, and how much repairs added to what was staged.

    Rows that left only at the table checks (duplicates) count with their repaired shape.
    """
    kept_back = desk.one(
        "SELECT coalesce(sum(area_m2), 0) FROM meta.tally WHERE run_id = %s AND layer = %s AND outcome = 'quarantined'",
        run, layer,
    )  # fmt: skip
    mended = desk.one(
        """
        SELECT coalesce(sum(ST_Area(geom_after) - ST_Area(geom_before)), 0) FROM meta.issue AS repair
        WHERE run_id = %s AND layer = %s AND rule = 'GEO-4' AND action = 'changed' AND reason LIKE '%%diện tích đổi%%'
          AND NOT EXISTS (
            SELECT FROM meta.issue AS other
            WHERE other.run_id = repair.run_id AND other.layer = repair.layer AND other.action = 'quarantined'
              AND other.source_layer = repair.source_layer AND other.feature_no = repair.feature_no
              AND other.rule NOT IN ('DUP-2', 'CAD-1', 'KEY-3'))
        """,
        run, layer,
    )  # fmt: skip
    return float(kept_back), float(mended)
