"""What each audience is shown, documents that clients start from, errors, health."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pygeoapi.config import validate_config
from starlette.testclient import TestClient

from sdi.model import Audience, Field
from sdi.publish.catalog import read_catalog
from sdi.publish.configuration import pygeoapi_config
from sdi.serve.pages import value

PUBLIC = ["administrative_units", "parcels", "roads", "catalogue"]
"""What everybody is shown; the catalogue stands after all that it tells of."""


def shown(client: TestClient, headers: dict[str, str]) -> list[str]:
    return [entry["id"] for entry in client.get("/api/collections?f=json", headers=headers).json()["collections"]]


def test_each_audience_has_its_own_collections(client: TestClient, keys: dict[str, dict[str, str]]) -> None:
    assert shown(client, keys["public"]) == PUBLIC
    assert set(shown(client, keys["agency"])) == {*PUBLIC, "control_points"}
    assert set(shown(client, keys["internal"])) == {*PUBLIC, "control_points", "substations"}


@pytest.mark.parametrize("path", ["", "/items", "/items/DC-1", "/schema", "/queryables"])
@pytest.mark.parametrize("form", ["json", "html"])
def test_a_hidden_collection_looks_like_one_that_does_not_exist(client: TestClient, path: str, form: str) -> None:
    hidden = client.get(f"/api/collections/control_points{path}?f={form}")
    nothing = client.get(f"/api/collections/no_such_layer{path}?f={form}")
    assert hidden.status_code == nothing.status_code == 404
    assert hidden.text.replace("control_points", "no_such_layer") == nothing.text  # a page links to itself


def test_nothing_of_a_higher_audience_is_said_to_a_lower_one(
    client: TestClient, keys: dict[str, dict[str, str]]
) -> None:
    """After everybody was served: pygeoapi keeps translated configurations by language, for all alike."""
    for audience in ("internal", "agency", "public"):
        for form in ("html", "json"):
            client.get(f"/api/collections?f={form}", headers=keys[audience])
    for path in ("/", "/portal.json", "/api/", "/api/collections", "/api/openapi", "/api/conformance"):
        for form in ("json", "html"):
            text = client.get(f"{path}?f={form}" if path.startswith("/api") else path).text
            assert "control_points" not in text and "substations" not in text, path
    schema = client.get("/api/collections/parcels/schema").text
    assert '"note"' not in schema and "owner_name" not in schema


def test_rows_and_fields_by_audience(client: TestClient, keys: dict[str, dict[str, str]]) -> None:
    def ask(audience: str, path: str) -> Any:
        return client.get(f"/api/collections/parcels/{path}", headers=keys[audience])

    assert [ask(a, "items?limit=1").json()["numberMatched"] for a in keys] == [24, 24, 25]
    assert [ask(a, "items/21025-12-13").status_code for a in keys] == [404, 404, 200]
    assert [ask(a, "items?note=x").status_code for a in keys] == [400, 200, 200]
    assert "note" in ask("agency", "items/21025-12-1").json()["properties"]
    assert ask("agency", "items").headers["cache-control"] == "private, no-store"


def test_an_unknown_key_is_refused_everywhere(client: TestClient) -> None:
    for path in ("/api/", "/api/collections?f=json", "/api/collections/parcels/items", "/"):
        answer = client.get(path, headers={"X-API-Key": "not-a-key"})
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"


def test_landing_page_has_what_clients_start_from(client: TestClient) -> None:
    for path in ("/api", "/api/", "/api?f=json"):
        answer = client.get(path, follow_redirects=False)
        assert answer.status_code == 200
        links = {link["rel"]: link for link in answer.json()["links"]}
        assert {"service-desc", "conformance", "data", "self"} <= links.keys()
        assert links["service-desc"]["type"] == "application/vnd.oai.openapi+json;version=3.0"
    for link in links.values():
        assert client.get(link["href"]).status_code == 200, link


def test_every_link_of_the_documents_leads_somewhere(client: TestClient) -> None:
    seen: set[str] = set()
    waiting = ["http://testserver/api/", "http://testserver/"]
    while waiting:
        url = waiting.pop()
        if url in seen or not url.startswith("http://testserver"):
            continue
        seen.add(url)
        answer = client.get(url)
        assert answer.status_code == 200, url
        if answer.headers["content-type"].startswith("text/html"):
            found = [m.replace("&amp;", "&") for m in re.findall(r'(?:href|src)="([^"#]+)"', answer.text)]
        elif "json" in answer.headers["content-type"]:
            found = re.findall(r'"href":"([^"]+)"', answer.text)
        else:
            continue
        found = [u for u in found if "{" not in u]  # templates are filled in where tiles are tested
        waiting += [u if u.startswith("http") else f"http://testserver{u}" for u in found]
    assert len(seen) > 100


def test_trailing_slashes_are_forgiven(client: TestClient) -> None:
    assert client.get("/api/collections/").status_code == 200
    assert client.get("/api/collections/parcels/").json()["id"] == "parcels"


def test_collection_document(client: TestClient) -> None:
    document = client.get("/api/collections/parcels", headers={"Accept-Language": "vi"}).json()
    assert document["title"] == "Thửa đất" and document["itemCount"] == 24
    assert document["storageCrs"] == "http://www.opengis.net/def/crs/EPSG/0/5898"
    assert [uri.rsplit("/", 1)[1] for uri in document["crs"]] == ["CRS84", "4326", "4756", "5898"]
    west, south, east, north = document["extent"]["spatial"]["bbox"][0]
    assert 108.78 < west < east < 108.80 and 15.10 < south < north < 15.12
    english = client.get("/api/collections/parcels?lang=en").json()
    assert english["title"] == "Land parcels"


def test_conformance_promises_nothing_that_is_not_done(client: TestClient) -> None:
    for _ in range(3):
        classes = client.get("/api/conformance?f=json").json()["conformsTo"]
    assert len(classes) == len(set(classes))
    assert "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs" in classes
    assert not [uri for uri in classes if "features-4" in uri]


@pytest.mark.parametrize("audience", list(Audience))
def test_generated_configuration_meets_pygeoapis_own_schema(
    client: TestClient, project: Any, audience: Audience
) -> None:
    source = client.app.state.editions.sources[audience]  # type: ignore[attr-defined]
    config = pygeoapi_config(
        project,
        read_catalog(project.directory),
        audience,
        source.state().rows,
        base_url="https://sdi.example.vn/api",
        source=source.address._asdict(),
    )
    assert validate_config(config)
    assert "trees" not in config["resources"]  # declared, never published


def test_options_and_methods(client: TestClient) -> None:
    allow = client.options("/api/collections/parcels/items").headers["allow"]
    assert "GET" in allow and "POST" not in allow
    assert client.head("/api/collections/parcels/items?limit=1").status_code == 200
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = client.request(method, "/api/collections/parcels/items")
        assert answer.status_code == 405 and "detail" in answer.json()


@pytest.mark.parametrize(
    "path",
    ["/", "/api/", "/api/collections", "/api/collections/parcels", "/api/collections/parcels/items?limit=3",
     "/api/collections/parcels/items/21025-12-1", "/api/collections/parcels/schema",
     "/api/collections/roads/queryables",
     "/api/conformance", "/api/openapi", "/api/collections/nothing", "/no/such/page"],
)  # fmt: skip
def test_pages_are_vietnamese_offline_and_free_of_inline_code(client: TestClient, path: str) -> None:
    answer = client.get(
        path, headers={"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "Accept-Language": "en"}
    )
    assert answer.headers["content-type"].startswith("text/html")
    text = answer.text
    assert '<html lang="vi">' in text and '<meta name="viewport"' in text
    assert not re.search(r'(?:src|href)="(?:https?:)?//(?!testserver)', text)
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=", text)
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "unit", "shown"),
    [
        (151.3084, "m2", "151,31 m²"),
        (58.7, "%", "58,7 %"),
        (2.5, "1", "2,50"),
        (1234, "kV.A", "1.234 kVA"),
        (1976, None, "1976"),
        (None, "m", "—"),
    ],
)
def test_values_are_written_the_vietnamese_way(content: Any, unit: str | None, shown: str) -> None:
    field = Field.model_validate({"type": "number", "title": {"vi": "Trường"}, "unit": unit})
    assert value(content, field, None) == shown  # type: ignore[arg-type]


def test_text_of_features_is_inert_in_pages(client: TestClient, town: Any) -> None:
    from serve_kit import parcel

    nasty = "<script>alert(1)</script>"
    town.publish("parcels", [parcel(1, map_sheet=nasty), *(parcel(n) for n in range(2, 26))])
    assert client.app.state.editions.refresh()  # type: ignore[attr-defined]
    page = client.get("/api/collections/parcels/items?f=html").text
    assert nasty not in page and "&lt;script&gt;" in page


def test_a_layer_whose_rows_are_all_hidden_is_an_empty_collection(client: TestClient, town: Any) -> None:
    hidden = {
        "gid": 1,
        "feature_id": "C-1",
        "tree_id": "C-1",
        "audience": "internal",
        "geom": "POINT(585000 1671000)",
    }
    town.publish("trees", [hidden])
    assert client.app.state.editions.refresh()  # type: ignore[attr-defined]
    page = client.get("/api/collections/trees/items?bbox=108,15,109,16").json()
    assert page["features"] == [] and page["numberMatched"] == 0
    for path in ("/portal.json", "/", "/api/collections", "/api/collections/trees?f=html"):
        assert client.get(path).status_code == 200


def test_codes_numbers_and_days_are_shown_for_people(client: TestClient) -> None:
    text = client.get("/api/collections/parcels/items/21025-12-7?f=html").text
    assert "Đất ở tại đô thị (ODT), Đất trồng cây lâu năm (CLN)" in text
    assert "400,00 m²" in text and "07/01/2026" in text and "<td>có</td>" in text


def test_health_readiness_metrics(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    ready = client.get("/readyz").json()
    assert ready["status"] == "ok" and ready["epoch"]["public"] == ready["epoch"]["internal"] >= 5
    text = client.get("/metrics").text
    assert "# HELP sdi_http_requests_total" in text and 'route="items"' in text


def test_an_unexpected_error_shows_a_reference_and_nothing_else(client: TestClient, monkeypatch: Any) -> None:
    from sdi.serve.reading import Reader

    def broken(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(Reader, "pieces", broken)
    answer = client.get("/api/collections/parcels/items")
    assert answer.status_code == 500 and answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text and re.search(r"mã [0-9a-f]{8}", answer.json()["detail"])
    assert "content-security-policy" in answer.headers
