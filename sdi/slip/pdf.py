"""A slip as PDF: PDF/A-2a and PDF/UA-1, tagged, with embedded fonts, the same bytes for the same document."""

from __future__ import annotations

import dataclasses
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
import segno
import typst
from fontTools.ttLib import TTFont

from sdi.slip.model import Signature, Slip
from sdi.slip.presentation import page_of
from sdi.slip.words import word

_HERE = Path(__file__).parent
_FONTS = _HERE / "fonts"
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def pdf_of(slip: Slip, signature: Signature | None = None) -> bytes:
    """The PDF.

    Args:
        slip: The document, of which everything on the paper comes.
        signature: Of an issued slip.
    """
    made = slip.issue.issued_at if slip.issue else slip.clock.published
    page = dataclasses.asdict(page_of(slip, signature, qr_svg(slip)))
    page["page_word"] = word("page", slip.language, "labels")
    found = typst.compile(
        input=(_HERE / "slip.typ").read_bytes(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"page": orjson.dumps(_printable(page)).decode()},
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=int(datetime.fromisoformat(made).astimezone(UTC).timestamp()),
    )
    assert isinstance(found, bytes)
    return found


def qr_svg(slip: Slip) -> str | None:
    """The address where an issued slip is verified, as a QR code."""
    if slip.issue is None:
        return None
    return str(
        segno.make(slip.issue.verify, error="m").svg_inline(omitsize=True, border=2, dark="#1C2733", light="#FFFFFF")
    )


@lru_cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_FONTS)])


@lru_cache
def _letters() -> frozenset[str]:
    """Characters that every face has: an archive format must not lack one."""
    faces = (TTFont(path, lazy=True).getBestCmap() for path in sorted(_FONTS.glob("*.ttf")))
    return frozenset(map(chr, set.intersection(*map(set, faces)))) | {"\n", "\t"}


def _printable(content: Any) -> Any:
    """Composed letters, and the sign of replacement for what the font lacks."""
    if isinstance(content, str):
        composed = unicodedata.normalize("NFC", content)
        known = _letters()
        return composed if known.issuperset(composed) else "".join(c if c in known else _REPLACEMENT for c in composed)
    if isinstance(content, dict):
        return {key: _printable(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_printable(value) for value in content]
    return content
