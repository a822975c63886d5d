"""What a slip tells, in which order and in which words: ``catalog/slip.yml``.

Themes, texts of law and of use, and the map are the province's to declare; the engine knows none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field as Attribute

from sdi.model import Project, Text
from sdi.model.base import Declaration, Identifier
from sdi.model.catalog_file import read_catalog_file, require_declared, unknown_names

FILE = Path("catalog") / "slip.yml"


class Subject(Declaration):
    """Which layer the slip is about, and which of its fields say what people call a feature of it."""

    layer: Identifier
    commune: Identifier = Attribute(description="field with the code of the commune")
    sheet: Identifier
    number: Identifier
    registered_area: Identifier | None = None
    title: Text = Attribute(description="{number}, {sheet} and {commune} are filled in")
    fields: list[Identifier] = Attribute([], description="further fields to print, in this order")
    same_from_pct: float = Attribute(50.0, gt=0, le=100, description="former parcels that lay here to this share")


class DecisionFields(Declaration):
    """Fields of a layer that say by which decision a feature holds. Absent ones are printed as not recorded."""

    number: Identifier
    date: Identifier | None = None
    authority: Identifier | None = None
    title: Identifier | None = None
    level: Identifier | None = None
    status: Identifier | None = None
    valid_from: Identifier | None = None
    valid_to: Identifier | None = None


class SlipLayer(Declaration):
    """How a layer appears.

    With ``split`` each value of that field is answered for itself: of zones of several plans each plan has its own
    balance that adds up to 100 %, of lines each kind its own distance.
    """

    layer: Identifier
    split: Identifier | None = None
    split_title: Identifier | None = Attribute(
        None, description="field whose value names a part; default: split itself"
    )
    only: list[str] = Attribute([], description="values of split that are shown, each also where it does not occur")
    by: Identifier | None = Attribute(None, description="code field by which areas are added up")
    fields: list[Identifier] = []
    decision: DecisionFields | None = None
    reach_m: float | None = Attribute(None, gt=0, description="within which the nearest is looked for")
    coverage: Literal["province", "commune"] = Attribute(
        "province", description="commune: where nothing of the layer lies in the commune, there are no data for it"
    )
    outside: Text | None = Attribute(None, description="what the part is called that nothing covers")
    note: Text | None = None
    near_concerns: bool = Attribute(False, description="what lies within reach concerns the parcel, even beside it")
    together: bool = Attribute(True, description="with split: whether the parts are also told together, with overlaps")
    most: int = Attribute(40, ge=1, description="findings of a part that are listed; the others are counted")


class Theme(Declaration):
    """A chapter of the slip. Without layers it says that there are no data yet, which is an answer too."""

    id: Identifier
    title: Text
    layers: list[SlipLayer] = []
    note: Text | None = None
    absent: Text | None = Attribute(None, description="what to say where there are no data")


class Law(Declaration):
    """A text on which the slip rests."""

    number: str
    title: Text
    date: str | None = None


class MapLayer(Declaration):
    """A layer on the map, from below to above."""

    layer: Identifier
    by: Identifier | None = Attribute(None, description="code field with the colours; default: the layer's style")
    only: list[str] = []
    label: Identifier | None = None
    fill: bool = True
    color: str | None = Attribute(None, pattern=r"^#[0-9A-Fa-f]{6}$")
    down_to: int | None = Attribute(None, gt=0, description="smallest scale at which it is drawn, e.g. 2000 for 1:2000")
    width_mm: float = Attribute(0.15, ge=0)
    dash: Literal["solid", "dash", "dot", "dashdot"] = "solid"


class MapSheet(Declaration):
    """The frame on paper in mm, and the scales to choose from: the largest at which the parcel fits."""

    width_mm: float = Attribute(174, gt=20)
    height_mm: float = Attribute(108, gt=20)
    scales: list[int] = Attribute(min_length=1)
    fill_share: float = Attribute(0.45, gt=0, le=1, description="of the frame that the parcel may take")
    layers: list[MapLayer] = []


class SlipDeclaration(Declaration):
    """The whole of ``catalog/slip.yml``."""

    title: Text
    short_title: Text = Attribute(description="for the foot of the pages")
    motto: list[Text] = Attribute([], description="lines beside the name of the office, as official papers have them")
    subject: Subject
    drawn_title: Text = Text(vi="Khu đất theo tọa độ", en="Land given by its coordinates")
    drawn_most_ha: float = Attribute(1000, gt=0, description="largest area that a slip is made of by its coordinates")
    office: Identifier = Attribute(description="a contact of catalog/contacts.yml: who answers for the slip")
    in_force: list[str] = Attribute([], description="codes of status that hold; empty: only the dates are looked at")
    themes: list[Theme] = Attribute(min_length=1)
    map: MapSheet
    laws: list[Law] = []
    may_be_used: list[Text] = []
    may_not_be_used: list[Text] = []
    remarks: list[Text] = []

    @property
    def layers(self) -> Iterator[SlipLayer]:
        """The layers of all themes, in order."""
        for theme in self.themes:
            yield from theme.layers


def tells_slips(project: Project) -> bool:
    """Whether a project declares slips."""
    return (project.directory / FILE).is_file()


def read_slip(project: Project) -> SlipDeclaration | None:
    """The declaration of a project; None where it has none, and then there are no slips.

    Raises:
        UsageError: The file is not what it should be, or names a layer or a field that is not declared.
    """
    path = project.directory / FILE
    found: SlipDeclaration | None = read_catalog_file(path, SlipDeclaration)
    if found is not None:
        require_declared(path, _unknown(found, project))
    return found


def _unknown(declared: SlipDeclaration, project: Project) -> Iterator[str]:
    """Names that lead nowhere."""
    subject, communes = declared.subject, project.province.reference.communes
    wanted = [subject.commune, subject.sheet, subject.number, subject.registered_area, *subject.fields]
    yield from unknown_names(project, subject.layer, wanted)
    yield from unknown_names(project, communes, [project.province.reference.commune_code])
    for entry in declared.layers:
        decision = entry.decision.model_dump().values() if entry.decision else ()
        names = [entry.split, entry.split_title, *entry.fields, *decision]
        yield from unknown_names(project, entry.layer, names, coded=[entry.by])
    for drawn in declared.map.layers:
        yield from unknown_names(project, drawn.layer, [drawn.label], coded=[drawn.by])
