"""The pointer and its log: what publishing and taking back share. All of it runs under the lock on ``meta.epoch``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql

from sdi.db.audiences import record_audiences
from sdi.db.connect import Connection, statement
from sdi.model import Project
from sdi.publish.epochs import Change

CHANNEL = "sdi_publication"
"""PostgreSQL notification channel: running services make their configuration anew."""


@dataclass(frozen=True)
class Clock:
    """``meta.epoch``."""

    current: int
    """Where the pointer stands."""
    last: int
    """The highest number ever given away."""
    oldest: int
    """Versions that ended up to here may be archived."""


def lock_epoch(connection: Connection) -> Clock:
    """Serialise publishers until the transaction ends; readers are not held up."""
    row = connection.execute("SELECT current, last, oldest FROM meta.epoch FOR UPDATE").fetchone()
    assert row is not None  # the migration inserts the one row
    return Clock(*row)


def forget_withdrawn(connection: Connection, clock: Clock) -> None:
    """After a rollback: archive rows above the pointer and reopen what they had closed, in all layers."""
    if clock.last == clock.current:
        return
    layers = connection.execute(statement("withdrawn_layers"), {"current": clock.current}).fetchall()
    for layer, computed in layers:
        data = sql.Identifier("data", layer)
        steps = ("withdraw_computed",) if computed else ("withdraw_note", "withdraw_archive")
        for step in steps:
            connection.execute(statement(step, data=data), {"current": clock.current, "layer": layer})
        connection.execute(statement("withdraw_reopen", data=data), {"current": clock.current})
    connection.execute("UPDATE meta.release SET withdrawn = true WHERE epoch > %s", (clock.current,))
    connection.execute("DELETE FROM meta.overlay WHERE epoch > %s", (clock.current,))


def record_release(connection: Connection, project: Project, epoch: int, run: int | None, change: Change) -> None:
    """Note what an epoch does to a layer; several runs of one epoch add up."""
    connection.execute(
        "INSERT INTO meta.release (layer, epoch, run_id, added, changed, removed, feature_count)"
        " VALUES (%s, %s, %s, %s, %s, %s, 0)"
        " ON CONFLICT (layer, epoch) DO UPDATE SET added = release.added + excluded.added,"
        " changed = release.changed + excluded.changed, removed = release.removed + excluded.removed",
        (change.layer, epoch, run, change.added, change.changed, change.removed),
    )
    record_audiences(connection, change.layer, epoch, project.province)


def move_pointer(
    connection: Connection,
    kind: str,
    previous: int,
    epoch: int,
    layers: Sequence[str],
    *,
    runs: Sequence[int] = (),
    actor: str,
    note: str,
) -> None:
    """Move the pointer and write the log; listeners hear of it when the transaction commits."""
    connection.execute("UPDATE meta.epoch SET current = %s, last = greatest(last, %s)", (epoch, epoch))
    connection.execute(
        "INSERT INTO meta.publication (kind, epoch, previous, layers, runs, actor, note)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (kind, epoch, previous, sorted(layers), list(runs), actor, note or None),
    )
    connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, str(epoch)))
