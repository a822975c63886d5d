"""A run of ``sdi load`` that is new or unfinished: intake, comparison, gates, publication, report."""

from __future__ import annotations

from collections.abc import Sequence

from sdi.db.connect import Connection
from sdi.db.stage import unlogged_to_logged
from sdi.errors import Refused
from sdi.ingest.arguments import Progress
from sdi.ingest.delivery import Delivery
from sdi.ingest.load import Intake
from sdi.ingest.reader import open_source
from sdi.ingest.registry import Run, set_state, write_issues
from sdi.model import Project, SourceProfile
from sdi.publish.epochs import Change, current_epoch
from sdi.publish.loading import Outcome, Request
from sdi.publish.publication import compare, publish
from sdi.quality.gates import check_gates
from sdi.quality.report import build_report


def carry_out(
    connection: Connection,
    project: Project,
    profile: SourceProfile,
    delivery: Delivery,
    run: Run,
    request: Request,
    progress: Progress,
) -> Outcome:
    """Do what is still to be done of a run: stage and check, compare, gate, then publish or hold.

    Raises:
        SdiError: a wrong argument or a fault; a refusal by a gate is an outcome.
    """
    epoch = current_epoch(connection)
    intake = Intake(
        connection, project, profile, request.arguments, run.id, delivery.name, epoch, progress
    )
    try:
        if run.state == "reading":
            with open_source(delivery, profile) as source:
                intake.run(source)
        else:
            intake.settle_foreign()  # others may have published since it was checked
        changes = _compare(connection, profile, run, epoch)
        _gates(connection, project, profile, run, changes, intake)
    except Refused as refusal:
        if not _is_refused(connection, run):
            intake.refuse(refusal)
        report = build_report(connection, project, run.id)
        return Outcome(run.id, "refused", epoch, [], report, refusal)
    set_state(connection, run.id, "checked")
    if request.dry_run:
        return Outcome(run.id, "checked", epoch, changes, build_report(connection, project, run.id))
    if request.hold:
        for change in changes:
            unlogged_to_logged(connection, run.id, change.layer)
        set_state(connection, run.id, "held")
        return Outcome(run.id, "held", epoch, changes, build_report(connection, project, run.id))
    progress.note("Đang phát hành …")
    publication = publish(connection, project, [run.id], request.actor)
    touched = any(not change.empty for change in publication.changes)
    return Outcome(
        run.id, "published" if touched else "unchanged", publication.epoch, publication.changes,
        build_report(connection, project, run.id),
    )  # fmt: skip


def _compare(connection: Connection, profile: SourceProfile, run: Run, epoch: int) -> list[Change]:
    """Compare every candidate with what is public and keep the numbers with it."""
    changes = []
    rows = connection.execute(
        "SELECT layer, scopes FROM meta.candidate WHERE run_id = %s ORDER BY layer", (run.id,)
    ).fetchall()
    for layer, scopes in rows:
        change = compare(connection, run.id, layer, scopes, epoch)
        connection.execute(
            "UPDATE meta.candidate SET added = %s, changed = %s, removed = %s, unchanged = %s"
            " WHERE run_id = %s AND layer = %s",
            (change.added, change.changed, change.removed, change.unchanged, run.id, layer),
        )
        changes.append(change)
    return changes


def _gates(
    connection: Connection, project: Project, profile: SourceProfile, run: Run, changes: Sequence[Change], intake: Intake
) -> None:
    for change in changes:
        override = profile.targets[change.layer].gates
        issues = check_gates(
            connection, run.id, project.layers[change.layer], override,
            removed=change.removed, published=change.removed + change.changed + change.unchanged,
        )  # fmt: skip
        if issues:
            write_issues(connection, run.id, issues[1:], intake.srid)
            first = issues[0]
            raise Refused(first.reason, "Không có gì được phát hành. Xem báo cáo để biết từng đối tượng.", rule=first.rule)


def _is_refused(connection: Connection, run: Run) -> bool:
    return connection.execute("SELECT state FROM meta.run WHERE id = %s", (run.id,)).fetchone() == ("refused",)
