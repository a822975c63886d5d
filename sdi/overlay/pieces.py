"""The geometry of each row of one base polygon, made only when somebody asks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from sdi.overlay.arrays import Geoms, Ints
from sdi.overlay.clipping import clip, only

_AREA = 2


class Pieces:
    """Cuts a base polygon by the features that lie on it, each piece once.

    Args:
        base: The base polygon, valid, in metres.
        features: Features that lie on or near it, shape (m,).
        facts: Which of them count, no slivers, shape (facts,).
        slivers: Which do not, shape (slivers,).
    """

    def __init__(self, base: shapely.Geometry, features: Geoms, facts: Sequence[int], slivers: Sequence[int]) -> None:
        self._base = base
        self._features = features
        self._clips = dict(zip(facts, self._clip(facts), strict=True))
        self._sliver_clips = self._clip(slivers)
        self._double: shapely.Geometry | None = None

    def of(self, kind: str, feature: int | None, *, trifle: bool) -> shapely.Geometry | None:
        """The geometry of a row; None where a row has none (the nearest feature lies on the base polygon).

        ``nearest`` is the shortest line to the feature.

        Args:
            kind: Of the row, as :data:`sdi.overlay.table.KINDS` has them.
            feature: Position of its feature; None for the rest of the partition.
            trifle: The uncovered remainder is too small to be a row, so ``suppressed`` has it.
        """
        if kind == "nearest":
            line = shapely.shortest_line(self._base, self._features[feature])
            return None if line.length == 0 else line
        if feature is not None:
            whole = self._clips[feature]
            return whole if kind == "feature" else _areas(shapely.difference(whole, self._several))
        if kind == "multiple":
            return self._several
        left = _areas(shapely.difference(self._base, shapely.union_all(list(self._clips.values()))))
        by_slivers = _areas(shapely.intersection(left, shapely.union_all(self._sliver_clips)))
        if kind == "suppressed":
            return left if trifle else by_slivers
        return _areas(shapely.difference(left, by_slivers))

    def _clip(self, positions: Sequence[int]) -> Geoms:
        found: Ints = np.asarray(positions, dtype=np.int64)
        return clip(np.array([self._base], dtype=object), self._features, np.zeros(len(found), np.int64), found)

    @property
    def _several(self) -> shapely.Geometry:
        """What two or more features cover."""
        if self._double is None:
            clips = np.array(list(self._clips.values()), dtype=object)
            i, j = shapely.STRtree(clips).query(clips) if len(clips) else (np.zeros(0, int), np.zeros(0, int))
            once = i < j
            self._double = _areas(shapely.union_all(shapely.intersection(clips[i[once]], clips[j[once]])))
        return self._double


def _areas(geometry: shapely.Geometry) -> shapely.Geometry:
    found: shapely.Geometry = only(np.array([geometry], dtype=object), np.array([_AREA]))[0]
    return found
