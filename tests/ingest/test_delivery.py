"""Registering deliveries: the digest, what belongs together, and one bad delivery for each FIL rule."""

from __future__ import annotations

import io
import json
import os
import resource
import shutil
import sqlite3
import stat
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely

from sdi.errors import Refused, UsageError
from sdi.ingest.delivery import Delivery, register
from sdi.ingest.json_check import check_json
from sdi.ingest.limits import Limits
from sdi.ingest.reader import open_source
from sdi.ingest.sniff import Format
from sdi.model import SourceProfile

SHARED = Path(os.environ.get("SDI_SHARED_DATA", Path(__file__).parents[2].parent / "shared" / "data"))
POINT = '{"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[108.8,15.1]}}'
COLLECTION = f'{{"type":"FeatureCollection","features":[{POINT},{POINT}]}}'


def profile(**reader: object) -> SourceProfile:
    return SourceProfile.model_validate({"title": {"vi": "Thử"}, "reader": reader, "targets": {"parcels": {}}})


def shapefile(folder: Path, name: str = "thua", count: int = 5) -> Path:
    path = folder / f"{name}.shp"
    geometry = shapely.to_wkb(shapely.box(np.arange(count), 0, np.arange(count) + 1, 1))
    pyogrio.raw.write(
        path,
        geometry,
        [np.arange(count)],
        ["so"],
        geometry_type="Polygon",
        crs="EPSG:5898",
        driver="ESRI Shapefile",
    )
    return path


def geopackage(folder: Path, count: int = 2000) -> Path:
    path = folder / "lop.gpkg"
    geometry = shapely.to_wkb(shapely.points(np.arange(count), np.arange(count)))
    pyogrio.raw.write(path, geometry, [np.arange(count)], ["so"], geometry_type="Point", crs="EPSG:5898", driver="GPKG")
    return path


