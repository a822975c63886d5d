"""The same town, many times over: layers of millions of features for benchmarks, streamed in constant memory.

Copies of the town are laid to the west and to the south of it. Parcels belong to the first ward; their map
sheets count on from copy to copy, so that keys stay unique. Edges are divided so that a parcel has about
thirteen vertices, the same on both sides of an edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from sdi.text import TextEncoding

from . import planning
from .deliveries import register_rows
from .formats import fresh, legacy
from .ground import MM
from .places import Province
from .town import Town

LAYERS = ("parcels", "administrative_units", "planning_zones")
VERTICES = 13.0  # of an average parcel, its closing one included
BATCH = 65_536  # features held at a time

Floats = NDArray[np.float64]


def write(
    out: Path,
    province: Province,
    town: Town,
    count: int,
    only: tuple[str, ...],
    formats: tuple[str, ...],
    change: float,
) -> dict[str, int]:
    """Write grown layers: ``<layer>.gpkg`` and, for parcels, ``<layer>.shp`` with TCVN3 text and no ``.prj``.

    Args:
        out: Folder.
        province: Codes and CRS.
        town: The town that is repeated.
        count: Exact number of parcels before changes.
        only: Layers wanted, of :data:`LAYERS`.
        formats: ``gpkg``, ``shp``.
        change: Share of parcels to change, renumber or move a vertex of (0 … 1).
    """
    copies = -(-count // len(town.register.table))
    written: dict[str, int] = {}
    if "parcels" in only:
        plain = _Copied.of_parcels(town)
        for suffix, driver in (("gpkg", "GPKG"), ("shp", "ESRI Shapefile")):
            if suffix in formats:
                base = plain if suffix == "gpkg" else _Copied.of_parcels(town, TextEncoding.TCVN3)
                path = out / f"parcels.{suffix}"
                _write(path, driver, base, town, copies, count, change)
                written[path.name] = count
    if "planning_zones" in only:
        zones = _Copied.of_zones(town)
        _write(out / "planning_zones.gpkg", "GPKG", zones, town, copies, copies * len(zones.table), 0.0)
        written["planning_zones.gpkg"] = copies * len(zones.table)
    if "administrative_units" in only:
        units = _extent(province, town, copies)
        pyogrio.write_dataframe(units, fresh(out / "administrative_units.gpkg"), driver="GPKG", layer="dia_gioi_xa")
        written["administrative_units.gpkg"] = len(units)
    return written


def offsets(town: Town, copies: int) -> Floats:
    """Shift of each copy, metres east and north; shape (copies, 2)."""
    west, south, east, north = town.ground.outline().bounds
    columns = int(np.ceil(np.sqrt(copies)))
    k = np.arange(copies)
    return np.column_stack([-(k % columns) * np.ceil(east - west + 40), -(k // columns) * np.ceil(north - south + 40)])


class _Copied:
    """A table of polygons, and the integer column that counts on from copy to copy by ``step``."""

    def __init__(self, table: pa.Table, shapes: NDArray[np.object_], counter: str, step: int) -> None:
        self.table, self.counter, self.step = table, counter, step
        self.kind, self.points, parts = shapely.to_ragged_array(shapes)
        self.rings, self.polygons = parts[0], parts[1]

    @classmethod
    def of_parcels(cls, town: Town, encoding: TextEncoding | None = None) -> _Copied:
        book = town.register.table.copy()
        first = town.plan.wards[0].code
        most = int(book.loc[book["ward"] == first, "sheet"].max())
        book.loc[book["ward"] != first, "sheet"] += most
        book["ward"] = first
        rows = register_rows(book, town)
        if encoding is not None:
            rows = legacy(rows, encoding)
        shapes = densify(rows.geometry.to_numpy(), VERTICES)
        table = pa.Table.from_pandas(rows.drop(columns="geometry"), preserve_index=False)
        if encoding is not None:
            table = _as_bytes(table)
        return cls(table, shapes, "SHBANDO", int(book["sheet"].max()))

    @classmethod
    def of_zones(cls, town: Town) -> _Copied:
        ward = town.plan.wards[0].code
        area = shapely.intersection(town.wards[ward], town.ground.outline(), grid_size=MM)
        plan = planning.draw(town, ward, area, "general plan", overlaps=4)
        table = pa.table(
            {
                "plan_id": ["QHC_Mau"] * len(plan.zones),
                "zone_no": [zone.number for zone in plan.zones],
                "function": [zone.function for zone in plan.zones],
                "copy": np.zeros(len(plan.zones), dtype=np.int32),
            }
        )
        return cls(table, np.array([zone.polygon for zone in plan.zones], dtype=object), "copy", 1)

    def batches(self, town: Town, copies: int, count: int, change: float) -> Iterator[pa.RecordBatch]:
        """Record batches of whole copies, cut off at ``count`` features."""
        per_batch = max(1, BATCH // len(self.table))
        shifts = offsets(town, copies)
        index = self.table.column_names.index(self.counter)
        numbers = np.asarray(self.table.column(self.counter))
        left = count
        for start in range(0, copies, per_batch):
            some = range(start, min(copies, start + per_batch))
            table = pa.concat_tables([self.table] * len(some))
            counters = np.concatenate([numbers + k * self.step for k in some]).astype(np.int32)
            table = table.set_column(index, self.counter, pa.array(counters))
            points = np.concatenate([self.points + shifts[k] for k in some])
            if change:
                table, points = self._changed(table, points, len(some), change, [town.plan.seed, 9, start])
            shapes = shapely.from_ragged_array(self.kind, points, self._parts(len(some)))
            table = table.append_column(_geometry_field(town.crs), pa.array(shapely.to_wkb(shapes, flavor="iso")))
            yield from table.slice(0, left).combine_chunks().to_batches()
            left -= min(left, len(table))

    def _parts(self, times: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        def repeated(parts: NDArray[np.int64]) -> NDArray[np.int64]:
            steps = np.tile(np.diff(parts), times)
            return np.concatenate([[0], np.cumsum(steps)]).astype(np.int64)

        return repeated(self.rings), repeated(self.polygons)

    def _changed(
        self, table: pa.Table, points: Floats, times: int, share: float, seed: list[int]
    ) -> tuple[pa.Table, Floats]:
        """A second edition: of the chosen, 60 % other land type, 30 % a moved vertex, 10 % a new number."""
        rng = np.random.default_rng(seed)
        dice = rng.random(len(table))
        land, moved = dice < 0.6 * share, (dice >= 0.6 * share) & (dice < 0.9 * share)
        renumbered = (dice >= 0.9 * share) & (dice < share)
        use = np.asarray(table.column("KHLOAIDAT")).astype(object)
        use[land] = np.where(use[land] == "CLN", "HNK", "CLN")
        number = np.asarray(table.column("SHTHUA")).astype(np.int32)
        number[renumbered] += 5_000  # the old number is gone, a new one appears
        for name, values in (("KHLOAIDAT", pa.array(use, pa.string())), ("SHTHUA", pa.array(number))):
            table = table.set_column(table.column_names.index(name), name, values)
        # the second vertex goes two centimetres towards the next, which keeps the ring simple
        ring_start = self._parts(times)[0][self._parts(times)[1][:-1]]
        at = ring_start[moved] + 1
        points[at] += (
            0.02 * (points[at + 1] - points[at]) / np.maximum(np.hypot(*(points[at + 1] - points[at]).T)[:, None], 0.05)
        )
        return table, points


def densify(shapes: NDArray[np.object_], mean: float) -> NDArray[np.object_]:
    """Divide edges until polygons have ``mean`` vertices on average; both sides of an edge get the same."""
    low, high = 0.5, 200.0
    for _ in range(24):
        step = (low + high) / 2
        low, high = (step, high) if _pieces(shapes, step)[1] > mean else (low, step)
    pieces, _ = _pieces(shapes, high)
    points, ring_of = shapely.get_coordinates(shapely.get_exterior_ring(shapes), return_index=True)
    here, there = points[:-1], points[1:]
    inside = ring_of[:-1] == ring_of[1:]
    repeat = np.where(inside, pieces, 1)
    edge = np.repeat(np.arange(len(here)), repeat)
    step_no = np.arange(len(edge)) - np.repeat(np.cumsum(repeat) - repeat, repeat)
    # from the same end whichever way the edge runs, so that rounding is the same for both neighbours
    swap = (here[:, 0] > there[:, 0]) | ((here[:, 0] == there[:, 0]) & (here[:, 1] > there[:, 1]))
    first, last = np.where(swap[:, None], there, here), np.where(swap[:, None], here, there)
    share = (np.where(swap[edge], repeat[edge] - step_no, step_no) / repeat[edge])[:, None]
    dense = np.where((step_no == 0)[:, None], here[edge], (first[edge] + share * (last[edge] - first[edge])).round(3))
    dense, rings = np.vstack([dense, points[-1:]]), np.append(ring_of[:-1][edge], ring_of[-1])
    return np.asarray(shapely.polygons(shapely.linearrings(dense, indices=rings)))


def _pieces(shapes: NDArray[np.object_], step: float) -> tuple[NDArray[np.int64], float]:
    points, ring_of = shapely.get_coordinates(shapely.get_exterior_ring(shapes), return_index=True)
    edge = np.diff(points, axis=0)
    pieces = np.maximum(1, np.ceil(np.hypot(edge[:, 0], edge[:, 1]).round(6) / step)).astype(np.int64)
    inside = ring_of[:-1] == ring_of[1:]
    return pieces, float((pieces[inside].sum() + len(shapes)) / len(shapes))


def _as_bytes(table: pa.Table) -> pa.Table:
    """Text of one character per byte as those bytes: what Arrow hands over, GDAL writes as it is."""
    for i, field in enumerate(table.schema):
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            raw = [None if v is None else v.encode("latin-1") for v in table.column(i).to_pylist()]
            table = table.set_column(i, pa.field(field.name, pa.string()), pa.array(raw, pa.binary()).view(pa.string()))
    return table


def _geometry_field(crs: int) -> pa.Field:
    return pa.field("geometry", pa.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb"})


def _write(path: Path, driver: str, base: _Copied, town: Town, copies: int, count: int, change: float) -> None:
    schema = pa.schema([*base.table.schema.remove_metadata(), _geometry_field(town.crs)])
    schema = schema.set(schema.get_field_index(base.counter), pa.field(base.counter, pa.int32()))
    batches = (pa.RecordBatch.from_arrays(b.columns, schema=schema) for b in base.batches(town, copies, count, change))
    reader = pa.RecordBatchReader.from_batches(schema, batches)
    shape = driver == "ESRI Shapefile"
    options = {"ENCODING": "ISO-8859-1", "RESIZE": "YES", "DBF_DATE_LAST_UPDATE": "2025-10-01"} if shape else {}
    pyogrio.write_arrow(
        reader,
        fresh(path),
        driver=driver,
        layer=path.stem,
        geometry_name="geometry",
        geometry_type="Polygon",
        crs=f"EPSG:{town.crs}",
        **options,
    )
    if shape:
        for suffix in (".cpg", ".prj"):
            path.with_suffix(suffix).unlink(missing_ok=True)


def _extent(province: Province, town: Town, copies: int) -> gpd.GeoDataFrame:
    """One ward that holds all copies."""
    ward = town.plan.wards[0]
    west, south, east, north = town.ground.outline().bounds
    least = offsets(town, copies).min(axis=0)
    box: Polygon = shapely.box(west + least[0] - 300, south + least[1] - 300, east + 300, north + 300)
    return gpd.GeoDataFrame(
        {
            "ma_xa": [ward.code],
            "ten": [ward.name],
            "loai": [ward.kind],
            "ma_tinh": [province.code],
            "dien_tich_km2": [round(box.area / 1e6, 2)],
        },
        geometry=[shapely.multipolygons([box])],
        crs=town.crs,
    )
