"""What is told about tiles: grids, lists of tile sets, tile sets (OGC 20-057, 17-083r4) and TileJSON 3.0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sdi.crs.operations import Box
from sdi.model import Layer
from sdi.serve.editions import Edition
from sdi.serve.links import link, own_links
from sdi.serve.tiles.grids import Grid
from sdi.serve.tiles.sets import BASE_MAP, LayerTiles, TileSets
from sdi.wording import in_language, wording

Json = dict[str, Any]

MVT = "application/vnd.mapbox-vector-tile"

TILES_CONFORMANCE = (
    *(
        f"http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/{name}"
        for name in ("core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "mvt", "oas30")
    ),
    "http://www.opengis.net/spec/tms/2.0/conf/tilematrixset",
    "http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset",
)
"""What the tiles conform to."""

_REL = "http://www.opengis.net/def/rel/ogc/1.0"
_SCHEMES, _SCHEME, _TILESETS = f"{_REL}/tiling-schemes", f"{_REL}/tiling-scheme", f"{_REL}/tilesets-vector"


def landing_links(base_url: str, language: str) -> list[Json]:
    """Links of the landing page."""
    return [
        link(_TILESETS, f"{base_url}/tiles?f=json", wording("pages.base_map_tiles").get(language)),
        link(_SCHEMES, f"{base_url}/tileMatrixSets?f=json", wording("pages.tile_grids_title").get(language)),
    ]


def collection_links(base_url: str, layer: Layer, language: str) -> list[Json]:
    """Links of a collection; a table of overlays has no tiles."""
    if layer.overlays_of:
        return []
    title = wording("pages.tiles_title").get(language)
    return [link(_TILESETS, f"{base_url}/collections/{layer.id}/tiles?f=json", title)]


def grids_document(edition: Edition, grids: Sequence[Grid], language: str) -> Json:
    """All tile matrix sets."""
    base = f"{edition.base_url}/tileMatrixSets"
    entries = [
        {
            "id": grid.id,
            "title": in_language(grid.title, language),
            **({"uri": grid.uri} if grid.uri else {}),
            "crs": grid.crs,
            "links": [link("item", f"{base}/{grid.id}?f=json", in_language(grid.title, language))],
        }
        for grid in grids
    ]
    return {"tileMatrixSets": entries, "links": own_links(base, wording("pages.tile_grids_title").get(language))}


class Described:
    """A tile set: of one layer, or the base map of several.

    Args:
        sets: Of the audience.
        grid: In which grid.
        collection: Which layer; None for the base map.
        language: Of titles.
    """

    def __init__(self, sets: TileSets, grid: str, collection: str | None, language: str) -> None:
        self._edition = sets.edition
        self.grid = sets.place(grid).grid
        self._language = language
        self.name = collection or BASE_MAP
        if collection is None:
            self.parts = sets.base_map(grid)
            self.title = wording("tiles.base_map").get(language)
            root = self._edition.base_url
        else:
            self.parts = [sets.of(collection, grid)]
            self.title = self.parts[0].layer.title.get(language)
            root = f"{self._edition.base_url}/collections/{collection}"
        self.address = f"{root}/tiles/{grid}"
        self.shown = [part for part in self.parts if part.bounds is not None]

    @property
    def levels(self) -> range:
        """Levels at which there is anything."""
        ends = [(part.levels[0], part.levels[-1]) for part in self.shown or self.parts]
        return range(min(low for low, _ in ends), max(high for _, high in ends) + 1) if ends else range(1)

    def entry(self) -> Json:
        """The tile set in a list."""
        return {
            "title": f"{self.title} ({self.grid.id})",
            "dataType": "vector",
            "crs": self.grid.crs,
            "tileMatrixSetURI": self.grid.uri or self._scheme,
            "links": [
                link("self", f"{self.address}?f=json", self.title),
                link(_SCHEME, f"{self._scheme}?f=json", in_language(self.grid.title, self._language)),
            ],
        }

    def document(self) -> Json:
        """All about the tile set."""
        low_x, low_y, high_x, high_y = self.box or (0.0, 0.0, 0.0, 0.0)
        document: Json = {
            **self.entry(),
            "tileMatrixSetId": self.grid.id,
            "tileMatrixSetLimits": [limits for level in self.levels if (limits := self._limits(level))],
            "layers": [self._layer(part) for part in self.parts],
            "attribution": self._attribution(),
            "mediaTypes": [MVT],
        }
        if self.shown:
            document["boundingBox"] = {
                "lowerLeft": [low_x, low_y],
                "upperRight": [high_x, high_y],
                "crs": self.grid.crs,
                "orderedAxes": list(self.grid.axes),
            }
        # No f in the template: an address of a tile gives one thing.
        template = f"{self.address}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
        tile = link("item", template, wording("pages.tiles_title").get(self._language))
        document["links"] = [
            *own_links(self.address, self.title),
            link(_SCHEME, f"{self._scheme}?f=json", in_language(self.grid.title, self._language)),
            {**tile, "type": MVT, "templated": True},
            link("alternate", f"{self.address}?f=tilejson", "TileJSON"),
        ]
        return document

    def tilejson(self) -> Json:
        """The tile set as TileJSON, for MapLibre and QGIS, with addresses in the order x, y."""
        west, south, east, north = self._box84()
        levels = self.levels
        return {
            "tilejson": "3.0.0",
            "name": self.name,
            "description": self.title,
            "version": f"{max((part.row.epoch for part in self.parts), default=0)}.0.0",
            "scheme": "xyz",
            "tiles": [self.xyz],
            "minzoom": levels[0],
            "maxzoom": levels[-1],
            "bounds": [west, south, east, north],
            "center": [(west + east) / 2, (south + north) / 2, levels[0]],
            "attribution": self._attribution(),
            "vector_layers": [
                {
                    "id": part.layer.id,
                    "description": part.layer.title.get(self._language),
                    "minzoom": part.levels[0],
                    "maxzoom": part.levels[-1],
                    "fields": {name: _title(part, name, self._language) for name in part.fields},
                }
                for part in self.parts
            ],
            # Beside the standard: TileJSON takes for granted that everybody's grid is WebMercatorQuad.
            "tileMatrixSet": self.grid.id,
            "crs": self.grid.crs,
        }

    @property
    def xyz(self) -> str:
        """Address of tiles for clients that count x, y."""
        return f"{self.address}/xyz/{{z}}/{{x}}/{{y}}.mvt"

    @property
    def _scheme(self) -> str:
        return f"{self._edition.base_url}/tileMatrixSets/{self.grid.id}"

    def _attribution(self) -> str:
        owners = {part.layer.owner: None for part in self.parts}
        return ", ".join(self._edition.catalog.office(owner).get(self._language) for owner in owners)

    def _limits(self, level: int) -> Json | None:
        both = [part.limits(level) for part in self.shown if level in part.levels]
        if not both:
            return None
        return {
            "tileMatrix": str(level),
            "minTileRow": min(rows[0] for rows, _ in both),
            "maxTileRow": max(rows[-1] for rows, _ in both),
            "minTileCol": min(cols[0] for _, cols in both),
            "maxTileCol": max(cols[-1] for _, cols in both),
        }

    def within(self, level: int, row: int, col: int) -> bool:
        """Whether a tile is within the limits that :meth:`document` tells."""
        limits = self._limits(level)
        return (
            limits is not None
            and limits["minTileRow"] <= row <= limits["maxTileRow"]
            and limits["minTileCol"] <= col <= limits["maxTileCol"]
        )

    @property
    def box(self) -> Box | None:
        """What the tiles show, in the grid's CRS; None when it is nothing."""
        boxes = [part.bounds for part in self.shown if part.bounds is not None]
        if not boxes:
            return None
        west, south, east, north = zip(*boxes, strict=True)
        return min(west), min(south), max(east), max(north)

    def _box84(self) -> Box:
        boxes = [part.row.bbox for part in self.parts if part.row.bbox is not None]
        if not boxes:
            return -180.0, -85.0, 180.0, 85.0
        west, south, east, north = zip(*boxes, strict=True)
        return min(west), min(south), max(east), max(north)

    def _layer(self, part: LayerTiles) -> Json:
        kinds = {"text": "string", "code": "string", "date": "string"}
        declared = part.layer.fields
        return {
            "id": part.layer.id,
            "title": part.layer.title.get(self._language),
            "dataType": "vector",
            "geometryDimension": part.layer.dimension,
            "minTileMatrix": str(part.levels[0]),
            "maxTileMatrix": str(part.levels[-1]),
            "propertiesSchema": {
                "type": "object",
                "properties": {
                    name: {
                        "title": _title(part, name, self._language),
                        "type": kinds.get(declared[name].type.value, declared[name].type.value),
                    }
                    for name in part.fields
                },
            },
        }


def tilesets_document(sets: TileSets, collection: str | None, language: str) -> Json:
    """The tile sets of a layer or of the base map, one for each grid."""
    described = [Described(sets, grid, collection, language) for grid in sets.projected]
    root = described[0].address.rsplit("/", 1)[0]
    return {
        "title": described[0].title,
        "tilesets": [entry.entry() for entry in described],
        "links": own_links(root, described[0].title),
    }


def _title(part: LayerTiles, name: str, language: str) -> str:
    return part.layer.fields[name].title.get(language)
