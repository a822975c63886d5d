"""pygeoapi's configuration, generated from the declarations and from what an audience's database shows it.

One configuration per audience: a layer that the audience may not see is not hidden in it, it is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from pyproj import CRS

from sdi.geom.boxes import around
from sdi.model import Audience, Layer, Project, Province, Text
from sdi.publish.catalog import Catalog

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
"""Longitude, latitude of WGS 84: the CRS of GeoJSON."""

PROVIDER = "sdi.serve.provider.PostgisProvider"
"""Import path of our provider of features; pygeoapi loads it by name."""

CATALOGUE = "catalogue"
"""Id of the collection of records."""

RECORDS = "sdi.serve.catalogue.provider.RecordsProvider"
"""Import path of our provider of records."""

DEFAULT_ITEMS, MAX_ITEMS = 100, 10_000
"""Features on a page when the client does not say, and at most."""

MAX_OFFSET = 100_000
"""How far ``offset`` reaches: passing over costs as much as reading, and links to the next page do not."""

GROUPS = {
    "base": Text(vi="Bản đồ nền dùng chung", en="Shared base map"),
    "urban": Text(vi="Cơ sở dữ liệu hạ tầng đô thị", en="Urban infrastructure database"),
}
"""The two groups in which the API and the portal show layers, in this order."""


@dataclass(frozen=True)
class Collection:
    """A row of an audience's ``collections`` view: what is published of a layer now.

    ``bbox`` is west, south, east, north in CRS84; ``storage_bbox`` the same in the provincial CRS, in metres.
    """

    layer: str
    epoch: int
    published_at: datetime
    feature_count: int
    bbox: tuple[float, float, float, float] | None
    storage_bbox: tuple[float, float, float, float] | None


def service_description(province: Province) -> Text:
    """What the service is, in a sentence."""
    return Text(
        vi=f"Dữ liệu không gian dùng chung của {province.name.vi}, hệ tọa độ EPSG:{province.crs}, "
        "công bố theo chuẩn OGC API.",
        en=f"Shared spatial data of {province.name.get('en')} in EPSG:{province.crs}, published by OGC API standards.",
    )


def crs_uri(epsg: int) -> str:
    """OGC's URI of an EPSG code."""
    return f"http://www.opengis.net/def/crs/EPSG/0/{epsg}"


@lru_cache
def offered_crs(provincial: int) -> dict[str, int]:
    """URIs of the CRSs in which every collection answers → EPSG code.

    CRS84 first (the default of OGC API), then WGS 84, the geographic CRS under the provincial one, and the
    provincial one itself, in which everything is stored.
    """
    base = CRS.from_epsg(provincial).geodetic_crs
    geographic = base.to_epsg() if base is not None else None
    codes = [4326, *([geographic] if geographic else []), provincial]
    return {CRS84: 4326} | {crs_uri(code): code for code in codes}


def pygeoapi_config(
    project: Project,
    catalog: Catalog,
    audience: Audience,
    collections: Iterable[Collection],
    *,
    base_url: str,
    source: Mapping[str, str],
) -> dict[str, Any]:
    """The configuration of one audience's API.

    Args:
        project: The declarations.
        catalog: Themes and offices.
        audience: Whose API it is.
        collections: Rows of the audience's ``collections`` view; layers without a release are left out, so
            is what is not declared (a layer that was withdrawn from the project).
        base_url: Address of the landing page without a trailing slash, e.g. ``https://sdi.example.vn/api``.
        source: Where the provider reads: directory of the project, audience, connection string
            (:class:`sdi.serve.source.Address`).
    """
    published = {row.layer: row for row in collections}
    layers = [layer for layer in in_order(project, catalog) if layer.id in published]
    visible = [layer for layer in layers if audience.sees(layer.visibility)]
    return {
        "server": _server(project, base_url),
        "logging": {"level": "CRITICAL"},
        "metadata": _metadata(project, catalog, base_url),
        "resources": {layer.id: _resource(project, catalog, layer, published[layer.id], source) for layer in visible}
        | {CATALOGUE: _catalogue(catalog, [published[layer.id] for layer in visible], source, base_url)},
    }


