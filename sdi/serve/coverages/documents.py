"""What is told about rasters: links, the meaning of pixels, CoverageJSON, legends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from sdi.model import Layer
from sdi.model.raster import NODATA, Raster
from sdi.raster.cog import MEDIA_TYPE as COG
from sdi.serve.coverages.desk import Surface
from sdi.serve.coverages.question import Answer
from sdi.serve.editions import Edition
from sdi.serve.links import link
from sdi.wording import wording

Json = dict[str, Any]

COVERAGEJSON = "application/prs.coverage+json"
GEOTIFF = "image/tiff; application=geotiff"

_COVERAGES, _MAPS = (
    "http://www.opengis.net/spec/ogcapi-coverages-1/1.0/conf",
    "http://www.opengis.net/spec/ogcapi-maps-1/1.0/conf",
)
CONFORMANCE = (
    *(f"{_COVERAGES}/{name}" for name in ("core", "subsetting", "scaling", "crs", "geotiff", "png", "coveragejson")),
    *(f"{_MAPS}/{name}" for name in ("core", "collection-map", "crs", "tilesets", "png")),
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/png",
)
"""What rasters conform to, where there are any."""

_REL = "http://www.opengis.net/def/rel/ogc/1.0"
TILESETS_MAP = f"{_REL}/tilesets-map"

MOST_FILES = 50
"""Sheets whose files a collection's document names; /items names all."""

_BANDS = {"elevation": ("height",), "image": ("red", "green", "blue", "alpha")}


def conformance(edition: Edition) -> tuple[str, ...]:
    """Classes of an edition: none where it has no raster."""
    return CONFORMANCE if any(edition.project.collections[name].raster for name in edition.collections) else ()


def collection_links(base_url: str, layer: Layer, language: str) -> list[Json]:
    """Links of a raster layer's collection; none of any other."""
    if layer.raster is None:
        return []
    root = f"{base_url}/collections/{layer.id}"

    def said(key: str) -> str:
        return wording(f"rasters.{key}").get(language)

    return [
        link(f"{_REL}/coverage", f"{root}/coverage?f=geotiff", said("coverage")) | {"type": GEOTIFF},
        link(f"{_REL}/coverage", f"{root}/coverage?f=json", said("coverage")) | {"type": COVERAGEJSON},
        link(f"{_REL}/schema", f"{root}/coverage/schema", said("range_schema")) | {"type": "application/schema+json"},
        link(f"{_REL}/map", f"{root}/map", said("map")) | {"type": "image/png"},
        link(TILESETS_MAP, f"{root}/map/tiles?f=json", said("map_tiles")),
        link(f"{_REL}/legend", f"{root}/map/legend", said("legend")),
        link("data", f"{root}/position?coords={{coords}}", said("position"))
        | {"type": COVERAGEJSON, "templated": True},
    ]


def file_links(base_url: str, surface: Surface, language: str) -> list[Json]:
    """Sheets as files, newest and finest first."""
    root = f"{base_url}/collections/{surface.layer.id}/sheets"
    return [
        link(
            "enclosure",
            f"{root}/{sheet.feature_id}",
            wording("rasters.sheet_file", name=sheet.feature_id).get(language),
        )
        | {"type": COG}
        for sheet in list(reversed(surface.sheets))[:MOST_FILES]
    ]


def range_schema(layer: Layer, address: str, language: str) -> Json:
    """The bands as a JSON Schema (OGC 23-058)."""
    raster = _raster(layer)
    properties: Json = {}
    for number, band in enumerate(_BANDS[raster.kind], start=1):
        told: Json = {"title": wording(f"rasters.{band}").get(language), "x-ogc-propertySeq": number}
        if raster.kind == "image":
            told |= {"type": "integer", "minimum": 0, "maximum": 255}
        else:
            told |= {"type": "number", "format": "float32", "x-ogc-nilValues": [NODATA]}
            told |= {"minimum": raster.minimum} if raster.minimum is not None else {}
            told |= {"maximum": raster.maximum} if raster.maximum is not None else {}
            told |= {"x-ogc-unit": raster.unit, "x-ogc-unitLang": "UCUM"} if raster.unit else {}
            told |= {"description": raster.reference.get(language)} if raster.reference else {}
        properties[band] = told
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "type": "object",
        "title": layer.title.get(language),
        "properties": properties,
    }


