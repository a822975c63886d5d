"""Commands on the service: start, stop, look after."""

from __future__ import annotations

from typing import Annotated

import typer

from sdi.cli.app import app, database_url, project, settings


@app.command()
def up(
    listen: Annotated[
        str, typer.Option(help="Mở cơ sở dữ liệu cho QGIS trong mạng nội bộ, qua TLS, ở địa chỉ IP này của máy.")
    ] = "",
) -> None:
    """Chạy tất cả: cơ sở dữ liệu, dữ liệu mẫu lần đầu, cổng thông tin và API. Ctrl-C dừng lại."""
    from sdi.publish.preparing import prepare
    from sdi.serve.server import serve

    config = settings(listen)
    declared = project(config)
    with database_url(config) as url:
        prepare(url, declared, config, print)

        def ready() -> None:
            print(f"{declared.province.title.vi}: {config.public_url}/  ·  API: {config.public_url}/api")
            if config.listen != "127.0.0.1":
                print(f"PostGIS cho QGIS: {config.listen}, TLS; tạo tài khoản bằng 'sdi logins create'.")
            print("Ctrl-C để dừng.", flush=True)

        serve(config, url, on_ready=ready)
    print("Đã dừng.")


@app.command()
def sync() -> None:
    """Đưa thay đổi của khai báo vào cơ sở dữ liệu; dịch vụ đang chạy tự nhận."""
    from sdi.publish.preparing import follow

    config = settings()
    with database_url(config) as url:
        touched = follow(url, project(config), config)
    print(f"Đã cập nhật: {', '.join(touched)}." if touched else "Cơ sở dữ liệu đã đúng với khai báo.")


@app.command("serve")
def serve_only() -> None:
    """Chỉ chạy cổng thông tin và API trên cơ sở dữ liệu đã có."""
    from sdi.db.roles import require_logins
    from sdi.serve.server import serve

    config = settings()
    with database_url(config) as url:
        require_logins(url, config)
        serve(config, url, on_ready=lambda: print(f"{config.public_url}/", flush=True))


@app.command()
def down() -> None:
    """Dừng cơ sở dữ liệu riêng của dự án."""
    from sdi.db import cluster

    config = settings()
    if config.database_url:
        print("SDI_DATABASE_URL đang chỉ tới một cơ sở dữ liệu có sẵn; không dừng gì cả.")
        return
    cluster.stop(config.state_dir)
    print("Cơ sở dữ liệu đã dừng.")


@app.command()
def status() -> None:
    """Cơ sở dữ liệu có chạy không, các lớp đang ở bản phát hành nào."""
    from sdi.publish.health import status_text

    config = settings()
    print(status_text(config, project(config)))


@app.command()
def doctor() -> None:
    """Kiểm tra cài đặt và chỉ ra việc cần làm."""
    from sdi.publish.health import diagnose

    findings = diagnose(settings())
    for finding in findings:
        print(f"[{'tốt' if finding.good else 'CẦN LÀM'}] {finding.text}")
    if not all(finding.good for finding in findings):
        raise typer.Exit(1)
