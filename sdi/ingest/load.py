"""From a registered delivery to a checked candidate: the order of the intake."""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from psycopg import sql

from sdi.db.carried import Carried, carried_table
from sdi.db.connect import Connection, statement
from sdi.db.copying import copy_batch
from sdi.db.names import stage_table
from sdi.db.stage import add_tallies, create_stage, drop_stage
from sdi.errors import Refused, UsageError
from sdi.faults import passed
from sdi.geom.wkb import from_wkb
from sdi.ingest.arguments import Arguments, Progress
from sdi.ingest.batch import BatchPlan, Staged, TargetPlan
from sdi.ingest.crs_gate import Claim, Ground, Placement, Verdict, describe, judge, refuse_outside
from sdi.ingest.evidence import Evidence, decode_table, refuse_missing, refuse_personal, weigh
from sdi.ingest.ground import Communes, codes_in_names, ground, read_communes, shift_issues
from sdi.ingest.known import Known, Reading, read_known
from sdi.ingest.mapping import Context, LayerMapper
from sdi.ingest.reader import Batch, Source, SourceLayer, sample
from sdi.ingest.registry import declarations_digest, set_state, write_issues
from sdi.model import Layer, Project, SourceProfile
from sdi.quality.checks import check_table
from sdi.quality.issues import Issue
from sdi.raster.cog import RasterShelf

__all__ = ["Arguments", "Intake", "Progress"]

SAMPLE = 20_000
WORKERS = min(max(os.cpu_count() or 2, 2), 8)
"""Batches in work at a time, the one being copied among them: keeps the cores busy and memory flat."""


