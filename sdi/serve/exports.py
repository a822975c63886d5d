"""``/items`` in the formats of files: everything that matches, or a page of it when ``limit`` says so.

Rows come through a cursor in Arrow batches and go into a file on disk that has no name any more when it is sent, so
that memory does not grow with the answer and nothing is left behind, whatever becomes of client and worker. Without
``limit`` the page size of GeoJSON does not bound: who asks for a file wants all that matches.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import psycopg
import pyarrow as pa
import shapely
from starlette.responses import StreamingResponse

from sdi.errors import UsageError
from sdi.model import Layer
from sdi.publish.configuration import CRS84, Collection
from sdi.serve.formats import FORMATS
from sdi.serve.formats.rows import Rows, read, schema_of
from sdi.serve.limits import EXPORTS_WAITING
from sdi.serve.problems import Problem, of_database, told
from sdi.serve.projection import Projection
from sdi.serve.question import Question
from sdi.serve.source import Source
from sdi.serve.statements import Statements, statements_of
from sdi.serve.turns import Turns
from sdi.wording import wording

AT_ONCE = 2
"""Files that a worker writes at a time; each takes a core and a connection."""

RUNS_S = 120.0
"""An answer that takes longer is given up."""

FREE_BYTES = 2 * 1024**3
"""Disk that stays free for the database."""

_PART = 256 * 1024

_WALK = (pa.field("#gid", pa.int64()), pa.field("#key", pa.string()))
"""Columns of the statement before those of the file: where the next page begins."""

_turns = Turns(AT_ONCE, EXPORTS_WAITING, RUNS_S / 4)


@dataclass(frozen=True)
class Export:
    """An answer in a file.

    Attributes:
        stream: The file, at its beginning.
        release: That was read.
        matched: How many features match; None where nobody counted.
        returned: How many are in the file.
        last: Sort key and ``gid`` of the last of them.
    """

    stream: BinaryIO
    release: int
    matched: int | None
    returned: int
    last: tuple[str | None, int] | None

    def response(self, headers: dict[str, str], media_type: str) -> StreamingResponse:
        """The answer that sends it."""
        length = {"Content-Length": str(os.fstat(self.stream.fileno()).st_size)}
        return StreamingResponse(self._parts(), headers=headers | length, media_type=media_type)

    def _parts(self) -> Iterator[bytes]:
        with self.stream:
            while part := self.stream.read(_PART):
                yield part


def export(source: Source, layer: Layer, question: Question, state: Collection, form: str, folder: Path) -> Export:
    """Write a page, which may be all that matches, into a file; from a thread.

    Args:
        source: Of the audience.
        layer: The collection; a table of overlays has no geometries here.
        question: What is asked.
        state: What is published of the layer.
        form: Name of a format.
        folder: For files that have no name any more.

    Raises:
        Problem: 410, the release of the walk is gone; 413, the format cannot hold it; 503, too many are being written,
        it takes too long, the disk is full or the database does not answer.
    """
    with _turns.one(wording("files.being_written")):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with TemporaryDirectory(dir=folder, prefix=".answer-") as place:
                return _written(source, layer, question, state, form, Path(place))
        except psycopg.Error as error:
            raise of_database(error, layer.id, source.audience) from error
        except UsageError as error:
            raise Problem(413, told(error)) from error


def _written(source: Source, layer: Layer, question: Question, state: Collection, form: str, place: Path) -> Export:
    from sdi.serve.formats.vector import unindexed_flatgeobuf  # a worker that is never asked needs no GDAL
    from sdi.serve.formats.writing import WRITERS

    statements = statements_of(layer, source.schema, source.project.province.crs)
    fields = {name: layer.fields[name] for name in question.names}
    schema = schema_of(fields, geometry=question.geometry)
    projection = source.projections[question.crs]
    path = place / f"{layer.id}.{FORMATS[form].suffix}"
    with source.snapshot() as connection:
        release, matched = _counted(connection, statements, layer, question, state)
        query = statements.export(question, state, release)
        with closing(read(connection, query.statement, query.values, pa.schema([*_WALK, *schema]))) as fetched:
            watched = _Watched(fetched, schema, projection if question.geometry else None, place)
            rows = Rows(layer, fields, schema, projection, source.projections[CRS84], watched)
            try:
                (unindexed_flatgeobuf if form == "fgb" else WRITERS[form])(rows, path)
            except Exception as error:
                raise watched.problem or error from error
    stream = path.open("rb")  # the folder goes, the file stays until it is closed
    return Export(stream, release, matched, watched.returned, watched.last)


def _counted(
    connection: psycopg.Connection[Any], statements: Statements, layer: Layer, question: Question, state: Collection
) -> tuple[int, int | None]:
    """The release of the snapshot, and how many match there; None when they are more than the layer counts.

    Raises:
        Problem: 410, the release of the walk is gone.
    """
    upto = layer.count.exact_up_to
    query = statements.count(question, state, upto)
    row = connection.execute(query.statement, query.values).fetchone()
    if row is None or row[0] is None:
        raise Problem(410, wording("questions.release_gone"), "Gone")
    release, matched = row
    if question.place is not None:
        return release, question.place.matched
    if release != state.epoch:  # published since our edition was made
        return _counted(connection, statements, layer, question, replace(state, epoch=release, storage_bbox=None))
    if state.storage_bbox is not None and statements.means_all(question, state):
        return release, state.feature_count
    return release, matched if matched <= upto else None


class _Watched:
    """Batches on their way into a file: without what only the walk needs, in the CRS of the answer, and within bounds.

    What goes wrong here reaches the writer as an error of Arrow's; :attr:`problem` says what it was.
    """

    def __init__(
        self, batches: Iterator[pa.RecordBatch], schema: pa.Schema, projection: Projection | None, place: Path
    ) -> None:
        self.returned = 0
        self.last: tuple[str | None, int] | None = None
        self.problem: Exception | None = None
        self._batches, self._schema, self._projection, self._place = batches, schema, projection, place

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        deadline = time.monotonic() + RUNS_S
        try:
            for batch in self._batches:
                if time.monotonic() > deadline:
                    raise Problem(503, wording("files.too_slow"))
                if shutil.disk_usage(self._place).free < FREE_BYTES:
                    raise Problem(503, wording("files.disk_full"))
                self.returned += batch.num_rows
                self.last = batch.column(1)[-1].as_py(), batch.column(0)[-1].as_py()
                yield self._shown(batch)
        except Exception as error:
            self.problem = error
            raise

    def _shown(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        columns = batch.columns[len(_WALK) :]
        if self._projection is not None:
            geometries = shapely.from_wkb(columns[-1].to_numpy(zero_copy_only=False))
            columns[-1] = pa.array(shapely.to_wkb(self._projection.flat(geometries)), pa.binary())
        return pa.record_batch(columns, schema=self._schema)
