"""What stands along the streets: lamps and cabinets, water pipes, valves and hydrants, power, trees."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, Point
from shapely.ops import substring

from .ground import MM
from .streets import Street
from .town import Town

SPECIES = ("Sao đen", "Bằng lăng", "Phượng vĩ", "Lim xẹt", "Xà cừ", "Dầu rái")


@dataclass(frozen=True)
class Lighting:
    """Poles and the cabinets that feed them."""

    poles: gpd.GeoDataFrame
    cabinets: gpd.GeoDataFrame


@dataclass(frozen=True)
class Water:
    """Water supply."""

    pipes: gpd.GeoDataFrame
    valves: gpd.GeoDataFrame
    hydrants: gpd.GeoDataFrame


def lit_streets(town: Town) -> list[tuple[Street, LineString]]:
    """Named streets and the part of each that runs through the built town."""
    built = shapely.union_all([b.polygon for b in town.network.blocks if b.central < 1.7]).buffer(32)
    inside = built.intersection(town.ground.outline())
    found = []
    for street in town.network.streets:
        if not street.name:
            continue
        parts = [p for p in shapely.get_parts(street.line.intersection(inside)) if p.length > 40]
        found += [(street, part) for part in parts if part.geom_type == "LineString"]
    return found


def beside(line: LineString, spacing: float, offset: float, start: float) -> NDArray[np.float64]:
    """Points every ``spacing`` metres, ``offset`` metres left (negative: right) of a line; shape (n, 2)."""
    stations = np.arange(start, line.length - 2, spacing)
    here = shapely.get_coordinates(shapely.line_interpolate_point(line, stations))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(line, stations + 0.5))
    along = ahead - here
    along /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)[:, None]
    points = here + offset * np.column_stack([-along[:, 1], along[:, 0]])
    return np.asarray(points.round(3))


def _clear(points: NDArray[np.float64], obstacles: shapely.Geometry) -> NDArray[np.float64]:
    return points[~shapely.intersects_xy(obstacles, points[:, 0], points[:, 1])]


def _carriageways(town: Town) -> shapely.Geometry:
    """Surface that vehicles use, and water: nothing stands there."""
    lanes = [s.line.buffer(s.carriageway / 2 + 0.3, cap_style="flat") for s in town.network.streets]
    surface = shapely.union_all([*lanes, town.ground.river(), town.ground.stream_line().buffer(7)])
    shapely.prepare(surface)
    return surface


def lighting(town: Town) -> Lighting:
    """Poles every 25 to 35 metres on the pavement, one cabinet for at most 36 of them."""
    rng = town.rng("lighting")
    lanes = _carriageways(town)
    poles: list[dict[str, object]] = []
    cabinets: list[dict[str, object]] = []
    for street, line in lit_streets(town):
        sides = (1, -1) if street.grade == "Trục chính" else (1,)
        spacing = float(rng.uniform(27, 34))
        offset = street.carriageway / 2 + 0.7
        places = np.vstack([beside(line, spacing, side * offset, 9 + 6 * (side < 0)) for side in sides])
        places = _clear(places, lanes)
        watt = {"Trục chính": 150, "Liên khu vực": 120, "Khu vực": 100}.get(street.grade, 70)
        for group in np.array_split(places, max(1, -(-len(places) // 36))):
            if not len(group):
                continue
            cabinet = f"T{len(cabinets) + 1:03d}"
            middle = group[len(group) // 2] + [0.9, 0.6]
            cabinets.append(
                {
                    "Mã tủ": cabinet,
                    "Vị trí": f"Vỉa hè đường {street.name}",
                    "Công suất (kW)": 3.0 if watt < 100 else 6.0,
                    "Giờ hoạt động": "18:00-05:30",
                    "Tình trạng": "Vận hành",
                    "geometry": Point(middle.round(3)),
                }
            )
            for x, y in group:
                lamp = str(rng.choice(["LED", "Cao áp sodium", "Metal halide"], p=[0.72, 0.22, 0.06]))
                poles.append(
                    {
                        "Mã cột": f"{cabinet}-{len(poles) + 1:04d}",
                        "Mã tủ": cabinet,
                        "Loại đèn": lamp,
                        "Công suất (W)": watt if lamp == "LED" else min(150, watt + 30),
                        "Chiều cao (m)": 10.0 if watt >= 120 else 8.0,
                        "Ngày lắp": np.datetime64("2009-03-01") + int(rng.integers(0, 5800)),
                        "Trạng thái": "Vận hành" if rng.random() < 0.95 else "Hỏng chờ sửa",
                        "Hợp đồng bảo trì": f"HĐ-MAU-{int(rng.integers(1, 6)):02d}/2025",
                        "geometry": Point(x, y),
                    }
                )
    return Lighting(_frame(poles, town), _frame(cabinets, town))


def water(town: Town) -> Water:
    """Mains under the left pavement, valves where they begin, hydrants on the larger streets."""
    rng = town.rng("water")
    lanes = _carriageways(town)
    pipes: list[dict[str, object]] = []
    valves: list[dict[str, object]] = []
    hydrants: list[dict[str, object]] = []
    for street, line in lit_streets(town):
        kind, size, material = {
            "Trục chính": ("Trục", 300, "Gang"),
            "Liên khu vực": ("Phân phối", 160, "HDPE"),
            "Khu vực": ("Phân phối", 110, "HDPE"),
        }.get(street.grade, ("Dịch vụ", 63, "uPVC"))
        side = shapely.set_precision(line.offset_curve(street.reserve / 2 - 1.2), MM)
        if side.geom_type != "LineString" or side.is_empty:
            continue
        pieces = max(1, round(side.length / 180))
        for k in range(pieces):
            part = substring(side, k / pieces, (k + 1) / pieces, normalized=True)
            pipes.append(
                {
                    "ma_ong": f"ON-{len(pipes) + 1:04d}",
                    "loai": kind,
                    "d_mm": size,
                    "vat_lieu": material,
                    "nam": int(rng.integers(1996, 2025)),
                    "tinh_trang": "Tốt" if rng.random() < 0.96 else "Hư hỏng",
                    "geometry": shapely.set_precision(part, MM),
                }
            )
        if size >= 110:
            gate = "Bướm" if size == 300 else "Cổng" if rng.random() < 0.9 else "Xả khí"
            valves.append(
                {
                    "ma_van": f"VAN-{len(valves) + 1:03d}",
                    "loai": gate,
                    "d_mm": size,
                    "trang_thai": "Mở" if rng.random() < 0.93 else "Đóng",
                    "geometry": Point(np.round(side.coords[0], 3)),
                }
            )
            for x, y in _clear(beside(side, 135.0, 0.4, 40), lanes):
                hydrants.append(
                    {
                        "ma_tru": f"TCH-{len(hydrants) + 1:03d}",
                        "d_mm": 100,
                        "ap_luc_bar": round(rng.uniform(1.2, 3.0), 1),
                        "trang_thai": "Hoạt động" if rng.random() < 0.95 else "Hỏng",
                        "HYDRANT_OWNER": "Công ty cấp nước (mẫu)",
                        "geometry": Point(x, y),
                    }
                )
    return Water(_frame(pipes, town), _frame(valves, town), _frame(hydrants, town))


def power(town: Town) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Medium voltage along the main streets, one high voltage line across the fields, and substations."""
    rng = town.rng("power")
    lines: list[dict[str, object]] = []
    stations: list[dict[str, object]] = []
    plan = town.plan
    high = town.ground.line([(-plan.west - 40, -0.93 * plan.south), (plan.east + 40, -0.86 * plan.south)], 90)
    lines.append(
        {
            "ma_tuyen": "DD-110-01",
            "dien_ap_kv": 110.0,
            "loai": "Trên không",
            "hanh_lang_m": 15.0,
            "don_vi": "Công ty điện lực (mẫu)",
            "geometry": high,
        }
    )
    for street, line in lit_streets(town):
        if street.grade not in ("Trục chính", "Liên khu vực"):
            continue
        side = shapely.set_precision(line.offset_curve(-(street.reserve / 2 - 0.8)), MM)
        buried = street.grade == "Trục chính" and rng.random() < 0.5
        lines.append(
            {
                "ma_tuyen": f"DD-22-{len(lines):02d}",
                "dien_ap_kv": 22.0,
                "loai": "Ngầm" if buried else "Trên không",
                "hanh_lang_m": 1.0 if buried else 2.0,
                "don_vi": "Công ty điện lực (mẫu)",
                "geometry": side,
            }
        )
        for x, y in beside(side, 320.0, 0.0, 90):
            stations.append(
                {
                    "ma_tram": f"TBA-{len(stations) + 1:03d}",
                    "ten": f"Trạm {street.name} {len(stations) + 1}",
                    "cong_suat_kva": int(rng.choice([250, 400, 560])),
                    "dien_ap_kv": 22.0,
                    "don_vi": "Công ty điện lực (mẫu)",
                    "geometry": Point(x, y),
                }
            )
    return _frame(lines, town), _frame(stations, town)


