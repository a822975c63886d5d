"""Rows of the overlays: pairs with areas, clipped geometries, the materialised table, against three peers."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pyarrow.parquet as pq
import shapely

from bench import asking
from bench.measure import MIB, BenchError, Measured, Row, number, run
from bench.page import Section
from bench.servers import our_service
from bench.world import ROOT, World, installed

PEAK = 2_000 * MIB
DATABASE = "bench_overlay"
READY = "bench_overlay_ready"
CAMBRIDGE = ROOT.parent / "shared" / "data" / "city_cambridge"
PEERS = ("SedonaDB", "PostGIS", "geopandas")
PACKAGES = ("geopandas", "sedonadb", "pyarrow")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Land:
    """Parcels and zones to be laid over one another; a folder with ``parcels`` and ``zones``."""

    name: str
    folder: Path
    crs: int = 5898

    def file(self, layer: str) -> Path:
        """GeoParquet of one of the two."""
        return self.folder / layer / "part-000000.parquet"


@dataclass(frozen=True)
class Answer:
    """What a side found, and how long it took each time."""

    seconds: Sequence[float]
    pairs: int
    key: int
    area: float
    peak: int = 0

    def agrees(self, other: Answer) -> bool:
        """Same pairs, same total area."""
        same = (self.pairs, self.key) == (other.pairs, other.key)
        return same and abs(self.area - other.area) <= 1e-9 * self.area


def measure(world: World, scale: float, rounds: int, large: int, say: Say) -> list[Row]:
    """All rows of the overlays.

    Args:
        world: Where.
        scale: Of the data: 1.0 is a million parcels.
        rounds: How often sides are measured that take less than a minute; they take turns.
        large: Parcels of the streamed overlay; 0 leaves it out.
        say: Told what goes on.
    """
    sides = _Sides(world, installed(world.folder / "peers", PACKAGES, say), say)
    town, wide = _lands(world, scale, say)
    rows: list[Row] = []
    rows += _pairs(sides, town, {"SedonaDB": 7, "PostGIS": 10, "geopandas": 18}, rounds)
    rows += _clipped(sides, town, 2, rounds)
    rows += _materialised(sides, town)
    small: list[float] = []
    rows += _asked(sides, town, small)
    rows += _best(sides, wide, 150, 80)
    rows += _asked_wide(sides, wide, small)
    if CAMBRIDGE.is_dir():
        rows += _cambridge(sides, world, rounds)
    if large:
        rows.append(_slope(world, large, say))
    return rows


def asked(world: World, scale: float, say: Say) -> list[Row]:
    """The rows over HTTP alone; arguments as for :func:`measure`."""
    sides = _Sides(world, world.folder / "peers", say)
    town, wide = _lands(world, scale, say)
    small: list[float] = []
    sides.load(town)
    sides.materialise()
    rows = _asked(sides, town, small)
    sides.load(wide)
    return rows + _asked_wide(sides, wide, small)


def _lands(world: World, scale: float, say: Say) -> tuple[Land, Land]:
    """A town of small zones, and one of zones with many vertices."""
    edge = scale**0.5
    return (
        _land(world, "thửa × ô 96 đỉnh", round(1000 * edge), round(1000 * edge), round(140 * edge), 96, say),
        _land(world, "thửa × ô 10.000 đỉnh", round(500 * edge), round(400 * edge), round(20 * edge), 10_000, say),
    )


# --- rows ---------------------------------------------------------------------------------------------------


def _pairs(sides: _Sides, land: Land, targets: dict[str, float], rounds: int) -> list[Row]:
    rows = {
        peer: Row(f"cặp và diện tích, {land.name}", peer, most=1 / times, peak_most=PEAK)
        for peer, times in targets.items()
    }
    sides.load(land)
    for turn in range(rounds):
        ours = sides.ours("areas", land, 3)
        for peer, row in rows.items():
            theirs = sides.peer(peer, land, clipped=False)
            row.ours += ours.seconds
            row.theirs += theirs.seconds
            row.peaks.append(ours.peak)
            row.checked = _compare(peer, ours, theirs)
        sides.say(f"lượt {turn + 1}: {land.name}")
    return list(rows.values())


def _clipped(sides: _Sides, land: Land, times: float, rounds: int) -> list[Row]:
    row = Row(f"hình học cắt ra, {land.name}", "", most=1 / times, peak_most=PEAK)
    answers: dict[str, list[float]] = {peer: [] for peer in PEERS}
    for _ in range(rounds):
        ours = sides.ours("clipped", land, 1)
        row.ours += ours.seconds
        row.peaks.append(ours.peak)
        for peer, seconds in answers.items():
            theirs = sides.peer(peer, land, clipped=True)
            seconds += theirs.seconds
            row.checked = _compare(peer, ours, theirs)
    return [_against_best(row, answers)]


def _best(sides: _Sides, land: Land, areas: float, clipped: float) -> list[Row]:
    """Both results against the peers' areas, measured once: writing their geometries too would only add to it."""
    sides.load(land)
    first = Row(f"cặp và diện tích, {land.name}", "", most=1 / areas, peak_most=PEAK)
    second = Row(f"hình học cắt ra, {land.name}", "", most=1 / clipped, peak_most=PEAK)
    answers = {peer: sides.peer(peer, land, clipped=False) for peer in PEERS}
    for row, kind in ((first, "areas"), (second, "clipped")):
        ours = sides.ours(kind, land, 3)
        row.ours, row.peaks = list(ours.seconds), [ours.peak]
        row.checked = [_compare(peer, ours, theirs) for peer, theirs in answers.items()][-1]
    return [_against_best(row, {peer: list(one.seconds) for peer, one in answers.items()}) for row in (first, second)]


