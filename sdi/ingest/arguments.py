"""What a load is told, and where it shows how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Progress(Protocol):
    """Where progress is shown; see :mod:`sdi.progress`."""

    def begin(self, label: str, total: int | None) -> None: ...
    def advance(self, done: int) -> None: ...
    def note(self, text: str) -> None: ...


@dataclass(frozen=True)
class Arguments:
    """What the person said on the command line."""

    crs: str | None = None
    communes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """For ``meta.run.arguments``."""
        return {"crs": self.crs, "communes": list(self.communes)}
