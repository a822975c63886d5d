"""The changes feed against copies that follow it: at every moment they must become what the collection is."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from intake_kit.candidates import candidate
from intake_kit.desk import PROJECT, Desk
from intake_kit.fixtures import declared, make_desk
from starlette.testclient import TestClient

from sdi.db.roles import sync_roles
from sdi.errors import UsageError
from sdi.model import read_project
from sdi.publish.preparing import follow
from sdi.publish.pruning import prune
from sdi.serve.app import create_app

__all__ = ["make_desk"]

RESTRICTED = "restrict: [{where: stamp >= 3, visibility: internal}]\n"
PLANS = ("QH-A", "QH-B")
SCHEMAS = {"public": "pub", "internal": "pub_internal"}


@pytest.fixture(scope="module")
def desk(
    make_database: Callable[[], str], make_desk: Callable[..., Desk], tmp_path_factory: pytest.TempPathFactory
) -> Desk:
    """A project of its own, in which zones with a high stamp are secret."""
    place = tmp_path_factory.mktemp("secret") / "project"
    shutil.copytree(PROJECT, place)
    redeclare(place, "key: [plan_id, zone_no]", RESTRICTED + "key: [plan_id, zone_no]")
    desk = make_desk(declared(make_database(), place), place)
    sync_roles(desk.connection, desk.settings)
    desk.publish(candidate(desk, {"zones": {"1": 0}, "plan_lines": {"1": 0}}, "QH-A"))
    return desk


def redeclare(place: Path, old: str, new: str) -> None:
    path = place / "layers" / "zones.yml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture(scope="module")
def client(desk: Desk) -> Iterator[TestClient]:
    with TestClient(create_app(desk.settings, desk.url)) as found:
        yield found


@dataclass
class Copy:
    """Somebody's copy of a layer: ids with their stamps and geometries."""

    client: TestClient
    layer: str
    audience: str
    key: str
    since: int = 0
    features: dict[str, Any] = field(default_factory=dict)
    told: int = 0

    def ask(self, address: str = "", **query: Any) -> dict[str, Any]:
        answer = self.client.get(
            address or f"/api/collections/{self.layer}/changes",
            params=query or None,
            headers={"X-API-Key": self.key} if self.key else {},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()  # type: ignore[no-any-return]

    def follow(self, limit: int = 3) -> None:
        page = self.ask(since=self.since, limit=limit)
        pages = [page]
        while links := [link["href"] for link in pages[-1]["links"] if link["rel"] == "next"]:
            pages.append(self.ask(links[0]))
        assert {(page["from"], page["to"]) for page in pages} == {(self.since, page["to"])}
        names = [name for page in pages for name in [*(f["id"] for f in page["upserts"]["features"]), *page["removed"]]]
        assert len(names) == len(set(names)), "told twice"
        for page in pages:
            for feature in page["upserts"]["features"]:
                self.features[feature["id"]] = (feature["properties"]["stamp"], str(feature["geometry"]))
            for name in page["removed"]:
                self.features.pop(name, None)
        self.since, self.told = page["to"], len(names)


def collection(desk: Desk, client: TestClient, layer: str, audience: str, key: str) -> dict[str, Any]:
    """What the collection is, asked without the feed."""
    address: str | None = f"/api/collections/{layer}/items?limit=1000"
    answer = client.get(address, headers={"X-API-Key": key} if key else {}).json()
    found = {f["id"]: (f["properties"]["stamp"], str(f["geometry"])) for f in answer["features"]}
    assert found.keys() == desk.published(layer, "stamp", schema=SCHEMAS[audience]).keys()
    return found


def key_of(desk: Desk, audience: str) -> str:
    return "" if audience == "public" else desk.settings.secret(f"api_key_{audience}")


def deliver(chance: random.Random, desk: Desk, layers: tuple[str, ...]) -> None:
    plan = chance.choice(PLANS)
    new = {}
    for layer in layers:
        now = desk.published(layer, "stamp")
        mine = {name.removeprefix(f"{plan}-"): stamp for name, stamp in now.items() if name.startswith(f"{plan}-")}
        kept = {number: stamp for number, stamp in mine.items() if chance.random() > 0.15}
        changed = {number: (stamp + 1) % 5 if chance.random() < 0.3 else stamp for number, stamp in kept.items()}
        new[layer] = changed | {str(chance.randrange(20)): chance.randrange(5) for _ in range(chance.randrange(4))}
    desk.publish(candidate(desk, new, plan))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_copy_that_follows_is_always_the_collection(desk: Desk, client: TestClient, seed: int) -> None:
    chance = random.Random(seed)
    desk.publish(candidate(desk, {"zones": {"1": 0, "2": seed}}, "QH-A"))
    copies = [
        Copy(client, layer, audience, key_of(desk, audience))
        for layer in ("zones", "plan_lines")
        for audience in SCHEMAS
        for _ in range(3)
    ]
    seen = {"back": 0, "removed": 0, "hidden": 0, "back_before_next": 0}
    for _ in range(45):
        if chance.random() < 0.35:
            layer = chance.choice(["zones", "plan_lines"])
            if desk.one(f"SELECT epoch FROM pub.collections WHERE layer = '{layer}'") == 1:
                continue  # nothing before it: the collection itself would go
            try:
                before = desk.epoch
                desk.rollback(layer)
                seen["back"] += 1
                seen["back_before_next"] += desk.epoch < before
            except UsageError:
                continue
        else:
            deliver(chance, desk, chance.choice([("zones",), ("plan_lines",), ("zones", "plan_lines")]))
        for copy in copies:
            if chance.random() < 0.4:
                held = len(copy.features)
                copy.follow(limit=chance.choice([1, 3, 1000]))
                assert copy.features == collection(desk, client, copy.layer, copy.audience, copy.key)
                seen["removed"] += len(copy.features) < held
                copy.follow()
                assert copy.told == 0, "who is up to date hears nothing"
        secret = {name for name, stamp in desk.published("zones", "stamp").items() if stamp >= 3}
        seen["hidden"] += bool(secret)
        assert secret.isdisjoint(desk.published("zones", "stamp", schema="pub"))
    assert min(seen.values()) >= 1, seen


def test_only_what_differs_is_told(desk: Desk, client: TestClient) -> None:
    desk.publish(candidate(desk, {"zones": {str(n): 0 for n in range(10)}}, "QH-C"))
    copy = Copy(client, "zones", "public", "")
    copy.follow(1000)
    desk.publish(candidate(desk, {"zones": {str(n): int(n == 3) for n in range(1, 11)}}, "QH-C"))
    answer = copy.ask(since=copy.since)
    assert [f["id"] for f in answer["upserts"]["features"]] == ["QH-C-10", "QH-C-3"]
    assert answer["removed"] == ["QH-C-0"]
    assert answer["to"] == desk.epoch == desk.one("SELECT epoch FROM pub.collections WHERE layer = 'zones'")


def test_what_became_secret_is_gone_and_its_content_is_not_told(desk: Desk, client: TestClient) -> None:
    desk.publish(candidate(desk, {"zones": {"1": 0, "2": 0}}, "QH-D"))
    copy = Copy(client, "zones", "public", "")
    copy.follow()
    desk.publish(candidate(desk, {"zones": {"1": 4, "2": 0}}, "QH-D"))
    answer = copy.ask(since=copy.since)
    assert (answer["removed"], answer["upserts"]["features"]) == (["QH-D-1"], [])
    copy.follow()
    desk.publish(candidate(desk, {"zones": {"2": 0}}, "QH-D"))  # a secret thing goes: the public hears nothing of it
    answer = copy.ask(since=copy.since)
    assert (answer["removed"], answer["upserts"]["features"]) == ([], [])


def test_a_declaration_that_hides_rows_and_shows_them_again(desk: Desk, client: TestClient) -> None:
    desk.publish(candidate(desk, {"zones": {"1": 0, "2": 2}}, "QH-E"))
    copies = [Copy(client, "zones", audience, key_of(desk, audience)) for audience in SCHEMAS]
    for copy in copies:
        copy.follow(100)
    assert copies[0].features["QH-E-2"]
    for old, new in (("stamp >= 3", "stamp >= 2"), ("stamp >= 2", "stamp >= 3")):
        redeclare(desk.project.directory, old, new)
        desk.project = read_project(desk.project.directory)
        assert follow(desk.url, desk.project, desk.settings) == ["zones"]
        for copy in copies:
            copy.follow(100)
            assert copy.told, copy.audience
            assert copy.features == collection(desk, client, "zones", copy.audience, copy.key)
            copy.follow()
            assert copy.told == 0
        assert ("QH-E-2" in copies[0].features) == (new == "stamp >= 3")


def test_a_walk_stays_on_the_release_it_began_with(desk: Desk, client: TestClient) -> None:
    desk.publish(candidate(desk, {"zones": {str(n): 0 for n in range(5)}}, "QH-F"))
    copy, began = Copy(client, "zones", "public", ""), desk.epoch
    first = copy.ask(since=0, limit=2)
    desk.publish(candidate(desk, {"zones": {str(n): 1 for n in range(5)}}, "QH-F"))
    pages = [first]
    while links := [link["href"] for link in pages[-1]["links"] if link["rel"] == "next"]:
        pages.append(copy.ask(links[0]))
    stamps = {f["id"]: f["properties"]["stamp"] for page in pages for f in page["upserts"]["features"]}
    assert {page["to"] for page in pages} == {began}
    assert {stamp for name, stamp in stamps.items() if name.startswith("QH-F")} == {0}


def test_a_walk_whose_release_is_taken_back_ends_with_410(desk: Desk, client: TestClient) -> None:
    desk.publish(candidate(desk, {"zones": {str(n): 2 for n in range(5)}}, "QH-F"))
    first = Copy(client, "zones", "public", "").ask(since=0, limit=2)
    following = next(link["href"] for link in first["links"] if link["rel"] == "next")
    desk.rollback("zones")
    assert client.get(following).status_code == 410
    desk.publish(candidate(desk, {"zones": {"1": 2}}, "QH-F"))
    assert client.get(following).status_code == 410


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("since=-1", 400),
        ("since=x", 400),
        ("since=1.0", 400),
        ("since=99999", 400),
        ("since=99999999999999999999", 400),
        ("since=0&limit=0", 400),
        ("since=0&limit=-1", 400),
        ("since=0&cursor=x", 400),
        ("since=0&cursor=WzEsMV0=", 400),
        ("since=0&crs=EPSG:5898", 400),
        ("since=0&f=html", 400),
        ("since=0&bbox=1,2,3,4", 400),
        ("since=0&limit=99999", 200),
    ],
)
def test_questions_that_make_no_sense(client: TestClient, query: str, status: int) -> None:
    answer = client.get(f"/api/collections/zones/changes?{query}")
    assert answer.status_code == status
    assert status == 200 or "f=html" in query or answer.headers["content-type"] == "application/problem+json"


