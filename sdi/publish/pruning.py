"""``sdi prune``: what was kept for a set time goes when the time is over."""

from __future__ import annotations

import gzip
import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

from psycopg import sql

from sdi.db.connect import Connection, statement
from sdi.db.overlays import forget_replaced
from sdi.model import Project
from sdi.publish.loading import clean_work
from sdi.publish.rasters import files_in_use
from sdi.raster.cog import RasterShelf

DAY = 86_400


def prune(connection: Connection, project: Project, state_dir: Path) -> str:
    """Drop abandoned staging and old raw deliveries, and move old versions to archive files.

    The project's ``retention`` says how long: ``staging_days`` for staging and raw deliveries, ``epochs_days``
    for versions of features that are no longer public. Archives lie in ``<state>/archive/``.
    """
    retention = project.province.retention
    runs = _drop_stale_runs(connection, retention.staging_days)
    folders = _remove_old(state_dir / "deliveries", retention.staging_days)
    _remove_unused(state_dir / "downloads", retention.staging_days)
    clean_work(state_dir)
    rows = _archive_versions(connection, project, state_dir / "archive", retention.epochs_days)
    _clear_rasters(connection, project, state_dir, retention.staging_days)
    return (
        f"Đã dọn {runs} lần nạp dở dang và {folders} lần giao nộp quá {retention.staging_days} ngày; "
        f"đã chuyển {rows} phiên bản cũ quá {retention.epochs_days} ngày vào kho lưu."
    )


def _drop_stale_runs(connection: Connection, days: int) -> int:
    stale = connection.execute(
        "SELECT id FROM meta.run WHERE state IN ('reading', 'checked', 'held')"
        " AND started_at < now() - make_interval(days => %s)",
        (days,),
    ).fetchall()
    for (run,) in stale:
        with connection.transaction():
            _drop_tables_of(connection, run)
            connection.execute(
                "UPDATE meta.run SET state = 'dropped', finished_at = clock_timestamp() WHERE id = %s", (run,)
            )
    return len(stale)


def _drop_tables_of(connection: Connection, run: int) -> None:
    """By the catalogue, not by the profile: that one may be gone."""
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'stage' AND starts_with(tablename, %s)", (f"run_{run}_",)
    ).fetchall()
    for (table,) in tables:
        connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier("stage", table)))


def _remove_old(folder: Path, days: int) -> int:
    old = [path for path in folder.glob("*") if path.stat().st_mtime < time.time() - days * DAY]
    for path in old:
        shutil.rmtree(path)
    return len(old)


def _remove_unused(folder: Path, days: int) -> None:
    """Files of whole layers that nobody has asked for; the service makes them again when somebody does."""
    for path in folder.glob("*/*/*/*"):
        if path.is_file() and path.stat().st_atime < time.time() - days * DAY:
            path.unlink(missing_ok=True)


def _clear_rasters(connection: Connection, project: Project, state_dir: Path, days: int) -> None:
    """Files of rasters that no version of a sheet names any more: those of archived versions go with them.

    What is younger than ``days`` may belong to a load that has not staged it yet.
    """
    folder = RasterShelf(state_dir).folder
    old = [path for path in folder.glob("*/*.tif") if path.stat().st_mtime < time.time() - days * DAY]
    used = files_in_use(connection, project) if old else set()
    for path in old:
        if path.stem not in used:
            kept = state_dir / "archive" / "rasters" / path.name
            kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.rename(kept)
    for draft in folder.glob(".*.tif"):  # of a load that was killed
        if draft.stat().st_mtime < time.time() - DAY:
            draft.unlink(missing_ok=True)


def _archive_versions(connection: Connection, project: Project, folder: Path, days: int) -> int:
    """Move versions that ended before the retention time to one compressed CSV per layer; geometry is hex EWKB.

    First nobody may ask for the old epochs any more; then a file is complete on disk; only then its rows go. An
    interrupted prune leaves a version in both places, never in neither.
    """
    with connection.transaction():
        connection.execute("SELECT 1 FROM meta.epoch FOR UPDATE")  # no rollback between the question and the answer
        row = connection.execute(statement("prune_cutoff"), {"days": days}).fetchone()
        cutoff = int(row[0]) if row else 0
        connection.execute("UPDATE meta.epoch SET oldest = greatest(oldest, %s)", (cutoff,))
        connection.execute("DELETE FROM meta.touched WHERE epoch <= %s", (cutoff,))
    if not cutoff:
        return 0
    for name, table in project.overlays.items():  # computed: nothing to archive
        connection.execute(sql.SQL("DELETE FROM {} WHERE r1 <= %s").format(sql.Identifier("data", name)), (cutoff,))
        forget_replaced(connection, table)
    return sum(_archive_layer(connection, layer, cutoff, folder) for layer in project.layers)


def _archive_layer(connection: Connection, layer: str, cutoff: int, folder: Path) -> int:
    data = sql.Identifier("data", layer)
    old = sql.SQL("SELECT * FROM {} WHERE r1 <= {}").format(data, sql.Literal(cutoff))
    with connection.transaction():
        connection.execute("SELECT 1 FROM meta.epoch FOR UPDATE")  # no publication meanwhile
        if connection.execute(sql.SQL("SELECT EXISTS ({})").format(old)).fetchone() == (False,):
            return 0
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{layer}-{cutoff}-{datetime.now(UTC):%Y%m%dT%H%M%S}.csv.gz"
        _write(connection, sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, HEADER)").format(old), path)
        return connection.execute(sql.SQL("DELETE FROM {} WHERE r1 <= %s").format(data), (cutoff,)).rowcount


def _write(connection: Connection, copy: sql.Composed, path: Path) -> None:
    """A file that is whole and on disk when it has its name."""
    partial = path.with_suffix(".partial")
    with partial.open("wb") as disk:
        with gzip.open(disk, "wb") as stream, connection.cursor() as cursor, cursor.copy(copy) as rows:
            for block in rows:
                stream.write(block)
        disk.flush()
        os.fsync(disk.fileno())
    partial.rename(path)
