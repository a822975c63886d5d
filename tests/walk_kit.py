"""A walk over everything that a service tells: what two installations with the same data must answer alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx
from starlette.testclient import TestClient

Client = httpx.Client | TestClient
Answers = dict[str, tuple[int, bytes, str | None]]
"""By address: status, body, ETag."""


def walk(client: Client, headers: dict[str, str], parcels: int = 3, days: Sequence[str] = ()) -> Answers:
    """Collections page by page, single features, changes since every release, tiles, slips by day."""
    found: Answers = {}

    def ask(address: str) -> Any:
        answer = client.get(address, headers=headers)
        found[address] = (answer.status_code, answer.content, answer.headers.get("ETag"))
        return answer

    names = [c["id"] for c in ask("/api/collections?f=json").json()["collections"]]
    for name in names:
        one = f"/api/collections/{name}"
        ask(f"{one}?f=json")
        features = []
        for page in _pages(ask, f"{one}/items?f=json&limit=500"):
            features += page.get("features", [])
        for feature in features[:2]:
            ask(f"{one}/items/{feature['id']}?f=json")
        for _ in _pages(ask, f"{one}/changes?f=json&limit=1000"):
            pass
    for release in range(1, 60, 4):
        ask(f"/api/collections/roads/changes?since={release}")
    for parcel in client.get(f"/api/collections/parcels/items?limit={parcels}", headers=headers).json()["features"]:
        ask(f"/api/slip/{parcel['id']}?f=json")
        ask(f"/api/slip/{parcel['id']}?f=html")
        for day in days:
            ask(f"/api/slip/{parcel['id']}?f=json&as-of={day}")
            ask(f"/api/slip/{parcel['id']}?f=json&compare={day}")
    return found


def _pages(ask: Any, address: str | None) -> Iterator[dict[str, Any]]:
    while address:
        answer = ask(address)
        if answer.status_code != 200:
            return
        page = answer.json()
        yield page
        following = [link["href"] for link in page.get("links", []) if link["rel"] == "next"]
        parts = urlsplit(following[0]) if following else None
        address = f"{parts.path}?{parts.query}" if parts else None
