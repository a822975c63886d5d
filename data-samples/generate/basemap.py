"""The shared base map of a town: wards, place names, waters, buildings, roads, flood zones, land use."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

from .ground import MM, REACH, areas
from .places import Province, Ward
from .streets import Frame
from .town import Town

PLACES_OF_USE = {
    "DGD": ("Trường học", "Trường Tiểu học"),
    "DCH": ("Chợ", "Chợ"),
    "DKV": ("Công viên", "Công viên"),
    "TON": ("Chùa", "Chùa"),
    "DYT": ("Bệnh viện", "Bệnh viện"),
}
BUILDING_OF_USE = {
    "DGD": ("Trường học", 3),
    "TSC": ("Trụ sở", 4),
    "DYT": ("Y tế", 5),
    "DCH": ("Thương mại", 2),
    "TMD": ("Thương mại", 6),
    "TON": ("Tôn giáo", 1),
    "DVH": ("Trụ sở", 2),
    "CAN": ("Trụ sở", 3),
}
INVENTED = (
    "Hoa Mẫu Đơn",
    "Bình Minh Mẫu",
    "Sen Hồng",
    "Tre Xanh",
    "Cánh Cò",
    "Gió Mới",
    "Mây Trắng",
    "Nắng Sớm",
)


def administrative_units(province: Province, towns: list[Town]) -> gpd.GeoDataFrame:
    """Outlines of the wards of all towns and of the neighbours of the first."""
    rows: list[tuple[Ward, BaseGeometry]] = []
    for town in towns:
        rows += [(ward, town.wards[ward.code]) for ward in town.plan.wards]
    rows += list(zip(province.neighbours, towns[0].surroundings, strict=True))
    return gpd.GeoDataFrame(
        {
            "ma_xa": [ward.code for ward, _ in rows],
            "ten": [ward.name for ward, _ in rows],
            "loai": [ward.kind for ward, _ in rows],
            "ma_tinh": province.code,
            "dien_tich_km2": [round(shape.area / 1e6, 2) for _, shape in rows],
        },
        geometry=[shapely.multipolygons([shape]) for _, shape in rows],
        crs=province.crs,
    )


def roads(town: Town) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Centre lines by stretch, and reserves by street (road_reserve: what is neither block nor water)."""
    rng = town.rng("roads")
    network = town.network
    year = {s.code: int(rng.integers(1985, 2023)) for s in network.streets}
    manager = {"Trục chính": "Sở Xây dựng", "Liên khu vực": "Sở Xây dựng"}
    ward = town.plan.wards[0].short
    lines = gpd.GeoDataFrame(
        {
            "ma_doan": [f"{ward}-{s.street.code}-{s.number:02d}" for s in network.stretches],
            "ma_duong": [f"{ward}-{s.street.code}" for s in network.stretches],
            "ten_duong": [s.street.name or None for s in network.stretches],
            "cap_duong": [s.street.grade for s in network.stretches],
            "lo_gioi_m": [s.street.reserve for s in network.stretches],
            "be_rong_mat_m": [s.street.carriageway for s in network.stretches],
            "via_he_trai_m": [s.street.pavement for s in network.stretches],
            "via_he_phai_m": [s.street.pavement for s in network.stretches],
            "ket_cau_mat": [_surface(s.street.grade) for s in network.stretches],
            "don_vi_quan_ly": [manager.get(s.street.grade, "Ủy ban nhân dân phường") for s in network.stretches],
            "nam": [year[s.street.code] for s in network.stretches],
        },
        geometry=[s.line for s in network.stretches],
        crs=town.crs,
    )
    kept = [i for i, reserve in enumerate(network.reserves) if not reserve.is_empty]
    reserves = gpd.GeoDataFrame(
        {
            "ma_lo_gioi": [f"LG-{ward}-{network.streets[i].code}" for i in kept],
            "ma_duong": [f"{ward}-{network.streets[i].code}" for i in kept],
            "ten_duong": [network.streets[i].name or None for i in kept],
            "lo_gioi_m": [network.streets[i].reserve for i in kept],
            "so_quyet_dinh": ["01/QĐ-MAU" if network.streets[i].name else None for i in kept],
        },
        geometry=[network.reserves[i] for i in kept],
        crs=town.crs,
    )
    return lines, reserves


