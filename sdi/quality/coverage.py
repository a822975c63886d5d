"""Overlaps (CAD-2) and gaps (CAD-4) of a layer that should cover the land without either.

Features come sorted by their western edge; what reaches into the next strip is carried over, so that memory is a
strip's and every pair meets once. Edges that fit their neighbours exactly need no further look: the free ones
(:mod:`sdi.geom.free_edges`) name the few suspects, and only those are intersected.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from psycopg import sql

from sdi.geom.coverage import Overlaps, gaps, overlaps
from sdi.geom.free_edges import Suspects, suspects
from sdi.geom.rings import Rings, read_rings
from sdi.model.layer import Topology
from sdi.quality.staged import NOWHERE, Boxes, Found, Staged, fields
from sdi.quality.vietnamese import measure, number

MIN_AREA_M2 = 0.01
MIN_WIDTH_M = 0.05
GAP_WIDTH_M = 1.0
"""Defaults where the declaration gives no number (proposals for the office to confirm)."""
GAP_FEATURES = 20_000
"""Features whose gaps are looked for; with more suspects than that the layer is not a coverage at all."""
LOOKAHEAD = 1

Indices = NDArray[np.intp]


def check(staged: Staged, rules: Mapping[str, Topology]) -> Iterator[Found]:
    """Rules CAD-2 and CAD-4, in one sweep over the layer."""
    overlap, gap = rules.get("CAD-2"), rules.get("CAD-4")
    width = (gap.tolerance_m or GAP_WIDTH_M) if gap else 0.0
    pairs = _Overlaps(staged, overlap) if overlap else None
    openings = _Gaps(staged, gap, width) if gap else None
    for window, found in _judged(staged, width):
        if pairs and found.overlap.any():
            pairs.look(window, np.flatnonzero(found.overlap))
        if openings and found.gap.any():
            openings.look(window, np.flatnonzero(found.gap))
    if pairs:
        yield pairs.result()
    if openings:
        yield openings.result()


@dataclass(frozen=True)
class Window:
    """A strip of the layer: rows of COPY with geometry, source layer, number and id; shape (n,).

    Attributes:
        rows: those that reach into the strip from the west, then the new ones.
        fresh: where the new ones begin.
        rings: of all rows.
    """

    rows: NDArray[np.object_]
    fresh: int
    rings: Rings

    def __len__(self) -> int:
        return len(self.rows)

    def geoms(self, rows: Indices) -> NDArray[np.object_]:
        """Geometries of some rows; making all of them would cost more than the search for suspects."""
        wkb = np.array([fields(row)[0] for row in self.rows[rows]], dtype=object)
        return np.asarray(shapely.from_wkb(wkb), dtype=object)

    def around(self, rows: Indices, margin: float = 0.0) -> Indices:
        """Some rows and those whose boxes come within ``margin`` metres of theirs, ascending."""
        boxes = self.rings.boxes[rows] + np.array([-margin, -margin, margin, margin])
        return np.unique(self._tree.query(shapely.box(*boxes.T))[1])

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(shapely.box(*self.rings.boxes.T))

    def place(self, row: int) -> tuple[str, int]:
        """Source layer and number of a feature: its place in the delivery."""
        _, source_layer, feature_no, _ = fields(self.rows[row])
        return source_layer.decode(), int.from_bytes(feature_no, "big")

    def feature_id(self, row: int) -> str:
        """Id of a feature."""
        return fields(self.rows[row])[3].decode()


_COLUMNS = sql.SQL("ST_AsBinary(geom, 'NDR'), source_layer, feature_no, feature_id")
_GEOMETRY_AT = 6
"""In a row of COPY, after the number of fields and the length of the first."""


def _judged(staged: Staged, width: float) -> Iterator[tuple[Window, Suspects]]:
    """Windows with their suspects, in order; the next is read meanwhile."""
    waiting: deque[tuple[Window, Future[Suspects]]] = deque()
    with ThreadPoolExecutor(1, thread_name_prefix="coverage") as pool:
        for window in _windows(staged, width):
            waiting.append((window, pool.submit(suspects, window.rings, width, staged.zone)))
            if len(waiting) > LOOKAHEAD:
                first, future = waiting.popleft()
                yield first, future.result()
        for first, future in waiting:
            yield first, future.result()


def _windows(staged: Staged, margin: float) -> Iterator[Window]:
    """Strips from west to east with what reaches into them."""
    carried = np.empty(0, dtype=object)
    for chunk in staged.copied(_COLUMNS, sql.SQL("ST_XMin(geom), source_layer, feature_no")):
        rows = np.concatenate([carried, chunk])
        window = Window(rows, len(carried), read_rings(rows, skip=_GEOMETRY_AT))
        yield window
        boxes = window.rings.boxes
        carried = rows[boxes[:, 2] + margin >= boxes[-1, 0]]


class _Overlaps:
    def __init__(self, staged: Staged, rule: Topology) -> None:
        self._found = staged.found("CAD-2", rule.severity)
        self._min_area = MIN_AREA_M2 if rule.min_area_m2 is None else rule.min_area_m2
        self._min_width = MIN_WIDTH_M if rule.tolerance_m is None else rule.tolerance_m
        self._slivers: list[Boxes] = []

    def look(self, window: Window, found: Indices) -> None:
        """Pairs of which one at least is new in this window."""
        near = window.around(found)
        rows = window.around(near)
        shared = self._shared(window, rows, found)
        if not np.isin(rows[np.concatenate([shared.i, shared.j])], near).all():
            # Overlaps lead on from one to the next, out of what was taken into view.
            rows = np.arange(len(window))
            shared = self._shared(window, rows, found)
        i, j = rows[shared.i], rows[shared.j]
        new = j >= window.fresh
        self._slivers.append(shapely.bounds(shared.pieces(np.flatnonzero(new & shared.sliver))))
        real = np.flatnonzero(new & ~shared.sliver)
        for k, piece in zip(real, shared.pieces(real), strict=True):
            one, other = sorted((i[k], j[k]), key=window.place)
            reason = (
                f"Chồng đè {measure(shared.area[k])} m² với {window.feature_id(other)},"
                f" chỗ rộng nhất {measure(shared.width[k])} m"
            )
            self._found.add(*window.place(one), window.feature_id(one), reason, geom=piece)

    def _shared(self, window: Window, rows: Indices, found: Indices) -> Overlaps:
        return overlaps(window.geoms(rows), self._min_area, self._min_width, np.searchsorted(rows, found))

    def result(self) -> Found:
        """In the order of the delivery."""
        self._found.issues.sort(key=self._found.order)
        self._found.counted = np.concatenate([NOWHERE, *self._slivers])
        self._found.counted_reason = (
            f"{{}} chỗ chồng đè nhỏ hơn {measure(self._min_area)} m²"
            f" hoặc hẹp hơn {measure(self._min_width)} m, không liệt kê"
        )
        return self._found


class _Gaps:
    def __init__(self, staged: Staged, rule: Topology, width: float) -> None:
        self._found = staged.found("CAD-4", rule.severity)
        self._found.order = lambda issue: -shapely.area(issue.geom_before)
        self._width = width
        self._min_area = MIN_AREA_M2 if rule.min_area_m2 is None else rule.min_area_m2
        self._near: dict[tuple[str, int], tuple[str, shapely.Geometry]] = {}
        self._suspects: set[tuple[str, int]] = set()

    def look(self, window: Window, found: Indices) -> None:
        """Keep the suspects and what lies around them: a gap is judged when all its sides are known."""
        self._suspects.update(map(window.place, found))
        if len(self._near) >= GAP_FEATURES:
            return
        rows = window.around(found, self._width)
        for row, geom in zip(rows, window.geoms(rows), strict=True):
            self._near.setdefault(window.place(row), (window.feature_id(row), geom))

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
                f"{number(len(self._suspects))} đối tượng có cạnh không khớp đối tượng bên cạnh;"
                f" chỉ dò khe hở quanh {number(len(self._near))} đối tượng đầu"
            )
        return self._found
