"""What the model cannot see: conditions that do not parse, rules that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from sdi.db.conditions import condition
from sdi.errors import UsageError
from sdi.model import Layer, Project
from sdi.quality.checks import known_topology_rules
from sdi.quality.rules import rules


def check_declarations(project: Project) -> None:
    """Check conditions and rule ids of all layers.

    Raises:
        UsageError: every fault, one line each.
    """
    faults = [fault for layer in project.layers.values() for fault in _faults(layer)]
    if faults:
        raise UsageError("\n".join(faults), "Sửa các khai báo nêu trên rồi chạy lại 'sdi layers check'.")


def _faults(layer: Layer) -> Iterator[str]:
    place = f"layers/{layer.id}.yml"
    for text in [rule.where for rule in layer.restrict] + [check.where for check in layer.quality.checks]:
        try:
            condition(text, layer)
        except UsageError as error:
            yield f"{place}: {error.message}"
    for check in layer.quality.checks:
        if check.rule not in rules():
            yield f"{place}: quality.checks: không có quy tắc '{check.rule}'"
    for topology in layer.quality.topology:
        if topology.rule not in known_topology_rules():
            yield f"{place}: quality.topology: không có quy tắc '{topology.rule}'"
