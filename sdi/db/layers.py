"""Tables, partitions and views of layers follow the declarations."""

from __future__ import annotations

import json

from psycopg import sql

from sdi.db.audiences import record_audiences
from sdi.db.carried import create_sources
from sdi.db.conditions import condition
from sdi.db.connect import Connection, statement
from sdi.db.fitting import misfit, read_views
from sdi.db.following import declaration
from sdi.db.names import partition, short_name, sql_type
from sdi.db.overlays import CURRENT, VERSIONS, create_overlay_table, view_parts
from sdi.errors import MissingComponent, UsageError
from sdi.model import Audience, Layer, Project, Province

SCHEMAS = {Audience.PUBLIC: "pub", Audience.AGENCY: "pub_agency", Audience.INTERNAL: "pub_internal"}
"""Schema of views of each audience."""


def sync_layers(connection: Connection, project: Project) -> list[str]:
    """Make the database agree with the declarations; returns the layers that were touched.

    A new layer gets its table, a new field its column, a changed ``restrict`` moves rows to another
    partition; views are made anew. A field that is no longer declared keeps its column, hidden; one that is
    now declared personal loses its column with all values. Views that somebody has changed by hand are made anew.
    All in one transaction, so that a reader sees the old or the new shape.

    Raises:
        UsageError: a declared change that would lose data (another type of a field or the geometry, another CRS).
    """
    _require_crs(connection, project.province.crs)
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(7145202)")
        known = dict(connection.execute("SELECT id, declaration FROM meta.layer").fetchall())
        declared = {layer.id: declaration(layer, project) for layer in project.collections.values()}
        unfit = _unfit(connection, project)
        touched = [name for name, content in declared.items() if known.get(name) != content or name in unfit]
        gone = [name for name in known if name not in declared]
        for name in touched + gone:
            _drop_views(connection, name)
        for name in touched:
            layer = project.collections[name]
            if layer.overlays_of:
                create_overlay_table(connection, layer)
            else:
                _sync_table(connection, layer, project.province)
            _make_views(connection, layer, project.province.crs)
            connection.execute(
                "INSERT INTO meta.layer (id, declaration) VALUES (%s, %s)"
                " ON CONFLICT (id) DO UPDATE SET declaration = excluded.declaration, synced_at = now()",
                (name, json.dumps(declared[name])),
            )
        if gone:
            connection.execute("DELETE FROM meta.layer WHERE id = ANY(%s)", (gone,))
        if touched or gone or not known or _lacks_views(connection):
            _make_common_views(connection)
    return touched + gone


def _unfit(connection: Connection, project: Project) -> set[str]:
    """Layers with a view that is not as declared."""
    found = set()
    for audience, schema in SCHEMAS.items():
        views = read_views(connection, schema)
        seen = (layer for layer in project.collections.values() if audience.sees(layer.visibility))
        found |= {layer.id for layer in seen if misfit(layer, audience, project.province.crs, views)}
    return found


def _require_crs(connection: Connection, srid: int) -> None:
    if connection.execute("SELECT 1 FROM public.spatial_ref_sys WHERE srid = %s", (srid,)).fetchone() is None:
        raise MissingComponent(
            f"PostGIS không có hệ tọa độ EPSG:{srid} trong bảng spatial_ref_sys.",
            "Cấp quyền INSERT trên public.spatial_ref_sys cho tài khoản này, hoặc nhờ quản trị viên thêm định nghĩa.",
        )


def _sync_table(connection: Connection, layer: Layer, province: Province) -> None:
    columns = dict(
        connection.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped",
            (f"data.{layer.id}",),
        ).fetchall()
    )
    if not columns:
        _create_table(connection, layer, province.crs)
        return
    _refuse_other_types(layer, columns, province.crs)
    for name, field in layer.published_fields.items():
        connection.execute(
            sql.SQL("ALTER TABLE data.{} ADD COLUMN IF NOT EXISTS {} {}").format(
                sql.Identifier(layer.id), sql.Identifier(name), sql.SQL(sql_type(field))
            )
        )
    for name in layer.fields.keys() - layer.published_fields.keys():
        # A personal field that was once published by mistake: its values go, from all versions.
        connection.execute(
            sql.SQL("ALTER TABLE data.{} DROP COLUMN IF EXISTS {}").format(
                sql.Identifier(layer.id), sql.Identifier(name)
            )
        )
    if connection.execute("SELECT to_regclass(%s)", (f"data.{short_name(f'{layer.id}__key')}",)).fetchone() != (None,):
        sync_declared_indexes(connection, layer)
    if _move_rows(connection, layer):
        releases = connection.execute("SELECT epoch FROM meta.release WHERE layer = %s AND NOT withdrawn", (layer.id,))
        for (epoch,) in releases.fetchall():
            record_audiences(connection, layer.id, epoch, province)


