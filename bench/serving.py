"""Rows of serving: the API of a million parcels against three other servers of the same database."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from math import inf
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import numpy as np
import psycopg
from numpy.typing import NDArray

from bench import intake, serving_peers, wrk
from bench.measure import MIB, BenchError, Row, number
from bench.page import Section
from bench.serving_peers import CRS84, Say, Side
from bench.world import TEMPLATE, World, deliveries

DATABASE = "bench_serving"
PAGES = 500
ZOOM = 16
GROWTH = 150 * MIB
RENDERING_S = 300
FLATGEOBUF = "application/flatgeobuf"
EDGE = 5e-5
"""Degrees, five metres: how far the peers err at the edge of a box that is turned in the province's CRS."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Sample:
    """What is asked for, the same for all sides and at every run.

    Attributes:
        crs: The province's, as a URI.
        boxes: In each CRS, boxes that meet 950 to 985 parcels.
        ids: Of parcels.
        pairs: Communes and map sheets of about a hundred parcels.
        tiles: Columns and rows of dense tiles.
    """

    crs: str
    boxes: Mapping[str, Sequence[Box]]
    ids: Sequence[str]
    pairs: Sequence[tuple[str, str]]
    tiles: Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Question:
    """One row of the issue: what is asked, and how many times as many answers a second we must give."""

    name: str
    times: Mapping[str, float]
    paths: Callable[[Side], list[str]]
    compare: Callable[[Side, Side], str]


@dataclass(frozen=True)
class Answer:
    """Of one request."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Its content."""
        return json.loads(self.body)


class Wrong(Exception):
    """An answer that is an error, or not that of the other side."""


