"""Small inventories: parks, heritage, waste, bus stops, signals, works, control points, projects, plans."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import shapely
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

from .basemap import INVENTED
from .ground import MM
from .places import Province
from .town import Town
from .utilities import beside, lit_streets


def parks(town: Town) -> gpd.GeoDataFrame:
    """Parcels used as parks."""
    table = town.register.table
    rows = table[table["land_use"] == "DKV"].reset_index(drop=True)
    kinds = [
        "Công viên" if a > 4000 else "Vườn hoa" if k % 3 else "Quảng trường" for k, a in enumerate(rows["area_m2"])
    ]
    return gpd.GeoDataFrame(
        {
            "ma": [f"CV-{k + 1:02d}" for k in rows.index],
            "ten": [f"{kind} {INVENTED[k % len(INVENTED)]}" for k, kind in enumerate(kinds)],
            "loai": kinds,
            "dien_tich_m2": rows["area_m2"],
            "don_vi_quan_ly": "Công ty môi trường đô thị (mẫu)",
        },
        geometry=[shapely.multipolygons([g]) for g in rows.geometry],
        crs=town.crs,
    )


def heritage(town: Town) -> gpd.GeoDataFrame:
    """Pagodas and old houses that are listed."""
    table = town.register.table
    listed = [*table[table["land_use"] == "TON"].geometry, *table[table["use"] == "garden"].geometry[::60]]
    kinds, ranks = ("Kiến trúc nghệ thuật", "Lịch sử", "Khảo cổ"), ("Cấp tỉnh", "Cấp tỉnh", "Quốc gia")
    return gpd.GeoDataFrame(
        {
            "MA_DT": [f"DT-{k + 1:02d}" for k in range(len(listed))],
            "TEN": [f"Di tích {INVENTED[k % len(INVENTED)]} (mẫu)" for k in range(len(listed))],
            "LOAI": [kinds[k % 3] for k in range(len(listed))],
            "CAP": [ranks[k % 3] for k in range(len(listed))],
            "QUYETDINH": [f"{100 + k}/QĐ-MAU" for k in range(len(listed))],
            "NGAY": [date(2001 + k % 20, 1 + k % 12, 15) for k in range(len(listed))],
        },
        geometry=[shapely.set_precision(shape.representative_point(), MM) for shape in listed],
        crs=town.crs,
    )


def waste_points(town: Town) -> gpd.GeoDataFrame:
    """Bins and collecting points on the pavements."""
    rng = town.rng("waste")
    rows = []
    for street, line in lit_streets(town):
        for x, y in beside(line, 260.0, -(street.carriageway / 2 + 0.9), 55):
            kind = str(rng.choice(["Thùng rác công cộng", "Điểm tập kết", "Trạm trung chuyển"], p=[0.8, 0.18, 0.02]))
            rows.append((street.name, kind, Point(x, y)))
    return gpd.GeoDataFrame(
        {
            "name": [f"RT-{k + 1:03d}" for k in range(len(rows))],
            "desc": [f"Đường {r[0]}" for r in rows],
            "type": [r[1] for r in rows],
        },
        geometry=[r[2] for r in rows],
        crs=town.crs,
    )


def bus_stops(town: Town) -> gpd.GeoDataFrame:
    """Stops every 350 metres on the main streets, both directions."""
    rows = []
    for street, line in lit_streets(town):
        if street.grade == "Trục chính":
            for side in (1, -1):
                for x, y in beside(line, 350.0, side * (street.carriageway / 2 + 0.6), 120 + 35 * side):
                    rows.append((street, Point(x, y)))
    return gpd.GeoDataFrame(
        {
            "Mã trạm": [f"BX-{k + 1:03d}" for k in range(len(rows))],
            "Tên trạm": [f"Trạm {r[0].name} {k + 1}" for k, r in enumerate(rows)],
            "Tuyến": ["01" if k % 2 else "01, 03" for k in range(len(rows))],
            "Nhà chờ": ["Có" if k % 3 == 0 else "Không" for k in range(len(rows))],
        },
        geometry=[r[1] for r in rows],
        crs=town.crs,
    )


def traffic_signals(town: Town) -> gpd.GeoDataFrame:
    """Signals where main streets cross."""
    large = [s for s in town.network.streets if s.grade in ("Trục chính", "Liên khu vực")]
    rows = []
    for i, first in enumerate(large):
        for second in large[i + 1 :]:
            crossing = [p for p in shapely.get_parts(first.line.intersection(second.line)) if p.geom_type == "Point"]
            rows += [(f"Nút {first.name} - {second.name}", shapely.set_precision(p, MM)) for p in crossing]
    return gpd.GeoDataFrame(
        {
            "Mã nút": [f"DTH-{k + 1:02d}" for k in range(len(rows))],
            "Tên nút": [r[0] for r in rows],
            "Số pha": [2 + k % 3 for k in range(len(rows))],
            "Trạng thái": ["Hỏng" if k == 1 else "Hoạt động" for k in range(len(rows))],
        },
        geometry=[r[1] for r in rows],
        crs=town.crs,
    )


def construction_works(town: Town) -> gpd.GeoDataFrame:
    """Building permits on some plots, and two blocks under construction."""
    rng = town.rng("works")
    table = town.register.table
    houses = table[(table["use"] == "house") & (table["area_m2"] > 70)]
    chosen = houses.iloc[np.sort(rng.choice(len(houses), 36, replace=False))]
    public = table[table["land_use"].isin(["TMD", "DYT", "DVH"]) & (table["area_m2"] > 1500)].head(4)
    shapes = [*chosen.geometry, *public.geometry]
    kinds = ["Nhà ở riêng lẻ"] * len(chosen) + ["Công cộng", "Chung cư", "Công cộng", "Hạ tầng"][: len(public)]
    states = rng.choice(["Đã cấp phép", "Đang thi công", "Hoàn thành"], len(shapes))
    return gpd.GeoDataFrame(
        {
            "ma_ct": [f"CT-{k + 1:03d}" for k in range(len(shapes))],
            "ten": [f"{kind} (mẫu {k + 1})" for k, kind in enumerate(kinds)],
            "loai": kinds,
            "so_giay_phep": [f"{200 + k}/GPXD-MAU" for k in range(len(shapes))],
            "ngay_cap": [date(2023 + k % 3, 1 + k % 12, 1 + k % 27) for k in range(len(shapes))],
            "so_tang": [1 + k % 5 if kind == "Nhà ở riêng lẻ" else 7 for k, kind in enumerate(kinds)],
            "trang_thai": states,
        },
        geometry=[shapely.multipolygons([_setback(g)]) for g in shapes],
        crs=town.crs,
    )


def _setback(plot: Polygon) -> Polygon:
    inner = shapely.set_precision(plot.buffer(-0.2, join_style="mitre"), MM)
    return max(shapely.get_parts(inner), key=lambda p: p.area)


def control_points(town: Town) -> gpd.GeoDataFrame:
    """Survey monuments at corners of the town."""
    rng = town.rng("control")
    plan = town.plan
    u, v = np.meshgrid(np.linspace(-0.95 * plan.west, 0.95 * plan.east, 5), np.linspace(-0.95, -0.06, 4) * plan.south)
    spots = town.ground.map(u.ravel() + rng.normal(0, 40, u.size), v.ravel() + rng.normal(0, 25, u.size)).round(3)
    order = [
        "Địa chính cơ sở" if k % 7 == 0 else "Đường chuyền cấp 1" if k % 3 == 0 else "Đường chuyền cấp 2"
        for k in range(len(spots))
    ]
    return gpd.GeoDataFrame(
        {
            "Số hiệu": [f"MAU-{k + 1:02d}" for k in range(len(spots))],
            "Z (m)": town.ground.height(spots).round(3),
            "Cấp hạng": order,
            "Năm đo": rng.integers(2008, 2025, len(spots)),
            "Tình trạng": ["Mất" if k == 11 else "Tốt" for k in range(len(spots))],
        },
        geometry=shapely.points(spots),
        crs=town.crs,
    )


def projects(town: Town) -> gpd.GeoDataFrame:
    """Investment projects: housing in the fields, a widened street, a park, a market, a pumping station."""
    plan, ground = town.plan, town.ground

    def area(u0: float, v0: float, u1: float, v1: float) -> Polygon:
        corners = [
            (u0 * plan.west if u0 < 0 else u0 * plan.east, v0 * plan.south)
            for u0, v0 in ((u0, v0), (u1, v0), (u1, v1), (u0, v1))
        ]
        return ground.polygon(corners)

    quay = town.network.streets[0]
    rows: list[tuple[str, str, str, BaseGeometry]] = [
        ("Khu dân cư Đồng Dưới (mẫu)", "Khu dân cư", "Chuẩn bị đầu tư", area(-0.93, -0.30, -0.70, -0.12)),
        ("Khu dân cư Gò Đu (mẫu)", "Khu dân cư", "Đang thực hiện", area(0.66, -0.62, 0.92, -0.46)),
        (
            "Mở rộng đường Bờ Nam (mẫu)",
            "Giao thông",
            "Đang thực hiện",
            quay.line.intersection(ground.outline()).buffer(17),
        ),
        ("Công viên ven suối (mẫu)", "Công viên", "Chuẩn bị đầu tư", area(-0.72, -0.74, -0.60, -0.58)),
        ("Chợ trung tâm (mẫu)", "Thương mại", "Hoàn thành", area(-0.22, -0.50, -0.10, -0.44)),
        ("Trạm bơm tiêu úng (mẫu)", "Hạ tầng kỹ thuật", "Chuẩn bị đầu tư", area(0.50, -0.045, 0.56, -0.02)),
    ]
    shapes = [shapely.set_precision(r[3], MM) for r in rows]
    return gpd.GeoDataFrame(
        {
            "ma_du_an": [f"DA-{k + 1:03d}" for k in range(len(rows))],
            "ten": [r[0] for r in rows],
            "loai": [r[1] for r in rows],
            "chu_dau_tu": [f"Công ty Ví Dụ số {k + 1}" for k in range(len(rows))],
            "trang_thai": [r[2] for r in rows],
            "so_quyet_dinh": [f"{10 + k}/QĐ-MAU" for k in range(len(rows))],
            "dien_tich_ha": [round(s.area / 1e4, 2) for s in shapes],
            "nam_bat_dau": [2019 + k for k in range(len(rows))],
            "nam_ket_thuc": [2024 + k for k in range(len(rows))],
        },
        geometry=[shapely.multipolygons(shapely.get_parts(s)) for s in shapes],
        crs=town.crs,
    )


def planning_areas(town: Town, province: Province, areas_of: dict[str, BaseGeometry]) -> gpd.GeoDataFrame:
    """Areas of the plans: those that are drawn, and one detailed plan on the river front."""
    plan = town.plan
    front = town.ground.polygon(
        [(-0.1 * plan.west, -4), (0.5 * plan.east, -4), (0.5 * plan.east, -130), (-0.1 * plan.west, -130)]
    )
    first, second = plan.wards[0], plan.wards[-1]
    authority = "Ủy ban nhân dân tỉnh (dữ liệu mẫu)"
    facts = {
        plan_ids(town)[0]: (
            f"Điều chỉnh quy hoạch chung đô thị {_bare(first.name)} đến năm 2045 (dữ liệu mẫu)",
            "Quy hoạch chung",
            "1:5000",
            "01/QĐ-MAU",
            date(2025, 9, 15),
            authority,
            "Đang hiệu lực",
        ),
        plan_ids(town)[1]: (
            f"Quy hoạch phân khu tỷ lệ 1/2000 phường {_bare(second.name)} (dữ liệu mẫu)",
            "Quy hoạch phân khu",
            "1:2000",
            "02/QĐ-MAU",
            date(2024, 6, 20),
            authority,
            "Đang hiệu lực",
        ),
        plan_ids(town)[2]: (
            "Quy hoạch chi tiết bờ Nam (dữ liệu mẫu)",
            "Quy hoạch chi tiết",
            "1:500",
            "03/QĐ-MAU",
            date(2023, 3, 10),
            "Ủy ban nhân dân thành phố (dữ liệu mẫu)",
            "Đang điều chỉnh",
        ),
    }
    shapes = {**areas_of, plan_ids(town)[2]: front}
    columns = ("ten_do_an", "cap", "ty_le", "so_quyet_dinh", "ngay_phe_duyet", "co_quan", "trang_thai")
    return gpd.GeoDataFrame(
        {
            "plan_id": list(facts),
            **{name: [row[i] for row in facts.values()] for i, name in enumerate(columns)},
            "dien_tich_ha": [round(shapes[key].area / 1e4, 2) for key in facts],
        },
        geometry=[shapely.multipolygons(shapely.get_parts(shapes[key])) for key in facts],
        crs=province.crs,
    )


def plan_ids(town: Town) -> tuple[str, str, str]:
    """Identifiers of the general, the zoning and the detailed plan; also names of their drawings."""

    def camel(slug: str) -> str:
        return "".join(word.capitalize() for word in slug.split("_"))

    first, second = town.plan.wards[0], town.plan.wards[-1]
    return f"QHC_{camel(first.slug)}_2025", f"QHPK_{camel(second.slug)}_2024", "QHCT_BoNam_2023"


def _bare(name: str) -> str:
    return name.split(" ", 1)[1]
