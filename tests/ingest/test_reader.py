"""Reading: every format gives the same features; text comes raw, geometry as it stands, no row is lost."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path

import fiona
import numpy as np
import openpyxl
import pyarrow as pa
import pyogrio
import pytest
import shapely

from sdi.errors import Refused
from sdi.ingest.columns import find_column, require_columns
from sdi.ingest.delivery import register
from sdi.ingest.limits import Limits
from sdi.ingest.reader import Source, open_source, sample
from sdi.ingest.source import SourceLayer
from sdi.model import SourceProfile

SHARED = Path(os.environ.get("SDI_SHARED_DATA", Path(__file__).parents[2].parent / "shared" / "data"))
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is absent")

NAMES = ["Trà Bồng", "Nghĩa Lộ", None]
SHAPES = [
    shapely.Polygon([(585000, 1674000), (585010, 1674000), (585010, 1674030), (585000, 1674030)]),
    shapely.Polygon([(585020, 1674000), (585040, 1674000), (585040, 1674030)]),
    shapely.Polygon([(585060, 1674000), (585070, 1674000), (585070, 1674030), (585060, 1674000)]),
]
DEGREES = [
    shapely.box(108.80, 15.10, 108.81, 15.11),
    shapely.box(108.82, 15.10, 108.83, 15.11),
    shapely.box(108.84, 15.10, 108.85, 15.11),
]


def profile(**reader: object) -> SourceProfile:
    return SourceProfile.model_validate({"title": {"vi": "Thử"}, "reader": reader, "targets": {"parcels": {}}})


def opened(path: Path, work: Path, limits: Limits | None = None, **reader: object) -> Source:
    limits = limits or Limits()
    return open_source(register([path], work / "work", limits), profile(**reader), limits)


def everything(source: Source, layer: str | None = None, skip: int = 0) -> tuple[pa.Table, list[bytes | None]]:
    """All features of a layer; checks on the way that batches are numbered without a gap."""
    name = layer or source.layers[0].name
    attributes, geometry, at = [], [], skip
    for batch in source.batches(name, skip=skip):
        assert batch.first == at
        assert batch.attributes.num_rows == len(batch.geometry) == len(batch)
        attributes.append(batch.attributes)
        geometry.extend(batch.geometry.to_pylist())
        at += len(batch)
    return pa.Table.from_batches(attributes), geometry


def write(path: Path, driver: str, crs: str | None = "EPSG:5898", **options: str) -> Path:
    shapes = DEGREES if crs == "EPSG:4326" else SHAPES
    pyogrio.raw.write(
        path,
        shapely.to_wkb(shapes),
        [np.array(NAMES, dtype=object), np.array([1, 2, 3])],
        ["ten", "so"],
        geometry_type="Polygon",
        crs=crs,
        driver=driver,
        **options,
    )
    return path


FORMATS = [
    ("thua.shp", "ESRI Shapefile", "EPSG:5898", {"ENCODING": "UTF-8"}, "prj"),
    ("thua.gpkg", "GPKG", "EPSG:5898", {}, "file"),
    ("thua.fgb", "FlatGeobuf", "EPSG:5898", {"SPATIAL_INDEX": "NO"}, "file"),
    ("thua.gdb", "OpenFileGDB", "EPSG:5898", {"TARGET_ARCGIS_VERSION": "ARCGIS_PRO_3_2_OR_LATER"}, "file"),
    ("thua.geojson", "GeoJSON", "EPSG:4326", {"RFC7946": "YES"}, "standard"),
    ("wgs84.geojson", "GeoJSON", "EPSG:4326", {}, "file"),
    ("vn2000.geojson", "GeoJSON", "EPSG:5898", {}, "file"),
    ("thua.geojsonl", "GeoJSONSeq", "EPSG:4326", {}, "standard"),
    ("thua.kml", "LIBKML", "EPSG:4326", {}, "standard"),
    ("thua.gml", "GML", "EPSG:5898", {}, "file"),
    ("thua.tab", "MapInfo File", "EPSG:5898", {"ENCODING": "UTF-8"}, "file"),
    ("thua.mif", "MapInfo File", "EPSG:5898", {"ENCODING": "UTF-8"}, "file"),
]


def utf8(text: str | None) -> str | None:
    """What reading one byte per character did to UTF-8."""
    return None if text is None else text.encode().decode("latin-1")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "driver", "crs", "options", "origin"), FORMATS, ids=[row[0] for row in FORMATS])
def test_formats(name: str, driver: str, crs: str, options: dict[str, str], origin: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, driver, crs, **options)
    before = sorted(file.name for file in tmp_path.iterdir())
    with opened(path, tmp_path) as source:
        (layer,) = source.layers
        table, geometry = everything(source)
        assert layer.features == table.num_rows == 3
        assert layer.crs_origin == origin
        assert layer.format == driver
        column = find_column(table.column_names, ["ten", "Name"])
        assert column is not None
        raw = driver in ("ESRI Shapefile", "MapInfo File")
        wanted = [utf8(value) if raw else value for value in NAMES]
        assert [value or None for value in table[column].to_pylist()] == wanted
        if driver != "LIBKML":
            assert [int(value) for value in table["so"].to_pylist()] == [1, 2, 3]
        shapes = DEGREES if crs == "EPSG:4326" else SHAPES
        step = 0.02 if name.endswith(".tab") else 1e-6  # MapInfo stores whole steps of its bounds
        read = shapely.get_parts(shapely.force_2d(shapely.from_wkb(geometry)))
        assert shapely.equals_exact(shapely.normalize(read), shapely.normalize(shapes), step).all()
        assert {field.name: str(field.type) for field in table.schema} == layer.fields
    after = {file.name for file in tmp_path.iterdir()} - {"work"}
    assert after == set(before), "GDAL wrote beside the delivery"


@pytest.mark.filterwarnings("ignore")
def test_dxf(tmp_path: Path) -> None:
    lines = shapely.to_wkb([shapely.LineString([(0, 0), (10, 0)]), shapely.LineString([(0, 5), (10, 5)])])
    path = tmp_path / "cong.dxf"
    pyogrio.raw.write(
        path,
        lines,
        [np.array(["CONG", "CONG"], dtype=object)],
        ["Layer"],
        geometry_type="LineString",
        driver="DXF",
    )
    content = path.read_bytes().replace(b"CONG", "C\u00ed\u00f2ng".encode("latin-1"))
    path.write_bytes(content)
    with opened(path, tmp_path) as source:
        table, geometry = everything(source)
        assert source.layers[0].crs_origin == "none"
        assert table["Layer"].to_pylist() == ["C\u00ed\u00f2ng"] * 2
        assert geometry == lines.tolist()


EXTENDED = """  0
SECTION
  2
