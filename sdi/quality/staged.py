"""What a table check sees: the staged rows of one layer, and other layers as they will be after publication."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from psycopg import sql

from sdi.db.carried import delivered_rows
from sdi.db.connect import Connection
from sdi.db.copying import copied
from sdi.db.names import stage_name
from sdi.model import Layer, Project
from sdi.quality.issues import Issue
from sdi.quality.vietnamese import number
from sdi.raster.cog import RasterShelf

MOST = 10_000
"""Rows of ``meta.issue`` that one rule may write for one layer; what is beyond is counted in one more row."""
CHUNK = 25_000

Boxes = NDArray[np.float64]
"""min x, min y, max x, max y in metres; shape (n, 4)."""
NOWHERE: Boxes = np.empty((0, 4))

_SORT_MEMORY = "SET LOCAL work_mem = '48MB'"
"""The sort of a large layer fits into a few runs instead of hundreds."""


def fields(row: bytes) -> list[bytes]:
    """Values of a row of binary COPY, as the server's ``send`` functions wrote them; none may be NULL."""
    found, at = [], 2
    for _ in range(int.from_bytes(row[:2], "big")):
        length = int.from_bytes(row[at : at + 4], "big")
        found.append(row[at + 4 : at + 4 + length])
        at += 4 + length
    return found


def _objects(rows: list[bytes]) -> np.ndarray:
    array = np.empty(len(rows), dtype=object)
    array[:] = rows
    return array


def _by_place(issue: Issue) -> tuple[str, int, str]:
    """In the order of the delivery."""
    return issue.source_layer or "", -1 if issue.feature_no is None else issue.feature_no, issue.reason


@dataclass
class Found:
    """Faults of one rule: the first :data:`MOST` by name, the rest by number. ``systematic`` rows stand for many."""

    layer: str
    rule: str
    severity: str
    issues: list[Issue] = field(default_factory=list)
    beyond: int = 0
    counted: Boxes = field(default_factory=lambda: NOWHERE)
    """Where the faults are that are too small to be listed; one more row tells how many."""
    counted_reason: str = ""
    order: Callable[[Issue], Any] = _by_place

    def add(
        self,
        source_layer: str | None,
        feature_no: int | None,
        feature_id: str | None,
        reason: str,
        *,
        field: str | None = None,
        before: str | None = None,
        after: str | None = None,
        geom: shapely.Geometry | None = None,
        features: int = 1,
        severity: str | None = None,
    ) -> None:
        """One fault; a check never changes a feature, so the action is always ``kept``."""
        if len(self.issues) >= MOST:
            self.beyond += features
            return
        self.issues.append(
            Issue(
                self.rule, "kept", reason, self.layer, source_layer, feature_no, feature_id, field, before, after,
                geom, None, features, severity or self.severity,
            )
        )  # fmt: skip

    def unknown(self, reason: str) -> None:
        """The rule could not be judged: said once, as information."""
        self.add(None, None, None, reason, severity="info")

    def join(self, issues: list[Issue], counted: Boxes) -> None:
        """Add findings of an earlier run that still hold."""
        self.issues = sorted([*self.issues, *issues], key=self.order)
        self.beyond += max(0, len(self.issues) - MOST)
        self.issues = self.issues[:MOST]
        self.counted = np.concatenate([self.counted, counted])

    def rows(self) -> list[Issue]:
        """All rows to write."""
        if len(self.counted):
            small = len(self.counted)
            where = shapely.multipolygons(shapely.box(*self.counted.T)) if small <= MOST else None
            self.add(
                None, None, None, self.counted_reason.format(number(small)), geom=where, features=small, severity="info"
            )
            self.counted = NOWHERE
        if not self.beyond:
            return self.issues
        rest = f"… và {number(self.beyond)} đối tượng nữa cùng lỗi này, không liệt kê từng đối tượng"
        return [
            *self.issues,
            Issue(self.rule, "kept", rest, self.layer, features=self.beyond, severity_override=self.severity),
        ]


@dataclass(frozen=True)
class Chunk:
    """Staged geometries, valid, in the provincial CRS; all arrays have shape (n,)."""

    source_layer: np.ndarray
    feature_no: np.ndarray
    feature_id: np.ndarray
    geoms: np.ndarray

    def __len__(self) -> int:
        return len(self.geoms)

    def take(self, rows: np.ndarray) -> Chunk:
        """Some of the rows."""
        return Chunk(self.source_layer[rows], self.feature_no[rows], self.feature_id[rows], self.geoms[rows])

    def __add__(self, other: Chunk) -> Chunk:
        join = np.concatenate
        return Chunk(
            join([self.source_layer, other.source_layer]), join([self.feature_no, other.feature_no]),
            join([self.feature_id, other.feature_id]), join([self.geoms, other.geoms]),
        )  # fmt: skip


