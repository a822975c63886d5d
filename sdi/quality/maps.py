"""Which features stand on a report's maps, and where they are found: staged while staged, else published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from psycopg import sql

from sdi.db.carried import count_carried, delivered_rows
from sdi.db.connect import Connection
from sdi.db.names import stage_name, stage_table
from sdi.model import Project
from sdi.quality.report_model import Thumbnail
from sdi.quality.svg import Scene, draw_fault, draw_overview
from sdi.quality.vietnamese import place

MOST_MAPS = 12
MOST_VERTICES = 20_000
"""A larger shape is drawn by its box: a thumbnail shows no more of it."""
OVERVIEW_FEATURES = 3_000
CONTEXT_FEATURES = 150
FARTHEST_M = 1e8
"""From the origin of the grid: more than the Earth is round. Beyond, a metre is nothing to a number."""
MOST_MARKS = 2_000
LEAST_EXTENT_M = 12.0


def draw_maps(
    connection: Connection, project: Project, run: int, *, published: bool
) -> tuple[str | None, list[Thumbnail]]:
    """The overview of the delivery, ``None`` when there is nothing to draw, and the maps of some faults.

    Args:
        published: the run's features are public; else only staged ones are the delivery's own.
    """
    layers = [
        row[0]
        for row in connection.execute("SELECT layer FROM meta.candidate WHERE run_id = %s ORDER BY 1", (run,))
        if row[0] in project.layers
    ]
    found = _faults(connection, run)
    windows = [_window(before, after) for _, before, after in found]
    around = _context(connection, run, layers, windows, project.province.crs)
    thumbnails = [
        _thumbnail(row, before, after, window, context)
        for (row, before, after), window, context in zip(found, windows, around, strict=True)
    ]
    own = [layer for layer in layers if published or _is_staged(connection, run, layer)]
    return _overview(connection, run, own), thumbnails


def _thumbnail(
    row: Sequence[Any], before: shapely.Geometry | None, after: shapely.Geometry | None, window: np.ndarray,
    context: np.ndarray,
) -> Thumbnail:  # fmt: skip
    rule, feature, number, reason, *_ = row
    name = feature or (f"đối tượng thứ {number + 1}" if number is not None else "cả lần giao nộp")
    middle = place((window[0] + window[2]) / 2, (window[1] + window[3]) / 2)
    scene = Scene(tuple(window), context, before, after, _spot(before))
    return Thumbnail(rule=rule, feature=name, caption=reason, svg=draw_fault(scene, f"{rule}, {name}; tâm {middle}"))


def _faults(
    connection: Connection, run: int
) -> list[tuple[Sequence[Any], shapely.Geometry | None, shapely.Geometry | None]]:
    """Faults worth a map: every rule gets its first before any gets its second, the graver before the milder."""
    shape = "CASE WHEN ST_NPoints({0}) <= %(most)s THEN ST_AsBinary({0}) ELSE ST_AsBinary(ST_Envelope({0})) END"
    rows = connection.execute(
        "SELECT rule, feature_id, feature_no, reason, "
        + shape.format("geom_before") + ", " + shape.format("geom_after")
        + " FROM (SELECT *, row_number() OVER (PARTITION BY rule ORDER BY id) AS turn FROM meta.issue"
        "  WHERE run_id = %(run)s AND coalesce(geom_before, geom_after) IS NOT NULL AND features = 1) AS ranked"
        " WHERE turn <= %(maps)s ORDER BY turn,"
        " array_position(ARRAY['block', 'error', 'warning', 'info'], severity), id LIMIT %(maps)s",
        {"run": run, "most": MOST_VERTICES, "maps": MOST_MAPS},
    ).fetchall()  # fmt: skip
    shapes = [(row, _readable(row[4]), _readable(row[5])) for row in rows]
    return [item for item in shapes if item[1] is not None or item[2] is not None]


def _readable(wkb: bytes | None) -> shapely.Geometry | None:
    """A quarantined shape may be anything; what lies nowhere cannot be drawn."""
    shape = shapely.from_wkb(wkb, on_invalid="ignore") if wkb else None
    drawable = shape is not None and not shape.is_empty and _near(shapely.bounds(shape))
    return shape if drawable else None


def _near(numbers: Sequence[float] | np.ndarray) -> bool:
    """Whether coordinates are numbers that lie where a map can be."""
    return bool((np.abs(numbers) < FARTHEST_M).all())


def _spot(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    """Where an invalid shape is wrong: GEOS names the place in its reason."""
    reason = shapely.is_valid_reason(shape) if shape is not None else ""
    found = re.search(r"\[(\S+) ([^\s\]]+)", reason)
    return shapely.Point(float(found[1]), float(found[2])) if found else None


def _window(before: shapely.Geometry | None, after: shapely.Geometry | None) -> np.ndarray:
    """A square around a fault with room for its neighbours: min E, min N, max E, max N."""
    x0, y0, x1, y1 = shapely.total_bounds(np.array([g for g in (before, after) if g is not None], dtype=object))
    half = max(x1 - x0, y1 - y0, LEAST_EXTENT_M) * 0.8
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return np.array([x - half, y - half, x + half, y + half])


def _is_staged(connection: Connection, run: int, layer: str) -> bool:
    name = sql.Identifier("stage", stage_name(run, layer)).as_string(connection)
    return connection.execute("SELECT to_regclass(%s) IS NOT NULL", (name,)).fetchone() == (True,)


def _source(connection: Connection, run: int, layer: str) -> tuple[sql.Composable, sql.Composable]:
    """A layer's table and the condition of the rows that stand for it now."""
    if _is_staged(connection, run, layer):
        return delivered_rows(connection, run, layer), sql.SQL("true")
    return _public(layer)


