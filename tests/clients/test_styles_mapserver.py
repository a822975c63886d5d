"""SLD of every layer, drawn by Debian's MapServer: a map server that knows nothing of us, beside QGIS with our QML.

``SDI_KEEP_STYLES=DIR`` keeps the pictures for whoever wants to look at them.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import matplotlib.image
import numpy as np
import pytest
from styles.scene import Scene, lacking, scene_of, smoothly

from clients.installation import Installation
from clients.test_styles_drawn import LAYERS
from sdi.styles import qml, sld
from sdi.styles.model import LayerStyle, MapStyle

pytestmark = pytest.mark.clients

CRS = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5898"}}


def drawn(folder: Path, name: str, layer: LayerStyle, scene: Scene) -> Any:
    """A scene by MapServer as WMS with our SLD in the request; the layer itself is drawn black."""
    features = folder / f"{name}.geojson"
    features.write_text(json.dumps(scene.geojson(scene.planar) | {"crs": CRS}), "utf-8")
    mapfile = folder / f"{name}.map"
    kind = ("POINT", "LINE", "POLYGON")[layer.dimension]
    mapfile.write_text(_MAP.format(size="{} {}".format(*scene.size), name=layer.layer, kind=kind, features=features))
    (folder / "mapserver.conf").write_text('CONFIG\nENV\nMS_MAP_PATTERN "."\nEND\nEND\n')
    style = sld.document(MapStyle(name, layer.title, None, None, (layer,)), "vi")
    asked = (
        "SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&STYLES=&CRS=EPSG:5898&FORMAT=image/png"
        f"&LAYERS={layer.layer}&BBOX={','.join(map(str, scene.box))}&WIDTH={scene.size[0]}&HEIGHT={scene.size[1]}"
        f"&SLD_BODY={quote(style)}"
    ).encode()
    said = {
        "REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/x-www-form-urlencoded", "QUERY_STRING": f"map={mapfile}",
        "CONTENT_LENGTH": f"{len(asked)}", "MAPSERVER_CONFIG_FILE": str(folder / "mapserver.conf"),
    }  # fmt: skip
    done = subprocess.run(["/usr/lib/cgi-bin/mapserv"], input=asked, env=said, capture_output=True, check=True)
    head, _, body = done.stdout.partition(b"\r\n\r\n")
    assert b"image/png" in head, body[:500]
    if keep := os.environ.get("SDI_KEEP_STYLES"):
        (Path(keep) / f"{name}.mapserver.png").write_bytes(body)
    return matplotlib.image.imread(io.BytesIO(body))[..., :3]


_MAP = """MAP
SIZE {size} UNITS METERS IMAGECOLOR 255 255 255 MAXSIZE 4096 RESOLUTION 90.714 DEFRESOLUTION 90.714
PROJECTION "init=epsg:5898" END
WEB METADATA "ows_enable_request" "*" "wms_srs" "EPSG:5898" "wms_sld_enabled" "true" "ows_title" "x"
"ows_onlineresource" "http://x/" END END
LAYER NAME "{name}" TYPE {kind} STATUS ON CONNECTIONTYPE OGR CONNECTION "{features}"
PROJECTION "init=epsg:5898" END METADATA "gml_include_items" "all" "ows_title" "x" END
CLASS STYLE COLOR 0 0 0 END END
END
END
"""
"""Sizes by OGC's pixel of 0.28 mm."""


@pytest.fixture(scope="module")
def by_qgis(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The same scenes by QGIS with QML."""
    folder = tmp_path_factory.mktemp("qml")
    cases = []
    for name, layer in LAYERS.items():
        scene = scene_of(layer)
        features, style = folder / f"{name}.geojson", folder / f"{name}.qml"
        features.write_text(json.dumps(scene.geojson(scene.planar) | {"crs": CRS}), "utf-8")
        style.write_text(qml.document(layer, (), "vi"), "utf-8")
        said: dict[str, Any] = {"features": str(features), "style": str(style), "picture": str(folder / f"{name}.png")}
        cases.append(said | {"box": scene.box, "size": scene.size})
    assert installation.qgis("draw_styles", cases=cases) == {}
    return {name: matplotlib.image.imread(folder / f"{name}.png")[..., :3] for name in LAYERS}


@pytest.mark.parametrize("absent", ["other", "none"])
@pytest.mark.parametrize("name", LAYERS)
def test_every_rule_is_drawn_as_by_qgis(by_qgis: dict[str, Any], tmp_path: Path, name: str, absent: str) -> None:
    """Also what has a code that is in no list, or none. Edges differ: one draws them smoothly, the other does not.
    MapServer has no hatches, and fills their place with small squares in their colour.
    """
    layer = replace(LAYERS[name], label=None)
    scene = scene_of(layer)
    if absent == "none" and layer.by:
        scene = replace(
            scene,
            features=[
                ({field: None if value == "?" else value for field, value in properties.items()}, kind, points)
                for properties, kind, points in scene.features
            ],
        )
    image = drawn(tmp_path, name, layer, scene)
    assert image.shape == by_qgis[name].shape
    if not any(rule.symbol.hatch for rule in layer.rules):
        assert (np.abs(image - by_qgis[name]).max(axis=2) > 0.15).mean() < 0.06
    assert lacking(image, scene, smoothly) == []


def test_texts_stand_on_their_areas(tmp_path: Path) -> None:
    """A rule for texts alone, if it came last, would make points of all areas."""
    layer = LAYERS["planning_zones-0"]
    image = drawn(tmp_path, "labels", layer, scene_of(layer))
    assert (image.min(axis=2) < 0.9).mean() > 0.5 and (image.max(axis=2) < 0.25).sum() > 500
