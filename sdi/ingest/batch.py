"""One batch of a source layer → rows of one or several layers, issues, and the balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from sdi.crs import Reprojector
from sdi.db.copying import to_ewkb
from sdi.geom.wkb import Decoded, from_wkb
from sdi.ingest.crs_gate import Ground, Placement, outside_amounts
from sdi.ingest.evidence import Evidence, decode_table
from sdi.ingest.findings import Taken
from sdi.ingest.geometry import Shapes, make_shapes
from sdi.ingest.ground import Communes
from sdi.ingest.identity import digests, feature_ids, made_key
from sdi.ingest.known import Known, Reading, Words, as_column
from sdi.ingest.mapping import Context, LayerMapper, Mapped, missing_values, select_rows
from sdi.ingest.reader import Batch
from sdi.model import Layer, Target
from sdi.quality.issues import Issue, Tally
from sdi.text import match_key

_KINDS = ["Point", "LineString", "LinearRing", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon",
          "GeometryCollection"]  # fmt: skip
"""Names by shapely's type ids."""

_SPOKEN = ["điểm", "đường", "vòng khép kín", "vùng", "cụm điểm", "đường nhiều phần", "vùng nhiều phần",
           "tập hợp hình học"]  # fmt: skip
"""The same for people."""

_NATURAL = {
    0: ["Point", "MultiPoint"],
    1: ["LineString", "MultiLineString"],
    2: ["Polygon", "MultiPolygon"],
}
"""Geometry types of a source that a layer of each dimension takes when the profile does not say."""


@dataclass
class Staged:
    """What one batch becomes: rows by layer, ready for COPY, and what is to be said of it.

    ``carried`` has rows of :mod:`sdi.db.carried` by layer; ``outside``, by layer, the amount outside the declared
    communes and in all (m², m or features); ``decoded`` the number of decoded values by source column.
    """

    first: int
    features: int
    rows: dict[str, pa.RecordBatch] = field(default_factory=dict)
    carried: dict[str, pa.RecordBatch] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    outside: dict[str, tuple[float, float]] = field(default_factory=dict)
    decoded: dict[str, int] = field(default_factory=dict)
    dropped_heights: int = 0


@dataclass(frozen=True)
class TargetPlan:
    """How one layer takes its features out of a source layer; ``scope`` is a field's name, or ``all``."""

    layer: Layer
    target: Target
    mapper: LayerMapper
    scope: str

    def reads(self, columns: Sequence[str]) -> set[str]:
        """Those of the file's columns that matter to this target."""
        mapped = {self.mapper.column_of(name) for name in self.layer.published_fields}
        chosen = {match_key(condition.column) for condition in self.target.select}
        return {name for name in columns if name in mapped or match_key(name) in chosen}

    def wants(self, table: pa.Table, kinds: np.ndarray) -> np.ndarray:
        """Mask of the rows that this target takes; those without geometry too, so that they are reported."""
        natural = [*_NATURAL[self.layer.dimension], "GeometryCollection"]
        ids = [_KINDS.index(name) for name in self.target.geometry or natural]
        return np.isin(kinds, [-1, *ids]) & select_rows(self.target, table)


