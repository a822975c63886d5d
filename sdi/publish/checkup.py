"""Checks of ``sdi doctor`` on what everything rests on: libraries, PROJ, indexes, disk, roles, copies of the server."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from psycopg import sql

from sdi.crs.selftest import TOLERANCE_M, check
from sdi.db.connect import Connection
from sdi.db.names import short_name
from sdi.db.roles import require_logins
from sdi.errors import SdiError
from sdi.model import Project
from sdi.publish.reports import number
from sdi.raster.cog import RasterShelf
from sdi.settings import Settings

ENOUGH_DISK = 5 * 1024**3
LAG_S = 60.0
"""A standby that is further behind is looked at."""


@dataclass(frozen=True)
class Finding:
    """One line of ``sdi doctor``."""

    good: bool
    text: str


def versions(connection: Connection | None) -> dict[str, dict[str, str]]:
    """Versions of GDAL, GEOS and PROJ by whose they are: several packages bring their own."""
    import fiona
    import pyogrio
    import pyproj
    import rasterio
    import shapely

    found = {
        "shapely": {"GEOS": shapely.geos_version_string},
        "pyogrio": {"GDAL": pyogrio.__gdal_version_string__, "GEOS": _dotted(pyogrio.__gdal_geos_version__)},
        "fiona": {"GDAL": fiona.__gdal_version__},
        "rasterio": {
            "GDAL": rasterio.__gdal_version__,
            "GEOS": rasterio.__geos_version__,
            "PROJ": rasterio.__proj_version__,
        },
        "pyproj": {"PROJ": pyproj.proj_version_str},
    }
    if connection is not None:
        row = connection.execute(
            "SELECT postgis_lib_version(), postgis_geos_version(), postgis_proj_version()"
        ).fetchone()
        assert row is not None
        lib, geos, proj = (re.split(r"[- ]", value or "?")[0] for value in row)
        found["PostGIS"] = {"PostGIS": lib, "GEOS": geos, "PROJ": proj}
    return found


def _dotted(numbers: tuple[int, ...] | None) -> str:
    return ".".join(map(str, numbers)) if numbers else "?"


def libraries(connection: Connection | None) -> Iterator[Finding]:
    """A line for each package that brings libraries of its own."""
    for owner, libs in versions(connection).items():
        yield Finding(True, f"{owner}: {', '.join(f'{name} {version}' for name, version in libs.items())}.")


def coordinates(project: Project) -> Iterator[Finding]:
    """PROJ against textbook formulas at the corners and in the middle of the province."""
    province = project.province
    if province.datum_operation is None:
        return
    try:
        worst = max(check(province.crs, province.datum_operation, province.extent), key=lambda one: one.distance_m)
    except ValueError:
        yield Finding(True, f"Hệ tọa độ EPSG:{province.crs}: không tự kiểm tra được (phép chiếu khác).")
        return
    said = f"EPSG:{province.crs} → WGS 84 ({province.datum_operation}) tại 5 điểm khống chế: lệch nhiều nhất"
    if worst.good:
        yield Finding(True, f"{said} {worst.distance_m * 1000:.2f} mm.".replace(".", ",", 1))
    else:
        yield Finding(
            False,
            f"{said} {number(worst.distance_m)} m (cho phép {TOLERANCE_M * 1000:.0f} mm). Không nạp gì;"
            " cài lại các thư viện đã khóa phiên bản ('make bootstrap').",
        )


def indexes(connection: Connection, project: Project) -> Iterator[Finding]:
    """Every layer with data has a spatial index, and no index is broken."""
    broken = connection.execute(
        "SELECT format('%I.%I', nspname, relname) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
        " JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE NOT indisvalid AND nspname !~ '^pg_' ORDER BY 1"
    ).fetchall()
    bare = [
        name
        for name in project.layers
        if connection.execute(
            sql.SQL(
                "SELECT EXISTS (SELECT FROM {}) AND NOT EXISTS (SELECT FROM pg_indexes WHERE schemaname = 'data'"
                " AND tablename = {} AND indexdef LIKE '%USING gist%')"
            ).format(sql.Identifier("data", name), sql.Literal(name))
        ).fetchone()
        == (True,)
    ]
    for (name,) in broken:
        yield Finding(False, f"Chỉ mục {name} hỏng. Tạo lại bằng 'REINDEX INDEX {name}'.")
    for name in bare:
        made = f"CREATE INDEX {short_name(f'{name}__geom')} ON data.{name} USING gist (geom)"
        yield Finding(False, f"Lớp '{name}' thiếu chỉ mục không gian nên đọc chậm. Tạo lại bằng '{made}'.")
    if not broken and not bare:
        yield Finding(True, "Chỉ mục của mọi lớp đều có và dùng được.")


def rasters(connection: Connection, project: Project, settings: Settings) -> Iterator[Finding]:
    """Every file that a sheet of a raster names is there, as large as it was."""
    shelf, there, wrong = RasterShelf(settings.state_dir), 0, []
    for name in (layer.id for layer in project.layers.values() if layer.raster):
        rows = connection.execute(
            sql.SQL("SELECT DISTINCT feature_id, file, size_bytes FROM {} ORDER BY 1").format(
                sql.Identifier("data", name)
            )
        ).fetchall()
        for sheet, file, size in rows:
            path = shelf.path(file)
            good = path.is_file() and path.stat().st_size == size
            there += good
            wrong += [] if good else [f"{name} {sheet}"]
    if wrong:
        listed = ", ".join(wrong[:5]) + (", …" if len(wrong) > 5 else "")
        yield Finding(False, f"Thiếu hoặc hỏng tệp raster của {listed}. Chép lại từ bản sao lưu vào {shelf.folder}.")
    elif there:
        yield Finding(True, f"Tệp của {there} phiên bản mảnh raster đều có.")


def disk(settings: Settings) -> Iterator[Finding]:
    """Free space where the state and the private cluster lie."""
    place = settings.state_dir if settings.state_dir.exists() else settings.project_dir
    places = {place: shutil.disk_usage(place).free}
    cluster = settings.state_dir / "postgres"
    if settings.database_url is None and cluster.is_dir():
        places.setdefault(cluster.resolve(), shutil.disk_usage(cluster).free)
    for where, free in places.items():
        enough = free >= ENOUGH_DISK
        said = f"Đĩa còn trống {number(free / 1024**3)} GB ở {where}."
        yield Finding(enough, said if enough else f"{said} Dọn bằng 'sdi prune', hoặc thêm đĩa.")


def roles(database_url: str, settings: Settings) -> Iterator[Finding]:
    """Every role of the installation can log in."""
    try:
        require_logins(database_url, settings)
    except SdiError as error:
        yield Finding(False, str(error))
    else:
        yield Finding(True, "Mọi vai trò của dịch vụ đều đăng nhập được.")


def standbys(connection: Connection) -> Iterator[Finding]:
    """Who follows this server, and slots that keep its log for nobody."""
    rows = connection.execute(
        "SELECT application_name, coalesce(extract(epoch FROM replay_lag), 0)::float8"
        " FROM pg_stat_replication ORDER BY 1"
    ).fetchall()
    for name, lag in rows:
        late = "" if lag <= LAG_S else " Kiểm tra mạng và đĩa của máy đó."
        yield Finding(not late, f"Máy dự phòng {name}: chậm {number(lag)} giây.{late}")
    idle = connection.execute(
        "SELECT slot_name, coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::float8"
        " FROM pg_replication_slots WHERE NOT active AND NOT pg_is_in_recovery() ORDER BY 1"
    ).fetchall()
    for name, kept in idle:
        yield Finding(
            False,
            f"Không máy dự phòng nào đang theo khe '{name}'; nhật ký giữ cho nó đã {number(kept / 1024**2)} MB."
            f" Bật lại máy dự phòng, hoặc bỏ khe bằng \"SELECT pg_drop_replication_slot('{name}')\".",
        )
