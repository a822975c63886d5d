"""Features over HTTP against what PostGIS itself says of the same rows."""

from __future__ import annotations

import csv
import io
from typing import Any

import psycopg
import pytest
import shapely
from serve_kit import DEFENCE, E0, N0, SIDE
from shapely.geometry import shape
from starlette.testclient import TestClient

from sdi.publish.configuration import MAX_OFFSET

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
ITEMS = "/api/collections/parcels/items"


def get(client: TestClient, url: str, **params: Any) -> dict[str, Any]:
    response = client.get(url, params={key.replace("_", "-"): value for key, value in params.items()})
    assert response.status_code == 200, response.text
    return response.json()


def ids(page: dict[str, Any]) -> list[str]:
    return [feature["id"] for feature in page["features"]]


def test_a_page_has_ids_counts_and_declared_fields_only(client: TestClient) -> None:
    page = get(client, ITEMS, limit=10)
    assert ids(page) == [f"21025-12-{n}" for n in range(1, 11)]
    assert (page["numberMatched"], page["numberReturned"]) == (24, 10)
    assert list(page["features"][0]["properties"]) == [
        "parcel_id", "commune_code", "map_sheet", "parcel_number", "land_use", "area_m2",
        "surveyed_on", "disputed",
    ]  # fmt: skip
    assert page["features"][6]["properties"] | {} == {
        "parcel_id": "21025-12-7", "commune_code": "21025", "map_sheet": "12", "parcel_number": 7,
        "land_use": "ODT+CLN", "area_m2": 400.0, "surveyed_on": "2026-01-07", "disputed": True,
    }  # fmt: skip


def test_pages_follow_each_other_and_end(client: TestClient) -> None:
    seen, url = [], f"{ITEMS}?limit=7"
    for _ in range(10):
        page = client.get(url).json()
        seen += ids(page)
        following = [link for link in page["links"] if link["rel"] == "next"]
        if not following:
            break
        assert following[0]["type"] == "application/geo+json"
        url = following[0]["href"]
    assert seen == [f"21025-12-{n}" for n in range(1, 26) if n != DEFENCE]
    exact = get(client, ITEMS, limit=24)
    assert not [link for link in exact["links"] if link["rel"] == "next"]


@pytest.mark.parametrize(
    ("uri", "srid", "swapped", "tolerance"),
    [
        (CRS84, 4326, False, 2e-8),
        (EPSG + "4326", 4326, True, 2e-8),
        (EPSG + "4756", 4756, True, 2e-8),
        (EPSG + "5898", 5898, False, 1e-4),
    ],
)
def test_coordinates_agree_with_postgis(
    client: TestClient, town: Any, uri: str, srid: int, swapped: bool, tolerance: float
) -> None:
    response = client.get(f"{ITEMS}/21025-12-8", params={"crs": uri})
    assert response.headers["content-crs"] == f"<{uri}>"
    assert response.headers["content-type"] == "application/geo+json"
    ours = shape(response.json()["geometry"])
    with psycopg.connect(town.url) as connection:
        row = connection.execute(
            "SELECT ST_AsBinary(ST_Transform(geom, %s)) FROM data.parcels WHERE parcel_number = 8", (srid,)
        ).fetchone()
    assert row is not None
    theirs = shapely.from_wkb(row[0])
    if swapped:
        theirs = shapely.transform(theirs, lambda c: c[:, ::-1])
    assert shapely.equals_exact(ours.normalize(), theirs.normalize(), tolerance)


def test_rings_turn_as_geojson_wants(client: TestClient) -> None:
    feature = get(client, f"{ITEMS}/21025-12-8")
    assert all(part.exterior.is_ccw for part in shape(feature["geometry"]).geoms)


def test_the_pinned_operation_decides(client: TestClient, town: Any) -> None:
    """EPSG:5194 is another operation of the same datums, 0.74 m away: a project that pins it gets it."""
    from sdi.model import read_project
    from sdi.publish.configuration import CRS84 as uri
    from sdi.serve.projection import Projection

    province = read_project(town.project.directory).province
    point = [shapely.Point(E0, N0)]
    pinned = Projection(province, uri, 4326).geojson(point)[0]["coordinates"]
    other = province.model_copy(update={"datum_operation": "EPSG:5194"})
    elsewhere = Projection(other, uri, 4326).geojson(point)[0]["coordinates"]
    metres = ((pinned[0] - elsewhere[0]) * 107_500, (pinned[1] - elsewhere[1]) * 110_600)
    assert 0.3 < sum(d * d for d in metres) ** 0.5 < 2


