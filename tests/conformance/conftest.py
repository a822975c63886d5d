"""One service with the project's samples for all conformance tests, on a PostGIS of this run."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import httpx
import psycopg
import pytest
from intake_kit.desk import Desk
from process_kit import free_port, wait_until_answered
from psycopg import sql

from conformance.service import Api
from sdi.db.connect import connect
from sdi.model import Audience, read_project
from sdi.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 240.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.conformance)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes ``collection`` runs for every collection that the public may see."""
    if "collection" in metafunc.fixturenames:
        metafunc.parametrize("collection", _public_layers())


@lru_cache
def _public_layers() -> list[str]:
    return [layer.id for layer in read_project(ROOT).layers.values() if Audience.PUBLIC.sees(layer.visibility)]


@pytest.fixture(scope="session")
def role_prefix(server_url: str) -> Iterator[str]:
    """Of the roles of this run; they go after the database in which they may read."""
    prefix = f"conformance{os.getpid()}"
    yield prefix
    with psycopg.connect(server_url, autocommit=True) as connection:
        for audience in Audience:
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(f"{prefix}_{audience.value}")))


@pytest.fixture(scope="session")
def base_url(
    role_prefix: str, make_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Address of ``sdi up`` over an empty database; the samples are loaded."""
    folder, url, port = tmp_path_factory.mktemp("conformance"), make_database(), free_port()
    settings = Settings(project=ROOT, state=folder / "state", role_prefix=role_prefix, port=port)
    log = folder / "service.log"
    with connect(url) as connection, log.open("w") as stream:
        desk = Desk(url, connection, read_project(ROOT), settings, folder)
        environment = desk.environment() | {"SDI_PORT": str(port)}
        process = subprocess.Popen(
            desk.command("up"), env=environment, stdout=stream, stderr=subprocess.STDOUT, cwd=folder
        )
        try:
            wait_until_answered(f"http://127.0.0.1:{port}/readyz", process, log, PATIENCE_S)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture(scope="session")
def api(base_url: str) -> Iterator[Api]:
    """The API as the public sees it."""
    with httpx.Client(timeout=60, trust_env=False) as client:
        yield Api(f"{base_url}/api", client)
