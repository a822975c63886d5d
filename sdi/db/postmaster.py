"""The server process of one data directory: making the directory, starting, finding and stopping the server.

Knows nothing about roles, databases and passwords (:mod:`sdi.db.cluster` does). Every program runs, and
every file is written, as the account that owns the directory.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from sdi.db.certificate import self_signed
from sdi.db.cluster_config import CERTIFICATE, KEY, access_rules, memory_bytes, server_settings
from sdi.errors import InternalError, MissingComponent

PATIENCE_S = 300  # crash recovery after a long load may take minutes

_VERSIONS = Path("/usr/lib/postgresql")
_EXTENSIONS = Path("/usr/share/postgresql")
_PORTS = range(15432, 16432)  # below the ports that the system hands out to outgoing connections


def find_binaries(major: str | None = None) -> Path:
    """The program directory of the newest installed PostgreSQL that has PostGIS.

    Args:
        major: Only this major version, e.g. ``"15"``: the one that made an existing data directory.

    Raises:
        MissingComponent: PostgreSQL or its PostGIS is not installed.
    """
    servers = [folder for folder in _VERSIONS.glob("[0-9]*") if (folder / "bin" / "initdb").is_file()]
    servers = [folder for folder in servers if major in (None, folder.name)]
    ready = [f for f in servers if (_EXTENSIONS / f.name / "extension" / "postgis.control").is_file()]
    if ready:
        return max(ready, key=lambda folder: float(folder.name)) / "bin"
    wanted = major or max((folder.name for folder in servers), key=float, default=None)
    packages = f"postgresql-{wanted} postgresql-{wanted}-postgis-3" if wanted else "postgresql postgis"
    if major and not servers:
        message = f"Dữ liệu do PostgreSQL {major} tạo nhưng phiên bản này không còn trên máy; dữ liệu vẫn nguyên."
    elif servers:
        message = "Máy đã có PostgreSQL nhưng chưa có PostGIS."
    else:
        message = "Máy chưa có PostgreSQL và PostGIS."
    raise MissingComponent(
        message,
        f"Cài bằng «sudo apt-get install {packages}» (hoặc «scripts/bootstrap»), "
        "hay đặt SDI_DATABASE_URL trỏ tới một máy chủ PostGIS có sẵn.",
    )


def newest_programs(name: str) -> Path:
    """The directory of the newest client programs (``pg_dump``, ``psql`` …): newer ones read older servers.

    Raises:
        MissingComponent: They are not installed.
    """
    found = [folder for folder in _VERSIONS.glob("[0-9]*") if (folder / "bin" / name).is_file()]
    if found:
        return max(found, key=lambda folder: float(folder.name)) / "bin"
    raise MissingComponent(
        f"Máy chưa có chương trình {name} của PostgreSQL.", "Cài bằng «sudo apt-get install postgresql-client»."
    )


def initialise(home: Path, account: pwd.struct_passwd, *, durable: bool) -> None:
    """Make the data directory; it gets its name only when it is complete."""
    data, fresh = home / "data", home / "data.new"
    if (data / "PG_VERSION").exists():
        return
    if fresh.exists():
        shutil.rmtree(fresh)
    binaries = find_binaries()
    command = [str(binaries / "initdb"), "--pgdata", str(fresh), "--username", "postgres", "--data-checksums"]
    command += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--lc-messages", "C", "--auth", "reject"]
    command += [] if durable else ["--no-sync"]
    made = run_as(account, *command)
    if made.returncode != 0:
        raise InternalError(
            f"Không tạo được cụm PostgreSQL trong {home}: {made.stderr.strip()}",
            "Kiểm tra dung lượng đĩa và quyền ghi rồi chạy lại.",
        )
    fresh.rename(data)


def start_server(home: Path, account: pwd.struct_passwd, *, listen: str, durable: bool) -> None:
    """Configure and start the server; waits until it takes connections, through crash recovery too."""
    data = home / "data"
    major = (data / "PG_VERSION").read_text("ascii").strip()
    binaries = find_binaries(major)
    sockets = _socket_directory(home, account)
    _clear_leftovers(data, sockets)
    log = home / "log" / "start.log"
    folders = run_as(account, "mkdir", "-p", "-m", "700", str(log.parent), str(sockets))
    if folders.returncode != 0 or sockets.lstat().st_uid != account.pw_uid:
        raise InternalError(f"Không dùng được thư mục {sockets}: {folders.stderr.strip()}", "Xóa nó rồi chạy lại.")
    if listen != "127.0.0.1" and not (data / CERTIFICATE).exists():
        certificate, key = self_signed(listen)
        write_as(account, data / KEY, key)
        write_as(account, data / CERTIFICATE, certificate)
    hba, ident = access_rules(account.pw_name, remote=listen != "127.0.0.1")
    write_as(account, data / "pg_hba.conf", hba)
    write_as(account, data / "pg_ident.conf", ident)
    # Another program may take the port between the look and the start, hence more than one attempt.
    for _ in range(3):
        port = _free_port(home / "port", listen)
        settings = server_settings(
            memory_bytes(), major=major, listen=listen, port=port, sockets=sockets, log=log.parent, durable=durable
        )
        write_as(account, data / "postgresql.conf", settings)
        run_as(account, "rm", "-f", str(log))
        command = [str(binaries / "pg_ctl"), "start", "-D", str(data), "-l", str(log)]
        begun = run_as(account, *command, "-w", "-t", str(PATIENCE_S))
        if begun.returncode == 0:
            write_as(account, home / "port", f"{port}\n")
            return
        if _is_free(port, listen):
            break
    raise InternalError(
        f"PostgreSQL không khởi động được; dữ liệu vẫn nguyên trong {data}. "
        f"{begun.stderr.strip()} {_last_lines(log.parent)}",
        f"Xem nhật ký trong {log.parent}.",
    )


def stop_server(home: Path, account: pwd.struct_passwd, *, tidily: bool = True) -> None:
    """Stop the server; open connections are cut, and a server that does not obey is ended hard.

    Args:
        tidily: write everything out first; without, the server would recover at its next start.
    """
    data = home / "data"
    binaries = find_binaries((data / "PG_VERSION").read_text("ascii").strip())
    for mode in ("fast", "immediate") if tidily else ("immediate",):
        ended = run_as(account, str(binaries / "pg_ctl"), "stop", "-D", str(data), "-w", "-t", "60", "-m", mode)
        if ended.returncode == 0 or postmaster(data) is None:
            return
    raise InternalError(f"PostgreSQL không dừng: {ended.stderr.strip()}", f"Xem nhật ký trong {home / 'log'}.")


def postmaster(data: Path) -> int | None:
    """The process id of the server that runs on this data directory.

    The number in the lock file alone proves nothing: after a reboot it may be anybody's.
    """
    lines = lock_lines(data)
    pid = int(lines[0]) if lines and lines[0].strip().isdigit() else 0
    return pid if pid and _serves(pid, data) else None


def lock_lines(data: Path) -> list[str]:
    """The server's lock file: process id, data directory, start, port, socket directory, …, state."""
    try:
        return (data / "postmaster.pid").read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []


