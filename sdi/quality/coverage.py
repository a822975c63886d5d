"""Overlaps (CAD-2) and gaps (CAD-4) of a layer that should cover the land without either.

Features come sorted by their western edge; what reaches into the next strip is carried over, so that memory is a
strip's and every pair meets once. Edges that fit their neighbours exactly need no further look: the free ones
(:mod:`sdi.geom.free_edges`) name the few suspects, and only those are intersected.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import shapely
from numpy.typing import NDArray
from psycopg import sql

from sdi.geom.coverage import gaps, overlaps
from sdi.geom.free_edges import Suspects, suspects
from sdi.model.layer import Topology
from sdi.quality.staged import Chunk, Found, Staged
from sdi.quality.vietnamese import measure, number

MIN_AREA_M2 = 0.01
MIN_WIDTH_M = 0.05
GAP_WIDTH_M = 1.0
"""Defaults where the declaration gives no number (proposals for the office to confirm)."""
GAP_FEATURES = 20_000
"""Features whose gaps are looked for; with more misfits than that the layer is not a coverage at all."""
LOOKAHEAD = 1

Indices = NDArray[np.intp]


def check(staged: Staged, rules: Mapping[str, Topology]) -> Iterator[Found]:
    """Rules CAD-2 and CAD-4, in one sweep over the layer."""
    overlap, gap = rules.get("CAD-2"), rules.get("CAD-4")
    width = (gap.tolerance_m or GAP_WIDTH_M) if gap else 0.0
    pairs = _Overlaps(staged, overlap) if overlap else None
    openings = _Gaps(staged, gap, width) if gap else None
    for window, fresh, found in _judged(staged, width):
        if pairs:
            pairs.look(window, fresh, np.flatnonzero(found.overlap))
        if openings:
            openings.look(window, np.flatnonzero(found.gap))
    if pairs:
        yield pairs.result()
    if openings:
        yield openings.result()


def _judged(staged: Staged, width: float) -> Iterator[tuple[Chunk, int, Suspects]]:
    """Windows with their suspects, in order; the next is read meanwhile."""
    waiting: deque[tuple[Chunk, int, Future[Suspects]]] = deque()
    with ThreadPoolExecutor(1, thread_name_prefix="coverage") as pool:
        for window, fresh in _windows(staged, width):
            waiting.append((window, fresh, pool.submit(suspects, window.geoms, width)))
            if len(waiting) > LOOKAHEAD:
                first, begin, future = waiting.popleft()
                yield first, begin, future.result()
        for first, begin, future in waiting:
            yield first, begin, future.result()


def _windows(staged: Staged, margin: float) -> Iterator[tuple[Chunk, int]]:
    """Strips from west to east with what reaches into them; the second value is where the new features begin."""
    carried: Chunk | None = None
    for chunk in staged.chunks(sql.SQL("ST_XMin(geom)")):
        window = carried + chunk if carried else chunk
        yield window, len(window) - len(chunk)
        bounds = shapely.bounds(window.geoms)
        carried = window.take(np.flatnonzero(bounds[:, 2] + margin >= bounds[-1, 0]))


def _with_neighbours(window: Chunk, rows: Indices, margin: float) -> Indices:
    if not len(rows):
        return rows
    boxes = shapely.bounds(window.geoms[rows]) + np.array([-margin, -margin, margin, margin])
    near = shapely.STRtree(window.geoms).query(shapely.box(*boxes.T))[1]
    return np.unique(np.concatenate([rows, near]))


class _Overlaps:
    def __init__(self, staged: Staged, rule: Topology) -> None:
        self._found = staged.found("CAD-2", rule.severity)
        self._min_area = MIN_AREA_M2 if rule.min_area_m2 is None else rule.min_area_m2
        self._min_width = MIN_WIDTH_M if rule.tolerance_m is None else rule.tolerance_m
        self._slivers = 0

    def look(self, window: Chunk, fresh: int, misfits: Indices) -> None:
        """Pairs of which one at least is new in this window."""
        if not len(misfits):
            return
        shared = overlaps(window.geoms, self._min_area, self._min_width, misfits)
        new = shared.j >= fresh
        self._slivers += int((new & shared.sliver).sum())
        real = np.flatnonzero(new & ~shared.sliver)
        for k, piece in zip(real, shared.pieces(real), strict=True):
            i, j = sorted((shared.i[k], shared.j[k]), key=lambda r: _place(window, r))
            reason = (
                f"Chồng đè {measure(shared.area[k])} m² với {window.feature_id[j]},"
                f" chỗ rộng nhất {measure(shared.width[k])} m"
            )
            self._found.add(window.source_layer[i], int(window.feature_no[i]), window.feature_id[i], reason, geom=piece)

    def result(self) -> Found:
        """In the order of the delivery."""
        self._found.issues.sort(key=lambda issue: (issue.source_layer, issue.feature_no, issue.reason))
        if self._slivers:
            self._found.add(
                None, None, None,
                f"{number(self._slivers)} chỗ chồng đè nhỏ hơn {measure(self._min_area)} m²"
                f" hoặc hẹp hơn {measure(self._min_width)} m, không liệt kê",
                features=self._slivers, severity="info",
            )  # fmt: skip
        return self._found


class _Gaps:
    def __init__(self, staged: Staged, rule: Topology, width: float) -> None:
        self._found = staged.found("CAD-4", rule.severity)
        self._width = width
        self._min_area = MIN_AREA_M2 if rule.min_area_m2 is None else rule.min_area_m2
        self._near: dict[tuple[str, int], tuple[str, shapely.Geometry]] = {}
        self._misfits: set[tuple[str, int]] = set()

    def look(self, window: Chunk, misfits: Indices) -> None:
        """Keep the misfits and what lies around them: a gap is judged when all its sides are known."""
        self._misfits.update(_place(window, row) for row in misfits)
        if len(self._near) >= GAP_FEATURES:
            return
        for row in _with_neighbours(window, misfits, self._width):
            self._near.setdefault(_place(window, row), (window.feature_id[row], window.geoms[row]))

    def result(self) -> Found:
        """Gaps from large to small, each named by the features beside it."""
        if not self._near:
            return self._found
        places = sorted(self._near)
        ids = [self._near[place][0] for place in places]
        geoms = np.array([self._near[place][1] for place in places], dtype=object)
        pieces = gaps(geoms, self._width, self._min_area)
        beside, which = shapely.STRtree(geoms).query(pieces, predicate="dwithin", distance=0.001)
        for k, piece in enumerate(pieces):
            sides = which[beside == k]
            if not len(sides):
                continue
            side = int(sides.min())
            others = [ids[s] for s in sorted(sides) if s != side]
            between = f" giữa {ids[side]} và {', '.join(others[:3])}" if others else f" trong {ids[side]}"
            reason = f"Khe hở {measure(piece.area)} m²{between}{', …' if len(others) > 3 else ''}"
            self._found.add(*places[side], ids[side], reason, geom=piece)
        if len(self._near) >= GAP_FEATURES:
            self._found.unknown(
                f"{number(len(self._misfits))} đối tượng có cạnh không khớp đối tượng bên cạnh;"
                f" chỉ dò khe hở quanh {number(len(self._near))} đối tượng đầu"
            )
        return self._found


def _place(window: Chunk, row: int) -> tuple[str, int]:
    return str(window.source_layer[row]), int(window.feature_no[row])
