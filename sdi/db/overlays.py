"""Tables of overlays: what lies on the features of a base layer, by version like everything else.

A stored row stands for up to two rows that people see: of an area that one feature covers together with others
and alone, ``kind: feature`` has the whole and ``kind: single`` what it covers alone. Views take them apart.

What a parcel's partition is depends on which zones one may see. A row lies in the partition of the lowest audience
that may see it, and holds for all above it, up to one for which ``__replaced`` says that it does not: then rows of its
own stand in its place. What an audience reads, rows with their numbers, epochs and places, is so as if the audiences
above it did not exist, and PostgreSQL, not the web layer, refuses.
"""

from __future__ import annotations

from psycopg import sql

from sdi.db.connect import Connection
from sdi.db.names import OPEN, partition, short_name
from sdi.model import Audience, Layer

ENGINE = 1
"""Raised when the same declarations and data give other rows than before: everything is then computed anew."""

COLUMNS = (
    ("layer", 'text COLLATE "C" NOT NULL'),
    ("kind", "text NOT NULL"),
    ("feature_id", 'text COLLATE "C"'),
    ("plan_id", "text"),
    ("decision_no", "text"),
    ("area_m2", "double precision"),
    ("share_pct", "double precision"),
    ("single_m2", "double precision"),
    ("single_pct", "double precision"),
    ("length_m", "double precision"),
    ("count", "integer"),
    ("distance_m", "double precision"),
)
"""Stored columns beside the id of the base feature, with their types."""


def create_overlay_table(connection: Connection, table: Layer) -> None:
    """Make ``data.<table>`` with its partitions where it is missing; indexes come with the first rows."""
    name = sql.Identifier("data", table.id)
    sequence = sql.Identifier("data", short_name(f"{table.id}__gid"))
    if connection.execute("SELECT to_regclass(%s)", (f"data.{table.id}",)).fetchone() != (None,):
        return
    connection.execute(sql.SQL("CREATE SEQUENCE {}").format(sequence))
    columns = [sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(kind)) for column, kind in COLUMNS]
    connection.execute(
        sql.SQL(
            "CREATE TABLE {} (gid bigint NOT NULL DEFAULT nextval({}), audience text NOT NULL, r0 int NOT NULL,"
            ' r1 int NOT NULL DEFAULT {}, {} text COLLATE "C" NOT NULL, {}) PARTITION BY LIST (audience)'
        ).format(
            name, gid_sequence(table), sql.Literal(OPEN),
            sql.Identifier(table.base_id), sql.SQL(", ").join(columns),
        )
    )  # fmt: skip
    connection.execute(
        sql.SQL(
            "CREATE TABLE {} (gid bigint NOT NULL, audience text NOT NULL, PRIMARY KEY (gid, audience))"
            " PARTITION BY LIST (audience)"
        ).format(replaced_table(table))
    )
    parts = [(audience, name, overlay_partition(table, audience)) for audience in Audience]
    parts += [(audience, replaced_table(table), replaced_table(table, audience)) for audience in list(Audience)[1:]]
    for audience, whole, part in parts:
        connection.execute(
            sql.SQL("CREATE TABLE {} PARTITION OF {} FOR VALUES IN ({})").format(
                part, whole, sql.Literal(audience.value)
            )
        )


def overlay_partition(table: Layer, audience: Audience) -> sql.Identifier:
    """The partition of a table of overlays with the rows that an audience is the lowest to see."""
    return sql.Identifier("data", partition(table.id, audience))


def replaced_table(table: Layer, audience: Audience | None = None) -> sql.Identifier:
    """Which rows do not hold from an audience on (``gid``, ``audience``): that of all, or the partition of one.

    A row of the same number may stand in the place of the one that is replaced: then it was one row for both until
    its readers parted.
    """
    name = f"{table.id}__replaced"
    return sql.Identifier("data", partition(name, audience) if audience else short_name(name))


def forget_replaced(connection: Connection, table: Layer) -> None:
    """Drop what is said of rows that are gone."""
    query = "DELETE FROM {} AS replaced WHERE NOT EXISTS (SELECT FROM {} AS stored WHERE stored.gid = replaced.gid)"
    connection.execute(sql.SQL(query).format(replaced_table(table), sql.Identifier("data", table.id)))


def gid_sequence(table: Layer) -> sql.Literal:
    """Name of the sequence that numbers the rows."""
    return sql.Literal(f"data.{short_name(f'{table.id}__gid')}")


def reserve_gids(connection: Connection, table: Layer, rows: int) -> int:
    """The first of so many numbers in a row that nobody else gets. One publication writes at a time."""
    query = sql.SQL("SELECT setval({0}, nextval({0}) + %s)").format(gid_sequence(table))
    row = connection.execute(query, (rows - 1,)).fetchone()
    assert row is not None
    return int(row[0]) - rows + 1


