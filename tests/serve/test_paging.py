"""Walks through a collection: by cursor, in any order, over publications, and what is counted."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from serve_kit import DEFENCE, Town, parcel
from starlette.testclient import TestClient

ITEMS = "/api/collections/parcels/items"
ALL = [f"21025-12-{n}" for n in range(1, 26) if n != DEFENCE]


def walk(client: TestClient, query: str) -> tuple[list[str], list[dict[str, Any]]]:
    """Ids in the order of a walk, and its pages."""
    pages: list[dict[str, Any]] = []
    url: str | None = f"{ITEMS}?{query}"
    while url:
        answer = client.get(url)
        assert answer.status_code == 200, answer.text
        pages.append(answer.json())
        url = following(pages[-1])
        header = answer.headers.get("link", "")
        assert (url is None and not header) or header.startswith(f'<{url}>; rel="next"')
    return [feature["id"] for page in pages for feature in page["features"]], pages


def following(page: dict[str, Any]) -> str | None:
    return next((link["href"] for link in page["links"] if link["rel"] == "next"), None)


@pytest.mark.parametrize("limit", [1, 5, 8, 23, 24, 25])
def test_a_walk_visits_everything_once_and_counts_the_same_on_each_page(client: TestClient, limit: int) -> None:
    seen, pages = walk(client, f"limit={limit}")
    assert seen == ALL
    assert {page["numberMatched"] for page in pages} == {24}
    assert all(page["numberReturned"] == len(page["features"]) > 0 for page in pages)


@pytest.mark.parametrize("name", ["parcel_number", "area_m2", "commune_code"])
@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("chosen", ["", "&properties=map_sheet", "&land_use=ODT"])
def test_a_sorted_walk_is_the_sorted_list(client: TestClient, name: str, sign: str, chosen: str) -> None:
    whole = client.get(f"{ITEMS}?limit=100" + ("&land_use=ODT" if "land_use" in chosen else "")).json()["features"]
    by_gid = list(reversed(whole)) if sign else whole  # ties go the same way as the values
    valued = [f for f in by_gid if f["properties"][name] is not None]
    ordered = sorted(valued, key=lambda f: f["properties"][name], reverse=bool(sign))
    ordered += [f for f in by_gid if f["properties"][name] is None]
    seen, _ = walk(client, f"limit=5&sortby={sign}{name}{chosen}")
    assert seen == [f["id"] for f in ordered]
    jumped = client.get(f"{ITEMS}?limit=4&offset=7&sortby={sign}{name}{chosen}").json()
    assert [f["id"] for f in jumped["features"]] == seen[7:11]


def test_features_without_a_value_come_last_in_both_directions(client: TestClient, town: Town) -> None:
    town.publish(
        "parcels", [parcel(number) | ({"area_m2": None} if number % 3 == 0 else {}) for number in range(1, 26)]
    )
    for sign in ("", "-"):
        seen, pages = walk(client, f"limit=4&sortby={sign}area_m2")
        values = [f["properties"]["area_m2"] for page in pages for f in page["features"]]
        first_empty = values.index(None)
        assert all(value is None for value in values[first_empty:]) and len(set(seen)) == 24
        assert values[:first_empty] == sorted(values[:first_empty], reverse=bool(sign))


def test_fields_may_have_any_name(client: TestClient) -> None:
    """Roads have a field ``phase``, a word of the statement's own."""
    page = client.get("/api/collections/roads/items?sortby=-road_id").json()
    assert [feature["id"] for feature in page["features"]] == ["R-2", "R-1"]


def test_offset_and_links_meet(client: TestClient) -> None:
    page = client.get(f"{ITEMS}?offset=10&limit=5").json()
    onward, _ = walk(client, following(page).split("?", 1)[1])  # type: ignore[union-attr]
    assert [feature["id"] for feature in page["features"]] + onward == ALL[10:]


@pytest.mark.parametrize(
    "query", ["sortby=land_use", "sortby=area_m2,parcel_number", "sortby=parcel_id", "sortby=note"]
)
def test_only_fields_with_an_index_are_sorted_by(client: TestClient, query: str) -> None:
    answer = client.get(f"{ITEMS}?{query}")
    assert answer.status_code == 400 and "area_m2" in answer.json()["detail"]


