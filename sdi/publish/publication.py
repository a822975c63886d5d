"""One publication: close what changed, insert what is new, move the pointer. One transaction, one order.

Readers see the state of one epoch. Nothing that a publication writes is visible before the pointer moves,
because every reader asks for rows with ``r0 <= epoch < r1``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from psycopg import sql

from sdi.db.carried import Carried
from sdi.db.connect import Connection, statement
from sdi.db.layers import audience_of_row, create_indexes, sync_declared_indexes
from sdi.db.names import short_name, stage_name, stage_table
from sdi.db.stage import drop_stage, is_whole
from sdi.errors import Refused, UsageError
from sdi.faults import passed
from sdi.model import Project
from sdi.publish.candidate import Candidate, compare, judge, read_candidates
from sdi.publish.epochs import Change, Publication, current_epoch
from sdi.publish.releases import CHANNEL, Clock, forget_withdrawn, lock_epoch, move_pointer, record_release
from sdi.publish.rollback import rollback

ANALYZE_FROM = 0.1
"""Share of a layer that must change before its statistics are taken anew, as PostgreSQL's own habit is."""

__all__ = ["CHANNEL", "Change", "Publication", "current_epoch", "publish", "rollback"]


def publish(
    connection: Connection,
    project: Project,
    runs: Sequence[int],
    actor: str,
    note: str = "",
    *,
    checked_at: int | None = None,
) -> Publication:
    """Publish the candidates of one or several runs together. The caller holds the lock on loading their layers.

    Args:
        checked_at: for a load, which goes on with its own run: the epoch at which that run has passed the gates.
            ``None``: the runs are held, and go public only as the officer has seen them.

    Raises:
        UsageError: a run does not wait for publication or is no longer whole, or two replace the same scope.
        Refused: a gate; KEY-3, a feature's id belongs to another scope by now; GATE-6, a held run would change
            something else than what the officer has seen. Held runs stay held.
    """
    held = checked_at is None
    with connection.transaction():
        clock = lock_epoch(connection)
        _require_state(connection, runs, ("held",) if held else ("checked", "held"))
        candidates = read_candidates(connection, project, runs)
        _require_apart(candidates)
        if checked_at != clock.current:
            for candidate in candidates:  # what is public is no longer what rows were carried by
                Carried(connection, candidate.run, candidate.layer).give_back()
        _require_whole(connection, candidates)
        changes = [
            candidate.told if candidate.told and checked_at == clock.current
            else compare(connection, candidate, clock.current)
            for candidate in candidates
        ]  # fmt: skip
        refusal = None if checked_at == clock.current else _review(connection, candidates, changes, held)
        epoch = clock.current
        if refusal is None:
            epoch = _carry_out(connection, project, candidates, changes, runs, clock, actor, note, held)
    passed("committed")
    if refusal is not None:  # after the commit: the new numbers stay, the officer looks at them
        raise refusal
    for layer in {change.layer for change in changes if change.share > ANALYZE_FROM}:
        connection.execute(sql.SQL("ANALYZE data.{}").format(sql.Identifier(layer)))
    return Publication(epoch, changes)


# --- may it? ------------------------------------------------------------------------------------------------


_STATES = {
    "reading": "đang đọc hoặc dở dang",
    "checked": "chạy thử hoặc dở dang",
    "held": "đang giữ",
    "refused": "bị từ chối",
    "published": "đã phát hành",
    "unchanged": "không có gì thay đổi",
    "dropped": "đã bỏ",
}


def require_held(connection: Connection, runs: Sequence[int]) -> None:
    """The runs wait for publication; locked until the transaction ends.

    Raises:
        UsageError: one does not.
    """
    _require_state(connection, runs, ("held",))


def _require_state(connection: Connection, runs: Sequence[int], allowed: Sequence[str]) -> None:
    states = dict(
        connection.execute("SELECT id, state FROM meta.run WHERE id = ANY(%s) FOR UPDATE", (list(runs),)).fetchall()
    )
    for run in runs:
        if states.get(run) not in allowed:
            raise UsageError(
                f"Lần nạp {run} không chờ phát hành ({_STATES.get(states.get(run, ''), 'không có lần nạp này')}).",
                "Xem các lần nạp đang chờ bằng 'sdi releases LỚP'; lần nạp dở dang thì chạy lại 'sdi load'.",
            )


def _require_apart(candidates: Sequence[Candidate]) -> None:
    for one, other in combinations(candidates, 2):
        if one.collides(other):
            raise UsageError(
                f"Lần nạp {one.run} và {other.run} cùng thay thế một phạm vi của lớp '{one.layer.id}';"
                " chưa phát hành gì.",
                "Phát hành từng lần nạp một, theo đúng thứ tự.",
            )


def _require_whole(connection: Connection, candidates: Sequence[Candidate]) -> None:
    """Staging has every row that was checked, with every field that the layer has by now."""
    for candidate in candidates:
        run, layer = candidate.run, candidate.layer
        if not is_whole(connection, run, [layer.id]):
            raise UsageError(
                f"Dữ liệu tạm của lần nạp {run} cho lớp '{layer.id}' không còn đủ (máy chủ cơ sở dữ liệu có thể đã"
                " dừng đột ngột); chưa phát hành gì.",
                "Chạy lại 'sdi load' với lần giao nộp đó: dữ liệu được đọc lại từ đầu.",
            )
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


