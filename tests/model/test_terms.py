"""One word for one thing in everything that people read, spelled as the state spells it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACES = (
    "*.md", "docs/**/*.md", "sdi/**/*.py", "sdi/**/*.yml", "sdi/**/*.j2", "sdi/**/*.html", "sdi/**/*.js",
    "layers/**/*", "etl/**/*", "catalog/**/*", "styles/**/*",
)  # fmt: skip
READ_BY_PEOPLE = [
    path for place in PLACES for path in sorted(ROOT.glob(place)) if path.is_file() and "vendor" not in path.parts
]


@pytest.mark.parametrize(("outdated", "term"), [("hồ sơ nguồn", "cấu hình nguồn"), ("toạ", "tọa"), ("xoá", "xóa")])
def test_outdated_terms_are_gone(outdated: str, term: str) -> None:
    word = re.compile(rf"\b{outdated}\b", re.IGNORECASE)
    found = {
        f"{path.relative_to(ROOT)}:{number} (write '{term}')"
        for path in READ_BY_PEOPLE
        for number, line in enumerate(unicodedata.normalize("NFC", path.read_text("utf-8", "replace")).splitlines(), 1)
        if word.search(line)
    }
    assert len(READ_BY_PEOPLE) > 100 and found == set()
