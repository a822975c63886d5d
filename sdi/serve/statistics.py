"""``/portal/statistics``: the land-use balance of a plan, and which share of each commune's parcels it touches.

Which layer has zones of plans is told by its declaration: areas, a field with the role ``plan``, a code field by which
it is drawn, an area that the engine computes. All is of what the audience sees, and is kept until another release is
current.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import sql
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.db.connect import statement
from sdi.model import Audience, Layer
from sdi.serve.asking import rows
from sdi.serve.negotiation import begin, language, respond
from sdi.serve.problems import Problem
from sdi.serve.search_desk import Knowledge
from sdi.wording import wording

_SQL = Path(__file__).parent / "sql"
_KEPT = 200

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Zoning:
    """The layer with zones of plans, and its fields for plan, code and area in m²."""

    layer: Layer
    plan: str
    code: str
    area: str

    @classmethod
    def of(cls, layer: Layer, audience: Audience) -> Zoning | None:
        """Of a layer, where it has all of them."""
        plan, code = layer.field_of("plan", audience), layer.style.by
        areas = (name for name, field in layer.fields_for(audience).items() if field.derive == "area")
        area = next(areas, None)
        if layer.dimension != 2 or layer.kind != "coverage" or not (plan and code and area):
            return None
        return cls(layer, plan, code, area)


class Statistics:
    """What was computed for the current releases of each audience."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], tuple[list[Row], list[Row]]] = OrderedDict()
        self._lock = asyncio.Lock()

    async def of(self, known: Knowledge, zoning: Zoning, plan: str) -> tuple[list[Row], list[Row]]:
        """Code, zones and area of a plan; commune, touched parcels and all parcels.

        Raises:
            Problem: The database does not answer.
        """
        edition = known.edition
        releases = tuple((name, row.epoch) for name, row in edition.collections.items())
        key = (edition.audience, edition.version, releases, plan)
        async with self._lock:  # what two ask for at once is computed once
            if key not in self._kept:
                self._kept[key] = await _balance(known, zoning, plan), await _affected(known, zoning, plan)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            return self._kept[key]


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    return [Route("/portal/statistics", statistics)]


async def statistics(request: Request) -> Response:
    """The plans; with ``plan``, the balance of one."""
    edition, _ = begin(request, parameters=("plan",))
    known: Knowledge = request.app.state.search.of(edition)
    spoken = language(request, "json")
    zonings = (Zoning.of(layer, edition.audience) for layer in known.layers)
    zoning = next((one for one in zonings if one), None)
    if zoning is None:
        raise Problem(404, wording("search.no_plans"))
    plan = request.query_params.get("plan")
    if plan is None:
        found = await _ask(known, _statement("plans", known, zoning))
        plans = [{"plan": name, "zones": zones, "area_m2": round(area, 1)} for name, zones, area in found]
        return respond(request, edition, "json", {"layer": zoning.layer.id, "plans": plans}, {}, "")
    balance, affected = await request.app.state.statistics.of(known, zoning, plan.replace("\0", ""))
    if not balance:
        raise Problem(404, wording("search.no_plan"))
    document = {"plan": plan, "layer": zoning.layer.id, **_told(known, zoning, balance, spoken)}
    names = {code: commune.title for code, commune in (await known.ground()).communes.items()}
    document["communes"] = [
        {
            "code": code,
            "title": names.get(code, code),
            "affected": touched,
            "parcels": parcels,
            "share_pct": round(100 * touched / parcels, 1),
        }
        for code, touched, parcels in affected
    ]
    return respond(request, edition, "json", document, {}, "")


def _told(known: Knowledge, zoning: Zoning, balance: Sequence[Row], language: str) -> dict[str, Any]:
    """The balance, the largest first."""
    codes = known.edition.project.codes[zoning.layer.fields[zoning.code].codes or ""].codes
    total = sum(area for _, _, area in balance)
    functions = [
        {
            "code": code,
            "title": codes[code].title(language) if code in codes else code,
            "color": codes[code].color if code in codes else None,
            "zones": zones,
            "area_m2": round(area, 1),
            "share_pct": round(100 * area / total, 2) if total else 0.0,
        }
        for code, zones, area in balance
    ]
    return {"area_m2": round(total, 1), "zones": sum(zones for _, zones, _ in balance), "functions": functions}


async def _balance(known: Knowledge, zoning: Zoning, plan: str) -> list[Row]:
    return await _ask(known, _statement("balance", known, zoning), plan=plan)


async def _affected(known: Knowledge, zoning: Zoning, plan: str) -> list[Row]:
    """Nothing where there are no parcels, or no table of what lies on them."""
    edition, parcels, schema = known.edition, known.parcels, known.source.schema
    if parcels is None or parcels.search is None or parcels.search.parcel is None:
        return []
    table = next((t for t in edition.project.overlays.values() if t.overlays_of == parcels.id), None)
    if table is None or edition.layer(table.id) is None:
        return []
    query = statement(
        "affected", _SQL, base_id=sql.Identifier(table.base_id), overlays=sql.Identifier(schema, table.id),
        parcels=sql.Identifier(schema, parcels.id), commune=sql.Identifier(parcels.search.parcel.commune),
    ).as_bytes()  # fmt: skip
    return await _ask(known, query, layer=zoning.layer.id, plan=plan)


async def _ask(known: Knowledge, query: bytes, **values: Any) -> list[Row]:
    """On connections of long questions: a plan may touch all parcels of a town."""
    return await rows(known.source.wires, known.edition.audience, query, "statistics", **values)


def _statement(name: str, known: Knowledge, zoning: Zoning) -> bytes:
    parts = {"plan": zoning.plan, "code": zoning.code, "area": zoning.area}
    columns = {key: sql.Identifier(column) for key, column in parts.items()}
    return statement(name, _SQL, view=sql.Identifier(known.source.schema, zoning.layer.id), **columns).as_bytes()
