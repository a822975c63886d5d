"""One question, answered at once: what lies on this parcel, or on this drawn polygon.

The answer is computed from the features that the audience's own views show at one epoch, by the same engine and
rules as the materialised overlay, so that both agree. Any published layer may be laid over a polygon, the parcels
too: that is the way from a plan to the parcels it touches.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import shapely
from psycopg import sql

from sdi.db.connect import Connection, statement
from sdi.db.layers import SCHEMAS
from sdi.db.names import short_name
from sdi.errors import UsageError
from sdi.model import Audience, Layer, Project
from sdi.overlay.drawn import Drawn
from sdi.overlay.pieces import Pieces
from sdi.overlay.rules import Rule
from sdi.overlay.shelf import Features, Shelf
from sdi.overlay.single import Single

REGISTERED = "area_registered_m2"
"""Field of a base layer with the area that its certificate states."""

_SQL = Path(__file__).parent / "sql"
_DECIMALS = 4
_ORDER = {"feature": 0, "single": 0, "multiple": 1, "none": 2, "suppressed": 3, "nearest": 4}
"""Kinds as they stand for each layer; what a feature covers alone follows what it covers."""
_ROWS_AT_ONCE = 5_000


class UnknownLayer(UsageError):
    """The layer is not declared, not published, or not for this audience: one cannot tell which."""


class UnknownFeature(UsageError):
    """No base feature has this id at the current epoch."""


@dataclass(frozen=True)
class Base:
    """What is laid over.

    Attributes:
        id: Of the base feature; None for a drawn polygon.
        geometry: In the provincial CRS.
        area_m2: Planar, in the provincial CRS.
        area_registered_m2: As the certificate states it; None where there is none.
        repaired: What was wrong with a drawn polygon; empty when nothing was.
    """

    id: str | None
    geometry: shapely.Geometry
    area_m2: float
    area_registered_m2: float | None = None
    repaired: str = ""

    @cached_property
    def single(self) -> Single:
        """For the engine."""
        return Single(self.geometry)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as in the collection of overlays, with its geometry if it was asked for."""

    kind: str
    feature_id: str | None = None
    plan_id: str | None = None
    decision_no: str | None = None
    area_m2: float | None = None
    share_pct: float | None = None
    length_m: float | None = None
    count: int | None = None
    distance_m: float | None = None
    geometry: shapely.Geometry | None = None


@dataclass(frozen=True)
class LaidOver:
    """The rows of one layer, kind by kind."""

    layer: Layer
    rows: Sequence[Row]


@dataclass(frozen=True)
class Answer:
    """What lies on the base at an epoch."""

    base: Base
    epoch: int
    layers: Sequence[LaidOver]


@dataclass(frozen=True)
class Key:
    """What tells a row from all others of its time."""

    base: str
    layer: str
    kind: str
    feature_id: str | None


KeepOn = Callable[[], None]

Open = Callable[[], AbstractContextManager[Connection]]
"""Opens a connection of the audience on which all statements see the same moment."""