def _surface(grade: str) -> str:
    return {"Trục chính": "BTN", "Liên khu vực": "BTN", "Khu vực": "BTN", "Nội bộ": "Láng nhựa"}.get(grade, "BTXM")


def waterways(town: Town) -> gpd.GeoDataFrame:
    """The river's axis, the stream, and canals that bring water to the fields."""
    plan, ground = town.plan, town.ground
    canals = [
        (
            "Kênh chính",
            "Kênh chính Tây (mẫu)",
            [(-0.96 * plan.west, -0.97 * plan.south), (-0.93 * plan.west, -0.06 * plan.south)],
            6.0,
        ),
        (
            "Kênh nhánh",
            "Kênh N1 (mẫu)",
            [(-0.94 * plan.west, -0.52 * plan.south), (-0.66 * plan.west, -0.55 * plan.south)],
            2.5,
        ),
        (
            "Mương",
            "Mương N1-2 (mẫu)",
            [(-0.88 * plan.west, -0.53 * plan.south), (-0.86 * plan.west, -0.74 * plan.south)],
            1.0,
        ),
        (
            "Kênh nhánh",
            "Kênh N2 (mẫu)",
            [(0.40 * plan.east, -0.97 * plan.south), (0.95 * plan.east, -0.90 * plan.south)],
            2.5,
        ),
    ]
    rows = [
        ("Sông", plan.river, plan.river_width, "Chi cục Thủy lợi", ground.river_axis(REACH)),
        ("Mương", "Suối Đồng (mẫu)", 12.0, "Chi cục Thủy lợi", ground.stream_line()),
    ]
    rows += [
        (kind, name, wide, "Xí nghiệp thủy nông (mẫu)", ground.line(points)) for kind, name, points, wide in canals
    ]
    return gpd.GeoDataFrame(
        {
            "ma": [f"SK-{i:03d}" for i in range(1, len(rows) + 1)],
            "ten": [row[1] for row in rows],
            "loai": [row[0] for row in rows],
            "be_rong_m": [row[2] for row in rows],
            "don_vi_quan_ly": [row[3] for row in rows],
        },
        geometry=[row[4] for row in rows],
        crs=town.crs,
    )


def water_bodies(town: Town) -> gpd.GeoDataFrame:
    """The river's surface, the stream's, ponds in fish plots and in one park."""
    rng = town.rng("ponds")
    table = town.register.table
    shapes: list[tuple[str, str | None, Polygon | None]] = [
        ("Mặt nước sông", town.plan.river, town.ground.river(REACH))
    ]
    stream = areas(town.ground.stream_line().buffer(6, quad_segs=4).difference(town.ground.river())).geoms
    shapes += [("Mặt nước sông", "Suối Đồng (mẫu)", shapely.set_precision(p, MM)) for p in stream]
    for row in table[table["land_use"] == "NTS"].itertuples():
        shapes.append(("Ao", None, _inside(row.geometry, 3.0)))
    parks = table[(table["land_use"] == "DKV") & (table["area_m2"] > 2500)]
    for k, row in enumerate(parks.itertuples()):
        shapes.append(("Hồ", f"Hồ {INVENTED[k % len(INVENTED)]}", _lake(row.geometry, rng)))
    kept = [(kind, name, shape) for kind, name, shape in shapes if shape is not None]
    return gpd.GeoDataFrame(
        {
            "Name": [name for _, name, _ in kept],
            "ma": [f"MN-{i:03d}" for i in range(1, len(kept) + 1)],
            "loai": [kind for kind, _, _ in kept],
            "dien_tich_m2": [vietnamese(shape.area, 1) for *_, shape in kept],
        },
        geometry=[shape for *_, shape in kept],
        crs=town.crs,
    )


def vietnamese(value: float, digits: int) -> str:
    """A number as it is written in Vietnam: ``2.159,6``."""
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def _inside(polygon: Polygon, margin: float) -> Polygon | None:
    parts = areas(shapely.set_precision(polygon.buffer(-margin, join_style="mitre"), MM), 20.0).geoms
    return max(parts, key=lambda p: p.area) if len(parts) else None


