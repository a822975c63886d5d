"""What the catalogue tells of rasters: how they lie in space, and every way to their pixels."""

from __future__ import annotations

import re

import pytest
from lxml import etree
from starlette.testclient import TestClient

HOME = "/api/collections/catalogue"
GMD = {"gmd": "http://www.isotc211.org/2005/gmd"}


@pytest.mark.parametrize("name", ["elevation", "plan_sheets"])
def test_every_way_to_the_pixels_is_told_and_leads_there(client: TestClient, name: str) -> None:
    links = client.get(f"{HOME}/items/{name}").json()["links"]
    own = f"/api/collections/{name}"
    ways = {link["href"].rpartition(own)[2]: link for link in links if link["rel"] == "service"}
    assert ways.keys() == {"/tiles", "/coverage?f=geotiff", "/map", "/map/tiles"}
    for link in ways.values():
        answer = client.get(link["href"])
        assert answer.status_code == 200, link
        assert answer.headers["content-type"].split(";")[0] == link["type"], link


@pytest.mark.parametrize("name", ["elevation", "plan_sheets"])
def test_a_raster_is_a_grid_to_iso(client: TestClient, name: str) -> None:
    found = etree.fromstring(client.get(f"{HOME}/items/{name}?f=iso").content)
    path = "//gmd:spatialRepresentationType/gmd:MD_SpatialRepresentationTypeCode/@codeListValue"
    assert found.xpath(path, namespaces=GMD) == ["grid"]
    assert found.xpath("//gmd:MD_VectorSpatialRepresentation", namespaces=GMD) == []
    vector = etree.fromstring(client.get(f"{HOME}/items/administrative_units?f=iso").content)
    assert vector.xpath(path, namespaces=GMD) == ["vector"]
    assert len(vector.xpath("//gmd:MD_VectorSpatialRepresentation", namespaces=GMD)) == 1


def test_people_are_told_of_sheets(client: TestClient) -> None:
    assert "2 mảnh · " in client.get(f"{HOME}/items?f=html").text
    page = client.get(f"{HOME}/items/elevation?f=html").text
    assert re.search(r"<strong>2</strong> mảnh", page) and "mảnh ảnh raster" in page
    assert 'href="/api/collections/elevation/coverage?f=geotiff"' in page  # the pixels have no page
