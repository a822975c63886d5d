"""``sdi prune``: staging and raw deliveries go when the project's retention says so."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from sdi.db.connect import Connection
from sdi.db.stage import drop_stage
from sdi.model import Project
from sdi.publish.loading import clean_work

DAY = 86_400


def prune(connection: Connection, project: Project, state_dir: Path) -> str:
    """Drop staging of runs that nobody continued, and raw files, older than ``retention.staging_days``."""
    days = project.province.retention.staging_days
    stale = connection.execute(
        "SELECT id, profile FROM meta.run WHERE state IN ('reading', 'checked', 'held')"
        " AND started_at < now() - make_interval(days => %s)",
        (days,),
    ).fetchall()
    for run, profile in stale:
        targets = project.profiles[profile].targets if profile in project.profiles else []
        with connection.transaction():
            drop_stage(connection, run, targets)
            connection.execute(
                "UPDATE meta.run SET state = 'dropped', finished_at = clock_timestamp() WHERE id = %s", (run,)
            )
    folders = [path for path in (state_dir / "deliveries").glob("*") if path.stat().st_mtime < time.time() - days * DAY]
    for folder in folders:
        shutil.rmtree(folder)
    clean_work(state_dir)
    return f"Đã dọn {len(stale)} lần nạp dở dang và {len(folders)} lần giao nộp quá {days} ngày."
