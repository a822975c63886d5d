"""Pages in two languages: nothing of the other one on them, links that keep it, and everything in reach."""

from __future__ import annotations

import re
from typing import Any

import psycopg
import pytest
from page_kit import Page, language_of
from serve_kit import Town
from starlette.testclient import TestClient

from sdi.model import Field
from sdi.serve.pages import by_standard, code, formats, link, value
from sdi.serve.problems import Problem
from sdi.wording import day, number

HTML = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "Accept-Language": "en"}
ITEMS = "/api/collections/parcels/items"
PATHS = [
    "/", "/api/", "/api/collections", "/api/collections/parcels", f"{ITEMS}?limit=3", f"{ITEMS}?limit=3&offset=3",
    f"{ITEMS}?land_use=ODT", f"{ITEMS}?parcel_number=99", f"{ITEMS}/21025-12-7", "/api/collections/roads/items/R-1",
    "/api/collections/parcels/schema", "/api/collections/roads/queryables",
    "/api/collections/roads/sortables", "/api/conformance", "/api/openapi",
    "/api/codelists/road_classes", "/api/processes", "/api/jobs", "/api/jobs/none", "/api/processes/overlay",
    "/api/tileMatrixSets", "/api/tileMatrixSets/VN2000-5898", "/api/tiles", "/api/tiles/WebMercatorQuad",
    "/api/collections/parcels/tiles", "/api/collections/parcels/tiles/VN2000-5898", "/api/tiles/nothing",
    "/api/styles", "/api/styles/parcels", "/api/collections/parcels/styles",
    "/api/collections/nothing", f"{ITEMS}/nothing", f"{ITEMS}?wrong=1", f"{ITEMS}?limit=0", "/no/such/page",
]  # fmt: skip


def in_english(path: str) -> str:
    return path + ("&" if "?" in path else "?") + "lang=en"


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_vietnamese_unless_its_address_says_otherwise(client: TestClient, path: str) -> None:
    """Whatever the browser accepts: a page that somebody sends to a colleague stays what it was."""
    page, english = client.get(path, headers=HTML), client.get(in_english(path), headers=HTML)
    assert page.headers["content-type"].startswith("text/html") and page.status_code == english.status_code
    assert page.headers["content-language"] == "vi" and '<html lang="vi">' in page.text
    assert english.headers["content-language"] == "en" and '<html lang="en">' in english.text


@pytest.mark.parametrize("path", PATHS)
def test_english_pages_say_nothing_in_vietnamese_but_data(client: TestClient, path: str) -> None:
    page = Page(client.get(in_english(path), headers=HTML).text)
    data = ["Đường Quang Trung", "Hẻm 12", "ghi chú"]
    assert not page.vietnamese(*data)
    assert page.said


@pytest.mark.parametrize("path", PATHS)
def test_links_of_an_english_page_lead_to_english_pages_and_one_back(client: TestClient, path: str) -> None:
    for language, answer in (
        ("vi", client.get(path, headers=HTML)),
        ("en", client.get(in_english(path), headers=HTML)),
    ):
        page = Page(answer.text)
        [switch] = page.having("a", rel="alternate")
        assert language_of(switch["href"]) != language and switch["lang"] != language
        other = client.get(switch["href"], headers=HTML)
        assert other.status_code == answer.status_code and other.headers["content-language"] == switch["lang"]
        for address in page.links:
            to_page = "f=html" in address or address.startswith("/?") or address == "/"
            if to_page and address != switch["href"]:
                assert language_of(address) == language, address


@pytest.mark.parametrize("path", PATHS)
def test_a_page_can_be_found_and_walked_by_everybody(client: TestClient, path: str) -> None:
    text = client.get(path, headers=HTML).text
    page = Page(text)
    assert len(page.having("h1")) == 1 and page.having("main", id="main") and page.having("a", href="#main")
    title = re.search(r"<title>([^<]+)</title>", text)
    assert title and title[1].strip()
    labelled = {own["for"] for own in page.having("label") if "for" in own}
    for name in ("input", "select", "textarea"):
        for own in page.having(name):
            hidden = own.get("type") == "hidden"
            assert hidden or own.get("id") in labelled or "aria-label" in own or own.get("type") == "radio", own
    for own in page.having("div"):
        if own.get("class") in ("map", "scroll"):
            assert own["tabindex"] == "0" and own["role"] == "region" and own["aria-label"], own
    assert all(own.get("scope") for own in page.having("th"))
    ids = [own["id"] for _, own in page.elements if "id" in own]
    assert len(ids) == len(set(ids))
    if path.startswith("/api/collections/") and "nothing" not in path and page.having("ol", **{"class": "crumbs"}):
        assert page.having("span", **{"aria-current": "page"})


