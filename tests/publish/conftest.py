"""What the tests of this folder have at hand."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from intake_kit.fixtures import bare, desk, make_desk, own_desk, province, shared_desk

from sdi.db.connect import Connection, connect
from sdi.model import Project, read_project
from sdi.publish.preparing import prepare
from sdi.settings import Settings

__all__ = ["bare", "desk", "make_desk", "own_desk", "province", "shared_desk"]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def project() -> Project:
    """The main project."""
    return read_project(ROOT)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Of an installation with all samples."""
    return Settings(project=ROOT, state=tmp_path_factory.mktemp("state"), role_prefix="samples")


@pytest.fixture(scope="session")
def samples(make_database: Callable[[], str], project: Project, settings: Settings) -> str:
    """Address of a database with all samples loaded; tests leave it as it was."""
    url = make_database()
    prepare(url, project, settings, lambda _: None)
    return url


@pytest.fixture
def owner(samples: str) -> Iterator[Connection]:
    """The owner's connection to it."""
    with connect(samples) as connection:
        yield connection
