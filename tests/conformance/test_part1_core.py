"""OGC API – Features, Part 1 (OGC 17-069r4), Annex A.2: the abstract tests of the class Core, written by us.

Names follow the abstract tests. This is not OGC's own test program: see ``README.md``.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import shapely
from shapely.geometry import shape

from conformance.conftest import ROOT
from conformance.service import CRS84, GEOJSON, Api, Json, link
from sdi.model import read_project

CORE = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
EVERYTHING = 10_000
ROUNDING_DEG = 1e-8
RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
EDGE_DEG = 1e-6
"""Features whose border lies this near the edge of a box may fall on either side of it (0.1 m)."""


def ids(page: Json) -> list[str]:
    return [feature["id"] for feature in page["features"]]


def items(collection: str) -> str:
    return f"/collections/{collection}/items"


# --- A.2.2 to A.2.4: landing page, API definition, conformance -----------------------------------------------


def test_http(api: Api) -> None:
    assert api.ask("/").http_version == "HTTP/1.1"
    assert api.client.head(api.root + "/").status_code == 200


def test_root_success(api: Api) -> None:
    document = api.document("/")
    assert link(document, "service-desc") or link(document, "service-doc")
    assert link(document, "conformance") and link(document, "data")
    for found in document["links"]:
        assert found.keys() >= {"href", "rel", "type"}, found
        answer = api.client.get(found["href"])
        assert answer.status_code == 200, found
        assert answer.headers["content-type"].split(";")[0] == found["type"].split(";")[0], found


def test_api_definition_success(api: Api) -> None:
    found = link(api.document("/"), "service-desc")
    assert found is not None
    answer = api.ask(found["href"], accept=found["type"])
    assert answer.status_code == 200 and answer.headers["content-type"] == found["type"]
    assert answer.json()["openapi"].startswith("3.0.")


def test_conformance_success(api: Api) -> None:
    declared = api.document("/conformance")["conformsTo"]
    assert {CORE + name for name in ("core", "geojson", "html", "oas30")} <= set(declared)


# --- A.2.5 and A.2.6: collections ----------------------------------------------------------------------------


def test_fc_md_links(api: Api) -> None:
    document = api.document("/collections")
    assert link(document, "self", "application/json") and link(document, "alternate", "text/html")
    assert all(found.keys() >= {"rel", "type"} for found in document["links"])


def test_fc_md_items(api: Api, collection: str) -> None:
    assert collection in api.collections()


def test_fc_md_items_links(api: Api, collection: str) -> None:
    entry = api.collections()[collection]
    for media_type in (GEOJSON, "text/html"):
        found = link(entry, "items", media_type)
        assert found is not None, media_type
        assert api.client.get(found["href"]).headers["content-type"].split(";")[0] == media_type


def test_fc_md_extent(api: Api, collection: str) -> None:
    """The extent holds every feature, and is at most a little wider (it is drawn around the provincial one)."""
    spatial = api.collections()[collection]["extent"]["spatial"]
    assert spatial["crs"] == CRS84
    said, seen = spatial["bbox"][0], shapely.total_bounds([shape(f["geometry"]) for f in api.features(collection)])
    outside = [seen[0] - said[0], seen[1] - said[1], said[2] - seen[2], said[3] - seen[3]]
    assert min(outside) > -ROUNDING_DEG
    assert max(outside) < 0.01 * max(said[2] - said[0], said[3] - said[1])


def test_sfc_md_success(api: Api, collection: str) -> None:
    """The same document alone as in the list, with links in every format."""
    alone = api.document(f"/collections/{collection}")
    listed = api.collections()[collection]
    for key in ("id", "title", "description", "extent", "itemType", "crs", "storageCrs"):
        assert alone[key] == listed[key], key
    assert link(alone, "self", "application/json") and link(alone, "alternate", "text/html")


# --- A.2.7: features -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("bbox", {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}),
        ("limit", {"type": "integer", "minimum": 1, "maximum": EVERYTHING, "default": 100}),
        ("datetime", {"type": "string"}),
    ],
)
def test_fc_parameter_definition(api: Api, collection: str, name: str, schema: Json) -> None:
    """fc-bbox-definition, fc-limit-definition, fc-time-definition."""
    found = api.parameter(items("{}").format(collection), name)
    assert (found["in"], found["required"], found["style"], found["explode"]) == ("query", False, "form", False)
    assert found["schema"] == schema


def test_fc_op_and_response(api: Api, collection: str) -> None:
    """fc-op, fc-response, fc-links, fc-rel-type, fc-timestamp, fc-numberMatched, fc-numberReturned."""
    before = datetime.now().astimezone()
    answer = api.ask(items(collection), accept=GEOJSON)
    after = datetime.now().astimezone()
    assert answer.status_code == 200 and answer.headers["content-type"] == GEOJSON
    page = answer.json()
    assert page["type"] == "FeatureCollection"
    assert all(feature["type"] == "Feature" and feature["id"] for feature in page["features"])
    assert page["numberReturned"] == len(page["features"]) == min(100, page["numberMatched"])
    assert page["numberMatched"] == len(api.features(collection))
    if "timeStamp" in page:  # abstract test 22, step 5, and 24; it may be absent, and then an answer has a strong ETag
        assert RFC3339.fullmatch(page["timeStamp"])
        second = timedelta(seconds=1)
        assert before - second <= datetime.fromisoformat(page["timeStamp"]) <= after + second
    else:
        assert answer.headers["etag"].startswith('"')
    assert link(page, "self", GEOJSON) and link(page, "alternate", "text/html")
    assert all(found.keys() >= {"rel", "type"} for found in page["links"])
    assert (link(page, "next") is not None) == (page["numberMatched"] > page["numberReturned"])


def test_fc_links_follow_each_other(api: Api, collection: str) -> None:
    """Pages have every feature once; filters stay in ``next``."""
    everything = [feature["id"] for feature in api.features(collection)]
    assert len(everything) == len(set(everything))
    step = max(1, len(everything) // 7)
    page = api.get(items(collection), limit=step)
    seen = ids(page)
    while following := link(page, "next"):
        assert following["type"] == GEOJSON
        page = api.get(following["href"])
        seen += ids(page)
        assert len(seen) <= len(everything)
    assert seen == everything


@pytest.mark.parametrize("limit", [1, 2, EVERYTHING, EVERYTHING + 1, 10**9])
def test_fc_limit_response(api: Api, collection: str, limit: int) -> None:
    """Never more than asked for; more than the maximum is answered by the maximum, not by an error."""
    page = api.get(items(collection), limit=limit)
    assert len(page["features"]) == min(limit, EVERYTHING, page["numberMatched"])


def test_fc_bbox_response(api: Api, collection: str) -> None:
    """A box around one feature, and a quarter of the extent, against GEOS on the answer without a box."""
    everything = {feature["id"]: shape(feature["geometry"]) for feature in api.features(collection)}
    first = next(iter(everything.values()))
    whole = shapely.box(*shapely.total_bounds(list(everything.values()))).buffer(EDGE_DEG * 2, join_style="mitre")
    west, south, east, north = whole.bounds
    corner = shapely.Point(first.bounds[:2])
    for box in (
        shapely.box(*first.bounds).buffer(EDGE_DEG * 2, join_style="mitre"),
        shapely.box(west, south, (corner.x + east) / 2, (corner.y + north) / 2),
        whole,
    ):
        found = set(ids(api.get(items(collection), bbox=",".join(map(repr, box.bounds)), limit=EVERYTHING)))
        expected = {name for name, geometry in everything.items() if geometry.intersects(box)}
        for name in found ^ expected:
            assert everything[name].distance(box.exterior) < EDGE_DEG, name
        assert found & expected
    heights = api.get(items(collection), bbox=f"{west},{south},-99,{east},{north},9999", limit=1)
    assert heights["numberMatched"] == len(everything)
    assert api.get(items(collection), bbox="0,0,1,1")["features"] == []


def test_fc_time_response(api: Api, collection: str) -> None:
    """Features whose validity meets the time, and all that have none, against the dates in the answers."""
    fields = read_project(ROOT).layers[collection].fields.items()
    roles = {field.role: name for name, field in fields if field.role in ("valid_from", "valid_to")}
    day = "2024-07-01"
    intervals = {
        f"{day}T00:00:00Z": (day, day),
        f"{day}T00:00:00Z/..": (day, "9999"),
        f"../{day}T00:00:00Z": ("0000", day),
        f"{day}/2025-06-30": (day, "2025-06-30"),
    }
    for interval, (first, last) in intervals.items():
        expected = [
            feature["id"]
            for feature in api.features(collection)
            if (feature["properties"].get(roles.get("valid_from", "")) or "0000") <= last
            and (feature["properties"].get(roles.get("valid_to", "")) or "9999") >= first
        ]
        assert ids(api.get(items(collection), datetime=interval, limit=EVERYTHING)) == expected, interval


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "unlimited"}, {"limit": "0"}, {"limit": "-1"}, {"limit": "1.5"},
        {"bbox": "1,2,3"}, {"bbox": "a,b,c,d"}, {"bbox": "1,2,3,4,5"}, {"bbox": "109,16,108,15"}, {"bbox": ""},
        {"datetime": "yesterday"}, {"datetime": "2024-13-01"}, {"datetime": "2025-01-01/2024-01-01"},
        {"datetime": "2024-01-01/2024-02-01/2024-03-01"}, {"datetime": ""},
        {"offset": "-1"}, {"offset": "x"}, {"f": "xlsx"}, {"lang": "xx"}, {"resulttype": "all"},
        {"skipGeometry": "maybe"}, {"sortby": ""}, {"sortby": "no_such_field"}, {"properties": "no_such_field"},
    ],
    ids=str,
)  # fmt: skip
def test_query_param_invalid(api: Api, collection: str, query: dict[str, str]) -> None:
    assert api.ask(items(collection), **query).status_code == 400


@pytest.mark.parametrize("path", ["", "/items", "/schema", "/queryables", "/items/{id}"])
def test_query_param_unknown(api: Api, collection: str, path: str) -> None:
    path = path.format(id=api.features(collection)[0]["id"])
    assert api.ask(f"/collections/{collection}{path}").status_code == 200
    assert api.ask(f"/collections/{collection}{path}", unknownQueryParameter="1").status_code == 400


# --- A.2.8: one feature --------------------------------------------------------------------------------------


def test_f_success(api: Api, collection: str) -> None:
    """f-op, f-success, f-links: first and last feature alone are what they are in the page."""
    everything = api.features(collection)
    for feature in (everything[0], everything[-1]):
        alone = api.get(f"{items(collection)}/{feature['id']}")
        assert alone["type"] == "Feature"
        assert [alone[key] for key in ("id", "geometry", "properties")] == [
            feature[key] for key in ("id", "geometry", "properties")
        ]
        assert link(alone, "self", GEOJSON) and link(alone, "alternate", "text/html")
        found = link(alone, "collection")
        assert found is not None and api.get(found["href"])["id"] == collection


def test_what_is_not_there_is_404(api: Api, collection: str) -> None:
    assert api.ask(f"{items(collection)}/no-such-feature").status_code == 404
    assert api.ask("/collections/no_such_collection").status_code == 404
    assert api.ask("/collections/no_such_collection/items").status_code == 404
