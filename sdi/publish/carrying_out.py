"""A run of ``sdi load`` that is new or unfinished: intake, comparison, gates, publication, report."""

from __future__ import annotations

from pathlib import Path

from sdi.db.carried import Carried, drop_carried
from sdi.db.connect import Connection
from sdi.db.stage import unlogged_to_logged
from sdi.errors import Refused
from sdi.faults import passed
from sdi.ingest.arguments import Progress
from sdi.ingest.delivery import Delivery
from sdi.ingest.load import Intake
from sdi.ingest.reader import open_source
from sdi.ingest.registry import Run, set_state, write_issues
from sdi.model import Project, SourceProfile
from sdi.publish.candidate import compare, judge, read_candidates
from sdi.publish.epochs import Change, current_epoch
from sdi.publish.loading import Outcome, Request
from sdi.publish.publication import publish
from sdi.quality.gates import check_intake
from sdi.quality.report import build_report
from sdi.raster.cog import RasterShelf


def carry_out(
    connection: Connection,
    project: Project,
    profile: SourceProfile,
    delivery: Delivery,
    run: Run,
    request: Request,
    state_dir: Path,
    progress: Progress,
) -> Outcome:
    """Do what is still to be done of a run: stage and check, compare, gate, then publish or hold.

    Raises:
        SdiError: a wrong argument or a fault; a refusal by a gate is an outcome.
    """
    intake = Intake(
        connection, project, profile, request.arguments, run.id, delivery.name, current_epoch(connection),
        RasterShelf(state_dir), progress,
    )  # fmt: skip
    try:
        if run.state == "reading":
            with open_source(delivery, profile) as source:
                intake.run(source)
        else:
            intake.settle_foreign()  # others may have published since it was checked
        epoch = current_epoch(connection)
        changes = _judge(connection, project, run, intake, epoch)
        passed("judged")
        if request.dry_run:
            return Outcome(run.id, "checked", epoch, changes, build_report(connection, project, run.id))
        if request.hold:
            return _hold(connection, project, run, changes, epoch)
        progress.note("Đang phát hành …")
        publication = publish(connection, project, [run.id], request.actor, checked_at=epoch)
    except Refused as refusal:
        if not _is_refused(connection, run):
            intake.refuse(refusal)
        report = build_report(connection, project, run.id)
        return Outcome(run.id, "refused", current_epoch(connection), [], report, refusal)
    report = build_report(connection, project, run.id)
    return Outcome(run.id, publication.state, publication.epoch, publication.changes, report)


def _judge(connection: Connection, project: Project, run: Run, intake: Intake, epoch: int) -> list[Change]:
    """Compare every candidate with what is public, and ask the gates.

    Raises:
        Refused: by the first gate that does not let it pass; the others are issues of the run.
    """
    candidates = read_candidates(connection, project, [run.id])
    changes = [compare(connection, candidate, epoch) for candidate in candidates]
    issues = [
        issue
        for candidate, change in zip(candidates, changes, strict=True)
        for issue in judge(connection, candidate, change)
    ]
    issues += check_intake(connection, run.id)
    if issues:
        write_issues(connection, run.id, issues[1:], intake.srid)
        first = issues[0]
        raise Refused(first.reason, "Không có gì được phát hành. Xem báo cáo để biết từng đối tượng.", rule=first.rule)
    return changes


def _hold(connection: Connection, project: Project, run: Run, changes: list[Change], epoch: int) -> Outcome:
    for change in changes:
        Carried(connection, run.id, project.layers[change.layer]).give_back()
        drop_carried(connection, run.id, change.layer)
        unlogged_to_logged(connection, run.id, change.layer)
    set_state(connection, run.id, "held")
    return Outcome(run.id, "held", epoch, changes, build_report(connection, project, run.id))


def _is_refused(connection: Connection, run: Run) -> bool:
    return connection.execute("SELECT state FROM meta.run WHERE id = %s", (run.id,)).fetchone() == ("refused",)
