"""Light and shade of a model of the ground, as a picture that darkens and lightens what it is laid over."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sdi.model.raster import NODATA
from sdi.raster.relief import hillshade

HEIGHTENED = 2.0
"""Times which heights are taken: a plain that is built on would show nothing."""

FLAT = float(np.sin(np.radians(45)))
"""Light on level ground."""


def shaded(heights: NDArray[Any], cell: float) -> NDArray[np.uint8]:
    """Heights of shape (rows, columns) → black where it is darker than level ground, white where it is lighter.

    Args:
        heights: With one more row and column on every side; :data:`~sdi.model.raster.NODATA` where nothing is known.
        cell: Side of a pixel on the ground, metres.

    Returns:
        Red, green, blue and alpha of shape (4, rows - 2, columns - 2); level ground is transparent, and so is what
        has a neighbour of which nothing is known.
    """
    light = hillshade(np.where(heights == NODATA, np.nan, heights.astype(np.float64)), cell, factor=HEIGHTENED)
    more = np.nan_to_num(light / FLAT - 1)
    alpha = np.where(more < 0, -more, more / (1 / FLAT - 1))
    grey = np.where(more > 0, 255, 0)
    return np.stack([grey, grey, grey, np.rint(255 * alpha)]).astype(np.uint8)
