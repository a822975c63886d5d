"""The decisions behind a slip's lines, each once, numbered in the order in which they come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sdi.slip.model import Decision

_FIELDS = ("number", "date", "authority", "title", "level", "status", "valid_from", "valid_to")


class Decisions:
    """A list that grows while the slip is made.

    Args:
        valid_on: The day on which it is judged whether they are in force.
        in_force: Codes of status that hold; empty: the status says nothing.
    """

    def __init__(self, valid_on: date, in_force: list[str]) -> None:
        self._day = valid_on.isoformat()
        self._in_force = in_force
        self._numbers: dict[tuple[Any, ...], int] = {}
        self.all: list[Decision] = []

    def number(self, known: Mapping[str, Any], status: str | None) -> int | None:
        """The number of a decision in the list; None where nothing is known of one.

        Args:
            known: Values by role, days as ISO text.
            status: Code of the status.
        """
        if not any(known.get(name) for name in ("number", "date", "authority", "title")):
            return None
        key = tuple(known.get(name) for name in _FIELDS)
        if key not in self._numbers:
            self._numbers[key] = len(self.all) + 1
            self.all.append(
                Decision(
                    no=self._numbers[key],
                    in_force=self._holds(known, status),
                    **{name: None if value is None else str(value) for name, value in zip(_FIELDS, key, strict=True)},
                )
            )
        return self._numbers[key]

    def _holds(self, known: Mapping[str, Any], status: str | None) -> bool | None:
        """By status and dates; None where the data say neither."""
        since, until = known.get("valid_from") or known.get("date"), known.get("valid_to")
        if status is None and since is None and until is None:
            return None
        by_status = status is None or not self._in_force or status in self._in_force
        return by_status and (since is None or since <= self._day) and (until is None or self._day <= until)
