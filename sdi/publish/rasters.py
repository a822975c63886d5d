"""``sdi load-raster``: rasters from their files to a publication, or to a report that says why not.

The sheets of a raster layer are its features, so a run of this kind is staged, held, compared, published, taken back
and reported like any other (:mod:`sdi.publish.publication`); only reading them is another matter
(:mod:`sdi.ingest.rasters`). Their files lie beside the database, ``<state>/rasters/<2 digits>/<SHA-256>.tif``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import shapely
from psycopg import sql
from psycopg.types.json import Jsonb

from sdi.db.connect import Connection
from sdi.db.names import stage_table
from sdi.db.stage import add_tallies, create_stage, drop_stage, lock_layers, unlogged_to_logged
from sdi.errors import Refused, SdiError, UsageError
from sdi.ingest.arguments import Progress
from sdi.ingest.delivery import Delivery
from sdi.ingest.ground import read_communes
from sdi.ingest.rasters import Sheet, Told, Workshop, pixels_of, received
from sdi.ingest.registry import (
    Run,
    find_run,
    keep_files,
    known_layer,
    new_run,
    register_delivery,
    set_state,
    start_over,
    write_issues,
)  # fmt: skip
from sdi.model import Layer, Project
from sdi.publish.candidate import compare, judge, read_candidates
from sdi.publish.epochs import Change, current_epoch
from sdi.publish.loading import Outcome, forget, locked
from sdi.publish.publication import publish
from sdi.quality.issues import Issue
from sdi.quality.report import build_report
from sdi.raster.cog import RasterShelf

PROFILE = "raster"
"""What stands in ``meta.run`` where other loads name their source profile."""


@dataclass(frozen=True)
class Request:
    """What ``sdi load-raster`` was asked to do."""

    layer: str
    sources: Sequence[Path]
    told: Told = field(default_factory=lambda: Told(None, (), {}))
    dry_run: bool = False
    hold: bool = False
    actor: str = "sdi"

    def arguments(self) -> dict[str, object]:
        """For ``meta.run.arguments``."""
        return {"crs": self.told.crs, "communes": list(self.told.communes), "set": dict(self.told.values)}


def load(connection: Connection, project: Project, state_dir: Path, request: Request, progress: Progress) -> Outcome:
    """Load rasters into a raster layer.

    A refusal by a gate is an outcome, not an exception: its report is what the officer needs.

    Raises:
        UsageError: The layer is none of rasters, or an argument is wrong.
        Refused: There is no raster among the sources.
    """
    layer = raster_layer(project, request.layer)
    with received(request.sources, state_dir / "work") as (delivery, files), locked(connection, [layer.id], progress):
        delivery_id, arguments = register_delivery(connection, delivery), request.arguments()
        declarations = _digest(project, layer)
        known = None if request.dry_run else find_run(connection, delivery_id, PROFILE, arguments, declarations)
        done = ("published", "unchanged", "held") if request.hold else ("published", "unchanged")
        if known is not None and known.state in done:
            return Outcome(known.id, known.state, current_epoch(connection), [], None, again=True)
        run = known or new_run(connection, delivery_id, PROFILE, arguments, declarations, request.actor)
        if known is not None:  # killed, or held and now to be published: the files are read again
            run = start_over(connection, run, [layer.id])
        if not request.dry_run:
            keep_files(delivery, state_dir / "deliveries")
        shelf = RasterShelf(state_dir)
        try:
            return _Load(connection, project, layer, run, request, delivery, files, shelf, progress).carry_out()
        except SdiError:
            drop_stage(connection, run.id, [layer.id])
            set_state(connection, run.id, "dropped")
            raise
        finally:
            if request.dry_run:
                forget(connection, run, [layer.id], delivery_id)


def raster_layer(project: Project, name: str) -> Layer:
    """The raster layer of that name.

    Raises:
        UsageError: There is none.
    """
    layer = known_layer(project, name)
    if layer.raster is None:
        rasters = ", ".join(one.id for one in project.layers.values() if one.raster) or "chưa khai báo lớp nào"
        raise UsageError(f"Lớp '{name}' không phải lớp raster.", f"Các lớp raster: {rasters}. Lớp khác: 'sdi load'.")
    return layer


@dataclass
class _Load:
    """One run, from files to its end."""

    connection: Connection
    project: Project
    layer: Layer
    run: Run
    request: Request
    delivery: Delivery
    files: Sequence[Path]
    shelf: RasterShelf
    progress: Progress

    def carry_out(self) -> Outcome:
        """Stage, compare, gate, then publish or hold.

        Raises:
            SdiError: A wrong argument or a fault; a refusal is an outcome.
        """
        connection, run, sheets = self.connection, self.run.id, list[Sheet]()
        try:
            sheets += self._sheets()
            self._stage(sheets)
            epoch = current_epoch(connection)
            changes = self._judge(epoch)
            if self.request.dry_run:
                outcome = self._outcome("checked", epoch, changes)
                drop_stage(connection, run, [self.layer.id])
                self._drop_files(sheets)
                return outcome
            if self.request.hold:
                unlogged_to_logged(connection, run, self.layer.id)
                set_state(connection, run, "held")
                return self._outcome("held", epoch, changes)
            self.progress.note("Đang phát hành …")
            publication = publish(connection, self.project, [run], self.request.actor, checked_at=epoch)
        except Refused as refusal:
            self._refuse(refusal)
            self._drop_files(sheets)
            return self._outcome("refused", current_epoch(connection), [], refusal)
        return self._outcome(publication.state, publication.epoch, publication.changes)

    def _outcome(self, state: str, epoch: int, changes: list[Change], refusal: Refused | None = None) -> Outcome:
        report = build_report(self.connection, self.project, self.run.id)
        return Outcome(self.run.id, state, epoch, changes, report, refusal)

    def _sheets(self) -> list[Sheet]:
        communes = read_communes(self.connection, self.project, current_epoch(self.connection))
        assert self.delivery.work is not None
        workshop = Workshop(
            self.layer, self.project, self.request.told, communes, self.shelf, self.delivery.work, self.progress
        )
        sheets: list[Sheet] = []
        try:
            for path in self.files:
                sheets.append(workshop.sheet(path))
            _require_apart(self.layer, sheets)
        except SdiError:
            self._drop_files(sheets)
            raise
        return sheets

    def _stage(self, sheets: Sequence[Sheet]) -> None:
        """Rows, balance, evidence and candidate, all or nothing."""
        connection, run, layer = self.connection, self.run.id, self.layer
        srid = self.project.province.crs
        with connection.transaction():
            create_stage(connection, run, layer, srid)
            for number, sheet in enumerate(sheets):
                self._insert(number, sheet)
            area = {one.source_name: one.geom.area for one in sheets}
            add_tallies(
                connection, run,
                [(name, layer.id, outcome, "", 1, area[name], 0.0) for name in area for outcome in ("read", "staged")],
            )  # fmt: skip
            scopes = [feature_id(layer, one) for one in sheets] if _scope(layer) == "sheet" else None
            connection.execute(
                "INSERT INTO meta.candidate (run_id, layer, scopes) VALUES (%s, %s, %s)", (run, layer.id, scopes)
            )
            evidence = {
                "epoch": current_epoch(connection), "engine": version("sdi"),
                "layers": {one.source_name: one.lineage for one in sheets}, "rasters": pixels_of(sheets),
            }  # fmt: skip
            connection.execute(
                "UPDATE meta.run SET evidence = %s, state = 'checked' WHERE id = %s", (Jsonb(evidence), run)
            )
            write_issues(connection, run, [issue for sheet in sheets for issue in sheet.issues], srid)

    def _insert(self, number: int, sheet: Sheet) -> None:
        layer = self.layer
        scope = feature_id(layer, sheet) if _scope(layer) == "sheet" else "*"
        row = {
            "source_layer": sheet.source_name, "feature_no": number, "feature_id": feature_id(layer, sheet),
            "scope": scope, "digest": sheet.digest(), **sheet.values,
        }  # fmt: skip
        columns = sql.SQL(", ").join(map(sql.Identifier, [*row, "geom"]))
        values = sql.SQL(", ").join([*map(sql.Placeholder, row), sql.SQL("ST_GeomFromWKB(%(geom)s, %(srid)s)")])
        self.connection.execute(
            sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(stage_table(self.run.id, layer.id), columns, values),
            row | {"geom": shapely.to_wkb(sheet.geom), "srid": self.project.province.crs},
        )

    def _judge(self, epoch: int) -> list[Change]:
        candidates = read_candidates(self.connection, self.project, [self.run.id])
        changes = [compare(self.connection, candidate, epoch) for candidate in candidates]
        for candidate, change in zip(candidates, changes, strict=True):
            for issue in judge(self.connection, candidate, change):
                raise Refused(issue.reason, "Không có gì được phát hành. Xem báo cáo.", rule=issue.rule)
        return changes

    def _refuse(self, refusal: Refused) -> None:
        """Write why nothing is published; staged rows go."""
        issue = Issue(refusal.rule, "refused", f"{refusal.message} {refusal.advice}".strip(), layer=self.layer.id)
        with self.connection.transaction():
            write_issues(self.connection, self.run.id, [issue], self.project.province.crs)
            drop_stage(self.connection, self.run.id, [self.layer.id])
            set_state(self.connection, self.run.id, "refused")

    def _drop_files(self, sheets: Sequence[Sheet]) -> None:
        """Files of a delivery that came to nothing are cleared away at once, unless a release has the same.

        A load of another layer may have just the same file and not have staged it yet; then ``sdi prune`` clears.
        """
        others = [one.id for one in self.project.layers.values() if one.raster and one.id != self.layer.id]
        if not lock_layers(self.connection, others, wait=False):
            return
        used = files_in_use(self.connection, self.project)
        for sheet in sheets:
            if sheet.values["file"] not in used:
                self.shelf.path(sheet.values["file"]).unlink(missing_ok=True)


def feature_id(layer: Layer, sheet: Sheet) -> str:
    """The stable id of a sheet."""
    return layer.id_template.format(**sheet.values)


def files_in_use(connection: Connection, project: Project) -> set[str]:
    """Digests of all files that a version of a sheet, or one that waits for publication, names."""
    used: set[str] = set()
    for layer in (one for one in project.layers.values() if one.raster):
        staged = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'stage' AND tablename ~ ('^run_[0-9]+_' || %s || '$')",
            (layer.id,),
        ).fetchall()
        for table in [sql.Identifier("data", layer.id), *(sql.Identifier("stage", name) for (name,) in staged)]:
            rows = connection.execute(sql.SQL("SELECT DISTINCT file FROM {}").format(table)).fetchall()
            used.update(row[0] for row in rows)
    return used


def _scope(layer: Layer) -> str:
    assert layer.raster is not None
    return layer.raster.scope


def _require_apart(layer: Layer, sheets: Sequence[Sheet]) -> None:
    found: dict[str, str] = {}
    for sheet in sheets:
        other = found.setdefault(feature_id(layer, sheet), sheet.source_name)
        if other != sheet.source_name:
            raise UsageError(
                f"Tệp {other} và {sheet.source_name} cùng là mảnh {feature_id(layer, sheet)}.",
                "Nạp riêng từng tệp, mỗi tệp với --set của nó.",
            )


def _digest(project: Project, layer: Layer) -> str:
    """Digest of everything declared that shapes the result."""
    content = {
        "layer": layer.model_dump(mode="json", exclude={"title", "abstract", "style", "tiles"}),
        "province": project.province.model_dump(mode="json", include={"crs", "datum_operation", "extent", "axes"}),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]
