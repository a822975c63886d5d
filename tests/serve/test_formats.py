"""Every format, opened by programs that others wrote: nothing is lost or changed on the way."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from pyproj import CRS

from sdi.model import Layer, Project
from sdi.serve.formats import FORMATS
from sdi.serve.formats.dxf import escaped, layer_name
from sdi.serve.formats.rows import GEOMETRY, Rows, schema_of
from sdi.serve.formats.shapefile import short_names
from sdi.serve.formats.writing import WRITERS
from sdi.serve.projection import Projection, Projections

VIETNAMESE = "Đường Nguyễn Tri Phương, ỹ ẵ ặ ử ộ Ữ Ỷ – tổ “7”, phường Nghĩa Lộ"
FORMULAS = ["=1+1", "+84 255", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\u00a0=cmd|' /C calc'!A0"]
HARMLESS = ["a=b", "12-345", "'=1", "Nghĩa Lộ", "", "1+1", "mail@example.vn", '"quoted", comma; ; line\nbreak']
E, N = 585_000.123456789, 1_671_000.987654321

Write = Callable[..., Path]


@pytest.fixture
def write(project: Project, tmp_path: Path) -> Write:
    def made(form: str, layer: str, records: list[dict[str, Any]], *, geometry: bool = True, batch: int = 3) -> Path:
        declared = project.collections[layer]
        rows = rows_of(project, declared, records, geometry=geometry, batch=batch)
        path = tmp_path / f"{layer}.{FORMATS[form].suffix}"
        WRITERS[form](rows, path)
        assert [entry.name for entry in tmp_path.iterdir()] == [path.name], "something lies about"
        return path

    return made


def rows_of(project: Project, layer: Layer, records: list[dict[str, Any]], *, geometry: bool, batch: int) -> Rows:
    projections = Projections(project.province)
    schema = schema_of(layer.published_fields, geometry=geometry)
    batches = [
        pa.RecordBatch.from_pylist(
            [{n: r.get(n) for n in schema.names} for r in records[first : first + batch]], schema
        )
        for first in range(0, len(records), batch)
    ]
    stored: Projection = next(p for p in projections.values() if p.epsg == project.province.crs)
    crs84 = next(p for uri, p in projections.items() if uri.endswith("CRS84"))
    return Rows(layer, layer.published_fields, schema, stored, crs84, batches)


def polygon(number: int) -> shapely.Geometry:
    e, n = E + number * 30, N
    shell = [(e, n), (e + 20, n), (e + 20, n + 20), (e, n + 20)]
    hole = [(e + 5, n + 5), (e + 5, n + 10), (e + 10, n + 10), (e + 10, n + 5)]
    return shapely.MultiPolygon([(shell, [hole]), ([(x, y + 100) for x, y in shell], [])])


@pytest.fixture(scope="module")
def parcels() -> list[dict[str, Any]]:
    return [
        {
            "id": f"21025-12-{number}",
            "parcel_id": f"21025-12-{number}",
            "commune_code": "21025",
            "map_sheet": "12",
            "parcel_number": number,
            "land_use": "ODT+CLN" if number % 2 else "ODT",
            "area_m2": 775.123456789 + number,
            "surveyed_on": date(1987, 1, 1 + number),
            "disputed": [True, False, None][number % 3],
            "note": VIETNAMESE if number else None,
            GEOMETRY: shapely.to_wkb(polygon(number)),
        }
        for number in range(8)
    ]


def same_geometry(found: Any, records: list[dict[str, Any]]) -> None:
    wanted = shapely.from_wkb([record[GEOMETRY] for record in records])
    assert shapely.equals_identical(np.asarray(found), wanted).all()


def by_id(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    return frame.sort_values("id", ignore_index=True)


@pytest.mark.parametrize("form", ["fgb", "gpkg", "parquet"])
def test_files_for_programs_hold_everything(write: Write, parcels: list[dict[str, Any]], form: str) -> None:
    path = write(form, "parcels", parcels)
    frame = geopandas.read_parquet(path) if form == "parquet" else geopandas.read_file(path)
    frame = by_id(frame)
    assert frame.crs == CRS.from_epsg(5898) and frame.crs.to_epsg() == 5898
    same_geometry(frame.geometry, parcels)
    assert list(frame.columns)[0] == "id"
    for name in schema_names(parcels):
        wanted = [record[name] for record in parcels]
        found = [None if value is None or value != value else value for value in frame[name].tolist()]
        found = [value.date() if hasattr(value, "date") else value for value in found]
        assert found == wanted, name


def schema_names(records: list[dict[str, Any]]) -> list[str]:
    return [name for name in records[0] if name != GEOMETRY]


@pytest.mark.parametrize("form", ["fgb", "gpkg"])
def test_the_spatial_index_is_there_and_finds(write: Write, parcels: list[dict[str, Any]], form: str) -> None:
    path = write(form, "parcels", parcels)
    assert pyogrio.read_info(path)["capabilities"]["fast_spatial_filter"]
    found = pyogrio.read_dataframe(path, bbox=(E + 61, N + 1, E + 62, N + 2))
    assert found["id"].tolist() == ["21025-12-2"]
    info = pyogrio.read_info(path)
    assert info["geometry_type"] == "MultiPolygon" and info["features"] == len(parcels)
    assert info["layer_name"] == "parcels"


def test_geoparquet_says_what_it_holds(write: Write, parcels: list[dict[str, Any]]) -> None:
    path = write("parquet", "parcels", parcels)
    geo = json.loads(pq.read_metadata(path).metadata[b"geo"])
    column = geo["columns"][geo["primary_column"]]
    assert (geo["version"], column["encoding"], column["geometry_types"]) == ("1.1.0", "WKB", ["MultiPolygon"])
    assert column["bbox"] == shapely.total_bounds([polygon(n) for n in range(len(parcels))]).tolist()
    assert CRS.from_json_dict(column["crs"]) == CRS.from_epsg(5898)
    found = geopandas.read_parquet(path, bbox=(E + 61, N + 1, E + 62, N + 2))  # by the covering column
    assert found["id"].tolist() == ["21025-12-2"]


@pytest.mark.parametrize("form", [name for name, form in FORMATS.items() if form.tables])
def test_tables_without_geometry(write: Write, parcels: list[dict[str, Any]], form: str) -> None:
    path = write(form, "parcels", parcels, geometry=False)
    if form == "parquet":
        assert pq.read_table(path)["id"].to_pylist() == [record["id"] for record in parcels]
        assert b"geo" not in (pq.read_metadata(path).metadata or {})
    else:
        source = f"/vsizip/{path}/parcels.geojson" if form == "geojson" else path
        frame = pyogrio.read_dataframe(source, read_geometry=False)
        assert frame["note"].tolist()[1:] == [VIETNAMESE] * (len(parcels) - 1)


@pytest.mark.parametrize("form", list(FORMATS))
def test_a_layer_without_rows_is_a_file_too(write: Write, form: str) -> None:
    path = write(form, "parcels", [])
    if form == "csv":
        assert path.read_text("utf-8-sig").startswith('"id","parcel_id"')
    elif form == "parquet":
        assert geopandas.read_parquet(path).empty
    elif form == "geojson":
        assert pyogrio.read_info(f"/vsizip/{path}/parcels.geojson")["features"] == 0
    elif form == "shp":
        assert pyogrio.read_info(f"/vsizip/{path}")["features"] == 0
    else:
        assert pyogrio.read_dataframe(path).empty


# --- CSV ----------------------------------------------------------------------------------------------------


def table(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_no_cell_of_a_csv_is_computed(write: Write) -> None:
    texts = FORMULAS + HARMLESS
    records = [{"id": str(n), "note": text, "parcel_number": -n, "area_m2": -1.5} for n, text in enumerate(texts)]
    found = table(write("csv", "parcels", records))
    assert [row["note"] for row in found] == [f"'{text}" for text in FORMULAS] + HARMLESS
    assert [row["parcel_number"] for row in found] == [str(-n) for n in range(len(texts))]
    assert {row["area_m2"] for row in found} == {"-1.5"}


def test_csv_of_areas_has_their_wkt_to_the_last_digit(write: Write, parcels: list[dict[str, Any]]) -> None:
    found = table(write("csv", "parcels", parcels))
    same_geometry(shapely.from_wkt([row[GEOMETRY] for row in found]), parcels)
    assert found[1]["note"] == VIETNAMESE and found[0]["note"] == ""
    assert found[0]["surveyed_on"] == "1987-01-01"


def test_csv_of_points_has_east_and_north(write: Write) -> None:
    points = [{"id": "DC-1", "point_id": "DC-1", GEOMETRY: shapely.to_wkb(shapely.Point(E, N))}, {"id": "DC-2"}]
    found = table(write("csv", "control_points", points))
    assert [float(found[0][side]) for side in "xy"] == [E, N]
    assert (found[1]["x"], found[1]["y"]) == ("", "")


# --- Shapefile ----------------------------------------------------------------------------------------------


def test_shapefile_holds_everything_under_short_names(write: Write, parcels: list[dict[str, Any]]) -> None:
    path = write("shp", "parcels", parcels)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert {Path(name).suffix for name in archive.namelist()} == {".shp", ".shx", ".dbf", ".prj", ".cpg", ".txt"}
        assert archive.read("parcels.cpg") == b"UTF-8"
        explained = archive.read("parcels_truong.txt").decode("utf-8-sig")
        prj = CRS.from_wkt(archive.read("parcels.prj").decode())
    short = short_names(schema_names(parcels))
    assert all(len(name) <= 10 for name in short.values())
    for name in schema_names(parcels):
        assert f"{short[name]} ; {name} ; " in explained
    assert "Thửa" in explained and "bị cắt" not in explained
    frame = geopandas.read_file(f"zip://{path}")
    assert [frame.geometry[n].equals(polygon(n)) for n in range(len(parcels))] == [True] * len(parcels)
    for name in ("commune_code", "parcel_number", "note", "land_use"):
        found = [value if isinstance(value, str | int) else None for value in frame[short[name]]]
        assert found == [record[name] for record in parcels], name
    assert frame[short["area_m2"]].tolist() == pytest.approx([record["area_m2"] for record in parcels], abs=1e-9)
    assert frame.crs.to_epsg() == 5898 or prj.equals(CRS.from_epsg(5898), ignore_axis_order=True) or same_plane(prj)


def same_plane(prj: CRS) -> bool:
    """The projection of the province by its numbers, which is what a program without EPSG's names uses."""
    found, wanted = (crs.to_dict() for crs in (prj, CRS.from_epsg(5898)))
    keys = ("proj", "lat_0", "lon_0", "k", "x_0", "y_0", "units")
    return all(found.get(key) == wanted.get(key) for key in keys)


