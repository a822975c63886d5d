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
import pytest
from playwright.sync_api import Page, Route, sync_playwright
from portal.desk import chromium, options
from styles.scene import Scene, lacking, scene_of, smoothly

from clients.test_styles_drawn import LAYERS
from sdi.styles import glyphs, maplibre, pictures
from sdi.styles.model import LayerStyle, MapStyle

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
    assert lacking(drawn(page, name, layer, scene), scene, smoothly) == []
