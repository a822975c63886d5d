"""Slips over the sample deliveries: they agree with the table of overlays, in batch and by the process too."""

from __future__ import annotations

import base64
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hostile_kit import INJECTIONS, addresses, encoded, is_well, speaks_both
from pygeoapi.openapi import validate_openapi_document
from sample_kit import project_with
from slip_kit import ROOT, layer_of, slip_of
from starlette.testclient import TestClient

from sdi.model import Project
from sdi.publish.preparing import prepare
from sdi.serve.app import create_app
from sdi.settings import Settings

SAMPLES = (
    "administrative_units.gpkg", "roads.gpkg", "road_reserves.gpkg", "parcels.shapefile", "planning_areas.gpkg",
    "planning.cad_geojson", "planning.attributed_geojson", "planning_projects.gpkg", "flood_zones.topojson",
)  # fmt: skip
EXECUTION = "/api/processes/slip/execution"
PLAN = "QHCT_BoNam_2023"


@pytest.fixture(scope="module")
def project() -> Project:
    return project_with(SAMPLES)


@pytest.fixture(scope="module")
def url(database: str, project: Project, settings: Settings) -> str:
    prepare(database, project, settings, lambda text: None)
    return database


@pytest.fixture(scope="module")
def client(url: str, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings, url)) as found:
        yield found


