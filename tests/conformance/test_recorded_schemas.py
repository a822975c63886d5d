"""Our answers against OGC's JSON schemas, as they stand in an OpenAPI document recorded with OGC's own test suite.

The recording is of a draft of the standard: its schemas of collections and of extents have changed since and
are left out; landing page, conformance, features, links and errors have not.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from conformance.service import Api, Json

RECORDED = Path("oapif/ets_fixtures/org/opengis/cite/ogcapifeatures10/openapi3/openapi.json")


@pytest.fixture(scope="module")
def components(shared_data: Path) -> Json:
    """``components`` of the recorded document."""
    found: Json = json.loads((shared_data / RECORDED).read_text("utf-8"))["components"]
    return found


def check(components: Json, name: str, document: Json) -> None:
    whole = {"components": components, "$ref": f"#/components/schemas/{name}"}
    Draft4Validator(whole).validate(document)


def test_service(api: Api, components: Json) -> None:
    check(components, "root", api.document("/"))
    check(components, "req-classes", api.document("/conformance"))
    for entry in (api.document("/collections"), *api.collections().values()):
        for found in entry["links"]:
            check(components, "link", found)


def test_features(api: Api, components: Json, collection: str) -> None:
    path = f"/collections/{collection}/items"
    page = api.get(path)
    check(components, "featureCollectionGeoJSON", page)
    check(components, "featureGeoJSON", api.get(f"{path}/{page['features'][0]['id']}"))
    for answer in (api.ask(path, limit="unlimited"), api.ask(f"{path}/no-such-feature")):
        check(components, "exception", answer.json())


@pytest.mark.parametrize("name", ["bbox", "limit", "datetime", "offset", "featureId"])
def test_parameters(api: Api, components: Json, collection: str, name: str) -> None:
    """Where, how and of which type OGC's document says that a parameter is."""
    path = f"/collections/{collection}/items" + ("/{featureId}" if name == "featureId" else "")
    ours, theirs = api.parameter(path, name), components["parameters"][name]
    for key in ("name", "in", "required", "style", "explode"):
        assert ours.get(key) == theirs.get(key), key
    for key in ("type", "minItems", "maxItems", "items", "minimum"):
        assert ours["schema"].get(key) == theirs["schema"].get(key), key
