"""A database as files, and back: ``pg_dump``, ``pg_restore`` and ``psql``, run for the owner.

The dump is of one snapshot; restoring is one transaction. The owner of the data is no superuser and the server may be
somebody else's, so nothing here needs more than the owner's login (docs/adr/0026).
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sdi.db.connect import Connection
from sdi.db.postmaster import newest_programs
from sdi.errors import InternalError

JOBS = 2
"""Tables that are dumped at a time."""

_TABLE = re.compile(r"(?:dumping contents of table|processing data for table) \"?([^\"]+)\"?")
_TABLE_ENTRY = re.compile(r"^\d+; \d+ \d+ TABLE DATA ")

# Entries of an archive that the new database has by itself, or that belong to its server. A trusted extension is made
# by whoever owns the database; PostGIS is not.
_NOT_OURS = re.compile(
    r"^\d+; \d+ \d+ (EXTENSION - postgis|COMMENT - EXTENSION |SCHEMA - public |COMMENT - SCHEMA public"
    r"|TABLE DATA public spatial_ref_sys |ACL public (TABLE spatial_ref_sys|FUNCTION st_))"
)

Program = subprocess.Popen[bytes]

Told = Callable[[str], None]
"""Is told the name of each table when its rows are read or written."""


def dump(database_url: str, folder: Path, snapshot: str, excluded: Sequence[str], told: Told) -> None:
    """Write everything that a snapshot sees into ``folder`` (made here), in pg_dump's directory format.

    Args:
        snapshot: As ``pg_export_snapshot()`` gives it, on a transaction that stays open meanwhile.
        excluded: Patterns of tables that are left out.

    Raises:
        MissingComponent: The programs are not installed, or older than the server.
        InternalError: It failed, e.g. for a full disk; what was written stays for the caller to remove.
    """
    command = ["--format=directory", f"--jobs={JOBS}", "--compress=1", f"--snapshot={snapshot}", "--no-owner"]
    command += ["--verbose", f"--file={folder}", *(f"--exclude-table={pattern}" for pattern in excluded)]
    code, said = _run("pg_dump", database_url, command, told)
    if code:
        raise InternalError(f"Không xuất được cơ sở dữ liệu: {said}.", "Kiểm tra dung lượng đĩa rồi chạy lại.")


def tables_of(folder: Path) -> int:
    """How many tables an archive has rows of.

    Raises:
        InternalError: It cannot be read.
    """
    return sum(1 for entry in _entries(folder) if _TABLE_ENTRY.match(entry))


def restore(database_url: str, folder: Path, before: str, after: str, told: Told) -> None:
    """Put an archive into a database, all of it or nothing: one transaction with what comes before and after.

    Args:
        before: SQL that makes room; it runs first.
        after: SQL that checks; when it fails, nothing has happened.

    Raises:
        InternalError: It failed; the database is as it was.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".list", encoding="utf-8") as wanted:
        wanted.write("\n".join(entry for entry in _entries(folder) if not _NOT_OURS.match(entry)))
        wanted.flush()
        command = ["--no-owner", "--verbose", f"--use-list={wanted.name}", "--file=-", str(folder)]
        reader = subprocess.Popen(
            [_program("pg_restore"), *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()
        )
        address, environment = _login(database_url)
        command = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", f"--dbname={address}"]
        writer = subprocess.Popen(
            [_program("psql"), *command, "--file=-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
        _pump(reader, writer, before, after, told)


def _pump(reader: Program, writer: Program, before: str, after: str, told: Told) -> None:
    """From one program to the other. The COMMIT is ours to say: an end of input, however it came about, is none."""
    assert reader.stdout and reader.stderr and writer.stdin and writer.stderr
    heard, complaints = _Listener(reader.stderr, told), _Listener(writer.stderr, told)
    whole = False
    try:
        writer.stdin.write(f"BEGIN;\n{before}\n".encode())
        while block := reader.stdout.read(1 << 16):
            writer.stdin.write(block)
        if whole := reader.wait() == 0:
            writer.stdin.write(f"\n{after}\nCOMMIT;\n".encode())
            writer.stdin.flush()
    except BrokenPipeError:  # psql has stopped at an error, and says so
        whole = False
    finally:
        if not whole:
            reader.kill()
            writer.kill()
        with suppress(BrokenPipeError):
            writer.stdin.close()
        reader.wait()
        writer.wait()
    if not whole or writer.returncode:
        raise InternalError(
            f"Không phục hồi được: {complaints.last() or heard.last() or 'không rõ lý do'}."
            " Cơ sở dữ liệu vẫn như trước.",
            "Khắc phục rồi chạy lại.",
        )


class _Listener:
    """Reads what a program says on its way, so that it never waits for us."""

    def __init__(self, stream: IO[bytes], told: Told) -> None:
        self._faults: list[str] = []
        self._thread = threading.Thread(target=self._listen, args=(stream, told), daemon=True)
        self._thread.start()

    def last(self) -> str:
        """Its first complaint: later ones follow from it."""
        self._thread.join(timeout=5)
        return self._faults[0].rstrip(".") if self._faults else ""

    def _listen(self, stream: IO[bytes], told: Told) -> None:
        with stream:
            for raw in stream:
                line = raw.decode("utf-8", "replace").strip()
                if found := _TABLE.search(line):
                    told(found[1])
                elif re.search(r"\b(error|fatal|ERROR|FATAL|PANIC):", line):
                    self._faults.append(line)


def _run(program: str, database_url: str, arguments: Iterable[str], told: Told) -> tuple[int, str]:
    address, environment = _login(database_url)
    process = subprocess.Popen(
        [_program(program), f"--dbname={address}", *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment,
    )  # fmt: skip
    assert process.stderr
    heard = _Listener(process.stderr, told)
    try:
        code = process.wait()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    return code, heard.last() or "không rõ lý do"


def _entries(folder: Path) -> list[str]:
    listed = subprocess.run(
        [_program("pg_restore"), "--list", str(folder)], capture_output=True, text=True, check=False, env=_environment()
    )
    if listed.returncode:
        raise InternalError(f"Không đọc được mục lục của bản sao lưu: {listed.stderr.strip()}")
    return [line for line in listed.stdout.splitlines() if line and not line.startswith(";")]


def _login(database_url: str) -> tuple[str, dict[str, str]]:
    """Address without the password, which everybody on the machine could read in the list of processes."""
    parts = {name: str(value) for name, value in conninfo_to_dict(database_url).items() if value is not None}
    password = parts.pop("password", None)
    return make_conninfo("", **parts), _environment() | ({"PGPASSWORD": password} if password else {})


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("LC_")} | {"LC_ALL": "C.UTF-8"}


def _program(name: str) -> str:
    return str(newest_programs(name) / name)


def snapshot_of(connection: Connection) -> str:
    """The name by which other sessions join this transaction's snapshot."""
    row = connection.execute("SELECT pg_export_snapshot()").fetchone()
    assert row is not None
    return str(row[0])
