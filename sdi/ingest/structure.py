"""Is a binary data set whole? Many readers hand out what comes before the damage and say nothing of the rest."""

from __future__ import annotations

import mmap
import re
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

from sdi.ingest.refusals import refused
from sdi.ingest.siblings import sibling


def shapefile_records(path: Path) -> int:
    """Lengths stated in the headers must fit the files; records of .shx and .dbf must be as many.

    Returns:
        The number of records that are not marked as deleted.
    """
    index, table = sibling(path, ".shx"), sibling(path, ".dbf")
    assert index is not None and table is not None  # sniff() refused the others
    for part in (path, index):
        stated = struct.unpack(">i", _bytes(part, 24, 4))[0] * 2
        if stated < 100 or stated > part.stat().st_size:
            raise _cut(part, stated)
    records = (struct.unpack(">i", _bytes(index, 24, 4))[0] * 2 - 100) // 8
    count, header, row = struct.unpack("<IHH", _bytes(table, 4, 8))
    if header + count * row > table.stat().st_size + 1:
        raise _cut(table, header + count * row)
    if count != records:
        raise refused(
            "FIL-17",
            f"Bộ Shapefile {path.stem} không khớp: {records} hình trong .shx nhưng {count} dòng trong .dbf.",
        )
    if records:
        offset, length = struct.unpack(">ii", _bytes(index, 100 + (records - 1) * 8, 8))
        if offset * 2 + 8 + length * 2 > path.stat().st_size:
            raise _cut(path, offset * 2 + 8 + length * 2)
    return int(records) - _deleted(table, count, header, row)


def _deleted(table: Path, count: int, header: int, row: int) -> int:
    """Records marked as deleted (their first byte is ``*``); every reader passes over them."""
    if not count or not row:
        return 0
    import numpy as np  # a delivery that is known already needs none of it

    octets = np.memmap(table, dtype=np.uint8, mode="r")
    return int(np.count_nonzero(octets[header : header + count * row : row] == ord("*")))


def _bytes(path: Path, offset: int, size: int) -> bytes:
    with path.open("rb") as stream:
        stream.seek(offset)
        found = stream.read(size)
    if len(found) < size:
        raise _cut(path, offset + size)
    return found


def _cut(path: Path, stated: int) -> Exception:
    size = path.stat().st_size
    return refused(
        "FIL-17",
        f"Tệp {path.name} bị cắt cụt: cần {stated} byte nhưng chỉ có {size} byte.",
    )


def check_geopackage(path: Path) -> None:
    """SQLite must be able to read the catalogue, and all pages that the header counts must be there."""
    head = _bytes(path, 0, 100)
    page = struct.unpack(">H", head[16:18])[0]
    page = 65536 if page == 1 else page
    pages = struct.unpack(">I", head[28:32])[0]
    if head[24:28] == head[92:96] and pages * page > path.stat().st_size:
        raise _cut(path, pages * page)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            database.text_factory = bytes  # names may be in any encoding
            database.execute("SELECT table_name, data_type FROM gpkg_contents").fetchall()
    except sqlite3.DatabaseError as fault:
        raise refused("FIL-17", f"Tệp GeoPackage {path.name} bị hỏng: {fault}.") from fault
    except UnicodeDecodeError as fault:  # of the words in which SQLite says what is wrong
        raise refused("FIL-17", f"Tệp GeoPackage {path.name} bị hỏng.") from fault


def mapinfo_records(path: Path) -> int | None:
    """A native table has as many entries in its .id as rows in its .dat, all of them within its .map.

    Returns:
        The number of rows that are not marked as deleted, None where the table is not native.
    """
    table, index, objects = (sibling(path, suffix) for suffix in (".dat", ".id", ".map"))
    if table is None or index is None or objects is None:
        return None
    count, header, row = struct.unpack("<IHH", _bytes(table, 4, 8))
    if header + count * row > table.stat().st_size + 1:
        raise _cut(table, header + count * row)
    if index.stat().st_size < count * 4:
        raise _cut(index, count * 4)
    import numpy as np

    last = int(np.fromfile(index, dtype="<u4", count=count).max(initial=0))
    if last >= objects.stat().st_size:
        raise _cut(objects, last + 1)
    return int(count) - _deleted(table, count, header, row)


def check_dxf(path: Path) -> None:
    """A drawing ends with the group ``0 EOF``."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 4096))
        tail = stream.read()
    if not re.search(rb"EOF[\s\0\x1a]*$", tail):
        raise refused("FIL-17", f"Tệp {path.name} bị cắt cụt: bản vẽ DXF không có dấu kết thúc (EOF).")


def check_dgn(path: Path) -> None:
    """Walk from element to element: each says how many words follow, the last is followed by FF FF."""
    size = path.stat().st_size
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as octets:
        at = 0
        while at + 4 <= size and octets[at : at + 2] != b"\xff\xff":
            at += 4 + 2 * int.from_bytes(octets[at + 2 : at + 4], "little")
    if at > size or 0 < size - at < 2:
        raise _cut(path, at)