def test_there_is_no_feed_of_what_nobody_publishes(client: TestClient) -> None:
    assert client.get("/api/collections/nothing/changes?since=0").status_code == 404
    assert client.get("/api/collections/zones/changes?since=0", headers={"X-API-Key": "x"}).status_code == 401


def test_geometry_comes_in_the_asked_crs(desk: Desk, client: TestClient) -> None:
    uri = "http://www.opengis.net/def/crs/EPSG/0/5898"
    answer = client.get("/api/collections/zones/changes", params={"since": 0, "crs": uri})
    items = client.get("/api/collections/zones/items", params={"crs": uri, "limit": 1000}).json()["features"]
    assert answer.headers["content-crs"] == f"<{uri}>"
    assert {f["id"]: f["geometry"] for f in answer.json()["upserts"]["features"]} == {
        f["id"]: f["geometry"] for f in items
    }


def test_the_document_of_the_api_tells_of_the_feed(client: TestClient) -> None:
    document = client.get("/api/openapi").json()
    operation = document["paths"]["/collections/{collectionId}/changes"]["get"]
    named = {ref["$ref"].rsplit("/", 1)[1] for ref in operation["parameters"]}
    assert named == {"collectionId", "since", "limit", "cursor", "crs", "lang"}
    assert operation["responses"]["200"] == {"$ref": "#/components/responses/Changes"}
    assert named <= document["components"]["parameters"].keys()


def test_a_release_that_was_pruned_is_gone(desk: Desk, client: TestClient) -> None:
    """Last: it takes the history away."""
    old = desk.epoch
    desk.publish(candidate(desk, {"zones": {"1": 0}}, "QH-G"))
    desk.connection.execute("ALTER TABLE meta.publication DISABLE TRIGGER append_only")
    desk.connection.execute("UPDATE meta.publication SET at = now() - interval '9 years'")
    desk.publish(candidate(desk, {"zones": {"1": 1}}, "QH-G"))
    prune(desk.connection, desk.project, desk.folder)
    copy = Copy(client, "zones", "public", "")
    answer = client.get("/api/collections/zones/changes", params={"since": old})
    assert answer.status_code == 410 and "since=0" in answer.json()["detail"]
    copy.follow(1000)
    assert copy.features == collection(desk, client, "zones", "public", "")
    copy.follow()
    assert copy.told == 0
