"""Delivered rasters become sheets: read, judged by the CRS gate, brought to the provincial CRS, kept as COG.

The order: what the file is (:mod:`sdi.raster.source`), its pixels in plain form, where they lie
(:mod:`sdi.ingest.crs_gate`), what of them lies outside the province, the warp, the COG. Nothing of a delivery is
published when one of its files is refused.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import orjson
import shapely
from affine import Affine

from sdi.crs import Range, Reprojector, rank, swap_axes
from sdi.errors import Refused, UsageError
from sdi.ingest.arguments import Progress
from sdi.ingest.crs_gate import Claim, Ground, Placement, describe, judge, outside_share
from sdi.ingest.delivery import Delivery, file_digest
from sdi.ingest.ground import Communes
from sdi.ingest.limits import DEFAULT_LIMITS, Limits
from sdi.ingest.refusals import refused
from sdi.ingest.unpack import JUNK, is_zip, unpack
from sdi.ingest.work_folder import own_folder
from sdi.model import Field, FieldType, Layer, Project
from sdi.model.raster import PIXEL_FIELDS, Raster
from sdi.quality.issues import Issue
from sdi.quality.vietnamese import number, percent
from sdi.raster.cog import RasterShelf, write_cog
from sdi.raster.faults import Unusable
from sdi.raster.placing import companions
from sdi.raster.plain import CELLS, Counted, clip, place, plain
from sdi.raster.source import SUFFIXES, Source, examine
from sdi.raster.warping import Grid, Written, grid_for, outline, warp

FREE_BYTES = 2 * 1024**3
"""Disk that stays free while a raster is worked on."""

CLEARLY_BETTER = 0.25
"""Another CRS that puts so much more of a raster (share of its area) into the communes is the likelier one."""


@dataclass(frozen=True)
class Sheet:
    """A raster that is ready to be published.

    Attributes:
        source_name: Name of the delivered file, relative to the delivery.
        values: Of all published fields of the layer.
        geom: Footprint, a polygon in the provincial CRS.
        counted: Pixels of the delivered file, by what became of them.
        lineage: As ``meta.run.evidence`` keeps it.
        issues: What was noticed.
    """

    source_name: str
    values: dict[str, Any]
    geom: shapely.Polygon
    counted: Counted
    lineage: dict[str, Any]
    issues: list[Issue]

    def digest(self) -> UUID:
        """Of all published values and the footprint."""
        content = orjson.dumps(self.values, option=orjson.OPT_SORT_KEYS, default=str) + self.geom.wkb
        return UUID(bytes=hashlib.sha256(content).digest()[:16])


# --- what was delivered ---------------------------------------------------------------------------------------


@contextmanager
def received(
    sources: Sequence[Path], work: Path, limits: Limits = DEFAULT_LIMITS
) -> Iterator[tuple[Delivery, list[Path]]]:
    """A delivery of rasters, and the files that are rasters; archives are unpacked for as long as the block runs.

    Args:
        sources: Files, folders or ZIPs.
        work: Where every load has a folder of its own.

    Raises:
        Refused: There is no raster among them, or an archive is refused.
        UsageError: A source does not exist.
    """
    with own_folder(work) as folder:
        rasters: list[Path] = []
        for source in sources:
            if not source.exists():
                raise UsageError(f"Không có tệp {source}.", "Kiểm tra đường dẫn.")
            rasters += _rasters(source, folder, limits)
        if not rasters:
            raise refused("FIL-11", f"Không có ảnh hay lưới độ cao nào trong {', '.join(one.name for one in sources)}.")
        every = [*rasters, *{one for raster in rasters for one in companions(raster)}]  # rasters may share a .prj
        files = {one.name: one for one in every}
        if len(files) < len(every):
            raise UsageError("Có hai tệp cùng tên trong lần giao nộp.", "Đổi tên tệp theo tên mảnh.")
        total, size = hashlib.sha256(), 0
        for name in sorted(files):
            size += files[name].stat().st_size
            total.update(f"{name}\0{file_digest(files[name])}\n".encode())
        ordered = {name: files[name] for name in sorted(files)}
        yield Delivery(sources[0].name, total.hexdigest(), size, ordered, rasters[0], work=folder), rasters


def _rasters(source: Path, work: Path, limits: Limits) -> list[Path]:
    """A named file is taken as it is, so that it is told why it is refused; in folders rasters are looked for."""
    if source.is_file():
        if not is_zip(source):
            return [source]
        folder = work / hashlib.sha256(bytes(source)).hexdigest()[:16]
        unpack(source, folder, limits)
        source = folder
    found = (path for path in sorted(source.rglob("*")) if path.suffix.lower() in SUFFIXES)
    return [path for path in found if path.is_file() and not JUNK.search(path.relative_to(source).as_posix())]


# --- a file becomes a sheet -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """What the person said: a CRS, communes, and values of fields (``field`` → text)."""

    crs: str | None
    communes: tuple[str, ...]
    values: Mapping[str, str]


@dataclass(frozen=True)
class Workshop:
    """Makes sheets of the files of one delivery.

    Attributes:
        layer: A raster layer of ``project``.
        told: What the person said.
        communes: Where the CRS gate looks.
        shelf: Where finished files are kept.
        work: A folder for unfinished ones.
    """

    layer: Layer
    project: Project
    told: Told
    communes: Communes
    shelf: RasterShelf
    work: Path
    progress: Progress

    @property
    def raster(self) -> Raster:
        """What is declared of the pixels."""
        assert self.layer.raster is not None
        return self.layer.raster

    def sheet(self, path: Path) -> Sheet:
        """Read a raster and keep it as COG.

        Raises:
            Refused: By a FIL, CRS or RAS rule; nothing of it is kept.
            UsageError: A value that was told does not fit its field, or the disk is full.
        """
        values = read_values(self.layer, self.told.values, path.stem, self.project)
        pixels = self.work / f"{path.name}.plain.tif"
        try:
            source = examine(path, self.raster)
            _require_room(source, self.work)
            self.progress.begin(f"Đọc {path.name}", source.columns * source.rows)
            counted = plain(source, self.raster, pixels, self.progress.advance)
            _require_pixels(path, counted, self.raster)
            ground = ground_of(self.project, self.raster, self.communes, self.told.communes)
            placement, transform, issues = locate(source, counted, self.told, ground, path.name)
            place(pixels, transform, placement.source)
            clip(pixels, _inside(self.project.province.extent, placement.reprojector(ground)), counted)
            grid, sha256, written = self._published(source, pixels, placement, transform, counted, ground)
        except Unusable as fault:
            raise refused(fault.rule, f"{fault.message} Không có gì được phát hành.") from fault
        finally:
            pixels.unlink(missing_ok=True)
        size = self.shelf.path(sha256).stat().st_size
        edge = shapely.Polygon(outline(transform, source.columns, source.rows, placement.reprojector(ground)))
        within = shapely.intersection(edge, shapely.box(*grid.box))
        return Sheet(
            source_name=path.name,
            values=values | _pixel_values(sha256, size, grid, written, path.name, placement, source),
            geom=shapely.simplify(within, 1e-3),  # corners alone, where edges are straight
            counted=counted,
            lineage=_lineage(path, source, placement),
            issues=[*issues, *_noticed(self.layer, path, counted)],
        )

    def _published(
        self, source: Source, pixels: Path, placement: Placement, transform: Affine, counted: Counted, ground: Ground
    ) -> tuple[Grid, str, Written]:
        """Warp placed plain pixels and keep them: grid, digest of the file, and what was written."""
        reproject, box = placement.reprojector(ground), self.project.province.extent
        grid = grid_for(transform, source.columns, source.rows, reproject, self.raster.resolution_m, box)
        if grid is None or not counted.known:
            raise Refused(
                f"Không điểm ảnh nào của {source.path.name} nằm trong phạm vi tỉnh. Không có gì được phát hành.",
                "Hỏi lại bên gửi về hệ tọa độ.", rule="CRS-3",
            )  # fmt: skip
        name, warped, draft = source.path.name, pixels.with_suffix(".warped.tif"), self.shelf.draft()
        try:
            self.progress.begin(f"Đưa {name} về hệ tọa độ tỉnh", grid.columns * grid.rows)
            operation = placement.operation if reproject else None
            written = warp(
                pixels, warped, grid, ground.target, operation, self.raster.resampling, self.progress.advance
            )
            self.progress.note(f"  ghi {name} thành GeoTIFF tối ưu (COG)")
            write_cog(warped, draft, elevation=self.raster.kind == "elevation")
            return grid, self.shelf.keep(draft), written
        finally:
            warped.unlink(missing_ok=True)
            draft.unlink(missing_ok=True)


def ground_of(project: Project, raster: Raster, communes: Communes, codes: Sequence[str]) -> Ground:
    """What the CRS gate knows of where a raster must lie: in the communes, with the margin that is declared."""
    province = project.province
    return Ground(
        target=province.crs,
        extent=Range(*province.extent),
        datum_operation=province.datum_operation,
        candidates=tuple(province.axes),
        max_outside_pct=raster.max_outside_pct,
        reference=communes.union(codes),
        declared=bool(codes),
        place=f"xã {', '.join(codes)}" if codes else "các xã của tỉnh",
    )


def locate(
    source: Source, counted: Counted, told: Told, ground: Ground, name: str
) -> tuple[Placement, Affine, list[Issue]]:
    """Ask the CRS gate about the cells of a raster that have known pixels.

    Returns:
        How coordinates become provincial ones; pixels → coordinates, easting or longitude first; what was noticed.

    Raises:
        Refused: CRS-1, CRS-3 or CRS-4.
    """
    cells = _cells(source, counted)
    verdict = judge(Claim(told.crs, None, source.crs), cells, None, ground, name)
    placement, transform = verdict.placement, source.placed.transform
    if placement.swapped:
        transform = Affine(transform.d, transform.e, transform.f, transform.a, transform.b, transform.c)
    if ground.reference is not None and told.crs is None:
        _refuse_better(cells, placement, ground, name)
    if source.placed.how == "points":
        fit = f"{source.placed.points} điểm khống chế, sai số trung phương {number(source.placed.rms_px, 2)} điểm ảnh"
        reason = f"{name} được nắn theo {fit}."
        return placement, transform, [*verdict.issues, Issue("RAS-4", "changed", reason, source_layer=name)]
    return placement, transform, verdict.issues


def _refuse_better(cells: np.ndarray, placement: Placement, ground: Ground, name: str) -> None:
    """A raster may lie half outside the communes; a wrong label shows by another CRS fitting far better."""
    assert ground.reference is not None
    reproject = placement.reprojector(ground)
    placed = swap_axes(cells) if placement.swapped else cells
    own = 1.0 - outside_share(reproject.geometries(placed) if reproject else placed, ground.reference)
    with np.errstate(invalid="ignore"):  # numbers far outside a projection's reach come back infinite
        best = rank(cells, ground.reference, ground.candidates, ground.target, ground.datum_operation, None)[0]
    if best.epsg != placement.source and best.inside_share > own + CLEARLY_BETTER:
        raise Refused(
            f"{name}: đọc theo {describe(placement.source)} thì {percent(100 * own)} nằm trong {ground.place}, đọc"
            f" theo {describe(best.epsg)} thì {percent(100 * best.inside_share)}. Không có gì được phát hành.",
            "Hỏi lại bên gửi; nếu họ xác nhận, nạp lại với --crs.",
            rule="CRS-3",
        )


def _cells(source: Source, counted: Counted) -> np.ndarray:
    """Cells with known pixels, as polygons in the source's coordinates."""
    rows, columns = np.nonzero(counted.cells)
    u = np.stack([columns, columns + 1, columns + 1, columns], axis=1) * source.columns / CELLS
    v = np.stack([rows, rows, rows + 1, rows + 1], axis=1) * source.rows / CELLS
    t = source.placed.transform
    return np.asarray(
        shapely.polygons(np.stack([t.a * u + t.b * v + t.c, t.d * u + t.e * v + t.f], axis=2)), dtype=object
    )


