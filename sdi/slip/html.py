"""A slip as HTML: an article that stands on any page, without scripts and without inline styles."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sdi.slip.model import LegendEntry, Signature, Slip
from sdi.slip.pdf import qr_svg
from sdi.slip.presentation import page_of
from sdi.slip.svg import swatch_svg


def html_of(slip: Slip, signature: Signature | None = None) -> Markup:
    """The article."""
    page = page_of(slip, signature, qr_svg(slip))
    return Markup(_environment().get_template("slip.html").render(page=page))


@lru_cache
def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["swatch"] = _swatch
    return found


@lru_cache(256)
def _swatch(color: str) -> Markup:
    return Markup(swatch_svg(LegendEntry(shape="area", color=color, label="")))
