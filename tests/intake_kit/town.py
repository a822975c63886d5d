"""An invented town: a commune, its neighbour, streets, and parcels between the streets. Nothing here is real."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from pyproj.transformer import TransformerGroup

PROVINCE = 5898
CORNER = (584_000.0, 1_671_000.0)
"""South-west corner of commune A; B lies east of it."""
SIDE = 4_000.0
A, B = "21025", "21028"
STREET = 14.0
LAND_USE = ("ODT", "CLN", "ODT+CLN", "LUC")


@dataclass(frozen=True)
class Feature:
    """A feature as a sender has it: attributes by column, geometry in the provincial CRS."""

    values: dict[str, Any]
    geom: shapely.Geometry

    def but(self, geom: shapely.Geometry | None = None, **values: Any) -> Feature:
        """The same with other values."""
        return Feature(self.values | values, geom or self.geom)


def communes() -> list[Feature]:
    """A and B, squares of 4 km side by side."""
    x, y = CORNER
    return [
        Feature({"ma_xa": code, "ten": name}, shapely.box(x + i * SIDE, y, x + (i + 1) * SIDE, y + SIDE))
        for i, (code, name) in enumerate([(A, "Phường Thử Một"), (B, "Phường Thử Hai")])
    ]


@cache
def _streets(commune: str) -> tuple[np.ndarray, np.ndarray]:
    """Centre lines of the streets (x, y), irregular as streets are, and well inside the commune."""
    random = np.random.default_rng(int(commune))
    x0 = CORNER[0] + (SIDE if commune == B else 0.0)
    xs = x0 + 900 + np.cumsum(random.integers(70, 190, 12))
    ys = CORNER[1] + 900 + np.cumsum(random.integers(50, 120, 14))
    return xs.astype(float), ys.astype(float)


def roads() -> list[Feature]:
    """Centre lines of all streets of both communes."""
    found = []
    for commune in (A, B):
        xs, ys = _streets(commune)
        lines = [[(x, ys[0]), (x, ys[-1])] for x in xs] + [[(xs[0], y), (xs[-1], y)] for y in ys]
        found += [
            Feature({"ma_duong": f"{commune}-{number}"}, shapely.LineString(line)) for number, line in enumerate(lines)
        ]
    return found


@cache
def _plots(commune: str) -> tuple[shapely.Polygon, ...]:
    """Every plot of a commune, block by block from the middle of the town, two rows to a block."""
    xs, ys = _streets(commune)
    half = STREET / 2
    blocks = [
        (west + half, south + half, east - half, north - half)
        for west, east in zip(xs, xs[1:], strict=False)
        for south, north in zip(ys, ys[1:], strict=False)
    ]
    cx, cy = (xs[0] + xs[-1]) / 2, (ys[0] + ys[-1]) / 2
    blocks.sort(key=lambda b: max(abs((b[0] + b[2]) / 2 - cx), abs((b[1] + b[3]) / 2 - cy)))
    plots = []
    for west, south, east, north in blocks:
        cuts = np.linspace(west, east, 6)
        middle = (south + north) / 2
        for left, right in zip(cuts, cuts[1:], strict=False):
            plots += [shapely.box(left, south, right, middle), shapely.box(left, middle, right, north)]
    return tuple(plots)


def parcels(count: int = 200, commune: str = A, first: int = 1) -> list[Feature]:
    """``count`` parcels of one commune, numbered from ``first`` on sheet 12, with the columns of a cadastral file."""
    return [
        Feature(
            {
                "XAID": commune,
                "SHBANDO": "12",
                "SHTHUA": str(number),
                "KHLOAIDAT": LAND_USE[number % len(LAND_USE)],
                "DIENTICHPL": round(plot.area, 1),
            },
            plot,
        )
        for number, plot in enumerate(_plots(commune)[first - 1 : first - 1 + count], start=first)
    ]


def key(parcel: Feature) -> str:
    """The stable id of a parcel."""
    return "-".join(str(parcel.values[name]) for name in ("XAID", "SHBANDO", "SHTHUA"))


def in_crs(features: list[Feature], epsg: int) -> list[Feature]:
    """The same places in another CRS, by the official datum operation EPSG:6960 where datums differ."""
    return [feature.but(_transform(feature.geom, epsg)) for feature in features]


def ignoring_datum(features: list[Feature]) -> list[Feature]:
    """VN-2000 latitudes and longitudes, which many people take for WGS 84."""
    return in_crs(features, 4756)


def _transform(geom: shapely.Geometry, epsg: int) -> shapely.Geometry:
    move = _transformer(epsg)
    return shapely.transform(geom, lambda c: np.column_stack(move.transform(c[:, 0], c[:, 1])))


@cache
def _transformer(epsg: int) -> Transformer:
    group = TransformerGroup(PROVINCE, epsg, always_xy=True, allow_ballpark=False)
    official = [t for t in group.transformers if "VN-2000 to WGS 84 (2)" in t.description]
    return (official or group.transformers)[0]


def field(count: int, commune: str = A) -> list[Feature]:
    """``count`` small square parcels in rows, for deliveries of many features (at most 160,000)."""
    x, y = CORNER[0] + (SIDE if commune == B else 0.0), CORNER[1]
    number = np.arange(count)
    west, south = x + 10 + number % 398 * 10.0, y + 10 + number // 398 * 9.8
    boxes = shapely.box(west, south, west + 9, south + 9)
    return [
        Feature(
            {
                "XAID": commune,
                "SHBANDO": str(n // 5000),
                "SHTHUA": str(n),
                "KHLOAIDAT": LAND_USE[n % len(LAND_USE)],
                "DIENTICHPL": 81.0,
            },
            box,
        )
        for n, box in enumerate(boxes)
    ]
