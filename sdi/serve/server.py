"""Worker processes around the application, started and stopped together."""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import shutil
import signal
import socket
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

import uvicorn
from starlette.applications import Starlette
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors.multiprocess import Multiprocess, Process

from sdi.children import end_with_parent
from sdi.errors import UsageError
from sdi.serve.rates import FILE
from sdi.settings import Settings

_log = logging.getLogger("uvicorn.error")

_M_ARENA_MAX = -8

READY_WITHIN_S = 600.0
"""After an installation the workers compile what they need first; on a busy machine that takes minutes."""


@dataclass(frozen=True)
class _Factory:
    """Makes the application in a worker; it travels there by pickle, no secret by the environment."""

    settings: Settings
    database_url: str
    parent: int

    def __call__(self) -> Starlette:
        from sdi.serve import telemetry
        from sdi.serve.app import create_app

        telemetry.configure(self.settings.log_level)
        end_with_parent(signal.SIGTERM, self.parent)
        app = create_app(self.settings, self.database_url)
        _stay_small()
        return app


def serve(
    settings: Settings,
    database_url: str,
    *,
    workers: int | None = None,
    on_ready: Callable[[], None] | None = None,
) -> None:
    """Serve until Ctrl-C or SIGTERM; all workers end with us.

    Args:
        settings: Where to listen, and everything that the application needs.
        database_url: See :func:`sdi.serve.app.create_app`.
        workers: Processes; the settings' number when absent.
        on_ready: Called once, in a thread of its own, when the service can read the database.

    Raises:
        UsageError: The port is taken.
    """
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_metrics_folder(settings))
    (settings.state_dir / FILE).unlink(missing_ok=True)
    listener = _listen(settings)
    config = uvicorn.Config(
        _Factory(settings, database_url, os.getpid()),
        factory=True,
        workers=workers or settings.workers,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
        timeout_worker_healthcheck=30,  # a busy machine is no reason to kill a worker
        proxy_headers=bool(settings.proxies),  # whoever else says for whom he asks is not believed
        forwarded_allow_ips=settings.proxies or None,
    )
    stopped = threading.Event()
    if on_ready:
        threading.Thread(target=_announce, args=(settings, on_ready, stopped), daemon=True).start()
    try:
        _Workers(config, sockets=[listener]).run()
    finally:
        stopped.set()
        listener.close()


def _stay_small() -> None:
    """Keep a worker's memory where it stands after its start.

    Measured at 64 connections with a publication each second, at the end of a minute against its tenth second: 5.4 and
    5.9 % more in a run without this, 0.5 to 2.6 % in two with it. Without it, it is no leak either: it swings.
    """
    gc.collect()
    gc.freeze()  # a full collection comes when a quarter of what is looked through is new: leave the libraries out
    with suppress(AttributeError):  # not glibc
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)  # otherwise one for each of dozens of threads, each with holes


class _Workers(Multiprocess):
    """Who replaces workers that are gone.

    uvicorn's own asks one worker after the other whether it is well, and waits for the answer: as long as one is busy,
    nobody notices that another has died, nor that the service shall stop. Here nobody is waited for.
    """

    def __init__(self, config: uvicorn.Config, sockets: list[socket.socket]) -> None:
        super().__init__(config, sockets)
        self._heard = WeakKeyDictionary[Process, float]()
        """When each last said that it is well, or was first asked."""

    def keep_subprocess_alive(self) -> None:
        """Start another worker for each that has died, or has said nothing for as long as the configuration says."""
        if self.should_exit.is_set():  # they end because they were told to
            return
        now = time.monotonic()
        for place, worker in enumerate(self.processes):
            if worker.ping(timeout=0):
                self._heard[worker] = now
            silent = now - self._heard.setdefault(worker, now)
            if worker.process.is_alive() and silent <= self.config.timeout_worker_healthcheck:
                continue
            worker.kill()
            worker.join()
            if worker.exitcode == STARTUP_FAILURE:  # the next one would fail the same way
                _log.error("Child process [%s] failed to start, stopping the parent process.", worker.pid)
                self.should_exit.set()
                return
            self.processes[place] = Process(self.config, self.sockets)
            self.processes[place].start()


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Without the protocol asyncio leaves TCP_NODELAY off, and every answer on a kept connection waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise UsageError(
            f"Không mở được cổng {settings.port} trên {settings.host}: {error.strerror}.",
            "Dừng chương trình đang dùng cổng này, hoặc chọn cổng khác bằng SDI_PORT.",
        ) from error
    listener.listen(512)
    listener.set_inheritable(True)
    return listener


def _metrics_folder(settings: Settings) -> Path:
    """An empty folder: counters of workers that are gone would be counted again."""
    folder = settings.state_dir / "metrics" / str(settings.port)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _announce(settings: Settings, on_ready: Callable[[], None], stopped: threading.Event) -> None:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline and not stopped.wait(0.1):
        try:
            with urllib.request.urlopen(f"http://{host}:{settings.port}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    on_ready()
                    return
        except OSError:
            continue
