"""Why a raster cannot be taken: a rule of ``sdi/quality/rules.yml`` and what is the matter."""

from __future__ import annotations


class Unusable(Exception):
    """A delivered raster that is refused.

    Args:
        rule: e.g. ``FIL-19``.
        message: What is the matter, in Vietnamese, with the file's name.
    """

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule, self.message = rule, message
