"""Features made ready once, to be laid over many chunks of base polygons."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import shapely

from sdi.overlay.arrays import Geoms, Ints
from sdi.overlay.distances import Segments, segments_of
from sdi.overlay.edges import Edges, edges_of, line_edges_of
from sdi.overlay.tiles import Tiles, tiles_of


class Prepared:
    """Features with the indices that measuring needs, each made when first asked for.

    Attributes:
        geoms: shape (m,), in metres; None where a feature has no geometry.
    """

    def __init__(self, features: Geoms) -> None:
        self.geoms: Geoms = np.asarray(features, dtype=object)

    @classmethod
    def of(cls, features: Geoms | Prepared) -> Prepared:
        """``features`` themselves if they are prepared."""
        return features if isinstance(features, cls) else cls(np.asarray(features, dtype=object))

    def __len__(self) -> int:
        return len(self.geoms)

    @cached_property
    def vertices(self) -> Ints:
        """Of each feature."""
        return np.asarray(shapely.get_num_coordinates(self.geoms), np.int64)

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Boxes of the features."""
        return shapely.STRtree(self.geoms)

    @cached_property
    def edges(self) -> Edges:
        """Signed edges of areas."""
        return edges_of(self.geoms)

    @cached_property
    def line_edges(self) -> Edges:
        """Edges of lines."""
        return line_edges_of(self.geoms)

    @cached_property
    def segments(self) -> Segments:
        """Segments of points and lines, for distances."""
        return segments_of(self.geoms)

    @cached_property
    def tiles(self) -> Tiles:
        """Small tiles of areas, for cutting."""
        return tiles_of(self.geoms)

    @cached_property
    def points(self) -> tuple[shapely.STRtree, Ints]:
        """Every single point, and the feature that it belongs to."""
        parts, owner = shapely.get_parts(self.geoms, return_index=True)
        return shapely.STRtree(parts), np.asarray(owner, np.int64)
