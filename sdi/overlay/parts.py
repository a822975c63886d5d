"""Layers as folders of GeoParquet files, each a piece of land: how a country is laid over a country.

A part holds features that lie near one another, in row groups of a few megabytes. Every feature carries its box in
the column ``bbox`` (the covering of GeoParquet 1.1), whose statistics tell which row groups may meet a box, so that
a worker reads what lies on its own part and nothing else. Files of other makers are read too if they have such
boxes; if they are not sorted by place, everything is right and slow.

Beside ``bbox``, a file has ``feature_id`` and a geometry, and may have the other columns of :data:`COLUMNS`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from sdi.errors import UsageError
from sdi.geom.boxes import meet

FEATURES = 50_000
"""Features of a part: a minute of work at most, tens of megabytes of memory."""

_GROUP_FEATURES = 5_000
_GROUP_BYTES = 4 * 1024 * 1024
_SIDES = ("xmin", "ymin", "xmax", "ymax")
_BBOX = pa.struct([(side, pa.float64()) for side in _SIDES])
_EVERYWHERE = (-np.inf, -np.inf, np.inf, np.inf)

COLUMNS = pa.schema(
    {
        "gid": pa.int64(),
        "feature_id": pa.string(),
        "plan_id": pa.string(),
        "decision_no": pa.string(),
        "geometry": pa.large_binary(),
    }
)
"""What is known of a feature; ``gid`` is the order in which features count, ``geometry`` is WKB."""

Box = tuple[float, float, float, float]
"""min x, min y, max x, max y."""


@dataclass(frozen=True)
class Group:
    """A row group of a part, and the box around its features."""

    path: Path
    number: int
    features: int
    box: Box


@dataclass(frozen=True)
class Parts:
    """A layer as a folder of parts.

    Attributes:
        crs: Of all parts, projected, in metres.
        groups: Of every part, in order of names and rows.
    """

    crs: CRS
    groups: Sequence[Group]

    @classmethod
    def of(cls, folder: Path) -> Parts:
        """What a folder holds; only the files' footers are read.

        Raises:
            UsageError: There is no part, one is no GeoParquet or lacks a column, or their CRSs differ or are not in
                metres.
        """
        paths = sorted(folder.glob("*.parquet"))
        if not paths:
            raise UsageError(f"Không có tệp GeoParquet nào trong {folder}.", "Mỗi tệp có đuôi .parquet.")
        systems, groups = [], []
        for path in paths:
            system, found = _footer(path)
            systems.append(system)
            groups += found
        for path, system in zip(paths, systems, strict=True):
            if system != systems[0]:
                raise UsageError(f"{path} có hệ tọa độ {system.name}, khác {systems[0].name} của {paths[0].name}.")
        return cls(systems[0], groups)

    def by_file(self) -> dict[Path, list[Group]]:
        """The row groups of each part."""
        found: dict[Path, list[Group]] = {}
        for group in self.groups:
            found.setdefault(group.path, []).append(group)
        return found

    def near(self, box: Box, reach: float) -> list[Group]:
        """The row groups that may hold a feature within ``reach`` metres of a box."""
        boxes = np.array([group.box for group in self.groups]).reshape(-1, 4)
        return [group for group, meets in zip(self.groups, meet(boxes, box, reach), strict=True) if meets]


def around(boxes: Iterable[Box]) -> Box:
    """The box around boxes."""
    sides = np.array(list(boxes)).reshape(-1, 4)
    west, south = sides[:, :2].min(0, initial=np.inf)
    east, north = sides[:, 2:].max(0, initial=-np.inf)
    return float(west), float(south), float(east), float(north)


def read(path: Path) -> pa.Table:
    """A whole part: ``feature_id`` and ``geometry`` (WKB)."""
    with pq.ParquetFile(path) as file:
        name = _geo(path, file)["primary_column"]
        return file.read(["feature_id", name]).rename_columns(["feature_id", "geometry"])


def read_near(groups: Iterable[Group], box: Box, reach: float) -> pa.Table:
    """The features of row groups that may lie within ``reach`` metres of a box, in the order in which they count.

    Returns:
        Columns ``feature_id``, ``plan_id``, ``decision_no`` and ``geometry`` (WKB).
    """
    tables = [COLUMNS.empty_table()]
    by_path: dict[Path, list[int]] = {}
    for group in groups:
        by_path.setdefault(group.path, []).append(group.number)
    for path, numbers in by_path.items():
        with pq.ParquetFile(path) as file:
            name = _geo(path, file)["primary_column"]
            optional = [column for column in ("gid", "plan_id", "decision_no") if column in file.schema_arrow.names]
            for number in numbers:
                rows = file.read_row_group(number, columns=["feature_id", *optional, name, "bbox"])
                sides = rows["bbox"].combine_chunks().flatten()
                boxes = np.column_stack([side.to_numpy(zero_copy_only=False) for side in sides])
                rows = rows.filter(pa.array(meet(boxes, box, reach)))
                tables.append(_like_columns(rows.rename_columns(["feature_id", *optional, "geometry", "bbox"])))
    return pa.concat_tables(tables).sort_by([("gid", "ascending")]).drop_columns("gid")


def _like_columns(rows: pa.Table) -> pa.Table:
    """:data:`COLUMNS` of rows; those that are missing are null."""
    columns = [
        rows[field.name].cast(field.type) if field.name in rows.column_names else pa.nulls(len(rows), field.type)
        for field in COLUMNS
    ]
    return pa.table(columns, schema=COLUMNS)


# --- footers ------------------------------------------------------------------------------------------------


def _footer(path: Path) -> tuple[CRS, list[Group]]:
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise UsageError(f"{path} không phải tệp Parquet đọc được.") from error
    with file:
        geo = _geo(path, file)
        column = geo["columns"][geo["primary_column"]]
        if column.get("covering", {}).get("bbox", {}).get("xmin") != ["bbox", "xmin"]:
            raise UsageError(
                f"{path} không có cột bbox của GeoParquet 1.1.",
                "Ghi lại bằng: ogr2ogr -lco WRITE_COVERING_BBOX=YES -lco SORT_BY_BBOX=YES (GDAL ≥ 3.9).",
            )
        if "feature_id" not in file.schema_arrow.names:
            raise UsageError(f"{path} thiếu cột feature_id.", "Đặt mã đối tượng vào cột feature_id.")
        return _crs(path, column.get("crs")), list(_groups(path, file.metadata))


def _geo(path: Path, file: pq.ParquetFile) -> dict[str, Any]:
    written = (file.schema_arrow.metadata or {}).get(b"geo")
    if written is None:
        raise UsageError(f"{path} không phải GeoParquet: thiếu siêu dữ liệu 'geo'.")
    geo: dict[str, Any] = json.loads(written)
    if geo["columns"][geo["primary_column"]].get("encoding") != "WKB":
        raise UsageError(f"{path}: chỉ đọc hình học ghi theo WKB.")
    return geo


def _crs(path: Path, written: Any) -> CRS:
    try:
        crs = CRS.from_json_dict(written)
    except (CRSError, TypeError) as error:
        raise UsageError(f"{path} không nói rõ hệ tọa độ.") from error
    if not crs.is_projected or any(axis.unit_name != "metre" for axis in crs.axis_info):
        raise UsageError(
            f"{path} ở hệ tọa độ {crs.name}, không phải hệ phẳng tính bằng mét.", "Chuyển hệ tọa độ trước."
        )
    return crs


def _groups(path: Path, metadata: pq.FileMetaData) -> Iterator[Group]:
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        found = {}
        for at in range(group.num_columns):
            column = group.column(at)
            if column.path_in_schema.startswith("bbox.") and column.is_stats_set and column.statistics.has_min_max:
                side = column.path_in_schema.removeprefix("bbox.")
                found[side] = column.statistics.min if side.endswith("min") else column.statistics.max
        west, south, east, north = (found.get(side, far) for side, far in zip(_SIDES, _EVERYWHERE, strict=True))
        yield Group(path, number, group.num_rows, (west, south, east, north))


# --- write --------------------------------------------------------------------------------------------------


class Writer:
    """Writes features, sorted by place already, into parts, at least one; a context manager.

    Args:
        folder: Made when missing.
        crs: Of the geometries.
        features: Of a part.
    """

    def __init__(self, folder: Path, crs: CRS, features: int = FEATURES) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._features = features
        self._schema = COLUMNS.append(pa.field("bbox", _BBOX)).with_metadata({b"geo": _geo_metadata(crs)})
        self._waiting: list[pa.Table] = []
        self._count = 0
        self._parts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and (self._count or not self._parts):
            self._write_part()

    def write(self, rows: pa.Table) -> None:
        """Add rows that have some of :data:`COLUMNS`; a feature without geometry is left out: it lies on nothing."""
        rows = _like_columns(rows.filter(pc.is_valid(rows["geometry"])))
        while len(rows):
            some = rows.slice(0, self._features - self._count)
            rows = rows.slice(len(some))
            self._waiting.append(some)
            self._count += len(some)
            if self._count == self._features:
                self._write_part()

    def _write_part(self) -> None:
        rows = pa.concat_tables([COLUMNS.empty_table(), *self._waiting]).combine_chunks()
        bounds = shapely.bounds(shapely.from_wkb(rows["geometry"].to_numpy()))
        boxes = pa.StructArray.from_arrays([pa.array(side) for side in bounds.T], fields=list(_BBOX))
        rows = pa.table([*rows.columns, boxes], schema=self._schema)
        path = self._folder / f"part-{self._parts:06}.parquet"
        with pq.ParquetWriter(path, self._schema, compression="zstd", compression_level=1) as file:
            for group in _cuts(rows["geometry"]):
                file.write_table(rows.slice(group.start, group.stop - group.start))
        self._waiting, self._count, self._parts = [], 0, self._parts + 1


def _cuts(geometry: pa.ChunkedArray) -> Iterator[slice]:
    """Row groups: so many features, or so many bytes of geometry."""
    size = pc.binary_length(geometry).to_numpy()
    begin = 0
    while begin < len(size):
        room = int(np.searchsorted(np.cumsum(size[begin : begin + _GROUP_FEATURES]), _GROUP_BYTES, "right"))
        end = begin + max(room, 1)
        yield slice(begin, end)
        begin = end


def _geo_metadata(crs: CRS) -> bytes:
    column = {
        "encoding": "WKB",
        "geometry_types": [],
        "crs": crs.to_json_dict(),
        "covering": {"bbox": {side: ["bbox", side] for side in _SIDES}},
    }
    return json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}).encode()
