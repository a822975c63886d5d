"""One town, complete: ground, streets, parcels, wards. The other modules add their subject to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from shapely import Polygon

from . import parcels, register, streets
from .ground import MM, Ground
from .places import TownPlan


@dataclass(frozen=True)
class Town:
    """A generated town in the provincial CRS."""

    plan: TownPlan
    crs: int
    ground: Ground
    network: streets.Network
    plots: list[parcels.Plot]
    wards: dict[str, Polygon]
    surroundings: list[Polygon]  # across the river, to the east, to the south
    register: register.Register

    def rng(self, subject: str) -> np.random.Generator:
        """Random numbers of one subject: a change to one leaves the others as they are."""
        return np.random.default_rng([self.plan.seed, *subject.encode()])


@cache
def build(plan: TownPlan, crs: int) -> Town:
    """Generate a town from its plan; the same plan gives the same object, which nobody changes."""
    ground = Ground(plan)
    network = streets.build(ground, np.random.default_rng([plan.seed, 1]))
    plots = parcels.cut(network.blocks, np.random.default_rng([plan.seed, 2]))
    wards, surroundings = _outlines(ground)
    book = register.build(ground, network, plots, wards, crs, np.random.default_rng([plan.seed, 3]))
    return Town(plan, crs, ground, network, plots, wards, surroundings, book)


def _outlines(ground: Ground) -> tuple[dict[str, Polygon], list[Polygon]]:
    """Simplified outlines that tile without gaps: wards around the town, three neighbours around them."""
    plan = ground.plan
    west, east, south = -plan.west - 900, plan.east + 700, -plan.south - 700
    middle, top, bottom, far = plan.river_width / 2, plan.river_width / 2 + 2200, south - 2000, east + 2300
    division = streets.border(ground)
    # every edge runs a little over its ends: what dangles, polygonize drops
    edges = [
        [(west - 30, top), (far + 30, top)],
        [(west - 30, middle), (far + 30, middle)],
        [(west - 30, south), (far + 30, south)],
        [(west - 30, bottom), (far + 30, bottom)],
        [(west, bottom - 30), (west, top + 30)],
        [(east, south - 30), (east, middle + 30)],
        [(far, bottom - 30), (far, top + 30)],
    ]
    inside = {
        plan.wards[0].code: ((west + division) / 2, south / 2),
    }
    if len(plan.wards) == 2:
        edges.append([(division, south - 30), (division, middle + 30)])
        inside[plan.wards[1].code] = ((division + east) / 2, south / 2)
    seeds = [((west + east) / 2, top - 300), ((east + far) / 2, south / 2), ((west + far) / 2, bottom + 300)]
    noded = shapely.union_all([ground.line(edge, 40) for edge in edges], grid_size=MM)
    faces = [f for f in shapely.get_parts(shapely.polygonize([noded])) if f.area > 1000]

    def face(u: float, v: float) -> Polygon:
        point = shapely.Point(ground.map(np.array([u]), np.array([v]))[0])
        return next(f for f in faces if f.contains(point))

    return {code: face(*at) for code, at in inside.items()}, [face(*at) for at in seeds]
