"""What a notebook is told by whoever it asks, be it the service or the database: the same either way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import shapely

Json = dict[str, Any]
Box = tuple[float, float, float, float]
"""West, south, east, north in metres of the provincial CRS."""

DECIMALS = 4
"""Of coordinates in metres: 0.1 mm, as the service writes them. The database knows more, and nobody measures it."""

Kind = Literal["text", "integer", "number", "boolean", "date"]


@dataclass(frozen=True)
class Layer:
    """A published layer.

    Attributes:
        release: Its number; it changes with every publication of the layer.
        published_at: ISO 8601 with zone.
    """

    id: str
    title: str
    features: int
    release: int
    published_at: str


@dataclass(frozen=True)
class Field:
    """A column of a layer; ``codes`` names the code list of its values."""

    name: str
    kind: Kind
    title: str
    unit: str | None = None
    codes: str | None = None


@dataclass(frozen=True)
class Code:
    """What a code means, and its colour where it has one."""

    code: str
    title: str
    color: str | None = None


@dataclass(frozen=True)
class Rows:
    """Features of one release.

    Attributes:
        ids: Stable ids, in the order of the service.
        values: For each feature its values, in the order of the fields; days as ``YYYY-MM-DD``.
        shapes: Geometries in the provincial CRS; None of a layer without geometry.
    """

    release: int
    ids: Sequence[str]
    values: Sequence[Sequence[Any]]
    shapes: Sequence[shapely.Geometry | None] | None


@dataclass(frozen=True)
class Laid:
    """What lies on a parcel or a polygon: ``rows`` have ``layer``, the columns of an overlay, and ``geometry``."""

    area_m2: float
    release: int
    rows: Sequence[Json]


Tell = Callable[[int, int | None], None]
"""Hears how many features there are already, and how many there will be if that is known."""


class Source(Protocol):
    """Whoever is asked: :class:`sdi.notebook.api.Service` or :class:`sdi.notebook.database.Database`."""

    address: str
    """For people; without a password."""
    title: str

    @property
    def crs(self) -> int:
        """EPSG code of the provincial CRS."""

    def layers(self) -> Sequence[Layer]:
        """All layers that whoever asks may see."""

    def title_of(self, layer: str) -> str:
        """What people call a layer."""

    def fields(self, layer: str) -> Sequence[Field]:
        """Columns of a layer."""

    def has_geometry(self, layer: str) -> bool:
        """Whether its features have a geometry of their own."""

    def codes(self, name: str) -> Sequence[Code]:
        """A code list, in the order of a legend."""

    def rows(self, layer: str, box: Box | None, where: str | None, tell: Tell) -> Rows:
        """Features of the current release that meet a box and a CQL2 filter."""

    def releases(self, layer: str) -> Sequence[Json]:
        """Releases that can still be told apart, newest first: ``release``, ``published_at``, ``features``."""

    def lay(self, subject: str | shapely.Geometry, layers: Sequence[str] | None, geometry: bool) -> Laid:
        """What lies on a parcel (its id) or on a polygon in the provincial CRS."""

    def slip(self, parcel: str) -> Json:
        """The planning slip of a parcel."""

    def legend(self, style: str) -> Sequence[Json]:
        """The legend of a style, layer by layer from above to below, as :mod:`sdi.styles.legend` writes it."""

    def background(self, style: str) -> str | None:
        """Colour behind a map."""

    def close(self) -> None:
        """Let go of connections."""
