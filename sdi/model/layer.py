"""A layer: what we publish. One file in ``layers/`` is one :class:`Layer`.

Everything that people see of it (table, views, collection, queryables, style, catalogue record)
is derived from this declaration and from the layer's current release.
"""

from __future__ import annotations

import string
from collections.abc import Collection
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field as Attribute
from pydantic import model_validator

from sdi.model.base import Audience, Declaration, Identifier, Text
from sdi.model.raster import PIXEL_FIELDS, Raster

Geometry = Literal["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "Geometry"]
"""Geometry types; ``Geometry`` (any of them) is for tables of overlays alone."""

Severity = Literal["info", "warning", "error", "block"]

RESERVED = frozenset(
    {
        "gid",
        "feature_id",
        "audience",
        "r0",
        "r1",
        "scope",
        "run_id",
        "digest",
        "source_digest",
        "geom",
        "source_layer",
        "feature_no",
    }
)
"""Column names of the engine; a declared field may not take one."""

TAKEN = frozenset({"catalogue"})
"""Names of collections of the engine; no layer may have one."""

OVERLAY_COLUMNS = {
    "layer": "text", "kind": "code", "feature_id": "text", "plan_id": "text", "decision_no": "text",
    "area_m2": "number", "share_pct": "number", "length_m": "number", "count": "integer", "distance_m": "number",
}  # fmt: skip
"""Fields that a table of overlays has beside the id of its base feature, with their types."""


class FieldType(StrEnum):
    """Types of a field; a ``code`` is a text out of a code list."""

    TEXT = "text"
    CODE = "code"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"


class Field(Declaration):
    """A published attribute, or a personal one that stays in staging."""

    type: FieldType
    title: Text
    description: Text | None = None
    unit: str | None = Attribute(None, description="UCUM code of the unit, e.g. m, m2, %, W")
    codes: Identifier | None = Attribute(None, description="code list: layers/codes/<name>.csv")
    compound: bool = Attribute(False, description="several codes joined by +, e.g. ODT+CLN")
    on_unknown: Literal["quarantine", "warn", "null"] = Attribute(
        "quarantine", description="a value that is not in the code list"
    )
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    max_length: int | None = Attribute(None, ge=1)
    pattern: str | None = None
    derive: Literal["id", "area", "length", "commune"] | None = Attribute(
        None, description="computed by the engine: the feature id, planar m² or m, the commune that holds it"
    )
    personal: bool = Attribute(False, description="never leaves staging")
    visibility: Audience = Audience.PUBLIC
    role: Literal["title", "valid_from", "valid_to", "decision", "plan", "status"] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Field:
        if (self.type is FieldType.CODE) != (self.codes is not None):
            raise ValueError("'codes' goes with type: code, and type: code needs 'codes'")
        if self.personal and (self.required or self.derive):
            raise ValueError("a personal field can be neither required nor derived")
        return self


class Restrict(Declaration):
    """Rows that only a higher audience may see, e.g. defence land."""

    where: str = Attribute(description="CQL2 text over declared fields")
    visibility: Audience


class Repair(Declaration):
    """How far the engine may go in mending geometry before it quarantines the feature."""

    method: Literal["structure", "linework"] = "structure"
    max_area_change_pct: float = Attribute(1.0, ge=0, le=100)
    islands_to_parts: bool = Attribute(
        True, description="CAD islands exported as holes outside their shell become parts"
    )


class RowCheck(Declaration):
    """A condition that every row should meet; rows that do not are reported under ``rule``."""

    rule: str
    where: str = Attribute(description="CQL2 text that a good row satisfies")
    severity: Severity = "warning"
    message: Text


class Reference(Declaration):
    """A field whose values must be keys of another layer, e.g. a pole's cabinet."""

    field: Identifier
    layer: Identifier
    to: Identifier
    severity: Severity = "warning"


class Topology(Declaration):
    """A rule over the whole layer; which rules exist is told by ``sdi/quality/rules.yml``."""

    rule: str
    severity: Severity = "warning"
    tolerance_m: float | None = None
    min_area_m2: float | None = None


class Gates(Declaration):
    """How much may be wrong before nothing is published. A profile can override single values."""

    max_quarantined_pct: float = Attribute(5.0, ge=0, le=100)
    max_duplicate_key_pct: float = Attribute(1.0, ge=0, le=100)
    max_removed_pct: float = Attribute(50.0, ge=0, le=100)
    max_area_loss_pct: float = Attribute(5.0, ge=0, le=100)


class Quality(Declaration):
    """Quality rules of a layer."""

    repair: Repair = Repair()
    checks: list[RowCheck] = []
    references: list[Reference] = []
    topology: list[Topology] = []
    gates: Gates = Gates()


class Overlay(Declaration):
    """What this layer is laid over. ``accuracy_m`` of both layers decides what a sliver is."""

    against: list[Identifier]
    min_area_m2: float = Attribute(0.1, ge=0)
    min_width_m: float = Attribute(0.05, ge=0)
    nearest_m: float | None = Attribute(None, gt=0, description="search radius of the nearest feature")


class Tiles(Declaration):
    """Vector tiles of the layer."""

    minzoom: int = Attribute(10, ge=0, le=24)
    maxzoom: int = Attribute(16, ge=0, le=24)
    fields: list[Identifier] = []


class Counting(Declaration):
    """How the features that match a question are counted."""

    exact_up_to: int = Attribute(
        10_000,
        ge=0,
        description="of more matches answers say only that there are more, where counting would take its own reading",
    )


class Numbered(Declaration):
    """How the features of a cadastral layer are numbered; the three together are its natural key."""

    commune: Identifier = Attribute(description="field with the code of the commune")
    sheet: Identifier
    number: Identifier


class Search(Declaration):
    """How the layer's features are found in the search box of the portal.

    What is searched is seen by everybody who sees the layer, and is never personal.
    """

    kind: Identifier = Attribute(description="what answers call a feature, e.g. street")
    names: list[Identifier] = Attribute([], description="fields found by words, also misspelled ones")
    numbers: list[Identifier] = Attribute([], description="fields found by what they begin with, e.g. of a decision")
    beside: list[Identifier] = Attribute([], description="fields that tell answers apart, in this order")
    together: bool = Attribute(False, description="neighbours with the same name are one answer, as parts of a street")
    parcel: Numbered | None = Attribute(None, description="found by commune, sheet and number")

    @model_validator(mode="after")
    def _consistent(self) -> Search:
        if (self.parcel is None) == (not self.names and not self.numbers):
            raise ValueError("either 'parcel', or 'names' and 'numbers'")
        return self

    @property
    def fields(self) -> list[str]:
        """All that is searched by words, names first."""
        return [*self.names, *self.numbers]


class Style(Declaration):
    """The hint from which all styles are generated; the hand-made part lies in ``styles/``."""

    by: Identifier | None = Attribute(None, description="code field whose list carries the colours")
    color: Annotated[str, Attribute(pattern=r"^#[0-9A-Fa-f]{6}$")] | None = None
    width: float | None = Attribute(None, gt=0, description="line width or point size in pixels")
    label: Identifier | None = None
    order: int = Attribute(50, description="drawing order, low is below")


class Layer(Declaration):
    """One published layer.

    ``key`` is the natural key; its values, put into ``id_format``, are the stable feature id.
    Areas and lengths are planar in the provincial CRS, in m² and m.

    With ``overlays_of`` it is a table of overlays: its rows are computed at every publication and say what lies on
    each feature of the base layer. Its first field is the base feature's id; the others are
    :data:`OVERLAY_COLUMNS`; a row is identified by its ``gid``.

    With ``raster`` its features are the sheets of a raster (:mod:`sdi.model.raster`); the fields
    :data:`~sdi.model.raster.PIXEL_FIELDS` come by themselves.
    """

    id: Identifier
    title: Text
    abstract: Text | None = None
    group: Literal["base", "urban"]
    theme: Identifier
    owner: Identifier = Attribute(description="a contact of catalog/contacts.yml")
    visibility: Audience = Audience.PUBLIC
    geometry: Geometry
    kind: Literal["coverage", "features", "network"] = "features"
    accuracy_m: float = Attribute(0.5, gt=0)
    restrict: list[Restrict] = []
    key: list[Identifier] = Attribute(min_length=1)
    id_format: str | None = Attribute(None, description="e.g. '{commune_code}-{map_sheet}-{parcel_number}'")
    fields: dict[Identifier, Field]
    quality: Quality = Quality()
    overlay: Overlay | None = None
    overlays_of: Identifier | None = Attribute(None, description="this is the table of what lies on that layer")
    raster: Raster | None = Attribute(None, description="the features are sheets of a raster")
    indexes: list[Annotated[list[Identifier], Attribute(min_length=1)]] = Attribute(
        [], description="lists of fields that are often asked by; answers can be sorted by the first of each"
    )
    search: Search | None = None
    count: Counting = Counting()
    tiles: Tiles = Tiles()
    style: Style = Style()

    @model_validator(mode="before")
    @classmethod
    def _with_pixel_fields(cls, content: Any) -> Any:
        if isinstance(content, dict) and content.get("raster") and isinstance(content.get("fields"), dict):
            return content | {"fields": content["fields"] | PIXEL_FIELDS}
        return content

    @model_validator(mode="after")
    def _consistent(self) -> Layer:
        if self.id in TAKEN:
            raise ValueError(f"id: '{self.id}' belongs to the engine")
        if (self.geometry == "Geometry") != (self.overlays_of is not None):
            raise ValueError("geometry: Geometry goes with overlays_of, and overlays_of with geometry: Geometry")
        if self.overlays_of is not None:
            self._check_overlays()
        if self.raster is not None:
            self._check_raster(self.raster)
        taken = RESERVED & self.fields.keys() if self.overlays_of is None else set()
        if taken:
            raise ValueError(f"field names {sorted(taken)} belong to the engine")
        mentioned = {"key": self.key, "tiles": self.tiles.fields}
        mentioned["indexes"] = [name for names in self.indexes for name in names]
        mentioned["style"] = [name for name in (self.style.by, self.style.label) if name]
        mentioned["quality"] = [reference.field for reference in self.quality.references]
        mentioned["id_format"] = [name for _, name, _, _ in string.Formatter().parse(self.id_template) if name]
        for place, names in mentioned.items():
            unknown = [name for name in names if name not in self.fields]
            if unknown:
                raise ValueError(f"{place}: {unknown} are not fields of this layer")
        for name in mentioned["indexes"]:
            if self.fields[name].personal:
                raise ValueError(f"indexes: '{name}' is personal")
        if self.search is not None:
            self._check_search(self.search)
        for name in self.key:
            field = self.fields[name]
            if field.personal or (field.derive and field.derive != "commune"):
                raise ValueError(f"key: '{name}' is personal or derived")
        if self.style.by and self.fields[self.style.by].type is not FieldType.CODE:
            raise ValueError(f"style.by: '{self.style.by}' has no code list")
        return self

    def _check_search(self, search: Search) -> None:
        numbered = search.parcel.model_dump().values() if search.parcel else ()
        for name in [*search.fields, *search.beside, *numbered]:
            field = self.fields.get(name)
            if field is None or field.personal or not self.visibility.sees(field.visibility):
                raise ValueError(f"search: '{name}' is no field that everybody sees who sees the layer")
        for name in search.fields:
            if self.fields[name].type is not FieldType.TEXT:
                raise ValueError(f"search: '{name}' is no text")
        if self.overlays_of or (search.parcel and list(numbered) != self.key):
            raise ValueError("search.parcel names the fields of the key in order; overlays are not searched")

    def _check_overlays(self) -> None:
        base_id, *others = self.fields
        types = {name: self.fields[name].type.value for name in others}
        if types != OVERLAY_COLUMNS or self.key[0] != base_id or self.overlay or self.restrict or self.indexes:
            raise ValueError(f"a table of overlays has the base feature's id and {sorted(OVERLAY_COLUMNS)}, no more")

    def _check_raster(self, raster: Raster) -> None:
        if self.geometry != "Polygon" or self.overlay or self.overlays_of or raster.sheet not in self.key:
            raise ValueError("raster: geometry is Polygon, 'sheet' is one of the key, and it is laid over nothing")
        if any(self.fields[name].visibility is not Audience.PUBLIC for name in PIXEL_FIELDS):
            raise ValueError(f"fields: {sorted(PIXEL_FIELDS)} belong to the engine")

    @property
    def base_id(self) -> str:
        """Of a table of overlays: the field with the id of the base feature."""
        return next(iter(self.fields))

    @property
    def id_column(self) -> str:
        """Column of the views that identifies a feature to the outside."""
        return "gid" if self.overlays_of else "feature_id"

    @property
    def id_template(self) -> str:
        """Format of the stable feature id; the key's values joined by '-' when none is declared."""
        return self.id_format or "-".join(f"{{{name}}}" for name in self.key)

    @property
    def published_fields(self) -> dict[str, Field]:
        """Fields with a column in ``data``: all but the personal ones."""
        return {name: field for name, field in self.fields.items() if not field.personal}

    def fields_for(self, audience: Audience) -> dict[str, Field]:
        """Fields that ``audience`` may see, in declared order."""
        return {name: field for name, field in self.published_fields.items() if audience.sees(field.visibility)}

    def sortable(self, fields: Collection[str]) -> list[str]:
        """Those of the fields by which answers can be sorted: an index begins with them."""
        return [name for name in dict.fromkeys(names[0] for names in self.indexes) if name in fields]

    @property
    def tile_fields(self) -> list[str]:
        """Fields that tiles carry: the declared ones, and those that the style needs."""
        needed = [name for name in (self.style.by, self.style.label) if name]
        return list(dict.fromkeys((*self.tiles.fields, *needed)))

    def field_of(self, role: str, audience: Audience) -> str | None:
        """Name of the field with a role, if the layer has one and ``audience`` may see it."""
        return next((name for name, field in self.fields_for(audience).items() if field.role == role), None)

    @property
    def dimension(self) -> int:
        """0 for points, 1 for lines, 2 for areas."""
        return {"Point": 0, "LineString": 1, "Polygon": 2}[self.geometry.removeprefix("Multi")]
