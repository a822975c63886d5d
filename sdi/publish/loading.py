"""``sdi load``: a delivery from its files to a publication, or to a report that says why not."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sdi.db.connect import Connection
from sdi.db.stage import drop_stage, is_whole, lock_layers, unlogged_to_logged
from sdi.errors import Refused, SdiError
from sdi.ingest.delivery import Delivery, register
from sdi.ingest.load import Arguments, Intake, Progress
from sdi.ingest.reader import open_source
from sdi.ingest.registry import (
    Run,
    choose_profile,
    declarations_digest,
    find_run,
    keep_files,
    known_layer,
    new_run,
    register_delivery,
    set_state,
    start_over,
    write_issues,
)
from sdi.model import Project, SourceProfile
from sdi.publish.publication import Change, compare, current_epoch, publish
from sdi.quality.gates import check_gates
from sdi.quality.report import Report, build_report


@dataclass(frozen=True)
class Request:
    """What ``sdi load`` was asked to do."""

    sources: Sequence[Path]
    layer: str | None = None
    profile: str | None = None
    arguments: Arguments = field(default_factory=Arguments)
    dry_run: bool = False
    hold: bool = False
    actor: str = "sdi"


@dataclass(frozen=True)
class Outcome:
    """How it ended. ``state`` is the run's: published, unchanged, held, checked (dry run) or refused."""

    run: int
    state: str
    epoch: int
    changes: list[Change]
    report: Report | None
    refusal: Refused | None = None
    again: bool = False
    """The delivery had been dealt with before; nothing was read."""


def load(connection: Connection, project: Project, state_dir: Path, request: Request, progress: Progress) -> Outcome:
    """Load a delivery.

    A refusal by a gate is an outcome, not an exception: its report is what the officer needs.

    Raises:
        Refused: the files cannot be read at all (``FIL-*`` before a run exists).
        UsageError: wrong layer, profile, commune or CRS argument.
    """
    if request.layer is not None:
        known_layer(project, request.layer)
    delivery = register(request.sources, state_dir / "work")
    profile = choose_profile(project, request.layer, request.profile, delivery)
    arguments = request.arguments.to_json()
    declarations = declarations_digest(project, profile)
    with _locked(connection, profile, progress):
        delivery_id = register_delivery(connection, delivery)
        known = None if request.dry_run else find_run(connection, delivery_id, profile.id, arguments, declarations)
        if known is not None and (known.state in ("published", "unchanged") or (known.state == "held" and request.hold)):
            return Outcome(known.id, known.state, current_epoch(connection), [], None, again=True)
        run = known or new_run(connection, delivery_id, profile.id, arguments, declarations, request.actor)
        if known is not None and not is_whole(connection, run.id, profile.targets):
            run = start_over(connection, run, profile.targets)
        if not request.dry_run:
            keep_files(delivery, state_dir / "deliveries")
        try:
            return _proceed(connection, project, profile, delivery, run, request, progress)
        except SdiError:
            if run.state == "reading":
                _drop(connection, run, profile)
            raise
        finally:
            if request.dry_run:
                _forget(connection, run, profile, delivery_id)


def publish_held(connection: Connection, project: Project, runs: Sequence[int], actor: str, note: str = "") -> Outcome:
    """``sdi publish``: let held candidates go public, several together if asked."""
    publication = publish(connection, project, runs, actor, note)
    return Outcome(runs[0], "published", publication.epoch, publication.changes, None)


def _proceed(
    connection: Connection,
    project: Project,
    profile: SourceProfile,
    delivery: Delivery,
    run: Run,
    request: Request,
    progress: Progress,
) -> Outcome:
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


class _locked:
    """The lock on loading a profile's layers: a second load of one of them waits and says so."""

    def __init__(self, connection: Connection, profile: SourceProfile, progress: Progress) -> None:
        self._connection, self._layers, self._progress = connection, list(profile.targets), progress

    def __enter__(self) -> None:
        if not lock_layers(self._connection, self._layers, wait=False):
            self._progress.note(f"Lớp {', '.join(self._layers)} đang được nạp bởi một lệnh khác; đang chờ …")
            self._connection.execute("SELECT pg_advisory_unlock_all()")
            lock_layers(self._connection, self._layers, wait=True)

    def __exit__(self, *_: object) -> None:
        if not self._connection.closed:
            self._connection.execute("SELECT pg_advisory_unlock_all()")


def _drop(connection: Connection, run: Run, profile: SourceProfile) -> None:
    """A run that ended in a wrong argument leaves nothing behind."""
    drop_stage(connection, run.id, profile.targets)
    set_state(connection, run.id, "dropped")


def _forget(connection: Connection, run: Run, profile: SourceProfile, delivery_id: int) -> None:
    """A dry run changes nothing: its rows go, and the delivery's too when nothing else refers to it."""
    drop_stage(connection, run.id, profile.targets)
    connection.execute("DELETE FROM meta.run WHERE id = %s", (run.id,))
    connection.execute(
        "DELETE FROM meta.delivery WHERE id = %s AND NOT EXISTS (SELECT FROM meta.run WHERE delivery_id = %s)",
        (delivery_id, delivery_id),
    )


def clean_work(state_dir: Path) -> None:
    """Remove unpacked archives of finished loads."""
    shutil.rmtree(state_dir / "work", ignore_errors=True)
