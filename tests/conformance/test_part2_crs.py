"""OGC API – Features, Part 2 (OGC 18-058r1), Annex A: Coordinate Reference Systems by Reference.

Coordinates and boxes are checked against PROJ with the province's pinned datum operation.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
import shapely
from pyproj import CRS
from pyproj.transformer import Transformer, TransformerGroup
from shapely.geometry import shape

from conformance.conftest import ROOT
from conformance.service import CRS84, Api, Json
from sdi.model import read_project
from sdi.publish.configuration import offered_crs

PROVINCE = read_project(ROOT).province
OFFERED = list(offered_crs(PROVINCE.crs))
STORAGE = f"http://www.opengis.net/def/crs/EPSG/0/{PROVINCE.crs}"
INVALID = [
    "http://www.opengis.net/def/crs/EPSG/0/99999999",
    "EPSG:4326",
    "",
    "http://www.opengis.net/def/crs/EPSG/0/3857",
]


def items(collection: str) -> str:
    return f"/collections/{collection}/items"


@lru_cache
def from_crs84(uri: str) -> Transformer:
    """PROJ's transformation by the pinned operation, axes in the authority's order."""
    target = CRS.from_epsg(offered_crs(PROVINCE.crs)[uri])
    if target.to_epsg() == 4326:
        return Transformer.from_crs("OGC:CRS84", target)
    group = TransformerGroup("OGC:CRS84", target)
    code = PROVINCE.datum_operation.split(":")[1]
    for transformer in group.transformers:
        if f'"code":{code}' in transformer.to_json():
            return transformer
    raise LookupError(PROVINCE.datum_operation)


def moved(geometry: shapely.Geometry, uri: str) -> shapely.Geometry:
    """A geometry of CRS84 in another offered CRS."""
    if uri == CRS84:
        return geometry
    return shapely.transform(geometry, lambda c: np.column_stack(from_crs84(uri).transform(c[:, 0], c[:, 1])))


def tolerance(uri: str) -> float:
    """What rounding of answers can make of a coordinate, in the units of the CRS."""
    return 0.003 if uri == STORAGE else 3e-8


# --- discovery -----------------------------------------------------------------------------------------------


def test_crs_uri(api: Api, collection: str) -> None:
    """crs-uri, fc-md-crs-list: identifiers of OGC, the default one among them."""
    assert api.collections()[collection]["crs"] == OFFERED
    assert OFFERED[0] == CRS84 and len(set(OFFERED)) == len(OFFERED)
    for uri in OFFERED:
        _, authority, version, code = uri.removeprefix("http://www.opengis.net/def/").split("/")
        assert CRS.from_authority(authority, code) and version


def test_fc_md_storage_crs(api: Api, collection: str) -> None:
    """storageCrs is one of the list, has no epoch, and is the one under which the province keeps its data."""
    entry = api.collections()[collection]
    assert entry["storageCrs"] == STORAGE and entry["storageCrs"] in entry["crs"]
    assert "storageCrsCoordinateEpoch" not in entry


# --- crs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["crs", "bbox-crs"])
def test_parameter_definition(api: Api, collection: str, name: str) -> None:
    """fc-crs-definition, bbox-crs-definition."""
    found = api.parameter(items(collection), name)
    assert (found["in"], found["required"], found["style"], found["explode"]) == ("query", False, "form", False)
    assert (found["schema"]["type"], found["schema"]["format"]) == ("string", "uri")
    if name == "crs":
        assert api.parameter(f"{items(collection)}/{{featureId}}", "crs") == found


@pytest.mark.parametrize("uri", INVALID)
def test_crs_valid_value(api: Api, collection: str, uri: str) -> None:
    """Only what the collection lists; anything else is 400."""
    feature = api.features(collection)[0]["id"]
    assert api.ask(items(collection), crs=uri).status_code == 400
    assert api.ask(f"{items(collection)}/{feature}", crs=uri).status_code == 400


def test_crs_default_value_and_header(api: Api, collection: str) -> None:
    """fc-crs-default-value, ogc-crs-header: CRS84 when nothing is said, and the header says so."""
    for path in (items(collection), f"{items(collection)}/{api.features(collection)[0]['id']}"):
        silent, said = api.ask(path), api.ask(path, crs=CRS84)
        assert silent.headers["content-crs"] == said.headers["content-crs"] == f"<{CRS84}>"
        for key in ("features", "geometry"):
            assert silent.json().get(key) == said.json().get(key)


@pytest.mark.parametrize("uri", OFFERED)
def test_crs_action(api: Api, collection: str, uri: str) -> None:
    """crs-action, ogc-crs-header-value: all features are where PROJ puts them, in the authority's axis order."""
    answer = api.ask(items(collection), crs=uri, limit=1)
    assert answer.headers["content-crs"] == f"<{uri}>"
    there = {feature["id"]: shape(feature["geometry"]) for feature in api.features(collection, uri)}
    here = api.features(collection)
    assert there.keys() == {feature["id"] for feature in here}
    for feature in here:
        expected = moved(shape(feature["geometry"]), uri).normalize()
        distance = shapely.hausdorff_distance(expected, there[feature["id"]].normalize())
        assert distance < tolerance(uri), (feature["id"], distance)
    alone = api.get(f"{items(collection)}/{here[0]['id']}", crs=uri)
    assert shapely.equals(shape(alone["geometry"]), there[here[0]["id"]])


# --- bbox-crs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("uri", INVALID)
def test_bbox_crs_valid_value(api: Api, collection: str, uri: str) -> None:
    assert api.ask(items(collection), **{"bbox": "108,15,109,16", "bbox-crs": uri}).status_code == 400


def test_bbox_crs_default_value(api: Api, collection: str) -> None:
    """Without bbox-crs a box is in CRS84, whatever ``crs`` asks for."""
    box = _box(api.features(collection))
    silent, said, projected = (
        [feature["id"] for feature in api.get(items(collection), bbox=box, limit=10_000, **more)["features"]]
        for more in ({}, {"bbox-crs": CRS84}, {"crs": STORAGE})
    )
    assert silent and silent == said == projected


@pytest.mark.parametrize("uri", OFFERED)
def test_bbox_crs_action(api: Api, collection: str, uri: str) -> None:
    """A box in every CRS selects what GEOS selects from the features as they are answered in that CRS."""
    there = {feature["id"]: shape(feature["geometry"]) for feature in api.features(collection, uri)}
    x0, y0, x1, y1 = shapely.total_bounds(list(there.values()))
    edge = 0.1 if uri == STORAGE else 1e-6
    box = shapely.box(x0 - edge * 3, y0 - edge * 3, (x0 + x1) / 2 + edge, (y0 + y1) / 2 + edge)
    query = {"bbox": ",".join(map(repr, box.bounds)), "bbox-crs": uri}
    page = api.get(items(collection), limit=10_000, **query)
    found = {feature["id"] for feature in page["features"]}
    expected = {name for name, geometry in there.items() if geometry.intersects(box)}
    for name in found ^ expected:
        assert there[name].distance(box.exterior) < edge, name
    assert page["numberMatched"] == len(found)


def _box(features: list[Json]) -> str:
    return ",".join(map(repr, shape(features[0]["geometry"]).buffer(1e-5).bounds))
