"""Fault points: named steps of a load at which a test ends the process, as a power cut would.

``SDI_KILL_AT=<step>`` in the environment of a command is all that it takes; without it, passing a step does nothing.
"""

from __future__ import annotations

import os
import signal

STEPS = (
    "registered",  # the delivery is known, its run begun
    "kept",  # its files are copied
    "copied",  # rows of a batch are sent, its transaction is open
    "staged",  # the batch is committed
    "settled",  # keys are compared with other scopes, the transaction of the checks is open
    "checked",  # all checks are committed
    "judged",  # the gates have let it pass
    "written",  # rows are closed and opened, the transaction of the publication is open
    "computed",  # overlays too
    "pointed",  # the pointer is moved, nothing is committed
    "committed",  # it is public; statistics and the report are missing
)


def passed(step: str) -> None:
    """A step of :data:`STEPS` is done."""
    if os.environ.get("SDI_KILL_AT") == step:
        os.kill(os.getpid(), signal.SIGKILL)
