"""Jobs are bounded, survive their worker, and stop when nobody wants them any more."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sdi.serve import jobs as module
from sdi.serve.jobs import Busy, Job, Jobs


def quick(keep_on: Callable[[], None]) -> tuple[str, bytes]:
    return "text/plain", b"found"


def explain(error: Exception) -> str:
    return f"lỗi: {error}"


def finished(jobs: Jobs, job: Job) -> Job:
    for _ in range(200):
        found = jobs.get(job.id)
        assert found is not None
        if found.finished:
            return found
        time.sleep(0.02)
    raise AssertionError(found)


def test_a_job_is_seen_by_other_processes(tmp_path: Path) -> None:
    one, other = Jobs(tmp_path, explain), Jobs(tmp_path, explain)
    job = one.submit(quick)
    done = finished(other, job)
    assert (done.status, done.media_type, other.result(done)) == ("successful", "text/plain", b"found")
    assert [entry.id for entry in other.all()] == [job.id]


def test_a_job_that_ends_while_it_is_looked_at_has_not_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()

    def slow(keep_on: Callable[[], None]) -> tuple[str, bytes]:
        gate.wait(20)
        return quick(keep_on)

    jobs, look = Jobs(tmp_path, explain), module._abandoned

    def late(place: Path) -> bool:
        """The status was read; now the job ends, and then its lock is tried."""
        gate.set()
        while not look(place):
            time.sleep(0.01)
        return True

    job = jobs.submit(slow)
    monkeypatch.setattr(module, "_abandoned", late)
    seen = jobs.get(job.id)
    assert seen is not None and seen.status == "successful"
    monkeypatch.undo()
    assert finished(jobs, job).status == "successful"


def test_an_error_is_explained(tmp_path: Path) -> None:
    def broken(keep_on: Callable[[], None]) -> tuple[str, bytes]:
        raise ValueError("hỏng")

    jobs = Jobs(tmp_path, explain)
    done = finished(jobs, jobs.submit(broken))
    assert (done.status, done.message) == ("failed", {"vi": "lỗi: hỏng", "en": "lỗi: hỏng"})


def test_only_so_many_wait(tmp_path: Path) -> None:
    gate = threading.Event()

    def slow(keep_on: Callable[[], None]) -> tuple[str, bytes]:
        gate.wait(20)
        return quick(keep_on)

    jobs = Jobs(tmp_path, explain)
    waiting = [jobs.submit(slow) for _ in range(module.WAITING)]
    with pytest.raises(Busy):
        Jobs(tmp_path, explain).submit(quick)
    gate.set()
    assert [finished(jobs, job).status for job in waiting] == ["successful"] * module.WAITING
    jobs.submit(quick)


def test_a_dismissed_job_stops_and_leaves_nothing(tmp_path: Path) -> None:
    stopped = threading.Event()

    def endless(keep_on: Callable[[], None]) -> tuple[str, bytes]:
        try:
            while True:
                keep_on()
                time.sleep(0.01)
        finally:
            stopped.set()

    jobs = Jobs(tmp_path, explain)
    job = jobs.submit(endless)
    while (found := jobs.get(job.id)) and found.status == "accepted":
        time.sleep(0.01)
    assert jobs.remove(job).status == "dismissed"
    assert stopped.wait(5)
    assert jobs.get(job.id) is None and jobs.all() == []


def test_a_job_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RUNS_S", 0.05)

    def endless(keep_on: Callable[[], None]) -> tuple[str, bytes]:
        while True:
            keep_on()
            time.sleep(0.01)

    jobs = Jobs(tmp_path, explain)
    message = finished(jobs, jobs.submit(endless)).message
    assert "giây" in message["vi"] and "seconds" in message["en"]


def test_old_results_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    jobs = Jobs(tmp_path, explain)
    made = [jobs.submit(quick) for _ in range(1)]
    for _ in range(4):
        finished(jobs, made[-1])
        made.append(jobs.submit(quick))
    finished(jobs, made[-1])
    assert [job.id for job in jobs.all()][:2] == [job.id for job in made[:-3:-1]]
    assert len(jobs.all()) <= 3


WORKER = """
import sys, time
from pathlib import Path
from sdi.serve.jobs import Jobs
print(Jobs(Path(sys.argv[1]), str).submit(lambda keep_on: time.sleep(60)).id, flush=True)
time.sleep(60)
"""


def test_a_job_whose_worker_dies_has_failed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WORKER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        identifier = worker.stdout.readline().strip()
        jobs = Jobs(tmp_path, explain)
        found = jobs.get(identifier)
        assert found is not None and found.status in ("accepted", "running")
        worker.kill()
    found = jobs.get(identifier)
    assert found is not None and found.status == "failed" and "khởi động lại" in found.message["vi"]


@pytest.mark.parametrize("identifier", ["..", ".", "", "../other", "a/b", ".hidden", "nothing"])
def test_ids_lead_nowhere_else(tmp_path: Path, identifier: str) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "status.json").write_text("{}")
    (tmp_path / "jobs").mkdir()
    assert Jobs(tmp_path / "jobs", explain).get(identifier) is None
