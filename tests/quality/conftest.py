"""A staged run in a real PostGIS: rows are put in by hand, exactly as the intake leaves them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import shapely
from psycopg import sql
from psycopg.types.json import Jsonb

from sdi.db.connect import Connection, connect
from sdi.db.layers import sync_layers
from sdi.db.migrate import migrate
from sdi.db.names import stage_table
from sdi.db.stage import create_stage
from sdi.model import Project, read_project
from sdi.quality.checks import check_table
from sdi.raster.cog import RasterShelf

ROOT = Path(__file__).resolve().parents[2]
E0, N0 = 585_000.0, 1_671_000.0
"""South-west corner of everything, in the provincial CRS."""


@dataclass
class Run:
    """One run; ``put`` stages rows, ``check`` judges a layer, ``issues`` reads what was written."""

    connection: Connection
    project: Project
    id: int
    shelf: RasterShelf
    counters: dict[str, int] = field(default_factory=dict)

    def put(self, layer: str, rows: Sequence[dict[str, Any]], *, scopes: list[str] | None = None) -> None:
        """Stage rows of field values, with ``geom`` and, where it matters, ``feature_id`` and ``scope``."""
        declared = self.project.layers[layer]
        create_stage(self.connection, self.id, declared, self.project.province.crs)
        self.connection.execute(
            "INSERT INTO meta.candidate (run_id, layer, scopes) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            (self.id, layer, scopes),
        )
        for row in rows:
            number = self.counters[layer] = self.counters.get(layer, -1) + 1
            values = {"feature_id": f"{layer[:2]}{number}", "scope": "*"} | row
            values |= {"source_layer": "lop", "feature_no": number, "digest": uuid.uuid4()}
            values["geom"] = shapely.to_wkb(values["geom"], hex=True)
            columns = sql.SQL(", ").join(map(sql.Identifier, values))
            marks = sql.SQL(", ").join(
                sql.SQL("ST_SetSRID(%s::geometry, {})").format(self.project.province.crs)
                if name == "geom"
                else sql.SQL("%s")
                for name in values
            )
            self.connection.execute(
                sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(stage_table(self.id, layer), columns, marks),
                list(values.values()),
            )

    def check(self, layer: str, epoch: int = 0) -> dict[str, int]:
        """Rows written by rule."""
        return check_table(self.connection, self.project, self.id, self.project.layers[layer], epoch, self.shelf)

    def issues(self, rule: str, *columns: str) -> list[tuple[Any, ...]]:
        """Columns of the issues of one rule, in the order in which they were written."""
        names = sql.SQL(", ").join(map(sql.Identifier, columns or ("feature_id",)))
        return self.connection.execute(
            sql.SQL("SELECT {} FROM meta.issue WHERE run_id = %s AND rule = %s ORDER BY id").format(names),
            (self.id, rule),
        ).fetchall()

    def publish(self, layer: str, rows: Sequence[dict[str, Any]], *, epoch: int = 1) -> None:
        """Rows of another run that are public since ``epoch``."""
        for row in rows:
            number = self.counters["public"] = self.counters.get("public", 0) + 1
            values = {"feature_id": f"pub{number}", "scope": "*"} | row
            values |= {"gid": 1000 + number, "audience": self.project.layers[layer].visibility.value}
            values |= {"r0": epoch, "run_id": 0, "digest": uuid.uuid4()}
            geom = shapely.to_wkb(values.pop("geom"), hex=True)
            columns = sql.SQL(", ").join(map(sql.Identifier, [*values, "geom"]))
            self.connection.execute(
                sql.SQL("INSERT INTO data.{} ({}) VALUES ({}, ST_SetSRID(%s::geometry, {}))").format(
                    sql.Identifier(layer), columns, sql.SQL(", ").join([sql.SQL("%s")] * len(values)),
                    self.project.province.crs,
                ),
                [*values.values(), geom],
            )  # fmt: skip


@pytest.fixture(scope="session")
def project() -> Project:
    return read_project(ROOT)


@pytest.fixture(scope="module")
def ready(database: str, project: Project) -> str:
    migrate(database)
    with connect(database) as connection:
        sync_layers(connection, project)
    return database


@pytest.fixture
def run(ready: str, project: Project, tmp_path: Path) -> Iterator[Run]:
    """A run of an invented delivery; everything it wrote goes with the transaction."""
    with connect(ready) as connection, connection.transaction(force_rollback=True):
        yield Run(connection, project, new_run(connection), RasterShelf(tmp_path))


def new_run(connection: Connection, profile: str = "parcels.shapefile", evidence: object = None) -> int:
    """A delivery and its run."""
    delivery = connection.execute(
        "INSERT INTO meta.delivery (digest, name, size_bytes, files) VALUES (%s, 'thua.zip', 123456, '{thua.shp}')"
        " RETURNING id",
        (uuid.uuid4().hex,),
    ).fetchone()
    assert delivery is not None
    row = connection.execute(
        "INSERT INTO meta.run (delivery_id, profile, arguments, declarations, actor, evidence)"
        " VALUES (%s, %s, '{}', 'x', 'can_bo', %s) RETURNING id",
        (delivery[0], profile, Jsonb(evidence) if evidence else None),
    ).fetchone()
    assert row is not None
    return int(row[0])


def square(x: float, y: float, width: float = 20.0, height: float | None = None) -> shapely.MultiPolygon:
    """A rectangle whose south-west corner lies ``x``, ``y`` metres from the corner of everything."""
    box = shapely.box(E0 + x, N0 + y, E0 + x + width, N0 + y + (width if height is None else height))
    return shapely.MultiPolygon([box])


def point(x: float, y: float) -> shapely.Point:
    """A point in the same terms."""
    return shapely.Point(E0 + x, N0 + y)


def line(*coordinates: tuple[float, float]) -> shapely.LineString:
    """A line in the same terms."""
    return shapely.LineString([(E0 + x, N0 + y) for x, y in coordinates])
