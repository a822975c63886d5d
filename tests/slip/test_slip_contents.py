"""What slips say of parcels of every kind."""

from __future__ import annotations

import math
from contextlib import contextmanager
from typing import Any

import pytest
import shapely
from jsonschema import Draft202012Validator
from page_kit import Page
from serve_kit import E0, N0
from slip_kit import balance_of, layer_of, slip_of
from starlette.testclient import TestClient

from sdi.model import Project
from sdi.overlay.request import Overlays

PARCELS = [f"21025-12-{number}" for number in range(1, 9)]


def test_one_zone_with_its_limits_and_its_decision(client: TestClient) -> None:
    slip = slip_of(client, "21025-12-1")
    assert balance_of(slip) == {"NO": (400.0, 100.0)}
    (group,) = layer_of(slip, "planning_zones")["groups"]
    (finding,) = group["findings"]
    values = {value["name"]: value["value"] for value in finding["values"]}
    assert values["density_pct"] == 60 and values["floor_area_ratio"] == 2.4
    assert (values["storeys_min"], values["storeys_max"]) == (1, 4)
    decision = next(d for d in slip["decisions"] if d["no"] == finding["decision"])
    assert decision["number"] == "11/QĐ-UBND" and decision["date"] == "2025-05-06"
    assert decision["authority"] == "Ủy ban nhân dân tỉnh" and decision["title"] == "Quy hoạch phân khu mẫu"
    assert decision["in_force"] is True and decision["valid_from"] == "2025-05-06"


def test_four_zones_share_the_parcel_exactly(client: TestClient) -> None:
    assert balance_of(slip_of(client, "21025-12-2")) == dict.fromkeys(("NO", "CXCC", "GT", "DV"), (100.0, 25.0))


def test_overlapping_zones_are_named(client: TestClient) -> None:
    slip = slip_of(client, "21025-12-3")
    assert balance_of(slip) == {"NO": (100.0, 25.0), "CXCC": (100.0, 25.0), "multiple": (200.0, 50.0)}
    (overlap,) = layer_of(slip, "planning_zones")["overlaps"]
    assert {overlap["one"], overlap["other"]} == {"QHPK_MAU-NO-6", "QHPK_MAU-CXCC-7"}
    assert overlap["area_m2"] == 200 and "Nhóm nhà ở" in overlap["one_title"] + overlap["other_title"]


def test_what_lies_outside_the_plan_is_said(client: TestClient) -> None:
    slip = slip_of(client, "21025-12-4")
    assert balance_of(slip) == {"HH": (200.0, 50.0), "none": (200.0, 50.0)}
    (group,) = layer_of(slip, "planning_zones")["groups"]
    assert group["balance"][1]["label"] == "Ngoài phạm vi quy hoạch"


def test_a_parcel_in_parts_lists_all_rings(client: TestClient) -> None:
    subject = slip_of(client, "21025-12-5")["subject"]
    assert subject["parts"] == 2 and subject["area_m2"] == 310
    assert [(ring["part"], ring["role"]) for ring in subject["rings"]] == [(1, "outer"), (1, "hole"), (2, "outer")]
    numbers = [corner["no"] for ring in subject["rings"] for corner in ring["corners"]]
    assert numbers == list(range(1, 13))


def test_corners_are_clockwise_from_the_north_west_with_x_north(client: TestClient) -> None:
    (ring,) = slip_of(client, "21025-12-1")["subject"]["rings"]
    got = [(corner["x"], corner["y"], corner["edge_m"]) for corner in ring["corners"]]
    assert got == [(N0 + 20, E0, 20), (N0 + 20, E0 + 20, 20), (N0, E0 + 20, 20), (N0, E0, 20)]


def test_lines_are_told_kind_by_kind(client: TestClient) -> None:
    lines = layer_of(slip_of(client, "21025-12-1"), "planning_lines")
    by_kind = {group["code"]: group for group in lines["groups"]}
    assert list(by_kind) == ["CGDD", "CGXD", "HANHLANG"]
    (red,) = by_kind["CGDD"]["findings"]
    assert red["distance_m"] == 3 and red["length_m"] is None and red["decision"] == 1
    (building,) = by_kind["CGXD"]["findings"]
    assert building["length_m"] == 20
    assert by_kind["HANHLANG"]["findings"] == []


