"""The service and the database give the same tables, to the last value."""

from __future__ import annotations

from collections.abc import Callable

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from pandas.testing import assert_frame_equal

from sdi.db.roles import audience_url
from sdi.errors import UsageError
from sdi.model import Audience
from sdi.notebook import Desk, connect
from sdi.notebook.api import Service
from sdi.notebook.database import Database
from sdi.settings import Settings

PARCEL = "21028-10-1"
BOX = (584_000.0, 1_672_500.0, 584_400.0, 1_672_900.0)


def same(left: pd.DataFrame, right: pd.DataFrame) -> None:
    """Ids, columns, types, values, coordinates, CRS and what the table tells of itself."""
    assert type(left) is type(right)
    assert_frame_equal(pd.DataFrame(left), pd.DataFrame(right), check_exact=True)
    assert left.attrs == right.attrs
    if isinstance(left, geopandas.GeoDataFrame):
        assert left.crs == right.crs
        shapes = left.geometry.to_numpy(), right.geometry.to_numpy()
        assert (shapely.get_type_id(shapes[0]) == shapely.get_type_id(shapes[1])).all()
        assert shapely.equals_identical(*shapes)[~shapely.is_missing(shapes[0])].all()


def test_the_same_layers(over_network: Desk, in_database: Desk) -> None:
    assert_frame_equal(over_network.layers(), in_database.layers())
    assert over_network.crs == in_database.crs == 5898
    assert over_network.source.title == in_database.source.title


def test_every_layer_is_the_same_table(over_network: Desk, in_database: Desk) -> None:
    names = [name for name in over_network.layers().index if name != "parcel_overlays"]
    assert len(names) > 20
    for name in names:
        table = over_network.layer(name)
        same(table, in_database.layer(name))
        assert len(table) == over_network.layers().loc[name, "features"]
        assert_frame_equal(over_network.fields(name), in_database.fields(name))
        assert over_network.colors(name) == in_database.colors(name)
        assert_frame_equal(over_network.releases(name), in_database.releases(name))


def test_types_do_not_depend_on_what_the_rows_hold(over_network: Desk) -> None:
    some, none = over_network.layer("roads"), over_network.layer("roads", where="name = 'Không có đường này'")
    assert len(none) == 0
    assert list(none.columns) == list(some.columns)
    assert (none.dtypes.astype(str) == some.dtypes.astype(str)).all()
    assert none.crs == some.crs
    kinds = some.dtypes.astype(str)
    assert (kinds["name"], kinds["year_built"], kinds["length_m"]) == ("str", "Int64", "float64")
    assert str(over_network.layer("planning_zones")["decision_date"].dtype) == "datetime64[s]"


@pytest.mark.parametrize(
    ("layer", "where"),
    [
        ("parcels", None),
        ("parcels", "land_use LIKE 'ODT%' AND area_m2 > 120.5"),
        ("planning_zones", "decision_date >= DATE('2025-01-01') AND NOT function IN ('NO', 'GT')"),
        ("roads", "S_INTERSECTS(geometry, POINT(584126 1673077)) OR length_m > 150"),
        ("parcel_overlays", "layer = 'flood_zones' AND kind = 'feature'"),
    ],
)
def test_filters_and_boxes(over_network: Desk, in_database: Desk, layer: str, where: str | None) -> None:
    whole, part = over_network.layer(layer, where=where or "1 = 1"), over_network.layer(layer, bbox=BOX, where=where)
    assert 0 < len(part) < len(whole) or layer == "roads"
    same(part, in_database.layer(layer, bbox=BOX, where=where))
    same(whole, in_database.layer(layer, where=where or "1 = 1"))
    if "geometry" in whole:
        meets = whole[whole.intersects(shapely.box(*BOX))]
        assert sorted(part.index) == sorted(meets.index)


def test_whoever_has_a_key_sees_what_their_audience_sees(
    service_url: str, internal_key: str, database_url: str, settings: Settings, over_network: Desk
) -> None:
    inside = Desk(Service(service_url, internal_key), shown=False)
    owner = Desk(Database(database_url, settings=settings), shown=False)
    assert owner.source.audience.value == "internal"  # type: ignore[attr-defined]
    for name in ("planning_zones", "drainage_pipes", "substations"):
        same(inside.layer(name), owner.layer(name))
    assert len(inside.layer("parcels")) >= len(over_network.layer("parcels"))
    assert "inspection_note" in inside.layer("drainage_pipes")
    assert "inspection_note" not in over_network.layer("drainage_pipes")
    with pytest.raises(UsageError, match="substations"):
        over_network.layer("substations")


