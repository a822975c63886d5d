"""One publication: close what changed, insert what is new, move the pointer. One transaction, one order.

Readers see the state of one epoch. Nothing that a publication writes is visible before the pointer moves,
because every reader asks for rows with ``r0 <= epoch < r1``.
"""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import sql

from sdi.db.audiences import record_audiences
from sdi.db.connect import Connection, statement
from sdi.db.layers import audience_of_row, create_indexes, drop_indexes
from sdi.db.names import short_name
from sdi.db.stage import drop_stage, stage_name, stage_table
from sdi.errors import Refused, UsageError
from sdi.model import Layer, Project
from sdi.publish.epochs import Change, Publication, current_epoch

__all__ = ["CHANNEL", "Change", "Publication", "compare", "current_epoch", "publish", "rollback"]

CHANNEL = "sdi_publication"
"""PostgreSQL notification channel: running services make their configuration anew."""

BULK = 20_000
"""From so many first rows on, indexes are built after the insert: a third of the time, and smaller."""


def compare(connection: Connection, run: int, layer: str, scopes: Sequence[str] | None, epoch: int) -> Change:
    """How a candidate differs from what is public at ``epoch``."""
    row = connection.execute(
        statement("compare", stage=stage_table(run, layer), data=sql.Identifier("data", layer)),
        {"run": run, "layer": layer, "scopes": _list(scopes), "epoch": epoch},
    ).fetchone()
    assert row is not None  # an aggregate without GROUP BY has one row
    added, changed, unchanged, removed = row
    return Change(layer, added, changed, removed, unchanged)


def publish(connection: Connection, project: Project, runs: Sequence[int], actor: str, note: str = "") -> Publication:
    """Publish the candidates of one or several runs together.

    Raises:
        UsageError: a run is not waiting for publication, or two of them replace the same scope.
        Refused: KEY-3, a feature's id belongs to another scope by now.
    """
    with connection.transaction():
        current, last = _lock_epoch(connection)
        candidates = _candidates(connection, runs)
        _forget_withdrawn(connection, current, last)
        epoch = last + 1
        changes = [
            _apply(connection, project.layers[layer], run, scopes, current, epoch)
            for run, layer, scopes in candidates
        ]
        touched = [change for change in changes if not change.empty]
        for change, (run, layer, _) in zip(changes, candidates, strict=True):
            if not change.empty:
                _record_release(connection, project, layer, epoch, run, change)
        if touched:
            layers = sorted({change.layer for change in touched})
            _move(connection, "publish", current, epoch, layers, runs, actor, note)
            connection.execute("UPDATE meta.epoch SET last = greatest(last, %s)", (epoch,))
        state = "published" if touched else "unchanged"
        connection.execute(
            "UPDATE meta.run SET state = %s, finished_at = clock_timestamp() WHERE id = ANY(%s)", (state, list(runs))
        )
        for run, layer, _ in candidates:
            drop_stage(connection, run, [layer])
    for change in touched:
        connection.execute(sql.SQL("ANALYZE data.{}").format(sql.Identifier(change.layer)))
    return Publication(epoch if touched else current, changes)


def rollback(connection: Connection, project: Project, layer: str, actor: str, note: str = "") -> Publication:
    """Take back the last release of a layer.

    When it was the last publication of all, the pointer moves back (with all layers that were published
    together). When others have published since, the layer alone is brought back by a publication of its own.

    Raises:
        UsageError: the layer has no release to go back from.
    """
    with connection.transaction():
        current, last = _lock_epoch(connection)
        row = connection.execute(
            "SELECT max(epoch) FROM meta.release WHERE layer = %s AND NOT withdrawn AND epoch <= %s", (layer, current)
        ).fetchone()
        release = row[0] if row else None
        if release is None:
            raise UsageError(f"Lớp '{layer}' không có bản phát hành nào để thu hồi.", "Xem 'sdi releases'.")
        if release == current:
            return _step_back(connection, current, actor, note)
        return _revert(connection, project, layer, release, current, last, actor, note)


def _lock_epoch(connection: Connection) -> tuple[int, int]:
    """Serialise publishers; readers are not held up."""
    row = connection.execute("SELECT current, last FROM meta.epoch FOR UPDATE").fetchone()
    assert row is not None
    return row[0], row[1]