def test_a_shapefile_says_how_many_texts_it_has_cut(write: Write, parcels: list[dict[str, Any]]) -> None:
    long = [record | {"note": "ữ" * 200} for record in parcels[:2]] + parcels[2:]
    path = write("shp", "parcels", long)
    with zipfile.ZipFile(path) as archive:
        assert "2 văn bản dài hơn đã bị cắt bớt" in archive.read("parcels_truong.txt").decode("utf-8-sig")
    notes = pyogrio.read_dataframe(f"/vsizip/{path}")["note"]
    assert set(notes[0]) == {"ữ"} and 80 <= len(notes[0]) < 200


def test_short_names_are_short_and_differ() -> None:
    names = [
        "area_registered_m2",
        "area_registered_ha",
        "AREA_REGIS",
        "id",
        *(f"storeys_number_{n}" for n in range(12)),
    ]
    short = short_names(names)
    assert list(short) == names
    assert len({name.lower() for name in short.values()}) == len(names)
    assert all(0 < len(name) <= 10 for name in short.values())


# --- DXF ----------------------------------------------------------------------------------------------------


def test_dxf_has_rings_layers_attributes_and_vietnamese(write: Write, parcels: list[dict[str, Any]]) -> None:
    path = write("dxf", "parcels", parcels)
    frame = pyogrio.read_dataframe(path)
    shapes = frame[frame.geometry.geom_type != "Point"]
    assert len(shapes) == len(parcels) * 3, "two shells and a hole each"
    assert set(shapes["Layer"]) == {"ODT", "ODT+CLN"}
    rings = {tuple(sorted(set(map(tuple, shapely.get_coordinates(g)[:, :2].tolist())))) for g in shapes.geometry}
    wanted = {
        tuple(sorted(set(map(tuple, shapely.get_coordinates(ring).tolist()))))
        for number in range(len(parcels))
        for part in polygon(number).geoms
        for ring in (part.exterior, *part.interiors)
    }
    assert rings == wanted, "to the last digit"
    text = path.read_text("utf-8")
    assert text.count("1000\nparcel_id=") == len(parcels)
    assert f"1000\nnote={escaped(VIETNAMESE)}\n" in text
    handles = re.findall(r"^  5\n(1[0-9A-F]{5})\n", text.split("\nENTITIES\n")[1], re.MULTILINE)
    seed = re.search(r"\$HANDSEED\n *5\n([0-9A-F]+)\n", text)
    assert seed and len(handles) == len(set(handles)) and max(int(h, 16) for h in handles) < int(seed[1], 16)


