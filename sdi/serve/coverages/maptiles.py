"""Map tiles of raster layers (OGC API – Tiles and – Maps): in everybody's grid and in the province's own.

As with vector tiles, a tile by OGC's address is 404 outside the limits of its set, and by ``xyz`` 204; one that shows
nothing is 204 by both. The tag of a tile tells the files that it shows, so that it is known before anything is drawn,
and holds over publications of other sheets.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.model import Layer
from sdi.raster.coloring import Form, encoded, painted
from sdi.raster.reading import Target, reached, read
from sdi.raster.shading import shaded
from sdi.serve import caching
from sdi.serve.coverages import question
from sdi.serve.coverages.desk import CoverageDesk, Surface, coverage_layer
from sdi.serve.editions import Edition
from sdi.serve.links import link
from sdi.serve.negotiation import begin, language, require_known, respond
from sdi.serve.problems import Problem
from sdi.serve.tiles.grids import MERCATOR, TILE_PIXELS
from sdi.serve.tiles.routes import TileDesk, address_of, tile_headers
from sdi.serve.tiles.sets import LayerTiles, TileSets, levels_between
from sdi.styles.maplibre import HILLSHADE
from sdi.wording import in_language, wording

Json = dict[str, Any]

FORMS: tuple[Form, ...] = ("png", "webp")

MERCATOR_RADIUS = 6_378_137.0


def routes() -> list[Route]:
    """Routes, relative to the root of the application."""
    one = "/api/collections/{collection}"
    return [
        route
        for root in (f"{one}/map/tiles", f"{one}/styles/{{look}}/map/tiles")
        for route in (
            Route(root, tilesets),
            Route(f"{root}/{{grid}}", tileset),
            Route(f"{root}/{{grid}}/{{level}}/{{row}}/{{col}}", tile),
            Route(f"{root}/{{grid}}/xyz/{{level}}/{{col}}/{{row}}.{{form}}", xyz_tile),
        )
    ]


def path_of(layer: str, look: str | None) -> str:
    """Where the map tiles of a layer are, below the API's address."""
    return f"collections/{layer}/styles/{look}/map/tiles" if look else f"collections/{layer}/map/tiles"


def drawn(edition: Edition, surface: Surface, target: Target) -> NDArray[np.uint8]:
    """A grid of the surface as a picture of shape (4, rows, columns)."""
    province = edition.project.province
    pixels = read(surface.files, target, province.crs, province.datum_operation, surface.raster.resampling)
    return painted(pixels, surface.raster)


def drawn_shades(edition: Edition, surface: Surface, target: Target) -> NDArray[np.uint8]:
    """A grid of a model of the ground as light and shade, likewise."""
    province = edition.project.province
    (heights,) = read(surface.files, _around(target), province.crs, province.datum_operation, "cubic")
    return shaded(heights, target.transform.a * _true(target))


def _around(target: Target) -> Target:
    """A grid and one more pixel on every side: light falls by the neighbours."""
    west, south, east, north = target.box
    x, y = target.transform.a, -target.transform.e
    return Target(target.epsg, (west - x, south - y, east + x, north + y), target.columns + 2, target.rows + 2)


def _true(target: Target) -> float:
    """Metres on the ground to a metre of the grid, in its middle."""
    if target.epsg != MERCATOR:
        return 1.0
    return 1 / math.cosh((target.box[1] + target.box[3]) / 2 / MERCATOR_RADIUS)


def _look(request: Request, layer: Layer) -> str | None:
    """The style by which a layer is asked for; None: its own.

    Raises:
        Problem: 404, the layer has no such style.
    """
    look: str | None = request.path_params.get("look")
    assert layer.raster is not None
    if look is not None and (look != HILLSHADE or layer.raster.kind != "elevation"):
        raise Problem(404, wording("rasters.no_look", name=look[:40]))
    return look


def tiles_of(sets: TileSets, layer: Layer, grid: str) -> LayerTiles:
    """The map tiles of a raster layer in a grid, as one audience sees them."""
    assert layer.raster is not None
    found = sets.of(layer.id, grid)
    return replace(found, levels=levels_between(layer.raster.minzoom, layer.raster.maxzoom, found.place.grid))


