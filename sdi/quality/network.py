"""Drainage rules HT-1 … HT-8: reads pipes and nodes, lets :mod:`sdi.geom.network` judge, tells it in words.

The network is judged as it will be after publication: pipes of this run, and around them the public pipes that
the delivery does not replace, which are there to connect and are not judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from psycopg import sql

from sdi.geom.network import NO_NODE, Finding, Nodes, Pipes, Thresholds, snap
from sdi.geom.network import check as judge
from sdi.model.layer import Topology
from sdi.quality.staged import Found, Staged
from sdi.quality.vietnamese import measure, number

MANHOLES, OUTFALLS = "drainage_manholes", "drainage_outfalls"
_PIPE_COLUMNS = (
    "invert_start_m", "invert_end_m", "diameter_mm", "height_mm", "slope_pct", "pressurised",
    "manhole_start", "manhole_end",
)  # fmt: skip


@dataclass(frozen=True)
class _Points:
    """Nodes with their ids; ``xy`` has shape (n, 2)."""

    ids: NDArray[np.object_]
    xy: NDArray[np.float64]
    nodes: Nodes


def check(staged: Staged, rules: Mapping[str, Topology]) -> Iterator[Found]:
    """The declared ones of the drainage rules."""
    found = {rule: staged.found(rule, topology.severity) for rule, topology in rules.items()}
    points = _nodes(staged)
    for rule, missing in _not_judged(points).items():
        if rule in found:
            said = found.pop(rule)
            said.unknown(missing)
            yield said
    thresholds = _thresholds(rules)
    rows, own = _pipes(staged)
    if rows:
        lines = shapely.from_wkb(np.array([row[3] for row in rows], dtype=object))
        ends = [shapely.get_coordinates(shapely.get_point(lines, k)) for k in (0, -1)]
        snapped = [snap(end, points.xy, thresholds.snap_m) for end in ends]
        _loose_ends(found.get("HT-8"), rows[:own], lines, ends, snapped, thresholds.snap_m)
        pipes = _as_pipes(rows, lines, [index for index, _ in snapped], points.ids)
        for finding in judge(pipes, points.nodes, thresholds):
            into = found.get(finding.rule)
            if into is not None and finding.rule != "HT-8":
                _tell(into, finding, rows, own, lines, points)
    yield from found.values()


def _thresholds(rules: Mapping[str, Topology]) -> Thresholds:
    names = {"HT-1": "flat_m", "HT-2": "invert_m", "HT-3": "slope_abs", "HT-4": "diameter_m", "HT-8": "snap_m"}
    given = {
        names[rule]: topology.tolerance_m
        for rule, topology in rules.items()
        if rule in names and topology.tolerance_m is not None
    }
    return Thresholds(**given)


def _not_judged(points: _Points) -> dict[str, str]:
    """Rules that need nodes which are not loaded, and how to say so."""
    if not len(points.ids):
        reason = "Chưa nạp hố ga và cửa xả nên chưa kiểm tra được nối mạng"
        return {"HT-7": reason, "HT-8": reason}
    if not points.nodes.outfall.any():
        return {"HT-7": "Chưa nạp cửa xả nên chưa kiểm tra được cống có dẫn tới cửa xả không"}
    return {}


def _nodes(staged: Staged) -> _Points:
    manholes = _rows(staged, MANHOLES, ("feature_id", "cover_level_m", "ground_level_m", "floor_level_m"))
    outfalls = _rows(staged, OUTFALLS, ("feature_id", "invert_level_m"))
    ground = [row[1] if row[1] is not None else row[2] for row in manholes] + [None] * len(outfalls)
    floor = [row[3] for row in manholes] + [row[1] for row in outfalls]
    points = shapely.from_wkb(np.array([row[-1] for row in manholes + outfalls], dtype=object))
    outfall = np.arange(len(ground)) >= len(manholes)
    return _Points(
        np.array([row[0] for row in manholes + outfalls], dtype=object),
        shapely.get_coordinates(points),
        Nodes(np.array(ground, dtype=float), np.array(floor, dtype=float), outfall),
    )


def _rows(staged: Staged, layer: str, columns: tuple[str, ...]) -> list[tuple]:
    """Rows after publication, the representative point of the geometry last; undeclared columns are NULL."""
    declared = {"feature_id", *(staged.project.layers[layer].fields if layer in staged.project.layers else ())}
    named = [sql.Identifier(c) if c in declared else sql.SQL("NULL::float8") for c in columns]
    named.append(sql.SQL("ST_AsBinary(ST_PointOnSurface(geom))"))
    query = staged.after_publication(layer, sql.SQL(", ").join(named))
    return staged.connection.execute(query).fetchall() if query is not None else []


def _pipes(staged: Staged) -> tuple[list[tuple], int]:
    """Rows (source layer, number, id, WKB, columns …), and how many of them are this run's, which come first."""
    declared = staged.layer.published_fields
    columns = sql.SQL(", ").join(
        sql.Identifier(name) if name in declared else sql.SQL("NULL") for name in _PIPE_COLUMNS
    )
    geom = sql.SQL("ST_AsBinary(ST_GeometryN(geom, 1))")
    own = staged.connection.execute(
        sql.SQL("SELECT source_layer, feature_no, feature_id, {}, {} FROM {} ORDER BY 1, 2").format(
            geom, columns, staged.table
        )
    ).fetchall()
    scopes = staged.scopes(staged.layer.id)
    if scopes is None:
        return own, len(own)
    around = staged.connection.execute(
        sql.SQL(
            "SELECT NULL, NULL, feature_id, {}, {} FROM data.{} WHERE r0 <= %(n)s AND r1 > %(n)s"
            " AND scope <> ALL (%(scopes)s::text[]) ORDER BY 3"
        ).format(geom, columns, sql.Identifier(staged.layer.id)),
        {"n": staged.epoch, "scopes": scopes},
    ).fetchall()
    return own + around, len(own)


