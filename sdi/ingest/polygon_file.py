"""``python -m sdi.ingest.polygon_file``: the polygons of one small file, for a question rather than for a release.

:mod:`sdi.ingest.apart` starts it and reads what it says. What may be read comes pickled on standard input; the answer
is WKB or, of an expected error, JSON on standard output: nothing that the parent would execute, for this process has
read a file of strangers.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys

import numpy as np
import orjson
import shapely

from sdi.children import end_with_parent
from sdi.crs import Reprojector
from sdi.crs.identify import identify
from sdi.errors import Refused, SdiError, UsageError
from sdi.geom.wkb import from_wkb
from sdi.ingest.apart import DONE, LIMITS, TOLD, Asked
from sdi.ingest.delivery import registered
from sdi.ingest.limits import MIB
from sdi.ingest.reader import open_source
from sdi.ingest.source import SourceLayer
from sdi.model import Province, SourceProfile, Target, Text
from sdi.overlay.drawn import BadPolygon, polygons_of
from sdi.wording import LANGUAGES, in_language, wording

CPU_S, MEMORY, FILE = 20, 2 * 1024 * MIB, 2 * LIMITS.total
"""Measured: 60 MB of GeoJSON take 2 s and 0.3 GB. With 4,000 columns in them GDAL takes 20 s, and is stopped.
SQLite sorts in files: a view in a GeoPackage of 98 kB wrote 646 MB of them."""

_ANY = SourceProfile(title=Text(vi="Đa giác"), targets={"polygon": Target()})
_CRS84 = 4326


def read(asked: Asked) -> shapely.Geometry:
    """All polygons of a file as one geometry in the provincial CRS.

    Raises:
        Refused: The file cannot be read (rules FIL-…).
        UsageError: It does not say its CRS, or holds more layers than one.
        BadPolygon: It holds no polygons, or too many vertices.
    """
    path, province = asked.path, asked.province
    with registered([path], asked.work, LIMITS) as delivery, open_source(delivery, _ANY, LIMITS) as source:
        if len(source.layers) != 1:
            names = ", ".join(layer.name for layer in source.layers)
            raise UsageError(
                wording("polygons.many_layers", file=path.name, names=names), wording("polygons.one_layer")
            )
        layer = source.layers[0]
        reprojector = Reprojector(asked.crs or _code(layer, province), province.crs, province.datum_operation)
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


def main() -> int:
    """Answer the question on standard input."""
    end_with_parent(signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.dup(1)
    os.dup2(2, 1)  # what libraries print is no answer
    try:
        said, code = shapely.to_wkb(read(pickle.load(sys.stdin.buffer))), DONE
    except SdiError as error:
        texts = [[in_language(text, language) for language in LANGUAGES] for text in (error.message, error.advice)]
        rule = error.rule if isinstance(error, Refused) else None
        said, code = orjson.dumps({"rule": rule, "said": texts}), TOLD
    with os.fdopen(answers, "wb") as stream:
        stream.write(said)
    return code


if __name__ == "__main__":
    sys.exit(main())
