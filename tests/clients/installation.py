"""The service with the project's samples, and the programs that people open it with."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from intake_kit.desk import Desk
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from sdi.db.connect import Connection
from sdi.db.roles import audience_url
from sdi.model import Audience

INSIDE_QGIS = Path(__file__).with_name("inside_qgis.py")
SYSTEM_PYTHON = "/usr/bin/python3"
"""QGIS belongs to the distribution's Python."""
TRIXIE = str(Path(__file__).resolve().parents[2] / "scripts" / "qgis-trixie")
QGIS = {"3.22": [SYSTEM_PYTHON, str(INSIDE_QGIS)]} | {
    release: [TRIXIE, release, str(INSIDE_QGIS)] for release in ("3.40", "3.44")
}
"""Release → command; the question comes by standard input."""
PATIENCE_S = 240.0

TEXT_STAYS_TEXT = {"OGR_GEOJSON_DATE_AS_STRING": "YES"}
"""GDAL before 3.9 or so takes the parcel 21028-2-1 for a day of the year 21028, and QGIS 3.22 with it; this
setting (in QGIS: Settings, Options, System, Environment) keeps text as it is."""


@dataclass
class Programs:
    """What people start, with a home of their own."""

    home: Path
    """Where programs keep their settings; not the home of whoever runs the tests."""

    def qgis(self, action: str, *, release: str = "3.22", environment: Mapping[str, str] = {}, **question: Any) -> Any:
        """Ask QGIS, in a process of its own; see ``inside_qgis.py`` for what it can be asked.

        Args:
            action: What is asked.
            release: 3.22 is that of Debian 12, 3.40 that of Debian 13, 3.44 that of its backports.
            environment: Variables of the process.
            question: What the action wants to know.
        """
        done = self.run(
            QGIS[release],
            stdin=json.dumps({"action": action, "environment": dict(environment), **question}),
            QT_QPA_PLATFORM="offscreen",
            **environment,
        )
        return json.loads(done.stdout.splitlines()[-1])["answer"]

    def run(self, command: Sequence[str], *, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """A program as a user would start it; an exit code other than 0 fails the test and says all it said."""
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR")}
        own = {"HOME": str(self.home), "XDG_RUNTIME_DIR": str(self.home), "LANG": "C.UTF-8", "PGCLIENTENCODING": "UTF8"}
        done = subprocess.run(
            command,
            input=stdin,
            env=kept | own | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )
        assert done.returncode == 0, f"{command[0]}: exit code {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done


@dataclass
class Installation(Programs):
    """What ``sdi up`` made of an empty database."""

    desk: Desk
    base: str

    def get(self, path: str) -> Any:
        """The JSON behind an address of the service, as the public gets it."""
        with urllib.request.urlopen(self.base + path, timeout=30) as answer:
            return json.load(answer)

    def login(self, audience: Audience) -> dict[str, str]:
        """host, port, dbname, user and password of an audience's role."""
        url = audience_url(self.desk.url, self.desk.settings, audience)
        return {name: str(value) for name, value in conninfo_to_dict(url).items()}

    @contextmanager
    def seen_by(self, audience: Audience) -> Iterator[Connection]:
        """A connection of an audience's role, made by a driver and not by a client under test."""
        with psycopg.connect(audience_url(self.desk.url, self.desk.settings, audience), autocommit=True) as connection:
            yield connection

    def counts(self, schema: str) -> dict[str, int]:
        """Every view of a schema → its rows, as the owner of the database counts them."""
        names = self.desk.all("SELECT viewname FROM pg_views WHERE schemaname = %s", schema)
        return {
            name: self.desk.connection.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, name))
            ).fetchone()[0]  # type: ignore[index]
            for (name,) in names
        }


def missing_programs() -> list[str]:
    """Programs that ``scripts/packages clients`` installs and that are not here."""
    missing = [name for name in ("curl", "ogrinfo", "ogr2ogr", "psql") if shutil.which(name) is None]
    loads = [SYSTEM_PYTHON, "-c", "import qgis.core"]
    if not Path(SYSTEM_PYTHON).exists() or subprocess.run(loads, check=False, capture_output=True).returncode != 0:
        missing.append("QGIS")
    return missing
