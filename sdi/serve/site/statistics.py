"""``/statistics``: what people would rather see than read: balances, parcels that plans affect, networks in figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.model import Layer
from sdi.publish.configuration import Collection
from sdi.serve.site.asking import Asked
from sdi.serve.site.balance import PhaseBalance, balances_of, balances_told
from sdi.serve.site.charts import Slice, band
from sdi.serve.site.declaration import Figure
from sdi.serve.site.figures import Affected, Balance, Cross, total
from sdi.serve.site.kept import ask
from sdi.serve.site.plan_register import Plan
from sdi.serve.site.plans import read_plans
from sdi.text import collation_key
from sdi.wording import number


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    return [Route("/statistics", statistics)]


async def statistics(request: Request) -> Response:
    """All figures; ``plan`` chooses whose balance is shown."""
    return await run_in_threadpool(_statistics, Asked.of(request, "plan"))


@dataclass(frozen=True)
class Table:
    """A declared figure: the cross-table, what its rows and columns are called, and its picture."""

    figure: Figure
    layer: Layer
    release: Collection
    unit: str | None
    cross: Cross
    row_names: Mapping[str | None, str]
    column_names: Mapping[str | None, str]
    chart: Markup | None


def _statistics(asked: Asked) -> Response:
    plans = _plans_with_balance(asked)
    wanted = asked.request.query_params.get("plan")
    chosen = next((one for one in plans if one.id == wanted), plans[0] if plans else None)
    balances: list[PhaseBalance] = []
    if chosen and asked.site.plans:
        balances = balances_of(asked, asked.site.plans, chosen)
    names = asked.communes()
    affected = _affected(asked, names)
    tables = list(_tables(asked, names))
    document = {
        "plan": {"id": chosen.id, "name": chosen.name, "area_m2": chosen.area_m2} if chosen else None,
        "plans": [{"id": one.id, "name": one.name} for one in plans],
        "balances": balances_told(asked, asked.site.plans.zones if asked.site.plans else None, balances),
        "affected": [_affected_told(one, names) for one in affected or ()],
        "figures": [_told(one) for one in tables],
    }
    parcels = asked.site.statistics.parcels
    return asked.answer(
        "statistics.html", document, plans=plans, chosen=chosen, balances=balances, declared=asked.site.plans,
        affected=affected, whole=total(affected) if affected else None, names=names, tables=tables,
        release=asked.edition.collections[parcels.layer] if parcels and affected is not None else None,
    )  # fmt: skip


def _plans_with_balance(asked: Asked) -> list[Plan]:
    """Plans that have zones, newest first."""
    declared = asked.site.plans
    if (
        declared is None
        or declared.zones is None
        or not (asked.layer(declared.layer) and asked.layer(declared.zones.layer))
    ):
        return []
    [rows] = asked.rows(
        ask("cross", declared.zones.layer, names={"rows": declared.zones.plan, "columns": None, "sum": None})
    )
    zoned = {row[0] for row in rows}
    return [one for one in read_plans(asked, declared).values() if one.id in zoned]


def _affected(asked: Asked, names: Mapping[str, str]) -> list[Affected] | None:
    """By commune, in the order of the alphabet; None where there is nothing to tell."""
    plans, projects, parcels = asked.site.plans, asked.site.projects, asked.site.statistics.parcels
    table = asked.layer(plans.overlays) if plans else None
    if plans is None or parcels is None or table is None or asked.layer(parcels.layer) is None:
        return None
    columns = {"base": table.base_id, "commune": parcels.commune, "area": parcels.area}
    layers = {"plans": plans.layer, "projects": projects.layer if projects else None}
    [rows] = asked.rows(ask("affected", table.id, parcels.layer, names=columns, **layers))
    return sorted((Affected(*row) for row in rows), key=lambda one: collation_key(names.get(one.commune or "", "￿")))


def _affected_told(one: Affected, names: Mapping[str, str]) -> dict[str, Any]:
    shares = {"planned_pct": one.planned_pct, "in_projects_pct": one.in_projects_pct, "covered_pct": one.covered_pct}
    return asdict(one) | {"name": names.get(one.commune or "")} | shares


def _tables(asked: Asked, communes: Mapping[str, str]) -> Iterable[Table]:
    """The declared figures whose layer is published to this audience, with all the fields that they need."""
    for figure in asked.site.statistics.figures:
        layer = asked.layer(figure.layer)
        needed = [name for name in (figure.rows, figure.columns, figure.sum) if name]
        if layer is None or any(asked.field(layer.id, name) is None for name in needed):
            continue
        columns = {"rows": figure.rows, "columns": figure.columns, "sum": figure.sum}
        [rows] = asked.rows(ask("cross", layer.id, names=columns))
        cross = Cross.of([(row[0], row[1], row[2], row[3]) for row in rows], summed=figure.sum is not None)
        unit = layer.fields[figure.sum].unit if figure.sum else None
        yield Table(
            figure, layer, asked.edition.collections[layer.id], unit, cross,
            _names(asked, layer, figure.rows, cross.rows, communes),
            _names(asked, layer, figure.columns, cross.columns, communes) if figure.columns else {},
            _chart(asked, figure, layer, cross.rows, communes),
        )  # fmt: skip


def _names(
    asked: Asked, layer: Layer, field: str, balance: Balance, communes: Mapping[str, str]
) -> dict[str | None, str]:
    return {part.code: _name(asked, layer, field, part.code, communes) for part in balance.parts}


def _name(asked: Asked, layer: Layer, field: str, code: str | None, communes: Mapping[str, str]) -> str:
    if code is None:
        return "—"
    if field == asked.project.province.reference.commune_code:
        return communes.get(code, code)
    return asked.code(layer.id, field, code) or code


def _chart(asked: Asked, figure: Figure, layer: Layer, balance: Balance, communes: Mapping[str, str]) -> Markup | None:
    """A band of the rows, where their codes have colours."""
    colours = {part.code: asked.colour(layer.id, figure.rows, part.code) for part in balance.parts}
    if not any(colours.values()) or balance.amount <= 0:
        return None
    slices = [
        Slice(
            part.code or "—",
            f"{_name(asked, layer, figure.rows, part.code, communes)}: {number(part.share_pct, 1, asked.language)} %",
            part.share_pct,
            colours[part.code],
        )
        for part in balance.parts
    ]
    return band(slices, figure.title.get(asked.language), "; ".join(one.title for one in slices), f"figure-{figure.id}")


def _told(one: Table) -> dict[str, Any]:
    return {
        "id": one.figure.id,
        "layer": one.layer.id,
        "release": one.release.epoch,
        "unit": one.unit,
        "rows": [
            {
                "code": part.code,
                "name": one.row_names[part.code],
                "features": part.count,
                "amount": part.amount,
                "share_pct": part.share_pct,
                "columns": {code or "": amount for code, amount in one.cross.cells[part.code].items()},
            }
            for part in one.cross.rows.parts
        ],
        "columns": {code or "": name for code, name in one.column_names.items()},
        "amount": one.cross.rows.amount,
    }
