"""Jobs: work that an answer does not wait for, kept as files so that every worker process sees them.

``<folder>/<job>/`` holds ``status.json``, the result when there is one, and ``held``, which the working process
keeps locked: where it is free and the status says "running", the process has died, and the job has failed.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import orjson
import structlog

from sdi.wording import LANGUAGES, in_language, wording

_log = structlog.get_logger(__name__)

WAITING = 8
"""Jobs of one audience that may wait or run at a time."""

KEPT = 100
"""Jobs of one audience that are kept; the oldest finished ones go first."""

KEPT_S = 24 * 3600.0
"""How long a finished job is kept."""

RUNS_S = 120.0
"""A job that takes longer is stopped."""

State = Literal["accepted", "running", "successful", "failed", "dismissed"]
_OPEN = ("accepted", "running")


class Busy(Exception):
    """As many jobs wait as may."""


class Stopped(Exception):
    """The job was dismissed or takes too long."""


@dataclass(frozen=True)
class Job:
    """What is known of a job.

    Attributes:
        id: Unguessable.
        created, started, finished: Moments, RFC 3339 in UTC.
        message: What is to be said of it, by language; empty when there is nothing.
        media_type: Of the result.
        process: Id of the process that it executes.
    """

    id: str
    status: State
    created: str
    started: str | None = None
    finished: str | None = None
    message: dict[str, str] = field(default_factory=dict)
    media_type: str = ""
    process: str = ""


Work = Callable[[Callable[[], None]], tuple[str, bytes]]
"""Makes the media type and content of a result; calls its argument now and then, which may raise :class:`Stopped`."""

Explain = Callable[[Exception], str]
"""What went wrong, for people."""


_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What an id of ours looks like."""


class Jobs:
    """The jobs of one audience.

    Args:
        folder: Where they lie; nobody else's lie there.
        explain: Turns an error into a message.
    """

    def __init__(self, folder: Path, explain: Explain) -> None:
        self._folder = folder
        self._explain = explain
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="jobs")
        self._lock = threading.Lock()

    def submit(self, work: Work, process: str = "") -> Job:
        """A new job of a process.

        Raises:
            Busy: Too many wait.
        """
        with self._lock:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            known = self.all()
            self._clear(known)
            if sum(job.status in _OPEN for job in known) >= WAITING:
                raise Busy
            job = Job(secrets.token_urlsafe(16), "accepted", _now(), process=process)
            place = self._folder / job.id
            place.mkdir(mode=0o700)
            held = _hold(place)
            self._write(job)
        self._pool.submit(self._run, job, work, held)
        return job

    def all(self) -> list[Job]:
        """All jobs, newest first."""
        if not self._folder.is_dir():
            return []
        found = [self.get(place.name) for place in self._folder.iterdir() if place.is_dir()]
        return sorted((job for job in found if job), key=lambda job: job.created, reverse=True)

    def get(self, identifier: str) -> Job | None:
        """The job of that id; None if there is none."""
        place = self._place(identifier)
        if place is None:
            return None
        job = _read(place)
        if job is None or job.status not in _OPEN or not _abandoned(place):
            return job
        job = _read(place)  # a job lets its lock go after its last word, which may have come meanwhile
        if job and job.status in _OPEN:
            job = replace(job, status="failed", finished=_now(), message=_said(wording("processes.job_interrupted")))
            self._write(job)
        return job

    def result(self, job: Job) -> bytes:
        """The result of a successful job."""
        return (self._folder / job.id / "result").read_bytes()

    def remove(self, job: Job) -> Job:
        """Dismiss a job that waits or runs, forget a finished one."""
        message = _said(wording("processes.job_dismissed"))
        gone = replace(job, status="dismissed", finished=job.finished or _now(), message=message)
        shutil.rmtree(self._folder / job.id, ignore_errors=True)
        return gone

    def close(self) -> None:
        """Start nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    # --------------------------------------------------------------------------------------------------------

    def _run(self, job: Job, work: Work, held: int) -> None:
        place, deadline = self._folder / job.id, time.monotonic() + RUNS_S

        def keep_on() -> None:
            if not place.is_dir() or time.monotonic() > deadline:
                raise Stopped

        try:
            keep_on()
            job = replace(job, status="running", started=_now())
            self._write(job)
            media_type, content = work(keep_on)
            (place / "result").write_bytes(content)
            self._write(replace(job, status="successful", finished=_now(), media_type=media_type))
        except Stopped:
            self._fail(job, wording("processes.job_slow", seconds=RUNS_S))
        except Exception as error:
            self._fail(job, self._explain(error))
        finally:
            os.close(held)

    def _fail(self, job: Job, message: str) -> None:
        if (self._folder / job.id).is_dir():
            self._write(replace(job, status="failed", finished=_now(), message=_said(message)))

    def _write(self, job: Job) -> None:
        place = self._folder / job.id
        draft = place / f".{secrets.token_hex(4)}"
        try:
            draft.write_bytes(orjson.dumps(asdict(job)))
            draft.replace(place / "status.json")
        except FileNotFoundError:  # dismissed meanwhile
            _log.info("job_gone", job=job.id)

    def _place(self, identifier: str) -> Path | None:
        """The folder of a job; ids come from strangers and must not lead elsewhere."""
        place = self._folder / identifier
        return place if _ID.fullmatch(identifier) and place.is_dir() else None

    def _clear(self, known: list[Job]) -> None:
        now = datetime.now(UTC)
        for position, job in enumerate(known):
            if job.finished is None:
                continue
            age = (now - datetime.fromisoformat(job.finished)).total_seconds()
            if age > KEPT_S or position >= KEPT:
                shutil.rmtree(self._folder / job.id, ignore_errors=True)


def _read(place: Path) -> Job | None:
    try:
        return Job(**orjson.loads((place / "status.json").read_bytes()))
    except FileNotFoundError:
        return None


def _hold(place: Path) -> int:
    descriptor = os.open(place / "held", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def _abandoned(place: Path) -> bool:
    try:
        descriptor = os.open(place / "held", os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)


def _said(message: str) -> dict[str, str]:
    return {language: in_language(message, language) for language in LANGUAGES}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