ENTITIES
  0
LINE
  5
1
  8
CONG
 10
0.0
 20
0.0
 11
10.0
 21
0.0
1001
THOATNUOC
1000
MA=C-1;LOAI=Tr\u00f2n
1040
1.5
  0
ENDSEC
  0
EOF
"""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_extended_data_of_dxf_are_one_text(encoding: str, tmp_path: Path) -> None:
    """GDAL gives them as a list of group codes and values; each byte arrives, valid UTF-8 or not."""
    path = tmp_path / "cong.dxf"
    path.write_bytes(EXTENDED.encode(encoding))
    with opened(path, tmp_path) as source:
        assert "RawCodeValues" not in source.layers[0].fields
    with opened(path, tmp_path, open_options={"INCLUDE_RAW_CODE_VALUES": "YES"}) as source:
        table, _ = everything(source)
        assert source.layers[0].fields["RawCodeValues"] == "string"
    (text,) = table["RawCodeValues"].to_pylist()
    shown = "Tr\u00f2n".encode(encoding).decode("latin-1")
    assert text.split(" | ")[-3:] == ["1001 THOATNUOC", f"1000 MA=C-1;LOAI={shown}", "1040 1.5"]


@pytest.mark.filterwarnings("ignore")
def test_dgn_v7(tmp_path: Path) -> None:
    path = tmp_path / "duong.dgn"
    pyogrio.raw.write(
        path,
        shapely.to_wkb([shapely.LineString([(0, 0), (10, 0)])]),
        [],
        [],
        geometry_type="LineString",
        driver="DGN",
    )
    with opened(path, tmp_path) as source:
        table, geometry = everything(source)
        with fiona.open(path) as oracle:
            assert len(oracle) == table.num_rows == 1
        assert shapely.length(shapely.from_wkb(geometry))[0] == pytest.approx(10, abs=1e-3)


# --- text comes raw --------------------------------------------------------------------------------

ALL_BYTES = bytes(range(0xA0, 0x100)) + bytes(range(0x80, 0xA0))


def dbf(path: Path, name: bytes, values: list[bytes], language: int = 0) -> None:
    """A dBase table of one text column, written by hand: no library's encoding stands between."""
    width = max(map(len, values))
    header = struct.pack("<B3BIHH17xB2x", 3, 126, 1, 1, len(values), 65, width + 1, language)
    column = name.ljust(11, b"\0") + b"C" + bytes(4) + bytes([width, 0]) + bytes(14)
    path.write_bytes(header + column + b"\r" + b"".join(b" " + value.ljust(width) for value in values) + b"\x1a")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("declared", ["", "UTF-8", "1258", "TCVN"])
