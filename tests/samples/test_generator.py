"""The sample town: deterministic, a true tiling, water that runs downhill, exactly the faults it admits.

Oracles: GEOS for coverages and validity, GDAL for every file, PROJ for the second axis.
"""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import openpyxl
import pyogrio
import pytest
import rasterio
import rasterio.merge
import shapely
from pyproj import Transformer

from sdi.publish.papers import inspect
from sdi.text import TextEncoding, decode

SAMPLES = Path(__file__).resolve().parents[2] / "data-samples"
PAPERS = (".pdf", ".png", ".tif")
MODEL = [f"so_nong_nghiep_moi_truong/DEM_nghia_lo_{side}.tif" for side in ("tay", "dong")]
SHEETS = {plan: f"so_xay_dung/BV01_{plan}_nan.tif" for plan in ("QHC_NghiaLo_2025", "QHPK_CamThanh_2024")}
RASTERS = (*MODEL, *SHEETS.values())
GDB = "nuoc_sach.gdb"  # GDAL writes new identifiers into every File Geodatabase


@pytest.fixture(scope="module")
def generator() -> Iterator[Any]:
    sys.path.insert(0, str(SAMPLES))
    import generate

    yield generate.generate
    sys.path.remove(str(SAMPLES))


@pytest.fixture(scope="module")
def town(generator: Any) -> Any:
    from generate import places
    from generate import town as towns

    return towns.build(places.QUANG_NGAI.town, places.QUANG_NGAI.crs)


@pytest.fixture(scope="module")
def faults() -> dict[str, Any]:
    return dict(json.loads((SAMPLES / "faults.json").read_text(encoding="utf-8"))["files"])


def number(text: object) -> float:
    return float(str(text).replace(",", "."))


def table(path: str, **options: Any) -> gpd.GeoDataFrame:
    source = SAMPLES / path
    return pyogrio.read_dataframe(f"/vsizip/{source}" if source.suffix == ".zip" else source, **options)


