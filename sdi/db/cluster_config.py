"""What the private cluster is configured with; pure but for one look at the machine's memory.

The files are written anew at every start, so they follow the machine and this code. What an administrator
sets by ``ALTER SYSTEM`` is kept: PostgreSQL reads that last.
"""

from __future__ import annotations

import os
from pathlib import Path

_MIB = 1 << 20

OWNER = "sdi"
"""The role that owns the database."""

REMOTE = "sdi_remote"
"""The group whose members may come in over the network: personal logins, never a role of the service or the owner."""

CERTIFICATE, KEY = "server.crt", "server.key"
"""Files in the data directory by which the server is known on the network."""

STANDBY = "sdi_standby"
"""The role by which a copy of the server follows it; ``deploy/standby`` makes it."""


def memory_bytes() -> int:
    """Memory that this machine, or the container we are in, may use."""
    limits = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            limits.append(int(Path(limit).read_text("ascii")))
        except (OSError, ValueError):  # no such group, or "max"
            continue
    return min(limits)


def server_settings(
    memory: int, *, major: str, listen: str, port: int, sockets: Path, log: Path, durable: bool = True
) -> str:
    """The text of ``postgresql.conf`` for a server that shares its machine with the ETL and the API.

    Args:
        memory: Bytes that the machine has.
        major: Version of the server, e.g. ``"15"``.
        listen: Address or addresses to listen on.
        port: TCP port.
        sockets: Directory of the Unix socket.
        log: Directory of the logs.
        durable: False gives up what a power cut would need (tests only); a killed server loses nothing.
    """

    def share(part: int, least: int, most: int) -> str:
        return f"{min(max(memory // part // _MIB, least), most)}MB"

    settings = {
        "listen_addresses": listen if listen in ("127.0.0.1", "0.0.0.0", "*") else f"127.0.0.1,{listen}",
        "port": port,
        "unix_socket_directories": sockets,
        "unix_socket_permissions": "0700",
        "max_connections": 100,
        "password_encryption": "scram-sha-256",
        "shared_buffers": share(8, 64, 4096),
        "effective_cache_size": share(2, 256, 65536),
        "work_mem": share(512, 8, 64),
        "maintenance_work_mem": share(24, 64, 1024),
        "dynamic_shared_memory_type": _dynamic_memory(),
        "random_page_cost": 1.1,  # solid-state disks
        "effective_io_concurrency": 200,
        "jit": "off",  # compiles for longer than our queries run
        "wal_level": "replica",
        "max_wal_size": "4GB",
        "min_wal_size": "256MB",
        # The first change of a page after a checkpoint logs all of it. «on» takes ten times the time of lz4.
        "wal_compression": "lz4" if float(major) >= 15 else "on",
        "checkpoint_timeout": "15min",
        "checkpoint_completion_target": 0.9,
        "logging_collector": "on",
        "log_directory": log,
        "log_filename": "postgresql-%a.log",
        "log_rotation_age": "1d",
        "log_rotation_size": 0,
        "log_truncate_on_rotation": "on",
        "log_line_prefix": "%m [%p] %u@%d ",
        "log_timezone": "UTC",
        "timezone": "UTC",
        # Statements, rows and keys of a failed COPY may hold personal data, which never leaves staging.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "cluster_name": "sdi",
        "default_text_search_config": "pg_catalog.simple",
    }
    if listen != "127.0.0.1":
        settings |= {
            "ssl": "on",
            "ssl_cert_file": CERTIFICATE,
            "ssl_key_file": KEY,
            "ssl_min_protocol_version": "TLSv1.2",
        }
        settings["max_connections"] = 200  # half for the service, half for personal logins
    if not durable:
        settings |= {"fsync": "off", "full_page_writes": "off"}
    return "".join(f"{name} = '{str(value).replace(chr(39), chr(39) * 2)}'\n" for name, value in settings.items())


def access_rules(account: str, *, remote: bool) -> tuple[str, str]:
    """The texts of ``pg_hba.conf`` and ``pg_ident.conf``.

    Args:
        account: Operating system account that runs the server; it and root may be superuser.
        remote: Whether members of :data:`REMOTE` may log in from the same network: by password, over TLS only.
    """
    rules = [
        "local all         postgres peer map=sdi",
        "local replication postgres peer map=sdi",
        f"host replication {STANDBY} 127.0.0.1/32 scram-sha-256",
        "local all         all      scram-sha-256",
        "host  all         all      127.0.0.1/32 scram-sha-256",
        "host  all         all      ::1/128      scram-sha-256",
    ]
    if remote:
        rules.append("hostnossl all     all      all          reject")
        # who makes a group is a member of it since PostgreSQL 16, if without its rights
        rules.append(f"host  all         {OWNER}      all          reject")
        rules.append(f"hostssl all       +{REMOTE} samenet  scram-sha-256")
        rules.append(f"hostssl replication {STANDBY} samenet scram-sha-256")
    accounts = sorted({account, "root"})
    return "\n".join(rules) + "\n", "".join(f'sdi "{name}" postgres\n' for name in accounts)


def _dynamic_memory() -> str:
    """Parallel queries share memory in ``/dev/shm``; with the 64 MB that containers get, files are better."""
    try:
        shm = os.statvfs("/dev/shm")
    except OSError:
        return "mmap"
    return "posix" if shm.f_blocks * shm.f_frsize >= 512 * _MIB else "mmap"