def test_dbf_bytes_arrive_one_by_one(declared: str, tmp_path: Path) -> None:
    """Whatever the .cpg or the language byte says: GDAL's own CP1258 would cut the last letters."""
    path = write(tmp_path / "thua.shp", "ESRI Shapefile")
    values = [b"x" + ALL_BYTES[:48], b"x" + ALL_BYTES[48:96], b"x" + ALL_BYTES[96:] + b"x"]
    dbf(tmp_path / "thua.dbf", b"TEN", values, language=0x7D)
    path.with_suffix(".cpg").unlink()
    if declared:
        path.with_suffix(".cpg").write_text(declared)
    with opened(path, tmp_path) as source:
        table, _ = everything(source)
    assert table["TEN"].to_pylist() == [value.decode("latin-1") for value in values]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("Số thửa".encode(), "Số thửa"),
        ("Số địa".encode()[:9], "Số đ"),
        ("Sá tê bản đồ".encode()[:9], "Sá tê b"),
        ("Sè thöa".encode("latin-1"), "Sè thöa"),
        (b"SOTHUA", "SOTHUA"),
    ],
)
def test_dbf_column_names(raw: bytes, wanted: str, tmp_path: Path) -> None:
    """UTF-8 names are decoded (a letter that the field length cut in two is dropped), others stay raw."""
    path = write(tmp_path / "thua.shp", "ESRI Shapefile")
    dbf(tmp_path / "thua.dbf", raw, [b"1", b"2", b"3"])
    with opened(path, tmp_path) as source:
        assert list(source.layers[0].fields) == [wanted]
        assert everything(source)[0].column_names == [wanted]


@pytest.mark.parametrize("charset", ["Neutral", "WindowsLatin1", "WindowsVietnamese", "CodePage1258"])
def test_mapinfo_bytes_arrive_one_by_one(charset: str, tmp_path: Path) -> None:
    path = tmp_path / "thua.mif"
    head = f'Version 300\nCharset "{charset}"\nDelimiter ","\nCoordSys NonEarth Units "m" Bounds (0, 0) (1000, 1000)\n'
    path.write_bytes(head.encode() + b"Columns 1\n  T\xeen char(200)\nData\n\nPoint 1 2\n")
    raw = bytes(set(ALL_BYTES) - {0xA0})
    path.with_suffix(".mid").write_bytes(b'"' + raw + b'"\n')
    with opened(path, tmp_path) as source:
        table, geometry = everything(source)
    assert table.column_names == ["T\u00een"]
    assert table.column(0).to_pylist() == [raw.decode("latin-1")]
    assert shapely.from_wkb(geometry[0]) == shapely.Point(1, 2)


