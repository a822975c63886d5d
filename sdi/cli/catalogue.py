"""The catalogue on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from sdi.cli.app import app, database, project, settings
from sdi.cli.help import Application
from sdi.errors import UsageError
from sdi.model import Audience

catalogue_app = Application(help="Danh mục siêu dữ liệu của các lớp đã công bố.", no_args_is_help=True)
app.add_typer(catalogue_app, name="catalogue")

Language = Literal["vi", "en"]


@catalogue_app.command("registry")
def registry(
    output: Annotated[Path, typer.Option("-o", "--output", help="Tệp .xlsx cần ghi.")],
    audience: Annotated[
        Audience, typer.Option(help="Gồm những gì nhóm này được xem: public, agency, internal.")
    ] = Audience.PUBLIC,
    lang: Annotated[Language, typer.Option(help="Ngôn ngữ: vi, en.")] = "vi",
) -> None:
    """Sổ đăng ký bộ dữ liệu dạng bảng tính; các cột khai báo ở catalog/catalogue.yml."""
    from sdi.catalogue.registry import workbook
    from sdi.publish.catalog import read_catalog
    from sdi.serve.catalogue.desk import catalogue_of

    if output.suffix != ".xlsx":
        raise UsageError(f"{output}: sổ đăng ký là tệp .xlsx.", "Đổi đuôi tên tệp rồi chạy lại.")
    config = settings()
    declared = project(config)
    catalog = read_catalog(declared.directory)
    with database(config, declared) as connection:
        found = catalogue_of(connection, declared, catalog, audience, f"{config.public_url}/api")
    output.write_bytes(workbook(found, catalog.cataloguing.registry, lang))
    print(f"{output}: {len(found.records)} bộ dữ liệu.")