def _public(layer: str) -> tuple[sql.Composable, sql.Composable]:
    current = sql.SQL("r0 <= (SELECT current FROM meta.epoch) AND r1 > (SELECT current FROM meta.epoch)")
    return sql.Identifier("data", layer), current


def _context(
    connection: Connection, run: int, layers: Sequence[str], windows: Sequence[np.ndarray], srid: int
) -> list[np.ndarray]:
    """Neighbours in each window; one pass over a staged layer for all windows, which has no spatial index."""
    around: list[list[bytes]] = [[] for _ in windows]
    boxes = {"no": list(range(len(windows))), "srid": srid, "most": CONTEXT_FEATURES}
    boxes |= {name: [float(w[k]) for w in windows] for k, name in enumerate(("x0", "y0", "x1", "y1"))}
    for layer in layers if windows else ():
        table, condition = _source(connection, run, layer)
        query = sql.SQL(
            "SELECT no, shape FROM (SELECT no, ST_AsBinary(ST_ClipByBox2D(geom, box)) AS shape,"
            " row_number() OVER (PARTITION BY no) AS turn"
            " FROM (SELECT no, ST_MakeEnvelope(x0, y0, x1, y1, %(srid)s) AS box FROM unnest(%(no)s::int[],"
            " %(x0)s::float8[], %(y0)s::float8[], %(x1)s::float8[], %(y1)s::float8[]) AS w(no, x0, y0, x1, y1)) AS w"
            " JOIN {} AS t ON t.geom && w.box WHERE {}) AS found WHERE turn <= %(most)s"
        ).format(table, condition)
        for no, shape in connection.execute(query, boxes).fetchall():
            around[no].append(shape)
    return [_shapes(shapes) for shapes in around]


def _overview(connection: Connection, run: int, layers: Sequence[str]) -> str | None:
    """The delivery at a glance: a sample of its features, and where the faults are."""
    shapes: list[bytes] = []
    for layer in layers:
        shapes += _sample(connection, run, layer)
    marks = connection.execute(
        # By numbers: of coordinates that are none GEOS makes no geometry, nor a sum of the largest ones PostgreSQL.
        "SELECT ST_XMin(g) / 2 + ST_XMax(g) / 2, ST_YMin(g) / 2 + ST_YMax(g) / 2"
        " FROM (SELECT coalesce(geom_before, geom_after) AS g FROM meta.issue WHERE run_id = %s AND severity <> 'info'"
        " AND coalesce(geom_before, geom_after) IS NOT NULL LIMIT %s) AS marks WHERE NOT ST_IsEmpty(g)",
        (run, MOST_MARKS),
    ).fetchall()
    points = np.array([mark for mark in marks if _near(mark)], dtype=float).reshape(-1, 2)
    features = _shapes(shapes)
    if not len(features) and not len(points):
        return None
    return draw_overview(features, points)


def _sample(connection: Connection, run: int, layer: str) -> list[bytes]:
    """Some of the delivery's features; a layer of millions is sampled by pages."""
    table, condition = _public(layer)
    mine = None
    if _is_staged(connection, run, layer) and not count_carried(connection, run, layer):
        table, condition = stage_table(run, layer), sql.SQL("true")
    else:  # published, or nearly all of it carried
        scopes = connection.execute(
            "SELECT scopes FROM meta.candidate WHERE run_id = %s AND layer = %s", (run, layer)
        ).fetchone()
        mine = scopes[0] if scopes else None
    if mine is not None:
        condition = sql.SQL("{} AND scope = ANY ({}::text[])").format(condition, sql.Literal(mine))
    share = 100.0 if mine else _share(connection, table)
    rows = connection.execute(
        sql.SQL(
            "SELECT ST_AsBinary(geom) FROM {} TABLESAMPLE SYSTEM ({}) WHERE {} AND ST_NPoints(geom) <= {} LIMIT {}"
        ).format(table, sql.Literal(share), condition, sql.Literal(MOST_VERTICES), sql.Literal(OVERVIEW_FEATURES))
    ).fetchall()
    return [row[0] for row in rows]


def _share(connection: Connection, table: sql.Composable) -> float:
    """Percentage of a table's pages that holds about as many features as the overview can show."""
    known = connection.execute(
        "SELECT sum(greatest(reltuples, 0))::float8 FROM pg_class"
        " WHERE oid = %(table)s::regclass OR oid IN (SELECT relid FROM pg_partition_tree(%(table)s::regclass))",
        {"table": table.as_string(connection)},
    ).fetchone()
    return min(100.0, 100.0 * OVERVIEW_FEATURES / max(known[0] or 0 if known else 0, 1))


def _shapes(values: Sequence[bytes]) -> np.ndarray:
    geoms = np.asarray(shapely.from_wkb(np.array(values, dtype=object), on_invalid="ignore"), dtype=object)
    return geoms[~(shapely.is_missing(geoms) | shapely.is_empty(geoms))]
