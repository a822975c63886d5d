"""What a report consists of; the same for people (HTML) and programs (JSON)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Delivery(_Part):
    """What was received; ``digest`` is SHA-256 over names and contents of all files."""

    name: str
    digest: str
    files: list[str]
    size_bytes: int
    received_at: datetime


class TextColumn(_Part):
    """How a text column was read; ``score`` from 0 to 1."""

    column: str
    encoding: str
    score: float
    decomposed: bool
    decimal: str


class Lineage(_Part):
    """How the coordinates and texts of one source layer became ours."""

    source_layer: str
    file: str | None = None
    format: str | None = None
    features: int | None = None
    communes: list[str] = []
    crs: int | None = None
    crs_name: str | None = None
    swapped: bool = False
    datum_operations: list[str] = []
    datum_operation_name: str | None = None
    accuracy_m: float | None = None
    pipeline: str | None = None
    text: list[TextColumn] = []


class Balance(_Part):
    """Read = staged + quarantined + out of scope. Areas in m², lengths in m, provincial CRS."""

    source_layer: str
    layer: str | None
    title: str
    read: int
    staged: int
    quarantined: int
    out_of_scope: int
    reasons: dict[str, int] = {}
    area_in: float = 0.0
    area_out: float = 0.0
    length_in: float = 0.0
    length_out: float = 0.0

    @property
    def balanced(self) -> bool:
        """Whether every feature is accounted for."""
        return self.read == self.staged + self.quarantined + self.out_of_scope


class Pixels(_Part):
    """The balance of a raster: read = published + nodata + implausible + outside; and what became of it.

    ``columns``, ``rows``, ``resolution_m`` and ``known_pct`` (share with a value) are of the published file.
    """

    source_layer: str
    read: int
    published: int
    nodata: int
    implausible: int
    outside: int
    columns: int
    rows: int
    resolution_m: float
    known_pct: float
    sha256: str

    @property
    def balanced(self) -> bool:
        """Whether every pixel is accounted for."""
        return self.read == self.published + self.nodata + self.implausible + self.outside


class Change(_Part):
    """Difference to what is public, inside the delivery's scope; ``None`` where it was not compared."""

    layer: str
    title: str
    scopes: list[str] | None
    added: int | None
    changed: int | None
    removed: int | None
    unchanged: int | None


class Lookup(_Part):
    """How many features found their code by name in a table, and the names that the table does not have."""

    layer: str
    title: str
    field: str
    table: str
    features: int
    mapped: int
    unknown: dict[str, int]


class Example(_Part):
    """One fault. ``feature_no`` counts from 0 in the source layer."""

    source_layer: str | None
    feature_no: int | None
    feature_id: str | None
    field: str | None
    reason: str
    before: str | None
    after: str | None
    action: str
    features: int


class RuleFaults(_Part):
    """All that was found under one rule in one layer."""

    rule: str
    title: str
    severity: Literal["info", "warning", "error", "block"]
    responsible: Literal["sender", "office", "system"]
    advice: str
    source: str
    layer: str | None
    layer_title: str | None
    features: int
    actions: dict[str, int]
    examples: list[Example]


class Thumbnail(_Part):
    """A map of one fault, SVG."""

    rule: str
    feature: str
    caption: str
    svg: str


class Report(_Part):
    """The report of one run. Times carry their zone; texts for people are Vietnamese."""

    run: int
    state: str
    verdict: str
    province: str
    crs: int
    profile: str
    profile_title: str
    arguments: dict[str, object]
    actor: str
    started_at: datetime
    finished_at: datetime | None
    delivery: Delivery
    epoch: int | None
    lineage: list[Lineage]
    columns_ignored: dict[str, list[str]]
    balance: list[Balance]
    pixels: list[Pixels] = []
    changes: list[Change]
    lookups: list[Lookup]
    faults: list[RuleFaults]
    overview: str | None
    thumbnails: list[Thumbnail]

    @property
    def read(self) -> int:
        """Features read."""
        return sum(row.read for row in self.balance)

    @property
    def staged(self) -> int:
        """Features good enough to be published."""
        return sum(row.staged for row in self.balance)

    @property
    def quarantined(self) -> int:
        """Features kept back."""
        return sum(row.quarantined for row in self.balance)

    @property
    def out_of_scope(self) -> int:
        """Features that no layer takes."""
        return sum(row.out_of_scope for row in self.balance)
