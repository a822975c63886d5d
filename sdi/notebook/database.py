"""The database as a source, for whoever works on the server or has a login of their own.

It reads what the views of an audience show at one epoch, and gives what the service would give: the same rows in the
same order, coordinates to the same decimals. Only this module needs the server's packages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import orjson
import psycopg
import shapely
from psycopg import sql

from sdi.db import cql2
from sdi.db.connect import Connection, url_of
from sdi.db.cql2 import Column, FilterError
from sdi.db.layers import SCHEMAS
from sdi.db.names import short_name
from sdi.errors import MissingComponent, UsageError
from sdi.model import Audience, FieldType, Project, read_project
from sdi.model import Layer as Declared
from sdi.notebook.source import DECIMALS, Box, Code, Field, Json, Kind, Laid, Layer, Rows, Tell
from sdi.overlay.drawn import accept, polygons_of
from sdi.overlay.request import Overlays
from sdi.publish.catalog import read_catalog
from sdi.publish.styling import read_styles, styles_of
from sdi.raster.cog import RasterShelf
from sdi.settings import Settings
from sdi.slip.build import Question, Slips
from sdi.slip.declaration import read_slip
from sdi.slip.made import Made
from sdi.styles.legend import layer_document, map_entries
from sdi.styles.model import MapStyle
from sdi.wording import wording

ROWS_AT_ONCE = 5_000

_KINDS: dict[FieldType, Kind] = {
    FieldType.TEXT: "text",
    FieldType.CODE: "text",
    FieldType.INTEGER: "integer",
    FieldType.NUMBER: "number",
    FieldType.BOOLEAN: "boolean",
    FieldType.DATE: "date",
}
_COMMA = sql.SQL(", ")


class Database:
    """A database, as one audience sees it.

    Args:
        url: Its address; None takes that of the settings, which may be the private cluster of the project.
        audience: "public", "agency" or "internal"; None is the most that the login may see.
        settings: Say where the project's declarations are.

    Raises:
        MissingComponent: It does not answer.
        UsageError: There is no project here, or the login may see nothing.
    """

    def __init__(self, url: str | None = None, audience: str | None = None, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._project: Project = read_project(self._settings.project_dir)
        self._open = ExitStack()
        self._url = url_of(url or self._settings.database_url or self._private())
        parts = urlsplit(self._url)
        self.address = f"postgresql://{parts.hostname or 'localhost'}{parts.path}"
        self.title = self._project.province.title.vi
        self.crs = self._project.province.crs
        self.audience = Audience(audience) if audience else self._most()
        self._schema = SCHEMAS[self.audience]
        self._known: dict[str, Declared] = {}

    def layers(self) -> Sequence[Layer]:
        return list(self._published().values())

    def title_of(self, layer: str) -> str:
        return self._declared(layer).title.vi

    def fields(self, layer: str) -> Sequence[Field]:
        return [
            Field(name, _KINDS[field.type], field.title.vi, field.unit, field.codes)
            for name, field in self._declared(layer).fields_for(self.audience).items()
        ]

    def has_geometry(self, layer: str) -> bool:
        return not self._declared(layer).overlays_of

    def codes(self, name: str) -> Sequence[Code]:
        if name not in self._project.codes:
            raise UsageError(f"Không có bảng mã '{name}'.")
        return [Code(code.code, code.title("vi"), code.color) for code in self._project.codes[name].codes.values()]

    def rows(self, layer: str, box: Box | None, where: str | None, tell: Tell) -> Rows:
        declared = self._declared(layer)
        values: dict[str, Any] = {}
        conditions: list[sql.Composable] = [sql.SQL("r0 <= %(epoch)s AND %(epoch)s < r1")]
        meets = self._meets_by_base(declared) if declared.overlays_of else _meets
        if box is not None:
            values["box"] = shapely.to_wkb(shapely.box(*box))
            conditions.append(meets(sql.SQL("ST_GeomFromWKB(%(box)s, {})").format(sql.Literal(self.crs))))
        if where is not None:
            conditions.append(self._condition(declared, where, values, meets))
        order = [sql.Identifier(declared.base_id)] if declared.overlays_of else []
        query = self._select(declared, conditions, [*order, sql.SQL("gid")])
        with self._snapshot() as connection:
            state = self._state(connection, layer)
            with connection.cursor("sdi_notebook", binary=True) as cursor:
                cursor.itersize = ROWS_AT_ONCE
                try:
                    cursor.execute(query, values | {"epoch": self._epoch(connection)})
                    found = []
                    for row in cursor:
                        found.append(row)
                        if len(found) % ROWS_AT_ONCE == 0:
                            tell(len(found), None)
                except psycopg.DataError as error:
                    raise UsageError(wording("questions.wrong_filter_type")) from error
        return _rows(state.release, found, self.has_geometry(layer))

    def releases(self, layer: str) -> Sequence[Json]:
        self._declared(layer)
        query = sql.SQL(
            "SELECT epoch, published_at, feature_count FROM {} WHERE layer = %(layer)s ORDER BY epoch DESC"
        ).format(sql.Identifier(self._schema, "releases"))
        with self._snapshot() as connection:
            rows = connection.execute(query, {"layer": layer}).fetchall()
        return [{"release": row[0], "published_at": row[1].isoformat(), "features": row[2]} for row in rows]

    def lay(self, subject: str | shapely.Geometry, layers: Sequence[str] | None, geometry: bool) -> Laid:
        table = next(iter(self._project.overlays.values()), None)
        if table is None:
            raise UsageError(wording("processes.nothing_published"))
        overlays = Overlays(self._project, table, self.audience, self._snapshot)
        chosen = overlays.chosen(overlays.published(), layers)
        if isinstance(subject, str):
            answer = overlays.of_feature(subject, chosen, geometry=geometry)
        else:
            drawn = accept(polygons_of([subject]), self._project.province)
            answer = overlays.of_polygon(drawn, chosen, geometry=geometry)
        rows: list[Json] = []
        for laid in answer.layers:
            for row in laid.rows:
                said = {"layer": laid.layer.id} | row._asdict()
                if geometry and said["geometry"] is not None:
                    said["geometry"] = _rounded(np.array([said["geometry"]]))[0]
                rows.append(said)
        return Laid(round(answer.base.area_m2, 4), answer.epoch, rows)

    def slip(self, parcel: str) -> Json:
        declared = read_slip(self._project)
        if declared is None:
            raise UsageError(wording("slip.not_declared"))
        catalog = read_catalog(self._project.directory)
        rasters = RasterShelf(self._settings.state_dir)
        slips = Slips(self._project, declared, self.audience, self._snapshot, catalog.office, rasters)
        document: Json = orjson.loads(Made.of(slips.of(Question(parcel))).content)
        return document

    def legend(self, style: str) -> Sequence[Json]:
        return [layer_document(layer, "vi", entries) for layer, entries in map_entries(self._style(style), "vi")]

    def background(self, style: str) -> str | None:
        return self._style(style).background

    def close(self) -> None:
        self._open.close()

    # --- only here ------------------------------------------------------------------------------------------------

    @property
    def project(self) -> Project:
        """The declarations."""
        return self._project

    @property
    def settings(self) -> Settings:
        """Of this installation."""
        return self._settings

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection that may write what the login may, for loads that are held."""
        with self._connect() as connection:
            connection.autocommit = True
            yield connection

    # --- parts ----------------------------------------------------------------------------------------------------

    def _private(self) -> str:
        from sdi.db import cluster

        return self._open.enter_context(cluster.running(self._settings.state_dir)).url

    def _connect(self) -> Connection:
        try:
            return psycopg.connect(self._url, application_name="sdi-notebook", connect_timeout=10)
        except psycopg.OperationalError as error:
            raise MissingComponent(
                f"Không kết nối được {self.address}.",
                "Kiểm tra máy chủ PostgreSQL có chạy không, và địa chỉ, tài khoản, mật khẩu.",
            ) from error

    @contextmanager
    def _snapshot(self) -> Iterator[Connection]:
        """A connection on which all statements see the same moment."""
        with self._connect() as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            connection.prepare_threshold = None  # values decide about plans
            yield connection

    def _most(self) -> Audience:
        """The audience that sees most of those whose views the login may read."""
        with self._connect() as connection:
            for audience in reversed(list(SCHEMAS)):
                query = "SELECT coalesce(has_schema_privilege(to_regnamespace(%s), 'USAGE'), false)"
                row = connection.execute(query, (SCHEMAS[audience],)).fetchone()
                if row and row[0]:
                    return Audience(audience)
        raise UsageError(
            f"Tài khoản này không đọc được dữ liệu đã công bố trong {self.address}.",
            "Nhờ quản trị cấp tài khoản (sdi login), hoặc kết nối bằng địa chỉ của dịch vụ.",
        )

    def _published(self) -> dict[str, Layer]:
        with self._snapshot() as connection:
            return {name: self._state(connection, name) for name in self._released(connection)}

    def _released(self, connection: Connection) -> list[str]:
        query = sql.SQL("SELECT layer FROM {} WHERE epoch IS NOT NULL").format(
            sql.Identifier(self._schema, "collections")
        )
        there = {row[0] for row in connection.execute(query).fetchall()}
        return [
            name
            for name, layer in self._project.collections.items()
            if name in there and self.audience.sees(layer.visibility)
        ]

    def _state(self, connection: Connection, name: str) -> Layer:
        query = sql.SQL("SELECT epoch, published_at, feature_count FROM {} WHERE layer = %(layer)s").format(
            sql.Identifier(self._schema, "collections")
        )
        row = connection.execute(query, {"layer": name}).fetchone()
        assert row is not None  # of a layer that is published
        return Layer(name, self._project.collections[name].title.vi, row[2], row[0], row[1].isoformat())

    def _declared(self, name: str) -> Declared:
        if name not in self._known:
            with self._snapshot() as connection:
                released = self._released(connection)
            if name not in released:
                raise UsageError(
                    f"Không có lớp '{name}', hoặc tài khoản này không được xem.", f"Có: {', '.join(sorted(released))}."
                )
            self._known[name] = self._project.collections[name]
        return self._known[name]

    def _style(self, name: str) -> MapStyle:
        with self._snapshot() as connection:
            styles = styles_of(self._project, read_styles(self._project), self.audience, self._released(connection))
        if name not in styles:
            raise UsageError(f"Không có kiểu vẽ '{name}'.", f"Có: {', '.join(styles)}.")
        return styles[name]

    def _view(self, layer: Declared, suffix: str) -> sql.Identifier:
        return sql.Identifier(self._schema, short_name(f"{layer.id}_{suffix}"))

    def _select(
        self, layer: Declared, where: Sequence[sql.Composable], order: Sequence[sql.Composable]
    ) -> sql.Composed:
        columns: list[sql.Composable] = [sql.SQL('{}::text AS "#id"').format(sql.Identifier(layer.id_column))]
        for name, field in layer.fields_for(self.audience).items():
            column = sql.Identifier(name)
            columns.append(sql.SQL("{}::text").format(column) if field.type is FieldType.DATE else column)
        if not layer.overlays_of:
            columns.append(sql.SQL("ST_AsBinary(geom)"))
        return sql.SQL("SELECT {} FROM {} WHERE {} ORDER BY {}").format(
            _COMMA.join(columns), self._view(layer, "versions"), sql.SQL(" AND ").join(where), _COMMA.join(order)
        )

    def _epoch(self, connection: Connection) -> int:
        return int(self._value(connection, sql.SQL("SELECT epoch FROM {}"), "epoch"))

    def _value(self, connection: Connection, query: sql.SQL, view: str) -> Any:
        row = connection.execute(query.format(sql.Identifier(self._schema, view))).fetchone()
        assert row is not None
        return row[0]

    def _meets_by_base(self, layer: Declared) -> Callable[[sql.Composable], sql.Composable]:
        """A row of an overlay lies where its base feature lies."""
        base = self._project.layers[layer.overlays_of or ""]

        def meets(area: sql.Composable) -> sql.Composable:
            return sql.SQL(
                "{} IN (SELECT feature_id FROM {} WHERE r0 <= %(epoch)s AND %(epoch)s < r1 AND ST_Intersects(geom, {}))"
            ).format(sql.Identifier(layer.base_id), self._view(base, "versions"), area)

        return meets

    def _condition(
        self, layer: Declared, where: str, values: dict[str, Any], meets: Callable[[sql.Composable], sql.Composable]
    ) -> sql.Composable:
        def bind(value: Any) -> sql.Composable:
            name = f"v{len(values)}"
            values[name] = value
            return sql.Placeholder(name)

        geometry = Column(self.crs, _Here(), meets if layer.overlays_of else None)
        try:
            return cql2.condition(cql2.parse_text(where), layer.fields_for(self.audience), bind, geometry)
        except FilterError as error:
            raise UsageError(wording("questions.wrong_filter", error=error.text)) from error


class _Here:
    """Literal geometries of a filter are in the provincial CRS already."""

    def area(self, numbers: tuple[float, ...]) -> shapely.Geometry:
        """Of a box."""
        half = len(numbers) // 2
        return shapely.box(numbers[0], numbers[1], numbers[half], numbers[half + 1])

    def drawn(self, geometry: shapely.Geometry) -> shapely.Geometry:
        """Of a geometry."""
        return geometry


def _meets(area: sql.Composable) -> sql.Composable:
    return sql.SQL("ST_Intersects(geom, {})").format(area)


def _rows(release: int, found: Sequence[tuple[Any, ...]], geometry: bool) -> Rows:
    last = -1 if geometry else None
    shapes = _rounded(shapely.from_wkb([row[-1] for row in found])) if geometry else None
    return Rows(release, [row[0] for row in found], [row[1:last] for row in found], shapes)


def _rounded(shapes: Any) -> Any:
    """Coordinates to the decimals of the service."""
    return shapely.transform(np.asarray(shapes, dtype=object), lambda points: np.round(points, DECIMALS))
