"""OGC API – Tiles under ``/api``: pages about tiles, and the tiles.

Two kinds of address lead to the same tile: OGC's, ``{tileMatrix}/{tileRow}/{tileCol}``, and ``xyz/{z}/{x}/{y}.mvt`` for
MapLibre and QGIS. They differ at what is not there. By OGC (requirement 6) a tile outside the tile matrix set or the
limits of the tile set is 404; clients that count x and y know no limits and write an error for each, so for them only
a tile outside the grid is. A tile that is there and shows nothing is 204.
"""

from __future__ import annotations

from typing import Any

import psycopg
import structlog
from psycopg_pool import PoolTimeout
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sdi.model import Audience
from sdi.serve import caching
from sdi.serve.access import VARY, is_public
from sdi.serve.editions import Edition, Editions
from sdi.serve.negotiation import begin, language, require_known, respond
from sdi.serve.problems import Problem
from sdi.serve.tiles.cache import Tile, TileCache
from sdi.serve.tiles.documents import MVT, Described, grids_document, tilesets_document
from sdi.serve.tiles.grids import Grid
from sdi.serve.tiles.sets import BASE_MAP, Address, Projected, TileSets, projected
from sdi.wording import wording

_log = structlog.get_logger(__name__)

_TILE_AGE = "public, max-age=60"
_DOCUMENT_AGE = caching.OPEN
_GRID_AGE = "public, max-age=86400"
"""How long others may keep an answer: a tile for a minute, for then it is asked for with its ETag; what says which
tiles there are is asked for each time; a grid does not change."""


class TileDesk:
    """What the routes need beside the edition: the tile sets made of it, and the tiles kept.

    Args:
        editions: Of all audiences.
    """

    def __init__(self, editions: Editions) -> None:
        self._editions = editions
        self._sets: dict[Audience, TileSets] = {}
        self._projected: dict[str, dict[str, Projected]] = {}
        self.cache = TileCache()

    def sets(self, edition: Edition) -> TileSets:
        """The tile sets of an edition."""
        found = self._sets.get(edition.audience)
        if found is None or found.edition is not edition:
            province = edition.project.province
            key = repr(province)
            if key not in self._projected:
                self._projected = {key: projected(province)}
            found = self._sets[edition.audience] = TileSets(edition, self._projected[key])
        return found

    async def tile(self, sets: TileSets, grid: str, collection: str | None, address: Address) -> Tile:
        """A tile of a layer, or of the base map when ``collection`` is None."""
        source = self._editions.sources[sets.edition.audience]
        if collection is not None:
            return await self.cache.layer_tile(source, sets.of(collection, grid), address)
        parts = [
            await self.cache.layer_tile(source, tiles, address) for tiles in sets.base_map(grid) if tiles.has(address)
        ]
        return await self.cache.composed((source.audience, BASE_MAP, sets.place(grid).grid, address), parts)


def routes() -> list[Route]:
    """Routes of tiles, relative to the root of the application."""
    found = [Route("/api/tileMatrixSets", grids), Route("/api/tileMatrixSets/{grid}", grid)]
    for root in ("/api", "/api/collections/{collection}"):
        found += [
            Route(f"{root}/tiles", tilesets),
            Route(f"{root}/tiles/{{grid}}", tileset),
            Route(f"{root}/tiles/{{grid}}/{{level}}/{{row}}/{{col}}", tile),
            Route(f"{root}/tiles/{{grid}}/xyz/{{level}}/{{col}}/{{row}}.mvt", xyz_tile),
        ]
    return found


async def grids(request: Request) -> Response:
    """All tile matrix sets."""
    edition, form = begin(request)
    found = [place.grid for place in _sets(request, edition).projected.values()]
    document = grids_document(edition, found, language(request, form))
    return _document(request, edition, form, document, _GRID_AGE, "tile_grids.html")


async def grid(request: Request) -> Response:
    """One tile matrix set."""
    edition, form = begin(request)
    found = _sets(request, edition).place(request.path_params["grid"]).grid
    return _document(request, edition, form, found.document(language(request, form)), _GRID_AGE, "tile_grid.html")


async def tilesets(request: Request) -> Response:
    """The tile sets of a collection, or of the base map."""
    edition, form = begin(request)
    name = request.path_params.get("collection")
    document = tilesets_document(_sets(request, edition), name, language(request, form))
    return _document(request, edition, form, document, _DOCUMENT_AGE, "tilesets.html", collection=name)


