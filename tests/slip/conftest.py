"""The service over the ward of :mod:`slip_kit`."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from serve_kit import E0, N0
from slip_kit import AMENDED, FIRST, PARTS, PLAN, RENUMBERED, ROOT, TAKEN_BACK, WITHDRAWN, Office, parcel, zones
from starlette.testclient import TestClient

from sdi.db.layers import sync_layers
from sdi.db.migrate import migrate
from sdi.db.roles import sync_roles
from sdi.model import Project, read_project
from sdi.serve.app import create_app
from sdi.settings import Settings


@pytest.fixture(scope="session")
def project() -> Project:
    return read_project(ROOT)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Settings:
    prefix = "slip_" + request.module.__name__.rsplit("_", 1)[-1].lower()
    state = tmp_path_factory.mktemp("state")
    return Settings(project=ROOT, state=state, role_prefix=prefix, base_url="http://testserver", rate_address=0)


@pytest.fixture(scope="module")
def office(database: str, project: Project, settings: Settings) -> Office:
    """Everything published."""
    migrate(database)
    with psycopg.connect(database, autocommit=True) as connection:
        sync_layers(connection, project)
        sync_roles(connection, settings)
    found = Office(database, project)
    w, s, x, y = E0 - 500, N0 - 500, E0 + 600, N0 + 600
    ward = f"MULTIPOLYGON((({w} {s}, {w} {y}, {x} {y}, {x} {s}, {w} {s})))"
    far = f"MULTIPOLYGON((({x} {s}, {x} {y}, {x + 900} {y}, {x + 900} {s}, {x} {s})))"
    communes = [("21025", "Phường Mẫu", ward), ("21028", "Phường Kề", far)]
    found.release(
        FIRST,
        "administrative_units",
        [
            {"gid": gid, "feature_id": code, "commune_code": code, "name": name, "geom": geom}
            for gid, (code, name, geom) in enumerate(communes, start=1)
        ],
    )
    parcels = [parcel(number) for number in range(1, 8)] + [parcel(8, "80")]
    parcels[4] = parcel(5, geom=PARTS, area_m2=310.0)
    parcels += [parcel(13, audience="internal", land_use="CQP")]
    w, e, n = x + 10, x + 30, N0 + 20
    beside = f"MULTIPOLYGON((({w} {N0}, {w} {n}, {e} {n}, {e} {N0}, {w} {N0})))"
    ids = {"feature_id": "21028-1-1", "parcel_id": "21028-1-1", "map_sheet": "1", "parcel_number": "1"}
    parcels += [parcel(30, commune_code="21028", geom=beside, **ids)]
    found.release(FIRST, "parcels", parcels)
    found.release(FIRST, "planning_zones", zones(amended=False))
    red = f"MULTILINESTRING(({E0 - 50} {N0 - 3}, {E0 + 200} {N0 - 3}))"
    building = f"MULTILINESTRING(({E0 - 50} {N0 + 3}, {E0 + 200} {N0 + 3}))"
    kinds = (("CGDD", red), ("CGXD", building))
    names = [f"QHPK_MAU-{gid}" for gid in (1, 2)]
    lines = [
        PLAN | {"gid": gid, "feature_id": name, "line_id": name, "line_no": str(gid), "kind": kind, "geom": geom}
        for gid, (name, (kind, geom)) in enumerate(zip(names, kinds, strict=True), start=1)
    ]
    found.release(FIRST, "planning_lines", lines)
    lamps = [{"gid": 1, "feature_id": "T-1", "pole_id": "T-1", "geom": f"POINT({E0 + 10} {N0 - 4})"}]
    found.release(FIRST, "street_lights", lamps)
    current = found.release(AMENDED, "planning_zones", zones(amended=True))
    found.withdrawn(WITHDRAWN, TAKEN_BACK, current)
    parcels[7] = parcel(8, "8", gid=88)
    found.release(RENUMBERED, "parcels", parcels)
    return found


@pytest.fixture(scope="module")
def client(office: Office, settings: Settings) -> Iterator[TestClient]:
    """The application, asked without a network."""
    with TestClient(create_app(settings, office.url)) as found:
        yield found