def test_a_login_reads_what_its_audience_sees(over_network: Desk, database_url: str, settings: Settings) -> None:
    """Any login that may read the views will do, not the owner's alone."""
    reader = Desk(Database(audience_url(database_url, settings, Audience.PUBLIC), settings=settings), shown=False)
    assert reader.source.audience is Audience.PUBLIC  # type: ignore[attr-defined]
    same(over_network.layer("parcels", bbox=BOX), reader.layer("parcels", bbox=BOX))
    same(over_network.overlay(PARCEL), reader.overlay(PARCEL))
    assert over_network.slip(PARCEL).document == reader.slip(PARCEL).document
    with pytest.raises(UsageError, match="không được xem"):
        reader.layer("substations")


def test_without_a_target_the_settings_say_where(
    over_network: Desk, database_url: str, settings: Settings, service_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SDI_DATABASE_URL", database_url)
    monkeypatch.setenv("SDI_PROJECT", str(settings.project_dir))
    monkeypatch.delenv("SDI_URL", raising=False)
    with connect(audience="public", progress=False) as sdi:
        same(over_network.layer("bus_stops"), sdi.layer("bus_stops"))
        assert repr(sdi).startswith(f"{over_network.source.title} (postgresql://")
    monkeypatch.setenv("SDI_URL", service_url)
    assert repr(connect(cache=False)) == repr(over_network)


@pytest.mark.parametrize(
    "ask",
    [
        lambda sdi: sdi.overlay(PARCEL),
        lambda sdi: sdi.overlay(PARCEL, ["planning_zones", "roads"], geometry=True),
        lambda sdi: sdi.overlay([PARCEL, "21028-10-2", PARCEL]),
        lambda sdi: sdi.overlay(["21028-10-1"], ["planning_zones"]),
        lambda sdi: sdi.overlay(shapely.box(*BOX), ["parcels"], geometry=True),
        lambda sdi: sdi.overlay(sdi.layer("planning_areas", where="plan_id = 'QHCT_BoNam_2023'")),
        lambda sdi: sdi.touched("QHCT_BoNam_2023"),
        lambda sdi: sdi.touched(shapely.box(*BOX)),
    ],
)
def test_overlays(over_network: Desk, in_database: Desk, ask: Callable[[Desk], pd.DataFrame]) -> None:
    found = ask(over_network)
    assert len(found)
    same(found, ask(in_database))


def test_an_overlay_is_what_shapely_says(over_network: Desk) -> None:
    parcels = over_network.layer("parcels", bbox=BOX)
    touched = over_network.touched(shapely.box(*BOX))
    area = parcels.intersection(shapely.box(*BOX)).area
    assert set(area[area > 1].index) <= set(touched.index) <= set(area[area > 0].index)  # slivers are no facts
    np.testing.assert_allclose(touched["overlap_m2"], area[touched.index], atol=1e-3)
    np.testing.assert_allclose(touched["overlap_pct"], 100 * area[touched.index] / touched["area_m2"], atol=1e-3)


def test_slips_and_legends(over_network: Desk, in_database: Desk) -> None:
    assert over_network.slip(PARCEL).document == in_database.slip(PARCEL).document
    balance = over_network.slip(PARCEL).balance()
    zones = balance[(balance["layer"].str.startswith("Quy hoạch sử dụng đất")) & (balance["code"] == "HH")]
    assert zones["area_m2"].tolist() == [88.8]
    for style in ("base-map", "planning_zones", "street_lights"):
        assert over_network.source.legend(style) == in_database.source.legend(style)
        assert over_network.source.background(style) == in_database.source.background(style)
    assert over_network.codes("roads", "road_class") == in_database.codes("roads", "road_class")


@pytest.mark.parametrize(
    "ask",
    [
        lambda sdi: sdi.layer("không có"),
        lambda sdi: sdi.layer("parcels", where="không phải bộ lọc"),
        lambda sdi: sdi.layer("parcels", where="no_such_field = 1"),
        lambda sdi: sdi.layer("parcels", where="area_m2 > 'a'"),
        lambda sdi: sdi.overlay("21028-10-nowhere"),
        lambda sdi: sdi.overlay(PARCEL, ["no_layer"]),
        lambda sdi: sdi.slip("21028-10-nowhere"),
        lambda sdi: sdi.overlay(shapely.box(0, 0, 1, 1)),
        lambda sdi: sdi.plan("không có"),
        lambda sdi: sdi.codes("roads", "name"),
        lambda sdi: sdi.layer("parcels", bbox=(1, 2, 3)),
        lambda sdi: sdi.overlay(geopandas.GeoSeries([shapely.box(*BOX)], crs=4326)),
    ],
)
def test_errors_are_for_people(over_network: Desk, in_database: Desk, ask: Callable[[Desk], object]) -> None:
    said = []
    for sdi in (over_network, in_database):
        with pytest.raises(UsageError) as caught:
            ask(sdi)
        said.append(str(caught.value))
    assert all(any(letter in text for letter in "ảạấậẽệơướộóôăđưáàéíúê") for text in said), said
    assert said[0] == said[1]
