"""Rules of a gravity drainage network: levels, slopes, diameters, cover and connectivity.

Rules HT-1 to HT-9 (vietnam.md 5.2). They report; an officer decides. NaN means "not stated" and breaks no
rule. Thresholds are proposals of no standard: every one is an argument.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Mask = NDArray[np.bool_]

NO_NODE = -1


@dataclass(frozen=True)
class Nodes:
    """Manholes and outfalls; arrays of shape (n,), levels in metres.

    Attributes:
        ground: Level of the cover.
        floor: Level of the bottom.
        outfall: The water leaves the network here.
        separator: A chamber that may join storm water and sewage.
    """

    ground: Floats
    floor: Floats
    outfall: Mask
    separator: Mask | None = None


@dataclass(frozen=True)
class Pipes:
    """Pipes and channels in the direction in which they were digitised; arrays of shape (m,).

    Attributes:
        start: Index of the node at the first vertex, :data:`NO_NODE` if none is near.
        end: Index of the node at the last vertex, :data:`NO_NODE` if none is near.
        z1: Invert level at the start, metres.
        z2: Invert level at the end, metres.
        length: Metres.
        diameter: Inner diameter, or height of a box, metres.
        slope: Stated slope, metres per metre.
        pressure: The pipe is pumped; it may rise.
        system: 0 storm water, 1 sewage, 2 combined; None if not known.
    """

    start: Indices
    end: Indices
    z1: Floats
    z2: Floats
    length: Floats
    diameter: Floats
    slope: Floats
    pressure: Mask
    system: NDArray[np.int_] | None = None


@dataclass(frozen=True)
class Thresholds:
    """What counts as a fault. Lengths in metres, slopes in metres per metre."""

    flat_m: float = 0.005
    invert_m: float = 0.005
    slope_abs: float = 0.0005
    slope_share: float = 0.10
    diameter_m: float = 0.001
    cover_m: float = 0.5
    min_slope_times_mm: float = 1.0
    """Least slope is this over the diameter in millimetres."""
    snap_m: float = 0.05


@dataclass(frozen=True)
class Finding:
    """One breach of a rule.

    Attributes:
        rule: ``HT-1`` … ``HT-9``.
        on: Whether ``index`` counts pipes or nodes.
        index: Which one.
        what: Which case of the rule, for the message.
        values: The numbers that show it, by name.
    """

    rule: str
    on: Literal["pipe", "node"]
    index: int
    what: str
    values: dict[str, float] = field(default_factory=dict)


def snap(ends: Floats, nodes: Floats, tolerance: float) -> tuple[Indices, Floats]:
    """The nearest node of each pipe end (first half of rule HT-8).

    Args:
        ends: Coordinates, shape (m, 2), metres.
        nodes: Coordinates, shape (n, 2), metres.
        tolerance: Metres; further nodes are not taken.

    Returns:
        Index of the node or :data:`NO_NODE`, and the distance to the nearest node (infinite without nodes).
    """
    index = np.full(len(ends), NO_NODE, dtype=np.intp)
    distance = np.full(len(ends), np.inf)
    if len(nodes) and len(ends):
        tree = shapely.STRtree(shapely.points(nodes))
        (row, near), far = tree.query_nearest(shapely.points(ends), return_distance=True, all_matches=False)
        distance[row] = far
        index[row] = np.where(far <= tolerance, near, NO_NODE)
    return index, distance


def check(pipes: Pipes, nodes: Nodes, thresholds: Thresholds) -> list[Finding]:
    """All findings, ordered by rule, then by index.

    Args:
        pipes: The pipes.
        nodes: The manholes and outfalls that ``pipes.start`` and ``pipes.end`` point to.
        thresholds: What counts as a fault.
    """
    rules = (
        _gradient(pipes, thresholds),
        _inverts(pipes, nodes, thresholds),
        _stated_slope(pipes, thresholds),
        _diameters(pipes, thresholds),
        _cover(pipes, nodes, thresholds),
        _least_slope(pipes, thresholds),
        _connectivity(pipes, nodes),
        _loose_ends(pipes),
        _systems(pipes, nodes),
    )
    return [finding for rule in rules for finding in sorted(rule, key=lambda f: (f.on != "pipe", f.index))]


def _gradient(pipes: Pipes, t: Thresholds) -> Iterator[Finding]:
    fall = pipes.z1 - pipes.z2
    for k in np.flatnonzero((fall <= t.flat_m) & ~pipes.pressure):
        what = "adverse" if fall[k] < -t.flat_m else "flat"
        yield Finding("HT-1", "pipe", int(k), what, {"z1": float(pipes.z1[k]), "z2": float(pipes.z2[k])})


def _inverts(pipes: Pipes, nodes: Nodes, t: Thresholds) -> Iterator[Finding]:
    leaving = _extreme(np.fmax, pipes.start, pipes.z1, len(nodes.floor))
    incoming = _at(leaving, pipes.end)
    for k in np.flatnonzero(pipes.z2 < incoming - t.invert_m):
        values = {"z2": float(pipes.z2[k]), "outgoing": float(incoming[k])}
        yield Finding("HT-2", "pipe", int(k), "below_outgoing", values)
    floor = _at(nodes.floor, pipes.start)
    for k in np.flatnonzero(pipes.z1 < floor - t.invert_m):
        values = {"z1": float(pipes.z1[k]), "floor": float(floor[k])}
        yield Finding("HT-2", "pipe", int(k), "below_floor", values)


def _stated_slope(pipes: Pipes, t: Thresholds) -> Iterator[Finding]:
    computed = _slope(pipes)
    allowed = np.fmax(t.slope_abs, t.slope_share * np.abs(computed))
    for k in np.flatnonzero(np.abs(pipes.slope - computed) > allowed):
        values = {"stated": float(pipes.slope[k]), "computed": float(computed[k])}
        yield Finding("HT-3", "pipe", int(k), "slope_differs", values)


def _diameters(pipes: Pipes, t: Thresholds) -> Iterator[Finding]:
    size = 1 + int(max(pipes.start.max(initial=NO_NODE), pipes.end.max(initial=NO_NODE)))
    onward = _at(_extreme(np.fmax, pipes.start, pipes.diameter, size), pipes.end)
    for k in np.flatnonzero(onward < pipes.diameter - t.diameter_m):
        values = {"diameter": float(pipes.diameter[k]), "downstream": float(onward[k])}
        yield Finding("HT-4", "pipe", int(k), "narrower_downstream", values)


def _cover(pipes: Pipes, nodes: Nodes, t: Thresholds) -> Iterator[Finding]:
    at_start = _at(nodes.ground, pipes.start) - (pipes.z1 + pipes.diameter)
    at_end = _at(nodes.ground, pipes.end) - (pipes.z2 + pipes.diameter)
    least = np.fmin(at_start, at_end)
    for k in np.flatnonzero(least < t.cover_m):
        yield Finding("HT-5", "pipe", int(k), "shallow", {"cover": float(least[k])})


def _least_slope(pipes: Pipes, t: Thresholds) -> Iterator[Finding]:
    slope = _slope(pipes)
    with np.errstate(divide="ignore", invalid="ignore"):
        least = t.min_slope_times_mm / (pipes.diameter * 1000)
    # Flat and adverse pipes are HT-1's.
    low = (slope < least) & (pipes.z1 - pipes.z2 > t.flat_m) & ~pipes.pressure
    for k in np.flatnonzero(low):
        yield Finding("HT-6", "pipe", int(k), "too_flat", {"slope": float(slope[k]), "least": float(least[k])})


def _connectivity(pipes: Pipes, nodes: Nodes) -> Iterator[Finding]:
    n = len(nodes.outfall)
    joined = (pipes.start != NO_NODE) & (pipes.end != NO_NODE)
    start, end = pipes.start[joined], pipes.end[joined]
    degree = np.bincount(np.r_[pipes.start, pipes.end][np.r_[pipes.start, pipes.end] != NO_NODE], minlength=n)
    looped = _in_cycle(start, end, n)
    for k in np.flatnonzero(joined)[looped]:
        yield Finding("HT-7", "pipe", int(k), "cycle")
    drained = _reaching(nodes.outfall.copy(), end, start)
    for k in np.flatnonzero(~_at_mask(drained, pipes.end)):
        alone = _degree_at(degree, pipes.start[k]) <= 1 and _degree_at(degree, pipes.end[k]) <= 1
        yield Finding("HT-7", "pipe", int(k), "isolated" if alone else "no_outfall")
    from_outfall = _at_mask(nodes.outfall, pipes.start)
    for k in np.flatnonzero(from_outfall):
        yield Finding("HT-7", "pipe", int(k), "leaves_outfall")
    for k in np.flatnonzero(degree == 0):
        yield Finding("HT-7", "node", int(k), "unconnected")


def _loose_ends(pipes: Pipes) -> Iterator[Finding]:
    for what, node in (("start", pipes.start), ("end", pipes.end)):
        for k in np.flatnonzero(node == NO_NODE):
            yield Finding("HT-8", "pipe", int(k), f"{what}_without_node")


def _systems(pipes: Pipes, nodes: Nodes) -> Iterator[Finding]:
    if pipes.system is None:
        return
    n = len(nodes.outfall)
    met = np.zeros((n, 2), dtype=bool)
    for node in (pipes.start, pipes.end):
        for system in (0, 1):
            met[node[(node != NO_NODE) & (pipes.system == system)], system] = True
    mixed = met.all(axis=1)
    if nodes.separator is not None:
        mixed &= ~nodes.separator
    for k in np.flatnonzero(mixed):
        yield Finding("HT-9", "node", int(k), "storm_and_sewage")


def _slope(pipes: Pipes) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(pipes.length > 0, (pipes.z1 - pipes.z2) / pipes.length, np.nan)


def _extreme(pick: np.ufunc, node: Indices, value: Floats, size: int) -> Floats:
    """The largest (or smallest) value of the pipes at each node, NaN where there is none."""
    out = np.full(size, np.nan)
    there = node != NO_NODE
    pick.at(out, node[there], value[there])
    return out


def _at(values: Floats, node: Indices) -> Floats:
    """Values of nodes as seen from pipes, NaN without a node."""
    return np.append(values, np.nan)[node]


def _at_mask(mask: Mask, node: Indices) -> Mask:
    return np.append(mask, False)[node]


def _degree_at(degree: NDArray[np.int_], node: int) -> int:
    return 0 if node == NO_NODE else int(degree[node])


def _reaching(reached: Mask, start: Indices, end: Indices) -> Mask:
    """All nodes that can be reached along ``start`` to ``end`` from those already marked."""
    while True:
        fresh = end[reached[start] & ~reached[end]]
        if not len(fresh):
            return reached
        reached[fresh] = True


def _in_cycle(start: Indices, end: Indices, n: int) -> Mask:
    """Which edges lie on a cycle: those whose two nodes can reach each other."""
    looped = np.zeros(len(start), dtype=bool)
    alive = np.ones(n, dtype=bool)
    while True:
        alive = _core(start, end, alive)
        if not alive.any():
            return looped
        live = alive[start] & alive[end]
        s, e = start[live], end[live]
        seed = np.zeros(n, dtype=bool)
        seed[np.flatnonzero(alive)[0]] = True
        together = _reaching(seed.copy(), s, e) & _reaching(seed.copy(), e, s)
        looped |= live & together[start] & together[end] & _several(together, start, end)
        alive &= ~together


def _several(together: Mask, start: Indices, end: Indices) -> Mask:
    """Edges inside a component that is more than one node, or that return to their own node."""
    return np.full(len(start), int(together.sum()) > 1) | (start == end)


def _core(start: Indices, end: Indices, alive: Mask) -> Mask:
    """Nodes left after peeling off, again and again, those without an edge in or without an edge out."""
    alive = alive.copy()
    while True:
        live = alive[start] & alive[end]
        into, out = np.zeros_like(alive), np.zeros_like(alive)
        into[end[live]] = True
        out[start[live]] = True
        peeled = alive & into & out
        if (peeled == alive).all():
            return alive
        alive = peeled
