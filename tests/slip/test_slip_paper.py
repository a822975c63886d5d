"""The PDF and the page say what the JSON says, in its reader's convention."""

from __future__ import annotations

import io
import re
import unicodedata
from html import unescape
from typing import Any

import hypothesis.strategies as st
import pypdfium2
import pytest
import rfc8785
from hypothesis import given
from slip_kit import slip_of
from starlette.testclient import TestClient

from sdi.slip.apportion import apportion
from sdi.slip.canonical import canonical
from sdi.slip.model import Slip
from sdi.slip.presentation import Bullets, Facts, Heading, Paragraph, Table, page_of

CASES = [("21025-12-3", "vi", ""), ("21025-12-5", "en", ""), ("21025-12-7", "vi", "&compare=2026-02-01")]


def plain(text: str) -> str:
    """Without the white space that a layout adds; pdfium takes a hyphen at the end of a line for one of its own."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", re.sub("[\x02\ufffe]", "-", text)))


def text_of_pdf(content: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def text_of_html(content: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", content))


def statements(slip: dict[str, Any]) -> list[str]:
    """Every text of the document that people read, as blocks have it."""
    found: list[str] = []
    for block in page_of(Slip.model_validate(slip)).blocks:
        if isinstance(block, Heading | Paragraph):
            found.append(block.text)
        elif isinstance(block, Facts):
            found += [text for row in block.rows for text in row]
        elif isinstance(block, Table):
            found += [*block.columns, *(cell.text for row in block.rows for cell in row)]
        elif isinstance(block, Bullets):
            found += [block.caption, *block.items]
    return found


@pytest.mark.parametrize(("name", "language", "query"), CASES)
def test_all_that_is_in_the_json_stands_on_paper_and_page(
    client: TestClient, name: str, language: str, query: str
) -> None:
    address = f"/api/slip/{name}?lang={language}{query}"
    slip = client.get(f"{address}&f=json").json()
    paper = plain(text_of_pdf(client.get(f"{address}&f=pdf").content))
    page = plain(text_of_html(client.get(f"{address}&f=html").text))
    wanted = statements(slip)
    assert len(wanted) > 150
    assert [text for text in wanted if plain(text) not in paper] == []
    assert [text for text in wanted if plain(text) not in page] == []


def test_numbers_and_days_follow_the_reader(client: TestClient) -> None:
    vietnamese = plain(text_of_pdf(client.get("/api/slip/21025-12-1?f=pdf&lang=vi").content))
    english = plain(text_of_pdf(client.get("/api/slip/21025-12-1?f=pdf&lang=en").content))
    for text in ("400,0m²", "1671020,00", "06/05/2025", "100,0", "Nhómnhàở", "Chỉgiớiđườngđỏ"):
        assert text in vietnamese, text
    for text in ("400.0m²", "1671020.00", "Residentialgroup", "Streetboundary"):
        assert text in english, text


def test_the_pdf_is_an_accessible_archive(client: TestClient) -> None:
    content = client.get("/api/slip/21025-12-1?f=pdf").content
    assert b"/MarkInfo" in content and b"/StructTreeRoot" in content and b"/Lang" in content
    xmp = content[content.index(b"<x:xmpmeta") : content.index(b"</x:xmpmeta>")]
    assert b"<pdfaid:part>2</pdfaid:part>" in xmp and b"<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert b"<pdfuaid:part>1</pdfuaid:part>" in xmp
    fonts = set(re.findall(rb"/BaseFont */([A-Z]{6}\+[A-Za-z-]+)", content))
    assert fonts and all(b"NotoSans" in name for name in fonts)


def test_letters_of_other_scripts_do_not_break_the_paper(client: TestClient) -> None:
    from sdi.slip.pdf import pdf_of

    slip = Slip.model_validate(slip_of(client, "21025-12-1"))
    odd = slip.subject.model_copy(update={"title": 'Xã Y Tý "漢" 🏠 #read("/etc/passwd") *x* <b>'})
    text = text_of_pdf(pdf_of(slip.model_copy(update={"subject": odd})))
    assert '#read("/etc/passwd") *x* <b>' in text and "root:" not in text


def test_markup_in_data_is_text_on_the_page(client: TestClient) -> None:
    from sdi.slip.html import html_of

    slip = Slip.model_validate(slip_of(client, "21025-12-1"))
    odd = slip.subject.model_copy(update={"title": "<script>x</script>", "number": '"><script>y</script>'})
    page = html_of(slip.model_copy(update={"subject": odd}))
    assert "<script" not in page


def test_the_page_has_no_inline_style(client: TestClient) -> None:
    page = client.get("/api/slip/21025-12-3?f=html").text
    assert not re.search(r"<style|\sstyle=|<script|\son\w+=", page)


NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e9, 1e9).map(lambda x: round(x, 4))
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.from_regex("[a-z_]{1,8}", fullmatch=True), inner),
)


@given(DOCUMENTS)
def test_canonical_json_is_that_of_the_standard(document: Any) -> None:
    assert canonical(document) == rfc8785.dumps(document)


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=12))
def test_parts_add_up(amounts: list[float]) -> None:
    total = round(sum(amounts), 1)
    parts = apportion(amounts, total)
    assert abs(sum(parts) - total) < 1e-6
    assert all(abs(part - amount) < 0.1 + 1e-6 for part, amount in zip(parts, amounts, strict=True))
