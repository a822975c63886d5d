"""``sdi load``: a delivery from its files to a publication, or to a report that says why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sdi.db.connect import Connection
from sdi.db.stage import drop_stage, is_whole, lock_layers
from sdi.errors import Refused, SdiError
from sdi.faults import passed
from sdi.ingest.arguments import Arguments, Progress
from sdi.ingest.delivery import Delivery, registered
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
)
from sdi.ingest.work_folder import clear_abandoned
from sdi.model import Project, SourceProfile
from sdi.publish.epochs import Change, current_epoch

if TYPE_CHECKING:
    from sdi.quality.report import Report


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
    with registered(request.sources, state_dir / "work") as delivery:
        return _load(connection, project, state_dir, request, delivery, progress)


def _load(
    connection: Connection, project: Project, state_dir: Path, request: Request, delivery: Delivery, progress: Progress
) -> Outcome:
    profile = choose_profile(project, request.layer, request.profile, delivery)
    arguments = request.arguments.to_json()
    declarations = declarations_digest(project, profile)
    with locked(connection, profile.targets, progress):
        delivery_id = register_delivery(connection, delivery)
        known = None if request.dry_run else find_run(connection, delivery_id, profile.id, arguments, declarations)
        done = ("published", "unchanged", "held") if request.hold else ("published", "unchanged")
        if known is not None and known.state in done:
            return Outcome(known.id, known.state, current_epoch(connection), [], None, again=True)
        run = known or new_run(connection, delivery_id, profile.id, arguments, declarations, request.actor)
        passed("registered")
        if known is not None and not is_whole(connection, run.id, profile.targets):
            run = start_over(connection, run, profile.targets)
        if not request.dry_run:
            keep_files(delivery, state_dir / "deliveries")
            passed("kept")
        # Only now: readers and checks take longer to import than a known delivery takes to be recognised.
        from sdi.publish.carrying_out import carry_out

        try:
            return carry_out(connection, project, profile, delivery, run, request, state_dir, progress)
        except SdiError:
            if run.state == "reading":
                _drop(connection, run, profile)
            raise
        finally:
            if request.dry_run:
                forget(connection, run, profile.targets, delivery_id)


def publish_held(
    connection: Connection,
    project: Project,
    runs: Sequence[int],
    actor: str,
    note: str = "",
    progress: Progress | None = None,
) -> Outcome:
    """``sdi publish``: let held candidates go public, several together if asked.

    Raises:
        UsageError: a run is not held, or no longer whole, or two replace the same scope.
        Refused: by a gate, or because they would change something else than what the officer has seen.
    """
    from sdi.progress import Quiet
    from sdi.publish.publication import publish

    rows = connection.execute("SELECT DISTINCT layer FROM meta.candidate WHERE run_id = ANY(%s)", (list(runs),))
    with locked(connection, [row[0] for row in rows.fetchall()], progress or Quiet()):
        publication = publish(connection, project, runs, actor, note)
    return Outcome(runs[0], publication.state, publication.epoch, publication.changes, None)


def discard(connection: Connection, number: int, actor: str, note: str = "", progress: Progress | None = None) -> None:
    """``sdi discard``: give a held run up. Its report and the delivery's files stay.

    Raises:
        UsageError: the run is not held.
    """
    from sdi.progress import Quiet
    from sdi.publish.publication import require_held

    rows = connection.execute("SELECT layer FROM meta.candidate WHERE run_id = %s", (number,)).fetchall()
    layers = [row[0] for row in rows]
    with locked(connection, layers, progress or Quiet()), connection.transaction():
        require_held(connection, [number])
        drop_stage(connection, number, layers)
        connection.execute(
            "UPDATE meta.run SET state = 'dropped', finished_at = clock_timestamp() WHERE id = %s", (number,)
        )
        connection.execute(
            "INSERT INTO meta.audit (actor, action, object, outcome) VALUES (%s, 'discard', %s, %s)",
            (actor, f"run {number} · {' '.join(layers)}", note or None),
        )


@contextmanager
def locked(connection: Connection, layers: Iterable[str], progress: Progress) -> Iterator[None]:
    """The lock on loading these layers: a second command on one of them waits and says so."""
    layers = sorted(layers)
    try:
        if not lock_layers(connection, layers, wait=False):
            progress.note(f"Lớp {', '.join(layers)} đang được nạp bởi một lệnh khác; đang chờ …")
            connection.execute("SELECT pg_advisory_unlock_all()")
            lock_layers(connection, layers, wait=True)
        yield
    finally:
        if not connection.closed:
            connection.execute("SELECT pg_advisory_unlock_all()")


def _drop(connection: Connection, run: Run, profile: SourceProfile) -> None:
    """A run that ended in a wrong argument leaves nothing behind."""
    drop_stage(connection, run.id, profile.targets)
    set_state(connection, run.id, "dropped")


def forget(connection: Connection, run: Run, layers: Iterable[str], delivery_id: int) -> None:
    """A dry run changes nothing: its rows go, and the delivery's too when nothing else refers to it."""
    drop_stage(connection, run.id, layers)
    connection.execute("DELETE FROM meta.run WHERE id = %s", (run.id,))
    connection.execute(
        "DELETE FROM meta.delivery WHERE id = %s AND NOT EXISTS (SELECT FROM meta.run WHERE delivery_id = %s)",
        (delivery_id, delivery_id),
    )


def clean_work(state_dir: Path) -> None:
    """Remove what killed loads had unpacked; running ones keep theirs."""
    clear_abandoned(state_dir / "work")
