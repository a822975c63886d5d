"""Rule HT-9 on a slope whose height at any place is known."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import rasterio
import shapely
from affine import Affine

from .conftest import E0, N0, Run, point

CELL, COLUMNS, ROWS = 5.0, 40, 30


def ground(x: float, y: float) -> float:
    """Metres at a place, x and y from the corner of everything."""
    return 10 + x / 50 + y / 25


def sheet(run: Run, name: str) -> None:
    """A public sheet of the slope, 200 m by 150 m."""
    x = (np.arange(COLUMNS) + 0.5) * CELL
    y = (ROWS - np.arange(ROWS) - 0.5) * CELL
    digest = hashlib.sha256(name.encode()).hexdigest()
    path = run.shelf.path(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        path, "w", driver="GTiff", width=COLUMNS, height=ROWS, count=1, dtype="float32", nodata=-9999, crs="EPSG:5898",
        transform=Affine(CELL, 0, E0, 0, -CELL, N0 + ROWS * CELL),
    ) as out:  # fmt: skip
        levels = ground(*np.meshgrid(x, y)).astype(np.float32)
        levels[:2] = -9999
        out.write(levels, 1)
    row: dict[str, Any] = {"feature_id": name, "sheet": name, "file": digest, "resolution_m": CELL}
    run.publish("elevation", [row | {"geom": shapely.box(E0, N0, E0 + COLUMNS * CELL, N0 + ROWS * CELL)}])


def manhole(x: float, y: float, cover: float | None, natural: float | None = None) -> dict[str, Any]:
    return {"cover_level_m": cover, "ground_level_m": natural, "geom": point(x, y)}


def test_levels_off_the_ground_are_named_with_how_much(run: Run) -> None:
    sheet(run, "F-48-1")
    at = ground(61, 47)
    rows = [
        manhole(61, 47, at + 0.49, at - 0.49),  # within the tolerance of half a metre
        manhole(61, 47, at + 0.75),
        manhole(61, 47, at, at - 1.2),
        manhole(61, 47, None),
    ]
    run.put("drainage_manholes", rows)
    assert run.check("drainage_manholes", epoch=1)["HT-9"] == 2
    found = run.issues("HT-9", "feature_id", "field", "severity", "action", "reason")
    assert [row[:4] for row in found] == [
        ("dr1", "cover_level_m", "warning", "kept"),
        ("dr2", "ground_level_m", "warning", "kept"),
    ]
    assert "13,85 m cao hơn mặt đất 0,75 m, quá 0,50 m; mô hình số độ cao: 13,10 m" in found[0][4]
    assert found[1][4].startswith("Cao độ tự nhiên 11,90 m thấp hơn mặt đất 1,20 m")


def test_without_a_published_model_it_cannot_be_judged(run: Run) -> None:
    run.put("drainage_manholes", [manhole(61, 47, 99.0)])
    run.check("drainage_manholes", epoch=1)
    ((feature, severity, reason),) = run.issues("HT-9", "feature_id", "severity", "reason")
    assert (feature, severity) == (None, "info")
    assert "Chưa phát hành mô hình số độ cao nên không kiểm tra được" in reason


def test_what_lies_beyond_the_model_is_counted_and_not_judged(run: Run) -> None:
    sheet(run, "F-48-1")
    rows = [manhole(900, 47, 99.0), manhole(61, 147, 99.0), manhole(61, 47, ground(61, 47)), manhole(900, 1, None)]
    run.put("drainage_manholes", rows)
    run.check("drainage_manholes", epoch=1)
    ((reason,),) = run.issues("HT-9", "reason")
    assert reason.startswith("2 hố ga nằm ngoài mô hình")


def test_a_file_that_is_gone_is_said(run: Run) -> None:
    sheet(run, "F-48-1")
    run.shelf.path(hashlib.sha256(b"F-48-1").hexdigest()).unlink()
    run.put("drainage_manholes", [manhole(61, 47, 99.0)])
    run.check("drainage_manholes", epoch=1)
    ((severity, reason),) = run.issues("HT-9", "severity", "reason")
    assert severity == "info" and "Thiếu tệp" in reason
