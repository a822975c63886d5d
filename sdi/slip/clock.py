"""Which state of the publications answers for a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from psycopg import sql

from sdi.db.connect import Connection
from sdi.errors import UsageError
from sdi.wording import wording


class NotYet(UsageError):
    """Nothing was published by that day, or the day has not come."""


class NoLonger(UsageError):
    """What was published then has been taken back or pruned since."""


@dataclass(frozen=True)
class State:
    """A state of the publications: its epoch, and when the pointer came to it."""

    epoch: int
    published: datetime


def state_of(connection: Connection, schema: str, day: date | None, zone: ZoneInfo) -> State:
    """The current state, or the one at the end of a day.

    Raises:
        NotYet: Nothing was published by then, or the day has not come.
        NoLonger: The state was withdrawn, or is older than what is kept.
    """
    log = sql.Identifier(schema, "publications")
    if day is None:
        epoch = connection.execute(sql.SQL("SELECT epoch FROM {}").format(sql.Identifier(schema, "epoch"))).fetchone()
        row = connection.execute(
            sql.SQL("SELECT epoch, at FROM {} WHERE epoch = %s ORDER BY id DESC LIMIT 1").format(log), epoch
        ).fetchone()
        if row is None:
            raise NotYet(wording("slip.nothing_yet"))
        return State(row[0], row[1].astimezone(zone))
    written = f"{day:%d/%m/%Y}"
    if day > datetime.now(zone).date():
        raise NotYet(wording("slip.day_to_come", day=written))
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    row = connection.execute(
        sql.SQL("SELECT epoch, at, readable FROM {} WHERE at < %s ORDER BY id DESC LIMIT 1").format(log), (end,)
    ).fetchone()
    if row is None:
        first = connection.execute(sql.SQL("SELECT min(at) FROM {}").format(log)).fetchone()
        began = first[0] if first else None
        since = wording("slip.published_since", day=f"{began.astimezone(zone):%d/%m/%Y}") if began else ""
        raise NotYet(wording("slip.nothing_by", day=written), since)
    epoch, at, readable = row
    if not readable:
        raise NoLonger(wording("slip.state_gone", day=written, epoch=epoch))
    return State(epoch, at.astimezone(zone))
