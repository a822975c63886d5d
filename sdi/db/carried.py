"""Rows of a delivery that are carried: they are delivered as before and stand in the public release already.

A carried row is not staged; ``stage.run_<n>_<layer>__carried`` says which version of which feature it is. What is
public in the delivery's scopes and not carried is in ``…__gone``, so that comparison and publication look at no more.
Both hold for one epoch: once others have published, all rows go to staging (:meth:`Carried.give_back`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql
from psycopg.errors import UniqueViolation

from sdi.db.connect import Connection, statement
from sdi.db.names import short_name, stage_name, stage_table
from sdi.model import Layer

MOST_KNOWN = 4_000_000
"""Versions of which the delivered rows are looked for: 32 bytes of memory each. What is beyond is read anew."""


def carried_table(run: int, layer: str) -> sql.Identifier:
    """Carried rows: columns source_layer, feature_no, gid, r0."""
    return _table(run, layer, "carried")


def create_sources(connection: Connection, layer: str) -> None:
    """Make the table that says by which delivered rows a layer's versions are known, where not by their own.

    It spares work and nothing more; that a crash of the server empties it costs one load of every row.
    """
    connection.execute(
        sql.SQL(
            "CREATE UNLOGGED TABLE IF NOT EXISTS {} (gid bigint, r0 int, source_digest uuid NOT NULL,"
            " PRIMARY KEY (gid, r0))"
        ).format(_sources(layer))
    )


def create_carried(connection: Connection, run: int, layer: str) -> None:
    """Make the tables of a run's layer when they are not there yet."""
    create_sources(connection, layer)
    connection.execute(
        sql.SQL(
            "CREATE UNLOGGED TABLE IF NOT EXISTS {} (source_layer text NOT NULL, feature_no bigint NOT NULL,"
            " gid bigint NOT NULL, r0 int NOT NULL);"
            " CREATE UNLOGGED TABLE IF NOT EXISTS {} (gid bigint NOT NULL, r0 int NOT NULL)"
        ).format(carried_table(run, layer), _table(run, layer, "gone"))
    )


def drop_carried(connection: Connection, run: int, layer: str) -> None:
    """Drop what there is of them."""
    connection.execute(
        sql.SQL("DROP VIEW IF EXISTS {}; DROP TABLE IF EXISTS {}, {}").format(
            _whole(run, layer), carried_table(run, layer), _table(run, layer, "gone")
        )
    )


def count_carried(connection: Connection, run: int, layer: str) -> int:
    """Number of carried rows of a run's layer."""
    table = carried_table(run, layer)
    if not _exists(connection, table):
        return 0
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(table)).fetchone()
    return int(row[0]) if row else 0


def delivered_rows(connection: Connection, run: int, layer: str) -> sql.Identifier:
    """All rows of a layer that a run delivers: the view that this session has made of them, or staging alone."""
    whole = _whole(run, layer)
    return whole if _exists(connection, whole) else stage_table(run, layer)


