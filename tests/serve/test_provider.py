"""pygeoapi's plugin gives what our routes give."""

from __future__ import annotations

from typing import Any

import pytest
from pygeoapi.provider.base import ProviderItemNotFoundError
from serve_kit import Town
from starlette.testclient import TestClient

from sdi.model import Audience
from sdi.serve.provider import BadQuery, PostgisProvider

EPSG = "http://www.opengis.net/def/crs/EPSG/0/5898"


@pytest.fixture
def provider(client: TestClient, town: Town) -> PostgisProvider:
    edition = client.app.state.editions.of(Audience.PUBLIC)  # type: ignore[attr-defined]
    return PostgisProvider(edition.api.config["resources"]["parcels"]["providers"][0])


def test_pages_are_those_of_the_route(client: TestClient, provider: PostgisProvider) -> None:
    told = client.get(f"/api/collections/parcels/items?limit=5&offset=3&land_use=ODT&crs={EPSG}").json()
    found = provider.query(offset=3, limit=5, properties=[("land_use", "ODT")])
    assert found["features"] == told["features"] and found["numberMatched"] == told["numberMatched"] == 12
    sorted_ = provider.query(limit=3, sortby=[{"property": "parcel_number", "order": "-"}], skip_geometry=True)
    assert [f["properties"]["parcel_number"] for f in sorted_["features"]] == [25, 24, 23]
    assert all(f["geometry"] is None for f in sorted_["features"])
    assert provider.query(resulttype="hits")["numberMatched"] == 24
    with pytest.raises(BadQuery):
        provider.query(properties=[("parcel_number", "x")])


def test_items_are_those_of_the_route(client: TestClient, provider: PostgisProvider) -> None:
    told: dict[str, Any] = client.get(f"/api/collections/parcels/items/21025-12-7?crs={EPSG}").json()
    assert provider.get("21025-12-7") == {key: told[key] for key in ("type", "id", "geometry", "properties")}
    with pytest.raises(ProviderItemNotFoundError):
        provider.get("21025-12-13")
    assert provider.get_fields()["area_m2"]["type"] == "number"
