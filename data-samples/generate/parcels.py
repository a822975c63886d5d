"""Parcels: every block is cut into plots that tile it exactly and share their corners."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Polygon, STRtree
from shapely.geometry.base import BaseGeometry

from .ground import MM
from .streets import Block, Frame

# shares of blocks that one public user holds, by land type, tried in this order
PUBLIC_USES = (
    "DGD",
    "TSC",
    "DKV",
    "DYT",
    "DCH",
    "TON",
    "CAN",
    "CQP",
    "DVH",
    "DTT",
    "DGD",
    "DKV",
    "TMD",
    "NTD",
    "DNL",
)


@dataclass(frozen=True)
class Plot:
    """A parcel's shape and what it is used for: a land type, or ``house``, ``garden``, ``field``."""

    polygon: Polygon
    block: int
    use: str


def cut(blocks: list[Block], rng: np.random.Generator) -> list[Plot]:
    """Cut all blocks; blocks chosen for a public use stay whole or nearly so."""
    public = _public_blocks(blocks, rng)
    plots: list[Plot] = []
    for number, block in enumerate(blocks):
        use = public.get(number)
        if use is None:
            lines, default = _lines(block, rng)
        else:
            lines, default = _few_lines(block, rng), use
        smallest = {"urban": 34.0, "mixed": 45.0, "garden": 120.0, "field": 260.0, "bank": 100.0}[block.kind]
        plots += [Plot(face, number, default) for face in tile(block.polygon, lines, smallest)]
    return plots


