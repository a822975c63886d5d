"""Rasters on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sdi.cli.app import actor, app
from sdi.cli.guarded import in_a_child
from sdi.cli.loading import carry_out
from sdi.errors import UsageError


@app.command("load-raster")
def load_raster(
    layer: Annotated[str, typer.Argument(help="Lớp raster, ví dụ elevation hoặc plan_sheets.")],
    sources: Annotated[list[Path], typer.Argument(help="Tệp GeoTIFF, PNG, JPEG hoặc ASC; thư mục hoặc ZIP.")],
    crs: Annotated[str | None, typer.Option(help="Hệ tọa độ do bên gửi xác nhận, ví dụ EPSG:4326.")] = None,
    commune: Annotated[list[str] | None, typer.Option(help="Mã xã của dữ liệu; có thể lặp lại.")] = None,
    values: Annotated[
        list[str] | None, typer.Option("--set", help="Thuộc tính của mảnh, dạng trường=giá trị; có thể lặp lại.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ kiểm tra và lập báo cáo, không thay đổi gì.")] = False,
    hold: Annotated[bool, typer.Option("--hold", help="Dừng trước khi phát hành để cán bộ xem.")] = False,
    report: Annotated[Path | None, typer.Option(help="Ghi báo cáo (.html hoặc .json).")] = None,
) -> None:
    """Nạp lưới độ cao hoặc bản vẽ quét đã nắn: kiểm tra, đưa về hệ tọa độ tỉnh, phát hành."""
    in_a_child()
    from sdi.ingest.rasters import Told
    from sdi.publish.rasters import Request, load

    told = Told(crs, tuple(commune or ()), _pairs(values or ()))
    carry_out(load, Request(layer, sources, told, dry_run, hold, actor()), report)


def _pairs(texts: list[str] | tuple[()]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"--set {text}: viết dạng trường=giá trị.", "Ví dụ --set plan_id=QHC_NghiaLo_2025.")
        pairs[name.strip()] = value
    return pairs
