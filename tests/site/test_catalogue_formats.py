"""Records of the sample deliveries in every format: held against schemas of others, and read by their programs."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import psycopg
import pyshacl
import pytest
import rdflib
import yaml
from lxml import etree
from owslib.iso import MD_Metadata
from owslib.ogcapi.records import Records
from process_kit import serving
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS
from starlette.testclient import TestClient

from sdi.catalogue.registry import workbook
from sdi.model import Audience, read_project
from sdi.publish.catalog import read_catalog
from sdi.serve.app import create_app
from sdi.serve.catalogue.desk import catalogue_of
from sdi.settings import Settings

WAYS = ("enclosure", "item", "service")
"""Relations of a record's links that lead to the data."""
HERE = Path(__file__).parent
HOME = "/api/collections/catalogue"
SHAPES = HERE.parent / "catalogue" / "shapes" / "dcat-ap-3.0.0.ttl"
NS = {name: f"http://www.isotc211.org/2005/{name}" for name in ("gmd", "gco")}


@pytest.fixture(scope="module")
def names(client: TestClient) -> list[str]:
    found = [one["id"] for one in client.get("/api/collections").json()["collections"]]
    return [name for name in found if name != "catalogue"]


@pytest.fixture(scope="module")
def records(client: TestClient) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in client.get(f"{HOME}/items?limit=1000").json()["features"]}


# --- OGC API – Records --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_records_are_as_the_standard_wants(client: TestClient, names: list[str], language: str) -> None:
    schema = yaml.safe_load((HERE.parent / "catalogue" / "record.yml").read_text("utf-8"))
    check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for name in names:
        record = client.get(f"{HOME}/items/{name}?lang={language}").json()
        assert [error.message for error in check.iter_errors(record)] == [], name


def test_the_schema_can_refuse(records: dict[str, dict[str, Any]]) -> None:
    schema = yaml.safe_load((HERE.parent / "catalogue" / "record.yml").read_text("utf-8"))
    check = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    good = records["parcels"]
    for broken in (
        good | {"time": {"interval": ["2026-01-01"]}},
        good | {"properties": {**good["properties"], "language": "vi"}},
        good | {"properties": {**good["properties"], "themes": [{"concepts": []}]}},
        {name: value for name, value in good.items() if name != "properties"},
        good | {"links": [{"rel": "self"}]},
    ):
        assert not check.is_valid(broken)


def test_a_record_tells_what_the_database_knows(
    client: TestClient, records: dict[str, dict[str, Any]], url: str, names: list[str]
) -> None:
    with psycopg.connect(url) as connection:
        for name in names:
            told = records[name]["properties"]
            count, release = connection.execute(
                "SELECT feature_count, epoch FROM pub.collections WHERE layer = %s", (name,)
            ).fetchone() or (None, None)
            assert (told["itemCount"], told["release"]) == (count, release)
            [releases] = connection.execute(
                "SELECT count(*) FROM meta.release WHERE layer = %s AND NOT withdrawn", (name,)
            ).fetchone() or [None]
            assert told["releases"] == releases


def test_numbers_of_a_delivery_are_told_where_nothing_is_hidden(client: TestClient, url: str, names: list[str]) -> None:
    """The public's numbers are those of the books; where rows are restricted, no number would be harmless."""
    with psycopg.connect(url) as connection:
        for name in names:
            layer = json.loads(client.get(f"{HOME}/items/{name}").text)["properties"]
            row = connection.execute(
                "SELECT declaration -> 'restrict', release.run_id FROM meta.layer JOIN meta.release ON layer = layer.id"
                " WHERE layer.id = %s AND NOT withdrawn ORDER BY epoch DESC LIMIT 1",
                (name,),
            ).fetchone()
            assert row is not None
            if layer["quality"] is None:
                continue
            tally = dict(
                connection.execute(
                    "SELECT outcome, sum(features)::int FROM meta.tally WHERE run_id = %s AND layer = %s GROUP BY 1",
                    (row[1], name),
                ).fetchall()
            )
            if row[0]:
                assert "read" not in layer["quality"], name
            else:
                assert layer["quality"]["read"] == tally["read"], name
                assert layer["quality"]["published"] == tally.get("staged", 0)
                assert layer["quality"]["quarantined"] == tally.get("quarantined", 0)


