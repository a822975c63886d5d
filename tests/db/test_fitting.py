"""Views are judged by what they should be; those that we make ourselves are right."""

from __future__ import annotations

from pathlib import Path

import psycopg

from sdi.db.fitting import misfit, read_views
from sdi.db.layers import SCHEMAS, sync_layers
from sdi.db.migrate import migrate
from sdi.model import Audience, read_project


def test_every_view_of_the_project_fits_its_declaration(database: str) -> None:
    project = read_project(Path(__file__).parents[2])
    migrate(database)
    with psycopg.connect(database, autocommit=True) as connection:
        sync_layers(connection, project)
        for audience in Audience:
            views = read_views(connection, SCHEMAS[audience])
            seen = [layer for layer in project.collections.values() if audience.sees(layer.visibility)]
            assert any(layer.overlays_of for layer in seen)
            faults = {layer.id: misfit(layer, audience, project.province.crs, views) for layer in seen}
            assert not {name: fault for name, fault in faults.items() if fault}
