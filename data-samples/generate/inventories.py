"""What infrastructure companies and others hand in: drainage, lighting, supply, small inventories."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from sdi.text import TextEncoding

from . import amenities, basemap, drainage, formats, markup, utilities
from .basemap import vietnamese
from .faults import Ledger
from .town import Town

SURVEY = ["X (m)", "Y (m)"]  # northing, easting: the order of Vietnamese survey tables


def _survey(table: gpd.GeoDataFrame, columns: list[str], digits: dict[str, int]) -> list[list[object]]:
    """Rows with code, northing, easting and the other columns; numbers with a decimal comma."""
    rows = []
    for row in table.to_dict("records"):
        values: list[object] = []
        for name in columns:
            if name in SURVEY:
                point = row["geometry"]
                values.append(formats.comma(point.y if name == SURVEY[0] else point.x, 3))
            else:
                values.append(formats.comma(row[name], digits[name]) if name in digits else row[name])
        rows.append(values)
    return rows


def sewers(out: Path, town: Town, ledger: Ledger) -> None:
    """Manholes and outfalls as CSV, pipes as MapInfo MIF, and the drawing of all as DXF: the same pipes twice."""
    network = drainage.lay(town)
    columns = [
        "Mã hố ga",
        *SURVEY,
        "Loại",
        "Cao độ đỉnh (m)",
        "Cao độ đáy (m)",
        "Kích thước",
        "Ghi chú kiểm tra",
    ]
    levels = {"Cao độ đỉnh (m)": 2, "Cao độ đáy (m)": 2}
    formats.delimited(out / "ha_tang/ho_ga.csv", columns, _survey(network.manholes, columns, levels), ";")
    ledger.wrote("ha_tang/ho_ga.csv", len(network.manholes))
    columns = ["Mã cửa xả", *SURVEY, "Cao độ đáy (m)", "Nguồn tiếp nhận", "Van ngăn triều", "Giấy phép"]
    formats.delimited(
        out / "ha_tang/cua_xa.csv", columns, _survey(network.outfalls, columns, {"Cao độ đáy (m)": 2}), ";"
    )
    ledger.wrote("ha_tang/cua_xa.csv", len(network.outfalls))
    file = "ha_tang/cong_thoat_nuoc.mif"
    pipes = formats.legacy(network.pipes, TextEncoding.TCVN3).set_crs(None, allow_override=True)
    formats.mapinfo(pipes, out / file)
    ledger.wrote(file, len(pipes))
    drawing = "ha_tang/thoat_nuoc.dxf"
    _sewer_drawing(out / drawing, network)
    ledger.wrote(
        drawing,
        {"pipes": len(network.pipes), "manholes": len(network.manholes), "outfalls": len(network.outfalls)},
    )
    for name in ("ha_tang/ho_ga.csv", drawing):
        ledger.plant(name, "cover_off_the_ground", "reported", network.misread)
    for name in (file, drawing):
        ledger.plant(name, "adverse_gradient", "reported", [network.adverse])
        ledger.plant(name, "orphan_pipe", "reported", [network.orphan])


NOTED = {
    "MA": "MA_CONG",
    "TU": "HG_DAU",
    "DEN": "HG_CUOI",
    "HT": "HE_THONG",
    "LOAI": "LOAI",
    "VL": "VAT_LIEU",
    "ZD": "Z_DAU",
    "ZC": "Z_CUOI",
    "DD": "DO_DOC",
    "NAM": "NAM",
    "TT": "TINH_TRANG",
}
"""What the extended data of a pipe say, and the column that it comes from; the diameter is in the layer's name."""


