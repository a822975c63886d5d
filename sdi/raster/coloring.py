"""Heights as colours, and pictures as files for browsers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sdi.model.raster import NODATA, Raster, Stop
from sdi.raster.strips import strips

Form = Literal["png", "webp"]


def painted(pixels: NDArray[Any], declared: Raster) -> NDArray[np.uint8]:
    """Pixels as :func:`sdi.raster.reading.read` gives them → red, green, blue, alpha of shape (4, rows, columns)."""
    if len(pixels) == 4:
        return pixels
    return ramped(pixels[0], declared.ramp) if declared.ramp else np.zeros((4, *pixels.shape[1:]), dtype=np.uint8)


def ramped(heights: NDArray[Any], ramp: Sequence[Stop]) -> NDArray[np.uint8]:
    """Heights of shape (rows, columns) by a ramp; beyond its ends the colour of the end, transparent where unknown."""
    values = [stop.value for stop in ramp]
    colors = np.array([[int(stop.color[at : at + 2], 16) for at in (1, 3, 5)] for stop in ramp], dtype=np.float64)
    shown = np.zeros((4, *heights.shape), dtype=np.uint8)
    for strip in strips(len(heights)):
        known = heights[strip] != NODATA
        for channel in range(3):
            shown[channel, strip] = np.rint(np.interp(heights[strip], values, colors[:, channel])) * known
        shown[3, strip] = np.where(known, 255, 0)
    return shown


def encoded(colors: NDArray[np.uint8], form: Form) -> bytes:
    """A picture of shape (4, rows, columns) as PNG or WebP without loss; the same picture gives the same bytes."""
    image = Image.fromarray(np.ascontiguousarray(np.moveaxis(colors, 0, -1)), "RGBA")
    if form == "png" and (colors[3] == 255).all():
        image = image.convert("RGB")
    out = io.BytesIO()
    if form == "webp":
        image.save(out, "WEBP", lossless=True, quality=50, method=2, exact=True)
    else:
        image.save(out, "PNG", compress_level=6)
    return out.getvalue()
