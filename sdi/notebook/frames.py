"""Rows become tables: one column for each declared field, always of the same type, whatever the rows hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas
import numpy as np
import pandas as pd

from sdi.notebook.source import Field, Json, Kind, Laid, Rows

DTYPES: dict[Kind, str] = {
    "text": "str",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[s]",
}
"""Types of pandas that can hold "not known"."""

OVERLAY: tuple[tuple[str, Kind], ...] = (
    ("layer", "text"), ("kind", "text"), ("feature_id", "text"), ("plan_id", "text"), ("decision_no", "text"),
    ("area_m2", "number"), ("share_pct", "number"), ("length_m", "number"), ("count", "integer"),
    ("distance_m", "number"),
)  # fmt: skip
"""Columns of an overlay."""

INDEX = "id"


def frame(layer: str, title: str, fields: Sequence[Field], rows: Rows, crs: int) -> geopandas.GeoDataFrame:
    """Features as a table with their ids as index.

    ``attrs`` tells of which layer and release it is. Of a layer without geometry it is a plain ``DataFrame``.
    """
    columns = {
        field.name: column([values[place] for values in rows.values], field.kind) for place, field in enumerate(fields)
    }
    index = pd.Index(pd.array(list(rows.ids), dtype="str"), name=INDEX)
    found = pd.DataFrame({name: pd.Series(array, index=index) for name, array in columns.items()}, index=index)
    if rows.shapes is not None:
        shapes = np.empty(len(rows.shapes), dtype=object)
        shapes[:] = list(rows.shapes)
        found = geopandas.GeoDataFrame(found, geometry=geopandas.GeoSeries(shapes, index=index, crs=crs))
    found.attrs = {"layer": layer, "title": title, "release": rows.release}
    return found


def overlay(laid: Laid, crs: int, *, geometry: bool) -> pd.DataFrame:
    """What lies on something, a row for each finding; with ``geometry`` what it cuts out."""
    found = pd.DataFrame({name: column([row.get(name) for row in laid.rows], kind) for name, kind in OVERLAY})
    if geometry:
        shapes = np.empty(len(laid.rows), dtype=object)
        shapes[:] = [row.get("geometry") for row in laid.rows]
        found = geopandas.GeoDataFrame(found, geometry=geopandas.GeoSeries(shapes, crs=crs))
    found.attrs = {"area_m2": laid.area_m2, "release": laid.release}
    return found


def table(rows: Sequence[Json], kinds: dict[str, Kind]) -> pd.DataFrame:
    """Documents as a table."""
    return pd.DataFrame({name: column([row.get(name) for row in rows], kind) for name, kind in kinds.items()})


def column(values: list[Any], kind: Kind) -> Any:
    """An array of the kind's type; None is "not known"."""
    if kind == "date":
        return pd.array(np.array([value or "NaT" for value in values], dtype="datetime64[s]"))
    if kind == "number":
        return np.array([np.nan if value is None else value for value in values], dtype="float64")
    return pd.array(values, dtype=DTYPES[kind])
