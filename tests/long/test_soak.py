"""A minute of everything at 64 connections while others publish; and more than can be answered."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from operation_kit import Service, Site, cells, load, wait_for

from sdi.serve.limits import QUEUE, QUEUE_S

pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]

SECONDS = 60
CONNECTIONS = 64
ONE = "/api/collections/parcels"
MIXED = [
    f"{ONE}/items/21025-12-7",
    f"{ONE}/items?limit=200",
    f"{ONE}/items?bbox=108.79,15.1,108.8,15.11&limit=50",
    f"{ONE}/items?filter=parcel_number%3E100%20AND%20land_use%3D%27ODT%27&limit=20",
    f"{ONE}/items?f=csv&limit=50",
    f"{ONE}/changes?since=1&limit=50",
    f"{ONE}?f=json",
    f"{ONE}/tiles/WebMercatorQuad/16/29985/52573",
    "/api/collections/roads/items?limit=10",
    "/api/collections?f=html",
    "/portal.json",
    "/readyz",
    f"{ONE}/items/no-such-parcel",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = Site(tmp_path_factory.mktemp("site") / "state")
    found.town.publish("parcels", cells(240, "0"))
    road = {"gid": 1, "feature_id": "R-1", "road_id": "R-1", "name": "Đường", "road_class": "CHINH"}
    found.town.publish("roads", [road | {"geom": "MULTILINESTRING((585000 1671000, 585100 1671000))"}])
    yield found
    found.destroy()


def resident_mb(pid: int) -> float:
    """Memory that a process has for itself; what it shares with others is not its own growth."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(row.split()[1]) for row in rows if row.startswith(("Private_Clean", "Private_Dirty"))) / 1024


def test_a_minute_of_everything(site: Site, service: Service) -> None:
    stop = threading.Event()
    published = 0

    def publish() -> None:
        nonlocal published
        while not stop.is_set():
            site.town.publish("parcels", cells(240, f"s{published}"))
            published += 1
            stop.wait(1)

    workers = service.workers()
    publisher = threading.Thread(target=publish)
    publisher.start()
    try:
        with load(service.port, MIXED, CONNECTIONS) as asked:
            time.sleep(10)
            early = {pid: resident_mb(pid) for pid in workers}
            sessions = site.sessions()
            time.sleep(SECONDS - 10)
            late = {pid: resident_mb(pid) for pid in workers}
            statuses = asked.statuses()
    finally:
        stop.set()
        publisher.join()
    assert statuses.keys() <= {200, 204, 404}, (statuses, {a.body for a in asked.answers if a.status >= 500})
    assert statuses.total() > 1000, statuses
    assert published > 20
    assert service.workers() == workers
    for pid in workers:
        assert late[pid] <= early[pid] * 1.05, (early, late)
    assert site.sessions().total() <= sessions.total() + 2, "a connection leaked"
    assert "too many" not in service.log.read_text()


def test_more_than_can_be_answered_is_told_so_at_once(site: Site, service: Service) -> None:
    """The database is stuck; as many wait as may, the others learn at once, and nobody waits for ever."""
    many = 2 * (QUEUE + 60)
    with psycopg.connect(site.url) as holder:
        holder.execute("LOCK TABLE data.parcels IN ACCESS EXCLUSIVE MODE")
        with load(service.port, [f"{ONE}/items?limit=5"], many, patient=True) as asked:
            time.sleep(3)
            assert service.ask("/healthz").seconds < 3
            time.sleep(QUEUE_S + 4)
            holder.rollback()
            released = time.monotonic()
            time.sleep(4)
    assert asked.statuses().keys() <= {200, 503}, asked.statuses()
    refused = [answer.seconds for answer in asked.answers if answer.status == 503]
    assert len(refused) > many
    assert statistics.median(refused) < 2, "most are turned away at once"
    assert max(refused) < QUEUE_S + 12
    assert all(answer.headers.get("Retry-After") for answer in asked.answers if answer.status == 503)
    late = asked.statuses(released + 2)
    assert wait_for(lambda: service.ask(f"{ONE}/items?limit=5").status == 200)
    assert late[200] > 0