def _inside(box: tuple[float, float, float, float], reproject: Reprojector | None) -> Any:
    def inside(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        if reproject is not None:
            x, y = reproject.points(x, y)
        return np.asarray((box[0] <= x) & (x <= box[2]) & (box[1] <= y) & (y <= box[3]))

    return inside


def _require_pixels(path: Path, counted: Counted, raster: Raster) -> None:
    if counted.implausible * 100 > raster.max_implausible_pct * counted.read:
        share = percent(100 * counted.implausible / counted.read)
        raise Refused(
            f"{share} điểm ảnh của {path.name} {_beyond(raster)}. Không có gì được phát hành.",
            "Hỏi bên gửi về đơn vị, hệ số và giá trị thay cho “không có dữ liệu”.", rule="RAS-2",
        )  # fmt: skip
    if not counted.known:
        raise Refused(
            f"Tệp {path.name} không có điểm ảnh nào mang giá trị. Không có gì được phát hành.",
            "Đề nghị đơn vị gửi xuất lại.", rule="RAS-1",
        )  # fmt: skip


def _beyond(raster: Raster) -> str:
    """Where implausible values lie; a layer may declare one bound only."""
    if raster.minimum is None:
        return f"lớn hơn {raster.maximum:g}"
    if raster.maximum is None:
        return f"nhỏ hơn {raster.minimum:g}"
    return f"nằm ngoài khoảng {raster.minimum:g} … {raster.maximum:g}"


def _require_room(source: Source, work: Path) -> None:
    each = {"elevation": 4, "gray": 2, "color": 4}[source.kind]
    need = source.columns * source.rows * each * 3
    if shutil.disk_usage(work).free < need + FREE_BYTES:
        raise UsageError(
            f"Đĩa không đủ chỗ để xử lý {source.path.name}: cần {number(need // 2**20)} MB.",
            f"Giải phóng chỗ ở {work}.",
        )


def _noticed(layer: Layer, path: Path, counted: Counted) -> Iterator[Issue]:
    """What was left out of a raster that is published."""
    if counted.outside:
        reason = f"{path.name}: {number(counted.outside)} điểm ảnh nằm ngoài phạm vi tỉnh, không được phát hành."
        yield Issue("RAS-3", "kept", reason, layer=layer.id, source_layer=path.name)
    if counted.implausible:
        share = percent(100 * counted.implausible / counted.read)
        reason = f"{path.name}: {number(counted.implausible)} điểm ảnh ({share}) ngoài khoảng giá trị đã khai."
        yield Issue("RAS-2", "kept", reason, layer=layer.id, source_layer=path.name, severity_override="warning")


# --- its attributes -------------------------------------------------------------------------------------------


def read_values(layer: Layer, told: Mapping[str, str], stem: str, project: Project) -> dict[str, Any]:
    """Declared attributes of a sheet, from texts as they were told; the sheet's name is the file's when not told.

    Raises:
        UsageError: An unknown field, a value that does not fit, or a required one is missing.
    """
    own = {name: field for name, field in layer.published_fields.items() if name not in PIXEL_FIELDS}
    unknown = sorted(told.keys() - own.keys())
    if unknown:
        raise UsageError(f"Lớp '{layer.id}' không có trường {', '.join(unknown)}.", f"Các trường: {', '.join(own)}.")
    assert layer.raster is not None
    given = {layer.raster.sheet: stem} | dict(told)
    values = {name: _value(name, field, given[name], project) if name in given else None for name, field in own.items()}
    missing = [name for name, field in own.items() if (field.required or name in layer.key) and values[name] is None]
    if missing:
        raise UsageError(
            f"Thiếu giá trị của {', '.join(missing)}.", f"Thêm {' '.join(f'--set {name}=…' for name in missing)}."
        )
    return values


def _value(name: str, field: Field, text: str, project: Project) -> Any:
    clean = " ".join(text.split())
    if not clean:
        return None
    try:
        value: Any = clean
        if field.type is FieldType.INTEGER:
            value = int(clean)
        elif field.type is FieldType.NUMBER:
            value = float(clean.replace(",", "."))
        elif field.type is FieldType.DATE:
            value = date.fromisoformat(clean)
        elif field.type is FieldType.BOOLEAN:
            value = {"true": True, "false": False}[clean.lower()]
        elif field.type is FieldType.CODE and clean not in project.codes[field.codes or ""].codes:
            raise KeyError(clean)
    except (ValueError, KeyError):
        raise UsageError(
            f"--set {name}={text}: không đúng kiểu {field.type.value} hoặc không có trong bảng mã."
        ) from None
    low, high = field.minimum, field.maximum
    if isinstance(value, int | float) and ((low is not None and value < low) or (high is not None and value > high)):
        raise UsageError(f"--set {name}={text}: ngoài khoảng {low} … {high}.")
    if isinstance(value, str) and field.max_length and len(value) > field.max_length:
        raise UsageError(f"--set {name}={text}: dài quá {field.max_length} ký tự.")
    return value


def _pixel_values(
    sha256: str, size: int, grid: Grid, written: Written, name: str, placement: Placement, source: Source
) -> dict[str, Any]:
    """Values of :data:`~sdi.model.raster.PIXEL_FIELDS`."""
    heights = source.kind == "elevation"
    return {
        "file": sha256,
        "size_bytes": size,
        "columns": grid.columns,
        "rows": grid.rows,
        "resolution_m": grid.size,
        "known_pct": round(100 * written.known / written.pixels, 3),
        "value_min": written.low if heights else None,
        "value_max": written.high if heights else None,
        "source_name": name,
        "source_crs": f"EPSG:{placement.source}",
        "datum_operation": "+".join(placement.operation.codes) or None,
    }


def _lineage(path: Path, source: Source, placement: Placement) -> dict[str, Any]:
    return {
        "features": 1,
        "file": path.name,
        "format": source.driver,
        "communes": [],
        "crs": {
            "source": placement.source,
            "name": describe(placement.source),
            "file": source.crs,
            "swapped": placement.swapped,
            "operation": asdict(placement.operation),
        },
        "text": {},
    }


def pixels_of(sheets: Iterable[Sheet]) -> list[dict[str, Any]]:
    """The balance of pixels, a file each: read = published + nodata + implausible + outside."""
    return [
        {
            "source_layer": one.source_name, "read": one.counted.read, "published": one.counted.known,
            "nodata": one.counted.nodata, "implausible": one.counted.implausible, "outside": one.counted.outside,
            "columns": one.values["columns"], "rows": one.values["rows"], "resolution_m": one.values["resolution_m"],
            "known_pct": one.values["known_pct"], "sha256": one.values["file"],
        }
        for one in sheets
    ]  # fmt: skip