def test_geopackage_text_that_is_not_utf8(tmp_path: Path) -> None:
    path = write(tmp_path / "thua.gpkg", "GPKG")
    with sqlite3.connect(path) as database:
        database.create_function("ST_IsEmpty", 1, lambda _: 0)
        for trigger in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger[0]}"')
        database.execute("UPDATE thua SET ten = CAST(X'54EA6E' AS TEXT) WHERE so = 2")
    with opened(path, tmp_path) as source:
        table, _ = everything(source)
    assert table["ten"].to_pylist() == ["Trà Bồng", "T\u00ean", None]


# --- geometry comes as it stands, no row is lost ---------------------------------------------------


def test_unclosed_rings_nulls_and_mixed_types(tmp_path: Path) -> None:
    """pyogrio's reader of data frames refuses or nulls the unclosed ring; here it stays readable as bytes."""
    geometries = [
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0.5]]]},
        None,
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "LineString", "coordinates": [[0, 0, 5], [1, 1, 5]]},
        {"type": "GeometryCollection", "geometries": []},
    ]
    features = [
        {"type": "Feature", "properties": {"fid": at}, "geometry": shape} for at, shape in enumerate(geometries)
    ]
    path = tmp_path / "tron.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    with opened(path, tmp_path) as source:
        table, geometry = everything(source)
    assert table["fid"].to_pylist() == [0, 1, 2, 3, 4]
    assert geometry[1] is None
    with pytest.raises(shapely.errors.GEOSException):
        shapely.from_wkb(geometry[0])
    assert geometry[0] is not None
    assert struct.unpack_from("<II", geometry[0], 1) == (3, 1)
    assert shapely.get_coordinate_dimension(shapely.from_wkb(geometry[3])) == 3


def test_objects_and_lists_as_values(tmp_path: Path) -> None:
    """An object is an Arrow extension type too, and must not be taken for the geometry; a list is one text."""
    path = tmp_path / "long.geojson"
    values = {"a": {"b": [1, "Lê"]}, "c": ["Sao đen", "y"], "d": [1, 2], "e": [1.5, 2.25]}
    feature = {"type": "Feature", "properties": values, "geometry": {"type": "Point", "coordinates": [1, 2]}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with opened(path, tmp_path) as source:
        table, geometry = everything(source)
        assert {field.name: str(field.type) for field in table.schema} == source.layers[0].fields
    (row,) = table.to_pylist()
    assert json.loads(row.pop("a")) == values["a"]
    assert {name: row[name] for name in "cde"} == {"c": "Sao đen | y", "d": "1 | 2", "e": "1.5 | 2.25"}
    assert shapely.from_wkb(geometry[0]) == shapely.Point(1, 2)


def test_projected_numbers_without_crs_member(tmp_path: Path) -> None:
    path = tmp_path / "met.geojson"
    path.write_text(
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "properties": {"số thửa :": "12 "},
                        "geometry": {"type": "Point", "coordinates": [585791.005, 1674123.5]},
                    }
                ],
            }
        )
    )
    with opened(path, tmp_path) as source:
        table, geometry = everything(source)
        assert source.layers[0].crs_origin == "standard"
    assert shapely.from_wkb(geometry[0]) == shapely.Point(585791.005, 1674123.5)
    assert table["số thửa :"].to_pylist() == ["12 "]


