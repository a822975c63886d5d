"""Progress for people: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

EVERY_SECONDS = 5.0
"""How often a plain line is written."""


class Quiet:
    """Shows nothing."""

    def begin(self, label: str, total: int | None) -> None:
        """A new piece of work of ``total`` features (``None``: not known)."""

    def advance(self, done: int) -> None:
        """``done`` more features."""

    def note(self, text: str) -> None:
        """A step without a number."""


class Bar(Quiet):
    """A bar per piece of work; a context manager."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=Console(stderr=True), transient=True,
        )  # fmt: skip
        self._task: int | None = None

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def begin(self, label: str, total: int | None) -> None:
        self._task = self._progress.add_task(label, total=total)

    def advance(self, done: int) -> None:
        if self._task is not None:
            self._progress.advance(self._task, done)  # type: ignore[arg-type]

    def note(self, text: str) -> None:
        self._progress.console.print(text, highlight=False)


class Lines(Quiet):
    """A line at the start, one every few seconds, one at the end."""

    def __init__(self) -> None:
        self._label, self._total, self._done, self._last = "", None, 0, 0.0  # type: str, int | None, int, float

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def begin(self, label: str, total: int | None) -> None:
        self._label, self._total, self._done, self._last = label, total, 0, time.monotonic()

    def advance(self, done: int) -> None:
        self._done += done
        if time.monotonic() - self._last >= EVERY_SECONDS:
            self._last = time.monotonic()
            total = f" / {self._total}" if self._total else ""
            self.note(f"  {self._label}: {self._done}{total}")

    def note(self, text: str) -> None:
        print(text, file=sys.stderr, flush=True)


def progress() -> Bar | Lines:
    """The right one for where the output goes."""
    return Bar() if sys.stderr.isatty() else Lines()
