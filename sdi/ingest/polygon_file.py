"""The polygons of one small file, for a question rather than for a release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely

from sdi.crs import Reprojector
from sdi.crs.identify import identify
from sdi.errors import UsageError
from sdi.geom.wkb import from_wkb
from sdi.ingest.delivery import registered
from sdi.ingest.limits import DEFAULT_LIMITS, MIB
from sdi.ingest.reader import open_source
from sdi.ingest.source import SourceLayer
from sdi.model import Province, SourceProfile, Target, Text
from sdi.overlay.drawn import BadPolygon, polygons_of
from sdi.wording import wording

LIMITS = replace(DEFAULT_LIMITS, entries=100, total=64 * MIB, json_element=16 * MIB, batch_rows=1_000)

_ANY = SourceProfile(title=Text(vi="Đa giác"), targets={"polygon": Target()})
_CRS84 = 4326


def read_polygons(path: Path, province: Province, work: Path, crs: int | None = None) -> shapely.Geometry:
    """All polygons of a file as one geometry in the provincial CRS.

    Args:
        path: A file of any format that deliveries come in, or a ZIP.
        province: Whose CRS and datum operation hold.
        work: Where archives are unpacked meanwhile.
        crs: EPSG code that holds whatever the file says.

    Raises:
        Refused: The file cannot be read (rules FIL-…).
        UsageError: It does not say its CRS, or holds more layers than one.
        BadPolygon: It holds no polygons, or too many vertices.
    """
    with registered([path], work, LIMITS) as delivery, open_source(delivery, _ANY, LIMITS) as source:
        if len(source.layers) != 1:
            names = ", ".join(layer.name for layer in source.layers)
            raise UsageError(
                wording("polygons.many_layers", file=path.name, names=names), wording("polygons.one_layer")
            )
        layer = source.layers[0]
        reprojector = Reprojector(crs or _code(layer, province), province.crs, province.datum_operation)
        found: list[shapely.Geometry | None] = []
        for batch in source.batches(layer.name):
            decoded = from_wkb(np.array(batch.geometry.to_pylist(), dtype=object))
            if not decoded.ok.all():
                raise BadPolygon(wording("polygons.bad_geometry", file=path.name))
            found += list(decoded.values)
            drawn = polygons_of(found)  # stops as soon as there are too many vertices
    moved: shapely.Geometry = reprojector.geometries(np.array([drawn], dtype=object))[0]
    return moved


def _code(layer: SourceLayer, province: Province) -> int:
    if layer.crs_origin == "standard":
        return _CRS84
    finding = identify(layer.crs_wkt, province.axes)
    if finding is None or finding.epsg is None:
        raise UsageError(wording("polygons.no_crs"), wording("polygons.name_crs", crs=province.crs))
    return int(finding.epsg)