def zipped(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def text(name: str, content: str | bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


def without(suffix: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = shapefile(folder)
        path.with_suffix(suffix).unlink()
        return path

    return make


def truncated(make: Callable[[Path], Path], suffix: str, keep: float) -> Callable[[Path], Path]:
    def cut(folder: Path) -> Path:
        path = make(folder)
        victim = path.with_suffix(suffix)
        content = victim.read_bytes()
        victim.write_bytes(content[: int(len(content) * keep)])
        return path

    return cut


def lone_dbf(folder: Path) -> Path:
    path = shapefile(folder)
    for suffix in (".shp", ".shx", ".prj", ".cpg"):
        path.with_suffix(suffix).unlink(missing_ok=True)
    return path.with_suffix(".dbf")


def tab_alone(folder: Path) -> Path:
    return text(
        "ban_do.tab",
        '!table\n!version 300\n!charset WindowsLatin1\n\nDefinition Table\n  Type NATIVE Charset "WindowsLatin1"\n',
    )(folder)


def more_rows_than_shapes(folder: Path) -> Path:
    path = shapefile(folder, count=5)
    other = folder / "khac"
    other.mkdir()
    shutil.copy(shapefile(other, count=7).with_suffix(".dbf"), path.with_suffix(".dbf"))
    return path


def bomb(folder: Path) -> Path:
    return zipped(folder / "bom.zip", {"a.geojson": b" " * 120_000_000})


def lying_bomb(folder: Path) -> Path:
    """The directory says that the entry is small."""
    path = zipped(folder / "doi.zip", {"a.geojson": b" " * 120_000_000})
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 1000)
    path.write_bytes(content)
    return path


def many_entries(folder: Path) -> Path:
    return zipped(folder / "nhieu.zip", {f"{number}.txt": b"" for number in range(10_001)})


def escaping(name: str) -> Callable[[Path], Path]:
    return lambda folder: zipped(folder / "thoat.zip", {"ok.geojson": COLLECTION.encode(), name: b"x"})


def zip_symlink(folder: Path) -> Path:
    path = folder / "lien_ket.zip"
    info = zipfile.ZipInfo("a.geojson")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/hostname")
    return path


def folder_symlink(folder: Path) -> Path:
    sub = folder / "goi"
    sub.mkdir()
    (sub / "a.geojson").symlink_to("/etc/hostname")
    return sub


def encrypted(folder: Path) -> Path:
    path = zipped(folder / "mat_khau.zip", {"a.geojson": COLLECTION.encode()})
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(signature)
        content[at + offset] |= 1
    path.write_bytes(content)
    return path


def nested(folder: Path) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.geojson", COLLECTION)
    return zipped(folder / "long.zip", {"trong.zip": inner.getvalue()})


def broken_geopackage(folder: Path) -> Path:
    path = geopackage(folder)
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xaa" * 3996
    path.write_bytes(content)
    return path


def plain_sqlite(folder: Path) -> Path:
    path = folder / "khac.sqlite"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE a (b)")
    return path


def uncomputed(folder: Path) -> Path:
    path = folder / "cong_thuc.xlsx"
    book = openpyxl.Workbook()
    for row in (["X", "Y"], [1674123.0, "=A2+1"]):
        book.active.append(row)
    book.save(path)
    return path


def cut_in_two(name: str, driver: str, geometry: str = "LineString", suffix: str = "") -> Callable[[Path], Path]:
    """What GDAL reads half of without a word."""

    def make(folder: Path) -> Path:
        path = folder / name
        lines = shapely.to_wkb([shapely.LineString([(at, 0), (at, 5)]) for at in range(300)])
        fields = [np.array(["0"] * 300, dtype=object)] if driver != "DGN" else []
        pyogrio.raw.write(
            path,
            lines,
            fields,
            ["Layer"][: len(fields)],
            geometry_type=geometry,
            crs="EPSG:5898",
            driver=driver,
        )
        victim = path.with_suffix(suffix) if suffix else path
        victim.write_bytes(victim.read_bytes()[: victim.stat().st_size // 2])
        return path

    return make


def bad_gml_position(folder: Path) -> Path:
    """Well-formed, but the second of three features has half a position."""
    positions = ["0 0 1 1", "5", "2 2 3 3"]
    members = "".join(
        f'<gml:featureMember><d gml:id="d{at}"><g><gml:LineString><gml:posList>{text}</gml:posList>'
        "</gml:LineString></g></d></gml:featureMember>"
        for at, text in enumerate(positions)
    )
    path = folder / "so.gml"
    path.write_text(f'<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml">{members}</gml:FeatureCollection>')
    return path


ENTITY = '<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><kml>&b;</kml>'
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE gpx SYSTEM "http://127.0.0.1:9/x.dtd"><gpx></gpx>'
GML = '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" xmlns:gml="http://www.opengis.net/gml">'
VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="a">'
    "<SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
)
COLUMNS = {"coordinates": {"x": "Y", "y": "X"}}


def read_all(delivery: Delivery, declared: SourceProfile) -> None:
    with open_source(delivery, declared) as opened:
        for layer in opened.layers:
            for _ in opened.batches(layer.name):
                pass


BAD: list[tuple[str, str, Callable[[Path], Path], dict[str, object]]] = [
    ("FIL-1", "empty file", text("rong.geojson", ""), {}),
    ("FIL-1", "nothing but white space", text("trang.csv", " \r\n \n"), {}),
    ("FIL-1", "ZIP without a file", lambda folder: zipped(folder / "rong.zip", {}), {}),
    ("FIL-2", "DWG 2018", text("ban_ve.dwg", b"AC1032\0\0\0\0" + b"\1" * 100), {}),
    ("FIL-2", "DWG called DXF", text("ban_ve.dxf", b"AC1018\0\0\0\0" + b"\1" * 100), {}),
    ("FIL-3", "DGN V8", text("ban_ve.dgn", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), {}),
    ("FIL-4", "RAR", text("goi.rar", b"Rar!\x1a\x07\x01\x00" + b"\1" * 100), {}),
    ("FIL-4", "RAR called ZIP", text("goi.zip", b"Rar!\x1a\x07\x00" + b"\1" * 100), {}),
    ("FIL-4", "7z", text("goi.7z", b"7z\xbc\xaf\x27\x1c" + b"\1" * 100), {}),
    (
        "FIL-5",
        "Git LFS pointer",
        text("thua.shp", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"),
        {},
    ),
    (
        "FIL-6",
        "sign-in page",
        text("thua.geojson", "\ufeff<!DOCTYPE html>\n<html><body>Đăng nhập</body></html>"),
        {},
    ),
    (
        "FIL-6",
        "XHTML",
        text("thua.kml", '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"/>'),
        {},
    ),
    ("FIL-7", "truncated", text("cut.geojson", COLLECTION[:-40]), {}),
    ("FIL-7", "two documents in one", text("hai.geojson", COLLECTION + "\n" + COLLECTION), {}),
    ("FIL-7", "not UTF-8", text("ma.geojson", COLLECTION.replace('"a"', '"T\xean"').encode("latin-1")), {}),
    ("FIL-7", "NaN", text("nan.geojson", COLLECTION.replace("108.8", "NaN")), {}),
    ("FIL-8", "bomb", bomb, {}),
    ("FIL-8", "too many entries", many_entries, {}),
    ("FIL-9", "parent", escaping("../../ngoai.txt"), {}),
    ("FIL-9", "parent by backslash", escaping("..\\..\\ngoai.txt"), {}),
    ("FIL-9", "absolute", escaping("/tmp/ngoai.txt"), {}),
    ("FIL-9", "drive", escaping("C:\\ngoai.txt"), {}),
    ("FIL-9", "symbolic link in a ZIP", zip_symlink, {}),
    ("FIL-9", "symbolic link in a folder", folder_symlink, {}),
    ("FIL-10", "entities", text("cuoi.kml", ENTITY), {}),
    ("FIL-10", "external document type", text("ngoai.gpx", EXTERNAL), {}),
    ("FIL-11", "VRT", text("tro.vrt", VRT), {}),
    ("FIL-11", "VRT called KML", text("tro.kml", VRT), {}),
    ("FIL-11", "picture", text("anh.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50), {}),
    ("FIL-11", "JSON that is no map", text("khac.json", '{"a": [1, 2]}'), {}),
    ("FIL-11", "SQLite", plain_sqlite, {}),
    ("FIL-11", "old Excel", text("bang.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), {}),
    ("FIL-11", "another format than the profile's", text("a.geojson", COLLECTION), {"driver": "GPKG"}),
    ("FIL-12", "no .dbf", without(".dbf"), {}),
    ("FIL-12", "no .shx", without(".shx"), {}),
    ("FIL-12", ".dbf alone", lone_dbf, {}),
    ("FIL-12", "TAB alone", tab_alone, {}),
    ("FIL-12", "MIF alone", text("ban_do.mif", "Version 300\nColumns 0\nData\n"), {}),
    ("FIL-13", "no features", text("khong.geojson", '{"type":"FeatureCollection","features":[]}'), {}),
    ("FIL-13", "no such layer", text("a.geojson", COLLECTION), {"layer": "thua_dat"}),
    ("FIL-13", "table without coordinates", text("bang.csv", "a,b\n1,2\n"), {}),
    ("FIL-14", "password", encrypted, {}),
    ("FIL-15", "ZIP in a ZIP", nested, {}),
    ("FIL-16", "coordinate column missing", text("bang.csv", "so;X;Kinh do\n1;1674123;585791\n"), COLUMNS),
    ("FIL-17", "truncated .shp", truncated(shapefile, ".shp", 0.7), {}),
    ("FIL-17", "truncated .dbf", truncated(shapefile, ".dbf", 0.6), {}),
    ("FIL-17", "more rows than shapes", more_rows_than_shapes, {}),
    ("FIL-17", "truncated GeoPackage", truncated(geopackage, ".gpkg", 0.5), {}),
    ("FIL-17", "damaged GeoPackage", broken_geopackage, {}),
    ("FIL-17", "truncated ZIP", truncated(bomb, ".zip", 0.5), {}),
    ("FIL-17", "size in the directory is a lie", lying_bomb, {}),
    (
        "FIL-17",
        "truncated KML",
        text("cut.kml", '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'),
        {},
    ),
    ("FIL-17", "truncated GML", text("cut.gml", GML), {}),
    (
        "FIL-17",
        "KML not well-formed",
        text("a.kml", '<kml xmlns="http://www.opengis.net/kml/2.2"><a></b></kml>'),
        {},
    ),
    ("FIL-17", "GML that GDAL reads in part", bad_gml_position, {}),
    ("FIL-17", "truncated DXF", cut_in_two("a.dxf", "DXF"), {}),
    ("FIL-17", "truncated DGN", cut_in_two("a.dgn", "DGN"), {}),
    ("FIL-17", "truncated .map", cut_in_two("a.tab", "MapInfo File", suffix=".map"), {}),
    ("FIL-17", "truncated .dat", cut_in_two("a.tab", "MapInfo File", suffix=".dat"), {}),
    ("FIL-17", "truncated .mid", cut_in_two("a.mif", "MapInfo File", suffix=".mid"), {}),
    ("FIL-17", "FlatGeobuf of nothing", text("a.fgb", b"fgb\x03fgb\x00" + b"\xff" * 40), {}),
    ("FIL-17", "workbook of nothing", lambda folder: zipped(folder / "a.xlsx", {"a.txt": b"x"}), {}),
    ("FIL-18", "more cells than columns", text("bang.csv", "X,Y\n1674123,5,585791,5\n"), COLUMNS),
    ("FIL-18", "quote never closed", text("bang.csv", 'X,Y\n1674123,"585791\n1674124,585792\n'), COLUMNS),
    ("FIL-18", "formula never computed", uncomputed, COLUMNS),
]


@pytest.mark.parametrize(("rule", "title", "make", "reader"), BAD, ids=[f"{rule} {title}" for rule, title, *_ in BAD])
def test_bad_delivery(
    rule: str,
    title: str,
    make: Callable[[Path], Path],
    reader: dict[str, object],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    source, work = tmp_path / "den", tmp_path / "work"
    source.mkdir()
    path = make(source)
    with pytest.raises(Refused) as refusal:
        read_all(register([path], work), profile(**reader))
    assert refusal.value.rule == rule
    assert refusal.value.advice
    assert "ngoai.txt" not in {entry.name for entry in tmp_path.parent.rglob("*")}
    if rule in ("FIL-8", "FIL-9", "FIL-14", "FIL-15"):
        assert not [entry for entry in work.rglob("*") if entry.is_file()]
    assert capfd.readouterr().err == ""


def test_every_rule_has_a_bad_delivery() -> None:
    from sdi.quality.rules import rules

    of_rasters = {f"FIL-{number}" for number in range(19, 24)}  # tests/raster/test_reading.py has these
    assert {rule for rule, *_ in BAD} == {name for name in rules() if name.startswith("FIL-")} - of_rasters


def test_json_fault_is_located(tmp_path: Path) -> None:
    path = text("a.geojson", '{"type": "FeatureCollection",\n "features": [\n  {"type": Feature"}]}')(tmp_path)
    with pytest.raises(Refused, match="dòng 3, cột 12"):
        check_json(path)


def test_json_is_checked_across_chunks(tmp_path: Path) -> None:
    features = ",\n".join([POINT] * 120_000)
    path = text("lon.geojson", '{"type":"FeatureCollection","features":[' + features + "]}")(tmp_path)
    assert path.stat().st_size > 8 * 1024 * 1024
    assert check_json(path).features == 120_000
    broken = text("hong.geojson", '{"type":"FeatureCollection","features":[' + features + ",]}")(tmp_path)
    with pytest.raises(Refused, match="dòng 120000"):
        check_json(broken)


def test_json_depth_is_bounded(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        check_json(text("sau.json", '{"a":' + "[" * 200_000)(tmp_path))
    assert refusal.value.rule == "FIL-7"


def _suite(prefix: str) -> list[Path]:
    return sorted((SHARED / "hostile").rglob(f"{prefix}_*.json"))


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is absent")
def test_json_test_suite(tmp_path: Path) -> None:
    must_fail, must_pass = _suite("n"), _suite("y")
    assert (len(must_fail), len(must_pass)) == (188, 95)
    rules = {}
    for path in must_fail:
        try:
            with open_source(register([path], tmp_path), profile()):
                rules[path.name] = "opened"
        except Refused as refusal:
            rules[path.name] = refusal.rule
    assert set(rules.values()) <= {"FIL-1", "FIL-6", "FIL-7"}, rules
    assert sum(rule == "FIL-7" for rule in rules.values()) >= 180
    for path in must_pass:
        check_json(path)


# --- digest and what belongs together --------------------------------------------------------------


def test_digest_covers_siblings(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    before = register([path], tmp_path / "work")
    assert {Path(name).suffix for name in before.files} == {".shp", ".shx", ".dbf", ".prj", ".cpg"}
    assert register([path], tmp_path / "work").digest == before.digest
    path.with_suffix(".prj").write_text("GEOGCS[]")
    assert register([path], tmp_path / "work").digest != before.digest


def test_digest_does_not_run_names_and_contents_together(tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    (tmp_path / "2").mkdir()
    text("a.csv", "b.csvX\n1")(tmp_path / "1")
    text("a.csv", "b.csv")(tmp_path / "2")
    text("X.csv", "1")(tmp_path / "2")
    digests = {register([tmp_path / name], tmp_path / "work").digest for name in ("1", "2")}
    assert len(digests) == 2


def test_zip_digest_is_of_the_contents(tmp_path: Path) -> None:
    """Packed again (another date, another level) it is the same delivery; and the same as the folder."""
    entries = {
        name: file.read_bytes() for name, file in register([shapefile(tmp_path)], tmp_path / "work").files.items()
    }
    first = zipped(tmp_path / "a.zip", entries)
    second = tmp_path / "b.zip"
    with zipfile.ZipFile(second, "w", zipfile.ZIP_STORED) as archive:
        for name, content in reversed(entries.items()):
            archive.writestr(zipfile.ZipInfo(name, (2001, 1, 1, 0, 0, 0)), content)
    deliveries = [register([path], tmp_path / "work") for path in (first, second, tmp_path / "thua.shp")]
    assert len({delivery.digest for delivery in deliveries}) == 1
    assert deliveries[0].main.name == "thua.shp"


def test_siblings_named_are_not_counted_twice(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    alone = register([path], tmp_path / "work")
    together = register([path, path.with_suffix(".dbf"), path.with_suffix(".shx")], tmp_path / "work")
    assert together.digest == alone.digest
    assert len(together.datasets) == 1


def test_folder_of_several(tmp_path: Path) -> None:
    folder = tmp_path / "goi"
    folder.mkdir()
    shapefile(folder, "phuong_1", 3)
    shapefile(folder, "phuong_2", 4)
    text("doc.pdf", b"%PDF-1.4")(folder)
    text("ban_ve.dwg", b"AC1032" + b"\0" * 50)(folder)
    delivery = register([folder], tmp_path / "work")
    assert [dataset.path.name for dataset in delivery.datasets] == ["phuong_1.shp", "phuong_2.shp"]
    assert sorted(delivery.ignored) == [("ban_ve.dwg", "FIL-2"), ("doc.pdf", "FIL-11")]
    with open_source(delivery, profile()) as source:
        assert {layer.name: layer.features for layer in source.layers} == {"phuong_1": 3, "phuong_2": 4}


def test_damaged_part_refuses_the_whole(tmp_path: Path) -> None:
    folder = tmp_path / "goi"
    folder.mkdir()
    shapefile(folder, "phuong_1")
    truncated(lambda place: shapefile(place, "phuong_2"), ".dbf", 0)(folder)
    (folder / "phuong_2.dbf").unlink()
    with pytest.raises(Refused) as refusal:
        register([folder], tmp_path / "work")
    assert refusal.value.rule == "FIL-12"


def test_unknown_path(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        register([tmp_path / "khong_co.shp"], tmp_path)


def test_kmz_and_kmz_in_zip(tmp_path: Path) -> None:
    kml = '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>Cầu</name><Point><coordinates>108.8,15.1</coordinates></Point></Placemark></kml>'
    kmz = zipped(tmp_path / "cau.kmz", {"doc.kml": kml.encode()})
    outer = zipped(tmp_path / "goi.zip", {"cau.kmz": kmz.read_bytes()})
    for path in (kmz, outer):
        delivery = register([path], tmp_path / "work")
        assert [dataset.format for dataset in delivery.datasets] == [Format.KML]


def test_bomb_costs_no_memory(tmp_path: Path) -> None:
    """In a process of its own: the bomb holds 2 GB, the process may grow by far less."""
    path = tmp_path / "bom.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.geojson", "w", force_zip64=True) as entry,
    ):
        for _ in range(256):
            entry.write(bytes(1 << 20))
    program = (
        "import resource, sys\nfrom pathlib import Path\n"
        "from sdi.ingest.delivery import register\nfrom sdi.ingest.unpack import unpack\n"
        "from sdi.ingest.limits import Limits\n"
        "from sdi.errors import Refused\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "for limits in (Limits(), Limits(ratio=10**9, total=50 << 20)):\n"
        "    try:\n        register([Path(sys.argv[1])], Path(sys.argv[2]), limits)\n"
        "    except Refused as refusal:\n        assert refusal.rule == 'FIL-8'\n"
        "    else:\n        raise SystemExit('not refused')\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path), str(tmp_path / "work")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 32 * 1024  # KiB
    assert not [entry for entry in (tmp_path / "work").rglob("*") if entry.is_file()]
    assert resource.getpagesize()  # the unit of ru_maxrss above is KiB on Linux


def test_limits_hold_for_what_is_written(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.geojson": COLLECTION.encode()})
    with pytest.raises(Refused) as refusal:
        register([path], tmp_path / "work", Limits(total=20))
    assert refusal.value.rule == "FIL-8"


def test_delivery_is_immutable(tmp_path: Path) -> None:
    delivery = register([text("a.geojson", COLLECTION)(tmp_path)], tmp_path / "work")
    assert isinstance(delivery, Delivery)
    assert delivery.name == "a.geojson"
    assert delivery.size == len(COLLECTION)
    assert json.loads(delivery.main.read_text())["type"] == "FeatureCollection"
    with pytest.raises(AttributeError):
        delivery.name = "b"  # type: ignore[misc]
