"""One question, answered at once: what lies on this parcel, or on this drawn polygon.

The answer is computed from the features that the audience's own views show at one epoch, by the same engine and
rules as the materialised overlay, so that both agree. Any published layer may be laid over a polygon, the parcels
too: that is the way from a plan to the parcels it touches.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
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
from sdi.wording import wording

REGISTERED = "area_registered_m2"
"""Field of a base layer with the area that its certificate states."""

_SQL = Path(__file__).parent / "sql"
_DECIMALS = 4
_ORDER = {"feature": 0, "single": 0, "multiple": 1, "none": 2, "suppressed": 3, "nearest": 4}
"""Kinds as they stand for each layer; what a feature covers alone follows what it covers."""
_ROWS_AT_ONCE = 5_000
_AT_ONCE = 50_000
"""Vertices of a polygon and of all that is near it which are laid over one another in some milliseconds."""


class UnknownLayer(UsageError):
    """The layer is not declared, not published, or not for this audience: one cannot tell which."""


class UnknownFeature(UsageError):
    """No base feature has this id at the current epoch."""


@dataclass(frozen=True)
class Base:
    """What is laid over.

    Attributes:
        id: Of the base feature; None for a drawn polygon.
        area_m2: Planar, in the provincial CRS.
        area_registered_m2: As the certificate states it; None where there is none.
        repaired: What was wrong with a drawn polygon; empty when nothing was.
    """

    id: str | None
    area_m2: float
    area_registered_m2: float | None = None
    repaired: str = ""


class Row(NamedTuple):
    """A row as in the collection of overlays, with its geometry if it was asked for."""

    kind: str
    feature_id: str | None = None
    plan_id: str | None = None
    decision_no: str | None = None
    area_m2: float | None = None
    share_pct: float | None = None
    length_m: float | None = None
    count: int | None = None  # type: ignore[assignment]  # of rows nobody asks how often a value occurs
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

Rows = list[tuple[Any, ...]]
"""What a lookup has found of one key: rows of a statement that takes keys and gives for each its rows."""


def look_up(connection: Connection, statement: bytes, key: str) -> Rows:
    """Ask for one key: the statement takes many as ``$1``, and its first column tells of which key a row is."""
    found = psycopg.RawCursor(connection).execute(statement, [[key]], binary=True)
    return [row[1:] for row in found]


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
        self,
        project: Project,
        table: Layer,
        audience: Audience,
        open_snapshot: Open,
        shelf: Shelf | None = None,
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
            return [layer for layer in self._declared if layer.id in published]
        known = {name: layer for name, layer in self._project.layers.items() if name in published}
        unknown = [name for name in names if name not in known]
        if unknown:
            raise UnknownLayer(
                wording("polygons.no_layer", names=", ".join(unknown)),
                wording("polygons.layers", known=", ".join(sorted(known))),
            )
        return [known[name] for name in dict.fromkeys(names)]

    def of_feature(
        self,
        identifier: str,
        layers: Sequence[Layer],
        *,
        geometry: bool = False,
        keep_on: KeepOn = lambda: None,
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
        see = partial(self.feature, identifier)
        return self._answer(self.base_lookup, identifier, see, layers, geometry, keep_on)

    def kept(self, identifier: str, layers: Sequence[Layer], seen: Rows | None = None) -> Answer:
        """What :meth:`of_feature` says, read from the materialised table: the same, several times faster.

        Args:
            identifier: As for :meth:`of_feature`.
            layers: Of those that declare to be laid over the base layer.
            seen: What :attr:`kept_lookup` has found, if somebody has asked already.
        """
        seen = seen or self._look_up(self.kept_lookup, identifier)
        epoch, area, registered = self._exists(identifier, seen)[:3]
        found: dict[str, list[Row]] = {layer.id: [] for layer in layers}
        for row in seen:
            if row[3] in found:
                found[row[3]].append(Row(*row[4:]))
        base = Base(identifier, area, registered)
        return Answer(base, epoch, [LaidOver(layer, sorted(found[layer.id], key=_in_answer)) for layer in layers])

    def of_polygon(
        self, drawn: Drawn, layers: Sequence[Layer], *, geometry: bool = False, keep_on: KeepOn = lambda: None
    ) -> Answer:
        """What lies on a drawn polygon; arguments as for :meth:`of_feature`."""
        return self._answer(self.epoch_lookup, "", partial(self.polygon, drawn), layers, geometry, keep_on)

    def at_once(self, seen: Seen, layers: Sequence[Layer], *, geometry: bool = False) -> Answer | None:
        """What :meth:`of_feature` and :meth:`of_polygon` say, if nothing has to be read and little to be done for it.

        Args:
            seen: What :meth:`feature` or :meth:`polygon` makes of a lookup.
            layers: As for :meth:`of_feature`.
            geometry: As for :meth:`of_feature`.

        Returns:
            None where a layer does not lie on the shelf, or the answer may take more than some milliseconds.
        """
        epoch, _, polygon = seen
        shelved = self._all_shelved(layers, epoch)
        if shelved is None:
            return None
        vertices = int(shapely.get_num_coordinates(polygon.polygon))
        for features in shelved.values():
            vertices += int(features.prepared.vertices[polygon.near(features.prepared)].sum())
        if vertices > _AT_ONCE:
            return None
        return self._laid(seen, layers, lambda layer: shelved[layer.id], geometry)

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
            epoch, _, polygon = self.feature(identifier, look_up(connection, self.base_lookup, key_of(identifier)))
            for name in layers:
                layer = self._project.layers[name]
                features = self._shelved(layer, epoch) or self._near(connection, polygon, epoch, layer)
                rows = lay(polygon, features, Rule.of(self._base_layer, layer), geometry=True)
                made |= {Key(identifier, name, row.kind, row.feature_id): row.geometry for row in rows}
        return [made.get(key) for key in keys]

    # --- read -----------------------------------------------------------------------------------------------

    def _look_up(self, statement: bytes, identifier: str) -> Rows:
        with self._open() as connection:
            return look_up(connection, statement, key_of(identifier))

    @cached_property
    def kept_lookup(self) -> bytes:
        """The statement of :meth:`kept`."""
        view, column = _versions(self._schema, self._table.id), sql.Identifier(self._table.base_id)
        return statement("request_kept", _SQL, **self._base_parts, view=view, base_id=column).as_bytes()

    @cached_property
    def base_lookup(self) -> bytes:
        """The statement of :meth:`of_feature`."""
        return statement("request_base", _SQL, **self._base_parts).as_bytes()

    @cached_property
    def epoch_lookup(self) -> bytes:
        """The statement of :meth:`of_polygon`, for any key."""
        return statement("request_epoch", _SQL, epoch=sql.Identifier(self._schema, "epoch")).as_bytes()

    @cached_property
    def _declared(self) -> list[Layer]:
        """The layers that declare to be laid over the base layer."""
        return list(self._project.laid_over(self._base_layer.id))

    @property
    def _base_parts(self) -> dict[str, sql.Composable]:
        """What a statement needs that finds a base feature and the epoch."""
        registered = REGISTERED in self._base_layer.fields_for(self._audience)  # if the audience may see it
        return {
            "epoch": sql.Identifier(self._schema, "epoch"),
            "base": _versions(self._schema, self._base_layer.id),
            "registered": sql.Identifier(REGISTERED) if registered else sql.SQL("NULL::float8"),
        }

    def feature(self, identifier: str, rows: Rows) -> Seen:
        """A base feature of which :attr:`base_lookup` has found the rows.

        Raises:
            UnknownFeature: There is none with this id.
        """
        epoch, area, registered, wkb = self._exists(identifier, rows)
        return epoch, Base(identifier, area, registered), Single(shapely.from_wkb(wkb))

    def polygon(self, drawn: Drawn, rows: Rows) -> Seen:
        """A drawn polygon, at the epoch that :attr:`epoch_lookup` has found."""
        return rows[0][0], Base(None, float(drawn.geometry.area), repaired=drawn.repaired), Single(drawn.geometry)

    def _exists(self, identifier: str, rows: Rows) -> tuple[Any, ...]:
        """The first of rows that begin with the epoch and the area of the base feature; there is one, always."""
        if rows[0][1] is None:
            title = self._base_layer.title
            raise UnknownFeature(wording("polygons.no_feature", layer=title, identifier=identifier))
        return rows[0]

    def _shelved(self, layer: Layer, epoch: int) -> Features | None:
        """The whole layer, if it lies on the shelf."""
        if self._shelf is None:
            return None
        return self._shelf.take(layer.id, epoch, lambda: self._whole(layer, epoch, self._shelf))

    def _all_shelved(self, layers: Sequence[Layer], epoch: int) -> dict[str, Features] | None:
        """The layers by id, if all of them lie on the shelf; those that do not are fetched for the next request."""
        shelved = {layer.id: found for layer in layers if (found := self._shelved(layer, epoch))}
        return shelved if len(shelved) == len(layers) else None

    def _near(self, connection: Connection, polygon: Single, epoch: int, layer: Layer) -> Features:
        """What of the layer is near the polygon, from the database."""
        values = {
            "epoch": epoch,
            "box": shapely.to_wkb(shapely.envelope(polygon.polygon)),
            "srid": self._project.province.crs,
            "reach": Rule.of(self._base_layer, layer).nearest_m or 0.0,
        }
        query = self._query("request_near", layer)
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
        features = Features.of(found)
        _ = features.prepared.vertices
        if found:  # a first answer makes the indices and loads the kernels that the next ones need
            somewhere = shapely.Point(shapely.get_coordinates(features.geoms)[0]).buffer(1.0)
            deque(lay(Single(somewhere), features, Rule.of(self._base_layer, layer)), maxlen=0)
        return features

    def _query(self, name: str, layer: Layer) -> sql.Composed:
        columns = (layer.field_of(role, self._audience) for role in ("plan", "decision"))
        return _layer_query(name, self._schema, layer.id, *columns)

    # --- compute --------------------------------------------------------------------------------------------

    def _answer(
        self,
        statement: bytes,
        identifier: str,
        see: Callable[[Rows], Seen],
        layers: Sequence[Layer],
        geometry: bool,
        keep_on: KeepOn,
    ) -> Answer:
        """Lay the layers over what ``see`` makes of the rows of a lookup."""
        seen = see(self._look_up(statement, identifier))
        shelved = self._all_shelved(layers, seen[0])
        if shelved is not None:  # nothing to read, so no snapshot to read it in
            return self._laid(seen, layers, lambda layer: shelved[layer.id], geometry, keep_on)
        with self._open() as connection:
            epoch, _, polygon = seen = see(look_up(connection, statement, key_of(identifier)))
            return self._laid(
                seen,
                layers,
                lambda layer: self._shelved(layer, epoch) or self._near(connection, polygon, epoch, layer),
                geometry,
                keep_on,
            )

    def _laid(
        self,
        seen: Seen,
        layers: Sequence[Layer],
        features_of: Callable[[Layer], Features],
        geometry: bool,
        keep_on: KeepOn = lambda: None,
    ) -> Answer:
        epoch, base, polygon = seen
        found = []
        for layer in layers:
            keep_on()
            rows = lay(polygon, features_of(layer), Rule.of(self._base_layer, layer), geometry=geometry)
            found.append(LaidOver(layer, sorted(rows, key=_in_answer)))
        return Answer(base, epoch, found)


def _in_answer(row: Row) -> tuple[int, str]:
    """The place of a row in an answer: the same, whoever has counted the features and in whatever order."""
    return _ORDER[row.kind], row.feature_id or ""


Seen = tuple[int, Base, Single]
"""What is laid over, and the epoch at which it was seen."""


def key_of(identifier: str) -> str:
    """What is looked up for an id that somebody wrote: PostgreSQL's text has no zero byte."""
    return identifier.replace("\0", "")


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
