"""What each office hands in: a town's tables in the office's format, encoding, axis and with its faults."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Transformer

from sdi.text import TextEncoding

from . import basemap, drawings, faults, formats, inventories, relief
from .basemap import vietnamese
from .faults import Ledger
from .formats import legacy
from .places import Province
from .town import Town


def write_all(out: Path, province: Province, town: Town, second: Town | None) -> Ledger:
    """Write every sample delivery of a province below ``out``; returns what was written and which faults."""
    ledger = Ledger()
    home_affairs(out, province, [t for t in (town, second) if t], ledger)
    irrigation(out, town, ledger)
    land_office(out, province, town, second, ledger)
    drawings.construction(out, province, town, ledger)
    transport(out, town, ledger)
    relief.survey(out, province, town, ledger)
    inventories.sewers(out, town, ledger)
    inventories.lamps(out, town, ledger)
    inventories.supply(out, town, ledger)
    inventories.others(out, town, ledger)
    return ledger


def camel(slug: str) -> str:
    """``nghia_lo`` → ``NghiaLo``."""
    return "".join(word.capitalize() for word in slug.split("_"))


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


def irrigation(out: Path, town: Town, ledger: Ledger) -> None:
    """Water axes as GeoJSON, water surfaces as KML."""
    lines, surfaces = basemap.waterways(town), basemap.water_bodies(town)
    file = "chi_cuc_thuy_loi/waterways.geojson"
    formats.write(
        formats.to_wgs84(lines),
        formats.fresh(out / file),
        "GeoJSON",
        layer_options={"COORDINATE_PRECISION": "8", "RFC7946": "YES"},
    )
    ledger.wrote(file, len(lines))
    file = "chi_cuc_thuy_loi/water_bodies.kml"
    formats.write(formats.to_wgs84(surfaces), formats.fresh(out / file), "LIBKML", "water_bodies")
    ledger.wrote(file, len(surfaces))


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
        code = codes[i]
        # no blank before a long code: a column that GDAL fits to its texts would cut its end off
        ways = (code.replace("+", ","), f"{code.lower()} ", code.lower() if "+" in code else f" {code.lower()}")
        codes[i] = ways[int(rng.integers(0, 3))]
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


def transport(out: Path, town: Town, ledger: Ledger) -> None:
    """Centre lines and reserves in one GeoPackage."""
    lines, reserves = basemap.roads(town)
    path = formats.fresh(out / "so_giao_thong/roads.gpkg")
    formats.write(lines, path, "GPKG", "tim_duong")
    formats.write(reserves, path, "GPKG", "lo_gioi", append=False)
    ledger.wrote("so_giao_thong/roads.gpkg", {"tim_duong": len(lines), "lo_gioi": len(reserves)})
