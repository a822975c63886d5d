"""Plans as the published layers tell them: which there are, what replaced what, whether they hold on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sdi.serve.site.asking import Asked
from sdi.serve.site.declaration import DecisionFields, Plans
from sdi.serve.site.kept import Ask, Row, ask
from sdi.text import fold

Box = tuple[float, float, float, float]
Validity = Literal["in_force", "draft", "ended", "later", "not_in_force"]


@dataclass(frozen=True)
class Decision:
    """By which decision something holds, and from when to when; None is not recorded."""

    number: str | None
    date: dt.date | None = None
    authority: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


@dataclass(frozen=True)
class Plan:
    """A plan.

    Attributes:
        replaces: Plans that this one stands in the place of.
        area_m2: Of its extent, provincial CRS.
        box: Its extent (min E, min N, max E, max N) in the provincial CRS.
    """

    id: str
    feature_id: str
    name: str | None
    level: str | None
    status: str | None
    decision: Decision
    replaced_by: str | None
    replaces: tuple[str, ...]
    area_m2: float | None
    facts: dict[str, Any]
    box: Box


def validity(plan: Plan, declared: Plans, today: dt.date) -> Validity:
    """Whether a plan holds on a day: by its status, its replacement and its own dates."""
    if plan.status in declared.draft:
        return "draft"
    if plan.replaced_by or (plan.decision.valid_to and plan.decision.valid_to < today):
        return "ended"
    if plan.status is not None and plan.status not in declared.in_force:
        return "ended"
    if plan.decision.valid_from and plan.decision.valid_from > today:
        return "later"
    return "in_force" if plan.status or plan.decision.number else "not_in_force"


def decision_columns(asked: Asked, layer: str, fields: DecisionFields) -> tuple[str | None, ...]:
    """Columns of a decision in the order of :class:`Decision`; None for what is not declared or not shown."""
    return tuple(name if asked.field(layer, name) else None for name in fields.model_dump().values())


DECISION, DECIDED = 7, 8
"""Where in a row of :func:`plans_ask` the decision begins, and its day."""


def plans_ask(asked: Asked, declared: Plans) -> Ask:
    """The question for all plans."""
    columns = (
        declared.id, "feature_id", declared.name, declared.level, declared.status, declared.replaced_by, declared.area,
        *decision_columns(asked, declared.layer, declared.decision), *declared.fields,
    )  # fmt: skip
    shown = tuple(name if name == "feature_id" or asked.field(declared.layer, name) else None for name in columns)
    return ask("features", declared.layer, names={"columns": shown, "id": declared.id}, wanted=None)


def plans_of(rows: Iterable[Row], declared: Plans) -> dict[str, Plan]:
    """Plans by their ids, newest decision first."""
    rows = sorted(rows, key=lambda row: (str(row[DECIDED] or ""), row[0]), reverse=True)
    replaces: dict[str, list[str]] = {}
    for row in rows:
        if row[5]:
            replaces.setdefault(row[5], []).append(row[0])
    end = DECISION + len(DecisionFields.model_fields)
    return {
        row[0]: Plan(
            id=row[0],
            feature_id=row[1],
            name=row[2],
            level=row[3],
            status=row[4],
            decision=Decision(*row[DECISION:end]),
            replaced_by=row[5],
            replaces=tuple(replaces.get(row[0], ())),
            area_m2=row[6],
            facts=dict(zip(declared.fields, row[end:-4], strict=True)),
            box=(row[-4], row[-3], row[-2], row[-1]),
        )
        for row in rows
    }


def matches(plan: Plan, words: str) -> bool:
    """Whether all words occur in a plan's name, id or number of decision, without regard to accents."""
    text = fold(f"{plan.name or ''} {plan.id} {plan.decision.number or ''}")
    return all(word in text for word in fold(words).split())
