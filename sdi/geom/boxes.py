"""Boxes: west, south, east, north."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]


def around(boxes: Iterable[Box]) -> Box:
    """The box around at least one box."""
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def meet(boxes: NDArray[np.float64], box: Box, reach: float = 0.0) -> NDArray[np.bool_]:
    """Which boxes, shape (n, 4), come within a reach of one, in its units; a feature without a box (NaN) does not."""
    west, south, east, north = box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach
    return (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)


def within(boxes: NDArray[np.float64], box: Box) -> NDArray[np.bool_]:
    """Which boxes, shape (n, 4), lie in one."""
    west, south, east, north = box
    return (boxes[:, 0] >= west) & (boxes[:, 1] >= south) & (boxes[:, 2] <= east) & (boxes[:, 3] <= north)
