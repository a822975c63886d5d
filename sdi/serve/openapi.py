"""The OpenAPI document: operations and fields from pygeoapi, what they take and give from ``components.yml``.

pygeoapi refers to schemas on the internet, describes some answers by the wrong one, and leaves ``datetime``
out; a client that trusts the document must find in it exactly what this service does.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sdi.documents import load_yaml
from sdi.publish.configuration import DEFAULT_ITEMS, MAX_ITEMS
from sdi.serve.question import PARAMETERS
from sdi.serve.upstream import get_oas

Json = dict[str, Any]

ITEM_PARAMETERS = ("f", "lang", *PARAMETERS)
"""Query parameters of ``/items`` beside the fields of the layer."""


@dataclass(frozen=True)
class _Operation:
    """One kind of resource: what people call it, with the names of the components that describe it."""

    summary: str
    answer: str
    parameters: tuple[str, ...]


_OPERATIONS = {
    "/": _Operation("Trang đầu", "LandingPage", ("f-linked", "lang")),
    "/openapi": _Operation("Tài liệu này", "ApiDefinition", ("f", "lang")),
    "/conformance": _Operation("Các lớp tuân thủ chuẩn", "ConformanceDeclaration", ("f", "lang")),
    "/collections": _Operation("Các bộ dữ liệu", "Collections", ("f-linked", "lang")),
    "": _Operation("{title}", "Collection", ("f-linked", "lang")),
    "/schema": _Operation("{title}: các trường dữ liệu", "Schema", ("f", "lang")),
    "/queryables": _Operation("{title}: trường lọc được", "Schema", ("f", "lang")),
    "/items": _Operation(
        "{title}: các đối tượng",
        "Features",
        (
            "f-items",
            "lang",
            "bbox",
            "bbox-crs",
            "crs",
            "cursor",
            "datetime",
            "filter",
            "filter-crs",
            "filter-lang",
            "limit",
            "offset",
            "resulttype",
            "skipGeometry",
        ),
    ),
    "/items/{featureId}": _Operation("{title}: một đối tượng", "Feature", ("featureId", "f-linked", "lang", "crs")),
}
"""By path, for what belongs to a collection by the path below it."""


def openapi_document(config: Json) -> Json:
    """OpenAPI 3.0 of a generated configuration; self-contained, only what is served.

    QGIS takes its page size from ``components.parameters.limit`` and nowhere else. There are no free-form
    parameters: an unknown one is an error here (OGC API – Features, 7.15.2).
    """
    document: Json = get_oas(config)
    document["components"] = _components(config)
    document["security"] = [{}, {"key": []}]
    document["paths"] = {
        path: _path_item(path, document["paths"][path], config["resources"].get(_collection(path)))
        for path in sorted(document["paths"])
        if _kind(path) in _OPERATIONS
    }
    if any(map(_is_computed, config["resources"].values())):
        document["paths"] |= copy.deepcopy(_declared("processes.yml"))
        document["paths"] |= copy.deepcopy(_declared("slip.yml"))
    # pygeoapi has tags of what is not served here, and one of its own for processes; names must be unique.
    tags = {tag["name"]: tag for tag in document["tags"]} | {
        "processes": {"name": "processes", "description": "Các tiến trình"},
        "slip": {"name": "slip", "description": "Phiếu thông tin quy hoạch"},
    }
    used = {tag for item in document["paths"].values() for method in item.values() for tag in method["tags"]}
    document["tags"] = [tag for name, tag in tags.items() if name in used]
    document["info"].pop("termsOfService", None)  # must be an address, and ours are a text: see the licence
    document["info"]["version"] = version("sdi")
    return document


def _kind(path: str) -> str:
    parts = path.split("/", 3)
    if parts[1] != "collections" or len(parts) == 2:
        return path
    return f"/{parts[3]}" if len(parts) == 4 else ""


def _collection(path: str) -> str:
    return path.split("/")[2] if path.startswith("/collections/") else ""


def _is_computed(resource: Json) -> bool:
    """Whether geometries are made when asked for."""
    return bool(resource["providers"][0]["data"]["computed"])


def _path_item(path: str, item: Json, resource: Json | None) -> Json:
    """Of a path as pygeoapi describes it; ``resource`` is the collection that it belongs to."""
    operation = _OPERATIONS[_kind(path)]
    summary = operation.summary.format(title=resource["title"]["vi"] if resource else "")
    get = {**item["get"], "summary": summary}
    names = operation.parameters
    if resource and _is_computed(resource):
        names = tuple("skipGeometry-computed" if name == "skipGeometry" else name for name in names)
    described = [_ref("parameters", name) for name in names]
    if _kind(path) == "/items":
        described += _of_the_layer(get["parameters"])
    found: Json = {"get": {**get, "parameters": described, "responses": _responses(path, operation.answer)}}
    if "options" in item:
        parameters = [_ref("parameters", name) for name in operation.parameters if f"{{{name}}}" in path]
        responses = {"200": _ref("responses", "Options")}
        found["options"] = {**item["options"], "summary": summary, "parameters": parameters, "responses": responses}
    return found


def _responses(path: str, answer: str) -> Json:
    names = {"200": answer, "400": "InvalidParameter", "401": "InvalidKey"}
    if path.startswith("/collections/"):
        names["404"] = "NotFound"
    names |= {"500": "ServerError", "503": "Unavailable"}
    return {status: _ref("responses", name) for status, name in names.items()}


def _of_the_layer(parameters: list[Json]) -> list[Json]:
    """Selection, order and equality by the layer's fields, as pygeoapi knows them."""
    own = [p for p in parameters if "name" in p and p["name"] not in ITEM_PARAMETERS]
    names = [parameter["name"] for parameter in own]
    return [
        _list_of("properties", "Chỉ lấy những trường này, cách nhau bằng dấu phẩy.", names),
        _list_of("sortby", "Sắp theo những trường này; dấu trừ là giảm dần.", [*names, *(f"-{n}" for n in names)]),
        *own,
    ]


def _list_of(name: str, description: str, values: list[str]) -> Json:
    schema = {"type": "array", "items": {"type": "string", "enum": values}}
    where = {"in": "query", "required": False, "style": "form", "explode": False}
    return {"name": name, "description": description, **where, "schema": schema}


def _components(config: Json) -> Json:
    components = copy.deepcopy(_declared("components.yml"))
    parameters = components["parameters"]
    parameters["limit"] = {
        "name": "limit",
        "in": "query",
        "description": f"Số đối tượng trên một trang, nhiều nhất {MAX_ITEMS}.",
        "required": False,
        "style": "form",
        "explode": False,
        "schema": {"type": "integer", "minimum": 1, "maximum": MAX_ITEMS, "default": DEFAULT_ITEMS},
    }
    offered = {uri: None for resource in config["resources"].values() for uri in resource["providers"][0]["crs"]}
    if offered:
        for name in ("crs", "bbox-crs", "filter-crs"):
            parameters[name]["schema"]["enum"] = list(offered)
    return components


@lru_cache
def _declared(name: str) -> Json:
    loaded: Json = load_yaml(Path(__file__).with_name(name).read_text("utf-8"))
    return loaded


def _ref(kind: str, name: str) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}
