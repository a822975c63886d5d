"""Register what an office sent: which files, their digest, which data sets; refuse what nobody can read."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sdi.errors import Refused, UsageError
from sdi.ingest.limits import DEFAULT_LIMITS, Limits
from sdi.ingest.refusals import refused
from sdi.ingest.siblings import siblings
from sdi.ingest.sniff import Format, sniff
from sdi.ingest.unpack import JUNK, is_zip, unpack

_PART_SUFFIXES = frozenset(
    [
        ".shx",
        ".dbf",
        ".prj",
        ".cpg",
        ".qpj",
        ".cst",
        ".qix",
        ".sbn",
        ".sbx",
        ".atx",
        ".qmd",
        ".dat",
        ".map",
        ".id",
        ".ind",
        ".mid",
        ".gfs",
        ".xsd",
        ".csvt",
        ".gpkg-wal",
        ".gpkg-shm",
    ]
)
"""Never a data set of its own when it stands beside one."""


@dataclass(frozen=True)
class Dataset:
    """One thing that can be opened: a file with its siblings, or a ``.gdb`` folder."""

    path: Path
    format: Format


@dataclass(frozen=True)
class Delivery:
    """What was sent at one time.

    Attributes:
        name: What people call it: the name of the (first) file or folder as it was sent.
        digest: SHA-256 (hexadecimal) over the sorted names and contents of all files, a ZIP unpacked.
        size: Bytes of all files.
        files: All files, sorted.
        main: What is opened, or the first of it.
        datasets: Everything that can be opened.
        ignored: Names of files that came along and are not read (drawings, documents), with the rule
            that says why.
    """

    name: str
    digest: str
    size: int
    files: tuple[Path, ...]
    main: Path
    datasets: tuple[Dataset, ...] = ()
    ignored: tuple[tuple[str, str], ...] = field(default=())


def register(sources: Sequence[Path], work: Path, limits: Limits = DEFAULT_LIMITS) -> Delivery:
    """Register files and folders as one delivery.

    Cheap on purpose (hash and first bytes), so that a delivery already released is known at once; what
    needs the whole content is looked at by :func:`sdi.ingest.reader.open_source`.

    Args:
        sources: A file, a folder (``.gdb``, or of data sets), a ZIP or KMZ, or several of them.
        work: Where archives are unpacked; named by the archive's digest and used again.
        limits: Bounds on size and number.

    Raises:
        UsageError: a source does not exist.
        Refused: FIL-1 … FIL-6, FIL-8 … FIL-12, FIL-14, FIL-15, FIL-17.
    """
    if not sources:
        raise UsageError("Chưa nêu tệp nào để nạp.", "Nêu đường dẫn tới tệp, thư mục hoặc tệp ZIP.")
    named: dict[str, Path] = {}
    for source in sources:
        for name, path in _collect(source, work, limits):
            if named.get(name, path) != path:
                name = f"{path.parent.name}/{name}"
            named[name] = path
    if len(named) > limits.entries:
        raise refused("FIL-8", f"Lần gửi có {len(named)} tệp, quá {limits.entries}.")
    if not named:
        raise refused("FIL-1", f"Thư mục {sources[0].name} không chứa tệp nào.")
    digest, size = _digest(named)
    datasets, ignored = _datasets(list(named.values()), limits)
    name = unicodedata.normalize("NFC", sources[0].resolve().name)
    return Delivery(
        name=name if len(sources) == 1 else f"{name} (+{len(sources) - 1})",
        digest=digest,
        size=size,
        files=tuple(named[key] for key in sorted(named)),
        main=datasets[0].path,
        datasets=tuple(datasets),
        ignored=tuple(ignored),
    )


def _collect(source: Path, work: Path, limits: Limits) -> Iterable[tuple[str, Path]]:
    """(name within the delivery, path) of every file that belongs to a source."""
    if not source.exists():
        raise UsageError(f"Không tìm thấy {source}.", "Kiểm tra lại đường dẫn.")
    if source.is_dir():
        prefix = f"{source.resolve().name}/" if source.suffix.lower() == ".gdb" else ""
        return [(prefix + name, path) for name, path in _walk(source, limits)]
    if is_zip(source):
        folder = work / _file_digest(source)[:32]
        if not folder.is_dir():
            unpack(source, folder, limits)
        return _walk(folder, limits)
    return [(_name(path.name), path) for path in (source, *siblings(source))]


def _walk(folder: Path, limits: Limits) -> list[tuple[str, Path]]:
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise refused("FIL-9", f"Thư mục {folder.name} có liên kết tượng trưng: {name}.")
        if not path.is_file() or JUNK.search(name) or path.suffix.lower() == ".lock":
            continue
        found.append((_name(name), path))
        if len(found) > limits.entries:
            raise refused("FIL-8", f"Thư mục {folder.name} có quá {limits.entries} tệp.")
    return found


def _name(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _digest(named: dict[str, Path]) -> tuple[str, int]:
    """Digest and total size; names and sizes are part of it, so that no two sets of files look alike."""
    total, size = hashlib.sha256(), 0
    for name in sorted(named):
        path = named[name]
        length = path.stat().st_size
        size += length
        total.update(f"{name}\0{length}\0{_file_digest(path)}\n".encode())
    return total.hexdigest(), size


def _file_digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _datasets(paths: list[Path], limits: Limits) -> tuple[list[Dataset], list[tuple[str, str]]]:
    """The data sets among the files; if there is none, the reason of the most telling file is raised."""
    candidates = sorted(set(_candidates(paths)), key=lambda path: (_name(path.stem), path.suffix))
    datasets, reasons = [], []
    for path in candidates:
        try:
            datasets.append(Dataset(path, sniff(path, limits)))
        except Refused as reason:
            reasons.append((path, reason))
    if not datasets:
        raise min((reason for _, reason in reasons), key=_telling)
    fatal = [reason for path, reason in reasons if reason.rule not in _HARMLESS]
    if fatal:
        raise min(fatal, key=_telling)
    return datasets, [(path.name, reason.rule) for path, reason in reasons]


_HARMLESS = frozenset({"FIL-2", "FIL-3", "FIL-6", "FIL-11"})
"""A drawing, a page or a document beside real data is noted and left; damaged data refuses the whole."""


def _telling(reason: Refused) -> tuple[bool, int]:
    return reason.rule == "FIL-11", int(reason.rule.removeprefix("FIL-"))


def _candidates(paths: list[Path]) -> Iterable[Path]:
    """Files that may be data sets: parts of a set stand for it only when its main file is missing."""
    owned = {part for path in paths for part in siblings(path)}
    for path in paths:
        folder = next((parent for parent in path.parents if parent.suffix.lower() == ".gdb"), None)
        if folder is not None:
            yield folder
        elif path in owned:
            continue
        elif path.suffix.lower() not in _PART_SUFFIXES:
            yield path
        elif path.suffix.lower() in (".shx", ".dbf"):
            raise refused("FIL-12", f"Tệp {path.name} đứng một mình, thiếu {path.stem}.shp.")
        elif path.suffix.lower() in (".dat", ".map", ".id", ".mid") and len(paths) == 1:
            raise refused(
                "FIL-12",
                f"Tệp {path.name} đứng một mình, thiếu tệp chính của bộ MapInfo.",
            )
