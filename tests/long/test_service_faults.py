"""Bad luck while the service is asked: killed workers, a killed database, a clock that jumps, endless publications."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import psycopg
import pytest
from operation_kit import Answer, Service, Site, cells, clients, load, local, wait_for

from sdi.db import cluster as private_cluster
from sdi.db.keys import create_key
from sdi.model import Audience

pytestmark = pytest.mark.long

PARCELS = 240
ITEMS = "/api/collections/parcels/items?limit=1000"
PATHS = [
    ITEMS,
    "/api/collections/parcels/items/21025-12-7",
    "/api/collections/parcels/items?bbox=107,14,110,16&limit=50",
    "/api/collections/parcels/items?filter=parcel_number%3E100&limit=20",
    "/api/collections/parcels?f=json",
    "/api/collections/parcels/tiles/WebMercatorQuad/16/29985/52573",
]
RETURN_S = 5.0


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = Site(tmp_path_factory.mktemp("site") / "state")
    found.town.publish("parcels", cells(PARCELS, "0"))
    yield found
    found.destroy()


def shown(service: Service) -> int:
    """The release of parcels that the service tells."""
    return int(service.ask("/api/collections/parcels?f=json").json()["release"])


def test_a_killed_worker_costs_no_more_than_the_answers_it_was_writing(site: Site, service: Service) -> None:
    before = set(service.workers())
    assert len(before) == 2
    with load(service.port, PATHS, 8) as asked:
        assert wait_for(lambda: len(asked.answers) > 200)
        sessions = site.sessions()
        victim = min(before)
        killed_at = time.monotonic()
        os.kill(victim, signal.SIGKILL)
        assert wait_for(lambda: len(set(service.workers()) - {victim}) == 2, RETURN_S), "no new worker came"
        whole_at = time.monotonic()
        time.sleep(4)
    assert asked.statuses()[0] <= 16, "only connections to the victim break, and each once or twice"
    assert set(asked.statuses()) <= {0, 200, 204}
    assert asked.statuses(whole_at + 2).keys() <= {200, 204}
    assert max(answer.seconds for answer in asked.answers if answer.at > killed_at) < 10
    assert wait_for(lambda: site.sessions().total() <= sessions.total() + 2), (sessions, site.sessions())


def test_a_worker_that_says_nothing_keeps_nobody_from_seeing_that_another_died(site: Site, service: Service) -> None:
    silent, victim = known = sorted(service.workers())  # the older one is asked first
    os.kill(silent, signal.SIGSTOP)
    try:
        os.kill(victim, signal.SIGKILL)
        assert wait_for(lambda: set(service.workers()) - set(known) != set(), RETURN_S), "no new worker came"
    finally:
        os.kill(silent, signal.SIGCONT)
    assert wait_for(lambda: service.ask(ITEMS).status == 200)
    assert silent in service.workers(), "who was silent for a moment stays"


def test_a_killed_database_is_503_until_it_is_back_and_nothing_is_restarted(site: Site, service: Service) -> None:
    workers = service.workers()
    whole = service.ask(ITEMS).body
    with load(service.port, PATHS, 16, pause=0.01) as asked:
        assert wait_for(lambda: len(asked.answers) > 200)
        site.kill_database()
        gone_at = time.monotonic()
        time.sleep(4)
        site.restart_database()
        back_at = time.monotonic()
        time.sleep(RETURN_S + 3)
    assert set(asked.statuses()) <= {200, 204, 503}, asked.statuses()
    refused = [answer for answer in asked.answers if answer.status == 503]
    assert refused
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in refused)
    assert all(answer.headers["Content-Type"].startswith("application/problem+json") for answer in refused)
    assert max(a.seconds for a in asked.answers if gone_at < a.at < back_at - 1) < 12, "nobody is left waiting"
    late = asked.statuses(back_at + RETURN_S)
    assert late.total() > 50
    assert late.keys() <= {200, 204}, late
    assert service.workers() == workers
    assert service.ask(ITEMS).body == whole
    lines = [orjson.loads(line) for line in service.log.read_text("utf-8").splitlines() if line.startswith("{")]
    assert {"watch_interrupted", "database"} & {line["event"] for line in lines}
    assert all(line["at"] and line["level"] for line in lines)
    assert all(line["request"] for line in lines if line["event"] in ("database", "slow"))
    epoch = site.town.publish("parcels", cells(PARCELS, "after"))
    assert wait_for(lambda: shown(service) == epoch)


def test_a_clock_that_jumps_is_not_noticed(site: Site, tmp_path: Path) -> None:
    """A day back, a month ahead: time passes by the steady clock, and publications go on being seen."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    assert library, "scripts/packages operation"
    assert shutil.which("faketime")
    said = tmp_path / "clock"
    said.write_text("+0")
    service = site.start(
        LD_PRELOAD=str(library), FAKETIME_TIMESTAMP_FILE=str(said), FAKETIME_NO_CACHE="1", DONT_FAKE_MONOTONIC="1",
        FAKETIME_DONT_FAKE_MONOTONIC="1",
    )  # fmt: skip
    with load(service.port, PATHS, 4, pause=0.01) as asked:
        for jump in ("+0", "-1d", "+30d", "+0"):
            said.write_text(jump)
            epoch = site.town.publish("parcels", cells(PARCELS, jump))
            assert wait_for(lambda wanted=epoch: shown(service) == wanted, 10), jump
            time.sleep(1)
    day = service.ask("/healthz").headers["Date"]
    assert day
    service.stop()
    assert asked.statuses().keys() <= {200, 204}, asked.statuses()


