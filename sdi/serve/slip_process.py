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
from sdi.serve import limits
from sdi.serve.editions import Edition
from sdi.serve.problems import Problem
from sdi.serve.process_document import Schema, inputs_and_output, process_summary
from sdi.serve.slip_questions import ORDERS, corners_of, listed, question
from sdi.serve.source import Source
from sdi.slip.build import Question, Slips
from sdi.slip.made import Made
from sdi.wording import LANGUAGES, Wording, wording

ID = "slip"
OUTPUT = "slip"
PAGE = "process_slip.html"

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
        raise Problem(400, wording("processes.no_inputs"))
    unknown = sorted(inputs.keys() - set(_INPUTS))
    if unknown:
        raise Problem(400, wording("processes.no_input", names=", ".join(unknown), known=", ".join(_INPUTS)))
    given = [name for name in _SUBJECTS if inputs.get(name) is not None]
    if len(given) != 1:
        raise Problem(400, wording("slip.one_subject", names=", ".join(_SUBJECTS)))
    language = inputs.get("language", LANGUAGES[0])
    if language not in LANGUAGES:
        raise Problem(400, wording("slip.languages", offered=", ".join(LANGUAGES)))
    subjects = list(_subjects(given[0], inputs, edition, source, slips))
    several = given[0] in ("parcels", "decision")
    if len(subjects) > (MOST if later else AT_ONCE):
        how = wording("slip.split") if later else wording("slip.as_job")
        raise Problem(400, wording("slip.too_many", count=len(subjects), how=how, most=MOST))
    if several and media_type == PDF:
        raise Problem(400, wording("slip.many_forms", offered=f"{JSON}, {ZIP}"))
    return Asked([question(one, inputs, language) for one in subjects], several, media_type)


def _subjects(name: str, inputs: Mapping[str, Any], edition: Edition, source: Source, slips: Slips) -> Iterator[Any]:
    province, value = edition.project.province, inputs[name]
    if name in ("parcel", "decision") and not isinstance(value, str):
        raise Problem(400, wording("slip.no_text", name=name))
    if name == "parcel":
        yield value
    elif name == "parcels":
        if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
            raise Problem(400, wording("slip.parcels_list"))
        yield from dict.fromkeys(value)
    elif name == "decision":
        found = slips.touched(value)
        if not found:
            raise Problem(404, wording("slip.nothing_touched", decision=value))
        yield from found
    elif name == "polygon":
        uri = inputs.get("crs", CRS84)
        uri = crs_uri(int(uri[5:])) if isinstance(uri, str) and uri[:5] == "EPSG:" and uri[5:].isdigit() else uri
        if uri not in source.projections:
            raise Problem(400, wording("problems.no_crs", asked=uri, offered=", ".join(source.projections)))
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
    title, description = wording("slip.process_title"), wording("slip.process_description")
    return process_summary(ID, title, description, ("slip", "parcel", "planning"), language)


def description(edition: Edition, language: str) -> dict[str, Any]:
    """The process with its inputs and outputs."""
    day = {"type": "string", "format": "date"}
    text = {"type": "string"}
    pair = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    corners = wording("slip.input_corners", most=limits.SLIP_CORNERS, axes=listed(edition.project.province))
    inputs: dict[str, tuple[Wording, Schema]] = {
        "parcel": (wording("processes.input_parcel"), text),
        "parcels": (wording("slip.input_parcels"), {"type": "array", "items": text}),
        "decision": (wording("slip.input_decision"), text),
        "polygon": (wording("slip.input_polygon"), {"type": "object"}),
        "corners": (corners, {"type": "array", "items": pair, "minItems": 3}),
        "crs": (wording("slip.input_crs"), text),
        "order": (wording("slip.input_order"), text | {"enum": [*ORDERS]}),
        "language": (wording("slip.input_language"), text | {"enum": [*LANGUAGES], "default": LANGUAGES[0]}),
        "as-of": (wording("slip.input_as_of"), day),
        "compare": (wording("slip.input_compare"), day),
    }
    forms = [
        {"type": "object", "contentMediaType": JSON},
        {"type": "string", "contentEncoding": "binary", "contentMediaType": PDF},
        {"type": "string", "contentEncoding": "binary", "contentMediaType": ZIP},
    ]
    return summary(language) | inputs_and_output(inputs, OUTPUT, wording("slip.output"), forms, language)
