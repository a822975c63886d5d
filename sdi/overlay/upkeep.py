"""The materialised overlays follow the publications.

Inside the transaction that publishes an epoch, before the pointer moves: what the epoch changed is computed anew,
rows that no longer hold are closed, new ones are opened. Nothing that stayed the same is touched, so that history,
rollback and ``as-of`` need no second copy, and readers see data and overlays of one epoch.

A row stands once for all audiences for which it is the answer. When it ceases to be for some of them, they part: those
above get a row of their own. Rows that once parted stay apart until what they say changes, since a lower audience's
row, its number and epoch, must not tell what happened above.

What is affected by a change of a layer are the base features near what it opened or closed; by a change of the base
layer, the features it opened or closed. A pair of layers that was never computed, or by other rules, is computed
whole. Rows are compared in full, so computing too much costs time and never a version.
"""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from psycopg import Cursor, sql

from sdi.db.connect import Connection, statement
from sdi.db.copying import copy_batch
from sdi.db.overlays import (
    COLUMNS,
    ENGINE,
    create_overlay_indexes,
    gid_sequence,
    overlay_partition,
    replaced_table,
    reserve_gids,
)
from sdi.model import Audience, Layer, Project
from sdi.overlay.audiences import RUNS, around, by_audience, runs_of, steps_of
from sdi.overlay.current import Features, joined, read
from sdi.overlay.engine import Prepared
from sdi.overlay.portions import Portion, portions
from sdi.overlay.rules import Rule

CHUNK = 20_000
"""Base features in work at a time."""

WORKERS = 2
"""Chunks in work at a time; the kernels run without the interpreter's lock."""

NEAR_SHARE = 0.2
"""From this share of the base layer on, reading all features of the other layer beats looking for the near ones."""

_SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True)
class Upkeep:
    """What became of a table of overlays: rows that people see, opened and closed."""

    table: Layer
    opened: int
    closed: int


def follow(connection: Connection, project: Project, epoch: int, changed: Collection[str]) -> list[Upkeep]:
    """Bring all tables of overlays to an epoch whose features are written and whose pointer has not moved yet.

    Args:
        connection: in the transaction that publishes, under the lock on ``meta.epoch``.
        epoch: the new epoch.
        changed: layers that it changes.
    """
    return [_Table(connection, project, table, epoch).follow(changed) for table in project.overlays.values()]


def is_current(connection: Connection, project: Project, epoch: int) -> bool:
    """Whether every pair that is declared and published has been computed by the declared rules."""
    return not any(_Table(connection, project, table, epoch).stale() for table in project.overlays.values())


def rules_of(base: Layer, layer: Layer) -> dict[str, Any]:
    """What of the declarations decides about the rows of a pair."""
    return {
        "engine": ENGINE,
        "rule": asdict(Rule.of(base, layer)),
        "seen": [[it.visibility.value, [rule.model_dump(mode="json") for rule in it.restrict]] for it in (base, layer)],
        "columns": [_column_of(layer, role) for role in ("plan", "decision")],
    }


def _column_of(layer: Layer, role: str) -> str | None:
    """The field that every row carries: one that all who may see the layer may see, because the rows are for them."""
    return layer.field_of(role, layer.visibility)


