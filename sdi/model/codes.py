"""A code list: a CSV in ``layers/codes/``, because YAML turns ``NO`` and ``1:500`` into something else."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sdi.errors import UsageError

COLUMNS = ("code", "vi", "en", "color", "aliases", "valid_from", "valid_to")


@dataclass(frozen=True)
class Code:
    """One entry. ``aliases`` are other writings that mean the same and may be replaced by ``code``."""

    code: str
    vi: str
    en: str | None = None
    color: str | None = None
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def title(self, language: str = "vi") -> str:
        """What it means, in "vi" or "en"; Vietnamese where nobody translated it."""
        return (self.en or self.vi) if language == "en" else self.vi


@dataclass(frozen=True)
class CodeList:
    """An ordered list of codes, as people should see them in a legend."""

    id: str
    codes: dict[str, Code] = field(default_factory=dict)

    @property
    def synonyms(self) -> dict[str, str]:
        """Every accepted writing → code; the code itself is one of them."""
        accepted = {alias: code.code for code in self.codes.values() for alias in code.aliases}
        return accepted | {code: code for code in self.codes}


def read_codes(path: Path) -> CodeList:
    """Read a code list.

    Raises:
        UsageError: missing column, repeated code, or an alias that means two codes; names file and line.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream)
        wrong = sorted(set(rows.fieldnames or ()) - set(COLUMNS))
        if wrong or not {"code", "vi"} <= set(rows.fieldnames or ()):
            raise UsageError(f"{path}:1: cột của bảng mã phải là {', '.join(COLUMNS)}; cột lạ: {wrong}.")
        codes: dict[str, Code] = {}
        meanings: dict[str, str] = {}
        for line, row in enumerate(rows, start=2):
            code = _code(row)
            if not code.code or not code.vi:
                raise UsageError(f"{path}:{line}: thiếu mã hoặc tên tiếng Việt.")
            for writing in (code.code, *code.aliases):
                if meanings.setdefault(writing, code.code) != code.code or code.code in codes:
                    raise UsageError(f"{path}:{line}: '{writing}' đã có trong bảng mã.")
            codes[code.code] = code
    return CodeList(path.stem, codes)


def _code(row: dict[str, str]) -> Code:
    def text(name: str) -> str | None:
        return (row.get(name) or "").strip() or None

    def day(name: str) -> date | None:
        value = text(name)
        return date.fromisoformat(value) if value else None

    return Code(
        code=text("code") or "",
        vi=text("vi") or "",
        en=text("en"),
        color=text("color"),
        aliases=tuple(alias.strip() for alias in (row.get("aliases") or "").split("|") if alias.strip()),
        valid_from=day("valid_from"),
        valid_to=day("valid_to"),
    )