async def tilesets(request: Request) -> Response:
    """The tile sets of a raster layer, one for each grid."""
    edition, form = begin(request)
    layer, spoken = coverage_layer(edition, request.path_params["collection"]), language(request, form)
    sets, look = _sets(request, edition), _look(request, layer)
    described = [MapTiles(edition, tiles_of(sets, layer, grid), spoken, look) for grid in sets.projected]
    root = f"{edition.base_url}/{path_of(layer.id, look)}"
    document = {
        "title": layer.title.get(spoken),
        "tilesets": [one.entry() for one in described],
        "links": [link("self", f"{root}?f=json", layer.title.get(spoken))],
    }
    return respond(request, edition, form, document, {}, "tilesets.html", collection=layer.id, kind="map/tiles")


async def tileset(request: Request) -> Response:
    """One tile set, also as TileJSON."""
    edition, form = begin(request, "tilejson")
    layer, spoken = coverage_layer(edition, request.path_params["collection"]), language(request, form)
    tiles = tiles_of(_sets(request, edition), layer, request.path_params["grid"])
    found = MapTiles(edition, tiles, spoken, _look(request, layer))
    document = found.tilejson() if form == "tilejson" else found.document()
    context = {"collection": layer.id, "kind": "map/tiles", "tileset": found}
    return respond(request, edition, form, document, {}, "tileset.html", **context)


async def tile(request: Request) -> Response:
    """A tile by OGC's address."""
    form = request.query_params.get("f", "png")
    if form not in FORMS:
        raise Problem(400, wording("problems.only_values", name="f", allowed=", ".join(FORMS)))
    return await _tile(request, form, strict=True)


async def xyz_tile(request: Request) -> Response:
    """A tile by x and y."""
    form = request.path_params["form"]
    if form not in FORMS or "f" in request.query_params:
        raise Problem(404, wording("problems.no_page"))
    return await _tile(request, form, strict=False)


async def _tile(request: Request, form: str, *, strict: bool) -> Response:
    edition: Edition = request.app.state.edition(request)
    layer = coverage_layer(edition, request.path_params["collection"])
    look, sheets = _look(request, layer), question.sheets(request.url.query)
    require_known(request.query_params, {"f", "as-of", "sheets"})
    tiles = tiles_of(_sets(request, edition), layer, request.path_params["grid"])
    grid = tiles.place.grid
    address = address_of(request, grid)
    day = question.day(request.query_params)
    # limits are those of today, levels those of the declaration
    if address.level not in tiles.levels or (day is None and not tiles.has(address)):
        if strict:
            raise Problem(404, wording("tiles.outside"))
        return _sent(request, b"", form, caching.tag("nothing"))
    desk: CoverageDesk = request.app.state.coverages
    surface = await run_in_threadpool(desk.surface, edition, layer.id, day)
    if sheets is not None:
        surface = surface.only(sheets)
    target = Target(grid.epsg, grid.box(*address), TILE_PIXELS, TILE_PIXELS)
    province = edition.project.province
    seen = _around(target) if look == HILLSHADE else target
    shown = reached(surface.files, seen, province.crs, province.datum_operation)
    files = [sheet.file for sheet, piece in zip(surface.sheets, surface.files, strict=True) if piece in shown]
    if not files:
        return _sent(request, b"", form, caching.tag("nothing"))
    etag = caching.tag(files, repr(target), repr(surface.raster), look, form, edition.version)
    if caching.has(request, etag):
        return Response(status_code=304, headers=tile_headers(request, etag))
    part = replace(surface, files=tuple(shown))
    draw = drawn_shades if look == HILLSHADE else drawn

    def made() -> bytes:
        colors = draw(edition, part, target)
        return encoded(colors, cast(Form, form)) if colors[3].any() else b""

    body = await desk.picture(etag, made)
    return _sent(request, body, form, etag)


def _sent(request: Request, body: bytes, form: str, etag: str) -> Response:
    if not body:
        return Response(status_code=204, headers=tile_headers(request, etag))
    return Response(body, media_type=f"image/{form}", headers=tile_headers(request, etag))


