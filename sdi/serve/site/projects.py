"""``/projects``: projects that use land, how far they are, what they touch."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.serve.problems import Problem
from sdi.serve.projection import Box
from sdi.serve.site.asking import Asked
from sdi.serve.site.charts import Slice, band
from sdi.serve.site.declaration import DecisionFields, Projects
from sdi.serve.site.documents import papers
from sdi.serve.site.figures import Balance
from sdi.serve.site.kept import Listed, Row, ask
from sdi.serve.site.listing import Listing
from sdi.serve.site.plan_register import Decision, decision_columns
from sdi.serve.site.plans import touched_communes
from sdi.text import fold
from sdi.wording import number, wording

PAGE = 50


@dataclass(frozen=True)
class Project:
    """A project; its area in m², its extent in the provincial CRS."""

    id: str
    feature_id: str
    name: str | None
    kind: str | None
    status: str | None
    decision: Decision
    commune: str | None
    area_m2: float | None
    begins: int | None
    ends: int | None
    box: Box


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    return [Route("/projects", projects), Route("/projects/{project:path}", project)]


async def projects(request: Request) -> Response:
    """The list."""
    return await run_in_threadpool(_projects, Asked.of(request, "q", "status", "page"))


async def project(request: Request) -> Response:
    """One project."""
    return await run_in_threadpool(_project, Asked.of(request), request.path_params["project"])


def _projects(asked: Asked) -> Response:
    declared = _published(asked)
    known = _read(asked, declared)
    values = asked.request.query_params
    words, status = (values.get(name, "").replace("\0", "") for name in ("q", "status"))
    wanted = fold(words).split()
    found = [
        one for one in known
        if status in ("", one.status)
        and all(word in fold(f"{one.name or ''} {one.id} {one.decision.number or ''}") for word in wanted)
    ]  # fmt: skip
    listing = Listing.of(found, values.get("page"), PAGE)
    touched = _touched(asked, declared, listing.shown)
    told = [
        _told(asked, declared, one) | {"touched": touched.get(one.feature_id, 0) if touched is not None else None}
        for one in listing.shown
    ]
    document = {"count": len(found), "projects": told, **listing.told(asked)}
    steps = steps_of(asked, declared)
    used = Counter(one.status for one in known)
    return asked.answer(
        "projects.html", document, declared=declared, listing=listing, touched=touched, known=known, words=words,
        chosen=status, steps=steps, used=used, progress=_band(asked, declared, known, list(steps)),
        names=asked.communes(), release=asked.edition.collections[declared.layer],
    )  # fmt: skip


def _project(asked: Asked, wanted: str) -> Response:
    declared = _published(asked)
    one = next((project for project in _read(asked, declared) if project.id == wanted), None)
    if one is None:
        raise Problem(404, wording("site.no_project"))
    plans = asked.site.plans
    communes, under = None, []
    if plans and asked.layer(plans.layer):
        communes = touched_communes(asked, plans, feature=(declared.layer, one.feature_id))
        names = {"plan": plans.id, "name": plans.name, "id": declared.id}
        [under] = asked.rows(ask("under", declared.layer, plans.layer, names=names, wanted=one.id))
    documents = papers(asked.request, decisions=[one.decision.number]) if one.decision.number else []
    touched = sum(count for _, count, _ in communes) if communes is not None else None
    document = _told(asked, declared, one) | {
        "touched": touched,
        "touched_communes": [
            {"commune": code, "parcels": count, "area_m2": area} for code, count, area in communes or ()
        ],
        "plans": [{"id": plan, "name": name, "area_m2": area} for plan, name, area in under if area > 0],
        "documents": [paper.told(asked.root) for paper in documents],
    }
    return asked.answer(
        "project.html", document, declared=declared, project=one, communes=communes, touched=touched, papers=documents,
        under=[row for row in under if row[2] > 0], names=asked.communes(), steps=steps_of(asked, declared),
        release=asked.edition.collections[declared.layer], layer=asked.layer(declared.layer),
    )  # fmt: skip


def steps_of(asked: Asked, declared: Projects) -> dict[str, str]:
    """What a status may be, in the order of time, with its title."""
    codes = asked.project.layers[declared.layer].fields[declared.status].codes or ""
    return {code: entry.title(asked.language) for code, entry in asked.project.codes[codes].codes.items()}


def _published(asked: Asked) -> Projects:
    declared = asked.site.projects
    if declared is None or asked.layer(declared.layer) is None:
        raise Problem(404, wording("site.no_layer"))
    return declared


def _read(asked: Asked, declared: Projects) -> list[Project]:
    """All projects: those that go on first, by name."""
    columns = (
        declared.id, "feature_id", declared.name, declared.kind, declared.status, declared.commune, declared.area,
        declared.begins, declared.ends, *decision_columns(asked, declared.layer, declared.decision),
    )  # fmt: skip
    shown = tuple(name if name == "feature_id" or asked.field(declared.layer, name) else None for name in columns)
    [rows] = asked.rows(ask("features", declared.layer, names={"columns": shown, "id": declared.id}, wanted=None))
    found = [_of(row) for row in rows]
    return sorted(found, key=lambda one: (one.status in declared.ended, fold(one.name or one.id), one.id))


def _of(row: Row) -> Project:
    id, feature_id, name, kind, status, commune, area, begins, ends, *decision = row[:-4]
    assert len(decision) == len(DecisionFields.model_fields)
    box = (row[-4], row[-3], row[-2], row[-1])
    return Project(
        id, feature_id, name, kind, status, Decision(*decision), commune, area, _year(begins), _year(ends), box
    )


def _year(value: Any) -> int | None:
    """The year of a number or a day."""
    return value.year if isinstance(value, dt.date) else value


def _touched(asked: Asked, declared: Projects, shown: Sequence[Project]) -> dict[str, int] | None:
    """Parcels that each of some projects touches, by feature."""
    plans = asked.site.plans
    table = asked.layer(plans.overlays) if plans else None
    if table is None:
        return None
    values = {"layer": declared.layer, "features": Listed(one.feature_id for one in shown)}
    [rows] = asked.rows(ask("touched_features", table.id, names={"base": table.base_id}, **values))
    return dict(rows)


def _told(asked: Asked, declared: Projects, one: Project) -> dict[str, Any]:
    """As a JSON document has it."""
    told = asdict(one)
    del told["box"]
    return told | {
        "kind_name": asked.code(declared.layer, declared.kind, one.kind),
        "status_name": asked.code(declared.layer, declared.status, one.status),
        "bbox": asked.box(one.box),
        "href": f"{asked.root}/projects/{quote(one.id, safe='')}",
    }


def _band(asked: Asked, declared: Projects, known: Iterable[Project], order: list[str]) -> Any:
    """How many projects stand at each step."""
    balance = Balance.of((one.status, 1, 1.0) for one in known)
    slices = [
        Slice(
            part.code or "—",
            f"{asked.code(declared.layer, declared.status, part.code) or '—'}: {number(part.count, 0, asked.language)}",
            part.share_pct,
            asked.colour(declared.layer, declared.status, part.code),
        )
        for part in sorted(balance.parts, key=lambda p: order.index(p.code) if p.code in order else len(order))
    ]
    title = wording("site.progress_chart").get(asked.language)
    return band(slices, title, "; ".join(one.title for one in slices), "progress")
