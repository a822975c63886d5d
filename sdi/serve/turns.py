"""Heavy work that a worker does for a few requests at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from sdi.serve.problems import Problem


class Turns:
    """So many at a time; so many more wait for so long, each on a thread that others need too.

    Args:
        at_once: Who works.
        waiting: Who waits; one more is refused at once.
        seconds: How long.
    """

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._working = BoundedSemaphore(at_once)
        self._waiting = BoundedSemaphore(waiting)
        self._seconds = seconds

    @contextmanager
    def one(self, refusal: str) -> Iterator[None]:
        """A turn.

        Raises:
            Problem: 503 with this text, too many others want one.
        """
        if not self._waiting.acquire(blocking=False):
            raise Problem(503, refusal)
        try:
            begun = self._working.acquire(timeout=self._seconds)
        finally:
            self._waiting.release()
        if not begun:
            raise Problem(503, refusal)
        try:
            yield
        finally:
            self._working.release()
