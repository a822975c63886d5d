"""Rows of a layer as GeoJSON features."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import shapely

from sdi.serve.projection import Projection


def features(rows: Sequence[tuple[Any, ...]], names: Sequence[str], projection: Projection) -> list[dict[str, Any]]:
    """Features of rows.

    Args:
        rows: Id, geometry as WKB in the provincial CRS, and the values of ``names``.
        names: Fields in their order.
        projection: The CRS of the answer.
    """
    shapes = projection.geojson(list(shapely.from_wkb(np.array([row[1] for row in rows], dtype=object))))
    return [
        {
            "type": "Feature",
            "id": row[0],
            "geometry": shape,
            "properties": dict(zip(names, map(_json_value, row[2:]), strict=True)),
        }
        for row, shape in zip(rows, shapes, strict=True)
    ]


def _json_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
