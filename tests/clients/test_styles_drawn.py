"""QML and SLD of every layer, drawn by QGIS: each rule shows the colours that the style says.

``SDI_KEEP_STYLES=DIR`` keeps the pictures for whoever wants to look at them.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import matplotlib.image
import numpy as np
import pytest
from styles.scene import CLOSE, Least, Scene, lacking, scene_of
from styles.test_golden import STYLES

from clients.installation import Installation
from sdi.styles import qml, sld
from sdi.styles.derive import mixed
from sdi.styles.model import MapStyle, Symbol

pytestmark = pytest.mark.clients

LAYERS = {f"{style.id}-{number}": layer for style in STYLES.values() for number, layer in enumerate(style.layers)}


@pytest.fixture(scope="module")
def pictures(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Scene, Path]]:
    """By name and format: the scene of a layer, and its picture."""
    folder = tmp_path_factory.mktemp("styles")
    cases, found = [], {}
    for name, layer in LAYERS.items():
        scene = scene_of(layer)
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5898"}}
        features = folder / f"{name}.geojson"
        features.write_text(json.dumps(scene.geojson(scene.planar) | {"crs": crs}), "utf-8")
        one = MapStyle(name, layer.title, None, None, (layer,))
        for form, content in (("qml", qml.document(layer, (), "vi")), ("sld", sld.document(one, "vi"))):
            style, picture = folder / f"{name}.{form}", folder / f"{name}.{form}.png"
            style.write_text(content, "utf-8")
            said: dict[str, Any] = {"features": str(features), "style": str(style), "picture": str(picture)}
            cases.append(said | {"box": scene.box, "size": scene.size})
            found[f"{name}.{form}"] = (scene, picture)
    assert installation.qgis("draw_styles", cases=cases) == {}
    if keep := os.environ.get("SDI_KEEP_STYLES"):
        for _, picture in found.values():
            shutil.copy(picture, keep)
    return found


@pytest.mark.parametrize("form", ["qml", "sld"])
@pytest.mark.parametrize("name", LAYERS)
def test_every_rule_is_drawn_in_its_colours(pictures: dict[str, tuple[Scene, Path]], name: str, form: str) -> None:
    scene, path = pictures[f"{name}.{form}"]
    image = matplotlib.image.imread(path)[..., :3]
    assert lacking(image, scene, lambda symbol: expected(symbol, form)) == []


@pytest.mark.parametrize("name", ["planning_zones", "roads", "administrative_units"])
def test_tiles_are_drawn_by_the_maplibre_style(installation: Installation, tmp_path: Path, name: str) -> None:
    """Address of the style, of the tiles and their fields fit together: the commonest codes show their colours."""
    path = tmp_path / "tiles.png"
    layer = STYLES[name].layers[0]
    home = f"{installation.base}/api/collections/{name}/tiles/WebMercatorQuad"
    row = installation.desk.connection.execute(_EXTENT.format(name)).fetchone()
    assert row is not None
    installation.qgis(
        "draw_tiles",
        tiles=f"{home}/xyz/{{z}}/{{x}}/{{y}}.mvt",
        style=f"{installation.base}/api/styles/{name}?f=mapbox",
        levels=list(layer.zooms),
        box=list(row),
        size=[800, 800],
        path=str(path),
    )
    image = matplotlib.image.imread(path)[..., :3].reshape(-1, 3)
    shown = set()
    for rule in layer.rules:
        for color, _ in expected(rule.symbol, "mapbox"):
            wanted = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
            if (np.abs(image - wanted).max(axis=1) < CLOSE).sum() > 100:
                shown.add(color)
    assert len(shown) >= min(4, len(layer.rules)), shown


_EXTENT = """
SELECT ST_XMin(b), ST_YMin(b), ST_XMax(b), ST_YMax(b) FROM (
    SELECT ST_Extent(ST_Transform(ST_Centroid(ST_Envelope(geom)), 3857)) AS b FROM pub.{}
    WHERE ST_X(ST_Centroid(geom)) > 550000
) AS extent
"""


def expected(symbol: Symbol, form: str) -> list[Least]:
    """Colours that a symbol must show on white, and on how many pixels at least.

    QGIS 3.22 takes the width of an SLD's hatch for millimetres, so that little may be left of the fill between; and it
    always draws hatches smoothly, so that of a thin one no pixel has the whole colour.
    """
    found = []
    if symbol.hatch is not None and (form == "sld" or (form == "qml" and symbol.hatch.width > 1.2)):
        found.append((symbol.hatch.color, 100))
    if symbol.fill is not None and not (symbol.hatch and form == "sld"):
        shown = mixed("#FFFFFF", symbol.fill.color, symbol.fill.opacity)
        found.append((shown, 300 if symbol.hatch else 2500))
    if symbol.stroke is not None and symbol.stroke.opacity == 1 and symbol.stroke.width >= 1:
        found.append((symbol.stroke.color, 40))
    if symbol.marker is not None:
        found.append((symbol.marker.color, 4))
    return found
