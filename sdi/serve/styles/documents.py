"""What is told about styles (OGC 20-009, draft): the list, one style's metadata, its legend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sdi.publish.styling import BASE_MAP
from sdi.serve.editions import Edition
from sdi.serve.links import link, own_links
from sdi.styles.legend import Entry, layer_document, map_entries
from sdi.styles.model import MapStyle
from sdi.styles.qml import VERSION
from sdi.wording import wording

Json = dict[str, Any]

STYLES_CONFORMANCE = tuple(
    f"http://www.opengis.net/spec/ogcapi-styles-1/0.0/conf/{name}"
    for name in ("core", "html", "mapbox-styles", "sld-11")
)
"""The draft's number is 0.0 for the clients that ask for it (ogc-client, ldproxy)."""

ENCODINGS = {
    "mapbox": ("application/vnd.mapbox.style+json", "Mapbox Style 8"),
    "sld11": ("application/vnd.ogc.sld+xml;version=1.1", "SLD 1.1"),
    "qml": ("application/vnd.qgis.qml", "QGIS QML"),
}
"""Formats of a style: by ``f``, the media type and what it is called."""

_VERSIONS = {"mapbox": "8", "sld11": "1.1.0", "qml": VERSION}

_REL = "http://www.opengis.net/def/rel/ogc/1.0/styles"


def landing_links(base_url: str, language: str) -> list[Json]:
    """Links of the landing page."""
    return [link(_REL, f"{base_url}/styles?f=json", wording("styles.title").get(language))]


def collection_links(edition: Edition, name: str, language: str) -> list[Json]:
    """Links of a collection that is drawn somehow: its styles, and its legend."""
    if name not in edition.styles:
        return []
    base = edition.base_url
    legend = link("legend", f"{base}/styles/{name}/legend?f=png", wording("styles.legend").get(language))
    return [
        link(_REL, f"{base}/collections/{name}/styles?f=json", wording("styles.title").get(language)),
        legend | {"type": "image/png"},
    ]


def list_document(edition: Edition, styles: Sequence[MapStyle], collection: str | None, language: str) -> Json:
    """The list of styles: all of them, or those of one collection."""
    root = f"{edition.base_url}/collections/{collection}/styles" if collection else f"{edition.base_url}/styles"
    document: Json = {
        "styles": [
            {"id": style.id, "title": style.title.get(language), "links": style_links(edition, style, language)}
            for style in styles
        ],
        "links": own_links(root, wording("styles.title").get(language)),
    }
    default = collection or BASE_MAP
    if default in {style.id for style in styles}:
        document["default"] = default
    return document


def style_links(edition: Edition, style: MapStyle, language: str) -> list[Json]:
    """Where the writings of a style are, its metadata, legend and page."""
    root = f"{edition.base_url}/styles/{style.id}"
    title = style.title.get(language)
    found = [
        link("stylesheet", f"{root}?f={form}", f"{title} ({name})") | {"type": media_type}
        for form, (media_type, name) in encodings(style).items()
    ]
    found.append(link("describedby", f"{root}/metadata?f=json", wording("styles.metadata").get(language)))
    legend = link("legend", f"{root}/legend?f=png", wording("styles.legend").get(language))
    return [*found, legend | {"type": "image/png"}, link("alternate", f"{root}?f=html", title) | {"type": "text/html"}]


def encodings(style: MapStyle) -> dict[str, tuple[str, str]]:
    """Formats that a style is written in; a QML file is of one layer."""
    return {form: said for form, said in ENCODINGS.items() if form != "qml" or len(style.layers) == 1}


def metadata_document(edition: Edition, style: MapStyle, language: str) -> Json:
    """What a style is and which layers it needs."""
    drawn = {layer.layer: layer for layer in style.layers}
    project = edition.project
    rows = [edition.collections[name] for name in drawn]
    themes = [edition.catalog.theme(project.layers[name].theme).title.get(language) for name in drawn]
    offices = [edition.catalog.office(project.layers[name].owner).get(language) for name in drawn]
    return {
        "id": style.id,
        "title": style.title.get(language),
        "description": (style.abstract or style.title).get(language),
        "keywords": list(dict.fromkeys(themes)),
        "pointOfContact": ", ".join(dict.fromkeys(offices)),
        "accessConstraints": "unclassified" if all(_open(edition, name) for name in drawn) else "restricted",
        "updated": max(row.published_at for row in rows).isoformat(),
        "scope": "style",
        "version": edition.version,
        "stylesheets": [
            {
                "title": name,
                "version": _VERSIONS[form],
                "native": False,
                "link": link("stylesheet", f"{edition.base_url}/styles/{style.id}?f={form}", name)
                | {"type": media_type},
            }
            for form, (media_type, name) in encodings(style).items()
        ],
        "layers": [
            {
                "id": name,
                "title": layer.title.get(language),
                "type": ("point", "line", "polygon")[layer.dimension],
                "attributes": list(layer.fields),
                "sampleData": link(
                    "start", f"{edition.base_url}/collections/{name}/items?f=json", layer.title.get(language)
                )
                | {"type": "application/geo+json"},
            }
            for name, layer in drawn.items()
        ],
        "links": [
            *own_links(f"{edition.base_url}/styles/{style.id}/metadata", style.title.get(language)),
            *style_links(edition, style, language),
        ],
    }


def legend_groups(style: MapStyle, language: str) -> list[tuple[str, list[Entry]]]:
    """The legend under the titles of layers."""
    return [(layer.title.get(language), entries) for layer, entries in map_entries(style, language)]


def legend_document(edition: Edition, style: MapStyle, language: str) -> Json:
    """The legend with its signs, for programs that draw one or that draw the features by it."""
    root = f"{edition.base_url}/styles/{style.id}/legend"
    return {
        "id": style.id,
        "title": style.title.get(language),
        "background": style.background,
        "layers": [layer_document(layer, language, entries) for layer, entries in map_entries(style, language)],
        "links": [
            *own_links(root, wording("styles.legend").get(language)),
            link("alternate", f"{root}?f=png", "PNG") | {"type": "image/png"},
            link("alternate", f"{root}?f=svg", "SVG") | {"type": "image/svg+xml"},
        ],
    }


def _open(edition: Edition, name: str) -> bool:
    return edition.project.layers[name].visibility.value == "public"
