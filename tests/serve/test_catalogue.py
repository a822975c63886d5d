"""The catalogue as OGC API – Records: who finds what, and that it follows what is published.

What a question must find is worked out here from what was published and from texts of the declarations, by other means
than the service's: SQL for places and times, regular expressions for words.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import orjson
import psycopg
import pytest
from serve_kit import Town, parcel
from starlette.testclient import TestClient

ISO = "vnd.iso.19139+xml"
HOME = "/api/collections/catalogue"


def records(client: TestClient, headers: dict[str, str] | None = None, **asked: Any) -> list[str]:
    answer = client.get(f"{HOME}/items", params=asked, headers=headers or {})
    assert answer.status_code == 200, answer.text
    found = [feature["id"] for feature in answer.json()["features"]]
    assert answer.json()["numberReturned"] == len(found)
    return found


def all_of(client: TestClient, headers: dict[str, str]) -> list[dict[str, Any]]:
    return list(client.get(f"{HOME}/items?limit=1000", headers=headers).json()["features"])


# --- who is told what ---------------------------------------------------------------------------------------


def test_every_collection_that_is_shown_has_a_record_and_no_other(
    client: TestClient, keys: dict[str, dict[str, str]]
) -> None:
    for audience, headers in keys.items():
        shown = {one["id"] for one in client.get("/api/collections", headers=headers).json()["collections"]}
        assert {one["id"] for one in all_of(client, headers)} == shown - {"catalogue"}, audience


@pytest.mark.parametrize("path", ["", "/items", "/items?f=html", "/items?q=diem", "/dcat", "?f=html", "/items?lang=en"])
def test_nothing_of_a_higher_audience_is_said(client: TestClient, keys: dict[str, dict[str, str]], path: str) -> None:
    """Titles of what is hidden: an agency is told one of them, the public none."""
    titles = {
        word
        for one in all_of(client, keys["internal"])
        if one["id"] in ("control_points", "substations")
        for language in ("vi", "en")
        for word in (one["id"], titled(client, one["id"], keys["internal"], language))
    }
    assert len(titles) >= 4
    text = client.get(f"{HOME}{path}").text
    assert [word for word in titles if word in text] == []


def titled(client: TestClient, name: str, headers: dict[str, str], language: str) -> str:
    answer = client.get(f"{HOME}/items/{name}?lang={language}", headers=headers)
    return str(answer.json()["properties"]["title"])


def test_a_hidden_record_looks_like_one_that_does_not_exist(
    client: TestClient, keys: dict[str, dict[str, str]]
) -> None:
    for form in ("json", "html", "iso", "jsonld"):
        hidden = client.get(f"{HOME}/items/control_points?f={form}")
        nothing = client.get(f"{HOME}/items/no_such_layer?f={form}")
        assert hidden.status_code == nothing.status_code == 404
        assert hidden.text.replace("control_points", "no_such_layer") == nothing.text
        assert client.get(f"{HOME}/items/control_points?f={form}", headers=keys["agency"]).status_code == 200
    for word in ("control_points", "khống chế"):
        assert records(client, q=word) == []
        assert records(client, keys["agency"], q=word) == ["control_points"]


def test_nothing_is_graded_as_a_secret_of_the_state(client: TestClient, keys: dict[str, dict[str, str]]) -> None:
    for one in all_of(client, keys["internal"]):
        text = client.get(f"{HOME}/items/{one['id']}?f=iso", headers=keys["internal"]).text
        grades = set(re.findall(r'MD_ClassificationCode" codeListValue="(\w+)"', text))
        assert grades <= {"unclassified", "restricted"} and len(grades) == 1, one["id"]


def test_columns_and_counts_are_those_of_the_audience(client: TestClient, keys: dict[str, dict[str, str]]) -> None:
    """One parcel is for the department alone, one column for agencies."""
    for audience, count, note in (("public", 24, False), ("agency", 24, True), ("internal", 25, True)):
        answer = client.get(f"{HOME}/items/parcels", headers=keys[audience]).json()
        assert answer["properties"]["itemCount"] == count, audience
        page = client.get(f"{HOME}/items/parcels?f=html", headers=keys[audience]).text
        assert ("Ghi chú" in page) is note, audience


def test_what_is_not_public_is_kept_by_nobody(client: TestClient, keys: dict[str, dict[str, str]]) -> None:
    for path in ("/items", "/items/parcels", "/items/parcels?f=iso", "/dcat", "/registry.xlsx", ""):
        answer = client.get(f"{HOME}{path}", headers=keys["agency"])
        assert answer.headers["cache-control"] == "private, no-store", path
        assert "X-API-Key" in answer.headers["vary"], path


# --- questions ----------------------------------------------------------------------------------------------


def bare(text: str) -> str:
    """Without accents, the slow way."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[\u0300-\u036f]", "", plain).lower()


