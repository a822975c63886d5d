"""A layer that broke is set aside and named in health; all others go on, and it comes back without a restart."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg import sql
from serve_kit import Town
from starlette.testclient import TestClient

from sdi.db.layers import sync_layers
from sdi.db.roles import sync_roles
from sdi.model import Project
from sdi.publish.health import diagnose
from sdi.serve import editions as module
from sdi.settings import Settings

VIETNAMESE = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
HTML = {"Accept": "text/html"}
BROKEN = "/api/collections/roads"
OF_BROKEN = (
    BROKEN, f"{BROKEN}/items", f"{BROKEN}/items/R-1", f"{BROKEN}/items?f=csv", f"{BROKEN}/schema",
    f"{BROKEN}/queryables", f"{BROKEN}/changes?since=0", f"{BROKEN}/downloads/roads.gpkg", f"{BROKEN}/tiles",
    f"{BROKEN}/tiles/WebMercatorQuad",
    f"{BROKEN}/tiles/WebMercatorQuad/14/7435/13152",
)  # fmt: skip
OF_ALL = (
    "/", "/portal.json", "/api/", "/api/openapi", "/api/conformance", "/api/collections", "/api/tiles",
    "/api/collections/parcels", "/api/collections/parcels/items", "/api/collections/parcels/items/21025-12-7",
    "/api/collections/parcels/changes?since=0", "/api/tiles/WebMercatorQuad", "/healthz", "/metrics",
)  # fmt: skip

DAMAGES = {
    "a column was dropped from the view": (
        'ALTER VIEW pub.roads_versions RENAME COLUMN road_class TO "road class"',
        'ALTER VIEW pub.roads_versions RENAME COLUMN "road class" TO road_class',
        "'road_class'",
    ),
    "a view was renamed": (
        "ALTER VIEW pub.roads_versions RENAME TO roads_of_yesterday",
        "ALTER VIEW pub.roads_of_yesterday RENAME TO roads_versions",
        "'roads_versions'",
    ),
    "the current view is gone": (
        "ALTER VIEW pub.roads RENAME TO elsewhere",
        "ALTER VIEW pub.elsewhere RENAME TO roads",
        "'roads'",
    ),
    "the view of the feed is gone": (
        "ALTER VIEW pub.roads_touched RENAME TO elsewhere",
        "ALTER VIEW pub.elsewhere RENAME TO roads_touched",
        "'roads_touched'",
    ),
    "the role may not read it": (
        "REVOKE SELECT ON pub.roads_versions FROM {role}",
        "GRANT SELECT ON pub.roads_versions TO {role}",
        "may not be read",
    ),
    "the record of the publication is none": (
        "UPDATE meta.release_audience SET bbox[1] = 'NaN' WHERE layer = 'roads'",
        "UPDATE meta.release_audience SET bbox[1] = 108.79 WHERE layer = 'roads'",
        "extent",
    ),
    "the box of the record is turned round": (
        "UPDATE meta.release_audience SET storage_bbox[1] = 9e9 WHERE layer = 'roads'",
        "UPDATE meta.release_audience SET storage_bbox[1] = 584990 WHERE layer = 'roads'",
        "extent",
    ),
}


@contextmanager
def damaged(town: Town, settings: Settings, damage: str, mend: str) -> Iterator[None]:
    role = f'"{settings.role_prefix}_public"'
    with psycopg.connect(town.url, autocommit=True) as connection:
        connection.execute(damage.format(role=role))  # type: ignore[arg-type]
        try:
            yield
        finally:
            connection.execute(mend.format(role=role))  # type: ignore[arg-type]


def looked(client: TestClient) -> None:
    assert client.app.state.editions.refresh()  # type: ignore[attr-defined]


def others_go_on(client: TestClient) -> None:
    for path in OF_ALL:
        assert client.get(path).status_code == 200, path
        assert client.get(path, headers=HTML).status_code == 200, path
    listed = {entry["id"] for entry in client.get("/api/collections").json()["collections"]}
    assert listed == {"parcels", "administrative_units", "catalogue"}
    assert client.get("/api/collections/parcels/items").json()["numberReturned"] == 24


def is_set_aside(client: TestClient, reason: str) -> None:
    for path in OF_BROKEN:
        for language in ("vi", "en"):
            answer = client.get(path, headers={"Accept-Language": language})
            assert answer.status_code == 503 and answer.headers["retry-after"], path
            assert answer.headers["content-type"] == "application/problem+json"
            problem = answer.json()
            assert bool(VIETNAMESE.search(problem["detail"])) == (language == "vi"), problem
            assert "SELECT" not in answer.text and "pub." not in answer.text
        assert reason in problem["detail"]
        if "f=" in path:  # a program's address, whatever it accepts
            continue
        page = client.get(path, headers=HTML)
        assert page.status_code == 503 and "text/html" in page.headers["content-type"], path
    posted = client.post(f"{BROKEN}/search", json={})
    assert posted.status_code == 503
    ready = client.get("/readyz", headers={"Accept-Language": "en"})
    assert ready.status_code == 200 and ready.json()["status"] == "degraded"
    assert ready.json()["quarantined"].keys() == {"roads"} and reason in ready.json()["quarantined"]["roads"]
    assert VIETNAMESE.search(client.get("/readyz").json()["quarantined"]["roads"])


def is_back(client: TestClient) -> None:
    assert client.get("/readyz").json()["status"] == "ok" and client.get("/readyz").json()["quarantined"] == {}
    for path in OF_BROKEN[:7]:
        assert client.get(path).status_code == 200, path
    assert client.get(f"{BROKEN}/items").json()["numberReturned"] == 2


@pytest.mark.parametrize("name", DAMAGES)
def test_a_broken_layer_is_set_aside_and_comes_back(
    client: TestClient, town: Town, settings: Settings, name: str
) -> None:
    damage, mend, reason = DAMAGES[name]
    looked(client)
    is_back(client)
    with damaged(town, settings, damage, mend):
        looked(client)
        is_set_aside(client, reason)
        others_go_on(client)
    looked(client)
    is_back(client)


def test_until_it_is_noticed_the_answer_is_503_and_nothing_is_told(
    client: TestClient, town: Town, settings: Settings
) -> None:
    editions = client.app.state.editions  # type: ignore[attr-defined]
    known = editions.of(module.Audience.PUBLIC)
    damage, mend, _ = DAMAGES["a view was renamed"]
    with damaged(town, settings, damage, mend):
        for path in OF_BROKEN[1:4]:
            editions._current[module.Audience.PUBLIC] = known  # whenever the watcher looks
            answer = client.get(path, headers={"Accept-Language": "en"})
            assert answer.status_code == 503, path
            assert "relation" not in answer.text and "SELECT" not in answer.text
    looked(client)
    is_back(client)


def test_the_watcher_finds_both_by_itself(client: TestClient, town: Town, settings: Settings) -> None:
    def wait(status: str) -> None:
        for _ in range(100):
            if client.get("/readyz").json()["status"] == status:
                return
            time.sleep(0.1)
        raise AssertionError(status)

    damage, mend, _ = DAMAGES["a view was renamed"]
    with damaged(town, settings, damage, mend):
        wait("degraded")
    wait("ok")


def test_only_who_may_see_a_layer_is_told_that_it_broke(
    client: TestClient, town: Town, settings: Settings, keys: dict[str, dict[str, str]]
) -> None:
    hidden = ("ALTER VIEW pub_internal.substations RENAME TO x", "ALTER VIEW pub_internal.x RENAME TO substations")
    with damaged(town, settings, *hidden):
        looked(client)
        assert client.get("/readyz").json()["quarantined"] == {}
        assert client.get("/readyz", headers=keys["agency"]).json()["quarantined"] == {}
        assert client.get("/readyz", headers=keys["internal"]).json()["quarantined"].keys() == {"substations"}
        assert client.get("/api/collections/substations").status_code == 404
        assert client.get("/api/collections/substations", headers=keys["internal"]).status_code == 503
    looked(client)


def test_a_declared_field_that_the_database_lacks(client: TestClient, project: Project) -> None:
    """Somebody edited a declaration and did not run ``sdi sync``."""
    editions = client.app.state.editions  # type: ignore[attr-defined]
    roads = project.layers["roads"]
    more = roads.model_copy(update={"fields": roads.fields | {"lanes": roads.fields["phase"]}})
    declared = editions._declared
    ahead = replace(declared, project=replace(project, layers=project.layers | {"roads": more}))
    read, editions._read = editions._read, lambda: ahead
    try:
        assert editions.refresh(reread=True)
        is_set_aside(client, "'lanes'")
        others_go_on(client)
    finally:
        editions._read = read
    assert editions.refresh(reread=True)
    is_back(client)


def test_a_declaration_that_spoils_what_is_made_of_all(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it is that a declaration breaks, the layers that do not break it go on."""
    editions = client.app.state.editions  # type: ignore[attr-defined]
    make = module.definitions

    def definitions(project: Project, layers: list[Any], *others: Any) -> Any:
        if any(layer.id == "roads" for layer in layers):
            raise KeyError("tiles")
        return make(project, layers, *others)

    with monkeypatch.context() as patch:
        patch.setattr(module, "definitions", definitions)
        assert editions.refresh(reread=True)
        is_set_aside(client, "declaration")
        others_go_on(client)
    assert editions.refresh(reread=True)
    is_back(client)


