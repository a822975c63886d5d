"""Rendered features against the same answers out of the database, to the byte, and against shapely."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import numpy as np
import psycopg
import pytest
import shapely
from serve_kit import E0, N0, Town
from starlette.testclient import TestClient

from sdi.model import Audience
from sdi.serve import downloads, rendered, renderings
from sdi.serve.app import create_app
from sdi.serve.problems import Problem
from sdi.serve.rendered import Rendered
from sdi.settings import Settings

ITEMS = "/api/collections/parcels/items"
CRS = "http://www.opengis.net/def/crs/EPSG/0/5898"
SECRET = 700
SIDE = 40
COUNT = SIDE * SIDE


def _parcel(number: int) -> dict[str, Any]:
    """One of 1,600 parcels of many shapes, numbered at random over the land, so that order and place differ."""
    place = random.Random(7).sample(range(COUNT), COUNT)[number - 1]
    e, n = E0 + 20 * (place % SIDE), N0 + 20 * (place // SIDE)
    turn = random.Random(number)
    ring = [(0, 0), (18 + turn.random(), 1), (19, 17 + turn.random()), (9 + 5 * turn.random(), 12), (1, 18)]
    corners = [*ring, ring[0]]
    text = ", ".join(f"{e + x:.3f} {n + y:.3f}" for x, y in corners)
    hole = f", ({e + 4} {n + 4}, {e + 5} {n + 6}, {e + 6} {n + 4}, {e + 4} {n + 4})" if number % 9 == 0 else ""
    return {
        "gid": number,
        "feature_id": f"21025-12-{number}" if number % 11 else f'21025-"đ\t{number}',
        "audience": "internal" if number == SECRET else "public",
        "parcel_id": f"21025-12-{number}",
        "commune_code": "21025",
        "map_sheet": "12",
        "parcel_number": number,
        "land_use": ["ODT", "CLN"][number % 2],
        "area_m2": 300 + number / 8,
        "note": f"ghi chú {number}",
        "geom": f"MULTIPOLYGON((({text}){hole}))",
    }  # fmt: skip


@pytest.fixture(scope="module")
def land(town: Town) -> Town:
    town.publish("parcels", [_parcel(number) for number in range(1, COUNT + 1)])
    return town


@pytest.fixture(scope="module")
def plain(land: Town, settings: Settings) -> Iterator[TestClient]:
    """The application without rendered features."""
    app = create_app(settings, land.url)
    app.state.renderings.of = lambda *_: None
    with TestClient(app, client=("127.0.0.1", 1)) as found:
        yield found


@pytest.fixture(scope="module")
def drawn(land: Town, settings: Settings) -> Iterator[TestClient]:
    """The application with them, made."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rendered, "LEAST", 1)
        patched.setattr(renderings, "LOOK_EVERY_S", 0.05)
        with TestClient(create_app(settings, land.url), client=("127.0.0.1", 1)) as found:
            for audience in ("public", "internal"):
                key = {} if audience == "public" else {"X-API-Key": settings.secret("api_key_internal")}
                made(found, settings, audience, key)
            yield found


def made(client: TestClient, settings: Settings, audience: str = "public", key: dict[str, str] | None = None) -> Path:
    """The file of the current release, waited for and in use."""
    client.get(ITEMS, headers=key)
    release = client.get("/api/collections/parcels", headers=key).json()["release"]
    home = settings.state_dir / "downloads" / audience / "parcels"
    deadline = time.monotonic() + 60
    while not (found := list(home.glob(f"{release}-*/parcels.rendered"))):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    time.sleep(0.1)
    client.get(ITEMS, headers=key)
    return found[0]


