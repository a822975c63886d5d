"""``sdi docs``: the reference pages, written from what runs so that they cannot be wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sdi.cli.app import app, project, settings


@app.command()
def docs(
    folder: Annotated[Path | None, typer.Argument(help="Nơi ghi docs/ và schemas/ (mặc định: thư mục dự án).")] = None,
) -> None:
    """Tạo lại tài liệu tra cứu: lệnh, quy tắc, lớp dữ liệu và JSON Schema."""
    from sdi.cli.project import schema
    from sdi.cli.reference import commands_page, layers_page, rules_page
    from sdi.quality.rules import rules

    config = settings()
    place = folder or config.project_dir
    pages = {
        "commands.md": commands_page(typer.main.get_command(app)),
        "rules.md": rules_page(rules().values()),
        "layers.md": layers_page(project(config)),
    }
    (place / "docs").mkdir(parents=True, exist_ok=True)
    for name, page in pages.items():
        path = place / "docs" / name
        path.write_text(page, "utf-8")
        print(path)
    schema(place / "schemas")