def measure(world: World, parcels: int, rounds: int, say: Say) -> list[Row]:
    """All rows of serving.

    Args:
        world: Where.
        parcels: Features of the file.
        rounds: How often each side is measured; they take turns.
        say: Told what goes on.
    """
    serving_peers.check_installed()
    _publish(world, parcels, say)
    sample = _sample(world)
    with ExitStack() as running:
        ours = running.enter_context(serving_peers.ours(world, DATABASE))
        rendering = _rendered(world, ours, parcels, say)
        peers = [
            running.enter_context(serving_peers.pygeoapi(world, DATABASE, sample.crs, say)),
            running.enter_context(serving_peers.tipg(world, DATABASE, say)),
            running.enter_context(serving_peers.mapserver(world, DATABASE, sample.crs)),
        ]
        bench = _Bench(world, ours, {peer.name: peer for peer in peers}, rounds, say)
        rows = [row for question in _questions(sample) for row in bench.ask(question)]
        rows.append(bench.walk(max(10, parcels // 1000)))
        rows += bench.tiles(sample.tiles)
        rows.append(bench.unchanged())
        rows.append(bench.whole(parcels))
    return [*rows, rendering]


def _rendered(world: World, ours: Side, parcels: int, say: Say) -> Row:
    """Wait until the features of the release are rendered, as they are a while after every publication."""
    row = Row(f"dựng sẵn {number(parcels)} thửa sau khi phát hành", "")
    begin = time.perf_counter()
    while not (files := list(world.folder.glob("state/downloads/public/parcels/*/*.rendered"))):
        _got(ours, ours.items({"limit": 1}))
        if time.perf_counter() - begin > RENDERING_S:
            raise BenchError("the features of the release are not rendered")
        time.sleep(0.2)
    row.ours.append(time.perf_counter() - begin)
    row.checked = f"{number(files[0].stat().st_size / MIB)} MiB"
    for _ in range(20):  # every worker sees it at its next look
        _got(ours, ours.items({"limit": 1}))
        time.sleep(0.2)
    say(f"dựng sẵn trong {number(row.ours[0], 1)} s")
    return row


def _questions(sample: Sample) -> list[Question]:
    def boxes(crs: str) -> Callable[[Side], list[str]]:
        place = {} if crs == CRS84 else {"bbox-crs": quote(crs, safe=""), "crs": quote(crs, safe="")}
        return lambda side: [
            side.items({"limit": 1000, "bbox": ",".join(map(repr, _moved(box, side))), **place})
            for box in sample.boxes[crs]
        ]

    def ids(side: Side) -> list[str]:
        return [side.item(identifier) for identifier in sample.ids]

    def pairs(side: Side) -> list[str]:
        return [side.items({"limit": 1000, "commune_code": one, "map_sheet": other}) for one, other in sample.pairs]

    def first(side: Side) -> list[str]:
        return [side.items({"limit": 10})]

    def same(paths: Callable[[Side], list[str]], crs: str) -> Callable[[Side, Side], str]:
        return lambda ours, peer: _same(ours, peer, paths, crs, sample.boxes[crs] if crs == CRS84 else None)

    flat = boxes(sample.crs)
    return [
        Question("1.000 thửa theo bbox, GeoJSON, CRS84", {"pygeoapi": 30, "tipg": 18, "MapServer": 10},
                 boxes(CRS84), same(boxes(CRS84), CRS84)),
        Question("1.000 thửa theo bbox, hệ tọa độ của tỉnh", {"pygeoapi": 12}, flat, same(flat, sample.crs)),
        Question("một thửa theo mã", {"pygeoapi": 60, "tipg": 25, "MapServer": 100}, ids,
                 lambda ours, peer: _same(ours, peer, ids, CRS84, None)),
        Question("10 thửa, không lọc", {"pygeoapi": 60, "tipg": 25, "MapServer": 100}, first, _any_ten),
        Question("lọc theo hai thuộc tính, khoảng 100 thửa", {"pygeoapi": 20}, pairs,
                 lambda ours, peer: _same(ours, peer, pairs, CRS84, None)),
    ]  # fmt: skip


def _moved(box: Box, side: Side) -> Box:
    (west, south, east, north), (x, y) = box, side.shift
    return west + x, south + y, east + x, north + y


class _Bench:
    """Asks the running sides."""

    def __init__(self, world: World, ours: Side, peers: Mapping[str, Side], rounds: int, say: Say) -> None:
        self._folder = world.folder
        self._ours = ours
        self._peers = peers
        self._rounds = rounds
        self._say = say

    def ask(self, question: Question) -> list[Row]:
        """A row for each peer."""
        rows = {name: Row(question.name, name, most=1 / times) for name, times in question.times.items()}
        for name, row in rows.items():
            self._checked(row, partial(question.compare, self._ours, self._peers[name]))
        for _ in range(self._rounds):
            ours, errors = self._seconds(self._ours, question.paths(self._ours))
            for name, row in rows.items():
                theirs, wrong = self._seconds(self._peers[name], question.paths(self._peers[name]))
                row.ours.append(ours)
                row.theirs.append(theirs)
                row.errors += errors + wrong
        self._tell(*rows.values())
        return list(rows.values())

    def walk(self, size: int) -> Row:
        """Page 500 against page 1, found by following ``next``."""
        row = Row(f"trang {PAGES} của một lượt duyệt", "trang 1", most=2.0)
        first = self._ours.items({"limit": size})
        if (last := self._checked(row, lambda: self._last_page(first, size, row))) is not None:
            for _ in range(self._rounds):
                for path, seconds in ((first, row.theirs), (last, row.ours)):
                    found, errors = self._seconds(self._ours, [path])
                    seconds.append(found)
                    row.errors += errors
        self._tell(row)
        return row

    def _last_page(self, path: str, size: int, row: Row) -> str:
        seen: set[str] = set()
        for page in range(1, PAGES + 1):
            answer = _got(self._ours, path).json()
            seen.update(str(feature["id"]) for feature in answer["features"])
            if len(seen) != page * size:
                raise Wrong(f"trang {page}: {len(seen)} mã khác nhau thay vì {page * size}")
            if page < PAGES:
                path = _local(next(link["href"] for link in answer["links"] if link["rel"] == "next"))
        row.checked = f"{number(len(seen))} thửa, không thửa nào hai lần"
        return path

    def tiles(self, tiles: Sequence[tuple[int, int]]) -> list[Row]:
        """Tiles of dense parcels, each for the first time and again."""
        cold = Row("ô bản đồ thửa dày đặc, lần đầu", "tipg", most=1 / 2)
        kept = Row("ô bản đồ thửa dày đặc, đã có sẵn", "tipg", most=1 / 20)
        peer, place = self._peers["tipg"], f"tiles/WebMercatorQuad/{ZOOM}"
        ours = [f"{self._ours.collection}/{place}/{row}/{column}" for column, row in tiles]
        theirs = [f"{peer.collection}/{place}/{column}/{row}" for column, row in tiles]
        _once(peer, theirs[:8])
        if self._checked(cold, lambda: self._same_tile(ours[0], peer, theirs[0])) is None:
            kept.errors, kept.checked = cold.errors, cold.checked
            return [cold, kept]
        half = len(tiles) // self._rounds
        for turn in range(self._rounds):
            part = slice(1 + turn * half, (turn + 1) * half)
            for side, paths, seconds in ((self._ours, ours, cold.ours), (peer, theirs, cold.theirs)):
                found, errors = _once(side, paths[part])
                seconds.append(found)
                cold.errors += errors
            for side, paths, seconds in ((self._ours, ours, kept.ours), (peer, theirs, kept.theirs)):
                found, errors = self._seconds(side, paths[:half])
                seconds.append(found)
                kept.errors += errors
        kept.checked = cold.checked
        self._tell(cold, kept)
        return [cold, kept]

    def _same_tile(self, path: str, peer: Side, other: str) -> str:
        counts = []
        for side, one in ((self._ours, path), (peer, other)):
            file = self._folder / f"{side.name}.mvt"
            file.write_bytes(_got(side, one).body)
            counts.append(_count(file))
        if counts[0] < 0.8 * counts[1]:  # tipg's margin around a tile is wide: a sixteenth of its side
            raise Wrong(f"ô có {counts[0]} thửa, của tipg {counts[1]}")
        return f"{counts[0]} thửa trong một ô, của tipg {counts[1]}"

    def unchanged(self) -> Row:
        """304 for a page of a thousand, against a constant of no bytes."""
        row = Row("304 cho một trang không đổi", "hằng số", most=1 / 0.6)
        path = self._ours.items({"limit": 1000})

        def tagged() -> str:
            tag = _got(self._ours, path).headers.get("etag")
            if tag is None or _ask(self._ours, path, {"If-None-Match": tag}).status != 304:
                raise Wrong(f"ETag {tag} không cho 304")
            return tag

        if (tag := self._checked(row, tagged)) is not None:
            for _ in range(self._rounds):
                found, errors = self._seconds(self._ours, [path], {"If-None-Match": tag})
                row.ours.append(found)
                row.theirs.append(self._seconds(self._ours, ["/constant/0"])[0])
                row.errors += errors
        self._tell(row)
        return row

    def whole(self, parcels: int) -> Row:
        """Memory that a worker takes while the layer leaves as FlatGeobuf: by its enclosure, and by ``items``."""
        row = Row(f"{number(parcels)} thửa thành FlatGeobuf, bộ nhớ tăng thêm", "giới hạn", peak_most=GROWTH)
        collection = _got(self._ours, f"{self._ours.collection}?f=json").json()
        expected = _got(self._ours, self._ours.items({"limit": 1})).json()["numberMatched"]
        paths = [
            _local(link["href"])
            for link in collection["links"]
            if link["rel"] == "enclosure" and link.get("type") == FLATGEOBUF
        ]
        said = []
        for path in [*paths[:1], f"{self._ours.collection}/items"]:
            before = [_memory(worker, "VmRSS") for worker in self._ours.server.workers()]
            for worker in self._ours.server.workers():
                Path(f"/proc/{worker}/clear_refs").write_text("5")  # the peak is counted anew
            file, begin = self._folder / "whole.fgb", time.perf_counter()
            status = _download(self._ours, path, file)
            seconds = time.perf_counter() - begin
            found = _count(file) if status == 200 else 0
            if found == expected:
                after = [_memory(worker, "VmHWM") for worker in self._ours.server.workers()]
                row.ours.append(seconds)
                row.peaks.append(max(there - here for here, there in zip(before, after, strict=True)))
            said.append(f"{path.rpartition('/')[2].split('?')[0]}: HTTP {status}, {number(found)} đối tượng")
        row.checked = "; ".join(said)
        row.errors = 0 if row.peaks else 1
        self._tell(row)
        return row

    def _seconds(self, side: Side, paths: Sequence[str], headers: Mapping[str, str] | None = None) -> tuple[float, int]:
        """Seconds of a thousand answers, and errors; slow sides are given more time."""
        for seconds, enough in ((1, inf), (4, 40), (12, 8), (60, 1)):
            found = wrk.rate(side.server.address, self._folder, paths, headers=headers, seconds=seconds)
            if found.answers >= enough:
                break
        return 1000 / max(found.per_second, 1e-3), found.errors

    def _checked(self, row: Row, check: Callable[[], str]) -> str | None:
        """What a check found; None and an error in the row if it failed."""
        try:
            found = check()
        except (Wrong, KeyError, StopIteration, ValueError) as error:
            row.errors += 1
            row.checked = f"{type(error).__name__}: {error}"
            return None
        row.checked = row.checked or found
        return found

    def _tell(self, *rows: Row) -> None:
        for row in rows:
            times = f"{number(1 / row.ratio, 2)} lần {row.peer}" if row.ratio else ""
            rate = f"{number(1000 / min(row.ours), 1)}/s" if row.ours else ""
            self._say(f"{row.name}: {rate} {times} {row.checked if row.errors else ''}")


# --- what is asked ------------------------------------------------------------------------------------------


def _publish(world: World, parcels: int, say: Say) -> None:
    """The generated parcels through the whole chain, and the peers' table."""
    say(f"sinh và nạp {number(parcels)} thửa đất")
    source = deliveries(world.folder, parcels) / "parcels.gpkg"
    intake.prepare(world, source.with_name("administrative_units.gpkg"))
    world.fresh(DATABASE, TEMPLATE)
    intake.load(world, source, database=DATABASE)
    with psycopg.connect(world.address(DATABASE), autocommit=True) as connection:
        for statement in filter(str.strip, _statement("table").split(";")):
            connection.execute(statement)
        for (columns,) in connection.execute(_statement("attributes")).fetchall():
            connection.execute(f"CREATE INDEX ON bench.parcels ({', '.join(columns)})")
        connection.execute("VACUUM ANALYZE bench.parcels")
    world.checkpoint()


def _sample(world: World) -> Sample:
    with psycopg.connect(world.address(DATABASE)) as connection:

        def rows(name: str, **values: int) -> list[Any]:
            return connection.execute(_statement(name), values).fetchall()

        ((srid,),) = connection.execute("SELECT Find_SRID('bench', 'parcels', 'geom')").fetchall()
        crs = f"http://www.opengis.net/def/crs/EPSG/0/{srid}"
        found = {
            name: [
                box for x, y in rows("centres", srid=code, rows=80) if (box := _box(connection, (x, y), code, srid))
            ][:64]
            for name, code in ((CRS84, 4326), (crs, srid))
        }
        return Sample(crs, found, [i for (i,) in rows("ids", rows=2000)], rows("pairs", rows=64),
                      rows("tiles", rows=600, zoom=ZOOM))  # fmt: skip


def _box(connection: psycopg.Connection[Any], centre: tuple[float, float], srid: int, storage: int) -> Box | None:
    """A square around a point that meets 950 to 985 parcels: fewer than a page even for a side that errs a little."""
    (x, y), unit = centre, 1e-5 if srid == 4326 else 1.0
    low, high = 0.0, 600.0
    for _ in range(16):
        half = (low + high) / 2 * unit
        box = (round(x - half, 7), round(y - half, 7), round(x + half, 7), round(y + half, 7))
        row = connection.execute(_statement("inside"), (*box, srid, storage)).fetchone()
        count = row[0] if row else 0
        if 950 <= count <= 985:
            return box
        low, high = (half / unit, high) if count < 950 else (low, half / unit)
    return None


def _statement(name: str) -> str:
    text = Path(__file__).with_suffix(".sql").read_text("utf-8")
    parts = dict(part.split("\n", 1) for part in text.split("-- name: ")[1:])
    return parts[name]


# --- answers ------------------------------------------------------------------------------------------------

Corners = NDArray[np.float64]


def _same(ours: Side, peer: Side, paths: Callable[[Side], list[str]], crs: str, boxes: Sequence[Box] | None) -> str:
    """Both sides give the same features to the first three requests; at the edge of a box of CRS84 they may differ."""
    count = 0
    for turn, (mine, other) in enumerate(list(zip(paths(ours), paths(peer), strict=True))[:3]):
        here, there = _features(_got(ours, mine)), _features(_got(peer, other), peer.shift)
        for name in here.keys() ^ there.keys():
            if boxes is None or not _at_edge((here.get(name) or there[name])[0], boxes[turn]):
                raise Wrong(f"{name} nằm ở một bên thôi: {mine}")
        _agree(here, there, peer, crs)
        count += len(here)
    return f"{number(count)} thửa như nhau ở hai bên"


def _any_ten(ours: Side, peer: Side) -> str:
    """Ten features each; the peer's are those that we have by these ids."""
    here, there = (_features(_got(side, side.items({"limit": 10})), side.shift) for side in (ours, peer))
    if (len(here), len(there)) != (10, 10):
        raise Wrong(f"{len(here)} và {len(there)} thửa")
    _agree({name: _features(_got(ours, ours.item(name)))[name] for name in there}, there, peer, CRS84)
    return "10 thửa ở mỗi bên, có thật cả"


def _agree(
    here: Mapping[str, tuple[Corners, str]], there: Mapping[str, tuple[Corners, str]], peer: Side, crs: str
) -> None:
    allowed = (5e-6 if any(peer.shift) else 1e-7) if crs == CRS84 else 1e-3
    for name in here.keys() & there.keys():
        (mine, use), (other, their_use) = here[name], there[name]
        if use != their_use or mine.shape != other.shape or np.abs(mine - other).max() > allowed:
            raise Wrong(f"{name} khác nhau ở hai bên")


def _features(answer: Answer, shift: tuple[float, float] = (0.0, 0.0)) -> dict[str, tuple[Corners, str]]:
    """Corners in their order and land use, by id, of a page or of one feature."""
    content = answer.json()
    return {
        str(feature["id"]): (
            np.array(list(_flat(feature["geometry"]["coordinates"]))) - shift,
            feature["properties"]["land_use"],
        )
        for feature in content.get("features", [content])
    }


def _flat(coordinates: Any) -> Iterator[Sequence[float]]:
    """Corners of all rings, each anticlockwise: RFC 7946 wants it so of outer rings, and only we turn them."""
    if isinstance(coordinates[0][0], (int, float)):
        ring = np.array(coordinates)[:, :2]
        x, y = (ring - ring[0]).T
        yield from ring if (x[:-1] * y[1:] - x[1:] * y[:-1]).sum() > 0 else ring[::-1]
    else:
        for part in coordinates:
            yield from _flat(part)


def _at_edge(corners: Corners, box: Box) -> bool:
    """Whether a feature comes near a box, but no corner of it lies well inside."""
    south_west, north_east = np.array(box[:2]), np.array(box[2:])
    near = (corners.max(0) >= south_west - EDGE) & (corners.min(0) <= north_east + EDGE)
    inside = ((corners >= south_west + EDGE) & (corners <= north_east - EDGE)).all(axis=1)
    return bool(near.all() and not inside.any())


def _got(side: Side, path: str) -> Answer:
    answer = _ask(side, path)
    if answer.status != 200:
        raise Wrong(f"{side.name}: HTTP {answer.status}, {path}")
    return answer


def _ask(side: Side, path: str, headers: Mapping[str, str] | None = None) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(side.server.address).netloc, timeout=120)
    try:
        return _exchange(connection, path, headers or {})
    finally:
        connection.close()


def _exchange(connection: http.client.HTTPConnection, path: str, headers: Mapping[str, str]) -> Answer:
    connection.request("GET", path, headers=dict(headers))
    answer = connection.getresponse()
    named = {name.lower(): value for name, value in answer.getheaders()}
    return Answer(answer.status, named, answer.read())


def _once(side: Side, paths: Sequence[str]) -> tuple[float, int]:
    """Seconds of a thousand answers and errors, each path asked for once, over as many connections as wrk has."""

    def ask(part: Sequence[str]) -> int:
        connection = http.client.HTTPConnection(urlsplit(side.server.address).netloc, timeout=120)
        wrong = sum(_exchange(connection, path, {}).status != 200 for path in part)
        connection.close()
        return wrong

    begin = time.perf_counter()
    with ThreadPoolExecutor(wrk.CONNECTIONS) as threads:
        errors = sum(threads.map(ask, (paths[start :: wrk.CONNECTIONS] for start in range(wrk.CONNECTIONS))))
    return 1000 * (time.perf_counter() - begin) / max(len(paths), 1), errors


def _download(side: Side, path: str, file: Path) -> int:
    connection = http.client.HTTPConnection(urlsplit(side.server.address).netloc, timeout=300)
    connection.request("GET", path, headers={"Accept": FLATGEOBUF})
    answer = connection.getresponse()
    with file.open("wb") as target:
        while block := answer.read(MIB):
            target.write(block)
    connection.close()
    return answer.status


def _count(file: Path) -> int:
    """Features of a file, as GDAL counts them."""
    said = subprocess.run(["ogrinfo", "-ro", "-al", "-so", str(file)], capture_output=True, text=True).stdout
    return sum(int(count) for count in re.findall(r"Feature Count: (\d+)", said))


def _local(href: str) -> str:
    """An address of a link without the server."""
    parts = urlsplit(href)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _memory(process: int, what: str) -> int:
    """Bytes of a process: ``VmRSS`` now, ``VmHWM`` at most."""
    found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text())
    if found is None:
        raise BenchError(f"no {what} of process {process}")
    return int(found[1]) * 1024


_HOW = """\
One private cluster as in production, one database. The generated parcels come in by `sdi load`; the peers read the same
published rows from a plain table in the same database, with a primary key, a GiST index, statistics, and those indexes
on attributes that ours has. Every server has two workers on the same machine: pygeoapi's own PostgreSQL provider and
tipg under uvicorn, MapServer as FastCGI behind Apache, with connections kept open. wrk asks with eight connections, a
second to warm up, then four or more; sides take turns, and the number is the best round of each.

- Before anything is asked the features of the release are rendered, as they are after every publication (the last row:
  how long it takes, at low priority, and how large the file is); boxes, pages and ids in CRS84 are answered from it.
- Times are seconds of a thousand answers: a ratio of 1/30 means thirty times as many answers a second.
- Boxes lie all over the land and meet 950 to 985 parcels each, so that all sides give the same whole set; ids, sheets
  and tiles are as scattered. All are the same at every run.
- Before anything is timed the sides' answers are compared: ids, corners to a centimetre in CRS84 and a millimetre in
  the province's, land use. At the edge of a box in CRS84 five metres are let pass: ours is exact, pygeoapi transforms
  two corners of four, tipg and MapServer take the rectangle around the turned box. MapServer 8.0 leaves the datum's
  shift out; it is asked for boxes moved by as much, so that it must find the same parcels. A wrong answer or an error
  counts as missed.
- A tile's first time is measured by asking for each once, over as many connections.
- Memory is the largest growth of a worker's resident set (`VmHWM`) while the layer is read as FlatGeobuf.
"""
SECTION = Section("serving", "Phục vụ · Serving", _HOW)
"""What the page says of these rows."""
