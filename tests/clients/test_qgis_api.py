"""QGIS opens the OGC API: every feature, every value, in its place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from psycopg import sql
from psycopg.rows import dict_row

from clients.installation import TEXT_STAYS_TEXT, Installation
from sdi.model import Layer

pytestmark = pytest.mark.clients

COLLECTIONS = ("parcels", "roads", "planning_zones", "street_lights")

Layers = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def opened(installation: Installation) -> Layers:
    """The collections as QGIS with Vietnamese menus opens them."""
    environment = TEXT_STAYS_TEXT | {"LANG": "vi_VN.UTF-8"}
    return ask(installation, environment)


def ask(installation: Installation, environment: dict[str, str], **more: Any) -> Layers:
    url = f"{installation.base}/api"
    layers: Layers = installation.qgis("api_layers", environment=environment, url=url, names=COLLECTIONS, **more)
    assert all(layer["valid"] for layer in layers.values()), layers
    return layers


def rows(installation: Installation, name: str) -> dict[str, dict[str, Any]]:
    """What the database shows the public, by feature id."""
    with installation.desk.connection.cursor(row_factory=dict_row) as cursor:
        found = cursor.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier("pub", name))).fetchall()
    return {row["feature_id"]: row for row in found}


def by_id(layer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    features = [dict(zip(layer["fields"], values, strict=True)) for values in layer["features"]]
    found = {feature["id"]: feature for feature in features}
    assert len(found) == len(features), "a feature came twice"
    return found


def same(shown: Any, stored: Any) -> bool:
    """QGIS 3.22 calls a number text when the first features have none; the number must be the same."""
    if stored is None or shown is None:
        return shown is stored
    if isinstance(stored, date):
        return bool(shown == stored.isoformat())
    if isinstance(stored, (bool, int, float)):
        return float(shown) == pytest.approx(float(stored), rel=1e-12)
    return bool(shown == stored)


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_feature_and_every_value(opened: Layers, installation: Installation, name: str) -> None:
    layer, stored = opened[name], rows(installation, name)
    declared: Layer = installation.desk.project.layers[name]
    matched = installation.get(f"/api/collections/{name}/items?limit=1&f=json")["numberMatched"]
    assert layer["count"] == matched == len(stored) > 0
    assert (layer["kind"], layer["crs"]) == (declared.geometry, "EPSG:4326")
    shown = by_id(layer)
    assert set(shown) == set(stored)
    names = [field for field in layer["fields"] if field != "id"]
    assert names == list(declared.fields_for(declared.visibility))
    wrong = [(i, n, shown[i][n], stored[i][n]) for i in stored for n in names if not same(shown[i][n], stored[i][n])]
    assert wrong == []


def test_without_any_setting_no_identifier_is_lost(installation: Installation) -> None:
    """QGIS 3.22 takes ``21028-2-1`` for a date and empties ``parcel_id``; ``id`` keeps what was meant."""
    for name, layer in ask(installation, {}).items():
        assert set(by_id(layer)) == set(rows(installation, name)), name


def test_titles_are_in_the_language_of_the_menus(opened: Layers, installation: Installation) -> None:
    layers = installation.desk.project.layers
    assert {name: layer["title"] for name, layer in opened.items()} == {n: layers[n].title.vi for n in COLLECTIONS}
    english = ask(installation, TEXT_STAYS_TEXT | {"LANG": "en_GB.UTF-8"})
    assert {name: layer["title"] for name, layer in english.items()} == {n: layers[n].title.en for n in COLLECTIONS}


@pytest.mark.parametrize("name", COLLECTIONS)
def test_it_lies_where_it_belongs(opened: Layers, installation: Installation, name: str) -> None:
    """PostGIS transforms for itself: the features lie where it says, in the communes, and in QGIS's "whole layer"."""
    west, south, east, north = bounds = opened[name]["bounds"]
    assert bounds == pytest.approx(extent(installation, name), abs=2e-8)  # 2 mm
    whole = opened[name]["extent"]
    for box in (extent(installation, "administrative_units"), whole):
        assert box[0] <= west < east <= box[2] and box[1] <= south < north <= box[3]
    announced = installation.get(f"/api/collections/{name}?f=json")["extent"]["spatial"]["bbox"][0]
    assert whole == pytest.approx(announced, abs=1e-9)


def extent(installation: Installation, name: str) -> tuple[float, ...]:
    box = sql.SQL("SELECT ST_Extent(ST_Transform(geom, 4326)) AS box FROM {}").format(sql.Identifier("pub", name))
    row = installation.desk.connection.execute(
        sql.SQL("SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box) FROM ({}) AS all_rows").format(box)
    ).fetchone()
    assert row is not None
    return tuple(row)


def test_a_window_of_the_map_shows_what_touches_it(installation: Installation) -> None:
    west, south, east, north = extent(installation, "planning_zones")
    width, height = east - west, north - south
    box = (west + 0.40 * width, south + 0.45 * height, west + 0.55 * width, south + 0.60 * height)
    for name, layer in ask(installation, TEXT_STAYS_TEXT, box=box).items():
        inside = installation.desk.connection.execute(
            sql.SQL(
                "SELECT feature_id FROM {} WHERE ST_Intersects(ST_Transform(geom, 4326),"
                " ST_MakeEnvelope(%s, %s, %s, %s, 4326))"
            ).format(sql.Identifier("pub", name)),
            box,
        ).fetchall()
        assert 0 < len(inside) < len(rows(installation, name)), name
        assert set(by_id(layer)) == {feature for (feature,) in inside}, name
