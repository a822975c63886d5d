"""Commands on who may come in, and on what was done: keys, logins, the audit log."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sdi.cli.app import actor, app, database, project, settings
from sdi.cli.help import Application
from sdi.errors import UsageError
from sdi.model import Audience

if TYPE_CHECKING:
    from sdi.db.keys import Key
    from sdi.db.logins import Login

keys_app = Application(help="Khóa truy cập API của các cơ quan.", no_args_is_help=True)
logins_app = Application(help="Tài khoản PostGIS riêng của từng cán bộ, dùng trong QGIS.", no_args_is_help=True)
app.add_typer(keys_app, name="keys")
app.add_typer(logins_app, name="logins")

_DAYS = 365
"""A key or a login is over after so long unless it was said otherwise."""

Owner = Annotated[str, typer.Option(help="Ai giữ và chịu trách nhiệm, ví dụ 'Sở Xây dựng – Nguyễn An'.")]
Purpose = Annotated[str, typer.Option(help="Dùng để làm gì.")]
Expires = Annotated[str, typer.Option(help="Ngày cuối còn dùng được, ví dụ 2027-06-30, hoặc 'never' (không hết hạn).")]


@keys_app.command("create")
def create_key(
    audience: Annotated[Audience, typer.Option(help="Thấy những gì nhóm này được xem: agency, internal.")],
    owner: Owner,
    purpose: Purpose,
    expires: Expires = "",
    scope: Annotated[
        list[str] | None,
        typer.Option(help="Quyền: read, issue, operate, hoặc read:BỘ_DỮ_LIỆU; có thể lặp lại (mặc định: read)."),
    ] = None,
) -> None:
    """Tạo một khóa; khóa chỉ hiện một lần này."""
    from sdi.db.keys import check_scopes
    from sdi.db.keys import create_key as create

    if audience is Audience.PUBLIC:
        raise UsageError("Dữ liệu mở không cần khóa.", "Chọn --audience agency hoặc internal.")
    config = settings()
    declared = project(config)
    scopes, until = check_scopes(scope or (), declared), _until(expires)
    with database(config, declared) as connection:
        number, key = create(connection, audience, scopes, owner, purpose, actor=actor(), expires_at=until)
    print(f"Khóa số {number}, quyền {' '.join(scopes)}, {_ends(until)}. Chỉ hiện lần này, hãy chép ngay:")
    print(key)


@keys_app.command("list")
def list_keys() -> None:
    """Liệt kê các khóa, người giữ, quyền, hạn và lần dùng cuối."""
    from sdi.db.keys import list_keys as read

    with database(settings()) as connection:
        keys = read(connection)
    for key in keys:
        used = f"dùng lần cuối {_day(key.last_used)}" if key.last_used else "chưa dùng"
        print(f"{key.id:>4}  {key.audience:<8}  {' '.join(key.scopes)}  ·  {key.owner}  ·  {key.purpose}")
        print(f"      {_made(key)}, {used}")
    if not keys:
        print("Chưa có khóa nào.")


@keys_app.command("revoke")
def revoke_key(number: Annotated[int, typer.Argument(help="Số của khóa (sdi keys list).")]) -> None:
    """Thu hồi một khóa; dịch vụ đang chạy từ chối khóa đó sau một hai giây."""
    from sdi.db.keys import revoke_key as revoke

    with database(settings()) as connection:
        key = revoke(connection, number, actor=actor())
    print(f"Đã thu hồi khóa số {number} của {key.owner}.")


@logins_app.command("create")
def create_login(
    name: Annotated[str, typer.Argument(help="Tên ngắn, chữ thường không dấu, ví dụ nguyen_an.")],
    audience: Annotated[Audience, typer.Option(help="Thấy những gì nhóm này được xem: public, agency, internal.")],
    owner: Owner = "",
    purpose: Purpose = "QGIS",
    expires: Expires = "",
) -> None:
    """Tạo tài khoản PostGIS chỉ đọc; mật khẩu chỉ hiện một lần này."""
    from sdi.db import cluster as private_cluster
    from sdi.db.layers import SCHEMAS
    from sdi.db.logins import create_login as create
    from sdi.db.roles import grant_login

    config = settings()
    declared = project(config)
    until = _until(expires)
    with database(config, declared) as connection:
        role, password = create(
            connection, config, name, audience, owner or name, purpose, grant_login, actor=actor(), expires_at=until
        )
        port, base = connection.info.port, connection.info.dbname
        cluster = None if config.database_url else private_cluster.status(config.state_dir)
    print(f"Tài khoản {role}, {_ends(until)}. Trong QGIS, tạo kết nối PostgreSQL với:")
    print(f"  cơ sở dữ liệu {base} · cổng {port} · SSL: require · lược đồ {SCHEMAS[audience]}")
    print("  máy chủ: địa chỉ đã mở bằng 'sdi up --listen ĐỊA_CHỈ'")
    if cluster and (certificate := cluster.certificate):
        print(f"  để chắc là đúng máy chủ: SSL verify-full với chứng chỉ {certificate}")
    print("Mật khẩu, chỉ hiện lần này, hãy chép ngay:")
    print(password)


@logins_app.command("list")
def list_logins() -> None:
    """Liệt kê các tài khoản PostGIS, người giữ và hạn."""
    from sdi.db.logins import list_logins as read
    from sdi.db.logins import login_role

    config = settings()
    with database(config) as connection:
        logins = read(connection)
    for login in logins:
        print(f"{login.name:<20}  {login.audience:<8}  {login_role(config, login.name)}  ·  {login.owner}")
        print(f"      {_made(login)}")
    if not logins:
        print("Chưa có tài khoản nào.")


@logins_app.command("revoke")
def revoke_login(name: Annotated[str, typer.Argument(help="Tên của tài khoản (sdi logins list).")]) -> None:
    """Thu hồi một tài khoản PostGIS và cắt các kết nối đang mở của nó."""
    from sdi.db.logins import revoke_login as revoke

    config = settings()
    with database(config) as connection:
        revoke(connection, config, name, actor=actor())
    print(f"Đã thu hồi tài khoản {name}.")


@app.command()
def audit(
    since: Annotated[str | None, typer.Option(help="Từ ngày này, ví dụ 2026-11-01.")] = None,
    until: Annotated[str | None, typer.Option(help="Đến hết ngày này.")] = None,
    who: Annotated[str | None, typer.Option(help="Chỉ những người có chữ này trong tên.")] = None,
    action: Annotated[str | None, typer.Option(help="Chỉ việc này, ví dụ publish, load, read, denied.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Nhiều nhất bấy nhiêu dòng mới nhất.")] = 200,
    format: Annotated[Literal["text", "csv", "json"], typer.Option(help="Dạng: text, csv, json.")] = "text",
) -> None:
    """Đọc nhật ký: ai đã nạp, phát hành, thu hồi, cấp khóa, phát hành phiếu, xem dữ liệu không công khai."""
    from sdi.db.audit import Wanted, read_audit, written

    config = settings()
    declared = project(config)
    wanted = Wanted(_start(since), _start(until, timedelta(days=1)), who, action, limit)
    with database(config, declared) as connection:
        print(written(read_audit(connection, wanted), format), end="")


def _until(text: str) -> datetime | None:
    if text == "never":
        return None
    if not text:
        return datetime.now(UTC) + timedelta(days=_DAYS)
    found = _start(text, timedelta(days=1))
    if found is None or found <= datetime.now(UTC):
        raise UsageError(f"Ngày {text} đã qua.", "Nêu một ngày sau hôm nay, hoặc 'never'.")
    return found


def _start(text: str | None, after: timedelta = timedelta()) -> datetime | None:
    """Midnight, local time, of that day or so long after it."""
    if not text:
        return None
    try:
        return (datetime.combine(date.fromisoformat(text), time()) + after).astimezone()
    except ValueError as error:
        raise UsageError(f"'{text}' không phải là ngày.", "Viết dạng 2026-11-21.") from error


def _day(moment: datetime) -> str:
    return moment.astimezone().strftime("%d/%m/%Y")


def _ends(until: datetime | None) -> str:
    return f"dùng đến hết {_day(until - timedelta(seconds=1))}" if until else "không hết hạn"


def _made(one: Key | Login) -> str:
    """When it was made, by whom, and until when it holds."""
    state = _ends(one.expires_at)
    if one.expires_at and one.expires_at <= datetime.now(UTC):
        state = "ĐÃ HẾT HẠN"
    if one.revoked_at:
        state = f"ĐÃ THU HỒI {_day(one.revoked_at)}"
    return f"tạo {_day(one.created_at)} bởi {one.created_by}, {state}"
