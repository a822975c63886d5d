"""Further bases for the overlays of real data: the department's drawings meet communes and projects.

Parcels are there of Di Lăng alone, which none of the drawings reaches.
"""

from __future__ import annotations

from dataclasses import replace

from sdi.model import Layer, Project

BASES = ("parcels", "planning_projects", "administrative_units")


def with_bases(project: Project) -> Project:
    """The project with a table of overlays for each base, and drawings and projects laid over all of them."""
    parcels = project.overlays["parcel_overlays"]
    tables = {table.id: table for table in (_table(parcels, project.layers[base]) for base in BASES[1:])}
    layers = dict(project.layers)
    for name in ("planning_zones", "planning_lines", "planning_projects", "flood_zones"):
        declared = layers[name].overlay
        assert declared is not None
        bases = [base for base in BASES if base != name]
        layers[name] = layers[name].model_copy(update={"overlay": declared.model_copy(update={"against": bases})})
    return replace(project, layers=layers, overlays=project.overlays | tables)


def _table(parcels: Layer, base: Layer) -> Layer:
    """The declaration of ``parcel_overlays`` for another base."""
    (_, first), *others = parcels.fields.items()
    base_id = f"{base.id}_id"
    fields = {base_id: first, **dict(others)}
    changes = {
        "id": f"{base.id}_overlays",
        "overlays_of": base.id,
        "fields": fields,
        "key": [base_id, *parcels.key[1:]],
    }
    return Layer.model_validate(parcels.model_dump() | changes)
