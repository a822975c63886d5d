"""A real PostGIS for every test run, and no test skipped without a permitted reason.

The server is a private cluster of this run alone (roles belong to a cluster, so runs side by side would
change each other's), or the one that ``SDI_TEST_DATABASE_URL`` names: its role must be allowed to create
databases and roles, and to install PostGIS or find it in ``template1``.
"""

from __future__ import annotations

import fcntl
import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import hypothesis
import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from sdi.db import cluster as private_cluster
from sdi.db.cluster import Cluster

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = Path(os.environ.get("SDI_SHARED_DATA") or ROOT.parent / "shared" / "data")
ABSENT = "../shared/data is absent"
NO_MOUNT = "only root may mount a small disk, and here not even root"

MARKERS = {
    "long": "takes minutes: make test-long",
    "clients": "needs QGIS or another client: make test-clients",
    "conformance": "official suites: make conformance",
    "bench": "measures: make bench",
}
_skipped: dict[str, str] = {}

# The same examples at every run: a red run is about the change, not about luck. HYPOTHESIS_PROFILE=search looks
# further.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", max_examples=2_000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


# --- which tests run, and what a skip costs -----------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    for name, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")
    if not config.option.markexpr:
        config.option.markexpr = " and ".join(f"not {name}" for name in MARKERS)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _note_skip(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    _note_skip(report)


def _note_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
    if not reason.removeprefix("Skipped: ").startswith((ABSENT, NO_MOUNT)):
        _skipped[report.nodeid] = reason


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for node, reason in _skipped.items():
        terminalreporter.write_line(f"SKIPPED WITHOUT PERMISSION (the run fails): {node}: {reason}", red=True)


# --- the database -------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real deliveries, kept beside the project and never inside it."""
    if not SHARED_DATA.is_dir():
        pytest.skip(ABSENT)
    return SHARED_DATA


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The private cluster of this run; deleted at the end."""
    shelf = ROOT / ".test-state"
    shelf.mkdir(exist_ok=True)
    state = shelf / f"run-{os.getpid()}"
    with (shelf / "sweeping").open("w") as sweeping:
        fcntl.flock(sweeping, fcntl.LOCK_EX)  # or another run clears ours away before we hold it
        _sweep(shelf)
        state.mkdir(exist_ok=True)
        held = _held(state)
    with held:
        yield private_cluster.ensure(state, durable=False)
        private_cluster.destroy(state)
        _remove(state)


def _held(state: Path) -> IO[str]:
    """A lock that says "this run is alive"; the system lets go of it however the run ends."""
    stream = (state / "alive").open("w")
    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return stream


def _sweep(shelf: Path) -> None:
    """Clear away what killed runs left behind."""
    for state in shelf.glob("run-*"):
        try:
            with _held(state):
                private_cluster.destroy(state)
                _remove(state)
        except (BlockingIOError, FileNotFoundError):
            continue


def _remove(state: Path) -> None:
    for path in sorted(state.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    state.rmdir()


@pytest.fixture(scope="session")
def server_url(request: pytest.FixtureRequest) -> str:
    """URL of a role that may create databases and roles."""
    given = os.environ.get("SDI_TEST_DATABASE_URL")
    return given or request.getfixturevalue("cluster").url


@pytest.fixture(scope="session")
def make_database(server_url: str) -> Iterator[Callable[[], str]]:
    """``make_database()`` gives the URL of a new database that has PostGIS and nothing else."""
    made: list[str] = []
    numbers = itertools.count(1)

    def make() -> str:
        name = f"sdi_test_{os.getpid()}_{next(numbers)}"
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        made.append(name)
        url = _with_database(server_url, name)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        return url

    yield make
    with psycopg.connect(server_url, autocommit=True) as connection:
        for name in made:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="module")
def database(make_database: Callable[[], str]) -> str:
    """URL of a database of this test module's own, with PostGIS and nothing else."""
    return make_database()


def _with_database(url: str, name: str) -> str:
    head, _, query = url.partition("?")
    current = conninfo_to_dict(url).get("dbname")
    base = head.removesuffix(f"/{current}") if current else head.rstrip("/")
    return f"{base}/{name}" + (f"?{query}" if query else "")
