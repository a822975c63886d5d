"""Unpack a ZIP (or KMZ) without being harmed by it."""

from __future__ import annotations

import errno
import lzma
import re
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path, PurePosixPath

from sdi.ingest.limits import DEFAULT_LIMITS, Limits
from sdi.ingest.refusals import refused

_CHUNK = 1024 * 1024
_NESTED = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    ValueError,
    struct.error,
    FileExistsError,
    NotADirectoryError,
    IsADirectoryError,
)
"""What a damaged archive makes the standard library raise; a full disk is not among them."""
_DATA_IN_ZIP = {".xlsx", ".kmz"}
"""Formats that are ZIP containers themselves; KMZ is unpacked one level further."""
JUNK = re.compile(
    r"(^|/)(__MACOSX(/|$)|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)",
    re.IGNORECASE,
)


def is_zip(path: Path) -> bool:
    """Whether the file is a ZIP to be unpacked (an XLSX is a ZIP too, and is not)."""
    with path.open("rb") as stream:
        return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08") and path.suffix.lower() != ".xlsx"


def check_container(path: Path, limits: Limits = DEFAULT_LIMITS) -> None:
    """Judge a ZIP by its directory alone, without unpacking a byte.

    Raises:
        Refused: FIL-8, FIL-9, FIL-14, FIL-17.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_entries(path, archive, limits)
    except _DAMAGE as fault:
        raise _damaged(path) from fault


def unpack(path: Path, folder: Path, limits: Limits = DEFAULT_LIMITS) -> None:
    """Unpack into ``folder``, which appears only when all went well.

    Raises:
        Refused: FIL-1 nothing in it, FIL-8 too large, FIL-9 leaves the folder, FIL-14 encrypted,
            FIL-15 an archive in the archive, FIL-17 damaged.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".unpack-", dir=folder.parent))
    try:
        _unpack_into(path, partial, limits, nested=False)
        if not any(entry.is_file() for entry in partial.rglob("*")):
            raise refused("FIL-1", f"Tệp nén {path.name} không chứa tệp nào.")
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _unpack_into(path: Path, folder: Path, limits: Limits, *, nested: bool) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = _check_entries(path, archive, limits)
            left = limits.total
            for entry, name in entries:
                target = folder / (f"{path.stem}.kml" if _names_itself(path, name) else name)
                left -= _write(path, archive, entry, target, left, limits)
                _look_inside(path, target, limits, nested=nested)
    except _DAMAGE as fault:
        raise _damaged(path) from fault
    except OSError as fault:
        if fault.errno != errno.EINVAL:
            raise
        raise _damaged(path) from fault  # the directory says that an entry begins before the file does


def _names_itself(path: Path, name: PurePosixPath) -> bool:
    """The document of a KMZ is ``doc.kml`` in every KMZ; people named the KMZ."""
    return path.suffix.lower() == ".kmz" and str(name).casefold() == "doc.kml"


def _check_entries(path: Path, archive: zipfile.ZipFile, limits: Limits) -> list[tuple[zipfile.ZipInfo, PurePosixPath]]:
    """The entries worth unpacking with their safe relative names."""
    infos = archive.infolist()
    if len(infos) > limits.entries:
        raise refused("FIL-8", f"Tệp nén {path.name} có {len(infos)} tệp, quá {limits.entries}.")
    kept, names, total = [], set(), 0
    for info in infos:
        name = _safe_name(path, info)
        if info.is_dir() or JUNK.search(str(name)):
            continue
        if info.flag_bits & 0x1:
            raise refused("FIL-14", f"Tệp nén {path.name} có mật khẩu.")
        if str(name).casefold() in names:
            raise refused("FIL-17", f"Tệp nén {path.name} có hai tệp cùng tên {name}.")
        names.add(str(name).casefold())
        total += info.file_size
        packed = max(info.compress_size, 1)
        if info.file_size > limits.ratio_from and info.file_size > limits.ratio * packed:
            raise _bomb(path, f"{name} nở ra {info.file_size // packed} lần")
        if total > limits.total:
            raise _bomb(path, f"nở ra hơn {limits.total} byte")
        kept.append((info, name))
    return kept


def _safe_name(path: Path, info: zipfile.ZipInfo) -> PurePosixPath:
    """The entry's relative name; Windows tools write UTF-8 names without saying so."""
    raw = info.orig_filename
    if not info.flag_bits & 0x800:
        with suppress(UnicodeError):
            raw = raw.encode("cp437").decode("utf-8")
    name = PurePosixPath(raw.replace("\\", "/"))
    absolute = name.is_absolute() or re.match(r"^[A-Za-z]:", str(name))
    if absolute or ".." in name.parts or "\0" in raw or any(len(part.encode()) > 255 for part in name.parts):
        raise refused(
            "FIL-9",
            f"Tệp nén {path.name} có đường dẫn ra ngoài thư mục: {raw[:120]!r}.",
        )
    mode = info.external_attr >> 16
    if mode and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_IFMT(mode) == 0):
        raise refused("FIL-9", f"Tệp nén {path.name} có liên kết hoặc tệp đặc biệt: {name}.")
    return name


def _write(
    path: Path,
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    target: Path,
    left: int,
    limits: Limits,
) -> int:
    """Write one entry, counting what really comes out: the directory may lie.

    Returns:
        Bytes written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    written, packed = 0, max(info.compress_size, 1)
    with archive.open(info) as source, target.open("xb") as sink:
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > left or (written > limits.ratio_from and written > limits.ratio * packed):
                raise _bomb(path, f"{target.name} nở ra quá giới hạn")
            sink.write(chunk)
    return written


def _look_inside(path: Path, target: Path, limits: Limits, *, nested: bool) -> None:
    with target.open("rb") as stream:
        head = stream.read(8)
    if not head.startswith(_NESTED):
        return
    suffix = target.suffix.lower()
    if nested or suffix not in _DATA_IN_ZIP:
        raise refused("FIL-15", f"Tệp nén {path.name} chứa tệp nén khác: {target.name}.")
    if suffix == ".kmz":
        _unpack_into(target, target.with_name(target.stem), limits, nested=True)
        target.unlink()


def _bomb(path: Path, why: str) -> Exception:
    return refused(
        "FIL-8",
        f"Tệp nén {path.name} nở ra bất thường ({why}); đã dừng và xóa phần đã giải nén.",
    )


def _damaged(path: Path) -> Exception:
    return refused("FIL-17", f"Tệp nén {path.name} bị hỏng hoặc bị cắt cụt.")
