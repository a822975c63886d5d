"""Charts as SVG, made on the server: no script, no style but attributes, readable by a screen reader.

Beside each stands the table with the same numbers; the chart says so in its description.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

INK, PAPER, UNKNOWN, ACCENT = "#18242c", "#ffffff", "#9aa5b1", "#0b5a73"


@dataclass(frozen=True)
class Slice:
    """A part to be drawn: a short name for the drawing, a long one for who listens, and a colour ``#rrggbb``."""

    label: str
    title: str
    share_pct: float
    color: str | None = None


def donut(slices: Sequence[Slice], title: str, description: str, centre: Sequence[str], key: str) -> Markup:
    """A ring, from the top clockwise; what is larger than a twentieth has its label on it.

    Args:
        slices: Shares in percent that add up to 100.
        title: What it shows.
        description: The same for who cannot see it.
        centre: Lines in the middle.
        key: Makes its ids unique on the page.
    """
    outer, inner = 100.0, 60.0
    drawn, at = [], 0.0
    for one in slices:
        if one.share_pct <= 0:
            continue
        begin, at = at, at + one.share_pct / 100
        colour = one.color or UNKNOWN
        drawn.append(
            f'<path d="{_ring(begin, min(at, 1.0), outer, inner)}" fill="{colour}" stroke="{PAPER}" stroke-width="1.2">'
            f"<title>{escape(one.title)}</title></path>"
        )
        if one.share_pct >= 5:
            angle = 2 * math.pi * (begin + at) / 2
            x, y = (outer + inner) / 2 * math.sin(angle), -(outer + inner) / 2 * math.cos(angle)
            drawn.append(
                f'<text x="{x:.1f}" y="{y + 3.5:.1f}" text-anchor="middle" font-size="9.5" font-weight="600" '
                f'fill="{readable(colour)}" aria-hidden="true">{escape(one.label)}</text>'
            )
    lines = "".join(
        f'<text x="0" y="{5 + 17 * (n - (len(centre) - 1) / 2):.1f}" text-anchor="middle" '
        f'font-size="{17 if n == 0 else 10}" font-weight="{650 if n == 0 else 400}" fill="{INK}" aria-hidden="true">'
        f"{escape(line)}</text>"
        for n, line in enumerate(centre)
    )
    return Markup(
        f'<svg class="donut" viewBox="-104 -104 208 208" role="img" aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(description)}</desc>'
        f"{''.join(drawn)}{lines}</svg>"
    )


def band(slices: Sequence[Slice], title: str, description: str, key: str) -> Markup:
    """One bar that is cut into shares."""
    drawn, at = [], 0.0
    for one in slices:
        drawn.append(
            f'<rect x="{at:.2f}" y="0" width="{one.share_pct:.2f}" height="8" fill="{one.color or UNKNOWN}" '
            f'stroke="{PAPER}" stroke-width=".4"><title>{escape(one.title)}</title></rect>'
        )
        at += one.share_pct
    return Markup(
        f'<svg class="band" viewBox="0 0 100 8" preserveAspectRatio="none" role="img"'
        f' aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">{escape(title)}</title><desc id="{key}-d">{escape(description)}</desc>'
        f"{''.join(drawn)}</svg>"
    )


def bar(share_pct: float, color: str | None = None) -> Markup:
    """A small bar beside a number that says the same; silent."""
    width = min(max(share_pct, 0.0), 100.0)
    return Markup(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect width="100" height="8" fill="#e6ebf0"/>'
        f'<rect width="{width:.1f}" height="8" fill="{color or ACCENT}"/>'
        "</svg>"
    )


def swatch(color: str | None) -> Markup:
    """The colour of a code, beside its name; silent."""
    return Markup(
        '<svg class="swatch" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        f'<rect x=".5" y=".5" width="15" height="15" rx="3" fill="{color or UNKNOWN}" stroke="#00000055"/></svg>'
    )


def readable(color: str) -> str:
    """Black or white, whichever stands out more on a colour ``#rrggbb`` (WCAG 2, relative luminance)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (light + 0.05) / 0.05 > 1.05 / (light + 0.05) else "#ffffff"


def _ring(begin: float, end: float, outer: float, inner: float) -> str:
    """The part of a ring between two turns (0 at the top, clockwise)."""
    if end - begin >= 0.99999:  # an arc cannot be a whole circle
        return f"{_ring(0, 0.5, outer, inner)} {_ring(0.5, 0.99998, outer, inner)}"
    points = [(r * math.sin(2 * math.pi * t), -r * math.cos(2 * math.pi * t)) for r, t in (
        (outer, begin), (outer, end), (inner, end), (inner, begin)
    )]  # fmt: skip
    large = int(end - begin > 0.5)
    (a, b), (c, d), (e, f), (g, h) = points
    return (
        f"M{a:.2f} {b:.2f}A{outer:g} {outer:g} 0 {large} 1 {c:.2f} {d:.2f}"
        f"L{e:.2f} {f:.2f}A{inner:g} {inner:g} 0 {large} 0 {g:.2f} {h:.2f}Z"
    )
