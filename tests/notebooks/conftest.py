"""One service over the project's samples for all of these tests, and a load that its database holds back."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import psycopg
import pytest
from notebook_kit import Run, run
from process_kit import free_port, serving

from sdi.db.connect import connect
from sdi.ingest.arguments import Arguments
from sdi.model import Audience, read_project
from sdi.notebook import Desk
from sdi.notebook.api import Service
from sdi.notebook.database import Database
from sdi.progress import Quiet
from sdi.publish.loading import Request, load
from sdi.publish.preparing import prepare
from sdi.serve.app import create_app
from sdi.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    port = free_port()
    return Settings(
        project=ROOT, state=tmp_path_factory.mktemp("state"), role_prefix="notebook",
        base_url=f"http://127.0.0.1:{port}",
    )  # fmt: skip


@pytest.fixture(scope="session")
def database_url(make_database: Callable[[], str], settings: Settings) -> str:
    """All samples, published."""
    url = make_database()
    prepare(url, read_project(ROOT), settings, lambda text: None)
    return url


@pytest.fixture(scope="session")
def service_url(database_url: str, settings: Settings) -> Iterator[str]:
    port = int(settings.public_url.rpartition(":")[2])
    with serving(create_app(settings, database_url), port) as address:
        yield address


@pytest.fixture(scope="session")
def internal_key(service_url: str, settings: Settings) -> str:
    return settings.secret(f"api_key_{Audience.INTERNAL.value}")


@pytest.fixture(scope="session")
def over_network(service_url: str) -> Desk:
    """The service as anybody sees it."""
    return Desk(Service(service_url), shown=False)


@pytest.fixture(scope="session")
def in_database(database_url: str, settings: Settings) -> Desk:
    """The database as anybody sees it."""
    return Desk(Database(database_url, "public", settings), shown=False)


@pytest.fixture
def sql(database_url: str) -> Iterator[psycopg.Connection]:
    """The owner's connection, for sums of another make."""
    with connect(database_url) as connection:
        yield connection


@pytest.fixture(scope="session")
def second_edition() -> ModuleType:
    """``notebooks/giao_nop_thu.py``."""
    spec = importlib.util.spec_from_file_location("giao_nop_thu", NOTEBOOKS / "giao_nop_thu.py")
    assert spec is not None and spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.fixture(scope="session")
def held(
    database_url: str, settings: Settings, second_edition: ModuleType, tmp_path_factory: pytest.TempPathFactory
) -> int:
    """The number of a load that waits for a decision."""
    path = second_edition.write(tmp_path_factory.mktemp("delivery"))
    request = Request([path], "parcels", "parcels.shapefile", Arguments(None, ("21025",)), hold=True)
    with connect(database_url) as connection:
        outcome = load(connection, read_project(ROOT), settings.state_dir, request, Quiet())
    assert outcome.state == "held"
    return outcome.run


@pytest.fixture
def execute(service_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Run]:
    """``execute("3")`` runs the third notebook against the service."""
    monkeypatch.setenv("SDI_URL", service_url)
    monkeypatch.setenv("SDI_CACHE", str(tmp_path / "cache"))

    def go(number: str) -> Run:
        (path,) = NOTEBOOKS.glob(f"{number}-*.ipynb")
        return run(path)

    return go