def coverage_json(pixels: NDArray[Any], answer: Answer, layer: Layer, language: str) -> Json:
    """CoverageJSON of a grid."""
    target = answer.target
    west, south, east, north = target.box
    x, y = (east - west) / target.columns / 2, (north - south) / target.rows / 2
    domain = {
        "type": "Domain",
        "domainType": "Grid",
        "axes": {
            "x": {"start": west + x, "stop": east - x, "num": target.columns},
            "y": {"start": north - y, "stop": south + y, "num": target.rows},
        },
        "referencing": _referencing(answer),
    }
    ranges = {
        band: {
            "type": "NdArray",
            "dataType": "float" if _raster(layer).kind == "elevation" else "integer",
            "axisNames": ["y", "x"],
            "shape": [target.rows, target.columns],
            "values": _values(pixels[number]),
        }
        for number, band in enumerate(_BANDS[_raster(layer).kind])
    }
    return {"type": "Coverage", "domain": domain, "parameters": _parameters(layer, language), "ranges": ranges}


def position_json(
    values: Sequence[float | None], place: tuple[float, float], answer: Answer, layer: Layer, language: str
) -> Json:
    """CoverageJSON of one place; ``place`` is east first, a value per band."""
    kind = "float" if _raster(layer).kind == "elevation" else "integer"
    return {
        "type": "Coverage",
        "domain": {
            "type": "Domain",
            "domainType": "Point",
            "axes": {"x": {"values": [place[0]]}, "y": {"values": [place[1]]}},
            "referencing": _referencing(answer),
        },
        "parameters": _parameters(layer, language),
        "ranges": {
            band: {"type": "NdArray", "dataType": kind, "values": [value]}
            for band, value in zip(_BANDS[_raster(layer).kind], values, strict=True)
        },
    }


def legend(layer: Layer, language: str) -> Json:
    """The ramp of an elevation layer, highest first; a picture needs none."""
    raster = _raster(layer)
    return {
        "title": layer.title.get(language),
        "unit": raster.unit,
        "reference": raster.reference.get(language) if raster.reference else None,
        "stops": [{"value": stop.value, "color": stop.color} for stop in reversed(raster.ramp)],
    }


def legend_svg(layer: Layer, language: str) -> str:
    """The same as a drawing: a bar whose colours change as the map's do between equally spaced stops."""
    raster = _raster(layer)
    stops, step, bar = list(reversed(raster.ramp)), 24, 18
    height = max(step * (len(stops) - 1), 0)
    shades = "".join(
        f'<stop offset="{number / max(len(stops) - 1, 1):.4f}" stop-color="{stop.color}"/>'
        for number, stop in enumerate(stops)
    )
    labels = "".join(
        f'<text x="{bar + 8}" y="{34 + number * step}">{_figure(stop.value, language)}'
        f"{' ' + escape(raster.unit) if raster.unit else ''}</text>"
        for number, stop in enumerate(stops)
    )
    title = escape(layer.title.get(language))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="260" height="{height + 46}" role="img" aria-label="{title}"'
        f' font-family="sans-serif" font-size="13"><title>{title}</title>'
        f'<text x="0" y="14" font-weight="bold">{title}</text>'
        f'<defs><linearGradient id="ramp" x1="0" y1="0" x2="0" y2="1">{shades}</linearGradient></defs>'
        f'<rect x="0" y="30" width="{bar}" height="{height}" fill="url(#ramp)" stroke="#555" stroke-width="0.5"/>'
        f"{labels}</svg>"
    )


def _figure(value: float, language: str) -> str:
    text = (f"{value:,.0f}" if value == int(value) else f"{value:,.1f}").replace("-", "−")
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def _values(band: NDArray[Any]) -> list[float | int | None]:
    flat = band.ravel()
    if band.dtype == np.uint8:
        return [int(value) for value in flat]
    rounded = np.round(flat.astype(np.float64), 3)
    return [None if value == NODATA else float(value) for value in rounded]


def _parameters(layer: Layer, language: str) -> Json:
    raster = _raster(layer)
    parameters: Json = {}
    for band in _BANDS[raster.kind]:
        label = {language: wording(f"rasters.{band}").get(language)}
        told: Json = {"type": "Parameter", "observedProperty": {"label": label}}
        if raster.unit:
            told["unit"] = {"symbol": {"type": "http://www.opengis.net/def/uom/UCUM/", "value": raster.unit}}
        if raster.reference:
            told["description"] = {language: raster.reference.get(language)}
        parameters[band] = told
    return parameters


def _referencing(answer: Answer) -> list[Json]:
    """The CRS; coordinates in the authority's order."""
    names = ["y", "x"] if answer.projection.swapped else ["x", "y"]
    kind = "GeographicCRS" if answer.projection.geographic else "ProjectedCRS"
    return [{"coordinates": names, "system": {"type": kind, "id": answer.projection.uri}}]


def _raster(layer: Layer) -> Raster:
    assert layer.raster is not None
    return layer.raster
