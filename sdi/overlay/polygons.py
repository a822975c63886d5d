"""Base polygons, as geometries or as the bytes in which a database sends them.

Measuring needs edges and boxes only. A kernel reads them from the bytes, without Python's lock and without an object
for each polygon; geometries are made where pieces are cut, and for points and distances.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import shapely

from sdi.overlay.arrays import Floats, Geoms, Ints
from sdi.overlay.edges import Edges, edges_of, edges_of_rings
from sdi.overlay.wkb import geoms_of_wkb, rings_of_wkb


class Polygons:
    """Valid polygons and multipolygons in metres; missing and empty ones have no edges and area 0."""

    def __init__(self, geoms: Geoms | None, wkb: Sequence[bytes | None] | None = None) -> None:
        self._geoms = geoms
        self._wkb = wkb

    @classmethod
    def of(cls, base: Geoms | Polygons) -> Polygons:
        """``base`` itself if it is one."""
        return base if isinstance(base, cls) else cls(np.asarray(base, dtype=object))

    @classmethod
    def of_wkb(cls, wkb: Sequence[bytes | None]) -> Polygons:
        """From two-dimensional WKB."""
        return cls(None, wkb)

    def __len__(self) -> int:
        return len(self._geoms if self._wkb is None else self._wkb)  # type: ignore[arg-type]

    def part(self, chunk: slice) -> Polygons:
        """Some that follow one another; all of them are the same object."""
        if chunk.start == 0 and chunk.stop >= len(self):
            return self
        return Polygons(self._geoms[chunk]) if self._geoms is not None else Polygons.of_wkb(self._wkb[chunk])  # type: ignore[index]

    @cached_property
    def geoms(self) -> Geoms:
        """As geometries, shape (n,)."""
        return self._geoms if self._geoms is not None else geoms_of_wkb(self._wkb or ())

    def take(self, index: Ints) -> Geoms:
        """The geometries of a few."""
        if self._wkb is None or "geoms" in self.__dict__:
            return self.geoms[index]
        return geoms_of_wkb([self._wkb[i] for i in index])

    @cached_property
    def edges(self) -> Edges:
        """Signed edges."""
        rings = None if self._wkb is None else rings_of_wkb(self._wkb)
        return edges_of(self.geoms) if rings is None else edges_of_rings(rings)

    @property
    def area(self) -> Floats:
        """m², shape (n,)."""
        return self.edges.area if self._wkb is not None else np.nan_to_num(shapely.area(self.geoms))

    @property
    def bounds(self) -> Floats:
        """min x, min y, max x, max y, shape (n, 4)."""
        return self.edges.bounds if self._wkb is not None else np.nan_to_num(shapely.bounds(self.geoms))
