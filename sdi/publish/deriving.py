"""Declarations changed: what follows from it for readers, in a publication of its own."""

from __future__ import annotations

from sdi.db.connect import Connection
from sdi.model import Project
from sdi.overlay.upkeep import follow, is_current
from sdi.publish.epochs import Change
from sdi.publish.releases import forget_withdrawn, lock_epoch, move_pointer, record_release


def derive(connection: Connection, project: Project, actor: str = "sdi") -> bool:
    """Compute the overlays whose rules have changed, and tell who may see which rows; returns whether there was any."""
    with connection.transaction():
        clock = lock_epoch(connection)
        moved = _moved(connection, clock.current)
        if not moved and is_current(connection, project, clock.current):
            return False
        forget_withdrawn(connection, clock)
        epoch = clock.last + 1
        done = follow(connection, project, epoch, ())
        for layer in moved:
            record_release(connection, project, epoch, None, Change(layer, 0, 0, 0, 0))
        layers = [*moved, *(upkeep.table.id for upkeep in done)]
        note = "Cập nhật theo khai báo mới"
        move_pointer(connection, "derive", clock.current, epoch, layers, actor=actor, note=note)
        return True


def _moved(connection: Connection, current: int) -> list[str]:
    """Layers whose rows a declaration has given to other audiences, which nobody was told yet."""
    rows = connection.execute(
        "SELECT DISTINCT layer FROM meta.touched WHERE NOT withdrawn AND epoch > %s ORDER BY layer", (current,)
    )
    return [layer for (layer,) in rows.fetchall()]