def _lake(park: Polygon, rng: np.random.Generator) -> Polygon | None:
    frame = Frame.of(park)
    middle = Point(frame.point(frame.long / 2, frame.short / 2))
    turns = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    wave = 1 + 0.16 * np.sin(2 * turns + rng.uniform(0, 6)) + 0.07 * np.sin(5 * turns)
    s, t = 0.28 * frame.long * wave * np.cos(turns), 0.26 * frame.short * wave * np.sin(turns)
    ring = [frame.point(frame.long / 2 + a, frame.short / 2 + b) for a, b in zip(s, t, strict=True)]
    lake = areas(shapely.intersection(shapely.set_precision(Polygon(ring), MM), park.buffer(-3))).geoms
    return max(lake, key=lambda p: p.area) if len(lake) and park.contains(middle) else None


def buildings(town: Town) -> gpd.GeoDataFrame:
    """Houses that fill the street side of their plots, public buildings in the middle of theirs."""
    rng = town.rng("buildings")
    rows: list[dict[str, object]] = []
    for row in town.register.table.itertuples():
        built = _footprint(row.geometry, row.use, row.central, rng)
        if built is None:
            continue
        kind, storeys = BUILDING_OF_USE.get(row.land_use, ("Nhà ở", 0))
        storeys = storeys or int(rng.choice([1, 2, 3, 4, 5], p=[0.30, 0.33, 0.22, 0.11, 0.04]))
        frame = "Thép" if kind == "Thương mại" and storeys <= 2 else "Gạch" if storeys == 1 else "BTCT"
        rows.append(
            {
                "ma_nha": f"N-{row.ward}-{len(rows) + 1:05d}",
                "ma_xa": row.ward,
                "loai": kind,
                "so_tang": storeys,
                "chieu_cao_m": round(3.5 * storeys + 0.8, 1),
                "ket_cau": frame,
                "nam_xd": int(rng.integers(1975, 2025)),
                "geometry": built,
            }
        )
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=town.crs)


def _footprint(plot: Polygon, use: str, central: float, rng: np.random.Generator) -> Polygon | None:
    frame = Frame.of(plot)
    if use == "house" and rng.random() < 0.93:
        length = min(frame.long, rng.uniform(11, 18))
        start = 0.0 if rng.random() < 0.5 else frame.long - length
        box = Polygon([frame.point(s, t) for s, t in _box(start, start + length, -1, frame.short + 1)])
        margin = 0.06
    elif use == "garden" and rng.random() < 0.75:
        s, t = frame.long * rng.uniform(0.25, 0.5), frame.short * rng.uniform(0.2, 0.35)
        box = Polygon([frame.point(a, b) for a, b in _box(s, s + 11, t, t + 8)])
        margin = 0.5
    elif use in BUILDING_OF_USE:
        box = Polygon(
            [
                frame.point(a, b)
                for a, b in _box(0.15 * frame.long, 0.85 * frame.long, 0.3 * frame.short, 0.62 * frame.short)
            ]
        )
        margin = 2.0
    else:
        return None
    free = shapely.intersection(plot.buffer(-margin, join_style="mitre"), box)
    parts = areas(shapely.set_precision(free, MM), 18.0).geoms
    return max(parts, key=lambda p: p.area) if len(parts) else None


def _box(s0: float, s1: float, t0: float, t1: float) -> tuple[tuple[float, float], ...]:
    return (s0, t0), (s1, t0), (s1, t1), (s0, t1)


