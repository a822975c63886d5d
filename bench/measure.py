"""Wall time and peak memory of a command; rows of the table."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MIB = 1024 * 1024


class BenchError(Exception):
    """A measurement that means nothing: a command failed, or its answer is wrong."""


def number(value: float, decimals: int = 0) -> str:
    """As Vietnamese documents write it: 1.000.000 or 30,29."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


@dataclass(frozen=True)
class Measured:
    """One run of a command: wall seconds and the largest resident set of it or of a child of its own, in bytes."""

    seconds: float
    peak: int


@dataclass
class Row:
    """One line of the table.

    Attributes:
        name: What was done.
        peer: What it is compared with.
        ours: Seconds of each round.
        theirs: Seconds of the peer in each round.
        most: Largest allowed ratio; None for information only.
        peaks: Peak memory of each of our rounds, bytes; empty where it is not told.
        peak_most: Largest allowed peak, bytes.
        checked: What was compared in the answers, in words.
        errors: Answers that were errors, or not the peer's.
    """

    name: str
    peer: str
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    most: float | None = None
    peaks: list[int] = field(default_factory=list)
    peak_most: int | None = None
    checked: str = ""
    errors: int = 0

    @property
    def ratio(self) -> float | None:
        """Best of ours over best of the peer's: what disturbs a shared machine only ever adds time."""
        return min(self.ours) / min(self.theirs) if self.ours and self.theirs else None

    @property
    def good(self) -> bool | None:
        """Whether the targets are met; None when there are none."""
        verdicts = [False] if self.errors else []
        if self.most is not None and self.ratio is not None:
            verdicts.append(self.ratio <= self.most)
        if self.peak_most is not None and self.peaks:
            verdicts.append(max(self.peaks) < self.peak_most)
        return all(verdicts) if verdicts else None


def run(command: Sequence[str], environment: Mapping[str, str]) -> Measured:
    """Run a command to its end.

    The kernel counts a child's peak from the moment it is forked off, so this process must itself stay small:
    nothing here imports what it measures.

    Raises:
        BenchError: it did not end with 0; with the end of what it said.
    """
    with tempfile.TemporaryFile() as said:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(max(0, said.tell() - 4000))
            raise BenchError(f"{' '.join(command[:6])} …: {process.returncode}\n{said.read().decode(errors='replace')}")
    return Measured(seconds, used.ru_maxrss * 1024)
