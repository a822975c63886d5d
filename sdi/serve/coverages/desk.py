"""What the routes of rasters need: which sheets there are, threads for pixels, and pictures kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import psycopg
import structlog

from sdi.crs.operations import Box
from sdi.db.rasters import SheetRow, sheets_of
from sdi.model import Audience, Layer
from sdi.model.raster import Raster
from sdi.raster.cog import RasterShelf
from sdi.raster.reading import Piece, pieces
from sdi.serve.editions import Edition, Editions
from sdi.serve.problems import Problem, of_database
from sdi.serve.recent import Recent
from sdi.serve.source import Source
from sdi.slip.clock import NoLonger, NotYet, state_of
from sdi.wording import wording

_log = structlog.get_logger(__name__)

T = TypeVar("T")

WORKERS = 2
"""Pictures that one worker process makes at a time: each takes a core."""

WAITING = 32
"""Requests that may wait for that; one more is told 503 at once."""

KEPT_BYTES = 48 * 2**20


@dataclass(frozen=True)
class Surface:
    """A raster layer as an audience sees it at an epoch.

    Attributes:
        layer: The declaration.
        sheets: As they are laid upon each other.
        files: The same as files.
        epoch: At which.
    """

    layer: Layer
    sheets: tuple[SheetRow, ...]
    files: tuple[Piece, ...]
    epoch: int

    @property
    def raster(self) -> Raster:
        """What is declared of the pixels."""
        assert self.layer.raster is not None
        return self.layer.raster

    @property
    def extent(self) -> Box:
        """What the sheets cover, in the provincial CRS.

        Raises:
            Problem: 404, there is none.
        """
        if not self.sheets:
            raise Problem(404, wording("rasters.nothing"))
        west, south, east, north = zip(*(sheet.box for sheet in self.sheets), strict=True)
        return min(west), min(south), max(east), max(north)

    def only(self, wanted: Collection[str]) -> Surface:
        """As if there were no other sheets than those, named by their ids."""
        kept = [k for k, sheet in enumerate(self.sheets) if sheet.feature_id in wanted]
        sheets, files = tuple(self.sheets[k] for k in kept), tuple(self.files[k] for k in kept)
        return replace(self, sheets=sheets, files=files)

    @property
    def content(self) -> tuple[str, ...]:
        """What decides about every pixel."""
        return tuple(sheet.file for sheet in self.sheets)


class CoverageDesk:
    """One per worker.

    Args:
        editions: Of all audiences.
        state_dir: Where the files lie.
    """

    def __init__(self, editions: Editions, state_dir: Path) -> None:
        self._editions = editions
        self.shelf = RasterShelf(state_dir)
        self._known: dict[tuple[Audience, str], tuple[tuple[Any, ...], Surface]] = {}
        self._limiter: anyio.CapacityLimiter | None = None
        self._pictures: Recent[str, bytes] = Recent(KEPT_BYTES, len)

    def surface(self, edition: Edition, name: str, day: date | None = None) -> Surface:
        """The sheets of a raster layer, now or at the end of a day. Asks the database; call it in a thread.

        Raises:
            Problem: 404, the collection is none of rasters, or nothing was published by that day; 410, it is gone; 503.
        """
        layer = coverage_layer(edition, name)
        source = self._editions.sources[edition.audience]
        key = (edition.collections[name].epoch, edition.version)
        known = self._known.get((edition.audience, name))
        if day is None and known is not None and known[0] == key:
            return known[1]
        try:
            found = self._read(source, layer, edition.collections[name].epoch, day)
        except psycopg.Error as error:
            raise of_database(error, name, edition.audience) from error
        if day is None:
            self._known[edition.audience, name] = key, found
        return found

    def _read(self, source: Source, layer: Layer, epoch: int, day: date | None) -> Surface:
        with source.snapshot() as connection:
            if day is not None:
                try:
                    epoch = state_of(connection, source.schema, day, source.project.province.zone).epoch
                except NotYet as error:
                    raise Problem(404, error.message) from error
                except NoLonger as error:
                    raise Problem(410, error.message) from error
            rows = tuple(sheets_of(connection, source.schema, layer.id, epoch))
        return Surface(layer, rows, tuple(pieces(self.shelf, rows)), epoch)

    async def work(self, function: Callable[[], T]) -> T:
        """Do something with pixels in a thread; only a few at a time.

        Raises:
            Problem: 503, too many wait, or a file is not there.
        """
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(WORKERS)
        if self._limiter.statistics().tasks_waiting >= WAITING:
            raise Problem(503, wording("tiles.busy"))
        with readable():
            return await anyio.to_thread.run_sync(function, limiter=self._limiter)

    async def picture(self, key: str, make: Callable[[], bytes]) -> bytes:
        """A kept picture, or one made now; ``key`` tells its content."""
        found = self._pictures.get(key)
        if found is None:
            found = await self.work(make)
            self._pictures.put(key, found)
        return found


@contextmanager
def readable() -> Iterator[None]:
    """Published files are read.

    Raises:
        Problem: 503, one of them is not there or damaged.
    """
    try:
        yield
    except OSError as error:
        _log.error("raster_unreadable", error=str(error))
        raise Problem(503, wording("rasters.file_away")) from error


def coverage_layer(edition: Edition, name: str) -> Layer:
    """A published raster layer.

    Raises:
        Problem: 404, there is none of that name; 503, it is quarantined.
    """
    layer = edition.require(name)
    if layer.raster is None:
        raise Problem(404, wording("rasters.no_raster", name=name))
    return layer