@dataclass(frozen=True)
class BatchPlan:
    """Everything that a worker needs; the same for all batches of a source layer, safe to share between threads."""

    source_layer: str
    targets: Sequence[TargetPlan]
    evidence: Evidence
    placement: Placement
    ground: Ground
    reprojector: Reprojector | None
    context: Context
    reading: Reading
    known: dict[str, Known]
    """Versions that rows may be the same as, by layer."""
    communes: Communes | None = None
    """Given when a layer derives the commune."""

    def process(self, batch: Batch) -> Staged:
        """Turn a batch into rows; nothing is written here."""
        attributes = batch.attributes
        table = attributes if isinstance(attributes, pa.Table) else pa.Table.from_batches([attributes])
        staged = Staged(batch.first, len(table))
        sources = self.reading.sources(table, batch.geometry)
        new = self._carry(sources, staged)
        if new.any():
            some = pa.array(new)
            self._read(table.filter(some), batch.geometry.filter(some), np.flatnonzero(new), sources[new], staged)
        return staged

    def _carry(self, sources: Words, staged: Staged) -> np.ndarray:
        """Set those rows apart that need not be read; returns the mask of the others, shape (n,)."""
        new = np.ones(len(sources), bool)
        for plan in self.targets:
            known = self.known.get(plan.layer.id)
            if known is None:
                continue
            at = np.where(new, known.find(sources), -1)
            rows = np.flatnonzero(at >= 0)
            if not rows.size:
                continue
            new[rows] = False
            at = at[rows]
            staged.carried[plan.layer.id] = pa.record_batch(
                {
                    "source_layer": _constant(self.source_layer, len(rows)),
                    "feature_no": pa.array(staged.first + rows),
                    "gid": pa.array(known.gid[at]),
                    "r0": pa.array(known.r0[at], pa.int32()),
                }
            )
            amount = float(known.amount[at].sum())
            if self.ground.reference is not None:
                staged.outside[plan.layer.id] = (0.0, amount)
            area, length = (amount if plan.layer.dimension == dimension else 0.0 for dimension in (2, 1))
            for outcome in ("read", "staged"):
                staged.tally.add(
                    self.source_layer,
                    plan.layer.id,
                    outcome,
                    len(rows),
                    area_m2=area,
                    length_m=length,
                )
        return new

    def _read(self, table: pa.Table, geometry: pa.Array, places: np.ndarray, sources: Words, staged: Staged) -> None:
        """Rows that are not carried: decode, map, mend. ``places`` are their positions in the batch."""
        table, staged.decoded, lossy = decode_table(table, self.evidence)
        decoded = from_wkb(geometry.to_numpy(zero_copy_only=False))
        kinds = shapely.get_type_id(decoded.values)
        free = np.ones(len(table), bool)
        for plan in self.targets:
            wanted = free & plan.wants(table, kinds)
            free &= ~wanted
            rows = np.flatnonzero(wanted)
            if rows.size:
                at = {int(row): position for position, row in enumerate(rows)}
                mine = {name: {at[row] for row in bad if row in at} for name, bad in lossy.items()}
                part = Decoded(decoded.values[rows], decoded.ok[rows], decoded.closed[rows])
                mine_only = table if rows.size == len(table) else table.take(pa.array(rows))
                self._take(plan, mine_only, part, places[rows], sources[rows], mine, staged)
        self._count_rest(kinds[free], staged)

    def _take(
        self,
        plan: TargetPlan,
        table: pa.Table,
        decoded: Decoded,
        places: np.ndarray,
        sources: Words,
        lossy: dict[str, set[int]],
        staged: Staged,
    ) -> None:
        shapes = make_shapes(decoded, plan.layer, self.placement.swapped, self.reprojector, self.ground.extent)
        mapped = plan.mapper.map(table, self.context)
        if self.communes is not None:
            _derive_commune(mapped, plan.layer, shapes, self.communes)
        if plan.target.make_key:
            made = plan.target.make_key
            mapped.columns[made.field] = made_key(made, mapped.columns, shapes.values)
        ids, keyless = feature_ids(plan.layer, mapped.columns)
        _derive(mapped, plan.layer, shapes, ids)
        mapped.problems += missing_values(plan.layer, mapped, plan.scope)
        keep = shapes.ok & ~keyless
        for problem in mapped.problems:
            if problem.quarantine:
                keep[problem.rows] = False
        taken = Taken(plan.layer, self.source_layer, staged.first + places, ids, keyless, mapped, shapes)
        staged.issues += [*taken.issues(), *taken.lossy(plan.mapper, lossy, table)]
        staged.dropped_heights += shapes.dropped_heights
        plain = taken.plain() & (shapes.dropped_heights == 0)
        plain[[row for rows in lossy.values() for row in rows]] = False
        if self.ground.reference is not None:
            outside, total = outside_amounts(shapes.values[keep], self.ground.reference)
            before = staged.outside.get(plan.layer.id, (0.0, 0.0))
            staged.outside[plan.layer.id] = (before[0] + float(outside.sum()), before[1] + float(total.sum()))
            plain[np.flatnonzero(keep)[outside > 0.0]] = False
        self._balance(plan.layer, shapes, keep, staged)
        if keep.any():
            staged.rows[plan.layer.id] = self._rows(plan, taken, keep, as_column(sources, plain))

    def _balance(self, layer: Layer, shapes: Shapes, keep: np.ndarray, staged: Staged) -> None:
        area_out = np.where(keep, shapely.area(shapes.values), 0.0)
        length_out = np.where(keep, shapely.length(shapes.values), 0.0) if layer.dimension == 1 else np.zeros(len(keep))
        for outcome, mask, area, length in (
            ("read", np.ones(len(keep), bool), shapes.area_in, shapes.length_in),
            ("staged", keep, area_out, length_out),
            ("quarantined", ~keep, shapes.area_in, shapes.length_in),
        ):
            staged.tally.add(
                self.source_layer, layer.id, outcome, int(mask.sum()),  # type: ignore[arg-type]
                area_m2=float(area[mask].sum()), length_m=float(length[mask].sum()),
            )  # fmt: skip

    def _rows(self, plan: TargetPlan, taken: Taken, keep: np.ndarray, sources: pa.Array) -> pa.RecordBatch:
        chosen = pa.array(np.flatnonzero(keep))
        columns = {name: taken.mapped.columns[name].take(chosen) for name in plan.layer.published_fields}
        geoms = taken.shapes.values[keep]
        return pa.record_batch(
            {
                "source_layer": _constant(self.source_layer, len(geoms)),
                "feature_no": pa.array(taken.numbers[keep]),
                "feature_id": taken.ids.take(chosen),
                "scope": _constant("*", len(geoms)) if plan.scope == "all" else columns[plan.scope].cast(pa.string()),
                "digest": digests(columns, geoms),
                "source_digest": sources.take(chosen),
                **columns,
                "geom": to_ewkb(geoms, self.ground.target, multi=plan.layer.geometry.startswith("Multi")),
            }
        )

    def _count_rest(self, kinds: np.ndarray, staged: Staged) -> None:
        """Features that no layer takes, by their geometry type: counted, never silently gone."""
        for kind in np.unique(kinds):
            name = f"dạng {_SPOKEN[kind]}" if kind >= 0 else "không có hình học"
            count = int((kinds == kind).sum())
            staged.tally.add(self.source_layer, "", "read", count)
            staged.tally.add(
                self.source_layer, "", "out_of_scope", count, reason=f"Cấu hình nguồn không lấy đối tượng {name}"
            )


def _derive(mapped: Mapped, layer: Layer, shapes: Shapes, ids: pa.Array) -> None:
    """Fields that the engine computes; areas and lengths to 0.1 mm² and 0.1 mm."""
    for name, spec in layer.published_fields.items():
        if spec.derive == "area":
            mapped.columns[name] = pa.array(np.round(shapely.area(shapes.values), 4))
        elif spec.derive == "length":
            mapped.columns[name] = pa.array(np.round(shapely.length(shapes.values), 4))
        elif spec.derive == "id":
            mapped.columns[name] = ids


def _derive_commune(mapped: Mapped, layer: Layer, shapes: Shapes, communes: Communes) -> None:
    """The commune that holds the feature, where the delivery does not say it; comes before keys are made."""
    for name, spec in layer.published_fields.items():
        if spec.derive == "commune":
            found = pa.array(communes.holding(shapes.values), pa.string())
            told = mapped.columns.get(name)
            mapped.columns[name] = found if told is None else pc.coalesce(told, found)


def _constant(value: str, length: int) -> pa.Array:
    return pa.repeat(pa.scalar(value), length)