def is_ready(data: Path) -> bool:
    """Whether a server takes connections; waits for one that is starting, or stopping, to have done so."""
    deadline = time.monotonic() + PATIENCE_S
    while postmaster(data) is not None and time.monotonic() < deadline:
        lines = lock_lines(data)
        if len(lines) > 7 and lines[7].strip() == "ready":
            return True
        time.sleep(0.1)
    return False


def run_as(account: pwd.struct_passwd, *command: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program as the account, with a bare environment (a stray PGPORT or LANG must not matter)."""
    switch = os.geteuid() != account.pw_uid
    return subprocess.run(
        command,
        input="" if text is None else text,
        check=False,
        capture_output=True,
        text=True,
        cwd="/",  # the caller's directory may be closed to the account
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/"},
        user=account.pw_uid if switch else None,
        group=account.pw_gid if switch else None,
        extra_groups=[] if switch else None,
    )


def write_as(account: pwd.struct_passwd, path: Path, text: str) -> None:
    """Replace a file in one step, as the account: root must not follow links in a directory of another."""
    script = 'umask 077 && cat > "$1.new" && mv "$1.new" "$1"'
    done = run_as(account, "sh", "-c", script, "sh", str(path), text=text)
    if done.returncode != 0:
        raise InternalError(f"Không ghi được {path}: {done.stderr.strip()}", "Kiểm tra dung lượng đĩa và quyền ghi.")


def _serves(pid: int, data: Path) -> bool:
    """Is this process a PostgreSQL one of this data directory (they all work in it)?"""
    process = Path(f"/proc/{pid}")
    try:
        return (process / "comm").read_text().strip() == "postgres" and (process / "cwd").readlink() == data
    except OSError:
        return False


def _clear_leftovers(data: Path, sockets: Path) -> None:
    """After a killed server: end its orphaned workers, then remove its lock files.

    In this order: the lock file is what keeps PostgreSQL from starting beside living orphans. PostgreSQL
    itself would let a dead server's number stop it when the number lives on: as another program's, or as
    a process that nobody has collected (containers whose first process does not).
    """
    deadline = time.monotonic() + 5
    while orphans := [int(p.name) for p in Path("/proc").glob("[0-9]*") if _serves(int(p.name), data)]:
        for pid in orphans:
            try:
                os.kill(pid, signal.SIGQUIT if time.monotonic() < deadline else signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.05)
    for lock in (data / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):
        lock.unlink(missing_ok=True)


def _socket_directory(home: Path, account: pwd.struct_passwd) -> Path:
    """``run/``, or a short plain path where that one is too long (107 bytes) or has letters to quote."""
    inside = home / "run"
    if re.fullmatch(r"[A-Za-z0-9/._-]{1,85}", str(inside)):
        return inside
    return Path("/tmp") / f"sdi-{account.pw_uid}-{hashlib.sha256(bytes(home)).hexdigest()[:12]}"


def _free_port(memory: Path, listen: str) -> int:
    known = [int(memory.read_text("ascii"))] if memory.exists() else []
    for port in (*known, *_PORTS):
        if _is_free(port, listen):
            return port
    raise InternalError(f"Các cổng {_PORTS.start}–{_PORTS.stop - 1} đều bận.", "Dừng bớt chương trình rồi chạy lại.")


def _is_free(port: int, listen: str) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as PostgreSQL does
        try:
            probe.bind(("127.0.0.1" if listen == "127.0.0.1" else "0.0.0.0", port))
        except OSError:
            return False
    return True


def _last_lines(logs: Path) -> str:
    """What the server said last, wherever it had got to when it said it."""
    newest = max(logs.glob("*.log"), key=lambda path: path.stat().st_mtime, default=None)
    text = newest.read_text("utf-8", "replace") if newest else ""
    return " / ".join(line.strip() for line in text.splitlines()[-3:])