class Overlays:
    """Answers one audience's questions.

    Args:
        project: The declarations.
        table: The table of overlays whose base layer and rules hold.
        audience: Whose views are read.
        open_snapshot: Opens a connection.
        shelf: Keeps layers between requests; None: nothing is kept.
    """

    def __init__(
        self, project: Project, table: Layer, audience: Audience, open_snapshot: Open, shelf: Shelf | None = None
    ) -> None:
        assert table.overlays_of is not None
        self._project = project
        self._table = table
        self._base_layer = project.layers[table.overlays_of]
        self._schema = SCHEMAS[audience]
        self._audience = audience
        self._open = open_snapshot
        self._shelf = shelf

    def published(self) -> set[str]:
        """Ids of the layers that have a release and that the audience may see."""
        view = sql.Identifier(self._schema, "collections")
        with self._open() as connection:
            rows = connection.execute(sql.SQL("SELECT layer FROM {} WHERE epoch IS NOT NULL").format(view)).fetchall()
        return {row[0] for row in rows}

    def chosen(self, published: Collection[str], names: Sequence[str] | None = None) -> list[Layer]:
        """The layers to lay over the base: those that declare it, or the named ones whatever they declare.

        Raises:
            UnknownLayer: A name is none of the published layers.
        """
        if names is None:
            return [layer for layer in self._project.laid_over(self._base_layer.id) if layer.id in published]
        known = {name: layer for name, layer in self._project.layers.items() if name in published}
        unknown = [name for name in names if name not in known]
        if unknown:
            raise UnknownLayer(
                f"Không có lớp {', '.join(unknown)}.", f"Các lớp chồng được: {', '.join(sorted(known))}."
            )
        return [known[name] for name in dict.fromkeys(names)]

    def of_feature(
        self, identifier: str, layers: Sequence[Layer], *, geometry: bool = False, keep_on: KeepOn = lambda: None
    ) -> Answer:
        """What lies on a base feature.

        Args:
            identifier: Its stable id.
            layers: Of :meth:`chosen`.
            geometry: Cut out the rows' geometries.
            keep_on: Called before each layer; whoever waits may raise in it.

        Raises:
            UnknownFeature: There is none with this id.
        """
        with self._open() as connection:
            epoch, base = self._base(connection, identifier)
            return self._answer(connection, base, epoch, layers, geometry, keep_on)

    def kept(self, identifier: str, layers: Sequence[Layer]) -> Answer:
        """What :meth:`of_feature` says, read from the materialised table: the same, several times faster.

        Args:
            identifier: As for :meth:`of_feature`.
            layers: Of those that declare to be laid over the base layer.
        """
        query = _kept_query(self._schema, self._table.id, self._table.base_id)
        found: dict[str, list[Row]] = {layer.id: [] for layer in layers}
        with self._open() as connection, _prepared(connection):
            epoch, base = self._base(connection, identifier)
            values = {"id": identifier, "epoch": epoch}
            for layer, *columns in connection.cursor(binary=True).execute(query, values, prepare=True):
                if layer in found:
                    found[layer].append(Row(*columns))
        for rows in found.values():
            rows.sort(key=lambda row: _ORDER[row.kind])
        return Answer(base, epoch, [LaidOver(layer, found[layer.id]) for layer in layers])

    def of_polygon(
        self, drawn: Drawn, layers: Sequence[Layer], *, geometry: bool = False, keep_on: KeepOn = lambda: None
    ) -> Answer:
        """What lies on a drawn polygon; arguments as for :meth:`of_feature`."""
        base = Base(None, drawn.geometry, float(drawn.geometry.area), repaired=drawn.repaired)
        with self._open() as connection:
            return self._answer(connection, base, self._epoch(connection), layers, geometry, keep_on)

    def cut(self, connection: Connection, keys: Sequence[Key]) -> list[shapely.Geometry | None]:
        """The geometries of rows of the materialised table, in the order of ``keys``.

        Args:
            connection: The snapshot in which the rows were read.
            keys: Of the rows.
        """
        wanted: dict[str, set[str]] = {}
        for key in keys:
            wanted.setdefault(key.base, set()).add(key.layer)
        made: dict[Key, shapely.Geometry | None] = {}
        for identifier, layers in wanted.items():
            epoch, base = self._base(connection, identifier)
            for name in layers:
                found = self._lay(connection, base, epoch, self._project.layers[name], True)
                made |= {Key(identifier, name, row.kind, row.feature_id): row.geometry for row in found.rows}
        return [made.get(key) for key in keys]

    # --- read -----------------------------------------------------------------------------------------------

    def _epoch(self, connection: Connection) -> int:
        row = connection.execute(
            sql.SQL("SELECT epoch FROM {}").format(sql.Identifier(self._schema, "epoch"))
        ).fetchone()
        assert row is not None  # the pointer is one row, always
        return int(row[0])

    def _base(self, connection: Connection, identifier: str) -> tuple[int, Base]:
        layer = self._base_layer
        query = _base_query(self._schema, layer.id, REGISTERED in layer.fields_for(self._audience))
        values = {"id": identifier.replace("\0", "")}
        found = connection.cursor(binary=True).execute(query, values, prepare=True).fetchone()
        if found is None or found[1] is None:
            raise UnknownFeature(f"{layer.title.vi}: không có đối tượng '{identifier}' trong dữ liệu đang công bố.")
        epoch, wkb, area = found
        shape = shapely.from_wkb(wkb)
        return int(epoch), Base(identifier, shape, float(shape.area), area)

    def _features(self, connection: Connection, base: Base, epoch: int, layer: Layer, rule: Rule) -> Features:
        """The whole layer from the shelf, or what is near the base from the database."""
        if self._shelf is not None:
            kept = self._shelf.take(layer.id, epoch, lambda: self._whole(layer, epoch, self._shelf))
            if kept is not None:
                return kept
        query = self._query("request_near", layer)
        values = {
            "epoch": epoch,
            "box": shapely.to_wkb(shapely.envelope(base.geometry)),
            "srid": self._project.province.crs,
            "reach": rule.nearest_m or 0.0,
        }
        return Features.of(connection.cursor(binary=True).execute(query, values).fetchall())

    def _whole(self, layer: Layer, epoch: int, shelf: Shelf | None) -> Features | None:
        """All features of a layer; None as soon as they are more than the shelf holds."""
        found, size = [], 0
        with self._open() as connection, connection.cursor("shelf", binary=True) as cursor:
            cursor.execute(self._query("request_all", layer), {"epoch": epoch})
            while batch := cursor.fetchmany(_ROWS_AT_ONCE):
                found += batch
                size += sum(len(row[3]) for row in batch)
                if shelf is None or size > shelf.bytes:
                    return None
        return Features.of(found)

    def _query(self, name: str, layer: Layer) -> sql.Composed:
        columns = (self._column(layer, role) for role in ("plan", "decision"))
        return _layer_query(name, self._schema, layer.id, *columns)

    def _column(self, layer: Layer, role: str) -> str | None:
        fields = layer.fields_for(self._audience).items()
        return next((name for name, field in fields if field.role == role), None)

    def _answer(
        self,
        connection: Connection,
        base: Base,
        epoch: int,
        layers: Sequence[Layer],
        geometry: bool,
        keep_on: KeepOn,
    ) -> Answer:
        found = []
        for layer in layers:
            keep_on()
            found.append(self._lay(connection, base, epoch, layer, geometry))
        return Answer(base, epoch, found)

    # --- compute --------------------------------------------------------------------------------------------

    def _lay(self, connection: Connection, base: Base, epoch: int, layer: Layer, geometry: bool) -> LaidOver:
        rule = Rule.of(self._base_layer, layer)
        features = self._features(connection, base, epoch, layer, rule)
        return LaidOver(layer, list(lay(base.single, features, rule, geometry=geometry)))


