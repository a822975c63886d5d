"""A click, a drawn area, an uploaded one; the slip on screen, on paper, and its verification."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import expect

from portal.conftest import Visitor
from portal.desk import Visit

pytestmark = pytest.mark.timeout(900)

PARCEL = "21028-15-94"
INSIDE = (584_686.5, 1_672_898.0)
TITLE = re.compile("Thửa đất số 94, tờ bản đồ số 15")
NEAR = "/#map=14.00/584686/1672898"


def balance(someone: Visit) -> list[tuple[str, str, str]]:
    """Rows of the shares of zones: what, m², percent."""
    rows = someone.answer.locator(".slip-summary .shares tr").all()
    return [tuple(cell.inner_text().strip() for cell in row.locator("th, td").all()) for row in rows]  # type: ignore[misc]


def slip_of(someone: Visit, address: str) -> dict[str, Any]:
    return dict(someone.page.context.request.get(someone.base + address).json())


def test_a_click_tells_what_is_here(visit: Visitor) -> None:
    someone = visit().open(NEAR)
    someone.drawn()
    someone.click(*INSIDE)
    someone.title(TITLE)
    said = someone.answer.inner_text()
    for text in ("Phường Nghĩa Lộ", "X 1.672.898", "Y 584.686", "Đất ở tại đô thị (ODT)", "150,20 m²"):
        assert text in said, text
    slip = slip_of(someone, f"/api/slip/{PARCEL}?f=json")
    zones = next(layer for theme in slip["themes"] for layer in theme["layers"] if layer["layer"] == "planning_zones")
    shares = [share for group in zones["groups"] for share in group["balance"]]
    told = balance(someone)
    for share in shares:
        number = f"{share['area_m2']:,.1f}".translate(str.maketrans(",.", ".,"))
        assert any(row[0] == share["label"] and row[1] == f"{number} m²" for row in told), share
    for theme in slip["themes"]:
        assert theme["title"] in said, theme["title"]
    for decision in slip["decisions"]:
        assert decision["number"] is None or decision["number"] in said
    someone.picture("click")


def test_the_middle_of_the_map_is_asked_by_keyboard(visit: Visitor) -> None:
    someone = visit().open(NEAR)
    someone.page.locator("#map").focus()
    someone.page.keyboard.press("Enter")
    expect(someone.title(TITLE)).to_be_focused()
    someone.page.keyboard.press("Escape")
    expect(someone.page.locator("#start")).to_be_visible()
    assert "at=" not in someone.page.url


def test_where_there_is_nothing_it_says_so(visit: Visitor) -> None:
    someone = visit().open("/#map=12.00/620000/1560000&at=620000,1560000")
    expect(someone.answer).to_contain_text("Không có dữ liệu nào")


def test_a_drawn_area_is_overlaid_to_the_square_metre(visit: Visitor) -> None:
    someone = visit().open(NEAR)
    someone.drawn()
    someone.page.locator("[data-task=draw]").click()
    corners = [(584_640, 1_672_930), (584_720, 1_672_930), (584_720, 1_672_870), (584_640, 1_672_870)]
    for corner in corners:
        someone.click(*corner)
        someone.page.wait_for_timeout(400)  # two clicks in quick succession would end it
    someone.page.mouse.dblclick(*someone.pixel(584_639, 1_672_900))
    someone.title("Khu đất đã vẽ")
    expect(someone.answer.locator(".overlay-answer .layer-card").first).to_be_attached()
    drawn = re.search(r"area=([\d.,;]+)", someone.page.url)
    assert drawn
    ring = [[float(metres) for metres in corner.split(",")] for corner in drawn[1].split(";")]
    assert len(ring) == 5
    assert all(
        abs(told - meant) < 2
        for corner, wanted in zip(ring, corners, strict=False)
        for told, meant in zip(corner, wanted, strict=True)
    )
    polygon = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    crs = "http://www.opengis.net/def/crs/EPSG/0/5898"
    asked = someone.page.context.request.post(
        f"{someone.base}/api/processes/overlay/execution", data={"inputs": {"polygon": polygon, "crs": crs}}
    )
    answer = asked.json()
    area = f"{answer['base']['area_m2']:,.1f}".translate(str.maketrans(",.", ".,"))
    expect(someone.answer.locator(".place-card")).to_contain_text(f"{area} m²")
    someone.answer.locator("details.all-rows > summary").click()
    rows = [
        row
        for layer in answer["layers"]
        if layer["id"] == "planning_zones"
        for row in layer["rows"]
        if row["kind"] == "feature"
    ]
    assert rows
    for row in rows:
        expect(someone.answer.locator(".overlay-answer")).to_contain_text(row["feature_id"])
    someone.picture("drawn")


def test_a_file_is_overlaid(visit: Visitor, tmp_path: Path) -> None:
    ring = [[108.7893, 15.1246], [108.7902, 15.1246], [108.7902, 15.1252], [108.7893, 15.1252], [108.7893, 15.1246]]
    file = tmp_path / "khu-dat.geojson"
    shape = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [shape]}), "utf-8")
    someone = visit().open()
    someone.page.locator("#upload").set_input_files(file)
    someone.title("khu-dat.geojson")
    expect(someone.answer.locator(".layer-card h4").filter(has_text="Quy hoạch sử dụng đất").first).to_be_visible()
    someone.settle()
    east, north = someone.page.evaluate("() => portal.mapView.view.getCenter()")
    assert abs(east - 584_690) < 120 and abs(north - 1_672_900) < 120


def test_a_file_that_is_none_is_refused_in_words(visit: Visitor, tmp_path: Path) -> None:
    file = tmp_path / "thu.zip"
    file.write_bytes(b"no archive")
    someone = visit().open()
    someone.page.locator("#upload").set_input_files(file)
    expect(someone.answer.get_by_role("alert")).not_to_be_empty()
    assert [fault for fault in someone.faults if "400" in fault]
    someone.faults.clear()


def test_a_distance_is_measured(visit: Visitor) -> None:
    someone = visit().open(NEAR)
    someone.page.locator("[data-task=measure]").click()
    someone.click(584_640, 1_672_900)
    someone.page.wait_for_timeout(400)
    someone.page.mouse.dblclick(*someone.pixel(584_740, 1_672_900))
    expect(someone.page.locator("#hint")).to_have_text(re.compile(r"Khoảng cách: (99|100|101),\d m"))


def test_the_slip_on_paper_says_what_the_screen_says(visit: Visitor) -> None:
    someone = visit().open(f"/#feature=parcels/{PARCEL}")
    someone.title(TITLE)
    link = someone.answer.get_by_role("link", name="Tải PDF")
    paper = someone.page.context.request.get(someone.base + (link.get_attribute("href") or ""))
    assert paper.headers["content-type"] == "application/pdf"
    document = pypdfium2.PdfDocument(paper.body())
    text = "".join(page.get_textpage().get_text_range() for page in document)
    for said in ("PHIẾU THÔNG TIN QUY HOẠCH", "Phường Nghĩa Lộ", "150,2", *(row[0] for row in balance(someone)[:2])):
        assert re.sub(r"\s", "", said).casefold() in re.sub(r"\s", "", text).casefold(), said


def test_a_good_slip_is_valid_and_a_changed_digit_is_not(visit: Visitor, tmp_path: Path) -> None:
    someone = visit().open(f"/#feature=parcels/{PARCEL}")
    someone.answer.get_by_role("link", name="Xem phiếu quy hoạch").click()
    page = someone.page
    expect(page.locator(".slip")).to_contain_text("Phường Nghĩa Lộ")
    someone.picture("slip")
    page.get_by_role("button", name="Phát hành phiếu").click()
    expect(page.locator(".verdict .state")).to_have_text("HỢP LỆ")
    copy = page.get_by_role("link", name="Bản lưu (JSON có chữ ký)").get_attribute("href") or ""
    good = page.context.request.get(someone.base + copy).text()
    for name, text, verdict in (("good", good, "HỢP LỆ"), ("bad", good.replace("150.2", "150.3", 1), "KHÔNG HỢP LỆ")):
        file = tmp_path / f"{name}.json"
        file.write_text(text, "utf-8")
        page.goto(f"{someone.base}/api/slip/verify?f=html")
        page.locator("#file").set_input_files(file)
        page.get_by_role("button", name="Kiểm chứng").click()
        expect(page.locator(".verdict .state")).to_have_text(re.compile(f"^{verdict}"))
        someone.picture(f"verified-{name}")
    expect(page.locator("main")).to_contain_text("150.3")


def test_slip_item_and_map_lead_to_each_other(visit: Visitor) -> None:
    someone = visit().open(f"/api/collections/parcels/items/{PARCEL}?f=html")
    someone.page.get_by_role("link", name="Xem phiếu thông tin quy hoạch").click()
    expect(someone.page.locator(".slip")).to_be_visible()
    someone.page.get_by_role("link", name="Xem trên bản đồ").click()
    someone.title(TITLE)
