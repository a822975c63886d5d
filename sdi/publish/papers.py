"""What a document is by its content, and whether the public may have it: PDF, TIFF, PNG, JPEG, and nothing that acts.

A name says nothing about a file. A PDF is taken apart by qpdf, an image by Pillow: what they cannot read, nobody
reads. A PDF that would run something, open something or carries files is refused, wherever in the file that stands.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdi.errors import UsageError

MAX_BYTES = 500 * 1024**2
"""A drawing of A0, scanned at 300 dpi in colour, takes about 150 MB uncompressed."""

MAX_PIXELS = 2_000_000_000
"""Of an image: two A0 sheets at 600 dpi. It is not decoded here, but whoever opens it will have to."""

MAX_PAGES = 5_000

MAX_OBJECTS = 2_000_000
"""Of a PDF; a dossier of 500 MB has some ten thousand."""

KINDS = {
    "application/pdf": (".pdf", (b"%PDF-",)),
    "image/tiff": (".tif", (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
    "image/png": (".png", (b"\x89PNG\r\n\x1a\n",)),
    "image/jpeg": (".jpg", (b"\xff\xd8\xff",)),
}
"""Media type → suffix and the bytes that a file begins with."""

_ACTING = frozenset(
    ["/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/RichMediaExecute", "/GoToE"]
)
"""Actions of a PDF that do more than turn to a page or name an address."""

_CARRYING = frozenset(["/JS", "/EF", "/EmbeddedFiles", "/RichMediaContent", "/XFA"])
"""Members of a PDF's dictionaries that hold a program or other files."""

_FORMATS = {"image/tiff": "TIFF", "image/png": "PNG", "image/jpeg": "JPEG"}


@dataclass(frozen=True)
class Paper:
    """A document's file that may be kept."""

    media_type: str
    size_bytes: int
    pages: int

    @property
    def suffix(self) -> str:
        """With its dot."""
        return KINDS[self.media_type][0]


def inspect(path: Path) -> Paper:
    """Look into a file.

    Raises:
        UsageError: It is no document of the four kinds, is damaged, too large, locked, or holds something that acts.
    """
    if not path.is_file():
        raise UsageError(f"Không có tệp {path}.", "Kiểm tra lại đường dẫn.")
    size = path.stat().st_size
    if not 0 < size <= MAX_BYTES:
        raise _refused(path, f"lớn {size / 1024**2:.0f} MB; tối đa {MAX_BYTES // 1024**2} MB, và không được rỗng")
    with path.open("rb") as stream:
        begin = stream.read(16)
    media_type = next((name for name, (_, magic) in KINDS.items() if begin.startswith(magic)), None)
    if media_type is None:
        raise _refused(path, "không phải PDF, TIFF, PNG hay JPEG (xét theo nội dung tệp)")
    pages = _pdf_pages(path) if media_type == "application/pdf" else _image_pages(path, _FORMATS[media_type])
    if pages > MAX_PAGES:
        raise _refused(path, f"có {pages} trang; tối đa {MAX_PAGES}")
    return Paper(media_type, size, pages)


def _pdf_pages(path: Path) -> int:
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            if pdf.is_encrypted:
                raise _refused(path, "bị khóa bằng mật khẩu hoặc quyền hạn")
            if len(pdf.objects) > MAX_OBJECTS:
                raise _refused(path, "có quá nhiều thành phần")
            found = next((name for one in pdf.objects for name in _acting(one)), None)
            if found:
                raise _refused(path, f"chứa thành phần có thể tự chạy hoặc tệp đính kèm ({found[1:]})")
            pages = len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise _refused(path, "bị khóa bằng mật khẩu") from error
    except (pikepdf.PdfError, RuntimeError, ValueError, RecursionError) as error:
        raise _refused(path, "là PDF hỏng") from error
    if pages == 0:
        raise _refused(path, "là PDF không có trang nào")
    return pages


def _acting(top: Any) -> Iterator[str]:
    """Names of what acts or is carried inside an object of a PDF; others that it refers to are looked at themselves."""
    import pikepdf

    waiting = [top]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Stream):
            one = one.stream_dict
        if isinstance(one, pikepdf.Dictionary):
            for name, value in one.items():
                if name in _CARRYING:
                    yield name
                if name in ("/S", "/Type") and isinstance(value, pikepdf.Name) and str(value) in _ACTING:
                    yield str(value)
                if isinstance(value, pikepdf.Object) and not value.is_indirect:
                    waiting.append(value)
        elif isinstance(one, pikepdf.Array):
            waiting += [value for value in one if isinstance(value, pikepdf.Object) and not value.is_indirect]


def _image_pages(path: Path, form: str) -> int:
    from PIL import Image, UnidentifiedImageError

    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None  # ours, below, is for images that nobody decodes here
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=[form]) as image:
                width, height = image.size
                pages = _frames(image)
            if form != "TIFF":  # TIFF has no checksums, and reading one whole means decoding it
                with Image.open(path, formats=[form]) as image:
                    image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, OverflowError) as error:
        raise _refused(path, f"là {form} hỏng") from error
    finally:
        Image.MAX_IMAGE_PIXELS = limit
    if width * height > MAX_PIXELS:
        raise _refused(path, f"có {width} × {height} điểm ảnh, quá nhiều")
    return pages


def _frames(image: Any) -> int:
    """Pages of an image, looked for no further than is allowed; a TIFF's list of pages may go round in a circle."""
    pages = 1
    while pages <= MAX_PAGES:
        try:
            image.seek(pages)
        except EOFError:
            break
        pages += 1
    image.seek(0)
    return pages


def _refused(path: Path, reason: str) -> UsageError:
    return UsageError(
        f"Tệp {path.name} {reason}; chưa đăng ký gì.",
        "Xuất lại thành PDF thường (tốt nhất là PDF/A), hoặc quét lại thành TIFF, PNG, JPEG.",
    )
