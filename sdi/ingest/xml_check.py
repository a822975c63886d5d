"""Look at an XML delivery before GDAL does: what is its root, is it whole, does it play entity tricks?

A document type may only stand before the root element, so that reading the prolog decides: memory and
time are bounded however large the file is.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from sdi.ingest.limits import DEFAULT_LIMITS, Limits
from sdi.ingest.refusals import refused

_CHUNK = 16 * 1024
_TAIL = 8 * 1024


class _RootFound(Exception):
    """Not an error: parsing may stop."""


class _Root(ContentHandler):
    name = ""

    def startElement(self, name: str, attrs: object) -> None:
        self.name = name
        raise _RootFound


_FAULTS = (SAXParseException, SAXException, expat.ExpatError, LookupError, ValueError)
"""What a parser raises on what is no XML; the last two on an encoding that there is not, or that is not followed."""


def root_element(path: Path, limits: Limits = DEFAULT_LIMITS) -> str:
    """Name of the root element with its prefix, e.g. ``kml`` or ``gml:FeatureCollection``.

    Raises:
        Refused: FIL-10, a document type or an entity is declared; FIL-17, not XML, or no end.
    """
    parser = create_parser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    handler = _Root()
    parser.setContentHandler(handler)
    read = 0
    with path.open("rb") as stream:
        try:
            while chunk := stream.read(_CHUNK):
                read += len(chunk)
                if read > limits.xml_prolog:
                    _damaged(path, "phần đầu tệp quá dài")
                parser.feed(chunk)
        except _RootFound:
            pass
        except DefusedXmlException as trick:
            raise refused(
                "FIL-10",
                f"Tệp {path.name} khai báo DOCTYPE hoặc ENTITY; tệp chưa được đọc.",
            ) from trick
        except _FAULTS as fault:
            _damaged(path, "sai cú pháp XML ở phần đầu tệp", fault)
    if not handler.name:
        _damaged(path, "không có phần tử gốc")
    _check_end(path, handler.name)
    return handler.name


def check_well_formed(path: Path) -> None:
    """Parse to the end; only after :func:`root_element` has ruled out document types.

    Raises:
        Refused: FIL-17, with line and column.
    """
    _parse(path, expat.ParserCreate())


def count_members(path: Path) -> int:
    """Number of features of a GML collection, counted without GDAL, which stops at the first bad one.

    Counted are the children of ``featureMember``, ``member`` and ``featureMembers`` below the root.

    Raises:
        Refused: FIL-17, not well-formed.
    """
    members = _Members()
    parser = expat.ParserCreate()
    parser.StartElementHandler = members.start
    parser.EndElementHandler = members.end
    _parse(path, parser)
    return members.count


class _Members:
    def __init__(self) -> None:
        self.count, self._depth, self._inside = 0, 0, False

    def start(self, name: str, _attributes: object) -> None:
        self._depth += 1
        if self._depth == 2:
            self._inside = name.rpartition(":")[2] in ("featureMember", "member", "featureMembers")
        elif self._depth == 3 and self._inside:
            self.count += 1

    def end(self, _name: str) -> None:
        self._depth -= 1


def _parse(path: Path, parser: expat.XMLParserType) -> None:
    try:
        with path.open("rb") as stream:
            parser.ParseFile(stream)
    except expat.ExpatError as fault:
        _damaged(path, f"sai cú pháp XML ở dòng {fault.lineno}, cột {fault.offset + 1}", fault)
    except (LookupError, ValueError) as fault:
        _damaged(path, "bảng mã khai báo trong tệp không dùng được", fault)


def _check_end(path: Path, root: str) -> None:
    """The closing tag of the root must stand near the end of the file (where it can be read as ASCII)."""
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(-min(_TAIL, stream.tell()), 2)
        tail = stream.read()
    if b"\0" in tail:
        return
    closing = rb"</" + re.escape(root.encode()) + rb"\s*>"
    alone = rb"<" + re.escape(root.encode()) + rb"\b[^<]*/>"
    if not (re.search(closing, tail) or re.search(alone, tail)):
        _damaged(path, f"thiếu thẻ đóng </{root}>, tệp bị cắt cụt")


def _damaged(path: Path, why: str, cause: BaseException | None = None) -> NoReturn:
    raise refused("FIL-17", f"Tệp {path.name} bị hỏng: {why}.") from cause
