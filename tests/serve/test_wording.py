"""Texts in two languages: none is missing, none has the other's places, every one that is named exists."""

from __future__ import annotations

import pickle
import re
import string
from pathlib import Path

import pytest

import sdi
from sdi.errors import Refused, UsageError
from sdi.model import Text
from sdi.serve.openapi import OVERLAY_PARTS, PARTS, SLIP_PARTS
from sdi.serve.problems import Problem, told
from sdi.wording import LANGUAGES, Wording, in_language, texts_of, topics, wording

SOURCES = Path(sdi.__file__).parent
VIETNAMESE = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")


def all_texts() -> list[tuple[str, dict[str, str]]]:
    return [(f"{topic}.{key}", dict(texts)) for topic in topics() for key, texts in texts_of(topic).items()]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("name", "texts"), all_texts())
def test_every_text_has_both_languages_and_the_same_places(name: str, texts: dict[str, str]) -> None:
    assert set(texts) == set(LANGUAGES) and all(isinstance(text, str) and text.strip() for text in texts.values())
    assert places(texts["vi"]) == places(texts["en"])
    if name != "pages.other_language":  # it speaks to those who read the other one
        assert not VIETNAMESE.search(texts["en"])


def test_every_text_that_code_names_exists_and_every_text_is_named() -> None:
    code = "\n".join(path.read_text("utf-8") for path in SOURCES.rglob("*.py"))
    pages = "\n".join(path.read_text("utf-8") for path in (SOURCES / "serve" / "templates").rglob("*.html"))
    scripts = "\n".join(path.read_text("utf-8") for path in (SOURCES / "serve" / "static" / "js").rglob("*.js"))
    named = set(re.findall(r'wording\(\s*"([a-z0-9_.]+)"', code))
    named |= {f"pages.{key}" for key in re.findall(r'\bt\("([a-z0-9_]+)"[,)]', pages)}
    named |= set(re.findall(r'\bw\("([a-z0-9_.]+)"[,)]', pages))
    named |= {f"scripts.{key}" for key in re.findall(r'(?:\btext\("|\btexts\.)([a-z_]+)', scripts)}
    named |= {f"filters.{key}" for key in re.findall(r'FilterError\(\s*"([a-z_]+)"', code)}
    known = {name for name, _ in all_texts()}
    assert named <= known, named - known
    everything = code + pages + scripts
    composed = (
        "title_", "state_", "type_", "shape_", "input_", "link_", "kind_", "fields_lead", "queryables_lead",
        "sortables_lead", "tool_", "example_",
    )  # fmt: skip
    unused = {
        name for name in known - named
        if f'"{name.partition(".")[2]}"' not in everything and f'"{name}"' not in everything
    }  # fmt: skip
    begun = (*re.findall(r'\bw\("([a-z0-9_]+\.[a-z0-9_]+_)" ~', pages), *re.findall(r'wording\(f"([a-z.]+_)\{', code))
    unused = {name for name in unused if not name.startswith(begun)}
    unused = {name for name in unused if not name.partition(".")[2].startswith(composed)}
    assert not unused, unused


def test_nothing_but_texts_is_vietnamese_in_what_serves() -> None:
    """What people read stands in the catalogue; code, templates and scripts hold none of it."""
    for pattern in ("templates/**/*.html", "static/js/**/*.js"):
        for path in (SOURCES / "serve").glob(pattern):
            assert not VIETNAMESE.search(path.read_text("utf-8")), path


@pytest.mark.parametrize("part", ["components.yml", *PARTS, *OVERLAY_PARTS, *SLIP_PARTS])
def test_declared_parts_of_openapi_have_both_languages(part: str) -> None:
    from sdi.documents import load_yaml
    from sdi.serve.openapi import spoken

    english = str(spoken(load_yaml((SOURCES / "serve" / part).read_text("utf-8")), "en"))
    assert not VIETNAMESE.search(english), VIETNAMESE.findall(english)


def test_a_wording_is_its_vietnamese_text_and_knows_its_english() -> None:
    text = wording("polygons.too_many_vertices", vertices=12345, most=10_000)
    assert text == "Đa giác có 12.345 đỉnh, quá 10.000." and isinstance(text, Wording)
    assert in_language(text, "en") == "The polygon has 12,345 vertices, more than 10,000."
    assert pickle.loads(pickle.dumps(text)).en == text.en
    province = Text(vi="tỉnh Mẫu", en="Sample province")
    assert wording("polygons.outside", province=province).en == "The polygon lies outside Sample province."
    with pytest.raises(KeyError):
        wording("polygons.no_such_text")
    with pytest.raises(KeyError):
        wording("polygons.outside")


def test_problems_speak_both_languages() -> None:
    problem = Problem(404, wording("problems.no_collection"))
    assert problem.document()["title"] == "Không tìm thấy"
    english = problem.document("en")
    assert english["title"] == "Not found" and english["detail"] == "There is no such collection."
    assert Problem(418, "đang pha trà").document("en")["title"] == "Error"
    error = UsageError(wording("polygons.empty"), wording("polygons.enclose"))
    assert in_language(told(error), "en") == "The polygon is empty. The vertices must enclose an area."
    refused = Refused("Tệp rỗng.", "Gửi lại.", rule="FIL-1")
    assert told(refused).startswith("[FIL-1] Tệp rỗng.") and "FIL-1" in in_language(told(refused), "en")