def in_order(project: Project, catalog: Catalog) -> list[Layer]:
    """Layers as people should see them: by group, by theme, by id."""
    groups = list(GROUPS)

    def place(layer: Layer) -> tuple[int, int, str]:
        return groups.index(layer.group), catalog.theme(layer.theme).order, layer.id

    return sorted(project.collections.values(), key=place)


def _server(project: Project, base_url: str) -> dict[str, Any]:
    languages = {"vi": "vi", "en": "en"}
    first = languages.pop(project.province.language, "vi")
    return {
        # Required by pygeoapi's schema; we bind and draw maps ourselves.
        "bind": {"host": "127.0.0.1", "port": 5000},
        "map": {"url": "", "attribution": ""},
        "url": base_url,
        "mimetype": "application/json; charset=UTF-8",
        "encoding": "utf-8",
        "languages": [first, *languages.values()],
        "limits": {"default_items": DEFAULT_ITEMS, "max_items": MAX_ITEMS, "on_exceed": "throttle"},
    }


def _metadata(project: Project, catalog: Catalog, base_url: str) -> dict[str, Any]:
    province, licence = project.province, catalog.cataloguing.licence
    home = base_url.removesuffix("/api") + "/"
    return {
        "identification": {
            "title": bilingual(province.title),
            "description": bilingual(service_description(province)),
            "keywords": {
                "vi": [group.vi for group in GROUPS.values()],
                "en": [g.get("en") for g in GROUPS.values()],
            },
            "keywords_type": "theme",
            "terms_of_service": licence.title.vi,
            "url": home,
        },
        # pygeoapi puts these two into the OpenAPI document untranslated.
        "license": {"name": licence.title.vi, "url": licence.url or home},
        "provider": {"name": province.name.vi, "url": home},
        "contact": {"name": province.name.vi, "url": home, "role": "pointOfContact"},
    }


def _resource(
    project: Project, catalog: Catalog, layer: Layer, row: Collection, source: Mapping[str, str]
) -> dict[str, Any]:
    uris = offered_crs(project.province.crs)
    theme = catalog.theme(layer.theme).title
    return {
        "type": "collection",
        "title": bilingual(layer.title),
        "description": bilingual(layer.abstract or layer.title),
        "keywords": {
            language: [GROUPS[layer.group].get(language), theme.get(language), layer.id] for language in ("vi", "en")
        },
        "links": [],
        "extents": {"spatial": {"bbox": list(row.bbox or _WORLD), "crs": CRS84}},
        "providers": [
            {
                "type": "feature",
                "name": PROVIDER,
                "data": {**source, "layer": layer.id},
                "id_field": layer.id_column,
                "crs": list(uris),
                "storage_crs": crs_uri(project.province.crs),
            }
        ],
    }


def _catalogue(catalog: Catalog, rows: list[Collection], source: Mapping[str, str], base_url: str) -> dict[str, Any]:
    """The records of all that is shown, as one collection more."""
    declared = catalog.cataloguing
    boxes = [row.bbox for row in rows if row.bbox]
    return {
        "type": "collection",
        "title": bilingual(declared.title),
        "description": bilingual(declared.abstract),
        "keywords": {language: [GROUPS[name].get(language) for name in GROUPS] for language in ("vi", "en")},
        "links": [],
        "extents": {"spatial": {"bbox": list(around(boxes) if boxes else _WORLD), "crs": CRS84}},
        "providers": [
            {
                "type": "record",
                "name": RECORDS,
                "data": {**source, "base_url": base_url},
                "id_field": "id",
                "title_field": "title",
            }
        ],
    }


_WORLD = (-180.0, -90.0, 180.0, 90.0)


def bilingual(text: Text) -> dict[str, str]:
    """A text as pygeoapi wants it."""
    return {"vi": text.vi, "en": text.get("en")}