WORDS = (
    "Thửa đất", "thua dat", "THUA  DAT", "Ranh giới", "ranh gioi", "Sở Mẫu", "so mau", "road", "dia chinh", "parcels",
    "đất thửa", "hua", "roads,thua dat", "administrative units",
)  # fmt: skip


@pytest.mark.parametrize("q", WORDS)
def test_words_are_found_without_accents_and_in_their_order(client: TestClient, q: str) -> None:
    """A term's words follow one another; between commas stand terms of which one is enough."""
    wanted = []
    for feature in all_of(client, {}):
        english = client.get(f"{HOME}/items/{feature['id']}?lang=en").json()["properties"]
        texts = [feature["id"]]
        for told in (feature["properties"], english):
            texts += [told["title"], told["description"], *told["keywords"]]
            texts += [contact["organization"] for contact in told["contacts"]]
        patterns = [r"(?<!\w)" + r"\W+".join(map(re.escape, bare(term).split())) for term in q.split(",")]
        spaced = [bare(text).replace("_", " ") for text in texts]
        if any(re.search(pattern, text) for pattern in patterns for text in spaced):
            wanted.append(feature["id"])
    assert records(client, q=q) == wanted
    assert wanted or q in ("đất thửa", "hua")


@pytest.mark.parametrize("q", ["-", "…,-", "_"])
def test_signs_alone_are_no_words(client: TestClient, q: str) -> None:
    assert records(client, q=q) == []


BOXES = {
    "the whole country": "102,8,118,24",
    "the parcels": "108.79,15.1,108.80,15.11",
    "elsewhere": "105,20,106,21",
    "a corner of the ward": "108.785,15.10,108.7853,15.103",
    "with heights": "102,8,-10,118,24,4000",
    "across the antimeridian": "170,-90,-170,90",
    "around the antimeridian and home": "108.7,-90,-170,90",
}


@pytest.mark.parametrize("name", BOXES)
def test_boxes_are_those_of_what_is_published(client: TestClient, town: Town, name: str) -> None:
    numbers = [float(part) for part in BOXES[name].split(",")]
    west, south, east, north = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    parts = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    meets = " OR ".join(
        f"(bbox[1] <= {high} AND bbox[3] >= {low} AND bbox[2] <= {north} AND bbox[4] >= {south})" for low, high in parts
    )
    with psycopg.connect(town.url) as connection:
        rows = connection.execute(f"SELECT layer FROM pub.collections WHERE epoch IS NOT NULL AND ({meets})").fetchall()  # type: ignore[call-overload]  # fmt: skip
    assert set(records(client, bbox=BOXES[name])) == {layer for (layer,) in rows}


