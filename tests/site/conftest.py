"""The site over the sample deliveries of the province, with their documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from process_kit import free_port
from sample_kit import ROOT, project_with
from starlette.testclient import TestClient

from sdi.model import Audience, Project
from sdi.publish.preparing import prepare
from sdi.serve.access import HEADER
from sdi.serve.app import create_app
from sdi.settings import Settings

SAMPLES = (
    "administrative_units.gpkg", "roads.gpkg", "parcels.shapefile", "planning_areas.gpkg", "planning.cad_geojson",
    "planning.attributed_geojson", "planning_projects.gpkg", "drainage_manholes.csv", "drainage_outfalls.csv",
    "drainage_pipes.dxf", "lighting_cabinets.xlsx", "street_lights.xlsx",
)  # fmt: skip


@pytest.fixture(scope="session")
def port() -> int:
    """A port of this machine that nobody listens on."""
    return free_port()


@pytest.fixture(scope="session")
def project() -> Project:
    return project_with(SAMPLES, rasters=["plan_sheets"])


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, port: int) -> Settings:
    state = tmp_path_factory.mktemp("state")
    return Settings(project=ROOT, state=state, role_prefix="site", base_url=f"http://127.0.0.1:{port}")


@pytest.fixture(scope="session")
def url(make_database: Callable[[], str], project: Project, settings: Settings) -> str:
    """The database with everything published."""
    found = make_database()
    prepare(found, project, settings, lambda text: None)
    return found


@pytest.fixture(scope="session")
def client(url: str, settings: Settings) -> Iterator[TestClient]:
    """The application, asked without a network."""
    with TestClient(create_app(settings, url), base_url=settings.public_url) as found:
        yield found


@pytest.fixture(scope="session")
def inside(settings: Settings) -> dict[str, str]:
    """Headers of somebody of the department."""
    return {HEADER: settings.secret(f"api_key_{Audience.INTERNAL.value}")}