def rows(path: str) -> list[dict[str, str]]:
    with (SAMPLES / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def parcels(file: str = "vpdk/nghia_lo/ThuaDat_NghiaLo.shp") -> gpd.GeoDataFrame:
    return table(file, encoding="ISO-8859-1")


# --- the same every time ---------------------------------------------------------------------------------


def test_two_runs_write_the_same_bytes(generator: Any, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    first = generator(one, province="lam_dong")
    from generate import town as towns

    towns.build.cache_clear()
    assert generator(two, province="lam_dong") == first
    files = sorted(p.relative_to(one) for p in one.rglob("*") if p.is_file() and GDB not in p.parts)
    assert len(files) >= 35
    assert [f for f in files if (one / f).read_bytes() != (two / f).read_bytes()] == []


def test_the_committed_samples_are_what_the_generator_writes(generator: Any, tmp_path: Path) -> None:
    report = generator(tmp_path)
    assert report == json.loads((SAMPLES / "faults.json").read_text(encoding="utf-8"))
    sewers = [f"ha_tang/{name}" for name in ("ho_ga.csv", "cong_thoat_nuoc.mid", "thoat_nuoc.dxf")]
    for name in ("vpdk/nghia_lo/ThuaDat_NghiaLo.dbf", *sewers):
        assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes(), name


def test_samples_are_small_enough_to_commit() -> None:
    assert (
        sum(p.stat().st_size for p in SAMPLES.rglob("*") if p.is_file() and p.parts[-2] != "__pycache__") < 10_000_000
    )


# --- files -----------------------------------------------------------------------------------------------


def test_gdal_opens_every_file_and_counts_the_same(faults: dict[str, Any], tmp_path: Path) -> None:
    unlike_layers = {"thoat_nuoc.dxf", "QHC", "QHPK"}
    for name, entry in faults.items():
        expected = entry["features"]
        source: Path | str = SAMPLES / name
        if name in RASTERS:
            with rasterio.open(source) as raster:
                assert raster.width > 200 and expected == 1, name
            continue
        if Path(name).suffix in PAPERS:
            assert inspect(SAMPLES / name).pages >= expected == 1, name
            continue
        if name.endswith(".zip"):
            source = f"/vsizip/{source}"
        elif name.endswith(".gml"):  # GDAL leaves a .gfs beside what it reads
            source = Path(shutil.copy(source, tmp_path))
        counts = {
            layer: pyogrio.read_info(source, layer=layer, force_feature_count=True)["features"]
            for layer, _ in pyogrio.list_layers(source)
        }
        if isinstance(expected, int):
            assert max(counts.values()) == expected, name
        elif any(part in name for part in unlike_layers):
            assert counts.popitem()[1] == sum(expected.values()), name
        elif name.endswith(".xlsx"):  # two title rows and the names stand above the data
            assert {k: v - 3 for k, v in counts.items()} == expected, name
        else:
            assert counts == expected, name


def test_every_delivered_file_is_accounted_for(faults: dict[str, Any]) -> None:
    offices = [p for p in SAMPLES.iterdir() if p.is_dir() and p.name != "generate" and p.name[0] not in "._"]
    parts = {".dbf", ".shx", ".prj", ".cpg", ".mid", ".dat", ".id", ".map", ".gfs", ".tfw"}
    found = set()
    for office in offices:
        for path in office.rglob("*"):
            if path.suffix == ".gdb" or (path.is_file() and path.suffix not in parts and GDB not in path.parts):
                found.add(str(path.relative_to(SAMPLES)))
    assert found == set(faults)


# --- land ------------------------------------------------------------------------------------------------


def test_parcels_tile_their_blocks(town: Any) -> None:
    shapes = np.array([plot.polygon for plot in town.plots], dtype=object)
    assert shapely.coverage_is_valid(shapes)  # GEOS: no overlap, neighbours share every vertex
    for number_, block in enumerate(town.network.blocks):
        mine = [plot.polygon for plot in town.plots if plot.block == number_]
        union = shapely.union_all(mine)
        assert abs(union.area - sum(p.area for p in mine)) < 0.01
        assert shapely.symmetric_difference(union, block.polygon).area < 0.01 + 0.0005 * block.polygon.length


def test_street_reserves_and_parcels_do_not_overlap(town: Any) -> None:
    reserves = shapely.union_all(np.array(town.network.reserves, dtype=object))
    land = shapely.union_all(np.array([plot.polygon for plot in town.plots], dtype=object))
    common = shapely.intersection(reserves, land)
    assert common.area < 0.0005 * land.length  # half a millimetre of rounding along every edge
    assert shapely.intersection(reserves, land.buffer(-0.002)).area < 0.01


def test_plots_have_believable_proportions(town: Any) -> None:
    book = town.register.table
    sides = []
    for shape in book.loc[book["use"] == "house", "geometry"]:
        ring = shapely.get_coordinates(shape.minimum_rotated_rectangle)
        sides.append(sorted(np.hypot(*np.diff(ring[:3], axis=0).T)))
    width, depth = np.median(np.array(sides), axis=0)
    assert 4 < width < 7 and 14 < depth < 26
    medians = book.groupby("use")["area_m2"].median()
    assert 60 < medians["house"] < 150 < medians["garden"] < 700 < medians["field"] < 2500


def test_communes_tile_without_gaps_and_hold_their_parcels(town: Any) -> None:
    units = table("so_noi_vu/administrative_units.gpkg")
    assert dict(zip(units["ma_xa"], units["ten"], strict=True))["21028"] == "Phường Nghĩa Lộ"
    near = units[units["ma_xa"] != "23293"]
    assert shapely.coverage_is_valid(near.geometry.array)
    whole = shapely.union_all(near.geometry.array)
    assert whole.geom_type == "Polygon" and not whole.interiors
    outlines = units.set_index("ma_xa").geometry
    for file, code in (
        ("vpdk/nghia_lo/ThuaDat_NghiaLo.shp", "21028"),
        ("vpdk/cam_thanh/cam_thanh.zip", "21025"),
        ("vpdk/kon_tum/kon_tum_107_30.shp", "23293"),
    ):
        land = table(file, encoding="ISO-8859-1" if file.endswith(".shp") else None)
        assert set(land["XAID"]) == {code}
        crs = land.crs or units.crs
        shapes = gpd.GeoSeries(shapely.make_valid(land.geometry.array), crs=crs).to_crs(units.crs)
        outside = shapely.area(shapely.difference(shapes.array, outlines[code])).sum()
        assert outside < 1e-3 * shapes.area.sum(), file


def test_second_axis_is_what_its_prj_says() -> None:
    land = parcels("vpdk/kon_tum/kon_tum_107_30.shp")
    assert land.crs is not None and land.crs.to_epsg() == 9216
    assert 300 < len(land) < 700
    stated = land["DIENTICH"].str.replace(".", "").map(number).to_numpy()
    assert np.abs(stated - land.area.to_numpy()).max() < 0.051


# --- text ------------------------------------------------------------------------------------------------


def test_land_office_writes_tcvn3_without_prj_or_cpg(town: Any) -> None:
    land = parcels()
    folder = SAMPLES / "vpdk/nghia_lo"
    assert not list(folder.glob("*.prj")) and not list(folder.glob("*.cpg")) and land.crs is None
    book = town.register.ward("21028")
    for column, original in (("TENCHU", "owner"), ("DIACHI", "address")):
        decoded = [decode(raw, TextEncoding.TCVN3).lower() for raw in land[column]]
        assert decoded == [text.lower() for text in book[original]]
    assert (SAMPLES / "vpdk/nghia_lo/ThuaDat_NghiaLo.dbf").read_bytes().count(b"\xad") > 1000  # ư


def test_kon_tum_writes_vni() -> None:
    land = parcels("vpdk/kon_tum/kon_tum_107_30.shp")
    assert any("ñöôøng" in text for text in land["DIACHI"])
    assert decode("ñöôøng", TextEncoding.VNI) == "đường"


def test_owners_do_not_exist() -> None:
    invented = ("Mẫu", "Giả Định", "Ví Dụ", "Thử", "Minh Họa", "Tưởng Tượng", "mẫu")
    owners = table("vpdk/cam_thanh/cam_thanh.zip")["TENCHU"]
    assert all(any(word in owner for word in invented) for owner in owners)


def test_mapinfo_files_hold_tcvn3() -> None:
    pipes = table("ha_tang/cong_thoat_nuoc.mif", encoding="ISO-8859-1")
    assert {decode(text, TextEncoding.TCVN3) for text in pipes["HE_THONG"]} == {"Mưa", "Chung"}
    use = table("khac/existing_land_use.tab", encoding="ISO-8859-1")
    assert "Đất ở tại đô thị" in {decode(text, TextEncoding.TCVN3) for text in use["TEN_LOAI"]}
    assert use.is_valid.all()


# --- faults ----------------------------------------------------------------------------------------------


def test_planted_parcel_faults_are_there_and_no_others(faults: dict[str, Any]) -> None:
    land = parcels()
    planted = faults["vpdk/nghia_lo/ThuaDat_NghiaLo.shp"]["faults"]
    count = {name: fault["count"] for name, fault in planted.items()}
    assert count == {
        "bow_tie": 3,
        "spike": 1,
        "duplicate_key": 4,
        "empty_key": 2,
        "unknown_land_type": 1,
        "area_differs": 4,
    }
    assert (~land.is_valid).sum() == count["bow_tie"] + count["spike"]
    assert land["SHTHUA"].isna().sum() == count["empty_key"]
    keys = Counter(zip(land["SHBANDO"], land["SHTHUA"], strict=True))
    assert sum(n for key, n in keys.items() if n > 1 and key[1] == key[1]) == count["duplicate_key"]
    assert (land["KHLOAIDAT"] == "XYZ").sum() == count["unknown_land_type"]
    stated = land["DIENTICH"].str.replace(".", "").map(number)
    differs = np.abs(stated - land.area) > 0.06
    assert (differs & land.is_valid).sum() == count["area_differs"]
    for file in ("vpdk/cam_thanh/cam_thanh.zip", "vpdk/kon_tum/kon_tum_107_30.shp"):
        clean = table(file)
        assert clean.is_valid.all() and not clean.duplicated(["SHBANDO", "SHTHUA"]).any(), file


def test_planted_drawing_faults_are_there_and_no_others(faults: dict[str, Any]) -> None:
    file = "so_xay_dung/QHC_NghiaLo_2025.geojson"
    planted = faults[file]["faults"]
    features = json.loads((SAMPLES / file).read_text(encoding="utf-8"))["features"]
    zones = [f for f in features if f["geometry"]["type"] == "Polygon"]
    shapes = [shapely.Polygon(r[0], r[1:]) for r in (f["geometry"]["coordinates"] for f in zones)]
    invalid = [shape for shape in shapes if not shape.is_valid]
    away = [s for s in invalid if any(shapely.disjoint(shapely.Polygon(s.exterior), h) for h in s.interiors)]
    assert planted["island_as_hole"]["count"] == len(away) == 2
    assert planted["invalid_zone"]["count"] == len(invalid) - len(away)
    assert 0.03 < planted["invalid_zone"]["count"] / len(zones) < 0.05
    assert [f["properties"]["description"] for f in zones].count("@Ð?t nhóm nhà ?") == 1
    assert planted["overlap"]["count"] >= 4
    writings = faults[file]["cad_layers"]
    assert sum(entry["count"] for entry in writings) == len(zones)
    assert len({e["layer"] for e in writings if e["function"] == "NO"}) >= 5  # several names of one function


def test_zones_cut_through_parcels(town: Any) -> None:
    drawing = table("so_xay_dung/QHPK_CamThanh_2024.geojson")
    zones = drawing[drawing.geom_type.isin(["Polygon", "MultiPolygon"])].to_crs(5898)
    assert zones.is_valid.all() and zones["ky_hieu"].is_unique
    land = table("vpdk/cam_thanh/cam_thanh.zip")
    i, j = zones.sindex.query(land.geometry, predicate="intersects")
    pieces = shapely.area(shapely.intersection(land.geometry.array[i], zones.geometry.array[j]))
    halves = Counter(i[pieces > 2.0].tolist())
    assert sum(n > 1 for n in halves.values()) > 0.2 * len(land)


# --- networks --------------------------------------------------------------------------------------------


def test_drainage_falls_to_an_outfall_but_for_the_planted_faults(faults: dict[str, Any]) -> None:
    pipes = table("ha_tang/cong_thoat_nuoc.mif", encoding="ISO-8859-1")
    place = {r["Mã hố ga"]: (number(r["Y (m)"]), number(r["X (m)"])) for r in rows("ha_tang/ho_ga.csv")}
    floor = {r["Mã hố ga"]: number(r["Cao độ đáy (m)"]) for r in rows("ha_tang/ho_ga.csv")}
    top = {r["Mã hố ga"]: number(r["Cao độ đỉnh (m)"]) for r in rows("ha_tang/ho_ga.csv")}
    outfalls = {r["Mã cửa xả"]: (number(r["Y (m)"]), number(r["X (m)"])) for r in rows("ha_tang/cua_xa.csv")}
    place.update(outfalls)
    planted = faults["ha_tang/thoat_nuoc.dxf"]["faults"]
    assert planted == faults["ha_tang/cong_thoat_nuoc.mif"]["faults"] | faults["ha_tang/ho_ga.csv"]["faults"]
    adverse, orphan = planted["adverse_gradient"]["features"], planted["orphan_pipe"]["features"]

    assert pipes.loc[pipes["Z_DAU"] <= pipes["Z_CUOI"], "MA_CONG"].tolist() == adverse
    onward = dict(zip(pipes["HG_DAU"], pipes["HG_CUOI"], strict=True))
    assert len(onward) == len(pipes)  # one way down from every manhole
    stranded = []
    for pipe in pipes.itertuples():
        for code, end in ((pipe.HG_DAU, 0), (pipe.HG_CUOI, -1)):
            assert shapely.Point(place[code]).distance(shapely.Point(pipe.geometry.coords[end])) < 0.002
        node, steps = pipe.HG_CUOI, 0
        while node in onward and steps < len(pipes):
            node, steps = onward[node], steps + 1
        if node not in outfalls:
            stranded.append(pipe.MA_CONG)
        assert floor[pipe.HG_DAU] <= pipe.Z_DAU
        assert 0.8 < top[pipe.HG_DAU] - pipe.Z_DAU < 6.5  # cover
    assert stranded == orphan
    out_of = pipes.set_index("HG_DAU")
    for pipe in pipes.itertuples():
        if pipe.HG_CUOI in out_of.index:
            below = out_of.loc[pipe.HG_CUOI]
            assert below["Z_DAU"] - 1e-9 <= pipe.Z_CUOI  # comes in no lower than it goes out
            assert below["D_MM"] >= pipe.D_MM
    assert 22 < pipes["DAI_M"].median() < 42


def test_the_drainage_drawing_shows_the_same_network() -> None:
    pyogrio.set_gdal_config_options({"DXF_ENCODING": "ISO-8859-1"})
    drawing = table("ha_tang/thoat_nuoc.dxf", INCLUDE_RAW_CODE_VALUES="YES")
    pyogrio.set_gdal_config_options({"DXF_ENCODING": None})
    pipes = table("ha_tang/cong_thoat_nuoc.mif", encoding="ISO-8859-1").set_index("MA_CONG")
    drawn = drawing[drawing["Layer"].str.startswith("TN-CONG")]
    for row in drawn.itertuples():
        text = decode(row.RawCodeValues[-1].removeprefix("1000 "), TextEncoding.CP1258)
        note = dict(part.split("=") for part in text.split(";"))
        pipe = pipes.loc[note["MA"]]
        assert row.Layer == f"TN-CONG-D{pipe.D_MM}"
        for name, column in {"TU": "HG_DAU", "DEN": "HG_CUOI", "VL": "VAT_LIEU"}.items():
            assert note[name] == pipe[column]
        for name, column in {"HT": "HE_THONG", "LOAI": "LOAI", "TT": "TINH_TRANG"}.items():
            assert note[name] == decode(pipe[column], TextEncoding.TCVN3)
        for name, column in {"ZD": "Z_DAU", "ZC": "Z_CUOI", "DD": "DO_DOC", "NAM": "NAM"}.items():
            assert float(note[name]) == pipe[column]
        heights = shapely.get_coordinates(row.geometry, include_z=True)[[0, -1], 2]
        assert np.allclose(heights, [pipe.Z_DAU, pipe.Z_CUOI], atol=1e-6)
    assert len(drawn) == len(pipes)
    assert (drawing["Layer"] == "TN-HOGA").sum() == len(rows("ha_tang/ho_ga.csv"))


def test_lamps_stand_on_pavements_and_hang_on_cabinets(town: Any) -> None:
    book = openpyxl.load_workbook(SAMPLES / "ha_tang/chieu_sang.xlsx", read_only=True)
    poles = list(book["Cột đèn"].iter_rows(min_row=4, values_only=True))
    cabinets = {row[0]: row for row in book["Tủ điều khiển"].iter_rows(min_row=4, values_only=True)}
    at = np.array([(number(p[3]), number(p[2])) for p in poles])
    assert any(isinstance(p[2], str) for p in poles) and any(isinstance(p[2], float) for p in poles)
    load: Counter[str] = Counter()
    for pole in poles:
        load[str(pole[1])] += number(pole[5])
    assert set(load) == set(cabinets)
    assert all(load[code] <= 1000 * row[4] for code, row in cabinets.items())
    land = shapely.union_all(np.array([plot.polygon for plot in town.plots], dtype=object))
    assert not shapely.intersects_xy(land.buffer(-0.05), at[:, 0], at[:, 1]).any()
    roads = table("so_giao_thong/roads.gpkg", layer="tim_duong")
    nearest = shapely.STRtree(roads.geometry.array).query_nearest(shapely.points(at), return_distance=True)[1]
    assert nearest.max() < 15
    gaps = [
        np.hypot(*(at[k + 1] - at[k]))
        for k in range(len(at) - 1)
        if poles[k][1] == poles[k + 1][1]
    ]  # fmt: skip
    assert 25 <= np.median(gaps) <= 35


def test_roads_are_noded_at_their_junctions() -> None:
    lines = table("so_giao_thong/roads.gpkg", layer="tim_duong")
    assert lines["ma_doan"].is_unique and lines.is_valid.all()
    ends = shapely.MultiPoint([c for line in lines.geometry for c in (line.coords[0], line.coords[-1])])
    i, j = lines.sindex.query(lines.geometry, predicate="crosses")
    apart = [
        k for k in range(len(i))
        if shapely.distance(shapely.intersection(lines.geometry[i[k]], lines.geometry[j[k]]), ends) > 0.01
    ]  # fmt: skip
    assert apart == []


# --- other provinces, other sizes ------------------------------------------------------------------------


def test_another_province_on_another_axis(generator: Any, tmp_path: Path) -> None:
    report = generator(tmp_path, province="lam_dong")
    units = pyogrio.read_dataframe(tmp_path / "so_noi_vu/administrative_units.gpkg")
    assert report["crs"] == 5899 and units.crs.to_epsg() == 5899
    assert set(units["ma_tinh"]) == {"68"} and len(units) == 5
    centre = units.to_crs(4326).union_all().centroid
    assert abs(centre.x - 108.44) < 0.03 and abs(centre.y - 11.94) < 0.03
    roads = pyogrio.read_dataframe(tmp_path / "so_giao_thong/roads.gpkg", layer="tim_duong")
    assert roads.crs.to_epsg() == 5899 and len(roads) > 100
    assert "Quảng Ngãi" not in json.dumps(report, ensure_ascii=False)


def test_the_town_grows_to_any_number(generator: Any, tmp_path: Path) -> None:
    from generate import places
    from generate import town as towns

    base = towns.build(places.LAM_DONG.town, places.LAM_DONG.crs).register.table
    wanted = 2 * len(base) + 500
    written = generator(
        tmp_path,
        province="lam_dong",
        parcels=wanted,
        only=("parcels", "administrative_units", "planning_zones"),
    )
    assert written["parcels.gpkg"] == written["parcels.shp"] == wanted
    grown = pyogrio.read_dataframe(tmp_path / "parcels.gpkg")
    assert len(grown) == wanted and grown.is_valid.all()
    assert not grown.duplicated(["XAID", "SHBANDO", "SHTHUA"]).any()
    assert 12.5 < shapely.get_num_coordinates(grown.geometry.array).mean() < 13.5
    assert shapely.coverage_is_valid(grown.geometry.array)
    assert abs(grown.area.iloc[: len(base)].sum() - base.area.sum()) < 5
    unit = pyogrio.read_dataframe(tmp_path / "administrative_units.gpkg").geometry[0]
    assert shapely.contains(unit, shapely.box(*grown.total_bounds))
    twin = pyogrio.read_dataframe(tmp_path / "parcels.shp", encoding="ISO-8859-1")
    assert twin.crs is None and len(twin) == wanted
    assert decode(twin["TENCHU"][7], TextEncoding.TCVN3) == grown["TENCHU"][7]


def test_a_second_edition_changes_the_share_that_was_asked_for(generator: Any, tmp_path: Path) -> None:
    wanted = 4_000
    editions = []
    for share in (0.0, 0.05):
        generator(
            tmp_path / str(share),
            province="lam_dong",
            parcels=wanted,
            only=("parcels",),
            formats=("gpkg",),
            change=share,
        )
        frame = pyogrio.read_dataframe(tmp_path / str(share) / "parcels.gpkg")
        editions.append(frame.set_index(["SHBANDO", "SHTHUA"]))
    before, after = editions
    assert after.is_valid.all() and not after.index.duplicated().any()
    gone, new = before.index.difference(after.index), after.index.difference(before.index)
    kept = before.index.intersection(after.index)
    land = before.loc[kept, "KHLOAIDAT"] != after.loc[kept, "KHLOAIDAT"]
    moved = ~shapely.equals_exact(before.loc[kept, "geometry"].array, after.loc[kept, "geometry"].array)
    assert len(gone) == len(new) > 0
    assert not (land.to_numpy() & moved).any() and land.any() and moved.any()
    assert 0.04 < (len(gone) + land.sum() + moved.sum()) / wanted < 0.06


# --- rasters ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def relief(generator: Any) -> tuple[np.ndarray, Any]:
    """Levels of both sheets, NaN where there are none, and the transform from pixels to VN-2000 / UTM zone 49N."""
    levels, place = rasterio.merge.merge([SAMPLES / name for name in MODEL])
    return np.where(levels[0] == -9999, np.nan, levels[0]), place


def level(relief: tuple[np.ndarray, Any], easting: float, northing: float) -> float:
    """Between the four nearest cells of the model; the place is given in the provincial CRS."""
    levels, place = relief
    x, y = Transformer.from_crs(5898, 3406, always_xy=True).transform(easting, northing)
    column, row = ~place @ (x, y)
    (across, j), (down, i) = np.modf(column - 0.5), np.modf(row - 0.5)
    near = levels[int(i) : int(i) + 2, int(j) : int(j) + 2]
    return float(np.array([1 - down, down]) @ near @ np.array([1 - across, across]))


def test_the_sheets_of_the_model_meet_and_say_nothing_of_their_coordinates(relief: Any) -> None:
    with rasterio.open(SAMPLES / MODEL[0]) as west, rasterio.open(SAMPLES / MODEL[1]) as east:
        assert west.crs is east.crs is None and west.nodata == east.nodata == -9999
        assert west.bounds.right == east.bounds.left and west.bounds.top == east.bounds.top
        assert west.dtypes == ("float32",)
    levels, _ = relief
    assert 0.1 < np.isnan(levels).mean() < 0.3  # the ragged edge of the flight
    assert 60 < np.nanmax(levels) < 90


def test_covers_of_manholes_lie_on_the_ground_but_for_the_misread_ones(relief: Any, faults: dict[str, Any]) -> None:
    off = {
        row["Mã hố ga"]: number(row["Cao độ đỉnh (m)"]) - level(relief, number(row["Y (m)"]), number(row["X (m)"]))
        for row in rows("ha_tang/ho_ga.csv")
    }
    misread = faults["ha_tang/ho_ga.csv"]["faults"]["cover_off_the_ground"]["features"]
    assert misread == faults["ha_tang/thoat_nuoc.dxf"]["faults"]["cover_off_the_ground"]["features"]
    assert sorted(code for code, metres in off.items() if abs(metres) > 0.5) == misread
    rest = np.array([metres for code, metres in off.items() if code not in misread])
    assert np.abs(rest).max() < 0.3 and 0.04 < rest.std() < 0.1
    sheet = openpyxl.load_workbook(SAMPLES / "khac/control_points.xlsx").active
    assert sheet is not None
    for _, northing, easting, height, *_ in sheet.iter_rows(min_row=2, values_only=True):
        ground = level(relief, float(str(easting)), float(str(northing)))
        assert -0.3 < float(str(height)) - ground < 2.3  # a monument may stand beside a paddy, a pond, a stream


def test_the_river_is_level_across_and_falls_downstream_below_the_outfalls(town: Any, relief: Any) -> None:
    axis = town.ground.river_axis()
    along = [level(relief, *axis.interpolate(s, normalized=True).coords[0]) for s in np.linspace(0.02, 0.98, 30)]
    assert np.all(np.diff(along) <= 1 / 64) and 0.1 < along[0] - along[-1] < 0.3
    assert max(along) < min(number(row["Cao độ đáy (m)"]) for row in rows("ha_tang/cua_xa.csv"))


@pytest.mark.parametrize("plan", SHEETS)
def test_a_sheet_shows_each_zone_where_it_lies(town: Any, plan: str) -> None:
    """Colours are sampled along the inner edge of every zone: eight metres of shift, or the skew undone, would show."""
    from generate import amenities, planning

    assert plan in amenities.plan_ids(town)
    with rasterio.open(SAMPLES / SHEETS[plan]) as sheet:
        assert abs(sheet.transform.b) > 0.01  # it lay askew
        bands, place = sheet.read(), sheet.transform
        inks = np.array(list(sheet.colormap(1).values()))[:, :3] if sheet.count == 1 else None
        rgb = bands.transpose(1, 2, 0) if inks is None else inks[bands[0]]
        assert (sheet.crs is None) == (sheet.count == 3)
    zones = table(f"so_xay_dung/{plan}.geojson")
    zones = zones[zones.geom_type == "Polygon"].to_crs(5898)
    functions = {layer: code for code, (layers, _) in planning.CAD_LAYERS.items() for layer in layers}
    right = total = 0
    for shape, layer in zip(zones.geometry, zones["description" if "description" in zones else "lop"], strict=True):
        code = functions.get(layer)
        inner = shape.buffer(-4)
        if code is None or code in ("AN", "QP") or inner.geom_type != "Polygon" or inner.area < 400:
            continue
        ring = inner.exterior
        spots = [ring.interpolate(s).coords[0] for s in np.arange(0, ring.length, 10)]
        colour = np.array(tuple(bytes.fromhex(planning.CAD_LAYERS[code][1][1:])))
        for spot in spots:
            column, row = ~place @ spot
            right += int(np.abs(rgb[int(row), int(column)].astype(int) - colour).max() < 40)
            total += 1
    assert total > 1000 and right / total > 0.9, (right, total)
