"""Strict streaming check of a JSON delivery: is it JSON, of which dialect, with how many features?

GDAL reads broken JSON leniently: it stops where the damage begins and hands out what came before.
Here the whole file is parsed by the rules of RFC 8259, one top-level array element at a time, so that
memory stays flat and the number of features is known independently of GDAL.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from sdi.ingest.limits import DEFAULT_LIMITS, Limits
from sdi.ingest.refusals import refused

GEOMETRIES = frozenset(
    [
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    ]
)
_CHUNK = 4 * 1024 * 1024
_SPACE = " \t\r\n"
_EDGE = 16
"""An error this near to the end of what was read so far may only mean that more is to come."""


@dataclass(frozen=True)
class JsonSummary:
    """What a JSON file holds.

    Attributes:
        driver: GDAL driver that reads it ("GeoJSON", "GeoJSONSeq", "ESRIJSON", "TopoJSON"), or None
            when it is JSON but not map data.
        features: Number of features, where the dialect lists them.
        has_crs: Whether it has a ``crs`` member (GeoJSON before RFC 7946).
    """

    driver: str | None
    features: int | None
    has_crs: bool


@dataclass
class _Outline:
    """Top-level members of one document: scalars as they are, arrays by length and first element."""

    scalars: dict[str, Any] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    first: dict[str, Any] = field(default_factory=dict)
    members: set[str] = field(default_factory=set)


def check_json(path: Path, limits: Limits = DEFAULT_LIMITS) -> JsonSummary:
    """Parse a whole file strictly.

    Raises:
        Refused: FIL-7, with line and column of the first fault.
    """
    with path.open("rb") as stream:
        reader = _Reader(stream, path.name, limits)
        try:
            outlines, count, only_features = None, 0, True
            for outline in _documents(reader):
                outlines = outlines or outline
                count += 1
                only_features &= outline is not None and outline.scalars.get("type") == "Feature"
                if count > 1 and not only_features:
                    reader.fail("có nội dung thừa sau phần kết thúc")
        except RecursionError:
            reader.fail("lồng nhau quá sâu")
    if count > 1:
        return JsonSummary("GeoJSONSeq", count, has_crs=False)
    return _summary(outlines)


def _documents(reader: _Reader) -> Iterator[_Outline | None]:
    """Each top-level document: an outline of an object, None for anything else. At least one."""
    if reader.peek() == "":
        reader.fail("không có nội dung")
    while reader.peek(extra="\x1e") != "":
        if reader.peek() == "{":
            yield _object(reader)
        else:
            _other(reader)
            yield None


def _other(reader: _Reader) -> None:
    """Read a document that is no object."""
    if reader.peek() == "[":
        for _ in _elements(reader):
            pass
    else:
        reader.value()


def _object(reader: _Reader) -> _Outline:
    """Read one object member by member; arrays element by element."""
    outline = _Outline()
    reader.expect("{")
    if reader.peek() == "}":
        reader.expect("}")
        return outline
    while True:
        if reader.peek() != '"':
            reader.fail("chờ tên thuộc tính trong dấu nháy kép")
        name = reader.value()
        outline.members.add(name)
        reader.expect(":")
        if reader.peek() == "[":
            outline.lengths[name] = 0
            for element in _elements(reader):
                if not outline.lengths[name]:
                    outline.first[name] = element
                outline.lengths[name] += 1
        else:
            value = reader.value()
            outline.scalars[name] = value if not isinstance(value, dict) else ...
        if reader.peek() == "}":
            reader.expect("}")
            return outline
        reader.expect(",")


def _elements(reader: _Reader) -> Iterator[Any]:
    reader.expect("[")
    if reader.peek() == "]":
        reader.expect("]")
        return
    while True:
        yield reader.value()
        if reader.peek() == "]":
            reader.expect("]")
            return
        reader.expect(",")


def _summary(outline: _Outline | None) -> JsonSummary:
    if outline is None:
        return JsonSummary(None, None, has_crs=False)
    kind = outline.scalars.get("type")
    has_crs = "crs" in outline.members
    features = outline.lengths.get("features")
    first = outline.first.get("features")
    if kind == "Topology":
        return JsonSummary("TopoJSON", None, has_crs)
    if kind == "FeatureCollection" and features is not None:
        return JsonSummary("GeoJSON", features, has_crs)
    if kind == "Feature" or (isinstance(kind, str) and kind in GEOMETRIES):
        return JsonSummary("GeoJSON", 1, has_crs)
    esri = {"geometryType", "spatialReference", "fieldAliases"} & outline.members
    if features is not None and (esri or (isinstance(first, dict) and "attributes" in first)):
        return JsonSummary("ESRIJSON", features, has_crs=False)
    return JsonSummary(None, None, has_crs)


class _Reader:
    """A window over the text of a file, that hands out one JSON value at a time."""

    def __init__(self, stream: BinaryIO, name: str, limits: Limits) -> None:
        self._stream, self._name, self._limits = stream, name, limits
        self._decode = codecs.getincrementaldecoder("utf-8")()
        self._json = json.JSONDecoder(parse_constant=_no_constant)
        self._text, self._at, self._ended = "", 0, False
        self._line, self._column = 1, 1
        self._fill()
        self._text = self._text.removeprefix("\ufeff")

    def peek(self, extra: str = "") -> str:
        """The next character that is not white space (or of ``extra``), or '' at the end."""
        skip = _SPACE + extra
        while True:
            while self._at < len(self._text):
                character = self._text[self._at]
                if character not in skip:
                    return character
                self._at += 1
            if self._ended:
                return ""
            self._fill()

    def expect(self, character: str) -> None:
        """Consume one punctuation mark.

        Raises:
            Refused: FIL-7, something else stands there, or the file ends.
        """
        found = self.peek()
        if found != character:
            self.fail("tệp bị cắt cụt" if not found else f"chờ '{character}' nhưng gặp '{found}'")
        self._at += 1

    def value(self) -> Any:
        """Consume one whole value, reading on as long as it is incomplete.

        Raises:
            Refused: FIL-7.
        """
        self.peek()
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._at)
            except json.JSONDecodeError as fault:
                if self._ended or not self._may_continue(fault):
                    self._at = fault.pos
                    self.fail("tệp bị cắt cụt" if fault.pos >= len(self._text) - 1 else "sai cú pháp")
            except ValueError:
                self.fail("NaN và Infinity không phải là số JSON")
            else:
                if end < len(self._text) or self._ended:
                    self._at = end
                    return value
            if len(self._text) - self._at > self._limits.json_element:
                self.fail("một giá trị quá lớn")
            self._fill()

    def fail(self, what: str) -> NoReturn:
        """Refuse the file at the present position."""
        line, column = self._position(self._at)
        raise refused(
            "FIL-7",
            f"Tệp {self._name} không phải JSON đúng: dòng {line}, cột {column}: {what}.",
        )

    def _may_continue(self, fault: json.JSONDecodeError) -> bool:
        return fault.msg.startswith("Unterminated string") or fault.pos >= len(self._text) - _EDGE

    def _fill(self) -> None:
        """Drop what was consumed and read as much again as is still open (so retries stay linear)."""
        self._line, self._column = self._position(self._at)
        rest = self._text[self._at :]
        raw = self._stream.read(max(_CHUNK, len(rest)))
        self._ended = not raw
        try:
            self._text = rest + self._decode.decode(raw, final=not raw)
        except UnicodeDecodeError as fault:
            self._text, self._at = (
                rest + raw[: fault.start].decode("utf-8", "replace"),
                0,
            )
            self._at = len(self._text)
            self.fail("có byte không thuộc bảng mã UTF-8")
        self._at = 0

    def _position(self, at: int) -> tuple[int, int]:
        lines = self._text.count("\n", 0, at)
        if not lines:
            return self._line, self._column + at
        return self._line + lines, at - self._text.rindex("\n", 0, at)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