def test_every_theme_is_there_and_says_what_it_knows(client: TestClient) -> None:
    slip = slip_of(client, "21025-12-6")
    states = {theme["id"]: theme["state"] for theme in slip["themes"]}
    assert states["flood"] == states["drainage"] == "without_data"  # never published
    assert states["land_use_plan"] == "without_data"  # no layer at all
    assert states["lighting"] == "concerned"
    assert layer_of(slip, "planning_zones")["state"] == "not_concerned"
    assert layer_of(slip, "flood_zones")["note"] == "Chưa có dữ liệu được công bố."
    assert "cơ quan có thẩm quyền" in layer_of(slip, "power_lines")["note"]


def test_a_commune_without_data_is_not_one_without_plans(client: TestClient) -> None:
    """Zones are published, but none for that ward: nobody may read that as 'outside all plans'."""
    zones = layer_of(slip_of(client, "21028-1-1"), "planning_zones")
    assert zones["state"] == "without_data" and "đơn vị hành chính này" in zones["note"]


def test_identity_and_both_areas(client: TestClient) -> None:
    subject = slip_of(client, "21025-12-1")["subject"]
    assert subject["title"] == "Thửa đất số 1, tờ bản đồ số 12, Phường Mẫu"
    assert (subject["area_m2"], subject["area_registered_m2"]) == (400, 400.5)
    assert subject["crs"]["epsg"] == 5898
    land_use = next(value for value in subject["values"] if value["name"] == "land_use")
    assert land_use["meaning"] == "Đất ở tại đô thị, Đất trồng cây lâu năm"


def test_the_former_number_is_told(client: TestClient) -> None:
    (former,) = slip_of(client, "21025-12-8")["subject"]["former"]
    assert former["id"] == "21025-12-80" and former["share_pct"] == 100
    assert former["until"].startswith("2026-06-10")


def test_a_plan_that_has_run_out_is_marked(client: TestClient) -> None:
    slip = slip_of(client, "21025-12-8")
    (decision,) = [d for d in slip["decisions"] if d["valid_to"]]
    assert decision["valid_to"] == "2026-02-01" and decision["in_force"] is False
    then = slip_of(client, "21025-12-80", "&as-of=2026-01-20")
    assert [d["in_force"] for d in then["decisions"] if d["valid_to"]] == [True]
    assert then["clock"]["valid_on"] == "2026-01-20"


@pytest.mark.parametrize("name", [*PARCELS, "21028-1-1"])
def test_shares_add_up_and_the_schema_holds(client: TestClient, name: str) -> None:
    slip = slip_of(client, name)
    schema = client.get("/api/slip/schema").json()
    Draft202012Validator({"$ref": "#/$defs/Slip", "$defs": schema["$defs"]}).validate(slip)
    area = slip["subject"]["area_m2"]
    for theme in slip["themes"]:
        for layer in theme["layers"]:
            for shares in [layer["partition"], *(group["balance"] for group in layer["groups"])]:
                if shares:
                    assert math.isclose(sum(share["area_m2"] for share in shares), area, abs_tol=1e-6)
                    assert math.isclose(sum(share["share_pct"] for share in shares), 100.0, abs_tol=1e-6)


@pytest.mark.parametrize("name", PARCELS)
def test_it_says_the_same_as_the_overlay(client: TestClient, project: Project, office: Any, name: str) -> None:
    """The partition of a layer is that of the overlay engine, asked by its own way."""
    import psycopg

    @contextmanager
    def opened() -> Any:
        with psycopg.connect(office.url) as connection:
            connection.execute("SET search_path = pub, public")
            yield connection

    (table,) = project.overlays.values()
    from sdi.model import Audience

    asked = Overlays(project, table, Audience.PUBLIC, opened)
    (laid,) = asked.of_feature(name, [project.layers["planning_zones"]]).layers
    wanted: dict[str, float] = {}
    for row in laid.rows:
        if row.kind in ("single", "multiple", "none", "suppressed"):
            wanted[row.kind] = wanted.get(row.kind, 0.0) + (row.area_m2 or 0.0)
    got = {share["kind"]: share["area_m2"] for share in layer_of(slip_of(client, name), "planning_zones")["partition"]}
    assert got == pytest.approx({kind: area for kind, area in wanted.items() if area >= 0.05}, abs=0.1)


