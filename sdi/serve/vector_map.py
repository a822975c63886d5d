"""What all maps that the server draws as SVG have in common: provincial CRS, metres, north up (y is minus northing)."""

from __future__ import annotations

from sdi.serve.projection import Box
from sdi.wording import number


def framed(box: Box, *, least_m: float, margin: float, tallest: float) -> Box:
    """What a map of a box shows.

    Args:
        box: West, south, east, north in metres.
        least_m: No side is shorter.
        margin: Around it, in parts of its longer side.
        tallest: Height in widths at most; it is half a width at least.
    """
    west, south, east, north = box
    width, height = max(east - west, least_m), max(north - south, least_m)
    room = margin * max(width, height)
    wide, tall = max(width, height / tallest) / 2 + room, max(height, width / 2) / 2 + room
    x, y = (west + east) / 2, (south + north) / 2
    return x - wide, y - tall, x + wide, y + tall


def scale_bar(width: float, language: str) -> tuple[int, str]:
    """A round length of at most a quarter of a map's width, in metres, and how it is called."""
    lengths = (n * 10**power for power in range(6) for n in (1, 2, 5))
    length = max((one for one in lengths if one <= width / 4), default=1)
    called = f"{number(length, 0, language)} m" if length < 1000 else f"{number(length / 1000, 0, language)} km"
    return length, called
