"""Servers as child processes, each waited for until it answers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.measure import BenchError


@dataclass(frozen=True)
class Server:
    """A server that answers. ``pid`` is of the process whose children, if any, are its workers."""

    address: str
    pid: int

    def workers(self) -> list[int]:
        """Processes that were forked off by it."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(word) for word in children.split()]


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def started(
    command: Sequence[str], port: int, ready: str, environment: Mapping[str, str], log: Path | None = None
) -> Iterator[Server]:
    """Run a server until the end of the block.

    Args:
        command: What serves on the port.
        port: Of the loopback interface.
        ready: Path that is answered without an error once the server is ready.
        environment: Variables beside ours.
        log: What it says goes there.

    Raises:
        BenchError: It ended, or is not ready after a minute.
    """
    with (log or Path(os.devnull)).open("wb") as said:
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=said, stderr=said)
        server = Server(f"http://127.0.0.1:{port}", process.pid)
        try:
            _wait(server.address + ready, process, log)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@contextmanager
def our_service(environment: Mapping[str, str]) -> Iterator[Server]:
    """Our service with two workers, and a route that returns a constant."""
    port = free_port()
    with started([sys.executable, "-m", "bench.service", str(port)], port, "/readyz", environment) as server:
        yield server


def _wait(url: str, process: subprocess.Popen[bytes], log: Path | None) -> None:
    fault: object = None
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=30):
                return
        except (OSError, urllib.error.HTTPError) as error:
            fault = error
            time.sleep(0.1)
    said = log.read_text(errors="replace")[-2000:] if log else ""
    raise BenchError(f"{url}: {fault or process.returncode}\n{said}")
