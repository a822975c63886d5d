"""The rules' catalogue: ids, severities, what happens, who mends it. The texts are in ``rules.yml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field as Attribute

from sdi.documents import load_yaml
from sdi.model.base import Declaration


class Rule(Declaration):
    """A quality rule as people meet it in a report."""

    id: str = Attribute(pattern=r"^[A-Z]+-\d+[a-z]?$")
    title: str
    severity: Literal["info", "warning", "error", "block"]
    responsible: Literal["sender", "office", "system"]
    advice: str
    source: str = Attribute("", description="law, standard or measured fact behind it")


@cache
def rules() -> dict[str, Rule]:
    """All rules by id, in the order of the catalogue."""
    content = load_yaml((Path(__file__).with_name("rules.yml")).read_text("utf-8"))
    return {entry["id"]: Rule.model_validate(entry) for entry in content}


def rule(rule_id: str) -> Rule:
    """One rule.

    Raises:
        KeyError: no such rule; a programming or declaration error.
    """
    return rules()[rule_id]
