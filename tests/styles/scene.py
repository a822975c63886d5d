"""Features that show every rule of a style once: cells in rows, each with one feature of one code."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sdi.styles.derive import mixed
from sdi.styles.model import PIXEL_MM, SCALE_OF_ZOOM_0, LayerStyle, Rule, Symbol

COLUMNS = 6
CELL = (110, 60)
"""Width and height of a cell in pixels."""
ORIGIN = (590_000.0, 1_675_000.0)
"""North-west corner in the provincial CRS, in m."""

CLOSE = 0.03
"""How far a channel may be from a colour, of 1."""

Point = tuple[float, float]
Least = tuple[str, int]
"""A colour, and on how many pixels of its cell it must be seen at least."""


@dataclass(frozen=True)
class Scene:
    """A picture of ``size`` pixels; coordinates are pixels from the top left corner.

    Attributes:
        features: Properties and geometry of each feature.
        cells: Each rule with the middle of its cell.
        zoom: Level at which everything is drawn in full size.
    """

    features: list[tuple[dict[str, Any], str, list[Point]]]
    cells: list[tuple[Rule, Point]]
    size: tuple[int, int]
    zoom: int

    @property
    def box(self) -> tuple[float, float, float, float]:
        """What the picture shows, in the provincial CRS."""
        (west, north), (east, south) = self.planar((0, 0)), self.planar(self.size)
        return west, south, east, north

    def planar(self, pixel: Point) -> Point:
        """A pixel in the provincial CRS, at the scale of the level."""
        metres = PIXEL_MM / 1000 * SCALE_OF_ZOOM_0 / 2**self.zoom
        return round(ORIGIN[0] + pixel[0] * metres, 3), round(ORIGIN[1] - pixel[1] * metres, 3)

    def mercator(self, pixel: Point) -> Point:
        """A pixel as longitude and latitude at MapLibre's zoom of the level's number, whose tiles have 512 pixels."""
        world = 512 * 2**self.zoom
        x, y = 0.8 + pixel[0] / world, 0.45 + pixel[1] / world
        return 360 * x - 180, math.degrees(2 * math.atan(math.exp(math.pi * (1 - 2 * y))) - math.pi / 2)

    def geojson(self, place: Callable[[Point], Point]) -> dict[str, Any]:
        """The features, placed somewhere."""
        found = []
        for properties, kind, points in self.features:
            placed: Any = [list(place(point)) for point in points]
            coordinates = {"Point": placed[0], "LineString": placed, "Polygon": [placed]}[kind]
            geometry = {"type": kind, "coordinates": coordinates}
            found.append({"type": "Feature", "properties": properties, "geometry": geometry})
        return {"type": "FeatureCollection", "features": found}


def scene_of(style: LayerStyle) -> Scene:
    """The scene of a layer."""
    rows = -(-len(style.rules) // COLUMNS)
    features, cells = [], []
    for number, rule in enumerate(style.rules):
        row, column = divmod(number, COLUMNS)
        x, y = ((column + 0.5) * CELL[0], (row + 0.5) * CELL[1])
        cells.append((rule, (x, y)))
        properties: dict[str, Any] = dict.fromkeys(style.fields)
        if style.label is not None:
            properties[style.label.field] = f"Nhãn {number + 1}"
        if style.by is not None:
            properties[style.by] = rule.codes[0] if rule.codes else "?"
        kind, shape = _SHAPES[style.dimension]
        features.append((properties, kind, [(x + dx, y + dy) for dx, dy in shape]))
    return Scene(features, cells, (COLUMNS * CELL[0], rows * CELL[1]), style.zooms[1])


_SHAPES: tuple[tuple[str, list[Point]], ...] = (
    ("Point", [(0, 0)]),
    ("LineString", [(-45, 0), (45, 0)]),
    ("Polygon", [(-45, 22), (45, 22), (45, -22), (-45, -22), (-45, 22)]),
)


def lacking(image: Any, scene: Scene, expected: Callable[[Symbol], list[Least]]) -> list[str]:
    """Rules whose cell does not show what is expected of their symbol.

    Args:
        image: Red, green and blue from 0 to 1 of each pixel, from the top left corner.
        scene: What was drawn.
        expected: Colours of a symbol.
    """
    found = []
    for rule, (x, y) in scene.cells:
        left, top = int(x - CELL[0] / 2), int(y - CELL[1] / 2)
        cell = image[top : top + CELL[1], left : left + CELL[0]].reshape(-1, 3)
        for color, least in expected(rule.symbol):
            wanted = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
            seen = (np.abs(cell - wanted).max(axis=1) < CLOSE).sum()
            if seen < least:
                found.append(f"{rule.title.vi}: {color} on {seen} of {len(cell)} pixels")
    return found


def smoothly(symbol: Symbol) -> list[Least]:
    """Colours that a symbol shows on white where edges are smooth: of thinner lines no pixel has the whole colour."""
    found = []
    if symbol.fill is not None:
        found.append((mixed("#FFFFFF", symbol.fill.color, symbol.fill.opacity), 300 if symbol.hatch else 1800))
    if symbol.stroke is not None and symbol.stroke.opacity == 1 and symbol.stroke.width >= 2:
        found.append((symbol.stroke.color, 40))
    if symbol.marker is not None:
        found.append((symbol.marker.color, 4 if symbol.marker.size >= 5 else 1))
    return found
