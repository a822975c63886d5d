"""States of layers published as they are, without a delivery: features are put into staging by hand."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

import shapely
from intake_kit.candidates import compared, held_run, staged
from intake_kit.desk import Desk
from psycopg import sql

from sdi.db.names import stage_table

PROFILES = {
    "parcels": "parcels.shapefile",
    "planning_zones": "planning.attributed_geojson",
    "roads": "roads.gpkg",
    "street_lights": "street_lights.xlsx",
    "power_lines": "power_lines.gml",
}
"""Layers that can be published so, and a profile of each."""

Values = dict[str, Any]
World = dict[str, Values]
"""Feature id → values of its columns, ``geom`` among them."""


def stage(desk: Desk, layer: str, world: World) -> int:
    """A held run that replaces a whole layer; returns its number."""
    run = held_run(desk, PROFILES[layer])
    with staged(desk, run, layer, None, len(world)):
        for number, (name, values) in enumerate(world.items()):
            row = {"source_layer": "x", "feature_no": number, "feature_id": name, "scope": "*"} | values
            row["geom"] = shapely.to_wkb(shapely.set_srid(values["geom"], 5898), include_srid=True)
            row["digest"] = uuid.UUID(hashlib.md5(repr([name, sorted(values.items())]).encode()).hexdigest())
            desk.connection.execute(
                sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
                    stage_table(run, layer),
                    sql.SQL(", ").join(map(sql.Identifier, row)),
                    sql.SQL(", ").join(sql.SQL("%s::geometry") if k == "geom" else sql.SQL("%s") for k in row),
                ),
                list(row.values()),
            )
    compared(desk, run)
    return run


def publish(desk: Desk, worlds: Mapping[str, World]) -> bool:
    """Publish new states of some layers together; tells whether anything was different."""
    done = desk.publish(*[stage(desk, layer, world) for layer, world in worlds.items()])
    return done.state == "published"