@dataclass(frozen=True)
class Carried:
    """The carried rows of one layer of a run."""

    connection: Connection
    run: int
    layer: Layer

    @property
    def table(self) -> sql.Identifier:
        """Columns source_layer, feature_no, gid, r0."""
        return carried_table(self.run, self.layer.id)

    @property
    def gone(self) -> sql.Identifier:
        """Columns gid, r0."""
        return _table(self.run, self.layer.id, "gone")

    def count(self) -> int:
        """Number of carried rows."""
        return count_carried(self.connection, self.run, self.layer.id)

    def public(self) -> sql.Composable:
        """What to read of the layer's table to see what a delivery may change: nothing of what it carries."""
        if not self.count():
            return self._data
        return sql.SQL("({} JOIN {} USING (gid, r0))").format(self.gone, self._data)

    def give_back(self) -> None:
        """Stage every row: the candidate no longer depends on what is public.

        Versions that have been withdrawn and archived since cannot be staged; they stay out of the balance, by which
        :func:`sdi.db.stage.is_whole` knows that the delivery must be read again.
        """
        if self.count():
            self._return(sql.SQL("SELECT gid FROM {}").format(self.table), {})
            self.connection.execute(sql.SQL("TRUNCATE {}").format(self.table))
        self.connection.execute(sql.SQL("DROP VIEW IF EXISTS {}").format(_whole(self.run, self.layer.id)))

    def settle(self, epoch: int) -> None:
        """Stage the rows whose ids come twice, so that staging has all rows between which is to be judged."""
        parts = {"carried": self.table, "data": self._data, "stage": self._stage}
        unique = sql.SQL("CREATE UNIQUE INDEX ON {} (gid)").format(self.table)  # the view of the whole needs it
        try:
            with self.connection.transaction():
                self.connection.execute(unique)
        except UniqueViolation:  # the same row stands twice in the delivery
            twice = sql.SQL("SELECT gid FROM {} GROUP BY gid HAVING count(*) > 1").format(self.table)
            self._return(twice, {})
            self.connection.execute(unique)
        self.connection.execute(sql.SQL("ANALYZE {}").format(self._stage))
        self._return(statement("carried_twice", **parts), {"epoch": epoch})

    def scopes(self, epoch: int) -> list[str]:
        """Scopes of the carried rows."""
        query = statement("carried_scopes", carried=self.table, data=self._data)
        return [row[0] for row in self.connection.execute(query, {"epoch": epoch})]

    def former(self, epoch: int, scopes: Sequence[str] | None) -> int | None:
        """The run whose findings still hold for the carried rows; those that it had quarantined are staged."""
        row = self.connection.execute(
            statement("carried_former", stands=statement("run_stands")),
            {"run": self.run, "layer": self.layer.id, "scopes": scopes},
        ).fetchone()
        if row is None:
            return None
        unjudged = sql.SQL("SELECT gid FROM {} WHERE feature_id IN ({}) AND r0 <= %(epoch)s AND r1 > %(epoch)s").format(
            self._data, self.unjudged(row[0])
        )
        self._return(unjudged, {"epoch": epoch})
        return int(row[0])

    def unjudged(self, former: int) -> sql.Composed:
        """SELECT of the ids that a run had quarantined: its findings say nothing of them."""
        return sql.SQL(
            "SELECT feature_id FROM meta.issue WHERE run_id = {} AND layer = {} AND action = 'quarantined'"
            " AND feature_id IS NOT NULL"
        ).format(sql.Literal(former), sql.Literal(self.layer.id))

    def sample(self, most: int) -> sql.Composed:
        """SELECT of the first geometries of the delivery, staged or carried."""
        parts = {"stage": self._stage, "carried": self.table, "data": self._data}
        return statement("carried_sample", **parts, most=sql.Literal(most))

    def complete(self, epoch: int, scopes: Sequence[str] | None) -> None:
        """Note what is public and not carried, and make the view of the whole delivery."""
        parts = {"carried": self.table, "data": self._data, "gone": self.gone}
        self.connection.execute(sql.SQL("TRUNCATE {}").format(self.gone))
        self.connection.execute(statement("carried_gone", **parts), {"epoch": epoch, "scopes": scopes})
        self.connection.execute(sql.SQL("ANALYZE {}").format(self.gone))
        self.connection.execute(
            statement(
                "carried_whole", **parts, whole=_whole(self.run, self.layer.id), stage=self._stage,
                columns=self._columns,
                epoch=sql.Literal(epoch), scopes=sql.Literal(None if scopes is None else list(scopes)),
            )
        )  # fmt: skip

    def remember(self) -> None:
        """Note by which rows the versions that stay are known from now on; after the changes are written."""
        parts = {"sources": _sources(self.layer.id), "stage": self._stage, "public": self.public()}
        self.connection.execute(statement("carried_remember", **parts))

    def known(self, epoch: int, scopes: Sequence[str] | None) -> sql.Composed:
        """SELECT of the versions that delivered rows may be the same as: digest, gid, r0, amount in m², m or 1."""
        amount = ("1::float8", "ST_Length(geom)", "ST_Area(geom)")[self.layer.dimension]
        return statement(
            "carried_known", data=self._data, sources=_sources(self.layer.id), amount=sql.SQL(amount),
            epoch=sql.Literal(epoch), scopes=sql.Literal(None if scopes is None else list(scopes)),
            most=sql.Literal(MOST_KNOWN),
        )  # fmt: skip

    @property
    def _data(self) -> sql.Identifier:
        return sql.Identifier("data", self.layer.id)

    @property
    def _stage(self) -> sql.Identifier:
        return stage_table(self.run, self.layer.id)

    @property
    def _columns(self) -> sql.Composed:
        return sql.SQL(", ").join(map(sql.Identifier, self.layer.published_fields))

    def _return(self, some: sql.Composed, values: dict[str, object]) -> None:
        """Stage the carried versions of the features whose ``gid`` a query gives."""
        parts = {"carried": self.table, "data": self._data, "stage": self._stage, "columns": self._columns}
        gids = [row[0] for row in self.connection.execute(some, values)]
        if gids:
            self.connection.execute(statement("carried_return", **parts), {"gids": gids})


def _sources(layer: str) -> sql.Identifier:
    return sql.Identifier("data", short_name(f"{layer}__sources"))


def _table(run: int, layer: str, what: str) -> sql.Identifier:
    return sql.Identifier("stage", short_name(f"{stage_name(run, layer)}__{what}"))


def _whole(run: int, layer: str) -> sql.Identifier:
    return sql.Identifier("pg_temp", short_name(f"{stage_name(run, layer)}__whole"))


def _exists(connection: Connection, table: sql.Identifier) -> bool:
    return connection.execute("SELECT to_regclass(%s) IS NOT NULL", (table.as_string(connection),)).fetchone() == (
        True,
    )
