"""Valid deliveries in twelve formats, damaged at random, and what becomes of each: ``python -m intake_kit.mutating``.

A process of its own loads them, for GDAL is C++: where it falls or hangs, the test goes on and says on which delivery.
The same seed gives the same damage.
"""

from __future__ import annotations

import dataclasses
import io
import random
import re
import resource
import shutil
import sys
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import orjson
import psycopg
import structlog

from intake_kit import files, town
from intake_kit.desk import PROJECT, Desk
from sdi.db.connect import connect
from sdi.errors import Refused, UsageError
from sdi.model import read_project
from sdi.publish.loading import Outcome
from sdi.settings import Settings

SEED = 20261127
FEATURES = 40
ADDRESS_SPACE = 12 * 1024**3
"""Bytes that a process may map; what asks for more gets an error instead of the machine's memory."""

Content = bytes | dict[str, bytes]
"""Of a file, or of the files that are zipped together."""

_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_EXTREMES = (
    b"NaN", b"inf", b"-Infinity", b"1e308", b"-1e-320", b"0", b"-1", b"90", b"99999999999999999999", b"", b"2147483648",
    b"null", b"1,5", b"1671000.0", b"\xc3\x28", b"'", b"\x00",
)  # fmt: skip
_INTEGERS = (0, 1, 0x7F, 0xFF, 0x7FFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x3FFFFFFF)


@dataclasses.dataclass(frozen=True)
class Kind:
    """A format.

    Attributes:
        name: Of the file that is delivered, ``{n}`` is the number of the delivery.
        content: Of a valid delivery.
        crs: Argument of the load.
    """

    name: str
    content: Content
    crs: str | None = None


def kinds(folder: Path) -> dict[str, Kind]:
    """A small valid delivery in each format."""
    parcels, degrees = town.parcels(FEATURES), town.in_crs(town.parcels(FEATURES), 4326)
    wgs84 = "EPSG:4326"
    found = {
        "shapefile": Kind("thua{n}.zip", _written(folder, "thua.shp", parcels)),
        "mapinfo-tab": Kind("thua{n}.zip", _written(folder, "thua.tab", parcels, driver="MapInfo File")),
        "mapinfo-mif": Kind("thua{n}.zip", _written(folder, "thua.mif", parcels, driver="MapInfo File")),
        "gml": Kind("thua{n}.zip", _written(folder, "thua.gml", parcels)),
    }
    for suffix in ("gpkg", "geojson", "fgb"):
        found[suffix] = Kind(f"thua{{n}}.{suffix}", _only(_written(folder, f"thua_.{suffix}", parcels)))
    kml = _only(_written(folder, "thua_.kml", degrees, 4326, driver="LIBKML"))
    found["kml"] = Kind("thua{n}.kml", kml, wgs84)
    found["kmz"] = Kind("thua{n}.kmz", {"doc.kml": kml}, wgs84)
    found["dxf"] = Kind("ban_ve{n}.dxf", _drawing(folder))
    found["csv"] = Kind("gieng{n}.csv", files.write_csv(folder / "gieng.csv", _wells()).read_bytes())
    found["xlsx"] = Kind("bom{n}.xlsx", _unzipped(_workbook()))
    return found


def _written(folder: Path, name: str, features: list[town.Feature], epsg: int = town.PROVINCE, **more: str) -> Content:
    place = folder / name.replace(".", "-")
    files.write(place / name, features, epsg, **more)
    return {path.name: path.read_bytes() for path in sorted(place.iterdir())}


def _only(content: Content) -> bytes:
    assert isinstance(content, dict) and len(content) == 1
    return next(iter(content.values()))


def _drawing(folder: Path) -> bytes:
    roads = [town.Feature({"Layer": "CONG"}, road.geom) for road in town.roads()]
    return files.write(folder / "ban_ve.dxf", roads, None, driver="DXF").read_bytes()


def _wells() -> list[dict[str, object]]:
    x, y = town.CORNER
    return [
        {
            "ma": f"G-{n}", "X": y + 1000 + 20 * n, "Y": x + 1000 + 15 * n, "do_sau": n + 0.5, "so_gieng": n,
            "ngay": "21/11/2026", "dang_dung": "có", "ghi_chu": "giếng đào; \"cũ\"",
        }
        for n in range(1, FEATURES + 1)
    ]  # fmt: skip


def _workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    wells = _wells()
    sheet.append(list(wells[0]))
    for well in wells:
        sheet.append(list(well.values()))
    book.save(out)
    return out.getvalue()