def test_a_fault_in_the_files_keeps_the_last_good_declarations(client: TestClient) -> None:
    editions = client.app.state.editions  # type: ignore[attr-defined]

    def faulty() -> Any:
        raise module.SdiError("layers/roads.yml: tiles")

    read, editions._read = editions._read, faulty
    try:
        assert editions.refresh(reread=True)
        is_back(client)
    finally:
        editions._read = read


def test_doctor_names_it_and_sync_mends_it(
    client: TestClient, town: Town, settings: Settings, project: Project, make_view: Callable[[], None]
) -> None:
    make_view()
    looked(client)
    is_set_aside(client, "'road_class'")
    asked = settings.model_copy(update={"database_url": town.url})
    said = [finding.text for finding in diagnose(asked) if not finding.good and "'roads' (" in finding.text]
    assert len(said) == 1 and "road_class" in said[0] and "sdi sync" in said[0]
    with psycopg.connect(town.url, autocommit=True) as connection:
        assert sync_layers(connection, project) == ["roads"]
        sync_roles(connection, settings)
        assert sync_layers(connection, project) == []
    looked(client)
    is_back(client)
    assert not [finding for finding in diagnose(asked) if "'roads' (" in finding.text]


@pytest.fixture
def make_view(town: Town, settings: Settings) -> Callable[[], None]:
    """Replaces a view by one with a column less, as somebody's script might."""

    def make() -> None:
        with psycopg.connect(town.url, autocommit=True) as connection:
            connection.execute("DROP VIEW pub.roads_versions")
            connection.execute(
                "CREATE VIEW pub.roads_versions AS SELECT gid, feature_id, road_id, name, phase, valid_from, valid_to,"
                " geom, r0, r1 FROM data.roads"
            )
            role = sql.Identifier(f"{settings.role_prefix}_public")
            connection.execute(sql.SQL("GRANT SELECT ON pub.roads_versions TO {}").format(role))

    return make