def _move_rows(connection: Connection, layer: Layer) -> bool:
    """Put rows where the declaration wants them now; who may have seen them there or sees them here, hears of it.

    Of all versions, so that what became secret is not told by history. It counts as of the next epoch.
    """
    order = sql.SQL("ARRAY[{}]::text[]").format(
        sql.SQL(", ").join(sql.Literal(audience.value) for audience in Audience)
    )
    parts = {"data": sql.Identifier("data", layer.id), "audience": audience_of_row(layer), "order": order}
    return bool(connection.execute(statement("move_rows", **parts), {"layer": layer.id}).rowcount)


def _refuse_other_types(layer: Layer, columns: dict[str, str], srid: int) -> None:
    """Types of what is stored already are never changed behind people's backs."""
    wanted = {name: sql_type(field).lower() for name, field in layer.published_fields.items()}
    wanted["geom"] = f"geometry({layer.geometry},{srid})"
    for name, kind in wanted.items():
        if name in columns and columns[name] != kind:
            what = "kiểu hình học hoặc hệ tọa độ" if name == "geom" else f"kiểu của trường '{name}'"
            raise UsageError(
                f"Lớp '{layer.id}' đổi {what} ({columns[name]} → {kind}).",
                "Dữ liệu đã phát hành được giữ nguyên. Hãy khai báo một lớp hoặc trường mới.",
            )


def _create_table(connection: Connection, layer: Layer, srid: int) -> None:
    from sdi.db.tables import versions_ddl  # SQLAlchemy takes long to import and is needed for new tables only

    connection.execute(versions_ddl(layer, srid))
    connection.execute(sql.SQL("CREATE SEQUENCE data.{}").format(sql.Identifier(short_name(f"{layer.id}__gid"))))
    create_sources(connection, layer.id)
    for audience in Audience:
        name = sql.Identifier("data", partition(layer.id, audience))
        connection.execute(
            sql.SQL("CREATE TABLE {} PARTITION OF data.{} FOR VALUES IN ({})").format(
                name, sql.Identifier(layer.id), sql.Literal(audience.value)
            )
        )


def create_indexes(connection: Connection, layer: str) -> None:
    """Keys and indexes of a layer's table and partitions, made where they are missing.

    The first publication makes them after its insert: a third of the time, and smaller. Meanwhile readers read.
    ``(gid, r0)`` orders pages and is what QGIS selects by; ``(feature_id, r0)`` finds an item and its history;
    ``r0`` grows with the heap, so that a BRIN finds the rows of an epoch; few rows are closed recently.
    """
    for name, definition in (
        ("key", "CREATE UNIQUE INDEX IF NOT EXISTS {} ON data.{} (gid, r0, audience)"),
        ("item", "CREATE UNIQUE INDEX IF NOT EXISTS {} ON data.{} (feature_id, r0, audience)"),
        ("geom", "CREATE INDEX IF NOT EXISTS {} ON data.{} USING gist (geom)"),
        ("opened", "CREATE INDEX IF NOT EXISTS {} ON data.{} USING brin (r0) WITH (pages_per_range = 16)"),
        ("closed", "CREATE INDEX IF NOT EXISTS {} ON data.{} (r1) WHERE r1 < 2147483647"),
    ):
        index = sql.Identifier(short_name(f"{layer}__{name}"))
        connection.execute(sql.SQL(definition).format(index, sql.Identifier(layer)))


