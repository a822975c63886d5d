"""What each office hands in: a town's tables in the office's format, encoding, axis and with its faults."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Transformer

from sdi.text import TextEncoding, encode

from . import amenities, basemap, drainage, faults, formats, planning, utilities
from .basemap import vietnamese
from .faults import Ledger
from .ground import MM
from .places import Province
from .town import Town

SURVEY = ["X (m)", "Y (m)"]  # northing, easting: the order of Vietnamese survey tables


def write_all(out: Path, province: Province, town: Town, second: Town | None) -> Ledger:
    """Write every sample delivery of a province below ``out``; returns what was written and which faults."""
    ledger = Ledger()
    home_affairs(out, province, [t for t in (town, second) if t], ledger)
    irrigation(out, town, ledger)
    land_office(out, province, town, second, ledger)
    construction(out, province, town, ledger)
    transport(out, town, ledger)
    sewers(out, town, ledger)
    lamps(out, town, ledger)
    supply(out, town, ledger)
    others(out, town, ledger)
    return ledger


def camel(slug: str) -> str:
    """``nghia_lo`` → ``NghiaLo``."""
    return "".join(word.capitalize() for word in slug.split("_"))


def legacy(table: gpd.GeoDataFrame, encoding: TextEncoding) -> gpd.GeoDataFrame:
    """Text columns as the bytes of a legacy encoding, one character per byte."""
    coded = table.copy()
    for column in coded.columns:
        if column != coded.geometry.name and pd.api.types.is_string_dtype(coded[column].dropna()):
            coded[column] = [
                None if pd.isna(v) else encode(str(v), encoding).decode("latin-1") for v in coded[column]
            ]
    return coded


# --- Sở Nội vụ ---------------------------------------------------------------------------------------------------


def home_affairs(out: Path, province: Province, towns: list[Town], ledger: Ledger) -> None:
    """Commune outlines and place names."""
    units = basemap.administrative_units(province, towns)
    file = "so_noi_vu/administrative_units.gpkg"
    formats.write(units, formats.fresh(out / file), "GPKG", "dia_gioi_xa")
    ledger.wrote(file, len(units))
    names = formats.to_wgs84(basemap.place_names(towns[0]))
    rows = [
        (
            r["Tên"],
            r["Loại"],
            formats.degrees_minutes(r["geometry"].x, "E"),
            formats.degrees_minutes(r["geometry"].y, "N"),
        )
        for r in names.to_dict("records")
    ]
    formats.delimited(out / "so_noi_vu/place_names.csv", ("Tên", "Loại", "Kinh độ", "Vĩ độ"), rows, ";")
    ledger.wrote("so_noi_vu/place_names.csv", len(rows))


# --- Chi cục Thủy lợi --------------------------------------------------------------------------------------------


def irrigation(out: Path, town: Town, ledger: Ledger) -> None:
    """Water axes as GeoJSON, water surfaces as KML."""
    lines, surfaces = basemap.waterways(town), basemap.water_bodies(town)
    file = "chi_cuc_thuy_loi/waterways.geojson"
    formats.write(formats.to_wgs84(lines), formats.fresh(out / file), "GeoJSON", layer_options={"COORDINATE_PRECISION": "8", "RFC7946": "YES"})  # fmt: skip
    ledger.wrote(file, len(lines))
    file = "chi_cuc_thuy_loi/water_bodies.kml"
    formats.write(formats.to_wgs84(surfaces), formats.fresh(out / file), "LIBKML", "water_bodies")
    ledger.wrote(file, len(surfaces))


# --- Văn phòng đăng ký đất đai -----------------------------------------------------------------------------------


def land_office(out: Path, province: Province, town: Town, second: Town | None, ledger: Ledger) -> None:
    """Parcels of each ward in another habit, and buildings."""
    first = town.plan.wards[0]
    file = f"vpdk/{first.slug}/ThuaDat_{camel(first.slug)}.shp"
    table = register_rows(town.register.ward(first.code), town)
    table = faults.spoil_parcels(table, ledger, file, town.rng("spoil"))
    formats.shapefile(legacy(table, TextEncoding.TCVN3), out / file, "ISO-8859-1", prj=False, cpg=False)
    ledger.wrote(file, len(table))
    if len(town.plan.wards) > 1:
        ward = town.plan.wards[1]
        table = register_rows(town.register.ward(ward.code), town)
        folder = out / f"vpdk/{ward.slug}/{ward.slug}"
        formats.shapefile(table, folder / f"{ward.slug}.shp", "UTF-8", prj=True, cpg=True)
        formats.zipped(folder, out / f"vpdk/{ward.slug}/{ward.slug}.zip")
        ledger.wrote(f"vpdk/{ward.slug}/{ward.slug}.zip", len(table))
    if second is not None and province.second_crs is not None:
        ward = second.plan.wards[0]
        table = register_rows(second.register.ward(ward.code), second)
        axis = Transformer.from_crs(province.crs, province.second_crs, always_xy=True)

        def shift(points: np.ndarray) -> np.ndarray:
            return np.column_stack(axis.transform(points[:, 0], points[:, 1])).round(3)

        moved = shapely.transform(table.geometry.array, shift)
        table = table.set_geometry(gpd.GeoSeries(moved, crs=province.second_crs))
        table["DIENTICH"] = [vietnamese(a, 1) for a in shapely.area(moved)]
        file = f"vpdk/{ward.slug}/{ward.slug}_107_30.shp"
        formats.shapefile(legacy(table, TextEncoding.VNI), out / file, "ISO-8859-1", prj=True, cpg=False)
        ledger.wrote(file, len(table))
    houses = basemap.buildings(town)
    formats.write(houses, formats.fresh(out / "vpdk/buildings.fgb"), "FlatGeobuf", "buildings")
    ledger.wrote("vpdk/buildings.fgb", len(houses))


def register_rows(table: gpd.GeoDataFrame, town: Town) -> gpd.GeoDataFrame:
    """Parcels with the columns and the handwriting of a land office."""
    rng = town.rng("handwriting")
    codes = table["land_use"].to_numpy(dtype=object).copy()
    for i in np.flatnonzero(rng.random(len(codes)) < 0.03):
        codes[i] = [f" {codes[i].lower()}", codes[i].replace("+", ","), f"{codes[i].lower()} "][
            int(rng.integers(0, 3))
        ]
    return gpd.GeoDataFrame(
        {
            "XAID": table["ward"].to_numpy(),
            "SHBANDO": table["sheet"].astype("Int32").to_numpy(),
            "SHTHUA": table["number"].astype("Int32").to_numpy(),
            "DIENTICH": [vietnamese(a, 1) for a in table["area_m2"]],
            "KHLOAIDAT": codes,
            "DIADANH": table["field_name"].to_numpy(),
            "TENCHU": table["owner"].to_numpy(),
            "DIACHI": table["address"].to_numpy(),
        },
        geometry=table.geometry.array,
        crs=table.crs,
    ).astype({"SHBANDO": "Int32", "SHTHUA": "Int32"})


# --- Sở Xây dựng -------------------------------------------------------------------------------------------------


def construction(out: Path, province: Province, town: Town, ledger: Ledger) -> None:
    """Two plans as drawings, the areas of plans, and projects."""
    outline = shapely.set_precision(town.ground.outline().buffer(8, join_style="mitre"), MM)
    general_id, zoning_id, _ = amenities.plan_ids(town)
    first, second = town.plan.wards[0].code, town.plan.wards[-1].code
    extents = {
        general_id: shapely.intersection(town.wards[first], outline, grid_size=MM),
        zoning_id: shapely.intersection(town.wards[second], outline, grid_size=MM),
    }
    general = planning.draw(town, first, extents[general_id], "general plan", overlaps=4)
    zoning = planning.draw(town, second, extents[zoning_id], "zoning plan", overlaps=2)
    _cad_drawing(out, f"so_xay_dung/{general_id}.geojson", town, general, ledger)
    _zoning_drawing(out, f"so_xay_dung/{zoning_id}.geojson", town, zoning, ledger)
    plans = amenities.planning_areas(town, province, extents)
    formats.write(
        plans, formats.fresh(out / "so_xay_dung/planning_areas.gpkg"), "GPKG", "ranh_gioi_quy_hoach"
    )
    ledger.wrote("so_xay_dung/planning_areas.gpkg", len(plans))
    projects = amenities.projects(town)
    formats.write(projects, formats.fresh(out / "so_xay_dung/projects.gpkg"), "GPKG", "du_an")
    ledger.wrote("so_xay_dung/projects.gpkg", len(projects))


LINE_LAYERS = {
    "CGDD": ("CHI GIOI DUONG DO", "CGDD"), "CGXD": ("CGXD", "chi gioi xay dung"), "TIM": ("1 TIM DUONG", "0timduongQH"),
    "RANHQH": ("ranh gioi qh",), "RANHLO": ("CHIA LO",),
}  # fmt: skip
LINE_COLOURS = {
    "CGDD": "#ff0000",
    "CGXD": "#0000ff",
    "TIM": "#ff00ff",
    "RANHQH": "#000000",
    "RANHLO": "#33a02c",
}


def _cad_drawing(out: Path, file: str, town: Town, plan: planning.Plan, ledger: Ledger) -> None:
    features = []
    crs = gpd.GeoSeries(crs=town.crs).crs

    def ring(points: np.ndarray) -> list[list[float]]:
        return shapely.get_coordinates(formats.degrees(shapely.LineString(points), crs, 7)).tolist()

    zones = faults.as_drawing(plan, ledger, file, town.rng("drawing"))
    for zone in zones:
        shape = {"type": "Polygon", "coordinates": [ring(r) for r in zone.rings]}
        features.append(
            formats.geojson_feature(
                {"name": zone.label, "description": zone.layer, "_color": zone.colour}, shape
            )
        )
    count = 0
    for kind, lines in plan.lines.items():
        names = LINE_LAYERS[kind]
        for k, line in enumerate(lines):
            properties = {"name": None, "description": names[k % len(names)], "_color": LINE_COLOURS[kind]}
            shape = {"type": "LineString", "coordinates": ring(shapely.get_coordinates(line))}
            features.append(formats.geojson_feature(properties, shape))
            count += 1
    labels = planning.label_points(plan)
    for text, point in labels:
        at = formats.degrees(point, crs, 7)
        features.append(
            formats.geojson_feature({"name": text, "description": "TEXT", "_color": "#ffffff"}, {"type": "Point", "coordinates": [at.x, at.y]})
        )  # fmt: skip
    formats.dump(out / file, {"type": "FeatureCollection", "features": features})
    ledger.wrote(file, {"polygons": len(zones), "lines": count, "points": len(labels)})


ZONING_LINES = {"CGDD": "CGDD", "CGXD": "CGXD", "TIM": "TIM DUONG", "RANHQH": "RANH QH"}


def _zoning_drawing(out: Path, file: str, town: Town, plan: planning.Plan, ledger: Ledger) -> None:
    rng = town.rng("limits")
    crs = gpd.GeoSeries(crs=town.crs).crs
    features = []
    dense = [z.number for z in plan.zones if z.function == "NO"][2]
    for zone in plan.zones:
        density, low, high = planning.LIMITS.get(zone.function, (None, None, None))
        ratio = (
            None
            if density is None or high is None
            else round(density / 100 * high * float(rng.uniform(0.6, 1.0)), 1)
        )
        if zone.number == dense and density and high:
            ratio = round(density / 100 * high * 1.6, 1)
        properties = {
            "ky_hieu": zone.number, "lop": planning.CAD_LAYERS[zone.function][0][0],
            "chuc_nang": planning.TITLES[zone.function], "mat_do": density, "he_so": ratio, "tang_min": low,
            "tang_max": high, "dien_tich": round(zone.polygon.area, 1),
        }  # fmt: skip
        shape = shapely.geometry.mapping(formats.degrees(zone.polygon, crs, 8))
        features.append(formats.geojson_feature(properties, shape))
    empty = dict.fromkeys(
        ("ky_hieu", "lop", "chuc_nang", "mat_do", "he_so", "tang_min", "tang_max", "dien_tich")
    )
    count = 0
    for kind, layer in ZONING_LINES.items():
        for line in plan.lines[kind]:
            shape = shapely.geometry.mapping(formats.degrees(line, crs, 8))
            features.append(formats.geojson_feature({**empty, "lop": layer}, shape))
            count += 1
    formats.dump(out / file, {"type": "FeatureCollection", "features": features})
    ledger.plant(file, "ratio_too_high", "reported", [dense])
    ledger.plant(file, "overlap", "reported", faults.overlap_pairs(plan.zones))
    ledger.wrote(file, {"polygons": len(plan.zones), "lines": count})


# --- Sở Giao thông -----------------------------------------------------------------------------------------------


def transport(out: Path, town: Town, ledger: Ledger) -> None:
    """Centre lines and reserves in one GeoPackage."""
    lines, reserves = basemap.roads(town)
    path = formats.fresh(out / "so_giao_thong/roads.gpkg")
    formats.write(lines, path, "GPKG", "tim_duong")
    formats.write(reserves, path, "GPKG", "lo_gioi", append=False)
    ledger.wrote("so_giao_thong/roads.gpkg", {"tim_duong": len(lines), "lo_gioi": len(reserves)})


# --- Đơn vị hạ tầng ----------------------------------------------------------------------------------------------


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
    """Manholes and outfalls as CSV, pipes as MapInfo MIF, and the drawing of all as DXF."""
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
    pipes = legacy(network.pipes, TextEncoding.TCVN3).set_crs(None, allow_override=True)
    formats.mapinfo(pipes, out / file)
    ledger.plant(file, "adverse_gradient", "reported", [network.adverse])
    ledger.plant(file, "orphan_pipe", "reported", [network.orphan])
    ledger.wrote(file, len(pipes))
    _sewer_drawing(out / "ha_tang/thoat_nuoc.dxf", network)
    ledger.wrote(
        "ha_tang/thoat_nuoc.dxf",
        {"pipes": len(network.pipes), "manholes": len(network.manholes), "outfalls": len(network.outfalls)},
    )


def _sewer_drawing(path: Path, network: drainage.Drainage) -> None:
    application = "THOATNUOC"
    entities: list[formats.Group] = []
    handle = 0x100
    for row in network.pipes.itertuples():
        flat = shapely.get_coordinates(row.geometry)
        share = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(flat, axis=0).T))]) / row.geometry.length
        points = np.column_stack([flat, row.Z_DAU + share * (row.Z_CUOI - row.Z_DAU)])
        note = f"MA={row.MA_CONG};TU={row.HG_DAU};DEN={row.HG_CUOI}"
        entities += formats.dxf_line(handle, f"TN-CONG-D{row.D_MM}", points, application, note)
        handle += len(points) + 2
    for row in network.manholes.to_dict("records"):
        text = f"{row['Mã hố ga']} +{formats.comma(row['Cao độ đỉnh (m)'], 2)}/+{formats.comma(row['Cao độ đáy (m)'], 2)}"
        entities += formats.dxf_text(handle, "TN-HOGA", row["geometry"].x, row["geometry"].y, text)
        handle += 1
    for row in network.outfalls.to_dict("records"):
        text = f"{row['Mã cửa xả']} +{formats.comma(row['Cao độ đáy (m)'], 2)}"
        entities += formats.dxf_text(handle, "TN-CUAXA", row["geometry"].x, row["geometry"].y, text)
        handle += 1
    layers = [*(f"TN-CONG-D{d}" for d in sorted(set(network.pipes["D_MM"]))), "TN-HOGA", "TN-CUAXA"]
    formats.dxf(path, layers, application, entities)


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
            [row["Mã cột"], row["Mã tủ"], formats.comma(y, 3) if typed else y, formats.comma(x, 3) if typed else x,
             row["Loại đèn"], row["Công suất (W)"], formats.comma(row["Chiều cao (m)"], 1) if typed else row["Chiều cao (m)"],
             f"{day:%d/%m/%Y}" if typed else day, row["Trạng thái"], row["Hợp đồng bảo trì"]]
        )  # fmt: skip
    for row in lights.cabinets.to_dict("records"):
        box_rows.append(
            [row["Mã tủ"], row["geometry"].y, row["geometry"].x, row["Vị trí"], row["Công suất (kW)"], row["Giờ hoạt động"],
             row["Tình trạng"]]
        )  # fmt: skip
    columns = ["Mã cột", "Mã tủ", *SURVEY, "Loại đèn", "Công suất (W)", "Chiều cao (m)", "Ngày lắp", "Trạng thái", "Hợp đồng bảo trì"]  # fmt: skip
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
    formats.gml(path, {"duong_day": lines, "tram_bien_ap": stations})
    ledger.wrote("ha_tang/dien.gml", {"duong_day": len(lines), "tram_bien_ap": len(stations)})
    trees = formats.to_wgs84(utilities.trees(town), 7)
    columns = [c for c in trees.columns if c != "geometry"]
    rows = [
        [*(r[c] for c in columns), f"{r['geometry'].x:.7f}", f"{r['geometry'].y:.7f}"]
        for r in trees.to_dict("records")
    ]
    formats.delimited(out / "ha_tang/cay_xanh.csv", [*columns, "lon", "lat"], rows, ",")
    ledger.wrote("ha_tang/cay_xanh.csv", len(rows))


# --- Các đơn vị khác ---------------------------------------------------------------------------------------------


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
    bounds = f"{west - 5000},{south - 5000},{east + 5000},{north + 5000}"  # narrow bounds: MapInfo keeps millimetres
    formats.mapinfo(legacy(use, TextEncoding.TCVN3), folder / "existing_land_use.tab", BOUNDS=bounds)
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
    formats.delimited(
        folder / "traffic_signals.csv", ["Mã nút", "Tên nút", *SURVEY, "Số pha", "Trạng thái"], rows, ";"
    )
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
