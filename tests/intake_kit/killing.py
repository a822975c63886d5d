"""Loads that are killed by SIGKILL, and what is left of them."""

from __future__ import annotations

import hashlib
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from psycopg import sql

from intake_kit.desk import Desk


def kill_when(desk: Desk, path: Path, moment: Callable[[float], bool]) -> bool:
    """Start ``sdi load`` and kill it at a moment (told the seconds since the start); ``False`` when it was done."""
    process = subprocess.Popen(
        desk.command("load", "parcels", path),
        env=desk.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    begun = time.monotonic()
    try:
        while process.poll() is None:
            if moment(time.monotonic() - begun):
                process.kill()
                return process.wait() == -9
            time.sleep(0.005)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    return False


def export(desk: Desk, layer: str = "parcels") -> str:
    """Digest of everything that the layer publishes, in order; the internal number (gid) is not part of it."""
    columns = sql.SQL(", ").join(
        map(sql.Identifier, ["feature_id", *desk.project.layers[layer].published_fields, "geom"])
    )
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY feature_id) TO STDOUT").format(
        columns, sql.Identifier("pub_internal", layer)
    )
    digest = hashlib.sha256()
    with desk.connection.cursor().copy(query) as copy:
        for block in copy:
            digest.update(block)
    return digest.hexdigest()


def wait_until_quiet(desk: Desk) -> None:
    """Wait for the server to notice that the client is gone and to undo what it had begun."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    for _ in range(2000):
        if desk.one(others) == 0:
            return
        time.sleep(0.01)
    raise AssertionError("the killed client's session did not end")
