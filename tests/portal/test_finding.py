"""The search box: every common way of writing, suggestions by keyboard, and the same without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from portal.conftest import Visitor
from portal.desk import Visit

pytestmark = pytest.mark.timeout(900)

PARCEL = re.compile("Thửa đất số 94, tờ bản đồ số 15, Phường Nghĩa Lộ")


@pytest.mark.parametrize(
    "words",
    [
        "tờ 15 thửa 94 Nghĩa Lộ",
        "to 15 thua 94 nghia lo",
        "thửa 94 tờ 15 phường Nghĩa Lộ",
        "21028-15-94",
        "15/94 nghĩa lộ",
    ],
)
def test_a_parcel_however_it_is_written(visit: Visitor, words: str) -> None:
    someone = visit().open()
    someone.find(words)
    title = someone.title(PARCEL)
    expect(title).to_be_focused()
    assert "feature=parcels/21028-15-94" in someone.page.url
    assert someone.page.evaluate("() => portal.mapView.highlight.getFeatures().length") == 1
    someone.settle()
    east, north = someone.page.evaluate("() => portal.mapView.view.getCenter()")
    assert abs(east - 584_686) < 60 and abs(north - 1_672_898) < 60


@pytest.mark.parametrize(
    ("words", "kind", "found"),
    [
        ("Quang Trung", "roads", "Quang Trung"),
        ("duong quang trung", "roads", "Quang Trung"),
        ("01/QĐ-MAU", "planning_areas", "Nghĩa Lộ"),
        ("nghia lo", "administrative_units", "Phường Nghĩa Lộ"),
    ],
)
def test_names_and_decisions_are_listed_and_lead_to_their_feature(
    visit: Visitor, words: str, kind: str, found: str
) -> None:
    someone = visit().open()
    someone.find(words)
    expect(someone.title(f"Kết quả cho “{words}”")).to_be_focused()
    assert "q=" in someone.page.url
    results = someone.answer.locator(".results a")
    assert results.count() >= 2
    results.locator(f":scope[href*='/{kind}/'], :scope").filter(has_text=found).first.click()
    someone.title(re.compile(".+"))
    someone.until(lambda: "feature=" in someone.page.url)
    assert "q=" not in someone.page.url


@pytest.mark.parametrize(
    "words", ["X 1672898 Y 584686", "1672898 584686", "15.124806, 108.789742", "108.789742 15.124806"]
)
def test_coordinates_in_the_order_of_surveyors_and_of_others(visit: Visitor, words: str) -> None:
    someone = visit().open()
    someone.find(words)
    someone.title(PARCEL)
    place = re.search(r"at=([\d.]+),([\d.]+)", someone.page.url)
    assert place and abs(float(place[1]) - 584_686.5) < 1 and abs(float(place[2]) - 1_672_898) < 1


def test_suggestions_are_chosen_by_keyboard(visit: Visitor) -> None:
    someone = visit().open()
    box = someone.page.get_by_role("combobox")
    box.press_sequentially("thua 94 to 15 nghia lo", delay=20)
    options = someone.page.get_by_role("option")
    expect(options.first).to_contain_text("Thửa 94, tờ 15")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    someone.picture("suggestions")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    box.press("Enter")
    someone.title(PARCEL)


def test_what_is_not_there_is_said_with_advice(visit: Visitor) -> None:
    someone = visit().open()
    someone.find("zzzz qqqq")
    someone.title("Kết quả cho “zzzz qqqq”")
    expect(someone.answer).to_contain_text("thửa")
    assert someone.answer.locator(".results a").count() == 0


def test_without_scripts_it_is_a_form_with_a_list_of_slips(visit: Visitor) -> None:
    someone: Visit = visit(java_script_enabled=False)
    someone.page.goto(someone.base)
    assert someone.page.locator("#map").is_hidden()
    someone.page.locator("#q").fill("tờ 15 thửa 94 nghĩa lộ")
    someone.page.locator("#search button").click()
    link = someone.page.locator(".results a").first
    expect(link).to_contain_text("Thửa 94, tờ 15")
    someone.picture("without-scripts")
    link.click()
    expect(someone.page.locator(".slip h1")).to_contain_text("Phiếu thông tin quy hoạch", ignore_case=True)