def test_curves_become_lines(tmp_path: Path) -> None:
    """A circle by three points in a GML; GDAL's stream gives a curve, that GEOS cannot read."""
    path = tmp_path / "cong.gml"
    curve = (
        "<gml:Curve><gml:segments><gml:Arc><gml:posList>0 0 1 1 2 0</gml:posList></gml:Arc></gml:segments></gml:Curve>"
    )
    line = "<gml:LineString><gml:posList>0 0 5 5</gml:posList></gml:LineString>"
    members = "".join(
        f'<gml:featureMember><c gml:id="c{at}"><g>{shape}</g></c></gml:featureMember>'
        for at, shape in enumerate([line, curve, line])
    )
    path.write_text(f'<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml">{members}</gml:FeatureCollection>')
    with opened(path, tmp_path) as source:
        _, geometry = everything(source)
    first, arc, last = shapely.from_wkb(geometry)
    assert first.equals(last)
    assert arc.geom_type == "LineString"
    assert arc.length == pytest.approx(np.pi, rel=1e-3)


def large(path: Path, driver: str, count: int = 120, vertices: int = 20_000) -> Path:
    """Areas of many vertices: about 320 kB each."""
    circle = shapely.Point(585000, 1674000).buffer(100, quad_segs=vertices // 4)
    shapes = shapely.to_wkb([shapely.affinity.translate(circle, at, 0) for at in range(count)])
    pyogrio.raw.write(
        path,
        shapes,
        [np.arange(count, dtype=np.int32)],
        ["so"],
        geometry_type="Polygon",
        crs="EPSG:5898",
        driver=driver,
    )
    return path


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("driver", ["FlatGeobuf", "GPKG", "ESRI Shapefile", "OpenFileGDB"])
def test_batches_are_bounded_and_complete(driver: str, tmp_path: Path) -> None:
    """GDAL's FlatGeobuf stream ends silently where a batch meets the memory bound: nothing may be missing."""
    suffix = {"FlatGeobuf": "fgb", "GPKG": "gpkg", "ESRI Shapefile": "shp", "OpenFileGDB": "gdb"}[driver]
    path = large(tmp_path / f"lon.{suffix}", driver)
    limits = Limits(batch_bytes=4 * 1024 * 1024)
    with opened(path, tmp_path, limits) as source:
        sizes = [batch.geometry.nbytes for batch in source.batches("lon")]
        assert max(sizes) <= 5 * 1024 * 1024
        assert len(sizes) >= 120 * 320_000 // (4 * 1024 * 1024)
        table, geometry = everything(source)
        assert sorted(table["so"].to_pylist()) == list(range(120))
        assert None not in geometry
        again, _ = everything(source, skip=70)
        assert again["so"].to_pylist() == table["so"].to_pylist()[70:]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "driver"), [(row[0], row[1]) for row in FORMATS if row[2] == "EPSG:5898"])
def test_reading_goes_on_where_it_stopped(name: str, driver: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, driver)
    with opened(path, tmp_path, Limits(batch_rows=1)) as source:
        table, geometry = everything(source)
        rest, shapes = everything(source, skip=1)
    assert len(geometry) == 3
    assert rest.to_pylist() == table.to_pylist()[1:]
    assert shapes == geometry[1:]


@pytest.mark.filterwarnings("ignore")
def test_deleted_dbf_rows_are_no_loss(tmp_path: Path) -> None:
    path = write(tmp_path / "thua.shp", "ESRI Shapefile")
    dbf(tmp_path / "thua.dbf", b"SO", [b"1", b"2", b"3"])
    content = bytearray((tmp_path / "thua.dbf").read_bytes())
    content[65 + 2] = ord("*")
    (tmp_path / "thua.dbf").write_bytes(content)
    with opened(path, tmp_path) as source:
        table, _ = everything(source)
        assert source.layers[0].features == 2
    assert table["SO"].to_pylist() == ["1", "3"]


def test_stale_count_in_a_geopackage_is_no_loss(tmp_path: Path) -> None:
    path = write(tmp_path / "thua.gpkg", "GPKG")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE gpkg_ogr_contents SET feature_count = 99")
    with opened(path, tmp_path) as source:
        assert len(everything(source)[1]) == 3


