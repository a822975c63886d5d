"""The private PostgreSQL cluster: made at first use, run by an unprivileged account, found again later.

Everything lies in ``<state directory>/postgres``::

    data/         the data directory (checksums, UTF-8, C.UTF-8; ICU collations such as "vi-x-icu" exist)
    log/          a week of server logs
    run/          the Unix socket
    port          the loopback port, kept from start to start while it is free
    provisioned   which role, password and extensions the cluster already has

PostgreSQL refuses to run as root, so root hands the cluster to an unprivileged account. When that account
cannot reach the state directory (a project under ``/root``), ``postgres`` is a link into ``/var/lib/sdi``:
other people's directories keep their permissions.

The owner of the data is the role ``sdi``: it may create roles and databases but is no superuser, as on
a server run by somebody else. The superuser ``postgres`` has no password and answers only to the account
that runs the server, and to root, over the socket.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import psycopg
from filelock import FileLock, Timeout
from psycopg import sql

from sdi.db.cluster_config import access_rules, memory_bytes, server_settings
from sdi.errors import InternalError, MissingComponent, UsageError

OWNER = "sdi"
DATABASE = "sdi"

_VERSIONS = Path("/usr/lib/postgresql")
_EXTENSIONS = Path("/usr/share/postgresql")
_OUTSIDE = Path("/var/lib/sdi")
_PORTS = range(15432, 16432)  # below the ports that the system hands out to outgoing connections
_PROVISION = 1  # raise it when _provision changes
_PATIENCE_S = 300  # crash recovery after a long load may take minutes


@dataclass(frozen=True)
class Cluster:
    """A running cluster.

    Attributes:
        directory: The data directory.
        port: TCP port on loopback.
        user: Operating system account that runs it.
        socket: Directory of the Unix socket.
        url: The owner's URL for libpq, with its password.
        started: True when the call that returned this started the server, and so should stop it.
    """

    directory: Path
    port: int
    user: str
    socket: Path
    url: str = field(repr=False)
    started: bool = False


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
        message = (
            f"Dữ liệu do PostgreSQL {major} tạo nhưng phiên bản này không còn trên máy; dữ liệu vẫn nguyên."
        )
    elif servers:
        message = "Máy đã có PostgreSQL nhưng chưa có PostGIS."
    else:
        message = "Máy chưa có PostgreSQL và PostGIS."
    raise MissingComponent(
        message,
        f"Cài bằng «sudo apt-get install {packages}» (hoặc «scripts/bootstrap»), "
        "hay đặt SDI_DATABASE_URL trỏ tới một máy chủ PostGIS có sẵn.",
    )


def ensure(state_dir: Path, *, listen: str = "127.0.0.1", durable: bool = True) -> Cluster:
    """Make the cluster if there is none, start it if it is down, and return it.

    Any number of processes may call this at once. Whatever a crash, a reboot or ``kill -9`` left behind
    is cleared first; nothing in the data directory is touched but the stale lock file.

    Args:
        state_dir: Directory that keeps the cluster; made if absent.
        listen: Address to listen on; a server that already runs keeps its own.
        durable: False only for throw-away data (tests): a power cut may then corrupt it.

    Raises:
        MissingComponent: PostgreSQL or PostGIS is not installed.
        UsageError: The cluster belongs to another account.
        InternalError: It could not be made or started.
    """
    with _locked(state_dir):
        home, account = _home(state_dir)
        password = _password(state_dir)
        data = home / "data"
        _initialise(home, account, durable=durable)
        started = _postmaster(data) is None
        try:
            if started:
                _start(home, account, listen=listen, durable=durable)
            running = _describe(home, account, password)
            _provision(running, home, account, password)
        except BaseException:
            if started and _postmaster(data) is not None:
                _stop(home, account)
            raise
        return replace(running, started=started)


def stop(state_dir: Path) -> None:
    """Stop the cluster, cutting open connections; nothing happens when it is not running."""
    if not (state_dir / "postgres").exists():
        return
    with _locked(state_dir):
        home, account = _home(state_dir)
        if _postmaster(home / "data") is not None:
            _stop(home, account)


def status(state_dir: Path) -> Cluster | None:
    """The running cluster, or None when it is down or was never made. Starts nothing."""
    home = (state_dir / "postgres").resolve()
    try:
        if _postmaster(home / "data") is None:
            return None
        account = pwd.getpwuid(home.stat().st_uid)
        return _describe(home, account, _password(state_dir))
    except (PermissionError, FileNotFoundError):
        return None


@contextmanager
def running(state_dir: Path, *, listen: str = "127.0.0.1", durable: bool = True) -> Iterator[Cluster]:
    """The cluster for the length of a block; stopped at its end if this call started it."""
    cluster = ensure(state_dir, listen=listen, durable=durable)
    try:
        yield cluster
    finally:
        if cluster.started:
            stop(state_dir)


def destroy(state_dir: Path) -> None:
    """Stop the cluster and delete all its data and its password. There is no way back."""
    stop(state_dir)
    link = state_dir / "postgres"
    if link.exists():
        shutil.rmtree(link.resolve())
    if link.is_symlink():
        link.unlink()
    _password_file(state_dir).unlink(missing_ok=True)


# --- where it lies, and who runs it -------------------------------------------------------------------------


@contextmanager
def _locked(state_dir: Path) -> Iterator[None]:
    """One process at a time makes, starts or stops this cluster."""
    try:
        state_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(state_dir / "cluster.lock", timeout=2 * _PATIENCE_S)
        lock.acquire()
    except PermissionError:
        raise UsageError(
            f"Không ghi được vào thư mục {state_dir}.",
            "Thư mục có thể do tài khoản khác (root?) tạo: chạy bằng tài khoản đó, hoặc đổi chủ thư mục.",
        ) from None
    except Timeout:
        raise InternalError(
            "Một tiến trình khác đang khởi động cơ sở dữ liệu và chưa xong.",
            f"Xem nhật ký trong {state_dir / 'postgres' / 'log'}.",
        ) from None
    try:
        yield
    finally:
        lock.release()


def _home(state_dir: Path) -> tuple[Path, pwd.struct_passwd]:
    """The cluster's real directory, made if absent, and the account that owns it and runs the server."""
    link = state_dir.resolve() / "postgres"
    if link.exists() and (uid := link.stat().st_uid) != 0:
        account = pwd.getpwuid(uid)
        if os.geteuid() not in (0, uid):
            raise UsageError(
                f"Cụm cơ sở dữ liệu trong {state_dir} thuộc tài khoản «{account.pw_name}».",
                "Chạy lại bằng tài khoản đó hoặc root.",
            )
        return link.resolve(), account
    account = _unprivileged() if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    if not link.is_symlink() and _run(account, "test", "-x", str(link.parent)).returncode != 0:
        if not _OUTSIDE.exists():
            _OUTSIDE.mkdir(parents=True)
            _OUTSIDE.chmod(0o755)  # whatever root's umask is, the account must get through
        link.symlink_to(_OUTSIDE / f"cluster-{secrets.token_hex(4)}")
    home = link.resolve()
    home.mkdir(mode=0o700, exist_ok=True)
    os.chown(home, account.pw_uid, account.pw_gid)
    return home, account