def _sewer_drawing(path: Path, network: drainage.Drainage) -> None:
    application = "THOATNUOC"
    entities: list[markup.Group] = []
    handle = 0x100
    for row in network.pipes.itertuples():
        flat = shapely.get_coordinates(row.geometry)
        share = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(flat, axis=0).T))]) / row.geometry.length
        points = np.column_stack([flat, row.Z_DAU + share * (row.Z_CUOI - row.Z_DAU)])
        note = ";".join(f"{name}={getattr(row, column)}" for name, column in NOTED.items())
        entities += markup.dxf_line(handle, f"TN-CONG-D{row.D_MM}", points, application, note)
        handle += len(points) + 2
    for row in network.manholes.to_dict("records"):
        top, floor = (formats.comma(row[name], 2) for name in ("Cao độ đỉnh (m)", "Cao độ đáy (m)"))
        text = f"{row['Mã hố ga']} +{top}/+{floor}"
        entities += markup.dxf_text(handle, "TN-HOGA", row["geometry"].x, row["geometry"].y, text)
        handle += 1
    for row in network.outfalls.to_dict("records"):
        text = f"{row['Mã cửa xả']} +{formats.comma(row['Cao độ đáy (m)'], 2)}"
        entities += markup.dxf_text(handle, "TN-CUAXA", row["geometry"].x, row["geometry"].y, text)
        handle += 1
    layers = [*(f"TN-CONG-D{d}" for d in sorted(set(network.pipes["D_MM"]))), "TN-HOGA", "TN-CUAXA"]
    markup.dxf(path, layers, application, entities)


def lamps(out: Path, town: Town, ledger: Ledger) -> None:
    """Poles and cabinets in one workbook; some numbers typed as text with a comma, some dates as text."""
    lights = utilities.lighting(town)
    rng = town.rng("typing")
    pole_rows, box_rows = [], []
    for row in lights.poles.to_dict("records"):
        typed = rng.random() < 0.3
        x, y = row["geometry"].x, row["geometry"].y
        day = pd.Timestamp(row["Ngày lắp"]).to_pydatetime()
        pole_rows.append(
            [
                row["Mã cột"],
                row["Mã tủ"],
                formats.comma(y, 3) if typed else y,
                formats.comma(x, 3) if typed else x,
                row["Loại đèn"],
                row["Công suất (W)"],
                formats.comma(row["Chiều cao (m)"], 1) if typed else row["Chiều cao (m)"],
                f"{day:%d/%m/%Y}" if typed else day,
                row["Trạng thái"],
                row["Hợp đồng bảo trì"],
            ]
        )
    for row in lights.cabinets.to_dict("records"):
        box_rows.append(
            [
                row["Mã tủ"],
                row["geometry"].y,
                row["geometry"].x,
                row["Vị trí"],
                row["Công suất (kW)"],
                row["Giờ hoạt động"],
                row["Tình trạng"],
            ]
        )
    columns = [
        "Mã cột",
        "Mã tủ",
        *SURVEY,
        "Loại đèn",
        "Công suất (W)",
        "Chiều cao (m)",
        "Ngày lắp",
        "Trạng thái",
        "Hợp đồng bảo trì",
    ]
    boxes = ["Mã tủ", *SURVEY, "Vị trí", "Công suất (kW)", "Giờ hoạt động", "Tình trạng"]
    title = "Dữ liệu mẫu, hệ tọa độ VN-2000"
    formats.workbook(
        out / "ha_tang/chieu_sang.xlsx",
        {
            "Cột đèn": (["BẢNG KIỂM KÊ CỘT ĐÈN CHIẾU SÁNG", title], columns, pole_rows),
            "Tủ điều khiển": (["BẢNG KIỂM KÊ TỦ ĐIỀU KHIỂN", title], boxes, box_rows),
        },
    )
    ledger.wrote("ha_tang/chieu_sang.xlsx", {"Cột đèn": len(pole_rows), "Tủ điều khiển": len(box_rows)})


def supply(out: Path, town: Town, ledger: Ledger) -> None:
    """Water supply as a File Geodatabase, power as GML, trees as CSV."""
    water = utilities.water(town)
    path = formats.fresh(out / "ha_tang/nuoc_sach.gdb")
    layers = {"ong_nuoc": water.pipes, "van": water.valves, "tru_cuu_hoa": water.hydrants}
    for name, table in layers.items():
        formats.write(table, path, "OpenFileGDB", name)
    ledger.wrote("ha_tang/nuoc_sach.gdb", {name: len(table) for name, table in layers.items()})
    lines, stations = utilities.power(town)
    path = formats.fresh(out / "ha_tang/dien.gml")
    markup.gml(path, {"duong_day": lines, "tram_bien_ap": stations})
    ledger.wrote("ha_tang/dien.gml", {"duong_day": len(lines), "tram_bien_ap": len(stations)})
    trees = formats.to_wgs84(utilities.trees(town), 7)
    columns = [c for c in trees.columns if c != "geometry"]
    rows = [
        [*(r[c] for c in columns), f"{r['geometry'].x:.7f}", f"{r['geometry'].y:.7f}"] for r in trees.to_dict("records")
    ]
    formats.delimited(out / "ha_tang/cay_xanh.csv", [*columns, "lon", "lat"], rows, ",")
    ledger.wrote("ha_tang/cay_xanh.csv", len(rows))


