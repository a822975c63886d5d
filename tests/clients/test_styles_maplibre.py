"""Every style drawn by MapLibre itself, with our sprites and letters: each rule shows its colours.

``SDI_KEEP_STYLES=DIR`` keeps the pictures for whoever wants to look at them.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import matplotlib.image
import numpy as np
import pytest
from playwright.sync_api import Page, Route, sync_playwright
from portal.desk import chromium, options
from styles.scene import CELL, Scene, scene_of

from clients.test_styles_drawn import CLOSE, LAYERS
from sdi.styles import glyphs, maplibre, pictures
from sdi.styles.derive import mixed
from sdi.styles.model import LayerStyle, MapStyle, Symbol

pytestmark = pytest.mark.clients

BASE = "https://sdi.example.vn/api"
SOFTWARE = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
"""WebGL where there is no graphics card."""

PAGE = """<!doctype html><html><head><style>body {{ margin: 0 }} #map {{ width: {}px; height: {}px }}</style></head>
<body><div id="map"></div><script src="maplibre.js"></script></body></html>"""

SCRIPT = Path(str(distribution("maplibre").locate_file("maplibre/srcjs/maplibre-gl.js")))
"""MapLibre GL JS, as a package of Python's brings it; its own modules are not wanted."""

DRAW = """([style, center, zoom]) => new Promise((done, fail) => {
  const map = new maplibregl.Map({container: 'map', style, center, zoom, interactive: false, attributionControl: false,
    fadeDuration: 0, pixelRatio: 1});
  map.on('error', (event) => fail(event.error));
  map.on('idle', () => done(true));
})"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*options(), *SOFTWARE])
        found = browser.new_page(viewport={"width": 700, "height": 1200})
        yield found
        browser.close()


def answer(route: Route, style: MapStyle) -> None:
    """What the service answers to a map: the page, sprites and letters."""
    parts = unquote(urlsplit(route.request.url).path).removeprefix("/api").split("/")
    if parts[1] == "glyphs":
        route.fulfill(body=glyphs.glyph_range(parts[2].split(",")[0], int(parts[3].split("-")[0])))
        return
    name, _, kind = parts[-1].partition(".")
    ratio = 2 if name.endswith("@2x") else 1
    places, svg = pictures.sprite(maplibre.images(style), ratio)
    route.fulfill(json=places) if kind == "json" else route.fulfill(body=pictures.png(svg, ratio))


def drawn(page: Page, name: str, layer: LayerStyle, scene: Scene) -> Any:
    """The scene as MapLibre draws it; tiles are replaced by the scene's features, nothing else is."""
    style = MapStyle(name, layer.title, None, None, (layer,))
    document = maplibre.style_document(style, BASE, "vi")
    document["sources"] = {layer.layer: {"type": "geojson", "data": scene.geojson(scene.mercator)}}
    for part in document["layers"]:
        del part["source-layer"]
    page.route(f"{BASE}/**", lambda route: answer(route, style))
    page.route(f"{BASE}/page", lambda route: route.fulfill(body=PAGE.format(*scene.size), content_type="text/html"))
    page.route(f"{BASE}/maplibre.js", lambda route: route.fulfill(path=SCRIPT))
    page.set_viewport_size({"width": scene.size[0], "height": scene.size[1]})
    page.goto(f"{BASE}/page")
    middle = scene.mercator((scene.size[0] / 2, scene.size[1] / 2))
    page.evaluate(DRAW, [document, middle, scene.zoom])
    body = page.locator("#map").screenshot()
    page.unroute_all()
    if keep := os.environ.get("SDI_KEEP_STYLES"):
        (Path(keep) / f"{name}.maplibre.png").write_bytes(body)
    return matplotlib.image.imread(io.BytesIO(body))[..., :3]


@pytest.mark.parametrize("name", LAYERS)
def test_every_rule_is_drawn_in_its_colours(page: Page, name: str) -> None:
    layer = LAYERS[name]
    scene = scene_of(layer)
    image = drawn(page, name, layer, scene)
    for rule, (x, y) in scene.cells:
        left, top = int(x - CELL[0] / 2), int(y - CELL[1] / 2)
        cell = image[top : top + CELL[1], left : left + CELL[0]].reshape(-1, 3)
        for color, least in expected(rule.symbol):
            wanted = np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)]) / 255
            seen = (np.abs(cell - wanted).max(axis=1) < CLOSE).sum()
            assert seen >= least, f"{rule.title.vi}: {color} on {seen} of {len(cell)} pixels"


def expected(symbol: Symbol) -> list[tuple[str, int]]:
    """Colours that a symbol must show on white, and on how many pixels at least; lines are drawn smoothly."""
    found = []
    if symbol.fill is not None:
        found.append((mixed("#FFFFFF", symbol.fill.color, symbol.fill.opacity), 300 if symbol.hatch else 1800))
    if symbol.stroke is not None and symbol.stroke.opacity == 1 and symbol.stroke.width >= 2:
        found.append((symbol.stroke.color, 40))
    if symbol.marker is not None:
        found.append((symbol.marker.color, 4 if symbol.marker.size >= 5 else 1))
    return found
