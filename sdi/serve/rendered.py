"""Features rendered once for each release, for what is asked most: as they are, all or those in a box, in CRS84.

A version of a feature never changes, so its GeoJSON need not be written, nor asked of the database, more than once
(pygeoapi renders each at every request, its issue 964). A file holds the features of one release as an audience sees
them: each as the text that :mod:`sdi.serve.geojson` writes, followed by its geometry as it is stored, along PostGIS's
Hilbert curve, so that neighbours lie together; after them the arrays of :class:`_Index`. Workers map it into memory and
share what the kernel keeps of it. Every other question (another CRS, chosen fields, filters, an order) is answered from
the database, and so is this one while there is no file: both ways give the same bytes (docs/adr/0033).
"""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, Any

import numpy as np
import orjson
import pyarrow as pa
import shapely
import xxhash
from numpy.typing import NDArray

from sdi.geom.boxes import meet, within
from sdi.model import Layer, Text
from sdi.publish.configuration import CRS84, Collection
from sdi.serve.formats import Format
from sdi.serve.geojson import OPENING, FeatureWriter, geometry_of, id_of
from sdi.serve.question import Question
from sdi.serve.reading import ROWS_AT_ONCE, Piece, Reader
from sdi.serve.statements import inner_box

RENDERED = Format("rendered", "rendered", "application/octet-stream", Text(vi="Bản dựng sẵn", en="Rendered features"))
"""The file, among those of a layer; it is not on offer to anybody."""

LEAST, MOST = 10_000, 5_000_000
"""Features of a layer that has such a file. Of fewer the database answers fast enough; of more the process that writes
the file would need over 400 MB of memory for the index."""

_BLOCK = 64
"""Neighbouring features with one box around them."""

_NEAR = 50_000
"""A box that meets blocks of more features is left to the database: the event loop has no time for it."""

_CLOSE_BYTES = 4 * 1024**2
"""Geometries that need a closer look; more of them are left to the database too."""

_END = struct.Struct("<8sQ")
_MARK = b"sdi-rnd1"
_ALIGNED = 64

Ranks = range | NDArray[np.int32]
"""Places in the order of pages, ascending."""


@dataclass(frozen=True)
class _Index:
    """Arrays after the features, in this order. A row is a place in the file, a rank a place in the order of pages.

    Attributes:
        starts: ``(2n + 1)`` offsets of each row's text, and of its geometry behind it (EWKB, provincial CRS).
        boxes: ``(n, 4)``, west, south, east, north in the provincial CRS; NaN of a feature without geometry.
        blocks: ``(⌈n / 64⌉, 4)``, around each 64 rows.
        ranks: ``(n)``, of each row.
        rows: ``(n)``, of each rank.
        gids: ``(n)``, of each rank, ascending.
        hashes: ``(n)``, XXH3 of the ids, ascending.
        hashed: ``(n)``, the row of each hash.
    """

    starts: NDArray[np.int64]
    boxes: NDArray[np.float64]
    blocks: NDArray[np.float64]
    ranks: NDArray[np.int32]
    rows: NDArray[np.int32]
    gids: NDArray[np.int64]
    hashes: NDArray[np.uint64]
    hashed: NDArray[np.int32]


class Rendered:
    """The features of one release, as a file has them.

    Args:
        path: Of the file.
        release: The layer's.

    Raises:
        OSError: There is no such file.
        ValueError: It is damaged.
    """

    def __init__(self, path: Path, release: int) -> None:
        self.release = release
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if len(self._map) < _END.size:
            raise ValueError(f"{path}: cut off")
        mark, begin = _END.unpack_from(self._map, len(self._map) - _END.size)
        if mark != _MARK or begin > len(self._map):
            raise ValueError(f"{path}: cut off")
        self._map.seek(begin)
        self._index = _Index(*(_read_array(self._map) for _ in fields(_Index)))
        self._view = memoryview(self._map)

    def ranks(self, question: Question, *, whole: bool) -> Ranks | None:
        """Ranks of all features that a question means, ascending; None where the database must be asked.

        Args:
            whole: The box holds all of the layer.
        """
        if question.area is None or whole:
            return range(len(self._index.gids))
        if question.area.is_empty:
            return np.empty(0, np.int32)
        bounds = question.area.bounds
        blocks = np.flatnonzero(meet(self._index.blocks, bounds))
        if len(blocks) * _BLOCK > _NEAR:
            return None
        rows = (blocks[:, None] * _BLOCK + np.arange(_BLOCK)).ravel()
        rows = rows[: np.searchsorted(rows, len(self._index.rows))]
        boxes = self._index.boxes[rows]
        near = meet(boxes, bounds)
        rows, boxes = rows[near], boxes[near]
        inner = inner_box(question.area)
        certain = within(boxes, inner) if inner else np.zeros(len(boxes), np.bool_)
        doubtful = rows[~certain]
        if (self._index.starts[2 * doubtful + 2] - self._index.starts[2 * doubtful + 1]).sum() > _CLOSE_BYTES:
            return None
        if len(doubtful):
            certain[~certain] = shapely.intersects(question.area, shapely.from_wkb(self._geometries(doubtful)))
        return np.sort(self._index.ranks[rows[certain]])

    def page(self, question: Question, ranks: Ranks) -> NDArray[np.int32]:
        """Those of the ranks that are on the page."""
        if question.place is not None:
            first = int(np.searchsorted(self._index.gids, question.place.gid, side="right"))
            ranks = ranks[first if isinstance(ranks, range) else int(np.searchsorted(ranks, first)) :]
        return np.asarray(ranks[question.offset : question.offset + question.limit], np.int32)

    async def pieces(self, page: NDArray[np.int32]) -> AsyncGenerator[Piece]:
        """The features of a page in parts, as texts; at least one part."""
        for begin in range(0, max(len(page), 1), ROWS_AT_ONCE):
            ranks = page[begin : begin + ROWS_AT_ONCE]
            last = (None, int(self._index.gids[ranks[-1]])) if len(ranks) else None
            yield Piece(self.release, self._texts(self._index.rows[ranks]), last)

    def feature(self, identifier: str) -> bytes | None:
        """The text of one feature by its id; None: look elsewhere, for not all ids are found here."""
        wanted = np.uint64(xxhash.xxh3_64_intdigest(identifier.encode()))
        place = int(np.searchsorted(self._index.hashes, wanted))
        if place == len(self._index.hashes) or self._index.hashes[place] != wanted:
            return None
        text = bytes(self._texts(self._index.hashed[place : place + 1])[0])
        return text if text.startswith(OPENING + orjson.dumps(identifier) + b",") else None

    def _texts(self, rows: NDArray[np.int32]) -> list[bytes | memoryview]:
        starts, view = self._index.starts, self._view
        ends = starts[2 * rows + 1].tolist()
        return [view[begin:end] for begin, end in zip(starts[2 * rows].tolist(), ends, strict=True)]

    def _geometries(self, rows: NDArray[np.int64]) -> list[bytes]:
        starts, view = self._index.starts, self._view
        ends = starts[2 * rows + 2].tolist()
        return [bytes(view[begin:end]) for begin, end in zip(starts[2 * rows + 1].tolist(), ends, strict=True)]


