"""The FIL rules: why a delivery cannot be read."""

from __future__ import annotations

from sdi.errors import Refused
from sdi.quality.rules import rule as declared


def refused(rule: str, message: str) -> Refused:
    """The refusal of a delivery by one FIL rule, with the advice that belongs to the rule."""
    return Refused(message, declared(rule).advice, rule=rule)
