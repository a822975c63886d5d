"""What the pages beside the map tell: ``catalog/site.yml``. Where a project has none, there are no such pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field as Attribute

from sdi.model import Project, Text
from sdi.model.base import Declaration, Identifier
from sdi.model.catalog_file import read_catalog_file, require_declared, unknown_names

FILE = Path("catalog") / "site.yml"


class DecisionFields(Declaration):
    """Fields of a layer that say by which decision a feature holds, and when."""

    number: Identifier
    date: Identifier | None = None
    authority: Identifier | None = None
    valid_from: Identifier | None = None
    valid_to: Identifier | None = None


class Zones(Declaration):
    """The layer that says what a plan makes of its land; areas in m²."""

    layer: Identifier
    plan: Identifier
    by: Identifier = Attribute(description="code field of the function, whose colours the charts have")
    phase: Identifier | None = Attribute(None, description="code field; each phase has a balance of its own")
    area: Identifier
    status: Identifier | None = None
    decision: DecisionFields


class Plans(Declaration):
    """The layer of plans, and what belongs to a plan in others."""

    layer: Identifier
    id: Identifier
    name: Identifier
    level: Identifier
    status: Identifier
    in_force: list[str] = Attribute(description="codes of status that hold")
    draft: list[str] = Attribute([], description="codes of status that do not hold yet")
    decision: DecisionFields
    replaced_by: Identifier | None = None
    area: Identifier
    fields: list[Identifier] = Attribute([], description="further facts, in this order")
    overlays: Identifier = Attribute(description="table of overlays that says which parcels a plan touches")
    zones: Zones | None = None
    parts: list[Identifier] = Attribute([], description="further layers, found by their field with the role plan")
    sheets: Identifier | None = Attribute(None, description="raster layer of scanned sheets, found in the same way")


class Projects(Declaration):
    """The layer of projects. Its status is its progress."""

    layer: Identifier
    id: Identifier
    name: Identifier
    kind: Identifier | None = None
    status: Identifier
    steps: list[str] = Attribute([], description="codes of status that usually follow one another")
    ended: list[str] = Attribute([], description="codes of status after which nothing comes")
    decision: DecisionFields
    commune: Identifier | None = None
    area: Identifier
    begins: Identifier | None = Attribute(None, description="field with the year")
    ends: Identifier | None = None


class Parcels(Declaration):
    """The layer whose features are counted per commune."""

    layer: Identifier
    commune: Identifier
    area: Identifier


class Figure(Declaration):
    """A cross-table of a layer: how many features, or the sum of a field, by one field and by another."""

    id: Identifier
    title: Text
    lead: Text | None = None
    layer: Identifier
    rows: Identifier
    columns: Identifier | None = None
    sum: Identifier | None = Attribute(None, description="number that is added up; without it features are counted")


class Statistics(Declaration):
    """What is counted."""

    parcels: Parcels | None = None
    figures: list[Figure] = []


class Site(Declaration):
    """The whole of ``catalog/site.yml``."""

    plans: Plans | None = None
    projects: Projects | None = None
    statistics: Statistics = Statistics()


def read_site(project: Project) -> Site | None:
    """The declaration of a project; None where it has none.

    Raises:
        UsageError: The file is not what it should be, or names a layer or a field that is not declared.
    """
    path = project.directory / FILE
    found: Site | None = read_catalog_file(path, Site)
    if found is not None:
        require_declared(path, _unknown(found, project))
    return found


def _unknown(site: Site, project: Project) -> Iterator[str]:
    """Names that lead nowhere."""
    if plans := site.plans:
        names = [plans.id, plans.name, plans.area, plans.replaced_by, *plans.fields, *_values(plans.decision)]
        yield from unknown_names(project, plans.layer, names, coded=[plans.level, plans.status])
        if plans.overlays not in project.overlays:
            yield plans.overlays
        if zones := plans.zones:
            names = [zones.plan, zones.area, *_values(zones.decision)]
            yield from unknown_names(project, zones.layer, names, coded=[zones.by, zones.phase, zones.status])
        for part in (*plans.parts, *([plans.sheets] if plans.sheets else [])):
            yield from unknown_names(project, part, [])
            if part in project.layers and role_field(project, part, "plan") is None:
                yield f"{part} (role: plan)"
    if projects := site.projects:
        names = [
            projects.id, projects.name, projects.commune, projects.area, projects.begins, projects.ends,
            *_values(projects.decision),
        ]  # fmt: skip
        yield from unknown_names(project, projects.layer, names, coded=[projects.kind, projects.status])
    if parcels := site.statistics.parcels:
        yield from unknown_names(project, parcels.layer, [parcels.commune, parcels.area])
    for figure in site.statistics.figures:
        yield from unknown_names(project, figure.layer, [figure.rows, figure.columns, figure.sum])


def _values(fields: DecisionFields) -> list[str | None]:
    return list(fields.model_dump().values())


def role_field(project: Project, layer: str, role: str) -> str | None:
    """The field of a layer with a role; None where none has it."""
    return next((name for name, field in project.layers[layer].published_fields.items() if field.role == role), None)
