"""An installation with the communes loaded, and rasters of every kind made for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from raster_kit import COMMUNES, E0, N0, checkered, model, picture
from rasterio.transform import from_origin
from starlette.testclient import TestClient

from sdi.db.connect import Connection, connect
from sdi.db.roles import sync_roles
from sdi.ingest.rasters import Told
from sdi.model import Project, read_project
from sdi.progress import Quiet
from sdi.publish.loading import Outcome
from sdi.publish.loading import Request as VectorRequest
from sdi.publish.loading import load as load_vector
from sdi.publish.preparing import follow
from sdi.publish.rasters import Request as RasterRequest
from sdi.publish.rasters import load
from sdi.serve.app import create_app
from sdi.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class RasterDesk:
    """Loads rasters and looks at what became of them."""

    url: str
    connection: Connection
    project: Project
    settings: Settings

    def load(self, layer: str, *sources: Path, crs: str | None = None, **options: Any) -> Outcome:
        """``sdi load-raster``; ``values`` are what ``--set`` says."""
        told = Told(crs, (), options.pop("values", {}))
        return load(
            self.connection,
            self.project,
            self.settings.state_dir,
            RasterRequest(layer, sources, told, **options),
            Quiet(),
        )

    def one(self, query: str, *values: object) -> Any:
        """The first column of the first row."""
        row = self.connection.execute(query, values).fetchone()
        return row[0] if row else None

    def file(self, layer: str = "elevation") -> Path:
        """The file of the layer's newest sheet."""
        from sdi.raster.cog import RasterShelf

        sha256 = self.one(f"SELECT file FROM pub_internal.{layer} ORDER BY gid DESC LIMIT 1")
        return RasterShelf(self.settings.state_dir).path(sha256)

    def rules(self, run: int) -> set[str]:
        """Rules that a run has raised."""
        return {row[0] for row in self.connection.execute("SELECT rule FROM meta.issue WHERE run_id = %s", (run,))}

    def balance(self, run: int) -> dict[str, Any]:
        """Pixels of a run's first file."""
        pixels = self.one("SELECT evidence -> 'rasters' -> 0 FROM meta.run WHERE id = %s", run)
        assert pixels["read"] == sum(pixels[name] for name in ("published", "nodata", "implausible", "outside"))
        return dict(pixels)


@pytest.fixture(scope="session")
def raster_project() -> Project:
    """The main project."""
    return read_project(ROOT)


MakeDesk = Callable[[str], AbstractContextManager[RasterDesk]]


@pytest.fixture(scope="session")
def make_raster_desk(
    make_database: Callable[[], str], raster_project: Project, tmp_path_factory: pytest.TempPathFactory
) -> MakeDesk:
    """A database with the communes; roles belong to the cluster, so each has a prefix of its own."""

    @contextmanager
    def make(prefix: str) -> Iterator[RasterDesk]:
        url = make_database()
        settings = Settings(project=ROOT, state=tmp_path_factory.mktemp("rasters"), role_prefix=prefix)
        follow(url, raster_project, settings)
        with connect(url) as connection:
            request = VectorRequest([COMMUNES], "administrative_units")
            load_vector(connection, raster_project, settings.state_dir, request, Quiet())
            yield RasterDesk(url, connection, raster_project, settings)

    return make


@pytest.fixture(scope="module")
def shared(make_raster_desk: MakeDesk, request: pytest.FixtureRequest) -> Iterator[RasterDesk]:
    """One for a module."""
    with make_raster_desk(request.module.__name__.rpartition(".")[2]) as desk:
        yield desk


@pytest.fixture
def desk(shared: RasterDesk) -> Iterator[RasterDesk]:
    """The module's; what a test writes into the database goes again."""
    with shared.connection.transaction(force_rollback=True):
        yield shared


@pytest.fixture(scope="session")
def served(make_raster_desk: MakeDesk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RasterDesk]:
    """An installation with a height model of two sheets and a scanned plan."""
    folder = tmp_path_factory.mktemp("delivered")
    with make_raster_desk("served") as desk:
        west = model(folder / "tay.tif")
        east = model(folder / "dong.tif", from_origin(E0 + 1500, N0, 10, 10), shape=(120, 50))
        assert desk.load("elevation", west, east).state == "published"
        sheet = picture(folder / "to1.tif", checkered())
        assert desk.load("plan_sheets", sheet, values={"plan_id": "QHC"}).state == "published"
        yield desk


@pytest.fixture(scope="module")
def client(served: RasterDesk) -> Iterator[TestClient]:
    """The application, asked without a network."""
    sync_roles(served.connection, served.settings)
    with TestClient(create_app(served.settings, served.url), client=("127.0.0.1", 1)) as found:
        yield found
