"""Nothing about a province stands in Python: what the engine knows of one comes from the project's settings."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from sdi.model import read_project

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = {
    "sdi/cli/data.py": {"9216"},  # the example in the help of --crs
    "sdi/model/project.py": {"9216"},  # the example of a sample raster's CRS
    "sdi/model/source.py": {"9216"},  # the example of a declared CRS
    "sdi/quality/rules.yml": {"6960"},  # the source of a rule: the State's seven parameters
}
"""Examples and sources that people read, by file; nothing works with them."""


@cache
def facts() -> re.Pattern[str]:
    """What would tell one province from another: its name, CRS, operation, communes, places."""
    province = read_project(ROOT).province
    communes = [line.split(",")[0] for line in (ROOT / "catalog/communes.csv").read_text("utf-8").splitlines()[1:]]
    words = [str(province.crs), (province.datum_operation or "").split(":")[-1], province.name.vi, *communes]
    words += ["Quang Ngai", "Kon Tum", "Nghĩa Lộ", "Cẩm Thành", "Trà Khúc", "5899", "9216", "26986", "1188", "Lâm Đồng"]
    return re.compile("|".join(rf"(?<!\d){re.escape(word)}(?!\d)" for word in words), re.IGNORECASE)


def code_of(path: Path) -> str:
    """The source without docstrings and comments: examples may name a place."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [s for s in body if not _is_text(s)] or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.unparse(tree)


def _is_text(statement: ast.AST) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def test_no_province_in_the_code() -> None:
    files = {path: code_of(path) for path in (ROOT / "sdi").rglob("*.py")}
    assert len(files) > 100
    assert unexpected(files) == {}


def test_no_province_in_the_statements() -> None:
    """Nor in SQL, templates and rules."""
    kinds = ("*.sql", "*.yml", "*.j2", "*.html")
    assert unexpected({p: p.read_text("utf-8") for kind in kinds for p in (ROOT / "sdi").rglob(kind)}) == {}


def unexpected(files: dict[Path, str]) -> dict[str, set[str]]:
    found = {path.relative_to(ROOT).as_posix(): set(facts().findall(text)) for path, text in files.items()}
    return {name: words - ALLOWED.get(name, set()) for name, words in found.items() if words - ALLOWED.get(name, set())}