def test_the_map_has_a_scale_and_shows_the_parcel_in_its_frame(client: TestClient) -> None:
    sheet = slip_of(client, "21025-12-2")["map"]
    assert sheet["scale"] in (200, 500)
    west, south, east, north = sheet["frame"]
    assert math.isclose((east - west) * 1000 / sheet["scale"], sheet["width_mm"], abs_tol=0.01)
    assert math.isclose((north - south) * 1000 / sheet["scale"], sheet["height_mm"], abs_tol=0.01)
    frame = shapely.box(*sheet["frame"])
    assert frame.contains(shapely.box(E0 + 20, N0, E0 + 40, N0 + 20))
    drawn = {layer["layer"]: layer for layer in sheet["layers"]}
    points = [point for one in drawn["planning_zones"]["drawn"] for path in one["paths"] for point in path]
    assert frame.buffer(0.01).contains(shapely.MultiPoint(points))
    colours = {one["code"]: one["color"] for one in drawn["planning_zones"]["drawn"]}
    assert colours["NO"] == "#CC9900" and colours["CXCC"] == "#66CC00"
    assert {"Nhóm nhà ở", "Thửa đất tra cứu"} <= {entry["label"] for entry in sheet["legend"]}


def test_no_parcel_names_candidates(client: TestClient) -> None:
    gone = client.get("/api/slip/21025-12-80?f=json")
    assert gone.status_code == 404 and gone.headers["content-type"].startswith("application/problem+json")
    assert gone.json()["candidates"][0] == {"id": "21025-12-8", "href": "http://testserver/api/slip/21025-12-8"}
    other_ward = client.get("/api/slip/21025-1-1?f=json").json()
    assert "21028-1-1" in {one["id"] for one in other_ward["candidates"]}
    zeros = client.get("/api/slip/21025-012-0002?f=json").json()
    assert "21025-12-2" in {one["id"] for one in zeros["candidates"]}
    nothing = client.get("/api/slip/00000-0-0?f=json")
    assert nothing.status_code == 404 and nothing.json()["candidates"] == []
    page = client.get("/api/slip/21025-12-80?f=html")
    assert page.status_code == 404 and 'href="/api/slip/21025-12-8?f=html"' in page.text
    assert client.get("/api/slip/%00?f=json").status_code == 404


def test_audiences_see_their_own_and_it_is_marked(client: TestClient, settings: Any) -> None:
    assert client.get("/api/slip/21025-12-13?f=json").status_code == 404
    key = {"X-API-Key": settings.secret("api_key_internal")}
    slip = slip_of(client, "21025-12-13", **key)
    assert slip["audience"] == "internal"
    page = client.get("/api/slip/21025-12-13?f=html", headers=key)
    assert "nội bộ" in page.text and page.headers["cache-control"] == "private, no-store"
    assert slip_of(client, "21025-12-1")["audience"] == "public"


def test_no_personal_field_whoever_asks(client: TestClient, settings: Any, project: Project) -> None:
    personal = {name for layer in project.layers.values() for name, field in layer.fields.items() if field.personal}
    assert personal
    for headers in ({}, {"X-API-Key": settings.secret("api_key_internal")}):
        text = client.get("/api/slip/21025-12-1?f=json", headers=headers).text
        assert not [name for name in personal if f'"{name}"' in text]


