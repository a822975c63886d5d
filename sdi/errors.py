"""Errors that a person can act on.

Every error says what happened (``message``), and what to do next (``advice``), in Vietnamese.
The exit codes are part of the public contract of the commands:

====  =======================================================
0     done
1     refused by a gate; nothing was published
2     wrong usage (unknown layer, bad argument, bad declaration)
3     a component is missing; the advice says what to install
4     internal error
====  =======================================================
"""

from __future__ import annotations

from typing import ClassVar


class SdiError(Exception):
    """Base of all expected errors; never shown with a stack trace.

    Args:
        message: What happened and what was kept, in Vietnamese, one sentence or two.
        advice: What to do next, in Vietnamese; may be empty.
    """

    exit_code: ClassVar[int] = 4

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class Refused(SdiError):
    """A gate refused the delivery; nothing was published.

    Args:
        message: What happened.
        advice: What to ask the sender for.
        rule: Id of the rule that refused it (see ``sdi/quality/rules.yml``).
    """

    exit_code = 1

    def __init__(self, message: str, advice: str = "", *, rule: str) -> None:
        super().__init__(message, advice)
        self.rule = rule

    def __str__(self) -> str:
        return f"[{self.rule}] {super().__str__()}"


class UsageError(SdiError):
    """The command, an argument or a declaration is wrong."""

    exit_code = 2


class MissingComponent(SdiError):
    """Something that must be installed is not there; the advice says how to install it."""

    exit_code = 3


class InternalError(SdiError):
    """A fault of ours: the log has the details, the person gets an apology and a reference."""

    exit_code = 4