def test_times_are_those_of_publications(client: TestClient, town: Town) -> None:
    """Data answer when the time from their first to their last publication meets what is asked."""
    with psycopg.connect(town.url) as connection:
        rows = connection.execute(
            "SELECT layer, min(published_at at time zone 'UTC')::date, max(published_at at time zone 'UTC')::date"
            " FROM pub.provenance GROUP BY layer"
        ).fetchall()
        [today] = connection.execute("SELECT (now() at time zone 'UTC')::date").fetchone() or [None]
    everything = {layer for layer, *_ in rows}
    for interval, first, last in (
        (f"{today}", today, today), ("../2000-01-01", None, None), ("2000-01-01/..", True, None),
        (f"{today}T00:00:00Z/{today}T23:59:59Z", today, today), ("2999-01-01/..", None, None),
    ):  # fmt: skip
        inside = {layer for layer, begun, ended in rows if interval[:4] not in ("2999", "../2")
                  and (last is None or begun <= last) and (first in (None, True) or ended >= first)}  # fmt: skip
        assert set(records(client, datetime=interval)) == (inside & everything), interval


def test_identifiers_types_and_pages(client: TestClient) -> None:
    everything = records(client)
    assert records(client, ids="roads,parcels,substations") == [
        one for one in everything if one in ("roads", "parcels")
    ]
    assert records(client, externalIds="collection:roads") == records(client, externalIds="roads") == ["roads"]
    assert records(client, externalIds="elsewhere:roads") == []
    assert records(client, type="dataset") == everything and records(client, type="service") == []
    assert records(client, sortby="id") == sorted(everything)
    assert records(client, sortby="-id") == sorted(everything, reverse=True)
    walked, address = [], f"{HOME}/items?limit=1"
    while address:
        page = client.get(address).json()
        assert page["numberMatched"] == len(everything) and page["numberReturned"] == 1
        walked += [feature["id"] for feature in page["features"]]
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), "")
    assert walked == everything


@pytest.mark.parametrize(
    "query",
    ["bbox=1,2,3", "bbox=a,b,c,d", "bbox=1,nan,3,4", "bbox=1,9,3,4", "datetime=yesterday", "limit=0", "limit=x",
     "offset=-1", "sortby=owner", "nonsense=1", "f=xml", "crs=http://www.opengis.net/def/crs/EPSG/0/5898"],
)  # fmt: skip
def test_a_wrong_question_is_an_error_that_says_so(client: TestClient, query: str) -> None:
    answer = client.get(f"{HOME}/items?{query}")
    assert answer.status_code == 400 and answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["detail"]


def test_the_registry_is_written_in_languages_that_there_are(client: TestClient) -> None:
    assert client.get(f"{HOME}/registry.xlsx?lang=en").status_code == 200
    for query in ("lang=fr", "lang=", "f=json"):
        answer = client.get(f"{HOME}/registry.xlsx?{query}")
        assert answer.status_code == 400, query
        assert answer.headers["content-type"].startswith("application/problem+json")


# --- documents ----------------------------------------------------------------------------------------------


def test_links_lead_there_and_back(client: TestClient) -> None:
    document = client.get("/api/collections/parcels").json()
    described = {link["type"]: link["href"] for link in document["links"] if link["rel"] == "describedby"}
    assert set(described) == {
        "application/geo+json",
        "text/html",
        "application/vnd.iso.19139+xml",
        "application/ld+json",
    }
    for media_type, address in described.items():
        answer = client.get(address)
        assert answer.status_code == 200 and answer.headers["content-type"].split(";")[0] == media_type
    record = client.get(described["application/geo+json"]).json()
    back = [link["href"] for link in record["links"] if link["rel"] == "describes"]
    assert [client.get(address).json()["id"] for address in back] == ["parcels"]
    catalogue = next(link["href"] for link in record["links"] if link["rel"] == "collection")
    assert client.get(catalogue).json()["itemType"] == "record"
    landing = client.get("/api/").json()
    rel = "http://www.opengis.net/def/rel/ogc/1.0/ogc-catalog"
    assert catalogue in [link["href"] for link in landing["links"] if link["rel"] == rel]


