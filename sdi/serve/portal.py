"""The map page at ``/`` and what its scripts need to know, as one document.

The scripts know no province: coordinate system, tile grid, layers, addresses and what is on at first sight all come
from the edition. Everything on the map is drawn from the API that everybody uses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import orjson
from starlette.requests import Request
from starlette.responses import Response

from sdi.crs.names import name_of
from sdi.crs.operations import Box, Reprojector
from sdi.crs.proj4 import proj4_text
from sdi.model import Layer
from sdi.publish.catalog import Look, Named
from sdi.publish.configuration import Collection
from sdi.serve.coverages.maptiles import MapTiles, tiles_of
from sdi.serve.editions import Edition
from sdi.serve.finding import Finder
from sdi.serve.negotiation import language
from sdi.serve.pages import HERE, path, render
from sdi.serve.search import MAX_QUERY, MAX_RESULTS
from sdi.serve.search_desk import Knowledge
from sdi.serve.tiles.documents import Described
from sdi.serve.tiles.grids import MERCATOR, WEB_MERCATOR, Grid
from sdi.serve.tiles.sets import BASE_MAP, TileSets
from sdi.styles.maplibre import HILLSHADE
from sdi.wording import wording

Json = dict[str, Any]

_COLOURS = {"base": ("#6b7f93", "#8a9a5b", "#5b8a9a"), "urban": ("#a65e2e", "#2e6aa6", "#7a4fa3", "#2f8f6b")}
"""For layers whose declaration names no colour."""


MOST_SHEETS = 500
"""Sheets of a layer of rasters that the list of layers names."""

_OWN = "private, no-cache"
"""Who asks decides what is shown, so nobody in between keeps it."""


async def portal(request: Request) -> Response:
    """The page; what it offers is in it as text already, for whoever has no scripts."""
    edition: Edition = request.app.state.edition(request)
    spoken = language(request, "html")
    headers = {"Content-Language": spoken, "Cache-Control": _OWN}
    layers = _layers(request, edition, spoken)
    asked = request.query_params.get("q", "").replace("\0", " ")[:MAX_QUERY].strip()
    results, message = await _found(request, edition, asked, spoken) if asked else ([], None)
    return render(
        request, "portal.html", edition=edition, headers=headers,
        themes=_themes(edition, layers, spoken), relief=_relief(request, edition, spoken),
        examples=edition.catalog.portal.examples, modules=_modules(),
        asked=asked, results=results, message=message,
    )  # fmt: skip


async def _found(request: Request, edition: Edition, asked: str, spoken: str) -> tuple[list[Json], str | None]:
    """What the search box would find, for whoever has no scripts."""
    known: Knowledge = request.app.state.search.of(edition)
    return await Finder(known, await known.ground(), spoken).find(asked, MAX_RESULTS)


@lru_cache
def _modules() -> list[str]:
    """The scripts of the page, which the browser should fetch all at once."""
    return sorted(path.name for path in (HERE / "static" / "js" / "portal").glob("*.js") if path.name != "main.js")


async def portal_document(request: Request) -> Response:
    """What the scripts of the page need to know."""
    edition: Edition = request.app.state.edition(request)
    spoken = language(request, "html")
    return Response(
        orjson.dumps(document(request, edition, spoken)),
        media_type="application/json",
        headers={"Content-Language": spoken, "Cache-Control": _OWN},
    )


def document(request: Request, edition: Edition, language: str) -> Json:
    """The document.

    Boxes and places are in the CRS of the map, easting first, unless they are called otherwise; levels are those of the
    grid, and level z has cells of ``cell / 2ᶻ`` metres.
    """
    province, declared = edition.project.province, edition.catalog.portal
    sets: TileSets = request.app.state.tiles.sets(edition)
    grid = _grid(sets)
    ways = sets.place(grid.id)
    layers = _layers(request, edition, language)
    lonlat = Reprojector(4326, grid.epsg, province.datum_operation if grid.epsg != MERCATOR else None)

    def place(named: Named) -> Json:
        return {"title": named.title.get(language), "at": _moved(lonlat, [named.at])[0]}

    return {
        "language": language,
        "name": province.name.get(language),
        "crs": {
            "code": f"EPSG:{grid.epsg}",
            "uri": grid.crs,
            "name": name_of(grid.epsg),
            "proj4": proj4_text(grid.epsg, province.datum_operation if grid.epsg != MERCATOR else None),
            "surveyed": grid.epsg == province.crs,
        },
        "grid": {"id": grid.id, "origin": grid.origin, "cell": grid.cell, "levels": grid.levels},
        "extent": ways.bounds(province.extent),
        "home": _home(edition, ways.bounds),
        "base_map": {
            "tiles": _tiles(Described(sets, grid.id, None, language)),
            "style": _style(edition, BASE_MAP, language),
        },
        "layers": layers,
        "relief": _relief(request, edition, language),
        "ground": next((path(f"{_collection(edition, one.id)}/position") for one in _models(edition)), None),
        "parcels": next((table.overlays_of for table in edition.project.overlays.values()), None),
        "communes": province.reference.communes,
        "sea": place(declared.sea) if declared.sea else None,
        "archipelagos": [
            place(one)
            | {"belongs": one.belongs.get(language), "islands": _moved(lonlat, one.islands)}
            for one in declared.archipelagos
        ],
    }  # fmt: skip


def _layers(request: Request, edition: Edition, language: str) -> list[Json]:
    """Layers with geometry of their own, in the order for people."""
    sets: TileSets = request.app.state.tiles.sets(edition)
    grid = _grid(sets)
    shown = _shown_first(edition)
    found = []
    for number, (layer, row) in enumerate(_mapped(edition)):
        colours = _COLOURS[layer.group]
        found.append(
            {
                "id": layer.id,
                "title": layer.title.get(language),
                "group": layer.group,
                "theme": layer.theme,
                "count": row.feature_count,
                "published": row.published_at.isoformat(),
                "release": row.epoch,
                "office": edition.catalog.office(layer.owner).get(language),
                "dimension": layer.dimension,
                "named_by": next((name for name, field in layer.fields.items() if field.role == "title"), None),
                "order": layer.style.order,
                "on": shown.get(layer.id),
                "tiles": _tiles(Described(sets, grid.id, layer.id, language)),
                "style": _style(edition, layer.id, language),
                "legend": path(f"{edition.base_url}/styles/{layer.id}/legend?f=json&lang={language}"),
                "color": layer.style.color or colours[number % len(colours)],
                "width": layer.style.width,
                "by": layer.style.by,
                "label": layer.style.label,
                "classes": _classes(edition, layer, language),
                "raster": _raster(request, edition, layer, language) if layer.raster else None,
            }
        )
    return found


def _raster(request: Request, edition: Edition, layer: Layer, language: str, look: str | None = None) -> Json:
    """The pictures of a layer of rasters, and where its legend or its list of sheets is."""
    assert layer.raster is not None
    sets: TileSets = request.app.state.tiles.sets(edition)
    tiles = tiles_of(sets, layer, _grid(sets).id)
    address = MapTiles(edition, tiles, language, look)
    root, ramped = _collection(edition, layer.id), layer.raster.kind == "elevation"
    return {
        "url": path(address.xyz),
        "levels": [tiles.levels[0], tiles.levels[-1]],
        "extent": tiles.bounds,
        "legend": path(f"{root}/map/legend?f=svg&lang={language}") if ramped and look is None else None,
        "sheets": None if ramped else path(f"{root}/items?f=json&limit={MOST_SHEETS}"),
        "title": layer.field_of("title", edition.audience),
        "group": layer.key[0],
    }


def _relief(request: Request, edition: Edition, language: str) -> Json | None:
    """Light and shade under the base map, which is switched as a layer; None where its style has none."""
    style = edition.styles.get(BASE_MAP)
    relief = style.relief if style else None
    if relief is None or relief.layer not in edition.collections:
        return None
    layer = edition.project.layers[relief.layer]
    return {
        "id": HILLSHADE,
        "layer": layer.id,
        "title": wording("rasters.hillshade").get(language),
        "theme": layer.theme,
        "below": True,
        "on": {"opacity": round(100 * relief.opacity / 5) * 5, "outline": False},
        "raster": _raster(request, edition, layer, language, HILLSHADE),
    }


def _models(edition: Edition) -> Iterator[Layer]:
    """Models of the ground."""
    return (one for one, _ in _mapped(edition) if one.raster and one.raster.kind == "elevation")


def _collection(edition: Edition, name: str) -> str:
    return f"{edition.base_url}/collections/{name}"


def _themes(edition: Edition, layers: Sequence[Json], language: str) -> list[Json]:
    """Layers by theme, in the catalogue's order; those of the base map under the name of their group."""
    found: dict[str, Json] = {}
    for layer in layers:
        theme = edition.catalog.theme(layer["theme"])
        entry = found.setdefault(
            layer["theme"], {"id": layer["theme"], "title": theme.title.get(language), "layers": []}
        )
        entry["layers"].append(layer)
    order = sorted(found, key=lambda theme: edition.catalog.theme(theme).order)
    return [found[theme] for theme in order]


