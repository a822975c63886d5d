"""Streets: main roads, local streets by subdivision, alleys, dead ends; reserves and the blocks between."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from .ground import MM, Ground, areas, centrality
from .names import STREET_NAMES

CLASSES = ("Trục chính", "Liên khu vực", "Khu vực", "Nội bộ", "Hẻm")
# lộ giới, mặt đường, vỉa hè mỗi bên (m), by class
SECTIONS = {
    "Trục chính": (27.0, 15.0, 6.0),
    "Liên khu vực": (20.5, 10.5, 5.0),
    "Khu vực": (15.5, 7.5, 4.0),
    "Nội bộ": (11.5, 5.5, 3.0),
    "Hẻm": (3.6, 3.0, 0.3),
}
JOIN = 14.0  # an end of a street this close to another street joins it, metres


@dataclass
class Street:
    """One named street: its line on the map, class and cross-section in metres."""

    code: str
    name: str
    grade: str
    line: LineString
    reserve: float
    carriageway: float
    pavement: float
    planned: bool = False


@dataclass(frozen=True)
class Stretch:
    """A part of a street between two junctions."""

    street: Street
    number: int
    line: LineString


@dataclass
class Block:
    """Land enclosed by streets.

    ``kind`` is urban, mixed, garden, field or bank (between quay and river); ``alley`` is the line of a
    dead-end lane inside, or None.
    """

    polygon: Polygon
    kind: str
    central: float
    alley: LineString | None = None


@dataclass
class Network:
    """All streets of a town, noded, with reserves and blocks."""

    streets: list[Street]
    stretches: list[Stretch] = field(default_factory=list)
    reserves: list[MultiPolygon] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


def build(ground: Ground, rng: np.random.Generator) -> Network:
    """Lay out the streets of a town and derive stretches, reserves and blocks."""
    lines = _attached(_main_lines(ground, rng) + _local_lines(ground, rng))
    streets = [_street(i, grade, line, rng) for i, (grade, line) in enumerate(lines)]
    network = Network(streets)
    land = _land(ground)
    blocks = _blocks(ground, land, streets)
    _dead_ends(network, blocks, rng)
    network.blocks = blocks
    network.stretches = _stretches(streets)
    network.reserves = _reserves(ground, land, network)
    return network


def _attached(lines: list[tuple[str, LineString]]) -> list[tuple[str, LineString]]:
    """Lines whose ends meet the street that they come close to: bending has moved them a little apart."""
    tree = STRtree([line for _, line in lines])
    attached = []
    for i, (grade, line) in enumerate(lines):
        points = shapely.get_coordinates(line)
        for end in (0, -1):
            tip = Point(points[end])
            near = [j for j in tree.query(tip.buffer(JOIN)) if j != i and lines[j][1].distance(tip) < JOIN]
            if near:
                other = lines[min(near, key=lambda j: lines[j][1].distance(tip))][1]
                points[end] = other.interpolate(other.project(tip)).coords[0]
        attached.append((grade, shapely.set_precision(LineString(points), MM)))
    return attached


def _main_lines(ground: Ground, rng: np.random.Generator) -> list[tuple[str, LineString]]:
    plan = ground.plan
    west, east, south, out = -plan.west, plan.east, -plan.south, 60.0
    small = plan.west + plan.east < 700
    lines: list[tuple[str, list[tuple[float, float]]]] = [
        ("Trục chính" if not small else "Liên khu vực", [(west - out, -22), (east + out, -22)]),
        ("Trục chính", [(west - out, 0.42 * south), (east + out, 0.42 * south)]),
        ("Liên khu vực", [(west - out, 0.78 * south), (east + out, 0.78 * south)]),
        ("Trục chính", [(border(ground), -22), (border(ground), south - out)]),
        ("Liên khu vực", [(0.30 * west, -22), (0.30 * west, south - out)]),
    ]
    if not small:
        lines.append(("Liên khu vực", [(0.30 * west, 0.42 * south), (west - out, 0.97 * south)]))
        lines.append(("Liên khu vực", [(0.62 * east, 0.78 * south), (0.62 * east, -22)]))
    return [(grade, ground.line(points)) for grade, points in lines]


def border(ground: Ground) -> float:
    """The u of the street that divides the two wards."""
    return 0.22 * ground.plan.east


def _local_lines(ground: Ground, rng: np.random.Generator) -> list[tuple[str, LineString]]:
    plan = ground.plan
    us = sorted({-plan.west, 0.30 * -plan.west, border(ground), 0.62 * plan.east, plan.east})
    vs = [-22.0, 0.42 * -plan.south, 0.78 * -plan.south, -plan.south]
    lines: list[tuple[str, LineString]] = []
    for u0, u1 in zip(us, us[1:], strict=False):
        for v1, v0 in zip(vs, vs[1:], strict=False):
            _divide(ground, rng, (u0, v0, u1, v1), lines, 0)
    return lines


def _divide(
    ground: Ground,
    rng: np.random.Generator,
    box: tuple[float, float, float, float],
    lines: list[tuple[str, LineString]],
    depth: int,
) -> None:
    u0, v0, u1, v1 = box
    wide, high = u1 - u0, v1 - v0
    central = centrality(ground.plan, (u0 + u1) / 2, (v0 + v1) / 2)
    longest, shortest = _block_size(central)
    if max(wide, high) <= longest and min(wide, high) <= shortest:
        return
    along_u = wide / longest >= high / shortest if wide >= high else wide / shortest > high / longest
    share = rng.uniform(0.42, 0.58) if max(wide, high) < 2.6 * longest else rng.choice([0.34, 0.5, 0.62])
    near_alley = max(wide, high) <= 1.35 * longest and central < 1.5
    grade = "Hẻm" if near_alley else "Nội bộ" if depth >= 2 or central > 1.5 else "Khu vực"
    bend = rng.normal(0, 5.0)
    if along_u:
        cut = u0 + share * wide
        points = [(cut, v0), (cut + bend, (v0 + v1) / 2), (cut, v1)]
        halves = (u0, v0, cut, v1), (cut, v0, u1, v1)
    else:
        cut = v0 + share * high
        points = [(u0, cut), ((u0 + u1) / 2, cut + bend), (u1, cut)]
        halves = (u0, v0, u1, cut), (u0, cut, u1, v1)
    lines.append((grade, ground.line(points)))
    for half in halves:
        _divide(ground, rng, half, lines, depth + 1)


def _block_size(central: float) -> tuple[float, float]:
    """Longest and shortest side of a block between street axes, metres."""
    if central < 0.75:
        return 135.0, 74.0
    if central < 1.15:
        return 150.0, 92.0
    if central < 1.6:
        return 190.0, 120.0
    return 260.0, 190.0


def _street(index: int, grade: str, line: LineString, rng: np.random.Generator) -> Street:
    reserve, carriageway, pavement = SECTIONS[grade]
    widen = float(rng.choice([0.0, 0.0, 1.0, 2.0])) if grade in ("Khu vực", "Nội bộ") else 0.0
    name = STREET_NAMES[index] if index < len(STREET_NAMES) else f"Đường số {index - len(STREET_NAMES) + 1}"
    name = "" if grade == "Hẻm" else name
    return Street(f"D{index + 1:03d}", name, grade, line, reserve + widen, carriageway + widen, pavement)


def _land(ground: Ground) -> BaseGeometry:
    stream = ground.stream_line().buffer(9.0, quad_segs=4)
    land = ground.outline().difference(ground.river()).difference(stream)
    return shapely.set_precision(land, MM)


def _surface(street: Street) -> Polygon:
    return street.line.buffer(street.reserve / 2, cap_style="flat", join_style="mitre", mitre_limit=2)


def _blocks(ground: Ground, land: BaseGeometry, streets: list[Street]) -> list[Block]:
    rest = land.difference(shapely.union_all([_surface(street) for street in streets]))
    river = ground.river()
    blocks = []
    for part in shapely.get_parts(rest):
        # splayed corners (vạt góc) so that drivers see each other
        part = part.buffer(-4, join_style="mitre").buffer(4, quad_segs=1, join_style="round")
        for piece in shapely.get_parts(shapely.set_precision(part.simplify(0.15), MM)):
            if piece.area > 250:
                central = central_on_map(ground, piece.centroid)
                bank = piece.centroid.distance(river) < 22
                blocks.append(Block(Polygon(piece.exterior), "bank" if bank else _kind(central), central))
    return blocks


def central_on_map(ground: Ground, point: Point) -> float:
    """:func:`~.ground.centrality` of a point of the map."""
    plan = ground.plan
    turn = np.radians(plan.turn)
    dx, dy = point.x - plan.centre[0], point.y - plan.centre[1]
    return centrality(plan, dx * np.cos(turn) + dy * np.sin(turn), -dx * np.sin(turn) + dy * np.cos(turn))


def _kind(central: float) -> str:
    return "urban" if central < 0.95 else "mixed" if central < 1.25 else "garden" if central < 1.55 else "field"


def _dead_ends(network: Network, blocks: list[Block], rng: np.random.Generator) -> None:
    """Give deep urban blocks a lane that ends inside, and take its land out of the block."""
    axes = STRtree([street.line for street in network.streets])
    for block in blocks:
        frame = Frame.of(block.polygon)
        if block.kind not in ("urban", "mixed") or not 58 <= frame.short <= 105 or frame.long < 70:
            continue
        side = 0.0 if rng.random() < 0.5 else frame.long
        inner = frame.long - side + (0.27 if side == 0 else -0.27) * -frame.long
        mouth, end = frame.point(side, frame.short / 2), frame.point(inner, frame.short / 2)
        outward = LineString([end, 2.2 * np.asarray(mouth) - 1.2 * np.asarray(end)])
        hits = [
            shapely.intersection(outward, network.streets[i].line) for i in axes.query(outward, predicate="intersects")
        ]
        points = [p for hit in hits for p in shapely.get_parts(hit) if p.geom_type == "Point"]
        if not points:
            continue
        start = min(points, key=lambda p: p.distance(Point(mouth)))
        line = shapely.set_precision(LineString([start, end]), MM)
        lane = _street(len(network.streets), "Hẻm", line, rng)
        rest = shapely.set_precision(block.polygon.difference(_surface(lane)), MM)
        if rest.geom_type != "Polygon" or start.distance(Point(mouth)) > 30:
            continue
        block.polygon, block.alley = rest, line
        network.streets.append(lane)


def _stretches(streets: list[Street]) -> list[Stretch]:
    """Node all street lines with one another; each stretch keeps its street's direction."""
    noded = shapely.union_all([street.line for street in streets], grid_size=MM)
    merged = shapely.get_parts(shapely.line_merge(noded))
    tree = STRtree([street.line for street in streets])
    found: dict[int, list[tuple[float, LineString]]] = {}
    for part in merged:
        middle = part.interpolate(0.5, normalized=True)
        index = int(tree.query_nearest(middle)[0])
        street = streets[index]
        start, end = (street.line.project(Point(c)) for c in (part.coords[0], part.coords[-1]))
        found.setdefault(index, []).append((min(start, end), part if start <= end else part.reverse()))
    ends: dict[tuple[float, float], int] = {}
    for part in merged:
        for end in (part.coords[0], part.coords[-1]):
            ends[end] = ends.get(end, 0) + 1
    kept = {
        index: [
            line
            for _, line in sorted(parts, key=lambda item: item[0])
            if line.length > JOIN or min(ends[line.coords[0]], ends[line.coords[-1]]) > 1  # no stubs
        ]
        for index, parts in sorted(found.items())
    }
    return [Stretch(streets[i], n, line) for i, lines in kept.items() for n, line in enumerate(lines, 1)]