def changed(cursor: str, place: int, value: Any) -> str:
    content = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    content[place] = value
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def test_cursors_that_are_none_or_of_another_question(client: TestClient) -> None:
    cursor = following(client.get(f"{ITEMS}?limit=5").json()).split("cursor=")[1]  # type: ignore[union-attr]
    assert client.get(f"{ITEMS}?limit=3&cursor={cursor}").json()["features"][0]["id"] == ALL[5]
    for query in (
        "cursor=x", "cursor=e30", f"cursor={cursor[:-3]}", f"cursor={cursor}&land_use=ODT",
        f"cursor={cursor}&sortby=area_m2", f"cursor={cursor}&offset=5", f"cursor={changed(cursor, 5, 'x')}",
        f"cursor={changed(cursor, 5, 2**70)}", f"cursor={changed(cursor, 1, -2.5)}", f"cursor={changed(cursor, 4, 7)}",
        "cursor=" + base64.urlsafe_b64encode(b"[" * 5000).decode(),
    ):  # fmt: skip
        assert client.get(f"{ITEMS}?{query}").status_code == 400, query
    assert client.get(f"{ITEMS}?cursor={changed(cursor, 1, 10**6)}").status_code == 410


def test_a_walk_ends_on_the_release_on_which_it_began(client: TestClient, town: Town) -> None:
    before, pages = walk(client, "limit=24&properties=map_sheet")
    begun = client.get(f"{ITEMS}?limit=6&properties=map_sheet").json()
    town.publish("parcels", [parcel(number) | {"map_sheet": "99"} for number in range(1, 26) if number % 2])
    town.publish("parcels", [parcel(number) | {"map_sheet": "77"} for number in range(1, 26) if number % 5])
    rest, later = walk(client, following(begun).split("?", 1)[1])  # type: ignore[union-attr]
    assert [f["id"] for f in begun["features"]] + rest == before
    assert [f for page in (begun, *later) for f in page["features"]] == pages[0]["features"]
    now, fresh = walk(client, "limit=6&properties=map_sheet")
    assert {f["properties"]["map_sheet"] for page in fresh for f in page["features"]} == {"77"} and now != before


def test_a_walk_on_a_withdrawn_release_is_gone(client: TestClient, town: Town) -> None:
    town.publish("parcels", [parcel(number) | {"map_sheet": "55"} for number in range(1, 26)])
    begun = client.get(f"{ITEMS}?limit=6").json()
    town.rollback()
    answer = client.get(following(begun))  # type: ignore[arg-type]
    assert answer.status_code == 410 and answer.headers["content-type"] == "application/problem+json"
    assert "trang đầu" in answer.json()["detail"]
    town.publish("parcels", [parcel(number) for number in range(1, 26)])
    assert client.get(following(begun)).status_code == 410  # type: ignore[arg-type]


def test_a_page_with_the_last_feature_counts_itself(client: TestClient) -> None:
    assert client.get(f"{ITEMS}?map_sheet=12&limit=30").json()["numberMatched"] == 24
    assert client.get(f"{ITEMS}?map_sheet=12&limit=30&offset=20").json()["numberMatched"] == 24
    assert client.get(f"{ITEMS}?land_use=ODT&limit=30&offset=20").json()["numberMatched"] == 12
    assert client.get(f"{ITEMS}?map_sheet=nothing").json()["numberMatched"] == 0


def test_counting_stops_where_the_layer_says(client: TestClient) -> None:
    """The layer of this project counts up to 20."""
    some = client.get(f"{ITEMS}?map_sheet=12&limit=5")
    assert "numberMatched" not in some.json() and some.json()["numberMatchedAbove"] == 20
    assert "ogc-numbermatched" not in some.headers and some.headers["ogc-numberreturned"] == "5"
    seen, pages = walk(client, "map_sheet=12&limit=5")
    assert seen == ALL and all("numberMatched" not in page for page in pages)
    assert client.get(f"{ITEMS}?limit=5").json()["numberMatched"] == 24  # counted when it was published
    assert client.get(f"{ITEMS}?land_use=ODT&limit=5").headers["ogc-numbermatched"] == "12"
    assert client.get(f"{ITEMS}?map_sheet=12&resulttype=hits").json()["numberMatched"] == 24
