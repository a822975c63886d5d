"""``python -m sdi.serve.making``: a whole layer, or what differs between two releases, into a file.

A process of its own for each file: GDAL keeps the boxes of all features in memory while it builds a spatial index, and
writing takes a core for seconds; neither is for a worker that answers others meanwhile. The order comes pickled on
standard input, so that the password in it stands in no list of processes.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import psycopg
import pyarrow as pa
from psycopg import sql

from sdi.children import end_with_parent
from sdi.db.connect import statement
from sdi.db.layers import SCHEMAS
from sdi.db.names import short_name
from sdi.errors import UsageError
from sdi.model import Audience, Layer, Project
from sdi.publish.configuration import CRS84, crs_uri
from sdi.serve.formats.rows import Rows, read, schema_of
from sdi.serve.problems import told
from sdi.serve.projection import Projections
from sdi.serve.window import SQL, Window
from sdi.wording import LANGUAGES, in_language

DONE, TOO_LARGE, STALE = 0, 4, 5
"""How the process ends: the file is there; the format cannot hold as much; something else is published by now."""


@dataclass(frozen=True)
class Order:
    """A file that somebody wants.

    Attributes:
        project: The declarations by which the file is named.
        database_url: With the login of the audience.
        release: The layer's.
        form: A format's name.
        since: Only what differs from this release; None is all.
        path: Of the file; it appears there when it is whole.
    """

    project: Project
    database_url: str
    audience: Audience
    layer: str
    release: int
    form: str
    since: int | None
    path: Path


class Stale(Exception):
    """The ordered release is not what is published by now."""


def make(order: Order) -> None:
    """Write the file.

    Raises:
        Stale: Another release is published by now.
        UsageError: The format cannot hold as much.
    """
    from sdi.serve.formats.writing import WRITERS  # a worker, which only places orders, needs no GDAL
    from sdi.serve.rendered import RENDERED

    layer = order.project.collections[order.layer]
    order.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _reading(order) as connection, TemporaryDirectory(dir=order.path.parent, prefix=".") as folder:
        draft = Path(folder) / order.path.name
        if order.form == RENDERED.name:
            _render(connection, layer, order, draft)
        else:
            WRITERS[order.form](_rows(connection, layer, order), draft)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.replace(order.path)


@contextmanager
def _reading(order: Order) -> Iterator[psycopg.Connection[Any]]:
    """One snapshot, in which the ordered release is what is published."""
    with psycopg.connect(order.database_url, application_name=f"sdi-{order.audience.value}-file") as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.execute("SET statement_timeout = '10min'")
        query = sql.SQL("SELECT epoch FROM {} WHERE layer = %s")
        view = sql.Identifier(SCHEMAS[order.audience], "collections")
        if connection.execute(query.format(view), (order.layer,)).fetchone() != (order.release,):
            raise Stale
        yield connection


def _render(connection: psycopg.Connection[Any], layer: Layer, order: Order, path: Path) -> None:
    """All features as they are answered in CRS84; values as texts of a session like those that answer."""
    from sdi.serve.geojson import FeatureWriter
    from sdi.serve.rendered import render
    from sdi.serve.source import SESSION
    from sdi.serve.statements import statements_of

    province, fields = order.project.province, layer.fields_for(order.audience)
    for name, value in SESSION.items():
        connection.execute(sql.SQL("SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
    every = statements_of(layer, SCHEMAS[order.audience], province.crs).every(list(fields), order.release)
    schema = pa.schema([("gid", pa.int64()), ("feature", pa.binary())])
    render(read(connection, every, {}, schema), FeatureWriter(fields, Projections(province)[CRS84]), path)


def _rows(connection: psycopg.Connection[Any], layer: Layer, order: Order) -> Rows:
    fields = layer.fields_for(order.audience)
    schema = schema_of(fields, geometry=not layer.overlays_of, differences=order.since is not None)
    if order.since is None:
        query, values = whole(SCHEMAS[order.audience], layer, list(fields), order)
    else:
        query, values = _differences(connection, layer, list(fields), order)
    province = order.project.province
    projections = Projections(province)
    batches: Iterator[pa.RecordBatch] = read(connection, query, values, schema)
    return Rows(layer, fields, schema, projections[crs_uri(province.crs)], projections[CRS84], batches)


def whole(schema: str, layer: Layer, names: list[str], order: Order) -> tuple[sql.Composed, dict[str, Any]]:
    """The query of all rows. Those of a Parquet file lie along PostGIS's Hilbert curve, so that its boxes are small."""
    identifier = sql.SQL("gid::text" if layer.overlays_of else "feature_id")
    geometry = [] if layer.overlays_of else [sql.SQL("ST_AsBinary(geom)")]
    query = sql.SQL("SELECT {} FROM {} WHERE r0 <= %(release)s AND %(release)s < r1 ORDER BY {}").format(
        sql.SQL(", ").join([identifier, *map(sql.Identifier, names), *geometry]),
        sql.Identifier(schema, short_name(f"{layer.id}_versions")),
        sql.SQL("geom, gid" if order.form == "parquet" and geometry else "gid"),
    )
    return query, {"release": order.release}


def _differences(
    connection: psycopg.Connection[Any], layer: Layer, names: list[str], order: Order
) -> tuple[sql.Composed, dict[str, Any]]:
    assert order.since is not None
    schema = SCHEMAS[order.audience]
    window = Window.of(connection, schema, order.since)
    columns = [sql.Identifier(name) for name in names]
    inner = statement(
        "changes",
        SQL,
        versions=sql.Identifier(schema, short_name(f"{layer.id}_versions")),
        touched=sql.Identifier(schema, short_name(f"{layer.id}_touched")),
        columns=sql.SQL("").join(sql.SQL(", present.{}").format(column) for column in columns),
    )
    change = sql.SQL("CASE WHEN \"#there\" THEN 'upsert' ELSE 'removed' END")
    query = sql.SQL("SELECT {} FROM ({}) AS changes").format(
        sql.SQL(", ").join([sql.SQL('"#id"'), change, *columns, sql.SQL('"#geometry"')]), inner
    )
    return query, window.values | {"after": "", "limit": None}


def main() -> int:
    """Carry out the order on standard input."""
    end_with_parent(signal.SIGTERM)
    with suppress(PermissionError):  # deploy/sdi.service lets nobody set priorities
        os.nice(10)
    try:
        make(pickle.load(sys.stdin.buffer))
    except Stale:
        return STALE
    except UsageError as error:
        said = told(error)
        print(orjson.dumps([in_language(said, language) for language in LANGUAGES]).decode(), file=sys.stderr)
        return TOO_LARGE
    return DONE


if __name__ == "__main__":
    sys.exit(main())