def _unprivileged() -> pwd.struct_passwd:
    """The account to which root hands the cluster: the distribution's, or one of our own."""
    for name in ("postgres", OWNER):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    made = subprocess.run(
        ["/usr/sbin/useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", OWNER],
        capture_output=True,
        text=True,
    )
    if made.returncode != 0:
        raise InternalError(
            f"Không tạo được tài khoản hệ thống «{OWNER}» để chạy PostgreSQL: {made.stderr.strip()}",
            "PostgreSQL không chạy bằng root: hãy chạy bằng một tài khoản thường.",
        )
    return pwd.getpwnam(OWNER)


def _run(
    account: pwd.struct_passwd, *command: str, text: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program as the account, with a bare environment (a stray PGPORT or LANG must not matter)."""
    switch = os.geteuid() != account.pw_uid
    return subprocess.run(
        command,
        input="" if text is None else text,
        capture_output=True,
        text=True,
        cwd="/",  # the caller's directory may be closed to the account
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/"},
        user=account.pw_uid if switch else None,
        group=account.pw_gid if switch else None,
        extra_groups=[] if switch else None,
    )


def _write(account: pwd.struct_passwd, path: Path, text: str) -> None:
    """Replace a file in one step, as the account: root must not follow links in a directory of another."""
    script = 'umask 077 && cat > "$1.new" && mv "$1.new" "$1"'
    done = _run(account, "sh", "-c", script, "sh", str(path), text=text)
    if done.returncode != 0:
        raise InternalError(
            f"Không ghi được {path}: {done.stderr.strip()}", "Kiểm tra dung lượng đĩa và quyền ghi."
        )


def _password_file(state_dir: Path) -> Path:
    return state_dir / "secrets" / "database_owner"


def _password(state_dir: Path) -> str:
    """The owner's password, made at random at first use; a new one is given to the role at the next start."""
    path = _password_file(state_dir)
    if path.exists() and (known := path.read_text("ascii").strip()):
        return known
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    value = secrets.token_urlsafe(24)
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
    ) as stream:
        stream.write(value)
    return value


