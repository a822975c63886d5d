"""What lies on a parcel or a polygon, and one layer laid over another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sdi.cli.app import app, database, database_url, project, settings
from sdi.errors import UsageError
from sdi.model import Audience

if TYPE_CHECKING:
    from sdi.db.connect import Connection
    from sdi.model import Project
    from sdi.overlay.request import Answer
    from sdi.settings import Settings

Format = Literal["table", "json", "geojson", "csv"]


@app.command()
def overlay(
    layers: Annotated[
        list[str] | None,
        typer.Argument(
            help="Hai lớp: chồng lớp thứ hai lên cả lớp thứ nhất. LỚP=THƯ_MỤC: lấy từ các tệp GeoParquet trong thư mục."
        ),
    ] = None,
    parcel: Annotated[str | None, typer.Option(help="Mã thửa đất.")] = None,
    polygon: Annotated[Path | None, typer.Option(help="Tệp có một lớp đa giác (GeoJSON, GPKG, ZIP…).")] = None,
    crs: Annotated[str | None, typer.Option(help="Hệ tọa độ của tệp, ví dụ EPSG:4326; thay cho điều tệp nói.")] = None,
    layer: Annotated[list[str] | None, typer.Option(help="Chỉ lớp này; có thể lặp lại.")] = None,
    audience: Annotated[
        Audience, typer.Option(help="Thấy những gì nhóm này được xem: public, agency, internal.")
    ] = Audience.PUBLIC,
    format: Annotated[Format, typer.Option(help="Dạng kết quả: table, json, geojson, csv.")] = "table",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Ghi vào tệp thay vì màn hình.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Hai lớp: số tiến trình thay cho các luồng.")] = None,
    scheduler: Annotated[str | None, typer.Option(help="Hai lớp: cụm máy Dask, ví dụ tcp://may:8786.")] = None,
) -> None:
    """Những gì nằm trên một thửa đất hay một đa giác; hoặc chồng cả hai lớp vào một tệp."""
    if layers:
        _batch(layers, output, audience, workers, scheduler)
        return
    if (parcel is None) == (polygon is None):
        raise UsageError("Nêu một trong hai: --parcel MÃ hoặc --polygon TỆP.", "Hoặc tên hai lớp và -o TỆP.")
    if crs and not polygon:
        raise UsageError("--crs chỉ đi cùng --polygon.")
    config = settings()
    declared = project(config)
    answer = _ask(config, declared, audience, parcel, polygon, crs, layer, geometry=format == "geojson")
    text = _text(answer, declared, format)
    if output is None:
        print(text)
    else:
        output.write_text(text if text.endswith("\n") else text + "\n", "utf-8")
        print(output)


def _batch(
    layers: Sequence[str], output: Path | None, audience: Audience, workers: int | None, scheduler: str | None
) -> None:
    from sdi.overlay.batch import Source, run
    from sdi.progress import progress

    if len(layers) != 2 or output is None:
        raise UsageError(
            "Chồng cả lớp cần đúng hai tên lớp và tệp kết quả.",
            "Ví dụ: sdi overlay parcels planning_zones -o kq.parquet",
        )
    config = settings()
    declared = project(config)
    base, over = (Source.of(declared, text) for text in layers)
    with progress() as shown:
        done = run(
            declared, base, over, output, shown, lambda: database(config, declared),
            audience=audience, processes=workers, scheduler=scheduler,
        )  # fmt: skip
    print(f"{done.output}: {_number(done.features, 0)} đối tượng, {_number(done.rows, 0)} dòng.")


def _ask(
    config: Settings,
    declared: Project,
    audience: Audience,
    parcel: str | None,
    polygon: Path | None,
    crs: str | None,
    names: Sequence[str] | None,
    *,
    geometry: bool,
) -> Answer:
    from sdi.db.connect import connect
    from sdi.db.roles import audience_url
    from sdi.ingest.apart import read_polygons
    from sdi.overlay.drawn import accept
    from sdi.overlay.request import Overlays

    table = next(iter(declared.overlays.values()), None)
    if table is None:
        raise UsageError("Dự án chưa khai báo bảng chồng lớp.", "Thêm một lớp có 'overlays_of' vào layers/.")

    with database(config, declared), database_url(config) as url:
        login = audience_url(url, config, audience)

        @contextmanager
        def open_snapshot() -> Iterator[Connection]:
            with connect(login) as connection, connection.transaction():
                connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                yield connection

        asked = Overlays(declared, table, audience, open_snapshot)
        chosen = asked.chosen(asked.published(), names or None)
        if parcel is not None:
            return asked.of_feature(parcel, chosen, geometry=geometry)
        assert polygon is not None
        shape = read_polygons(polygon, declared.province, config.state_dir / "work", _code(crs))
        return asked.of_polygon(accept(shape, declared.province), chosen, geometry=geometry)


def _code(crs: str | None) -> int | None:
    if crs is None:
        return None
    code = crs.upper().removeprefix("EPSG:")
    if not code.isdigit():
        raise UsageError(f"Không hiểu hệ tọa độ {crs}.", "Viết dạng EPSG:4326.")
    return int(code)


def _text(answer: Answer, declared: Project, form: Format) -> str:
    import orjson

    from sdi.publish.configuration import CRS84
    from sdi.serve.overlay_answer import csv_text, document, feature_collection
    from sdi.serve.projection import Projections

    if form == "table":
        return _table(answer, declared)
    if form == "csv":
        return csv_text(answer)
    projection = Projections(declared.province)[CRS84]
    content = feature_collection(answer, projection) if form == "geojson" else document(answer)
    return orjson.dumps(content, option=orjson.OPT_INDENT_2).decode()


def _table(answer: Answer, declared: Project) -> str:
    """The rows as a table for the terminal, kinds by their Vietnamese names."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    base = answer.base
    lines = [f"{'Thửa ' + base.id if base.id else 'Đa giác'} · diện tích tính toán {_number(base.area_m2, 1)} m²"]
    if base.id:
        lines[0] += f" · diện tích pháp lý {_number(base.area_registered_m2, 1)} m²"
    if base.repaired:
        lines.append(base.repaired)
    shown = Table(box=box.SIMPLE, pad_edge=False)
    for title in ("lớp", "loại", "đối tượng", "quyết định"):
        shown.add_column(title)
    for title in ("m²", "%", "m", "số", "cách (m)"):
        shown.add_column(title, justify="right", no_wrap=True)
    kinds = declared.codes["overlay_kinds"].codes if "overlay_kinds" in declared.codes else {}
    for laid in answer.layers:
        for number, row in enumerate(laid.rows):
            shown.add_row(
                "" if number else laid.layer.title.vi,
                kinds[row.kind].vi if row.kind in kinds else row.kind,
                row.feature_id or "",
                row.decision_no or "",
                _number(row.area_m2, 1),
                _number(row.share_pct, 1),
                _number(row.length_m, 1),
                _number(row.count, 0),
                _number(row.distance_m, 1),
            )
    console = Console(width=140)
    with console.capture() as captured:
        console.print(shown)
    return "\n".join([*lines, captured.get().rstrip(), f"Phát hành số {answer.epoch}."])


def _number(value: float | None, decimals: int) -> str:
    if value is None:
        return ""
    return f"{value:,.{decimals}f}".replace(",", "\0").replace(".", ",").replace("\0", ".")
