"""Boxes: west, south, east, north."""

from __future__ import annotations

from collections.abc import Iterable

Box = tuple[float, float, float, float]


def around(boxes: Iterable[Box]) -> Box:
    """The box around at least one box."""
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)
