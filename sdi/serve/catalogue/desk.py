"""The catalogue of an edition: made when it is asked for first, and kept as long as the edition is."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import psycopg

from sdi.catalogue.building import Catalogue, build
from sdi.catalogue.facts import read_facts
from sdi.db.layers import SCHEMAS
from sdi.model import Audience, Layer, Project, Text
from sdi.model.record import Distribution
from sdi.publish.catalog import Catalog
from sdi.publish.configuration import CATALOGUE, in_order
from sdi.serve.coverages.documents import GEOTIFF
from sdi.serve.downloads import offered
from sdi.serve.editions import Edition
from sdi.serve.problems import of_database
from sdi.serve.recent import Recent
from sdi.serve.site.declaration import Site, read_site
from sdi.serve.source import Source, read_collections
from sdi.wording import wording

KEPT = 64
"""Catalogues per worker: one for each audience, and for each key that opens some collections only."""

FEATURES = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"
TILES = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core"
COVERAGES = "http://www.opengis.net/spec/ogcapi-coverages-1/1.0/conf/core"
MAPS = "http://www.opengis.net/spec/ogcapi-maps-1/1.0/conf/core"


class CatalogueDesk:
    """The catalogues of one worker."""

    def __init__(self) -> None:
        self._kept: Recent[Hashable, tuple[Edition, Catalogue]] = Recent(KEPT)

    def catalogue(self, edition: Edition, source: Source, site: Site | None) -> Catalogue:
        """The records of what an edition shows; blocks.

        Raises:
            Problem: 503, the database does not answer.
        """
        key = edition.audience, frozenset(edition.collections)
        kept = self._kept.get(key)
        if kept is not None and kept[0] is edition:
            return kept[1]
        try:
            with source.snapshot() as connection:
                facts = read_facts(connection, source.schema)
                now = {row.layer: row for row in source.collections_on(connection)}
        except psycopg.Error as error:
            raise of_database(error, CATALOGUE, source.audience) from error
        found = build(
            edition.project, edition.catalog, edition.audience, edition.collections, facts,
            lambda layer: offers(layer, edition.base_url), edition.base_url,
            has_pages=site is not None,
        )  # fmt: skip
        if all(now.get(name) == row for name, row in edition.collections.items()):
            self._kept.put(key, (edition, found))  # else the edition is being replaced, and its facts are of another
        return found


def catalogue_of(
    connection: psycopg.Connection[Any], project: Project, catalog: Catalog, audience: Audience, base_url: str
) -> Catalogue:
    """The catalogue of an audience as the database is now, without a service.

    Args:
        connection: That may read the audience's views.
        project: The declarations.
        catalog: Offices, themes, and what the catalogue tells beside.
        audience: Whose.
        base_url: Of the API, without a trailing slash.
    """
    schema, site = SCHEMAS[audience], read_site(project)
    rows = {row.layer: row for row in read_collections(connection, schema)}
    ordered = (layer for layer in in_order(project, catalog) if audience.sees(layer.visibility))
    shown = {layer.id: rows[layer.id] for layer in ordered if layer.id in rows}
    return build(
        project, catalog, audience, shown, read_facts(connection, schema), lambda layer: offers(layer, base_url),
        base_url, has_pages=site is not None,
    )  # fmt: skip


def offers(layer: Layer, base_url: str) -> list[Distribution]:
    """Where the data of a layer can be had: files, features, tiles, and the pixels of a raster."""
    home = f"{base_url}/collections/{layer.id}"
    found = [
        Distribution(
            kind="file", name=form.name, title=form.title, media_type=form.media_type.split(";")[0],
            href=f"{home}/downloads/{layer.id}.{form.suffix}",
        )
        for form in offered(layer)
    ]  # fmt: skip
    ways = [("features", "items", "application/geo+json", FEATURES)]
    if not layer.overlays_of:
        ways.append(("tiles", "tiles", "application/json", TILES))
    if layer.raster:
        ways.append(("coverage", "coverage?f=geotiff", GEOTIFF.split(";")[0], COVERAGES))
        ways.append(("map", "map", "image/png", MAPS))
        ways.append(("map_tiles", "map/tiles", "application/json", TILES))
    found += [
        Distribution(
            kind="service", name=name, title=_text(name), media_type=media_type, href=f"{home}/{path}",
            conforms_to=standard,
        )
        for name, path, media_type, standard in ways
    ]  # fmt: skip
    return found


def _text(name: str) -> Text:
    said = wording(f"catalogue.service_{name}")
    return Text(vi=str(said), en=said.en)
