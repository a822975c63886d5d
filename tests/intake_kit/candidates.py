"""Candidates put into staging by hand, as the intake leaves them: quick, where only publication is looked at."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from psycopg import sql

from intake_kit.desk import Desk
from sdi.db.names import stage_table
from sdi.db.stage import add_tallies, create_stage
from sdi.publish.candidate import compare, read_candidates

State = Mapping[str, int]
"""Stamp by feature number: all that a feature is, for these tests."""

NUMBER = {"zones": "zone_no", "plan_lines": "line_no"}


def candidate(desk: Desk, layers: Mapping[str, State], plan: str) -> int:
    """A held run that replaces one plan in the given layers; returns its number."""
    run = held_run(desk, "plan")
    for layer, state in layers.items():
        with staged(desk, run, layer, [plan], len(state)):
            _fill(desk, run, layer, state, plan)
    compared(desk, run)
    return run


def held_run(desk: Desk, profile: str) -> int:
    """A run that waits for publication, of a delivery that nobody made; returns its number."""
    delivery = desk.one(
        "INSERT INTO meta.delivery (digest, name, size_bytes, files) VALUES (%s, 'x', 0, '{}') RETURNING id",
        uuid.uuid4().hex,
    )
    return int(
        desk.one(
            "INSERT INTO meta.run (delivery_id, profile, arguments, declarations, actor, state)"
            " VALUES (%s, %s, '{}', '', 'test', 'held') RETURNING id",
            delivery,
            profile,
        )
    )


@contextmanager
def staged(desk: Desk, run: int, layer: str, scopes: list[str] | None, features: int) -> Iterator[None]:
    """A layer of the run, whose staging is filled in the body; the balance says so many features."""
    create_stage(desk.connection, run, desk.project.layers[layer], desk.project.province.crs)
    desk.connection.execute(
        "INSERT INTO meta.candidate (run_id, layer, scopes) VALUES (%s, %s, %s)", (run, layer, scopes)
    )
    yield
    add_tallies(desk.connection, run, [("x", layer, way, "", features, 0.0, 0.0) for way in ("read", "staged")])


def compared(desk: Desk, run: int) -> None:
    """Compare the run's candidates with what is public, as the intake does last."""
    for waiting in read_candidates(desk.connection, desk.project, [run]):
        compare(desk.connection, waiting, desk.epoch)


def _fill(desk: Desk, run: int, layer: str, state: State, plan: str) -> None:
    shape = (
        "ST_MakeLine(a, b)" if layer == "plan_lines" else "ST_MakeEnvelope(ST_X(a), ST_Y(a), ST_X(b), ST_Y(b), 5898)"
    )
    numbers: Sequence[str] = list(state)
    digests = [str(uuid.UUID(hashlib.md5(f"{n} {state[n]}".encode()).hexdigest())) for n in numbers]
    desk.connection.execute(
        sql.SQL(
            "INSERT INTO {} (source_layer, feature_no, feature_id, scope, digest, plan_id, {}, stamp, geom)"
            " SELECT 'x', n, %(plan)s || '-' || number, %(plan)s, digest, %(plan)s, number, stamp, ST_Multi({})"
            " FROM unnest(%(numbers)s::text[], %(digests)s::uuid[], %(stamps)s::int[])"
            " WITH ORDINALITY AS rows (number, digest, stamp, n),"
            " LATERAL (SELECT ST_SetSRID(ST_MakePoint(585000 + n, 1672000 + stamp), 5898) AS a,"
            " ST_SetSRID(ST_MakePoint(585000.5 + n, 1672000.5 + stamp), 5898) AS b) AS ends"
        ).format(stage_table(run, layer), sql.Identifier(NUMBER[layer]), sql.SQL(shape)),  # type: ignore[arg-type]
        {"plan": plan, "numbers": numbers, "digests": digests, "stamps": [state[n] for n in numbers]},
    )