@pytest.mark.parametrize("crs", [None, EPSG + "4326", EPSG + "4756"])
def test_box_in_degrees_selects_what_postgis_selects(client: TestClient, town: Any, crs: str | None) -> None:
    srid = int(crs.rsplit("/", 1)[1]) if crs else 4326
    with psycopg.connect(town.url) as connection:
        corner = connection.execute(
            "SELECT ST_X(p), ST_Y(p), ST_X(q), ST_Y(q) FROM (SELECT"
            " ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), 5898), %s) AS p,"
            " ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), 5898), %s) AS q) AS x",
            (E0 + 5, N0 + 5, srid, E0 + 2 * SIDE + 5, N0 + SIDE + 5, srid),
        ).fetchone()
        assert corner is not None
        expected = connection.execute(
            "SELECT array_agg(feature_id ORDER BY gid) FROM data.parcels WHERE audience = 'public'"
            " AND ST_Intersects(ST_Transform(geom, %s), ST_MakeEnvelope(%s, %s, %s, %s, %s))",
            (srid, *corner, srid),
        ).fetchone()
    assert expected is not None and len(expected[0]) == 6
    west, south, east, north = corner
    box = [south, west, north, east] if crs else [west, south, east, north]
    more = {"bbox-crs": crs} if crs else {}
    page = client.get(ITEMS, params={"bbox": ",".join(map(repr, box)), **more}).json()
    assert ids(page) == expected[0]
    assert page["numberMatched"] == 6


def test_box_in_the_provincial_crs_touches_edges(client: TestClient) -> None:
    page = get(client, ITEMS, bbox=f"{E0 - 5},{N0 - 5},{E0},{N0 + 1}", bbox_crs=EPSG + "5898")
    assert ids(page) == ["21025-12-1"]
    point = get(client, ITEMS, bbox=f"{E0 + 25},{N0 + 5},{E0 + 25},{N0 + 5}", bbox_crs=EPSG + "5898")
    assert ids(point) == ["21025-12-2"]
    three = get(client, ITEMS, bbox=f"{E0 + 25},{N0 + 5},0,{E0 + 26},{N0 + 6},9", bbox_crs=EPSG + "5898")
    assert ids(three) == ["21025-12-2"]


@pytest.mark.parametrize("gap", [0.001, 0.01, 0.03, 0.06, 0.1, 0.12, 0.2])
def test_a_point_beside_a_box_is_not_in_it(client: TestClient, keys: dict[str, dict[str, str]], gap: float) -> None:
    """PostGIS keeps boxes in single precision: a decimetre in northings of this country."""
    e, n = E0, N0  # of the only control point
    for west, south, east, north in (
        (e + gap, n - 9, e + 9, n + 9), (e - 9, n - 9, e - gap, n + 9),
        (e - 9, n + gap, e + 9, n + 9), (e - 9, n - 9, e + 9, n - gap),
    ):  # fmt: skip
        asked = {"bbox": f"{west},{south},{east},{north}", "bbox-crs": EPSG + "5898"}
        answer = client.get("/api/collections/control_points/items", params=asked, headers=keys["agency"])
        assert answer.json()["numberMatched"] == 0, asked
    asked = {"bbox": f"{e},{n},{e + 9},{n + 9}", "bbox-crs": EPSG + "5898"}
    answer = client.get("/api/collections/control_points/items", params=asked, headers=keys["agency"])
    assert answer.json()["numberMatched"] == 1


@pytest.mark.parametrize(
    ("box", "matched"),
    [
        ("-180,-90,180,90", 24),
        ("0,0,1,1", 0),
        ("-180,-90,0,90", 0),
        ("170,-20,-170,20", 0),
        ("100,0,-170,40", 24),
    ],
)
def test_box_of_the_world_and_elsewhere(client: TestClient, box: str, matched: int) -> None:
    assert get(client, ITEMS, bbox=box)["numberMatched"] == matched


def test_filters_sort_and_selection(client: TestClient) -> None:
    def ask(query: str) -> dict[str, Any]:
        response = client.get(f"{ITEMS}?{query}")
        assert response.status_code == 200, response.text
        return response.json()

    assert ids(ask("parcel_number=7")) == ["21025-12-7"]
    assert ids(ask("disputed=true")) == ["21025-12-7"]
    assert ids(ask("surveyed_on=2026-01-09")) == ["21025-12-9"]
    assert ids(ask("land_use=ODT%2BCLN&sortby=-parcel_number&limit=2")) == ["21025-12-25", "21025-12-23"]
    assert ids(ask("land_use=CQP")) == []
    chosen = ask("properties=map_sheet&skipGeometry=true&limit=1")["features"][0]
    assert chosen["properties"] == {"map_sheet": "12"} and chosen["geometry"] is None
    hits = ask("resulttype=hits&land_use=ODT")
    assert hits["numberMatched"] == 12 and hits["features"] == []


