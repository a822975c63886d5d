"""What the conformance tests ask: one running service, as a client on the network sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import httpx

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GEOJSON = "application/geo+json"
Json = dict[str, Any]


@dataclass
class Api:
    """The OGC API below a landing page; documents that many tests look at are fetched once.

    Attributes:
        root: Address of the landing page without a trailing slash.
    """

    root: str
    client: httpx.Client
    _documents: dict[str, Json] = field(default_factory=dict)
    _features: dict[tuple[str, str], list[Json]] = field(default_factory=dict)

    def ask(self, address: str, /, *, accept: str = "application/json", **parameters: Any) -> httpx.Response:
        """An answer, whatever its status."""
        url = address if address.startswith("http") else self.root + address
        query = {name: str(value) for name, value in parameters.items()}
        return self.client.get(httpx.URL(url).copy_merge_params(query), headers={"Accept": accept})

    def get(self, address: str, /, **parameters: Any) -> Json:
        """The JSON of an answer that must be 200."""
        answer = self.ask(address, accept=f"{GEOJSON}, application/json;q=0.9", **parameters)
        assert answer.status_code == 200, f"{answer.url}: {answer.status_code} {answer.text[:500]}"
        found: Json = answer.json()
        return found

    def document(self, address: str) -> Json:
        """The same, remembered."""
        if address not in self._documents:
            self._documents[address] = self.get(address)
        return self._documents[address]

    def collections(self) -> dict[str, Json]:
        """Entries of ``/collections`` by id."""
        return {entry["id"]: entry for entry in self.document("/collections")["collections"]}

    def features(self, collection: str, crs: str = CRS84) -> list[Json]:
        """All features of a collection, by following ``next``."""
        if (collection, crs) not in self._features:
            found: list[Json] = []
            page = self.get(f"/collections/{collection}/items", limit=10_000, crs=crs)
            found += page["features"]
            while following := link(page, "next"):
                page = self.get(following["href"])
                found += page["features"]
            self._features[collection, crs] = found
        return self._features[collection, crs]

    def operation(self, path: str) -> Json:
        """What the OpenAPI document says of GET at a path: at the path itself, or with the collection as parameter."""
        paths = self.document("/openapi")["paths"]
        described = path if path in paths else re.sub("^/collections/[^/]+", "/collections/{collectionId}", path)
        found: Json = paths[described]["get"]
        return found

    def parameter(self, path: str, name: str) -> Json:
        """A parameter's definition in the OpenAPI document, references followed.

        Raises:
            LookupError: The operation does not have it.
        """
        document = self.document("/openapi")
        for given in self.operation(path)["parameters"]:
            found: Json = resolve(document, given)
            if found["name"] == name:
                return found
        raise LookupError(f"GET {path} has no parameter {name} in the OpenAPI document")


def resolve(document: Json, node: Json) -> Json:
    """What a reference inside a document stands for; anything else stands for itself."""
    while "$ref" in node:
        place: Any = document
        for step in node["$ref"].removeprefix("#/").split("/"):
            place = place[step]
        node = place
    return node


def link(document: Json, rel: str, media_type: str | None = None) -> Json | None:
    """The first link with a relation, and with a media type if one is named."""
    for found in document["links"]:
        if found["rel"] == rel and media_type in (None, found.get("type")):
            return dict(found)
    return None
