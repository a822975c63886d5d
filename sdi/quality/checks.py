"""Table checks: what can only be seen when a whole layer is staged.

They report and never quarantine; what a fault weighs is the declaration's to say. A rule is a function in
one of the families below; a layer names the rules that hold for it in ``quality``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sdi.db.carried import delivered_rows
from sdi.db.connect import Connection
from sdi.db.copying import copy_issues
from sdi.model import Layer, Project
from sdi.model.layer import Topology
from sdi.quality import area, attributes, coverage, network, proximity, terrain
from sdi.quality.issues import Issue
from sdi.quality.recheck import Beyond, Recheck, recheck
from sdi.quality.staged import Found, Staged
from sdi.raster.cog import RasterShelf

Family = Callable[[Staged, Mapping[str, Topology]], Iterator[Found]]
"""Judges the declared ones of its rules together, so that what they share is computed once."""

FAMILIES: dict[tuple[str, ...], Family] = {
    ("CAD-2", "CAD-4"): coverage.check,
    ("DUP-1",): attributes.identical,
    ("CAD-3", "CAD-5"): area.check,
    ("HT-1", "HT-2", "HT-3", "HT-4", "HT-7", "HT-8"): network.check,
    ("HT-9",): terrain.check,
    ("CS-1",): proximity.check,
}

LOCAL = frozenset({"CAD-2", "CAD-4", "DUP-1"})
"""Rules that judge a feature by what lies about it alone."""


def known_topology_rules() -> frozenset[str]:
    """Rules that a layer may name under ``quality.topology``."""
    return frozenset(rule for family in FAMILIES for rule in family)


def check_table(
    connection: Connection,
    project: Project,
    run: int,
    layer: Layer,
    epoch: int,
    shelf: RasterShelf,
    former: int | None = None,
) -> dict[str, int]:
    """Judge the staged table of one layer and write what is found to ``meta.issue``.

    Args:
        run: whose table ``stage.run_<n>_<layer>`` is judged.
        shelf: where the files of rasters lie.
        former: the run whose findings hold for the rows that this run carries.
        epoch: what is public now; other layers are taken from there unless the run brings them itself.

    Returns:
        Rows written, by rule.
    """
    staged = Staged(connection, project, run, layer, epoch, shelf, delivered_rows(connection, run, layer.id))
    written: dict[str, int] = {}
    near = recheck(staged, former, LOCAL) if former else None
    for found in _all(staged, near):
        rows = found.rows()
        if rows:
            copy_issues(connection, (_row(run, issue) for issue in rows), staged.srid)
            written[found.rule] = written.get(found.rule, 0) + len(rows)
    return written


def _all(staged: Staged, near: Recheck | None) -> Iterator[Found]:
    quality = staged.layer.quality
    for check in quality.checks:
        yield attributes.row_check(staged, check)
    for reference in quality.references:
        yield attributes.reference(staged, reference)
    declared = {topology.rule: topology for topology in quality.topology}
    for rules, family in FAMILIES.items():
        wanted = {rule: declared[rule] for rule in rules if rule in declared}
        if not wanted:
            continue
        if near and wanted.keys() <= LOCAL:
            try:
                yield from near.judge(family, wanted)
                continue
            except Beyond:
                pass
        yield from family(staged, wanted)


def _row(run: int, i: Issue) -> tuple[object, ...]:
    return (
        run, i.layer, i.source_layer, i.feature_no, i.feature_id, i.rule, i.severity, i.action, i.field, i.reason,
        i.before, i.after, i.geom_before, i.geom_after, i.features, i.responsible,
    )  # fmt: skip