def _review(
    connection: Connection, candidates: Sequence[Candidate], changes: Sequence[Change], held: bool
) -> Refused | None:
    """Others may have published since the runs were checked: the gates again, and what the officer has seen."""
    pairs = list(zip(candidates, changes, strict=True))
    kept = " Lần nạp vẫn được giữ." if held else ""
    for candidate, change in pairs:
        for issue in judge(connection, candidate, change):
            return Refused(
                f"Lần nạp {candidate.run}: {issue.reason} Không có gì được phát hành.{kept}",
                "So với dữ liệu đang công bố lúc này; xem báo cáo của lần nạp và các bản phát hành ('sdi releases').",
                rule=issue.rule,
            )
    for candidate, change in pairs if held else ():
        told = candidate.told
        if told is None or (told.added, told.changed, told.removed) != (change.added, change.changed, change.removed):
            before = _numbers(told) if told else "chưa so sánh"
            return Refused(
                f"Lần nạp {candidate.run}: dữ liệu đang công bố của lớp '{change.layer}' đã khác lúc cán bộ xem."
                f" Khi đó: {before}; bây giờ: {_numbers(change)}. Không có gì được phát hành.{kept}",
                "Xem lại các số này; nếu đồng ý, chạy lại 'sdi publish'.",
                rule="GATE-6",
            )
    return None


def _numbers(change: Change) -> str:
    return f"thêm {change.added}, sửa {change.changed}, bỏ {change.removed}"


def _refuse_foreign(connection: Connection, candidate: Candidate, held: bool) -> None:
    """Ids that another scope has taken since the candidate was checked: their features would be lost silently."""
    if candidate.scopes is None:
        return
    row = connection.execute(
        sql.SQL(
            "SELECT count(*), min(feature_id) FROM {} AS staged JOIN {} AS published USING (feature_id)"
            " WHERE published.r1 = 2147483647 AND NOT (published.scope = ANY(%s))"
        ).format(stage_table(candidate.run, candidate.layer.id), sql.Identifier("data", candidate.layer.id)),
        (candidate.scopes,),
    ).fetchone()
    if row and row[0]:
        raise Refused(
            f"Lần nạp {candidate.run}: {row[0]} đối tượng của lớp '{candidate.layer.id}' mang mã mà phạm vi khác đã"
            f" phát hành sau khi kiểm tra, ví dụ {row[1]}. Không có gì được phát hành."
            + (" Lần nạp vẫn được giữ." if held else ""),
            "Chạy lại 'sdi load' với đúng lần giao nộp đó để kiểm tra lại.",
            rule="KEY-3",
        )


# --- do it --------------------------------------------------------------------------------------------------


def _carry_out(
    connection: Connection,
    project: Project,
    candidates: Sequence[Candidate],
    changes: Sequence[Change],
    runs: Sequence[int],
    clock: Clock,
    actor: str,
    note: str,
    held: bool,
) -> int:
    """Write the rows, the log and the pointer; returns where the pointer stands then."""
    forget_withdrawn(connection, clock)
    epoch = clock.last + 1
    touched = []
    for candidate, change in zip(candidates, changes, strict=True):
        _refuse_foreign(connection, candidate, held)
        if not change.empty:
            _write(connection, candidate, epoch)
            touched.append((candidate, change))
        if change.unchanged:
            Carried(connection, candidate.run, candidate.layer).remember()
    passed("written")
    for candidate, change in touched:  # counts are taken when every run of the epoch is in
        record_release(connection, project, epoch, candidate.run, change)
    if touched:
        layers = {change.layer for _, change in touched}
        from sdi.overlay.upkeep import follow  # the kernels take long to import, and a service imports this module

        follow(connection, project, epoch, layers)
        passed("computed")
        move_pointer(connection, "publish", clock.current, epoch, list(layers), runs=runs, actor=actor, note=note)
    connection.execute(
        "UPDATE meta.run SET state = CASE WHEN id = ANY(%s) THEN 'published' ELSE 'unchanged' END,"
        " finished_at = clock_timestamp() WHERE id = ANY(%s)",
        ([candidate.run for candidate, _ in touched], list(runs)),
    )
    for candidate in candidates:
        drop_stage(connection, candidate.run, [candidate.layer.id])
    passed("pointed")
    return epoch if touched else clock.current


def _write(connection: Connection, candidate: Candidate, epoch: int) -> None:
    layer = candidate.layer
    data = sql.Identifier("data", layer.id)
    parts = {
        "data": data,
        "stage": stage_table(candidate.run, layer.id),
        "public": Carried(connection, candidate.run, layer).public(),
        "columns": sql.SQL(", ").join(map(sql.Identifier, layer.published_fields)),
        "audience": audience_of_row(layer),
        "sequence": sql.Literal(f"data.{short_name(f'{layer.id}__gid')}"),
    }
    values = {"run": candidate.run, "layer": layer.id, "scopes": candidate.scopes, "epoch": epoch}
    empty = connection.execute(sql.SQL("SELECT NOT EXISTS (SELECT FROM {})").format(data)).fetchone() == (True,)
    if empty:
        connection.execute(statement("publish_insert_first", **parts), values)
        create_indexes(connection, layer.id)
        sync_declared_indexes(connection, layer)
    else:
        connection.execute(statement("publish_changes", **parts), values)
