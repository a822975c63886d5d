"""A small province for the tests of the service: 25 square parcels, published without an intake."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from sdi.model import Project
from sdi.publish.releases import forget_withdrawn, lock_epoch
from sdi.settings import Settings

PROJECT = Path(__file__).parent / "serve" / "project"
E0, N0 = 585_000.0, 1_671_000.0
"""South-west corner of the parcels, EPSG:5898."""
COLUMNS = ROWS = 5
SIDE = 20.0
"""Parcels are squares of this side, in metres; number 1 lies in the south-west, counting eastwards."""
DEFENCE = 13
"""The parcel that only the internal audience may see."""


class Town:
    """Puts features into the database the way a publication leaves them."""

    def __init__(self, url: str, project: Project) -> None:
        self.url = url
        self.project = project

    def publish(self, layer: str, rows: list[dict[str, Any]]) -> int:
        """A new epoch in which ``rows`` are all that the layer holds; returns it."""
        with psycopg.connect(self.url) as connection:
            forget_withdrawn(connection, lock_epoch(connection))
            epoch = connection.execute("UPDATE meta.epoch SET last = last + 1 RETURNING last").fetchone()[0]  # type: ignore[index]
            table = sql.Identifier("data", layer)
            connection.execute(sql.SQL("UPDATE {} SET r1 = %s WHERE r1 = 2147483647").format(table), (epoch,))
            run = connection.execute(
                "WITH d AS (INSERT INTO meta.delivery (digest, name, size_bytes, files)"
                " VALUES (%s, 'x', 0, '{}') RETURNING id)"
                " INSERT INTO meta.run (delivery_id, profile, arguments, declarations, actor)"
                " SELECT id, 'x', '{}', '', 'test' FROM d RETURNING id",
                (uuid.uuid4().hex,),
            ).fetchone()[0]  # type: ignore[index]
            full = [
                {"audience": "public", "scope": "*", "run_id": run, "digest": uuid.uuid4(), "r0": epoch} | row
                for row in rows
            ]
            for names, alike in groupby(full, key=tuple):
                columns = [name for name in names if name != "geom"]
                insert = sql.SQL("INSERT INTO {} ({}, geom) VALUES ({}, ST_GeomFromText(%(geom)s, 5898))").format(
                    table,
                    sql.SQL(", ").join(map(sql.Identifier, columns)),
                    sql.SQL(", ").join(map(sql.Placeholder, columns)),
                )
                connection.cursor().executemany(insert, list(alike))
            connection.execute(
                "INSERT INTO meta.release (layer, epoch, run_id, added, changed, removed, feature_count)"
                " VALUES (%s, %s, %s, %s, 0, 0, %s)",
                (layer, epoch, run, len(rows), len(rows)),
            )
            connection.execute(
                sql.SQL(
                    "INSERT INTO meta.release_audience"
                    " (layer, epoch, audience, feature_count, storage_bbox, bbox)"
                    " SELECT %s, %s, audience, count(*), {}, {} FROM {} WHERE r0 = %s GROUP BY audience"
                ).format(_box("ST_Extent(geom)"), _box("ST_Extent(ST_Transform(geom, 4326))"), table),
                (layer, epoch, epoch),
            )
            connection.execute("UPDATE meta.epoch SET current = %s", (epoch,))
            connection.execute("SELECT pg_notify('sdi_publication', %s)", (str(epoch),))
        return int(epoch)

    def rollback(self) -> None:
        """The epoch before the current one is public again."""
        with psycopg.connect(self.url) as connection:
            connection.execute("UPDATE meta.epoch SET current = current - 1")
            connection.execute("SELECT pg_notify('sdi_publication', 'back')")


def _box(extent: str) -> sql.SQL:
    parts = ", ".join(f"{name}({extent})" for name in ("ST_XMin", "ST_YMin", "ST_XMax", "ST_YMax"))
    return sql.SQL(f"ARRAY[{parts}]")  # type: ignore[arg-type]


def square(number: int) -> str:
    """WKT of a parcel."""
    e, n = E0 + (number - 1) % COLUMNS * SIDE, N0 + (number - 1) // COLUMNS * SIDE
    f, o = e + SIDE, n + SIDE
    return f"MULTIPOLYGON((({e} {n}, {e} {o}, {f} {o}, {f} {n}, {e} {n})))"


def parcel(number: int, **more: Any) -> dict[str, Any]:
    """A row of a parcel."""
    land_use = "CQP" if number == DEFENCE else ("ODT+CLN" if number % 2 else "ODT")
    return {
        "gid": number,
        "feature_id": f"21025-12-{number}",
        "audience": "internal" if number == DEFENCE else "public",
        "parcel_id": f"21025-12-{number}",
        "commune_code": "21025",
        "map_sheet": "12",
        "parcel_number": number,
        "land_use": land_use,
        "area_m2": 400.0,
        "surveyed_on": date(2026, 1, 1) + timedelta(days=number - 1),
        "disputed": number == 7,
        "note": f"ghi chú {number}",
        "geom": square(number),
    } | more


def run(settings: Settings, *words: str, url: str, **environment: str) -> str:
    """What a command prints, on both streams."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SDI_") and name != "TZ"}
    given = {
        "SDI_DATABASE_URL": url, "SDI_PROJECT": str(PROJECT), "SDI_STATE": str(settings.state),
        "SDI_ROLE_PREFIX": settings.role_prefix,
    }  # fmt: skip
    command = [Path(sys.executable).with_name("sdi"), *words]
    done = subprocess.run(
        command, env=kept | given | environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode != 4, done.stderr
    return done.stdout + done.stderr