@contextmanager
def _prepared(connection: Connection) -> Iterator[None]:
    """Planning costs more than reading a few rows by their key; other questions on this connection go without."""
    before, connection.prepare_threshold = connection.prepare_threshold, 0
    try:
        yield
    finally:
        connection.prepare_threshold = before


@lru_cache
def _kept_query(schema: str, table: str, base_id: str) -> sql.Composed:
    return statement("request_kept", _SQL, view=_versions(schema, table), base_id=sql.Identifier(base_id))


@lru_cache
def _base_query(schema: str, layer: str, registered: bool) -> sql.Composed:
    return statement(
        "request_base",
        _SQL,
        epoch=sql.Identifier(schema, "epoch"),
        view=_versions(schema, layer),
        registered=sql.Identifier(REGISTERED) if registered else sql.SQL("NULL"),
    )


@lru_cache
def _layer_query(name: str, schema: str, layer: str, plan: str | None, decision: str | None) -> sql.Composed:
    columns = [sql.Identifier(column) if column else sql.SQL("NULL::text") for column in (plan, decision)]
    return statement(name, _SQL, view=_versions(schema, layer), plan=columns[0], decision=columns[1])


def _versions(schema: str, layer: str) -> sql.Identifier:
    return sql.Identifier(schema, short_name(f"{layer}_versions"))


def lay(base: Single, features: Features, rule: Rule, *, geometry: bool = False) -> Iterator[Row]:
    """The rows of one base polygon, as people see them."""
    pairs = base.pairs(features.prepared, rule)
    found = list(base.rows(features.prepared, pairs, rule))
    pieces = None
    if geometry:
        sliver = pairs.sliver
        pieces = Pieces(base.polygon, features.geoms, pairs.feature[~sliver].tolist(), pairs.feature[sliver].tolist())
    trifle = not any(row.kind == "none" for row in found)
    for row in found:
        at = row.feature
        yield Row(
            row.kind,
            None if at is None else features.ids[at],
            None if at is None else features.plans[at],
            None if at is None else features.decisions[at],
            _rounded(row.area_m2),
            row.share_pct,
            _rounded(row.length_m),
            row.count,
            _rounded(row.distance_m),
            pieces.of(row.kind, at, trifle=trifle) if pieces else None,
        )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DECIMALS)
