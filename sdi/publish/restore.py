"""``sdi restore``: the state of a backup, all of it or nothing.

In this order: the backup proves itself whole; the place is looked at; files are laid out beside those that they will
replace; the database is filled in one transaction that ends only when every table has the rows that the manifest tells;
the folders get their names. Until that transaction ends, everything is as it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg import sql

from sdi.db import dump
from sdi.db.connect import Connection, connect, statement
from sdi.db.following import HEAD
from sdi.db.roles import require_roles_free
from sdi.errors import InternalError, UsageError
from sdi.model import Project
from sdi.progress import Quiet
from sdi.publish.backup import DATABASE, SECRETS, STATE, Damaged, Manifest, verified
from sdi.publish.preparing import follow
from sdi.settings import Settings

MADE_OF_RELEASES = ("downloads", "jobs")
"""Folders whose files are named by release numbers, which mean something else afterwards."""


def restore(
    database_url: str, project: Project, settings: Settings, source: Path, *, replace: bool, progress: Quiet
) -> Manifest:
    """Put a backup into the database and the state directory of this installation.

    Args:
        replace: Throw away what is there. Without, a database or folder that is not empty is refused.

    Raises:
        UsageError: No backup there, the place is not empty, or somebody uses the database.
        Damaged: The backup is not whole, or of another project.
        InternalError: It failed; the database is as it was.
    """
    source = source.absolute()
    manifest = verified(source, progress)
    _require_ours(manifest, project, settings)
    folders = [*manifest.folders, *([SECRETS] if manifest.secrets else [])]
    with connect(database_url, application="sdi-restore") as connection:
        _require_room(connection, settings, manifest.folders, replace)
        _require_alone(connection)
        require_roles_free(connection, settings)
        before, after = _before(connection, manifest), _after(connection, manifest)
    with _laid_out(source / STATE, settings.state_dir, folders) as draft:
        progress.begin("Nhập cơ sở dữ liệu", dump.tables_of(source / DATABASE))
        dump.restore(database_url, source / DATABASE, before, after, lambda _: progress.advance(1))
        for name in MADE_OF_RELEASES:
            shutil.rmtree(settings.state_dir / name, ignore_errors=True)
        for name in folders:
            _move_in(draft / name, settings.state_dir / name)
    progress.note("  cập nhật lược đồ, vai trò và thống kê")
    follow(database_url, project, settings)
    with connect(database_url) as connection:
        connection.execute("ANALYZE")
    return manifest


def _require_ours(manifest: Manifest, project: Project, settings: Settings) -> None:
    if manifest.project != project.province.code:
        raise Damaged(
            f"Bản sao lưu thuộc dự án mang mã {manifest.project}, dự án này mang mã {project.province.code}."
            " Chưa có gì bị thay đổi."
        )
    if manifest.migration > HEAD:
        raise UsageError(
            f"Bản sao lưu do phiên bản mới hơn tạo (sdi {manifest.sdi}, lược đồ {manifest.migration}).",
            "Cập nhật phần mềm rồi chạy lại.",
        )
    if manifest.role_prefix != settings.role_prefix:
        raise UsageError(
            f"Quyền trong bản sao lưu cấp cho các vai trò {manifest.role_prefix}_….",
            f"Đặt SDI_ROLE_PREFIX={manifest.role_prefix} rồi chạy lại.",
        )


def _require_room(connection: Connection, settings: Settings, folders: list[str], replace: bool) -> None:
    if replace:
        return
    if connection.execute("SELECT to_regnamespace('meta') IS NOT NULL").fetchone() == (True,):
        raise UsageError(
            "Cơ sở dữ liệu đã có dữ liệu; chưa có gì bị thay đổi.",
            "Phục hồi vào cơ sở dữ liệu trống, hoặc thêm --replace để bỏ hết dữ liệu hiện có.",
        )
    taken = [name for name in folders if any((settings.state_dir / name).glob("*"))]
    if taken:
        raise UsageError(
            f"Thư mục {', '.join(taken)} trong {settings.state_dir} không trống; chưa có gì bị thay đổi.",
            "Dời chúng đi, hoặc thêm --replace để bỏ chúng.",
        )


def _require_alone(connection: Connection) -> None:
    """A service keeps answers by release number; a load holds what it has read. Neither may live through this."""
    row = connection.execute(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename IS NOT NULL"
    ).fetchone()
    if row and row[0]:
        raise UsageError(
            f"Có {row[0]} kết nối khác đang dùng cơ sở dữ liệu; chưa có gì bị thay đổi.",
            "Dừng dịch vụ (và các lệnh đang chạy, QGIS đang mở) rồi chạy lại.",
        )


def _before(connection: Connection, manifest: Manifest) -> str:
    """Away with what is there; the roles that grants name, without a login yet; systems of coordinates."""
    commands: list[sql.Composable] = [statement("clear_database")]
    known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
    commands += [
        sql.SQL("CREATE ROLE {} NOINHERIT;").format(sql.Identifier(name))
        for name in manifest.roles
        if name not in known
    ]
    may_insert = connection.execute("SELECT has_table_privilege('public.spatial_ref_sys', 'INSERT')").fetchone()
    if may_insert == (True,):
        for row in manifest.references:
            values = sql.SQL(", ").join(map(sql.Literal, row))
            commands.append(
                sql.SQL("INSERT INTO public.spatial_ref_sys VALUES ({}) ON CONFLICT DO NOTHING;").format(values)
            )
    return sql.SQL("\n").join(commands).as_string(connection)


def _after(connection: Connection, manifest: Manifest) -> str:
    """Fails where a table has other rows than when the backup was made."""
    checks = [
        sql.SQL(
            "DO $check$ BEGIN IF (SELECT count(*) FROM {table}) <> {rows} THEN"
            " RAISE EXCEPTION '% does not have its % rows', {name}, {rows}; END IF; END $check$;"
        ).format(table=sql.Identifier(*name.split(".", 1)), rows=sql.Literal(rows), name=sql.Literal(name))
        for name, rows in manifest.rows.items()
    ]
    return sql.SQL("\n").join(checks).as_string(connection)


@contextmanager
def _laid_out(source: Path, state: Path, folders: list[str]) -> Iterator[Path]:
    """The backup's folders in the state directory under another name, so that only renaming is left."""
    draft = state / ".restoring"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    try:
        for name in folders:
            shutil.copytree(source / name, draft / name)
        yield draft
    except OSError as error:
        raise InternalError(
            f"Không chép được thư mục của bản sao lưu vào {state}: {error.strerror or error}.",
            "Kiểm tra dung lượng đĩa rồi chạy lại.",
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _move_in(new: Path, place: Path) -> None:
    """Secrets join those of the cluster; any other folder takes the place of the old one."""
    if place.name == SECRETS:
        place.mkdir(mode=0o700, exist_ok=True)
        for path in new.iterdir():
            path.replace(place / path.name)
        return
    shutil.rmtree(place, ignore_errors=True)
    new.rename(place)
