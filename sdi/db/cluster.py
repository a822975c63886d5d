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

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

import psycopg
from filelock import FileLock, Timeout
from psycopg import sql

from sdi.db.cluster_config import CERTIFICATE, OWNER
from sdi.db.postmaster import (
    PATIENCE_S,
    find_binaries,
    initialise,
    is_ready,
    lock_lines,
    postmaster,
    run_as,
    start_server,
    stop_server,
    write_as,
)
from sdi.errors import InternalError, UsageError

DATABASE = "sdi"

_OUTSIDE = Path("/var/lib/sdi")
_PROVISION = 1  # raise it when _provision changes


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

    @property
    def certificate(self) -> Path | None:
        """What tells clients over the network that it is this server; None as long as it was never open to them."""
        path = self.directory / CERTIFICATE
        return path if path.exists() else None


def ensure(state_dir: Path, *, listen: str = "127.0.0.1", durable: bool = True) -> Cluster:
    """Make the cluster if there is none, start it if it is down, and return it.

    Any number of processes may call this at once. Whatever a crash, a reboot or ``kill -9`` left behind
    is cleared first; nothing in the data directory is touched but the stale lock file.

    Args:
        state_dir: Directory that keeps the cluster; made if absent.
        listen: Address to listen on: another than loopback opens the server to the local network, over TLS, to
            personal logins (:mod:`sdi.db.logins`). A server that already runs keeps its own.
        durable: False only for throw-away data (tests): a power cut may then corrupt it.

    Raises:
        MissingComponent: PostgreSQL or PostGIS is not installed.
        UsageError: The cluster belongs to another account, or runs already and is not open to the network.
        InternalError: It could not be made or started.
    """
    with _locked(state_dir):
        home, account = _home(state_dir)
        password = _password(state_dir)
        data = home / "data"
        initialise(home, account, durable=durable)
        started = not is_ready(data)
        try:
            if started:
                start_server(home, account, listen=listen, durable=durable)
            running = _describe(home, account, password)
            if not started and listen != "127.0.0.1":
                _require_open(running, listen)
            _provision(running, home, account, password)
        except BaseException:
            if started and postmaster(data) is not None:
                stop_server(home, account)
            raise
        return replace(running, started=started)


def stop(state_dir: Path, *, tidily: bool = True) -> None:
    """Stop the cluster, cutting open connections; nothing happens when it is not running.

    Args:
        tidily: write everything out first; only a cluster that is thrown away needs not.
    """
    if not (state_dir / "postgres").exists():
        return
    with _locked(state_dir):
        home, account = _home(state_dir)
        if postmaster(home / "data") is not None:
            stop_server(home, account, tidily=tidily)


def status(state_dir: Path) -> Cluster | None:
    """The running cluster, or None when it is down or was never made. Starts nothing."""
    home = (state_dir / "postgres").resolve()
    try:
        if postmaster(home / "data") is None:
            return None
        account = pwd.getpwuid(home.stat().st_uid)
        return _describe(home, account, _password(state_dir))
    except (PermissionError, FileNotFoundError):
        return None


@contextmanager
def running(state_dir: Path, *, listen: str = "127.0.0.1", durable: bool = True) -> Iterator[Cluster]:
    """The cluster for the length of a block; the last block to end, in whatever process, stops it.

    So a short command that started the server does not stop it under a service that came later. A process
    that is killed counts no longer: the system lets go of its lock.
    """
    with _opened(state_dir / "cluster.users") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        cluster = ensure(state_dir, listen=listen, durable=durable)
        try:
            yield cluster
        finally:
            with suppress(BlockingIOError):  # somebody else still uses it
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop(state_dir)


def destroy(state_dir: Path) -> None:
    """Stop the cluster and delete all its data and its password. There is no way back."""
    stop(state_dir, tidily=False)
    link = state_dir / "postgres"
    if link.exists():
        shutil.rmtree(link.resolve())
    if link.is_symlink():
        link.unlink()
    _password_file(state_dir).unlink(missing_ok=True)


# --- where it lies, and who runs it -------------------------------------------------------------------------


def _opened(path: Path) -> IO[str]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a")
    except PermissionError:
        raise UsageError(
            f"Không ghi được vào thư mục {path.parent}.",
            "Thư mục có thể do tài khoản khác (root?) tạo: chạy bằng tài khoản đó, hoặc đổi chủ thư mục.",
        ) from None