def test_titles_of_pages_differ(client: TestClient) -> None:
    texts = [client.get(path, headers=HTML) for path in PATHS]
    titles = [re.search(r"<title>([^<]+)</title>", answer.text) for answer in texts if answer.status_code == 200]
    different = {found[1] for found in titles if found}
    assert len(different) >= 13


def test_pages_follow_the_links_of_the_document(client: TestClient) -> None:
    page = Page(client.get(f"{ITEMS}?f=html&limit=10&lang=en").text)
    seen = []
    while True:
        seen += [address for address in page.links if re.search(r"/items/21025-12-\d+\?", address)]
        following = page.having("a", rel="next")
        if not following:
            break
        assert len(following) == 2 and "f=html" in following[0]["href"] and "lang=en" in following[0]["href"]
        page = Page(client.get(following[0]["href"]).text)
    assert len(seen) == len(set(seen)) == 24
    assert "Features 21–24 of 24" in page.said
    first = Page(client.get(page.having("a", rel="first")[0]["href"]).text)
    assert "Features 1–10 of 24" in first.said and not first.having("a", rel="first")


def test_numbers_days_and_codes_in_the_language_of_the_page(client: TestClient) -> None:
    vietnamese = Page(client.get(f"{ITEMS}/21025-12-7?f=html").text).said
    english = Page(client.get(f"{ITEMS}/21025-12-7?f=html&lang=en").text).said
    for text in ("400,00 m²", "07/01/2026", "có", "Diện tích", "Đất ở tại đô thị (ODT), Đất trồng cây lâu năm (CLN)"):
        assert any(text in said for said in vietnamese), text
    for text in ("400.00 m²", "7 Jan 2026", "yes", "Urban residential land (ODT), Perennial crops (CLN)"):
        assert text in english, text


def test_a_filter_is_told_and_can_be_set(client: TestClient) -> None:
    page = Page(client.get("/api/collections/roads/items?f=html&road_class=HEM&lang=en").text)
    assert "Filtered by: Road class = Alley (HEM)" in page.said
    assert page.having("option", value="HEM")[0].get("selected") is not None
    assert page.having("form", id="filter")[0]["action"] == "/api/collections/roads/items"


def test_downloads_are_those_of_the_document(client: TestClient) -> None:
    document = {
        "links": [
            {"rel": "items", "type": "text/html", "href": "http://testserver/api/x?f=html"},
            {"rel": "items", "type": "text/csv", "href": "http://testserver/api/x?f=csv"},
            {
                "rel": "enclosure",
                "type": "application/zip",
                "title": "X – Y – Shapefile",
                "href": "http://testserver/x.zip",
            },
            {"rel": "items", "type": "application/new", "href": "http://testserver/api/x.new"},
            {"rel": "next", "type": "application/geo+json", "href": "http://testserver/api/x?page=2"},
        ]
    }
    found = [(entry["name"], entry["href"]) for entry in formats(document, "items", "enclosure")]
    assert found == [("CSV", "/api/x?f=csv"), ("Shapefile", "/x.zip"), ("application/new", "/api/x.new")]
    assert link(document, "next") == "http://testserver/api/x?page=2" and link(document, "prev") is None
    page = Page(client.get("/api/collections/parcels?f=html").text)
    for entry in client.get("/api/collections/parcels").json()["links"]:
        if entry["rel"] == "items" and entry["type"] != "text/html":
            assert entry["href"].removeprefix("http://testserver") in page.links


