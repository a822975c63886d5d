"""Commands that keep an installation safe: backup and restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sdi.cli.app import app, database_url, project, settings


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(help="Thư mục sẽ được tạo, ví dụ /sao-luu/2026-11-27; phải chưa có.")],
    secrets: Annotated[
        bool,
        typer.Option("--secrets", help="Kèm mật khẩu vai trò, khóa API, khóa ký phiếu; cất như cất khóa."),
    ] = False,
) -> None:
    """Sao lưu cơ sở dữ liệu và các tệp đi cùng, trong khi dịch vụ vẫn chạy."""
    from sdi.progress import progress
    from sdi.publish.backup import backup
    from sdi.publish.reports import number

    config = settings()
    declared = project(config)
    with database_url(config) as url, progress() as shown:
        made = backup(url, declared, config, target, secrets=secrets, progress=shown)
    print(f"Đã sao lưu vào {target}: đến lần phát hành {made.epoch}, {number(sum(made.rows.values()))} dòng.")
    print("Có kèm bí mật." if secrets else "Không kèm bí mật (khóa API, khóa ký phiếu); thêm --secrets nếu cần.")


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="Thư mục mà 'sdi backup' đã tạo.")],
    replace: Annotated[bool, typer.Option("--replace", help="Bỏ hết dữ liệu đang có.")] = False,
) -> None:
    """Phục hồi một bản sao lưu; bản hỏng hay thiếu bị từ chối trước khi có gì thay đổi. Dừng dịch vụ trước."""
    from sdi.progress import progress
    from sdi.publish.reports import number
    from sdi.publish.restore import restore

    config = settings()
    declared = project(config)
    with database_url(config) as url, progress() as shown:
        made = restore(url, declared, config, source, replace=replace, progress=shown)
    print(f"Đã phục hồi: đến lần phát hành {made.epoch} ({made.created_at}), {number(sum(made.rows.values()))} dòng.")
    if not made.secrets:
        print("Bản sao lưu không kèm bí mật: khóa API và khóa ký phiếu là của bản cài đặt này.")