def test_a_clock_of_the_database_that_jumps_changes_no_answer(site: Site) -> None:
    """A day back, a month ahead: releases are numbers, and what ends by that clock ends, no sooner and no later."""
    with psycopg.connect(site.url) as connection:
        _, key = create_key(
            connection, Audience.AGENCY, ("read",), "Phòng Quản lý quy hoạch", "thử đồng hồ", actor="test",
            expires_at=datetime.now(UTC) + timedelta(days=10),
        )  # fmt: skip
    service = site.start()
    since = shown(service)
    clock = site.restart_database_by_another_clock("+0")
    try:
        assert wait_for(lambda: service.ask("/readyz").status == 200)
        told, published = [], []
        with load(service.port, PATHS, 4, pause=0.01) as asked:
            for jump in ("+0", "-1d", "+30d", "+0"):
                clock.write_text(jump, "ascii")
                with psycopg.connect(site.url) as connection:
                    ((moment,),) = connection.execute("SELECT clock_timestamp()")
                told.append(round((moment - datetime.now(UTC)) / timedelta(days=1)))
                published.append(site.town.publish("parcels", cells(PARCELS, jump)))
                assert wait_for(lambda: shown(service) == published[-1], 10), jump
                page = service.ask(ITEMS).json()
                assert {feature["properties"]["map_sheet"] for feature in page["features"]} == {jump}
                walked = service.ask(f"/api/collections/parcels/changes?since={since}&limit=1000").json()
                assert walked["to"] == published[-1], walked
                wanted = 401 if jump == "+30d" else 200
                assert wait_for(lambda wanted=wanted: service.ask(ITEMS, **{"X-API-Key": key}).status == wanted), jump
                assert age(service) >= 0, "no release is younger than now"
            site.town.rollback()
            assert wait_for(lambda: shown(service) == published[-2], 10)
            time.sleep(1)
        assert told == [0, -1, 30, 0], "the clock did jump"
        assert asked.statuses().keys() <= {200, 204}, asked.statuses()
    finally:
        service.stop()
        private_cluster.stop(site.settings.state_dir)
        site.restart_database()


def age(service: Service) -> float:
    """The line of ``/metrics`` that says how old the release of parcels is."""
    lines = service.ask("/metrics").body.splitlines()
    (found,) = [line for line in lines if line.startswith(b"sdi_release_age_seconds") and b"parcels" in line]
    return float(found.split()[-1])


def whole(answers: list[Answer]) -> str | None:
    """The sheet that all features of a walk through pages lie on; None when its release was gone on the way (410)."""
    if answers[-1].status == 410:
        return None
    assert [a.status for a in answers] == [200] * len(answers), [(a.path, a.status, a.body[:200]) for a in answers]
    features = [feature for answer in answers for feature in answer.json()["features"]]
    assert len({feature["id"] for feature in features}) == len(features) == PARCELS
    (sheet,) = {feature["properties"]["map_sheet"] for feature in features}
    return str(sheet)


def test_a_hundred_publications_and_rollbacks_under_eight_connections(site: Site, service: Service) -> None:
    """Every answer, and every walk through pages, is of one whole release."""
    faults: list[str] = []
    seen: list[str | None] = []
    stop = threading.Event()

    def read(number: int) -> None:
        first = ITEMS if number % 2 else "/api/collections/parcels/items?limit=100"
        asking = clients(service.port, first, {})
        try:
            answer = next(asking)
            while not stop.is_set():
                walk = [answer]
                while answer.status == 200:
                    following = [link["href"] for link in answer.json()["links"] if link["rel"] == "next"]
                    if not following:
                        break
                    answer = asking.send(local(following[0]))
                    walk.append(answer)
                seen.append(whole(walk))
                answer = asking.send(first)
        except Exception as error:
            faults.append(repr(error)[:600])

    readers = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for reader in readers:
        reader.start()
    for number in range(34):  # 102 of both
        site.town.publish("parcels", cells(PARCELS, f"p{number}"))
        site.town.publish("parcels", cells(PARCELS, f"q{number}"))
        site.town.rollback()
        if faults:
            break
    stop.set()
    for reader in readers:
        reader.join(60)
    assert faults == []
    assert len(set(seen)) > 20
    assert len(seen) > 100
    gone = sum(sheet is None for sheet in seen)
    assert gone < len(seen) / 2
