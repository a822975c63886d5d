"""Tables of overlays: what lies on the features of a base layer, by version like everything else.

A stored row stands for up to two rows that people see: of an area that one feature covers together with others
and alone, ``kind: feature`` has the whole and ``kind: single`` what it covers alone. Views take them apart.

Who sees a row is a span of audiences, from the lowest that may see it to the highest for which it is still the
answer: what a parcel's partition is depends on which zones one may see. Spans are partitions, so that PostgreSQL
and not the web layer refuses.
"""

from __future__ import annotations

from collections.abc import Iterator

from psycopg import sql

from sdi.db.connect import Connection
from sdi.db.names import OPEN, short_name
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


def span(lowest: Audience, highest: Audience = Audience.INTERNAL) -> str:
    """Name of a span of audiences; one that reaches to the top is called by its lowest."""
    return lowest.value if highest is Audience.INTERNAL else f"{lowest.value}-{highest.value}"


def spans() -> Iterator[tuple[Audience, Audience]]:
    """All spans."""
    order = list(Audience)
    return ((low, high) for low in order for high in order[order.index(low) :])


def spans_of(audience: Audience) -> list[str]:
    """Names of the spans that hold an audience."""
    return [span(low, high) for low, high in spans() if audience.sees(low) and high.sees(audience)]


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
            name, sql.Literal(f"data.{short_name(f'{table.id}__gid')}"), sql.Literal(OPEN),
            sql.Identifier(table.base_id), sql.SQL(", ").join(columns),
        )
    )  # fmt: skip
    for low, high in spans():
        connection.execute(
            sql.SQL("CREATE TABLE {} PARTITION OF {} FOR VALUES IN ({})").format(
                overlay_partition(table, span(low, high)), name, sql.Literal(span(low, high))
            )
        )


def overlay_partition(table: Layer, name: str) -> sql.Identifier:
    """The partition of a table of overlays that holds a span."""
    return sql.Identifier("data", short_name(f"{table.id}__{name.replace('-', '_')}"))


def reserve_gids(connection: Connection, table: Layer, rows: int) -> int:
    """The first of so many numbers in a row that nobody else gets. One publication writes at a time."""
    sequence = sql.Literal(f"data.{short_name(f'{table.id}__gid')}")
    query = sql.SQL("SELECT setval({0}, nextval({0}) + %s)").format(sequence)
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
WHERE stored.audience IN ({audiences}) AND (part.n = 0 OR part.area_m2 IS NOT NULL)
  AND r0 <= (SELECT current FROM meta.epoch) AND r1 > (SELECT current FROM meta.epoch)
"""

# ``stored`` is half of ``gid``, rounded down: PostgreSQL finds a row by it, by a sum it would read everything.
VERSIONS = """
CREATE VIEW {view} AS
SELECT {columns}, r0, r1, stored.gid AS stored FROM {rows}
WHERE stored.audience IN ({audiences}) AND (part.n = 0 OR part.area_m2 IS NOT NULL)
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
        "audiences": sql.SQL(", ").join(map(sql.Literal, spans_of(audience))),
    }
