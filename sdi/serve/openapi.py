"""The OpenAPI document: what pygeoapi writes, less what we do not serve, plus what clients look for."""

from __future__ import annotations

from typing import Any

from sdi.publish.configuration import DEFAULT_ITEMS, MAX_ITEMS
from sdi.serve.upstream import get_oas

ITEM_PARAMETERS = (
    "bbox", "bbox-crs", "crs", "datetime", "f", "lang", "limit", "offset", "properties", "resulttype",
    "skipGeometry", "sortby",
)  # fmt: skip
"""Query parameters of ``/items`` beside the fields of the layer."""

_LIMIT = {
    "name": "limit",
    "in": "query",
    "description": f"Số đối tượng trên một trang, nhiều nhất {MAX_ITEMS}.",
    "required": False,
    "schema": {"type": "integer", "minimum": 1, "maximum": MAX_ITEMS, "default": DEFAULT_ITEMS},
    "style": "form",
    "explode": False,
}


def openapi_document(config: dict[str, Any]) -> dict[str, Any]:
    """OpenAPI 3.0 of a generated configuration.

    QGIS takes its page size from ``components.parameters.limit`` and nowhere else; free-form parameters are
    struck out because an unknown parameter is an error here (OGC API – Features, 7.15.2).
    """
    document: dict[str, Any] = get_oas(config)
    parameters = document["components"]["parameters"]
    parameters["limit"] = _LIMIT
    parameters.pop("vendorSpecificParameters", None)
    document["paths"] = {path: item for path, item in sorted(document["paths"].items()) if _served(path)}
    for path, item in document["paths"].items():
        item.pop("post", None)
        if path.endswith("/items"):
            item["get"]["parameters"] = [
                _known(parameter) for parameter in item["get"]["parameters"] if _kept(parameter)
            ]
    return document


def _served(path: str) -> bool:
    return path in ("/", "/openapi", "/conformance") or path.startswith("/collections")


def _kept(parameter: dict[str, Any]) -> bool:
    return not parameter.get("$ref", "").endswith("/vendorSpecificParameters")


def _known(parameter: dict[str, Any]) -> dict[str, Any]:
    return {"$ref": "#/components/parameters/limit"} if parameter.get("name") == "limit" else parameter
