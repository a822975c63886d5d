"""Candidates: what a run would change in a layer, and whether it may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sdi.db.carried import Carried
from sdi.db.connect import Connection, statement
from sdi.db.names import stage_table
from sdi.errors import UsageError
from sdi.model import Layer, Project
from sdi.model.source import GateOverride
from sdi.publish.epochs import Change
from sdi.quality.gates import check_gates
from sdi.quality.issues import Issue


@dataclass(frozen=True)
class Candidate:
    """What a run has staged for one layer."""

    run: int
    layer: Layer
    override: GateOverride | None
    """What the run's profile allows beyond the layer's gates."""
    scopes: list[str] | None
    """What it replaces; ``None``: the whole layer."""
    told: Change | None
    """The difference that was last recorded: what an officer has seen in the report of a held run."""

    def collides(self, other: Candidate) -> bool:
        """Whether both replace the same part of a layer."""
        if self.layer.id != other.layer.id:
            return False
        return self.scopes is None or other.scopes is None or not set(self.scopes).isdisjoint(other.scopes)


def read_candidates(connection: Connection, project: Project, runs: Sequence[int]) -> list[Candidate]:
    """All candidates of these runs.

    Raises:
        UsageError: the layer, or the profile that filled it, is no longer declared.
    """
    rows = connection.execute(
        "SELECT run_id, profile, layer, scopes, added, changed, removed, unchanged"
        " FROM meta.candidate JOIN meta.run ON run.id = run_id WHERE run_id = ANY(%s) ORDER BY run_id, layer",
        (list(runs),),
    ).fetchall()
    found = []
    for run, profile, layer, scopes, *numbers in rows:
        told = None if numbers[0] is None else Change(layer, *numbers)
        if layer in project.layers and project.layers[layer].raster:
            found.append(Candidate(run, project.layers[layer], None, scopes, told))
            continue
        declared = project.profiles.get(profile)
        if layer not in project.layers or declared is None or layer not in declared.targets:
            source = f"cấu hình nguồn '{profile}' cho lớp '{layer}'"
            missing = source if layer in project.layers else f"lớp '{layer}'"
            raise UsageError(
                f"Lần nạp {run} cần {missing} nhưng dự án không còn khai báo; chưa phát hành gì, lần nạp vẫn được giữ.",
                "Khai báo lại, hoặc để 'sdi prune' dọn lần nạp đó khi quá hạn.",
            )
        found.append(Candidate(run, project.layers[layer], declared.targets[layer].gates, scopes, told))
    return found


def compare(connection: Connection, candidate: Candidate, epoch: int) -> Change:
    """How a candidate differs from what is public at ``epoch``; the numbers are recorded with it."""
    layer = candidate.layer.id
    carried = Carried(connection, candidate.run, candidate.layer)
    values = {"run": candidate.run, "layer": layer, "scopes": candidate.scopes, "epoch": epoch}
    row = connection.execute(
        statement("compare", stage=stage_table(candidate.run, layer), public=carried.public()), values
    ).fetchone()
    assert row is not None  # an aggregate without GROUP BY has one row
    added, changed, unchanged, removed = row
    unchanged += carried.count()
    connection.execute(
        "UPDATE meta.candidate SET added = %s, changed = %s, removed = %s, unchanged = %s"
        " WHERE run_id = %s AND layer = %s",
        (added, changed, removed, unchanged, candidate.run, layer),
    )
    return Change(layer, added, changed, removed, unchanged)


def judge(connection: Connection, candidate: Candidate, change: Change) -> list[Issue]:
    """The gates that a candidate with this difference does not pass."""
    return check_gates(
        connection, candidate.run, candidate.layer, candidate.override,
        removed=change.removed, published=change.removed + change.changed + change.unchanged,
    )  # fmt: skip
