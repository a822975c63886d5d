"""Communes in memory: their names with those of former units, and which of them a point lies in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from sdi.search.coordinates import Box
from sdi.search.gazetteer import Gazetteer, Unit
from sdi.search.words import searchable

_SIMPLER_M = 10.0
"""Boundaries are good to some metres and tell here only what to write beside a name."""


@dataclass(frozen=True)
class Commune:
    """A commune: its name, its box, and a point inside it, in metres of the provincial CRS."""

    code: str
    title: str
    box: Box
    center: tuple[float, float]


class Ground:
    """All communes of a release.

    Args:
        rows: Code, name, geometry as WKB of each.
        former: Units that are no more.
    """

    def __init__(self, rows: Iterable[Sequence[Any]], former: Iterable[Unit]) -> None:
        taken = list(rows)
        areas = shapely.from_wkb(np.array([row[2] for row in taken], dtype=object))
        centers = shapely.get_coordinates(shapely.point_on_surface(areas))
        self.communes = {
            str(row[0]): Commune(str(row[0]), row[1] or row[0], _box(box), (float(point[0]), float(point[1])))
            for row, box, point in zip(taken, shapely.bounds(areas), centers, strict=True)
        }
        self._codes = list(self.communes)
        self._tree = shapely.STRtree(shapely.simplify(areas, _SIMPLER_M))
        present = [Unit.of(commune.title, [commune.code]) for commune in self.communes.values()]
        same = {(searchable(unit.title), unit.codes) for unit in present}
        gone = [unit for unit in former if (searchable(unit.title), unit.codes) not in same]
        self.gazetteer = Gazetteer([*present, *gone])

    def at(self, point: tuple[float, float]) -> Commune | None:
        """The commune that a point lies in."""
        found = self._tree.query(shapely.Point(point), predicate="intersects")
        return self.communes[self._codes[found[0]]] if len(found) else None

    def of(self, unit: Unit) -> list[Commune]:
        """The communes, of those published, that a unit is today."""
        return [self.communes[code] for code in unit.codes if code in self.communes]


def _box(bounds: Sequence[float]) -> Box:
    west, south, east, north = map(float, bounds)
    return west, south, east, north
