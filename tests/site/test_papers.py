"""What may be kept as a document, and what hostile and broken files come to."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from sdi.errors import UsageError
from sdi.publish import papers
from sdi.publish.papers import inspect

A4 = (595, 842)


def pdf(path: Path, *, pages: int = 1, **root: object) -> Path:
    """A PDF with empty pages and more members of its root."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=A4)
    for name, value in root.items():
        made.Root[f"/{name}"] = value
    made.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return path


def image(path: Path, form: str, **more: object) -> Path:
    Image.new("RGB", (40, 30), "white").save(path, form, **more)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize(
    ("form", "media_type", "suffix"),
    [("TIFF", "image/tiff", ".tif"), ("PNG", "image/png", ".png"), ("JPEG", "image/jpeg", ".jpg")],
)
def test_images_are_known_by_their_content(tmp_path: Path, form: str, media_type: str, suffix: str) -> None:
    found = inspect(image(tmp_path / "quyet_dinh.pdf", form))  # its name says nothing
    assert (found.media_type, found.suffix, found.pages) == (media_type, suffix, 1)


def test_pages_are_counted(tmp_path: Path) -> None:
    assert inspect(pdf(tmp_path / "a.pdf", pages=3)).pages == 3
    more = [Image.new("1", (40, 30)) for _ in range(2)]
    path = image(tmp_path / "b.tif", "TIFF", save_all=True, append_images=more)
    assert inspect(path).pages == 3


def test_a_decision_may_have_links_a_form_for_signatures_and_bookmarks(tmp_path: Path) -> None:
    link = Dictionary(Type=Name.Action, S=Name.URI, URI=String("https://example.vn"))
    turn = Dictionary(S=Name.GoTo, D=Array([0]))
    path = pdf(tmp_path / "a.pdf", AcroForm=Dictionary(Fields=Array(), SigFlags=3), OpenAction=turn, X=link)
    assert inspect(path).media_type == "application/pdf"


SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
HOSTILE = {
    "on opening": {"OpenAction": SCRIPT},
    "among names": {"Names": Dictionary(JavaScript=Dictionary(Names=Array([String("a"), SCRIPT])))},
    "deep inside": {"Lang": Array([Array([Dictionary(A=Array([SCRIPT]))])])},
    "a script alone": {"AA": Dictionary(WC=Dictionary(JS=String("x")))},
    "a program": {"OpenAction": Dictionary(S=Name.Launch, F=String("cmd.exe"))},
    "a form that is sent": {"OpenAction": Dictionary(S=Name.SubmitForm, F=String("http://x"))},
    "another file": {"Names": Dictionary(EmbeddedFiles=Dictionary(Names=Array()))},
    "a form of programs": {"AcroForm": Dictionary(XFA=String("<x/>"))},
}


@pytest.mark.parametrize("where", HOSTILE)
def test_a_pdf_that_acts_is_refused(tmp_path: Path, where: str) -> None:
    with pytest.raises(UsageError, match="tự chạy"):
        inspect(pdf(tmp_path / "a.pdf", **HOSTILE[where]))


def test_names_that_are_written_in_another_way_are_the_same_names(tmp_path: Path) -> None:
    made = pikepdf.new()
    made.add_blank_page(page_size=A4)
    made.Root.OpenAction = SCRIPT
    plain = io.BytesIO()
    made.save(plain, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
    hidden = plain.getvalue().replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")
    assert b"/J#61vaScript" in hidden
    (tmp_path / "a.pdf").write_bytes(hidden)
    with pytest.raises(UsageError, match="tự chạy"):
        inspect(tmp_path / "a.pdf")


def test_an_attached_file_is_refused(tmp_path: Path) -> None:
    made = pikepdf.new()
    made.add_blank_page(page_size=A4)
    made.attachments["virus.exe"] = b"MZ"
    made.save(tmp_path / "a.pdf")
    with pytest.raises(UsageError, match="đính kèm"):
        inspect(tmp_path / "a.pdf")


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    made = pikepdf.new()
    made.add_blank_page(page_size=A4)
    made.save(tmp_path / "a.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    made.save(tmp_path / "b.pdf", encryption=pikepdf.Encryption(owner="o", user=""))
    for name in ("a.pdf", "b.pdf"):
        with pytest.raises(UsageError, match="khóa"):
            inspect(tmp_path / name)


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "a")
    return made.getvalue()


FOREIGN = {
    "nothing": b"",
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a page that says it is a PDF later": b"<html>%PDF-1.7",
    "a drawing that acts": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a program": b"MZ\x90\x00" + bytes(100),
    "an archive": zipped(),
    "GIF": b"GIF89a" + bytes(100),
    "a broken PDF": b"%PDF-1.7\n" + bytes(200),
    "a PDF without pages": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    "a broken TIFF": b"II*\0" + bytes(4),
    "a broken PNG": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "a broken JPEG": b"\xff\xd8\xff\xe0" + bytes(50),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_what_is_no_document_is_refused_in_words(tmp_path: Path, what: str) -> None:
    (tmp_path / "quyet_dinh.pdf").write_bytes(FOREIGN[what])
    with pytest.raises(UsageError, match=r"chưa đăng ký gì.*Xuất lại"):
        inspect(tmp_path / "quyet_dinh.pdf")


def test_an_image_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    whole = image(tmp_path / "a.png", "PNG").read_bytes()
    (tmp_path / "a.png").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UsageError, match="hỏng"):
        inspect(tmp_path / "a.png")


def test_an_image_that_would_fill_the_memory_is_refused_without_being_decoded(tmp_path: Path) -> None:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + head + body)
    with pytest.raises(UsageError, match="quá nhiều"):
        inspect(tmp_path / "a.png")


def test_pages_that_go_round_in_a_circle_come_to_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "MAX_PAGES", 50)
    content = bytearray(image(tmp_path / "a.tif", "TIFF").read_bytes())
    (first,) = struct.unpack_from("<I", content, 4)
    (tags,) = struct.unpack_from("<H", content, first)
    struct.pack_into("<I", content, first + 2 + 12 * tags, first)  # the next page is this one
    (tmp_path / "a.tif").write_bytes(content)
    try:
        assert inspect(tmp_path / "a.tif").pages == 1  # Pillow may see that it was there before
    except UsageError as error:
        assert "tối đa 50" in error.message or "hỏng" in error.message


def test_too_large_a_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "MAX_BYTES", 100)
    with pytest.raises(UsageError, match="tối đa"):
        inspect(pdf(tmp_path / "a.pdf"))
    with pytest.raises(UsageError, match="Không có tệp"):
        inspect(tmp_path / "none.pdf")
