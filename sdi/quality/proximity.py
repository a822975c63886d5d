"""Rule CS-1: a light stands beside a road, or one of the two is in the wrong place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import shapely
from psycopg import sql

from sdi.model.layer import Topology
from sdi.quality.staged import Found, Staged
from sdi.quality.vietnamese import length

ROADS = "roads"
FAR_M = 30.0
"""Where the declaration gives no distance (a proposal for the operator to confirm)."""
SEARCH_M = 1_000.0
"""Beyond this the distance is not told, only that it is greater."""


def check(staged: Staged, rules: Mapping[str, Topology]) -> Iterator[Found]:
    """Features further from every road centre line than the tolerance."""
    rule = rules["CS-1"]
    found = staged.found("CS-1", rule.severity)
    far = FAR_M if rule.tolerance_m is None else rule.tolerance_m
    roads = staged.after_publication(ROADS, sql.SQL("geom"))
    if roads is None:
        found.unknown("Chưa nạp lớp tim đường nên chưa kiểm tra được khoảng cách tới đường")
        yield found
        return
    for chunk in staged.chunks(sql.SQL("ST_XMin(geom)")):
        lines = _near(staged, roads, shapely.total_bounds(chunk.geoms))
        distance = np.full(len(chunk), np.inf)
        if len(lines):
            (row, _), metres = shapely.STRtree(lines).query_nearest(
                chunk.geoms, max_distance=SEARCH_M, return_distance=True, all_matches=False
            )
            distance[row] = metres
        for k in np.flatnonzero(distance > far):
            near = length(distance[k]) if np.isfinite(distance[k]) else f"hơn {length(SEARCH_M)}"
            found.add(
                chunk.source_layer[k], int(chunk.feature_no[k]), chunk.feature_id[k],
                f"Cách tim đường gần nhất {near}, quá {length(far)}", geom=chunk.geoms[k],
            )  # fmt: skip
    found.issues.sort(key=lambda issue: (issue.source_layer, issue.feature_no))
    yield found


def _near(staged: Staged, roads: sql.Composed, box: np.ndarray) -> np.ndarray:
    rows = staged.connection.execute(
        sql.SQL(
            "SELECT ST_AsBinary(geom) FROM ({}) AS roads"
            " WHERE geom && ST_Expand(ST_MakeEnvelope(%s, %s, %s, %s, %s), %s)"
        ).format(roads),
        (*map(float, box), staged.srid, SEARCH_M),
    ).fetchall()
    return np.asarray(shapely.from_wkb(np.array([row[0] for row in rows], dtype=object)), dtype=object)
