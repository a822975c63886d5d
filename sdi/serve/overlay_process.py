"""The process ``overlay``: what lies on a parcel or on a drawn or uploaded polygon.

Here is what it takes and gives; :mod:`sdi.serve.processes` has the routes that every process needs.
"""

from __future__ import annotations

import base64
import binascii
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import psycopg
import shapely

from sdi.ingest.apart import read_polygons
from sdi.model import Layer
from sdi.overlay.drawn import MAX_VERTICES, Drawn, accept, from_geojson
from sdi.overlay.request import Answer, KeepOn, Overlays, key_of
from sdi.publish.configuration import CRS84, crs_uri
from sdi.serve.editions import Edition
from sdi.serve.limits import POLYGON_FILES_WAITING, QUEUE_S
from sdi.serve.overlay_answer import csv_text, document, feature_collection
from sdi.serve.problems import Problem
from sdi.serve.process_document import Schema, inputs_and_output, process_summary
from sdi.serve.source import Source
from sdi.serve.turns import Turns
from sdi.wording import wording

ID = "overlay"
OUTPUT = "overlay"
PAGE = "process_overlay.html"

_readers = Turns(2, POLYGON_FILES_WAITING, QUEUE_S)
"""Who reads a file takes a core and the memory that GDAL wants."""

JSON, GEOJSON, CSV = "application/json", "application/geo+json", "text/csv"
SHORT = 16 * 1024
"""Bytes of a request that hold a polygon of some hundred vertices."""

MEDIA_TYPES = (JSON, GEOJSON, CSV)
"""In which the one output can be had, the default first."""

_INPUTS = ("parcel", "polygon", "file", "crs", "layers", "geometry")
_SUFFIXES = ((b"PK", ".zip"), (b"SQLite format 3", ".gpkg"), (b"fgb", ".fgb"), (b"<", ".kml"))
"""First bytes of a file → the suffix under which the readers look at it; everything else is JSON."""


@dataclass(frozen=True)
class Question:
    """The inputs of an execution, checked as far as that needs no data."""

    parcel: str | None
    polygon: Drawn | None
    layers: list[str] | None
    geometry: bool
    projection: str
    media_type: str


def table_of(edition: Edition) -> Layer | None:
    """The table of overlays by whose rules the process goes; None where nothing of it is published."""
    return next((layer for name, layer in edition.project.overlays.items() if name in edition.published), None)


def is_short(inputs: Any, size: int) -> bool:
    """Whether inputs of a request of so many bytes are read in about a millisecond."""
    return size <= SHORT and not (isinstance(inputs, Mapping) and "file" in inputs)


def read(inputs: Any, media_type: str, edition: Edition, source: Source, work: Path) -> Question:
    """The question that an execution asks.

    Args:
        inputs: The member ``inputs`` of the request.
        media_type: In which the answer is wanted, one of :data:`MEDIA_TYPES`.
        edition: Of who asks.
        source: Of the same audience.
        work: Where uploaded archives are unpacked.

    Raises:
        Problem: An input is missing, unknown or wrong.
        SdiError: The polygon or the file cannot be used.
    """
    if not isinstance(inputs, Mapping):
        raise Problem(400, wording("processes.no_inputs"))
    values = {name: _plain(value) for name, value in inputs.items()}
    unknown = sorted(values.keys() - set(_INPUTS))
    if unknown:
        raise Problem(400, wording("processes.no_input", names=", ".join(unknown), known=", ".join(_INPUTS)))
    given = [name for name in ("parcel", "polygon", "file") if values.get(name) is not None]
    if len(given) != 1:
        raise Problem(400, wording("processes.one_input"))
    for name, kind in (("parcel", str), ("file", str), ("crs", str), ("layers", list), ("geometry", bool)):
        if values.get(name) is not None and not isinstance(values[name], kind):
            raise Problem(400, wording("processes.wrong_type", name=name))
    layers = values.get("layers")
    if layers is not None and not all(isinstance(name, str) for name in layers):
        raise Problem(400, wording("processes.layers_list"))
    uri = _uri(values.get("crs"), inputs.get("polygon"), source)
    province = edition.project.province
    polygon = None
    if given == ["polygon"]:
        polygon = accept(source.projections[uri].stored(from_geojson(values["polygon"])), province)
    elif given == ["file"]:
        code = source.projections[uri].epsg if values.get("crs") else None
        polygon = accept(_read_file(values["file"], edition, work, code), province)
    geometry = bool(values.get("geometry")) or media_type == GEOJSON
    return Question(values.get("parcel"), polygon, layers, geometry, uri, media_type)


def answer(question: Question, edition: Edition, source: Source, keep_on: KeepOn = lambda: None) -> bytes:
    """The output.

    Raises:
        SdiError: Unknown layer or parcel.
    """
    overlays, chosen, kept = _plan(question, edition, source)
    if question.polygon is not None:
        found = overlays.of_polygon(question.polygon, chosen, geometry=question.geometry, keep_on=keep_on)
    elif kept:
        found = overlays.kept(question.parcel or "", chosen)
    else:
        found = overlays.of_feature(question.parcel or "", chosen, geometry=question.geometry, keep_on=keep_on)
    return _written(found, question, source)


