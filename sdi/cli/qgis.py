"""The QGIS project on the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from sdi.cli.app import app, database, project, settings
from sdi.errors import UsageError
from sdi.model import Audience

Via = Literal["api", "postgis"]
Language = Literal["vi", "en"]


@app.command("qgis-project")
def qgis_project(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Tệp .qgz cần ghi.")] = None,
    via: Annotated[Via, typer.Option(help="Lấy dữ liệu qua API, hay thẳng từ PostGIS.")] = "api",
    audience: Annotated[
        Audience, typer.Option(help="Thấy những gì nhóm này được xem: public, agency, internal.")
    ] = Audience.PUBLIC,
    url: Annotated[
        str | None,
        typer.Option(help="Địa chỉ mà QGIS thấy dịch vụ, ví dụ https://sdi.example.vn (mặc định SDI_BASE_URL)."),
    ] = None,
    store: Annotated[
        bool, typer.Option("--store", help="Lưu dự án và kiểu thể hiện vào cơ sở dữ liệu, cho mọi nhóm.")
    ] = False,
    pictures: Annotated[
        bool,
        typer.Option(help="Kèm ảnh raster lấy từ cổng thông tin; QGIS Server không tự lấy được, dùng --no-pictures."),
    ] = True,
    lang: Annotated[Language, typer.Option(help="Ngôn ngữ: vi, en.")] = "vi",
) -> None:
    """Dự án QGIS: mọi lớp với kiểu thể hiện, tên trường, bảng mã, liên kết, dấu trang, bố cục in."""
    from sdi.publish.qgis.content import gather
    from sdi.publish.qgis.project import qgz
    from sdi.publish.qgis.sources import Api
    from sdi.publish.qgis.store import keep, origin_of

    if output is None and not store:
        raise UsageError(
            "Nêu tệp cần ghi (-o quang-ngai.qgz), hoặc --store.", "Ví dụ: sdi qgis-project -o quang-ngai.qgz"
        )
    if output is not None and output.suffix != ".qgz":
        raise UsageError(f"{output}: dự án QGIS là tệp .qgz.", "Đổi đuôi tên tệp rồi chạy lại.")
    if via == "api" and audience is not Audience.PUBLIC:
        raise UsageError(
            "Dự án qua API chỉ có dữ liệu công khai: QGIS không ghi khóa truy cập vào dự án.",
            "Dùng --via postgis cho nhóm cơ quan và nội bộ.",
        )
    config = settings()
    if url:
        config = config.model_copy(update={"base_url": url})
    declared = project(config)
    with database(config, declared) as connection:
        if store:
            written = ", ".join(keep(connection, declared, config)) or "không nhóm nào, vì không có gì mới"
            print(f"Đã lưu dự án QGIS và kiểu thể hiện vào cơ sở dữ liệu: {written}.")
        if output is not None:
            content = gather(connection, declared, audience, config.public_url)
            if not pictures:
                content = replace(content, pictures=())
            api = Api(f"{config.public_url}/api")
            origin = api if via == "api" else origin_of(connection, declared, audience, config)
            _write(output, qgz(content, origin, lang))
            print(f"{output}: {len(content.styles)} kiểu thể hiện, {len(content.communes)} xã.")


def _write(path: Path, content: bytes) -> None:
    """Write a file whole and at once, or leave it as it is where it says the same: a server may be reading it."""
    if path.is_file() and path.read_bytes() == content:
        return
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(content)
    draft.replace(path)