@pytest.mark.parametrize(
    "query",
    [
        "no_such=1", "parcel_number=x", "surveyed_on=30/02/2026", "disputed=maybe", "bbox=1,2,3",
        "bbox=a,b,c,d",
        "bbox=nan,1,2,3", "limit=0", "limit=x", "limit=true", "offset=False", "offset=-1", "crs=http://www.opengis.net/def/crs/0/unsupported",
        "bbox=1,1,2,2&bbox-crs=nowhere", "sortby=nothing", "properties=nothing", "f=xlsx", "note=x",
        "owner_name=x",
        "map_sheet=%00", "datetime=yesterday&limit=1", "datetime=2025-02-01/2025-01-01", "datetime=", "crs=",
        "sortby=", "sortby=-", "sortby=parcel_id,", "properties=", "resulttype=all", "skipGeometry=maybe", "lang=xx",
    ],
)  # fmt: skip
def test_bad_questions_are_problems_that_say_why(client: TestClient, query: str) -> None:
    for layer in ("roads", "parcels") if query.startswith("datetime") else ("parcels",):
        response = client.get(f"/api/collections/{layer}/items?{query}")
        assert response.status_code == 400, response.text
        assert response.headers["content-type"] == "application/problem+json"
        problem = response.json()
        assert problem["status"] == 400 and problem["title"] == "Yêu cầu không hợp lệ" and problem["detail"]
        assert "Traceback" not in response.text and "psycopg" not in response.text


@pytest.mark.parametrize("identifier", ["x", "%00", "21025-12-1%00", "%FF", "9" * 400])
def test_what_is_no_id_is_not_found(client: TestClient, identifier: str) -> None:
    response = client.get(f"/api/collections/parcels/items/{identifier}")
    assert response.status_code == 404, response.text
    assert response.json()["title"] == "Không tìm thấy"


@pytest.mark.parametrize("offset", [24, 25, MAX_OFFSET])
def test_a_page_after_the_last_is_empty(client: TestClient, offset: int) -> None:
    answer = client.get(f"/api/collections/parcels/items?offset={offset}&limit=5").json()
    assert answer["features"] == [] and answer["numberMatched"] > 0
    assert not [link for link in answer["links"] if link["rel"] == "next"]


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        ("2025-06-30T00:00:00Z", ["R-1"]),
        ("2025-07-01", ["R-2"]),
        ("2025-06-01/2025-08-01", ["R-1", "R-2"]),
        ("../2024-01-01", ["R-1"]),
        ("2026-01-01/..", ["R-2"]),
        ("0000-01-01T00:00:00Z/2025-01-01T00:00:00Z", ["R-1"]),
        ("2026-01-01T00:00:00Z/9999-12-31T00:00:00Z", ["R-2"]),
    ],
)
def test_validity_answers_datetime(client: TestClient, interval: str, expected: list[str]) -> None:
    assert ids(get(client, "/api/collections/roads/items", datetime=interval)) == expected


@pytest.mark.parametrize("offset", [MAX_OFFSET + 1, 2**31, 2**63, 10**40])
def test_offsets_reach_so_far_and_links_further(client: TestClient, offset: int) -> None:
    answer = client.get(f"/api/collections/parcels/items?offset={offset}&limit=5")
    assert answer.status_code == 400 and "next" in answer.json()["detail"]


def test_item(client: TestClient) -> None:
    feature = get(client, f"{ITEMS}/21025-12-12")
    assert feature["id"] == "21025-12-12" and feature["properties"]["parcel_number"] == 12
    rels = {link["rel"]: link["href"] for link in feature["links"]}
    assert rels["self"].endswith("/collections/parcels/items/21025-12-12")
    assert rels["collection"].endswith("/collections/parcels")
    missing = client.get(f"{ITEMS}/21025-12-{DEFENCE}")
    assert missing.status_code == 404 and missing.headers["content-type"] == "application/problem+json"


def test_csv_is_a_table_that_excel_reads(client: TestClient) -> None:
    answer = client.get(f"{ITEMS}?f=csv&limit=2")
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == ["21025-12-1", "21025-12-2"]
    assert rows[0]["land_use"] == "ODT+CLN" and "note" not in rows[0]


def test_json_ld_answers(client: TestClient) -> None:
    answer = client.get(f"{ITEMS}?f=jsonld&limit=2")
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/ld+json"
    places = answer.json()["features"]
    assert [client.get(place["@id"]).json()["id"] for place in places] == ["21025-12-1", "21025-12-2"]
    for empty in ("bbox=0,0,1,1", "resulttype=hits"):
        assert client.get(f"{ITEMS}?f=jsonld&{empty}").json()["features"] == []
