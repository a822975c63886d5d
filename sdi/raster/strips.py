"""Large grids are reckoned with by strips: eight bytes a pixel are needed of a few rows only, not of all."""

from __future__ import annotations

from collections.abc import Iterator

ROWS = 64


def strips(rows: int) -> Iterator[slice]:
    """The rows of a grid, some at a time."""
    return (slice(first, first + ROWS) for first in range(0, rows, ROWS))
