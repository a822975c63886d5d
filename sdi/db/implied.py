"""What a condition says of features of which one field is known: the codes that an audience never sees."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sdi.db import cql2
from sdi.db.cql2.tree import Call, Items, Node, Property, Value
from sdi.model import Audience, Layer


def hidden_codes(layer: Layer, audience: Audience, field: str, codes: Iterable[str]) -> frozenset[str]:
    """Codes of a field whose features are all restricted to higher audiences, whatever their other fields are."""
    trees = [cql2.parse_text(rule.where) for rule in layer.restrict if not audience.sees(rule.visibility)]
    return frozenset(code for code in codes if any(holds(tree, {field: code}) for tree in trees))


def holds(tree: Node, known: dict[str, str]) -> bool | None:
    """Whether a condition holds of a feature; None where what is known does not decide it."""
    if not isinstance(tree, Call):
        return tree.value if isinstance(tree, Value) and isinstance(tree.value, bool) else None
    if tree.op in ("and", "or"):
        decisive = tree.op == "or"
        parts = {holds(part, known) for part in tree.parts}
        return decisive if decisive in parts else None if None in parts else not decisive
    if tree.op == "not":
        inner = holds(tree.args[0], known)
        return None if inner is None else not inner
    value = known.get(tree.args[0].name) if isinstance(tree.args[0], Property) else None
    return None if value is None else _compared(tree, value)


def _compared(tree: Call, value: str) -> bool | None:
    if tree.op == "isnull":
        return False
    other = tree.args[1] if len(tree.args) == 2 else None
    if tree.op == "in" and isinstance(other, Items) and all(isinstance(item, Value) for item in other.items):
        return value in {item.value for item in other.items if isinstance(item, Value)}
    if not isinstance(other, Value) or not isinstance(other.value, str):
        return None
    if tree.op == "like":
        pattern = "".join({"%": ".*", "_": "."}.get(char) or re.escape(char) for char in other.value)
        return re.fullmatch(pattern, value, re.DOTALL) is not None
    return {"=": value == other.value, "<>": value != other.value}.get(tree.op)
