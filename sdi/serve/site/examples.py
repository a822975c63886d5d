"""Examples for developers: of this server and of features that are published now, so that they run as they stand.

A test runs every one of them. What is written for a shell needs curl or GDAL's programs, what is written in Python
the standard library, GeoPandas or QGIS.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tool = Literal["curl", "gdal", "python", "geopandas", "qgis"]

TOOLS: tuple[Tool, ...] = ("curl", "python", "geopandas", "gdal", "qgis")
"""In the order in which people see them."""


@dataclass(frozen=True)
class Example:
    """An example: what it shows is a text of ``wording/site.yml``, ``example_<id>``."""

    id: str
    tool: Tool
    code: str


@dataclass(frozen=True)
class Known:
    """What examples are about.

    Attributes:
        api: Address of the API without a trailing slash.
        layer: A published layer.
        feature: Id of one of its features.
        box: A box around the feature in degrees: west, south, east, north.
        slip: Whether there are planning slips of this layer.
    """

    api: str
    layer: str
    feature: str
    box: tuple[float, float, float, float]
    slip: bool


def examples(known: Known, note: str) -> list[Example]:
    """All examples; ``note`` says to people what to do the second time that they follow changes."""
    box = ",".join(f"{number:.5f}" for number in known.box)
    layer = f"{known.api}/collections/{known.layer}"
    found = [
        Example("one", "curl", f'curl -fsS "{layer}/items/{known.feature}"'),
        Example("box", "curl", f'curl -fsS "{layer}/items?bbox={box}&limit=10"'),
        Example(
            "filter", "curl",
            f'curl -fsS -G "{layer}/items" \\\n'
            f'  --data-urlencode "filter=S_INTERSECTS(geometry, BBOX({box}))" \\\n'
            '  --data-urlencode "filter-lang=cql2-text" --data-urlencode "limit=5"',
        ),
        Example("file", "curl", f'curl -fsS -C - -O "{layer}/downloads/{known.layer}.gpkg"'),
        Example("changes", "curl", f'curl -fsS "{layer}/changes?since=0&limit=2"'),
    ]  # fmt: skip
    if known.slip:
        found += [
            Example("slip", "curl", f'curl -fsS "{known.api}/slip/{known.feature}?f=json"'),
            Example("slip_pdf", "curl", f'curl -fsS -o phieu.pdf "{known.api}/slip/{known.feature}?f=pdf"'),
        ]
    found += [
        Example("pages", "python", _PAGES.format(url=f"{layer}/items?bbox={box}&limit=2")),
        Example("copy", "python", _COPY.format(url=layer, note=note)),
        Example("frame", "geopandas", _FRAME.format(url=f"{layer}/items?bbox={box}&limit=100")),
        Example("read_file", "geopandas", _READ_FILE.format(url=f"{layer}/downloads/{known.layer}.fgb")),
        Example("ogrinfo", "gdal", f'ogrinfo -so "OAPIF:{known.api}" {known.layer}'),
        Example(
            "ogr2ogr", "gdal",
            f"ogr2ogr -f GPKG -spat {box.replace(',', ' ')} -spat_srs OGC:CRS84 \\\n"
            f'  {known.layer}-part.gpkg "OAPIF:{known.api}" {known.layer}',
        ),
        Example("pyqgis", "qgis", _QGIS.format(api=known.api, layer=known.layer)),
    ]  # fmt: skip
    return found


_PAGES = """import json
import urllib.request

address = "{url}"
features = []
while address and len(features) < 10:
    with urllib.request.urlopen(address) as answer:
        page = json.load(answer)
    features += page["features"]
    address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
print(len(features), features[0]["id"])
"""

_COPY = """import json
import urllib.request

layer = "{url}"
release = 0  # {note}
address = f"{{layer}}/changes?since={{release}}&limit=1000"
copy = {{}}
while address:
    with urllib.request.urlopen(address) as answer:
        page = json.load(answer)
    for feature in page["upserts"]["features"]:
        copy[feature["id"]] = feature
    for gone in page["removed"]:
        copy.pop(gone, None)
    address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
print(len(copy), "release", page["to"])
"""

_FRAME = """import geopandas

frame = geopandas.read_file("{url}")
print(frame.drop(columns="geometry").head())
"""

_READ_FILE = """import geopandas

frame = geopandas.read_file("/vsicurl/{url}", rows=100)
print(len(frame), frame.crs)
"""

_QGIS = """from qgis.core import QgsProject, QgsVectorLayer

source = "url='{api}' typename='{layer}' restrictToRequestBBOX='1' pageSize='1000'"
layer = QgsVectorLayer(source, "{layer}", "OAPIF")
assert layer.isValid(), layer.error().summary()
QgsProject.instance().addMapLayer(layer)
print(layer.name(), layer.crs().authid(), layer.featureCount())
"""
