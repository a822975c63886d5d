"""What a slip is: one document, from which the page and the PDF are drawn and over which the signature goes.

Areas are planar m² and lengths metres in the provincial CRS; of coordinates X is the northing and comes first, Y the
easting, as Vietnamese surveyors write them. Areas are to 0.1 m² and shares to 0.1 %, both rounded so that the parts of
a partition add up to the whole exactly. Texts are in one language.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Scalar = str | int | float | bool | None
State = Literal["concerned", "not_concerned", "without_data"]
PartKind = Literal["single", "multiple", "none", "suppressed"]


class Part(BaseModel):
    """Base of everything in a slip."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Value(Part):
    """A field's value: ``meaning`` says in words what a code stands for; days are ISO dates of type ``date``."""

    name: str
    label: str
    type: str
    value: Scalar
    unit: str | None = None
    meaning: str | None = None


class Commune(Part):
    """The commune in which it lies."""

    code: str
    name: str


class Former(Part):
    """A parcel that lay here before: its number then, until which release, and its share of today's area."""

    id: str
    until_epoch: int
    until: str
    share_pct: float


class Corner(Part):
    """A corner: X northing, Y easting in m, and the length of the edge to the next one in m."""

    no: int
    x: float
    y: float
    edge_m: float


class Ring(Part):
    """A boundary, of ``part`` (from 1): the outer one, or a hole."""

    part: int
    role: Literal["outer", "hole"]
    corners: list[Corner]


class Crs(Part):
    """The coordinate reference system of all coordinates."""

    epsg: int
    name: str


class Subject(Part):
    """What the slip is about: a parcel, or land given by its coordinates."""

    kind: Literal["parcel", "drawn"]
    id: str | None
    title: str
    commune: Commune | None
    sheet: str | None
    number: str | None
    values: list[Value]
    former: list[Former]
    area_m2: float
    area_registered_m2: float | None
    repaired: str | None
    parts: int
    crs: Crs
    rings: list[Ring]


class Clock(Part):
    """Of when the answer is.

    Two clocks: ``as_of`` asks what was published on that day, and ``epoch`` is the state of the publications then;
    ``valid_on`` is the day by which it is judged whether a plan is in force by its own dates.
    """

    as_of: str | None
    epoch: int
    published: str
    valid_on: str


class Decision(Part):
    """By what a finding holds; what the data do not record is None. ``in_force`` is on the day ``valid_on``."""

    no: int
    number: str | None
    date: str | None
    authority: str | None
    title: str | None
    level: str | None
    status: str | None
    valid_from: str | None
    valid_to: str | None
    in_force: bool | None


class Share(Part):
    """A part of the partition, or what parts of one code make together."""

    kind: PartKind
    code: str | None = None
    label: str
    color: str | None = None
    area_m2: float
    share_pct: float


class Finding(Part):
    """A feature that lies on the subject, or is the nearest (``distance_m``).

    ``meaning`` is that of the code by which areas are added up; ``decision`` is a number of the list.
    """

    feature: str
    title: str
    meaning: str | None = None
    color: str | None = None
    values: list[Value]
    area_m2: float | None = None
    share_pct: float | None = None
    length_m: float | None = None
    count: int | None = None
    distance_m: float | None = None
    decision: int | None = None


class Overlap(Part):
    """Two features that cover the same part of the subject."""

    one: str
    one_title: str
    other: str
    other_title: str
    area_m2: float


class Group(Part):
    """The answer of a layer, or of one plan or kind within it.

    For layers of areas ``balance`` says what share of the subject belongs to what; the shares add up to 100.0. ``more``
    findings are not listed.
    """

    code: str | None
    title: str | None
    balance: list[Share]
    findings: list[Finding]
    more: int


class ReliefSheet(Part):
    """A sheet of a model of the ground; ``file`` is the SHA-256 of its pixels' file."""

    feature: str
    title: str
    file: str


class Relief(Part):
    """How the subject lies by a model of the ground: heights in m above ``reference``, slopes in per cent.

    Every cell counts by how much of the subject lies in it; ``known_pct`` is the share of which there are heights.
    Slopes are None where no cell has neighbours on all sides.
    """

    lowest_m: float
    highest_m: float
    mean_m: float
    slope_pct: float | None
    steepest_pct: float | None
    known_pct: float
    cell_m: float
    reference: str | None
    sheets: list[ReliefSheet]


class LayerAnswer(Part):
    """What a layer says, and from which release of it; ``partition`` is that of all groups together.

    ``relief`` is what a model of the ground says, and then there are no groups.
    """

    layer: str
    title: str
    office: str
    state: State
    note: str | None
    epoch: int | None
    published: str | None
    partition: list[Share]
    overlaps: list[Overlap]
    groups: list[Group]
    relief: Relief | None = None


class Theme(Part):
    """A chapter."""

    id: str
    title: str
    state: State
    note: str | None
    layers: list[LayerAnswer]


class Drawn(Part):
    """Something on the map: rings of an area, paths of a line, or points, as [easting, northing] in m."""

    code: str | None = None
    label: str | None = None
    color: str
    paths: list[list[tuple[float, float]]]


class MapLayer(Part):
    """A layer of the map, from below to above."""

    layer: str
    title: str
    shape: Literal["area", "outline", "line", "point"]
    width_mm: float
    dash: Literal["solid", "dash", "dot", "dashdot"]
    drawn: list[Drawn]


class LegendEntry(Part):
    """What a sign on the map means."""

    shape: Literal["area", "outline", "line", "point", "subject"]
    color: str
    dash: Literal["solid", "dash", "dot", "dashdot"] = "solid"
    label: str


class Map(Part):
    """A drawing to a scale: ``frame`` is min E, min N, max E, max N in m; north of the grid is up."""

    scale: int
    width_mm: float
    height_mm: float
    frame: tuple[float, float, float, float]
    grid_m: int
    layers: list[MapLayer]
    legend: list[LegendEntry]


class Law(Part):
    """A text of law."""

    number: str
    title: str
    date: str | None


class Use(Part):
    """What the slip is for, and what it is not."""

    may: list[str]
    may_not: list[str]
    remarks: list[str]


class Change(Part):
    """What is different between two states of the publications; None: it was not there."""

    place: str
    before: str | None
    after: str | None


class Comparison(Part):
    """The slip as of another day against this one."""

    as_of: str
    epoch: int
    published: str
    found: bool
    changes: list[Change]


class Issue(Part):
    """What makes a preview an issued slip; ``verify`` is the address that the QR code holds."""

    id: str
    issued_at: str
    key_id: str
    verify: str


class Slip(Part):
    """The document."""

    format: Literal["sdi-planning-slip/1"] = "sdi-planning-slip/1"
    language: Literal["vi", "en"]
    status: Literal["preview", "issued"]
    audience: Literal["public", "agency", "internal"]
    title: str
    short_title: str
    motto: list[str]
    province: str
    office: str
    subject: Subject
    clock: Clock
    themes: list[Theme]
    decisions: list[Decision]
    map: Map
    comparison: Comparison | None
    laws: list[Law]
    use: Use
    issue: Issue | None = None


class Signature(Part):
    """Ed25519 over the canonical JSON (RFC 8785) of the slip, and the SHA-256 of the same bytes."""

    algorithm: Literal["Ed25519"] = "Ed25519"
    key_id: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    value: str = Field(description="base64")


class SignedSlip(Part):
    """What issuing gives: the slip and its signature."""

    slip: Slip
    signature: Signature