def create_overlay_indexes(connection: Connection, table: Layer) -> None:
    """Indexes of a table of overlays, made where they are missing: after the first rows, which is faster.

    Both directions: by base feature, and by feature, plan or decision. Epochs and ``gid`` grow with the heap, so that
    a BRIN finds what an epoch wrote, and a row by its number.
    """
    for name, definition in (
        ("base", "CREATE INDEX IF NOT EXISTS {} ON data.{} ({})"),
        ("feature", "CREATE INDEX IF NOT EXISTS {} ON data.{} (feature_id) WHERE feature_id IS NOT NULL"),
        ("plan", "CREATE INDEX IF NOT EXISTS {} ON data.{} (plan_id) WHERE plan_id IS NOT NULL"),
        ("decision", "CREATE INDEX IF NOT EXISTS {} ON data.{} (decision_no) WHERE decision_no IS NOT NULL"),
        (
            "written",
            "CREATE INDEX IF NOT EXISTS {} ON data.{} USING brin (r0, gid)"
            " WITH (pages_per_range = 8, autosummarize = on)",
        ),
        ("closed", "CREATE INDEX IF NOT EXISTS {} ON data.{} (r1) WHERE r1 < 2147483647"),
    ):
        index = sql.Identifier(short_name(f"{table.id}__{name}"))
        columns = [index, sql.Identifier(table.id), *([sql.Identifier(table.base_id)] if name == "base" else [])]
        connection.execute(sql.SQL(definition).format(*columns))


CURRENT = """
CREATE VIEW {view} AS
SELECT {columns} FROM {rows}
WHERE {seen} AND (part.n = 0 OR part.area_m2 IS NOT NULL)
  AND r0 <= (SELECT current FROM meta.epoch) AND r1 > (SELECT current FROM meta.epoch)
"""

# ``stored`` is half of ``gid``, rounded down: PostgreSQL finds a row by it, by a sum it would read everything.
VERSIONS = """
CREATE VIEW {view} AS
SELECT {columns}, r0, r1, stored.gid AS stored FROM {rows}
WHERE {seen} AND (part.n = 0 OR part.area_m2 IS NOT NULL)
  AND r0 <= (SELECT current FROM meta.epoch)
"""

_ROWS = """
data.{table} AS stored CROSS JOIN LATERAL (VALUES
    (0, stored.kind, stored.area_m2, stored.share_pct, stored.length_m, stored.count, stored.distance_m),
    (1, 'single', stored.single_m2, stored.single_pct, NULL, NULL, NULL)
) AS part (n, kind, area_m2, share_pct, length_m, count, distance_m)
"""

_FROM_PART = ("kind", "area_m2", "share_pct", "length_m", "count", "distance_m")


def view_parts(table: Layer, audience: Audience, srid: int) -> dict[str, sql.Composable]:
    """What :data:`CURRENT` and :data:`VERSIONS` need. Rows have no geometry of their own."""
    columns: list[sql.Composable] = [sql.SQL("stored.gid * 2 + part.n AS gid")]
    for name in table.fields:
        source = "part" if name in _FROM_PART else "stored"
        columns.append(sql.SQL("{}.{}").format(sql.SQL(source), sql.Identifier(name)))
    columns.append(sql.SQL("NULL::geometry(Geometry, {}) AS geom").format(sql.Literal(srid)))
    return {
        "columns": sql.SQL(", ").join(columns),
        "rows": sql.SQL(_ROWS).format(table=sql.Identifier(table.id)),
        "seen": _seen(table, audience),
    }


def _seen(table: Layer, audience: Audience) -> sql.Composed:
    """SQL condition: a stored row holds for an audience. It names no partition that is above the audience."""
    visible = [other for other in Audience if audience.sees(other)]
    seen = sql.SQL("stored.audience IN ({})").format(sql.SQL(", ").join(sql.Literal(other.value) for other in visible))
    above = [(low, high) for low in visible for high in visible if high.sees(low) and high is not low]
    if not above:
        return sql.Composed([seen])
    pairs = sql.SQL(", ").join(
        sql.SQL("({}, {})").format(sql.Literal(low.value), sql.Literal(high.value)) for low, high in above
    )
    return sql.SQL(
        "{} AND NOT EXISTS (SELECT FROM {} AS replaced WHERE replaced.gid = stored.gid AND replaced.audience IN ({})"
        " AND (stored.audience, replaced.audience) IN ({}))"
    ).format(seen, replaced_table(table), sql.SQL(", ").join(sql.Literal(other.value) for other in visible[1:]), pairs)
