"""Where it is measured: generated deliveries, a project that reads them, and a private cluster as in production."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from bench.measure import BenchError, Measured, run

ROOT = Path(__file__).resolve().parent.parent
PROFILE = "bench_parcels"
TEMPLATE = "bench_ready"


@dataclass(frozen=True)
class World:
    """Folders and server of one run. ``url`` is the owner's, of the cluster's own database."""

    folder: Path
    url: str

    @property
    def project(self) -> Path:
        """The province's declarations, with the profile of the generated file beside the others."""
        return self.folder / "project"

    def sdi(self, database: str, *arguments: str) -> Measured:
        """Run an ``sdi`` command on a database."""
        command = [str(Path(sys.executable).with_name("sdi")), *arguments]
        try:
            return run(command, self.environment(database))
        except BenchError as error:
            faults = sorted((self.folder / "state" / "faults").glob("*.log"))  # the state directory goes when we end
            raise BenchError("\n".join([str(error), *(path.read_text("utf-8") for path in faults[-1:])])) from error

    def environment(self, database: str) -> dict[str, str]:
        """Settings of our commands."""
        return {
            "SDI_DATABASE_URL": self.address(database),
            "SDI_PROJECT": str(self.project),
            "SDI_STATE": str(self.folder / "state"),
        }

    def ogr2ogr(self, database: str, source: Path, table: str) -> Measured:
        """Copy a file unchecked, as GDAL does it best: by COPY, with its default index."""
        parts = urlsplit(self.address(database))
        target = f"PG:host={parts.hostname} port={parts.port} user={parts.username} dbname={database}"
        command = ["ogr2ogr", "--config", "PG_USE_COPY", "YES", "-f", "PostgreSQL", target, str(source), "-nln", table]
        return run(command, {"PGPASSWORD": parts.password or ""})

    def address(self, database: str) -> str:
        """URL of one of the cluster's databases."""
        return urlsplit(self.url)._replace(path=f"/{database}").geturl()

    def fresh(self, database: str, template: str = "template1") -> None:
        """Make a database anew. What the server still has to write is written first, so that nobody inherits it."""
        name, source = sql.Identifier(database), sql.Identifier(template)
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, source))
            connection.execute("CHECKPOINT")
        # An unchanged delivery is known by the database; kept files of another database would save us the copy.
        shutil.rmtree(self.folder / "state" / "deliveries", ignore_errors=True)

    def checkpoint(self) -> None:
        """Let the server finish what an earlier measurement left to be written."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")

    def one(self, database: str, query: str, *values: object) -> tuple[Any, ...]:
        """The one row of a query."""
        with psycopg.connect(self.address(database)) as connection:
            row = connection.execute(query, values).fetchone()
        assert row is not None
        return tuple(row)


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """A world in a folder; the server is stopped and its data deleted at the end, generated files stay."""
    from sdi.db import cluster

    if shutil.which("ogr2ogr") is None:
        raise BenchError("Thiếu ogr2ogr để so sánh: cài gói gdal-bin.")
    state = folder / "cluster"
    shutil.rmtree(folder / "state", ignore_errors=True)
    cluster.destroy(state)
    try:
        with cluster.running(state) as server:
            made = World(folder, server.url)
            _make_project(made.project)
            yield made
    finally:
        cluster.destroy(state)
        shutil.rmtree(folder / "state", ignore_errors=True)


def _make_project(place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name in ("catalog", "pyproject.toml"):
        (place / name).symlink_to(ROOT / name)
    _copy_layers(place / "layers")
    (place / "etl").mkdir()
    for path in (ROOT / "etl").iterdir():
        (place / "etl" / path.name).symlink_to(path)
    (place / "etl" / f"{PROFILE}.yml").symlink_to(Path(__file__).with_name("parcels.yml"))


def _copy_layers(folder: Path) -> None:
    """The declarations without overlays: what a load costs and what overlays cost are measured apart."""
    folder.mkdir()
    (folder / "codes").symlink_to(ROOT / "layers" / "codes")
    for path in (ROOT / "layers").glob("*.yml"):
        lines = path.read_text("utf-8").splitlines(keepends=True)
        if not any(line.startswith("overlays_of:") for line in lines):
            kept = [line for line in lines if not line.startswith("overlay:")]
            (folder / path.name).write_text("".join(kept), "utf-8")


def deliveries(folder: Path, parcels: int, change: str | None = None) -> Path:
    """Generate an edition of the grown town, or find it where an earlier run left it; returns its folder."""
    place = folder / "data" / f"{parcels}{f'-{change}' if change else ''}"
    if (place / "complete").exists():
        return place
    shutil.rmtree(place, ignore_errors=True)
    command = [sys.executable, "-m", "generate", "--out", str(place), "--parcels", str(parcels), "--formats", "gpkg",
               "--only", "parcels,administrative_units", *(["--change", change] if change else [])]  # fmt: skip
    run(command, {"PYTHONPATH": str(ROOT / "data-samples")})
    (place / "complete").touch()
    return place


def installed(folder: Path, packages: Sequence[str], say: Callable[[str], None]) -> Path:
    """A virtual environment with packages of peers, made once."""
    if not (folder / "complete").exists():
        say(f"cài {', '.join(packages)}")
        shutil.rmtree(folder, ignore_errors=True)
        run([sys.executable, "-m", "venv", str(folder)], {})
        run([str(folder / "bin" / "pip"), "install", "--quiet", *packages], {})
        (folder / "complete").touch()
    return folder
