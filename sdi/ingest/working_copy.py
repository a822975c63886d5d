"""Working copies for formats that GDAL cannot open as they were sent without harm."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from sdi.ingest.siblings import sibling
from sdi.ingest.sniff import Format


def prepared(path: Path, found: Format, scratch: Path) -> Path:
    """The file as GDAL may open it: itself, or a working copy beside which it may write."""
    if found is Format.MAPINFO:
        return _neutral_mapinfo(path, scratch)
    if found is Format.GML:
        schema = sibling(path, ".xsd")
        if schema is not None:
            (scratch / (path.stem + ".xsd")).symlink_to(schema.resolve())
        copy = scratch / path.name
        copy.symlink_to(path.resolve())
        return copy
    log = path.with_name(path.name + "-wal")
    if found is Format.GEOPACKAGE and log.is_file() and log.stat().st_size:
        shutil.copyfile(log, scratch / log.name)
        return Path(shutil.copyfile(path, scratch / path.name))
    return path


def _neutral_mapinfo(path: Path, scratch: Path) -> Path:
    """A copy whose character set is said to be ISO 8859-1, so that every byte of text comes through.

    GDAL has no option for it, gives up at column names that are not UTF-8, and does not know
    WindowsVietnam.
    """
    for other in path.parent.iterdir():
        if other.stem.lower() == path.stem.lower() and other.suffix.lower() in (
            ".dat",
            ".map",
            ".id",
            ".ind",
            ".mid",
        ):
            (scratch / (path.stem + other.suffix.lower())).symlink_to(other.resolve())
    copy = scratch / (path.stem + path.suffix.lower())
    with path.open("rb") as source, copy.open("wb") as sink:
        head = source.read(64 * 1024)
        sink.write(_with_charset(head))
        shutil.copyfileobj(source, sink)
    return copy


def _with_charset(head: bytes) -> bytes:
    pattern = re.compile(rb'^(\s*(?:type\s+\w+\s+|!)?charset\s+)"?[\w-]+"?', re.IGNORECASE | re.MULTILINE)
    found = pattern.search(head)
    if not found:
        return re.sub(
            rb"^(\s*version\s+\d+\s*?\r?\n)",
            rb'\1Charset "ISO8859_1"\n',
            head,
            count=1,
            flags=re.IGNORECASE,
        )
    return pattern.sub(
        lambda match: match[1] + (b"ISO8859_1" if b"!" in match[1] else b'"ISO8859_1"'),
        head,
    )
