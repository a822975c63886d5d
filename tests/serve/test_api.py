"""What each audience is shown, documents that clients start from, errors, health."""

from __future__ import annotations

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pygeoapi.config import validate_config
from pygeoapi.openapi import validate_openapi_document
from starlette.testclient import TestClient

from sdi.model import Audience, Field
from sdi.publish.catalog import read_catalog
from sdi.publish.configuration import pygeoapi_config
from sdi.serve.openapi import ITEM_PARAMETERS
from sdi.serve.pages import value

PUBLIC = ["administrative_units", "parcels", "roads"]


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
    assert hidden.text == nothing.text


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


def test_schema_is_a_schema_that_features_meet(client: TestClient) -> None:
    answer = client.get("/api/collections/parcels/schema?f=json")
    assert answer.headers["content-type"] == "application/schema+json"
    schema = answer.json()
    Draft202012Validator.check_schema(schema)
    fields = schema["properties"]
    assert fields["geometry"]["format"] == "geometry-multipolygon"
    assert fields["area_m2"] | {} == fields["area_m2"] and fields["area_m2"]["x-ogc-unit"] == "m2"
    assert fields["parcel_id"]["x-ogc-role"] == "id" and fields["map_sheet"]["title"] == "Tờ bản đồ"
    assert fields["surveyed_on"]["format"] == "date"
    roads = client.get("/api/collections/roads/queryables").json()
    assert roads["properties"]["road_class"]["enum"] == ["CHINH", "HEM"]
    assert roads["properties"]["valid_from"]["x-ogc-role"] == "primary-interval-start"
    for layer, document in (("parcels", schema), ("roads", roads)):
        validator = Draft202012Validator(document)
        for feature in client.get(f"/api/collections/{layer}/items").json()["features"]:
            values = {k: v for k, v in feature["properties"].items() if v is not None}
            validator.validate(values)


def test_openapi_document(client: TestClient) -> None:
    answer = client.get("/api/openapi")
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    document = answer.json()
    validate_openapi_document(document)
    tags = [tag["name"] for tag in document["tags"]]
    assert len(tags) == len(set(tags)), "names of tags are unique (OpenAPI 3.0, 4.7.1)"
    assert document["paths"]["/collections/parcels/items"]["get"]["summary"] == "Thửa đất: các đối tượng"
    assert not [path for path, item in document["paths"].items() if item.get("get", {}).get("summary", "").isascii()]
    assert document["components"]["parameters"]["limit"]["schema"]["maximum"] == 10_000
    assert all(not {"post", "put", "delete"} & item.keys() for item in document["paths"].values())
    served = {path for path in document["paths"] if "{" not in path}
    for path in served:
        assert client.get(f"/api{path}").status_code == 200, path
    parameters = document["paths"]["/collections/parcels/items"]["get"]["parameters"]
    by_name = {parameter["name"]: parameter for parameter in parameters if "name" in parameter}
    assert by_name["map_sheet"]["schema"] == {"type": "string", "title": "Tờ bản đồ"}
    references = set(re.findall(r'"\$ref":"([^"]+)"', answer.text))
    assert references and all(reference.startswith("#/components/") for reference in references)
    for reference in references:
        _, _, kind, name = reference.split("/")
        assert name in document["components"][kind], reference
    taken = {p.get("name") or p["$ref"].rsplit("/", 1)[1].removesuffix("-items") for p in parameters}
    assert taken >= set(ITEM_PARAMETERS)


@pytest.mark.parametrize("audience", list(Audience))
def test_generated_configuration_meets_pygeoapis_own_schema(
    client: TestClient, project: Any, audience: Audience
) -> None:
    source = client.app.state.editions.sources[audience]  # type: ignore[attr-defined]
    config = pygeoapi_config(
        project,
        read_catalog(project.directory),
        audience,
        source.collections(),
        base_url="https://sdi.example.vn/api",
        source=source.name,
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


@pytest.mark.parametrize("path", ["/api/collections", "/api/collections/parcels", "/api/collections/parcels/schema"])
def test_pages_do_not_mix_languages(client: TestClient, path: str) -> None:
    page = client.get(f"{path}?f=html&lang=en").text
    assert page.replace("&amp;lang=en", "") == client.get(f"{path}?f=html").text
    assert "Thửa đất" in page and "Land parcels" not in page


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
