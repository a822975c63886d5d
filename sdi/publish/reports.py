"""What a command says when it is done, and where the report lies."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sdi.db.connect import Connection
from sdi.ingest.registry import known_layer
from sdi.model import Project
from sdi.publish.epochs import Change, Publication
from sdi.publish.loading import Outcome

STATES = {
    "published": "Đã phát hành",
    "unchanged": "Không có gì thay đổi, không có bản phát hành mới",
    "held": "Đang giữ, chờ cán bộ duyệt",
    "checked": "Chạy thử: không có gì được ghi lại",
    "refused": "Bị từ chối, không có gì được phát hành",
}


def number(value: int | float) -> str:
    """A number as Vietnamese documents write it: 2.159 or 2.159,6."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return text.translate(str.maketrans(",.", ".,"))


def moment(value: datetime) -> str:
    """21/11/2026 14:05, local time."""
    return value.astimezone().strftime("%d/%m/%Y %H:%M")


def describe(outcome: Outcome, report: Path | None) -> str:
    """The end of a load in a few lines."""
    head = STATES[outcome.state]
    if outcome.again:
        head = f"Lần giao nộp này đã xử lý trước đây (lần nạp {outcome.run}: {head.lower()}); không đọc lại."
    elif outcome.state == "published":
        head += f": bản phát hành {outcome.epoch} (lần nạp {outcome.run})"
    elif outcome.state == "held":
        head += f": duyệt bằng 'sdi publish {outcome.run}'"
    lines = [head, *(f"  {_change(change)}" for change in outcome.changes)]
    if report:
        lines.append(f"Báo cáo: {report}")
    return "\n".join(lines)


def describe_rollback(connection: Connection, publication: Publication) -> str:
    """What a rollback did, and what is left."""
    left = dict(connection.execute("SELECT layer, feature_count FROM pub_internal.collections").fetchall())
    lines = [f"Đã thu hồi; đang công bố trạng thái {publication.epoch}."]
    for change in publication.changes:
        count = left.get(change.layer, 0)
        lines.append(f"  {_moved(change)}; nay có {number(count)} đối tượng")
        if not count:
            lines.append("  Lớp này không còn gì được công bố; muốn có lại thì nạp lại bằng 'sdi load'.")
    return "\n".join(lines)


def _change(change: Change) -> str:
    return f"{_moved(change)}, giữ nguyên {number(change.unchanged)}"


def _moved(change: Change) -> str:
    counts = f"thêm {number(change.added)}, sửa {number(change.changed)}, bỏ {number(change.removed)}"
    return f"{change.layer}: {counts}"


def write_report(
    connection: Connection, project: Project, state_dir: Path, outcome: Outcome, wanted: Path | None
) -> Path | None:
    """Write the report where it was asked for, and always both forms under ``<state>/reports/``."""
    if outcome.report is None:
        return None
    from sdi.quality.report_html import render_html

    folder = state_dir / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    html, content = render_html(outcome.report), outcome.report.model_dump_json(indent=1)
    standard = folder / f"run-{outcome.run}.html"
    standard.write_text(html, "utf-8")
    standard.with_suffix(".json").write_text(content, "utf-8")
    if wanted is None:
        return standard
    wanted.parent.mkdir(parents=True, exist_ok=True)
    wanted.write_text(content if wanted.suffix == ".json" else html, "utf-8")
    return wanted


def list_releases(connection: Connection, project: Project, layer: str) -> str:
    """Releases of a layer, newest first, and what waits."""
    declared = known_layer(project, layer)
    current = connection.execute("SELECT current FROM meta.epoch").fetchone()
    rows = connection.execute(
        "SELECT epoch, published_at, run_id, added, changed, removed, feature_count, withdrawn,"
        " EXISTS (SELECT FROM meta.publication AS log WHERE log.epoch = release.epoch AND kind = 'revert')"
        " FROM meta.release WHERE layer = %s ORDER BY epoch DESC",
        (layer,),
    ).fetchall()
    lines = [f"{declared.title.vi} ({layer})"]
    shown = next((row[0] for row in rows if not row[7] and current and row[0] <= current[0]), None)
    for epoch, at, run, added, changed, removed, count, withdrawn, revert in rows:
        mark = "→" if epoch == shown else " "
        note = "  (đã thu hồi)" if withdrawn or (current and epoch > current[0]) else ""
        note = "  (trở lại như trước bản đã thu hồi)" if revert else note
        lines.append(
            f"{mark} {epoch:>6}  {moment(at)}  lần nạp {run or '-'}  +{added} ~{changed} -{removed}"
            f"  {number(count)} đối tượng{note}"
        )
    held = connection.execute(
        "SELECT run.id, started_at, delivery.name FROM meta.run JOIN meta.candidate ON run_id = run.id"
        " JOIN meta.delivery ON delivery.id = delivery_id WHERE state = 'held' AND layer = %s ORDER BY 1",
        (layer,),
    ).fetchall()
    lines += [f"  đang giữ: lần nạp {run} ({name}, {moment(at)})" for run, at, name in held]
    return "\n".join(lines if rows or held else [*lines, "  chưa có bản phát hành nào"])