async def tileset(request: Request) -> Response:
    """One tile set, also as TileJSON."""
    edition, form = begin(request, "tilejson")
    name = request.path_params.get("collection")
    spoken = language(request, form)
    found = Described(_sets(request, edition), request.path_params["grid"], name, spoken)
    document = found.tilejson() if form == "tilejson" else found.document()
    return _document(request, edition, form, document, _DOCUMENT_AGE, "tileset.html", collection=name, tileset=found)


async def tile(request: Request) -> Response:
    """A tile by OGC's address."""
    return await _tile(request, strict=True)


async def xyz_tile(request: Request) -> Response:
    """A tile by x and y."""
    return await _tile(request, strict=False)


async def _tile(request: Request, *, strict: bool) -> Response:
    edition: Edition = request.app.state.edition(request)
    desk: TileDesk = request.app.state.tiles
    sets = desk.sets(edition)
    name, grid_id = request.path_params.get("collection"), request.path_params["grid"]
    parts = sets.base_map(grid_id) if name is None else [sets.of(name, grid_id)]
    _check_query(request)
    address = address_of(request, sets.place(grid_id).grid)
    there = any(part.has(address) for part in parts)
    if strict and not there and (name is not None or not Described(sets, grid_id, None, "vi").within(*address)):
        raise Problem(404, wording("tiles.outside"))
    found = await _asked(desk, sets, grid_id, name, address) if there else Tile.of(b"")
    return await _respond(request, found)


async def _respond(request: Request, found: Tile) -> Response:
    """A tile, compressed as it is kept; the tag tells the content, so that it outlives publications elsewhere."""
    packed = await found.packed() if "gzip" in caching.codings(request) else None
    etag = f'"{found.etag}-gzip"' if packed is not None else f'"{found.etag}"'
    headers = tile_headers(request, etag) | {"Vary": f"Accept-Encoding, {VARY}"}
    if caching.has(request, etag):
        return Response(status_code=304, headers=headers)
    if not found.body:
        return Response(status_code=204, headers=headers)
    if packed is not None:
        headers["Content-Encoding"] = "gzip"
    return Response(found.body if packed is None else packed, media_type=MVT, headers=headers)


def address_of(request: Request, grid: Grid) -> Address:
    """Which tile of a grid is asked for.

    Raises:
        Problem: 400, it is no address; 404, the grid has no such tile.
    """
    address = Address(*(_number(request, part) for part in ("level", "row", "col")))
    if address.level >= grid.levels or max(address.row, address.col) >= 2**address.level:
        raise Problem(404, wording("tiles.no_tile", grid=grid.id))
    return address


def tile_headers(request: Request, etag: str) -> dict[str, str]:
    """What every tile says to caches."""
    return {"ETag": etag, "Vary": VARY, "Cache-Control": _age(request, _TILE_AGE)}


def _age(request: Request, age: str) -> str:
    return age if is_public(request) else caching.KEYED


async def _asked(desk: TileDesk, sets: TileSets, grid_id: str, name: str | None, address: Address) -> Tile:
    try:
        return await desk.tile(sets, grid_id, name, address)
    except PoolTimeout:
        raise Problem(503, wording("tiles.busy")) from None
    except psycopg.errors.QueryCanceled:
        raise Problem(503, wording("tiles.too_slow")) from None
    except psycopg.Error as error:
        _log.error("database", tiles=name or BASE_MAP, audience=sets.edition.audience.value, error=str(error))
        raise Problem(503, wording("problems.database_away")) from None


def _number(request: Request, part: str) -> int:
    text = request.path_params[part]
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise Problem(400, wording("tiles.not_address", text=text[:20]))
    return int(text)


def _check_query(request: Request) -> None:
    require_known(request.query_params, {"f"})
    if request.query_params.get("f", "mvt") != "mvt":
        raise Problem(400, wording("problems.only_values", name="f", allowed="mvt"))


def _sets(request: Request, edition: Edition) -> TileSets:
    desk: TileDesk = request.app.state.tiles
    return desk.sets(edition)


def _document(
    request: Request, edition: Edition, form: str, document: Any, age: str, template: str, **context: Any
) -> Response:
    answer = respond(request, edition, form, document, {}, template, **context)
    if form != "html":
        answer.headers["Cache-Control"] = _age(request, age)
    return answer
