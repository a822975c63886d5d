"""Rows of the intake: a million parcels from a file to a release, against ogr2ogr copying the same file."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench.measure import MIB, BenchError, Measured, Row, number, run
from bench.page import Section
from bench.world import PROFILE, TEMPLATE, World, deliveries

PEAK = 600 * MIB
PEER, OURS = "bench_peer", "bench_ours"
Say = Callable[[str], None]


def measure(world: World, parcels: int, large: int, rounds: int, say: Say) -> list[Row]:
    """All rows of the intake.

    Args:
        world: Where.
        parcels: Features of the file.
        large: Features of a larger file, for the peak of memory alone; 0 leaves it out.
        rounds: How often each side is measured; they take turns.
        say: Told what goes on.
    """
    say(f"sinh {number(parcels)} thửa đất, hai lần giao nộp")
    first = deliveries(world.folder, parcels) / "parcels.gpkg"
    second = deliveries(world.folder, parcels, "1%") / "parcels.gpkg"
    prepare(world, first.with_name("administrative_units.gpkg"))
    whole = Row(
        f"nạp {number(parcels)} thửa đất: đọc, kiểm tra, phát hành", "ogr2ogr, PG_USE_COPY", most=3.0, peak_most=PEAK
    )
    again = Row("nạp lại tệp không đổi", "nạp lần đầu", most=0.05, peak_most=PEAK)
    changed = Row("nạp bản có 1 % thay đổi", "nạp lần đầu", most=0.5, peak_most=PEAK)
    publish = Row("riêng việc phát hành 1 % thay đổi", "nạp lần đầu")
    expected = differences(first, second)
    for turn in range(1, rounds + 1):
        world.fresh(PEER)
        whole.theirs.append(_noted(say, turn, "ogr2ogr", world.ogr2ogr(PEER, first, "parcels")).seconds)
        world.fresh(OURS, TEMPLATE)
        loaded = _noted(say, turn, "sdi load", load(world, first))
        _add(whole, loaded)
        whole.checked = _compare_copies(world, parcels)
        world.checkpoint()
        _add(again, _noted(say, turn, "không đổi", load(world, first)))
        again.checked = _no_second_release(world)
        held = f"{OURS}_held"
        world.fresh(held, OURS)
        _add(changed, _noted(say, turn, "1 %", load(world, second)))
        changed.checked = _compare_changes(world, expected)
        _add(publish, _noted(say, turn, "phát hành 1 %", _publish_held(world, held, second)), memory=False)
    for row in (again, changed, publish):
        row.theirs = whole.ours
    rows = [whole, again, changed, publish]
    return [*rows, _peak_of(world, large, say)] if large else rows


def differences(first: Path, second: Path) -> tuple[int, int, int]:
    """What an edition adds, changes and removes by key, as SQLite sees it in the two files."""
    with closing(sqlite3.connect(f"{first.resolve().as_uri()}?mode=ro", uri=True)) as database:
        database.execute("ATTACH ? AS edition", (f"{second.resolve().as_uri()}?mode=ro",))
        database.execute("PRAGMA temp_store = FILE")
        key = "XAID, SHBANDO, SHTHUA"
        for schema, table in (("main", "old"), ("edition", "new")):
            database.execute(
                f"CREATE TEMP TABLE {table} AS SELECT {key}, count(*) AS copies, min(rowid) AS at"
                f" FROM {schema}.parcels GROUP BY {key}"
            )
        both = "temp.old AS o JOIN temp.new AS n USING (XAID, SHBANDO, SHTHUA)"
        matched, altered = database.execute(
            "SELECT count(*), sum(a.geom <> b.geom OR upper(trim(a.KHLOAIDAT)) <> upper(trim(b.KHLOAIDAT)))"
            f" FROM {both}"
            " JOIN main.parcels AS a ON a.rowid = o.at JOIN edition.parcels AS b ON b.rowid = n.at"
        ).fetchone()
        old, new = (database.execute(f"SELECT count(*) FROM temp.{table}").fetchone()[0] for table in ("old", "new"))
    return new - matched, altered, old - matched


def prepare(world: World, communes: Path) -> None:
    """A template with the communes published: the CRS gate looks at them."""
    world.fresh(TEMPLATE)
    run([sys.executable, "-m", "bench.prepare"], world.environment(TEMPLATE))
    world.sdi(TEMPLATE, "load", "administrative_units", str(communes))


def load(world: World, source: Path, *options: str, database: str = OURS) -> Measured:
    return world.sdi(database, "load", "parcels", str(source), "--profile", PROFILE, *options)


def _publish_held(world: World, database: str, source: Path) -> Measured:
    load(world, source, "--hold", database=database)
    (held,) = world.one(database, "SELECT max(id) FROM meta.run WHERE state = 'held'")
    world.checkpoint()
    return world.sdi(database, "publish", str(held))


def _peak_of(world: World, parcels: int, say: Say) -> Row:
    row = Row(f"nạp {number(parcels)} thửa đất (bộ nhớ)", "ogr2ogr, PG_USE_COPY", peak_most=PEAK)
    source = deliveries(world.folder, parcels) / "parcels.gpkg"
    prepare(world, source.with_name("administrative_units.gpkg"))
    world.fresh(PEER)
    row.theirs.append(_noted(say, 1, f"ogr2ogr {number(parcels)}", world.ogr2ogr(PEER, source, "parcels")).seconds)
    world.fresh(OURS, TEMPLATE)
    _add(row, _noted(say, 1, f"sdi load {number(parcels)}", load(world, source)))
    row.checked = _compare_copies(world, parcels)
    return row


def _compare_copies(world: World, parcels: int) -> str:
    """Ours and the peer's hold the same features and land; what we refused is counted with ours."""
    count, area = world.one(PEER, "SELECT count(*), sum(ST_Area(geom)) FROM parcels")
    ours = world.one(
        OURS,
        "SELECT count(*) + max(refused.features), sum(ST_Area(geom)) + max(refused.area) FROM data.parcels,"
        " (SELECT coalesce(sum(features), 0) AS features, coalesce(sum(area_m2), 0) AS area FROM meta.tally"
        "  WHERE layer = 'parcels' AND outcome = 'quarantined') AS refused",
    )
    if count != parcels or ours[0] != parcels or abs(ours[1] - area) > 1e-9 * area:
        raise BenchError(f"{parcels} features: ogr2ogr has {count}, {area} m², we have {ours[0]}, {ours[1]} m²")
    return f"{number(parcels)} đối tượng, {number(area / 1e6, 3)} km² ở cả hai bên"


