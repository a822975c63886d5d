"""The QGIS project as a file: what it is made of, and what must never be in it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sdi.model import Audience, read_project
from sdi.publish.catalog import read_catalog
from sdi.publish.qgis.project import Content, qgs, qgz
from sdi.publish.qgis.sources import Api, Origin, Postgis
from sdi.publish.styling import read_styles, styles_of
from sdi.slip.declaration import read_slip

ROOT = Path(__file__).parents[2]
PROJECT = read_project(ROOT)
API = Api("https://sdi.example.vn/api")


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
        operation="+proj=noop",
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
    seen = {name for name, layer in PROJECT.collections.items() if audience.sees(layer.visibility)}
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
