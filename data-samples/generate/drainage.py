"""Gravity drainage: manholes along the streets, pipes that fall to outfalls at the river; planted faults.

Every junction drains along the shortest way to an outfall. Sizes grow with the length drained; inverts are
then laid from the outfalls upwards, each pipe at the slope of its size.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
import shapely.ops
from shapely import LineString, Point
from shapely.ops import substring

from .streets import Stretch
from .town import Town

Node = tuple[float, float]
SPACING = 33.0  # metres between manholes
MISREAD = (1.0, 2.0, -0.9)  # metres by which cover levels of three manholes are off the ground
# drained length (m) up to which a size serves, diameter (mm), slope (‰)
SIZES = (
    (150, 300, 3.0),
    (420, 400, 2.4),
    (1000, 600, 1.7),
    (2200, 800, 1.3),
    (4500, 1000, 1.0),
    (9e9, 1500, 0.8),
)


@dataclass(frozen=True)
class Drainage:
    """Tables of the network; faults: two pipe codes, and codes of manholes whose cover level was misread."""

    manholes: gpd.GeoDataFrame
    outfalls: gpd.GeoDataFrame
    pipes: gpd.GeoDataFrame
    adverse: str
    orphan: str
    misread: list[str]


@dataclass
class _Run:
    """Pipes of one stretch from ``start`` down to ``end``; ``open`` if nothing comes in at its upper end."""

    line: LineString
    start: Node
    end: Node
    open: bool


def lay(town: Town) -> Drainage:
    """Lay the network of a town."""
    drained, fresh = _drained(town)
    mouths = _mouths(town, drained)
    down, root = _shortest(drained, mouths)
    runs = _runs(drained, down)
    points, edges = _split(runs)
    tail, head = np.array([e[0] for e in edges]), np.array([e[1] for e in edges])
    lines = [e[2] for e in edges]
    index = {key: i for i, key in enumerate(points)}
    roots = [index[node] for node in mouths]
    system = _systems(len(points), tail, head, roots)
    ends = list(points)
    for node, mouth in mouths.items():  # the last pipe of each system: junction to river bank
        ends.append((mouth.x, mouth.y))
        tail, head = np.append(tail, index[node]), np.append(head, len(ends) - 1)
        lines.append(LineString([node, (mouth.x, mouth.y)]))
    invert, diameter = _levels(len(ends), tail, head, lines, list(range(len(points), len(ends))))
    return _tables(town, ends, len(points), tail, head, lines, invert, diameter, system, fresh)


def _node(point: tuple[float, ...]) -> Node:
    return (round(point[0], 3), round(point[1], 3))


def _drained(town: Town) -> tuple[list[Stretch], Stretch]:
    """Stretches with a drain, and one outside that gets the orphan."""
    outline = town.ground.outline().buffer(-5)
    core = shapely.union_all([b.polygon for b in town.network.blocks if b.central < 1.55]).buffer(32)
    inside = [
        s for s in town.network.stretches if s.street.grade != "Hẻm" and s.line.length > 6 and outline.contains(s.line)
    ]
    drained = [s for s in inside if core.contains(s.line)]
    outside = [s for s in inside if s.line.length > 70 and not core.intersects(s.line)]
    return drained, max(outside, key=lambda s: s.line.length)


def _mouths(town: Town, drained: list[Stretch]) -> dict[Node, Point]:
    """Outfalls: where streets from the town meet the quay, a point on the bank."""
    quay = town.network.streets[0].line
    bank = town.ground.river()
    crossing: dict[Node, float] = {}
    for stretch in drained:
        if stretch.street.grade in ("Trục chính", "Liên khu vực", "Khu vực") and stretch.street.line is not quay:
            for end in (stretch.line.coords[0], stretch.line.coords[-1]):
                if quay.distance(Point(end)) < 0.01:
                    crossing[_node(end)] = quay.project(Point(end))
    chosen = sorted(crossing, key=crossing.__getitem__)
    chosen = chosen[:: max(1, len(chosen) // 4)] or [_node(drained[0].line.coords[0])]
    return {node: shapely.set_precision(shapely.ops.nearest_points(bank, Point(node))[0], 0.001) for node in chosen}


def _shortest(drained: list[Stretch], mouths: dict[Node, Point]) -> tuple[dict[Node, int], dict[Node, Node]]:
    """For each junction the stretch that leads to its nearest outfall, and that outfall's junction."""
    near: dict[Node, list[int]] = {}
    for i, stretch in enumerate(drained):
        for end in (stretch.line.coords[0], stretch.line.coords[-1]):
            near.setdefault(_node(end), []).append(i)
    best: dict[Node, float] = dict.fromkeys(mouths, 0.0)
    root = {node: node for node in mouths}
    down: dict[Node, int] = {}
    queue = [(0.0, node) for node in sorted(mouths)]
    while queue:
        length, node = heapq.heappop(queue)
        if length > best[node]:
            continue
        for i in near[node]:
            line = drained[i].line
            a, b = _node(line.coords[0]), _node(line.coords[-1])
            other = b if a == node else a
            reach = length + line.length
            if reach < best.get(other, np.inf):
                best[other], root[other], down[other] = reach, root[node], i
                heapq.heappush(queue, (reach, other))
    return down, root


