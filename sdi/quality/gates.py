"""Gates: how much of a delivery may be wrong before none of it is published."""

from __future__ import annotations

from dataclasses import dataclass

from sdi.db.connect import Connection
from sdi.model import Layer
from sdi.model.layer import Gates
from sdi.model.source import GateOverride
from sdi.quality.issues import Issue
from sdi.quality.vietnamese import area, number, percent

KEY_RULES = ("KEY-1", "CAD-1")
"""Empty and duplicate keys; exact copies (DUP-2) lose nothing and do not count."""


@dataclass(frozen=True)
class Counts:
    """A candidate in numbers: features that the layer took out of the delivery, areas in m².

    ``removed`` and ``published`` count public features inside the delivery's scope: gone, and in all.
    """

    read: int
    quarantined: int
    bad_keys: int
    area_read: float
    area_staged: float
    removed: int
    published: int


def check_gates(
    connection: Connection, run: int, layer: Layer, override: GateOverride | None, *, removed: int, published: int
) -> list[Issue]:
    """The gates that one layer of a run does not pass; nothing is written.

    Args:
        override: what the source profile allows beyond the layer's own gates.
        removed: public features in the delivery's scope that it no longer has.
        published: public features in that scope.
    """
    tally = connection.execute(
        "SELECT coalesce(sum(features) FILTER (WHERE outcome = 'read'), 0)::bigint,"
        " coalesce(sum(features) FILTER (WHERE outcome = 'quarantined'), 0)::bigint,"
        " coalesce(sum(area_m2) FILTER (WHERE outcome = 'read'), 0),"
        " coalesce(sum(area_m2) FILTER (WHERE outcome = 'staged'), 0)"
        " FROM meta.tally WHERE run_id = %s AND layer = %s",
        (run, layer.id),
    ).fetchone()
    keys = connection.execute(
        "SELECT coalesce(sum(features), 0)::bigint FROM meta.issue"
        " WHERE run_id = %s AND layer = %s AND action = 'quarantined' AND rule = ANY (%s)",
        (run, layer.id, list(KEY_RULES)),
    ).fetchone()
    assert tally is not None and keys is not None  # aggregates without GROUP BY
    read, quarantined, area_read, area_staged = tally
    counts = Counts(read, quarantined, keys[0], area_read, area_staged, removed, published)
    return judge_gates(counts, layer, override)


def check_intake(connection: Connection, run: int) -> list[Issue]:
    """GATE-5: features were read, and no layer got any. Nothing is written."""
    row = connection.execute(
        "SELECT coalesce(sum(features) FILTER (WHERE outcome = 'read'), 0)::bigint,"
        " coalesce(sum(features) FILTER (WHERE outcome = 'staged'), 0)::bigint FROM meta.tally WHERE run_id = %s",
        (run,),
    ).fetchone()
    assert row is not None  # an aggregate without GROUP BY
    read, staged = row
    if staged or not read:
        return []
    return [Issue("GATE-5", "refused", f"Không đối tượng nào trong {number(read)} đối tượng đã đọc vào được lớp nào.")]


def judge_gates(counts: Counts, layer: Layer, override: GateOverride | None) -> list[Issue]:
    """The gates that these numbers do not pass, in the order of their ids. A limit itself is still allowed."""
    limits = _limits(layer.quality.gates, override)
    title = layer.title.vi
    lost = max(0.0, counts.area_read - counts.area_staged)
    found = [
        ("GATE-1", _share(counts.quarantined, counts.read), limits.max_quarantined_pct,
         f"{number(counts.quarantined)} trong {number(counts.read)} đối tượng bị giữ lại"),
        ("GATE-2", _share(counts.bad_keys, counts.read), limits.max_duplicate_key_pct,
         f"{number(counts.bad_keys)} trong {number(counts.read)} đối tượng có khóa trống hoặc trùng"),
        ("GATE-3", _share(counts.removed, counts.published), limits.max_removed_pct,
         f"{number(counts.removed)} trong {number(counts.published)} đối tượng đang công bố sẽ bị bỏ"),
        ("GATE-4", _share(lost, counts.area_read), limits.max_area_loss_pct,
         f"mất {area(lost)} trong {area(counts.area_read)}"),
    ]  # fmt: skip
    return [
        Issue(rule, "refused", f"Lớp {title}: {what} ({percent(share)}, ngưỡng {percent(limit)}).", layer=layer.id)
        for rule, share, limit, what in found
        if share > limit
    ]


def _limits(gates: Gates, override: GateOverride | None) -> Gates:
    given = override.model_dump(exclude={"reason"}, exclude_none=True) if override else {}
    return gates.model_copy(update=given)


def _share(part: float, whole: float) -> float:
    return 100.0 * part / whole if whole > 0 else 0.0