def sync_declared_indexes(connection: Connection, layer: Layer) -> None:
    """The indexes that the layer declares, and of those made before no others; ``gid`` breaks ties of pages."""
    wanted = {short_name(f"{layer.id}__by_{'_'.join(names)}"): names for names in layer.indexes}
    made = connection.execute(
        "SELECT indexname FROM pg_indexes WHERE schemaname = 'data' AND tablename = %s AND starts_with(indexname, %s)",
        (layer.id, f"{layer.id}__by_"),
    ).fetchall()
    for (name,) in made:
        if name not in wanted:
            connection.execute(sql.SQL("DROP INDEX data.{}").format(sql.Identifier(name)))
    for name, names in wanted.items():
        columns = sql.SQL(", ").join(map(sql.Identifier, [*names, "gid"]))
        connection.execute(
            sql.SQL("CREATE INDEX IF NOT EXISTS {} ON data.{} ({})").format(
                sql.Identifier(name), sql.Identifier(layer.id), columns
            )
        )


def audience_of_row(layer: Layer) -> sql.Composable:
    """SQL expression: the lowest audience that may see a row, from visibility and ``restrict``."""
    rules = [rule for rule in layer.restrict if not layer.visibility.sees(rule.visibility)]
    if not rules:
        return sql.Literal(layer.visibility.value)
    strictest_first = sorted(rules, key=lambda rule: list(Audience).index(rule.visibility), reverse=True)
    cases = [
        sql.SQL("WHEN {} THEN {}").format(condition(rule.where, layer), sql.Literal(rule.visibility.value))
        for rule in strictest_first
    ]
    return sql.SQL("CASE {} ELSE {} END").format(sql.SQL(" ").join(cases), sql.Literal(layer.visibility.value))


def _drop_views(connection: Connection, layer: str) -> None:
    for schema in SCHEMAS.values():
        for name in (layer, short_name(f"{layer}_versions"), short_name(f"{layer}_touched")):
            connection.execute(sql.SQL("DROP VIEW IF EXISTS {}").format(sql.Identifier(schema, name)))


def _make_views(connection: Connection, layer: Layer, srid: int) -> None:
    """Two views per audience that may see the layer: what is current, and all versions so far."""
    current, versions = (CURRENT, VERSIONS) if layer.overlays_of else (_CURRENT, _VERSIONS)
    for audience, schema in SCHEMAS.items():
        if not audience.sees(layer.visibility):
            continue
        parts = view_parts(layer, audience, srid) if layer.overlays_of else _view_parts(layer, audience)
        for name, template in ((layer.id, current), (short_name(f"{layer.id}_versions"), versions)):
            view = sql.Identifier(schema, name)
            connection.execute(sql.SQL(template).format(view=view, **parts))
            connection.execute(_comments(view, layer, audience))
        if not layer.overlays_of:
            view = sql.Identifier(schema, short_name(f"{layer.id}_touched"))
            connection.execute(sql.SQL(_TOUCHED).format(view=view, layer=sql.Literal(layer.id), **parts))


def _view_parts(layer: Layer, audience: Audience) -> dict[str, sql.Composable]:
    columns = ["gid", "feature_id", *layer.fields_for(audience), "geom"]
    visible = [other.value for other in Audience if audience.sees(other)]
    return {
        "columns": sql.SQL(", ").join(map(sql.Identifier, columns)),
        "table": sql.Identifier("data", layer.id),
        "audiences": sql.SQL(", ").join(map(sql.Literal, visible)),
    }


def _comments(view: sql.Identifier, layer: Layer, audience: Audience) -> sql.Composed:
    """Titles for whoever opens the database itself: QGIS and psql show them beside the names."""
    title = sql.SQL("COMMENT ON VIEW {} IS {}").format(view, sql.Literal(layer.title.vi))
    columns = [
        sql.SQL("COMMENT ON COLUMN {}.{} IS {}").format(view, sql.Identifier(name), sql.Literal(field.title.vi))
        for name, field in layer.fields_for(audience).items()
    ]
    return sql.SQL("; ").join([title, *columns])


_CURRENT = """
CREATE VIEW {view} AS
SELECT {columns} FROM {table}
WHERE audience IN ({audiences})
  AND r0 <= (SELECT current FROM meta.epoch) AND r1 > (SELECT current FROM meta.epoch)
"""

# Rows of a withdrawn or half-written epoch have r0 above the pointer and never show here. All others do, which
# PostgreSQL cannot know; "+ 0" keeps it from looking the rows up by r0, which is worth it for few of them only.
_VERSIONS = """
CREATE VIEW {view} AS
SELECT {columns}, r0, r1 FROM {table}
WHERE audience IN ({audiences}) AND r0 + 0 <= (SELECT current FROM meta.epoch)
"""