def worth(layer: Layer, published: Collection) -> bool:
    """Whether a layer has such a file."""
    return not layer.overlays_of and LEAST <= published.feature_count <= MOST


def serves(reads: Reader, question: Question, release: int) -> bool:
    """Whether rendered features of a release may answer a question."""
    return (
        question.crs == CRS84
        and question.geometry
        and not question.hits
        and question.sort is None
        and question.filter is None
        and not question.conditions
        and question.names == tuple(reads.fields)
        and (question.place is None or question.place.release == release)
    )


# --- writing ------------------------------------------------------------------------------------------------


def render(batches: Iterable[pa.RecordBatch], writer: FeatureWriter, path: Path) -> None:
    """Write the file.

    Args:
        batches: ``gid`` and feature, the latter as :mod:`sdi.serve.geojson` reads it, along a curve that keeps
            neighbours together; there is at least one.
        writer: Of all fields, in CRS84.
        path: Of the file, which is new.
    """
    gids, sizes, boxes, hashes = [], [], [], []
    with path.open("wb") as file:
        for batch in batches:
            records = batch.column(1).to_pylist()
            shapes = [geometry_of(record) for record in records]
            texts = writer.each(records)
            for text, shape in zip(texts, shapes, strict=True):
                file.write(text)
                file.write(shape)
            gids.append(batch.column(0).to_numpy())
            sizes.append(np.array([(len(t), len(s)) for t, s in zip(texts, shapes, strict=True)], np.int64).ravel())
            boxes.append(shapely.bounds(shapely.from_wkb([shape or None for shape in shapes])))
            hashes.append(np.array([xxhash.xxh3_64_intdigest(id_of(record)) for record in records], np.uint64))
        begin = _pad(file)
        for array in vars(_indexed(*map(np.concatenate, (gids, sizes, boxes, hashes)))).values():
            np.lib.format.write_array(file, array, version=(1, 0), allow_pickle=False)
            _pad(file)
        file.write(_END.pack(_MARK, begin))


def _indexed(gids: NDArray[Any], sizes: NDArray[Any], boxes: NDArray[Any], hashes: NDArray[Any]) -> _Index:
    rows = np.argsort(gids, kind="stable").astype(np.int32)
    ranks = np.empty_like(rows)
    ranks[rows] = np.arange(len(rows), dtype=np.int32)
    spare = -len(boxes) % _BLOCK
    padded = np.concatenate([boxes, np.full((spare, 4), np.nan)]).reshape(-1, _BLOCK, 4)
    low, high = np.fmin.reduce(padded[:, :, :2], axis=1), np.fmax.reduce(padded[:, :, 2:], axis=1)
    hashed = np.argsort(hashes, kind="stable").astype(np.int32)
    return _Index(
        starts=np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]),
        boxes=np.ascontiguousarray(boxes),
        blocks=np.concatenate([low, high], axis=1),
        ranks=ranks,
        rows=rows,
        gids=gids[rows],
        hashes=hashes[hashed],
        hashed=hashed,
    )


def _pad(file: IO[bytes]) -> int:
    """Go on at an address that arrays may begin at; returns it."""
    file.write(bytes(-file.tell() % _ALIGNED))
    return file.tell()


def _read_array(file: mmap.mmap) -> NDArray[Any]:
    np.lib.format.read_magic(file)
    shape, _, kind = np.lib.format.read_array_header_1_0(file)
    array = np.frombuffer(file, kind, int(np.prod(shape)), file.tell()).reshape(shape)
    end = file.tell() + array.nbytes
    file.seek(end + -end % _ALIGNED, os.SEEK_SET)
    return array
