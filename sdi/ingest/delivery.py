"""Register what an office sent: which files, their digest, which data sets; refuse what nobody can read."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from sdi.errors import Refused, UsageError
from sdi.ingest.limits import DEFAULT_LIMITS, Limits
from sdi.ingest.refusals import refused
from sdi.ingest.siblings import siblings
from sdi.ingest.sniff import Format, sniff
from sdi.ingest.unpack import JUNK, is_zip, unpack
from sdi.ingest.work_folder import own_folder

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
    """One thing that can be opened: a file with its siblings, or a ``.gdb`` folder.

    ``name`` is relative to the delivery, as in :attr:`Delivery.files`.
    """

    name: str
    path: Path
    format: Format


@dataclass(frozen=True)
class Delivery:
    """What was sent at one time.

    Attributes:
        name: What people call it: the name of the (first) file or folder as it was sent.
        digest: SHA-256 (hexadecimal) over the sorted names and contents of all files, a ZIP unpacked.
        size: Bytes of all files.
        files: Where each file lies, by its name relative to the delivery; sorted by name.
        main: What is opened, or the first of it.
        datasets: Everything that can be opened.
        ignored: Names of files that came along and are not read (drawings, documents), with the rule
            that says why.
        work: Folder for what must be copied to be read.
    """

    name: str
    digest: str
    size: int
    files: Mapping[str, Path]
    main: Path
    datasets: tuple[Dataset, ...] = ()
    ignored: tuple[tuple[str, str], ...] = field(default=())
    work: Path | None = None


@contextmanager
def registered(sources: Sequence[Path], work: Path, limits: Limits = DEFAULT_LIMITS) -> Iterator[Delivery]:
    """:func:`register`, with what archives hold unpacked for as long as the block runs, and no longer.

    Args:
        sources, limits: As for :func:`register`.
        work: Where every load has a folder of its own.
    """
    with own_folder(work) as folder:
        yield register(sources, folder, limits)


def register(sources: Sequence[Path], work: Path, limits: Limits = DEFAULT_LIMITS) -> Delivery:
    """Register files and folders as one delivery.

    Cheap on purpose (hash and first bytes), so that a delivery already released is known at once; what
    needs the whole content is looked at by :func:`sdi.ingest.reader.open_source`.

    Args:
        sources: A file, a folder (``.gdb``, or of data sets), a ZIP or KMZ, or several of them.
        work: Where archives are unpacked; one that was unpacked there before is not unpacked again.
        limits: Bounds on size and number.

    Raises:
        UsageError: a source does not exist.
        Refused: FIL-1 … FIL-6, FIL-8 … FIL-12, FIL-14, FIL-15, FIL-17.
    """
    if not sources:
        raise UsageError("Chưa nêu tệp nào để nạp.", "Nêu đường dẫn tới tệp, thư mục hoặc tệp ZIP.")
    work.mkdir(parents=True, exist_ok=True)
    named = _named([_collect(source, work, limits) for source in sources])
    if len(named) > limits.entries:
        raise refused("FIL-8", f"Lần gửi có {len(named)} tệp, quá {limits.entries}.")
    if not named:
        raise refused("FIL-1", f"Thư mục {sources[0].name} không chứa tệp nào.")
    digest, size = _digest(named)
    datasets, ignored = _datasets(named, limits)
    name = unicodedata.normalize("NFC", sources[0].resolve().name)
    return Delivery(
        name=name if len(sources) == 1 else f"{name} (+{len(sources) - 1})",
        digest=digest,
        size=size,
        files={key: named[key] for key in sorted(named)},
        main=datasets[0].path,
        datasets=tuple(datasets),
        ignored=tuple(ignored),
        work=work,
    )


@dataclass(frozen=True)
class _Sent:
    """What one source brings: ``files`` by name relative to the folder ``root``, which people call ``label``."""

    root: Path
    label: str
    files: dict[str, Path]


def _collect(source: Path, work: Path, limits: Limits) -> _Sent:
    """Every file that belongs to a source."""
    if not source.exists():
        raise UsageError(f"Không tìm thấy {source}.", "Kiểm tra lại đường dẫn.")
    source = source.resolve() if source.is_dir() else source.parent.resolve() / source.name
    if source.parent.suffix.lower() == ".gdb":
        source = source.parent
    if source.is_dir():
        inside = _walk(source, limits)
        if source.suffix.lower() == ".gdb":
            return _Sent(source.parent, source.parent.name, {f"{source.name}/{n}": p for n, p in inside.items()})
        return _Sent(source, source.name, inside)
    if is_zip(source):
        folder = work / f"{file_digest(source)[:32]}-{hashlib.sha256(bytes(source)).hexdigest()[:8]}"
        if not folder.is_dir():
            unpack(source, folder, limits)
        return _Sent(folder, source.stem, _walk(folder, limits))
    together = {_name(path.name): path for path in (source, *siblings(source))}
    return _Sent(source.parent, source.parent.name, together)


def _named(sent: Sequence[_Sent]) -> dict[str, Path]:
    """All files under names that are unique in the delivery.

    Where two sources bring different files of one name, each of them keeps its files in a folder: named like
    the one that they come from, and numbered when that is taken too. Parts of one data set stay together.
    """
    paths: dict[str, set[Path]] = defaultdict(set)
    for each in sent:
        for name, path in each.files.items():
            paths[name].add(path)
    doubled = {name for name, found in paths.items() if len(found) > 1}
    doubled |= {name for name in paths if any(str(folder) in paths for folder in PurePosixPath(name).parents)}
    taken = {name.split("/")[0] for name in paths}
    folders: dict[Path, str] = {}
    named: dict[str, Path] = {}
    for each in sent:
        if not doubled & each.files.keys():
            named |= each.files
            continue
        if each.root not in folders:
            folders[each.root] = _free(_name(each.label), taken)
            taken.add(folders[each.root])
        named |= {f"{folders[each.root]}/{name}": path for name, path in each.files.items()}
    return named


def _free(label: str, taken: set[str]) -> str:
    label = label.strip(". ") or "_"
    name, number = label, 2
    while name in taken:
        name, number = f"{label} ({number})", number + 1
    return name


def _walk(folder: Path, limits: Limits) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            raise refused("FIL-9", f"Thư mục {folder.name} có liên kết tượng trưng: {name}.")
        if not path.is_file() or JUNK.search(name) or path.suffix.lower() == ".lock":
            continue
        name = _name(name)
        if name in found:
            raise refused("FIL-17", f"Thư mục {folder.name} có hai tệp cùng tên {name}, chỉ khác cách mã hóa dấu.")
        found[name] = path
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
        total.update(f"{name}\0{length}\0{file_digest(path)}\n".encode())
    return total.hexdigest(), size


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _datasets(named: Mapping[str, Path], limits: Limits) -> tuple[list[Dataset], list[tuple[str, str]]]:
    """The data sets among the files; if there is none, the reason of the most telling file is raised."""
    candidates = sorted(dict(_candidates(named)).items(), key=lambda item: (item[1].stem, item[1].suffix, item[0]))
    datasets, reasons = [], []
    for name, path in candidates:
        try:
            datasets.append(Dataset(name, path, sniff(path, limits)))
        except Refused as reason:
            reasons.append((name, reason))
    if not datasets and not reasons:
        raise refused("FIL-11", f"Không có tệp dữ liệu nào trong các tệp đã gửi: {', '.join(sorted(named)[:5])}.")
    if not datasets:
        raise min((reason for _, reason in reasons), key=_telling)
    fatal = [reason for _, reason in reasons if reason.rule not in _HARMLESS]
    if fatal:
        raise min(fatal, key=_telling)
    return datasets, [(name, reason.rule) for name, reason in reasons]


_HARMLESS = frozenset({"FIL-2", "FIL-3", "FIL-6", "FIL-11"})
"""A drawing, a page or a document beside real data is noted and left; damaged data refuses the whole."""


def _telling(reason: Refused) -> tuple[bool, int]:
    return reason.rule == "FIL-11", int(reason.rule.removeprefix("FIL-"))


def _candidates(named: Mapping[str, Path]) -> Iterable[tuple[str, Path]]:
    """Files that may be data sets: parts of a set stand for it only when its main file is missing."""
    owned = {part for path in named.values() for part in siblings(path)}
    for name, path in named.items():
        within = _geodatabase(name, path)
        if within is not None:
            yield within
        elif path in owned:
            continue
        elif path.suffix.lower() not in _PART_SUFFIXES:
            yield name, path
        elif path.suffix.lower() in (".shx", ".dbf"):
            raise refused("FIL-12", f"Tệp {path.name} đứng một mình, thiếu {path.stem}.shp.")
        elif path.suffix.lower() in (".dat", ".map", ".id", ".mid") and len(named) == 1:
            raise refused(
                "FIL-12",
                f"Tệp {path.name} đứng một mình, thiếu tệp chính của bộ MapInfo.",
            )


def _geodatabase(name: str, path: Path) -> tuple[str, Path] | None:
    """The ``.gdb`` folder of the delivery that a file lies in: its name and where it is."""
    parts = name.split("/")
    for depth in range(len(parts) - 1, 0, -1):
        folder = path.parents[len(parts) - 1 - depth]
        if folder.suffix.lower() == ".gdb":
            return "/".join(parts[:depth]), folder
    return None
