"""A small province in a real PostGIS, and the application over it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import psycopg
import pytest
from serve_kit import COLUMNS, E0, N0, PROJECT, ROWS, Town, parcel
from starlette.testclient import TestClient

from sdi.db.layers import sync_layers
from sdi.db.migrate import migrate
from sdi.db.roles import sync_roles
from sdi.model import Project, read_project
from sdi.serve.app import create_app
from sdi.settings import Settings


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(PROJECT)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Settings:
    prefix = "serve_" + request.module.__name__.rsplit("_", 1)[-1].lower()
    return Settings(
        project=PROJECT,
        state=tmp_path_factory.mktemp("state"),
        role_prefix=prefix,
        base_url="http://testserver",
        rate_address=0,  # a test asks as fast as it can
    )


@pytest.fixture(scope="module")
def town(database: str, project: Project, settings: Settings) -> Town:
    """The database with everything published."""
    migrate(database)
    with psycopg.connect(database, autocommit=True) as connection:
        sync_layers(connection, project)
        sync_roles(connection, settings)
    found = Town(database, project)
    found.publish("parcels", [parcel(number) for number in range(1, COLUMNS * ROWS + 1)])
    street = {
        "gid": 1,
        "feature_id": "R-1",
        "road_id": "R-1",
        "name": "Đường Quang Trung",
        "road_class": "CHINH",
    }
    alley = {"gid": 2, "feature_id": "R-2", "road_id": "R-2", "name": "Hẻm 12", "road_class": "HEM"}
    found.publish(
        "roads",
        [
            street
            | {
                "valid_to": date(2025, 6, 30),
                "geom": f"MULTILINESTRING(({E0} {N0 - 10}, {E0 + 100} {N0 - 10}))",
            },
            alley
            | {
                "valid_from": date(2025, 7, 1),
                "geom": f"MULTILINESTRING(({E0 - 10} {N0}, {E0 - 10} {N0 + 100}))",
            },
        ],
    )
    w, x, y = E0 - 500, E0 + 600, N0 + 600
    ward = f"MULTIPOLYGON((({w} {N0 - 500}, {w} {y}, {x} {y}, {x} {N0 - 500}, {w} {N0 - 500})))"
    found.publish(
        "administrative_units",
        [{"gid": 1, "feature_id": "21025", "commune_code": "21025", "name": "Phường Mẫu", "geom": ward}],
    )
    found.publish(
        "control_points",
        [
            {
                "gid": 1,
                "feature_id": "DC-1",
                "audience": "agency",
                "point_id": "DC-1",
                "geom": f"POINT({E0} {N0})",
            }
        ],
    )
    found.publish(
        "substations",
        [
            {
                "gid": 1,
                "feature_id": "T-1",
                "audience": "internal",
                "station_id": "T-1",
                "geom": f"POINT({E0} {N0})",
            }
        ],
    )
    return found


@pytest.fixture(scope="module")
def client(town: Town, settings: Settings) -> Iterator[TestClient]:
    """The application, asked without a network."""
    with TestClient(create_app(settings, town.url), client=("127.0.0.1", 1)) as found:
        yield found


@pytest.fixture(scope="module")
def keys(client: TestClient, settings: Settings) -> dict[str, dict[str, str]]:
    """Headers by which each audience asks."""
    found = {a: {"X-API-Key": settings.secret(f"api_key_{a}")} for a in ("agency", "internal")}
    return {"public": {}} | found
