"""Reading the audit log; it writes itself, by triggers of what changes and by the gate of the web workers."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sdi.db.connect import Connection

_FORMULA = re.compile(r"[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
"""How a cell begins that a spreadsheet would compute."""


@dataclass(frozen=True)
class Wanted:
    """Which entries: from a moment on, before one, of an actor, of an action, the newest so many."""

    since: datetime | None = None
    before: datetime | None = None
    who: str | None = None
    action: str | None = None
    limit: int = 200


@dataclass(frozen=True)
class Entry:
    """What was done. ``times``: reads that were the same within a second are one entry."""

    at: datetime
    actor: str
    audience: str | None
    action: str
    object: str
    outcome: str | None
    times: int
    address: str | None


def read_audit(connection: Connection, wanted: Wanted) -> list[Entry]:
    """The newest entries that are wanted, in the order in which it happened."""
    rows = connection.execute(
        "SELECT at, actor, audience, action, object, outcome, times, address FROM meta.audit"
        " WHERE (%(since)s::timestamptz IS NULL OR at >= %(since)s)"
        " AND (%(before)s::timestamptz IS NULL OR at < %(before)s)"
        " AND (%(who)s::text IS NULL OR position(lower(%(who)s) IN lower(actor)) > 0)"
        " AND (%(action)s::text IS NULL OR action = %(action)s)"
        " ORDER BY at DESC, id DESC LIMIT %(limit)s",
        asdict(wanted),
    ).fetchall()
    return [Entry(*row) for row in reversed(rows)]


def written(entries: Sequence[Entry], form: Literal["text", "csv", "json"]) -> str:
    """Entries for people, for a spreadsheet (no cell is computed), or a JSON object per line."""
    if form == "json":
        return "".join(json.dumps(asdict(entry), ensure_ascii=False, default=_plain) + "\n" for entry in entries)
    if form == "csv":
        text = io.StringIO()
        text.write("\ufeff")
        table = csv.writer(text)
        table.writerow(Entry.__dataclass_fields__)
        table.writerows([_harmless(_plain(value)) for value in asdict(entry).values()] for entry in entries)
        return text.getvalue()
    return "".join(map(_line, entries))


def _line(entry: Entry) -> str:
    at = entry.at.astimezone().strftime("%d/%m/%Y %H:%M:%S")
    parts = [f"{at}  {entry.action:<13}", entry.actor, entry.object]
    parts += [part for part in (entry.outcome, entry.address) if part]
    parts += [f"{entry.times} lần"] if entry.times > 1 else []
    return "".join(one if one.isprintable() else "·" for one in "  ".join(parts)) + "\n"  # no terminal is steered


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else "" if value is None else str(value)


def _harmless(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text
