"""A whole layer over a whole layer, into one file: ``sdi overlay parcels planning_zones -o result.parquet``.

Both layers lie in sorted parts (:mod:`sdi.overlay.parts`), from the database at one epoch or from folders. Each part
of the base layer is one piece of work: read it, read what lies near it, compute, write a file of rows. Pieces know
nothing of one another, so threads, processes and the machines of a cluster do them alike, and a country takes as
long per parcel as a province does.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from sdi.db.connect import Connection
from sdi.errors import UsageError
from sdi.model import Audience, Layer, Project
from sdi.overlay import outputs, workers
from sdi.overlay.arrays import Geoms
from sdi.overlay.engine import expand, overlay
from sdi.overlay.exporting import current_epoch, export
from sdi.overlay.parts import Box, Group, Parts, around, read, read_near
from sdi.overlay.rules import Rule
from sdi.progress import Quiet

_DECIMALS = 7
_AREA = 2

Open = Callable[[], AbstractContextManager[Connection]]
"""Opens a connection of the owner; called only if a layer comes from the database."""


@dataclass(frozen=True)
class Source:
    """A declared layer, and where its features are.

    Attributes:
        layer: Its declaration, from which the rules come.
        folder: Of its parts; None: the database.
    """

    layer: Layer
    folder: Path | None = None

    @classmethod
    def of(cls, project: Project, text: str) -> Source:
        """From ``layer`` or ``layer=folder``.

        Raises:
            UsageError: There is no such layer, or no such folder.
        """
        name, _, folder = text.partition("=")
        if name not in project.layers:
            raise UsageError(f"Không có lớp '{name}'.", f"Các lớp: {', '.join(project.layers)}.")
        if folder and not Path(folder).is_dir():
            raise UsageError(f"Không có thư mục {folder}.")
        return cls(project.layers[name], Path(folder).resolve() if folder else None)


@dataclass(frozen=True)
class Done:
    """What a run has made.

    Attributes:
        output: The file.
        features: Base features.
        rows: Rows of the file.
        epoch: Of what came from the database; None if nothing did.
    """

    output: Path
    features: int
    rows: int
    epoch: int | None


@dataclass(frozen=True)
class Piece:
    """One part of the base layer, with all that a worker must know."""

    part: Path
    box: Box
    near: tuple[Group, ...]
    rule: Rule
    layer: str
    base_id: str
    target: Path


def run(
    project: Project,
    base: Source,
    layer: Source,
    output: Path,
    shown: Quiet,
    open_database: Open,
    *,
    audience: Audience = Audience.PUBLIC,
    processes: int | None = None,
    scheduler: str | None = None,
) -> Done:
    """Lay a layer over a base layer and write the rows, in the form of the collection of overlays, into a file.

    The rows are the same wherever and in whatever order the pieces are done. The file appears when it is whole.

    Args:
        project: The declarations.
        base: A layer of areas.
        layer: What is laid over it, whatever it declares.
        output: ``.parquet``, ``.gpkg`` or ``.csv``; its folder also holds the work files meanwhile, and must be
            seen by all workers.
        shown: Told how far it is.
        open_database: Used for layers without a folder.
        audience: Whose features count.
        processes: How many processes of this machine; None: threads of this one, on all cores.
        scheduler: Address of a Dask cluster's scheduler, ``tcp://…``.

    Raises:
        UsageError: The base layer has no areas, the CRSs differ, or the form of the output is unknown.
    """
    if base.layer.dimension != _AREA:
        raise UsageError(f"Lớp nền '{base.layer.id}' không phải lớp vùng.", "Đặt lớp vùng trước, lớp chồng lên sau.")
    output = output.resolve()
    write = outputs.writer_of(output)
    with _work_folder(output) as folder:
        (parts, over), epoch = _read(project, (base, layer), audience, open_database, folder, shown)
        if parts.crs != over.crs:
            raise UsageError(f"Hai lớp khác hệ tọa độ: {parts.crs.name} và {over.crs.name}.", "Đưa về một hệ trước.")
        pieces = list(_pieces(project, base.layer, layer.layer, parts, over, folder / "rows"))
        features = sum(group.features for group in parts.groups)
        shown.begin(f"Chồng {layer.layer.title.vi}", features)
        if scheduler is not None:
            done = workers.on_cluster(lay, pieces, scheduler)
        elif processes is not None:
            done = workers.in_processes(lay, pieces, processes)
        else:
            done = workers.in_threads(lay, pieces)
        for count in done:
            shown.advance(count)
        rows = write([piece.target for piece in pieces], folder / output.name)
        (folder / output.name).replace(output)
    return Done(output, features, rows, epoch)


def lay(piece: Piece) -> int:
    """Do one piece: write its rows under another name, then rename. Returns the number of base features."""
    base = read(piece.part)
    features = read_near(piece.near, piece.box, piece.rule.nearest_m or 0.0)
    rows = _named(expand(overlay(_geoms(base), _geoms(features), piece.rule)), base, features, piece)
    draft = piece.target.with_name(f"{piece.target.name}.{secrets.token_hex(8)}")
    pq.write_table(rows, draft)
    draft.replace(piece.target)
    return len(base)


def _geoms(rows: pa.Table) -> Geoms:
    found: Geoms = shapely.from_wkb(rows["geometry"].to_numpy())
    return found


def _named(rows: pa.Table, base: pa.Table, features: pa.Table, piece: Piece) -> pa.Table:
    """Positions → ids, plans and decisions; columns as in the collection of overlays."""
    feature = rows["feature"].combine_chunks()
    columns = {
        piece.base_id: base["feature_id"].take(rows["base"].combine_chunks()),
        "layer": pa.repeat(pa.scalar(piece.layer), len(rows)),
        "kind": rows["kind"].cast(pa.string()),
        **{name: features[name].take(feature) for name in ("feature_id", "plan_id", "decision_no")},
        "area_m2": pc.round(rows["area_m2"], _DECIMALS),
        "share_pct": rows["share_pct"],
        "length_m": pc.round(rows["length_m"], _DECIMALS),
        "count": rows["count"],
        "distance_m": pc.round(rows["distance_m"], _DECIMALS),
    }
    return pa.table(columns)


def _pieces(project: Project, base: Layer, layer: Layer, parts: Parts, over: Parts, folder: Path) -> Iterator[Piece]:
    folder.mkdir()
    rule = Rule.of(base, layer)
    tables = (table for table in project.overlays.values() if table.overlays_of == base.id)
    base_id = next((table.base_id for table in tables), "base_id")
    for number, (path, groups) in enumerate(parts.by_file().items()):
        box = around(group.box for group in groups)
        near = tuple(over.near(box, rule.nearest_m or 0.0))
        yield Piece(path, box, near, rule, layer.id, base_id, folder / f"{number:06}.parquet")


def _read(
    project: Project, sources: Sequence[Source], audience: Audience, open_database: Open, folder: Path, shown: Quiet
) -> tuple[list[Parts], int | None]:
    """The layers as parts, and the epoch of what came from the database: one for all."""
    if all(source.folder for source in sources):
        return [Parts.of(source.folder) for source in sources if source.folder], None
    with open_database() as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        epoch = current_epoch(connection, audience)

        def parts(number: int, source: Source) -> Parts:
            place = folder / str(number)
            if source.folder:
                return Parts.of(source.folder)
            return export(connection, source.layer, audience, project.province, epoch, place, shown)

        return [parts(number, source) for number, source in enumerate(sources)], epoch


@contextmanager
def _work_folder(output: Path) -> Iterator[Path]:
    if not output.parent.is_dir():
        raise UsageError(f"Không có thư mục {output.parent}.")
    folder = Path(tempfile.mkdtemp(prefix=f".{output.name}.", dir=output.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