@pytest.fixture(scope="module")
def parcels(url: str) -> list[str]:
    """Parcels that lie in several zones, and some others."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT parcel_id FROM pub.parcel_overlays WHERE layer = 'planning_zones' AND kind = 'single'"
            " GROUP BY 1 ORDER BY count(*) DESC, 1"
        ).fetchall()
    return [row[0] for row in [*rows[:15], *rows[15::150]]]


def ask(client: TestClient, inputs: dict[str, Any], media_type: str = "", **more: Any) -> Any:
    outputs = {"outputs": {"slip": {"format": {"mediaType": media_type}}}} if media_type else {}
    headers = more.pop("headers", {})
    return client.post(EXECUTION, json={"inputs": inputs} | outputs | more, headers=headers)


def test_slips_say_what_the_table_of_overlays_says(client: TestClient, url: str, parcels: list[str]) -> None:
    query = (
        "SELECT kind, sum(area_m2), sum(share_pct) FROM pub.parcel_overlays WHERE parcel_id = %s AND layer = %s"
        " AND kind IN ('single', 'multiple', 'none', 'suppressed') GROUP BY 1"
    )
    with psycopg.connect(url) as connection:
        for name in parcels:
            slip = slip_of(client, name)
            for layer in ("planning_zones", "planning_areas", "road_reserves", "planning_projects"):
                rows = connection.execute(query, (name, layer)).fetchall()
                got = {s["kind"]: (s["area_m2"], s["share_pct"]) for s in layer_of(slip, layer)["partition"]}
                for kind, area, share in rows:
                    if area >= 0.1:
                        assert got[kind][0] == pytest.approx(area, abs=0.1), (name, layer, kind)
                        assert got[kind][1] == pytest.approx(share, abs=1e-6)


def test_the_process_gives_what_the_address_gives(client: TestClient, parcels: list[str]) -> None:
    listed = client.get("/api/processes").json()
    assert [entry["id"] for entry in listed["processes"]] == ["overlay", "slip"]
    described = client.get("/api/processes/slip").json()
    assert {"parcel", "parcels", "decision", "polygon", "corners"} <= set(described["inputs"])
    assert client.get("/api/processes/slip?f=html").status_code == 200
    name = parcels[0]
    assert ask(client, {"parcel": name}).content == client.get(f"/api/slip/{name}?f=json").content
    paper = ask(client, {"parcel": name, "language": "en"}, "application/pdf")
    assert paper.content == client.get(f"/api/slip/{name}?f=pdf&lang=en").content
    whole = ask(client, {"parcel": name}, "application/pdf", response="document").json()["slip"]
    assert base64.b64decode(whole["value"])[:5] == b"%PDF-" and whole["mediaType"] == "application/pdf"


def test_a_polygon_in_degrees_and_corners_in_metres_are_the_same_land(client: TestClient, parcels: list[str]) -> None:
    feature = client.get(f"/api/collections/parcels/items/{parcels[0]}").json()
    drawn = ask(client, {"polygon": feature["geometry"]}).json()
    slip = slip_of(client, parcels[0])
    assert drawn["subject"]["area_m2"] == pytest.approx(slip["subject"]["area_m2"], abs=0.1)
    assert drawn["subject"]["commune"] == slip["subject"]["commune"]
    (ring, *_) = slip["subject"]["rings"]
    corners = [[corner["x"], corner["y"]] for corner in ring["corners"]]
    typed = ask(client, {"corners": corners}).json()
    assert typed["subject"]["rings"] == drawn["subject"]["rings"] == [ring]


def test_a_batch_for_a_list_and_for_a_decision(client: TestClient, url: str, parcels: list[str]) -> None:
    several = ask(client, {"parcels": parcels[:3]}).json()["slips"]
    assert [slip["subject"]["id"] for slip in several] == parcels[:3]
    archive = zipfile.ZipFile(io.BytesIO(ask(client, {"parcels": parcels[:2]}, "application/zip").content))
    assert sorted(archive.namelist()) == sorted(f"phieu-{n}.{s}" for n in parcels[:2] for s in ("pdf", "json"))
    with psycopg.connect(url) as connection:
        touched = connection.execute(
            "SELECT DISTINCT parcel_id FROM pub.parcel_overlays WHERE plan_id = %s AND kind = 'feature' ORDER BY 1",
            (PLAN,),
        ).fetchall()
    assert len(touched) > 20
    refused = ask(client, {"decision": PLAN})
    assert refused.status_code == 400 and "respond-async" in refused.json()["detail"]
    job = ask(client, {"decision": PLAN}, headers={"Prefer": "respond-async"})
    assert job.status_code == 201 and job.json()["processID"] == "slip"
    for _ in range(600):
        state = client.get(job.headers["location"].removeprefix("http://testserver")).json()
        if state["status"] not in ("accepted", "running"):
            break
        time.sleep(0.1)
    assert state["status"] == "successful", state
    slips = client.get(f"/api/jobs/{state['jobID']}/results").json()["slips"]
    assert [slip["subject"]["id"] for slip in slips] == [row[0] for row in touched]
    for slip in slips[:5]:
        groups = layer_of(slip, "planning_areas")["groups"]
        assert PLAN in {finding["feature"] for group in groups for finding in group["findings"]}


@pytest.mark.parametrize(
    "inputs",
    [
        {}, {"parcel": 1}, {"parcels": []}, {"parcels": [1]}, {"parcel": "a", "decision": "b"}, {"what": 1},
        {"parcel": "a", "language": "fr"}, {"polygon": 1}, {"polygon": {}, "crs": "EPSG:3857"}, {"corners": [[1, 2]]},
        {"corners": "x"}, {"corners": [1, 2, 3]}, {"parcels": [str(n) for n in range(30)]},
        {"parcel": "a", "as-of": "x"},
    ],
)  # fmt: skip
def test_wrong_inputs(client: TestClient, inputs: dict[str, Any]) -> None:
    answer = ask(client, inputs)
    assert answer.status_code == 400 and answer.json()["detail"], answer.text
    assert ask(client, {"parcel": "00000-0-0"}).status_code == 404
    assert ask(client, {"parcels": ["a", "b"]}, "application/pdf").status_code == 400


# --- whatever is sent ----------------------------------------------------------------------------------------

OVERLAY = "/api/processes/overlay/execution"
SUBJECTS = ("parcel", "polygon", "file", "parcels", "decision", "corners")
STORED = "http://www.opengis.net/def/crs/EPSG/0/5898"
RING = [[108.80, 15.12], [108.81, 15.12], [108.81, 15.13], [108.80, 15.13], [108.80, 15.12]]


def drawn(*rings: list[Any], kind: str = "Polygon") -> dict[str, Any]:
    return {"type": kind, "coordinates": list(rings)}


SWAPPED = drawn([point[::-1] for point in RING])
POLE = drawn([[0, 89], [120, 90], [-120, 89], [0, 89]])
EARTH = drawn([[-180, -90], [180, -90], [180, 90], [-180, 90], [-180, -90]])
HUGE = drawn([[1e308, 1e308], [-1e308, 1e308], [-1e308, -1e308], [1e308, 1e308]])
NO_PLACE = (SWAPPED, POLE, EARTH, HUGE, drawn([[179, 15], [-179, 15], [-179, 16], [179, 16], [179, 15]]))
BAD_SHAPES: tuple[Any, ...] = (
    *NO_PLACE, drawn(), drawn([]), drawn(RING[:2]), drawn(RING[:4]), drawn([RING[0]] * 5), drawn(RING, RING),
    drawn([[108.80, 15.12], [108.81, 15.13], [108.81, 15.12], [108.80, 15.13], [108.80, 15.12]]),  # a bow tie
    drawn([[108.80, 15.12], [108.81, 15.12], [108.82, 15.12], [108.80, 15.12]]),  # no area
    drawn(RING, [[108.9, 15.2], [108.91, 15.2], [108.91, 15.21], [108.9, 15.2]]),  # a hole outside
    drawn([[*point, 1e300, 5] for point in RING]), drawn([[str(x) for x in point] for point in RING]),
    drawn([[None, None]] * 4), drawn([[float("nan"), 15.12], *RING[1:]]), drawn([[float("inf"), 15.12], *RING[1:]]),
    drawn([[[108.8, 15.1]]]), drawn([RING, RING], kind="MultiPolygon"), drawn(*RING, kind="LineString"),
    {"type": "Point", "coordinates": [108.8, 15.1]}, {"type": "Polygon"}, {"type": "Feature"}, {"type": []},
    {"type": "FeatureCollection", "features": []}, {"type": "Feature", "geometry": None},
    {"type": "Polygon", "coordinates": {}},
    {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": 5}}]},
    {"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection", "geometries": []}]},
    "POLYGON((0 0,1 1,0 1,0 0))", "../../etc/passwd", "", [], None, True, 5, 1e400,
)  # fmt: skip


@pytest.mark.parametrize("process", [OVERLAY, EXECUTION])
@pytest.mark.parametrize("number", range(len(BAD_SHAPES)))
def test_polygons_that_are_none(client: TestClient, process: str, number: int) -> None:
    """Refused with a reason; what can be mended without a doubt is mended."""
    shape = BAD_SHAPES[number]
    for more in ({}, {"crs": STORED}, {"crs": "EPSG:4326"}):
        answer = client.post(process, content=json.dumps({"inputs": {"polygon": shape} | more}))
        is_well(answer)
        assert answer.status_code in (200, 400), answer.text
        if not more and shape in NO_PLACE:
            assert answer.status_code == 400, answer.text


@pytest.mark.parametrize("process", [OVERLAY, EXECUTION])
def test_json_that_is_none_is_refused_wherever_it_comes_in(client: TestClient, shared_data: Path, process: str) -> None:
    """188 documents that no parser may take: as a request, as a polygon in one, and as an uploaded file."""
    found = sorted((shared_data / "hostile").rglob("n_*.json"))
    assert len(found) == 188
    for path in found:
        content = path.read_bytes()
        answers = [
            client.post(process, content=content),
            client.post(process, content=b'{"inputs":{"polygon":' + content + b"}}"),
        ]
        if process == OVERLAY:
            answers.append(ask_overlay(client, {"file": base64.b64encode(content).decode()}))
        for answer in answers:
            is_well(answer)
            assert answer.status_code in (400, 413), (path.name, answer.text[:300])


@pytest.mark.parametrize("process", [OVERLAY, EXECUTION])
def test_json_that_is_well_formed_is_judged_by_what_it_says(
    client: TestClient, shared_data: Path, process: str
) -> None:
    """95 documents that every parser must take. None is a request or a polygon, so all are refused for that, and none
    as JSON."""
    found = sorted((shared_data / "hostile").rglob("y_*.json"))
    assert len(found) == 95
    no_json = client.post(process, content=b"{").json()["detail"]
    for path in found:
        content = path.read_bytes()
        for body in (content, b'{"inputs":{"polygon":' + content + b"}}", b'{"inputs":{"parcel":' + content + b"}}"):
            answer = client.post(process, content=body)
            is_well(answer)
            assert answer.status_code in (400, 404), (path.name, answer.text[:300])
            assert answer.json()["detail"] != no_json, path.name


def ask_overlay(client: TestClient, inputs: dict[str, Any]) -> Any:
    return client.post(OVERLAY, json={"inputs": inputs})


@pytest.fixture(scope="module")
def asked(client: TestClient, parcels: list[str]) -> list[tuple[str, str]]:
    """Parameters of the routes that only a project with overlays and slips has."""
    known = {"parcelId": parcels[0], "slipId": "none", "processId": "overlay", "jobId": "none"}
    document = client.get("/api/openapi?f=json").json()
    roots = ("/api/processes", "/api/jobs", "/api/slip", "/api/collections/parcel_overlays")
    found = [(path, name) for path, name in addresses(document, known) if path.startswith(roots)]
    assert len(found) > 25
    return found


@pytest.mark.parametrize("number", range(0, len(INJECTIONS), 2))
def test_an_injection_into_every_parameter(client: TestClient, asked: list[tuple[str, str]], number: int) -> None:
    value = INJECTIONS[number]
    for address, name in asked:
        path = address.replace("{}", encoded(value))
        answer = client.get(path)
        if address == "/api/slip/verify/{}" and answer.status_code == 404 and "verdict" in answer.text:
            continue  # a verdict like others: there is no such slip
        is_well(answer, value)
        if number % 8 == 0 and name != "lang":
            speaks_both(client, path)


@pytest.mark.parametrize("number", range(0, len(INJECTIONS), 3))
def test_an_injection_into_every_input(client: TestClient, number: int) -> None:
    value = INJECTIONS[number]
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    for process in (OVERLAY, EXECUTION):
        names = client.get(process.removesuffix("/execution")).json()["inputs"]
        for name in names:
            for sent in (text, [text], {"value": text}):
                others = (
                    {} if name in ("parcel", "polygon", "file", "parcels", "decision", "corners") else {"parcel": "x"}
                )
                is_well(client.post(process, json={"inputs": others | {name: sent}}), text)


def test_the_document_of_the_api_tells_of_it(client: TestClient) -> None:
    openapi = client.get("/api/openapi").json()
    validate_openapi_document(openapi)
    assert {"/slip", "/slip/{parcelId}", "/slip/verify", "/processes/slip/execution"} <= set(openapi["paths"])


def test_the_command_writes_what_the_service_shows(
    client: TestClient, url: str, settings: Settings, parcels: list[str], tmp_path: Path
) -> None:
    known = {"SDI_DATABASE_URL": url, "SDI_STATE": str(settings.state_dir), "SDI_ROLE_PREFIX": settings.role_prefix}
    environment = os.environ | known | {"SDI_BASE_URL": settings.public_url}
    (tmp_path / "list.txt").write_text(f"{parcels[0]}\n00000-0-0\n{parcels[1]}\n", "utf-8")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [
            str(Path(sys.executable).with_name("sdi")),
            "--project",
            str(ROOT),
            "slip",
            *words,
            "-o",
            str(tmp_path),
        ]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    done = run("--list", str(tmp_path / "list.txt"), "--format", "both")
    assert done.returncode == 1 and "00000-0-0" in done.stdout, done.stdout + done.stderr
    for name in parcels[:2]:
        for form in ("json", "pdf"):
            shown = client.get(f"/api/slip/{name}?f={form}").content
            assert (tmp_path / f"phieu-{name}.{form}").read_bytes() == shown
    assert run(parcels[2], "--issue", "--format", "json").returncode == 0
    issued = json.loads((tmp_path / f"phieu-{parcels[2]}.json").read_text("utf-8"))
    assert client.post("/api/slip/verify?f=json", json=issued).json()["verdict"] == "valid"
    assert client.post(f"/api/slip/{parcels[2]}?f=json").json() == issued
    assert run().returncode == 2 and run("x", "--decision", "y").returncode == 2
