"""Tiles that were made, kept in a worker's memory until what they show is changed.

A publication that changes ten parcels makes anew the tiles that show them, and no others: the boxes of all rows that
it opened or closed are asked for once, and a kept tile that none of them meets goes on with the same ETag.

Everything here belongs to the event loop; threads only make tiles and ask for boxes.
"""

from __future__ import annotations

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray
from psycopg import sql
from starlette.concurrency import run_in_threadpool

from sdi.crs.operations import Box
from sdi.db.names import short_name
from sdi.serve.source import Source
from sdi.serve.tiles.content import TIMEOUT_MS, make
from sdi.serve.tiles.sets import Address, LayerTiles

MAX_CACHED_BYTES = 64 * 2**20
"""Of one worker."""

MOST_BOXES = 50_000
"""A publication that changes more makes all tiles of the layer anew."""

_OVERHEAD = 600
"""Bytes that keeping a tile costs beside its content."""

_PACK_FROM = 512
"""Bytes from which on a tile is compressed."""

Boxes = NDArray[np.float64]


@dataclass
class Tile:
    """A tile's content; ``etag`` is without quotes and tells the content, not the release."""

    body: bytes
    etag: str
    _packed: bytes | None = field(default=None, repr=False)

    @classmethod
    def of(cls, body: bytes) -> Tile:
        """A tile of that content."""
        return cls(body, xxhash.xxh3_128_hexdigest(body))

    async def packed(self) -> bytes | None:
        """The content compressed, made when first asked for; None when it does not pay."""
        if len(self.body) < _PACK_FROM:
            return None
        if self._packed is None:
            self._packed = await run_in_threadpool(gzip.compress, self.body, 5, mtime=0)
        return self._packed

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return len(self.body) * 3 // 2 + _OVERHEAD  # with room for the compressed form


@dataclass
class _Kept:
    tile: Tile
    state: Any  # of a layer's tile its release, of a composed one the ETags of its parts


class TileCache:
    """The tiles of one worker.

    Args:
        most: How many bytes are kept; the tiles not asked for the longest go first.
    """

    def __init__(self, most: int = MAX_CACHED_BYTES) -> None:
        self._most = most
        self._bytes = 0
        self._kept: OrderedDict[tuple[Any, ...], _Kept] = OrderedDict()
        self._making: dict[tuple[Any, ...], asyncio.Future[Tile]] = {}
        self._changes: dict[tuple[str, str, int], tuple[int, asyncio.Future[Boxes | None]]] = {}

    async def layer_tile(self, source: Source, tiles: LayerTiles, tile: Address) -> Tile:
        """The tile of a layer, kept or made.

        Raises:
            psycopg.Error: It has to be made, and the database does not answer.
        """
        key = (source.audience, tiles.digest, tiles.layer.id, tiles.place.grid, tile)
        kept = self._kept.get(key)
        if kept is not None:
            if kept.state == tiles.row.epoch or await self._unchanged(source, tiles, tile, kept):
                self._kept.move_to_end(key)
                return kept.tile
            self._drop(key)
        return await self._once((*key, tiles.row.epoch), lambda: self._make(key, source, tiles, tile))

    async def composed(self, key: tuple[Any, ...], parts: list[Tile]) -> Tile:
        """Tiles of several layers as one."""
        state = tuple(part.etag for part in parts)
        kept = self._kept.get(key)
        if kept is None or kept.state != state:
            kept = _Kept(Tile.of(b"".join(part.body for part in parts)), state)
            self._keep(key, kept)
        self._kept.move_to_end(key)
        return kept.tile

    async def _once(self, key: tuple[Any, ...], make_it: Callable[[], Awaitable[Tile]]) -> Tile:
        """What is being made already is waited for, and made to the end when who asked first goes away."""
        task = self._making.get(key)
        if task is None:
            task = self._making[key] = asyncio.ensure_future(make_it())

            def made(done: asyncio.Future[Tile]) -> None:
                del self._making[key]
                if not done.cancelled():
                    done.exception()  # whoever still waits gets it; asked for here, lest nobody does

            task.add_done_callback(made)
        return await asyncio.shield(task)

    async def _make(self, key: tuple[Any, ...], source: Source, tiles: LayerTiles, tile: Address) -> Tile:
        made = await run_in_threadpool(make, source, tiles, tile)
        found = Tile.of(made.body)
        if made.current:
            self._keep(key, _Kept(found, tiles.row.epoch))
        return found

    def _keep(self, key: tuple[Any, ...], kept: _Kept) -> None:
        self._drop(key)
        if kept.tile.size > self._most:
            return
        self._kept[key] = kept
        self._bytes += kept.tile.size
        while self._bytes > self._most:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: tuple[Any, ...]) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._bytes -= gone.tile.size

    async def _unchanged(self, source: Source, tiles: LayerTiles, tile: Address, kept: _Kept) -> bool:
        """Whether a tile of an earlier release is what the current one would give."""
        old, new = kept.state, tiles.row.epoch
        if old > new:  # taken back
            return False
        boxes = await self._changed(source, tiles.layer.id, old, new)
        box = tiles.stored_box(tile)
        if boxes is None or (box is not None and _meets(boxes, box)):
            return False
        kept.state = max(kept.state, new)
        return True

    async def _changed(self, source: Source, layer: str, old: int, new: int) -> Boxes | None:
        key = (source.audience.value, layer, old)
        known = self._changes.get(key)
        if known is None or known[0] != new:
            for other in [other for other, (to, _) in self._changes.items() if other[:2] == key[:2] and to != new]:
                del self._changes[other]
            known = (new, asyncio.ensure_future(run_in_threadpool(changed_boxes, source, layer, old, new)))
            self._changes[key] = known
        try:
            return await asyncio.shield(known[1])
        except Exception:
            if self._changes.get(key) is known:
                del self._changes[key]  # the next one asks again
            raise


def _meets(boxes: Boxes, box: Box) -> bool:
    west, south, east, north = boxes.T
    return bool(((west <= box[2]) & (east >= box[0]) & (south <= box[3]) & (north >= box[1])).any())


def changed_boxes(source: Source, layer: str, old: int, new: int) -> Boxes | None:
    """Boxes of all rows that were opened or closed after one release up to another, shape (n, 4); None for too many.

    A release that was withdrawn meanwhile has left no trace in the rows; tiles made of it are compared with nothing,
    so then it is None too.
    """
    view = sql.Identifier(source.schema, short_name(f"{layer}_versions"))
    known = sql.SQL("SELECT EXISTS (SELECT FROM {0} WHERE r0 = %(old)s) OR EXISTS (SELECT FROM {0} WHERE r1 = %(old)s)")
    found = sql.SQL(
        "SELECT ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom) FROM ("
        " SELECT geom FROM {0} WHERE r0 > %(old)s AND r0 <= %(new)s"
        " UNION ALL SELECT geom FROM {0} WHERE r1 > %(old)s AND r1 <= %(new)s) AS changed LIMIT %(most)s"
    )
    values = {"old": old, "new": new, "most": MOST_BOXES + 1}
    with source.snapshot() as connection:
        connection.execute(sql.SQL("SET LOCAL statement_timeout = {}").format(sql.Literal(TIMEOUT_MS)))
        if connection.execute(known.format(view), values).fetchone() != (True,):
            return None
        with connection.cursor(binary=True) as cursor:
            rows = cursor.execute(found.format(view), values).fetchall()
    return None if len(rows) > MOST_BOXES else np.array(rows, np.float64).reshape(-1, 4)
