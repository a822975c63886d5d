"""Makes the tile of one layer: rows by the spatial index at one epoch, then the encoder.

What others leave to the client is decided here: nothing outside the declared levels (pygeoapi #2080 runs the query for
any zoom), no feature smaller than a pixel, and an end to features and bytes with the largest kept (pygeoapi #2022).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, LiteralString

import numpy as np
import psycopg
import shapely
from psycopg import sql

from sdi.crs.operations import Box
from sdi.crs.surface import unchanged
from sdi.db.names import short_name
from sdi.serve.source import Source
from sdi.serve.tiles.encoding import Frame, encode_layer
from sdi.serve.tiles.sets import Address, LayerTiles
from sdi.serve.values import Values, valid_at

MAX_FEATURES = 20_000
"""Features of one layer in one tile."""

MAX_BYTES = 1_500_000
"""Bytes of one layer in one tile, before compression."""

THIN_PIXELS = 2
"""At generalised levels one point is shown of those in a cell of this many pixels."""

TIMEOUT_MS = 10_000
"""How long the database may take for a tile."""

_EXTENT: LiteralString = "greatest(ST_XMax(geom) - ST_XMin(geom), ST_YMax(geom) - ST_YMin(geom))"

_SIZE: dict[int, LiteralString] = {1: "ST_Length(geom)", 2: "ST_Area(geom)"}


@dataclass(frozen=True)
class Made:
    """The bytes of a tile, and whether they are of the release that was asked for."""

    body: bytes
    current: bool


def make(source: Source, tiles: LayerTiles, tile: Address) -> Made:
    """Ask the database and encode; runs in a thread.

    Raises:
        psycopg.Error: The database does not answer, or takes too long.
    """
    box = tiles.stored_box(tile)
    if box is None:
        return Made(b"", True)
    with source.snapshot() as connection:
        epoch = tiles.row.epoch
        with connection.pipeline():  # one journey for all three
            pointer = _begin(connection, source)
            found = _ask(connection, source, tiles, tile, box, epoch, largest=False)
        if (current := _first(pointer)) < epoch:  # withdrawn a moment ago, and the edition does not know yet
            epoch = current
            found = _ask(connection, source, tiles, tile, box, epoch, largest=False)
        rows = found.fetchall()
        body = b"" if len(rows) > MAX_FEATURES else _encode(tiles, tile, sorted(rows, key=_gid))
        if len(rows) > MAX_FEATURES or len(body) > MAX_BYTES:
            found = _ask(connection, source, tiles, tile, box, epoch, largest=True)
            body = _encode(tiles, tile, found.fetchall())
    return Made(body, epoch == tiles.row.epoch)


_Cursor = psycopg.Cursor[tuple[Any, ...]]


def _begin(connection: psycopg.Connection[Any], source: Source) -> _Cursor:
    """Prepare the snapshot, and ask where the pointer stands in it.

    Rows of a release stay as they are whatever is published after it, so the release of the edition is what is read.
    A bitmap of all rows of an epoch costs more than all rows of a tile.
    """
    return connection.execute(
        sql.SQL(
            "SELECT epoch, set_config('statement_timeout', {}, true), set_config('enable_bitmapscan', 'off', true)"
            " FROM {}"
        ).format(sql.Literal(str(TIMEOUT_MS)), sql.Identifier(source.schema, "epoch"))
    )


def _first(cursor: _Cursor) -> int:
    row = cursor.fetchone()
    return int(row[0]) if row else 0


def _ask(
    connection: psycopg.Connection[Any],
    source: Source,
    tiles: LayerTiles,
    tile: Address,
    box: Box,
    epoch: int,
    *,
    largest: bool,
) -> _Cursor:
    """Ask for rows ``(gid, WKB, fields …)``; one more than a tile may have, or the largest of them."""
    values = Values()
    fine, pixel = tiles.fine(tile.level), _pixel(tiles, tile, box)
    dimension = tiles.layer.dimension
    only: sql.Composable = sql.SQL("")
    order: sql.Composable = sql.SQL("")
    conditions = [
        sql.SQL("geom && ST_MakeEnvelope({}, {}, {}, {}, {})").format(
            *map(values.bind, box), values.bind(tiles.place.outward.operation.source)
        ),
        valid_at(values.bind(epoch)),
    ]
    if dimension == 0:
        if not fine:
            cell = values.bind(THIN_PIXELS * pixel)
            only = sql.SQL("DISTINCT ON (floor(ST_XMin(geom) / {0}), floor(ST_YMin(geom) / {0}))").format(cell)
            order = sql.SQL("ORDER BY floor(ST_XMin(geom) / {0}), floor(ST_YMin(geom) / {0}), gid").format(cell)
    elif not fine:
        # What is less than a pixel is not seen; of a line, every piece is, until it is shorter than the lattice.
        least = pixel if dimension == 2 else pixel / 4
        conditions.append(sql.SQL("{} >= {}").format(sql.SQL(_EXTENT), values.bind(least)))
    limit = MAX_FEATURES + 1
    if largest:
        limit = MAX_FEATURES
        if dimension:
            order = sql.SQL("ORDER BY {} DESC, gid").format(sql.SQL(_SIZE[dimension]))
        elif fine:
            order = sql.SQL("ORDER BY gid")
    columns = [sql.SQL("gid"), sql.SQL("ST_AsBinary(geom, 'NDR')"), *map(sql.Identifier, tiles.fields)]
    query = sql.SQL("SELECT {} {} FROM {} WHERE {} {} LIMIT {}").format(
        only,
        sql.SQL(", ").join(columns),
        sql.Identifier(source.schema, short_name(f"{tiles.layer.id}_versions")),
        sql.SQL(" AND ").join(conditions),
        order,
        values.bind(limit),
    )
    return connection.cursor(binary=True).execute(query, values)


def _pixel(tiles: LayerTiles, tile: Address, box: Box) -> float:
    """Side of a pixel of the tile in metres of the storage CRS, about the middle of the tile."""
    grid = tiles.place.grid
    cell = grid.cell_size(tile.level)
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    (ax, bx), (ay, by) = tiles.place.outward.points(np.array([x, x + 1.0]), np.array([y, y]))
    return cell / float(np.hypot(bx - ax, by - ay))


def _encode(tiles: LayerTiles, tile: Address, rows: list[tuple[Any, ...]]) -> bytes:
    if not rows:
        return b""
    ids, geometries, *columns = zip(*rows, strict=True)
    frame = tiles.frame(tile)
    assert tiles.row.storage_bbox is not None  # of what has rows
    if not tiles.place.near(tiles.row.storage_bbox):
        geometries, frame = _moved(tiles, geometries, frame)
    return encode_layer(tiles.layer.id, tiles.fields, ids, geometries, columns, frame, MAX_BYTES + 1)


def _moved(tiles: LayerTiles, geometries: tuple[bytes, ...], frame: Frame) -> tuple[tuple[bytes, ...], Frame]:
    """Geometries in the grid's CRS, moved by PROJ: of a layer with features far outside the province."""
    shapes = tiles.place.outward.geometries(shapely.from_wkb(np.array(geometries, dtype=object)))
    return tuple(shapely.to_wkb(shapes, byte_order=1)), Frame(unchanged(), frame.corner, frame.side, frame.snap)


def _gid(row: tuple[Any, ...]) -> int:
    return int(row[0])
