"""Staging: good rows of a run, one unlogged table per layer, filled by binary COPY (:mod:`sdi.db.copying`)."""

from __future__ import annotations

from collections.abc import Iterable

import psycopg
from psycopg import sql

from sdi.db.carried import count_carried, create_carried, drop_carried
from sdi.db.connect import Connection
from sdi.db.names import sql_type, stage_table
from sdi.model import Layer


def create_stage(connection: Connection, run: int, layer: Layer, srid: int) -> None:
    """Make the table when it is not there yet (a resumed run finds it)."""
    fields = [
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(sql_type(field)))
        for name, field in layer.published_fields.items()
    ]
    connection.execute(
        sql.SQL(
            "CREATE UNLOGGED TABLE IF NOT EXISTS {} (source_layer text NOT NULL, feature_no bigint NOT NULL,"
            ' feature_id text COLLATE "C" NOT NULL, scope text NOT NULL, digest uuid NOT NULL,'
            " source_digest uuid, {}, geom geometry({}, {}) NOT NULL)"
        ).format(
            stage_table(run, layer.id),
            sql.SQL(", ").join(fields),
            sql.SQL(layer.geometry),
            sql.Literal(srid),
        )
    )
    create_carried(connection, run, layer.id)


def is_whole(connection: Connection, run: int, layers: Iterable[str]) -> bool:
    """Whether all rows that the balance calls staged are there, staged or carried.

    Unlogged tables are empty after a crash of the server, while the log of batches still says "done".
    """
    for layer in layers:
        told = connection.execute(
            "SELECT coalesce(sum(features), 0) FROM meta.tally WHERE run_id = %s AND layer = %s AND outcome = 'staged'",
            (run, layer),
        ).fetchone()
        table = stage_table(run, layer)
        exists = connection.execute("SELECT to_regclass(%s)", (table.as_string(connection),)).fetchone() != (None,)
        found = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(table)).fetchone() if exists else None
        if told != ((found[0] if found else 0) + count_carried(connection, run, layer),):
            return False
    return True


def drop_stage(connection: Connection, run: int, layers: Iterable[str]) -> None:
    """Drop a run's tables."""
    for layer in layers:
        drop_carried(connection, run, layer)
        connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(stage_table(run, layer)))


def add_tallies(connection: Connection, run: int, rows: Iterable[tuple[object, ...]]) -> None:
    """Add to the balance: (source layer, layer, outcome, reason, features, area m², length m)."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO meta.tally (run_id, source_layer, layer, outcome, reason, features, area_m2, length_m)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (run_id, source_layer, layer, outcome, reason) DO UPDATE SET"
            " features = tally.features + excluded.features, area_m2 = tally.area_m2 + excluded.area_m2,"
            " length_m = tally.length_m + excluded.length_m",
            [(run, *row) for row in rows],
        )


def lock_layers(connection: Connection, layers: Iterable[str], *, wait: bool) -> bool:
    """Take the session's lock on loading these layers; without ``wait`` tell at once whether it was free."""
    for layer in sorted(layers):
        if wait:
            connection.execute("SELECT pg_advisory_lock(7145210, hashtext(%s))", (layer,))
        else:
            row = connection.execute("SELECT pg_try_advisory_lock(7145210, hashtext(%s))", (layer,)).fetchone()
            if row is None or not row[0]:
                return False
    return True


def unlogged_to_logged(connection: psycopg.Connection, run: int, layer: str) -> None:
    """A held candidate must outlive a crash of the server."""
    connection.execute(sql.SQL("ALTER TABLE {} SET LOGGED").format(stage_table(run, layer)))
