"""The OpenAPI document: parts that stand in YAML files beside this module, and the items of each collection.

QGIS downloads the document for every layer that it opens, so it is small: everything is described once and referred to,
and a collection adds only what QGIS looks for at ``/collections/<id>/items``, its fields as query parameters. Texts in
the files are ``{vi: …, en: …}``. Nothing is fetched from elsewhere, and there are no free-form parameters: an unknown
one is an error here (OGC API – Features, 7.15.2).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
import xxhash

from sdi.documents import load_yaml
from sdi.model import Audience, Field, Layer, Project
from sdi.model.record import Licence
from sdi.publish.configuration import CATALOGUE, DEFAULT_ITEMS, MAX_ITEMS, offered_crs, service_description
from sdi.serve.question import PARAMETERS
from sdi.serve.schemas import TYPES
from sdi.slip.declaration import tells_slips
from sdi.wording import LANGUAGES

Json = dict[str, Any]

ITEM_PARAMETERS = ("f", "lang", *PARAMETERS)
"""Query parameters of ``/items`` beside the fields of the layer; ``components.yml`` describes each."""

PARTS = ("paths.yml", "catalogue.yml", "search.yml", "files.yml", "tiles.yml", "styles.yml")
"""Files with ``tags``, ``paths`` and ``components``, each as OpenAPI has it, which every document holds."""

OVERLAY_PARTS = ("processes.yml",)
"""The same, for documents of an edition with a table of overlays."""

RASTER_PARTS = ("coverages/openapi.yml",)
"""The same, for documents of an edition with a raster."""

SLIP_PARTS = ("slip.yml",)
"""The same, where there are planning slips as well."""


@dataclass(frozen=True)
class Definition:
    """The document in one language, as it is sent: made once for each edition."""

    content: bytes
    digest: str

    @classmethod
    def of(cls, document: Json) -> Definition:
        """The document as bytes, and their digest."""
        content = orjson.dumps(document)
        return cls(content, xxhash.xxh3_128_hexdigest(content))


def definitions(
    project: Project, layers: Iterable[Layer], audience: Audience, base_url: str, licence: Licence
) -> dict[str, Definition]:
    """The document in every language. Arguments as for :func:`openapi_document`."""
    shown = list(layers)
    documents = {
        language: openapi_document(project, shown, audience, base_url, licence, language) for language in LANGUAGES
    }
    return {language: Definition.of(document) for language, document in documents.items()}


def openapi_document(
    project: Project, layers: Iterable[Layer], audience: Audience, base_url: str, licence: Licence, language: str = "vi"
) -> Json:
    """OpenAPI 3.0 of what one audience can ask.

    Args:
        project: The declarations.
        layers: What is published, in the order for people.
        audience: Fields that it may not see are no parameters.
        base_url: Address of the landing page without a trailing slash.
        licence: On which terms the data may be used.
        language: Of titles and descriptions: "vi" or "en".
    """
    shown = list(layers)
    parts = [*PARTS]
    if any(layer.overlays_of for layer in shown):
        parts += OVERLAY_PARTS + (SLIP_PARTS if tells_slips(project) else ())
    if any(layer.raster for layer in shown):
        parts += RASTER_PARTS
    document: Json = {
        "openapi": "3.0.3",
        "info": _info(project, base_url, licence, language),
        "servers": [{"url": base_url}],
        "security": [{}, {"key": []}, {"bearer": []}],
        "tags": [],
        "paths": {},
        "components": spoken(_declared("components.yml"), language),
    }
    for part in parts:
        merge(document, spoken(_declared(part), language))
    _fill(document["components"]["parameters"], project, shown)
    items = {f"/collections/{layer.id}/items": _items(layer, audience, language) for layer in shown}
    document["paths"] |= items
    _share(document["components"]["parameters"], items.values())
    return document


def merge(document: Json, part: Json) -> None:
    """Add tags, paths and components of a part.

    Raises:
        ValueError: A path or a component is there already.
    """
    document["tags"] += part.get("tags", [])
    components = document["components"]
    pairs = [(document["paths"], part.get("paths", {}))]
    pairs += [(components.setdefault(kind, {}), named) for kind, named in part.get("components", {}).items()]
    for known, added in pairs:
        if known.keys() & added.keys():
            raise ValueError(f"described twice: {sorted(known.keys() & added.keys())}")
        known |= added


def spoken(node: Any, language: str) -> Any:
    """A copy of a declared part, with every ``{vi: …, en: …}`` replaced by the text in one language."""
    if isinstance(node, dict):
        if node.keys() == set(LANGUAGES):
            return node[language]
        return {key: spoken(value, language) for key, value in node.items()}
    if isinstance(node, list):
        return [spoken(value, language) for value in node]
    return node


def _info(project: Project, base_url: str, licence: Licence, language: str) -> Json:
    province = project.province
    home = base_url.removesuffix("/api") + "/"
    return {
        "title": province.title.get(language),
        "description": service_description(province).get(language),
        "version": version("sdi"),
        "contact": {"name": province.name.get(language), "url": home},
        "license": {"name": licence.title.get(language), "url": licence.url or home},
    }


def _fill(parameters: Json, project: Project, layers: list[Layer]) -> None:
    """What the declared parameters may be is known by what is published."""
    parameters["limit"]["schema"] |= {"maximum": MAX_ITEMS, "default": DEFAULT_ITEMS}
    for name in ("crs", "bbox-crs", "filter-crs"):
        parameters[name]["schema"]["enum"] = list(offered_crs(project.province.crs))
    tiled = [layer for layer in layers if not layer.overlays_of]
    rasters = [layer for layer in layers if layer.raster]
    for name in ("coverage-crs", "map-crs", "map-bbox-crs", "subset-crs", "position-crs"):
        if rasters:
            parameters[name]["schema"]["enum"] = list(offered_crs(project.province.crs))
    named = (("collectionId", layers), ("tiledCollectionId", tiled), ("rasterCollectionId", rasters))
    for name, collections in named:
        if collections:
            parameters[name]["schema"]["enum"] = [layer.id for layer in collections]
    parameters["collectionId"]["schema"].setdefault("enum", []).append(CATALOGUE)


def _items(layer: Layer, audience: Audience, language: str) -> Json:
    names = {"f": "f-items"} | ({"skipGeometry": "skipGeometry-computed"} if layer.overlays_of else {})
    parameters = [_ref("parameters", names.get(name, name)) for name in ITEM_PARAMETERS]
    fields = layer.fields_for(audience).items()
    parameters += [_equality(name, field, language) for name, field in fields if name not in ITEM_PARAMETERS]
    get = {
        "summary": layer.title.get(language),
        "operationId": f"getItems.{layer.id}",
        "tags": ["data"],
        "parameters": parameters,
        "responses": {"200": _ref("responses", "Features"), "default": _ref("responses", "Error")},
    }
    return {"get": get}


def _equality(name: str, field: Field, language: str) -> Json:
    """A field as a parameter; without one of these members QGIS filters by itself. Its codes: see the queryables."""
    schema = TYPES[field.type] | {"title": field.title.get(language)}
    return {"name": name, "in": "query", "style": "form", "explode": False, "schema": schema}


def _share(parameters: Json, items: Iterable[Json]) -> None:
    """Describe once, as ``<name>-field``, what several collections have alike."""
    lists = [item["get"]["parameters"] for item in items]
    counted = Counter(orjson.dumps(one) for found in lists for one in found if "name" in one)
    names: dict[bytes, str] = {}
    for content, times in counted.most_common():
        name = f"{orjson.loads(content)['name']}-field"
        if times > 1 and name not in parameters:
            parameters[name] = orjson.loads(content)
            names[content] = name
    for found in lists:
        found[:] = [
            _ref("parameters", names[content]) if "name" in one and (content := orjson.dumps(one)) in names else one
            for one in found
        ]


@lru_cache
def _declared(name: str) -> Json:
    loaded: Json = load_yaml((Path(__file__).parent / name).read_text("utf-8"))
    return loaded


def _ref(kind: str, name: str) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}
