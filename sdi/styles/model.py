"""The neutral description of how a layer is drawn; every format is written from it and from nothing else.

Sizes are pixels of 0.28 mm (OGC 05-077r4, 11.2), angles degrees counter-clockwise from east, scales denominators. The
declarations in ``styles/`` consist of the same parts (:mod:`sdi.styles.sheets`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field as Attribute

from sdi.model import Text
from sdi.model.base import Declaration, Identifier

PIXEL_MM = 0.28
"""Side of a pixel by OGC."""

SCALE_OF_ZOOM_0 = 559_082_264.028_717_8
"""Denominator of WebMercatorQuad's level 0 at the equator; each level halves it."""

Color = Annotated[str, Attribute(pattern=r"^#[0-9A-Fa-f]{6}$")]
Share = Annotated[float, Attribute(ge=0, le=1)]
Shape = Literal["circle", "square", "diamond", "triangle", "star", "cross"]


class Stroke(Declaration):
    """A line."""

    color: Color
    width: float = Attribute(gt=0)
    opacity: Share = 1.0
    dash: list[float] = Attribute([], description="lengths of line and gap in turn")
    far: Share = Attribute(1.0, description="share of the width that is left where the layer begins to show")


class Casing(Declaration):
    """The edge of a line, seen on both sides of it."""

    color: Color
    edge: float = Attribute(1.0, gt=0, description="width on each side")


class Hatch(Declaration):
    """Parallel lines over an area."""

    color: Color
    width: float = Attribute(1.0, gt=0)
    spacing: float = Attribute(8.0, gt=1)
    angle: Literal[0, 45, 90, 135] = 45


class Fill(Declaration):
    """The inside of an area."""

    color: Color
    opacity: Share = 1.0


class Marker(Declaration):
    """The sign of a point; ``size`` is its diameter, the outline's width is included."""

    shape: Shape = "circle"
    color: Color
    size: float = Attribute(gt=1)
    outline: Color = "#FFFFFF"
    outline_width: float = Attribute(1.0, ge=0)
    far: Share = Attribute(1.0, description="share of the size that is left where the layer begins to show")


class Symbol(Declaration):
    """What is drawn, from below to above: fill, hatch, casing, stroke, marker."""

    fill: Fill | None = None
    hatch: Hatch | None = None
    casing: Casing | None = None
    stroke: Stroke | None = None
    marker: Marker | None = None

    @property
    def below(self) -> Stroke | None:
        """The casing as the line that is drawn below the stroke."""
        if self.casing is None or self.stroke is None:
            return None
        width = self.stroke.width + 2 * self.casing.edge
        return Stroke(color=self.casing.color, width=width, far=self.stroke.far)


class Label(Declaration):
    """The text at a feature; it stands along lines and within areas."""

    field: Identifier
    size: float = Attribute(11.0, gt=4)
    color: Color = "#2B2B2B"
    halo: Color = "#FFFFFF"
    halo_width: float = Attribute(1.4, ge=0)
    weight: Literal["regular", "bold", "italic"] = "regular"
    spacing: float = Attribute(0.0, description="between letters, in ems")
    from_zoom: int | None = Attribute(None, description="level of WebMercatorQuad from which on there is room for it")
    codes: list[str] = Attribute([], description="only features of these rules; empty: all")
    longest: int | None = Attribute(None, ge=1, description="longer texts are keys of machines, not written on a map")


@dataclass(frozen=True)
class Rule:
    """Features of some codes and what they look like; without codes, all that no other rule takes."""

    codes: tuple[str, ...]
    title: Text
    symbol: Symbol
    from_zoom: int


@dataclass(frozen=True)
class LayerStyle:
    """How one layer is drawn.

    Attributes:
        layer: Its id.
        title: For people.
        dimension: 0 for points, 1 for lines, 2 for areas.
        by: Field whose code decides on the rule; None where there is one rule.
        compound: The field may hold several codes joined by "+"; the first decides.
        rules: In the order of the legend; the last may be the one without codes.
        label: The text at a feature, if there is one.
        zooms: Levels of WebMercatorQuad at which there are tiles, first and last; before the first it is not drawn.
        order: Of drawing, low is below.
    """

    layer: str
    title: Text
    dimension: int
    by: str | None
    compound: bool
    rules: tuple[Rule, ...]
    label: Label | None
    zooms: tuple[int, int]
    order: int

    @property
    def fields(self) -> tuple[str, ...]:
        """Fields that must be known of a feature to draw it."""
        return tuple(dict.fromkeys(name for name in (self.by, self.label and self.label.field) if name))

    @property
    def rest(self) -> Rule | None:
        """The rule without codes."""
        return next((rule for rule in self.rules if not rule.codes), None)

    @property
    def reach(self) -> float:
        """How far the largest sign of a point reaches from its middle."""
        return max((rule.symbol.marker.size for rule in self.rules if rule.symbol.marker), default=0.0) / 2


@dataclass(frozen=True)
class Relief:
    """Light and shade of a layer of rasters, above so many of the map's layers."""

    layer: str
    after: int
    opacity: float


@dataclass(frozen=True)
class MapStyle:
    """A map of several layers, from below to above, on a background."""

    id: str
    title: Text
    abstract: Text | None
    background: str | None
    layers: tuple[LayerStyle, ...]
    relief: Relief | None = None


def denominator(zoom: float) -> int:
    """Denominator of the scale at which a level begins to show, to two digits as people write scales.

    A level is shown from half a level before its own scale on.
    """
    exact = SCALE_OF_ZOOM_0 / 2 ** (zoom - 0.5)
    step = 10 ** (len(str(int(exact))) - 2)
    return round(exact / step) * step
