"""Make a database ready to serve: migrate, follow the declarations, load the samples once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sdi.db.connect import Connection, connect
from sdi.db.layers import sync_layers
from sdi.db.migrate import migrate
from sdi.db.roles import sync_roles
from sdi.errors import Refused
from sdi.ingest.arguments import Arguments
from sdi.ingest.delivery import registered
from sdi.ingest.rasters import Told, received
from sdi.model import Project
from sdi.model.project import Sample
from sdi.overlay.functions import make_overlay_functions
from sdi.progress import Quiet
from sdi.publish.deriving import derive
from sdi.publish.documents import DocumentShelf, Wanted, add
from sdi.publish.loading import Outcome, Request, clean_work, load
from sdi.publish.publication import CHANNEL
from sdi.publish.qgis.store import keep
from sdi.publish.rasters import PROFILE
from sdi.publish.rasters import Request as RasterRequest
from sdi.publish.rasters import load as load_rasters
from sdi.quality.declarations import check_declarations
from sdi.settings import Settings

Say = Callable[[str], None]


def prepare(database_url: str, project: Project, settings: Settings, say: Say) -> None:
    """Bring a database to the declarations; an empty one gets the project's samples.

    Safe to repeat: the second time it finds everything done.
    """
    follow(database_url, project, settings)
    with connect(database_url) as connection:
        load_samples(connection, project, settings.state_dir, say)
        keep(connection, project, settings)


def follow(database_url: str, project: Project, settings: Settings) -> list[str]:
    """Migrate, make tables, views and roles as declared, and tell running services; returns the touched layers.

    Raises:
        UsageError: a declaration is wrong, or its change would lose data.
    """
    check_declarations(project)
    migrate(database_url)
    with connect(database_url) as connection:
        with connection.transaction():  # views made anew and who may read them: never one without the other
            touched = sync_layers(connection, project)
            if touched:
                make_overlay_functions(connection, project)
            sync_roles(connection, settings)
            derive(connection, project)
        keep(connection, project, settings)
        if touched:
            connection.execute("SELECT pg_notify(%s, 'declarations')", (CHANNEL,))
    return touched


def load_samples(connection: Connection, project: Project, state_dir: Path, say: Say) -> None:
    """Load the sample deliveries into a database that has never published anything else."""
    own = connection.execute(
        "SELECT count(*) FILTER (WHERE actor <> 'samples'), count(*) FROM meta.publication"
    ).fetchone()
    assert own is not None
    wanted = project.province.samples
    if own[0] or not wanted:
        return
    done = {
        tuple(row)
        for row in connection.execute(
            "SELECT DISTINCT profile, delivery.digest FROM meta.run JOIN meta.delivery ON delivery.id = delivery_id"
            " WHERE actor = 'samples' AND state IN ('published', 'unchanged')"
        ).fetchall()
    }
    for sample in wanted:
        path = project.directory / sample.source
        if (sample.profile or PROFILE, _digest(sample, path, state_dir)) in done:
            continue
        outcome = _load(connection, project, state_dir, sample, path)
        if outcome.refusal:
            raise Refused(
                f"Dữ liệu mẫu {sample.source} bị từ chối: {outcome.refusal.message}", rule=outcome.refusal.rule
            )
        counts = ", ".join(f"{change.layer} +{change.added}" for change in outcome.changes)
        say(f"  đã nạp {sample.source}: {counts}")
    clean_work(state_dir)
    _register_documents(connection, project, state_dir, say)


def _digest(sample: Sample, path: Path, state_dir: Path) -> str:
    if sample.profile is None:
        with received([path], state_dir / "work") as (delivery, _):
            return delivery.digest
    with registered([path], state_dir / "work") as delivery:
        return delivery.digest


def _load(connection: Connection, project: Project, state_dir: Path, sample: Sample, path: Path) -> Outcome:
    communes = tuple(sample.commune)
    if sample.profile is None:
        told = Told(sample.crs, communes, sample.values)
        wanted = RasterRequest(sample.layer or "", [path], told, actor="samples")
        return load_rasters(connection, project, state_dir, wanted, Quiet())
    request = Request([path], sample.layer, sample.profile, Arguments(None, communes), actor="samples")
    return load(connection, project, state_dir, request, Quiet())


def _register_documents(connection: Connection, project: Project, state_dir: Path, say: Say) -> None:
    """Documents of the samples, each once: who withdraws one does not find it back."""
    done = connection.execute("SELECT file_name, title FROM meta.document WHERE actor = 'samples'").fetchall()
    for sample in project.province.sample_documents:
        path = project.directory / sample.source
        if (path.name, sample.title) not in done:
            wanted = Wanted(path, sample.plan, sample.decision, sample.title, sample.kind)
            add(connection, DocumentShelf(state_dir), wanted, "samples")
            say(f"  đã đăng ký {sample.source}: {sample.title}")
