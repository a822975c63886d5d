"""Plans: planned streets, zones that cut through parcels, red lines, building lines.

A plan widens some streets and adds new ones; its zones are the land between planned streets, so that their
edges run through the parcels of today.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from . import parcels, streets
from .ground import MM, areas
from .town import Town

# land type of a public parcel → planned function
FUNCTION_OF_USE = {
    "DGD": "TH",
    "TSC": "CQ",
    "DKV": "CXCC",
    "DYT": "YT",
    "DCH": "DV",
    "TON": "DTTG",
    "CAN": "AN",
    "CQP": "QP",
    "DVH": "VH",
    "DTT": "TDTT",
    "TMD": "DV",
    "NTD": "NT",
    "DNL": "HTKT",
}

# function → the ways in which draughtsmen name its CAD layer, and its colour
CAD_LAYERS = {
    "NO": (
        ("!DAT O CHINH TRANG", "D.ODTMOi", "DAT O MOI", ".QH DAT O", "DAT_DD_nhomnhao", "Đất ở đô thị"),
        "#cc9900",
    ),
    "HH": (("DAT HON HOP", "D.HonHop"), "#cc3200"),
    "CXCC": (("!DAT CAY XANH DO THI", "qh dat cayxanh", "DAT_DD_CayxanhCCdothi"), "#66cc00"),
    "CXCD": (("!DAT CX CACH LY", "CAY XANH CACH LY"), "#007f5f"),
    "TH": (("DAT TRUONG HOC", ".QH DAT TRUONG HOC"), "#994c4c"),
    "YT": (("DAT Y TE",), "#ff00bf"),
    "VH": (("DAT VAN HOA",), "#cc667f"),
    "TDTT": (("DAT TDTT",), "#009900"),
    "DV": (("DAT TMDV", "DAT CHO"), "#cc0000"),
    "DVCC": (("!DAT CONGCONG DT", "DAT CONG CONG"), "#ff0000"),
    "CN": (("DAT CONG NGHIEP",), "#6600cc"),
    "CQ": ((".QH DAT CO QUAN", "0datcoquan"), "#994c00"),
    "DTTG": (("DAT TON GIAO-DI TICH",), "#7f0000"),
    "AN": (("DAT_NDD_Anninh",), "#739900"),
    "QP": (("DAT_NDD_Quocphong",), "#394c26"),
    "NT": (("DAT NGHIA DIA", "0datnghiatrang"), "#5b5b5b"),
    "HTKT": (("!DAT CONG TRINH HTKT-DAU MOI", "DAT HTKT"), "#39264c"),
    "NN": (("DAT LUA", "0datlua", "DAT_NN_Nongnghiep"), "#00ff00"),
    "DP": (("0DUPHONG", "DAT DU TRU"), "#c0c0c0"),
    "MN": (("!DAT MAT NUOC", "0matnuoc"), "#0066cc"),
    "GT": (("DAT_HTKT_DuongGT",), "#5b5b5b"),
}
TITLES = {
    "NO": "Nhóm nhà ở",
    "HH": "Đất hỗn hợp",
    "CXCC": "Cây xanh sử dụng công cộng",
    "CXCD": "Cây xanh cách ly",
    "TH": "Trường học",
    "YT": "Y tế",
    "VH": "Văn hóa",
    "TDTT": "Thể dục thể thao",
    "DV": "Thương mại dịch vụ",
    "DVCC": "Công cộng đô thị",
    "CN": "Công nghiệp",
    "CQ": "Cơ quan, trụ sở",
    "DTTG": "Tôn giáo, di tích",
    "AN": "An ninh",
    "QP": "Quốc phòng",
    "NT": "Nghĩa trang",
    "HTKT": "Hạ tầng kỹ thuật",
    "NN": "Nông nghiệp",
    "DP": "Đất dự trữ",
    "MN": "Mặt nước",
    "GT": "Đường giao thông",
}
# density %, storeys min and max, by function; others have none
LIMITS = {
    "NO": (70, 2, 5),
    "HH": (60, 3, 15),
    "TH": (40, 1, 4),
    "YT": (40, 1, 7),
    "VH": (35, 1, 3),
    "DV": (50, 1, 7),
    "DVCC": (40, 1, 5),
    "CQ": (40, 2, 7),
    "CXCC": (5, 0, 1),
    "CN": (60, 1, 3),
    "DTTG": (35, 1, 2),
}


@dataclass(frozen=True)
class Zone:
    """One planned zone: function code, number in the plan, shape on the map."""

    number: str
    function: str
    polygon: Polygon


@dataclass
class Plan:
    """One plan: its area, planned streets, zones and lines (kind → lines)."""

    area: BaseGeometry
    streets: list[streets.Street]
    zones: list[Zone] = field(default_factory=list)
    lines: dict[str, list[LineString]] = field(default_factory=dict)


def draw(town: Town, ward: str, area: BaseGeometry, subject: str, overlaps: int) -> Plan:
    """Draw one plan for a part of a ward.

    Args:
        town: The town as it is.
        ward: Commune code, for the choice of new streets.
        area: Planning area on the map.
        subject: Name of its random numbers.
        overlaps: How many zones reach over their neighbours.
    """
    rng = town.rng(subject)
    west = ward == town.plan.wards[0].code
    plan = Plan(area, _planned_streets(town, west, rng))
    reserve = shapely.union_all(
        [s.line.buffer(s.reserve / 2, cap_style="flat", join_style="mitre", mitre_limit=2) for s in plan.streets],
        grid_size=MM,
    )
    stream = town.ground.stream_line().buffer(8.0)
    water = shapely.union(town.ground.river(), stream)
    land = areas(shapely.difference(area, shapely.union(reserve, water), grid_size=MM), 120.0)
    blocks = [
        p
        for part in land.geoms
        for p in areas(
            shapely.set_precision(part.buffer(-3, join_style="mitre").buffer(3, quad_segs=1), MM), 150.0
        ).geoms
    ]
    plan.zones = _zones(town, plan, blocks, reserve, stream, overlaps, rng)
    plan.lines = _lines(plan, blocks, reserve, rng)
    return plan


def _planned_streets(town: Town, west: bool, rng: np.random.Generator) -> list[streets.Street]:
    """Streets of today without alleys, half of them widened, and new ones through gardens and fields."""
    planned = []
    for street in town.network.streets:
        if street.grade != "Hẻm":
            widen = float(rng.choice([0.0, 3.0, 4.5, 7.0], p=[0.45, 0.25, 0.2, 0.1]))
            planned.append(
                streets.Street(
                    street.code,
                    street.name,
                    street.grade,
                    street.line,
                    street.reserve + widen,
                    street.carriageway,
                    street.pavement,
                    widen > 0,
                )
            )
    span, south = (-town.plan.west if west else town.plan.east), -town.plan.south
    new = [
        [(0.80 * span, -22), (0.80 * span, 0.95 * south)],
        [(span, 0.20 * south), (0.45 * span, 0.22 * south)],
        [(span, 0.62 * south), (0.50 * span, 0.60 * south)],
        [(0.90 * span, 0.42 * south), (0.74 * span, 0.78 * south)],
        [(0.15 * span, 0.90 * south), (0.95 * span, 0.88 * south)],
    ]
    for i, points in enumerate(new, 1):
        line = town.ground.line(points)
        planned.append(streets.Street(f"QH{i}", f"Đường quy hoạch số {i}", "Khu vực", line, 17.5, 7.5, 5.0, True))
    return planned


def _zones(
    town: Town,
    plan: Plan,
    blocks: list[Polygon],
    reserve: BaseGeometry,
    stream: BaseGeometry,
    overlaps: int,
    rng: np.random.Generator,
) -> list[Zone]:
    public = [(plot.polygon, FUNCTION_OF_USE[plot.use]) for plot in town.plots if plot.use in FUNCTION_OF_USE]
    found: list[tuple[str, Polygon]] = []
    for block in blocks:
        rest: BaseGeometry = block
        for polygon, function in public:
            if polygon.intersects(rest):
                inside = areas(shapely.intersection(polygon, rest, grid_size=MM), 60.0)
                found += [(function, p) for p in inside.geoms]
                rest = shapely.difference(rest, polygon, grid_size=MM)
        for part in areas(rest, 120.0).geoms:
            found += [(_function(town, piece, rng), piece) for piece in _halves(part, rng)]
    found += [("MN", p) for p in areas(shapely.intersection(stream, plan.area, grid_size=MM), 50.0).geoms]
    found += [("GT", p) for p in areas(shapely.intersection(reserve, plan.area, grid_size=MM), 50.0).geoms]
    found += _overlapping(found, stream, plan.area, overlaps)
    counts: dict[str, int] = {}
    zones = []
    for function, polygon in found:
        counts[function] = counts.get(function, 0) + 1
        zones.append(Zone(f"{function}-{counts[function]:02d}", function, polygon))
    return zones


def _halves(polygon: Polygon, rng: np.random.Generator) -> list[Polygon]:
    """Large zones are divided across, without regard to parcels."""
    if polygon.area < 16_000:
        return [polygon]
    frame = streets.Frame.of(polygon)
    s = frame.long * rng.uniform(0.4, 0.6)
    line = LineString([frame.point(s, -40), frame.point(s + rng.normal(0, 12), frame.short + 40)])
    return parcels.tile(polygon, [line], 400.0)


def _function(town: Town, polygon: Polygon, rng: np.random.Generator) -> str:
    central = streets.central_on_map(town.ground, polygon.centroid)
    if polygon.centroid.distance(town.ground.river()) < 25:
        return "CXCC"
    if central < 0.95:
        return str(rng.choice(["NO", "HH", "DVCC"], p=[0.80, 0.14, 0.06]))
    if central < 1.5:
        return str(rng.choice(["NO", "HH", "CXCC", "DVCC", "DV"], p=[0.72, 0.08, 0.10, 0.06, 0.04]))
    return str(rng.choice(["NN", "NO", "CXCC", "CN", "DP", "TH"], p=[0.42, 0.30, 0.10, 0.07, 0.08, 0.03]))


def _overlapping(
    found: list[tuple[str, Polygon]], stream: BaseGeometry, area: BaseGeometry, overlaps: int
) -> list[tuple[str, Polygon]]:
    """A green corridor along the stream over whatever lies there, and zones drawn over their neighbours."""
    corridor = shapely.intersection(stream.buffer(18).difference(stream), area)
    extra = [("CXCD", p) for p in areas(shapely.set_precision(corridor, MM), 400.0).geoms]
    houses = [p for function, p in found if function == "NO" and 3000 < p.area < 20_000]
    for polygon in houses[3 :: max(1, len(houses) // max(overlaps, 1))][:overlaps]:
        frame = streets.Frame.of(polygon)
        strip = Polygon(
            [frame.point(s, t) for s, t in ((-6, 0), (0.3 * frame.long, 0), (0.3 * frame.long, 30), (-6, 30))]
        )
        extra += [("HH", p) for p in areas(shapely.intersection(strip, area, grid_size=MM), 100.0).geoms]
    return extra


def _lines(
    plan: Plan, blocks: list[Polygon], reserve: BaseGeometry, rng: np.random.Generator
) -> dict[str, list[LineString]]:
    lines: dict[str, list[LineString]] = {"CGDD": [], "CGXD": [], "TIM": [], "RANHQH": [], "RANHLO": []}
    near = reserve.buffer(0.3)
    for block in blocks:
        lines["CGDD"] += _strokes(shapely.intersection(block.exterior, near))
        setback = float(rng.choice([2.0, 3.0, 4.0, 6.0]))
        for inner in areas(block.buffer(-setback, join_style="mitre"), 80.0).geoms:
            lines["CGXD"] += _strokes(shapely.intersection(inner.exterior, reserve.buffer(setback + 0.6)))
    for street in plan.streets:
        lines["TIM"] += _strokes(shapely.intersection(street.line, plan.area))
    lines["RANHQH"] = [LineString(p.exterior) for p in areas(plan.area).geoms]
    for zone in [z for z in plan.zones if z.function == "NO" and z.polygon.area > 5000][-3:]:
        block = streets.Block(zone.polygon, "mixed", 1.0)
        for line in parcels.rows(block, rng, depth=20.0, widths=(5.0, 6.0), ends=0.0):
            lines["RANHLO"] += _strokes(shapely.intersection(line, zone.polygon))
    return lines


def _strokes(geometry: BaseGeometry) -> list[LineString]:
    """The lines of a geometry, joined where they meet, on millimetres; crumbs under half a metre dropped."""
    parts = [p for p in shapely.get_parts(shapely.get_parts(geometry)) if p.geom_type in ("LineString", "LinearRing")]
    if not parts:
        return []
    merged = shapely.line_merge(shapely.union_all([LineString(p.coords) for p in parts], grid_size=MM))
    return [p for p in shapely.get_parts(merged) if p.length > 0.5]


def label_points(plan: Plan) -> list[tuple[str, Point]]:
    """Texts that a drawing carries inside its larger zones."""
    return [(z.number, z.polygon.representative_point()) for z in plan.zones if z.polygon.area > 6000][:24]
