"""Documents on the command line: decisions and drawings of plans."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from sdi.cli.app import actor, app, database, settings
from sdi.cli.help import Application
from sdi.model import Audience

documents_app = Application(help="Văn bản, bản vẽ của đồ án: đăng ký, liệt kê, thu hồi.", no_args_is_help=True)
app.add_typer(documents_app, name="documents")

Kind = Literal["decision", "drawing", "regulation", "report", "other"]


@documents_app.command("add")
def add(
    file: Annotated[Path, typer.Argument(help="Tệp PDF, TIFF, PNG hoặc JPEG.")],
    plan: Annotated[str | None, typer.Option(help="Mã đồ án.")] = None,
    decision: Annotated[str | None, typer.Option(help="Số quyết định.")] = None,
    title: Annotated[str | None, typer.Option(help="Tên tài liệu; mặc định theo tên tệp.")] = None,
    kind: Annotated[Kind, typer.Option(help="Loại: decision, drawing, regulation, report, other.")] = "decision",
    audience: Annotated[Audience, typer.Option(help="Ai được xem: public, agency, internal.")] = Audience.PUBLIC,
) -> None:
    """Đăng ký một văn bản hoặc bản vẽ của đồ án; tệp được kiểm tra và giữ theo nội dung."""
    from sdi.publish.documents import DocumentShelf, Wanted
    from sdi.publish.documents import add as register

    config = settings()
    with database(config) as connection:
        wanted = Wanted(file, plan, decision, title, kind, audience)
        number = register(connection, DocumentShelf(config.state_dir), wanted, actor())
    print(f"Tài liệu số {number}: {config.public_url}/documents/{number}")


@documents_app.command("list")
def listed(
    plan: Annotated[str | None, typer.Option(help="Chỉ của đồ án này.")] = None,
    decision: Annotated[str | None, typer.Option(help="Chỉ của quyết định này.")] = None,
) -> None:
    """Liệt kê tài liệu đã đăng ký, cả tài liệu đã thu hồi."""
    from sdi.publish.documents import documents

    with database(settings()) as connection:
        found = documents(connection, plan=plan, decision=decision)
    for one in found:
        state = f"thu hồi {one.withdrawn_at:%d/%m/%Y}" if one.withdrawn_at else one.audience
        of = " · ".join(filter(None, (one.plan_id, one.decision_no)))
        print(f"{one.id}\t{one.added_at:%d/%m/%Y}\t{one.kind}\t{state}\t{of}\t{one.title}\t{one.file_name}")
    if not found:
        print("Chưa có tài liệu nào.")


@documents_app.command("remove")
def remove(
    number: Annotated[int, typer.Argument(help="Số của tài liệu.")],
    reason: Annotated[str | None, typer.Option(help="Lý do, ghi vào lịch sử.")] = None,
) -> None:
    """Thu hồi một tài liệu: không ai xem được nữa; tệp và lịch sử được giữ."""
    from sdi.publish.documents import withdraw

    with database(settings()) as connection:
        gone = withdraw(connection, number, actor(), reason)
    print(f"Đã thu hồi tài liệu số {number}: {gone.title}")