@dataclass
class Intake:
    """One run of the intake. ``run()`` stages and checks; what it refuses is written before it raises."""

    connection: Connection
    project: Project
    profile: SourceProfile
    arguments: Arguments
    run_id: int
    delivery_name: str
    epoch: int
    shelf: RasterShelf
    progress: Progress
    evidence: dict[str, Any] = field(default_factory=dict)

    @property
    def layers(self) -> list[Layer]:
        """The layers that the profile fills."""
        return [self.project.layers[name] for name in self.profile.targets]

    @property
    def srid(self) -> int:
        """The provincial CRS."""
        return self.project.province.crs

    def run(self, source: Source) -> None:
        """Stage all source layers, check the staged tables, record the candidates.

        Raises:
            Refused: by a gate; the issue is in ``meta.issue`` and staging is dropped.
        """
        try:
            self._stage_all(source)
            self._check_tables()
            passed("checked")
        except Refused as refusal:
            self.refuse(refusal)
            raise

    def refuse(self, refusal: Refused) -> None:
        """Write why nothing is published; reports and examples stay, staged rows go."""
        reason = f"{refusal.message} {refusal.advice}".strip()
        with self.connection.transaction():
            write_issues(self.connection, self.run_id, [Issue(refusal.rule, "refused", reason)], self.srid)
            drop_stage(self.connection, self.run_id, self.profile.targets)
            set_state(self.connection, self.run_id, "refused")

    # -- staging ---------------------------------------------------------------------------------------------

    def _stage_all(self, source: Source) -> None:
        for layer in self.layers:
            create_stage(self.connection, self.run_id, layer, self.srid)
        kept = self._kept_evidence()
        communes = read_communes(self.connection, self.project, self.evidence["epoch"])
        for source_layer in source.layers:
            looked = self._look(source, source_layer, communes, kept)
            if looked is None:
                continue
            plan, verdict, geoms, stated = looked
            self._stage(source, source_layer, plan)
            for out, total in self._outside(source_layer.name):
                refuse_outside(out, total, verdict, geoms, stated, plan.ground)

    def _kept_evidence(self) -> dict[str, Any]:
        """Decisions of an earlier, killed attempt of the same run.

        The epoch at which it began is one of them: later batches are judged by the same communes as the first.
        """
        row = self.connection.execute("SELECT evidence FROM meta.run WHERE id = %s", (self.run_id,)).fetchone()
        began: dict[str, Any] = {"epoch": self.epoch, "engine": version("sdi"), "layers": {}}
        self.evidence = began | ((row[0] if row else None) or {})
        return dict(self.evidence["layers"])

    def _look(
        self, source: Source, source_layer: SourceLayer, communes: Communes, kept: dict[str, Any]
    ) -> tuple[BatchPlan, Verdict, np.ndarray, np.ndarray | None] | None:
        """Look at a sample: encodings, personal columns, missing columns, CRS. ``None`` for an empty layer."""
        name = source_layer.name
        seen = sample(source, name, SAMPLE)
        table = _table(seen)
        if not len(table):
            return None
        known = kept.get(name)
        evidence = Evidence.from_json(known["text"]) if known else weigh(table, self.profile, communes.names)
        decoded, _, _ = decode_table(table, evidence)
        refuse_personal(decoded, self.profile, self.project)
        targets = [self._target(layer, table.column_names, evidence) for layer in self.layers]
        for target in targets:
            refuse_missing(target.mapper, target.layer, name, table.column_names)
        told = self._told_communes(source_layer)
        file = PurePosixPath(source_layer.file).name
        context = Context(file, name, told[0] if len(told) == 1 else None, self.delivery_name)
        codes = told or self._commune_values(targets, decoded, context)
        land = ground(self.project, self.profile, communes, codes)
        geoms = from_wkb(seen.geometry.to_numpy(zero_copy_only=False)).values
        stated = _stated_areas(targets, decoded, context)
        claim = Claim(self.arguments.crs, self.profile.crs.declared, source_layer.crs_wkt, self._trusts(source_layer))
        verdict = judge(claim, geoms, stated, land, name)
        verdict.issues.extend(self._other_operation(land, name))
        if not known:
            self._remember(source_layer, evidence, verdict, codes)
        read = set().union(*(target.reads(table.column_names) for target in targets))
        reading = self._reading(name, sorted(read), evidence.of(read), verdict.placement, codes, context)
        plan = BatchPlan(
            name, targets, evidence.of(read), verdict.placement, land, verdict.placement.reprojector(land), context,
            reading, self._known(targets, decoded, context),
            communes if any(f.derive == "commune" for t in targets for f in t.layer.fields.values()) else None,
        )  # fmt: skip
        return plan, verdict, geoms, stated

    def _reading(
        self, name: str, columns: list[str], evidence: Evidence, placement: Placement, codes: Sequence[str],
        context: Context,
    ) -> Reading:  # fmt: skip
        """Everything that the outcome of a row depends on beside the row itself."""
        used = {m.constant_from for layer in self.layers for m in self.profile.mapping_of(layer.id).values()}
        how = {
            "engine": self.evidence["engine"],
            "declarations": declarations_digest(self.project, self.profile),
            "layer": name,
            "text": evidence.to_json(),
            "crs": [placement.source, placement.swapped, asdict(placement.operation)],
            "communes": [sorted(codes), self._release(self.project.province.reference.communes)],
            "context": {source: context.get(source) for source in sorted(filter(None, used))},
        }
        return Reading(columns, how)

    def _release(self, layer: str) -> int | None:
        """The release of a layer by which this run is judged."""
        row = self.connection.execute(
            "SELECT max(epoch) FROM meta.release WHERE layer = %s AND NOT withdrawn AND epoch <= %s",
            (layer, self.evidence["epoch"]),
        ).fetchone()
        return row[0] if row else None

    def _known(self, targets: Sequence[TargetPlan], decoded: pa.Table, context: Context) -> dict[str, Known]:
        """What is public where the delivery may replace something, by layer."""
        found = {}
        for target in targets:
            if self._release(target.layer.id) is not None:
                carried = Carried(self.connection, self.run_id, target.layer)
                scopes = self._likely_scopes(target, decoded, context)
                found[target.layer.id] = read_known(self.connection, carried.known(self.evidence["epoch"], scopes))
        return found

    def _likely_scopes(self, target: TargetPlan, decoded: pa.Table, context: Context) -> list[str] | None:
        """Scopes that stand in the sample, and those that the last delivery of this kind replaced."""
        if target.scope == "all":
            return None
        values = target.mapper.map(decoded, context).columns.get(target.scope)
        seen = set(pc.unique(values.cast(pa.string())).to_pylist()) if values is not None else set()
        row = self.connection.execute(
            "SELECT scopes FROM meta.candidate JOIN meta.run ON run.id = run_id"
            " WHERE profile = %s AND layer = %s AND state = 'published' ORDER BY run_id DESC LIMIT 1",
            (self.profile.id, target.layer.id),
        ).fetchone()
        return sorted(({*row[0]} if row and row[0] else set()) | (seen - {None}))

    def _other_operation(self, land: Ground, source_layer: str) -> list[Issue]:
        """Rule CRS-5: the profile pins another datum operation than the province."""
        pinned = self.project.province.datum_operation
        if land.datum_operation == pinned:
            return []
        reason = f"Cấu hình nguồn dùng phép chuyển {land.datum_operation} thay cho {pinned} của tỉnh."
        return [Issue("CRS-5", "kept", reason, source_layer=source_layer, before=pinned, after=land.datum_operation)]

    def _trusts(self, source_layer: SourceLayer) -> bool:
        """A standard's silence (GeoJSON without ``crs``) is weaker than the profile's word."""
        if source_layer.crs_origin == "standard" and self.profile.crs.declared:
            return False
        return self.profile.crs.trust_file

    def _target(self, layer: Layer, columns: Sequence[str], evidence: Evidence) -> TargetPlan:
        mapper = LayerMapper(self.project, layer, self.profile.mapping_of(layer.id), columns, evidence.decimals)
        return TargetPlan(layer, self.profile.targets[layer.id], mapper, self.profile.scope)

    def _told_communes(self, source_layer: SourceLayer) -> list[str]:
        """Communes that the delivery says it belongs to: arguments, profile, or the file's name.

        Raises:
            UsageError: the profile wants them told, and they are not.
        """
        profile = self.profile
        told = list(self.arguments.communes or profile.communes)
        if not told and profile.commune_from == "filename":
            told = codes_in_names(self.delivery_name, source_layer.file)
            if not told:
                raise UsageError(
                    f"Không thấy mã xã (5 chữ số) trong tên tệp {source_layer.file} mà cấu hình nguồn '{profile.id}' "
                    "lấy mã xã từ đó.",
                    "Đặt mã xã vào tên tệp, hoặc thêm --commune MÃ_XÃ.",
                )
        if not told and profile.commune_from == "argument":
            raise UsageError(f"Cấu hình nguồn '{profile.id}' cần biết dữ liệu thuộc xã nào.", "Thêm --commune MÃ_XÃ.")
        return told

    def _commune_values(self, targets: Sequence[TargetPlan], decoded: pa.Table, context: Context) -> list[str]:
        """Communes that stand in a field, where the profile says so."""
        field_name = self.project.province.reference.commune_code
        if self.profile.commune_from != "field":
            return []
        found: set[str] = set()
        for target in targets:
            if field_name in target.layer.fields:
                values = target.mapper.map(decoded, context).columns.get(field_name)
                found |= {value for value in (values.to_pylist() if values is not None else []) if value}
        return sorted(found)

    def _remember(self, source_layer: SourceLayer, evidence: Evidence, verdict: Verdict, codes: Sequence[str]) -> None:
        """Keep the decisions with the run: the lineage of the release, and the ground of a resumed run."""
        placement, name = verdict.placement, source_layer.name
        self.evidence["layers"][name] = {
            "features": source_layer.features,
            "file": source_layer.file,
            "format": source_layer.format,
            "communes": list(codes),
            "crs": {
                "source": placement.source,
                "name": describe(placement.source),
                "file": source_layer.crs_wkt,
                "swapped": placement.swapped,
                "operation": asdict(placement.operation),
            },
            "text": evidence.to_json(),
        }
        issues = list(verdict.issues)
        for column, found in evidence.columns.items():
            if found.encoding not in ("ascii", "unicode", "utf-8") and found.samples:
                reason = f"Cột {column}: bảng mã {found.encoding.value}, độ tin cậy {found.score:.0%}"
                issues.append(Issue("TXT-1", "changed", reason, source_layer=name, field=column))
        with self.connection.transaction():
            write_issues(self.connection, self.run_id, issues, self.srid)
            self._save_evidence()

    def _save_evidence(self) -> None:
        self.connection.execute(
            "UPDATE meta.run SET evidence = %s::jsonb WHERE id = %s",
            (json.dumps(_storable(self.evidence)), self.run_id),
        )

    def _stage(self, source: Source, source_layer: SourceLayer, plan: BatchPlan) -> None:
        """Stage the batches that are not staged yet: read, work on all cores, COPY in order."""
        name = source_layer.name
        row = self.connection.execute(
            "SELECT coalesce(max(first + features), 0) FROM meta.batch WHERE run_id = %s AND source_layer = %s",
            (self.run_id, name),
        ).fetchone()
        skip = int(row[0]) if row else 0
        self.progress.begin(name, source_layer.features if source_layer.features >= 0 else None)
        self.progress.advance(skip)
        waiting: deque[Future[Staged]] = deque()
        with ThreadPoolExecutor(WORKERS, thread_name_prefix="batch") as pool:
            try:
                for batch in source.batches(name, skip=skip):
                    waiting.append(pool.submit(plan.process, batch))
                    if len(waiting) >= WORKERS:
                        self._write(name, waiting.popleft().result())
                while waiting:
                    self._write(name, waiting.popleft().result())
            finally:
                for future in waiting:
                    future.cancel()

    def _write(self, source_layer: str, staged: Staged) -> None:
        """One batch, one transaction: rows, issues and balance, or nothing."""
        with self.connection.transaction():
            for layer, rows in staged.rows.items():
                copy_batch(self.connection, stage_table(self.run_id, layer), rows)
            for layer, rows in staged.carried.items():
                copy_batch(self.connection, carried_table(self.run_id, layer), rows)
            passed("copied")
            write_issues(self.connection, self.run_id, staged.issues, self.srid)
            add_tallies(self.connection, self.run_id, [(*key, *row) for key, row in staged.tally.rows.items()])
            self.connection.execute(
                "INSERT INTO meta.batch (run_id, source_layer, first, features, outside, heights)"
                " VALUES (%s, %s, %s, %s, %s::jsonb, %s)",
                (self.run_id, source_layer, staged.first, staged.features, json.dumps(staged.outside),
                 staged.dropped_heights),
            )  # fmt: skip
        passed("staged")
        self.progress.advance(staged.features)

    def _outside(self, source_layer: str) -> list[tuple[float, float]]:
        """Amount outside the declared communes and in all, by layer, over all batches."""
        rows = self.connection.execute(
            "SELECT sum((value ->> 0)::float8), sum((value ->> 1)::float8) FROM meta.batch, jsonb_each(outside)"
            " WHERE run_id = %s AND source_layer = %s GROUP BY key",
            (self.run_id, source_layer),
        ).fetchall()
        return [(out, total) for out, total in rows]

    # -- checks ----------------------------------------------------------------------------------------------

    def _check_tables(self) -> None:
        """Keys, references, topology, candidates: all or nothing, so that a killed run repeats it whole."""
        with self.connection.transaction():
            former = {layer.id: self._settle(layer) for layer in self.layers}
            passed("settled")
            for layer in self.layers:
                self.connection.execute(_SQL_ANALYZE.format(stage_table(self.run_id, layer.id)))
                check_table(self.connection, self.project, self.run_id, layer, self.epoch, self.shelf, former[layer.id])
            names = [layer.id for layer in self.layers]
            shift = shift_issues(self.connection, self.project, self.epoch, names, self._staged_sample())
            write_issues(self.connection, self.run_id, [*self._dropped_heights(), *shift], self.srid)
            set_state(self.connection, self.run_id, "checked")

    def _settle(self, layer: Layer) -> int | None:
        """Quarantine duplicate keys and keys of other scopes; note what the candidate replaces, and what it carries.

        Returns:
            The run whose findings hold for the carried rows; ``None`` when all is to be judged anew.
        """
        carried = Carried(self.connection, self.run_id, layer)
        if self.evidence["epoch"] != self.epoch:
            carried.give_back()
        carries = carried.count() > 0
        if carries:
            carried.settle(self.epoch)
        stage = stage_table(self.run_id, layer.id)
        self._quarantine(layer, statement("quarantine_duplicates", stage=stage), {})
        scopes = self._scopes(layer, carried.scopes(self.epoch) if carries else [])
        former = carried.former(self.epoch, scopes) if carries else None
        self._quarantine_foreign(layer, scopes)
        self.connection.execute(
            "INSERT INTO meta.candidate (run_id, layer, scopes) VALUES (%s, %s, %s)", (self.run_id, layer.id, scopes)
        )
        if carries:
            carried.complete(self.epoch, scopes)
        return former

    def settle_foreign(self) -> None:
        """Rule KEY-3 again, for a candidate that was checked at an earlier epoch; what it carries was public then."""
        self._kept_evidence()
        if self.evidence["epoch"] != self.epoch:
            for layer in self.layers:
                Carried(self.connection, self.run_id, layer).give_back()
        rows = self.connection.execute("SELECT layer, scopes FROM meta.candidate WHERE run_id = %s", (self.run_id,))
        for name, scopes in rows.fetchall():
            with self.connection.transaction():
                self._quarantine_foreign(self.project.layers[name], scopes)

    def _quarantine_foreign(self, layer: Layer, scopes: list[str] | None) -> None:
        if scopes is not None:
            stage = stage_table(self.run_id, layer.id)
            foreign = statement("quarantine_foreign", stage=stage, data=_data(layer))
            self._quarantine(layer, foreign, {"epoch": self.epoch, "scopes": scopes})

    def _dropped_heights(self) -> list[Issue]:
        rows = self.connection.execute(
            "SELECT source_layer, sum(heights) FROM meta.batch WHERE run_id = %s GROUP BY 1 HAVING sum(heights) > 0",
            (self.run_id,),
        ).fetchall()
        reason = "Đã bỏ cao độ (Z) khỏi hình học"
        return [Issue("GEO-9", "changed", reason, source_layer=name, features=count) for name, count in rows]

    def _quarantine(self, layer: Layer, query: Any, values: dict[str, object]) -> None:
        """Run a statement that moves staged rows to the issues, and correct the balance."""
        row = self.connection.execute(
            "SELECT coalesce(max(id), 0) FROM meta.issue WHERE run_id = %s", (self.run_id,)
        ).fetchone()
        before = row[0] if row else 0
        if not self.connection.execute(query, {"run": self.run_id, "layer": layer.id, **values}).rowcount:
            return
        moved = self.connection.execute(
            "SELECT source_layer, count(*), coalesce(sum(ST_Area(geom_before)), 0),"
            " coalesce(sum(ST_Length(geom_before)), 0) FROM meta.issue"
            " WHERE run_id = %s AND id > %s GROUP BY source_layer",
            (self.run_id, before),
        ).fetchall()
        rows: list[tuple[object, ...]] = []
        for source_layer, count, area, length in moved:
            length = length if layer.dimension == 1 else 0.0
            rows.append((source_layer, layer.id, "staged", "", -count, -area, -length))
            rows.append((source_layer, layer.id, "quarantined", "", count, area, length))
        add_tallies(self.connection, self.run_id, rows)

    def _scopes(self, layer: Layer, carried: Sequence[str]) -> list[str] | None:
        """What the delivery replaces, given the scopes of what it carries: ``None`` for the whole layer."""
        if self.profile.scope == "all":
            return None
        rows = self.connection.execute(_SQL_SCOPES.format(stage_table(self.run_id, layer.id))).fetchall()
        return sorted({*carried, *(row[0] for row in rows)})

    def _staged_sample(self) -> np.ndarray:
        for layer in self.layers:
            carried = Carried(self.connection, self.run_id, layer)
            rows = self.connection.execute(carried.sample(SAMPLE // 4)).fetchall()
            if rows:
                return np.asarray(shapely.from_wkb(np.array([row[0] for row in rows], dtype=object)), dtype=object)
        return np.empty(0, dtype=object)


_SQL_ANALYZE = sql.SQL("ANALYZE {}")
_SQL_SCOPES = sql.SQL("SELECT DISTINCT scope FROM {} WHERE scope IS NOT NULL ORDER BY 1")


def _data(layer: Layer) -> sql.Identifier:
    return sql.Identifier("data", layer.id)


def _table(batch: Batch) -> pa.Table:
    attributes = batch.attributes
    return attributes if isinstance(attributes, pa.Table) else pa.Table.from_batches([attributes])


def _storable(value: Any) -> Any:
    """JSON without what PostgreSQL cannot hold: damaged files have NUL and halves of characters in names and codes."""
    match value:
        case str():
            return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
        case dict():
            return {_storable(name): _storable(part) for name, part in value.items()}
        case list() | tuple():
            return [_storable(part) for part in value]
    return value


def _stated_areas(targets: Sequence[TargetPlan], decoded: pa.Table, context: Context) -> np.ndarray | None:
    """Areas as the sender states them: the first declared field in m² that is not computed."""
    for target in targets:
        stated = [n for n, f in target.layer.published_fields.items() if f.unit == "m2" and not f.derive]
        if target.layer.dimension == 2 and stated:
            column = target.mapper.map(decoded, context).columns.get(stated[0])
            if column is not None and column.null_count < len(column):
                return np.asarray(column.to_numpy(zero_copy_only=False), dtype=float)
    return None
