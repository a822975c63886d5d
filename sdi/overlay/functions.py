"""The overlay as SQL functions, for planners who ask from QGIS's database connection.

``<schema>.overlay(geometry)`` takes a polygon in the provincial CRS, ``<schema>.parcel_overlay(text)`` (the table's
name without its plural) the id of a base feature. They run as whoever calls them and read that audience's views
only. Rules and thresholds are the engine's; areas and lengths are not rounded.
"""

from __future__ import annotations

from pathlib import Path

from psycopg import sql

from sdi.db.connect import Connection, statement
from sdi.db.layers import SCHEMAS
from sdi.model import Audience, Layer, Project
from sdi.overlay.rules import Rule

_SQL = Path(__file__).parent / "sql"


def make_overlay_functions(connection: Connection, project: Project) -> None:
    """Make the functions of all audiences anew; who may call them is said by :func:`sdi.db.roles.sync_roles`."""
    for table in list(project.overlays.values())[:1]:
        for audience, schema in SCHEMAS.items():
            for command in _commands(project, table, audience, schema):
                connection.execute(command)


def function_name(table: Layer) -> str:
    """Name of the function that takes the id of a base feature."""
    return table.id.removesuffix("s")


def _commands(project: Project, table: Layer, audience: Audience, schema_name: str) -> list[sql.Composed]:
    assert table.overlays_of is not None
    base, schema = project.layers[table.overlays_of], sql.Identifier(schema_name)
    layers = [layer for layer in project.laid_over(base.id) if audience.sees(layer.visibility)]
    by_id = sql.Identifier(schema_name, function_name(table))
    signatures = [
        sql.SQL("{}.overlay_areas(geometry, text[], text[], text[], geometry[], float8, float8)").format(schema),
        sql.SQL("{}.overlay(geometry)").format(schema),
        sql.SQL("{}(text)").format(by_id),
    ]
    made = [sql.SQL("DROP FUNCTION IF EXISTS {}").format(signature) for signature in signatures]
    if not audience.sees(base.visibility) or not audience.sees(table.visibility):
        return made
    blocks = sql.SQL("\n").join(block for layer in layers for block in _blocks(base, layer, audience, schema))
    view = sql.Identifier(schema_name, base.id)
    made += [
        statement("function_areas", _SQL, schema=schema),
        statement("function_overlay", _SQL, schema=schema, srid=sql.Literal(project.province.crs), blocks=blocks),
        statement("function_base", _SQL, name=by_id, schema=schema, view=view, parameter=sql.Identifier(table.base_id)),
    ]
    # PostgreSQL lets everybody call a new function.
    return made + [sql.SQL("REVOKE ALL ON FUNCTION {} FROM PUBLIC").format(signature) for signature in signatures]


def _blocks(base: Layer, layer: Layer, audience: Audience, schema: sql.Identifier) -> list[sql.Composed]:
    """The statements of one layer."""
    rule = Rule.of(base, layer)
    parts: dict[str, sql.Composable] = {
        "id": sql.SQL("{}::text").format(sql.Literal(layer.id)),
        "view": sql.SQL("{}.{}").format(schema, sql.Identifier(layer.id)),
    }
    for role in ("plan", "decision"):
        name = layer.field_of(role, audience)
        parts[role] = sql.SQL("v.{}").format(sql.Identifier(name)) if name else sql.SQL("NULL::text")
    more: dict[str, sql.Composable] = {}
    if rule.dimension == 2:
        more = {"min_area": sql.Literal(rule.min_area_m2), "min_width": sql.Literal(rule.min_width_m)}
    found = [statement(f"function_block_{rule.dimension}", _SQL, **parts, **more)]
    if rule.nearest_m is not None:
        found.append(statement("function_nearest", _SQL, **parts, reach=sql.Literal(rule.nearest_m)))
    return found