def _public_blocks(blocks: list[Block], rng: np.random.Generator) -> dict[int, str]:
    """Blocks of fitting size for schools, offices, parks …; the strip between quay and river is park."""
    chosen: dict[int, str] = {}
    chosen.update({i: "DKV" for i, b in enumerate(blocks) if b.kind == "bank"})
    fitting = [
        i
        for i, b in enumerate(blocks)
        if i not in chosen and b.alley is None and 2500 < b.polygon.area < 14000 and b.central < 1.6
    ]
    wanted = PUBLIC_USES[: max(4, len(blocks) // 10)]
    for i, use in zip(rng.permutation(fitting)[: len(wanted)].tolist(), wanted, strict=False):
        chosen[i] = use
    return chosen


def _few_lines(block: Block, rng: np.random.Generator) -> list[LineString]:
    frame = Frame.of(block.polygon)
    if block.kind == "bank":
        return [_segment(frame, (s, -60), (s, frame.short + 60)) for s in np.arange(180, frame.long, 180.0)]
    if block.polygon.area < 6000 or frame.short < 25:
        return []
    s = frame.long * rng.uniform(0.35, 0.65)
    return [_segment(frame, (s, -30), (s + rng.normal(0, 2), frame.short + 30))]


def _lines(block: Block, rng: np.random.Generator) -> tuple[list[LineString], str]:
    if block.kind == "field":
        return _fields(block, rng), "field"
    if block.kind == "garden":
        return rows(block, rng, depth=34.0, widths=(11.0, 19.0), ends=0.2), "garden"
    if block.kind == "mixed":
        return rows(block, rng, depth=24.0, widths=(5.0, 11.0), ends=0.4), "house"
    return rows(block, rng, depth=19.0, widths=(4.0, 6.2), ends=0.7), "house"


def _segment(frame: Frame, start: tuple[float, float], end: tuple[float, float]) -> LineString:
    return LineString([frame.point(*start), frame.point(*end)])


def rows(
    block: Block, rng: np.random.Generator, depth: float, widths: tuple[float, float], ends: float
) -> list[LineString]:
    """Rows of plots along the long sides, and at some ends plots that face the short street."""
    frame = Frame.of(block.polygon)
    long, short = frame.long, frame.short
    lines: list[LineString] = []
    s0, s1 = 0.0, long
    for at_start in (True, False):
        if long > 60 and short > 16 and rng.random() < ends and block.alley is None:
            reach = rng.uniform(0.85, 1.15) * depth
            s = reach if at_start else long - reach
            lines.append(_segment(frame, (s, -30), (s, short + 30)))
            outer = -30.0 if at_start else long + 30
            for t in _steps(0, short, widths, rng)[1:-1]:
                lines.append(_segment(frame, (s, t), (outer, t + rng.normal(0, 0.25))))
            s0, s1 = (s, s1) if at_start else (s0, s)
    bounds = _row_bounds(short, depth, block.alley is not None, rng)
    for t in bounds[1:-1]:
        lines.append(_segment(frame, (s0 - (30 if s0 == 0 else 0), t), (s1 + (30 if s1 == long else 0), t)))
    for t0, t1 in zip(bounds, bounds[1:], strict=False):
        inner = t0 > 0 and t1 < short and not block.alley
        spread = (widths[0] * 2.4, widths[1] * 2.6) if inner and t1 - t0 > depth else widths
        low, high = (t0 if t0 > 0 else -30.0), (t1 if t1 < short else short + 30)
        for s in _steps(s0, s1, spread, rng)[1:-1]:
            lines.append(_segment(frame, (s + rng.normal(0, 0.12), low), (s + rng.normal(0, 0.12), high)))
    return lines


def _row_bounds(short: float, depth: float, alley: bool, rng: np.random.Generator) -> list[float]:
    """Where rows begin and end across a block of width ``short``."""
    if alley:
        half, outer = short / 2, rng.uniform(0.45, 0.52) * short / 2
        return [0.0, outer, half, short - outer, short]
    if short < 1.55 * depth:
        return [0.0, short]
    if short < 3.1 * depth:
        return [0.0, short * rng.uniform(0.45, 0.55), short]
    rows = max(3, round(short / (1.25 * depth)))
    return [0.0, *(short * (k + rng.uniform(-0.08, 0.08)) / rows for k in range(1, rows)), short]


def _steps(start: float, end: float, widths: tuple[float, float], rng: np.random.Generator) -> list[float]:
    """Points from start to end at plot widths; now and then a double plot, never a sliver at the end."""
    points = [start]
    while end - points[-1] > 1.6 * widths[1]:
        width = rng.uniform(*widths)
        points.append(points[-1] + (width * 2 if rng.random() < 0.07 else width))
    if end - points[-1] > 1.05 * widths[1]:
        points.append((points[-1] + end) / 2)
    return [*points, end]


def _fields(block: Block, rng: np.random.Generator) -> list[LineString]:
    """Paddies: strips across the field, each cut at its own places by banks that are not quite parallel."""
    frame = Frame.of(block.polygon)
    lines: list[LineString] = []
    strips = _steps(0, frame.long, (38.0, 62.0), rng)
    skews = [0.0, *rng.normal(0, 4.0, max(0, len(strips) - 2)), 0.0]
    for s, skew in list(zip(strips, skews, strict=True))[1:-1]:
        lines.append(_segment(frame, (s - skew, -30), (s + skew, frame.short + 30)))
    for k in range(len(strips) - 1):
        s0 = strips[k] - (30 if k == 0 else 0)
        s1 = strips[k + 1] + (30 if k == len(strips) - 2 else 0)
        for t in _steps(0, frame.short, (17.0, 34.0), rng)[1:-1]:
            a, b = t + rng.normal(0, 1.4), t + rng.normal(0, 1.4)
            lines.append(_bank(frame, (s0, a), (s1, b), (strips[k], skews[k]), (strips[k + 1], skews[k + 1])))
    return lines


def _bank(
    frame: Frame,
    start: tuple[float, float],
    end: tuple[float, float],
    left: tuple[float, float],
    right: tuple[float, float],
) -> LineString:
    """A bank whose ends lie on the slanted sides of its strip."""

    def on(side: tuple[float, float], s: float, t: float) -> float:
        return s + side[1] * (2 * (t + 30) / (frame.short + 60) - 1)

    return _segment(frame, (on(left, start[0], start[1]), start[1]), (on(right, end[0], end[1]), end[1]))


def tile(polygon: Polygon, lines: list[LineString], smallest: float) -> list[Polygon]:
    """Faces of a polygon cut by lines: noded on millimetres, so that neighbours share every vertex.

    Faces under ``smallest`` square metres, or too thin, join the neighbour with the longest common side.
    """
    if not lines:
        return [polygon]
    clipped = [part for line in lines for part in shapely.get_parts(shapely.intersection(line, polygon))]
    noded = shapely.union_all([polygon.boundary, *clipped], grid_size=MM)
    faces = [
        face
        for face in shapely.get_parts(shapely.polygonize([noded]))
        if shapely.intersects(polygon, face.representative_point())
    ]
    faces.sort(key=lambda face: (round(face.centroid.x, 2), round(face.centroid.y, 2)))
    return _joined(faces, smallest)


def _joined(faces: list[Polygon], smallest: float) -> list[Polygon]:
    while len(faces) > 1:
        bad = [i for i, f in enumerate(faces) if f.area < smallest or f.area / f.length < 0.16 * smallest**0.5]
        if not bad:
            break
        i = min(bad, key=lambda k: faces[k].area)
        tree = STRtree(faces)
        near = [j for j in tree.query(faces[i], predicate="intersects") if j != i]
        common = [_common(faces[i], faces[j]) for j in near]
        if not near or max(common) == 0:
            break
        j = int(near[int(np.argmax(common))])
        merged = shapely.union(faces[i], faces[j])
        faces = [f for k, f in enumerate(faces) if k not in (i, j)] + [merged]
    return faces


def _common(a: Polygon, b: Polygon) -> float:
    shared: BaseGeometry = shapely.intersection(a.boundary, b.boundary)
    return float(shared.length)
