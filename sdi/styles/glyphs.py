"""Letters for MapLibre: signed distances of the project's own fonts, in the protocol buffers that it asks for.

A glyph is a picture at 24 pixels an em with three pixels around it; a value says how far the nearest outline is, 191 on
it, more inside, and eight pixels from black to white (the constants are those of node-fontnik, which MapLibre takes for
granted).
"""

from __future__ import annotations

import math
import threading
from functools import lru_cache
from typing import Any

import numpy as np
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from numpy.typing import NDArray

from sdi.protobuf import bytes_field, number_field, zigzag
from sdi.styles.lettering import FONTS

FACES = {"Noto Sans Regular": "Regular", "Noto Sans Bold": "Bold", "Noto Sans Italic": "Italic"}
"""Fonts by the name that a style asks for."""

RANGE = 256

_SIZE, _MARGIN, _RADIUS, _CUTOFF = 24, 3, 8.0, 0.25
_STEPS = 3
"""Chords of a curve: at 24 pixels nobody sees more."""

_reading = threading.Lock()
"""fontTools reads the parts of a font when they are asked for, which two threads may not do at once."""

Floats = NDArray[np.float32]


@lru_cache(maxsize=64)
def glyph_range(font: str, start: int) -> bytes:
    """Glyphs ``start`` to ``start + 255`` of a font; of letters that it lacks there is none.

    Raises:
        KeyError: There is no such font.
    """
    with _reading:
        return _glyphs(font, start)


def _glyphs(font: str, start: int) -> bytes:
    face = _font(FACES[font])
    letters, shapes, metrics = face.getBestCmap(), face.getGlyphSet(), face["hmtx"].metrics
    scale = _SIZE / face["head"].unitsPerEm
    ascender = round(face["hhea"].ascent * scale)
    content = bytes_field(1, font.encode()) + bytes_field(2, f"{start}-{start + RANGE - 1}".encode())
    for code in range(start, start + RANGE):
        if code in letters:
            name = letters[code]
            pen = _Outline(shapes)
            shapes[name].draw(pen)
            content += bytes_field(
                3,
                _glyph(
                    code, np.array(pen.segments, np.float32) * np.float32(scale), metrics[name][0] * scale, ascender
                ),
            )
    return bytes_field(1, content)


@lru_cache
def _font(face: str) -> Any:
    return TTFont(FONTS / f"NotoSans-{face}.ttf", lazy=True)


class _Outline(BasePen):
    """Collects a glyph's outline as line segments ``(x0, y0, x1, y1)`` in units of the font."""

    def __init__(self, shapes: Any) -> None:
        super().__init__(shapes)
        self.segments: list[tuple[float, float, float, float]] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self._start = self._at = pt

    def _lineTo(self, pt: tuple[float, float]) -> None:
        if pt != self._at:
            self.segments.append((*self._at, *pt))
        self._at = pt

    def _curveToOne(self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]) -> None:
        p0 = self._at
        for step in range(1, _STEPS + 1):
            t = step / _STEPS
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            corners = (p0, pt1, pt2, pt3)
            self._lineTo(
                (
                    sum(w * p[0] for w, p in zip(weights, corners, strict=True)),
                    sum(w * p[1] for w, p in zip(weights, corners, strict=True)),
                )
            )

    def _closePath(self) -> None:
        self._lineTo(self._start)


def _glyph(code: int, segments: Floats, advance: float, ascender: int) -> bytes:
    said = number_field(1, code)
    left = top = width = height = 0
    if len(segments):
        xs, ys = segments[:, 0::2], segments[:, 1::2]
        left, top = math.floor(xs.min()), math.ceil(ys.max())
        width, height = math.ceil(xs.max()) - left, top - math.floor(ys.min())
        said += bytes_field(2, _distances(segments, left, top, width, height).tobytes())
    else:  # a space
        top = ascender
    said += number_field(3, width) + number_field(4, height)
    said += number_field(5, zigzag(left)) + number_field(6, zigzag(top - ascender))
    return said + number_field(7, round(advance))


def _distances(segments: Floats, left: int, top: int, width: int, height: int) -> NDArray[np.uint8]:
    """Rows from the top, of values around the glyph."""
    x = left - _MARGIN + 0.5 + np.arange(width + 2 * _MARGIN, dtype=np.float32)
    y = top + _MARGIN - 0.5 - np.arange(height + 2 * _MARGIN, dtype=np.float32)
    px, py = (side.ravel()[:, None] for side in np.meshgrid(x, y))
    x0, y0, x1, y1 = segments.T
    dx, dy = x1 - x0, y1 - y0
    along = np.clip(((px - x0) * dx + (py - y0) * dy) / (dx * dx + dy * dy), 0, 1)
    away = np.sqrt(((px - x0 - along * dx) ** 2 + (py - y0 - along * dy) ** 2).min(axis=1))
    side = dx * (py - y0) - (px - x0) * dy
    winding = ((y0 <= py) & (y1 > py) & (side > 0)).sum(axis=1) - ((y0 > py) & (y1 <= py) & (side < 0)).sum(axis=1)
    signed = np.where(winding != 0, -away, away)
    return np.clip(255 - 255 * (signed / _RADIUS + _CUTOFF), 0, 255).astype(np.uint8)
