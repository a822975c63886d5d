"""``sdi backup``: a database at one moment and the files that belong to it, in one folder that proves itself whole.

::

    manifest.json   what it is: moment, epoch, versions, rows of each table
    SHA256SUMS      of every file; ``sha256sum -c SHA256SUMS`` reads it too
    database/       pg_dump's directory format
    state/          folders of the state directory that no release can be made again from, and secrets if asked for

The folder gets its name when everything in it is on disk. Restoring: :mod:`sdi.publish.restore`.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
from psycopg import sql
from pydantic import BaseModel, ConfigDict

from sdi.db import dump
from sdi.db.connect import Connection, connect, statement
from sdi.errors import InternalError, SdiError, UsageError
from sdi.ingest.delivery import file_digest
from sdi.model import Project
from sdi.progress import Quiet
from sdi.settings import Settings

FORMAT = 1
MANIFEST, SUMS, DATABASE, STATE = "manifest.json", "SHA256SUMS", "database", "state"

FOLDERS = ("deliveries", "documents", "rasters", "archive", "reports")
"""Folders of the state directory that are kept whole: what was delivered, scanned documents, published
rasters, pruned versions, reports.
Everything else there is made again when it is missed."""

SECRETS = "secrets"
_OF_THE_CLUSTER = "database_owner"
"""The one secret that stays: it opens the server, not the data."""

_ATTEMPTS = 3


class Damaged(SdiError):
    """The backup is not whole, or not one of this installation's; nothing was touched."""

    exit_code = 1


class Manifest(BaseModel):
    """What a backup says of itself.

    Attributes:
        created_at: When its snapshot was taken, RFC 3339 in UTC.
        migration: Newest migration that the database had.
        role_prefix: Of the installation's roles.
        roles: Roles that the grants name.
        rows: Number of rows by table, as the snapshot has them.
        references: Rows of ``spatial_ref_sys`` that a fresh PostGIS may lack.
        files: Number of files beside this one and the sums.
    """

    model_config = ConfigDict(extra="forbid")

    format: int
    created_at: str
    sdi: str
    postgresql: str
    postgis: str
    project: str
    migration: str
    epoch: int
    role_prefix: str
    roles: list[str]
    secrets: bool
    folders: list[str]
    rows: dict[str, int]
    references: list[tuple[int, str, int, str, str]]
    files: int


def backup(
    database_url: str, project: Project, settings: Settings, target: Path, *, secrets: bool, progress: Quiet
) -> Manifest:
    """Make a backup while the service, loads and publications go on.

    Args:
        target: The folder to make; must not exist.
        secrets: Whether passwords of roles, keys and the key that signs slips go with it.

    Raises:
        UsageError: The target exists already, or cannot be made.
        InternalError: It could not be finished, e.g. for a full disk; nothing stays under the target's name.
    """
    target = target.absolute()
    if target.exists():
        raise UsageError(f"{target} đã có; bản sao lưu không ghi đè lên gì cả.", "Đặt tên khác.")
    with _draft(target) as draft:
        try:
            with connect(database_url, application="sdi-backup") as connection:
                manifest = _dump(connection, database_url, project, settings, draft / DATABASE, progress)
            # After the snapshot: whatever it speaks of lies there by now.
            folders = [name for name in FOLDERS if (settings.state_dir / name).is_dir()]
            for name in folders + [SECRETS] * secrets:
                progress.note(f"  sao chép thư mục {name}")
                _copy(settings.state_dir / name, draft / STATE / name)
            sums = {str(path.relative_to(draft)): file_digest(path) for path in files_of(draft)}
            manifest = manifest.model_copy(update={"secrets": secrets, "folders": folders, "files": len(sums)})
            text = orjson.dumps(manifest.model_dump(), option=orjson.OPT_INDENT_2)
            _write(draft / MANIFEST, text)
            sums[MANIFEST] = hashlib.sha256(text).hexdigest()
            _write(draft / SUMS, "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode())
            for folder in [draft, *(path for path in draft.rglob("*") if path.is_dir())]:
                _sync(folder)
            draft.rename(target)
            _sync(target.parent)
        except OSError as error:
            raise InternalError(
                f"Không ghi được bản sao lưu: {error.strerror or error}. Không có gì ở {target}; dữ liệu vẫn nguyên.",
                "Giải phóng dung lượng, hoặc chọn nơi khác, rồi chạy lại.",
            ) from error
    return manifest


def files_of(folder: Path) -> Iterator[Path]:
    """Every file below a folder, in order; links are not followed and not files."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A folder beside the target that goes when it was not renamed; one that a killed backup left is taken over."""
    draft = target.with_name(f".{target.name}.partial")
    try:
        draft.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = os.open(draft, os.O_RDONLY)
    except OSError as error:
        raise UsageError(f"Không tạo được thư mục ở {target.parent}: {error.strerror}.", "Chọn nơi khác.") from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise UsageError(f"Một lệnh khác đang sao lưu vào {target}.", "Đợi lệnh đó xong.") from None
    try:
        for left in draft.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        yield draft
    finally:
        os.close(held)
        shutil.rmtree(draft, ignore_errors=True)


def _dump(
    connection: Connection, url: str, project: Project, settings: Settings, folder: Path, progress: Quiet
) -> Manifest:
    for attempt in range(1, _ATTEMPTS + 1):
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            snapshot = dump.snapshot_of(connection)
            _require_prepared(connection)
            excluded = _unfinished(connection)
            manifest = _describe(connection, project, settings, excluded)
            progress.begin("Xuất cơ sở dữ liệu", len(manifest.rows))
            try:
                dump.dump(url, folder, snapshot, excluded, lambda _: progress.advance(1))
                return manifest
            except InternalError as error:
                # A held candidate was published, or dropped, before pg_dump had locked its table.
                if attempt == _ATTEMPTS or "does not exist" not in error.message:
                    raise
        shutil.rmtree(folder, ignore_errors=True)
    raise AssertionError


def _require_prepared(connection: Connection) -> None:
    if connection.execute("SELECT to_regclass('public.migration') IS NULL").fetchone() == (True,):
        raise UsageError("Cơ sở dữ liệu trống, chưa có gì để sao lưu.", "Chạy 'sdi up' hoặc 'sdi sync' trước.")


def _unfinished(connection: Connection) -> list[str]:
    """Patterns of staging that is still being filled: its load would wait for us, and reads anew what is missing."""
    rows = connection.execute("SELECT id FROM meta.run WHERE state IN ('reading', 'checked') ORDER BY id").fetchall()
    return [f"stage.run_{run}_*" for (run,) in rows]


def _describe(connection: Connection, project: Project, settings: Settings, excluded: list[str]) -> Manifest:
    row = connection.execute(
        "SELECT now(), current_setting('server_version'), postgis_lib_version(), version_num, current"
        " FROM public.migration, meta.epoch"
    ).fetchone()
    assert row is not None
    at, server, postgis, migration, epoch = row
    prefixes = tuple(pattern.removesuffix("*") for pattern in excluded)
    return Manifest(
        format=FORMAT,
        created_at=at.astimezone(UTC).isoformat(timespec="seconds"),
        sdi=version("sdi"),
        postgresql=server,
        postgis=postgis,
        project=project.province.code,
        migration=migration,
        epoch=epoch,
        role_prefix=settings.role_prefix,
        roles=[row[0] for row in connection.execute(statement("granted_roles")).fetchall()],
        secrets=False,
        folders=[],
        rows={name: count for name, count in _rows(connection).items() if not name.startswith(prefixes)},
        references=connection.execute(
            "SELECT srid, auth_name, auth_srid, srtext, proj4text FROM public.spatial_ref_sys"
            " WHERE srtext LIKE '%%VN-2000%%' OR srid IN (SELECT srid FROM public.geometry_columns) ORDER BY srid"
        ).fetchall(),
        files=0,
    )


def _rows(connection: Connection) -> dict[str, int]:
    """Rows of every table of ours."""
    tables = connection.execute(
        "SELECT nspname, relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace"
        " WHERE relkind = 'r' AND nspname <> 'information_schema' AND nspname !~ '^pg_'"
        " AND relname <> 'spatial_ref_sys' ORDER BY 1, 2"
    ).fetchall()
    found = {}
    for schema, table in tables:
        count = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))).fetchone()
        assert count is not None
        found[f"{schema}.{table}"] = int(count[0])
    return found


