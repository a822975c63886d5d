"""An officer's desk: a database, a project, a state directory, and what the officer does with them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from sdi.db.connect import Connection
from sdi.db.roles import audience_url, sync_roles
from sdi.ingest.load import Arguments
from sdi.model import Audience, Project
from sdi.progress import Quiet
from sdi.publish.epochs import Publication
from sdi.publish.loading import Outcome, Request, load, publish_held
from sdi.publish.rollback import rollback
from sdi.settings import Settings

PROJECT = Path(__file__).parent / "project"


class Notes(Quiet):
    """Remembers what a person would have been told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def note(self, text: str) -> None:
        self.said.append(text)


@dataclass
class Desk:
    """Loads, publishes, takes back and looks, in process or by the command line."""

    url: str
    connection: Connection
    project: Project
    settings: Settings
    folder: Path
    notes: Notes = field(default_factory=Notes)

    def load(
        self,
        *sources: Path,
        layer: str | None = None,
        profile: str | None = None,
        crs: str | None = None,
        communes: Sequence[str] = (),
        dry_run: bool = False,
        hold: bool = False,
    ) -> Outcome:
        """``sdi load`` without the command line."""
        request = Request(sources, layer, profile, Arguments(crs, tuple(communes)), dry_run, hold, "officer")
        return load(self.connection, self.project, self.settings.state_dir, request, self.notes)

    def publish(self, *runs: int) -> Outcome:
        """``sdi publish``."""
        return publish_held(self.connection, self.project, runs, "officer", progress=self.notes)

    def rollback(self, layer: str) -> Publication:
        """``sdi rollback``."""
        return rollback(self.connection, self.project, layer, "officer")

    def cli(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        """``sdi …`` in a process of its own."""
        return subprocess.run(
            self.command(*arguments), env=self.environment() | environment, capture_output=True, text=True, check=False
        )

    def command(self, *arguments: object) -> list[str]:
        """The words of a command."""
        return [sys.executable, "-c", "from sdi.cli import main; main()", *map(str, arguments)]

    def environment(self) -> dict[str, str]:
        """Where a command finds the same database and project."""
        return os.environ | {
            "SDI_DATABASE_URL": self.url,
            "SDI_PROJECT": str(self.project.directory),
            "SDI_STATE": str(self.settings.state_dir),
            "SDI_ROLE_PREFIX": self.settings.role_prefix,
        }

    @contextmanager
    def seen_by(self, audience: Audience) -> Iterator[Connection]:
        """A connection of an audience's login role."""
        sync_roles(self.connection, self.settings)
        url = audience_url(self.url, self.settings, audience)
        with psycopg.connect(url, autocommit=True) as connection:
            yield connection

    # -- what there is to see --------------------------------------------------------------------------------

    @property
    def epoch(self) -> int:
        """Where the pointer stands."""
        return int(self.one("SELECT current FROM meta.epoch"))

    def one(self, query: str, *values: object) -> Any:
        """The first value of the first row."""
        row = self.connection.execute(query, values or None).fetchone()  # type: ignore[call-overload]
        return row[0] if row else None

    def all(self, query: str, *values: object) -> list[Any]:
        """All rows."""
        return self.connection.execute(query, values or None).fetchall()  # type: ignore[call-overload, no-any-return]

    def published(self, layer: str, *columns: str, schema: str = "pub_internal") -> dict[str, Any]:
        """Values of columns (geometry as hexadecimal EWKB) by feature id, as an audience sees them now."""
        names = sql.SQL(", ").join(map(sql.Identifier, columns or ("gid",)))
        rows = self.connection.execute(
            sql.SQL("SELECT feature_id, {} FROM {}").format(names, sql.Identifier(schema, layer))
        ).fetchall()
        found = {row[0]: row[1] if len(row) == 2 else row[1:] for row in rows}
        assert len(found) == len(rows), "a feature id is published twice"
        return found

    def at_epoch(self, layer: str, epoch: int, *columns: str) -> dict[str, Any]:
        """The same as it was at an epoch."""
        names = sql.SQL(", ").join(map(sql.Identifier, columns or ("gid",)))
        rows = self.connection.execute(
            sql.SQL("SELECT feature_id, {} FROM {} WHERE r0 <= %(n)s AND %(n)s < r1").format(
                names, sql.Identifier("pub_internal", f"{layer}_versions")
            ),
            {"n": epoch},
        ).fetchall()
        found = {row[0]: row[1] if len(row) == 2 else row[1:] for row in rows}
        assert len(found) == len(rows), "a feature id is there twice"
        return found

    def issues(self, run: int) -> Counter[tuple[str, str]]:
        """Number of issues of a run by (rule, action)."""
        return Counter(self.all("SELECT rule, action FROM meta.issue WHERE run_id = %s", run))

    def quarantined(self, run: int, rule: str) -> list[str]:
        """Ids of the features that a rule has quarantined."""
        rows = self.all(
            "SELECT feature_id FROM meta.issue WHERE run_id = %s AND rule = %s AND action = 'quarantined' ORDER BY 1",
            run, rule,
        )  # fmt: skip
        return [row[0] for row in rows]

    def reasons(self, run: int, rule: str) -> list[str]:
        """What the officer reads of a rule."""
        rows = self.all("SELECT reason FROM meta.issue WHERE run_id = %s AND rule = %s ORDER BY id", run, rule)
        return [row[0] for row in rows]

    def balance(self, run: int) -> dict[str, int]:
        """Features by outcome; asserts that read = staged + quarantined + out of scope, per layer."""
        rows = self.all(
            "SELECT layer, outcome, sum(features)::int FROM meta.tally WHERE run_id = %s GROUP BY 1, 2", run
        )
        by_layer: dict[str, Counter[str]] = {}
        for layer, outcome, features in rows:
            by_layer.setdefault(layer, Counter())[outcome] += features
        for layer, counts in by_layer.items():
            rest = counts["staged"] + counts["quarantined"] + counts["out_of_scope"]
            assert counts["read"] == rest, (layer, counts)
        total: Counter[str] = sum(by_layer.values(), Counter())
        return dict(total)

    def everything(self) -> dict[str, int]:
        """Number of rows of every table of ours, and where the pointer stands."""
        tables = self.all(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('meta', 'stage', 'data') ORDER BY 1, 2"
        )
        counts = {
            f"{schema}.{table}": self.connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table))
            ).fetchone()[0]  # type: ignore[index]
            for schema, table in tables
        }
        return counts | {"epoch": self.epoch, "last": self.one("SELECT last FROM meta.epoch")}
