"""Forms with files: read as they come, each file straight to its place, and no more of it than is allowed.

The fields come first, so that a form of another site is refused before any of its files is kept.
"""

from __future__ import annotations

import hmac
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from python_multipart import MultipartParser
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from sdi.serve.access import identity, require_own_page
from sdi.serve.gate import Gate
from sdi.serve.limits import UPLOAD_BODY, UPLOAD_FILES
from sdi.serve.problems import Problem
from sdi.wording import wording

FREE_BYTES = 1024**3
"""Disk that stays free for the database."""

_MOST_FIELD = 4 * 1024
_MOST_FIELDS = 30


class Form:
    """A form as it comes in.

    Args:
        folder: Where its files go.
        allowed: Whether the fields so far let files in; asked once, before the first of them.
    """

    def __init__(self, boundary: bytes, folder: Path, allowed: Callable[[dict[str, str]], None]) -> None:
        self.fields: dict[str, list[str]] = {}
        self.files: list[Path] = []
        self._folder = folder
        self._allowed = allowed
        self._header = b""
        self._value = bytearray()
        self._headers: dict[bytes, bytes] = {}
        self._name = ""
        self._file: BinaryIO | None = None
        self._skipping = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self._more_header(data[start:end]),
                "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
                "on_header_end": self._end_header,
                "on_headers_finished": self._open,
                "on_part_data": lambda data, start, end: self._data(data[start:end]),
                "on_part_end": self._end,
            },
        )

    def feed(self, chunk: bytes) -> None:
        """The next bytes of the body.

        Raises:
            Problem: What is in it may not come in.
        """
        try:
            self._parser.write(chunk)
        except MultipartParseError:
            raise Problem(400, wording("office.bad_upload")) from None

    def finish(self) -> None:
        """The body is over.

        Raises:
            Problem: 400, in the middle of a part.
        """
        whole = self._file is None
        self.close()
        if not whole:
            raise Problem(400, wording("office.bad_upload"))
        self._allowed(self.text)

    def close(self) -> None:
        """Let go of a file that is half there."""
        if self._file is not None:
            self._file.close()
            self._file = None

    @property
    def text(self) -> dict[str, str]:
        """The first value of every field, without spaces around it."""
        return {name: values[0].strip() for name, values in self.fields.items()}

    def _begin(self) -> None:
        self._headers, self._header, self._value, self._skipping = {}, b"", bytearray(), False

    def _more_header(self, data: bytes) -> None:
        self._header += data

    def _end_header(self) -> None:
        self._headers[self._header.lower()] = bytes(self._value)
        self._header, self._value = b"", bytearray()

    def _open(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in options:
            return
        given = options[b"filename"].decode("utf-8", "replace")
        if not given:  # a field for files that was left empty
            self._skipping = True
            return
        self._allowed(self.text)
        if len(self.files) >= UPLOAD_FILES:
            raise Problem(413, wording("office.too_many_files", most=UPLOAD_FILES))
        path = self._folder / file_name(given)
        if path.exists():
            raise Problem(400, wording("office.same_name", name=path.name))
        self._file = path.open("xb")
        self.files.append(path)

    def _data(self, data: bytes) -> None:
        if self._file is not None:
            self._file.write(data)
        elif not self._skipping:
            self._value += data
            if len(self._value) > _MOST_FIELD:
                raise Problem(413, wording("office.bad_upload"))

    def _end(self) -> None:
        if self._file is not None:
            self.close()
        elif not self._skipping:
            if len(self.fields) >= _MOST_FIELDS:
                raise Problem(413, wording("office.bad_upload"))
            text = bytes(self._value).decode("utf-8", "replace").replace("\0", "")
            self.fields.setdefault(self._name, []).append(text)
        self._value = bytearray()


async def receive(request: Request, folder: Path) -> Form:
    """Read a form with files into a folder.

    Raises:
        Problem: 403 not from a page of ours; 413 too much; 507 no room; 400 no such form.
    """
    require_own_page(request, request.app.state.public_url)
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise Problem(400, wording("office.bad_upload"))
    length = request.headers.get("content-length", "")
    expected = int(length) if length.isdigit() else UPLOAD_BODY
    if shutil.disk_usage(folder).free < min(expected, UPLOAD_BODY) + FREE_BYTES:
        raise Problem(507, wording("office.no_room"))
    form = Form(options[b"boundary"], folder, lambda fields: _require_token(request, fields))
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > UPLOAD_BODY:
                raise Problem(413, wording("office.too_large", megabytes=UPLOAD_BODY // 1024**2))
            await run_in_threadpool(form.feed, chunk)
        form.finish()
    finally:
        form.close()
    return form


def _require_token(request: Request, fields: dict[str, str]) -> None:
    """As :func:`sdi.serve.login.require_form` does for small forms."""
    session = identity(request).session
    gate: Gate = request.app.state.gate
    if session is not None:
        given = fields.get("token", "")
        if not hmac.compare_digest(given.encode(), gate.sessions.token(session).encode()):
            raise Problem(403, wording("access.bad_form"))


def file_name(given: str) -> str:
    """The name of a file that somebody hands in, as the last part of a path and nothing else.

    Raises:
        Problem: 400, it is none.
    """
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1].strip()
    kept = "".join(c if c.isprintable() else "_" for c in last)
    if kept.strip(". ") == "" or kept.startswith(".") or len(kept.encode()) > 200:
        raise Problem(400, wording("office.bad_name", name=kept[:60]))
    return kept