def _materialised(sides: _Sides, land: Land) -> list[Row]:
    """From tables of features to the table of overlays, and the same after a thousand parcels have changed."""
    whole = Row("từ bảng PostGIS đến bảng chồng lớp", "CREATE TABLE AS của phép nối", most=1 / 3, peak_most=PEAK)
    theirs = sides.peer("PostGIS", land, clipped=False)
    whole.theirs = list(theirs.seconds)
    ours = sides.materialise()
    whole.ours, whole.peaks = list(ours["seconds"]), [ours["peak"]]
    pairs, slivers, lost, furthest = sides.one("materialised")
    if pairs + slivers != theirs.pairs or lost or furthest > 1e-4:
        raise BenchError(
            f"materialised: {pairs} rows, {slivers} slivers, {lost} lost, {furthest} m²; PostGIS: {theirs}"
        )
    whole.checked = f"{number(pairs)} dòng và {number(slivers)} mảnh vụn, như {number(theirs.pairs)} cặp bên kia"
    changed = Row("1.000 thửa thay đổi", "tính toàn bộ", most=0.01, theirs=whole.ours)
    for _ in range(3):
        changed.ours += sides.child([sys.executable, "-m", "bench.overlay_materialise", "changed"], DATABASE)["seconds"]
    return [whole, changed]


def _asked(sides: _Sides, land: Land, live: list[float]) -> list[Row]:
    """Over HTTP on the materialised town; ``live`` takes the seconds of a thousand live answers."""
    if shutil.which("wrk") is None:
        sides.say("không có wrk (apt install wrk): bỏ qua các dòng HTTP")
        return []
    constant = "hằng số cùng cỡ"
    kept = Row("1.000 lần hỏi một thửa qua HTTP, đã tính sẵn", constant, most=2.0)
    asked = Row("1.000 lần hỏi một thửa qua HTTP, tính ngay", constant, most=5.0)
    drawn = Row("đa giác 5 km², 100 đỉnh, trên mọi thửa", "giới hạn", most=1.0, theirs=[1.0])
    sample = _sample(land)
    with our_service(_settings(sides.world, DATABASE)) as server:
        address = server.address
        for row, inputs in ((kept, [{"parcel": parcel} for parcel, _ in sample]), (asked, _polygons(sample))):
            size = len(asking.ask(address, inputs[0]))
            asking.rate(address, sides.world.folder, inputs)
            for _ in range(2):
                row.ours.append(1000 / asking.rate(address, sides.world.folder, inputs))
                row.theirs.append(1000 / asking.constant(address, sides.world.folder, size))
            row.checked = f"{number(size)} byte"
        live += asked.ours
        circle = _circle(land)
        for _ in range(5):
            begin = time.perf_counter()
            answer = json.loads(asking.ask(address, {"polygon": circle, "crs": _CRS, "layers": ["parcels"]}))
            drawn.ours.append(time.perf_counter() - begin)
        drawn.checked = f"{number(len(str(answer)))} ký tự trả lời"
    return [kept, asked, drawn]


