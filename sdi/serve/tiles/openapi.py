"""What the OpenAPI document says about tiles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from sdi.documents import load_yaml

Json = dict[str, Any]


def describe(document: Json, collections: Sequence[str]) -> None:
    """Add paths and components; one path for all collections, so that the document stays small.

    Args:
        document: The OpenAPI document.
        collections: Names of those that have tiles.
    """
    declared = _declared()
    document["tags"] = [*document["tags"], *declared["tags"]]
    for kind, components in declared["components"].items():
        document["components"][kind] = {**document["components"][kind], **components}
    paths = dict(declared["paths"])
    if collections:
        parameter = declared["collection"]
        schema = {**parameter["schema"], "enum": list(collections)}
        document["components"]["parameters"][parameter["name"]] = {**parameter, "schema": schema}
        paths |= declared["collection_paths"]
    document["paths"] |= paths


@lru_cache
def _declared() -> Json:
    loaded: Json = load_yaml(Path(__file__).with_name("openapi.yml").read_text("utf-8"))
    return loaded
