"""What a process that works for another of ours does first."""

from __future__ import annotations

import ctypes
import os
import signal

_PR_SET_PDEATHSIG = 1


def end_with_parent(number: signal.Signals, parent: int | None = None) -> None:
    """Have the kernel send us this signal when whoever started us ends, however that comes about.

    Args:
        parent: Its process id, where that is known: if it has ended before this was called, the signal comes now.
    """
    if os.uname().sysname != "Linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), number)
