"""``sdi status`` and ``sdi doctor``: what runs, and what a technician should do next."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException

from psycopg import sql

from sdi.db import cluster
from sdi.db.connect import Connection, connect, url_of
from sdi.db.fitting import misfit, read_views
from sdi.db.following import is_current
from sdi.db.layers import SCHEMAS
from sdi.errors import SdiError
from sdi.model import Project, read_project
from sdi.publish import checkup
from sdi.publish.checkup import Finding
from sdi.publish.reports import moment, number
from sdi.settings import Settings


def status_text(settings: Settings, project: Project) -> str:
    """Where the database is and which release of each layer is public."""
    url = _running_url(settings)
    if url is None:
        return "Cơ sở dữ liệu riêng chưa chạy ('sdi up')."
    with connect(url) as connection:
        if not is_current(connection, project):
            return "Cơ sở dữ liệu đang chạy nhưng chưa theo khai báo hiện tại ('sdi sync')."
        rows = connection.execute(
            "SELECT layer, epoch, published_at, feature_count FROM pub_internal.collections ORDER BY layer"
        ).fetchall()
    lines = ["Cơ sở dữ liệu: đang chạy.", _service(settings)]
    for layer, epoch, at, count in rows:
        state = f"bản {epoch}  {moment(at)}  {number(count)} đối tượng" if epoch else "chưa có dữ liệu"
        lines.append(f"  {layer:<22} {state}")
    return "\n".join(lines)


def _service(settings: Settings) -> str:
    """Whether our service answers where this command would look for it."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    place = HTTPConnection(host, settings.port, timeout=3)
    try:
        place.request("GET", "/readyz")
        answer = place.getresponse()
        answer.read()
    except (OSError, HTTPException):
        return f"Cổng thông tin và API: không trả lời ở cổng {settings.port} (SDI_HOST, SDI_PORT)."
    finally:
        place.close()
    ready = "đang chạy" if answer.status == 200 else "chưa sẵn sàng"
    return f"Cổng thông tin và API: {ready}, {settings.public_url}/"


def diagnose(settings: Settings) -> list[Finding]:
    """Everything that can be checked, in the order in which it must be mended."""
    found: list[Finding] = []
    try:
        project = read_project(settings.project_dir)
        found.append(
            Finding(True, f"Khai báo hợp lệ: {len(project.layers)} lớp, {len(project.profiles)} cấu hình nguồn.")
        )
        found += _local(settings)
        found += checkup.coordinates(project)
        url = _running_url(settings)
        if url is None:
            return [*found, *checkup.libraries(None), Finding(False, "Cơ sở dữ liệu chưa chạy. Chạy 'sdi up'.")]
        with connect(url) as connection:
            found += checkup.libraries(connection)
            if not is_current(connection, project):
                return [*found, Finding(False, "Cơ sở dữ liệu chưa theo khai báo hiện tại. Chạy 'sdi sync'.")]
            found += _in_database(connection, project)
            found += checkup.indexes(connection, project)
            found += checkup.rasters(connection, project, settings)
            found += checkup.standbys(connection)
        found += checkup.roles(url, settings)
    except SdiError as error:
        found.append(Finding(False, str(error)))
    return found


def _local(settings: Settings) -> Iterator[Finding]:
    if settings.database_url is None:
        yield Finding(True, f"PostgreSQL và PostGIS: {cluster.find_binaries()}")
    yield from checkup.disk(settings)


def _in_database(connection: Connection, project: Project) -> Iterator[Finding]:
    row = connection.execute("SELECT version(), postgis_lib_version()").fetchone()
    assert row is not None
    yield Finding(True, f"{row[0].split(' on ')[0]}, PostGIS {row[1]}.")
    reference = project.province.reference.communes
    counts = dict(connection.execute("SELECT layer, feature_count FROM pub_internal.collections").fetchall())
    communes = counts.get(reference, 0)
    yield Finding(
        bool(communes),
        f"Ranh giới xã để kiểm tra vị trí: {communes} xã."
        if communes
        else f"Chưa có ranh giới xã nên không kiểm tra được vị trí. Nạp bằng 'sdi load {reference} TỆP'.",
    )
    for trusted in project.province.reference.trusted:
        loaded = bool(counts.get(trusted))
        yield Finding(
            loaded, f"Lớp tin cậy '{trusted}': {'đã có' if loaded else 'chưa nạp, không thấy được độ lệch đều'}."
        )
    yield from _unfit(connection, project)
    held = connection.execute("SELECT count(*) FROM meta.run WHERE state = 'held'").fetchone()
    if held and held[0]:
        yield Finding(False, f"{held[0]} lần nạp đang chờ duyệt. Xem 'sdi releases LỚP'.")
    unfinished = connection.execute("SELECT count(*) FROM meta.run WHERE state IN ('reading', 'checked')").fetchone()
    if unfinished and unfinished[0]:
        yield Finding(False, f"{unfinished[0]} lần nạp dở dang. Chạy lại đúng lệnh nạp đó để hoàn tất.")


def _unfit(connection: Connection, project: Project) -> Iterator[Finding]:
    """Published layers whose views do not fit their declarations: the service sets them aside."""
    for audience, schema in SCHEMAS.items():
        views = read_views(connection, schema)
        published = sql.SQL("SELECT layer FROM {} WHERE epoch IS NOT NULL").format(
            sql.Identifier(schema, "collections")
        )
        for (name,) in connection.execute(published).fetchall():
            layer = project.collections.get(name)
            fault = layer and misfit(layer, audience, project.province.crs, views)
            if fault:
                yield Finding(False, f"Lớp '{name}' ({audience.value}) tạm ngừng phục vụ: {fault} Chạy 'sdi sync'.")


def _running_url(settings: Settings) -> str | None:
    if settings.database_url:
        return url_of(settings.database_url)
    running = cluster.status(settings.state_dir)
    return running.url if running else None
