"""Rule HT-9: levels of manholes lie on the published model of the ground, or one of the two is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import shapely
from psycopg import sql

from sdi.db.rasters import sheets_of
from sdi.model.layer import Topology
from sdi.quality.staged import Found, Staged
from sdi.quality.vietnamese import number
from sdi.raster.reading import Piece, heights_at, pieces

FIELDS = {"ground_level_m": "Cao độ tự nhiên", "cover_level_m": "Cao độ đỉnh"}
OFF_M = 0.5
"""Where the declaration gives no tolerance: twice what a model of a town's ground commonly errs by."""


def check(staged: Staged, rules: Mapping[str, Topology]) -> Iterator[Found]:
    """Levels further from the ground than the tolerance; what the model does not reach is counted and told once."""
    rule = rules["HT-9"]
    found = staged.found("HT-9", rule.severity)
    off = OFF_M if rule.tolerance_m is None else rule.tolerance_m
    sheets = _sheets(staged)
    if not sheets:
        found.unknown("Chưa phát hành mô hình số độ cao nên không kiểm tra được cao độ so với mặt đất")
        yield found
        return
    if missing := [sheet.path.name for sheet in sheets if not sheet.path.is_file()]:
        found.unknown(f"Thiếu tệp {missing[0]} của mô hình số độ cao nên không kiểm tra được cao độ so với mặt đất")
        yield found
        return
    names = [name for name in FIELDS if name in staged.layer.published_fields]
    rows = staged.connection.execute(
        sql.SQL("SELECT source_layer, feature_no, feature_id, ST_AsBinary(geom), {} FROM {} ORDER BY 1, 2").format(
            sql.SQL(", ").join(map(sql.Identifier, names)), staged.table
        )
    ).fetchall()
    points = shapely.from_wkb(np.array([row[3] for row in rows], dtype=object))
    try:
        ground = heights_at(sheets, *shapely.get_coordinates(points).T)
    except OSError:
        found.unknown("Tệp của mô hình số độ cao bị hỏng nên không kiểm tra được cao độ so với mặt đất")
        yield found
        return
    levels = np.array([row[4:] for row in rows], dtype=float).reshape(len(rows), len(names))
    above = levels - ground[:, None]
    for k, column in np.argwhere(np.abs(above) > off):
        name, level = names[column], levels[k, column]
        way = "cao" if above[k, column] > 0 else "thấp"
        found.add(
            rows[k][0], rows[k][1], rows[k][2],
            f"{FIELDS[name]} {number(level, 2)} m {way} hơn mặt đất {number(abs(above[k, column]), 2)} m, "
            f"quá {number(off, 2)} m; mô hình số độ cao: {number(ground[k], 2)} m",
            field=name, geom=points[k],
        )  # fmt: skip
    beyond = int((np.isnan(ground) & ~np.isnan(levels).all(axis=1)).sum())
    if beyond:
        found.unknown(f"{number(beyond)} hố ga nằm ngoài mô hình số độ cao nên không kiểm tra được")
    yield found


def _sheets(staged: Staged) -> list[Piece]:
    """The published model of the ground; a run of features brings none itself."""
    models = [layer.id for layer in staged.project.layers.values() if layer.raster and layer.raster.kind == "elevation"]
    rows = [row for name in models for row in sheets_of(staged.connection, "data", name, staged.epoch)]
    return pieces(staged.shelf, rows)