def _tiles(described: Described) -> Json:
    levels = described.levels
    return {"url": path(described.xyz), "levels": [levels[0], levels[-1]], "extent": described.box}


def _style(edition: Edition, name: str, language: str) -> str:
    return path(f"{edition.base_url}/styles/{name}?f=mapbox&lang={language}")


def _grid(sets: TileSets) -> Grid:
    """The province's own grid where it has one."""
    own = [name for name in sets.projected if name != WEB_MERCATOR.id]
    return sets.place(own[0] if own else WEB_MERCATOR.id).grid


def _moved(reprojector: Reprojector, places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    x, y = reprojector.points(*np.array(places, dtype=float).reshape(-1, 2).T)
    return [(round(float(e), 1), round(float(n), 1)) for e, n in zip(x, y, strict=True)]


def _mapped(edition: Edition) -> Iterator[tuple[Layer, Collection]]:
    """What has geometry of its own; a table of overlays has none."""
    for name, row in edition.collections.items():
        layer = edition.project.layers.get(name)
        if layer is not None:
            yield layer, row


def _shown_first(edition: Edition) -> dict[str, Json]:
    """What is on, and how: as declared; else the richest coverage, for more would hide a town."""
    declared = {
        name: look.model_dump() for name, look in edition.catalog.portal.shown.items() if name in edition.collections
    }
    if declared:
        return declared
    coverages = [layer.id for layer, _ in _mapped(edition) if layer.group == "urban" and layer.kind == "coverage"]
    richest = max(coverages, key=lambda name: edition.collections[name].feature_count, default=None)
    return {richest: Look().model_dump()} if richest else {}


def _classes(edition: Edition, layer: Layer, language: str) -> list[dict[str, str]]:
    if not layer.style.by:
        return []
    codes = edition.project.codes[layer.fields[layer.style.by].codes or ""].codes.values()
    return [{"code": code.code, "title": code.title(language), "color": code.color} for code in codes if code.color]


def _home(edition: Edition, moved: Any) -> Box | None:
    """Where to look first: the middle-sized extent of the urban layers; one may hold far-off places."""
    mapped = list(_mapped(edition))
    urban = [row.storage_bbox for layer, row in mapped if layer.group == "urban"]
    boxes = urban or [row.storage_bbox for _, row in mapped]
    known = sorted((box for box in boxes if box), key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    return moved(known[len(known) // 2]) if known else None
