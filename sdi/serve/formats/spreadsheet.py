"""CSV that a spreadsheet may open: UTF-8 with a BOM (or Excel loses the accents), and no cell that it would compute."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import shapely

from sdi.serve.formats.rows import GEOMETRY, Rows

_FORMULA = r"^(?:[\t\r\n]|[\s\x{00A0}\x{FEFF}]*[=+\-@\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}])"
"""How texts begin that a spreadsheet takes for a formula (OWASP, CSV injection); full-width signs count as well."""

_POINT = (("x", pa.float64()), ("y", pa.float64()))
_OTHER = ((GEOMETRY, pa.string()),)


def csv(rows: Rows, path: Path) -> None:
    """A table: ids, fields, and of points ``x`` (east) and ``y`` (north), of anything else the geometry as WKT.

    A text that a spreadsheet would compute gets an apostrophe before it.
    """
    columns = [rows.schema.field(name) for name in rows.attributes]
    columns += [pa.field(*column) for column in _places(rows)]
    schema = pa.schema(columns)
    with path.open("wb") as stream:
        stream.write("\ufeff".encode())
        with pa.csv.CSVWriter(stream, schema) as file:
            for batch in rows.batches:
                arrays = [harmless(batch.column(name)) for name in rows.attributes]
                file.write_batch(pa.record_batch([*arrays, *_written(batch, rows)], schema=schema))


def harmless(column: pa.Array) -> pa.Array:
    """The column, its texts such that no spreadsheet computes one."""
    if not pa.types.is_string(column.type):
        return column
    dangerous = pc.fill_null(pc.match_substring_regex(column, _FORMULA), False)
    if not pc.any(dangerous).as_py():
        return column
    return pc.if_else(dangerous, pc.binary_join_element_wise("'", column, ""), column)


def _places(rows: Rows) -> tuple[tuple[str, pa.DataType], ...]:
    if not rows.has_geometry:
        return ()
    return _POINT if rows.layer.geometry == "Point" and not {"x", "y"} & rows.fields.keys() else _OTHER


def _written(batch: pa.RecordBatch, rows: Rows) -> list[pa.Array]:
    places = _places(rows)
    if not places:
        return []
    geometries = shapely.from_wkb(batch.column(GEOMETRY).to_numpy(zero_copy_only=False))
    if places is _POINT:
        return [pa.array(values, from_pandas=True) for values in (shapely.get_x(geometries), shapely.get_y(geometries))]
    return [pa.array(shapely.to_wkt(geometries, rounding_precision=-1), pa.string(), from_pandas=True)]