def until_used(client: TestClient, used: list[str]) -> None:
    """Ask until the file answers."""
    deadline = time.monotonic() + 60
    while not used:
        client.get(ITEMS)
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which ways of :class:`Rendered` were gone."""
    ways: list[str] = []
    for name in ("pieces", "feature"):
        way = getattr(Rendered, name)

        def noted(self: Rendered, *args: Any, name: str = name, way: Callable[..., Any] = way) -> Any:
            found = way(self, *args)
            if found is not None:
                ways.append(name)
            return found

        monkeypatch.setattr(Rendered, name, noted)
    return ways


def same(drawn: TestClient, plain: TestClient, path: str, **more: Any) -> httpx.Response:
    one, other = drawn.get(path, **more), plain.get(path, **more)
    assert one.status_code == other.status_code, (path, one.text)
    assert one.content == other.content, path
    ignored = {"x-request-id", "date", "ratelimit-reset", "ratelimit-remaining", "server-timing"}
    assert {k: v for k, v in one.headers.items() if k not in ignored} == {
        k: v for k, v in other.headers.items() if k not in ignored
    }
    return one


def boxes(number: int) -> list[str]:
    """Boxes of all sizes over the land and beside it, in the provincial CRS."""
    chance = random.Random(number)
    found = []
    for _ in range(12):
        e, n = E0 + chance.uniform(-50, 850), N0 + chance.uniform(-50, 850)
        w, h = chance.choice([0, 0.5, 3, 20, 90, 300, 900]), chance.choice([0, 1, 25, 120, 900])
        found.append(f"{e:.3f},{n:.3f},{e + w:.3f},{n + h:.3f}")
    return found


@pytest.mark.parametrize("number", range(8))
def test_boxes_are_answered_as_by_the_database(
    drawn: TestClient, plain: TestClient, used: list[str], number: int
) -> None:
    for turn, box in enumerate(boxes(number)):
        asked = {
            "bbox": box,
            "bbox-crs": CRS,
            "limit": [7, 100, 10_000][turn % 3],
            **({"offset": 5} if turn % 4 == 3 else {}),
        }
        same(drawn, plain, f"{ITEMS}?{urlencode(asked)}")
    assert used == ["pieces"] * 12


@pytest.mark.parametrize("number", range(4))
def test_boxes_hold_what_shapely_finds(drawn: TestClient, land: Town, used: list[str], number: int) -> None:
    with psycopg.connect(land.url) as connection:
        rows = connection.execute("SELECT feature_id, ST_AsBinary(geom) FROM pub.parcels ORDER BY gid").fetchall()
    names, shapes = np.array([name for name, _ in rows]), shapely.from_wkb([shape for _, shape in rows])
    for box in boxes(100 + number):
        page = drawn.get(ITEMS, params={"bbox": box, "bbox-crs": CRS, "limit": 10_000}).json()
        found = names[shapely.intersects(shapes, shapely.box(*map(float, box.split(","))))]
        assert [feature["id"] for feature in page["features"]] == found.tolist()
        assert page["numberMatched"] == len(found)
    assert len(used) == 12


def test_boxes_in_degrees(drawn: TestClient, plain: TestClient, used: list[str]) -> None:
    ring = plain.get(ITEMS, params={"limit": 1}).json()["features"][0]["geometry"]["coordinates"][0][0]
    x, y = np.mean(ring[:2], axis=0) + [0, 1e-5]  # a metre inside the first parcel
    for reach in (0.0, 1e-7, 1e-4, 8e-4, 3e-3, 0.5, 20):
        page = same(drawn, plain, f"{ITEMS}?bbox={x - reach},{y - reach},{x + reach},{y + reach}&limit=50").json()
        assert page["numberReturned"] >= 1
    same(drawn, plain, f"{ITEMS}?bbox=170,-20,-170,20")
    assert used == ["pieces"] * 8


@pytest.mark.parametrize("query", ["limit=7", "limit=1000", "", "offset=1597", "offset=5000&limit=3", "f=html&limit=5",
                                   "f=jsonld&limit=5", "limit=3&lang=en"])  # fmt: skip
def test_pages_without_a_box(drawn: TestClient, plain: TestClient, used: list[str], query: str) -> None:
    same(drawn, plain, f"{ITEMS}?{query}")
    assert used == ["pieces"]


def test_a_walk_is_the_same(drawn: TestClient, plain: TestClient, used: list[str]) -> None:
    for start in (f"{ITEMS}?limit=400", f"{ITEMS}?bbox={E0},{N0},{E0 + 500},{N0 + 600}&bbox-crs={CRS}&limit=170"):
        path, seen = start, 0
        while path:
            page = same(drawn, plain, path).json()
            seen += page["numberReturned"]
            path = next((link["href"] for link in page["links"] if link["rel"] == "next"), "")
        assert seen == plain.get(f"{start}&resulttype=hits").json()["numberMatched"]
    assert len(used) == 4 + 5


@pytest.mark.parametrize(
    "query",
    [
        "crs=" + CRS, "properties=land_use", "skipGeometry=true", "land_use=ODT", "sortby=-parcel_number",
        "resulttype=hits", "filter=parcel_number<9", "f=csv",
    ],
)  # fmt: skip
def test_other_questions_go_to_the_database(drawn: TestClient, plain: TestClient, used: list[str], query: str) -> None:
    same(drawn, plain, f"{ITEMS}?limit=9&{query}")
    assert used == []


@pytest.mark.parametrize("number", [1, 11, 22, 999, SECRET, COUNT, COUNT + 1])
def test_one_feature(drawn: TestClient, plain: TestClient, used: list[str], number: int) -> None:
    for name in (f"21025-12-{number}", f"21025-%22%C4%91%09{number}"):
        same(drawn, plain, f"{ITEMS}/{name}")
    escaped = number % 11 == 0  # its id has a tab, written otherwise than by others who escape
    assert used == ([] if escaped or number in (SECRET, COUNT + 1) else ["feature"])


def test_every_audience_has_its_own(drawn: TestClient, settings: Settings, used: list[str]) -> None:
    key = {"X-API-Key": settings.secret("api_key_internal")}
    count, first = {}, {}
    for audience, headers in (("public", {}), ("internal", key)):
        page = drawn.get(ITEMS, params={"limit": 2000}, headers=headers).json()
        count[audience], first[audience] = page["numberMatched"], page["features"][0]["properties"]
        status = drawn.get(f"{ITEMS}/21025-12-{SECRET}", headers=headers).status_code
        assert status == (404 if audience == "public" else 200)
    assert count == {"public": COUNT - 1, "internal": COUNT}
    assert "note" not in first["public"] and first["internal"]["note"] == "ghi chú 1"
    assert used == ["pieces", "pieces", "feature"]


def test_a_publication_shows_at_once(
    drawn: TestClient, plain: TestClient, land: Town, settings: Settings, used: list[str]
) -> None:
    walk = drawn.get(ITEMS, params={"limit": 1000}).json()
    following = next(link["href"] for link in walk["links"] if link["rel"] == "next")
    before = made(drawn, settings)
    land.publish("parcels", [_parcel(number) for number in range(1, COUNT + 1) if number != 3])
    deadline = time.monotonic() + 5
    while drawn.get(f"{ITEMS}/21025-12-3").status_code == 200:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    rest = drawn.get(following).json()
    assert rest["numberReturned"] == COUNT - 1 - 1000, "a walk ends on the release that it began on"
    after = made(drawn, settings)
    assert after != before
    used.clear()
    assert same(drawn, plain, f"{ITEMS}?limit=2000").json()["numberMatched"] == COUNT - 2
    assert used == ["pieces"]


def test_files_of_former_releases_are_closed_without_anybody_asking(
    drawn: TestClient, land: Town, settings: Settings
) -> None:
    for audience, key in (("public", {}), ("internal", {"X-API-Key": settings.secret("api_key_internal")})):
        made(drawn, settings, audience, key)
    former = {line.split()[4] for line in _maps() if "parcels.rendered" in line}
    assert len(former) == 2
    land.publish("parcels", [_parcel(number) for number in range(1, COUNT + 1)])
    deadline = time.monotonic() + 60
    while any(line.split()[4] in former for line in _maps() if "parcels.rendered" in line):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _maps() -> list[str]:
    """What this process has mapped: the fifth word is the inode."""
    return Path("/proc/self/maps").read_text("utf-8").splitlines()


def test_a_database_that_was_built_anew_gets_files_of_its_own(drawn: TestClient) -> None:
    edition = drawn.app.state.editions.of(Audience.PUBLIC)  # type: ignore[attr-defined]
    published = edition.collections["parcels"]
    other = replace(published, published_at=published.published_at + timedelta(microseconds=1))
    anew = replace(edition, collections=edition.collections | {"parcels": other})
    paths = {
        drawn.app.state.downloads.path(one, edition.project.collections["parcels"], rendered.RENDERED)  # type: ignore[attr-defined]
        for one in (edition, replace(edition), anew)
    }
    assert len(paths) == 2


def test_what_is_opened_is_read_once(drawn: TestClient, settings: Settings, tmp_path: Path) -> None:
    release = drawn.get("/api/collections/parcels").json()["release"]
    path = tmp_path / "parcels.rendered"
    path.write_bytes(made(drawn, settings).read_bytes())
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        size = path.stat().st_size // 2  # the end is read when it is opened
        found = renderings._opened(path, release, None)
        deadline = time.monotonic() + 30
        while _in_memory(file.fileno(), size) < size:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    assert found is not None


def _in_memory(file: int, size: int) -> int:
    """Bytes at the beginning of a file that need not be waited for; all where the file system cannot tell."""
    try:
        return os.preadv(file, [bytearray(size)], 0, os.RWF_NOWAIT)
    except BlockingIOError:
        return 0
    except OSError:
        return size


@pytest.mark.parametrize("damage", ["cut", "emptied", "other"])
def test_a_damaged_file_is_made_anew(
    plain: TestClient, land: Town, settings: Settings, used: list[str], monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setattr(rendered, "LEAST", 1)
    monkeypatch.setattr(renderings, "LOOK_EVERY_S", 0.05)
    with TestClient(create_app(settings, land.url), client=("127.0.0.1", 1)) as client:
        path = made(client, settings)
        whole = path.read_bytes()
    path.write_bytes({"cut": whole[:-9], "emptied": b"", "other": b"x" * 4000}[damage])
    with TestClient(create_app(settings, land.url), client=("127.0.0.1", 1)) as client:
        used.clear()
        same(client, plain, f"{ITEMS}?limit=100")
        assert used == []
        until_used(client, used)
        same(client, plain, f"{ITEMS}?limit=100")
    assert path.read_bytes() == whole


def test_a_file_that_is_gone_is_made_again(
    drawn: TestClient, settings: Settings, used: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(drawn, settings)
    monkeypatch.setattr(renderings, "USED_EVERY_S", 0.0)
    drawn.app.state.renderings._known.clear()  # type: ignore[attr-defined]
    drawn.get(ITEMS)
    before = path.stat().st_atime_ns
    time.sleep(0.01)
    drawn.get(ITEMS)
    assert path.stat().st_atime_ns > before, "what is in use is not the first to make room"
    path.unlink()
    used.clear()
    assert drawn.get(ITEMS).status_code == 200
    assert used == []
    until_used(drawn, used)
    assert path.exists()


def test_what_could_not_be_made_is_tried_again(
    plain: TestClient,
    land: Town,
    settings: Settings,
    used: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(rendered, "LEAST", 1)
    monkeypatch.setattr(renderings, "LOOK_EVERY_S", 0.05)
    monkeypatch.setattr(downloads, "RETRY_S", 0.2)
    land.publish("parcels", [_parcel(number) for number in range(1, COUNT + 1)])
    app = create_app(settings, land.url)
    app.state.downloads._folder = tmp_path  # the other applications of this module make files too
    with TestClient(app, client=("127.0.0.1", 1)) as client:
        with monkeypatch.context() as full:
            full.setattr(downloads, "FREE_BYTES", 1 << 60)
            for _ in range(20):
                assert client.get(ITEMS).status_code == 200
                time.sleep(0.05)
        assert used == []
        until_used(client, used)
        same(client, plain, f"{ITEMS}?limit=2000")


def test_a_late_order_leaves_the_newer_release_alone(drawn: TestClient, land: Town, settings: Settings) -> None:
    files = drawn.app.state.downloads  # type: ignore[attr-defined]
    editions = drawn.app.state.editions  # type: ignore[attr-defined]
    edition = editions.of(Audience.PUBLIC)
    late = files._order(edition, edition.project.collections["parcels"], rendered.RENDERED, None)
    land.publish("parcels", [_parcel(number) for number in range(1, COUNT + 1) if number != 5])
    deadline = time.monotonic() + 10
    while editions.of(Audience.PUBLIC).collections["parcels"].epoch == late.release:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    newer = made(drawn, settings)
    assert newer != late.path
    deadline = time.monotonic() + 60
    while late.path.exists():  # the newer one is there a moment before the others are removed
        assert time.monotonic() < deadline
        time.sleep(0.05)
    with pytest.raises(Problem):
        files._make(late)
    assert newer.exists() and not late.path.exists()


def test_a_box_over_much_of_a_large_layer_is_left_to_the_database(
    drawn: TestClient, plain: TestClient, used: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendered, "_NEAR", 500)
    small, large = (f"{ITEMS}?bbox={E0},{N0},{E0 + s},{N0 + s}&bbox-crs={CRS}&limit=1000" for s in (100, 700))
    same(drawn, plain, small)
    assert used == ["pieces"]
    same(drawn, plain, large)
    assert used == ["pieces"]