def _runs(drained: list[Stretch], down: dict[Node, int]) -> list[_Run]:
    runs = []
    for i, stretch in enumerate(drained):
        line = stretch.line
        a, b = _node(line.coords[0]), _node(line.coords[-1])
        if down.get(a) == i:
            runs.append(_Run(line, a, b, False))
        elif down.get(b) == i:
            runs.append(_Run(line.reverse(), b, a, False))
        elif line.length > 55 and a in down and b in down:
            runs.append(_Run(line, a, b, True))  # no way through: drains from near its upper end
    return runs


def _split(runs: list[_Run]) -> tuple[list[Node], list[tuple[int, int, LineString]]]:
    """Manholes along the runs (points) and pipes between them (from, to, line)."""
    points: list[Node] = []
    index: dict[Node, int] = {}

    def at(point: Node) -> int:
        if point not in index:
            index[point] = len(points)
            points.append(point)
        return index[point]

    edges = []
    for run in runs:
        count = max(1, round(run.line.length / SPACING))
        stations = np.linspace(0, run.line.length, count + 1)
        inner = [_node(run.line.interpolate(s).coords[0]) for s in stations[1:-1]]
        chain = [run.start, *inner, run.end]
        for k in range(1 if run.open else 0, count):
            part = np.round(shapely.get_coordinates(substring(run.line, stations[k], stations[k + 1])), 3)
            part[0], part[-1] = chain[k], chain[k + 1]
            edges.append((at(chain[k]), at(chain[k + 1]), LineString(part)))
    return points, edges


def _systems(count: int, tail: np.ndarray, head: np.ndarray, roots: list[int]) -> np.ndarray:
    """Which outfall (by position in ``roots``) each manhole drains to."""
    system = np.full(count, -1)
    into: dict[int, list[int]] = {}
    for t, h in zip(tail, head, strict=True):
        into.setdefault(int(h), []).append(int(t))
    for k, start in enumerate(roots):
        stack = [start]
        while stack:
            node = stack.pop()
            system[node] = k
            stack += into.get(node, [])
    return system


def _levels(
    count: int, tail: np.ndarray, head: np.ndarray, lines: list[LineString], ends: list[int]
) -> tuple[np.ndarray, np.ndarray]:
    """Invert of every point (m) and diameter of every pipe (mm)."""
    into: dict[int, list[int]] = {}
    for e, h in enumerate(head):
        into.setdefault(int(h), []).append(e)
    order: list[int] = []  # pipes from the outfalls upwards
    stack = list(ends)
    while stack:
        node = stack.pop()
        for e in into.get(node, []):
            order.append(e)
            stack.append(int(tail[e]))
    drained = np.zeros(count)
    for e in reversed(order):
        drained[head[e]] += drained[tail[e]] + lines[e].length
    invert, diameter = np.full(count, 1.15), np.zeros(len(lines), dtype=int)
    for e in order:
        size = next(s for s in SIZES if drained[tail[e]] + lines[e].length <= s[0])
        diameter[e] = size[1]
        invert[tail[e]] = invert[head[e]] + lines[e].length * size[2] / 1000
    return invert.round(3), diameter


