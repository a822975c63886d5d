"""An overlay's answer as JSON, GeoJSON and CSV: the same for the process and the command."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import shapely

from sdi.overlay.request import Answer, Row
from sdi.serve.projection import Projection

COLUMNS = Row._fields[:-1]
"""Columns of a row, as in the collection of overlays, without the layer and, the last, the geometry."""


def document(answer: Answer, projection: Projection | None = None) -> dict[str, Any]:
    """The answer as one document, by layer.

    Args:
        answer: What was found.
        projection: CRS of the rows' geometries; None: there are none.
    """
    shapes = iter(_shapes(answer, projection))
    return {
        "base": _base(answer),
        "epoch": answer.epoch,
        "layers": [
            {
                "id": laid.layer.id,
                "title": {"vi": laid.layer.title.vi, "en": laid.layer.title.get("en")},
                "rows": [
                    _properties(row) | ({"geometry": next(shapes)} if projection is not None else {})
                    for row in laid.rows
                ],
            }
            for laid in answer.layers
        ],
    }


def feature_collection(answer: Answer, projection: Projection) -> dict[str, Any]:
    """The rows as GeoJSON features with what they cut out; what holds for all of them stands beside them."""
    shapes = iter(_shapes(answer, projection))
    features = [
        {"type": "Feature", "geometry": next(shapes), "properties": {"layer": laid.layer.id} | _properties(row)}
        for laid in answer.layers
        for row in laid.rows
    ]
    return {"type": "FeatureCollection", "base": _base(answer), "epoch": answer.epoch, "features": features}


def csv_text(answer: Answer) -> str:
    """The rows as a table; it starts with a BOM, or Excel loses the accents."""
    text = io.StringIO("\ufeff", newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text)
    writer.writerow(("layer", *COLUMNS))
    for laid in answer.layers:
        writer.writerows((laid.layer.id, *_properties(row).values()) for row in laid.rows)
    return text.getvalue()


def _base(answer: Answer) -> dict[str, Any]:
    base = answer.base
    found: dict[str, Any] = {"id": base.id, "area_m2": round(base.area_m2, 4)}
    if base.id is not None:
        found["area_registered_m2"] = base.area_registered_m2
    if base.repaired:
        found["repaired"] = base.repaired
    return found


def _properties(row: Row) -> dict[str, Any]:
    return dict(zip(COLUMNS, row, strict=False))


def _shapes(answer: Answer, projection: Projection | None) -> Sequence[dict[str, Any] | None]:
    if projection is None:
        return []
    stored: list[shapely.Geometry | None] = [row.geometry for laid in answer.layers for row in laid.rows]
    return projection.geojson(stored)
