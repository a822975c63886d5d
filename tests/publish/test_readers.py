"""Readers while others publish and take back: no request fails, and no answer mixes two states.

Zones and plan lines are always published together and with the same stamps, so every answer can be checked alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from intake_kit.candidates import candidate
from intake_kit.desk import Desk

from sdi.model import Audience

FEATURES = 240
READERS = 4
PLAN = "QH-A"

ONE_STATEMENT = """
SELECT (SELECT row(count(*), coalesce(sum(stamp), 0))::text FROM pub.zones),
       (SELECT row(count(*), coalesce(sum(stamp), 0))::text FROM pub.plan_lines),
       (SELECT count(DISTINCT z.stamp - l.stamp) FROM pub.zones z FULL JOIN pub.plan_lines l USING (feature_id)),
       (SELECT max(feature_count) = min(feature_count) FROM pub.collections WHERE layer IN ('zones', 'plan_lines')),
       (SELECT feature_count FROM pub.collections WHERE layer = 'zones') = (SELECT count(*) FROM pub.zones)
"""


@pytest.fixture
def desk(own_desk: Desk) -> Desk:
    """Readers come by other connections."""
    return own_desk


def publish(desk: Desk, number: int) -> None:
    """Everything changes, a third comes and goes."""
    state = {str(i): number * 1000 + i for i in range(FEATURES) if i % 3 or number % 2}
    desk.publish(candidate(desk, {"zones": state, "plan_lines": state}, PLAN))


def one_statement(connection: psycopg.Connection[Any]) -> None:
    zones, lines, differences, counts_agree, counted = connection.execute(ONE_STATEMENT).fetchone()  # type: ignore[misc]
    assert zones == lines and differences <= 1 and counts_agree and counted, (zones, lines, differences)


def pages(connection: psycopg.Connection[Any]) -> None:
    """Page by page at the epoch that was current when the walk began."""
    epoch = connection.execute("SELECT epoch FROM pub.epoch").fetchone()[0]  # type: ignore[index]
    found = []
    for layer in ("zones", "plan_lines"):
        rows: list[tuple[int, str, int]] = []
        while True:
            page = connection.execute(
                f"SELECT gid, feature_id, stamp FROM pub.{layer}_versions"  # noqa: S608
                " WHERE r0 <= %(n)s AND %(n)s < r1 AND gid > %(last)s ORDER BY gid LIMIT 50",
                {"n": epoch, "last": rows[-1][0] if rows else 0},
            ).fetchall()
            rows += page
            if len(page) < 50:
                break
        found.append({(name, stamp) for _, name, stamp in rows})
        assert len(found[-1]) == len(rows)
    assert found[0] == found[1]
    assert len({stamp // 1000 for _, stamp in found[0]}) <= 1, "a page of another state"


def pages_in_one_snapshot(connection: psycopg.Connection[Any]) -> None:
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        pages(connection)


def reading(
    desk: Desk, *ways: Callable[[psycopg.Connection[Any]], None]
) -> tuple[list[threading.Thread], threading.Event, list[int], list[str]]:
    """Start readers, each going through all ways again and again."""
    stop, counts, faults = threading.Event(), [0] * READERS, []

    def read(index: int) -> None:
        try:
            with desk_as_public() as connection:
                while not stop.is_set():
                    for way in ways:
                        way(connection)
                        counts[index] += 1
        except BaseException as error:
            faults.append(repr(error))

    def desk_as_public() -> Any:
        return psycopg.connect(url, autocommit=True)

    with desk.seen_by(Audience.PUBLIC) as connection:
        url = psycopg.conninfo.make_conninfo(connection.info.dsn, password=connection.info.password)
    threads = [threading.Thread(target=read, args=(index,)) for index in range(READERS)]
    for thread in threads:
        thread.start()
    return threads, stop, counts, faults


def test_fifty_publications_and_fifty_rollbacks_under_readers(desk: Desk) -> None:
    publish(desk, 0)
    threads, stop, counts, faults = reading(desk, one_statement, pages_in_one_snapshot)
    try:
        for number in range(1, 51, 2):
            publish(desk, number)
            publish(desk, number + 1)
            desk.rollback("zones")
            desk.rollback("plan_lines")
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)
    assert faults == []
    assert min(counts) >= 10, counts
    kinds = dict(desk.all("SELECT kind, count(*) FROM meta.publication WHERE 'zones' = ANY (layers) GROUP BY 1"))
    assert kinds == {"publish": 51, "rollback": 50}
    assert set(desk.published("zones", "stamp").values()) == {i for i in range(FEATURES) if i % 3}


def test_a_walk_through_pages_stays_on_its_epoch_while_others_publish(desk: Desk) -> None:
    """Without a snapshot: the number alone keeps the reader on its state."""
    publish(desk, 0)
    threads, stop, counts, faults = reading(desk, pages)
    try:
        for number in range(1, 21):
            publish(desk, number)
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)
    assert faults == []
    assert min(counts) >= 3, counts