@pytest.mark.parametrize("language", ["vi", "en"])
def test_errors_in_both_languages_as_pages_and_as_documents(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    from sdi.serve.reading import Reader

    said = {
        "vi": {404: "Không có bộ dữ liệu", 400: "Không có tham số wrong", 405: "Địa chỉ này", 500: "Lỗi ngoài"},
        "en": {404: "There is no such", 400: "There is no parameter wrong", 405: "This address", 500: "An unexpected"},
    }[language]
    asked = {404: "/api/collections/nothing", 400: f"{ITEMS}?wrong=1", 500: ITEMS}

    def broken(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("secret detail")

    def compare(status: int, answer: Any, page: Any) -> None:
        assert answer.status_code == page.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-language"] == page.headers["content-language"] == language
        assert answer.json()["detail"].startswith(said[status]) and answer.json()["status"] == status
        assert any(text.startswith(said[status]) for text in Page(page.text).said)
        assert "Traceback" not in answer.text + page.text and "secret" not in answer.text + page.text

    for status in (404, 400):
        path = asked[status]
        page = client.get(path if language == "vi" else in_english(path), headers=HTML)
        compare(status, client.get(path, headers={"Accept-Language": language}), page)
    refused = client.post(ITEMS, headers={"Accept-Language": language})
    assert refused.status_code == 405 and refused.json()["detail"].startswith(said[405])
    monkeypatch.setattr(Reader, "pieces", broken)
    page = client.get(ITEMS if language == "vi" else in_english(ITEMS), headers=HTML)
    compare(500, client.get(ITEMS, headers={"Accept-Language": language}), page)


def test_a_database_that_is_away_is_said_in_both_languages(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from sdi.serve.source import Source

    def away(*_: Any, **__: Any) -> Any:
        raise psycopg.OperationalError("host=secret")

    monkeypatch.setattr(Source, "epoch", away)
    answer = client.get("/readyz", headers={"Accept-Language": "en"})
    assert answer.status_code == 503 and answer.json()["detail"] == "The database cannot be read."
    page = client.get("/readyz", headers=HTML)
    assert page.status_code == 503 and "Không đọc được cơ sở dữ liệu." in Page(page.text).said


def test_an_error_page_that_cannot_be_drawn_is_a_document(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    import sdi.serve.negotiation as negotiation
    from sdi.serve.reading import Reader

    def broken(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(Reader, "pieces", broken)
    monkeypatch.setattr(negotiation, "render", broken)
    answer = client.get(ITEMS, headers=HTML)
    assert answer.status_code == 500 and answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text and "content-security-policy" in answer.headers


def test_plain_texts_are_said_as_they_are() -> None:
    assert Problem(400, "chữ").document("en")["detail"] == "chữ"


@pytest.mark.parametrize(
    ("content", "unit", "vietnamese", "english"),
    [
        (151.3084, "m2", "151,31 m²", "151.31 m²"),
        (1234.5, "m", "1.234,50 m", "1,234.50 m"),
        (58.7, "%", "58,7 %", "58.7 %"),
        (1234, "kV.A", "1.234 kVA", "1,234 kVA"),
        (3.0, "h", "3,00 giờ", "3.00 h"),
        (1976, None, "1976", "1976"),
        (None, "m", "—", "—"),
        (True, None, "có", "yes"),
    ],
)
def test_values(content: Any, unit: str | None, vietnamese: str, english: str) -> None:
    field = Field.model_validate({"type": "number", "title": {"vi": "Trường"}, "unit": unit})
    assert value(content, field, None) == vietnamese  # type: ignore[arg-type]
    assert value(content, field, None, "en") == english  # type: ignore[arg-type]


def test_helpers_of_pages() -> None:
    from datetime import date

    assert day(date(2026, 3, 7)) == "07/03/2026" and day(date(2026, 3, 7), "en") == "7 Mar 2026"
    assert number(1234567.5, 1) == "1.234.567,5" and number(1234567.5, 1, "en") == "1,234,567.5"
    assert code("`a` <b>") == "<code>a</code> &lt;b&gt;"
    spec = "http://www.opengis.net/spec"
    uris = [f"{spec}/ogcapi-features-5/1.0/conf/schemas", f"{spec}/cql2/1.0/conf/cql2-text"]
    assert by_standard(uris) == {
        "OGC API – Features, Part 5 (1.0)": [(uris[0], "schemas")],
        "CQL2 (1.0)": [(uris[1], "cql2-text")],
    }


def test_text_of_features_is_inert_where_texts_are_composed(client: TestClient, town: Town) -> None:
    page = client.get(f"{ITEMS}?f=html&map_sheet=<script>alert(1)</script>&lang=en").text
    assert "<script>alert" not in page and "&lt;script&gt;" in page