def test_pending_log_of_a_geopackage_is_read(tmp_path: Path) -> None:
    """Sent with its -wal beside it: the last edits lie there; nothing is written beside the delivery."""
    path = write(tmp_path / "thua.gpkg", "GPKG")
    copy = tmp_path / "gui"
    copy.mkdir()
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    for trigger in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f'DROP TRIGGER "{trigger[0]}"')
    database.execute("UPDATE thua SET ten = 'sửa' WHERE so = 1")
    database.commit()
    for file in tmp_path.glob("thua.gpkg*"):
        shutil.copy(file, copy)
    database.close()
    with opened(copy / "thua.gpkg", tmp_path) as source:
        table, _ = everything(source)
    assert table["ten"].to_pylist()[0] == "sửa"


def test_flatgeobuf_that_ends_too_early_is_refused(tmp_path: Path) -> None:
    path = large(tmp_path / "lon.fgb", "FlatGeobuf", count=20, vertices=2_000)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(Refused) as refusal, opened(path, tmp_path) as source:
        everything(source)
    assert refusal.value.rule == "FIL-17"


# --- tables ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv(encoding: str, delimiter: str, tmp_path: Path) -> None:
    name = "Sè 1" if encoding == "latin-1" else "Số 1"
    rows = [
        ["Tên ", "X(m)", "Y(m)"],
        [name, '"1674123,5"', "585791.25"],
        ["", "", ""],
        ['"a\nb"', "", "3"],
        ["x"],
    ]
    if encoding == "latin-1":
        rows[0][0] = "Tªn "
    path = tmp_path / "den.csv"
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    with opened(path, tmp_path, coordinates={"x": "Y (m)", "y": "X (m)"}) as source:
        table, geometry = everything(source)
        assert source.layers[0].features == 3
    assert table.column(0).to_pylist() == [name, "a\nb", "x"]
    assert shapely.from_wkb(geometry[0]) == shapely.Point(585791.25, 1674123.5)
    assert geometry[1:] == [None, None]
    assert table["X(m)"].to_pylist() == ["1674123,5", None, None]


def workbook(path: Path, rows: list[list[object]], **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Đèn"
    for row in rows:
        book.active.append(row)
    for title, content in sheets.items():
        sheet = book.create_sheet(title)
        for row in content:
            sheet.append(row)
        if title == "an":
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def test_xlsx(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["BẢNG KÊ ĐÈN"],
        ["STT", "Mã", "X", "Y", "Công suất", None, "Mã"],
        [1, "A1", 1674123.5, 585791.25, 70, "", "b"],
        [None, None, None, None, None, None, None],
        [2, 7, "1.674.123,5", "585.791", 12.345, None, None],
        ["Tổng", None, None, None, 82.345, None, None, None, "bên ngoài"],
    ]
    path = workbook(tmp_path / "den.xlsx", rows, an=[["X"], [1]])
    with opened(path, tmp_path, header_row=2, coordinates={"x": "Y", "y": "X"}) as source:
        (layer,) = source.layers
        table, geometry = everything(source)
    assert (layer.name, layer.features, layer.geometry_type) == ("Đèn", 3, "Point")
    assert table.column_names == ["STT", "Mã", "X", "Y", "Công suất", "cot_6", "Mã (2)", "cot_8", "cot_9"]
    assert table["Công suất"].to_pylist() == [70.0, 12.345, 82.345]
    assert table["cot_9"].to_pylist() == [None, None, "bên ngoài"]
    assert table["Mã"].to_pylist() == ["A1", "7", None]
    assert table["X"].to_pylist() == ["1674123.5", "1.674.123,5", None]
    points = shapely.from_wkb(geometry)
    assert (points[0].x, points[0].y) == (585791.25, 1674123.5)
    assert (points[1].x, points[1].y) == (585791.0, 1674123.5)
    assert points[2] is None


def test_number_as_text_is_never_taken_for_thousands(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["X", "Y", "m"], [1, 2, 12.345], [1, 2, "ghi chú"]])
    with opened(path, tmp_path, coordinates={"x": "X", "y": "Y"}) as source:
        assert everything(source)[0]["m"].to_pylist() == ["12.3450", "ghi chú"]