class _Table:
    """One table of overlays at one epoch."""

    def __init__(self, connection: Connection, project: Project, table: Layer, epoch: int) -> None:
        assert table.overlays_of is not None
        self._connection = connection
        self._project = project
        self._table = table
        self._epoch = epoch
        self._base = project.layers[table.overlays_of]
        self._opened: Counter[int] = Counter()  # by readers, see sdi.overlay.audiences
        self._closed: Counter[int] = Counter()
        self._begun = False

    # --- what is to be done -------------------------------------------------------------------------------

    def stale(self) -> dict[str, dict[str, Any] | None]:
        """Pairs whose rows do not follow the declarations, with the rules that hold now (None: none any more)."""
        wanted: dict[str, dict[str, Any] | None] = dict.fromkeys(name for name, rules in self._known.items() if rules)
        wanted |= {layer.id: rules_of(self._base, layer) for layer in self._published}
        return {name: rules for name, rules in wanted.items() if self._known.get(name) != rules}

    def follow(self, changed: Collection[str]) -> Upkeep:
        """See :func:`follow`."""
        stale = self.stale()
        if not stale and not {self._base.id, *(layer.id for layer in self._published)} & set(changed):
            return Upkeep(self._table, 0, 0)
        settled = [layer for layer in self._published if layer.id not in stale]
        if self._base.id in changed and settled:
            self._partly(settled, self._affect("changed_base"))
        for layer in settled:
            if layer.id in changed:
                reach = Rule.of(self._base, layer).nearest_m or 0.0
                self._partly([layer], self._affect("near_changed", layer, reach=reach))
        self._wholly([self._project.layers[name] for name, rules in stale.items() if rules is not None])
        gone = [name for name, rules in stale.items() if rules is None]
        if gone:
            self._begin()
            self._put(gone, whole=True)
        done = self._record()
        for name, rules in stale.items():
            self._note_rules(name, rules)
        return done

    @cached_property
    def _known(self) -> dict[str, dict[str, Any] | None]:
        """By which rules each pair is computed before this epoch."""
        values = {"base": self._base.id, "epoch": self._epoch}
        return dict(self._connection.execute(statement("state", _SQL), values).fetchall())

    @cached_property
    def _published(self) -> list[Layer]:
        """Layers that are laid over the base and have a release; none as long as the base has none."""
        rows = self._connection.execute(
            "SELECT DISTINCT layer FROM meta.release WHERE NOT withdrawn AND epoch <= %s", (self._epoch,)
        ).fetchall()
        released = {row[0] for row in rows}
        if self._base.id not in released:
            return []
        return [layer for layer in self._project.laid_over(self._base.id) if layer.id in released]

    def _note_rules(self, name: str, rules: dict[str, Any] | None) -> None:
        before = self._known.get(name)
        if before and (rules is None or before["seen"] != rules["seen"]):
            self._hide_history(name)
        self._connection.execute(
            "INSERT INTO meta.overlay (base, layer, epoch, rules) VALUES (%s, %s, %s, %s)",
            (self._base.id, name, self._epoch, json.dumps(rules) if rules else None),
        )

    def _hide_history(self, name: str) -> None:
        """Who may see a layer has changed: closed rows were made for others; only the highest audience keeps them."""
        self._run("hide_history", layer=name, highest=_ORDER[-1])

    # --- do it --------------------------------------------------------------------------------------------

    @property
    def _rows(self) -> sql.Identifier:
        return sql.Identifier("data", self._table.id)

    @property
    def _columns(self) -> list[str]:
        return [self._table.base_id, *(name for name, _ in COLUMNS)]

    def _begin(self) -> None:
        """Nothing is affected, computed or found standing yet: temporary tables are made, or emptied of what was."""
        if self._begun:
            self._connection.execute("TRUNCATE affected, fresh, standing")
        else:
            columns = sql.SQL(", ").join(map(sql.Identifier, self._columns))
            self._connection.execute(statement("temporary", _SQL, table=self._rows, columns=columns))
        self._begun = True

    def _affect(self, name: str, layer: Layer | None = None, *, reach: float = 0.0) -> int:
        """Collect the affected base features, with their geometry if they are still there; how many they are."""
        self._begin()
        query = statement(name, _SQL, base=_data(self._base), **({"layer": _data(layer)} if layer else {}))
        return self._connection.execute(query, {"epoch": self._epoch, "reach": reach}).rowcount

    def _partly(self, layers: Sequence[Layer], affected: int) -> None:
        """Compute the affected base features against some layers, and put the difference in place."""
        if not affected:
            return
        (features,) = self._one(
            "SELECT feature_count FROM meta.release WHERE layer = %s AND epoch <= %s AND NOT withdrawn"
            " ORDER BY epoch DESC LIMIT 1", self._base.id, self._epoch,
        )  # fmt: skip
        share = min(affected / max(features, 1), 1.0)
        self._compute("read_affected", layers, share if share < NEAR_SHARE else 1.0)
        self._put([layer.id for layer in layers], whole=False, many=affected > CHUNK)

    def _wholly(self, layers: Sequence[Layer]) -> None:
        """Compute all base features against some layers; where nothing stands yet, without a comparison."""
        new = [layer for layer in layers if not self._stands(layer)]
        if new:
            self._compute("read_base", new, compared=False)
            create_overlay_indexes(self._connection, self._table)
            self._connection.execute(sql.SQL("ANALYZE {}, {}").format(self._rows, replaced_table(self._table)))
        other = [layer for layer in layers if layer not in new]
        if other:
            self._begin()
            self._compute("read_base", other)
            self._put([layer.id for layer in other], whole=True)

    def _stands(self, layer: Layer) -> bool:
        query = sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE layer = %s AND r1 = 2147483647)").format(self._rows)
        return self._connection.execute(query, (layer.id,)).fetchone() == (True,)

    def _put(self, layers: list[str], *, whole: bool, many: bool = True) -> None:
        if many:  # a few are joined well without, and it takes as long as they do
            self._connection.execute("ANALYZE fresh")
        # As an array: the index finds the few, whatever the planner believes of a table that is new to it.
        affected = sql.SQL("stored.{} = ANY(ARRAY(SELECT feature_id FROM affected))").format(
            sql.Identifier(self._table.base_id)
        )
        self._run("standing", {"affected": sql.SQL("true") if whole else affected}, layers=layers)
        ended = self._run("closed").fetchall()
        for audience in Audience:
            here = [kept for lowest, _, kept, _ in ended if lowest == audience.value]
            partition = {"partition": overlay_partition(self._table, audience)}
            if any(here):
                self._run("part", partition, lowest=audience.value)
            if here:
                self._run("close", partition, lowest=audience.value)
        for _, held, kept, shown in ended:
            self._closed[held & ~kept] += int(shown)
        self._opened.update(dict(self._run("open", {"runs": _RUNS}).fetchall()))

    def _run(self, name: str, more: Mapping[str, sql.Composable] | None = None, **values: object) -> Cursor[Any]:
        """One of the statements that put rows in place."""

        def of(source: str) -> sql.Composed:
            return sql.SQL(", ").join(sql.Identifier(source, column) for column in self._columns)

        parts: dict[str, sql.Composable] = {
            "table": self._rows,
            "replaced": replaced_table(self._table),
            "sequence": gid_sequence(self._table),
            "base_id": sql.Identifier(self._table.base_id),
            "columns": sql.SQL(", ").join(map(sql.Identifier, self._columns)),
            "fresh": of("fresh"),
            "stored": of("stored"),
        }
        bound = {"epoch": self._epoch, "order": _ORDER, **values}
        return self._connection.execute(statement(name, _SQL, **(parts | dict(more or {}))), bound)

    def _compute(self, query: str, layers: Sequence[Layer], share: float = 1.0, *, compared: bool = True) -> None:
        """Lay the layers over the base features that a query reads, and COPY the rows in order.

        Args:
            query: Name of the statement.
            layers: What is laid over.
            share: Of the base layer that it reads; when less than all, only features near those are read.
            compared: The rows go to ``fresh``, to be compared with what stands; else in their place.
        """
        for portion in portions(self._connection, layers, self._epoch, share):
            within = sql.SQL("true") if portion.whole else portion.holds
            base = statement(query, _SQL, base=_data(self._base), within=within)
            self._compute_portion(base, portion, near_affected=share < 1.0, compared=compared)

    def _compute_portion(self, base: sql.Composed, portion: Portion, *, near_affected: bool, compared: bool) -> None:
        near = self._nearby(portion)
        shelf = [(layer, *self._prepared(layer, near, near_affected=near_affected)) for layer in portion.layers]
        waiting: deque[Future[pa.Table]] = deque()
        with ThreadPoolExecutor(WORKERS, thread_name_prefix="overlay") as pool:
            for features in read(self._connection, base, {"epoch": self._epoch}, CHUNK):
                waiting.append(pool.submit(self._lay, features, shelf))
                if len(waiting) > WORKERS:
                    self._copy(waiting.popleft().result(), compared)
            while waiting:
                self._copy(waiting.popleft().result(), compared)

    def _copy(self, rows: pa.Table, compared: bool) -> None:
        if compared:
            _copy_into(self._connection, _FRESH, rows)
            return
        if not len(rows):
            return
        readers = rows["readers"].to_numpy()
        rows = rows.drop_columns(["readers"])
        runs = runs_of(readers)
        # Straight into the partitions: PostgreSQL would look for that of every single row.
        for low, audience in enumerate(Audience):
            here = np.logical_or.reduce([found for (lowest, _), found in runs.items() if lowest == low])
            if not here.any():
                continue
            some = rows if here.all() else rows.filter(pa.array(here))
            first = reserve_gids(self._connection, self._table, len(some))
            gids = np.arange(first, first + len(some))
            some = some.append_column("gid", pa.array(gids)).append_column("audience", _all(audience.value, len(some)))
            some = some.append_column("r0", pa.repeat(pa.scalar(self._epoch, pa.int32()), len(some)))
            _copy_into(self._connection, overlay_partition(self._table, audience), some)
            shown = 1 + np.asarray(pc.is_valid(some["single_m2"]))
            for high in range(low, len(Audience)):
                ends = runs[low, high][here]
                self._opened[RUNS[low, high]] += int(shown[ends].sum())
                if high + 1 < len(Audience) and ends.any():
                    noted = pa.table({"gid": gids[ends], "audience": _all(_ORDER[high + 1], int(ends.sum()))})
                    _copy_into(self._connection, replaced_table(self._table), noted)

    def _lay(self, base: Features, shelf: Sequence[tuple[Layer, Features, Prepared]]) -> pa.Table:
        """All rows of a chunk of base features."""
        tables = []
        for layer, features, prepared in shelf:
            rule = Rule.of(self._base, layer)
            rows = by_audience(base.polygons, base.levels, prepared, features.levels, rule, steps_of(layer))
            tables.append(self._named(rows, layer, base, features))
        return pa.concat_tables(tables)

    def _named(self, rows: pa.Table, layer: Layer, base: Features, features: Features) -> pa.Table:
        """Positions → ids, plans and decisions."""
        feature = rows["feature"].combine_chunks()
        columns = {
            self._table.base_id: base.ids.take(rows["base"].combine_chunks()),
            "layer": pa.repeat(pa.scalar(layer.id), len(rows)),
            "kind": rows["kind"].cast(pa.string()),
            "feature_id": features.ids.take(feature),
            "plan_id": features.plans.take(feature),
            "decision_no": features.decisions.take(feature),
        }
        names = [*self._columns, "readers"]
        return pa.table({name: columns[name] if name in columns else rows[name] for name in names})

    # --- read ---------------------------------------------------------------------------------------------

    def _nearby(self, portion: Portion) -> sql.Composable:
        """SQL condition on ``geom``: a feature may meet base features of the portion; needs a bound ``reach``."""
        if portion.whole:
            return sql.SQL("true")
        query = sql.SQL(
            "SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box) FROM ("
            "SELECT ST_Extent(geom) AS box FROM {} WHERE r0 <= {epoch} AND r1 > {epoch} AND {}) AS strip"
        ).format(_data(self._base), portion.holds, epoch=self._epoch)
        box = self._one(query)
        if box[0] is None:
            return sql.SQL("false")
        corners = sql.SQL(", ").join(map(sql.Literal, (*box, self._project.province.crs)))
        return sql.SQL("geom && ST_Expand(ST_MakeEnvelope({}), %(reach)s)").format(corners)

    def _prepared(self, layer: Layer, near: sql.Composable, *, near_affected: bool) -> tuple[Features, Prepared]:
        """The layer's features, all of them or those near the affected base features, ready for many chunks."""
        parts: dict[str, sql.Composable] = {"layer": _data(layer), "within": near}
        for role in ("plan", "decision"):
            column = _column_of(layer, role)
            parts[role] = sql.Identifier(column) if column else sql.SQL("NULL::text")
        if near_affected:
            parts["base"] = _data(self._base)
        query = statement("read_near" if near_affected else "read_layer", _SQL, **parts)
        values = {"epoch": self._epoch, "reach": Rule.of(self._base, layer).nearest_m or 0.0}
        features = joined(read(self._connection, query, values, CHUNK))
        return replace(features, wkb=[]), Prepared(features.geoms)

    def _one(self, query: str | sql.Composed, *values: object) -> tuple[Any, ...]:
        row = self._connection.execute(query, values).fetchone()
        assert row is not None  # an aggregate without GROUP BY has one row
        return tuple(row)

    # --- record -------------------------------------------------------------------------------------------

    def _record(self) -> Upkeep:
        opened, closed = self._opened.total(), self._closed.total()
        if opened or closed:
            grown = {
                audience: _seen_by(self._opened, position) - _seen_by(self._closed, position)
                for position, audience in enumerate(Audience)
            }
            self._note_release(opened, closed, grown)
        return Upkeep(self._table, opened, closed)

    def _note_release(self, opened: int, closed: int, grown: dict[Audience, int]) -> None:
        """A release of the table, with what each audience sees; extents are the base layer's."""
        before = dict(
            self._connection.execute(
                statement("count_before", _SQL), {"table": self._table.id, "epoch": self._epoch}
            ).fetchall()
        )
        seen, below = {}, 0
        for audience in Audience:  # the column holds what an audience sees beyond the one below it
            seen[audience.value] = int(before.get(audience.value, 0)) + grown[audience] - below
            below = grown[audience]
        self._connection.execute(
            "INSERT INTO meta.release (layer, epoch, added, changed, removed, feature_count)"
            " VALUES (%s, %s, %s, 0, %s, %s)",
            (self._table.id, self._epoch, opened, closed, sum(seen.values())),
        )
        self._connection.execute(
            statement("note_audiences", _SQL),
            {"table": self._table.id, "base": self._base.id, "epoch": self._epoch, "audiences": list(seen),
             "counts": list(seen.values())},
        )  # fmt: skip


_FRESH = sql.Identifier("pg_temp", "fresh")


def _data(layer: Layer) -> sql.Identifier:
    return sql.Identifier("data", layer.id)


def _copy_into(connection: Connection, table: sql.Identifier, rows: pa.Table) -> None:
    for batch in rows.combine_chunks().to_batches():
        copy_batch(connection, table, batch)


def _all(value: str, count: int) -> pa.Array:
    return pa.repeat(pa.scalar(value), count)


def _seen_by(counts: Counter[int], position: int) -> int:
    return sum(count for readers, count in counts.items() if readers >> position & 1)


def _runs() -> sql.Composed:
    """Rows of VALUES: lowest audience of a run, the one above it, the run as readers, and with its neighbours."""
    rows = [
        sql.SQL("({}, {}::text, {}, {})").format(_ORDER[low], (*_ORDER, None)[high + 1], run, around(run))
        for (low, high), run in RUNS.items()
    ]
    return sql.SQL(", ").join(rows)


_ORDER = [audience.value for audience in Audience]
_RUNS = _runs()