def _asked_wide(sides: _Sides, land: Land, small: list[float]) -> list[Row]:
    if not small:
        return []
    row = Row("1.000 lần hỏi tính ngay, ô 10.000 đỉnh", "ô 96 đỉnh", most=2.0, theirs=small)
    sides.materialise()
    inputs = _polygons(_sample(land))
    with our_service(_settings(sides.world, DATABASE)) as server:
        address = server.address
        asking.ask(address, inputs[0])
        asking.rate(address, sides.world.folder, inputs)
        row.ours += [1000 / asking.rate(address, sides.world.folder, inputs) for _ in range(2)]
    return [row]


_CRS = "http://www.opengis.net/def/crs/EPSG/0/5898"


def _sample(land: Land) -> list[tuple[str, dict[str, Any]]]:
    """A thousand parcels all over the land: id and geometry."""
    rows = pq.read_table(land.file("parcels"), columns=["gid", "geometry"])
    rows = rows.take(np.random.default_rng(7).choice(len(rows), 1_000, replace=False))
    shapes = shapely.from_wkb(rows["geometry"].to_numpy())
    return [
        (f"21025-1-{gid}", json.loads(shapely.to_geojson(shape)))
        for gid, shape in zip(rows["gid"].to_pylist(), shapes, strict=True)
    ]


