"""Commands on declarations: they need no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from sdi.cli.app import app, project, settings
from sdi.cli.help import Application

layers_app = Application(help="Khai báo lớp dữ liệu và cấu hình nguồn.", invoke_without_command=True)
app.add_typer(layers_app, name="layers")


@layers_app.callback()
def list_layers(context: typer.Context) -> None:
    """Liệt kê các lớp đã khai báo."""
    from sdi.cli.reference import AUDIENCES

    if context.invoked_subcommand:
        return
    groups = {"base": "Bản đồ nền dùng chung", "urban": "Cơ sở dữ liệu hạ tầng đô thị"}
    declared = project(settings()).layers.values()
    for group, title in groups.items():
        print(title)
        for layer in declared:
            if layer.group == group:
                shown = "" if layer.visibility == "public" else f"  [{AUDIENCES[layer.visibility]}]"
                print(f"  {layer.id:<22} {layer.title.vi}{shown}")


@layers_app.command("check")
def check() -> None:
    """Kiểm tra mọi khai báo; chỉ ra tệp, dòng và lý do."""
    from sdi.catalogue.building import require_known
    from sdi.publish.catalog import read_catalog
    from sdi.publish.styling import read_styles
    from sdi.quality.declarations import check_declarations
    from sdi.serve.site.declaration import read_site
    from sdi.slip.declaration import read_slip

    found = project(settings())
    check_declarations(found)
    read_slip(found)
    read_styles(found)
    read_site(found)
    require_known(found, read_catalog(found.directory))
    print(f"{len(found.layers)} lớp, {len(found.profiles)} cấu hình nguồn, {len(found.codes)} bảng mã: hợp lệ.")


@layers_app.command("schema")
def schema(folder: Annotated[Path | None, typer.Argument(help="Nơi ghi (mặc định: schemas/).")] = None) -> None:
    """Ghi JSON Schema của khai báo (để trình soạn thảo gợi ý) và của báo cáo."""
    from sdi.model import Layer, SourceProfile
    from sdi.model.catalogue import Cataloguing
    from sdi.quality.report import write_schema
    from sdi.serve.site.declaration import Site
    from sdi.slip.schema import declaration_schema, slip_schema

    place = folder or settings().project_dir / "schemas"
    place.mkdir(parents=True, exist_ok=True)
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schemas = {"layer": dialect | Layer.model_json_schema(), "source": dialect | SourceProfile.model_json_schema()}
    schemas |= {"slip": slip_schema(), "slip_declaration": declaration_schema()}
    schemas |= {"site": dialect | Site.model_json_schema(), "catalogue": dialect | Cataloguing.model_json_schema()}
    for name, content in schemas.items():
        (place / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
        print(place / f"{name}.json")
    print(write_schema(place))
