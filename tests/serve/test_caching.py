"""What was sent once is not sent again: tags, conditions, and what makes answers differ."""

from __future__ import annotations

from typing import Any

import pytest
from serve_kit import Town, parcel
from starlette.testclient import TestClient

ITEMS = "/api/collections/parcels/items"


@pytest.mark.parametrize(
    "path", [f"{ITEMS}?limit=5", f"{ITEMS}/21025-12-1", f"{ITEMS}?limit=5&f=html", f"{ITEMS}?limit=5&f=csv"]
)
def test_not_modified(client: TestClient, path: str) -> None:
    first = client.get(path)
    etag = first.headers["etag"]
    assert not etag.startswith("W/")
    for condition in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        again = client.get(path, headers={"If-None-Match": condition})
        assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == etag
        assert set(again.headers["vary"].split(", ")) == set(first.headers["vary"].split(", "))
    assert client.get(path, headers={"If-None-Match": '"other"'}).content == first.content
    head = client.head(path)
    assert head.status_code == 200 and head.headers["etag"] == etag and head.content == b""


def test_a_publication_changes_the_tag(client: TestClient, town: Town) -> None:
    etag = client.get(ITEMS).headers["etag"]
    other = client.get("/api/collections/roads/items").headers["etag"]
    town.publish("parcels", [parcel(number) | {"map_sheet": "13"} for number in range(1, 26)])
    answer = client.get(ITEMS, headers={"If-None-Match": etag})
    while answer.status_code == 304:  # the service hears of it within a second
        answer = client.get(ITEMS, headers={"If-None-Match": etag})
    assert answer.status_code == 200 and answer.headers["etag"] != etag
    assert client.get("/api/collections/roads/items").headers["etag"] == other


def test_answers_that_differ_have_tags_that_differ(client: TestClient, keys: dict[str, dict[str, str]]) -> None:
    variants: list[tuple[str, dict[str, Any]]] = [
        (ITEMS, {}), (f"{ITEMS}?limit=5", {}), (f"{ITEMS}?limit=6", {}), (f"{ITEMS}?f=html", {}),
        (ITEMS, {"Accept-Encoding": "identity"}), (ITEMS, {"Accept-Encoding": "br"}),
        (ITEMS, keys["agency"]), (ITEMS, keys["internal"]), (f"{ITEMS}/21025-12-1", {}),
        (f"{ITEMS}?crs=http://www.opengis.net/def/crs/EPSG/0/5898", {}),
    ]  # fmt: skip
    tags = [client.get(url, headers=headers).headers["etag"] for url, headers in variants]
    assert len(set(tags)) == len(tags)
    same = [client.get(ITEMS, headers={"Accept-Encoding": said}) for said in ("gzip;q=0.5, br", "br, gzip", "br;q=0.1")]
    assert len({answer.headers["etag"] for answer in same}) == 1  # the bytes are the same, however they were asked for
    assert (
        client.get(f"{ITEMS}?limit=5&properties=map_sheet").headers["etag"]
        == client.get(f"{ITEMS}?properties=map_sheet&limit=5").headers["etag"]
    )


DOCUMENTS = (
    "/api/",
    "/api/conformance",
    "/api/collections",
    "/api/collections/parcels",
    "/api/collections/parcels/schema",
)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_documents_are_not_sent_twice(client: TestClient, path: str) -> None:
    """Programs ask for them at every start; the list of collections alone is over 100 kB."""
    first = client.get(path, headers={"Accept-Language": "vi"})
    again = client.get(path, headers={"Accept-Language": "vi", "If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    other = client.get(path, headers={"Accept-Language": "en", "If-None-Match": first.headers["ETag"]})
    assert (other.status_code == 304) == (other.content == b"" and path == "/api/conformance")  # which has no language