@contextmanager
def _locked(state_dir: Path) -> Iterator[None]:
    """One process at a time makes, starts or stops this cluster."""
    path = state_dir / "cluster.lock"
    _opened(path).close()
    try:
        with FileLock(path, timeout=2 * PATIENCE_S):
            yield
    except Timeout:
        raise InternalError(
            "Một tiến trình khác đang khởi động cơ sở dữ liệu và chưa xong.",
            f"Xem nhật ký trong {state_dir / 'postgres' / 'log'}.",
        ) from None


def _home(state_dir: Path) -> tuple[Path, pwd.struct_passwd]:
    """The cluster's real directory, made if absent, and the account that owns it and runs the server."""
    link = state_dir.resolve() / "postgres"
    if link.exists() and (uid := link.stat().st_uid) != 0:
        account = _account(uid)
        if os.geteuid() not in (0, uid):
            raise UsageError(
                f"Cụm cơ sở dữ liệu trong {state_dir} thuộc tài khoản «{account.pw_name}».",
                "Chạy lại bằng tài khoản đó hoặc root.",
            )
        return link.resolve(), account
    account = _unprivileged() if os.geteuid() == 0 else _account(os.geteuid())
    if not link.is_symlink() and run_as(account, "test", "-x", str(link.parent)).returncode != 0:
        if not _OUTSIDE.exists():
            _OUTSIDE.mkdir(parents=True)
            _OUTSIDE.chmod(0o755)  # whatever root's umask is, the account must get through
        link.symlink_to(_OUTSIDE / f"cluster-{secrets.token_hex(4)}")
    home = link.resolve()
    home.mkdir(mode=0o700, exist_ok=True)
    os.chown(home, account.pw_uid, account.pw_gid)
    return home, account


def _account(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise UsageError(
            f"Tài khoản số {uid} không có tên trong /etc/passwd; PostgreSQL không chạy được như vậy.",
            "Thêm tài khoản vào hệ thống, hoặc đặt SDI_DATABASE_URL trỏ tới một máy chủ PostGIS có sẵn.",
        ) from None


def _unprivileged() -> pwd.struct_passwd:
    """The account to which root hands the cluster: the distribution's, or one of our own."""
    for name in ("postgres", OWNER):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    made = subprocess.run(
        ["/usr/sbin/useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", OWNER],
        check=False,
        capture_output=True,
        text=True,
    )
    if made.returncode != 0:
        raise InternalError(
            f"Không tạo được tài khoản hệ thống «{OWNER}» để chạy PostgreSQL: {made.stderr.strip()}",
            "PostgreSQL không chạy bằng root: hãy chạy bằng một tài khoản thường.",
        )
    return pwd.getpwnam(OWNER)


def _password_file(state_dir: Path) -> Path:
    return state_dir / "secrets" / "database_owner"


def _password(state_dir: Path) -> str:
    """The owner's password, made at random at first use; a new one is given to the role at the next start."""
    path = _password_file(state_dir)
    if path.exists() and (known := path.read_text("ascii").strip()):
        return known
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    value = secrets.token_urlsafe(24)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as stream:
        stream.write(value)
    return value


# --- what is in it ------------------------------------------------------------------------------------------


def _describe(home: Path, account: pwd.struct_passwd, password: str) -> Cluster:
    """Port and socket of the running server, from its lock file, once it takes connections."""
    data = home / "data"
    if not is_ready(data):
        raise InternalError("PostgreSQL đã dừng trong lúc khởi động.", f"Xem nhật ký trong {home / 'log'}.")
    lines = lock_lines(data)
    port = int(lines[3])
    url = f"postgresql://{OWNER}:{password}@127.0.0.1:{port}/{DATABASE}"
    return Cluster(data, port, account.pw_name, Path(lines[4]), url)


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
            connection.execute(sql.SQL("GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO {}").format(owner))
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
    write_as(account, done, mark)


def _require_open(cluster: Cluster, listen: str) -> None:
    with _superuser(cluster, "postgres") as connection:
        row = connection.execute("SHOW listen_addresses").fetchone()
    if row is None or listen not in row[0].split(","):
        raise UsageError(
            f"Cơ sở dữ liệu đang chạy mà chưa mở ra {listen}; không có gì thay đổi.",
            "Dừng bằng 'sdi down' rồi chạy lại.",
        )


def _superuser(cluster: Cluster, database: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(cluster.socket), port=cluster.port, user="postgres", dbname=database, autocommit=True
    )


__all__ = ["Cluster", "destroy", "ensure", "find_binaries", "running", "status", "stop"]
