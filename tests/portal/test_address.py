"""Every state of the page is an address: shared, gone back to, and the same in the other language."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from portal.conftest import Visitor

pytestmark = pytest.mark.timeout(900)

STATE = "#map=13.50/584700/1672900&layers=planning_zones.line,roads*60&at=584686.5,1672898.0"
TITLE = re.compile("Thửa đất số 94, tờ bản đồ số 15")


def test_a_deep_link_restores_everything(visit: Visitor) -> None:
    someone = visit().open("/" + STATE)
    someone.title(TITLE)
    someone.drawn()
    zoom, center = someone.page.evaluate("() => [portal.mapView.view.getZoom(), portal.mapView.view.getCenter()]")
    assert round(zoom, 2) == 13.5 and [round(metres) for metres in center] == [584_700, 1_672_900]
    page = someone.page
    on = page.locator(".layer-head input:checked")
    assert sorted(box.get_attribute("id") or "" for box in on.all()) == ["layer-planning_zones", "layer-roads"]
    assert page.locator("#outline-planning_zones").is_checked() and page.locator("#opacity-roads").input_value() == "60"
    assert page.url.endswith(STATE)


def test_the_address_follows_and_the_back_button_leads_back(visit: Visitor) -> None:
    someone = visit().open("/#map=14.00/584686/1672898")
    page = someone.page
    someone.click(584_686.5, 1_672_898)
    someone.title(TITLE)
    first = page.url
    someone.find("nghia lo")
    someone.title("Kết quả cho “nghia lo”")
    page.go_back()
    someone.title(TITLE)
    assert page.url == first
    page.go_back()
    expect(page.locator("#start")).to_be_visible()
    assert "at=" not in page.url
    page.go_forward()
    someone.title(TITLE)


def test_layers_and_their_looks_are_in_the_address(visit: Visitor) -> None:
    someone = visit().open()
    page = someone.page
    assert "layers=" not in page.url
    page.locator(".theme[data-theme=lighting] > summary").click()
    page.locator("#layer-street_lights").check()
    someone.until(lambda: "street_lights" in page.url)
    page.locator("#outline-planning_zones").check()
    someone.until(lambda: "planning_zones.line" in page.url)
    page.locator("#layer-planning_zones").uncheck()
    someone.until(lambda: "planning_zones" not in page.url)
    legend = page.locator(".layer[data-layer=parcels] .layer-more details")
    legend.locator("summary").click()
    expect(legend.locator("li").filter(has_text="Đất ở tại đô thị")).to_be_visible()


def test_the_other_language_shows_the_same_state(visit: Visitor) -> None:
    someone = visit().open("/" + STATE)
    someone.title(TITLE)
    page = someone.page
    page.locator("a.language").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    someone.title("Parcel 94, map sheet 15")
    assert "lang=en" in page.url and page.url.endswith(STATE)
    expect(someone.answer).to_contain_text("Urban residential land (ODT)")
    assert page.get_by_role("combobox").get_attribute("placeholder") == "Parcel, street, project …"
    someone.picture("english")
    page.locator("a.language").click()
    someone.title(TITLE)
    assert "lang" not in page.url


def test_an_address_that_makes_no_sense_is_the_first_view(visit: Visitor) -> None:
    someone = visit().open("/#map=x/y/z&layers=nothing,also*nothing&at=1&feature=&area=1,2")
    someone.drawn()
    expect(someone.page.locator("#start")).to_be_visible()