def _copy(source: Path, target: Path) -> None:
    """Copy a folder; what ``sdi prune`` removes meanwhile is left out, and so is what is not finished yet."""
    target.mkdir(parents=True, mode=0o700)
    for path in files_of(source):
        part = path.relative_to(source)
        if path.name == _OF_THE_CLUSTER or any(p.startswith(".") or p.endswith(".partial") for p in part.parts):
            continue
        place = target / part
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            shutil.copy2(path, place)
        except FileNotFoundError:
            place.unlink(missing_ok=True)
            continue
        _sync(place)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def verified(source: Path, progress: Quiet) -> Manifest:
    """The manifest of a backup whose every file is there, unchanged, and none too many.

    Raises:
        UsageError: There is no backup.
        Damaged: It is not whole, or of a kind that this version does not know.
    """
    if not (source / SUMS).is_file() and not (source / MANIFEST).is_file():
        raise UsageError(f"{source} không phải là một bản sao lưu.", "Chỉ tới thư mục mà 'sdi backup' đã tạo.")
    sums = _read_sums(source)
    there = {str(path.relative_to(source)) for path in files_of(source)} - {SUMS}
    faults = [f"thiếu {name}" for name in sorted(sums.keys() - there)]
    faults += [f"thừa {name}" for name in sorted(there - sums.keys())]
    progress.begin("Kiểm tra bản sao lưu", len(sums))
    for name in sorted(sums.keys() & there):
        if file_digest(source / name) != sums[name]:
            faults.append(f"{name} đã bị thay đổi")
        progress.advance(1)
    if not faults:
        manifest = _read_manifest(source)
        if manifest.files != len(sums) - 1:
            faults.append(f"có {len(sums) - 1} tệp thay vì {manifest.files}")
    if faults:
        listed = "; ".join(faults[:5]) + ("; …" if len(faults) > 5 else "")
        raise Damaged(f"Bản sao lưu hỏng: {listed}. Chưa có gì bị thay đổi.", "Dùng một bản sao lưu khác.")
    return manifest


def _read_sums(source: Path) -> dict[str, str]:
    try:
        lines = (source / SUMS).read_text("utf-8").splitlines()
        return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    except (OSError, ValueError) as error:
        raise Damaged(f"Bản sao lưu hỏng: không đọc được {SUMS}. Chưa có gì bị thay đổi.") from error


def _read_manifest(source: Path) -> Manifest:
    try:
        content: dict[str, Any] = orjson.loads((source / MANIFEST).read_bytes())
        if content["format"] != FORMAT:
            raise Damaged(
                f"Bản sao lưu thuộc dạng {content['format']} mà phiên bản này không đọc được.", "Cập nhật phần mềm."
            )
        return Manifest.model_validate(content)
    except (OSError, ValueError, KeyError) as error:
        raise Damaged(f"Bản sao lưu hỏng: không đọc được {MANIFEST}. Chưa có gì bị thay đổi.") from error