def place_names(town: Town) -> gpd.GeoDataFrame:
    """Names on the map: quarters, public places, bridges, fields, the river."""
    table = town.register.table
    rows: list[tuple[str, str, Point]] = []
    for use, (kind, prefix) in PLACES_OF_USE.items():
        for k, row in enumerate(table[(table["land_use"] == use) & (table["area_m2"] > 800)].itertuples()):
            rows.append((f"{prefix} {INVENTED[k % len(INVENTED)]}", kind, row.geometry.representative_point()))
    fields = table[table["use"] == "field"].drop_duplicates("sheet")
    for row in fields.itertuples():
        rows.append(
            (
                f"Cánh đồng {str(row.field_name).capitalize()}",
                "Cánh đồng",
                row.geometry.representative_point(),
            )
        )
    houses = table[table["use"] == "house"]
    for (ward, sheet), group in houses.groupby(["ward", "sheet"]):
        if len(group) > 60:
            middle = shapely.multipoints(shapely.centroid(group.geometry.array)).centroid
            rows.append((f"Khu phố {sheet} ({_short(town, str(ward))})", "Khu phố", middle))
    stream = town.ground.stream_line()
    for street in town.network.streets:
        if street.grade in ("Trục chính", "Liên khu vực") and street.line.intersects(stream):
            rows.append((f"Cầu {street.name}", "Cầu", shapely.get_parts(street.line.intersection(stream))[0]))
    rows.append((town.plan.river, "Sông", town.ground.river_axis().interpolate(0.5, normalized=True)))
    return gpd.GeoDataFrame(
        {"Tên": [r[0] for r in rows], "Loại": [r[1] for r in rows]},
        geometry=[r[2] for r in rows],
        crs=town.crs,
    )


def _short(town: Town, code: str) -> str:
    return next(ward.short for ward in town.plan.wards if ward.code == code)


def flood_zones(town: Town) -> gpd.GeoDataFrame:
    """Land flooded once in 10, 20 and 100 years: nested bands along the river and the stream."""
    river, stream, outline = town.ground.river(), town.ground.stream_line(), town.ground.outline()
    u = np.linspace(-town.plan.west, town.plan.east, 90)
    rows = []
    for code, share, base, depth in (
        ("10%", "10%", 70.0, 0.6),
        ("5%", "5%", 150.0, 1.2),
        ("1%", "1%", 290.0, 2.4),
    ):
        reach = base * (1 + 0.45 * np.sin(u / 170 + base) + 0.2 * np.sin(u / 61))
        ring = np.vstack([town.ground.map(u, np.full_like(u, 4.0)), town.ground.map(u[::-1], -reach[::-1])])
        low = shapely.union(Polygon(ring).buffer(0), stream.buffer(0.28 * base, quad_segs=6))
        wet = areas(shapely.intersection(low.difference(river), outline.buffer(60)), 400.0)
        rows.append((f"NL-{code.strip('%')}", share, depth, shapely.set_precision(wet.simplify(0.4), MM)))
    return gpd.GeoDataFrame(
        {
            "ma": [r[0] for r in rows],
            "tan_suat": [r[1] for r in rows],
            "do_sau_max_m": [r[2] for r in rows],
            "nam_lap": 2023,
            "nguon": "Mô hình thủy lực (mẫu)",
        },
        geometry=[r[3] for r in rows],
        crs=town.crs,
    )


def existing_land_use(town: Town) -> gpd.GeoDataFrame:
    """Inventory of land use: parcels of one block and one land type together."""
    table = town.register.table.assign(code=lambda t: t["land_use"].str[:3])
    titles = {
        "ODT": "Đất ở tại đô thị",
        "ONT": "Đất ở tại nông thôn",
        "LUC": "Đất chuyên trồng lúa",
        "CLN": "Đất trồng cây lâu năm",
        "HNK": "Đất trồng cây hằng năm khác",
        "NTS": "Đất nuôi trồng thủy sản",
    }
    rows = []
    for (block, ward, code), group in table.groupby(["block", "ward", "code"]):
        for shape in areas(shapely.union_all(group.geometry.array), 150.0).geoms:
            rows.append((ward, code, shape, block))
    return gpd.GeoDataFrame(
        {
            "MA_KHOANH": [f"K{i:05d}" for i in range(1, len(rows) + 1)],
            "XAID": [r[0] for r in rows],
            "LOAI_DAT": [r[1] for r in rows],
            "TEN_LOAI": [titles.get(r[1], "Đất phi nông nghiệp") for r in rows],
            "DT_HA": [round(r[2].area / 1e4, 4) for r in rows],
            "NAM": 2024,
        },
        geometry=[r[2] for r in rows],
        crs=town.crs,
    )
