"""Declarations changed: what is computed from the data follows, in a publication of its own."""

from __future__ import annotations

from sdi.db.connect import Connection
from sdi.model import Project
from sdi.overlay.upkeep import follow, is_current
from sdi.publish.releases import forget_withdrawn, lock_epoch, move_pointer


def derive(connection: Connection, project: Project, actor: str = "sdi") -> bool:
    """Compute the overlays whose rules have changed; returns whether there were any."""
    with connection.transaction():
        clock = lock_epoch(connection)
        if is_current(connection, project, clock.current):
            return False
        forget_withdrawn(connection, clock)
        epoch = clock.last + 1
        done = follow(connection, project, epoch, ())
        layers = [upkeep.table.id for upkeep in done]
        note = "Tính lại chồng lớp theo khai báo mới"
        move_pointer(connection, "derive", clock.current, epoch, layers, actor=actor, note=note)
        return True