# Rows above the pointer belong to epochs that were taken back; which features they had changed is told, not how.
_TOUCHED = """
CREATE VIEW {view} AS
SELECT feature_id, r0 AS epoch, true AS withdrawn FROM {table}
WHERE audience IN ({audiences}) AND r0 > (SELECT current FROM meta.epoch)
UNION ALL
SELECT feature_id, r1, true FROM {table}
WHERE audience IN ({audiences}) AND r1 > (SELECT current FROM meta.epoch) AND r1 < 2147483647
UNION ALL
SELECT feature_id, epoch, withdrawn FROM meta.touched WHERE layer = {layer} AND audience IN ({audiences})
"""


def _lacks_views(connection: Connection) -> bool:
    """Whether an earlier version made the views, which had fewer."""
    return connection.execute("SELECT to_regclass('pub.releases')").fetchone() == (None,)


def _make_common_views(connection: Connection) -> None:
    for audience, schema in SCHEMAS.items():
        visible = sql.SQL(", ").join(sql.Literal(other.value) for other in Audience if audience.sees(other))
        for name, template in _COMMON:
            view = sql.Identifier(schema, name)
            connection.execute(sql.SQL("DROP VIEW IF EXISTS {}").format(view))
            connection.execute(sql.SQL(template).format(view=view, visible=visible))


_EPOCH = "CREATE VIEW {view} AS SELECT current AS epoch, last, oldest FROM meta.epoch"

# From where to where the pointer went back, in the order of events.
_ROLLBACKS = """
CREATE VIEW {view} AS
SELECT id AS number, epoch AS low, previous AS high FROM meta.publication WHERE kind = 'rollback'
"""

# Those that can still be read: not withdrawn, and no row of theirs was archived, which happens to rows that a later
# release closed up to the oldest epoch that is kept.
_RELEASES = """
CREATE VIEW {view} AS
SELECT release.layer, release.epoch, release.published_at, coalesce((
    SELECT sum(feature_count) FROM meta.release_audience AS part
    WHERE part.layer = release.layer AND part.epoch = release.epoch AND part.audience IN ({visible})
), 0)::bigint AS feature_count
FROM meta.release JOIN meta.layer ON layer.id = release.layer
WHERE NOT release.withdrawn AND release.epoch <= (SELECT current FROM meta.epoch)
  AND layer.declaration ->> 'visibility' IN ({visible})
  AND NOT EXISTS (
      SELECT FROM meta.release AS later
      WHERE later.layer = release.layer AND NOT later.withdrawn AND later.epoch > release.epoch
        AND later.epoch <= (SELECT oldest FROM meta.epoch))
"""

_COLLECTIONS = """
CREATE VIEW {view} AS
SELECT layer.id AS layer, release.epoch, release.published_at,
       coalesce(seen.feature_count, 0) AS feature_count, seen.bbox, seen.storage_bbox
FROM meta.layer
LEFT JOIN LATERAL (
    SELECT epoch, published_at FROM meta.release
    WHERE release.layer = layer.id AND NOT withdrawn AND epoch <= (SELECT current FROM meta.epoch)
    ORDER BY epoch DESC LIMIT 1
) AS release ON true
LEFT JOIN LATERAL (
    SELECT sum(feature_count)::bigint AS feature_count,
           CASE WHEN count(*) > 0 THEN
               ARRAY[min(bbox[1]), min(bbox[2]), max(bbox[3]), max(bbox[4])] END AS bbox,
           CASE WHEN count(*) > 0 THEN
               ARRAY[min(storage_bbox[1]), min(storage_bbox[2]), max(storage_bbox[3]), max(storage_bbox[4])]
           END AS storage_bbox
    FROM meta.release_audience AS part
    WHERE part.layer = layer.id AND part.epoch = release.epoch
      AND part.audience IN ({visible}) AND part.feature_count <> 0
) AS seen ON true
WHERE layer.declaration ->> 'visibility' IN ({visible})
"""

_COMMON = (("epoch", _EPOCH), ("rollbacks", _ROLLBACKS), ("releases", _RELEASES), ("collections", _COLLECTIONS))
"""Views that every audience has, by name."""