def test_dxf_labels_are_read_by_others_with_their_accents(write: Write) -> None:
    line = shapely.MultiLineString([[(E, N), (E + 10, N)]])
    names = ["Đường Quang Trung", unicodedata.normalize("NFD", "Hẻm số 12 – Nghĩa Lộ")]
    roads = [
        {"id": str(n), "name": name, "road_class": "CHINH", GEOMETRY: shapely.to_wkb(line)}
        for n, name in enumerate(names)
    ]
    frame = pyogrio.read_dataframe(write("dxf", "roads", roads))
    texts = frame[frame["Text"].notna()]
    assert texts["Text"].tolist() == [unicodedata.normalize("NFC", name) for name in names]
    lines = frame[frame.geometry.geom_type == "LineString"]
    assert [geometry.coords[:] for geometry in lines.geometry] == [[(E, N), (E + 10, N)]] * 2


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("ODT+CLN", "ODT+CLN"),
        ("Đất ở", "Đất ở"),
        ("a/b*c\n0", "a_b_c 0"),
        ("", "x"),
        (None, "x"),
        ("a" * 300, "a" * 60),
    ],
)
def test_names_of_drawing_layers(code: str | None, name: str) -> None:
    assert layer_name(code, "x") == name


# --- GeoJSON ------------------------------------------------------------------------------------------------


def test_geojson_is_in_longitude_and_latitude(write: Write, parcels: list[dict[str, Any]], project: Project) -> None:
    path = write("geojson", "parcels", parcels)
    with zipfile.ZipFile(path) as archive:
        document = json.loads(archive.read("parcels.geojson"))
    assert [feature["id"] for feature in document["features"]] == [record["id"] for record in parcels]
    crs84 = next(p for uri, p in Projections(project.province).items() if uri.endswith("CRS84"))
    assert [f["geometry"] for f in document["features"]] == crs84.geojson([polygon(n) for n in range(len(parcels))])
    assert document["features"][1]["properties"]["note"] == VIETNAMESE
    assert pyogrio.read_dataframe(f"/vsizip/{path}/parcels.geojson").crs.to_epsg() == 4326
