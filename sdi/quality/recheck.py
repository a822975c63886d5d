"""Checks of what lies near, where little has changed: the rest was judged before.

Whether two features overlap, leave a gap or have the same shape depends on these features and what lies about them. A
delivery that carries most rows (:mod:`sdi.db.carried`) is therefore judged in a *zone*: the boxes of what is new, of
what it replaces, and of each former finding that touches one of those, all with a margin. Findings in the zone are made
anew from the rows that meet it; former findings outside it hold as they are.

A finding lies in the zone when its box meets it, and then wholly: an overlap or a copy inside the box of something new,
a gap within the margin of it, and what was found before widens the zone by its own box. A gap that reaches beyond
nevertheless was not to be foreseen, and all is judged (:class:`Beyond`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from psycopg import sql

from sdi.db.carried import Carried
from sdi.db.connect import statement
from sdi.db.names import short_name, stage_table
from sdi.model.layer import Topology
from sdi.quality.issues import Issue
from sdi.quality.staged import NOWHERE, Boxes, Found, Staged

MARGIN_M = 5.0
"""A gap is at most a metre or so wide; beyond that nothing near matters."""
MOST_SHARE = 0.25
"""With more than this share of the rows in the zone, judging all of them is quicker."""

Family = Callable[[Staged, Mapping[str, Topology]], Iterator[Found]]


class Beyond(Exception):
    """Something in the zone reaches out of it."""


@dataclass(frozen=True)
class Recheck:
    """The zone of one layer of a run, the rows that meet it, and what was found elsewhere before.

    Attributes:
        near: the rows that meet the zone.
        issues: former findings outside the zone.
        counted: boxes of those that were only counted, by rule.
    """

    near: Staged
    issues: list[Issue]
    counted: dict[str, Boxes]

    def judge(self, family: Family, rules: Mapping[str, Topology]) -> list[Found]:
        """Findings of a family of rules, as if all rows had been judged.

        Raises:
            Beyond: they cannot be told from what lies near.
        """
        assert self.near.zone is not None
        tree = _tree(self.near.zone)
        judged = list(family(self.near, rules))
        for found in judged:
            if found.beyond or any(issue.geom_before is None for issue in found.issues):
                raise Beyond
            meets = _meets(tree, _bounds([issue.geom_before for issue in found.issues]))
            found.issues = [issue for issue, here in zip(found.issues, meets, strict=True) if here]
            if not _inside(tree, [issue.geom_before for issue in found.issues]):
                raise Beyond
            found.counted = found.counted[_meets(tree, found.counted)]
            former = [issue for issue in self.issues if issue.rule == found.rule]
            found.join(former, self.counted.get(found.rule, NOWHERE))
        return judged


def recheck(staged: Staged, former: int, rules: frozenset[str]) -> Recheck | None:
    """What has to be looked at again since another run; ``None``: everything.

    Args:
        staged: the whole delivery of a layer, most of it carried.
        former: the run whose findings hold for what is carried.
        rules: that are judged by what lies near.
    """
    carried = Carried(staged.connection, staged.run, staged.layer)
    parts = {
        "stage": stage_table(staged.run, staged.layer.id), "data": sql.Identifier("data", staged.layer.id),
        "carried": carried.table, "gone": carried.gone, "unjudged": carried.unjudged(former),
    }  # fmt: skip
    rows = staged.connection.execute(statement("recheck_boxes", **parts)).fetchall()
    if len(rows) > MOST_SHARE * carried.count():
        return None
    values: dict[str, object] = {
        "former": former,
        "layer": staged.layer.id,
        "rules": sorted(rules),
        "epoch": staged.epoch,
    }
    told = staged.connection.execute(statement("recheck_former", **parts), values).fetchall()
    issues = [_issue(staged.layer.id, row) for row in told]
    if any(issue.geom_before is None for issue in issues):
        return None  # some have only been counted
    zone, outside, counted = _settle(_wider(np.array(rows, dtype=np.float64).reshape(-1, 4)), issues)
    name = f"{staged.run}_{staged.layer.id}"
    near, met = (sql.Identifier("pg_temp", short_name(f"{what}_{name}")) for what in ("near", "met"))
    values = dict(zip(("x0", "y0", "x1", "y1"), zone.T.tolist(), strict=True)) | {"epoch": staged.epoch}
    staged.connection.execute(sql.SQL("DROP TABLE IF EXISTS {}, {}").format(near, met))  # of a run that starts over
    staged.connection.execute(statement("recheck_met", **parts, met=met, srid=sql.Literal(staged.srid)), values)
    staged.connection.execute(sql.SQL("ANALYZE {}").format(met))  # else all is joined with all
    staged.connection.execute(statement("recheck_near", **parts, near=near, met=met))
    return Recheck(replace(staged, table=near, zone=zone), outside, counted)


def _settle(zone: Boxes, issues: list[Issue]) -> tuple[Boxes, list[Issue], dict[str, Boxes]]:
    """Widen the zone by the former findings that it meets.

    Returns:
        The zone; the findings outside it; the boxes of those outside it that were only counted, by rule.
    """
    named = [issue for issue in issues if issue.feature_id is not None]
    counted = [(issue.rule, _bounds(shapely.get_parts(issue.geom_before))) for issue in issues if not issue.feature_id]
    boxes = np.concatenate([_bounds([issue.geom_before for issue in named]), *(boxes for _, boxes in counted)])
    met = np.zeros(len(boxes), bool)
    met[: len(named)] = [issue.feature_no is None for issue in named]  # of features that are not what they were
    zone = np.concatenate([zone, _wider(boxes[met])])
    while (more := ~met & _meets(_tree(zone), boxes)).any():
        met |= more
        zone = np.concatenate([zone, _wider(boxes[more])])
    kept: dict[str, Boxes] = {}
    at = len(named)
    for rule, some in counted:
        kept[rule] = some[~met[at : at + len(some)]]
        at += len(some)
    return zone, [issue for issue, gone in zip(named, met[: len(named)], strict=True) if not gone], kept


def _issue(layer: str, row: tuple[Any, ...]) -> Issue:
    source_layer, feature_no, feature_id, rule, severity, reason, field, before, after, geom, features = row
    shape = shapely.from_wkb(geom) if geom else None
    return Issue(
        rule, "kept", reason, layer, source_layer, feature_no, feature_id, field, before, after, shape, None, features,
        severity,
    )  # fmt: skip


def _bounds(geoms: Sequence[shapely.Geometry] | NDArray[np.object_]) -> Boxes:
    return np.asarray(shapely.bounds(np.asarray(geoms, dtype=object)), dtype=np.float64).reshape(-1, 4)


def _wider(boxes: Boxes) -> Boxes:
    return boxes + MARGIN_M * np.array([-1.0, -1.0, 1.0, 1.0])


def _tree(boxes: Boxes) -> shapely.STRtree:
    return shapely.STRtree(shapely.box(*boxes.T))


def _meets(tree: shapely.STRtree, boxes: Boxes) -> NDArray[np.bool_]:
    """Which boxes meet one of the tree's, shape (n,)."""
    meets = np.zeros(len(boxes), bool)
    meets[tree.query(shapely.box(*boxes.T))[0]] = True
    return meets


def _inside(tree: shapely.STRtree, geoms: Sequence[shapely.Geometry]) -> bool:
    """Whether all shapes lie in the zone."""
    shapes = np.asarray(geoms, dtype=object)
    which, at = tree.query(shapes)
    covered = np.zeros(len(shapes), bool)
    covered[which[shapely.covers(tree.geometries[at], shapes[which])]] = True
    return all(
        shapely.covers(shapely.union_all(tree.geometries[at[which == k]]), shapes[k]) for k in np.flatnonzero(~covered)
    )