def others(out: Path, town: Town, ledger: Ledger) -> None:
    """The smaller inventories, one format each."""
    folder = out / "khac"
    folder.mkdir(parents=True, exist_ok=True)
    floods = formats.to_wgs84(basemap.flood_zones(town))
    formats.topojson(
        folder / "flood_zones.topojson",
        floods,
        "ngap_lut",
        ["ma", "tan_suat", "do_sau_max_m", "nam_lap", "nguon"],
    )
    ledger.wrote("khac/flood_zones.topojson", len(floods))
    sites = formats.to_wgs84(amenities.heritage(town))
    text = "esriFieldTypeString"
    fields = {
        "MA_DT": text,
        "TEN": text,
        "LOAI": text,
        "CAP": text,
        "QUYETDINH": text,
        "NGAY": "esriFieldTypeDate",
    }
    formats.esri_json(folder / "heritage.json", sites, fields)
    ledger.wrote("khac/heritage.json", len(sites))
    for name, layer, table in (
        ("parks", "cong_vien", amenities.parks(town)),
        ("construction_works", "cong_trinh", amenities.construction_works(town)),
    ):
        formats.write(table, formats.fresh(folder / f"{name}.gpkg"), "GPKG", layer)
        ledger.wrote(f"khac/{name}.gpkg", len(table))
    use = basemap.existing_land_use(town)
    west, south, east, north = (round(v) for v in use.total_bounds)
    # narrow bounds, so that MapInfo's integers keep millimetres
    bounds = f"{west - 5000},{south - 5000},{east + 5000},{north + 5000}"
    formats.mapinfo(formats.legacy(use, TextEncoding.TCVN3), folder / "existing_land_use.tab", BOUNDS=bounds)
    ledger.wrote("khac/existing_land_use.tab", len(use))
    bins = formats.to_wgs84(amenities.waste_points(town))
    formats.write(bins, formats.fresh(folder / "waste_points.gpx"), "GPX", "waypoints")
    ledger.wrote("khac/waste_points.gpx", len(bins))
    _tables(folder, town, ledger)


def _tables(folder: Path, town: Town, ledger: Ledger) -> None:
    stops = formats.to_wgs84(amenities.bus_stops(town), 7)
    names = ["Mã trạm", "Tên trạm", "Tuyến", "Nhà chờ"]
    rows = [
        [*(r[n] for n in names), formats.comma(r["geometry"].x, 7), formats.comma(r["geometry"].y, 7)]
        for r in stops.to_dict("records")
    ]
    formats.delimited(folder / "bus_stops.csv", [*names, "Kinh độ", "Vĩ độ"], rows, ";")
    ledger.wrote("khac/bus_stops.csv", len(rows))
    signals = amenities.traffic_signals(town)
    rows = [
        [
            r["Mã nút"],
            r["Tên nút"],
            vietnamese(r["geometry"].y, 3),
            vietnamese(r["geometry"].x, 3),
            r["Số pha"],
            r["Trạng thái"],
        ]
        for r in signals.to_dict("records")
    ]
    formats.delimited(folder / "traffic_signals.csv", ["Mã nút", "Tên nút", *SURVEY, "Số pha", "Trạng thái"], rows, ";")
    ledger.wrote("khac/traffic_signals.csv", len(rows))
    marks = amenities.control_points(town)
    columns = ["Số hiệu", *SURVEY, "Z (m)", "Cấp hạng", "Năm đo", "Tình trạng"]
    cells = [
        [
            r["Số hiệu"],
            r["geometry"].y,
            r["geometry"].x,
            r["Z (m)"],
            r["Cấp hạng"],
            r["Năm đo"],
            r["Tình trạng"],
        ]
        for r in marks.to_dict("records")
    ]
    formats.workbook(folder / "control_points.xlsx", {"Mốc khống chế": ([], columns, cells)})
    ledger.wrote("khac/control_points.xlsx", len(cells))
