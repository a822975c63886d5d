"""Deliveries and runs in the database: what was received, what was made of it, what is still to be done."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from psycopg import sql

from sdi.db.connect import Connection, statement
from sdi.db.stage import drop_stage
from sdi.errors import UsageError
from sdi.ingest.delivery import Delivery
from sdi.model import Layer, Project, SourceProfile

if TYPE_CHECKING:
    from sdi.quality.issues import Issue


@dataclass(frozen=True)
class Run:
    """A run as it stands: ``state`` as in ``meta.run``."""

    id: int
    state: str


def known_layer(project: Project, name: str) -> Layer:
    """The layer of that name.

    Raises:
        UsageError: there is none; the advice lists those that there are.
    """
    if name not in project.layers:
        raise UsageError(f"Không có lớp '{name}'.", f"Các lớp: {', '.join(project.layers)}.")
    return project.layers[name]


def choose_profile(project: Project, layer: str | None, name: str | None, delivery: Delivery) -> SourceProfile:
    """The profile that was asked for, or the only one whose file patterns match and that fills the layer.

    Raises:
        UsageError: no profile of that name, none fits, or several do.
    """
    if name is not None:
        profile = project.profiles.get(name)
        if profile is None:
            raise UsageError(f"Không có cấu hình nguồn '{name}'.", f"Các cấu hình: {', '.join(project.profiles)}.")
        if layer is not None and layer not in profile.targets:
            raise UsageError(f"Cấu hình nguồn '{name}' không nạp vào lớp '{layer}'.")
        return profile
    names = [delivery.name, *(PurePosixPath(name).name for name in delivery.files)]
    fitting = [
        profile
        for profile in project.profiles.values()
        if (layer is None or layer in profile.targets)
        and any(fnmatch(file, pattern) for pattern in profile.match for file in names)
    ]
    if len(fitting) != 1:
        listed = ", ".join(profile.id for profile in fitting) or ", ".join(
            p.id for p in project.profiles.values() if layer is None or layer in p.targets
        )
        what = "Nhiều cấu hình nguồn" if fitting else "Không cấu hình nguồn nào"
        raise UsageError(f"{what} khớp với '{delivery.name}'.", f"Chọn bằng --profile: {listed}.")
    return fitting[0]


def declarations_digest(project: Project, profile: SourceProfile) -> str:
    """Digest of everything declared that shapes the result: another one means that the delivery is read again."""
    content = {
        "profile": profile.model_dump(mode="json"),
        "layers": {name: project.layers[name].model_dump(mode="json") for name in profile.targets},
        "codes": {
            f.codes: sorted(project.codes[f.codes].synonyms.items())
            for name in profile.targets
            for f in project.layers[name].fields.values()
            if f.codes
        },
        "lookups": {
            m.lookup: sorted(project.lookups[m.lookup].items())
            for name in profile.targets
            for m in profile.mapping_of(name).values()
            if m.lookup
        },
        "province": project.province.model_dump(mode="json", exclude={"samples", "title", "name", "retention"}),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


def register_delivery(connection: Connection, delivery: Delivery) -> int:
    """Id of the delivery; the same content is the same delivery however often it comes."""
    row = connection.execute(
        "INSERT INTO meta.delivery (digest, name, size_bytes, files) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (digest) DO UPDATE SET digest = excluded.digest RETURNING id",
        (delivery.digest, delivery.name, delivery.size, list(delivery.files)),
    ).fetchone()
    assert row is not None
    return int(row[0])


def keep_files(delivery: Delivery, folder: Path) -> None:
    """Keep the raw files until ``sdi prune`` (project setting ``retention.staging_days``).

    They keep their names and folders: registered again, the copy is the same delivery.
    """
    place = folder / delivery.digest[:16]
    if place.exists():
        return
    partial = place.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    for name, path in delivery.files.items():
        target = partial / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    partial.rename(place)


def find_run(
    connection: Connection, delivery_id: int, profile: str, arguments: dict[str, object], declarations: str
) -> Run | None:
    """The newest run of the same delivery in the same way whose result still stands or can be finished.

    A published result no longer stands when somebody else published into the same scope since, or took it back.
    """
    query = sql.SQL(
        """
        SELECT run.id, run.state FROM meta.run
        WHERE delivery_id = %(delivery)s AND profile = %(profile)s AND arguments = %(arguments)s::jsonb
          AND declarations = %(declarations)s AND state IN ('reading', 'checked', 'held', 'published', 'unchanged')
          AND (state NOT IN ('published', 'unchanged') OR ({stands}))
        ORDER BY id DESC LIMIT 1
        """
    ).format(stands=statement("run_stands"))
    row = connection.execute(
        query,
        {
            "delivery": delivery_id,
            "profile": profile,
            "arguments": json.dumps(arguments),
            "declarations": declarations,
        },
    ).fetchone()
    return Run(*row) if row else None


def new_run(
    connection: Connection,
    delivery_id: int,
    profile: str,
    arguments: dict[str, object],
    declarations: str,
    actor: str,
) -> Run:
    """Begin a run."""
    row = connection.execute(
        "INSERT INTO meta.run (delivery_id, profile, arguments, declarations, actor)"
        " VALUES (%s, %s, %s::jsonb, %s, %s) RETURNING id, state",
        (delivery_id, profile, json.dumps(arguments), declarations, actor),
    ).fetchone()
    assert row is not None
    return Run(*row)


def start_over(connection: Connection, run: Run, layers: Iterable[str]) -> Run:
    """Forget what a run has done so far; its delivery is read again from the beginning."""
    with connection.transaction():
        drop_stage(connection, run.id, layers)
        for table in ("batch", "tally", "issue", "candidate"):
            query = sql.SQL("DELETE FROM meta.{} WHERE run_id = %s").format(sql.Identifier(table))
            connection.execute(query, (run.id,))
        connection.execute("UPDATE meta.run SET state = 'reading', evidence = NULL WHERE id = %s", (run.id,))
    return Run(run.id, "reading")


def set_state(connection: Connection, run: int, state: str) -> None:
    """Move a run on; every state but 'reading' also notes the time."""
    connection.execute("UPDATE meta.run SET state = %s, finished_at = clock_timestamp() WHERE id = %s", (state, run))


def write_issues(connection: Connection, run: int, issues: Iterable[Issue], srid: int) -> None:
    """Append issues to ``meta.issue``."""
    from sdi.db.copying import ISSUE_COLUMNS, copy_issues  # not needed to see that there is nothing to do

    values: list[Sequence[object]] = [
        (
            run, i.layer, i.source_layer, i.feature_no, i.feature_id, i.rule, i.severity, i.action, i.field, i.reason,
            i.before, i.after, i.geom_before, i.geom_after, i.features, i.responsible,
        )
        for i in issues
    ]  # fmt: skip
    if values:
        assert len(values[0]) == len(ISSUE_COLUMNS)
        copy_issues(connection, values, srid)