def test_formula_without_result_in_a_column_that_nobody_takes(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["X", "Y", "tuổi"], [1, 2, "=A2+1"]])
    with opened(path, tmp_path, coordinates={"x": "X", "y": "Y"}) as source:
        assert everything(source)[0]["tuổi"].to_pylist() == [None]
        assert source.warnings == ["Đèn: cột tuổi: ô C2 là công thức chưa có kết quả"]


def test_xlsx_with_huge_dimensions(tmp_path: Path) -> None:
    """One stray blank cell at the far end of the sheet costs neither columns nor rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["X", "Y"], [1.5, 2.5]):
        sheet.append(row)
    sheet["XFD3"] = " "
    sheet["A50000"] = " "
    book.save(tmp_path / "a.xlsx")
    with opened(tmp_path / "a.xlsx", tmp_path, coordinates={"x": "X", "y": "Y"}) as source:
        assert source.layers[0].features == 1
        assert everything(source)[0].to_pylist() == [{"X": 1.5, "Y": 2.5}]


# --- layers ----------------------------------------------------------------------------------------


def test_layers_by_pattern(tmp_path: Path) -> None:
    path = write(tmp_path / "nhieu.gpkg", "GPKG", layer="thua_2023")
    write(path, "GPKG", layer="thua_2024", append="YES")
    write(path, "GPKG", layer="nha", append="YES")
    with opened(path, tmp_path) as source:
        assert [layer.name for layer in source.layers] == ["thua_2023", "thua_2024", "nha"]
    with opened(path, tmp_path, layer=["THUA_*"]) as source:
        assert [layer.name for layer in source.layers] == ["thua_2023", "thua_2024"]
        assert [layer.name for layer in source.others] == ["nha"]
    with pytest.raises(Refused, match="nha \\(Polygon, 3 đối tượng\\)"):
        opened(path, tmp_path, layer="duong")


def test_same_layer_name_in_two_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / f"{name}.gpkg", "GPKG", layer="lop")
    delivery = register([tmp_path / "a.gpkg", tmp_path / "b.gpkg"], tmp_path / "work")
    with open_source(delivery, profile(layer="lop")) as source:
        assert [(layer.name, layer.file) for layer in source.layers] == [
            ("a/lop", "a.gpkg"),
            ("b/lop", "b.gpkg"),
        ]
        assert len(everything(source, "b/lop")[1]) == 3


def test_sample_is_spread(tmp_path: Path) -> None:
    path = tmp_path / "diem.shp"
    pyogrio.raw.write(
        path,
        shapely.to_wkb(shapely.points(np.arange(900), 0)),
        [np.arange(900)],
        ["so"],
        geometry_type="Point",
        crs="EPSG:5898",
        driver="ESRI Shapefile",
    )
    with opened(path, tmp_path) as source:
        batch = sample(source, source.layers[0], 30)
    numbers = batch.attributes["so"].to_pylist()
    assert numbers == [*range(10), *range(445, 455), *range(890, 900)]
    assert [shapely.from_wkb(point.as_py()).x for point in batch.geometry] == numbers


def test_columns_are_found_loosely() -> None:
    layer = SourceLayer("l", "Point", {"Số thửa :": "string", "DIEN_TICH": "double"}, 1, None, "none")
    assert find_column(layer.fields, ["so_thua"]) == "Số thửa :"
    assert find_column(layer.fields, ["khong", "Diện tích"]) == "DIEN_TICH"
    assert find_column(layer.fields, "to") is None
    assert require_columns(layer, {"parcel_number": "SO THUA"}) == {"parcel_number": "Số thửa :"}
    with pytest.raises(Refused, match="map_sheet \\(to / Tờ bản đồ\\).*Số thửa :, DIEN_TICH") as refusal:
        require_columns(layer, {"map_sheet": ["to", "Tờ bản đồ"]})
    assert refusal.value.rule == "FIL-16"


# --- real files, GDAL of another build as the oracle -----------------------------------------------

REAL: list[tuple[str, Callable[[Path], list[Path]]]] = [
    ("FileGDB", lambda root: [root / "formats/gdal_autotest2/python/ogr/testdata/testopenfilegdb.gdb.zip"]),
    ("KML", lambda root: sorted((root / "formats/gdal_autotest2/python/ogr/testdata").glob("samples.kml"))),
    ("KMZ", lambda root: sorted((root / "robustness/mapshaper").rglob("*.kmz"))),
    (
        "GML",
        lambda root: [root / "cadastre_intl/es_catastro" / name for name in ("address.gml", "zoning.gml")],
    ),
    ("FlatGeobuf", lambda root: sorted((root / "robustness/mapshaper/flatgeobuf").glob("[cp]*.fgb"))),
    ("GeoPackage", lambda root: [root / "drainage/giswater_ud_sample.gpkg"]),
    ("GPX", lambda root: [root / "formats/gdal_autotest2/python/ogr/testdata/test.gpx"]),
    ("TopoJSON", lambda root: [root / "city_cambridge/Infra/Hydrants/INFRA_Hydrants.topojson"]),
    ("GeoJSON", lambda root: sorted((root / "vn_quangngai_sxd").glob("QH*.geojson"))),
    ("Shapefile", lambda root: sorted((root / "robustness/postgis/regress/loader").glob("Reproject*.shp"))),
    ("Esri JSON", lambda root: [root / "formats/gdal_autotest2/python/ogr/testdata/esrizpolygon.json"]),
]


@needs_shared
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("kind", "find"), REAL, ids=[kind for kind, _ in REAL])
def test_real_files(kind: str, find: Callable[[Path], list[Path]], tmp_path: Path) -> None:
    paths = find(SHARED)
    assert paths
    for path in paths:
        delivery = register([path], tmp_path / "work")
        with open_source(delivery, profile()) as source:
            for layer in source.layers:
                _, geometry = everything(source, layer.name)
                name = next(str(data.path) for data in delivery.datasets if data.path.name == layer.file)
                prefix = {"TopoJSON": "TopoJSON:", "Esri JSON": "ESRIJSON:"}.get(kind, "")
                info = pyogrio.read_info(prefix + name, layer=layer.name, force_feature_count=True)
                assert len(geometry) == layer.features == info["features"]
                rows = pyogrio.raw.read(prefix + name, layer=layer.name, columns=[])[2]
                assert sum(value is None for value in geometry) == sum(not value for value in rows)


@needs_shared
@pytest.mark.filterwarnings("ignore")
def test_department_drawings_balance(tmp_path: Path) -> None:
    """4,315 polygons and 17,371 lines in 15 drawings, read as one delivery, to the feature."""
    paths = sorted((SHARED / "vn_quangngai_sxd").glob("QH*.geojson"))
    kinds: dict[int, int] = {}
    with open_source(register(paths, tmp_path / "work"), profile()) as source:
        assert len(source.layers) == 15
        for layer in source.layers:
            for value in everything(source, layer.name)[1]:
                assert value is not None
                code = struct.unpack_from("<I", value, 1)[0] % 1000
                kinds[code] = kinds.get(code, 0) + 1
    assert kinds.get(3, 0) + kinds.get(6, 0) == 4315
    assert kinds.get(2, 0) + kinds.get(5, 0) == 17371


@needs_shared
def test_water_quality_workbook(tmp_path: Path) -> None:
    (path,) = (SHARED / "vn_quangngai_env").rglob("*.xlsx")
    with open_source(register([path], tmp_path / "work"), profile(layer="*")) as source:
        for layer in source.layers:
            assert everything(source, layer.name)[0].num_rows == layer.features