# --- making, starting, stopping -----------------------------------------------------------------------------


def _initialise(home: Path, account: pwd.struct_passwd, *, durable: bool) -> None:
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
    made = _run(account, *command)
    if made.returncode != 0:
        raise InternalError(
            f"Không tạo được cụm PostgreSQL trong {home}: {made.stderr.strip()}",
            "Kiểm tra dung lượng đĩa và quyền ghi rồi chạy lại.",
        )
    fresh.rename(data)


def _start(home: Path, account: pwd.struct_passwd, *, listen: str, durable: bool) -> None:
    """Configure and start the server; waits until it takes connections, through crash recovery too."""
    data = home / "data"
    binaries = find_binaries((data / "PG_VERSION").read_text("ascii").strip())
    _clear_leftovers(data)
    sockets = _socket_directory(home, account)
    log = home / "log" / "start.log"
    folders = _run(account, "mkdir", "-p", "-m", "700", str(log.parent), str(sockets))
    if folders.returncode != 0 or sockets.lstat().st_uid != account.pw_uid:
        raise InternalError(
            f"Không dùng được thư mục {sockets}: {folders.stderr.strip()}", "Xóa nó rồi chạy lại."
        )
    hba, ident = access_rules(account.pw_name, remote=listen != "127.0.0.1")
    _write(account, data / "pg_hba.conf", hba)
    _write(account, data / "pg_ident.conf", ident)
    # Another program may take the port between the look and the start, hence more than one attempt.
    for _ in range(3):
        port = _free_port(home / "port", listen)
        settings = server_settings(
            memory_bytes(), listen=listen, port=port, sockets=sockets, log=log.parent, durable=durable
        )
        _write(account, data / "postgresql.conf", settings)
        _run(account, "rm", "-f", str(log))
        command = [
            str(binaries / "pg_ctl"),
            "start",
            "-D",
            str(data),
            "-l",
            str(log),
            "-w",
            "-t",
            str(_PATIENCE_S),
        ]
        begun = _run(account, *command)
        if begun.returncode == 0:
            _write(account, home / "port", f"{port}\n")
            return
        if _is_free(port, listen):
            break
    reason = log.read_text("utf-8", "replace").strip() if log.exists() else begun.stderr.strip()
    raise InternalError(
        f"PostgreSQL không khởi động được; dữ liệu vẫn nguyên trong {data}. {_last_lines(reason)}",
        f"Xem nhật ký trong {log.parent}.",
    )


def _stop(home: Path, account: pwd.struct_passwd) -> None:
    data = home / "data"
    binaries = find_binaries((data / "PG_VERSION").read_text("ascii").strip())
    for mode in ("fast", "immediate"):
        ended = _run(account, str(binaries / "pg_ctl"), "stop", "-D", str(data), "-w", "-t", "60", "-m", mode)
        if ended.returncode == 0 or _postmaster(data) is None:
            return
    raise InternalError(
        f"PostgreSQL không dừng: {ended.stderr.strip()}", f"Xem nhật ký trong {home / 'log'}."
    )


