"""Planning slips on the command line: one, a list, or all parcels that a decision is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sdi.cli.app import app, database, database_url, project, settings
from sdi.errors import UsageError
from sdi.model import Audience

if TYPE_CHECKING:
    from sdi.db.connect import Connection
    from sdi.slip.build import Slips
    from sdi.slip.register import Archive, Register

Format = Literal["pdf", "json", "both"]
Language = Literal["vi", "en"]


@app.command()
def slip(
    parcels: Annotated[list[str] | None, typer.Argument(help="Mã thửa đất; nhiều mã thì làm hàng loạt.")] = None,
    list_file: Annotated[Path | None, typer.Option("--list", help="Tệp văn bản, mỗi dòng một mã thửa đất.")] = None,
    decision: Annotated[
        str | None, typer.Option(help="Mọi thửa mà quyết định (số) hoặc đồ án (mã) này có tác động.")
    ] = None,
    as_of: Annotated[str | None, typer.Option(help="Theo dữ liệu công bố đến hết ngày này, ví dụ 2026-11-21.")] = None,
    compare: Annotated[str | None, typer.Option(help="So với dữ liệu công bố đến hết ngày này.")] = None,
    lang: Annotated[Language, typer.Option(help="Ngôn ngữ: vi, en.")] = "vi",
    format: Annotated[Format, typer.Option(help="Dạng: pdf, json, hay cả hai (both).")] = "pdf",
    audience: Annotated[
        Audience, typer.Option(help="Thấy những gì nhóm này được xem: public, agency, internal.")
    ] = Audience.PUBLIC,
    issued: Annotated[
        bool, typer.Option("--issue", help="Phát hành: ký và ghi vào sổ; không nêu thì chỉ xem trước.")
    ] = False,
    output: Annotated[Path, typer.Option("-o", "--output", help="Thư mục ghi phiếu.")] = Path(),
) -> None:
    """Phiếu thông tin quy hoạch của một thửa, của một danh sách, hay của mọi thửa mà một quyết định tác động."""
    from sdi.slip.build import NoParcel, Question
    from sdi.slip.made import Made, issue

    if sum(map(bool, (parcels, list_file, decision))) != 1:
        raise UsageError("Nêu một trong ba: mã thửa đất, --list TỆP, --decision SỐ.", "Ví dụ: sdi slip 00001-12-345")
    day, other = _day(as_of), _day(compare)
    failed = 0
    with _office(audience) as (slips, register, archive):
        wanted = list(parcels or ())
        if list_file:
            wanted = [line.strip() for line in list_file.read_text("utf-8-sig").splitlines() if line.strip()]
        if decision:
            wanted = slips.touched(decision)
            if not wanted:
                raise UsageError(f"Không có thửa đất nào bị quyết định hay đồ án '{decision}' tác động.")
        output.mkdir(parents=True, exist_ok=True)
        for name in dict.fromkeys(wanted):
            question = Question(name, lang, day, other)
            try:
                made = issue(slips, register, archive, question) if issued else Made.of(slips.of(question))
            except NoParcel as error:
                print(error)
                failed += 1
                continue
            for form in ("pdf", "json") if format == "both" else (format,):
                path = output / f"{made.file_name}.{form}"
                path.write_bytes(made.pdf() if form == "pdf" else made.body)
                print(path)
    if failed:
        raise typer.Exit(1)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"'{text}' không phải là ngày.", "Viết dạng 2026-11-21.") from error


@contextmanager
def _office(audience: Audience) -> Iterator[tuple[Slips, Register, Archive]]:
    """Who makes, records and finds slips."""
    from sdi.db.connect import connect
    from sdi.db.layers import SCHEMAS
    from sdi.db.roles import ISSUER, audience_url
    from sdi.publish.catalog import read_catalog
    from sdi.raster.cog import RasterShelf
    from sdi.slip.build import Slips
    from sdi.slip.declaration import read_slip
    from sdi.slip.register import Archive, Register
    from sdi.slip.signing import read_signer

    config = settings()
    declared = project(config)
    contents = read_slip(declared)
    if contents is None:
        raise UsageError("Dự án chưa khai báo phiếu thông tin quy hoạch.", "Thêm catalog/slip.yml.")
    office = read_catalog(config.project_dir).office
    with (
        database(config, declared),
        database_url(config) as url,
        connect(audience_url(url, config, audience)) as reader,
    ):

        @contextmanager
        def open_snapshot() -> Iterator[Connection]:
            with reader.transaction():
                reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                yield reader

        yield (
            Slips(declared, contents, audience, open_snapshot, office, RasterShelf(config.state_dir)),
            Register(
                audience_url(url, config, ISSUER),
                lambda: read_signer(config.slip_key, config.state_dir / "secrets"),
                f"{config.public_url}/api/slip/verify",
            ),
            Archive(SCHEMAS[audience], open_snapshot),
        )