def _sets(request: Request, edition: Edition) -> TileSets:
    desk: TileDesk = request.app.state.tiles
    return desk.sets(edition)


class MapTiles:
    """What is told of the map tiles of a layer in one grid.

    Args:
        edition: Of the audience.
        tiles: Levels and limits.
        language: Of titles.
        look: The style by which it is drawn; None: its own.
    """

    def __init__(self, edition: Edition, tiles: LayerTiles, language: str, look: str | None = None) -> None:
        self._edition, self._tiles, self._language = edition, tiles, language
        self.grid = tiles.place.grid
        self.title = (wording("rasters.hillshade") if look else tiles.layer.title).get(language)
        self.levels = tiles.levels
        self.address = f"{edition.base_url}/{path_of(tiles.layer.id, look)}/{self.grid.id}"

    @property
    def xyz(self) -> str:
        """Address of tiles for clients that count x, y."""
        return f"{self.address}/xyz/{{z}}/{{x}}/{{y}}.png"

    def entry(self) -> Json:
        """The tile set in a list."""
        scheme = f"{self._edition.base_url}/tileMatrixSets/{self.grid.id}"
        return {
            "title": f"{self.title} ({self.grid.id})",
            "dataType": "map",
            "crs": self.grid.crs,
            "tileMatrixSetId": self.grid.id,
            "tileMatrixSetURI": self.grid.uri or scheme,
            "links": [
                link("self", f"{self.address}?f=json", self.title),
                link(
                    "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme",
                    f"{scheme}?f=json",
                    in_language(self.grid.title, self._language),
                ),
            ],
        }

    def document(self) -> Json:
        """All about the tile set."""
        document = self.entry() | {
            "tileMatrixSetLimits": [self._limits(level) for level in self.levels] if self._tiles.bounds else [],
            "layers": [
                {
                    "id": self._tiles.layer.id,
                    "title": self.title,
                    "dataType": "map",
                    "minTileMatrix": str(self.levels[0]),
                    "maxTileMatrix": str(self.levels[-1]),
                }
            ],
            "attribution": self._attribution(),
            "mediaTypes": [f"image/{form}" for form in FORMS],
        }
        if self._tiles.bounds:
            west, south, east, north = self._tiles.bounds
            document["boundingBox"] = {
                "lowerLeft": [west, south],
                "upperRight": [east, north],
                "crs": self.grid.crs,
                "orderedAxes": list(self.grid.axes),
            }
        template = f"{self.address}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
        tile = link("item", template, wording("rasters.map_tiles").get(self._language))
        document["links"] += [
            tile | {"type": "image/png", "templated": True},
            link("alternate", f"{self.address}?f=tilejson", "TileJSON"),
            link("alternate", f"{self.address}?f=html", self.title) | {"type": "text/html"},
        ]
        return document

    def tilejson(self) -> Json:
        """The tile set as TileJSON, with addresses in the order x, y."""
        west, south, east, north = self._tiles.row.bbox or (-180.0, -85.0, 180.0, 85.0)
        return {
            "tilejson": "3.0.0",
            "name": self._tiles.layer.id,
            "description": self.title,
            "version": f"{self._tiles.row.epoch}.0.0",
            "scheme": "xyz",
            "tiles": [self.xyz],
            "minzoom": self.levels[0],
            "maxzoom": self.levels[-1],
            "bounds": [west, south, east, north],
            "center": [(west + east) / 2, (south + north) / 2, self.levels[0]],
            "attribution": self._attribution(),
            # Beside the standard: TileJSON takes for granted that everybody's grid is WebMercatorQuad.
            "tileMatrixSet": self.grid.id,
            "crs": self.grid.crs,
        }

    def _attribution(self) -> str:
        office = self._edition.catalog.office(self._tiles.layer.owner)
        return office.get(self._language)

    def _limits(self, level: int) -> Json:
        rows, cols = self._tiles.limits(level)
        return {
            "tileMatrix": str(level), "minTileRow": rows[0], "maxTileRow": rows[-1],
            "minTileCol": cols[0], "maxTileCol": cols[-1],
        }  # fmt: skip