def _unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: dict[str, bytes]) -> bytes:
    """An archive whose checks are right, whatever lies in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


# --- damage -------------------------------------------------------------------------------------------------


def mutated(content: Content, chance: random.Random) -> bytes:
    """A delivery with one to three faults: in what is zipped, so that unzipping does not find them, or in the zip."""
    if isinstance(content, dict):
        if chance.random() < 0.25:
            return _damaged(zipped(content), chance)
        members = dict(content)
        name = chance.choice(list(members))
        if chance.random() < 0.08:
            del members[name]
        else:
            members[name] = _damaged(members[name], chance)
        return zipped(members)
    return _damaged(content, chance)


def _damaged(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        chance.choice(_FAULTS)(data, chance)
    return bytes(data)


def _span(data: bytearray, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 2, 4, 8, 16, 64, 256, 4096)))


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 1, 4, 16))):
        if data:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _cut_off(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _leave_out(data: bytearray, chance: random.Random) -> None:
    start, end = _span(data, chance)
    del data[start:end]


def _repeat(data: bytearray, chance: random.Random) -> None:
    start, end = _span(data, chance)
    data[end:end] = data[start:end]


def _empty(data: bytearray, chance: random.Random) -> None:
    start, end = _span(data, chance)
    data[start:end] = bytes([chance.choice((0, 255, 32))]) * (end - start)


def _strew(data: bytearray, chance: random.Random) -> None:
    start, _ = _span(data, chance)
    data[start:start] = chance.randbytes(chance.choice((1, 3, 17, 200)))


def _swap(data: bytearray, chance: random.Random) -> None:
    (a, b), (c, d) = sorted((_span(data, chance), _span(data, chance)))
    if b <= c:
        data[a:d] = data[c:d] + data[b:c] + data[a:b]


def _change_number(data: bytearray, chance: random.Random) -> None:
    """A number that is written out becomes another; in binary files, four bytes become an extreme integer."""
    found = list(_NUMBER.finditer(data)) if b"\0" not in data[:2000] else []
    for _ in range(chance.choice((1, 1, 5))):
        if found:
            match = chance.choice(found)
            data[match.start() : match.end()] = chance.choice(_EXTREMES).ljust(match.end() - match.start())
        elif len(data) > 4:
            place = chance.randrange(len(data) - 4)
            data[place : place + 4] = chance.choice(_INTEGERS).to_bytes(4, chance.choice(("little", "big")))


_FAULTS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _flip, _cut_off, _leave_out, _repeat, _empty, _strew, _swap, _change_number, _change_number,
)  # fmt: skip


# --- what becomes of it -------------------------------------------------------------------------------------


def outcome(desk: Desk, path: Path, crs: str | None) -> str:
    """``loaded``, ``quarantined`` (published or held without some rows), or ``refused`` and by what.

    Raises:
        Exception: None of these.
    """
    try:
        done = desk.load(path, crs=crs)
    except Refused as refusal:
        assert str(refusal.message).strip(), "no reason"
        return f"refused {refusal.rule}"
    except UsageError as error:
        assert error.message.strip(), "no reason"
        return "refused as no delivery that we know"
    return _of_run(desk, done)


def _of_run(desk: Desk, done: Outcome) -> str:
    if done.refusal is not None:
        assert str(done.refusal.message).strip(), "no reason"
        return f"refused {done.refusal.rule}"
    assert done.state in ("published", "unchanged", "held"), done.state
    assert done.report is not None
    assert all(balance.balanced for balance in done.report.balance), done.report.balance
    lost = sum(balance.quarantined for balance in done.report.balance)
    told = desk.one("SELECT count(*) FROM meta.issue WHERE run_id = %s AND action = 'quarantined'", done.run)
    assert told >= lost, f"{lost} quarantined, {told} with a reason"
    return f"quarantined ({done.state})" if lost else f"loaded ({done.state})"


def run(url: str, folder: Path, kind: str, numbers: range) -> Iterator[dict[str, object]]:
    """Load deliveries one by one; what each came to, in how many seconds, and the memory so far in MB."""
    shutil.rmtree(folder, ignore_errors=True)  # of a process that fell
    found = kinds(folder / "valid")[kind]
    project = read_project(PROJECT)
    with connect(url) as connection:
        desk = Desk(url, connection, project, Settings(project=PROJECT, state=folder / "state"), folder)
        for number in numbers:
            path = folder / found.name.format(n=number)
            content = found.content if number < 0 else mutated(found.content, random.Random(f"{SEED} {kind} {number}"))
            path.write_bytes(zipped(content) if isinstance(content, dict) else content)
            begun = time.monotonic()
            yield {"begun": number}
            with connection.transaction(force_rollback=True):
                try:
                    said = outcome(desk, path, found.crs)
                except Exception as error:
                    said = f"FAILED {type(error).__name__}: {error}"[:600]
                    traceback.print_exc()
                    if isinstance(error, psycopg.Error) and connection.closed:
                        raise
            path.unlink()
            shutil.rmtree(folder / "state", ignore_errors=True)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            yield {"number": number, "said": said, "seconds": round(time.monotonic() - begun, 2), "memory_mb": memory}


def main() -> None:
    """``URL FOLDER KIND FIRST LAST``; a line of JSON when a delivery begins and when it is done. -1 is undamaged."""
    url, folder, kind, first, last = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    warnings.simplefilter("ignore")
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    for line in run(url, Path(folder), kind, range(int(first), int(last))):
        print(orjson.dumps(line).decode(), flush=True)


if __name__ == "__main__":
    main()
