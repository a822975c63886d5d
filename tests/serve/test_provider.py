"""pygeoapi's plugin gives what our routes give."""

from __future__ import annotations

from typing import Any

import pytest
from pygeoapi.provider.base import ProviderItemNotFoundError
from pygeofilter.parsers.cql2_text import parse as parse_cql2
from pygeofilter.parsers.ecql import parse as parse_ecql
from serve_kit import E0, N0, Town
from starlette.testclient import TestClient

from sdi.model import Audience
from sdi.serve.provider import BadQuery, Misconfigured, PostgisProvider

EPSG = "http://www.opengis.net/def/crs/EPSG/0/5898"


@pytest.fixture
def configuration(client: TestClient, town: Town) -> dict[str, Any]:
    edition = client.app.state.editions.of(Audience.PUBLIC)  # type: ignore[attr-defined]
    found: dict[str, Any] = edition.api.config["resources"]["parcels"]["providers"][0]
    return found


@pytest.fixture
def provider(configuration: dict[str, Any]) -> PostgisProvider:
    return PostgisProvider(configuration)


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


def test_providers_share_the_source_that_serves(client: TestClient, configuration: dict[str, Any]) -> None:
    """pygeoapi makes a provider for every request; connections are not made with it."""
    serving = client.app.state.editions.sources[Audience.PUBLIC]  # type: ignore[attr-defined]
    assert PostgisProvider(configuration)._source is PostgisProvider(configuration)._source is serving


@pytest.mark.parametrize(
    "wrong",
    [
        {"data": {"layer": "no_such_layer"}},
        {"data": {"audience": "everybody"}},
        {"data": {"project": "/no/such/project"}},
        {"data": {"table": "parcels"}},
        {"storage_crs": "http://www.opengis.net/def/crs/EPSG/0/3405"},
        {"storage_crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},  # what pygeoapi takes when none is given
    ],
)
def test_a_wrong_configuration_is_refused(configuration: dict[str, Any], wrong: dict[str, Any]) -> None:
    data = configuration["data"] | wrong.get("data", {})
    with pytest.raises(Misconfigured) as refused:
        PostgisProvider(configuration | wrong | {"data": data})
    assert "/no/such" not in refused.value.message  # what is on our disk is nobody's business


BOX = f"POLYGON(({E0} {N0}, {E0 + 30} {N0}, {E0 + 30} {N0 + 30}, {E0} {N0 + 30}, {E0} {N0}))"


@pytest.mark.parametrize(
    ("ecql", "cql2"),
    [
        ("land_use ILIKE 'odt%'", "CASEI(land_use) LIKE CASEI('odt%')"),
        ("land_use NOT ILIKE '%cln'", "NOT CASEI(land_use) LIKE CASEI('%cln')"),
        ("land_use LIKE 'O.T'", "land_use LIKE 'O.T'"),
        ("CASEI(land_use) = 'odt'", "CASEI(land_use) = 'odt'"),
        ("INCLUDE", "parcel_number > 0"),
        ("EXCLUDE", "parcel_number < 0"),
        ("surveyed_on BEFORE 2026-01-05T00:00:00Z", "T_BEFORE(surveyed_on, TIMESTAMP('2026-01-05T00:00:00Z'))"),
        (
            "surveyed_on DURING 2026-01-05T00:00:00Z/P3D",
            "T_DURING(surveyed_on, INTERVAL('2026-01-05T00:00:00Z', '2026-01-08T00:00:00Z'))",
        ),
        (
            "surveyed_on BEFORE OR DURING P2D/2026-01-05T00:00:00Z",
            "surveyed_on <= DATE('2026-01-05')",
        ),
        ("surveyed_on DURING OR AFTER 2026-01-05T00:00:00Z/P2D", "surveyed_on >= DATE('2026-01-05')"),
        (f"INTERSECTS(geometry, {BOX})", f"S_INTERSECTS(geometry, {BOX})"),
        (f"DISJOINT(geometry, {BOX}) AND -1 < parcel_number", f"S_DISJOINT(geometry, {BOX})"),
    ],
)
def test_filters_in_ecql(client: TestClient, provider: PostgisProvider, ecql: str, cql2: str) -> None:
    """pygeoapi 0.21 reads ECQL; literal geometries come in the storage CRS."""
    found = provider.query(limit=100, filterq=parse_ecql(ecql))
    asked = {"filter": cql2, "limit": "100", "crs": EPSG} | ({"filter-crs": EPSG} if "geometry" in cql2 else {})
    told = client.get("/api/collections/parcels/items", params=asked).json()
    assert found["features"] == told["features"] and found["numberReturned"] == told["numberReturned"]


def test_filters_in_cql2(provider: PostgisProvider) -> None:
    """Later ones read CQL2; what their reader takes for the same is not guessed."""
    found = provider.query(limit=100, filterq=parse_cql2("CASEI(land_use) LIKE CASEI('OdT')"))
    assert found["numberReturned"] == 12
    found = provider.query(limit=100, filterq=parse_cql2("surveyed_on T_AFTER DATE('2026-01-20')"))
    assert found["numberReturned"] == 5


@pytest.mark.parametrize(
    "tree",
    [
        parse_ecql("BBOX(geometry, 1, 2, 3, 4)"),
        parse_ecql("DWITHIN(geometry, POINT(1 2), 3, meters)"),
        parse_ecql("no_such_function(land_use) = 'ODT'"),
        parse_ecql("note = 'x'"),
        parse_ecql("surveyed_on EXISTS"),
        parse_ecql("parcel_number = 'x'"),
        parse_cql2("surveyed_on T_INTERSECTS DATE('2026-01-20')"),
    ],
)
def test_filters_that_mean_nothing_here_are_refused(provider: PostgisProvider, tree: Any) -> None:
    with pytest.raises(BadQuery) as refused:
        provider.query(filterq=tree)
    assert refused.value.message.startswith("filter")


def test_words_to_search_for_are_refused(provider: PostgisProvider) -> None:
    with pytest.raises(BadQuery):
        provider.query(q="nhà")