def test_corners_with_x_first_give_the_slip_of_that_land(client: TestClient) -> None:
    corners = f"{N0},{E0};{N0 + 20},{E0};{N0 + 20},{E0 + 40};{N0},{E0 + 40}"
    slip = client.get("/api/slip", params={"f": "json", "corners": corners}).json()
    assert slip["subject"]["kind"] == "drawn" and slip["subject"]["area_m2"] == 800
    assert slip["subject"]["commune"]["name"] == "Phường Mẫu"
    assert balance_of(slip)["NO"] == (500.0, 62.5)
    commas = "\n".join(f"{pair.replace(',', ' ').replace('.', ',')}" for pair in corners.split(";"))
    assert client.get("/api/slip", params={"f": "json", "corners": commas}).json() == slip
    turned = ";".join(",".join(reversed(pair.split(","))) for pair in corners.split(";"))
    assert client.get("/api/slip", params={"f": "json", "corners": turned, "order": "en"}).json() == slip
    wrong = client.get("/api/slip", params={"f": "json", "corners": turned})
    assert wrong.status_code == 400 and "đổi chỗ X và Y" in wrong.json()["detail"]


def test_corners_in_another_axis(client: TestClient) -> None:
    from pyproj import Transformer

    other = Transformer.from_crs(5898, 9216, always_xy=True)
    square = [(E0, N0), (E0, N0 + 20), (E0 + 20, N0 + 20), (E0 + 20, N0)]
    corners = ";".join(f"{n:.4f},{e:.4f}" for e, n in (other.transform(*point) for point in square))
    slip = client.get("/api/slip", params={"f": "json", "corners": corners, "crs": "EPSG:9216"}).json()
    assert slip["subject"]["area_m2"] == pytest.approx(400, abs=0.1)
    assert slip["subject"]["rings"][0]["corners"][0]["x"] == pytest.approx(N0 + 20, abs=0.02)


@pytest.mark.parametrize(
    "corners",
    ["", "1,2", "a,b;c,d;e,f", f"{N0},{E0};{N0},{E0 + 10};{N0},{E0 + 20}", "1,2;3,4;5,nan", "1 2 3;4 5 6;7 8 9"],
)
def test_bad_corners_are_refused(client: TestClient, corners: str) -> None:
    answer = client.get("/api/slip", params={"f": "json", "corners": corners})
    assert answer.status_code == 400 and answer.json()["detail"]


def test_land_that_is_too_large_is_refused(client: TestClient) -> None:
    corners = f"{N0},{E0};{N0 + 9000},{E0};{N0 + 9000},{E0 + 9000}"
    answer = client.get("/api/slip", params={"f": "json", "corners": corners})
    assert answer.status_code == 400 and "4.050 ha" in answer.json()["detail"]
    english = client.get("/api/slip", params={"f": "json", "lang": "en", "corners": corners}).json()["detail"]
    assert english.startswith("The land is 4,050 ha wide")


@pytest.mark.parametrize("query", ["as-of=x", "as-of=2026-13-01", "compare=1", "lang=fr", "f=doc", "what=1"])
def test_bad_questions_are_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/api/slip/21025-12-1?{query}").status_code == 400


def test_pages_around_slips_speak_the_readers_language(client: TestClient) -> None:
    data = (client.get("/api/?lang=en&f=json").json()["title"], "Tiếng Việt")
    paths = (
        "slip",
        "slip/verify",
        "slip/verify/none",
        "processes/slip",
        "slip/21025-12-999",
        "slip/21025-12-1?as-of=x",
    )
    for path in paths:
        address = f"/api/{path}{'&' if '?' in path else '?'}f=html"
        english = client.get(f"{address}&lang=en")
        assert not [text for text in Page(english.text).vietnamese(*data) if data[0] not in text], path
        assert 'lang="vi"' in client.get(address).text, path
        assert english.headers["Content-Language"] == "en", path
    around = client.get("/api/slip/21025-12-1?f=html&lang=en").text.partition("<article")[0]
    assert "Issue with a digital signature" in around and "Phát hành" not in around
    refused = client.get("/api/slip/21025-12-1?as-of=2999-01-01", headers={"Accept-Language": "en"}).json()
    assert refused["title"] == "Not found" and refused["detail"] == "The day 01/01/2999 has not come."


def test_who_mistypes_a_parcel_is_led_to_those_meant(client: TestClient) -> None:
    page = Page(client.get("/api/slip/21025-12-01?f=html&lang=en").text)
    assert "/api/slip/21025-12-1?f=html&lang=en" in page.links