def _candidates(connection: Connection, runs: Sequence[int]) -> list[tuple[int, str, list[str] | None]]:
    states = dict(
        connection.execute("SELECT id, state FROM meta.run WHERE id = ANY(%s) FOR UPDATE", (list(runs),)).fetchall()
    )
    for run in runs:
        if states.get(run) not in ("checked", "held"):
            raise UsageError(
                f"Lần nạp {run} không chờ phát hành (trạng thái: {states.get(run, 'không có')}).",
                "Xem các lần nạp đang chờ bằng 'sdi releases'.",
            )
    rows = connection.execute(
        "SELECT run_id, layer, scopes FROM meta.candidate WHERE run_id = ANY(%s) ORDER BY run_id, layer", (list(runs),)
    ).fetchall()
    for index, (run, layer, scopes) in enumerate(rows):
        for other, other_layer, other_scopes in rows[:index]:
            if layer == other_layer and (scopes is None or other_scopes is None or set(scopes) & set(other_scopes)):
                raise UsageError(
                    f"Lần nạp {other} và {run} cùng thay thế một phạm vi của lớp '{layer}'; chưa phát hành gì.",
                    "Phát hành từng lần nạp một, theo đúng thứ tự.",
                )
    return rows


def _refuse_other_shape(connection: Connection, layer: Layer, run: int) -> None:
    """A candidate that was held while fields were added to its layer has no values for them."""
    there = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'stage' AND table_name = %s",
        (stage_name(run, layer.id),),
    ).fetchall()
    missing = layer.published_fields.keys() - {row[0] for row in there}
    if missing:
        raise UsageError(
            f"Lớp '{layer.id}' đã khai báo thêm {', '.join(sorted(missing))} sau khi lần nạp {run} được kiểm tra;"
            " chưa phát hành gì.",
            "Chạy lại 'sdi load' với lần giao nộp đó.",
        )


def _refuse_foreign(
    connection: Connection, parts: dict[str, sql.Composable], layer: str, run: int, scopes: list[str]
) -> None:
    """A held candidate may meet ids that another scope has taken since it was checked: they would be lost silently."""
    row = connection.execute(
        sql.SQL(
            "SELECT count(*), min(feature_id) FROM {stage} AS staged JOIN {data} AS published USING (feature_id)"
            " WHERE published.r1 = 2147483647 AND NOT (published.scope = ANY(%s))"
        ).format(**parts),
        (scopes,),
    ).fetchone()
    if row and row[0]:
        raise Refused(
            f"Lần nạp {run}: {row[0]} đối tượng của lớp '{layer}' mang mã mà phạm vi khác đã phát hành"
            f" sau khi kiểm tra, ví dụ {row[1]}. Chưa phát hành gì, lần nạp vẫn được giữ.",
            "Chạy lại 'sdi load' với đúng lần giao nộp đó để kiểm tra lại.",
            rule="KEY-3",
        )


def _forget_withdrawn(connection: Connection, current: int, last: int) -> None:
    """After a rollback: archive rows above the pointer and reopen what they had closed, in all layers."""
    if last == current:
        return
    layers = connection.execute(
        "SELECT DISTINCT layer FROM meta.release WHERE epoch > %s AND NOT withdrawn", (current,)
    ).fetchall()
    for (layer,) in layers:
        data = sql.Identifier("data", layer)
        connection.execute(statement("withdraw_archive", data=data), {"current": current, "layer": layer})
        connection.execute(statement("withdraw_reopen", data=data), {"current": current})
    connection.execute("UPDATE meta.release SET withdrawn = true WHERE epoch > %s", (current,))


