"""Commands on deliveries and releases."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sdi.cli.app import actor, app, database, project, settings
from sdi.cli.guarded import in_a_child
from sdi.cli.loading import carry_out


@app.command()
def load(
    layer: Annotated[str, typer.Argument(help="Lớp dữ liệu, ví dụ parcels; '-' khi cấu hình nguồn nạp nhiều lớp.")],
    sources: Annotated[list[Path], typer.Argument(help="Tệp, thư mục hoặc ZIP của một lần giao nộp.")],
    profile: Annotated[str | None, typer.Option(help="Cấu hình nguồn trong etl/.")] = None,
    crs: Annotated[str | None, typer.Option(help="Hệ tọa độ do bên gửi xác nhận, ví dụ EPSG:9216.")] = None,
    commune: Annotated[list[str] | None, typer.Option(help="Mã xã của dữ liệu; có thể lặp lại.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ kiểm tra và lập báo cáo, không thay đổi gì.")] = False,
    hold: Annotated[bool, typer.Option("--hold", help="Dừng trước khi phát hành để cán bộ xem.")] = False,
    report: Annotated[Path | None, typer.Option(help="Ghi báo cáo (.html hoặc .json).")] = None,
) -> None:
    """Nạp một lần giao nộp: đọc, kiểm tra, lập báo cáo, phát hành."""
    in_a_child()
    from sdi.ingest.arguments import Arguments
    from sdi.publish.loading import Request, load

    request = Request(
        sources, None if layer == "-" else layer, profile, Arguments(crs, tuple(commune or ())), dry_run, hold, actor()
    )
    carry_out(load, request, report)


@app.command()
def publish(
    release: Annotated[list[int], typer.Argument(help="Số của lần nạp đang giữ; nhiều số thì phát hành cùng lúc.")],
    note: Annotated[str, typer.Option(help="Ghi chú vào nhật ký.")] = "",
) -> None:
    """Phát hành các lần nạp đang giữ (sdi load --hold)."""
    from sdi.progress import progress
    from sdi.publish.loading import publish_held
    from sdi.publish.qgis.store import keep
    from sdi.publish.reports import describe

    config = settings()
    declared = project(config)
    with database(config, declared) as connection, progress() as shown:
        print(describe(publish_held(connection, declared, release, actor(), note, shown), None))
        keep(connection, declared, config)


@app.command()
def discard(
    release: Annotated[int, typer.Argument(help="Số của lần nạp đang giữ.")],
    note: Annotated[str, typer.Option(help="Lý do, ghi vào nhật ký.")] = "",
) -> None:
    """Bỏ một lần nạp đang giữ (sdi load --hold): không phát hành; báo cáo và tệp giao nộp được giữ."""
    from sdi.publish.loading import discard

    with database(settings()) as connection:
        discard(connection, release, actor(), note)
    print(f"Đã bỏ lần nạp {release}; dữ liệu đang công bố không đổi. Muốn dùng lại thì nạp lại lần giao nộp đó.")


@app.command()
def releases(layer: Annotated[str, typer.Argument(help="Lớp dữ liệu.")]) -> None:
    """Các bản phát hành của một lớp và các lần nạp đang giữ."""
    from sdi.publish.reports import list_releases

    config = settings()
    with database(config) as connection:
        print(list_releases(connection, project(config), layer))


@app.command()
def rollback(
    layer: Annotated[str, typer.Argument(help="Lớp dữ liệu.")],
    note: Annotated[str, typer.Option(help="Lý do, ghi vào nhật ký.")] = "",
    release: Annotated[int | None, typer.Option(help="Chỉ thu hồi nếu bản phát hành cuối đúng là bản này.")] = None,
) -> None:
    """Thu hồi bản phát hành cuối của một lớp; nếu là lần phát hành cuối thì cùng các lớp đã phát hành trong lần ấy."""
    from sdi.ingest.registry import known_layer
    from sdi.publish.publication import rollback as take_back
    from sdi.publish.qgis.store import keep
    from sdi.publish.reports import describe_rollback

    config = settings()
    declared = project(config)
    known_layer(declared, layer)
    with database(config) as connection:
        print(describe_rollback(connection, take_back(connection, declared, layer, actor(), note, seen=release)))
        keep(connection, declared, config)


@app.command()
def prune() -> None:
    """Dọn dữ liệu tạm và tệp giao nộp đã quá hạn lưu của dự án."""
    from sdi.publish.pruning import prune as clear

    config = settings()
    with database(config) as connection:
        print(clear(connection, project(config), config.state_dir))
