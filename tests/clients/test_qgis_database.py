"""QGIS opens the database with each role: every view of its own, rightly typed, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from psycopg import sql

from clients.installation import Installation
from sdi.db.layers import SCHEMAS
from sdi.model import Audience, FieldType

pytestmark = pytest.mark.clients

TYPES = {
    FieldType.TEXT: "text",
    FieldType.CODE: "text",
    FieldType.INTEGER: "int8",
    FieldType.NUMBER: "float8",
    FieldType.BOOLEAN: "bool",
    FieldType.DATE: "date",
}
"""What QGIS calls the type of a column."""

COMMON = {
    "epoch": "epoch", "collections": "layer", "releases": '"layer","epoch"', "publications": "id",
    "rollbacks": "number", "slip_keys": "id", "documents": "id", "quality": '"layer","epoch"', "layer_styles": "id",
    "provenance": '"layer","epoch"', "qgis_projects": "name",
}  # fmt: skip
"""Views without a layer, and what tells their rows apart."""


@pytest.fixture(params=list(Audience), ids=lambda audience: audience.value)
def audience(request: pytest.FixtureRequest) -> Audience:
    found: Audience = request.param
    return found


def layer_of(view: str) -> str:
    return view.removesuffix("_versions")


def of_layers(views: Iterable[str]) -> set[str]:
    """The views that show features: without the common ones, and what the changes feed needs."""
    return {view for view in views if view not in COMMON and not view.endswith("_touched")}


def open_tables(installation: Installation, audience: Audience, tables: list[tuple[str, str, str, str]]) -> Any:
    return installation.qgis("database_layers", login=installation.login(audience), tables=tables)


def test_the_browser_offers_typed_layers_with_gid_as_their_key(installation: Installation, audience: Audience) -> None:
    schema, project = SCHEMAS[audience], installation.desk.project
    offered = installation.qgis("database_tables", login=installation.login(audience), schema=schema)
    assert set(offered) == set(installation.counts(schema))
    crs = f"EPSG:{project.province.crs}"
    for view in of_layers(offered):
        layer, entry = project.collections[layer_of(view)], offered[view]
        assert entry["keys"][0] == "gid", view  # what QGIS takes when nobody chooses
        kinds = [[layer.geometry, crs]] if layer.overlays_of is None else []  # geometry is made when asked for
        assert (entry["geometry_column"], entry["kinds"]) == ("geom", kinds), view
        assert entry["comment"] == layer.title.vi


def test_every_view_opens_and_is_whole(installation: Installation, audience: Audience) -> None:
    schema, project = SCHEMAS[audience], installation.desk.project
    counts = installation.counts(schema)
    current = [view for view in counts if view in project.collections]
    histories = [view for view in counts if view.endswith("_versions")]
    touched = [view for view in counts if view.endswith("_touched")]
    assert {*current, *histories, *touched, *COMMON} == set(counts)
    shape = {view: "" if project.collections[layer_of(view)].overlays_of else "geom" for view in current + histories}
    opened = open_tables(
        installation,
        audience,
        [
            *[(schema, view, shape[view], "gid") for view in current],
            *[(schema, view, shape[view], '"gid","r0"') for view in histories],
            *[(schema, view, "", '"feature_id","epoch"') for view in touched],
            *[(schema, view, "", key) for view, key in COMMON.items()],
        ],
    )
    for view, rows in counts.items():
        layer = opened[f"{schema}.{view}"]
        assert layer["valid"], view
        assert layer["count"] == len(layer["features"]) == rows, view
        if view in of_layers(counts):
            declared = project.collections[layer_of(view)]
            fields = declared.fields_for(audience)
            place = (declared.geometry, f"EPSG:{project.province.crs}") if shape[view] else ("NoGeometry", "")
            assert (layer["kind"], layer["crs"]) == place, view
            assert layer["key"] == (["gid"] if view in current else ["gid", "r0"])
            types = TYPES | ({FieldType.INTEGER: "int4"} if declared.overlays_of else {})  # counts are small
            assert {name: layer["fields"][name] for name in fields} == {n: types[f.type] for n, f in fields.items()}
            assert {name: layer["comments"][name] for name in fields} == {n: f.title.vi for n, f in fields.items()}
            places = [list(layer["fields"]).index(key) for key in layer["key"]]
            assert len({tuple(feature[place] for place in places) for feature in layer["features"]}) == rows, view
            assert layer["area"] == pytest.approx(area(installation, schema, view), rel=1e-9, abs=1e-6), view


def area(installation: Installation, schema: str, view: str) -> float:
    row = installation.desk.connection.execute(
        sql.SQL("SELECT coalesce(sum(ST_Area(geom)), 0) FROM {}").format(sql.Identifier(schema, view))
    ).fetchone()
    assert row is not None
    return float(row[0])


def test_history_has_a_row_for_each_version(installation: Installation) -> None:
    counts = installation.counts("pub")
    assert counts["bus_stops_versions"] == counts["bus_stops"] + 1
    layer = open_tables(installation, Audience.PUBLIC, [("pub", "bus_stops_versions", "geom", '"gid","r0"')])
    names = list(layer["pub.bus_stops_versions"]["fields"])
    stops = [dict(zip(names, values, strict=True)) for values in layer["pub.bus_stops_versions"]["features"]]
    renamed = sorted((stop["r0"], stop["name"]) for stop in stops if stop["stop_id"] == "BX-001")
    assert [name for _, name in renamed] == ["Trạm Bờ Nam 1", "Trạm Bến Tam Thương"]


def test_history_by_gid_alone_is_refused_rather_than_shortened(installation: Installation) -> None:
    opened = open_tables(installation, Audience.PUBLIC, [("pub", "bus_stops_versions", "geom", "gid")])
    assert not opened["pub.bus_stops_versions"]["valid"]


def test_nothing_else_opens(installation: Installation, audience: Audience) -> None:
    """Stored tables, partitions, staging, the books and the views of others: QGIS is refused each of them."""
    own = SCHEMAS[audience]
    others = installation.desk.all(
        "SELECT nspname, relname, attname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace"
        " JOIN pg_attribute ON attrelid = c.oid AND attnum = 1"
        " WHERE relkind IN ('r', 'v', 'p', 'm') AND nspname !~ '^pg_'"
        " AND nspname NOT IN ('information_schema', 'public', %s)",
        own,
    )
    assert {"data", "meta", *SCHEMAS.values()} - {own} <= {schema for schema, _, _ in others}
    spatial = ("data", *SCHEMAS.values())
    tables = [(schema, name, "geom" if schema in spatial and key == "gid" else "", key) for schema, name, key in others]
    opened = open_tables(installation, audience, tables)
    assert [name for name, layer in opened.items() if layer["valid"]] == []