def _apply(
    connection: Connection, layer: Layer, run: int, scopes: list[str] | None, current: int, epoch: int
) -> Change:
    columns = list(layer.published_fields)
    _refuse_other_shape(connection, layer, run)
    parts = {
        "data": sql.Identifier("data", layer.id),
        "stage": stage_table(run, layer.id),
        "columns": sql.SQL(", ").join(map(sql.Identifier, columns)),
        "audience": audience_of_row(layer),
        "sequence": sql.Literal(f"data.{short_name(f'{layer.id}__gid')}"),
    }
    values = {"run": run, "layer": layer.id, "scopes": _list(scopes), "epoch": epoch}
    if scopes is not None:
        _refuse_foreign(connection, {"stage": parts["stage"], "data": parts["data"]}, layer.id, run, scopes)
    empty = connection.execute(
        sql.SQL("SELECT NOT EXISTS (SELECT FROM {data})").format(data=parts["data"])
    ).fetchone() == (True,)
    if empty:
        return _insert_first(connection, layer.id, parts, values)
    change = compare(connection, run, layer.id, scopes, current)
    if not change.empty:
        connection.execute(
            statement("publish_close", data=parts["data"], stage=parts["stage"]), values
        )
        connection.execute(statement("publish_insert", **parts), values)
    return change


def _insert_first(
    connection: Connection, layer: str, parts: dict[str, sql.Composable], values: dict[str, object]
) -> Change:
    waiting = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(parts["stage"])).fetchone()
    bulk = waiting is not None and waiting[0] >= BULK
    if bulk:
        drop_indexes(connection, layer)
    inserted = connection.execute(statement("publish_insert_first", **parts), values).rowcount
    if bulk:
        create_indexes(connection, layer)
    return Change(layer, inserted, 0, 0, 0)


def _record_release(
    connection: Connection, project: Project, layer: str, epoch: int, run: int | None, change: Change
) -> None:
    connection.execute(
        "INSERT INTO meta.release (layer, epoch, run_id, added, changed, removed, feature_count)"
        " VALUES (%s, %s, %s, %s, %s, %s, 0)"
        " ON CONFLICT (layer, epoch) DO UPDATE SET added = release.added + excluded.added,"
        " changed = release.changed + excluded.changed, removed = release.removed + excluded.removed",
        (layer, epoch, run, change.added, change.changed, change.removed),
    )
    record_audiences(connection, layer, epoch, project.province)


def _move(
    connection: Connection,
    kind: str,
    previous: int,
    epoch: int,
    layers: list[str],
    runs: Sequence[int],
    actor: str,
    note: str,
) -> None:
    """Move the pointer and write the log; listeners hear of it when the transaction commits."""
    connection.execute("UPDATE meta.epoch SET current = %s, last = greatest(last, %s)", (epoch, epoch))
    connection.execute(
        "INSERT INTO meta.publication (kind, epoch, previous, layers, runs, actor, note)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (kind, epoch, previous, layers, list(runs), actor, note or None),
    )
    connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, str(epoch)))


def _step_back(connection: Connection, current: int, actor: str, note: str) -> Publication:
    rows = connection.execute(
        "SELECT layer, added, changed, removed FROM meta.release WHERE epoch = %s", (current,)
    ).fetchall()
    row = connection.execute(
        "SELECT coalesce(max(epoch), 0) FROM meta.release WHERE epoch < %s AND NOT withdrawn", (current,)
    ).fetchone()
    earlier = row[0] if row else 0
    layers = sorted(row[0] for row in rows)
    _move(connection, "rollback", current, earlier, layers, [], actor, note)
    return Publication(earlier, [Change(layer, removed, changed, added, 0) for layer, added, changed, removed in rows])


def _revert(
    connection: Connection,
    project: Project,
    layer: str,
    release: int,
    current: int,
    last: int,
    actor: str,
    note: str,
) -> Publication:
    _forget_withdrawn(connection, current, last)
    epoch = last + 1
    data = sql.Identifier("data", layer)
    columns = sql.SQL(", ").join(map(sql.Identifier, project.layers[layer].published_fields))
    values = {"release": release, "epoch": epoch}
    closed = connection.execute(statement("revert_close", data=data), values).rowcount
    opened = connection.execute(statement("revert_insert", data=data, columns=columns), values).rowcount
    row = connection.execute(
        "SELECT added, changed, removed FROM meta.release WHERE layer = %s AND epoch = %s", (layer, release)
    ).fetchone()
    assert row is not None and closed == row[0] + row[1] and opened == row[1] + row[2]
    change = Change(layer, row[2], row[1], row[0], 0)
    _record_release(connection, project, layer, epoch, None, change)
    _move(connection, "revert", current, epoch, [layer], [], actor, note)
    return Publication(epoch, [change])


def _list(scopes: Sequence[str] | None) -> list[str] | None:
    return None if scopes is None else list(scopes)
