"""Which part of a coverage is asked for, in which CRS and how finely (OGC API – Coverages, 19-087; Maps, 20-058)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote_plus

import shapely

from sdi.crs.operations import Box, CrsError
from sdi.publish.configuration import CRS84, crs_uri
from sdi.raster.reading import Target, lines_of
from sdi.serve.coverages.desk import Surface
from sdi.serve.problems import Problem
from sdi.serve.projection import Projection, Projections
from sdi.wording import wording

COVERAGE = ("bbox", "bbox-crs", "subset", "subset-crs", "crs", "scale-factor", "scale-axes", "scale-size", "as-of")
MAP = ("bbox", "bbox-crs", "crs", "width", "height", "sheets", "as-of")

MAX_CELLS = 4096 * 4096
"""Pixels of one answer."""

MAX_JSON_CELLS = 512 * 512
"""The same of CoverageJSON, in which each takes ten bytes."""

MAX_WEBP_SIDE = 16_383
"""What the format WebP can hold."""

MAP_SIDE = 1024
"""Longer side of a map when no size is asked for."""

_AXES = {"e": "x", "n": "y", "lon": "x", "long": "x", "lat": "y"}
_PART = re.compile(r"\s*([A-Za-z]+)\s*\(\s*([^():,]+?)\s*(?::\s*([^():,]+?)\s*)?\)\s*(?:,|$)")


@dataclass(frozen=True)
class Answer:
    """The grid of an answer, and its CRS as the client named it."""

    target: Target
    projection: Projection


def coverage(values: Mapping[str, str], surface: Surface, projections: Projections, *, most: int) -> Answer:
    """The grid of a coverage: native pixels where the CRS is the provincial one and no scale is asked for.

    Args:
        values: Query parameters.
        surface: The sheets.
        projections: CRSs that there are.
        most: Pixels of the answer; without a scale it is made coarser to fit, with one it is refused.

    Raises:
        Problem: 400, a parameter is wrong or asks for too much; 404, nothing of the coverage lies there.
    """
    projection = _crs(values, "crs", projections, crs_uri(projections.provincial))
    area, extent = _asked(values, projections), surface.extent
    west, south, east, north = area.bounds if area is not None and not area.is_empty else extent
    if area is not None and (area.is_empty or not shapely.intersects(area, shapely.box(*extent))):
        raise Problem(404, wording("rasters.outside"))
    box = (max(west, extent[0]), max(south, extent[1]), min(east, extent[2]), min(north, extent[3]))
    finest = surface.sheets[-1].resolution_m
    columns, rows = max(1.0, (box[2] - box[0]) / finest), max(1.0, (box[3] - box[1]) / finest)
    scaled = _scaled(values, columns, rows)
    if scaled is not None:
        columns, rows = scaled
        if columns * rows > most:
            raise Problem(400, wording("rasters.too_large", cells=math.ceil(columns * rows), most=most))
    elif columns * rows > most:
        shrink = math.sqrt(columns * rows / most)
        columns, rows = math.floor(columns / shrink), math.floor(rows / shrink)
    elif projection.epsg == projections.provincial:
        return Answer(_native(box, surface, projection.epsg), projection)
    size = max(1, math.ceil(columns - 1e-6)), max(1, math.ceil(rows - 1e-6))
    return Answer(Target(projection.epsg, _in(projection, box), *size), projection)


def map_image(values: Mapping[str, str], extent: Box, projections: Projections) -> Answer:
    """The grid of a map: just what is asked for, be there pixels or not.

    Raises:
        Problem: 400.
    """
    projection = _crs(values, "crs", projections, crs_uri(projections.provincial))
    bbox_crs = _crs(values, "bbox-crs", projections, CRS84)
    numbers = _numbers(values["bbox"]) if "bbox" in values else None
    if numbers is not None and bbox_crs.uri == projection.uri:
        box = bbox_crs.ordered(numbers)
    else:
        area = _area(bbox_crs, numbers) if numbers is not None else shapely.box(*extent)
        if area.is_empty:
            raise Problem(404, wording("rasters.outside"))
        box = _in(projection, area.bounds)
    if not (box[0] < box[2] and box[1] < box[3]):
        raise Problem(400, wording("problems.bbox_corners"))
    ratio = (box[2] - box[0]) / (box[3] - box[1])
    width, height = (_count(values, name) for name in ("width", "height"))
    if width is None and height is None:
        width = MAP_SIDE if ratio >= 1 else max(1, round(MAP_SIDE * ratio))
    if width is None:
        width = max(1, round((height or 1) * ratio))
    if height is None:
        height = max(1, round(width / ratio))
    if width * height > MAX_CELLS:
        raise Problem(400, wording("rasters.too_large", cells=width * height, most=MAX_CELLS))
    if values.get("f") == "webp" and max(width, height) > MAX_WEBP_SIDE:
        raise Problem(400, wording("rasters.too_long", side=max(width, height), most=MAX_WEBP_SIDE))
    return Answer(Target(projection.epsg, box, width, height), projection)


def day(values: Mapping[str, str]) -> date | None:
    """``as-of``: a day, as ISO 8601 writes it.

    Raises:
        Problem: 400.
    """
    text = values.get("as-of")
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Problem(400, wording("slip.bad_day", name="as-of", text=text[:40])) from error


def sheets(query: str) -> set[str] | None:
    """``sheets`` of a query as it was sent: commas part ids, those within an id are percent-encoded. None: all."""
    for name, _, value in (part.partition("=") for part in query.split("&")):
        if name == "sheets":
            return {unquote_plus(one) for one in value.split(",")}
    return None


def _asked(values: Mapping[str, str], projections: Projections) -> shapely.Geometry | None:
    """``bbox`` or ``subset`` as an area in the provincial CRS."""
    if "bbox" in values and "subset" in values:
        raise Problem(400, wording("rasters.bbox_or_subset"))
    if "subset" in values:
        return _subset(values["subset"], values.get("subset-crs"), projections)
    if "subset-crs" in values:
        raise Problem(400, wording("rasters.subset_crs_alone"))
    if "bbox" not in values:
        if "bbox-crs" in values:
            raise Problem(400, wording("problems.bbox_crs_alone"))
        return None
    return _area(_crs(values, "bbox-crs", projections, CRS84), _numbers(values["bbox"]))


def _subset(text: str, crs: str | None, projections: Projections) -> shapely.Geometry:
    """``E(585000:586000),N(1672000:1673000)`` in the provincial CRS, ``Lat(…),Lon(…)`` in CRS84; both axes.

    ``crs`` (``subset-crs``) names another one; its axes go by the same names.
    """
    ranges: dict[str, tuple[float, float]] = {}
    names = set()
    for name, low, high in _parts(text):
        axis = _AXES.get(name.lower())
        if axis is None or axis in ranges or high is None:
            raise Problem(400, wording("rasters.bad_subset", text=text[:80]))
        names.add(name.lower() in ("e", "n"))
        ranges[axis] = _number("subset", low), _number("subset", high)
    if len(ranges) != 2 or len(names) != 1:
        raise Problem(400, wording("rasters.bad_subset", text=text[:80]))
    (x0, x1), (y0, y1) = ranges["x"], ranges["y"]
    default = crs_uri(projections.provincial) if names == {True} else CRS84
    projection = _crs({"subset-crs": crs} if crs is not None else {}, "subset-crs", projections, default)
    if projection.geographic == (names == {True}):
        raise Problem(400, wording("rasters.bad_subset", text=text[:80]))
    numbers = [x0, y0, x1, y1]
    return _area(projection, [y0, x0, y1, x1] if projection.swapped else numbers)


def _scaled(values: Mapping[str, str], columns: float, rows: float) -> tuple[float, float] | None:
    """How many columns and rows are asked for; None when nothing is."""
    given = [name for name in ("scale-factor", "scale-axes", "scale-size") if name in values]
    if len(given) > 1:
        raise Problem(400, wording("rasters.one_scale"))
    if not given:
        return None
    if given == ["scale-factor"]:
        factor = _number("scale-factor", values["scale-factor"])
        if not 0 < factor < 1e6:
            raise Problem(400, wording("rasters.bad_scale", name="scale-factor"))
        return columns / factor, rows / factor
    name = given[0]
    found: dict[str, float] = {}
    for axis, value, nothing in _parts(values[name]):
        known = _AXES.get(axis.lower())
        number = _number(name, value)
        if known is None or known in found or nothing is not None or not 0 < number < 1e6:
            raise Problem(400, wording("rasters.bad_scale", name=name))
        found[known] = number
    if len(found) != 2:
        raise Problem(400, wording("rasters.bad_scale", name=name))
    if name == "scale-axes":
        return columns / found["x"], rows / found["y"]
    return float(round(found["x"])), float(round(found["y"]))


def _native(box: Box, surface: Surface, epsg: int) -> Target:
    """The pixels that meet a box, on the lines of the finest sheet, which lies on top."""
    size = surface.sheets[-1].resolution_m
    x0, y0 = lines_of(surface.files[-1])
    west, south = (math.floor((at - start) / size + 1e-6) for at, start in ((box[0], x0), (box[1], y0)))
    east, north = (math.ceil((at - start) / size - 1e-6) for at, start in ((box[2], x0), (box[3], y0)))
    east, south = max(east, west + 1), min(south, north - 1)
    corners = x0 + west * size, y0 + south * size, x0 + east * size, y0 + north * size
    return Target(epsg, corners, east - west, north - south)


def _parts(text: str) -> list[tuple[str, str, str | None]]:
    found, at = [], 0
    while at < len(text):
        match = _PART.match(text, at)
        if match is None:
            raise Problem(400, wording("rasters.bad_subset", text=text[:80]))
        found.append((match[1], match[2], match[3]))
        at = match.end()
    return found


def _area(projection: Projection, numbers: list[float]) -> shapely.Geometry:
    try:
        return projection.area(numbers)
    except ValueError as error:
        raise Problem(400, error.args[0]) from error


def _in(projection: Projection, box: Box) -> Box:
    """A box of the provincial CRS in another, east first."""
    try:
        return projection.bounds(box)
    except CrsError as error:
        raise Problem(400, error.message) from error


def _numbers(text: str) -> list[float]:
    parts = text.split(",")
    if len(parts) not in (4, 6):
        raise Problem(400, wording("problems.bbox_size"))
    numbers = [_number("bbox", part) for part in parts]
    return numbers if len(numbers) == 4 else [*numbers[:2], *numbers[3:5]]


def _number(name: str, text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise Problem(400, wording("rasters.no_number", name=name, text=text[:40]))
    return found


def _count(values: Mapping[str, str], name: str) -> int | None:
    if name not in values:
        return None
    text = values[name]
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= 32_768 and len(text) < 9):
        raise Problem(400, wording("rasters.no_number", name=name, text=text[:40]))
    return int(text)


def _crs(values: Mapping[str, str], name: str, projections: Projections, default: str) -> Projection:
    uri = values.get(name, default)
    if uri not in projections:
        raise Problem(400, wording("problems.no_crs", asked=uri[:120], offered=", ".join(projections)))
    return projections[uri]
