"""How wide texts are in the fonts that the project brings along, so that what we draw ourselves has room for them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

import sdi

FONTS = Path(sdi.__file__).parent / "slip" / "fonts"
"""Folder of the fonts: Noto Sans in three faces, the ones that planning slips are set in."""

FAMILY = "Noto Sans"


@lru_cache
def _advances(face: str) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    font = TTFont(FONTS / f"NotoSans-{face}.ttf", lazy=True)
    return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm


def width_of(text: str, size: float, face: str = "Regular") -> float:
    """Width of a text in the unit of ``size``."""
    letters, metrics, em = _advances(face)
    return sum(metrics[letters.get(ord(letter), ".notdef")][0] for letter in text) * size / em


def lines_of(text: str, size: float, room: float, face: str = "Regular") -> list[str]:
    """A text broken between words into lines of at most ``room``; a longer word stands alone."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, face) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
