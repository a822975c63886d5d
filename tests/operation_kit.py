"""An installation of its own: cluster, service in processes, and many clients that note every answer."""

from __future__ import annotations

import http.client
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
import psycopg
from process_kit import free_port
from serve_kit import E0, N0, PROJECT, SIDE, Town

from sdi.db import cluster as private_cluster
from sdi.db.layers import sync_layers
from sdi.db.migrate import migrate
from sdi.db.postmaster import find_binaries
from sdi.db.roles import sync_roles
from sdi.model import read_project
from sdi.settings import Settings

RUN = """
import sys
from pathlib import Path
from sdi.serve.server import serve
from sdi.settings import Settings
project, state, port, url, *proxies = sys.argv[1:]
settings = Settings(project=Path(project), state=Path(state), port=int(port), proxies=",".join(proxies))
serve(settings, url, workers=2)
"""


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether it came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


@dataclass
class Answer:
    """What a client got; status 0 is a connection that broke."""

    path: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float
    at: float

    def json(self) -> Any:
        return orjson.loads(self.body)


@dataclass
class Service:
    """A running service."""

    process: subprocess.Popen[str]
    port: int
    log: Path

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def workers(self) -> list[int]:
        """Processes that answer: children of the first with a name of ours that is no helper's."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def ask(self, path: str, **headers: str) -> Answer:
        """One answer on a connection of its own."""
        return next(clients(self.port, path, headers))

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)


def clients(port: int, path: str, headers: Mapping[str, str], patience: float = 60) -> Iterator[Answer]:
    """Ask again and again on a kept connection; a new one after a break."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        while True:
            begun = time.monotonic()
            try:
                connection.request("GET", path, headers=dict(headers))
                answer = connection.getresponse()
                body = answer.read()
                found = Answer(path, answer.status, answer.headers, body, time.monotonic() - begun, begun)
            except (OSError, http.client.HTTPException):
                connection.close()
                found = Answer(path, 0, {}, b"", time.monotonic() - begun, begun)
            path = (yield found) or path
    finally:
        connection.close()


@dataclass
class Load:
    """Clients that ask until they are told to stop."""

    answers: list[Answer] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def statuses(self, since: float = 0.0) -> Counter[int]:
        """Answers by status, of those that were asked for after a moment."""
        return Counter(answer.status for answer in list(self.answers) if answer.at >= since)


@contextmanager
def load(
    port: int, paths: Sequence[str], connections: int, pause: float = 0.0, keep: bool = False, patient: bool = False
) -> Iterator[Load]:
    """So many clients, each going round the paths; bodies are forgotten unless they are to be kept.

    Patient ones do as Retry-After says and wait a second after a 503.
    """
    found = Load()

    def run(number: int) -> None:
        turns = itertools.cycle(paths[number % len(paths) :] + paths[: number % len(paths)])
        asking = clients(port, next(turns), {"Accept-Encoding": "identity"})
        answer = next(asking)
        while not found.stopping.is_set():
            if not keep and answer.status < 500:
                answer.body = b""
            found.answers.append(answer)
            time.sleep(1.0 if answer.status == 503 and patient else pause or (0.02 if answer.status == 0 else 0))
            answer = asking.send(next(turns))
        asking.close()

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(connections)]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        found.stopping.set()
        for thread in threads:
            thread.join(90)


class Site:
    """A cluster of its own with the small province, and services over it."""

    def __init__(self, state: Path) -> None:
        self.settings = Settings(project=PROJECT, state=state)
        self.url = private_cluster.ensure(state, durable=False).url
        project = read_project(PROJECT)
        migrate(self.url)
        with psycopg.connect(self.url, autocommit=True) as connection:
            sync_layers(connection, project)
            sync_roles(connection, self.settings)
        self.town = Town(self.url, project)
        self.services: list[Service] = []

    def start(self, url: str | None = None, *, proxies: Sequence[str] = (), **environment: str) -> Service:
        """Start a service of two workers."""
        port = free_port()
        log = self.settings.state_dir / f"service-{port}.log"
        arguments = [str(PROJECT), str(self.settings.state_dir), str(port), url or self.url, *proxies]
        with log.open("w") as stream:
            process = subprocess.Popen(
                [sys.executable, "-c", RUN, *arguments],
                stdout=stream, stderr=stream, text=True, env=os.environ | environment,
            )  # fmt: skip
        found = Service(process, port, log)
        self.services.append(found)
        ready = wait_for(lambda: process.poll() is not None or found.ask("/readyz").status == 200, 180)
        assert ready and process.poll() is None, log.read_text()
        return found

    def kill_database(self) -> None:
        """SIGKILL to the server's first process and to all that it has started."""
        data = self.settings.state_dir / "postgres" / "data"
        first = int((data / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for pid in (first, *map(int, children)):
            os.kill(pid, signal.SIGKILL)

    def restart_database(self) -> None:
        """Start it again, through recovery; the port stays."""
        assert private_cluster.ensure(self.settings.state_dir, durable=False).url == self.url

    def restart_database_by_another_clock(self, said: str) -> Path:
        """Stop it and start it by a clock that a file tells, as libfaketime reads it; returns the file."""
        library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
        assert library, "scripts/packages operation"
        private_cluster.stop(self.settings.state_dir)
        home = (self.settings.state_dir / "postgres").resolve()
        clock, account = home / "clock", home.stat()
        clock.write_text(said, "ascii")
        clock.chmod(0o644)
        subprocess.run(
            [find_binaries() / "pg_ctl", "start", "-w", "-D", home / "data", "-l", home / "log" / "clock.log"],
            user=account.st_uid, group=account.st_gid, extra_groups=[], cwd="/", check=True, stdout=subprocess.DEVNULL,
            env={
                "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "LD_PRELOAD": str(library), "FAKETIME_NO_CACHE": "1",
                "FAKETIME_TIMESTAMP_FILE": str(clock), "DONT_FAKE_MONOTONIC": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            },
        )  # fmt: skip
        return clock

    def sessions(self) -> Counter[str]:
        """Sessions of the installation's roles by name."""
        with psycopg.connect(self.url) as connection:
            rows = connection.execute(
                "SELECT application_name FROM pg_stat_activity WHERE usename LIKE 'sdi\\_%' AND datname = 'sdi'"
            ).fetchall()
        return Counter(row[0] for row in rows)

    def destroy(self) -> None:
        for service in self.services:
            service.stop()
        private_cluster.destroy(self.settings.state_dir)


def cells(count: int, sheet: str) -> list[dict[str, Any]]:
    """Rows of so many square parcels, all on the same sheet, a hundred in a row."""
    found = []
    for number in range(1, count + 1):
        e, n = E0 + (number - 1) % 100 * SIDE, N0 + (number - 1) // 100 * SIDE
        f, o = e + SIDE, n + SIDE
        found.append(
            {
                "gid": number, "feature_id": f"21025-12-{number}", "parcel_id": f"21025-12-{number}",
                "commune_code": "21025", "map_sheet": sheet, "parcel_number": number, "land_use": "ODT",
                "area_m2": 400.0,
                "geom": f"MULTIPOLYGON((({e} {n}, {e} {o}, {f} {o}, {f} {n}, {e} {n})))",
            }
        )  # fmt: skip
    return found


def local(address: str) -> str:
    """Path and query of a link."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
