"""``sdi load``: a delivery from its files to a publication, or to a report that says why not."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sdi.db.connect import Connection
from sdi.db.stage import drop_stage, is_whole, lock_layers
from sdi.errors import Refused, SdiError
from sdi.ingest.arguments import Arguments, Progress
from sdi.ingest.delivery import register
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
        # Only now: readers and checks take longer to import than a known delivery takes to be recognised.
        from sdi.publish.carrying_out import carry_out

        try:
            return carry_out(connection, project, profile, delivery, run, request, progress)
        except SdiError:
            if run.state == "reading":
                _drop(connection, run, profile)
            raise
        finally:
            if request.dry_run:
                _forget(connection, run, profile, delivery_id)


def publish_held(connection: Connection, project: Project, runs: Sequence[int], actor: str, note: str = "") -> Outcome:
    """``sdi publish``: let held candidates go public, several together if asked."""
    from sdi.publish.publication import publish

    publication = publish(connection, project, runs, actor, note)
    return Outcome(runs[0], "published", publication.epoch, publication.changes, None)


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