def trees(town: Town) -> gpd.GeoDataFrame:
    """Street trees on the pavements of the larger streets, one species to a street with a few strangers."""
    rng = town.rng("trees")
    lanes = _carriageways(town)
    found: list[dict[str, object]] = []
    for street, line in lit_streets(town):
        if street.grade in ("Nội bộ", "Khu vực"):
            continue
        main = str(rng.choice(SPECIES))
        for side in (1, -1):
            for x, y in _clear(beside(line, 14.0, side * (street.carriageway / 2 + 1.5), 12), lanes):
                species = main if rng.random() < 0.85 else str(rng.choice(SPECIES))
                trunk = float(np.clip(rng.lognormal(3.2, 0.45), 8, 140))
                found.append(
                    {
                        "ma_cay": f"CX{len(found) + 1:05d}",
                        "loai_cay": species,
                        "duong_kinh_cm": round(trunk, 1),
                        "chieu_cao_m": round(2.5 + 0.22 * trunk, 1),
                        "tinh_trang": str(rng.choice(["Tốt", "Sâu bệnh", "Nghiêng"], p=[0.93, 0.04, 0.03])),
                        "bao_ton": "Có" if trunk > 80 else "Không",
                        "tuyen_duong": street.name,
                        "geometry": Point(x, y),
                    }
                )
    return _frame(found, town)


def _frame(rows: list[dict[str, object]], town: Town) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=town.crs)
