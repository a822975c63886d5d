"""``/plans``: all published plans, and each with its decisions, its balance of land, what it touches, its documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.serve.problems import Problem
from sdi.serve.site.asking import Asked
from sdi.serve.site.balance import balances_of, balances_told
from sdi.serve.site.declaration import Plans, role_field
from sdi.serve.site.documents import Document, papers
from sdi.serve.site.kept import Listed, ask
from sdi.serve.site.listing import Listing
from sdi.serve.site.plan_map import plan_map
from sdi.serve.site.plan_register import Decision, Plan, decision_columns, matches, plans_ask, plans_of, validity
from sdi.serve.site.sheets import sheets_of
from sdi.wording import wording

PAGE = 50


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    return [Route("/plans", plans), Route("/plans/{plan:path}", plan)]


async def plans(request: Request) -> Response:
    """The list."""
    return await run_in_threadpool(_plans, Asked.of(request, "q", "level", "state", "page"))


async def plan(request: Request) -> Response:
    """One plan."""
    return await run_in_threadpool(_plan, Asked.of(request), request.path_params["plan"])


# --- the list -----------------------------------------------------------------------------------------------


def _plans(asked: Asked) -> Response:
    declared = published(asked)
    known = read_plans(asked, declared)
    documents = papers(asked.request)
    states = {one.id: validity(one, declared, asked.today) for one in known.values()}
    values = asked.request.query_params
    words, level, state = (values.get(name, "").replace("\0", "") for name in ("q", "level", "state"))
    found = [
        one for one in known.values()
        if matches(one, words) and level in ("", one.level) and state in ("", states[one.id])
    ]  # fmt: skip
    listing = Listing.of(found, values.get("page"), PAGE)
    touched = touched_parcels(asked, declared, listing.shown)
    kept = {one.id: len(papers_of(one, documents)) for one in listing.shown}
    told = [
        plan_told(asked, declared, one, states[one.id])
        | {"touched": touched.get(one.id, 0) if touched is not None else None, "documents": kept[one.id]}
        for one in listing.shown
    ]
    document = {"count": len(found), "plans": told, **listing.told(asked)}
    holding = [one for one in known.values() if states[one.id] == "in_force"]
    return asked.answer(
        "plans.html", document, declared=declared, listing=listing, touched=touched, papers=kept, states=states,
        known=known, holding=holding, all_documents=len(documents), words=words, level=level, state=state,
        levels=_levels(asked, declared, known.values()), kinds=[s for s in STATES if s in states.values()],
        release=asked.edition.collections[declared.layer],
    )  # fmt: skip


STATES = ("in_force", "later", "draft", "ended", "not_in_force")


def _levels(asked: Asked, declared: Plans, plans: Any) -> dict[str, str]:
    used = {one.level for one in plans if one.level}
    codes = asked.project.layers[declared.layer].fields[declared.level].codes or ""
    return {
        code: entry.title(asked.language) for code, entry in asked.project.codes[codes].codes.items() if code in used
    }


def published(asked: Asked) -> Plans:
    """What is declared of plans, if their layer is published to this audience.

    Raises:
        Problem: 404, it is not.
    """
    declared = asked.site.plans
    if declared is None or asked.layer(declared.layer) is None:
        raise Problem(404, wording("site.no_layer"))
    return declared


def read_plans(asked: Asked, declared: Plans) -> dict[str, Plan]:
    """All plans, newest decision first."""
    [rows] = asked.rows(plans_ask(asked, declared))
    return plans_of(rows, declared)


def touched_parcels(asked: Asked, declared: Plans, shown: Sequence[Plan]) -> dict[str, int] | None:
    """Parcels that each of some plans touches; None where this audience is not told what lies on parcels."""
    table = asked.layer(declared.overlays)
    if table is None:
        return None
    wanted = Listed(one.id for one in shown)
    [rows] = asked.rows(ask("touched", declared.overlays, names={"base": table.base_id}, plans=wanted))
    return dict(rows)


def papers_of(plan: Plan, documents: Sequence[Document], numbers: Sequence[str] = ()) -> list[Document]:
    """Documents of a plan: registered under its id, or under one of its decisions."""
    decisions = {plan.decision.number, *numbers} - {None}
    return [one for one in documents if one.plan_id == plan.id or one.decision_no in decisions]


def plan_told(asked: Asked, declared: Plans, plan: Plan, state: str) -> dict[str, Any]:
    """As a JSON document has it."""
    return {
        "id": plan.id,
        "name": plan.name,
        "level": plan.level,
        "level_name": asked.code(declared.layer, declared.level, plan.level),
        "status": plan.status,
        "status_name": asked.code(declared.layer, declared.status, plan.status),
        "validity": state,
        "decision": asdict(plan.decision),
        "replaced_by": plan.replaced_by,
        "replaces": plan.replaces,
        "area_m2": plan.area_m2,
        "bbox": asked.box(plan.box),
        "facts": plan.facts,
        "href": f"{asked.root}/plans/{quote(plan.id, safe='')}",
    }


# --- one plan -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Resting:
    """A decision, on which so many zones rest."""

    decision: Decision
    zones: int
    approving: bool


def _plan(asked: Asked, wanted: str) -> Response:
    declared = published(asked)
    known = read_plans(asked, declared)
    one = known.get(wanted)
    if one is None:
        raise Problem(404, wording("site.no_plan"))
    state = validity(one, declared, asked.today)
    resting = _decisions(asked, declared, one)
    numbers = [entry.decision.number for entry in resting if entry.decision.number]
    documents = papers(asked.request, plan=one.id, decisions=numbers)
    sheets = sheets_of(asked, declared, one.id)
    balances = balances_of(asked, declared, one)
    communes = touched_communes(asked, declared, plan=one.id)
    touched = sum(count for _, count, _ in communes) if communes is not None else None
    document = plan_told(asked, declared, one, state) | {
        "decisions": [
            asdict(entry.decision) | {"zones": entry.zones, "approving": entry.approving} for entry in resting
        ],
        "balances": balances_told(asked, declared.zones, balances),
        "touched": touched,
        "touched_communes": [
            {"commune": code, "parcels": count, "area_m2": area} for code, count, area in communes or ()
        ],
        "documents": [paper.told(asked.root) for paper in documents],
        "sheets": [sheet.told() for sheet in sheets],
        "parts": _parts(asked, declared, one),
    }
    return asked.answer(
        "plan.html", document, declared=declared, plan=one, state=state, resting=resting, papers=documents,
        sheets=sheets, drawn=plan_map(asked, declared, one), balances=balances, communes=communes, touched=touched,
        names=asked.communes(), known=known, table=asked.layer(declared.overlays),
        release=asked.edition.collections[declared.layer],
        fields=asked.project.layers[declared.layer].fields_for(asked.edition.audience),
    )  # fmt: skip


def _decisions(asked: Asked, declared: Plans, plan: Plan) -> list[Resting]:
    """The decision of the plan, then those of its zones, newest first."""
    found = [Resting(plan.decision, 0, True)]
    zones = declared.zones
    if zones and asked.layer(zones.layer):
        names = {"columns": decision_columns(asked, zones.layer, zones.decision), "plan": zones.plan}
        [rows] = asked.rows(ask("decisions", zones.layer, names=names, plan=plan.id))
        for *values, count in sorted(rows, key=lambda row: str(row[1] or ""), reverse=True):
            decision = Decision(*values)
            if decision.number in (None, plan.decision.number):
                found[0] = replace(found[0], zones=found[0].zones + count)
            else:
                found.append(Resting(decision, count, False))
    return found


def touched_communes(
    asked: Asked, declared: Plans, *, plan: str | None = None, feature: tuple[str, str] | None = None
) -> list[tuple[str | None, int, float]] | None:
    """Parcels on which a plan, or one feature of a layer, lies: by commune their number and area in m²."""
    parcels, table = asked.site.statistics.parcels, asked.layer(declared.overlays)
    if table is None or parcels is None or asked.layer(parcels.layer) is None:
        return None
    layer, feature_id = feature or (None, None)
    names = {"base": table.base_id, "commune": parcels.commune, "area": parcels.area}
    values = {"plan": plan, "layer": layer, "feature": feature_id}
    [rows] = asked.rows(ask("touched_communes", table.id, parcels.layer, names=names, **values))
    return [(row[0], row[1], row[2]) for row in rows]


def _parts(asked: Asked, declared: Plans, plan: Plan) -> list[dict[str, Any]]:
    """How many features each layer of the plan has, with the address of the items."""
    zones = [(declared.zones.layer, declared.zones.plan)] if declared.zones else []
    parts = [(name, role_field(asked.project, name, "plan") or "") for name in declared.parts]
    found = []
    for name, field in [*zones, *parts]:
        layer = asked.layer(name)
        if layer is None:
            continue
        [[(count,)]] = asked.rows(ask("counted", name, names={"plan": field}, plan=plan.id))
        href = f"{asked.edition.base_url}/collections/{name}/items?{field}={quote(plan.id, safe='')}"
        found.append({"layer": name, "title": layer.title.get(asked.language), "count": count, "href": href})
    return found