def _as_pipes(
    rows: list[tuple], lines: NDArray[np.object_], snapped: list[NDArray[np.intp]], ids: NDArray[np.object_]
) -> Pipes:
    """A loose end that names its node counts as connected: HT-8 tells of it, the rest of the network stays whole."""
    known = {name: index for index, name in enumerate(ids)}
    start, end = (
        np.array([known.get(row[column], NO_NODE) if at == NO_NODE else at for row, at in zip(rows, near, strict=True)],
                 dtype=np.intp)
        for column, near in zip((10, 11), snapped, strict=True)
    )  # fmt: skip

    def column(position: int, factor: float = 1.0) -> NDArray[np.float64]:
        return np.array([row[position] for row in rows], dtype=float) * factor

    diameter = np.where(np.isnan(column(6)), column(7), column(6)) / 1000
    return Pipes(
        start, end, column(4), column(5), shapely.length(lines), diameter, column(8, 0.01),
        np.array([bool(row[9]) for row in rows]),
    )  # fmt: skip


def _loose_ends(
    found: Found | None,
    rows: list[tuple],
    lines: NDArray[np.object_],
    ends: list[NDArray[np.float64]],
    snapped: list[tuple[NDArray[np.intp], NDArray[np.float64]]],
    tolerance: float,
) -> None:
    if found is None:
        return
    for k, (source, no, feature, *_) in enumerate(rows):
        for name, end, (index, distance) in zip(("đầu", "cuối"), ends, snapped, strict=True):
            if index[k] == NO_NODE:
                far = f"{measure(distance[k])} m, quá {measure(tolerance)} m"
                reason = f"Điểm {name} cách hố ga hoặc cửa xả gần nhất {far}"
                found.add(source, no, feature, reason, geom=shapely.Point(end[k]))


def _tell(
    found: Found, finding: Finding, rows: list[tuple], own: int, lines: NDArray[np.object_], points: _Points
) -> None:
    reason = _words(finding)
    if finding.on == "node":
        point = shapely.Point(points.xy[finding.index])
        found.add(None, None, points.ids[finding.index], reason, geom=point)
    elif finding.index < own:
        source, no, feature, *_ = rows[finding.index]
        # Nearly level is a hint, running backwards a fault.
        milder = "warning" if finding.what == "flat" and found.severity == "error" else None
        found.add(source, no, feature, reason, geom=lines[finding.index], severity=milder)


def _words(finding: Finding) -> str:
    v = {name: number(value, 3) for name, value in finding.values.items()}
    if finding.what == "slope_differs":
        v = {name: number(value * 100, 2) for name, value in finding.values.items()}
    if finding.what == "narrower_downstream":
        v = {name: number(value * 1000) for name, value in finding.values.items()}
    return _TEXTS[finding.what].format(**v)


_TEXTS = {
    "adverse": "Cống dốc ngược: cao độ đáy đầu {z1} m thấp hơn cao độ đáy cuối {z2} m",
    "flat": "Cống gần như không dốc: cao độ đáy đầu {z1} m, cuối {z2} m",
    "below_outgoing": "Đáy cống vào {z2} m thấp hơn đáy cống ra {outgoing} m tại cùng hố ga",
    "below_floor": "Đáy cống ra {z1} m thấp hơn đáy hố ga {floor} m",
    "slope_differs": "Độ dốc ghi {stated} %, tính từ cao độ {computed} %",
    "narrower_downstream": "Đường kính {diameter} mm lớn hơn cống hạ lưu {downstream} mm",
    "cycle": "Cống nằm trong một vòng kín",
    "isolated": "Cống đứng riêng, không nối với mạng nào",
    "no_outfall": "Đi theo chiều nước không tới cửa xả nào",
    "leaves_outfall": "Cống đi ra từ cửa xả",
    "unconnected": "Hố ga hoặc cửa xả không nối với cống nào",
}