async def at_once(question: Question, edition: Edition, source: Source) -> bytes | None:
    """The output of :func:`answer`, if it takes no more than a lookup and a few milliseconds; else None.

    A thread would cost more than the answer.

    Raises:
        SdiError: As for :func:`answer`.
    """
    overlays, chosen, kept = _plan(question, edition, source)
    identifier = question.parcel or ""
    if question.polygon is not None:
        statement = overlays.epoch_lookup
    else:
        statement = overlays.kept_lookup if kept else overlays.base_lookup
    try:
        rows = await source.lookups.rows(statement, key_of(identifier))
    except psycopg.Error:  # whoever asks on a connection of the pool will tell
        return None
    if kept:
        return _written(overlays.kept(identifier, chosen, rows), question, source)
    if question.polygon is not None:
        seen = overlays.polygon(question.polygon, rows)
    else:
        seen = overlays.feature(identifier, rows)
    found = overlays.at_once(seen, chosen, geometry=question.geometry)
    return None if found is None else _written(found, question, source)


def _plan(question: Question, edition: Edition, source: Source) -> tuple[Overlays, list[Layer], bool]:
    """Who answers, by which layers, and whether the table has the answer."""
    table = table_of(edition)
    if table is None:
        raise Problem(404, wording("processes.nothing_published"))
    overlays = source.overlays(table)
    declared = overlays.chosen(edition.published)
    chosen = declared if question.layers is None else overlays.chosen(edition.published, question.layers)
    kept = question.polygon is None and not question.geometry
    return overlays, chosen, kept and {layer.id for layer in chosen} <= {layer.id for layer in declared}


def _written(found: Answer, question: Question, source: Source) -> bytes:
    projection = source.projections[question.projection]
    if question.media_type == CSV:
        return csv_text(found).encode("utf-8")
    if question.media_type == GEOJSON:
        return orjson.dumps(feature_collection(found, projection))
    return orjson.dumps(document(found, projection if question.geometry else None))


def summary(language: str) -> dict[str, Any]:
    """The process in a list of processes."""
    title, description = wording("processes.title"), wording("processes.description")
    return process_summary(ID, title, description, ("overlay", "parcel", "zoning"), language)


def description(edition: Edition, language: str) -> dict[str, Any]:
    """The process with its inputs and outputs."""
    crs = [CRS84, crs_uri(edition.project.province.crs)]
    names = [name for name in edition.collections if name in edition.project.layers]
    features: Schema = {"allOf": [{"format": "geojson-feature-collection"}, {"type": "object"}]}
    polygon = {"oneOf": [{"allOf": [{"format": "geojson-geometry"}, {"type": "object"}]}, features]}
    schemas: dict[str, Schema] = {
        "parcel": {"type": "string"},
        "polygon": polygon,
        "file": {"type": "string", "contentEncoding": "base64"},
        "crs": {"type": "string", "format": "uri", "default": CRS84, "examples": crs},
        "layers": {"type": "array", "items": {"type": "string", "enum": names}, "uniqueItems": True},
        "geometry": {"type": "boolean", "default": False},
    }
    forms: list[Schema] = [
        {"type": "object", "contentMediaType": JSON},
        features | {"contentMediaType": GEOJSON},
        {"type": "string", "contentMediaType": CSV},
    ]
    inputs = {
        name: (wording(f"processes.input_{name}", vertices=MAX_VERTICES), schema) for name, schema in schemas.items()
    }
    return summary(language) | inputs_and_output(inputs, OUTPUT, wording("processes.output"), forms, language)


def _plain(value: Any) -> Any:
    """An input's value; it may stand in ``value`` beside its media type (a qualified value)."""
    return value["value"] if isinstance(value, Mapping) and "value" in value and "type" not in value else value


def _uri(crs: str | None, polygon: Any, source: Source) -> str:
    if crs is None:
        return CRS84
    offered = source.projections
    uri = crs_uri(int(crs[5:])) if crs.upper().startswith("EPSG:") and crs[5:].isdigit() else crs
    if uri not in offered:
        raise Problem(400, wording("problems.no_crs", asked=crs, offered=", ".join(offered)))
    return uri


def _read_file(text: str, edition: Edition, work: Path, crs: int | None) -> shapely.Geometry:
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Problem(400, wording("processes.not_base64")) from error
    suffix = next((suffix for start, suffix in _SUFFIXES if content.startswith(start)), ".geojson")
    work.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (
        _readers.one(wording("polygons.file_busy")),
        tempfile.NamedTemporaryFile(prefix="upload-", suffix=suffix) as upload,
    ):
        upload.write(content)
        upload.flush()
        return read_polygons(Path(upload.name), edition.project.province, work, crs)