def test_nothing_of_files_and_people_is_told(client: TestClient, url: str, names: list[str]) -> None:
    """Deliveries are named after streets, plans and clerks: what kind they are is told, not what they are called."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT name, files FROM meta.delivery").fetchall()
        actors = {actor for (actor,) in connection.execute("SELECT DISTINCT actor FROM meta.run").fetchall()}
    called = {Path(word).name for name, files in rows for word in (name, *files)}
    called -= {f"{name}.gpkg" for name in names}  # our own files are called so, whatever came
    assert len(called) >= 10
    text = client.get(f"{HOME}/dcat").text + client.get(f"{HOME}/items?limit=1000").text
    for name in names:
        text += client.get(f"{HOME}/items/{name}?f=iso").text + client.get(f"{HOME}/items/{name}?f=html").text
    assert [word for word in called if re.search(rf"(?<!\w){re.escape(word)}", text)] == []
    assert [actor for actor in actors if f">{actor}<" in text or f'"{actor}"' in text] == []


def test_lineage_names_source_and_operation(client: TestClient) -> None:
    """Planning drawings come in degrees; the operation that brought them here is named."""
    told = client.get(f"{HOME}/items/planning_zones").json()["properties"]["lineage"]
    assert "GeoJSON" in told and "EPSG:" in told and "EPSG:5898" in told
    assert "phép chuyển hệ quy chiếu EPSG:" in told
    parcels = client.get(f"{HOME}/items/parcels?lang=en").json()["properties"]["lineage"]
    assert "Shapefile" in parcels and "no datum operation" in parcels
    computed = client.get(f"{HOME}/items/parcel_overlays").json()["properties"]["lineage"]
    assert "Thửa đất" in computed and "Trạm biến áp" not in computed


# --- ISO 19139 ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def iso_schema() -> etree.XMLSchema:
    """The official schema, as pycsw brings it; nothing is fetched."""
    package = find_spec("pycsw")
    assert package is not None and package.submodule_search_locations
    folder = Path(package.submodule_search_locations[0]) / "plugins/profiles/apiso/schemas/ogc/iso/19139/20070417"
    return etree.XMLSchema(etree.parse(str(folder / "gmd" / "gmd.xsd"), etree.XMLParser(no_network=True)))


def xml(client: TestClient, name: str, **headers: str) -> Any:
    answer = client.get(f"{HOME}/items/{name}?f=iso", headers=headers)
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/vnd.iso.19139+xml"
    return etree.fromstring(answer.content)


def test_iso_documents_are_valid(client: TestClient, names: list[str], iso_schema: etree.XMLSchema) -> None:
    for name in names:
        assert iso_schema.validate(xml(client, name)), (name, iso_schema.error_log)


def test_iso_documents_hold_what_the_regulation_asks_for(
    client: TestClient, records: dict[str, dict[str, Any]]
) -> None:
    """Content by QCVN 42:2020/BTNMT: each part is there, in Vietnamese, and says what the record says."""
    found = xml(client, "planning_zones")

    def text(path: str) -> list[str]:
        return [str(one) for one in found.xpath(path, namespaces=NS)]

    record = records["planning_zones"]
    facts = record["properties"]
    assert text("gmd:language/gmd:LanguageCode/@codeListValue") == ["vie"]
    assert text("gmd:fileIdentifier/gco:CharacterString/text()") == ["planning_zones"]
    assert text("//gmd:CI_Citation/gmd:title/gco:CharacterString/text()") == [record["properties"]["title"]]
    assert text("//gmd:abstract/gco:CharacterString/text()") == [record["properties"]["description"]]
    assert text("//gmd:topicCategory/gmd:MD_TopicCategoryCode/text()") == ["planningCadastre"]
    assert text("//gmd:RS_Identifier/gmd:code/gco:CharacterString/text()") == ["EPSG:5898"]
    assert set(text("//gmd:pointOfContact//gmd:CI_RoleCode/@codeListValue")) == {
        "owner", "pointOfContact", "publisher", "distributor"
    }  # fmt: skip
    assert text("//gmd:MD_LegalConstraints/gmd:useLimitation/gco:CharacterString/text()")
    assert text("//gmd:resourceConstraints//gmd:MD_ClassificationCode/@codeListValue") == ["unclassified"]
    assert text("//gmd:LI_Lineage/gmd:statement/gco:CharacterString/text()") == [record["properties"]["lineage"]]
    assert len(text("//gmd:LI_ProcessStep/gmd:description/gco:CharacterString/text()")) == facts["releases"]
    assert text("//gmd:DQ_AbsoluteExternalPositionalAccuracy//gco:Record/text()") == ["0.5"]
    assert text("//gmd:DQ_ConceptualConsistency//gco:Record/text()")
    west = float(text("//gmd:westBoundLongitude/gco:Decimal/text()")[0])
    assert west == pytest.approx(record["geometry"]["coordinates"][0][0][0], abs=1e-7)
    assert text("//gmd:geometricObjectCount/gco:Integer/text()") == [str(facts["itemCount"])]
    assert text("//gmd:onLine//gmd:URL/text()")
    assert text("gmd:dateStamp/gco:DateTime/text()") == [facts["updated"]]
    assert text("//gmd:CI_DateTypeCode/@codeListValue") == ["publication", "revision"]
    assert not text("//gmd:temporalElement//text()")  # when it was published is no time that the data tell of


def test_owslib_reads_iso(client: TestClient, records: dict[str, dict[str, Any]]) -> None:
    found = MD_Metadata(xml(client, "roads"))
    assert found.identifier == "roads"
    assert found.identification[0].title == records["roads"]["properties"]["title"]
    assert found.referencesystem.code == "EPSG:5898" and found.languagecode == "vie"
    ways = [link for link in records["roads"]["links"] if link["rel"] in WAYS]
    assert {one.url for one in found.distribution.online} == {link["href"] for link in ways}


# --- DCAT-AP ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def graph(client: TestClient) -> rdflib.Graph:
    answer = client.get(f"{HOME}/dcat")
    assert answer.headers["content-type"] == "application/ld+json"
    return rdflib.Graph().parse(data=answer.content, format="json-ld")


def test_dcat_conforms_to_the_shapes_of_dcat_ap(graph: rdflib.Graph) -> None:
    """By the published shapes. What RDFS says of every node (it is a resource) is said before."""
    told = rdflib.Graph() + graph
    for node in {node for triple in graph for node in triple if isinstance(node, rdflib.URIRef)}:
        told.add((node, RDF.type, RDFS.Resource))
    for kind in (DCAT.Dataset, DCAT.DataService, DCAT.Catalog):
        for node in graph.subjects(RDF.type, kind):
            told.add((node, RDF.type, DCAT.Resource))
    conforms, _, report = pyshacl.validate(told, shacl_graph=str(SHAPES), inference="none")
    assert conforms, report


def test_the_shapes_can_refuse(graph: rdflib.Graph) -> None:
    told = rdflib.Graph() + graph
    dataset = next(told.subjects(RDF.type, DCAT.Dataset))
    told.remove((dataset, DCTERMS.title, None))
    conforms, _, report = pyshacl.validate(told, shacl_graph=str(SHAPES), inference="none")
    assert not conforms and str(dataset) in report


def test_dcat_tells_of_every_layer_and_of_every_way_to_it(
    graph: rdflib.Graph, names: list[str], records: dict[str, dict[str, Any]], settings: Settings
) -> None:
    base = f"{settings.base_url}/api/collections"
    catalogue = rdflib.URIRef(f"{base}/catalogue")
    assert set(graph.objects(catalogue, DCAT.dataset)) == {rdflib.URIRef(f"{base}/{name}") for name in names}
    for name in names:
        dataset = rdflib.URIRef(f"{base}/{name}")
        titles = {getattr(one, "language", None): str(one) for one in graph.objects(dataset, DCTERMS.title)}
        assert titles["vi"] == records[name]["properties"]["title"] and "en" in titles
        parts = list(graph.objects(dataset, DCAT.distribution))
        ways = {str(one) for part in parts for one in graph.objects(part, DCAT.accessURL)}
        assert ways == {link["href"] for link in records[name]["links"] if link["rel"] in WAYS}
        publisher = next(graph.objects(dataset, DCTERMS.publisher))
        assert list(graph.objects(publisher, FOAF.name))
        record = next(graph.subjects(FOAF.primaryTopic, dataset))
        assert str(record) == f"{base}/catalogue/items/{name}"


# --- every link leads somewhere -----------------------------------------------------------------------------


def test_every_link_of_a_record_answers(client: TestClient, records: dict[str, dict[str, Any]]) -> None:
    """Points, lines, areas and computed rows, in every format that each is offered in."""
    for name in ("street_lights", "roads", "planning_areas", "parcel_overlays"):
        for link in records[name]["links"]:
            answer = client.get(link["href"])
            assert answer.status_code == 200, link
            assert answer.headers["content-type"].split(";")[0] == link["type"].split(";")[0], link


# --- the registry -------------------------------------------------------------------------------------------


def test_the_registry_has_a_row_per_record(client: TestClient, records: dict[str, dict[str, Any]]) -> None:
    answer = client.get(f"{HOME}/registry.xlsx")
    assert answer.headers["content-disposition"].startswith("attachment")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    headings, told = rows[0], [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert headings[0] == "STT" and "Cơ quan quản lý" in headings
    assert [row["Mã bộ dữ liệu"] for row in told] == list(records)
    for row in told:
        told_of = records[str(row["Mã bộ dữ liệu"])]["properties"]
        assert row["Tên bộ dữ liệu"] == told_of["title"] and row["Số đối tượng"] == told_of["itemCount"]
    english = openpyxl.load_workbook(io.BytesIO(client.get(f"{HOME}/registry.xlsx?lang=en").content)).active
    assert english is not None and english["B4"].value == "Identifier"


def test_the_command_writes_the_same_registry(client: TestClient, url: str, settings: Settings) -> None:
    """What ``sdi catalogue registry`` writes is what the public finds: without a service, from the same records."""
    project = read_project(settings.project_dir)
    catalog = read_catalog(project.directory)
    with psycopg.connect(url) as connection:
        found = catalogue_of(connection, project, catalog, Audience.PUBLIC, f"{settings.public_url}/api")
        inside = catalogue_of(connection, project, catalog, Audience.INTERNAL, f"{settings.public_url}/api")
    assert workbook(found, catalog.cataloguing.registry) == client.get(f"{HOME}/registry.xlsx").content
    assert inside.records.keys() >= found.records.keys()


# --- pages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_show_what_the_record_says(client: TestClient, records: dict[str, dict[str, Any]], language: str) -> None:
    tail = "&lang=en" if language == "en" else ""
    listed = client.get(f"{HOME}/items?f=html{tail}").text
    for name in records:
        assert f"{HOME}/items/{name}?f=html" in listed
        record = client.get(f"{HOME}/items/{name}?f=json{tail}").json()
        page = client.get(f"{HOME}/items/{name}?f=html{tail}")
        assert page.status_code == 200 and f'<html lang="{language}">' in page.text
        assert record["properties"]["title"] in page.text
        assert page.text.count("<h1>") == 1 and "style=" not in page.text and "<script>" not in page.text
    assert f"{HOME}/items/roads" in client.get("/open-data/roads").text
    assert f"{HOME}/items/roads" in client.get("/api/collections/roads?f=html").text
    assert client.get("/open-data/roads?f=json").json()["record"].endswith(f"{HOME}/items/roads")


# --- by others' programs, over a network --------------------------------------------------------------------


@pytest.fixture(scope="module")
def base(url: str, settings: Settings, port: int) -> Iterator[str]:
    with serving(create_app(settings, url), port) as address:
        yield address


def test_owslib_reads_the_records(base: str, names: list[str]) -> None:
    found = Records(f"{base}/api/")
    assert found.records() == ["catalogue"]
    assert found.collection("catalogue")["itemType"] == "record"
    everything = found.collection_items("catalogue", limit=1000)
    assert [one["id"] for one in everything["features"]] == names
    words = found.collection_items("catalogue", q="quy hoach su dung dat")
    assert [one["id"] for one in words["features"]] == ["planning_zones"]
    assert found.collection_items("catalogue", bbox=[100, 0, 101, 1])["numberMatched"] == 0
    assert found.collection_items("catalogue", sortby=("id", "desc"), limit=1)["features"][0]["id"] == max(names)
    assert found.collection_item("catalogue", "roads")["properties"]["type"] == "dataset"
    assert "title" in found.collection_queryables("catalogue")["properties"]
