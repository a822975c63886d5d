"""Progress of what takes longer than a moment: one line that is written over, which every notebook can show."""

from __future__ import annotations

import sys
import time

PATIENCE_S = 1.0
"""What is done sooner needs no line."""

EVERY_S = 0.2
WIDTH = 24


class Progress:
    """Says on the error stream how many features of a layer are there.

    Args:
        label: Of what.
        shown: False says nothing.
    """

    def __init__(self, label: str, shown: bool = True) -> None:
        self._label, self._shown = label, shown
        self._began = self._told = time.monotonic()
        self._length = 0

    def __call__(self, done: int, total: int | None) -> None:
        now = time.monotonic()
        if not self._shown or now - self._began < PATIENCE_S or now - self._told < EVERY_S:
            return
        self._told = now
        if total:
            full = min(WIDTH, WIDTH * done // total)
            self._say(f"{self._label}  {'█' * full}{'░' * (WIDTH - full)}  {done:,} / {total:,}".replace(",", "."))
        else:
            self._say(f"{self._label}  {done:,} đối tượng".replace(",", "."))

    def end(self) -> None:
        """Take the line away."""
        if self._length:
            self._say("")
            sys.stderr.write("\r")
            sys.stderr.flush()

    def _say(self, text: str) -> None:
        sys.stderr.write("\r" + text.ljust(self._length))
        sys.stderr.flush()
        self._length = len(text)
