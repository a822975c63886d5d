"""Where the pointer stands, and what moved it."""

from __future__ import annotations

from dataclasses import dataclass

from sdi.db.connect import Connection


@dataclass(frozen=True)
class Change:
    """What a publication does to one layer."""

    layer: str
    added: int
    changed: int
    removed: int
    unchanged: int

    @property
    def empty(self) -> bool:
        """Whether the layer stays as it is."""
        return not (self.added or self.changed or self.removed)

    @property
    def share(self) -> float:
        """How much of what it looked at is different, 0 … 1."""
        different = self.added + self.changed + self.removed
        return different / max(different + self.unchanged, 1)


@dataclass(frozen=True)
class Publication:
    """A log entry: where the pointer stands afterwards, and what changed."""

    epoch: int
    changes: list[Change]

    @property
    def state(self) -> str:
        """What became of the runs: ``published``, or ``unchanged`` when no layer is different."""
        return "unchanged" if all(change.empty for change in self.changes) else "published"


def current_epoch(connection: Connection) -> int:
    """Where the pointer stands."""
    row = connection.execute("SELECT current FROM meta.epoch").fetchone()
    assert row is not None  # the migration inserts the one row
    return int(row[0])
