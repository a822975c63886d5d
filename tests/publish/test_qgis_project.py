"""The QGIS project as a file: what it is made of, and what must never be in it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs
from xml.etree import ElementTree

import pytest

from sdi.model import Audience, read_project
from sdi.publish.catalog import read_catalog
from sdi.publish.qgis.pictures import MOST_PICTURES, pictures_of
from sdi.publish.qgis.project import Content, qgs, qgz
from sdi.publish.qgis.sources import Api, Origin, Postgis
from sdi.publish.styling import read_styles, styles_of
from sdi.slip.declaration import read_slip

ROOT = Path(__file__).parents[2]
PROJECT = read_project(ROOT)
API = Api("https://sdi.example.vn/api")


SHEETS = {
    "elevation": [("tay", "Tây")],
    "plan_sheets": [("QHC-QH/1", "Sử dụng đất – QHC"), ("QHC-2", "Giao thông – QHC")],
}
STYLES = styles_of(PROJECT, read_styles(PROJECT), Audience.PUBLIC, list(PROJECT.collections))


def content_of(audience: Audience) -> Content:
    shown = [name for name, layer in PROJECT.collections.items() if audience.sees(layer.visibility)]
    return Content(
        project=PROJECT,
        catalog=read_catalog(ROOT),
        audience=audience,
        styles=styles_of(PROJECT, read_styles(PROJECT), audience, shown),
        slip=read_slip(PROJECT),
        communes=[("Xã A & B", (500_000.0, 1_650_000.0, 510_000.0, 1_660_000.0))],
        view=(500_000.0, 1_650_000.0, 510_000.0, 1_660_000.0),
        public_url="https://sdi.example.vn",
        operations={4326: "+proj=noop", 3857: "+proj=noop"},
        pictures=pictures_of(PROJECT, SHEETS, STYLES["base-map"], "https://sdi.example.vn"),
    )


def tree(audience: Audience, origin: Origin, language: str = "vi") -> ElementTree.Element:
    return ElementTree.fromstring(qgs(content_of(audience), origin, language).split("\n", 1)[1])


def test_equal_projects_are_equal_bytes() -> None:
    first, second = (qgz(content_of(Audience.PUBLIC), API) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert [name for name in archive.namelist() if name.endswith(".qgs")] == ["project.qgs"]


@pytest.mark.parametrize("audience", Audience)
def test_an_audience_finds_its_own_layers_only(audience: Audience) -> None:
    origin = Postgis("gis.example.vn", "5432", "sdi", audience, PROJECT.province.crs)
    sources = [found.text or "" for found in tree(audience, origin).iter("datasource")]
    sources = [source for source in sources if not source.startswith("type=xyz")]  # pictures are for everybody
    seen = {
        name for name, layer in PROJECT.collections.items() if audience.sees(layer.visibility) and layer.raster is None
    }
    schema = {"public": '"pub"', "agency": '"pub_agency"', "internal": '"pub_internal"'}[audience]
    assert all(f"table={schema}." in source for source in sources)
    assert {source.split(f'{schema}."')[1].split('"')[0] for source in sources} == seen
    assert not any("user=" in source or "password=" in source for source in sources)


def test_every_reference_within_the_project_leads_somewhere() -> None:
    root = tree(Audience.INTERNAL, API)
    ids = [found.text for found in root.iterfind("projectlayers/maplayer/id")]
    assert len(ids) == len(set(ids)) and min(len(name or "") for name in ids) > 10
    used = [leaf.get("id") for leaf in root.iterfind("layer-tree-group//layer-tree-layer")]
    assert sorted(used) == sorted(ids)
    relations = [
        relation.get(end) for relation in root.iter("relation") for end in ("referencedLayer", "referencingLayer")
    ]
    presets = [layer.get("id") for layer in root.iterfind("visibility-presets/visibility-preset/layer")]
    printed = [layer.text for layer in root.iterfind("Layouts/Layout/LayoutItem/LayerSet/Layer")]
    assert relations and presets and printed
    assert set(relations) | set(presets) | set(printed) <= set(ids)
    symbols = [found.get("symbol") for found in root.iter("category")]
    assert symbols and all(symbol is not None for symbol in symbols)


def test_fields_are_of_the_audience_and_named_in_the_language() -> None:
    vi, en = (tree(Audience.PUBLIC, API, language) for language in ("vi", "en"))
    names = {found.get("field"): found.get("name") for found in vi.iter("alias")}
    assert names["parcel_number"] == "Số thửa" and "inspection_note" not in names
    english = {found.get("field"): found.get("name") for found in en.iter("alias")}
    assert english.keys() == names.keys() and english["parcel_number"] != names["parcel_number"]


def test_a_stroke_of_a_name_breaks_nothing() -> None:
    """Names come from deliveries."""
    assert [mark.get("name") for mark in tree(Audience.PUBLIC, API).iter("Bookmark")] == ["Xã A & B"]


def test_pictures_of_rasters_lie_where_the_map_has_them() -> None:
    root = tree(Audience.PUBLIC, API)
    order = [item.text or "" for item in root.iterfind("layer-tree-group/custom-order/item")]
    # shades above land and parks and below water, sheets above zones and below roads
    above, below = order.index("base-map_2_water_bodies"), order.index("base-map_1_parks")
    assert order[above + 1 : below] == ["sdi_hillshade", "sdi_anh_elevation"]
    sheets = ["sdi_anh_plan_sheets_QHC_QH_1", "sdi_anh_plan_sheets_QHC_2"]
    places = [order.index(name) for name in ("sdi_lop_roads", *sheets, "sdi_lop_planning_zones")]
    assert places == sorted(places)
    layers = {layer.findtext("id"): layer for layer in root.iterfind("projectlayers/maplayer")}
    source = layers[sheets[0]].findtext("datasource") or ""
    address = parse_qs(source)
    assert address["type"] == ["xyz"] and address["zmax"] == ["20"]
    assert address["url"] == [
        "https://sdi.example.vn/api/collections/plan_sheets/map/tiles/WebMercatorQuad/xyz/{z}/{x}/{y}.png?sheets=QHC-QH%2F1"
    ]
    assert [layers[name].find("pipe/rasterrenderer").get("opacity") for name in ("sdi_hillshade", sheets[0])] == [
        "0.35",
        "0.7",
    ]  # type: ignore[union-attr]
    checked = {leaf.get("id"): leaf.get("checked") for leaf in root.iterfind("layer-tree-group//layer-tree-layer")}
    assert checked["sdi_hillshade"] == "Qt::Checked" and checked[sheets[0]] == "Qt::Unchecked"
    ways = [way.findtext("src/spatialrefsys/authid") for way in root.iterfind("transformContext/srcDest")]
    assert ways == ["EPSG:4326", "EPSG:3857"]


def test_without_pictures_nothing_is_left_of_them() -> None:
    """A QGIS Server may reach nothing but the database."""
    text = qgs(replace(content_of(Audience.PUBLIC), pictures=()), API)
    assert "type=xyz" not in text and "sdi_hillshade" not in text


def test_of_many_sheets_there_is_one_layer() -> None:
    many = {"plan_sheets": [(f"QHC-{n}", f"{n}") for n in range(MOST_PICTURES + 1)]}
    (picture,) = pictures_of(PROJECT, many, None, "https://sdi.example.vn")
    assert picture.id == "sdi_anh_plan_sheets" and "sheets" not in picture.uri.rpartition("/")[2]
