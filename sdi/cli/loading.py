"""What the commands that load have in common, whatever they load."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sdi.cli.app import database, project, settings
from sdi.errors import UsageError

if TYPE_CHECKING:
    from sdi.db.connect import Connection
    from sdi.model import Project
    from sdi.progress import Quiet
    from sdi.publish.loading import Outcome

R = TypeVar("R")


def carry_out(load: Callable[[Connection, Project, Path, R, Quiet], Outcome], request: R, report: Path | None) -> None:
    """Load, write the report, and say what became of it.

    Args:
        load: Of features or of rasters.
        request: What it is asked to do.
        report: Where the report shall lie, beside its usual place.

    Raises:
        UsageError: A report has no form by that name; nothing was read.
        Refused: The delivery was; its report is written.
    """
    from sdi.progress import progress
    from sdi.publish.qgis.store import keep
    from sdi.publish.reports import describe, write_report

    if report and report.suffix not in (".html", ".json"):
        raise UsageError(f"--report {report}: báo cáo là tệp .html hoặc .json.", "Đổi đuôi tên tệp rồi chạy lại.")
    config = settings()
    declared = project(config)
    with database(config, declared) as connection, progress() as shown:
        outcome = load(connection, declared, config.state_dir, request, shown)
        path = write_report(connection, declared, config.state_dir, outcome, report)
        keep(connection, declared, config)
    print(describe(outcome, path))
    if outcome.refusal:
        raise outcome.refusal
