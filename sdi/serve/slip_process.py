"""The process ``slip``: planning slips of one parcel, of many, of all that a decision is about, or of drawn land.

Here is what it takes and gives; :mod:`sdi.serve.processes` has the routes that every process needs. Nothing is issued
here: a process may be repeated, and issuing is one signed act for one address (:mod:`sdi.serve.slip`).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from sdi.overlay.drawn import accept, from_geojson
from sdi.overlay.request import KeepOn
from sdi.publish.configuration import CRS84, crs_uri
from sdi.serve.editions import Edition
from sdi.serve.negotiation import LANGUAGES
from sdi.serve.problems import Problem
from sdi.serve.slip_questions import MAX_CORNERS, ORDERS, axes, corners_of, question
from sdi.serve.source import Source
from sdi.slip.build import Question, Slips
from sdi.slip.made import Made

ID = "slip"
OUTPUT = "slip"

JSON, PDF, ZIP = "application/json", "application/pdf", "application/zip"
MEDIA_TYPES = (JSON, PDF, ZIP)
"""In which the one output can be had, the default first."""

AT_ONCE, MOST = 20, 500
"""Slips in one answer: without a job, and at all."""

_SUBJECTS = ("parcel", "parcels", "decision", "polygon", "corners")
_INPUTS = (*_SUBJECTS, "crs", "order", "language", "as-of", "compare")
_STAMP = (2000, 1, 1, 0, 0, 0)
"""Of the files in an archive: the same questions give the same bytes."""


@dataclass(frozen=True)
class Asked:
    """The inputs of an execution: questions, whether several were meant, and the form of the answer."""

    questions: list[Question]
    several: bool
    media_type: str


def read(inputs: Any, media_type: str, edition: Edition, source: Source, slips: Slips, *, later: bool) -> Asked:
    """The questions that an execution asks.

    Args:
        inputs: The member ``inputs`` of the request.
        media_type: One of :data:`MEDIA_TYPES`.
        edition: Of who asks.
        source: Of the same audience.
        slips: Of the same audience.
        later: Whether it becomes a job, which may take longer.

    Raises:
        Problem: An input is missing, unknown or wrong.
        SdiError: The polygon cannot be used.
    """
    if not isinstance(inputs, Mapping):
        raise Problem(400, "Thiếu 'inputs', một đối tượng JSON.")
    unknown = sorted(inputs.keys() - set(_INPUTS))
    if unknown:
        raise Problem(400, f"Không có đầu vào {', '.join(unknown)}; các đầu vào: {', '.join(_INPUTS)}.")
    given = [name for name in _SUBJECTS if inputs.get(name) is not None]
    if len(given) != 1:
        raise Problem(400, f"Cần đúng một trong các đầu vào {', '.join(_SUBJECTS)}.")
    language = inputs.get("language", LANGUAGES[0])
    if language not in LANGUAGES:
        raise Problem(400, f"Ngôn ngữ chỉ có: {', '.join(LANGUAGES)}.")
    subjects = list(_subjects(given[0], inputs, edition, source, slips))
    several = given[0] in ("parcels", "decision")
    if len(subjects) > (MOST if later else AT_ONCE):
        how = "chia nhỏ danh sách" if later else "gửi kèm tiêu đề Prefer: respond-async"
        raise Problem(400, f"{len(subjects)} phiếu là quá nhiều cho một lần trả lời; hãy {how} (nhiều nhất {MOST}).")
    if several and media_type == PDF:
        raise Problem(400, f"Nhiều phiếu thì nhận dạng {JSON} hoặc {ZIP}.")
    return Asked([question(one, inputs, language) for one in subjects], several, media_type)


def _subjects(name: str, inputs: Mapping[str, Any], edition: Edition, source: Source, slips: Slips) -> Iterator[Any]:
    province, value = edition.project.province, inputs[name]
    if name in ("parcel", "decision") and not isinstance(value, str):
        raise Problem(400, f"Đầu vào '{name}' là một chuỗi.")
    if name == "parcel":
        yield value
    elif name == "parcels":
        if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
            raise Problem(400, "Đầu vào 'parcels' là danh sách mã thửa đất.")
        yield from dict.fromkeys(value)
    elif name == "decision":
        found = slips.touched(value)
        if not found:
            raise Problem(404, f"Không có thửa đất nào bị quyết định hay đồ án '{value}' tác động.")
        yield from found
    elif name == "polygon":
        uri = inputs.get("crs", CRS84)
        uri = crs_uri(int(uri[5:])) if isinstance(uri, str) and uri[:5] == "EPSG:" and uri[5:].isdigit() else uri
        if uri not in source.projections:
            raise Problem(400, f"Hệ tọa độ {uri!r} không được hỗ trợ; dùng một trong: {', '.join(source.projections)}.")
        yield accept(source.projections[uri].stored(from_geojson(value)), province)
    else:
        yield corners_of(inputs, province)


def answer(asked: Asked, slips: Slips, keep_on: KeepOn = lambda: None) -> bytes:
    """The output.

    Raises:
        SdiError: Unknown parcel, no such day.
    """
    made = _made(asked, slips, keep_on)
    if asked.media_type == ZIP:
        return _archive(made)
    if asked.several:
        return orjson.dumps({"slips": [orjson.Fragment(one.body) for one in made]})
    (one,) = made
    return one.pdf() if asked.media_type == PDF else one.body


def _made(asked: Asked, slips: Slips, keep_on: KeepOn) -> Iterator[Made]:
    for one in asked.questions:
        keep_on()
        yield Made.of(slips.of(one))


def _archive(made: Iterator[Made]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in made:
            for suffix, part in (("pdf", one.pdf()), ("json", one.body)):
                archive.writestr(zipfile.ZipInfo(f"{one.file_name}.{suffix}", _STAMP), part, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def summary(language: str) -> dict[str, Any]:
    """The process in a list of processes."""
    vi = language != "en"
    return {
        "id": ID,
        "version": "1.0.0",
        "title": "Phiếu thông tin quy hoạch" if vi else "Planning slip",
        "description": (
            "Phiếu thông tin quy hoạch (bản xem trước) của một thửa đất, của một danh sách thửa, của mọi thửa mà một"
            " quyết định tác động, hay của khu đất theo đa giác hoặc theo tọa độ góc VN-2000."
            if vi
            else "Planning slips (previews) of a parcel, of a list of parcels, of all parcels that a decision touches,"
            " or of land given by a polygon or by its corners in VN-2000."
        ),
        "keywords": ["slip", "parcel", "planning"],
        "jobControlOptions": ["sync-execute", "async-execute", "dismiss"],
        "outputTransmission": ["value"],
    }


def description(edition: Edition, language: str) -> dict[str, Any]:
    """The process with its inputs and outputs."""
    vi = language != "en"

    def described(title_vi: str, title_en: str, schema: dict[str, Any]) -> dict[str, Any]:
        return {"title": title_vi if vi else title_en, "schema": schema, "minOccurs": 0, "maxOccurs": 1}

    day = {"type": "string", "format": "date"}
    pair = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    names = ", ".join(f"EPSG:{code} {name}" for code, name in axes(edition.project.province).items())
    return summary(language) | {
        "inputs": {
            "parcel": described("Mã thửa đất", "Parcel identifier", {"type": "string"}),
            "parcels": described(
                "Danh sách mã thửa đất", "Parcel identifiers", {"type": "array", "items": {"type": "string"}}
            ),
            "decision": described(
                "Số quyết định hoặc mã đồ án: mọi thửa bị tác động",
                "Number of a decision or id of a plan: all parcels that it touches",
                {"type": "string"},
            ),
            "polygon": described("Đa giác GeoJSON", "GeoJSON polygon", {"type": "object"}),
            "corners": described(
                f"Danh sách góc [X, Y] (X bắc, Y đông), nhiều nhất {MAX_CORNERS}; hệ tọa độ: {names}",
                f"Corners [X, Y] (X northing, Y easting), at most {MAX_CORNERS}; CRSs: {names}",
                {"type": "array", "items": pair, "minItems": 3},
            ),
            "crs": described("Hệ tọa độ của polygon hoặc corners", "CRS of polygon or corners", {"type": "string"}),
            "order": described(
                "Thứ tự tọa độ của corners", "Order of coordinates of corners", {"type": "string", "enum": [*ORDERS]}
            ),
            "language": described("Ngôn ngữ", "Language", {"type": "string", "enum": [*LANGUAGES], "default": "vi"}),
            "as-of": described("Theo dữ liệu công bố đến hết ngày này", "As published by the end of this day", day),
            "compare": described(
                "So với dữ liệu công bố đến hết ngày này", "Compared with what was published then", day
            ),
        },
        "outputs": {
            OUTPUT: {
                "title": "Phiếu" if vi else "Slip",
                "schema": {
                    "oneOf": [
                        {"type": "object", "contentMediaType": JSON},
                        {"type": "string", "contentEncoding": "binary", "contentMediaType": PDF},
                        {"type": "string", "contentEncoding": "binary", "contentMediaType": ZIP},
                    ]
                },
            }
        },
    }