def _no_second_release(world: World) -> str:
    runs, releases = world.one(
        OURS,
        "SELECT (SELECT count(*) FROM meta.run WHERE profile = %s),"
        " (SELECT count(*) FROM meta.release WHERE layer = 'parcels')",
        PROFILE,
    )
    if (runs, releases) != (1, 1):
        raise BenchError(f"the unchanged file made {runs} runs and {releases} releases")
    return "không có bản phát hành mới"


def _compare_changes(world: World, expected: tuple[int, int, int]) -> str:
    found = world.one(
        OURS, "SELECT added, changed, removed FROM meta.release WHERE layer = 'parcels' ORDER BY epoch DESC LIMIT 1"
    )
    if found != expected:
        raise BenchError(f"added, changed, removed: expected {expected}, released {found}")
    return "thêm {}, đổi {}, bớt {}, như hai tệp khác nhau".format(*map(number, found))


def _add(row: Row, measured: Measured, *, memory: bool = True) -> None:
    row.ours.append(measured.seconds)
    if memory:
        row.peaks.append(measured.peak)


def _noted(say: Say, turn: int, what: str, measured: Measured) -> Measured:
    say(f"lượt {turn}: {what} {number(measured.seconds, 2)} s, {measured.peak / MIB:.0f} MiB")
    return measured


_HOW = """\
Both sides take turns on the same private cluster, configured as in production (durable: `fsync` and full-page
writes on), some rounds; before each measurement the server writes out what the one before left behind, and each
first load starts from a fresh database. Times are wall times of the whole command, start of the program included;
the number is the best round of each side (in brackets the worst), because what disturbs a shared machine only ever
adds time. The load average above tells how much else ran: a load keeps all cores busy, so other work slows it down
more than its peer. Memory is the kernel's largest resident set of the loading process (`ru_maxrss`); the server's is
not in it.

- **ogr2ogr** copies the same GeoPackage with `PG_USE_COPY=YES` and makes its default spatial index. It checks nothing
  and keeps no history.
- **sdi load** runs the whole chain: register, read, decode text, map and check attributes, CRS gate, validity, repair,
  COPY, keys, references, topology and area checks of the layer's declaration, comparison, publication, indexes, report.
- Parcels are generated (`data-samples/generate`, about thirteen vertices each). What both sides hold is compared
  afterwards, features and sum of areas; an edition's differences are counted by SQLite in the two files. A wrong answer
  stops the run.
"""
SECTION = Section("intake", "Nạp và phát hành · Intake", _HOW)
"""What the page says of these rows."""