def _postmaster(data: Path) -> int | None:
    """The process id of the server that runs on this data directory.

    The number in the lock file alone proves nothing: after a reboot it may be anybody's.
    """
    try:
        pid = int((data / "postmaster.pid").read_text("utf-8").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if _serves(pid, data) else None


def _serves(pid: int, data: Path) -> bool:
    """Is this process a PostgreSQL one of this data directory (they all work in it)?"""
    process = Path(f"/proc/{pid}")
    try:
        return (process / "comm").read_text().strip() == "postgres" and (process / "cwd").readlink() == data
    except OSError:
        return False


def _clear_leftovers(data: Path) -> None:
    """After a killed server: end its orphaned workers, then remove its lock file.

    In this order: the lock file is what keeps PostgreSQL from starting beside living orphans.
    """
    deadline = time.monotonic() + 5
    while orphans := [int(p.name) for p in Path("/proc").glob("[0-9]*") if _serves(int(p.name), data)]:
        for pid in orphans:
            try:
                os.kill(pid, signal.SIGQUIT if time.monotonic() < deadline else signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.05)
    (data / "postmaster.pid").unlink(missing_ok=True)


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
    raise InternalError(
        f"Các cổng {_PORTS.start}–{_PORTS.stop - 1} đều bận.", "Dừng bớt chương trình rồi chạy lại."
    )


def _is_free(port: int, listen: str) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as PostgreSQL does
        try:
            probe.bind(("127.0.0.1" if listen == "127.0.0.1" else "0.0.0.0", port))
        except OSError:
            return False
    return True


def _last_lines(text: str) -> str:
    return " / ".join(line.strip() for line in text.splitlines()[-3:])


# --- what is in it ------------------------------------------------------------------------------------------


def _describe(home: Path, account: pwd.struct_passwd, password: str) -> Cluster:
    """Port and socket of the running server, from its lock file, once it takes connections."""
    data = home / "data"
    deadline = time.monotonic() + _PATIENCE_S
    while _postmaster(data) is not None and time.monotonic() < deadline:
        lines = (data / "postmaster.pid").read_text("utf-8").splitlines()
        if len(lines) > 7 and lines[7].strip() == "ready":
            port = int(lines[3])
            url = f"postgresql://{OWNER}:{password}@127.0.0.1:{port}/{DATABASE}"
            return Cluster(data, port, account.pw_name, Path(lines[4]), url)
        time.sleep(0.1)
    raise InternalError("PostgreSQL đã dừng trong lúc khởi động.", f"Xem nhật ký trong {home / 'log'}.")


def _provision(cluster: Cluster, home: Path, account: pwd.struct_passwd, password: str) -> None:
    """Role, extension and database; every step may be repeated.

    PostGIS goes into ``template1``: any database that the owner creates has it, though only a superuser
    may install it.
    """
    mark = f"{_PROVISION} {hashlib.sha256(password.encode()).hexdigest()}\n"
    done = home / "provisioned"
    if done.exists() and done.read_text("ascii") == mark:
        return
    owner = sql.Identifier(OWNER)
    try:
        with _superuser(cluster, "template1") as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE").format(owner))
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(owner, sql.Literal(password)))
            connection.execute(
                sql.SQL("GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO {}").format(owner)
            )
            connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
            connection.execute(sql.SQL("GRANT INSERT, UPDATE, DELETE ON spatial_ref_sys TO {}").format(owner))
        with _superuser(cluster, "postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                database = sql.Identifier(DATABASE)
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))
    except psycopg.Error as error:
        raise InternalError(
            f"Không chuẩn bị được cơ sở dữ liệu: {error}", f"Xem nhật ký trong {home / 'log'}."
        ) from error
    _write(account, done, mark)


def _superuser(cluster: Cluster, database: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(cluster.socket), port=cluster.port, user="postgres", dbname=database, autocommit=True
    )
