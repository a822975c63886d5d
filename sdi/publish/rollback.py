"""Taking back the last release of a layer."""

from __future__ import annotations

from psycopg import sql

from sdi.db.connect import Connection, statement
from sdi.errors import UsageError
from sdi.model import Layer, Project
from sdi.publish.epochs import Change, Publication
from sdi.publish.releases import Clock, forget_withdrawn, lock_epoch, move_pointer, record_release


def rollback(
    connection: Connection, project: Project, layer: str, actor: str, note: str = "", *, seen: int | None = None
) -> Publication:
    """Take back the newest release of a layer that still stands; again, and the one before it goes too.

    When it was the last publication of all, the pointer moves back (with all layers that were published
    together). When others have published since, the layer alone is brought back by a publication of its own.

    Args:
        seen: the release that shall be taken back; no other one is.

    Raises:
        UsageError: the layer has no release to go back from, another one than was seen, or what it would go back to
            has been archived.
    """
    with connection.transaction():
        clock = lock_epoch(connection)
        release = _newest_standing(connection, layer, clock)
        if seen not in (None, release):
            raise UsageError(
                f"Bản phát hành cuối của lớp '{layer}' nay là {release}, không phải {seen}: người khác đã phát hành"
                " hoặc thu hồi trong lúc đó. Không có gì thay đổi.",
                f"Xem lại các bản phát hành của lớp '{layer}' rồi quyết định.",
            )
        if release == clock.current:
            return _step_back(connection, project, clock, actor, note)
        return _revert(connection, project, project.layers[layer], release, clock, actor, note)


def _newest_standing(connection: Connection, layer: str, clock: Clock) -> int:
    """The newest release that brought something new and was not taken back; all later ones cancel each other out."""
    row = connection.execute(
        "SELECT max(epoch) FROM meta.release WHERE layer = %s AND NOT withdrawn AND epoch <= %s"
        " AND NOT EXISTS (SELECT FROM meta.publication AS log WHERE log.epoch = release.epoch AND kind = 'revert')",
        (layer, clock.current),
    ).fetchone()
    if row is None or row[0] is None:
        raise UsageError(f"Lớp '{layer}' không có bản phát hành nào để thu hồi.", f"Xem 'sdi releases {layer}'.")
    return int(row[0])


def _step_back(connection: Connection, project: Project, clock: Clock, actor: str, note: str) -> Publication:
    row = connection.execute(
        "SELECT coalesce(max(epoch), 0) FROM meta.release WHERE epoch < %s AND NOT withdrawn", (clock.current,)
    ).fetchone()
    earlier = row[0] if row else 0
    if earlier < clock.oldest:
        raise _archived(clock.current)
    changes = [
        Change(layer, removed, changed, added, 0)
        for layer, added, changed, removed in connection.execute(
            "SELECT layer, added, changed, removed FROM meta.release WHERE epoch = %s ORDER BY layer", (clock.current,)
        ).fetchall()
        if layer not in project.overlays
    ]
    layers = [change.layer for change in changes]
    move_pointer(connection, "rollback", clock.current, earlier, layers, actor=actor, note=note)
    return Publication(earlier, changes)


def _revert(
    connection: Connection, project: Project, layer: Layer, release: int, clock: Clock, actor: str, note: str
) -> Publication:
    if release <= clock.oldest:
        raise _archived(release)
    forget_withdrawn(connection, clock)
    epoch = clock.last + 1
    data = sql.Identifier("data", layer.id)
    columns = sql.SQL(", ").join(map(sql.Identifier, layer.published_fields))
    values = {"release": release, "epoch": epoch}
    connection.execute(statement("revert_close", data=data), values)
    connection.execute(statement("revert_insert", data=data, columns=columns), values)
    row = connection.execute(statement("revert_count", data=data), values).fetchone()
    assert row is not None  # an aggregate without GROUP BY has one row
    added, changed, removed = row
    change = Change(layer.id, added, changed, removed, 0)
    connection.execute("UPDATE meta.release SET withdrawn = true WHERE layer = %s AND epoch = %s", (layer.id, release))
    record_release(connection, project, epoch, None, change)
    from sdi.overlay.upkeep import follow  # the kernels take long to import, and stepping back does not need them

    follow(connection, project, epoch, [layer.id])
    move_pointer(connection, "revert", clock.current, epoch, [layer.id], actor=actor, note=note)
    return Publication(epoch, [change])


def _archived(release: int) -> UsageError:
    return UsageError(
        f"Không thu hồi được bản phát hành {release}: các phiên bản trước đó đã quá hạn lưu và được 'sdi prune'"
        " chuyển vào thư mục archive của thư mục trạng thái (SDI_STATE, mặc định .sdi/archive). Không có gì thay đổi.",
        "Nạp lại lần giao nộp đúng bằng 'sdi load', hoặc lấy lại dữ liệu cũ từ thư mục archive.",
    )