def test_the_collection_is_described(client: TestClient) -> None:
    listed = {one["id"]: one for one in client.get("/api/collections").json()["collections"]}
    document = client.get(HOME).json()
    assert listed["catalogue"]["itemType"] == document["itemType"] == "record"
    assert document["itemCount"] == len(records(client))
    for link in document["links"]:
        assert client.get(link["href"]).status_code == 200, link
    classes = client.get("/api/conformance").json()["conformsTo"]
    known = ("record-core", "record-collection", "record-core-query-parameters", "sorting", "json", "html")
    assert {f"http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/{name}" for name in known} <= set(classes)
    for which in ("schema", "queryables", "sortables"):
        assert client.get(f"{HOME}/{which}").json()["properties"]
        assert client.get(f"{HOME}/{which}?f=html").status_code == 200
    assert client.get(f"{HOME}?f=jsonld").json() == client.get(f"{HOME}/dcat").json()


def test_who_has_an_answer_is_told_so(client: TestClient) -> None:
    one = "/items/parcels"
    for path in ("/items", one, f"{one}?f=html", f"{one}?f=iso", f"{one}?f=jsonld", "/dcat", "/registry.xlsx"):
        first = client.get(f"{HOME}{path}")
        again = client.get(f"{HOME}{path}", headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304 and not again.content, path


def test_languages(client: TestClient) -> None:
    vietnamese = client.get(f"{HOME}/items/parcels")
    english = client.get(f"{HOME}/items/parcels?lang=en")
    assert (vietnamese.headers["content-language"], english.headers["content-language"]) == ("vi", "en")
    assert vietnamese.json()["properties"]["title"] == "Thửa đất"
    assert english.json()["properties"]["title"] == "Land parcels"
    assert english.json()["properties"]["language"]["code"] == "en"


# --- it follows what is published ---------------------------------------------------------------------------


def test_a_new_publication_changes_its_record_and_a_rollback_brings_it_back(client: TestClient, town: Town) -> None:
    editions = client.app.state.editions  # type: ignore[attr-defined]
    before = client.get(f"{HOME}/items/parcels").json()
    others = client.get(f"{HOME}/items/roads").json()
    epoch = town.publish("parcels", [parcel(number) for number in range(1, 6)])
    editions.refresh()
    after = client.get(f"{HOME}/items/parcels").json()
    assert after["properties"]["release"] == epoch and after["properties"]["itemCount"] == 5
    assert after["properties"]["releases"] == before["properties"]["releases"] + 1
    assert after["properties"]["updated"] >= before["properties"]["updated"]
    assert after["properties"]["created"] == before["properties"]["created"]
    assert client.get(f"{HOME}/items/roads").json() == others
    assert str(epoch) in client.get(f"{HOME}/items/parcels?f=iso").text
    town.rollback()
    editions.refresh()
    assert client.get(f"{HOME}/items/parcels").json() == before


def test_pygeoapi_reads_the_same_records(client: TestClient) -> None:
    """The provider, as any pygeoapi would ask it."""
    from pygeoapi.plugin import load_plugin

    edition = client.app.state.editions.of("public")  # type: ignore[attr-defined]
    provider = load_plugin("provider", edition.api.config["resources"]["catalogue"]["providers"][0])
    for asked in ({}, {"q": "thua dat"}, {"bbox": [108.79, 15.1, 108.8, 15.11]}, {"limit": 1, "offset": 1}):
        ours = {name: ",".join(map(str, value)) if isinstance(value, list) else value for name, value in asked.items()}
        found = provider.query(**{"limit": 100, **asked})
        answer = client.get(f"{HOME}/items", params=ours).json()
        assert orjson.loads(orjson.dumps(found["features"])) == answer["features"]
        assert found["numberMatched"] == answer["numberMatched"]
    assert orjson.loads(orjson.dumps(provider.get("roads"))) == client.get(f"{HOME}/items/roads").json()
