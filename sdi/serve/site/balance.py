"""The land-use balance of a plan: what it makes of its land, in figures, as a table and as a ring."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from sdi.serve.site.asking import Asked
from sdi.serve.site.charts import Slice, donut
from sdi.serve.site.declaration import Plans, Zones
from sdi.serve.site.figures import Balance
from sdi.serve.site.kept import ask
from sdi.serve.site.plan_register import Plan
from sdi.wording import number, wording

MOST = 12
"""Parts of a ring; smaller ones are drawn together, and stand in the table one by one."""


@dataclass(frozen=True)
class PhaseBalance:
    """The balance of one phase of a plan, areas in m²; ``phase`` is None where the drawing has only one."""

    phase: str | None
    balance: Balance
    chart: Markup


def balances_of(asked: Asked, declared: Plans, plan: Plan) -> list[PhaseBalance]:
    """Balances of a plan, in the order of the phases."""
    zones = declared.zones
    if zones is None or asked.layer(zones.layer) is None:
        return []
    names = {"phase": zones.phase, "by": zones.by, "area": zones.area, "plan": zones.plan}
    [rows] = asked.rows(ask("balance", zones.layer, names=names, plan=plan.id))
    phases = asked.project.layers[zones.layer].fields[zones.phase].codes if zones.phase else None
    order = [None, *asked.project.codes[phases].codes] if phases else [None]
    found: list[PhaseBalance] = []
    for phase in sorted({row[0] for row in rows}, key=lambda code: order.index(code) if code in order else len(order)):
        balance = Balance.of((by, count, area) for other, by, count, area in rows if other == phase)
        found.append(PhaseBalance(phase, balance, _ring(asked, zones, plan, balance, f"balance-{len(found)}")))
    return found


def balances_told(asked: Asked, zones: Zones | None, balances: Iterable[PhaseBalance]) -> list[dict[str, Any]]:
    """As a JSON document has them."""
    return [
        {
            "phase": one.phase,
            "area_m2": one.balance.amount,
            "zones": one.balance.count,
            "parts": [
                {
                    "code": part.code,
                    "name": asked.code(zones.layer, zones.by, part.code),
                    "zones": part.count,
                    "area_m2": part.amount,
                    "share_pct": part.share_pct,
                }
                for part in one.balance.parts
            ],
        }
        for one in balances
        if zones
    ]


def _ring(asked: Asked, zones: Zones, plan: Plan, balance: Balance, key: str) -> Markup:
    slices = []
    for part in balance.main(MOST):
        rest = part.code == "..."
        name = wording("site.others").get(asked.language) if rest else asked.code(zones.layer, zones.by, part.code)
        said = f"{name or '—'}: {number(part.share_pct, 1, asked.language)} %"
        colour = None if rest else asked.colour(zones.layer, zones.by, part.code)
        slices.append(Slice("…" if rest else part.code or "—", said, part.share_pct, colour))
    title = wording("site.balance_chart", name=plan.name or plan.id).get(asked.language)
    text = wording("site.balance_chart_text", parts="; ".join(one.title for one in slices)).get(asked.language)
    centre = (number(balance.amount / 10_000, 1, asked.language), "ha")
    return donut(slices, title, text, centre, key)
