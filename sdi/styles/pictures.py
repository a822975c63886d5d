"""Pictures out of styles: legends as SVG, and SVG as PNG by the renderer that comes with Typst."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Any

import typst

from sdi.styles.drawing import HEIGHT, WIDTH, hatch_tile, marker, tile_side
from sdi.styles.legend import Entry
from sdi.styles.lettering import FAMILY, FONTS, lines_of, width_of
from sdi.styles.model import Hatch, Marker

_TEXT, _LINE, _GAP, _PAD = 12.0, 16.0, 6.0, 8.0
_ROOM = 300.0
_INK = "#1C2733"

_PAGE = b"""#let side(name) = float(sys.inputs.at(name)) * 1pt
#set page(width: side("width"), height: side("height"), margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%, height: 100%)"""


def legend_svg(groups: Iterable[tuple[str, Sequence[Entry]]]) -> str:
    """A legend under headings, as SVG in pixels, as wide as it has to be."""
    y = _PAD
    content: list[str] = []
    widest = 0.0
    for heading, entries in groups:
        alone = len(entries) == 1 and entries[0].title == heading
        if not alone:
            for line in lines_of(heading, _TEXT, _ROOM + WIDTH, "Bold"):
                content.append(_words(_PAD, y + 12, line, ' font-weight="bold"'))
                widest = max(widest, width_of(line, _TEXT, "Bold") - WIDTH - _GAP)
                y += _LINE
            y += 4
        for entry in entries:
            lines = lines_of(entry.title, _TEXT, _ROOM)
            content.append(f'<g transform="translate({_PAD:g} {y:g})">{entry.svg}</g>')
            for line in lines:
                content.append(_words(_PAD + WIDTH + _GAP, y + 13, line))
                widest = max(widest, width_of(line, _TEXT))
                y += _LINE
            y += max(HEIGHT - _LINE * len(lines), 0) + 4
        y += 6
    width, height = round(widest + WIDTH + _GAP + 2 * _PAD), round(y)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="{FAMILY}, sans-serif" font-size="{_TEXT:g}" fill="{_INK}" role="img">'
        f'<rect width="{width}" height="{height}" fill="#FFFFFF"/>{"".join(content)}</svg>'
    )


def sprite(images: dict[str, Hatch | Marker], ratio: int) -> tuple[dict[str, Any], str]:
    """A sprite of MapLibre: where each image lies, in pixels of ``ratio`` to one, and the sheet as SVG."""
    places: dict[str, Any] = {}
    content: list[str] = []
    x, tall = 0, 1
    for name, image in images.items():
        side = tile_side(image) if isinstance(image, Hatch) else round(image.size + 2)
        drawn = hatch_tile(image) if isinstance(image, Hatch) else marker(image, side / 2, side / 2)
        content.append(f'<svg x="{x}" y="0" width="{side}" height="{side}" viewBox="0 0 {side} {side}">{drawn}</svg>')
        sides = {"x": x, "y": 0, "width": side, "height": side}
        places[name] = {key: value * ratio for key, value in sides.items()} | {"pixelRatio": ratio}
        x, tall = x + side + 2, max(tall, side)
    wide = max(x, 1)
    sheet = f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall}" viewBox="0 0 {wide} {tall}">'
    return places, f"{sheet}{''.join(content)}</svg>"


def png(svg: str, ratio: float = 1.0) -> bytes:
    """An SVG document as PNG, each of its pixels as ``ratio`` squared; what is not painted is transparent."""
    width, height = (svg.split(f' {side}="', 1)[1].split('"', 1)[0] for side in ("width", "height"))
    found = typst.compile(
        input=_PAGE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"svg": svg, "width": width, "height": height},
        format="png",
        ppi=72 * ratio,
    )
    assert isinstance(found, bytes)
    return found


@lru_cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _words(x: float, y: float, text: str, attributes: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}"{attributes}>{escape(text)}</text>'