@dataclass(frozen=True)
class Staged:
    """One layer of one run, and the database around it."""

    connection: Connection
    project: Project
    run: int
    layer: Layer
    epoch: int
    shelf: RasterShelf
    """Where the files of rasters lie."""
    table: sql.Identifier
    """The rows that are judged; columns as in staging."""
    zone: Boxes | None = None
    """Where faults are looked for, boxes of shape (n, 4); None: everywhere."""

    @property
    def srid(self) -> int:
        """The provincial CRS."""
        return self.project.province.crs

    def found(self, rule: str, severity: str) -> Found:
        """An empty collection of faults of this layer."""
        return Found(self.layer.id, rule, severity)

    def chunks(self, order: sql.Composable) -> Iterator[Chunk]:
        """All rows in an order, in chunks of at most :data:`CHUNK`; memory stays flat."""
        query = sql.SQL(
            "SELECT source_layer, feature_no, feature_id, ST_AsBinary(geom) FROM {}"
            " ORDER BY {}, source_layer, feature_no"
        ).format(self.table, order)
        with (
            self.connection.transaction(),
            self.connection.cursor(f"staged_{self.layer.id}", binary=True) as cursor,
        ):
            self.connection.execute(_SORT_MEMORY)
            cursor.execute(query)
            while rows := cursor.fetchmany(CHUNK):
                layers, numbers, ids, geoms = zip(*rows, strict=True)
                yield Chunk(
                    np.array(layers, dtype=object), np.array(numbers), np.array(ids, dtype=object),
                    np.asarray(shapely.from_wkb(np.array(geoms, dtype=object)), dtype=object),
                )  # fmt: skip

    def copied(self, columns: sql.Composable, order: sql.Composable) -> Iterator[np.ndarray]:
        """Rows as the server sends them by binary COPY, in chunks of at most :data:`CHUNK` ``bytes``, shape (n,).

        A third of the time of :meth:`chunks`, because all cores sort and nothing is taken apart; the connection is
        busy until the last one is read. :func:`fields` takes a row apart.
        """
        query = sql.SQL("SELECT {} FROM {} ORDER BY {}").format(columns, self.table, order)
        with self.connection.transaction():
            self.connection.execute(_SORT_MEMORY)
            for rows in copied(self.connection, query, CHUNK):
                yield _objects(rows)

    def has_stage(self, layer: str) -> bool:
        """Whether this run staged that layer."""
        name = sql.Identifier("stage", stage_name(self.run, layer)).as_string(self.connection)
        return self.connection.execute("SELECT to_regclass(%s) IS NOT NULL", (name,)).fetchone() == (True,)

    def after_publication(self, layer: str, columns: sql.Composable) -> sql.Composed | None:
        """SELECT of a layer's rows as they will be: this run's, and the public ones that it does not replace.

        Returns:
            ``None`` when the project has no such layer, or nothing of it is loaded.
        """
        if layer not in self.project.layers:
            return None
        data = sql.SQL("SELECT {} FROM data.{} WHERE r0 <= {epoch} AND r1 > {epoch}").format(
            columns, sql.Identifier(layer), epoch=sql.Literal(self.epoch)
        )
        if not self.has_stage(layer):
            return data if self._any(data) else None
        staged = sql.SQL("SELECT {} FROM {}").format(columns, delivered_rows(self.connection, self.run, layer))
        scopes = self.scopes(layer)
        if scopes is None:
            return staged
        return sql.SQL("{} UNION ALL {} AND scope <> ALL ({}::text[])").format(staged, data, sql.Literal(scopes))

    def scopes(self, layer: str) -> list[str] | None:
        """What this run replaces of a layer; ``None`` for the whole of it."""
        row = self.connection.execute(
            "SELECT scopes FROM meta.candidate WHERE run_id = %s AND layer = %s", (self.run, layer)
        ).fetchone()
        return row[0] if row else None

    def _any(self, rows: sql.Composed) -> bool:
        return self.connection.execute(sql.SQL("SELECT EXISTS ({})").format(rows)).fetchone() == (True,)
