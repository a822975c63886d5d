"""A source profile: how one kind of delivery becomes a layer. One file in ``etl/`` is one profile."""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Attribute
from pydantic import model_validator

from sdi.model.base import Declaration, Identifier, Text

SourceGeometry = Literal["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]


class Coordinates(Declaration):
    """Coordinate columns of a table (CSV, XLSX). Vietnamese survey tables say X for the northing."""

    x: str | list[str] = Attribute(description="column(s) of the easting or longitude")
    y: str | list[str] = Attribute(description="column(s) of the northing or latitude")


class Reader(Declaration):
    """How the files are opened."""

    driver: str | None = Attribute(None, description="GDAL driver short name, or CSV, XLSX, EsriJSON")
    layer: str | list[str] | None = Attribute(
        None, description="layer(s), sheet(s) or feature class(es); * as wildcard"
    )
    open_options: dict[str, str] = {}
    coordinates: Coordinates | None = None
    header_row: int = Attribute(1, ge=1, description="row of an XLSX or CSV that holds the column names")
    delimiter: str | None = None


class CrsRule(Declaration):
    """What the sender says of the coordinates, and how the gate judges it."""

    declared: str | None = Attribute(None, description="e.g. EPSG:9216; absent: what the file says")
    trust_file: bool = Attribute(True, description="take the file's own CRS when it names one")
    datum_operation: str | None = Attribute(
        None, description="EPSG operation to the provincial datum; absent: the project's"
    )
    full_coverage: bool = Attribute(False, description="claims to cover its communes completely")
    max_outside_pct: float | None = Attribute(
        None, description="share of area outside the declared communes that blocks; absent: the project's"
    )


class Mapping(Declaration):
    """Where the value of one field comes from.

    Steps are applied in this order: ``from``/``constant``/``constant_from``, ``pattern``,
    ``lookup``, ``factor``, ``default``. Column names are matched without case, accents and
    punctuation.
    """

    source: str | list[str] | None = Attribute(None, alias="from", description="column, or aliases of it")
    constant: str | int | float | bool | None = None
    constant_from: Literal["filename", "source_layer", "commune", "delivery"] | None = None
    pattern: str | None = Attribute(None, description="regular expression; group 1 is the value")
    lookup: Identifier | None = Attribute(None, description="table etl/lookups/<name>.csv: match,value")
    factor: float | None = Attribute(None, description="e.g. 0.001 for mm to m")
    date_format: str | None = Attribute(None, description="strptime format; absent: day first, or ISO")
    decimal: Literal[",", "."] | None = Attribute(None, description="absent: by evidence in the column")
    default: str | int | float | bool | None = None
    on_unknown: Literal["quarantine", "warn", "null"] | None = Attribute(
        None, description="overrides the layer's on_unknown for this source"
    )


class Select(Declaration):
    """Which features of the source a target takes, by a column's value (wildcards, any case)."""

    column: str
    include: list[str] = []
    exclude: list[str] = []


class MadeKey(Declaration):
    """A key for deliveries that have none: a digest of fields and geometry."""

    field: Identifier = Attribute(description="the key field that it fills")
    made_from: list[str] = Attribute(min_length=1, description="field names, or 'geometry'")


class GateOverride(Declaration):
    """Gates of the layer that this source is known to miss, with the reason."""

    max_quarantined_pct: float | None = Attribute(None, ge=0, le=100)
    max_duplicate_key_pct: float | None = Attribute(None, ge=0, le=100)
    max_removed_pct: float | None = Attribute(None, ge=0, le=100)
    max_area_loss_pct: float | None = Attribute(None, ge=0, le=100)
    reason: Text


class Target(Declaration):
    """One layer that this source fills."""

    geometry: list[SourceGeometry] = []
    select: list[Select] = []
    fields: dict[Identifier, Mapping | str | list[str]] = {}
    make_key: MadeKey | None = None
    gates: GateOverride | None = None


class Privacy(Declaration):
    """What the profile says of a column that looks personal."""

    personal: bool
    reason: Text | None = None

    @model_validator(mode="after")
    def _reasoned(self) -> Privacy:
        if not self.personal and self.reason is None:
            raise ValueError("personal: false needs a reason")
        return self


class SourceProfile(Declaration):
    """How one kind of delivery is read and mapped. ``fields`` serve all targets."""

    id: str = Attribute("", description="the file's name without .yml; not written in the file")
    title: Text
    match: list[str] = Attribute([], description="file name patterns this profile is chosen by")
    scope: str = Attribute("all", description="what a delivery replaces: all, or a field's value")
    reader: Reader = Reader()
    crs: CrsRule = CrsRule()
    text: str = Attribute("auto", description="auto, or an encoding of sdi.text")
    communes: list[str] = Attribute([], description="commune codes that this delivery belongs to")
    commune_from: Literal["argument", "filename", "field"] | None = None
    fields: dict[Identifier, Mapping | str | list[str]] = {}
    targets: dict[Identifier, Target] = Attribute(min_length=1)
    privacy: dict[str, Privacy] = {}
    ignore: list[str] = Attribute([], description="columns that are known and not published")

    def mapping_of(self, target: str) -> dict[str, Mapping]:
        """Field mappings of one target: the shared ones, overridden by the target's own."""
        merged = {**self.fields, **self.targets[target].fields}
        return {name: as_mapping(value) for name, value in merged.items()}


def as_mapping(value: Mapping | str | list[str]) -> Mapping:
    """The long form of a field mapping; a plain string or list names the source column."""
    return value if isinstance(value, Mapping) else Mapping(**{"from": value})
