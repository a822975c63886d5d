"""An office of any project: deliveries come in, and what became of them is measured."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from intake_kit.desk import Desk
from psycopg import sql

from sdi.db.connect import connect
from sdi.db.layers import sync_layers
from sdi.db.migrate import migrate
from sdi.db.names import stage_table
from sdi.db.roles import sync_roles
from sdi.model import read_project
from sdi.publish.loading import Outcome
from sdi.settings import Settings

BLESS = "SDI_BLESS"
"""Set to 1 to write the expected files anew: ``SDI_BLESS=1 make test ARGS=tests/real``. Review the difference."""
MANY = 5
"""A delivery of more source layers than this is expected as one line, ``*``."""


@dataclass(frozen=True)
class Line:
    """What became of one source layer in one layer; areas in m² in the provincial CRS.

    ``read``, ``quarantined`` and ``out_of_scope`` are what the report says; ``published`` and ``area_out_m2``
    are counted and measured by PostGIS in the table that people see.
    """

    delivery: str
    source_layer: str
    layer: str
    read: int
    published: int
    quarantined: int
    out_of_scope: int
    area_in_m2: float
    area_out_m2: float


@dataclass(frozen=True)
class Reason:
    """Why features of a delivery were kept back; a feature may have several reasons."""

    delivery: str
    layer: str
    rule: str
    reason: str
    features: int


@dataclass
class Taken:
    """A delivery that was taken in: first held, looked at, then published."""

    name: str
    sources: list[Path]
    outcome: Outcome
    lines: list[Line] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    staged: dict[tuple[str, str, int], float] = field(default_factory=dict)
    """Area of every candidate feature by (layer, source layer, feature number)."""

    @property
    def run(self) -> int:
        """The run's number."""
        return self.outcome.run


@contextmanager
def open_office(url: str, directory: Path, folder: Path, prefix: str = "office") -> Iterator[Desk]:
    """A desk in a project of its own, with its tables, views and roles, over an empty database."""
    migrate(url)
    project = read_project(directory)
    settings = Settings(project=directory, state=folder / "state", role_prefix=f"{prefix}{os.getpid()}")
    with connect(url) as connection:
        sync_layers(connection, project)
        sync_roles(connection, settings)
        yield Desk(url, connection, project, settings, folder)
        with connection.transaction():
            for role in connection.execute(
                "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", (settings.role_prefix + "_",)
            ).fetchall():
                name = sql.Identifier(role[0])
                connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(name))
                connection.execute(sql.SQL("DROP OWNED BY {}").format(name))
                connection.execute(sql.SQL("DROP ROLE {}").format(name))


def take_in(desk: Desk, name: str, sources: Sequence[Path], profile: str, communes: Sequence[str] = ()) -> Taken:
    """Hold, look, publish, measure. A refusal is returned as it is."""
    outcome = desk.load(*sources, profile=profile, communes=communes, hold=True)
    taken = Taken(name, list(sources), outcome, reasons=_reasons(desk, name, outcome.run))
    if outcome.state == "held":
        taken.staged = _staged(desk, outcome.run)
        desk.publish(outcome.run)
    taken.lines = _lines(desk, name, outcome.run)
    return taken


def _staged(desk: Desk, run: int) -> dict[tuple[str, str, int], float]:
    found: dict[tuple[str, str, int], float] = {}
    for (layer,) in desk.all("SELECT layer FROM meta.candidate WHERE run_id = %s", run):
        rows = desk.connection.execute(
            sql.SQL("SELECT source_layer, feature_no, ST_Area(geom) FROM {}").format(stage_table(run, layer))
        ).fetchall()
        found |= {(layer, source_layer, number): area for source_layer, number, area in rows}
    return found


def _lines(desk: Desk, name: str, run: int) -> list[Line]:
    rows = desk.all(
        "SELECT source_layer, layer, outcome, sum(features)::int, sum(area_m2) FROM meta.tally WHERE run_id = %s"
        " GROUP BY 1, 2, 3 ORDER BY 1, 2",
        run,
    )
    names = {row[0] for row in rows}
    counts: Counter[tuple[str, str, str]] = Counter()
    areas: Counter[tuple[str, str]] = Counter()
    for source_layer, layer, outcome, features, area in rows:
        place = "*" if len(names) > MANY else source_layer
        counts[place, layer, outcome] += features
        areas[place, layer] += area if outcome == "read" else 0
    lines = []
    for source_layer, layer in sorted(areas):
        published, area_out = _published(desk, layer, run) if layer else (0, 0.0)
        read, quarantined, rest = (counts[source_layer, layer, o] for o in ("read", "quarantined", "out_of_scope"))
        lines.append(
            Line(name, source_layer, layer, read, published, quarantined, rest,
                 round(areas[source_layer, layer], 1), round(area_out, 1))
        )  # fmt: skip
    return lines


def _published(desk: Desk, layer: str, run: int) -> tuple[int, float]:
    """Counted and measured by the database among the rows that are public."""
    row = desk.connection.execute(
        sql.SQL(
            "SELECT count(*), coalesce(sum(ST_Area(geom)), 0) FROM data.{}, meta.epoch"
            " WHERE run_id = %s AND r0 <= current AND current < r1"
        ).format(sql.Identifier(layer)),
        (run,),
    ).fetchone()
    assert row is not None
    return row


def _reasons(desk: Desk, name: str, run: int) -> list[Reason]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for layer, rule, reason in desk.all(
        "SELECT layer, rule, reason FROM meta.issue WHERE run_id = %s AND action = 'quarantined'", run
    ):
        counts[layer, rule, _general(reason)] += 1
    return [Reason(name, *key, features) for key, features in sorted(counts.items())]


def _general(reason: str) -> str:
    """The reason without what differs from feature to feature: ids, places, numbers."""
    without_place = re.sub(r"\[[^]]*\]", "", reason)
    return re.sub(r"(?<!\w)[\w.,-]*\d[\w.,-]*", "…", without_place)


# --- what was expected --------------------------------------------------------------------------------------


def expect(path: Path, found: Sequence[Line] | Sequence[Reason], kind: type[Line] | type[Reason]) -> None:
    """Compare with a reviewed CSV file, or write it when ``SDI_BLESS`` is set.

    Numbers of features must be equal; areas may differ by a millionth, which is more than PROJ releases differ.
    """
    names = [f.name for f in fields(kind)]
    if os.environ.get(BLESS) == "1":
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(asdict(line) for line in found)
    with path.open(encoding="utf-8", newline="") as stream:
        wanted = list(csv.DictReader(stream))
    assert [_exact(asdict(line)) for line in found] == [_exact(row) for row in wanted]
    for line, row in zip(found, wanted, strict=True):
        for name in names:
            if name.startswith("area"):
                got, want = float(getattr(line, name)), float(row[name])
                assert abs(got - want) <= max(0.1, 1e-6 * abs(want)), (row["delivery"], row["layer"], name, got, want)


def _exact(row: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in row.items() if not name.startswith("area")}
