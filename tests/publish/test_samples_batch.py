"""The batch overlay of the sample town: equal to the materialised one and to plain PostGIS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from psycopg import sql

from sdi.db.connect import Connection, connect
from sdi.db.layers import SCHEMAS
from sdi.errors import UsageError
from sdi.model import Audience, Project
from sdi.overlay.batch import Done, Source, run
from sdi.progress import Quiet

LAYERS = ("planning_zones", "flood_zones", "planning_lines", "street_lights", "power_lines")
"""Of every dimension, with overlaps, restricted rows, the nearest, and one that only agencies see."""


def lay(samples: str, project: Project, layer: str, output: Path, audience: Audience) -> Done:
    @contextmanager
    def open_database() -> Iterator[Connection]:
        with connect(samples) as connection:
            yield connection

    base, over = Source.of(project, "parcels"), Source.of(project, layer)
    return run(project, base, over, output, Quiet(), open_database, audience=audience)


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.INTERNAL])
def test_batch_equals_the_materialised_table(
    samples: str, project: Project, owner: Connection, tmp_path: Path, audience: Audience
) -> None:
    compared = 0
    for layer in map(project.layers.__getitem__, LAYERS):
        if not audience.sees(layer.visibility):
            continue
        done = lay(samples, project, layer.id, tmp_path / "result.parquet", audience)
        found = pq.read_table(done.output)
        stored = owner.execute(
            sql.SQL("SELECT {} FROM {} WHERE layer = %s").format(
                sql.SQL(", ").join(map(sql.Identifier, found.column_names)),
                sql.Identifier(SCHEMAS[audience], "parcel_overlays"),
            ),
            (layer.id,),
        ).fetchall()
        alike(found.to_pylist(), [dict(zip(found.column_names, row, strict=True)) for row in stored])
        compared += done.rows
    assert compared > 10_000


def alike(found: list[dict[str, Any]], stored: list[dict[str, Any]]) -> None:
    """The same rows; the table keeps areas, lengths and distances to a tenth of a millimetre."""
    one, other = by_key(found), by_key(stored)
    assert one.keys() == other.keys()
    for key, row in one.items():
        for name, value in row.items():
            kept = other[key][name]
            if name in ("area_m2", "length_m", "distance_m") and value is not None:
                assert abs(value - kept) < 5.1e-5, (key, name)
            else:
                assert value == kept, (key, name)


def by_key(rows: list[dict[str, Any]]) -> dict[tuple[str, ...], dict[str, Any]]:
    found = {(row["parcel_id"], row["layer"], row["kind"], str(row["feature_id"])): row for row in rows}
    assert len(found) == len(rows)
    return found


def test_batch_equals_plain_postgis(samples: str, project: Project, owner: Connection, tmp_path: Path) -> None:
    done = lay(samples, project, "planning_zones", tmp_path / "result.parquet", Audience.PUBLIC)
    rows = pq.read_table(done.output).to_pylist()
    plain = {
        (parcel, zone): area
        for parcel, zone, area in owner.execute(
            "SELECT p.feature_id, z.feature_id, ST_Area(ST_Intersection(p.geom, z.geom))"
            " FROM pub.parcels AS p JOIN pub.planning_zones AS z ON ST_Intersects(p.geom, z.geom)"
        )
    }
    found = {(row["parcel_id"], row["feature_id"]): row["area_m2"] for row in rows if row["kind"] == "feature"}
    assert len(found) > 1_000 and found.keys() <= plain.keys()
    assert max(abs(found[pair] - plain[pair]) for pair in found) < 1e-6
    whole = dict(owner.execute("SELECT feature_id, ST_Area(geom) FROM pub.parcels").fetchall())
    covered = dict.fromkeys(whole, 0.0)
    for row in rows:
        if row["kind"] != "feature":
            covered[row["parcel_id"]] += row["area_m2"]
    assert max(abs(covered[name] - whole[name]) for name in whole) < 0.01


def test_a_layer_that_is_not_published_for_the_audience(samples: str, project: Project, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="chưa có gì được công bố"):
        lay(samples, project, "substations", tmp_path / "result.parquet", Audience.PUBLIC)
    assert list(tmp_path.iterdir()) == []
