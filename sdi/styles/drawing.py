"""Symbols as SVG, in pixels. Presentation attributes only: a page may forbid inline styles."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sdi.styles.model import Fill, Hatch, Marker, Shape, Stroke, Symbol

WIDTH, HEIGHT = 28, 18
"""Of a swatch."""


def swatch(symbol: Symbol, dimension: int) -> str:
    """The sign of a legend, an SVG document of 28 by 18 pixels."""
    return document(WIDTH, HEIGHT, "".join(_parts(symbol, dimension)))


def document(width: float, height: float, content: str) -> str:
    """An SVG document in pixels."""
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} aria-hidden="true">{content}</svg>'


def marker(sign: Marker, x: float, y: float, size: float | None = None) -> str:
    """The sign of a point around its middle."""
    size = size or sign.size
    radius = (size - sign.outline_width) / 2
    paint = f'fill="{sign.color}"' + (
        f' stroke="{sign.outline}" stroke-width="{sign.outline_width:g}"' if sign.outline_width else ""
    )
    if sign.shape == "circle":
        return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" {paint}/>'
    corners = "L".join(f"{x + radius * dx:.2f} {y + radius * dy:.2f}" for dx, dy in _CORNERS[sign.shape])
    return f'<path d="M{corners}Z" {paint} stroke-linejoin="round"/>'


def hatch_lines(hatch: Hatch, width: float, height: float, phase: float = 0.0) -> str:
    """Lines over a box of that size, some of them reaching out of it."""
    path = "".join(_strokes(hatch, width, height, phase))
    return f'<path d="{path}" fill="none" stroke="{hatch.color}" stroke-width="{hatch.width:g}"/>'


def tile_side(hatch: Hatch) -> int:
    """Side of a square that repeats the hatch without a seam, in whole pixels."""
    slanted = hatch.angle in (45, 135)
    return max(2, round(hatch.spacing * (math.sqrt(2) if slanted else 1)))


def hatch_tile(hatch: Hatch) -> str:
    """A square that repeats the hatch, as an SVG document."""
    side = tile_side(hatch)
    spacing = side / (math.sqrt(2) if hatch.angle in (45, 135) else 1)
    fitted = hatch.model_copy(update={"spacing": spacing})
    phase = 0.0 if hatch.angle in (45, 135) else spacing / 2
    return document(side, side, hatch_lines(fitted, side, side, phase))


def _strokes(hatch: Hatch, width: float, height: float, phase: float) -> Iterator[str]:
    if hatch.angle in (0, 90):
        length, across = (width, height) if hatch.angle == 0 else (height, width)
        at = phase or hatch.spacing / 2
        while at < across:
            yield f"M0 {at:.2f}H{length:g}" if hatch.angle == 0 else f"M{at:.2f} 0V{length:g}"
            at += hatch.spacing
        return
    step = hatch.spacing * math.sqrt(2)
    over = hatch.width  # ends lie outside, or corners would be cut
    for k in range(math.floor(-height / step), math.ceil((width + height) / step) + 1):
        x = k * step
        if hatch.angle == 45:  # rises to the right
            yield f"M{x - height - over:.2f} {height + over:.2f}L{x + over:.2f} {-over:.2f}"
        else:
            yield f"M{x - height - over:.2f} {-over:.2f}L{x + over:.2f} {height + over:.2f}"


def _parts(symbol: Symbol, dimension: int) -> Iterator[str]:
    if dimension == 2:
        yield from _area(symbol)
    elif dimension == 1:
        wave = f"M2 {HEIGHT - 5}C9 {HEIGHT - 16} 17 {HEIGHT - 1} {WIDTH - 2} 4"
        for stroke in (symbol.below, symbol.stroke):
            if stroke is not None:
                yield _line(wave, stroke)
    elif symbol.marker is not None:
        yield marker(symbol.marker, WIDTH / 2, HEIGHT / 2, min(symbol.marker.size, HEIGHT - 2))


def _area(symbol: Symbol) -> Iterator[str]:
    x, y, w, h = 2.0, 2.0, WIDTH - 4.0, HEIGHT - 4.0
    if symbol.fill is not None:
        yield f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" {_filled(symbol.fill)}/>'
    if symbol.hatch is not None:  # an inner svg cuts what lies outside of it
        lines = hatch_lines(symbol.hatch, w, h)
        yield f'<svg x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" viewBox="0 0 {w:g} {h:g}">{lines}</svg>'
    for stroke in (symbol.below, symbol.stroke):
        if stroke is not None:
            yield _line(f"M{x:g} {y:g}h{w:g}v{h:g}h{-w:g}Z", stroke)


def _filled(fill: Fill) -> str:
    return f'fill="{fill.color}"' + (f' fill-opacity="{fill.opacity:g}"' if fill.opacity < 1 else "")


def _line(path: str, stroke: Stroke) -> str:
    dash = f' stroke-dasharray="{" ".join(f"{length:g}" for length in stroke.dash)}"' if stroke.dash else ""
    opacity = f' stroke-opacity="{stroke.opacity:g}"' if stroke.opacity < 1 else ""
    width = min(stroke.width, 6)
    return f'<path d="{path}" fill="none" stroke="{stroke.color}" stroke-width="{width:g}"{dash}{opacity}/>'


def _star() -> list[tuple[float, float]]:
    turns = [math.radians(36 * k - 90) for k in range(10)]
    return [(r * math.cos(turn), r * math.sin(turn)) for turn, r in zip(turns, (1.0, 0.45) * 5, strict=True)]


_ARM = 0.36
_CORNERS: dict[Shape, list[tuple[float, float]]] = {
    "square": [(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)],
    "diamond": [(0, -1), (1, 0), (0, 1), (-1, 0)],
    "triangle": [(0, -1), (0.95, 0.75), (-0.95, 0.75)],
    "star": _star(),
    "cross": [
        (-_ARM, -1), (_ARM, -1), (_ARM, -_ARM), (1, -_ARM), (1, _ARM), (_ARM, _ARM),
        (_ARM, 1), (-_ARM, 1), (-_ARM, _ARM), (-1, _ARM), (-1, -_ARM), (-_ARM, -_ARM),
    ],
}  # fmt: skip
"""Corners of the shapes in a circle of radius 1, y downwards."""