def _polygons(sample: list[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """The parcels as if somebody had drawn them: such questions are answered live."""
    return [{"polygon": shape, "crs": _CRS} for _, shape in sample]


def _circle(land: Land) -> dict[str, Any]:
    """5 km² with 100 vertices, in the middle of the parcels."""
    corners = np.array([shape["coordinates"][0][0] for _, shape in _sample(land)])
    circle = shapely.Point((corners.min(0) + corners.max(0)) / 2).buffer(math.sqrt(5e6 / math.pi), quad_segs=25)
    content: dict[str, Any] = json.loads(shapely.to_geojson(circle))
    return content


def _cambridge(sides: _Sides, world: World, rounds: int) -> list[Row]:
    folder = world.folder / "data" / "cambridge"
    if not (folder / "complete").exists():
        run([sys.executable, "-m", "bench.cambridge", str(CAMBRIDGE), str(folder)], {})
        (folder / "complete").touch()
    land = Land("Cambridge: thửa × phân khu", folder, crs=26986)
    sides.load(land)
    row = Row(f"cặp và diện tích, {land.name}", "", most=1.0)
    answers: dict[str, list[float]] = {peer: [] for peer in PEERS}
    for _ in range(rounds):
        ours = sides.ours("areas", land, 3)
        row.ours += ours.seconds
        for peer, seconds in answers.items():
            theirs = sides.peer(peer, land, clipped=False)
            seconds += theirs.seconds
            row.checked = _compare(peer, ours, theirs)
    return [_against_best(row, answers)]


def _slope(world: World, large: int, say: Say) -> Row:
    """Seconds per million parcels, streamed from GeoParquet by the command: large against 300,000."""
    row = Row(f"{number(large)} thửa từ GeoParquet, s mỗi triệu thửa", "300.000 thửa", most=1.3, peak_most=PEAK)
    for parcels, into in ((300_000, row.theirs), (large, row.ours)):
        folder = world.folder / "data" / f"towns-{parcels}"
        if not (folder / "complete").exists():
            say(f"sinh {number(parcels)} thửa đất")
            run([sys.executable, "-m", "bench.land", str(folder), str(parcels // 50_000)], {})
            (folder / "complete").touch()
        output = world.folder / "towns.parquet"
        for _ in range(3 if parcels == 300_000 else 1):
            done = world.sdi(
                "postgres", "overlay", f"parcels={folder / 'parcels'}", f"planning_zones={folder / 'zones'}",
                "-o", str(output),
            )  # fmt: skip
            say(f"{number(parcels)} thửa: {number(done.seconds, 1)} s, {done.peak / MIB:.0f} MiB")
            into.append(done.seconds / parcels * 1e6)
        if parcels == large:
            row.peaks.append(done.peak)
        output.unlink()
    return row


def _against_best(row: Row, answers: dict[str, list[float]]) -> Row:
    best = min(answers, key=lambda peer: min(answers[peer]))
    others = ", ".join(f"{peer} {number(min(seconds), 2)} s" for peer, seconds in answers.items() if peer != best)
    return replace(row, peer=f"{best}, nhanh nhất trong ba ({others})", theirs=answers[best])


def _compare(peer: str, ours: Answer, theirs: Answer) -> str:
    if not ours.agrees(theirs):
        raise BenchError(f"{peer} found {theirs}, we {ours}")
    return f"{number(ours.pairs)} cặp, {number(ours.area / 1e6, 6)} km² ở cả hai bên"


# --- sides --------------------------------------------------------------------------------------------------


class _Sides:
    """Runs the sides on a land."""

    def __init__(self, world: World, peers: Path, say: Say) -> None:
        self.world = world
        self.say = say
        self._peers = peers
        self._answer = world.folder / "answer.json"
        run([sys.executable, "-m", "bench.overlay_ours", "warm"], {})

    def ours(self, kind: str, land: Land, rounds: int) -> Answer:
        """The engine, in a process of its own."""
        files = [str(land.folder / layer) for layer in ("parcels", "zones")]
        found = self.child([sys.executable, "-m", "bench.overlay_ours", kind, *files, str(rounds)])
        self.say(f"{land.name}, {kind}: {number(min(found['seconds']), 2)} s")
        return Answer(**found)

    def peer(self, peer: str, land: Land, *, clipped: bool) -> Answer:
        """One of the three."""
        if peer == "PostGIS":
            found = self._postgis(clipped)
        else:
            side = peer.lower() + ("-clipped" if clipped and peer == "SedonaDB" else "")
            program = str(ROOT / "bench" / "overlay_peers.py")
            files = [str(land.file(layer)) for layer in ("parcels", "zones")]
            found = Answer(**self.child([str(self._peers / "bin" / "python"), program, side, *files, "1"]))
        self.say(f"{land.name}, {peer}: {number(min(found.seconds), 2)} s")
        return found

    def child(self, command: list[str], database: str = "postgres") -> dict[str, Any]:
        """Run a process that writes its answer into a file."""
        measured: Measured = run([*command, str(self._answer)], _settings(self.world, database))
        content: dict[str, Any] = json.loads(self._answer.read_text())
        return content | {"peak": measured.peak}

    def load(self, land: Land) -> None:
        """Both layers as plain tables with their indexes, in a database that has our tables too."""
        _template(self.world)
        self.world.fresh(DATABASE, READY)
        environment = _settings(self.world, DATABASE)
        for layer in ("parcels", "zones"):
            run([sys.executable, "-m", "bench.plain_table", layer, str(land.file(layer)), str(land.crs)], environment)
        self.world.checkpoint()

    def _postgis(self, clipped: bool) -> Answer:
        name = "clipped" if clipped else "plain"
        with psycopg.connect(self.world.address(DATABASE), autocommit=True) as connection:
            connection.execute(f"DROP TABLE IF EXISTS {name}")  # type: ignore[arg-type]
            for setting in _PARALLEL:
                connection.execute(setting)  # type: ignore[arg-type]
            begin = time.perf_counter()
            connection.execute(_statement(name))  # type: ignore[arg-type]
            seconds = time.perf_counter() - begin
            row = connection.execute(_SUMMARY.format(name)).fetchone()  # type: ignore[arg-type]
        assert row is not None
        return Answer([seconds], row[0], int(row[1]), row[2])

    def materialise(self) -> dict[str, Any]:
        """The loaded land as published features, and their overlays computed."""
        with psycopg.connect(self.world.address(DATABASE)) as connection:
            connection.execute(_statement("published"))  # type: ignore[arg-type]
        run([sys.executable, "-m", "bench.plain_table", "indexes"], _settings(self.world, DATABASE))
        self.world.checkpoint()
        return self.child([sys.executable, "-m", "bench.overlay_materialise", "whole"], DATABASE)

    def one(self, name: str) -> tuple[Any, ...]:
        """The one row of a query."""
        return self.world.one(DATABASE, _statement(name))


_SUMMARY = "SELECT count(*), sum(parcel * 1000003 + zone), sum(area) FROM {} WHERE area > 1e-6"
_PARALLEL = (
    "SET max_parallel_workers_per_gather = 2",
    "SET min_parallel_table_scan_size = 0",
    "SET parallel_setup_cost = 0",
    "SET parallel_tuple_cost = 0",
)


def _statement(name: str) -> str:
    text = Path(__file__).with_suffix(".sql").read_text("utf-8")
    parts = dict(part.split("\n", 1) for part in text.split("-- name: ")[1:])
    return parts[name]


def _template(world: World) -> None:
    exists = world.one("postgres", "SELECT count(*) FROM pg_database WHERE datname = %s", READY)
    if exists == (0,):
        world.fresh(READY)
        run([sys.executable, "-m", "bench.prepare"], _settings(world, READY))


def _settings(world: World, database: str) -> dict[str, str]:
    """Of the whole project: that of the intake's rows has no overlays."""
    return world.environment(database) | {"SDI_PROJECT": str(ROOT)}


def _land(world: World, name: str, columns: int, rows: int, zones: int, vertices: int, say: Say) -> Land:
    folder = world.folder / "data" / f"land-{columns}x{rows}-{zones}x{zones}-{vertices}"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        say(f"sinh {number(columns * rows)} thửa đất, {number(zones * zones)} ô")
        run([sys.executable, "-m", "bench.land", str(folder), *map(str, (columns, rows, zones, zones, vertices))], {})
        (folder / "complete").touch()
    return Land(f"{number(columns * rows)} {name.replace('×', f'× {number(zones * zones)}', 1)}", folder)


def versions(world: World) -> dict[str, str]:
    """Of the peers."""
    program = "from importlib.metadata import version as v; print(v('geopandas'), v('sedonadb'), v('shapely'))"
    python = str(world.folder / "peers" / "bin" / "python")
    found = subprocess.run([python, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    return {"bên kia": f"geopandas {found[0]} (shapely {found[2]}), SedonaDB {found[1]}"}


_HOW = """\
Each side works on data that lie ready: geometries in memory (sdi, geopandas), tables in memory (SedonaDB), tables with
a GiST index and statistics (PostGIS, two parallel workers). Timed is everything from there to the pairs with their
areas, in memory or, with PostGIS, as a table made by `CREATE TABLE AS`; making our indexes is in our time. Sides take
turns; the number is the best of each.

- **cặp và diện tích**: every parcel with every zone on it and the area that both share; slivers are counted, as the
  peers do. For the three: `geopandas.overlay`; the join `ST_Intersects` with `ST_Area(ST_Intersection(…))` in SedonaDB
  and PostGIS.
- **hình học cắt ra**: the same with the clipped geometry of each pair. For zones of 10,000 vertices the peers' time is
  that of the areas: keeping the geometries too would only add to it.
- **từ bảng PostGIS đến bảng chồng lớp**: the transaction that fills `parcel_overlays` out of `data.parcels` and
  `data.planning_zones`, with slivers, partition, versions and six indexes, against the plain join; both durable.
- **thửa từ GeoParquet**: `sdi overlay parcels=… planning_zones=… -o towns.parquet`, start of the program included, per
  million parcels; towns of 50,000 parcels side by side.
- **qua HTTP**: `POST` of the process `overlay` by wrk with eight connections on the same machine, a thousand parcels
  all over the town in turn, against a route of the same server and workers. A parcel asked for by its id is answered
  from the materialised table; its outline, sent as a drawn polygon, is answered live.
- Answers are compared: number of pairs, a checksum of which they are, total area within 1e-9. Any difference stops the
  run. Parcels have 12 vertices and cover a plane; zones wind across them (`bench/land.py`).
"""
SECTION = Section("overlay", "Chồng lớp · Overlays", _HOW)
"""What the page says of these rows."""
