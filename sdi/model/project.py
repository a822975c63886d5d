"""A project: one province. Its directory holds settings, layers, profiles, styles and catalogue.

A directory is a project when its ``pyproject.toml`` has a ``[tool.sdi]`` table, which is the
:class:`Province`. The engine knows nothing of any province but what stands there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field as Attribute
from pydantic import field_validator, model_validator

from sdi.model.base import Declaration, Identifier, Text, TimeZone
from sdi.model.codes import CodeList
from sdi.model.layer import Layer
from sdi.model.source import SourceProfile


class Reference(Declaration):
    """Which layer says where the communes are, and which is trusted to reveal a datum shift."""

    communes: Identifier = "administrative_units"
    commune_code: Identifier = "commune_code"
    trusted: list[Identifier] = Attribute([], description="e.g. roads: rule CRS-3b compares with them")


class Retention(Declaration):
    """How long things are kept."""

    epochs_days: int = Attribute(730, ge=1)
    staging_days: int = Attribute(30, ge=0)


class TileGrid(Declaration):
    """The province's own tile matrix set ``VN2000-<crs>``: tiles of 256 pixels, each level halves the cells.

    ``origin`` is the top left corner (E, N) in the provincial CRS, ``cell_size_m`` a pixel's side at level 0.
    """

    origin: tuple[float, float]
    cell_size_m: float = Attribute(gt=0)
    levels: int = Attribute(ge=1, le=25)


class Sample(Declaration):
    """A delivery that ``sdi up`` loads into an empty database, in this order: features by a profile, or rasters."""

    layer: Identifier | None = None
    profile: str | None = Attribute(None, description="none: rasters of the layer")
    source: str
    commune: list[str] = []
    crs: str | None = Attribute(None, description="of rasters: what the sender has confirmed, e.g. EPSG:9216")
    values: dict[str, str] = Attribute({}, description="of rasters: values of fields of their sheets")


class SampleDocument(Declaration):
    """A document that comes with the sample deliveries: of which plan or decision, and how it is called."""

    source: str
    plan: str | None = None
    decision: str | None = None
    title: str
    kind: str = "decision"


class Province(Declaration):
    """The ``[tool.sdi]`` table of a project.

    ``crs`` is the EPSG code of the one CRS under which everything is stored, in metres, easting
    first; ``datum_operation`` the pinned EPSG operation between its datum and WGS 84;
    ``extent`` the accepted range (min E, min N, max E, max N) in that CRS.
    """

    name: Text
    title: Text
    code: str
    crs: int
    datum_operation: str | None = None
    extent: tuple[float, float, float, float]
    axes: list[int] = Attribute(min_length=1, description="CRSs that deliveries come in, likeliest first")
    max_outside_pct: float = 1.0
    reference: Reference = Reference()
    retention: Retention = Retention()
    tiles: TileGrid | None = None
    samples: list[Sample] = []
    sample_documents: list[SampleDocument] = []
    language: str = "vi"
    timezone: TimeZone = Attribute("Asia/Ho_Chi_Minh", description="in which days begin, and are told to people")

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.timezone)

    @field_validator("extent")
    @classmethod
    def _box(cls, value: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        if not (value[0] < value[2] and value[1] < value[3]):
            raise ValueError("extent is (min E, min N, max E, max N)")
        return value

    @model_validator(mode="after")
    def _target_is_candidate(self) -> Province:
        if self.crs not in self.axes:
            raise ValueError(f"axes must contain the provincial CRS {self.crs}")
        return self


@dataclass(frozen=True)
class Project:
    """A province's declarations, read and checked against each other.

    ``layers`` are filled by deliveries; ``overlays`` are tables of what lies on a layer, computed from them.
    """

    directory: Path
    province: Province
    layers: dict[str, Layer]
    overlays: dict[str, Layer]
    codes: dict[str, CodeList]
    profiles: dict[str, SourceProfile]
    lookups: dict[str, dict[str, str]]

    @property
    def collections(self) -> dict[str, Layer]:
        """Everything that can be published, delivered or computed."""
        return self.layers | self.overlays

    def laid_over(self, base: str) -> list[Layer]:
        """Layers that declare to be laid over ``base``, by id."""
        return [
            layer
            for _, layer in sorted(self.layers.items())
            if layer.overlay is not None and base in layer.overlay.against
        ]