def _reserves(ground: Ground, land: BaseGeometry, network: Network) -> list[MultiPolygon]:
    """What is neither block nor water belongs to the street whose reserve it is, higher classes first."""
    rest = shapely.difference(
        shapely.set_precision(ground.outline(), MM), shapely.union_all([b.polygon for b in network.blocks])
    )
    rest = areas(shapely.set_precision(rest.intersection(land), MM))
    order = sorted(range(len(network.streets)), key=lambda i: CLASSES.index(network.streets[i].grade))
    reserves: list[MultiPolygon] = [MultiPolygon()] * len(network.streets)
    for i in order:
        street = network.streets[i]
        # a metre and a half more than the reserve takes in the splays of the corners
        claim = street.line.buffer(street.reserve / 2 + (0.0 if street.grade == "Hẻm" else 3.0), cap_style="flat")
        reserves[i] = areas(shapely.intersection(rest, claim, grid_size=MM), smallest=1.0)
        rest = areas(shapely.difference(rest, claim, grid_size=MM))
    return reserves


@dataclass(frozen=True)
class Frame:
    """The oriented box of a polygon: s along its long side, t across, metres from one corner."""

    origin: tuple[float, float]
    along: tuple[float, float]
    across: tuple[float, float]
    long: float
    short: float

    @classmethod
    def of(cls, polygon: Polygon) -> Frame:
        """Frame of the smallest rectangle around a polygon."""
        ring = shapely.get_coordinates(polygon.minimum_rotated_rectangle)[:4]
        start = int(np.lexsort((ring[:, 1], ring[:, 0]))[0])  # a corner that rounding cannot exchange
        ring = np.roll(ring, -start, axis=0)
        first, second = ring[1] - ring[0], ring[3] - ring[0]
        if np.hypot(*first) < np.hypot(*second):
            first, second = second, first
        long, short = float(np.hypot(*first)), float(np.hypot(*second))
        a, b = first / long, second / short
        return cls((ring[0][0], ring[0][1]), (a[0], a[1]), (b[0], b[1]), long, short)

    def point(self, s: float, t: float) -> tuple[float, float]:
        """Map coordinates of a point of the frame."""
        return (
            self.origin[0] + s * self.along[0] + t * self.across[0],
            self.origin[1] + s * self.along[1] + t * self.across[1],
        )
