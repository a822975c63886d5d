"""What the construction department hands in: plans as drawings, the areas of plans, projects."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from . import amenities, dossiers, faults, formats, planning, sheets
from .faults import Ledger
from .ground import MM
from .places import Province
from .town import Town


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
    formats.write(plans, formats.fresh(out / "so_xay_dung/planning_areas.gpkg"), "GPKG", "ranh_gioi_quy_hoach")
    ledger.wrote("so_xay_dung/planning_areas.gpkg", len(plans))
    for file in dossiers.write(out, province, plans, {general_id: general, zoning_id: zoning}):
        ledger.wrote(file, 1)
    rows = {row["plan_id"]: row for row in plans.to_dict("records")}
    sheets.write(out, province, rows[general_id], general, 0.8, True, ledger)
    sheets.write(out, province, rows[zoning_id], zoning, -1.3, False, ledger)
    projects = amenities.projects(town)
    formats.write(projects, formats.fresh(out / "so_xay_dung/projects.gpkg"), "GPKG", "du_an")
    ledger.wrote("so_xay_dung/projects.gpkg", len(projects))


LINE_LAYERS = {
    "CGDD": ("CHI GIOI DUONG DO", "CGDD"),
    "CGXD": ("CGXD", "chi gioi xay dung"),
    "TIM": ("1 TIM DUONG", "0timduongQH"),
    "RANHQH": ("ranh gioi qh",),
    "RANHLO": ("CHIA LO",),
}
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
        shape: dict[str, object] = {"type": "Polygon", "coordinates": [ring(r) for r in zone.rings]}
        features.append(
            formats.geojson_feature({"name": zone.label, "description": zone.layer, "_color": zone.colour}, shape)
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
            formats.geojson_feature(
                {"name": text, "description": "TEXT", "_color": "#ffffff"},
                {"type": "Point", "coordinates": [at.x, at.y]},
            )
        )
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
            None if density is None or high is None else round(density / 100 * high * float(rng.uniform(0.6, 1.0)), 1)
        )
        if zone.number == dense and density and high:
            ratio = round(density / 100 * high * 1.6, 1)
        properties = {
            "ky_hieu": zone.number,
            "lop": planning.CAD_LAYERS[zone.function][0][0],
            "chuc_nang": planning.TITLES[zone.function],
            "mat_do": density,
            "he_so": ratio,
            "tang_min": low,
            "tang_max": high,
            "dien_tich": round(zone.polygon.area, 1),
        }
        shape = shapely.geometry.mapping(formats.degrees(zone.polygon, crs, 8))
        features.append(formats.geojson_feature(properties, shape))
    empty = dict.fromkeys(("ky_hieu", "lop", "chuc_nang", "mat_do", "he_so", "tang_min", "tang_max", "dien_tich"))
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
