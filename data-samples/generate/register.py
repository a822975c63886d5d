"""The land register of a town: what is written about each parcel. Nobody in it exists."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from shapely import STRtree

from .ground import Ground
from .names import FIELD_NAMES, GIVEN_NAMES, SURNAMES
from .parcels import Plot
from .streets import Network

SHEET = 250.0  # side of a map sheet 1:500, metres

# what the register says for each use of a plot: (land types, weights)
LAND = {
    "house": (("ODT", "ODT+CLN", "TMD", "SKC", "HNK"), (0.90, 0.06, 0.02, 0.005, 0.015)),
    "garden": (("ODT+CLN", "CLN", "HNK", "ODT", "BHK", "NTS"), (0.52, 0.22, 0.14, 0.07, 0.03, 0.02)),
    "field": (("LUC", "LUK", "HNK", "NTS", "BHK", "BCS"), (0.78, 0.07, 0.08, 0.03, 0.02, 0.02)),
}  # BHK is a code of before 2024: real registers still hold it


@dataclass(frozen=True)
class Register:
    """Parcels of one town; one row of ``table`` is one parcel, ordered by sheet and number.

    Columns: ward, sheet, number, area_m2, land_use, field_name, owner, address, use, block, central,
    geometry.
    """

    table: gpd.GeoDataFrame

    def ward(self, code: str) -> gpd.GeoDataFrame:
        """Parcels of one ward, renumbered from 0."""
        return self.table[self.table["ward"] == code].reset_index(drop=True)


def build(
    ground: Ground,
    network: Network,
    plots: list[Plot],
    wards: dict[str, shapely.Polygon],
    crs: int,
    rng: np.random.Generator,
) -> Register:
    """Write the register: ward by position, sheet and number from the north-west, land type by use."""
    shapes = np.array([plot.polygon for plot in plots], dtype=object)
    inner = shapely.point_on_surface(shapes)
    ward = np.full(len(plots), "", dtype=object)
    for code, outline in wards.items():
        ward[shapely.within(inner, outline)] = code
    sheet, number = _numbers(shapely.get_coordinates(inner), ward)
    uses = np.array([plot.use for plot in plots], dtype=object)
    table = gpd.GeoDataFrame(
        {
            "ward": ward,
            "sheet": sheet,
            "number": number,
            "area_m2": shapely.area(shapes).round(1),
            "land_use": _land_use(uses, ground.plan.rural, rng),
            "field_name": _field_names(uses, sheet),
            "owner": _owners(uses, rng),
            "address": _addresses(network, inner, uses),
            "use": uses,
            "block": [plot.block for plot in plots],
            "central": [network.blocks[plot.block].central for plot in plots],
        },
        geometry=shapes,
        crs=crs,
    )
    return Register(table.sort_values(["ward", "sheet", "number"], ignore_index=True))


def _numbers(points: np.ndarray, ward: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    column = np.floor(points[:, 0] / SHEET).astype(int)
    row = np.floor(points[:, 1] / SHEET).astype(int)
    sheet = np.zeros(len(points), dtype=np.int64)
    number = np.zeros(len(points), dtype=np.int64)
    for code in np.unique(ward):
        mine = np.flatnonzero(ward == code)
        _, ranks = np.unique(np.column_stack([-row[mine], column[mine]]), axis=0, return_inverse=True)
        sheet[mine] = ranks.ravel() + 1
        for s in np.unique(sheet[mine]):
            here = mine[sheet[mine] == s]
            order = np.lexsort((points[here, 0], -np.floor(points[here, 1] / 24)))
            number[here[order]] = np.arange(1, len(here) + 1)
    return sheet, number


def _land_use(uses: np.ndarray, rural: bool, rng: np.random.Generator) -> np.ndarray:
    codes = uses.copy()
    for use, (names, weights) in LAND.items():
        mine = uses == use
        codes[mine] = rng.choice(names, mine.sum(), p=weights)
    if rural:
        outer = np.isin(uses, ["garden"])
        codes[outer] = [code.replace("ODT", "ONT") for code in codes[outer]]
    return codes


def _field_names(uses: np.ndarray, sheet: np.ndarray) -> np.ndarray:
    names = np.array(FIELD_NAMES, dtype=object)[sheet * 7 % len(FIELD_NAMES)]
    return np.array([n if use in ("field", "garden") else None for n, use in zip(names, uses, strict=True)])


def _owners(uses: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    count = len(uses)
    surname = np.array(SURNAMES, dtype=object)[rng.integers(0, len(SURNAMES), count)]
    given = np.array(GIVEN_NAMES, dtype=object)[rng.integers(0, len(GIVEN_NAMES), count)]
    people = surname + " " + given + " " + np.array([f"{n:04d}" for n in range(1, count + 1)], dtype=object)
    offices = np.array([f"Cơ quan mẫu số {n}" for n in range(1, count + 1)], dtype=object)
    return np.where(np.isin(uses, list(LAND)), people, offices)


def _addresses(network: Network, inner: np.ndarray, uses: np.ndarray) -> np.ndarray:
    named = [street for street in network.streets if street.name]
    lines = np.array([street.line for street in named], dtype=object)
    nearest = STRtree(lines).query_nearest(inner, all_matches=False)[1]
    along = shapely.line_locate_point(lines[nearest], inner)
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(lines[nearest], along + 1))
    here = shapely.get_coordinates(shapely.line_interpolate_point(lines[nearest], along))
    points = shapely.get_coordinates(inner)
    a, b = ahead - here, points - here
    odd = a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0] > 0
    house = 2 * (along / 5).astype(int) + np.where(odd, 1, 2)
    text = [
        f"{n} {named[k].name}" if use == "house" else f"đường {named[k].name}"
        for n, k, use in zip(house, nearest, uses, strict=True)
    ]
    return np.array(text, dtype=object)