def _tables(
    town: Town,
    ends: list[Node],
    manhole_count: int,
    tail: np.ndarray,
    head: np.ndarray,
    lines: list[LineString],
    invert: np.ndarray,
    diameter: np.ndarray,
    system: np.ndarray,
    fresh: Stretch,
) -> Drainage:
    rng = town.rng("drainage")
    codes = np.array(
        [f"HG-{i + 1:04d}" if i < manhole_count else f"CX-{i - manhole_count + 1:02d}" for i in range(len(ends))],
        dtype=object,
    )
    top = town.ground.height(np.array(ends)).round(2)
    adverse = int(np.flatnonzero((diameter == 400) & (shapely.length(np.array(lines)) > 25))[5])
    z_start, z_end = invert[tail].copy(), invert[head].copy()
    # laid the wrong way: enters the next manhole above its own start
    z_end[adverse] = round(z_start[adverse] + 0.060, 3)
    length = shapely.length(np.array(lines))
    pipes = gpd.GeoDataFrame(
        {
            "MA_CONG": [f"C-{i + 1:04d}" for i in range(len(lines))],
            "HE_THONG": np.where(system[tail] % 2 == 0, "Chung", "Mưa").astype(object),
            "LOAI": np.where(diameter >= 1500, "Hộp", "Tròn").astype(object),
            "D_MM": diameter,
            "VAT_LIEU": np.where(diameter <= 400, rng.choice(["HDPE", "BTCT"], len(lines)), "BTCT").astype(object),
            "HG_DAU": codes[tail],
            "HG_CUOI": codes[head],
            "Z_DAU": z_start,
            "Z_CUOI": z_end,
            "DAI_M": length.round(2),
            "DO_DOC": ((z_start - z_end) / length * 1000).round(2),
            "NAM": rng.integers(1998, 2024, len(lines)),
            "TINH_TRANG": rng.choice(["Tốt", "Hư hỏng nhẹ", "Tắc nghẽn"], len(lines), p=[0.93, 0.05, 0.02]),
        },
        geometry=lines,
        crs=town.crs,
    )
    manholes = _manholes(town, ends[:manhole_count], codes, top, invert, rng)
    misread = _misread(town, manholes)
    pipes, manholes, orphan = _orphan(town, pipes, manholes, fresh)
    outfalls = gpd.GeoDataFrame(
        {
            "Mã cửa xả": codes[manhole_count:],
            "Cao độ đáy (m)": invert[manhole_count:],
            "Nguồn tiếp nhận": town.plan.river,
            "Van ngăn triều": np.where(np.arange(len(ends) - manhole_count) % 2 == 0, "Có", "Không").astype(object),
            "Giấy phép": [f"GP-MAU-{k + 1:03d}" for k in range(len(ends) - manhole_count)],
        },
        geometry=[Point(p) for p in ends[manhole_count:]],
        crs=town.crs,
    )
    return Drainage(manholes, outfalls, pipes, f"C-{adverse + 1:04d}", orphan, misread)


def _manholes(
    town: Town,
    points: list[Node],
    codes: np.ndarray,
    top: np.ndarray,
    invert: np.ndarray,
    rng: np.random.Generator,
) -> gpd.GeoDataFrame:
    count = len(points)
    notes = ["Nắp vỡ, cần thay" if dice < 0.03 else None for dice in rng.random(count)]
    return gpd.GeoDataFrame(
        {
            "Mã hố ga": codes[:count],
            "Loại": rng.choice(["Thu thăm kết hợp", "Thu", "Thăm"], count, p=[0.7, 0.2, 0.1]),
            "Cao độ đỉnh (m)": top[:count],
            "Cao độ đáy (m)": (invert[:count] - 0.15).round(2),
            "Kích thước": rng.choice(["1000x1000", "1200x1200"], count),
            "Ghi chú kiểm tra": notes,
        },
        geometry=[Point(p) for p in points],
        crs=town.crs,
    )


def _misread(town: Town, manholes: gpd.GeoDataFrame) -> list[str]:
    """Changes the cover levels of a few deep manholes as a misread staff would; returns their codes."""
    level, floor = manholes["Cao độ đỉnh (m)"], manholes["Cao độ đáy (m)"]
    deep = np.flatnonzero(level - floor > 2.5)
    picks = np.sort(town.rng("staff").choice(deep, len(MISREAD), replace=False))
    manholes.loc[picks, level.name] = (level.iloc[picks] + np.array(MISREAD)).round(2)
    return manholes.loc[picks, "Mã hố ga"].tolist()


def _orphan(
    town: Town, pipes: gpd.GeoDataFrame, manholes: gpd.GeoDataFrame, fresh: Stretch
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame, str]:
    """A pipe with its two manholes in a new street that leads nowhere."""
    line = substring(fresh.line, 20, 52)
    ends = [_node(c) for c in (line.coords[0], line.coords[-1])]
    line = LineString(ends)
    top = town.ground.height(np.array(ends)).round(2)
    floor = float(top.min()) - 1.9
    first = len(manholes) + 1
    extra = manholes.iloc[[0, 0]].assign(
        **{
            "Mã hố ga": [f"HG-{first:04d}", f"HG-{first + 1:04d}"],
            "Cao độ đỉnh (m)": top,
            "Cao độ đáy (m)": [round(floor - 0.15, 2), round(floor - 0.25, 2)],
            "Ghi chú kiểm tra": None,
            "geometry": [Point(p) for p in ends],
        }
    )
    code = f"C-{len(pipes) + 1:04d}"
    pipe = pipes.iloc[[0]].assign(
        MA_CONG=code,
        HE_THONG="Mưa",
        LOAI="Tròn",
        D_MM=400,
        VAT_LIEU="BTCT",
        HG_DAU=f"HG-{first:04d}",
        HG_CUOI=f"HG-{first + 1:04d}",
        Z_DAU=round(floor, 3),
        Z_CUOI=round(floor - 0.1, 3),
        TINH_TRANG="Tốt",
        DAI_M=round(line.length, 2),
        DO_DOC=round(0.1 / line.length * 1000, 2),
        NAM=2024,
        geometry=[line],
    )
    grown = pd.concat([pipes, pipe], ignore_index=True), pd.concat([manholes, extra], ignore_index=True)
    return grown[0], grown[1], code
